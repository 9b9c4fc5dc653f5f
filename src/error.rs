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
    /// An error of that kind with that message, and nothing else known.
    pub fn new(kind: Kind, message: String) -> Self {
        Error {
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
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A whole number in decimal. `format!` would bring the formatting machinery into what users download.
pub fn decimal(mut number: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(b'0' + (number % 10) as u8));
        number /= 10;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// What stands in the secret's place.
const MASK: &[u8] = b"***";

/// A fragment of the secret at least this long is as secret as the whole.
const FRAGMENT: usize = 8;

/// The text with every trace of the secret replaced by `***`: the whole, a fragment of eight bytes or more, and either
/// of them in base64 or percent-encoded.
pub fn redact(text: &str, secret: &str) -> String {
    if secret.is_empty() {
        return text.to_string();
    }
    let traces = traces(secret.as_bytes());
    let mut redacted = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        // Read as it stands, undone once, and undone throughout: a secret may itself hold what looks like an encoding.
        let readings = [0, 1, usize::MAX].map(|times| longest_trace(decoded(rest, times), &traces));
        let traced = readings.into_iter().max().unwrap_or_default();
        let (head, tail) = rest.split_at(traced.max(1));
        redacted.extend_from_slice(if traced == 0 { head } else { MASK });
        rest = tail;
    }
    String::from_utf8_lossy(&redacted).into_owned()
}

/// The forms in which the secret may be met once percent-encoding is undone: itself, itself undone where it holds
/// percent signs of its own, and base64 of it at each of the three ways bytes can fall.
fn traces(secret: &[u8]) -> [Vec<u8>; 5] {
    let undone = decoded(secret, usize::MAX).map(|(byte, _)| byte).collect();
    let base64_after = |before: usize| {
        let mut bytes = vec![0; before];
        bytes.extend_from_slice(secret);
        let encoded = base64(&bytes);
        // The first characters hold bits of what stood before, the last may hold bits of what follows.
        let whole = bytes.len() * 8 / 6;
        encoded[(before * 8).div_ceil(6)..whole].to_vec()
    };
    [
        secret.to_vec(),
        undone,
        base64_after(0),
        base64_after(1),
        base64_after(2),
    ]
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = Vec::new();
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            encoded.push(ALPHABET[(bits >> (18 - 6 * place)) as usize & 63]);
        }
    }
    encoded
}

/// The text's bytes with percent-encoding and JSON's escapes undone up to so many times, each beside how many bytes of the
/// text it stands for.
fn decoded(text: &[u8], times: usize) -> impl Iterator<Item = (u8, usize)> + Clone + '_ {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (mut byte, mut length) = (*rest.first()?, 1);
        for _ in 0..times {
            let undone = match (byte, &rest[length..]) {
                (b'%', [high, low, ..]) => pair(*high, *low).map(|byte| (byte, 2)),
                (b'\\', [b'u', b'0', b'0', high, low, ..]) => pair(*high, *low).map(|byte| (byte, 5)),
                (b'\\', [escaped @ (b'/' | b'"' | b'\\'), ..]) => Some((*escaped, 1)),
                _ => None,
            };
            let Some((undone, more)) = undone else { break };
            (byte, length) = (undone, length + more);
        }
        rest = &rest[length..];
        Some((byte, length))
    })
}

/// The byte that two hexadecimal digits spell.
fn pair(high: u8, low: u8) -> Option<u8> {
    Some(hexadecimal(high)? << 4 | hexadecimal(low)?)
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

/// How many bytes of the text, from the first letter on, spell a part of a trace that is long enough to be one.
fn longest_trace(letters: impl Iterator<Item = (u8, usize)> + Clone, traces: &[Vec<u8>]) -> usize {
    let mut longest = 0;
    for trace in traces {
        for start in 0..trace.len() {
            let same = trace[start..]
                .iter()
                .zip(letters.clone())
                .take_while(|(wanted, (letter, _))| same_letter(**wanted, *letter));
            let (count, length) = same.fold((0, 0), |(count, sum), (_, (_, length))| (count + 1, sum + length));
            if count >= FRAGMENT.min(trace.len()) {
                longest = longest.max(length);
            }
        }
    }
    longest
}

/// Equal, whatever the case; base64's two alphabets taken as one, and a form's plus sign as the space that it stands for.
fn same_letter(wanted: u8, letter: u8) -> bool {
    wanted.eq_ignore_ascii_case(&letter) || matches!((wanted, letter), (b'+', b'-') | (b'/', b'_') | (b' ', b'+'))
}
