//! What to send: the URL, the query's encoding, the headers and their checks, and where the secret may go.

use crate::error::{say, Error, Kind};
use crate::profile::{self, Profile};

/// HrFlow's own API, the default of `api_url`.
pub const HRFLOW_API_URL: &str = "https://api.hrflow.ai/v1";

/// The endpoint's path below `api_url`.
pub const PATH: &str = "/profile/indexing/attachments";

/// The header that carries the secret key.
pub const KEY_HEADER: &str = "X-API-KEY";

/// The header that carries the account's e-mail address.
pub const USER_HEADER: &str = "X-USER-EMAIL";

/// The secret and the account that it belongs to. They travel together or not at all.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The secret key.
    pub api_secret: String,
    /// The account's e-mail address.
    pub api_user: String,
}

/// Where the call is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Whether this is a page or one of its workers, where visitors can read everything.
    pub page: bool,
    /// The page's own origin, `https://example.org`, where it has one.
    pub origin: Option<String>,
}

/// A GET request, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The absolute URL with its query.
    pub url: String,
    /// The credentials, which become the two headers.
    pub credentials: Option<Credentials>,
}

impl Request {
    /// The headers, by name and value. Every value has passed [`check_header`].
    pub fn headers(&self) -> Vec<(&'static str, &str)> {
        let mut headers = vec![("Accept", "application/json")];
        if let Some(credentials) = &self.credentials {
            headers.push((KEY_HEADER, &credentials.api_secret));
            headers.push((USER_HEADER, &credentials.api_user));
        }
        headers
    }
}

/// Makes the request for one profile's attachments.
///
/// # Errors
/// Of kind [`Kind::Configuration`] for an `api_url` that the secret must not travel to, a secret inside a page, or a
/// header that HTTP cannot carry.
pub fn request(
    api_url: &str,
    credentials: Option<Credentials>,
    dangerously_allow_browser: bool,
    place: &Place,
    source_key: &str,
    profile: &Profile,
) -> Result<Request, Box<Error>> {
    if let Some(credentials) = &credentials {
        check_header("api_secret", &credentials.api_secret)?;
        check_header("api_user", &credentials.api_user)?;
        if place.page && !dangerously_allow_browser {
            return Err(configuration(&[
                "A secret was given inside a page, where every visitor can read it; leave `api_secret` out and point \
                 `api_url` at a handler of your own back end that adds it. To send it from a page all the same, set \
                 `dangerously_allow_browser: true`.",
            ]));
        }
    }
    let base = base_url(api_url, credentials.is_some(), place)?;
    let (name, value) = profile.parameter();
    let url = say(&[
        &base,
        PATH,
        "?source_key=",
        &percent_encode(source_key),
        "&",
        name,
        "=",
        &percent_encode(value),
    ]);
    Ok(Request { url, credentials })
}

/// Refuses a call whose source key or selector is empty.
///
/// # Errors
/// Of kind [`Kind::Argument`].
pub fn check_arguments(source_key: &str, profile: &Profile) -> Result<(), Box<Error>> {
    if source_key.is_empty() {
        return Err(source_key_refused("an empty string"));
    }
    profile::check(profile)
}

/// The error for a source key that is not a string with something in it; `phrase` says what was given.
pub fn source_key_refused(phrase: &str) -> Box<Error> {
    Error::new(
        Kind::Argument,
        say(&[
            "The source key was given as ",
            phrase,
            "; give the source's key as a string that is not empty.",
        ]),
    )
}

/// Refuses a value that no HTTP header can carry, without quoting it: the platform's own error would.
pub fn check_header(option: &str, value: &str) -> Result<(), Box<Error>> {
    let carried =
        |letter: char| letter == '\t' || (' '..='~').contains(&letter) || ('\u{a0}'..='\u{ff}').contains(&letter);
    let space = |letter: Option<char>| matches!(letter, Some(' ' | '\t' | '\u{a0}'));
    if value.chars().all(carried) && !space(value.chars().next()) && !space(value.chars().next_back()) {
        return Ok(());
    }
    Err(configuration(&[
        "`",
        option,
        "` holds a character that an HTTP header cannot carry (a line break, a space at an end, or one beyond \
         U+00FF); give it as HrFlow shows it.",
    ]))
}

