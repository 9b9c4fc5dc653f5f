//! Where the code runs: a page or not, and the page's origin.

use crate::rules::environment::Environment;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/environment.js")]
extern "C" {
    fn page() -> String;
}

/// Where this call is made from.
pub fn environment() -> Environment {
    Environment::read(&page())
}
