//! Where the code runs: a page or not, and the page's origin.

use crate::rules::environment::Environment;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/environment.js")]
extern "C" {
    #[wasm_bindgen(js_name = isPage)]
    fn is_page() -> bool;
    fn origin() -> String;
}

/// Where this call is made from.
pub fn environment() -> Environment {
    let in_page = is_page();
    Environment {
        in_page,
        origin: Some(origin()).filter(|origin| in_page && !origin.is_empty()),
    }
}
