//! What sends a request and waits between two attempts, and why sending fails.

use crate::rules::error::Cause;
use crate::rules::json::Json;
use crate::rules::request::Request;
use crate::rules::response::Response;
use std::future::Future;

/// What sends a request and waits between two attempts: the platform, or a test.
pub trait Transport {
    /// A parsed body.
    type Body: Json;

    /// Sends one request and reads the whole response, within `timeout` milliseconds unless that is 0.
    ///
    /// # Errors
    /// Where no whole response came.
    fn send(
        &self,
        request: &Request<'_>,
        timeout: u32,
    ) -> impl Future<Output = Result<Response<Self::Body>, TransportError>>;

    /// Waits that many milliseconds. An abort ends it early; the next [`Transport::send`] then says so. False where nothing
    /// can wait.
    fn wait(&self, milliseconds: u32) -> impl Future<Output = bool>;

    /// A random number from 0 up to but not including 1.
    fn jitter(&self) -> f64;

    /// Hears that the server holds all requests back for so many milliseconds.
    fn held(&self, _milliseconds: f64) {}

    /// A moment, in milliseconds since any other.
    fn now(&self) -> f64;

    /// Whether the caller's signal was aborted.
    fn is_aborted(&self) -> bool;
}

/// Why an attempt brought no whole response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The caller's signal was aborted. The caller knows the reason.
    Aborted,
    /// It took too long.
    TimedOut,
    /// `fetch` rejected, or the body broke off. The cause may show the secret.
    Network(Option<Cause>),
    /// The platform cannot read the URL. Nothing was sent.
    UnreadableUrl,
    /// There is no `fetch`. Nothing was sent.
    NoFetch,
    /// Nothing would end the request early: no timer, or no abort. Nothing was sent.
    NoEnd,
    /// `fetch` resolved with something that is not a response.
    NotAResponse,
}
