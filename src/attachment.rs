//! The attachment's fields, as the vendor names and types them.

use crate::json::Kind;
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

/// The one field that is a number; every other is a string.
pub const SIZE: &str = "file_size";

/// The known fields' names, in the vendor's order.
pub const FIELDS: [&str; 9] = [
    "alt",
    "created_at",
    "extension",
    "file_name",
    SIZE,
    "original_file_name",
    "public_url",
    "type",
    "updated_at",
];

/// The greatest size, in bytes, that a JavaScript number holds exactly: `Number.MAX_SAFE_INTEGER`.
pub const MAX_SIZE: f64 = 9_007_199_254_740_991.0;

/// What a field must hold where it holds anything, and whether this value does. `number` is read for numbers only.
///
/// # Errors
/// What is wanted, as a noun phrase.
pub fn check(name: &str, kind: Kind, number: f64) -> Result<(), &'static str> {
    match kind {
        Kind::Missing | Kind::Null => Ok(()),
        Kind::Number if name == SIZE => {
            // A fraction, or a size beyond 2^53 - 1, is not what the server wrote: parsing already rounded it.
            if (0.0..=MAX_SIZE).contains(&number) && number as u64 as f64 == number {
                Ok(())
            } else {
                Err("a whole number of bytes from 0 to 2^53 - 1")
            }
        }
        _ if name == SIZE => Err("a number or null"),
        Kind::String => Ok(()),
        _ => Err("a string or null"),
    }
}
