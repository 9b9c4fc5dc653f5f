//! A JSON value, as the rules see it: whatever parser made it.

#[cfg(target_family = "wasm")]
pub(crate) mod js_value;

/// What a JSON value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Not there at all.
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    const ALL: [Kind; 7] = [
        Kind::Missing,
        Kind::Null,
        Kind::Boolean,
        Kind::Number,
        Kind::String,
        Kind::Array,
        Kind::Object,
    ];

    /// The kind whose number is `byte`; a byte that is none counts as missing.
    pub fn from_byte(byte: u8) -> Self {
        *Self::ALL.get(byte as usize).unwrap_or(&Kind::Missing)
    }

    /// The kind as a noun phrase: `a string`, `null`.
    pub fn phrase(self) -> &'static str {
        match self {
            Kind::Missing => "nothing",
            Kind::Null => "null",
            Kind::Boolean => "a boolean",
            Kind::Number => "a number",
            Kind::String => "a string",
            Kind::Array => "an array",
            Kind::Object => "an object",
        }
    }
}

/// A value that a JSON parser made.
pub trait Json: Sized {
    /// What it is.
    fn kind(&self) -> Kind;

    /// The member of that name; a missing value where there is none or where this is not an object.
    fn member(&self, name: &str) -> Self;

    /// The number that it is.
    fn number(&self) -> Option<f64>;

    /// The string that it is, cut after `most` characters (UTF-16 code units, where the platform counts in those).
    fn text(&self, most: u32) -> Option<String>;

    /// How many items it has, where it is an array; 0 otherwise.
    fn length(&self) -> u32;

    /// Looks at the items of an array from `start` on, as many as `kinds` has rows for.
    ///
    /// A row is one byte for the [`Kind`] of the item itself, then one for each of `names`, its member of that name.
    /// Where a member is a number, the item's place in `numbers` takes its value.
    fn survey(&self, start: u32, names: &[&str], kinds: &mut [u8], numbers: &mut [f64]);

    /// Sets a member of the item at `index` to `null`.
    fn set_null(&self, index: u32, name: &str);
}
