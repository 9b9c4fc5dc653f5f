//! The kinds of error, what each carries, and the redaction of the secret.

use serde::Serialize;
use std::fmt;

/// What went wrong, to switch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A wrong source key or selector. Nothing was sent.
    Argument,
    /// A wrong option, no credentials, or a secret inside a page. Nothing was sent.
    Configuration,
    /// No `fetch`, no WebAssembly, or a policy that forbids it.
    Environment,
    /// `fetch` rejected, or the connection broke before the whole answer had come.
    Network,
    /// No whole answer in time.
    Timeout,
    /// The server answered with a redirect, which is never followed.
    Redirect,
    /// An error status, or an error code in the envelope.
    Api,
    /// Not JSON, cut short, or not the promised shape.
    Response,
}

impl Kind {
    /// The kind as JavaScript spells it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Argument => "argument",
            Kind::Configuration => "configuration",
            Kind::Environment => "environment",
            Kind::Network => "network",
            Kind::Timeout => "timeout",
            Kind::Redirect => "redirect",
            Kind::Api => "api",
            Kind::Response => "response",
        }
    }
}

/// The server's own words about an error, as in the vendor's SDK.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Envelope {
    /// The envelope's `code`; the HTTP status where it has none.
    pub code: u32,
    /// The envelope's `message`, the secret redacted; a sentence of this crate's where it has none.
    pub message: String,
}

/// Why a call failed. No part of it shows the secret.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Error {
    /// What went wrong.
    pub kind: Kind,
    /// What was given, what is wanted, what to do next.
    pub message: String,
    /// The answer's HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The envelope's `code`; the HTTP status where it has none. Kind [`Kind::Api`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// The server's own words. Kind [`Kind::Api`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Envelope>,
    /// Where in the answer the fault is: `data[3].file_size`, or an empty string for the whole of it. Kind
    /// [`Kind::Response`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The answer's `X-Request-Id`, to name to the vendor's support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Seconds after which the server wants to be asked again, from `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<f64>,
    /// How many requests were sent.
    pub attempts: u32,
    /// Whether trying later can help.
    pub retryable: bool,
}

