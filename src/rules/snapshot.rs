//! The call as the npm package wrote it down at the moment it was made: nothing that the caller gave is read later.
//!
//! `pkg/source/snapshot.mjs` writes it: tokens, each its length in UTF-16 code units, a colon and so many of them. The
//! first is `1` and the page's origin, or nothing where this is no page; then come records of three: who gave the value
//! and what type it is (a letter each), under which name, and its text. A giver in capitals stands for all that it gave,
//! where that is no object whose members could be read.

use crate::rules::environment::Environment;
use crate::rules::error::{configuration, Error};
use crate::rules::input::Input;
use crate::rules::options::{Options, NAMES, VARIABLES};
use crate::rules::page::PageQuery;
use crate::rules::profile::{is_selector, Profile};
use crate::rules::redaction::shown;
use crate::rules::request::source_key_refused;
use crate::rules::text::whole;

/// A call, read.
#[derive(Clone, Debug)]
pub struct Snapshot<'a> {
    /// The environment's variables, the client's options and the call's own, one over the other.
    pub options: Options,
    /// Where the call is made.
    pub environment: Environment,
    /// The source.
    pub source_key: &'a str,
    /// What says which profile, or which page.
    records: Vec<Record<'a>>,
}

/// Who gave a value.
mod giver {
    pub const VARIABLE: u8 = b'v';
    pub const CLIENT: u8 = b'c';
    pub const CALL: u8 = b'o';
    pub const SELECTOR: u8 = b'p';
    pub const SOURCE_KEY: u8 = b's';
}

#[derive(Clone, Copy, Debug)]
struct Record<'a> {
    giver: u8,
    name: &'a str,
    value: Input<'a>,
}

impl<'a> Snapshot<'a> {
    /// Reads what `pkg/source/snapshot.mjs` wrote.
    ///
    /// # Errors
    /// What is wrong with the options or the source key, the first that counts.
    pub fn read(written: &'a str) -> Result<Self, Box<Error>> {
        Snapshot::read_with(written, |_, _| Ok(false))
    }

    /// The same for a call that has options beside a client's: `take` gets each by its name, and says whether it is one of
    /// those.
    ///
    /// # Errors
    /// Likewise.
    pub fn read_with(
        written: &'a str,
        take: impl FnMut(&str, Input<'a>) -> Result<bool, Box<Error>>,
    ) -> Result<Self, Box<Error>> {
        let mut rest = written;
        let environment = Environment::read(token(&mut rest));
        let records = records(rest);
        let options = read_options(&records, environment.page.is_some(), take)?;
        let source_key = match find(&records, giver::SOURCE_KEY) {
            Some(Input::Text(source_key)) => source_key,
            other => return Err(source_key_refused(other.unwrap_or(Input::Other("nothing")).phrase())),
        };
        Ok(Snapshot {
            options,
            environment,
            source_key,
            records,
        })
    }

    /// The profile that was asked for.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Argument`](crate::ErrorKind::Argument).
    pub fn profile(&self) -> Result<Profile, Box<Error>> {
        profile(&self.records)
    }

    /// The page that was asked for.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Argument`](crate::ErrorKind::Argument).
    pub fn page(&self) -> Result<PageQuery<'a>, Box<Error>> {
        let members = self.records.iter().filter(|record| record.giver == giver::SELECTOR);
        let members: Vec<_> = members.map(|record| (record.name, record.value)).collect();
        PageQuery::select(&members)
    }
}

/// Reads a profile that was written down by itself.
///
/// # Errors
/// Of kind [`ErrorKind::Argument`](crate::ErrorKind::Argument).
pub fn read_profile(written: &str) -> Result<Profile, Box<Error>> {
    profile(&records(written))
}

fn profile(records: &[Record]) -> Result<Profile, Box<Error>> {
    if let Some(received) = find(records, giver::SELECTOR.to_ascii_uppercase()) {
        return Err(Profile::not_a_selector(received.phrase()));
    }
    let unknown;
    let mut members = Vec::new();
    for Record { giver, name, value } in records {
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
    Profile::select(&members)
}

fn read_options<'a>(
    records: &[Record<'a>],
    in_page: bool,
    mut take: impl FnMut(&str, Input<'a>) -> Result<bool, Box<Error>>,
) -> Result<Options, Box<Error>> {
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
                (giver::CALL, name, value) if take(name, *value)? => {}
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

fn records(mut rest: &str) -> Vec<Record<'_>> {
    let mut records = Vec::new();
    while !rest.is_empty() {
        records.push(record(&mut rest));
    }
    records
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
        b'f' => Input::Function,
        other => Input::Other(match other {
            b'n' => "a number",
            b'u' => "undefined",
            b'l' => "null",
            b'a' => "an array",
            b'o' => "an object",
            b'y' => "a symbol or a bigint",
            b'm' => "a string of more than 16 384 characters",
            b'c' => "an object that is not a plain one",
            _ => "something that cannot be read",
        }),
    };
    Record { giver, name, value }
}

/// Takes a token from the beginning of the text; what is no token ends the text.
pub fn token<'a>(rest: &mut &'a str) -> &'a str {
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
