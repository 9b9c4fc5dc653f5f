//! From which addresses a file may be fetched: HrFlow hands on what others gave it.
//!
//! What is judged is what the platform would connect to: its own URL parser has read the address and spelled it anew, so
//! that `https://0x7f.1` comes as `127.0.0.1`. No sentence repeats an address: it may hold a token.

use crate::rules::ip_address::{self, Place};

/// The most redirects that are followed for one file.
pub const MAX_REDIRECTS: u32 = 5;

/// The longest address, in bytes.
const LONGEST: usize = 32_768;

/// The longest host with its user and port, in bytes: the platform takes the square of it to read one.
const LONGEST_HOST: usize = 1_024;

/// A sentence: what was given, what is wanted, and where to look.
macro_rules! sentence {
    ($given:literal, $wanted:literal) => {
        concat!(
            "The file's ",
            $given,
            "; ",
            $wanted,
            " is wanted. See the attachment's `public_url` at HrFlow."
        )
    };
}

/// For what the platform's URL parser cannot read either.
pub const NO_URL: &str = sentence!("address is not a URL", "an `https:` URL");

const NOT_HTTPS: &str = sentence!("address is neither `https:` nor `http:`", "an `https:` URL");
const PLAIN_HTTP: &str = sentence!(
    "address is `http:`, which anyone on the way can read and change",
    "an `https:` URL, or an `http:` URL of this machine where `api_url` is one,"
);
const CREDENTIALS: &str = sentence!("address holds a user name or a password", "a URL without them");
const NO_HOST: &str = sentence!("address names no host in plain ASCII", "a URL with a host name");
const CLOSED: &str = sentence!(
    "address leads to a link-local address, a cloud's metadata or no single machine",
    "a URL of a file server"
);
const LOOPBACK: &str = sentence!(
    "address leads to this machine, and `api_url` does not",
    "a URL of a file server"
);
const NOT_LOOPBACK: &str = sentence!(
    "address is one of this machine by its name, and that name leads to another",
    "a name that leads where it says"
);
const DOWNGRADE: &str = sentence!(
    "server redirects from `https:` down to `http:`, which is never followed",
    "a redirect to an `https:` URL"
);
const TOO_MANY: &str = sentence!("server redirects more than 5 times", "a URL nearer to the file");

/// An address as the platform's URL parser has read it: the members of a WHATWG `URL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'a> {
    /// `protocol`, with its colon: `https:`.
    pub protocol: &'a str,
    /// `hostname`: a name, `127.0.0.1`, or `[::1]`.
    pub hostname: &'a str,
    /// Whether `username` or `password` is not empty.
    pub has_credentials: bool,
}

/// Where a file is about to be fetched from.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// `api_url`.
    pub api: Address<'a>,
    /// Where it is fetched from.
    pub to: Address<'a>,
    /// Where the server redirects from, if it does.
    pub from: Option<Address<'a>>,
    /// How many redirects were followed before.
    pub followed: u32,
    /// What the name of `to` leads to, where the platform has looked it up.
    pub ip: Option<&'a str>,
}

impl Visit<'_> {
    /// Checks whether a file may be fetched from there, as far as it is known where that is.
    ///
    /// # Errors
    /// A sentence that does not repeat the address.
    pub fn check(&self) -> Result<(), &'static str> {
        let api = Api::at(&self.api);
        match (self.ip, &self.from) {
            (Some(ip), _) => check_resolved(&self.to, ip),
            (None, Some(from)) => check_redirect(from, &self.to, self.followed, api),
            (None, None) => check(&self.to, api),
        }
    }
}

/// Where `api_url` is, as far as it matters for the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// On another machine.
    Elsewhere,
    /// On this machine, over `https:`.
    Here,
    /// On this machine, over `http:`.
    HereOverHttp,
}

impl Api {
    /// Where the API at that address is.
    pub fn at(address: &Address<'_>) -> Self {
        match (place(address.hostname), address.protocol) {
            (Some(Place::Loopback), "http:") => Api::HereOverHttp,
            (Some(Place::Loopback), _) => Api::Here,
            _ => Api::Elsewhere,
        }
    }
}

