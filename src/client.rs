//! The options, and the attempts of one call.

use crate::error::{say, shorten, Error, Kind};
use crate::given::Given;
use crate::profile::{Profile, LONGEST_NAME};
use crate::request::{self, configuration, Credentials, Place, Request};
use crate::response::{self, Answer};
use crate::{json::Json, retry};

/// The longest timeout, in milliseconds: beyond it the platforms' timers fire at once.
pub const LONGEST_TIMEOUT: u32 = i32::MAX as u32;

/// How to call HrFlow. [`Options::default`] has the defaults.
#[derive(Clone, PartialEq, Eq)]
pub struct Options {
    /// The secret key, sent as `X-API-KEY`. Default: none, and the npm package reads `HRFLOW_API_KEY`.
    pub api_secret: Option<String>,
    /// The account's e-mail address, sent as `X-USER-EMAIL`. Default: none, and the npm package reads
    /// `HRFLOW_USER_EMAIL`.
    pub api_user: Option<String>,
    /// Where the API is. Default: [`request::HRFLOW_API_URL`].
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
            api_url: request::HRFLOW_API_URL.to_string(),
            timeout: 30_000,
            max_retries: 2,
            dangerously_allow_browser: false,
        }
    }
}

impl Options {
    /// Takes over one option that a caller gave by its name.
    ///
    /// # Errors
    /// Of kind [`Kind::Configuration`] for an unknown name or a value that the option cannot take.
    pub fn set(&mut self, name: &str, value: Given) -> Result<(), Box<Error>> {
        const TEXT: &str = "a string that is not empty";
        let wanted = match name {
            "api_secret" | "api_user" | "api_url" => TEXT,
            "timeout" => "a whole number of milliseconds from 0 (none) to 2^31 - 1",
            "max_retries" => "a whole number from 0",
            "dangerously_allow_browser" => "true or false",
            unknown => {
                return Err(configuration(&[
                    "`",
                    shorten(unknown, LONGEST_NAME),
                    "` is not an option; the options are `api_secret`, `api_user`, `api_url`, `timeout`, \
                     `max_retries`, `dangerously_allow_browser` and, for one call, `signal`.",
                ]))
            }
        };
        match (name, value) {
            ("api_secret", Given::Text(text)) if !text.is_empty() => self.api_secret = Some(text),
            ("api_user", Given::Text(text)) if !text.is_empty() => self.api_user = Some(text),
            ("api_url", Given::Text(text)) if !text.is_empty() => self.api_url = text,
            ("timeout", Given::Number(number)) if is_whole(number, LONGEST_TIMEOUT) => self.timeout = number as u32,
            ("max_retries", Given::Number(number)) if is_whole(number, u32::MAX - 1) => {
                self.max_retries = number as u32;
            }
            ("dangerously_allow_browser", Given::Boolean(allowed)) => self.dangerously_allow_browser = allowed,
            (_, value) => {
                let given = value.phrase();
                return Err(configuration(&[
                    "`",
                    name,
                    "` was given as ",
                    given,
                    "; give ",
                    wanted,
                    ".",
                ]));
            }
        }
        Ok(())
    }

    /// The secret and its account, or neither.
    fn credentials(&self) -> Result<Option<Credentials>, Box<Error>> {
        let missing = |option: &str, variable: &str| {
            Err(configuration(&[
                "`",
                option,
                "` is missing; give it, or set the environment variable ",
                variable,
                ", or point `api_url` at a back end of yours that adds both it and its fellow.",
            ]))
        };
        match (&self.api_secret, &self.api_user) {
            (Some(secret), Some(user)) => Ok(Some(Credentials {
                api_secret: secret.clone(),
                api_user: user.clone(),
            })),
            (None, None) if request::without_slashes(&self.api_url) != request::HRFLOW_API_URL => Ok(None),
            (None, _) => missing("api_secret", "HRFLOW_API_KEY"),
            (_, None) => missing("api_user", "HRFLOW_USER_EMAIL"),
        }
    }
}

fn is_whole(number: f64, greatest: u32) -> bool {
    number >= 0.0 && number <= f64::from(greatest) && f64::from(number as u32) == number
}

/// What sends a request and waits between two attempts: the platform, or a test.
pub trait Transport {
    /// A parsed body.
    type Body: Json;
    /// What the caller gave as the reason for an abort, or what the platform gave as the cause of a failure.
    type Reason;

    /// Sends one request and reads the whole answer, within `timeout` milliseconds unless that is 0.
    fn attempt(
        &self,
        request: &Request,
        timeout: u32,
    ) -> impl std::future::Future<Output = Result<Answer<Self::Body>, Fault<Self::Reason>>>;

