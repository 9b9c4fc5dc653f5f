//! Whether to try again, and after how long.

use hrflow_wasm::retry::{retry_after, retryable, wait};
use hrflow_wasm::{Error, Kind};

const NOW: f64 = 784_111_777_000.0; // Sun, 06 Nov 1994 08:49:37 GMT

fn error(attempts: u32, retry_after: Option<f64>) -> Error {
    Error {
        attempts,
        retry_after,
        ..*Error::new(Kind::Network, String::new())
    }
}

#[test]
fn the_backoff_doubles_up_to_eight_seconds_with_full_jitter() {
    for (attempts, most) in [
        (1, 500.0),
        (2, 1_000.0),
        (3, 2_000.0),
        (5, 8_000.0),
        (6, 8_000.0),
        (99, 8_000.0),
    ] {
        assert_eq!(wait(&error(attempts, None), 100, 1.0), Some(most));
        assert_eq!(wait(&error(attempts, None), 100, 0.0), Some(0.0));
    }
}

#[test]
fn retries_end_and_final_errors_have_none() {
    assert!(wait(&error(2, None), 2, 1.0).is_some());
    assert_eq!(wait(&error(3, None), 2, 1.0), None);
    assert_eq!(wait(&error(1, None), 0, 1.0), None);
    let mut last = error(1, None);
    last.retryable = false;
    assert_eq!(wait(&last, 2, 1.0), None);
}

#[test]
fn retry_after_is_honoured_up_to_a_minute() {
    assert_eq!(wait(&error(1, Some(60.0)), 2, 0.0), Some(60_000.0));
    assert_eq!(wait(&error(1, Some(60.1)), 2, 0.0), None);
    assert_eq!(wait(&error(1, Some(0.0)), 2, 1.0), Some(0.0));
}

#[test]
fn retry_after_is_a_number_or_a_date() {
    assert_eq!(retry_after("120", NOW), Some(120.0));
    assert_eq!(retry_after(" 7 ", NOW), Some(7.0));
    assert!(retry_after(&"9".repeat(400), NOW).unwrap() > 60.0);
    assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:47 GMT", NOW), Some(10.0));
    assert_eq!(retry_after("Sat, 05 Nov 1994 08:49:37 GMT", NOW), Some(0.0));
    assert_eq!(
        retry_after("Thu, 29 Feb 1996 00:00:00 GMT", NOW),
        Some((825_552_000_000.0 - NOW) / 1_000.0)
    );
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
    ] {
        assert_eq!(retry_after(garbage, NOW), None, "{garbage}");
    }
}

#[test]
fn these_can_go_away_by_themselves() {
    assert!(retryable(Kind::Network, None) && retryable(Kind::Timeout, None));
    let statuses: Vec<u16> = (0..600).filter(|status| retryable(Kind::Api, Some(*status))).collect();
    assert_eq!(statuses, [408, 429, 500, 502, 503, 504]);
    assert!(!retryable(Kind::Response, Some(500)) && !retryable(Kind::Argument, None));
}
