//! Whether to try again, and after how long: pure functions, no timer.

use crate::error::{Error, Kind};

/// The longest `Retry-After` that is waited for, in seconds. Beyond it the error comes at once.
pub const LONGEST_RETRY_AFTER: f64 = 60.0;

/// The statuses after which the same request may succeed.
pub const RETRYABLE_STATUSES: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// The greatest backoff before the jitter, in milliseconds, and the first.
const LONGEST_BACKOFF: f64 = 8_000.0;
const FIRST_BACKOFF: f64 = 500.0;

/// How many milliseconds to wait before the next attempt; `None` where the error is final.
///
/// `error.attempts` requests have been sent; `jitter` is a random number from 0 up to but not including 1.
pub fn wait(error: &Error, max_retries: u32, jitter: f64) -> Option<f64> {
    if !error.retryable || error.attempts > max_retries {
        return None;
    }
    match error.retry_after {
        Some(seconds) if seconds > LONGEST_RETRY_AFTER => None,
        Some(seconds) => Some(seconds * 1_000.0),
        None => {
            let doublings = error.attempts.saturating_sub(1).min(4);
            let backoff = FIRST_BACKOFF * f64::from(1u32 << doublings);
            Some(backoff.min(LONGEST_BACKOFF) * jitter)
        }
    }
}

/// Whether an error of that kind and status can go away by itself.
pub fn retryable(kind: Kind, status: Option<u16>) -> bool {
    match kind {
        Kind::Network | Kind::Timeout => true,
        Kind::Api => status.is_some_and(|status| RETRYABLE_STATUSES.contains(&status)),
        _ => false,
    }
}

/// The seconds that a `Retry-After` header asks for: a whole number of them, or a date (RFC 9110, 10.2.3).
///
/// `now` is the present, in milliseconds since 1970. A date that has passed means 0; anything that is neither form is
/// `None`.
pub fn retry_after(header: &str, now: f64) -> Option<f64> {
    let header = header.trim_ascii().as_bytes();
    if let Some(seconds) = whole(header) {
        return Some(f64::from(seconds));
    }
    http_date(header).map(|date| ((date - now) / 1_000.0).max(0.0).ceil())
}

/// Milliseconds since 1970 of an HTTP date in its one current form: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(text: &[u8]) -> Option<f64> {
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let (b" GMT", [_, _, _, b',', b' ', date @ ..]) = (text.get(25..)?, text.get(..25)?) else {
        return None;
    };
    let number =
        |from: usize, to: usize, greatest: u32| whole(date.get(from..to)?).filter(|number| *number <= greatest);
    let month = MONTHS.chunks(3).position(|name| Some(name) == date.get(3..6))? as u32 + 1;
    let separators = [date[2], date[6], date[11], date[14], date[17]];
    if separators != *b"   ::" {
        return None;
    }
    let days = days_since_1970(number(7, 11, 9_999)?, month, number(0, 2, 31)?);
    let seconds = number(12, 14, 23)? * 3_600 + number(15, 17, 59)? * 60 + number(18, 20, 60)?;
    Some((f64::from(days) * 86_400.0 + f64::from(seconds)) * 1_000.0)
}

/// The number that decimal digits spell; one beyond nine digits is cut, for it is far beyond what is waited for.
fn whole(digits: &[u8]) -> Option<u32> {
    let mut number = 0;
    for (place, digit) in digits.iter().enumerate() {
        match digit {
            b'0'..=b'9' if place >= 9 => {}
            b'0'..=b'9' => number = number * 10 + u32::from(digit - b'0'),
            _ => return None,
        }
    }
    (!digits.is_empty()).then_some(number)
}

/// The Gregorian calendar, counted in years that begin in March so that the leap day comes last.
fn days_since_1970(year: u32, month: u32, day: u32) -> i32 {
    let year = year as i32 - i32::from(month <= 2);
    let since_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * since_march + 2) / 5 + day as i32 - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}
