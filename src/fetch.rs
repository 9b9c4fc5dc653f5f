//! One attempt with the platform's `fetch`, sent by gloo-net, ended by a timeout or the caller's signal.

use crate::client::{Fault, Transport};
use crate::deadline::{Deadline, Stop};
use crate::json::{js_value::parse_json, Json};
use crate::request::Request;
use crate::response::Answer;
use crate::{environment, retry};
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
    ResponseType,
};

/// Sends requests with the platform's `fetch`.
#[derive(Default)]
pub struct Fetch {
    /// The caller's signal.
    pub signal: Option<AbortSignal>,
}

/// Ends the request when it is dropped before it was disarmed.
struct AbortGuard(Option<AbortController>);

impl Drop for AbortGuard {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Transport for Fetch {
    type Body = JsValue;
    type Reason = JsValue;

    async fn attempt(&self, request: &Request, timeout: u32) -> Result<Answer<JsValue>, Fault<JsValue>> {
        if !environment::has_fetch() {
            return Err(Fault::Environment(
                "There is no `fetch` here; use Node 20.3 or newer, a current browser, or set `globalThis.fetch`."
                    .to_string(),
            ));
        }
        let mut guard = AbortGuard(AbortController::new().ok());
        let milliseconds = (timeout > 0).then_some(f64::from(timeout));
        let mut deadline = Deadline::new(milliseconds, self.signal.as_ref());
        let signal = guard.0.as_ref().map(AbortController::signal);
        let answer = deadline.unless(exchange(request, signal)).await;
        match answer {
            Ok(answer) => {
                guard.0 = None;
                answer
            }
            Err(Stop::TimeUp) => Err(Fault::TimedOut),
            Err(Stop::Aborted(reason)) => Err(Fault::Aborted(reason)),
        }
    }

    async fn wait(&self, milliseconds: f64) -> Result<(), JsValue> {
        let deadline = Deadline::new(Some(milliseconds), self.signal.as_ref());
        if !deadline.has_timer() {
            // No timer would ever end the wait; the next attempt sees an abort.
            return Ok(());
        }
        match deadline.await {
            Stop::TimeUp => Ok(()),
            Stop::Aborted(reason) => Err(reason),
        }
    }

    fn jitter(&self) -> f64 {
        js_sys::Math::random()
    }
}

async fn exchange(request: &Request, signal: Option<AbortSignal>) -> Result<Answer<JsValue>, Fault<JsValue>> {
    let request = platform_request(request, signal).map_err(Fault::Network)?;
    let response = gloo_net::http::Request::from(request)
        .send()
        .await
        .map_err(|error| Fault::Network(js_sys::Error::new(&error.to_string()).into()))?;
    let response = web_sys::Response::from(response);
    let field = |name| response.member(name);
    let Some(status) = field("status").as_f64() else {
        return Err(Fault::Environment(
            "`fetch` resolved with something that is not a Response; check what has replaced `globalThis.fetch`."
                .to_string(),
        ));
    };
    // What the Fetch standard calls a network error: the npm package's `fetch` resolves with it instead of rejecting.
    if response.type_() == ResponseType::Error {
        return Err(Fault::Network(field("cause")));
    }
    let header = |name| response.headers().get(name).ok().flatten();
    let text = match response.text() {
        Ok(promise) => JsFuture::from(promise).await,
        Err(error) => Err(error),
    };
    Ok(Answer {
        status: status as u16,
        redirected: response.type_() == ResponseType::Opaqueredirect,
        retry_after: header("Retry-After").and_then(|value| retry::retry_after(&value, js_sys::Date::now())),
        request_id: header("X-Request-Id"),
        body: Some(parse_json(&text.map_err(Fault::Network)?)).filter(|body| !body.is_undefined()),
    })
}

fn platform_request(request: &Request, signal: Option<AbortSignal>) -> Result<web_sys::Request, JsValue> {
    let headers = js_sys::Object::new();
    for (name, value) in request.headers() {
        Reflect::set(&headers, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    let init = RequestInit::new();
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    // A page's own back end knows its visitor by a cookie; where the secret goes, no cookie goes.
    init.set_credentials(match request.credentials {
        Some(_) => RequestCredentials::Omit,
        None => RequestCredentials::SameOrigin,
    });
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(signal.as_ref());
    web_sys::Request::new_with_str_and_init(&request.url, &init)
}
