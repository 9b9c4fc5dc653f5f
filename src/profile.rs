//! Which profile is meant: by its key, its reference or its e-mail, and by exactly one of them.

use crate::error::{say, shorten, Error, Kind};
use crate::given::Given;

/// The names by which a profile can be selected, as the query parameters spell them.
pub const SELECTORS: [&str; 3] = ["key", "reference", "email"];

const WANTED: &str = "give exactly one of `key`, `reference` or `email`, as a string that is not empty";

/// One profile of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Profile {
    /// By the key that HrFlow gave it.
    Key(String),
    /// By the reference that its owner gave it.
    Reference(String),
    /// By the e-mail address of the candidate.
    Email(String),
}

impl Profile {
    /// The query parameter that names this profile, and its value.
    pub fn parameter(&self) -> (&'static str, &str) {
        match self {
            Profile::Key(value) => (SELECTORS[0], value),
            Profile::Reference(value) => (SELECTORS[1], value),
            Profile::Email(value) => (SELECTORS[2], value),
        }
    }

    /// Reads a selector from the members that a caller gave, those that are `undefined` or `null` left out.
    ///
    /// # Errors
    /// Of kind [`Kind::Argument`] for an unknown name, for none, for more than one, and for a value that is not a
    /// string or is empty.
    pub fn select(members: Vec<(String, Given)>) -> Result<Self, Box<Error>> {
        for (name, _) in &members {
            if !SELECTORS.contains(&name.as_str()) {
                return Err(refused(&[
                    "`",
                    shorten(name, LONGEST_NAME),
                    "`, which is not a selector",
                ]));
            }
        }
        match &members[..] {
            [] => Err(refused(&["no name"])),
            [(name, Given::Text(value))] if !value.is_empty() => {
                let make = match name.as_str() {
                    "key" => Profile::Key,
                    "reference" => Profile::Reference,
                    _ => Profile::Email,
                };
                Ok(make(value.clone()))
            }
            [(name, other)] => Err(refused(&["`", name, "` as ", other.phrase()])),
            [(name, _), (second, _), ..] => Err(refused(&["both `", name, "` and `", second, "`"])),
        }
    }

    /// The error for a selector that is no object at all; `phrase` says what it is.
    pub fn not_a_selector(phrase: &str) -> Box<Error> {
        refused(&[phrase, " instead of an object"])
    }
}

/// Refuses a value that would leave the selector empty, for callers who make a [`Profile`] themselves.
pub(crate) fn check(profile: &Profile) -> Result<(), Box<Error>> {
    match profile.parameter() {
        (name, "") => Err(refused(&["`", name, "` as an empty string"])),
        _ => Ok(()),
    }
}

fn refused(given: &[&str]) -> Box<Error> {
    Error::new(
        Kind::Argument,
        say(&["The profile selector was given ", &say(given), "; ", WANTED, "."]),
    )
}

/// How much of a name that a caller made up is told, in characters: enough to know it again.
pub(crate) const LONGEST_NAME: usize = 40;
