//! Where the code runs: a page or not, the page's origin, the environment variables.

use crate::request::Place;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/environment/environment.js")]
extern "C" {
    #[wasm_bindgen(js_name = isPage)]
    fn is_page() -> bool;
    fn origin() -> Option<String>;
    /// The environment variable of that name, where the runtime has an environment and lets it be read.
    pub fn variable(name: &str) -> Option<String>;
    /// Whether the platform has a `fetch`, or one that was put in its place.
    #[wasm_bindgen(js_name = hasFetch)]
    pub fn has_fetch() -> bool;
}

/// Where this call is made from.
pub fn place() -> Place {
    let page = is_page();
    Place {
        page,
        origin: if page { origin() } else { None },
    }
}
