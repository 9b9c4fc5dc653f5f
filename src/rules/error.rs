//! The kinds of error, what each carries, and which can be tried again.

use crate::rules::text::{concat, decimal};
use serde::{Serialize, Serializer};
use std::fmt;

/// What went wrong, to switch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A wrong source key or selector. Nothing was sent.
    Argument,
    /// A wrong option, no credentials, or a secret inside a page. Nothing was sent.
    Configuration,
    /// No `fetch`, no WebAssembly, or a policy that forbids it.
    Environment,
    /// `fetch` rejected, or the connection broke before the whole response had come.
    Network,
    /// No whole response in time.
    Timeout,
    /// The server answered with a redirect, which is never followed.
    Redirect,
    /// An error status, or an error code in the envelope.
    Api,
    /// Not JSON, cut short, or not the promised shape.
    Response,
}

impl ErrorKind {
    /// The kind as JavaScript spells it.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Argument => "argument",
            ErrorKind::Configuration => "configuration",
            ErrorKind::Environment => "environment",
            ErrorKind::Network => "network",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Redirect => "redirect",
            ErrorKind::Api => "api",
            ErrorKind::Response => "response",
        }
    }
}

impl Serialize for ErrorKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The statuses after which the same request may succeed.
const RETRYABLE_STATUSES: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// Whether an error of that kind and status can go away by itself.
pub fn is_retryable(kind: ErrorKind, status: Option<u16>) -> bool {
    match kind {
        ErrorKind::Network | ErrorKind::Timeout => true,
        ErrorKind::Api => status.is_some_and(|status| RETRYABLE_STATUSES.contains(&status)),
        _ => false,
    }
}

/// The server's own words about an error, as in the vendor's SDK.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Envelope {
    /// The envelope's `code`; the HTTP status where it has none.
    pub code: u32,
    /// The envelope's `message`, cut to 500 characters, without the secret and without control characters; a sentence of
    /// this crate's where it has none.
    pub message: String,
}

/// What the platform said of a failure: its words alone, without the secret. The platform's own error may hold anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cause {
    /// The name of the platform's error: `TypeError`.
    pub name: String,
    /// Its code, or that of its own cause: `ECONNREFUSED`. Empty where it has none.
    pub code: String,
    /// Its message, cut to 500 characters.
    pub message: String,
}

/// Why a call failed. No part of it shows the secret.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Error {
    /// What went wrong.
    pub kind: ErrorKind,
    /// What was given, what is wanted, what to do next.
    pub message: String,
    /// The response's HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The envelope's `code`; the HTTP status where it has none. Kind [`ErrorKind::Api`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// The server's own words. Kind [`ErrorKind::Api`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Envelope>,
    /// Where in the body the fault is: `data[3].file_size`, or an empty string for the whole of it. Kind
    /// [`ErrorKind::Response`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The response's `X-Request-Id`, to name to the vendor's support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Seconds after which the server wants to be asked again, from `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// What the platform said. Kind [`ErrorKind::Network`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// How many requests were sent.
    pub attempts: u32,
    /// Whether trying later can help.
    pub retryable: bool,
}

impl Error {
    /// An error of that kind with that message, and nothing else known. It is boxed, for it is large and seldom made.
    #[doc(hidden)]
    pub fn new(kind: ErrorKind, message: String) -> Box<Self> {
        Box::new(Error {
            kind,
            message,
            status: None,
            code: None,
            response: None,
            path: None,
            request_id: None,
            retry_after: None,
            cause: None,
            attempts: 0,
            retryable: is_retryable(kind, None),
        })
    }

    /// It for `pkg/source/error-lines.mjs`, a line for each field, empty where it has none. (serde-wasm-bindgen does the same in
    /// 5 kB.)
    #[doc(hidden)]
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        let mut text = |text: &str| {
            // A line break would make lines of what others wrote.
            for letter in text.chars() {
                lines.push(if letter == '\n' { ' ' } else { letter });
            }
            lines.push('\n');
        };
        let optional = |number: Option<u32>| number.map(decimal).unwrap_or_default();
        text(self.kind.name());
        text(&self.message);
        text(&optional(self.status.map(u32::from)));
        text(&optional(self.code));
        text(self.response.as_ref().map_or("", |envelope| &envelope.message));
        text(self.path.as_deref().unwrap_or_default());
        text(self.request_id.as_deref().unwrap_or_default());
        text(&optional(self.retry_after));
        text(&decimal(self.attempts));
        text(&decimal(u32::from(self.retryable)));
        if let Some(Cause { name, code, message }) = &self.cause {
            text(name);
            text(code);
            text(message);
        }
        lines
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// An error of kind [`ErrorKind::Configuration`] with that message, in parts.
pub(crate) fn configuration(message: &[&str]) -> Box<Error> {
    Error::new(ErrorKind::Configuration, concat(message))
}
