//! The options, and the attempts of one call, over a platform whose clock the test holds.

use crate::json::Parsed;
use hrflow_wasm::rules::call::CallError;
use hrflow_wasm::rules::environment::Environment;
use hrflow_wasm::rules::error::Cause;
use hrflow_wasm::rules::input::Input;
use hrflow_wasm::rules::options::NAMES;
use hrflow_wasm::rules::request::Request;
use hrflow_wasm::rules::response::Response;
use hrflow_wasm::rules::transport::{Transport, TransportError};
use hrflow_wasm::rules::{call, request, response};
use hrflow_wasm::{Error, ErrorKind, Options, Profile};
use serde_json::json;
use std::cell::RefCell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

type Sent = Result<Response<Parsed>, TransportError>;

/// Answers with what the script says, one entry an attempt, and notes the waits.
#[derive(Default)]
struct Script {
    responses: RefCell<Vec<Sent>>,
    waits: RefCell<Vec<u32>>,
    has_no_timers: bool,
}

impl Transport for Script {
    type Body = Parsed;

    async fn send(&self, _: &Request<'_>, _: u32) -> Sent {
        self.responses.borrow_mut().remove(0)
    }

    async fn wait(&self, milliseconds: u32) -> bool {
        self.waits.borrow_mut().push(milliseconds);
        !self.has_no_timers
    }

    fn jitter(&self) -> f64 {
        0.5
    }

    fn now(&self) -> f64 {
        0.0
    }

    fn is_aborted(&self) -> bool {
        false
    }
}

fn status(status: u16, retry_after: Option<u32>) -> Sent {
    let data = json!({ "code": status, "message": "", "data": [] });
    Ok(Response {
        status,
        retry_after,
        body: Some(Parsed::new(data)),
        ..Response::default()
    })
}

