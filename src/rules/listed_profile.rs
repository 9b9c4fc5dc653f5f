//! A profile as the list of a source's profiles has it.

use crate::rules::field::item;

item! {
    /// A profile of a source, as HrFlow lists it.
    ListedProfile, FIELDS;
    /// The key that HrFlow gave it.
    "key" => key: Key as String,
    /// The reference that its owner gave it.
    "reference" => reference: Text as Option<String>,
    /// When it was added: `2020-09-11T09:58:32+0000`, an offset with no colon.
    "created_at" => created_at: Text as Option<String>,
    /// When it last changed, in the same form.
    "updated_at" => updated_at: Text as Option<String>,
}
