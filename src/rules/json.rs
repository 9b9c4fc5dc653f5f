//! A JSON value, as the rules see it: whatever parser made it.

/// What a JSON value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum JsonType {
    /// Not there at all.
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number that is not [`JsonType::Whole`].
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// A whole number from 0 to 2^53 - 1, which JavaScript holds exactly. Beyond it, parsing has already rounded.
    Whole,
}

impl JsonType {
    const ALL: [JsonType; 8] = [
        JsonType::Missing,
        JsonType::Null,
        JsonType::Boolean,
        JsonType::Number,
        JsonType::String,
        JsonType::Array,
        JsonType::Object,
        JsonType::Whole,
    ];

    /// The type whose number is `byte`; a byte that is none counts as missing.
    pub fn from_byte(byte: u8) -> Self {
        *Self::ALL.get(byte as usize).unwrap_or(&JsonType::Missing)
    }

    /// The type as a noun phrase: `a string`, `null`.
    pub fn phrase(self) -> &'static str {
        match self {
            JsonType::Missing => "nothing",
            JsonType::Null => "null",
            JsonType::Boolean => "a boolean",
            JsonType::Number => "a number out of range",
            JsonType::String => "a string",
            JsonType::Array => "an array",
            JsonType::Object => "an object",
            JsonType::Whole => "a number",
        }
    }
}

/// What stands in an envelope, `{code, message, data}`, looked at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What the body is.
    pub body: JsonType,
    /// What `code` is.
    pub code: JsonType,
    /// The number that `code` is, where it is a whole one that fits.
    pub code_number: Option<u32>,
    /// What `data` is.
    pub data: JsonType,
    /// How many items `data` has, where it is an array; 0 otherwise.
    pub length: u32,
    /// The beginning of `message`; empty where it is no string.
    pub message: String,
}

/// What a server says of one page of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Which page it is, from 1. Not believed: what counts is the page that was asked for.
    pub page: u32,
    /// How many pages there are.
    pub max_page: u32,
    /// How many items there are on all of them.
    pub total: u32,
}

/// A body that a JSON parser made. Nothing is read from a prototype.
pub trait Json: Sized {
    /// Looks at the body, its message cut after `max_message` characters (UTF-16 code units, where the platform counts in
    /// those).
    fn envelope(&self, max_message: u32) -> Envelope;

    /// The member `meta`.
    ///
    /// # Errors
    /// The name of its member that is no whole number that fits, and what stands there; no name for `meta` itself.
    fn meta(&self) -> Result<Meta, (&'static str, JsonType)>;

    /// The member `key` of each item of this array, of which there are so many; empty where it is no string.
    fn keys(&self, length: u32) -> Vec<String>;

    /// The member `data`.
    fn data(self) -> Self;

    /// Looks at the items of this array from `start` on, as many as `types` has rows for.
    ///
    /// A row is one byte for the [`JsonType`] of the item itself, then one for each of `names`, its member of that name. A member
    /// that is missing is set to `null`, and told as missing.
    fn member_types(&self, start: u32, names: &'static [&'static str], types: &mut [u8]);
}
