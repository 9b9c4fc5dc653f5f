//! JSON values that JavaScript's own parser made.

use super::{Json, Kind};
use crate::error::say;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/json/value.js")]
extern "C" {
    fn kind(value: &JsValue) -> u8;
    fn member(value: &JsValue, name: &str) -> JsValue;
    fn text(value: &JsValue, most: u32) -> Option<String>;
    fn length(value: &JsValue) -> u32;
    fn survey(items: &JsValue, start: u32, names: &str, kinds: &mut [u8], numbers: &mut [f64]);
    #[wasm_bindgen(js_name = setNull)]
    fn set_null(items: &JsValue, index: u32, name: &str);
}

impl Json for JsValue {
    fn kind(&self) -> Kind {
        Kind::from_byte(kind(self))
    }

    fn member(&self, name: &str) -> Self {
        member(self, name)
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn text(&self, most: u32) -> Option<String> {
        text(self, most)
    }

    fn length(&self) -> u32 {
        length(self)
    }

    fn survey(&self, start: u32, names: &[&str], kinds: &mut [u8], numbers: &mut [f64]) {
        let mut spaced = String::new();
        for name in names {
            spaced.push_str(&say(&[name, " "]));
        }
        survey(self, start, &spaced, kinds, numbers);
    }

    fn set_null(&self, index: u32, name: &str) {
        set_null(self, index, name);
    }
}
