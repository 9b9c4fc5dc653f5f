//! JSON values that serde_json made, as the rules see them. A member that is missing is a value of its own here.

use hrflow_wasm::json::{Json, Kind};
use serde_json::Value;
use std::cell::RefCell;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub struct Parsed(pub Rc<RefCell<Option<Value>>>);

impl Parsed {
    pub fn new(value: Value) -> Self {
        Parsed(Rc::new(RefCell::new(Some(value))))
    }

    pub fn value(&self) -> Value {
        self.0.borrow().clone().unwrap()
    }
}

fn kind(value: Option<&Value>) -> Kind {
    match value {
        None => Kind::Missing,
        Some(Value::Null) => Kind::Null,
        Some(Value::Bool(_)) => Kind::Boolean,
        Some(Value::Number(_)) => Kind::Number,
        Some(Value::String(_)) => Kind::String,
        Some(Value::Array(_)) => Kind::Array,
        Some(Value::Object(_)) => Kind::Object,
    }
}

impl Json for Parsed {
    fn kind(&self) -> Kind {
        kind(self.0.borrow().as_ref())
    }

    fn member(&self, name: &str) -> Self {
        let member = self.0.borrow().as_ref().and_then(|value| value.get(name)).cloned();
        Parsed(Rc::new(RefCell::new(member)))
    }

    fn number(&self) -> Option<f64> {
        self.0.borrow().as_ref().and_then(Value::as_f64)
    }

    fn text(&self, most: u32) -> Option<String> {
        let value = self.0.borrow();
        let text = value.as_ref().and_then(Value::as_str)?;
        Some(text.chars().take(most as usize).collect())
    }

    fn length(&self) -> u32 {
        let value = self.0.borrow();
        value
            .as_ref()
            .and_then(Value::as_array)
            .map_or(0, |items| items.len() as u32)
    }

    fn survey(&self, start: u32, names: &[&str], kinds: &mut [u8], numbers: &mut [f64]) {
        let value = self.0.borrow();
        let items = value.as_ref().and_then(Value::as_array).unwrap();
        let rows = kinds.chunks_mut(1 + names.len()).zip(numbers);
        for (item, (row, number)) in items[start as usize..].iter().zip(rows) {
            row[0] = kind(Some(item)) as u8;
            for (name, cell) in names.iter().zip(&mut row[1..]) {
                let member = item.get(name);
                *cell = kind(member) as u8;
                if let Some(value) = member.and_then(Value::as_f64) {
                    *number = value;
                }
            }
        }
    }

    fn set_null(&self, index: u32, name: &str) {
        let mut value = self.0.borrow_mut();
        value.as_mut().unwrap()[index as usize][name] = Value::Null;
    }
}
