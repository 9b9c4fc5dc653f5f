//! The attempts of one call, over a transport.

use crate::rules::error::{Cause, Error, ErrorKind};
use crate::rules::options::Options;
use crate::rules::redaction::quote;
use crate::rules::request::{self, Request};
use crate::rules::response::Response;
use crate::rules::retry;
use crate::rules::text::{concat, decimal};
use crate::rules::transport::{Transport, TransportError};

/// How a call ends without attachments.
#[derive(Clone, Debug, PartialEq)]
pub enum CallError {
    /// It was aborted by the caller, who knows the reason.
    Aborted,
    /// It failed.
    Failed(Box<Error>),
}

impl From<Box<Error>> for CallError {
    fn from(error: Box<Error>) -> Self {
        CallError::Failed(error)
    }
}

/// One call: sends a request until its response is read, or the error is final, with as many attempts as the options allow.
///
/// # Errors
/// [`CallError::Aborted`] where the caller's signal ended it; [`CallError::Failed`] otherwise.
pub async fn call<T: Transport, R>(
    transport: &T,
    options: &Options,
    request: &Request<'_>,
    read: impl Fn(Response<T::Body>, &str) -> Result<R, Box<Error>>,
) -> Result<R, CallError> {
    let secret = options.api_secret.as_deref().unwrap_or_default();
    let mut attempts = 0;
    loop {
        let (sent, mut error) = match transport.send(request, options.timeout).await {
            Ok(response) => match read(response, secret) {
                Ok(data) => return Ok(data),
                Err(error) => (true, error),
            },
            Err(TransportError::Aborted) => return Err(CallError::Aborted),
            Err(TransportError::TimedOut) => (true, timed_out(options.timeout)),
            Err(TransportError::Network(cause)) => (true, network(cause, secret)),
            Err(TransportError::UnreadableUrl) => (false, request::unreadable_url()),
            Err(TransportError::NoFetch) => (false, environment_error(NO_FETCH)),
            Err(TransportError::NoEnd) => (false, environment_error(NO_END)),
            Err(TransportError::NotAResponse) => (true, environment_error(NOT_A_RESPONSE)),
        };
        attempts += u32::from(sent);
        error.attempts = attempts;
        let waited = match retry::delay(&error, options.max_retries, transport.jitter()) {
            Some(milliseconds) => transport.wait(milliseconds).await,
            None => false,
        };
        if !waited {
            return Err(CallError::Failed(error));
        }
    }
}

const NO_FETCH: &str =
    "There is no `fetch` here; use Node 20.3 or newer, a current browser, or set `globalThis.fetch`.";

const NO_END: &str = "A request could not be ended: `setTimeout` or `signal` throws; check what has replaced it.";

const NOT_A_RESPONSE: &str = "`fetch` resolved with no Response; check what has replaced `globalThis.fetch`.";

fn environment_error(message: &str) -> Box<Error> {
    Error::new(ErrorKind::Environment, message.to_string())
}

fn timed_out(timeout: u32) -> Box<Error> {
    let message = [
        "No whole answer came within ",
        &decimal(timeout),
        " ms; raise `timeout`, or try again later.",
    ];
    Error::new(ErrorKind::Timeout, concat(&message))
}

fn network(cause: Option<Cause>, secret: &str) -> Box<Error> {
    let message = "The request did not get through, or its answer broke off; check the network and `api_url`, and in \
                   a page that the server allows its origin (CORS). `cause` has what the platform said.";
    let mut error = Error::new(ErrorKind::Network, message.to_string());
    error.cause = cause.map(|cause| Cause {
        name: quote(&cause.name, secret),
        code: quote(&cause.code, secret),
        message: quote(&cause.message, secret),
    });
    error
}
