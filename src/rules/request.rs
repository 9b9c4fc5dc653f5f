//! What to send: the URL, the query's encoding, the headers and their checks, and where the secret may go.

use crate::rules::environment::Environment;
use crate::rules::error::{configuration, Error, ErrorKind};
use crate::rules::options::{without_slashes, Credentials, Options};
use crate::rules::page::PageQuery;
use crate::rules::profile::{self, Profile};
use crate::rules::text::{concat, decimal, whole};

/// The endpoints' paths below `api_url`.
const ATTACHMENTS: &str = "/profile/indexing/attachments";
const PROFILES: &str = "/storing/profiles";

/// The header that carries the secret key.
const KEY_HEADER: &str = "X-API-KEY";

/// The header that carries the account's e-mail address.
const USER_HEADER: &str = "X-USER-EMAIL";

/// A GET request, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// The absolute URL with its query.
    pub url: String,
    /// The credentials, which become the two headers.
    pub credentials: Option<Credentials<'a>>,
}

impl Request<'_> {
    /// The headers, by name and value. Every value has passed [`check_header`].
    pub fn headers(&self) -> Vec<(&'static str, &str)> {
        let mut headers = vec![("Accept", "application/json")];
        if let Some(credentials) = &self.credentials {
            headers.push((KEY_HEADER, credentials.api_secret));
            headers.push((USER_HEADER, credentials.api_user));
        }
        headers
    }
}

/// Makes the request for one profile's attachments.
///
/// # Errors
/// Of kind [`ErrorKind::Argument`] for an empty source key or selector; of kind [`ErrorKind::Configuration`] for an
/// `api_url` that the secret must not travel to, a secret inside a page, or a header that HTTP cannot carry.
pub fn attachments<'a>(
    options: &'a Options,
    environment: &Environment,
    source_key: &str,
    profile: &Profile,
) -> Result<Request<'a>, Box<Error>> {
    check_source_key(source_key)?;
    profile::check(profile)?;
    let (name, value) = profile.parameter();
    let path = concat(&[
        ATTACHMENTS,
        "?source_key=",
        &percent_encode(source_key),
        "&",
        name,
        "=",
        &percent_encode(value),
    ]);
    request(options, environment, &path)
}

/// Makes the request for one page of a source's profiles.
///
/// # Errors
/// As [`attachments`].
pub fn profiles<'a>(
    options: &'a Options,
    environment: &Environment,
    source_key: &str,
    query: &PageQuery<'_>,
) -> Result<Request<'a>, Box<Error>> {
    check_source_key(source_key)?;
    let mut path = concat(&[
        PROFILES,
        "?source_keys=",
        &percent_encode(&concat(&["[", &json_string(source_key), "]"])),
        "&page=",
        &decimal(query.page),
        "&limit=",
        &decimal(query.limit),
        "&order_by=",
        query.order_by,
        "&sort_by=",
        query.sort_by,
        "&return_profile=",
        if query.return_profile { "true" } else { "false" },
    ]);
    for (name, value) in [
        ("&created_at_min=", query.created_at_min),
        ("&created_at_max=", query.created_at_max),
    ] {
        if let Some(value) = value {
            path.push_str(&concat(&[name, &percent_encode(value)]));
        }
    }
    request(options, environment, &path)
}

/// Makes the request for a path with its query.
fn request<'a>(options: &'a Options, environment: &Environment, path: &str) -> Result<Request<'a>, Box<Error>> {
    let credentials = options.credentials()?;
    if let Some(credentials) = &credentials {
        // HrFlow's are ASCII; what is not, platforms encode in more than one way, and it could not be found again.
        // What is escaped, in an error say, would have to be looked for in more spellings than there is an end of.
        check_header("api_secret", credentials.api_secret, '~', &['"', '%', '\\'])?;
        check_header("api_user", credentials.api_user, '\u{ff}', &[])?;
        if environment.page.is_some() && !options.dangerously_allow_browser {
            return Err(configuration(&[
                "A secret was given inside a page, where every visitor can read it; leave `api_secret` out and point \
                 `api_url` at a handler of your own back end that adds it. To send it from a page all the same, set \
                 `dangerously_allow_browser: true`.",
            ]));
        }
    }
    let mut url = base_url(&options.api_url, credentials.is_some(), environment)?;
    url.push_str(path);
    Ok(Request { url, credentials })
}

fn check_source_key(source_key: &str) -> Result<(), Box<Error>> {
    if source_key.is_empty() {
        return Err(source_key_refused("an empty string"));
    }
    Ok(())
}

/// The text as JSON writes it.
fn json_string(text: &str) -> String {
    let mut written = "\"".to_string();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                written.push('\\');
                written.push(letter);
            }
            '\0'..='\u{1f}' => {
                let code = percent_encode(letter.encode_utf8(&mut [0; 4]));
                written.push_str("\\u00");
                written.push_str(code.get(1..).unwrap_or_default());
            }
            letter => written.push(letter),
        }
    }
    written.push('"');
    written
}

/// The error for a source key that is not a string with something in it; `received` is a noun phrase.
pub fn source_key_refused(received: &str) -> Box<Error> {
    let message = [
        "The source key was given as ",
        received,
        "; give the source's key as a string that is not empty.",
    ];
    Error::new(ErrorKind::Argument, concat(&message))
}

