//! What JavaScript knows of Unicode.

use crate::rules::unicode::Unicode;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/unicode.js")]
extern "C" {
    fn composed(text: &str) -> String;
    fn decomposed(text: &str) -> String;
    fn upper(text: &str) -> String;
    fn lower(text: &str) -> String;
}

/// JavaScript's own tables.
pub struct Tables;

impl Unicode for Tables {
    fn composed(&self, text: &str) -> String {
        composed(text)
    }

    fn decomposed(&self, text: &str) -> String {
        decomposed(text)
    }

    fn upper(&self, text: &str) -> String {
        upper(text)
    }

    fn lower(&self, text: &str) -> String {
        lower(text)
    }
}
