//! One attempt with the platform's `fetch`, sent by gloo-net, ended by a timeout or the caller's signal.

use crate::client::{Fault, Transport};
use crate::deadline::Deadline;
use crate::error::say;
use crate::request::Request;
use crate::response::Answer;
use crate::{environment, retry};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/src/fetch/exchange.js")]
extern "C" {
    type Whole;

    // The platform's own constructor throws where it reads `api_url` otherwise than the rules do; the npm package's does not.
    #[wasm_bindgen(catch, js_name = request)]
    fn platform_request(url: &str, headers: &str, secret: bool, signal: &JsValue) -> Result<web_sys::Request, JsValue>;
    #[cfg(not(feature = "npm"))]
    fn read(response: &JsValue) -> js_sys::Promise;
    #[wasm_bindgen(method, getter)]
    fn status(this: &Whole) -> f64;
    #[wasm_bindgen(method, getter)]
    fn failed(this: &Whole) -> bool;
    #[wasm_bindgen(method, getter)]
    fn redirected(this: &Whole) -> bool;
    #[wasm_bindgen(method, getter)]
    fn retry_after(this: &Whole) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn request_id(this: &Whole) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn body(this: &Whole) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn cause(this: &Whole) -> JsValue;
}

/// Sends requests with the platform's `fetch`.
#[derive(Default)]
pub struct Fetch {
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
}

impl Transport for Fetch {
    type Body = JsValue;
    type Reason = JsValue;

    async fn attempt(&self, request: &Request, timeout: u32) -> Result<Answer<JsValue>, Fault<JsValue>> {
        if !environment::has_fetch() {
            return Err(Fault::Environment(
                "There is no `fetch` here; use Node 20.3 or newer, a current browser, or set `globalThis.fetch`.",
            ));
        }
        let mut deadline = Deadline::new((timeout > 0).then_some(f64::from(timeout)), self.signal.as_ref());
        let signal = deadline.request_signal();
        deadline.unless(exchange(request, signal)).await
    }

    async fn wait(&self, milliseconds: f64) -> Result<(), JsValue> {
        let mut deadline = Deadline::new(Some(milliseconds), self.signal.as_ref());
        if !deadline.has_timer() {
            // No timer would ever end the wait; the next attempt sees an abort.
            return Ok(());
        }
        match deadline.unless(std::future::pending::<Result<(), _>>()).await {
            Err(Fault::Aborted(reason)) => Err(reason),
            _ => Ok(()),
        }
    }

    fn jitter(&self) -> f64 {
        js_sys::Math::random()
    }
}

async fn exchange(request: &Request, signal: JsValue) -> Result<Answer<JsValue>, Fault<JsValue>> {
    // No header holds a line break: that was checked.
    let mut lines = String::new();
    for (name, value) in request.headers() {
        lines.push_str(&say(&[name, "\n", value, "\n"]));
    }
    let raw = platform_request(&request.url, &lines, request.credentials.is_some(), &signal).map_err(Fault::Network)?;
    let sent = gloo_net::http::Request::from(raw).send().await;
    let response = sent.map_err(|error| {
        Fault::Network(match error {
            gloo_net::Error::JsError(error) => JsValue::from_str(&error.message),
            _ => JsValue::UNDEFINED,
        })
    })?;
    let whole = whole(web_sys::Response::from(response).into()).await?;
    if whole.failed() {
        return Err(Fault::Network(whole.cause()));
    }
    let status = whole.status();
    if status < 0.0 {
        return Err(Fault::Environment(
            "`fetch` resolved with something that is not a Response; check what has replaced `globalThis.fetch`.",
        ));
    }
    Ok(Answer {
        status: status as u16,
        redirected: whole.redirected(),
        retry_after: whole
            .retry_after()
            .and_then(|value| retry::retry_after(&value, js_sys::Date::now())),
        request_id: whole.request_id(),
        body: Some(whole.body()).filter(|body| !body.is_undefined()),
    })
}

/// The npm package's `fetch` has read the response already: one promise a call fewer.
#[cfg(feature = "npm")]
async fn whole(response: JsValue) -> Result<Whole, Fault<JsValue>> {
    Ok(response.unchecked_into())
}

#[cfg(not(feature = "npm"))]
async fn whole(response: JsValue) -> Result<Whole, Fault<JsValue>> {
    let whole = wasm_bindgen_futures::JsFuture::from(read(&response)).await;
    whole.map(JsCast::unchecked_into).map_err(Fault::Network)
}
