//! The call as the npm package wrote it down at the moment it was made: nothing that the caller gave is read later.
//!
//! `pkg/source/snapshot.mjs` writes it: tokens, each its length in UTF-16 code units, a colon and so many of them. The
//! first two are whether this is a page (`1`, or nothing) and its origin; then come records of three: who gave the value
//! and what type it is (a letter each), under which name, and its text. A giver in capitals stands for all that it gave,
//! where that is no object whose members could be read.

use crate::rules::environment::Environment;
use crate::rules::error::{configuration, Error};
use crate::rules::input::Input;
use crate::rules::options::{Options, NAMES, VARIABLES};
use crate::rules::profile::{is_selector, Profile};
use crate::rules::redaction::quote;
use crate::rules::request::source_key_refused;
use crate::rules::text::whole;

/// The longest string that is read, in UTF-16 code units: far beyond what a URL or a header may hold.
pub const MAX_TEXT: u32 = 16_384;

/// A call, its arguments read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The environment's variables, the client's options and the call's own, one over the other.
    pub options: Options,
    /// Where the call is made.
    pub environment: Environment,
    /// The source.
    pub source_key: String,
    /// The profile.
    pub profile: Profile,
}

/// Who gave a value.
mod giver {
    pub const VARIABLE: u8 = b'v';
    pub const CLIENT: u8 = b'c';
    pub const CALL: u8 = b'o';
    pub const SELECTOR: u8 = b'p';
    pub const SOURCE_KEY: u8 = b's';
}

#[derive(Clone, Copy)]
struct Record<'a> {
    giver: u8,
    name: &'a str,
    value: Input<'a>,
}

impl Snapshot {
    /// Reads what `pkg/source/snapshot.mjs` wrote.
    ///
    /// # Errors
    /// What is wrong with the arguments or options, the first that counts.
    pub fn read(written: &str) -> Result<Box<Self>, Box<Error>> {
        let mut rest = written;
        let in_page = !token(&mut rest).is_empty();
        let origin = token(&mut rest);
        let mut records = Vec::new();
        while !rest.is_empty() {
            records.push(record(&mut rest));
        }
        let options = read_options(&records, in_page)?;
        let source_key = match find(&records, giver::SOURCE_KEY) {
            Some(Input::Text(source_key)) => source_key.to_string(),
            other => return Err(source_key_refused(other.unwrap_or(Input::Other("nothing")).phrase())),
        };
        if let Some(received) = find(&records, giver::SELECTOR.to_ascii_uppercase()) {
            return Err(Profile::not_a_selector(received.phrase()));
        }
        let unknown;
        let mut members = Vec::new();
        for Record { giver, name, value } in &records {
            if *giver != giver::SELECTOR {
                continue;
            }
            if !is_selector(name) {
                unknown = shown(name);
                members = vec![(unknown.as_str(), *value)];
                break;
            }
            members.push((*name, *value));
        }
        Ok(Box::new(Snapshot {
            options,
            environment: Environment {
                in_page,
                origin: (!origin.is_empty()).then(|| origin.to_string()),
            },
            source_key,
            profile: Profile::select(&members)?,
        }))
    }
}

fn read_options(records: &[Record], in_page: bool) -> Result<Options, Box<Error>> {
    let mut options = Options::default();
    for layer in [giver::VARIABLE, giver::CLIENT, giver::CALL] {
        if let Some(received) = find(records, layer.to_ascii_uppercase()) {
            let received = received.phrase();
            return Err(configuration(&[
                "The options were given as ",
                received,
                "; give a plain object.",
            ]));
        }
        for Record { giver, name, value } in records {
            if *giver != layer || (layer == giver::VARIABLE && in_page) {
                continue;
            }
            match (layer, *name, value) {
                (giver::VARIABLE, variable, value) => {
                    for (option, known) in VARIABLES {
                        if variable == known {
                            options.set(option, *value)?;
                        }
                    }
                }
                (giver::CALL, "signal", Input::Signal) => {}
                (giver::CALL, "signal", other) => {
                    return Err(configuration(&[
                        "`signal` was given as ",
                        other.phrase(),
                        "; give the `signal` of an AbortController.",
                    ]))
                }
                (_, name, value) if NAMES.contains(&name) => options.set(name, *value)?,
                (_, name, value) => options.set(&shown(name), *value)?,
            }
        }
    }
    Ok(options)
}

/// The first value of that giver.
fn find<'a>(records: &[Record<'a>], giver: u8) -> Option<Input<'a>> {
    let found = records.iter().find(|record| record.giver == giver);
    found.map(|record| record.value)
}

/// A name that a caller made up, as it may be repeated: the secret may stand where a name belongs, and secrets are long or
/// have digits.
fn shown(name: &str) -> String {
    const MAX_LENGTH: usize = 24;
    if name.len() > MAX_LENGTH || name.bytes().any(|byte| byte.is_ascii_digit()) {
        return "***".to_string();
    }
    quote(name, "")
}

fn record<'a>(rest: &mut &'a str) -> Record<'a> {
    let (letters, name, text) = (token(rest), token(rest), token(rest));
    let (giver, input_type) = match letters.as_bytes() {
        &[giver, input_type] => (giver, input_type),
        _ => (0, 0),
    };
    let value = match input_type {
        b't' => Input::Text(text),
        b'i' => whole(text.as_bytes()).map_or(Input::Other("a number"), Input::Whole),
        b'b' => Input::Boolean(!text.is_empty()),
        b'g' => Input::Signal,
        other => Input::Other(match other {
            b'n' => "a number",
            b'u' => "undefined",
            b'l' => "null",
            b'a' => "an array",
            b'o' => "an object",
            b'f' => "a function",
            b'y' => "a symbol or a bigint",
            b'm' => "a string of more than 16 384 characters",
            b'c' => "an object that is not a plain one",
            _ => "something that cannot be read",
        }),
    };
    Record { giver, name, value }
}

/// Takes a token from the beginning of the text; what is no token ends the text.
fn token<'a>(rest: &mut &'a str) -> &'a str {
    let mut left = 0;
    let mut start = None;
    for (at, letter) in rest.char_indices() {
        match start {
            None => match letter.to_digit(10) {
                Some(digit) => left = left * 10 + digit as usize,
                None => start = Some(at + 1),
            },
            Some(start) if left == 0 => {
                let token = rest.get(start..at).unwrap_or_default();
                *rest = rest.get(at..).unwrap_or_default();
                return token;
            }
            Some(_) => left = left.saturating_sub(letter.len_utf16()),
        }
    }
    let token = start.and_then(|start| rest.get(start..)).unwrap_or_default();
    *rest = "";
    token
}
