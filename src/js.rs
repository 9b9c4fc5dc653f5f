//! What JavaScript sees of this crate: arguments in, promise and errors out.

use crate::client::{self, Failure, Options};
use crate::error::Error;
use crate::fetch::Fetch;
use crate::given::Given;
use crate::json::{self, Json};
use crate::profile::Profile;
use crate::request::{self, configuration};
use crate::{environment, error};
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::AbortSignal;

// Where free lists are a few blocks long, a small allocator is as fast as a large one; std's own has 8 kB.
#[global_allocator]
#[allow(unsafe_code)]
// SAFETY: the module has no threads: its memory is not shared.
static ALLOCATOR: lol_alloc::AssumeSingleThreaded<lol_alloc::FreeListAllocator> =
    unsafe { lol_alloc::AssumeSingleThreaded::new(lol_alloc::FreeListAllocator::new()) };

#[wasm_bindgen(module = "/src/js/texts.js")]
extern "C" {
    fn texts(value: &JsValue) -> Option<String>;
}

#[wasm_bindgen(module = "/src/js/given.js")]
extern "C" {
    fn members(object: &JsValue, longest: u32) -> Option<Array>;
    #[wasm_bindgen(js_name = isSignal)]
    fn is_signal(value: &JsValue) -> bool;
    #[wasm_bindgen(js_name = isLonger)]
    fn is_longer(value: &JsValue, longest: u32) -> bool;
    #[wasm_bindgen(js_name = typeOf)]
    fn type_of(value: &JsValue) -> u8;
}

#[wasm_bindgen(module = "/src/js/settle.js")]
extern "C" {
    fn settle(function: &Function, value: &JsValue);
    #[allow(clippy::too_many_arguments)]
    fn describe(
        kind: &str,
        message: &str,
        status: f64,
        code: f64,
        words: &str,
        path: Option<&str>,
        request_id: Option<&str>,
        retry_after: f64,
        attempts: u32,
        retryable: bool,
        cause: &JsValue,
    ) -> JsValue;
}

/// Lists a profile's attachments.
///
/// Calls `resolve` with the array of attachments, or with an object that describes the error; calls `reject` with the
/// signal's reason, and with nothing else. `defaults` are the client's options, `options` those of this call. (The promise
/// is made by the caller: the one that wasm-bindgen makes for an async function leaks three slots of its table a call.)
#[wasm_bindgen(js_name = listAttachments)]
pub fn list_attachments(
    defaults: JsValue,
    source_key: JsValue,
    selector: JsValue,
    options: JsValue,
    resolve: Function,
    reject: Function,
) {
    let call = Call::read(&defaults, &source_key, &selector, &options);
    wasm_bindgen_futures::spawn_local(async move {
        let outcome = match call {
            Ok(call) => call.made().await,
            Err(error) => Err(Failure::from(error)),
        };
        match outcome {
            Ok(data) => settle(&resolve, &data),
            Err(Failure::Aborted(reason)) => settle(&reject, &reason),
            Err(Failure::Failed(error, cause)) => settle(&resolve, &described(&error, &cause.unwrap_or_default())),
        }
    });
}

/// One call, its arguments read.
struct Call {
    options: Options,
    place: request::Place,
    source_key: String,
    profile: Profile,
    fetch: Fetch,
}

impl Call {
    fn read(
        defaults: &JsValue,
        source_key: &JsValue,
        selector: &JsValue,
        options: &JsValue,
    ) -> Result<Box<Self>, Box<Error>> {
        let place = environment::place();
        let redacted = |error: Box<Error>| redact(error, &[defaults, options]);
        let (read, signal) = read_options(defaults, options, place.page).map_err(redacted)?;
        let source_key = match given(source_key) {
            Given::Text(text) => text,
            other => return Err(request::source_key_refused(other.phrase())),
        };
        let profile = read_selector(selector).map_err(redacted)?;
        Ok(Box::new(Call {
            options: read,
            place,
            source_key,
            profile,
            fetch: Fetch { signal },
        }))
    }

    async fn made(self: Box<Self>) -> Result<JsValue, Failure<JsValue>> {
        let listed = client::list(&self.fetch, &self.options, &self.place, &self.source_key, &self.profile).await;
        listed.map_err(|failure| match failure {
            Failure::Failed(error, Some(cause)) => Failure::Failed(error, Some(harmless(cause, &self.options))),
            other => other,
        })
    }
}

