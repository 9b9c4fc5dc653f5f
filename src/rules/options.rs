//! The options of a call: their names, defaults and checks.

use crate::rules::error::{configuration, Error};
use crate::rules::input::Input;
use crate::rules::text::{concat, shorten, MAX_NAME};
use std::fmt;

/// HrFlow's own API, the default of `api_url`.
pub const HRFLOW_API_URL: &str = "https://api.hrflow.ai/v1";

/// The longest timeout, in milliseconds: beyond it the platforms' timers fire at once.
pub const MAX_TIMEOUT: u32 = i32::MAX as u32;

/// How to call HrFlow. [`Options::default`] has the defaults.
// Not `non_exhaustive`: that would forbid `Options { api_url, ..Options::default() }`, the way to write one.
#[derive(Clone, PartialEq, Eq)]
pub struct Options {
    /// The secret key, sent as `X-API-KEY`. Default: none; then no header is sent, and the back end at `api_url` adds it.
    pub api_secret: Option<String>,
    /// The account's e-mail address, sent as `X-USER-EMAIL`. Default: none, likewise.
    pub api_user: Option<String>,
    /// Where the API is. Default: `https://api.hrflow.ai/v1`.
    pub api_url: String,
    /// Milliseconds for one attempt, the body included; 0 turns it off. Default: 30 000.
    pub timeout: u32,
    /// How many times to try again after the first attempt. Default: 2.
    pub max_retries: u32,
    /// Whether a secret may be used inside a page. Default: false.
    pub dangerously_allow_browser: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            api_secret: None,
            api_user: None,
            api_url: HRFLOW_API_URL.to_string(),
            timeout: 30_000,
            max_retries: 2,
            dangerously_allow_browser: false,
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Options")
            .field("api_secret", &self.api_secret.as_ref().map(|_| "***"))
            .field("api_user", &self.api_user)
            .field("api_url", &self.api_url)
            .field("timeout", &self.timeout)
            .field("max_retries", &self.max_retries)
            .field("dangerously_allow_browser", &self.dangerously_allow_browser)
            .finish()
    }
}

/// The names of the options, as callers from JavaScript write them.
pub const NAMES: [&str; 6] = [
    "api_secret",
    "api_user",
    "api_url",
    "timeout",
    "max_retries",
    "dangerously_allow_browser",
];

/// The environment variables that the npm package reads where an option is not given, by option.
pub const VARIABLES: [(&str, &str); 2] = [("api_secret", "HRFLOW_API_KEY"), ("api_user", "HRFLOW_USER_EMAIL")];

impl Options {
    /// Takes over one option that a caller gave by its name.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) for an unknown name or a value that the option cannot take.
    #[doc(hidden)]
    pub fn set(&mut self, name: &str, value: Input<'_>) -> Result<(), Box<Error>> {
        const TEXT: &str = "a string that is not empty";
        let expected = match name {
            "api_secret" | "api_user" | "api_url" => TEXT,
            "timeout" => "a whole number of milliseconds from 0 (none) to 2^31 - 1",
            "max_retries" => "a whole number from 0",
            "dangerously_allow_browser" => "true or false",
            unknown => return Err(unknown_option(unknown, "")),
        };
        match (name, value) {
            ("api_secret", Input::Text(text)) if !text.is_empty() => self.api_secret = Some(text.to_string()),
            ("api_user", Input::Text(text)) if !text.is_empty() => self.api_user = Some(text.to_string()),
            ("api_url", Input::Text(text)) if !text.is_empty() => self.api_url = text.to_string(),
            ("timeout", Input::Whole(number)) if number <= MAX_TIMEOUT => self.timeout = number,
            ("max_retries", Input::Whole(number)) if number < u32::MAX => self.max_retries = number,
            ("dangerously_allow_browser", Input::Boolean(allowed)) => self.dangerously_allow_browser = allowed,
            (_, value) => {
                let received = value.phrase();
                return Err(configuration(&[
                    "`",
                    name,
                    "` was given as ",
                    received,
                    "; give ",
                    expected,
                    ".",
                ]));
            }
        }
        Ok(())
    }

    /// The secret and its account, or neither.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) where one of the two is missing, or both are and HrFlow itself is asked.
    #[doc(hidden)]
    pub fn credentials(&self) -> Result<Option<Credentials<'_>>, Box<Error>> {
        let missing = |(option, variable): (&str, &str)| {
            // The crate's own client reads no environment.
            let elsewhere = concat(&[", or set the environment variable ", variable]);
            let elsewhere = if cfg!(feature = "npm") { &elsewhere } else { "" };
            Err(configuration(&[
                "`",
                option,
                "` is missing; give it",
                elsewhere,
                ", or point `api_url` at a back end of yours that adds both credentials.",
            ]))
        };
        match (&self.api_secret, &self.api_user) {
            (Some(api_secret), Some(api_user)) => Ok(Some(Credentials { api_secret, api_user })),
            (None, None) if without_slashes(&self.api_url) != HRFLOW_API_URL => Ok(None),
            (None, _) => missing(VARIABLES[0]),
            (_, None) => missing(VARIABLES[1]),
        }
    }
}

/// The error for a name that is no option's; `others` are those that a call may have beside these.
pub(crate) fn unknown_option(name: &str, others: &str) -> Box<Error> {
    let mut options = String::new();
    for name in NAMES {
        options.push_str(&concat(&["`", name, "`, "]));
    }
    configuration(&[
        "`",
        shorten(name, MAX_NAME),
        "` is not an option; the options are ",
        &options,
        others,
        "and, for one call, `signal`.",
    ])
}

/// The secret and the account that it belongs to. They travel together or not at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Credentials<'a> {
    /// The secret key.
    pub api_secret: &'a str,
    /// The account's e-mail address.
    pub api_user: &'a str,
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Credentials { api_user, .. } = self;
        formatter
            .debug_struct("Credentials")
            .field("api_user", api_user)
            .finish_non_exhaustive()
    }
}

/// The text without the slashes at its end.
pub(crate) fn without_slashes(mut text: &str) -> &str {
    while let Some(shorter) = text.strip_suffix('/') {
        text = shorter;
    }
    text
}