fn network(message: &str) -> Sent {
    let mut cause = Cause::default();
    cause.message = message.to_string();
    Err(TransportError::Network(Some(cause)))
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

fn call(script: &Script, options: &Options) -> Result<usize, CallError> {
    let profile = Profile::Key("k".into());
    let request = request::attachments(options, &Environment::default(), "s", &profile)?;
    let data = now(call::call(script, options, &request, response::attachments))?;
    Ok(data.value().as_array().unwrap().len())
}

fn failed(script: &Script, options: &Options) -> Error {
    match call(script, options) {
        Err(CallError::Failed(error)) => *error,
        other => panic!("{other:?}"),
    }
}

fn script(responses: Vec<Sent>) -> Script {
    Script {
        responses: RefCell::new(responses),
        ..Script::default()
    }
}

#[test]
fn a_passing_fault_is_tried_again() {
    let script = script(vec![status(503, None), network("reset"), status(200, None)]);
    assert_eq!(call(&script, &options()), Ok(0));
    assert_eq!(*script.waits.borrow(), [250, 500]);
}

#[test]
fn the_last_error_says_how_many_requests_were_sent() {
    let script = script(vec![Err(TransportError::TimedOut), status(500, None), network("reset")]);
    let error = failed(&script, &options());
    assert_eq!((error.kind, error.attempts), (ErrorKind::Network, 3));
    assert_eq!(error.cause.unwrap().message, "reset");
    assert!(error.retryable);
}

#[test]
fn a_cause_does_not_show_the_secret() {
    let secret = Options {
        api_secret: Some("ask_0123456789".into()),
        max_retries: 0,
        ..options()
    };
    let mut cause = Cause::default();
    (cause.name, cause.code) = ("ask_0123456789".into(), "ASK_0123456789".into());
    cause.message = "GET with\u{1b}[1m ask_01234567".into();
    let error = failed(&script(vec![Err(TransportError::Network(Some(cause)))]), &secret);
    let shown = error.cause.unwrap();
    assert_eq!((shown.name, shown.code), ("***".into(), "***".into()));
    assert_eq!(shown.message, "GET with [1m ***");
}

#[test]
fn what_was_not_sent_is_not_counted() {
    for (response, kind, attempts) in [
        (TransportError::NoFetch, ErrorKind::Environment, 0),
        (TransportError::NoEnd, ErrorKind::Environment, 0),
        (TransportError::UnreadableUrl, ErrorKind::Configuration, 0),
        (TransportError::NotAResponse, ErrorKind::Environment, 1),
    ] {
        let error = failed(&script(vec![Err(response)]), &options());
        assert_eq!((error.kind, error.attempts), (kind, attempts));
    }
}

#[test]
fn final_errors_and_no_retries_mean_one_attempt() {
    for response in [status(400, None), status(429, Some(3_600)), status(301, None)] {
        let error = failed(&script(vec![response]), &options());
        assert_eq!(error.attempts, 1);
    }
    let once = Options {
        max_retries: 0,
        ..options()
    };
    let error = failed(&script(vec![Err(TransportError::TimedOut)]), &once);
    assert_eq!((error.kind, error.attempts), (ErrorKind::Timeout, 1));
    assert!(error.message.contains("30000 ms"), "{error}");
}

#[test]
fn where_nothing_can_wait_nothing_is_tried_again() {
    let script = Script {
        has_no_timers: true,
        ..script(vec![status(503, None)])
    };
    assert_eq!(failed(&script, &options()).attempts, 1);
}

#[test]
fn retry_after_sets_the_wait() {
    let script = script(vec![status(429, Some(7)), status(200, None)]);
    assert_eq!(call(&script, &options()), Ok(0));
    assert_eq!(*script.waits.borrow(), [7_000]);
}

#[test]
fn an_abort_ends_the_call_at_once_or_after_a_wait() {
    let aborted = || Err(TransportError::Aborted);
    assert_eq!(call(&script(vec![aborted()]), &options()), Err(CallError::Aborted));
    let waited = script(vec![status(500, None), aborted()]);
    assert_eq!(call(&waited, &options()), Err(CallError::Aborted));
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
            Err(CallError::Failed(error)) if error.kind == ErrorKind::Configuration => error.message,
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(ask(None, None, Some("https://x.io")), "sent");
    assert_eq!(ask(Some("s"), Some("u"), Some("https://x.io")), "sent");
    assert!(ask(None, None, None).contains("`api_secret` is missing"));
    assert!(ask(None, None, Some("https://api.hrflow.ai/v1/")).contains("`api_secret` is missing"));
    assert!(ask(Some("s"), None, None).contains("`api_user` is missing"));
    assert!(
        !ask(None, None, None).contains("HRFLOW_API_KEY"),
        "the crate reads no environment"
    );
    assert!(ask(None, Some("u"), Some("https://x.io")).contains("`api_secret` is missing"));
}

#[test]
fn options_are_checked_by_name_and_value() {
    let set = |name: &str, value: Input| {
        Options::default().set(name, value).map_err(|error| {
            assert_eq!(error.kind, ErrorKind::Configuration);
            error.message
        })
    };
    for (name, value) in [
        ("api_secret", Input::Text("s")),
        ("timeout", Input::Whole(0)),
        ("timeout", Input::Whole(2_147_483_647)),
        ("max_retries", Input::Whole(7)),
        ("dangerously_allow_browser", Input::Boolean(true)),
    ] {
        assert_eq!(set(name, value), Ok(()));
    }
    for (name, value, received) in [
        ("api_secret", Input::Text(""), "an empty string"),
        ("api_url", Input::Whole(1), "a number"),
        ("timeout", Input::Other("a number"), "a number"),
        ("timeout", Input::Whole(2_147_483_648), "2^31 - 1"),
        ("timeout", Input::Text("5s"), "a string"),
        ("max_retries", Input::Other("a number"), "a number"),
        ("dangerously_allow_browser", Input::Whole(1), "true or false"),
        ("apiSecret", Input::Text("s3cret"), "`apiSecret` is not an option"),
    ] {
        let message = set(name, value).unwrap_err();
        assert!(message.contains(received) && !message.contains("s3cret"), "{message}");
    }
    for name in NAMES {
        assert!(
            !set(name, Input::Signal).unwrap_err().contains("is not an option"),
            "{name}"
        );
    }
}

#[test]
fn what_is_printed_for_debugging_hides_the_secret() {
    let shown = format!("{:?}", options());
    assert!(shown.contains("***") && !shown.contains("s3cret"), "{shown}");
}
