//! The options, and the attempts of one call, over a platform whose clock the test holds.

use crate::json::Parsed;
use hrflow_wasm::client::{list, Failure, Fault, Transport};
use hrflow_wasm::given::Given;
use hrflow_wasm::request::{Place, Request};
use hrflow_wasm::response::Answer;
use hrflow_wasm::{Error, Kind, Options, Profile};
use serde_json::json;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Answers with what the script says, one entry an attempt, and notes the waits.
#[derive(Default)]
struct Script {
    answers: RefCell<Vec<Result<Answer<Parsed>, Fault<&'static str>>>>,
    waits: RefCell<Vec<f64>>,
    aborted_while_waiting: Option<&'static str>,
}

impl Transport for Script {
    type Body = Parsed;
    type Reason = &'static str;

    async fn attempt(&self, _: &Request, _: u32) -> Result<Answer<Parsed>, Fault<&'static str>> {
        self.answers.borrow_mut().remove(0)
    }

    async fn wait(&self, milliseconds: f64) -> Result<(), &'static str> {
        self.waits.borrow_mut().push(milliseconds);
        self.aborted_while_waiting.map_or(Ok(()), Err)
    }

    fn jitter(&self) -> f64 {
        0.5
    }
}

fn status(status: u16, retry_after: Option<f64>) -> Result<Answer<Parsed>, Fault<&'static str>> {
    let data = json!({ "code": status, "message": "", "data": [] });
    Ok(Answer {
        status,
        retry_after,
        body: Some(Parsed::new(data)),
        ..Answer::default()
    })
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the script never waits"),
    }
}

fn options() -> Options {
    Options {
        api_secret: Some("s3cret".into()),
        api_user: Some("u@x.io".into()),
        ..Options::default()
    }
}

fn call(script: &Script, options: &Options) -> Result<usize, Failure<&'static str>> {
    let profile = Profile::Key("k".into());
    let data = now(list(script, options, &Place::default(), "s", &profile))?;
    Ok(data.value().as_array().unwrap().len())
}

fn failed(script: &Script, options: &Options) -> (Error, Option<&'static str>) {
    match call(script, options) {
        Err(Failure::Failed(error, cause)) => (*error, cause),
        other => panic!("{other:?}"),
    }
}

fn script(answers: Vec<Result<Answer<Parsed>, Fault<&'static str>>>) -> Script {
    Script {
        answers: RefCell::new(answers),
        ..Script::default()
    }
}

#[test]
fn a_passing_fault_is_tried_again() {
    let script = script(vec![status(503, None), Err(Fault::Network("reset")), status(200, None)]);
    assert_eq!(call(&script, &options()), Ok(0));
    assert_eq!(*script.waits.borrow(), [250.0, 500.0]);
}

#[test]
fn the_last_error_says_how_many_requests_were_sent() {
    let script = script(vec![
        Err(Fault::TimedOut),
        status(500, None),
        Err(Fault::Network("reset")),
    ]);
    let (error, cause) = failed(&script, &options());
    assert_eq!((error.kind, error.attempts, cause), (Kind::Network, 3, Some("reset")));
    assert!(error.retryable);
}

#[test]
fn final_errors_and_no_retries_mean_one_attempt() {
    for answer in [status(400, None), status(429, Some(3_600.0)), status(301, None)] {
        let (error, _) = failed(&script(vec![answer]), &options());
        assert_eq!(error.attempts, 1);
    }
    let once = Options {
        max_retries: 0,
        ..options()
    };
    let (error, _) = failed(&script(vec![Err(Fault::TimedOut)]), &once);
    assert_eq!((error.kind, error.attempts), (Kind::Timeout, 1));
    assert!(error.message.contains("30000 ms"), "{error}");
}

#[test]
fn retry_after_sets_the_wait() {
    let script = script(vec![status(429, Some(7.0)), status(200, None)]);
    assert_eq!(call(&script, &options()), Ok(0));
    assert_eq!(*script.waits.borrow(), [7_000.0]);
}

#[test]
fn an_abort_ends_the_call_with_its_reason() {
    assert_eq!(
        call(&script(vec![Err(Fault::Aborted("bye"))]), &options()),
        Err(Failure::Aborted("bye"))
    );
    let waiting = Script {
        aborted_while_waiting: Some("enough"),
        ..script(vec![status(500, None)])
    };
    assert_eq!(call(&waiting, &options()), Err(Failure::Aborted("enough")));
}

#[test]
fn credentials_come_whole_or_with_a_place_that_adds_them() {
    let ask = |secret: Option<&str>, user: Option<&str>, api_url: Option<&str>| {
        let mut options = Options {
            api_secret: secret.map(Into::into),
            api_user: user.map(Into::into),
            ..Options::default()
        };
        options.api_url = api_url.map_or(options.api_url, Into::into);
        match call(&script(vec![status(200, None)]), &options) {
            Ok(_) => "sent".to_string(),
            Err(Failure::Failed(error, _)) if error.kind == Kind::Configuration => error.message,
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(ask(None, None, Some("https://x.io")), "sent");
    assert_eq!(ask(Some("s"), Some("u"), Some("https://x.io")), "sent");
    assert!(ask(None, None, None).contains("HRFLOW_API_KEY"));
    assert!(ask(None, None, Some("https://api.hrflow.ai/v1/")).contains("HRFLOW_API_KEY"));
    assert!(ask(Some("s"), None, None).contains("HRFLOW_USER_EMAIL"));
    assert!(ask(None, Some("u"), Some("https://x.io")).contains("`api_secret` is missing"));
}

#[test]
fn options_are_checked_by_name_and_value() {
    let set = |name: &str, value: Given| {
        Options::default().set(name, value).map_err(|error| {
            assert_eq!(error.kind, Kind::Configuration);
            error.message
        })
    };
    for (name, value) in [
        ("api_secret", Given::Text("s".into())),
        ("timeout", Given::Number(0.0)),
        ("timeout", Given::Number(2_147_483_647.0)),
        ("max_retries", Given::Number(7.0)),
        ("dangerously_allow_browser", Given::Boolean(true)),
    ] {
        assert_eq!(set(name, value), Ok(()));
    }
    for (name, value, given) in [
        ("api_secret", Given::Text(String::new()), "an empty string"),
        ("api_url", Given::Number(1.0), "a number"),
        ("timeout", Given::Number(f64::NAN), "a number"),
        ("timeout", Given::Number(2_147_483_648.0), "2^31 - 1"),
        ("timeout", Given::Number(0.5), "whole"),
        ("timeout", Given::Text("5s".into()), "a string"),
        ("max_retries", Given::Number(-1.0), "a number"),
        ("dangerously_allow_browser", Given::Number(1.0), "true or false"),
        (
            "apiSecret",
            Given::Text("s3cret".into()),
            "`apiSecret` is not an option",
        ),
    ] {
        let message = set(name, value).unwrap_err();
        assert!(message.contains(given) && !message.contains("s3cret"), "{message}");
    }
}
