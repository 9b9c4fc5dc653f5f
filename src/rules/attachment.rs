//! The attachment's fields, as the vendor names and types them.

use crate::rules::field::item;

item! {
    /// A file attached to a profile. Every field may be absent: the vendor's schema (Python SDK 4.3.0) says so.
    Attachment, FIELDS;
    /// Hash of the file's bytes.
    "alt" => alt: Text as Option<String>,
    /// When it was added: `2020-09-11T09:58:32+0000`, an offset with no colon.
    "created_at" => created_at: Text as Option<String>,
    /// Ending of the file's name, with its dot: `.pdf`.
    "extension" => extension: Text as Option<String>,
    /// Name of the file at HrFlow.
    "file_name" => file_name: Text as Option<String>,
    /// Size in bytes.
    "file_size" => file_size: Size as Option<u64>,
    /// Name of the file as it was uploaded.
    "original_file_name" => original_file_name: Text as Option<String>,
    /// Where the file can be fetched. The vendor's own example is not a URL: never trust it as one.
    "public_url" => public_url: Text as Option<String>,
    /// `resume`, `cover`, `other`, `original`: an open set.
    "type" => kind: Text as Option<String>,
    /// When it last changed, in the form of [`Attachment::created_at`].
    "updated_at" => updated_at: Text as Option<String>,
}
