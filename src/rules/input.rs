//! A value that a caller gave for a named argument or option, before it was checked.

/// A value that a caller gave for a named argument or option, before it was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// A string.
    Text(&'a str),
    /// A whole number that fits.
    Whole(u32),
    /// A boolean.
    Boolean(bool),
    /// An AbortSignal, which stays with the caller.
    Signal,
    /// A function, which stays with the caller.
    Function,
    /// Anything else, by what it is: `"an array"`, `"null"`.
    Other(&'static str),
}

impl Input<'_> {
    /// What was received, as a noun phrase: `an empty string`, `a number`.
    pub fn phrase(self) -> &'static str {
        match self {
            Input::Text("") => "an empty string",
            Input::Text(_) => "a string",
            Input::Whole(_) => "a number",
            Input::Boolean(_) => "a boolean",
            Input::Signal => "an AbortSignal",
            Input::Function => "a function",
            Input::Other(phrase) => phrase,
        }
    }
}
