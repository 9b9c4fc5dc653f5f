//! Bodies that JavaScript's own parser made.

use crate::platform::lines::Lines;
use crate::rules::json::{Envelope, Json, JsonType, Meta};
use crate::rules::text::concat;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/json.js")]
extern "C" {
    fn envelope(body: &JsValue, max_message: u32) -> String;
    fn meta(body: &JsValue) -> String;
    fn keys(items: &JsValue) -> String;
    fn data(body: JsValue) -> JsValue;
    #[wasm_bindgen(js_name = memberTypes)]
    fn member_types(items: &JsValue, start: u32, names: &JsValue, types: &mut [u8]);
    fn split(names: &str) -> JsValue;
}

impl Json for JsValue {
    fn envelope(&self, max_message: u32) -> Envelope {
        let written = envelope(self, max_message);
        let mut lines = Lines(&written);
        let mut json_type = || JsonType::from_byte(lines.number().unwrap_or_default() as u8);
        let (body, code, data) = (json_type(), json_type(), json_type());
        Envelope {
            body,
            code,
            data,
            code_number: lines.number(),
            length: lines.number().unwrap_or_default(),
            message: lines.0.to_string(),
        }
    }

    fn meta(&self) -> Result<Meta, (&'static str, JsonType)> {
        let written = meta(self);
        let mut lines = Lines(&written);
        let mut json_type = || JsonType::from_byte(lines.number().unwrap_or_default() as u8);
        let itself = json_type();
        if itself != JsonType::Object {
            return Err(("", itself));
        }
        let types = [json_type(), json_type(), json_type()];
        let mut numbers = [0; 3];
        for (at, name) in ["page", "maxPage", "total"].into_iter().enumerate() {
            let fits = if types[at] == JsonType::Whole {
                JsonType::Number
            } else {
                types[at]
            };
            numbers[at] = lines.number().ok_or((name, fits))?;
        }
        let [page, max_page, total] = numbers;
        Ok(Meta { page, max_page, total })
    }

    fn keys(&self, length: u32) -> Vec<String> {
        let written = keys(self);
        let mut lines = Lines(&written);
        (0..length).map(|_| lines.text().to_string()).collect()
    }

    fn data(self) -> Self {
        data(self)
    }

    fn member_types(&self, start: u32, names: &'static [&'static str], types: &mut [u8]) {
        thread_local! {
            /// The names that were looked for last, which are always the same, and what JavaScript made of them.
            static SPLIT: RefCell<(&'static [&'static str], JsValue)> = const { RefCell::new((&[], JsValue::UNDEFINED)) };
        }
        SPLIT.with_borrow_mut(|(known, made)| {
            if !std::ptr::eq(*known, names) {
                let mut spaced = String::new();
                for name in names {
                    spaced.push_str(&concat(&[name, " "]));
                }
                (*known, *made) = (names, split(&spaced));
            }
            member_types(self, start, made, types);
        });
    }
}