/// The cause itself, or an error in its place where it would show the secret: a mock or a wrapper around `fetch` may
/// reject with an error that holds the request.
fn harmless(cause: JsValue, options: &Options) -> JsValue {
    let secret = options.api_secret.as_deref().unwrap_or_default();
    if secret.is_empty() || texts(&cause).is_some_and(|shown| error::redact(&shown, secret) == shown) {
        return cause;
    }
    let message = cause.member("message");
    let message = error::redact(&message.text(LONGEST_TEXT).unwrap_or_default(), secret);
    let sentence = "What `fetch` rejected with was left out, for it may show the secret: ";
    js_sys::Error::new(&error::say(&[sentence, &message])).into()
}

/// A caller may have put the secret where a name belongs, and given it again in any of these options or in the
/// environment.
fn redact(mut error: Box<Error>, layers: &[&JsValue]) -> Box<Error> {
    let given = layers
        .iter()
        .filter_map(|layer| layer.member("api_secret").text(LONGEST_TEXT));
    for secret in given.chain(environment::variable("HRFLOW_API_KEY")) {
        error.message = error::redact(&error.message, &secret);
    }
    error
}

fn read_selector(selector: &JsValue) -> Result<Profile, Box<Error>> {
    if selector.kind() != json::Kind::Object {
        return Err(Profile::not_a_selector(given(selector).phrase()));
    }
    let members =
        read_members(selector).map_err(|Unreadable| Profile::not_a_selector("something that cannot be read"))?;
    Profile::select(members.into_iter().map(|(name, value)| (name, given(&value))).collect())
}

fn read_options(defaults: &JsValue, call: &JsValue, page: bool) -> Result<(Options, Option<AbortSignal>), Box<Error>> {
    let mut options = Options::default();
    let mut signal = None;
    for (layer, for_one_call) in [(defaults, false), (call, true)] {
        if layer.is_undefined() || layer.is_null() {
            continue;
        }
        let wrong = |phrase: &str| configuration(&["The options were given as ", phrase, "; give an object."]);
        if layer.kind() != json::Kind::Object {
            return Err(wrong(given(layer).phrase()));
        }
        for (name, value) in read_members(layer).map_err(|Unreadable| wrong("something that cannot be read"))? {
            if for_one_call && name == "signal" {
                signal = Some(read_signal(value)?);
            } else {
                options.set(&name, given(&value))?;
            }
        }
    }
    if !page {
        for (option, name) in [
            (&mut options.api_secret, "HRFLOW_API_KEY"),
            (&mut options.api_user, "HRFLOW_USER_EMAIL"),
        ] {
            if option.is_none() {
                *option = environment::variable(name);
            }
        }
    }
    Ok((options, signal))
}

/// Signals of other realms and of polyfills are signals too: what counts is how they behave.
fn read_signal(value: JsValue) -> Result<AbortSignal, Box<Error>> {
    if is_signal(&value) {
        return Ok(value.unchecked_into());
    }
    Err(configuration(&[
        "`signal` was given as ",
        given(&value).phrase(),
        "; give the `signal` of an AbortController.",
    ]))
}

/// Reading it threw.
struct Unreadable;

/// An object's own members, those left out that are `undefined` or `null`.
fn read_members(object: &JsValue) -> Result<Vec<(String, JsValue)>, Unreadable> {
    let flat = members(object, LONGEST_TEXT).ok_or(Unreadable)?;
    let member = |at| (flat.get(at).as_string().unwrap_or_default(), flat.get(at + 1));
    Ok((0..flat.length()).step_by(2).map(member).collect())
}

/// The longest string that is read, in UTF-16 code units: far beyond what a URL or a header may hold.
const LONGEST_TEXT: u32 = 16_384;

fn given(value: &JsValue) -> Given {
    match value.kind() {
        json::Kind::String if is_longer(value, LONGEST_TEXT) => Given::Other("a string of more than 16 384 characters"),
        json::Kind::String => Given::Text(value.as_string().unwrap_or_default()),
        json::Kind::Number => Given::Number(value.as_f64().unwrap_or_default()),
        json::Kind::Boolean => Given::Boolean(value.is_truthy()),
        json::Kind::Missing => {
            Given::Other(["a symbol or a bigint", "undefined", "a function"][type_of(value) as usize % 3])
        }
        kind => Given::Other(kind.phrase()),
    }
}

/// The error as an object for JavaScript's own error class. (serde-wasm-bindgen does the same in 5 kB.)
fn described(error: &Error, cause: &JsValue) -> JsValue {
    describe(
        error.kind.name(),
        &error.message,
        error.status.map_or(-1.0, f64::from),
        error.code.map_or(-1.0, f64::from),
        error.response.as_ref().map_or("", |words| &words.message),
        error.path.as_deref(),
        error.request_id.as_deref(),
        error.retry_after.unwrap_or(-1.0),
        error.attempts,
        error.retryable,
        cause,
    )
}
