//! Which profile is meant: by its key, its reference or its e-mail, and by exactly one of them.

use crate::rules::error::{Error, ErrorKind};
use crate::rules::input::Input;
use crate::rules::text::{concat, shorten, MAX_NAME};

/// What a selector makes of its value.
type Make = fn(String) -> Profile;

/// The names by which a profile can be selected, as the query parameters spell them.
const SELECTORS: [(&str, Make); 3] = [
    ("key", Profile::Key),
    ("reference", Profile::Reference),
    ("email", Profile::Email),
];

/// Whether a profile can be selected by that name.
pub fn is_selector(name: &str) -> bool {
    SELECTORS.iter().any(|(known, _)| *known == name)
}

const EXPECTED: &str = "give exactly one of `key`, `reference` or `email`, as a string that is not empty";

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
        let (index, value) = match self {
            Profile::Key(value) => (0, value),
            Profile::Reference(value) => (1, value),
            Profile::Email(value) => (2, value),
        };
        (SELECTORS[index].0, value)
    }

    /// Reads a selector from the members that a caller gave, those that are `undefined` or `null` left out.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Argument`] for an unknown name, for none, for more than one, and for a value that is not a
    /// string or is empty.
    #[doc(hidden)]
    pub fn select(members: &[(&str, Input<'_>)]) -> Result<Self, Box<Error>> {
        for (name, _) in members {
            if !is_selector(name) {
                let name = shorten(name, MAX_NAME);
                return Err(refused(&["`", name, "`, which is not a selector"]));
            }
        }
        match members {
            [] => Err(refused(&["no name"])),
            [(name, _), (second, _), ..] => Err(refused(&["both `", name, "` and `", second, "`"])),
            [(name, value)] => match (value, SELECTORS.iter().find(|(known, _)| known == name)) {
                (Input::Text(value), Some((_, make))) if !value.is_empty() => Ok(make(value.to_string())),
                (other, _) => Err(refused(&["`", name, "` as ", other.phrase()])),
            },
        }
    }

    /// The error for a selector that is no object at all; `received` is a noun phrase.
    #[doc(hidden)]
    pub fn not_a_selector(received: &str) -> Box<Error> {
        refused(&[received, " instead of an object"])
    }
}

/// Refuses a value that would leave the selector empty, for callers who make a [`Profile`] themselves.
pub(crate) fn check(profile: &Profile) -> Result<(), Box<Error>> {
    match profile.parameter() {
        (name, "") => Err(refused(&["`", name, "` as an empty string"])),
        _ => Ok(()),
    }
}

fn refused(received: &[&str]) -> Box<Error> {
    let received = concat(received);
    let message = ["The profile selector was given ", &received, "; ", EXPECTED, "."];
    Error::new(ErrorKind::Argument, concat(&message))
}
