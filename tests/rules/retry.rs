//! Whether to try again, and after how long.

use hrflow_wasm::rules::error::is_retryable;
use hrflow_wasm::rules::retry::{delay, retry_after};
use hrflow_wasm::{Error, ErrorKind};

const NOW: u32 = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT

fn error(attempts: u32, retry_after: Option<u32>) -> Error {
    let mut error = *Error::new(ErrorKind::Network, String::new());
    (error.attempts, error.retry_after) = (attempts, retry_after);
    error
}

#[test]
fn the_backoff_doubles_up_to_eight_seconds_with_full_jitter() {
    for (attempts, most) in [(1, 500), (2, 1_000), (3, 2_000), (5, 8_000), (6, 8_000), (99, 8_000)] {
        assert_eq!(delay(&error(attempts, None), 100, 1.0), Some(most));
        assert_eq!(delay(&error(attempts, None), 100, 0.0), Some(0));
    }
}

#[test]
fn retries_end_and_final_errors_have_none() {
    assert!(delay(&error(2, None), 2, 1.0).is_some());
    assert_eq!(delay(&error(3, None), 2, 1.0), None);
    assert_eq!(delay(&error(1, None), 0, 1.0), None);
    let mut last = error(1, None);
    last.retryable = false;
    assert_eq!(delay(&last, 2, 1.0), None);
}

#[test]
fn retry_after_is_honoured_up_to_a_minute() {
    assert_eq!(delay(&error(1, Some(60)), 2, 0.0), Some(60_000));
    assert_eq!(delay(&error(1, Some(61)), 2, 0.0), None);
    assert_eq!(delay(&error(1, Some(0)), 2, 1.0), Some(0));
}

#[test]
fn retry_after_is_a_number_or_a_date() {
    assert_eq!(retry_after("120", NOW), Some(120));
    assert_eq!(retry_after(" 7 ", NOW), Some(7));
    // No more than seven digits: eight of the secret's in a row would be a piece of it.
    assert_eq!(retry_after(&"9".repeat(400), NOW), Some(9_999_999));
    assert_eq!(retry_after("314159265", NOW), Some(9_999_999));
    assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:47 GMT", NOW), Some(10));
    assert_eq!(retry_after("Sat, 05 Nov 1994 08:49:37 GMT", NOW), Some(0));
    assert_eq!(retry_after("Thu, 29 Feb 1996 00:00:00 GMT", 825_552_000 - 9), Some(9));
    assert_eq!(retry_after("Thu, 29 Feb 1996 00:00:00 GMT", NOW), Some(9_999_999));
    for garbage in [
        "",
        "-5",
        "1.5",
        "soon",
        "1e3",
        "+3",
        "Sun, 06 Nov 1994",
        "Sun, 06 Nov 1994 08:49:47 CET",
        "Sun, 06 Nov 1994 25:00:00 GMT",
        "Sun, 32 Nov 1994 08:49:47 GMT",
        "Sun, 06 Now 1994 08:49:47 GMT",
        "Sat, 31 Feb 2099 08:49:47 GMT",
        "Sun, 29 Feb 2099 08:49:47 GMT",
        "Sun, 29 Feb 2100 08:49:47 GMT",
        "Sun, 31 Jun 2099 08:49:47 GMT",
        "Sun, 00 Jun 2099 08:49:47 GMT",
    ] {
        assert_eq!(retry_after(garbage, NOW), None, "{garbage}");
    }
}

#[test]
fn these_can_go_away_by_themselves() {
    assert!(is_retryable(ErrorKind::Network, None) && is_retryable(ErrorKind::Timeout, None));
    let statuses: Vec<u16> = (0..600)
        .filter(|status| is_retryable(ErrorKind::Api, Some(*status)))
        .collect();
    assert_eq!(statuses, [408, 429, 500, 502, 503, 504]);
    assert!(!is_retryable(ErrorKind::Response, Some(500)) && !is_retryable(ErrorKind::Argument, None));
}
