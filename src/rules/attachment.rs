//! The attachment's fields, as the vendor names and types them.

use crate::rules::json::JsonType;
use serde::{Deserialize, Serialize};

/// A file attached to a profile. Every field may be absent: the vendor's schema (Python SDK 4.3.0) says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attachment {
    /// Hash of the file's bytes.
    pub alt: Option<String>,
    /// When it was added: `2020-09-11T09:58:32+0000`, an offset with no colon.
    pub created_at: Option<String>,
    /// When it last changed, in the same form.
    pub updated_at: Option<String>,
    /// Ending of the file's name, with its dot: `.pdf`.
    pub extension: Option<String>,
    /// Name of the file at HrFlow.
    pub file_name: Option<String>,
    /// Name of the file as it was uploaded.
    pub original_file_name: Option<String>,
    /// Size in bytes.
    pub file_size: Option<u64>,
    /// Where the file can be fetched. The vendor's own example is not a URL: never trust it as one.
    pub public_url: Option<String>,
    /// `resume`, `cover`, `other`, `original`: an open set.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// What a field must hold, where it holds anything but null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A string.
    Text,
    /// A whole number of bytes.
    Size,
}

/// The known fields, in the vendor's order, and what each must hold.
pub const FIELDS: [(&str, FieldType); 9] = [
    ("alt", FieldType::Text),
    ("created_at", FieldType::Text),
    ("extension", FieldType::Text),
    ("file_name", FieldType::Text),
    ("file_size", FieldType::Size),
    ("original_file_name", FieldType::Text),
    ("public_url", FieldType::Text),
    ("type", FieldType::Text),
    ("updated_at", FieldType::Text),
];

/// The known fields' names.
pub const NAMES: [&str; FIELDS.len()] = {
    let mut names = [""; FIELDS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = FIELDS[at].0;
        at += 1;
    }
    names
};

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