    /// Waits that many milliseconds; an abort ends it early with the reason.
    fn wait(&self, milliseconds: f64) -> impl std::future::Future<Output = Result<(), Self::Reason>>;

    /// A random number from 0 up to but not including 1.
    fn jitter(&self) -> f64;
}

/// Why an attempt brought no whole answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault<R> {
    /// The caller's signal was aborted, for that reason.
    Aborted(R),
    /// It took too long.
    TimedOut,
    /// `fetch` rejected, or the body broke off, for that cause.
    Network(R),
    /// There is no `fetch`, or one that does not answer as `fetch` does: the sentence says which.
    Environment(&'static str),
}

/// How a call ends without attachments.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure<R> {
    /// It was aborted by the caller, for that reason.
    Aborted(R),
    /// It failed, with what the platform gave as the cause, if anything.
    Failed(Box<Error>, Option<R>),
}

impl<R> From<Box<Error>> for Failure<R> {
    fn from(error: Box<Error>) -> Self {
        Failure::Failed(error, None)
    }
}

/// Lists a profile's attachments: one call, with as many attempts as the options allow.
///
/// # Errors
/// [`Failure::Aborted`] where the caller's signal ended it; [`Failure::Failed`] otherwise.
pub async fn list<T: Transport>(
    transport: &T,
    options: &Options,
    place: &Place,
    source_key: &str,
    profile: &Profile,
) -> Result<T::Body, Failure<T::Reason>> {
    request::check_arguments(source_key, profile)?;
    let credentials = options.credentials()?;
    let allowed = options.dangerously_allow_browser;
    let request = request::request(&options.api_url, credentials, allowed, place, source_key, profile)?;
    let secret = options.api_secret.as_deref().unwrap_or_default();
    let mut attempts = 0;
    loop {
        attempts += 1;
        let (mut error, cause) = match transport.attempt(&request, options.timeout).await {
            Ok(answer) => match response::attachments(answer, secret) {
                Ok(data) => return Ok(data),
                Err(error) => (error, None),
            },
            Err(Fault::Aborted(reason)) => return Err(Failure::Aborted(reason)),
            Err(Fault::TimedOut) => (timed_out(options.timeout), None),
            Err(Fault::Network(cause)) => (unreached(), Some(cause)),
            Err(Fault::Environment(sentence)) => (Error::new(Kind::Environment, sentence.to_string()), None),
        };
        error.attempts = attempts;
        match retry::wait(&error, options.max_retries, transport.jitter()) {
            Some(milliseconds) => transport.wait(milliseconds).await.map_err(Failure::Aborted)?,
            None => return Err(Failure::Failed(error, cause)),
        }
    }
}

fn timed_out(timeout: u32) -> Box<Error> {
    let message = [
        "No whole answer came within ",
        &crate::error::decimal(timeout),
        " ms; raise `timeout`, or try again later.",
    ];
    Error::new(Kind::Timeout, say(&message))
}

fn unreached() -> Box<Error> {
    let message = "The request did not get through, or its answer broke off; check the network and `api_url`, and in \
                   a page that the server allows its origin (CORS). `cause` has what the platform said.";
    Error::new(Kind::Network, message.to_string())
}

#[cfg(target_family = "wasm")]
mod platform {
    use super::{list, Failure, Options};
    use crate::{environment, fetch::Fetch, Attachment, Error, Kind, Profile};

    /// A client for Rust applications that are compiled to WebAssembly.
    #[derive(Clone)]
    pub struct Client {
        options: Options,
    }

    impl Client {
        /// A client with those options. They are checked at each call.
        pub fn new(options: Options) -> Self {
            Client { options }
        }

        /// Lists the files attached to a profile, in the server's order.
        ///
        /// # Errors
        /// Every [`Kind`]; dropping the future ends the request.
        pub async fn list_attachments(&self, source_key: &str, profile: &Profile) -> Result<Vec<Attachment>, Error> {
            let place = environment::place();
            match list(&Fetch::default(), &self.options, &place, source_key, profile).await {
                // Every field was checked, so this cannot fail; if the check and the type ever part, it is an error.
                Ok(data) => {
                    serde_wasm_bindgen::from_value(data).map_err(|error| *Error::new(Kind::Response, error.to_string()))
                }
                Err(Failure::Failed(error, _)) => Err(*error),
                Err(Failure::Aborted(_)) => Err(*Error::new(Kind::Network, "The call was aborted.".to_string())),
            }
        }
    }
}

#[cfg(target_family = "wasm")]
pub use platform::Client;
