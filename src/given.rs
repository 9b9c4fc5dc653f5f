//! What a caller gave, in the words of an error message.

use crate::json;

/// A value that a caller gave for a named argument or option, before it was checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// A string.
    Text(String),
    /// A number, `NaN` and the infinities included.
    Number(f64),
    /// A boolean.
    Boolean(bool),
    /// Anything else, by what it is: `"an array"`, `"a function"`.
    Other(&'static str),
}

impl Given {
    /// What was given, as a noun phrase: `an empty string`, `a number`.
    pub fn phrase(&self) -> &'static str {
        match self {
            Given::Text(text) if text.is_empty() => "an empty string",
            Given::Text(_) => json::Kind::String.phrase(),
            Given::Number(_) => json::Kind::Number.phrase(),
            Given::Boolean(_) => json::Kind::Boolean.phrase(),
            Given::Other(phrase) => phrase,
        }
    }
}
