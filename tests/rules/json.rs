//! JSON values that serde_json made, as the rules see them.

use hrflow_wasm::rules::json::{Envelope, Json, JsonType, Meta};
use serde_json::Value;
use std::cell::RefCell;

#[derive(Clone, Debug)]
pub struct Parsed(RefCell<Value>);

impl Parsed {
    pub fn new(value: Value) -> Self {
        Parsed(RefCell::new(value))
    }

    pub fn value(&self) -> Value {
        self.0.borrow().clone()
    }
}

/// 2^53 - 1, `Number.MAX_SAFE_INTEGER`.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

fn json_type(value: Option<&Value>) -> JsonType {
    match value {
        None => JsonType::Missing,
        Some(Value::Null) => JsonType::Null,
        Some(Value::Bool(_)) => JsonType::Boolean,
        Some(Value::Number(number)) => match number.as_f64() {
            Some(number) if number.fract() == 0.0 && number <= MAX_SAFE && number.is_sign_positive() => JsonType::Whole,
            _ => JsonType::Number,
        },
        Some(Value::String(_)) => JsonType::String,
        Some(Value::Array(_)) => JsonType::Array,
        Some(Value::Object(_)) => JsonType::Object,
    }
}

impl Json for Parsed {
    fn envelope(&self, max_message: u32) -> Envelope {
        let body = self.0.borrow();
        let code = body.get("code").and_then(Value::as_f64);
        let whole = |code: &f64| json_type(body.get("code")) == JsonType::Whole && *code <= f64::from(u32::MAX);
        let message = body.get("message").and_then(Value::as_str).unwrap_or_default();
        let items = body.get("data").and_then(Value::as_array);
        Envelope {
            body: json_type(Some(&body)),
            code: json_type(body.get("code")),
            code_number: code.filter(whole).map(|code| code as u32),
            data: json_type(body.get("data")),
            length: items.map_or(0, |items| items.len() as u32),
            message: message.chars().take(max_message as usize).collect(),
        }
    }

    fn meta(&self) -> Result<Meta, (&'static str, JsonType)> {
        let body = self.0.borrow();
        let meta = body.get("meta");
        if json_type(meta) != JsonType::Object {
            return Err(("", json_type(meta)));
        }
        let number = |name: &'static str| {
            let member = meta.and_then(|meta| meta.get(name));
            let whole = member
                .and_then(Value::as_f64)
                .filter(|_| json_type(member) == JsonType::Whole);
            let fits = whole.filter(|number| *number <= f64::from(u32::MAX));
            let received = if whole.is_some() {
                JsonType::Number
            } else {
                json_type(member)
            };
            fits.map(|number| number as u32).ok_or((name, received))
        };
        Ok(Meta {
            page: number("page")?,
            max_page: number("maxPage")?,
            total: number("total")?,
        })
    }

    fn keys(&self, length: u32) -> Vec<String> {
        let value = self.0.borrow();
        let items = value.as_array().unwrap().iter().take(length as usize);
        items
            .map(|item| item.get("key").and_then(Value::as_str).unwrap_or_default().to_string())
            .collect()
    }

    fn data(self) -> Self {
        Parsed::new(self.0.into_inner()["data"].take())
    }

    fn member_types(&self, start: u32, names: &'static [&'static str], types: &mut [u8]) {
        let mut value = self.0.borrow_mut();
        let items = value.as_array_mut().unwrap();
        for (item, row) in items[start as usize..]
            .iter_mut()
            .zip(types.chunks_mut(1 + names.len()))
        {
            row[0] = json_type(Some(item)) as u8;
            for (name, cell) in names.iter().zip(&mut row[1..]) {
                let member = json_type(item.get(name));
                *cell = member as u8;
                if let (Value::Object(members), JsonType::Missing) = (&mut *item, member) {
                    members.insert((*name).to_string(), Value::Null);
                }
            }
        }
    }
}