impl Error {
    /// An error of that kind with that message, and nothing else known. It is boxed, for it is large and seldom made.
    pub fn new(kind: Kind, message: String) -> Box<Self> {
        Box::new(Error {
            kind,
            message,
            status: None,
            code: None,
            response: None,
            path: None,
            request_id: None,
            retry_after: None,
            attempts: 0,
            retryable: matches!(kind, Kind::Network | Kind::Timeout),
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The parts in one string. One loop for all sentences is smaller than `concat`, which `format!` would dwarf.
pub fn say(parts: &[&str]) -> String {
    let mut said = String::new();
    for part in parts {
        said.push_str(part);
    }
    said
}

/// A whole number in decimal. `format!` would bring the formatting machinery into what users download.
pub fn decimal(number: u32) -> String {
    let mut digits = if number < 10 {
        String::new()
    } else {
        decimal(number / 10)
    };
    digits.push(char::from(b'0' + (number % 10) as u8));
    digits
}

/// The beginning of a text, so many characters of it at most.
pub fn shorten(text: &str, most: usize) -> &str {
    let mut characters = 0;
    for (at, byte) in text.bytes().enumerate() {
        // Every byte of a character but the first is 0b10…….
        if byte & 0xc0 != 0x80 {
            if characters == most {
                return text.get(..at).unwrap_or_default();
            }
            characters += 1;
        }
    }
    text
}

/// What stands in the secret's place.
const MASK: &str = "***";

/// A fragment of the secret at least this long is as secret as the whole.
const FRAGMENT: usize = 8;

/// The text with every trace of the secret replaced by `***`: the whole, a fragment of eight bytes or more, and either
/// of them in base64 or percent-encoded.
pub fn redact(text: &str, secret: &str) -> String {
    let traces = traces(secret.as_bytes());
    let mut redacted = String::new();
    let (mut kept, mut at) = (0, 0);
    while at < text.len() {
        let mut traced = 0;
        // Read as it stands, undone once, and undone throughout: a secret may itself hold what looks like an encoding.
        for times in [0, 1, usize::MAX] {
            for trace in &traces {
                traced = longest_trace(&text.as_bytes()[at..], times, trace).max(traced);
            }
        }
        if traced > 0 {
            // A piece that ends inside a character is no text; it goes too.
            redacted.push_str(text.get(kept..at).unwrap_or_default());
            redacted.push_str(MASK);
            kept = at + traced;
        }
        at += traced.max(1);
    }
    redacted.push_str(text.get(kept..).unwrap_or_default());
    redacted
}

/// The forms in which the secret may be met once percent-encoding is undone: itself, itself undone where it holds
/// percent signs of its own, and base64 of it at each of the three ways bytes can fall.
fn traces(secret: &[u8]) -> [Vec<u8>; 5] {
    let mut undone = Vec::new();
    let mut rest = secret;
    while !rest.is_empty() {
        let (byte, length) = letter(rest, usize::MAX);
        undone.push(byte);
        rest = &rest[length..];
    }
    [
        secret.to_vec(),
        undone,
        base64(secret, 0),
        base64(secret, 1),
        base64(secret, 2),
    ]
}

/// The base64 of the bytes where so many others stand before them, without the characters that hold bits of others.
fn base64(bytes: &[u8], before: u32) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = Vec::new();
    // The first character that is theirs alone begins at the bit 6, 4 or 2 of theirs.
    let (mut bits, mut held, mut skipped) = (0u32, 0, [0, 4, 2][before as usize % 3]);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 6 + skipped {
            held -= 6 + skipped;
            encoded.push(ALPHABET[(bits >> held & 63) as usize]);
            skipped = 0;
        }
    }
    encoded
}

/// The first byte of a text that is not empty, with percent-encoding and JSON's escapes undone up to so many times,
/// beside how many bytes of the text it stands for.
fn letter(text: &[u8], times: usize) -> (u8, usize) {
    let (mut byte, mut length) = (text[0], 1);
    for _ in 0..times {
        let undone = match (byte, &text[length..]) {
            (b'%', [high, low, ..]) => pair(*high, *low).map(|byte| (byte, 2)),
            (b'\\', [b'u', b'0', b'0', high, low, ..]) => pair(*high, *low).map(|byte| (byte, 5)),
            (b'\\', [escaped @ (b'/' | b'"' | b'\\'), ..]) => Some((*escaped, 1)),
            _ => None,
        };
        let Some((undone, more)) = undone else { break };
        (byte, length) = (undone, length + more);
    }
    (byte, length)
}

/// The byte that two hexadecimal digits spell.
fn pair(high: u8, low: u8) -> Option<u8> {
    Some(hexadecimal(high)? << 4 | hexadecimal(low)?)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// How many bytes of the text, from the first letter on, spell a part of the trace that is long enough to be one.
fn longest_trace(text: &[u8], times: usize, trace: &[u8]) -> usize {
    let mut longest = 0;
    for start in 0..trace.len() {
        let (mut read, mut count) = (0, 0);
        for wanted in &trace[start..] {
            if read >= text.len() {
                break;
            }
            let (byte, length) = letter(&text[read..], times);
            if !same_letter(*wanted, byte) {
                break;
            }
            read += length;
            count += 1;
        }
        if count >= FRAGMENT.min(trace.len()) {
            longest = longest.max(read);
        }
    }
    longest
}

/// Equal, whatever the case; base64's two alphabets taken as one, and a form's plus sign as the space that it stands for.
fn same_letter(wanted: u8, letter: u8) -> bool {
    wanted.eq_ignore_ascii_case(&letter) || matches!((wanted, letter), (b'+', b'-') | (b'/', b'_') | (b' ', b'+'))
}
