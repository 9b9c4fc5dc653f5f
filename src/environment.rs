//! Where the code runs: a page or not, the page's origin, the environment variables.

use crate::json::Json;
use crate::request::Place;
use wasm_bindgen::JsValue;

/// Where this call is made from.
pub fn place() -> Place {
    let agent = text(global(&["navigator", "userAgent"]));
    // Workers of a page have no document; every browser, and none of the server runtimes, calls itself Mozilla.
    let page = global(&["window", "document"]).is_object() || agent.is_some_and(|agent| agent.starts_with("Mozilla/"));
    Place {
        page,
        origin: text(global(&["location", "origin"])),
    }
}

/// The environment variable of that name, where the runtime has an environment and lets it be read.
pub fn variable(name: &str) -> Option<String> {
    text(global(&["process", "env", name])).filter(|value| !value.is_empty())
}

/// Whether the platform has a `fetch`, or one that was put in its place.
pub fn has_fetch() -> bool {
    global(&["fetch"]).is_function()
}

/// The value at that path below `globalThis`; `undefined` where the path ends early or may not be read.
fn global(path: &[&str]) -> JsValue {
    path.iter()
        .fold(js_sys::global().into(), |value, name| value.member(name))
}

fn text(value: JsValue) -> Option<String> {
    value.as_string()
}
