//! Many calls about one source: their options, and which failures are one profile's and which are everybody's.

use crate::rules::error::{configuration, Error, ErrorKind};
use crate::rules::input::Input;
use crate::rules::listed_profile::ListedProfile;
use crate::rules::options::unknown_option;
use crate::rules::page::{is_day, DEFAULT_LIMIT, MAX_LIMIT};
use crate::rules::profile::Profile;
use crate::rules::text::{concat, decimal};

/// How to go through a source. [`BulkOptions::default`] has the defaults.
// Not `non_exhaustive`: that would forbid `BulkOptions { concurrency, ..BulkOptions::default() }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkOptions {
    /// How many requests are in flight at most: from 1 to 64. Default: 8.
    pub concurrency: u32,
    /// How many requests are sent in any 60 s at most, those that are tried again among them: from 1. Default: no limit.
    pub max_requests_per_minute: Option<u32>,
    /// How many profiles to ask for on a page: from 1 to 1 000; the server may take fewer. Default: 30.
    pub page_size: u32,
    /// Only profiles that were added on this day or later, `YYYY-MM-DD`. Default: all.
    pub created_at_min: Option<String>,
    /// Only profiles that were added on this day or before. Default: all.
    pub created_at_max: Option<String>,
    /// Whether what is listed comes in the order of the profiles, and not as it is there. Default: false.
    pub in_order: bool,
}

impl Default for BulkOptions {
    fn default() -> Self {
        BulkOptions {
            concurrency: 8,
            max_requests_per_minute: None,
            page_size: DEFAULT_LIMIT,
            created_at_min: None,
            created_at_max: None,
            in_order: false,
        }
    }
}

/// The names of the options, as callers from JavaScript write them, and what each takes.
const NAMES: [(&str, &str); 7] = [
    ("concurrency", "a whole number from 1 to 64"),
    ("max_requests_per_minute", "a whole number from 1"),
    ("page_size", "a whole number from 1 to 1000"),
    ("created_at_min", "a day as `YYYY-MM-DD`"),
    ("created_at_max", "a day as `YYYY-MM-DD`"),
    ("in_order", "true or false"),
    ("on_progress", "a function"),
];

impl BulkOptions {
    /// Takes over one option that a caller gave by its name; says whether it is one of these.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Configuration`] for a value of another type than the option's. [`BulkOptions::check`] looks at
    /// the value itself.
    #[doc(hidden)]
    pub fn set(&mut self, name: &str, value: Input<'_>) -> Result<bool, Box<Error>> {
        match (name, value) {
            ("concurrency", Input::Whole(number)) => self.concurrency = number,
            ("max_requests_per_minute", Input::Whole(number)) => self.max_requests_per_minute = Some(number),
            ("page_size", Input::Whole(number)) => self.page_size = number,
            ("created_at_min", Input::Text(day)) => self.created_at_min = Some(day.to_string()),
            ("created_at_max", Input::Text(day)) => self.created_at_max = Some(day.to_string()),
            ("in_order", Input::Boolean(in_order)) => self.in_order = in_order,
            ("on_progress", Input::Function) => {}
            (name, _) if NAMES.iter().all(|(known, _)| *known != name) => return Ok(false),
            (name, value) => return Err(refused(name, value.phrase())),
        }
        Ok(true)
    }

    /// The error for a name that is neither one of these nor an option of a call.
    #[doc(hidden)]
    pub fn unknown(name: &str) -> Box<Error> {
        let mut others = String::new();
        for (name, _) in NAMES {
            others.push_str(&concat(&["`", name, "`, "]));
        }
        unknown_option(name, &others)
    }

    /// Checks every option.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Configuration`].
    #[doc(hidden)]
    pub fn check(&self) -> Result<(), Box<Error>> {
        for (name, number, most) in [
            ("concurrency", self.concurrency, MAX_CONCURRENCY),
            (
                "max_requests_per_minute",
                self.max_requests_per_minute.unwrap_or(1),
                u32::MAX,
            ),
            ("page_size", self.page_size, MAX_LIMIT),
        ] {
            if !(1..=most).contains(&number) {
                return Err(refused(name, &decimal(number)));
            }
        }
        for (name, day) in [
            ("created_at_min", &self.created_at_min),
            ("created_at_max", &self.created_at_max),
        ] {
            if !day.as_deref().is_none_or(is_day) {
                return Err(refused(name, "another string"));
            }
        }
        Ok(())
    }
}

/// The most requests that may be in flight.
pub const MAX_CONCURRENCY: u32 = 64;

fn refused(name: &str, received: &str) -> Box<Error> {
    let expected = NAMES.iter().find(|(known, _)| *known == name);
    let expected = expected.map_or("", |(_, expected)| expected);
    configuration(&["`", name, "` was given as ", received, "; give ", expected, "."])
}

/// Whether what failed for one profile would fail for every other: then the walk ends with it, once.
///
/// A profile that is not there, a misshapen answer, or one that does not come is that profile's own. What is wrong with the
/// source, the credentials, the plan, the options or the platform is not.
pub fn ends_the_walk(error: &Error) -> bool {
    match error.kind {
        ErrorKind::Configuration | ErrorKind::Environment | ErrorKind::Redirect => true,
        ErrorKind::Api => matches!(error.code, Some(400..=403)) || matches!(error.status, Some(400..=403)),
        _ => false,
    }
}

impl From<&ListedProfile> for Profile {
    fn from(profile: &ListedProfile) -> Self {
        Profile::Key(profile.key.clone())
    }
}

impl From<&Profile> for Profile {
    fn from(profile: &Profile) -> Self {
        profile.clone()
    }
}
