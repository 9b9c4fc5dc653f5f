//! What JavaScript sees of this crate: arguments in, promise and errors out.

use crate::client::{self, Failure, Options};
use crate::error::Error;
use crate::fetch::Fetch;
use crate::given::Given;
use crate::json::{self, Json};
use crate::profile::Profile;
use crate::request::{self, configuration};
use crate::{environment, error};
use js_sys::{Array, Function, JsString, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/src/js/texts.js")]
extern "C" {
    fn texts(value: &JsValue) -> Option<String>;
}

#[wasm_bindgen(module = "/src/js/entries.js")]
extern "C" {
    fn entries(object: &JsValue) -> Option<Array>;
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
    wasm_bindgen_futures::spawn_local(async move {
        let outcome = match call(&defaults, &source_key, &selector, &options).await {
            Ok(data) => Ok(data),
            Err(Failure::Aborted(reason)) => Err(reason),
            Err(Failure::Failed(error, cause)) => described(&error, cause),
        };
        let (settle, value) = match &outcome {
            Ok(value) => (resolve, value),
            Err(reason) => (reject, reason),
        };
        // A promise's own functions never throw.
        let _ = settle.call1(&JsValue::UNDEFINED, value);
    });
}

async fn call(
    defaults: &JsValue,
    source_key: &JsValue,
    selector: &JsValue,
    options: &JsValue,
) -> Result<JsValue, Failure<JsValue>> {
    let place = environment::place();
    let redacted = |error: Error| redact(error, &[defaults, options]);
    let (read, signal) = read_options(defaults, options, place.page).map_err(redacted)?;
    let source_key = match given(source_key) {
        Given::Text(text) => text,
        other => return Err(request::source_key_refused(other.phrase()).into()),
    };
    let profile = read_selector(selector).map_err(redacted)?;
    let listed = client::list(&Fetch { signal }, &read, &place, &source_key, &profile).await;
    listed.map_err(|failure| match failure {
        Failure::Failed(error, Some(cause)) => Failure::Failed(error, Some(harmless(cause, &read))),
        other => other,
    })
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
    js_sys::Error::new(
        &[
            "What `fetch` rejected with was left out, for it may show the secret: ",
            &message,
        ]
        .concat(),
    )
    .into()
}

/// A caller may have put the secret where a name belongs, and given it again in any of these options or in the
/// environment.
fn redact(error: Error, layers: &[&JsValue]) -> Error {
    let given = layers
        .iter()
        .filter_map(|layer| layer.member("api_secret").text(LONGEST_TEXT));
    let message = given
        .chain(environment::variable("HRFLOW_API_KEY"))
        .fold(error.message, |message, secret| error::redact(&message, &secret));
    Error { message, ..error }
}

fn read_selector(selector: &JsValue) -> Result<Profile, Error> {
    if selector.kind() != json::Kind::Object {
        return Err(Profile::not_a_selector(given(selector).phrase()));
    }
    let members = members(selector).map_err(|Unreadable| Profile::not_a_selector("something that cannot be read"))?;
    Profile::select(members.into_iter().map(|(name, value)| (name, given(&value))).collect())
}

fn read_options(defaults: &JsValue, call: &JsValue, page: bool) -> Result<(Options, Option<AbortSignal>), Error> {
    let mut options = Options::default();
    let mut signal = None;
    for (layer, for_one_call) in [(defaults, false), (call, true)] {
        if layer.is_undefined() || layer.is_null() {
            continue;
        }
        let wrong = |phrase: &str| configuration(&["The options were given as ", phrase, "; give an object."].concat());
        if layer.kind() != json::Kind::Object {
            return Err(wrong(given(layer).phrase()));
        }
        for (name, value) in members(layer).map_err(|Unreadable| wrong("something that cannot be read"))? {
            if for_one_call && name == "signal" {
                signal = Some(read_signal(value)?);
            } else {
                options.set(&name, given(&value))?;
            }
        }
    }
    if !page {
        let read = |option: &mut Option<String>, name| {
            if option.is_none() {
                *option = environment::variable(name);
            }
        };
        read(&mut options.api_secret, "HRFLOW_API_KEY");
        read(&mut options.api_user, "HRFLOW_USER_EMAIL");
    }
    Ok((options, signal))
}

/// Signals of other realms and of polyfills are signals too: what counts is how they behave.
fn read_signal(value: JsValue) -> Result<AbortSignal, Error> {
    let holds = |name, test: fn(&JsValue) -> bool| test(&value.member(name));
    let behaves = holds("aborted", |member| member.as_bool().is_some())
        && holds("addEventListener", JsValue::is_function)
        && holds("removeEventListener", JsValue::is_function);
    if behaves {
        return Ok(value.unchecked_into());
    }
    let sentence = [
        "`signal` was given as ",
        given(&value).phrase(),
        "; give the `signal` of an AbortController.",
    ];
    Err(configuration(&sentence.concat()))
}

/// Reading it threw.
struct Unreadable;

/// An object's own members, those left out that are `undefined` or `null`.
fn members(object: &JsValue) -> Result<Vec<(String, JsValue)>, Unreadable> {
    let entries = entries(object).ok_or(Unreadable)?;
    let member = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        let value = entry.get(1);
        let name = entry.get(0).text(LONGEST_TEXT)?;
        (!value.is_undefined() && !value.is_null()).then_some((name, value))
    };
    Ok(entries.iter().filter_map(member).collect())
}

/// The longest string that is read, in UTF-16 code units: far beyond what a URL or a header may hold.
const LONGEST_TEXT: u32 = 16_384;

fn given(value: &JsValue) -> Given {
    if value.is_string() {
        return match value.unchecked_ref::<JsString>().length() {
            0..=LONGEST_TEXT => Given::Text(value.as_string().unwrap_or_default()),
            _ => Given::Other("a string of more than 16 384 characters"),
        };
    }
    if let Some(number) = value.as_f64() {
        return Given::Number(number);
    }
    if let Some(boolean) = value.as_bool() {
        return Given::Boolean(boolean);
    }
    Given::Other(match value.kind() {
        _ if value.is_undefined() => "undefined",
        _ if value.is_function() => "a function",
        json::Kind::Missing => "a symbol or a bigint",
        kind => kind.phrase(),
    })
}

/// The error as an object for JavaScript's own error class.
fn described(error: &Error, cause: Option<JsValue>) -> Result<JsValue, JsValue> {
    let details = serde_wasm_bindgen::to_value(error)?;
    if let Some(cause) = cause {
        Reflect::set(&details, &JsValue::from_str("cause"), &cause)?;
    }
    Ok(details)
}