/// Checks an address as it was given, before the platform's parser sees it: that forgives what is no URL.
///
/// # Errors
/// A sentence that does not repeat the address.
pub fn check_text(text: &str) -> Result<(), &'static str> {
    let begins = |scheme: &str| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let is_control = |byte: u8| byte < b' ' || byte == 0x7f;
    if text.len() > LONGEST || text.bytes().any(is_control) {
        return Err(NO_URL);
    }
    if begins("https://") || begins("http://") {
        let after = text.bytes().skip_while(|byte| *byte != b'/');
        let host = after.skip_while(|byte| b"/\\".contains(byte));
        let is_long = host.take_while(|byte| !b"/\\?#".contains(byte)).count() > LONGEST_HOST;
        return if is_long { Err(NO_URL) } else { Ok(()) };
    }
    // `mailto:x` and `file:///x` are URLs, but not of this kind.
    let scheme = text.split(':').next().unwrap_or_default().as_bytes();
    let is_scheme = scheme.len() < text.len()
        && matches!(scheme, [b'a'..=b'z' | b'A'..=b'Z', rest @ ..]
            if rest.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)));
    let is_ours = begins("https:") || begins("http:");
    Err(if is_scheme && !is_ours { NOT_HTTPS } else { NO_URL })
}

/// Checks whether a file may be fetched from there.
///
/// # Errors
/// A sentence that does not repeat the address.
pub fn check(address: &Address<'_>, api: Api) -> Result<(), &'static str> {
    if address.protocol != "https:" && address.protocol != "http:" {
        return Err(NOT_HTTPS);
    }
    if address.has_credentials {
        return Err(CREDENTIALS);
    }
    match place(address.hostname).ok_or(NO_HOST)? {
        Place::Closed => Err(CLOSED),
        Place::Loopback if api == Api::Elsewhere => Err(LOOPBACK),
        place if address.protocol == "http:" && !(place == Place::Loopback && api == Api::HereOverHttp) => {
            Err(PLAIN_HTTP)
        }
        _ => Ok(()),
    }
}

/// Checks whether a redirect may be followed, after so many others.
///
/// # Errors
/// A sentence that does not repeat the address.
pub fn check_redirect(from: &Address<'_>, to: &Address<'_>, followed: u32, api: Api) -> Result<(), &'static str> {
    if followed >= MAX_REDIRECTS {
        return Err(TOO_MANY);
    }
    if from.protocol == "https:" && to.protocol == "http:" {
        return Err(DOWNGRADE);
    }
    check(to, api)
}

/// Checks an IP address that the platform found for a host that [`check`] let pass, before it connects: a name can lead
/// anywhere, and somewhere else the next time. Every one that was found has to pass.
///
/// # Errors
/// A sentence that does not repeat the address.
pub fn check_resolved(address: &Address<'_>, ip: &str) -> Result<(), &'static str> {
    let is_here = place(address.hostname) == Some(Place::Loopback);
    match (ip_address::place(ip).ok_or(NO_HOST)?, is_here) {
        (Place::Loopback, true) | (Place::Open, false) => Ok(()),
        (Place::Closed, _) => Err(CLOSED),
        (Place::Loopback, false) => Err(LOOPBACK),
        (Place::Open, true) => Err(NOT_LOOPBACK),
    }
}

/// Where a host leads as far as its name tells; `None` for what the platform would spell in another way, or not at all.
fn place(hostname: &str) -> Option<Place> {
    if let Some(rest) = hostname.strip_prefix('[') {
        let address = rest.strip_suffix(']')?;
        return ip_address::place(address).filter(|_| address.contains(':') && !address.contains('%'));
    }
    let mut name = hostname.to_ascii_lowercase();
    // One dot may end a name.
    if name.ends_with('.') {
        name.pop();
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if name.is_empty() || name.starts_with('.') || !name.bytes().all(is_plain) {
        return None;
    }
    let last = name.rsplit('.').next().unwrap_or_default();
    if last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number at the end makes an IPv4 address of it; the platform has spelled it plainly.
        return ip_address::place(&name);
    }
    Some(match name.as_str() {
        "localhost" => Place::Loopback,
        // What clouds call their metadata. Their addresses are closed as well; where none is asked for, these are left.
        "metadata"
        | "metadata.goog"
        | "metadata.google.internal"
        | "instance-data"
        | "instance-data.ec2.internal"
        | "metadata.tencentyun.com" => Place::Closed,
        name if name.ends_with(".localhost") => Place::Loopback,
        name if name.ends_with(".metadata.google.internal") => Place::Closed,
        _ => Place::Open,
    })
}
