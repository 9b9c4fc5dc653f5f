//! The fields of what HrFlow lists: one list for each kind of item, from which its Rust type and its check are made.

use crate::rules::json::JsonType;

/// What a field must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string, or null.
    Text,
    /// A whole number of bytes, or null.
    Size,
    /// A string that is there: what an item is known by.
    Key,
}

impl FieldType {
    /// Whether a field of this type may hold a value of that one.
    pub fn accepts(self, json_type: JsonType) -> bool {
        match json_type {
            JsonType::Missing | JsonType::Null => self != FieldType::Key,
            JsonType::String => self != FieldType::Size,
            JsonType::Whole => self == FieldType::Size,
            _ => false,
        }
    }

    /// What is expected, as a noun phrase.
    pub fn phrase(self) -> &'static str {
        match self {
            FieldType::Text => "a string or null",
            FieldType::Size => "a whole number of bytes from 0 to 2^53 - 1 or null",
            FieldType::Key => "a string that is not empty",
        }
    }
}

/// The known fields of an item: their names in the vendor's order, and what each must hold.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Under which names HrFlow sends them.
    pub names: &'static [&'static str],
    /// What each holds.
    pub types: &'static [FieldType],
}

/// The most fields that an item has: the check has room for so many.
pub const MAX_FIELDS: usize = 9;

/// Makes a Rust type and its [`Fields`] of one list: under which name HrFlow sends a field, under which Rust has it, and what
/// it holds.
macro_rules! item {
    (
        $(#[$item_doc:meta])* $item:ident, $fields:ident;
        $($(#[$doc:meta])* $sent:literal => $name:ident: $field_type:ident as $rust_type:ty,)+
    ) => {
        $(#[$item_doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct $item {
            $($(#[$doc])* #[serde(rename = $sent)] pub $name: $rust_type,)+
        }

        /// The known fields.
        pub static $fields: $crate::rules::field::Fields = $crate::rules::field::Fields {
            names: &[$($sent),+],
            types: &[$($crate::rules::field::FieldType::$field_type),+],
        };
    };
}
pub(crate) use item;
