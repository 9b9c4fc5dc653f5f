//! After how long to try again: pure functions, no timer.

use crate::rules::error::Error;
use crate::rules::text::whole;

/// The longest `Retry-After` that is waited for, in seconds. Beyond it the error comes at once.
pub const MAX_RETRY_AFTER: u32 = 60;

/// The first backoff before the jitter and the longest, in milliseconds.
const FIRST_BACKOFF_MS: f64 = 500.0;
const MAX_BACKOFF_MS: f64 = 8_000.0;

/// How many milliseconds to wait before the next attempt; `None` where the error is final.
///
/// `error.attempts` requests have been sent; `jitter` is a random number from 0 up to but not including 1.
pub fn delay(error: &Error, max_retries: u32, jitter: f64) -> Option<u32> {
    if !error.retryable || error.attempts > max_retries {
        return None;
    }
    match error.retry_after {
        Some(seconds) if seconds > MAX_RETRY_AFTER => None,
        Some(seconds) => Some(seconds * 1_000),
        None => {
            let doublings = error.attempts.saturating_sub(1).min(4);
            let backoff = FIRST_BACKOFF_MS * f64::from(1u32 << doublings);
            Some((backoff.min(MAX_BACKOFF_MS) * jitter) as u32)
        }
    }
}

/// The seconds that a `Retry-After` header asks for: a whole number of them, or a date (RFC 9110, 10.2.3).
///
/// `now` is the present, in seconds since 1970. A date that has passed means 0; anything that is neither form is `None`.
pub fn retry_after(header: &str, now: u32) -> Option<u32> {
    let header = header.trim_ascii().as_bytes();
    if !header.is_empty() && header.iter().all(u8::is_ascii_digit) {
        // What is too large for a number is far beyond what is waited for.
        return Some(whole(header).unwrap_or(MAX_SECONDS).min(MAX_SECONDS));
    }
    http_date(header).map(|date| (date - i64::from(now)).clamp(0, i64::from(MAX_SECONDS)) as u32)
}

/// More than a hundred days: eight digits in a row may be a piece of the secret.
const MAX_SECONDS: u32 = 9_999_999;

/// Seconds since 1970 of an HTTP date in its one current form: `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(text: &[u8]) -> Option<i64> {
    const MONTHS: &[u8; 36] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let (b" GMT", [_, _, _, b',', b' ', date @ ..]) = (text.get(25..)?, text.get(..25)?) else {
        return None;
    };
    let number = |from: usize, to: usize, max: u32| whole(date.get(from..to)?).filter(|number| *number <= max);
    let month = MONTHS.chunks(3).position(|name| Some(name) == date.get(3..6))? as u32 + 1;
    let separators = [date[2], date[6], date[11], date[14], date[17]];
    if separators != *b"   ::" {
        return None;
    }
    let year = number(7, 11, 9_999)?;
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in_month = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let day = number(0, 2, days_in_month).filter(|day| *day > 0)?;
    let seconds = number(12, 14, 23)? * 3_600 + number(15, 17, 59)? * 60 + number(18, 20, 60)?;
    Some(i64::from(days_since_1970(year, month, day)) * 86_400 + i64::from(seconds))
}

/// The Gregorian calendar, counted in years that begin in March so that the leap day comes last.
fn days_since_1970(year: u32, month: u32, day: u32) -> i32 {
    let year = year as i32 - i32::from(month <= 2);
    let since_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * since_march + 2) / 5 + day as i32 - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}
