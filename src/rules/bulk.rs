//! Many calls about one source: their options, and which failures are one profile's and which are everybody's.

use crate::rules::error::{configuration, Error, ErrorKind};
use crate::rules::listed_profile::ListedProfile;
use crate::rules::profile::Profile;

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
            page_size: 30,
            created_at_min: None,
            created_at_max: None,
            in_order: false,
        }
    }
}

impl BulkOptions {
    /// Checks every option.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Configuration`].
    pub fn check(&self) -> Result<(), Box<Error>> {
        let refused = |name: &str, expected: &str| Err(configuration(&["`", name, "` is to be ", expected, "."]));
        if !(1..=64).contains(&self.concurrency) {
            return refused("concurrency", "a whole number from 1 to 64");
        }
        if self.max_requests_per_minute == Some(0) {
            return refused("max_requests_per_minute", "a whole number from 1");
        }
        if !(1..=1_000).contains(&self.page_size) {
            return refused("page_size", "a whole number from 1 to 1000");
        }
        for (name, day) in [
            ("created_at_min", &self.created_at_min),
            ("created_at_max", &self.created_at_max),
        ] {
            if day.as_deref().is_some_and(|day| !is_day(day.as_bytes())) {
                return refused(name, "a day as `YYYY-MM-DD`");
            }
        }
        Ok(())
    }
}

/// Whether it has the form of a day: `2020-09-11`.
fn is_day(text: &[u8]) -> bool {
    text.len() == 10
        && text.iter().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                *byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        })
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
