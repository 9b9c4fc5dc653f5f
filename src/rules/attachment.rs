//! The attachment's fields, as the vendor names and types them.

use crate::rules::json::JsonType;
use serde::{Deserialize, Serialize};

/// What a field must hold, where it holds anything but null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    Text,
    /// A whole number of bytes.
    Size,
}

/// The Rust type of each [`FieldType`].
macro_rules! rust_type {
    (Text) => {
        String
    };
    (Size) => {
        u64
    };
}

/// The one list of the fields: under which name HrFlow sends them, under which Rust has them, and what each holds.
macro_rules! attachment {
    ($($(#[$doc:meta])* $sent:literal => $name:ident: $field_type:ident,)+) => {
        /// A file attached to a profile. Every field may be absent: the vendor's schema (Python SDK 4.3.0) says so.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        #[non_exhaustive]
        pub struct Attachment {
            $($(#[$doc])* #[serde(rename = $sent)] pub $name: Option<rust_type!($field_type)>,)+
        }

        const COUNT: usize = [$($sent),+].len();

        /// The known fields' names.
        pub static NAMES: [&str; COUNT] = [$($sent),+];

        /// The known fields, and what each must hold.
        pub const FIELDS: [(&str, FieldType); COUNT] = [$(($sent, FieldType::$field_type)),+];
    };
}

attachment! {
    /// Hash of the file's bytes.
    "alt" => alt: Text,
    /// When it was added: `2020-09-11T09:58:32+0000`, an offset with no colon.
    "created_at" => created_at: Text,
    /// Ending of the file's name, with its dot: `.pdf`.
    "extension" => extension: Text,
    /// Name of the file at HrFlow.
    "file_name" => file_name: Text,
    /// Size in bytes.
    "file_size" => file_size: Size,
    /// Name of the file as it was uploaded.
    "original_file_name" => original_file_name: Text,
    /// Where the file can be fetched. The vendor's own example is not a URL: never trust it as one.
    "public_url" => public_url: Text,
    /// `resume`, `cover`, `other`, `original`: an open set.
    "type" => kind: Text,
    /// When it last changed, in the form of [`Attachment::created_at`].
    "updated_at" => updated_at: Text,
}

impl FieldType {
    /// Whether a field of this type may hold a value of that one.
    pub fn accepts(self, json_type: JsonType) -> bool {
        match json_type {
            JsonType::Missing | JsonType::Null => true,
            JsonType::String => self == FieldType::Text,
            JsonType::Whole => self == FieldType::Size,
            _ => false,
        }
    }

    /// What is expected, as a noun phrase.
    pub fn phrase(self) -> &'static str {
        match self {
            FieldType::Text => "a string or null",
            FieldType::Size => "a whole number of bytes from 0 to 2^53 - 1 or null",
        }
    }
}
