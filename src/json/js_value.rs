//! JSON values that JavaScript's own parser made.

use super::{Json, Kind};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;

#[wasm_bindgen(module = "/src/json/value.js")]
extern "C" {
    fn kind(value: &JsValue) -> u8;
    fn member(value: &JsValue, name: &str) -> JsValue;
    fn parse(text: &JsValue) -> JsValue;
    fn survey(items: &JsValue, start: u32, names: &JsValue, kinds: &mut [u8], numbers: &mut [f64]);
}

/// Parses a text that stays in JavaScript; `undefined` where it is not JSON.
pub fn parse_json(text: &JsValue) -> JsValue {
    parse(text)
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
        // Cut before it is copied: a hostile string may be larger than all the memory there is.
        let text = self.dyn_ref::<js_sys::JsString>()?;
        text.slice(0, most).as_string()
    }

    fn length(&self) -> u32 {
        self.dyn_ref::<js_sys::Array>().map_or(0, js_sys::Array::length)
    }

    fn survey(&self, start: u32, names: &[&str], kinds: &mut [u8], numbers: &mut [f64]) {
        let names: js_sys::Array = names.iter().map(|name| JsValue::from_str(name)).collect();
        survey(self, start, &names, kinds, numbers);
    }

    fn set_null(&self, index: u32, name: &str) {
        if let Some(items) = self.dyn_ref::<js_sys::Array>() {
            // It cannot fail on an object that a JSON parser made: such an object is never frozen.
            let _ = js_sys::Reflect::set(&items.get(index), &JsValue::from_str(name), &JsValue::NULL);
        }
    }
}
