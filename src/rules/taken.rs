//! The names that are taken in one folder.

use crate::rules::file_name::{cut, parts, LONGEST};
use crate::rules::text::{concat, decimal};
use crate::rules::unicode::{folded, Unicode};
use std::collections::BTreeMap;

/// The names that are taken in one folder, and the next free one like a name: `name.pdf`, `name (2).pdf`, `name (3).pdf`.
///
/// It depends on the order in which names are asked for. But where some of what it gave is [reserved](Taken::reserve) in the
/// next run, the others, asked for in the same order, are given what they were given before: whoever came earlier holds all
/// that was taken then, and nobody else has their own.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The names, folded, each with the last number that was tried for it.
    names: BTreeMap<String, u32>,
}

impl Taken {
    /// An empty folder.
    pub fn new() -> Self {
        Taken::default()
    }

    /// Notes a name that is there. Whether it is new.
    pub fn reserve(&mut self, name: &str, unicode: &impl Unicode) -> bool {
        let name = folded(name, unicode);
        let is_new = !self.names.contains_key(&name);
        if is_new {
            self.names.insert(name, 1);
        }
        is_new
    }

    /// The first name like this safe one that is free. It is taken then.
    pub fn unique(&mut self, name: &str, unicode: &impl Unicode) -> String {
        if self.reserve(name, unicode) {
            return name.to_string();
        }
        let key = folded(name, unicode);
        let mut number = self.names.get(&key).copied().unwrap_or(1);
        loop {
            number = number.saturating_add(1);
            let numbered = numbered(name, number, unicode);
            if self.reserve(&numbered, unicode) {
                self.names.insert(key, number);
                return numbered;
            }
        }
    }
}

/// The name with a number before its extension.
fn numbered(name: &str, number: u32, unicode: &impl Unicode) -> String {
    let suffix = concat(&[" (", &decimal(number), ")"]);
    let name = cut(name, LONGEST - suffix.len(), unicode);
    let (stem, extension) = parts(&name);
    concat(&[stem, &suffix, extension])
}
