//! The platform's `fetch` as a transport: gloo-net sends each request; `exchange.js` has what ends it early, and what came
//! back. No import here throws.

use crate::platform::lines::Lines;
use crate::rules::error::Cause;
use crate::rules::request::Request;
use crate::rules::response::Response;
use crate::rules::retry;
use crate::rules::text::concat;
use crate::rules::transport::{Transport, TransportError};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/platform/exchange.js")]
extern "C" {
    type Exchange;

    fn open(caller: &JsValue, request: &str, secret: bool, timeout: u32) -> Exchange;
    #[cfg(not(feature = "npm"))]
    fn request(exchange: &Exchange) -> JsValue;
    #[cfg(not(feature = "npm"))]
    fn receive(exchange: &Exchange, response: &JsValue) -> Promise;
    #[cfg(not(feature = "npm"))]
    fn fail(exchange: &Exchange, cause: &JsValue);
    #[cfg(not(feature = "npm"))]
    fn abandon(exchange: &Exchange);
    fn outcome(exchange: &Exchange) -> String;
    fn body(exchange: &Exchange) -> JsValue;
    fn wait(caller: &JsValue, milliseconds: u32) -> Promise;
    fn jitter() -> f64;
    fn now() -> f64;
    #[wasm_bindgen(js_name = isAborted)]
    fn is_aborted(caller: &JsValue) -> bool;
}

#[cfg(feature = "bulk")]
#[wasm_bindgen]
extern "C" {
    /// Who goes through a source: `pkg/source/source.mjs`. It does not throw.
    type Held;

    #[wasm_bindgen(method)]
    fn held(this: &Held, milliseconds: f64);
}

/// Sends requests with the platform's `fetch`.
#[derive(Default)]
pub struct Fetch {
    /// Who made the call, in JavaScript: it may have a `signal`.
    pub caller: JsValue,
}

impl Transport for Fetch {
    type Body = JsValue;

    async fn send(&self, request: &Request<'_>, timeout: u32) -> Result<Response<JsValue>, TransportError> {
        // No header holds a line break: that was checked.
        let mut lines = concat(&[&request.url, "\n"]);
        for (name, value) in request.headers() {
            lines.push_str(&concat(&[name, "\n", value, "\n"]));
        }
        let exchange = open(&self.caller, &lines, request.credentials.is_some(), timeout);
        let exchange = finish(exchange).await;
        response(&outcome(&exchange), || body(&exchange))
    }

    async fn wait(&self, milliseconds: u32) -> bool {
        JsFuture::from(wait(&self.caller, milliseconds)).await.is_ok()
    }

    fn jitter(&self) -> f64 {
        jitter()
    }

    #[cfg(feature = "bulk")]
    fn held(&self, milliseconds: f64) {
        self.caller.unchecked_ref::<Held>().held(milliseconds);
    }

    fn now(&self) -> f64 {
        now()
    }

    fn is_aborted(&self) -> bool {
        is_aborted(&self.caller)
    }
}

/// The npm package's `fetch`, which is pkg/source/platform.mjs, takes the exchange itself and resolves when it is over.
#[cfg(feature = "npm")]
async fn finish(exchange: Exchange) -> Exchange {
    let request: web_sys::Request = JsValue::from(&exchange).unchecked_into();
    let _ = gloo_net::http::Request::from(request).send().await;
    exchange
}

#[cfg(not(feature = "npm"))]
async fn finish(exchange: Exchange) -> Exchange {
    /// Ends the exchange where the future is dropped before it is over.
    struct Open(Exchange);
    impl Drop for Open {
        fn drop(&mut self) {
            abandon(&self.0);
        }
    }
    let open = Open(exchange);
    let request = request(&open.0);
    if request.is_truthy() {
        let sent = gloo_net::http::Request::from(request.unchecked_into::<web_sys::Request>())
            .send()
            .await;
        match sent {
            Ok(response) => {
                // It never rejects.
                let _ = JsFuture::from(receive(&open.0, &web_sys::Response::from(response))).await;
            }
            Err(gloo_net::Error::JsError(error)) => {
                let cause = js_sys::Error::new(&error.message);
                cause.set_name(&error.name);
                fail(&open.0, &cause);
            }
            Err(_) => fail(&open.0, &JsValue::UNDEFINED),
        }
    }
    JsValue::from(&open.0).unchecked_into()
}

/// Reads what `outcome` in `exchange.js` wrote: a line for how it ended, then the lines of that ending.
fn response(outcome: &str, body: impl FnOnce() -> JsValue) -> Result<Response<JsValue>, TransportError> {
    let mut lines = Lines(outcome);
    match lines.text() {
        "response" => {
            let status = lines.number().and_then(|status| u16::try_from(status).ok());
            let now = lines.number();
            let retry_after = retry::retry_after(lines.text(), now.unwrap_or_default());
            let request_id = lines.text();
            let is_json = !lines.text().is_empty();
            Ok(Response {
                status: status.unwrap_or_default(),
                redirected: false,
                retry_after,
                request_id: (!request_id.is_empty()).then(|| request_id.to_string()),
                body: is_json.then(body),
            })
        }
        "redirected" => Ok(Response {
            redirected: true,
            ..Response::default()
        }),
        "aborted" => Err(TransportError::Aborted),
        "timed out" => Err(TransportError::TimedOut),
        "unreadable" => Err(TransportError::UnreadableUrl),
        "no fetch" => Err(TransportError::NoFetch),
        "no end" => Err(TransportError::NoEnd),
        "no response" => Err(TransportError::NotAResponse),
        _ => {
            let cause = Cause {
                name: lines.text().to_string(),
                code: lines.text().to_string(),
                message: lines.text().to_string(),
            };
            let known = cause != Cause::default();
            Err(TransportError::Network(known.then_some(cause)))
        }
    }
}