/// Checks `api_url` and makes it absolute, with no slash at its end.
///
/// It reads URLs more narrowly than the platform does: what it accepts, the platform reads in the same way, so that
/// the host that was checked is the host that is called.
fn base_url(api_url: &str, secret: bool, place: &Place) -> Result<String, Box<Error>> {
    // Control characters and Unicode's white space; spelled out, for the tables of `char` are larger than the rule.
    let plain = |letter: char| {
        !matches!(
            letter,
            '\0'..=' ' | '\\' | '?' | '#' | '@' | '"' | '<' | '>' | '\u{7f}'..='\u{a0}' | '\u{1680}'
            | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
        )
    };
    if api_url.is_empty() {
        return Err(url_refused("is empty"));
    }
    if !api_url.chars().all(plain) {
        return Err(url_refused(
            "holds a user name, a query, a fragment, a space or a character that URLs do not have",
        ));
    }
    let trimmed = without_slashes(api_url);
    let own_origin = api_url.starts_with('/');
    let absolute = match &place.origin {
        _ if api_url.starts_with("//") => return Err(url_refused("begins with two slashes")),
        _ if !own_origin => trimmed.to_string(),
        Some(origin) if place.page => say(&[origin, trimmed]),
        _ => return Err(url_refused("is a path, which means something inside a page only")),
    };
    let mut lower = absolute.clone();
    lower.make_ascii_lowercase();
    let plain_http = lower.starts_with("http://");
    let host = match lower.get(if plain_http { 7.. } else { 8.. }) {
        Some(rest) if plain_http || lower.starts_with("https://") => authority(rest),
        _ => return Err(url_refused("is neither `https:` nor `http:`")),
    };
    if host.is_empty() {
        return Err(url_refused("names no host"));
    }
    // A page that itself came over `http:` may call its own back end so, but no secret goes with it.
    if plain_http && !is_loopback(host) && (secret || !own_origin) {
        return Err(url_refused(
            "is `http:` to another machine, which anyone on the way can read",
        ));
    }
    Ok(absolute)
}

/// The text without the slashes at its end.
pub(crate) fn without_slashes(mut text: &str) -> &str {
    while let Some(shorter) = text.strip_suffix('/') {
        text = shorter;
    }
    text
}

/// The host and port before the path.
fn authority(rest: &str) -> &str {
    let end = rest.bytes().position(|byte| byte == b'/').unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// Whether an authority names this machine: `localhost`, `127.x.y.z` or `[::1]`, with or without a port.
fn is_loopback(authority: &str) -> bool {
    let mut host = authority.as_bytes();
    let digits = host.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    if let [before @ .., b':'] = &host[..host.len() - digits] {
        host = before;
    }
    host == b"localhost" || host == b"[::1]" || is_loopback_ipv4(host)
}

/// Whether it is `127.x.y.z`, its octets in decimal: one with a leading zero is octal to the platform.
fn is_loopback_ipv4(host: &[u8]) -> bool {
    let mut octets = 0;
    for octet in host.split(|byte| *byte == b'.') {
        let mut value = 0;
        for digit in octet {
            if !digit.is_ascii_digit() || value > 25 {
                return false;
            }
            value = value * 10 + u32::from(digit - b'0');
        }
        let spelled = matches!(octet, [_] | [b'1'..=b'9', ..]);
        if !spelled || value > 255 || (octets == 0 && value != 127) {
            return false;
        }
        octets += 1;
    }
    octets == 4
}

fn url_refused(fault: &str) -> Box<Error> {
    configuration(&[
        "`api_url` ",
        fault,
        "; give an `https:` URL, an `http:` URL of this machine (localhost, 127.0.0.1, [::1]), or inside a page a \
         path on its own origin such as `/api/hrflow`.",
    ])
}

/// An error of kind [`Kind::Configuration`] with that message, in parts.
pub(crate) fn configuration(message: &[&str]) -> Box<Error> {
    Error::new(Kind::Configuration, say(message))
}

/// Percent-encodes all but RFC 3986's unreserved characters, as UTF-8.
pub fn percent_encode(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}