/// Refuses a value that no HTTP header can carry, letters beyond `last` and those of `none`, without quoting it: the platform's own
/// error would.
fn check_header(option: &str, value: &str, last: char, none: &[char]) -> Result<(), Box<Error>> {
    let carried = |letter: char| matches!(letter, ' '..='~' | '\u{a0}'..) && letter <= last && !none.contains(&letter);
    let space = |letter: Option<char>| matches!(letter, Some(' ' | '\u{a0}'));
    if value.chars().all(carried) && !space(value.chars().next()) && !space(value.chars().next_back()) {
        return Ok(());
    }
    Err(configuration(&[
        "`",
        option,
        "` holds a character that an HTTP header cannot carry (a line break, a tab, a space at an end, or one of \
         another alphabet), or that no key has (`\"`, `%`, `\\`); give it as HrFlow shows it.",
    ]))
}

/// Checks `api_url` and makes it absolute, with no slash at its end.
///
/// It reads URLs more narrowly than the platform does: what it accepts, the platform reads in the same way, so that
/// the host that was checked is the host that is called.
fn base_url(api_url: &str, secret: bool, environment: &Environment) -> Result<String, Box<Error>> {
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
    let absolute = match &environment.page {
        _ if api_url.starts_with("//") => return Err(url_refused("begins with two slashes")),
        _ if !own_origin => trimmed.to_string(),
        Some(origin) => concat(&[origin, trimmed]),
        _ => return Err(url_refused("is a path, which means something inside a page only")),
    };
    let mut lower = absolute.clone();
    lower.make_ascii_lowercase();
    let plain_http = lower.starts_with("http://");
    let authority = match lower.get(if plain_http { 7.. } else { 8.. }) {
        Some(rest) if plain_http || lower.starts_with("https://") => cut(rest.as_bytes(), b'/').0,
        _ => return Err(url_refused("is neither `https:` nor `http:`")),
    };
    let host = match host(authority) {
        Some(host) => host,
        // The page's own origin is as the platform itself spells it.
        None if own_origin => Host::Other,
        None => return Err(url_refused("names no host in plain ASCII, or a port above 65535")),
    };
    // A page that itself came over `http:` may call its own back end so, but no secret goes with it.
    if plain_http && host != Host::Loopback && (secret || !own_origin) {
        return Err(url_refused(
            "is `http:` to another machine, which anyone on the way can read",
        ));
    }
    Ok(absolute)
}

/// Which machine a host names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Host {
    /// This one: `localhost`, `127.x.y.z` or `[::1]`.
    Loopback,
    /// Any other.
    Other,
}

/// Which machine an authority in lower case names; `None` for what the platform may read in another way, or not at all.
fn host(authority: &[u8]) -> Option<Host> {
    let (host, port) = match authority {
        [b'[', b':', b':', b'1', b']', rest @ ..] => {
            let (nothing, port) = cut(rest, b':');
            (nothing.is_empty().then_some(b"localhost".as_slice())?, port)
        }
        _ => cut(authority, b':'),
    };
    match port.map(whole) {
        None | Some(Some(1..=65_535)) => {}
        _ => return None,
    }
    if host == b"localhost" {
        return Some(Host::Loopback);
    }
    let (mut labels, mut octets) = (0, 0);
    let mut last: &[u8] = &[];
    let mut rest = Some(host);
    while let Some(text) = rest {
        let label;
        (label, rest) = cut(text, b'.');
        // One dot may end a name.
        if label.is_empty() && labels > 0 && rest.is_none() {
            break;
        }
        let carried = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
        if label.is_empty() || label.len() > 63 || !label.iter().all(carried) {
            return None;
        }
        labels += 1;
        // An octet with a leading zero is octal to the platform.
        octets += u32::from(matches!(whole(label), Some(..=255)) && matches!(label, [_] | [b'1'..=b'9', ..]));
        last = label;
    }
    // What ends in a number is an address to the platform, in more spellings than these: only the plain one is taken.
    if !last.starts_with(b"0x") && !last.iter().all(u8::is_ascii_digit) {
        return Some(Host::Other);
    }
    let is_plain = labels == 4 && octets == 4 && !host.ends_with(b".");
    is_plain.then_some(if host.starts_with(b"127.") {
        Host::Loopback
    } else {
        Host::Other
    })
}

/// What stands before the first such byte, and after it, if it is there at all.
fn cut(text: &[u8], at: u8) -> (&[u8], Option<&[u8]>) {
    match text.iter().position(|byte| *byte == at) {
        Some(index) => (&text[..index], Some(&text[index + 1..])),
        None => (text, None),
    }
}

/// The error for an `api_url` that the rules accept and the platform does not: a host whose `xn--` spells nothing, say.
pub fn unreadable_url() -> Box<Error> {
    url_refused("cannot be read by this platform")
}

fn url_refused(fault: &str) -> Box<Error> {
    configuration(&[
        "`api_url` ",
        fault,
        "; give an `https:` URL, an `http:` URL of this machine (localhost, 127.0.0.1, [::1]), or inside a page a \
         path on its own origin such as `/api/hrflow`.",
    ])
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
