//! What `hrflow-wasm/export` sees of this crate: the rules about one folder. An instance serves one run, and each function
//! answers at once.

use crate::platform::tables::Tables;
use crate::rules::attachment::Attachment;
use crate::rules::error::{is_retryable, Error, ErrorKind};
use crate::rules::folder::Folders;
use crate::rules::journal::{Journal, Line};
use crate::rules::profile::Profile;
use crate::rules::retry;
use crate::rules::spreadsheet;
use crate::rules::todo::{todo, Entry, Listed, Step};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;

#[derive(Default)]
struct State {
    journal: Journal,
    folders: Folders,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
}

/// A line of the journal, as `journal.mjs` writes it. What a line may have is read by name: a tagged `enum` would be read whole
/// first, whatever is in it, and a deep attachment takes all of the stack.
#[derive(Deserialize)]
struct Written {
    line: String,
    wants: Option<String>,
    profile: Option<String>,
    paths: Option<Vec<String>>,
    path: Option<String>,
    entry: Option<WrittenEntry>,
}

#[derive(Deserialize)]
struct WrittenEntry {
    path: String,
    attachment: Attachment,
    occurrence: u32,
}

/// Takes the next line of the journal; says whether it is one.
#[wasm_bindgen]
pub fn take(line: JsValue) -> bool {
    let Some(line) = serde_wasm_bindgen::from_value(line).ok().and_then(line_of) else {
        return false;
    };
    STATE.with_borrow_mut(|State { journal, folders }| {
        // A file may be there, too, that a run was about to put there.
        let place = match &line {
            Line::Here { profile, entry } => Some((profile, &entry.path)),
            Line::Planned { profile, paths } => paths.first().map(|path| (profile, path)),
            _ => None,
        };
        if let Some((profile, (folder, _))) = place.and_then(|(profile, path)| Some((profile, path.split_once('/')?))) {
            folders.reserve(folder, Some(profile));
        }
        journal.take(line);
    });
    true
}

fn line_of(written: Written) -> Option<Line> {
    let Written {
        line,
        wants,
        profile,
        paths,
        path,
        entry,
    } = written;
    Some(match line.as_str() {
        "began" => Line::Began { wants: wants? },
        "planned" => Line::Planned {
            profile: profile?,
            paths: paths?,
        },
        "here" => {
            let WrittenEntry {
                path,
                attachment,
                occurrence,
            } = entry?;
            Line::Here {
                profile: profile?,
                entry: Box::new(Entry {
                    path,
                    attachment,
                    occurrence,
                    is_there: true,
                }),
            }
        }
        "left" => Line::Left {
            profile: profile?,
            path: path?,
        },
        "removed" => Line::Removed {
            profile: profile?,
            path: path?,
        },
        "done" => Line::Done { profile: profile? },
        "finished" => Line::Finished,
        _ => return None,
    })
}

/// Whether the profile is done in this run.
#[wasm_bindgen(js_name = isDone)]
pub fn is_done(profile: &str) -> bool {
    STATE.with_borrow(|state| state.journal.is_done(profile))
}

/// Where the profile's files are, as the journal has it.
#[wasm_bindgen]
pub fn paths(profile: &str) -> Vec<String> {
    STATE.with_borrow(|state| {
        state
            .journal
            .files(profile)
            .into_iter()
            .map(|entry| entry.path)
            .collect()
    })
}

/// Where files of the profile were about to be put, with no line since: the former may be there, or the new one, or none.
#[wasm_bindgen]
pub fn unsettled(profile: &str) -> Vec<String> {
    STATE.with_borrow(|state| state.journal.unsettled(profile).map(str::to_string).collect())
}

/// Whether a file of the profile was about to be put there, with no line since.
#[wasm_bindgen(js_name = isPlanned)]
pub fn is_planned(profile: &str, path: &str) -> bool {
    STATE.with_borrow(|state| state.journal.is_planned(profile, path))
}

/// The profiles that the journal has files of, or may have.
#[wasm_bindgen]
pub fn profiles() -> Vec<String> {
    STATE.with_borrow(|state| state.journal.profiles().map(str::to_string).collect())
}

/// What `exportAttachments` asks about a profile.
#[derive(Deserialize)]
struct Asked {
    /// A text that is its own in every run.
    profile: String,
    /// `key`, `reference` or `email`, and its value: what the folder is named for.
    named: (String, String),
    listed: Vec<AskedFile>,
    /// The paths at which nothing is any more.
    missing: Vec<String>,
    remove_gone: bool,
}

#[derive(Deserialize)]
struct AskedFile {
    attachment: Attachment,
    is_wanted: bool,
}

/// What is to be done about it.
#[derive(Serialize)]
struct Plan {
    steps: Vec<PlannedStep>,
    /// Where files are that HrFlow no longer has.
    gone: Vec<String>,
    /// Where files may be that nobody noted.
    strays: Vec<String>,
}

/// `leave`, `keep` or `fetch`.
#[derive(Serialize)]
struct PlannedStep {
    how: &'static str,
    path: String,
    occurrence: u32,
    /// Whether what may be at that path was put there by a run.
    is_ours: bool,
}

/// What is to be done about a profile; nothing for what is no question.
#[wasm_bindgen]
pub fn plan(asked: JsValue) -> JsValue {
    let Ok(asked) = serde_wasm_bindgen::from_value::<Asked>(asked) else {
        return JsValue::UNDEFINED;
    };
    let plan = STATE.with_borrow_mut(|state| planned(state, asked));
    serde_wasm_bindgen::to_value(&plan).unwrap_or(JsValue::UNDEFINED)
}

fn planned(State { journal, folders }: &mut State, asked: Asked) -> Plan {
    let mut entries = journal.files(&asked.profile);
    let missing: BTreeSet<_> = asked.missing.iter().collect();
    for entry in &mut entries {
        entry.is_there &= !missing.contains(&entry.path);
    }
    let before = entries.first().and_then(|entry| entry.path.split_once('/'));
    let (name, value) = asked.named;
    let profile = match name.as_str() {
        "reference" => Profile::Reference(value),
        "email" => Profile::Email(value),
        _ => Profile::Key(value),
    };
    let folder = folders.of(
        &profile,
        // Whoever has a text of its own has a folder of its own.
        Some(&asked.profile),
        before.map(|(folder, _)| folder),
        &Tables,
    );
    let listed: Vec<_> = asked.listed.iter().map(AskedFile::listed).collect();
    let todo = todo(&folder, &entries, &listed, asked.remove_gone, &Tables);
    let is_ours = |path: &str| journal.is_planned(&asked.profile, path) || journal.is_noted(&asked.profile, path);
    let steps = todo.steps.iter().map(|step| match step {
        Step::Leave => PlannedStep::of("leave", "", 0, false),
        Step::Keep(entry) => PlannedStep::of("keep", &entries[*entry].path, 0, true),
        Step::Fetch { path, occurrence, .. } => PlannedStep::of("fetch", path, *occurrence, is_ours(path)),
    });
    Plan {
        steps: steps.collect(),
        gone: todo.gone.iter().map(|entry| entries[*entry].path.clone()).collect(),
        strays: journal
            .strays(&asked.profile, &todo.steps)
            .into_iter()
            .map(str::to_string)
            .collect(),
    }
}

impl AskedFile {
    fn listed(&self) -> Listed<'_> {
        Listed {
            attachment: &self.attachment,
            is_wanted: self.is_wanted,
        }
    }
}

impl PlannedStep {
    fn of(how: &'static str, path: &str, occurrence: u32, is_ours: bool) -> Self {
        PlannedStep {
            how,
            path: path.to_string(),
            occurrence,
            is_ours,
        }
    }
}

/// The shard of a key, from 1.
#[wasm_bindgen]
pub fn shard(key: &str, count: u32) -> u32 {
    crate::rules::shard::shard(key, count)
}

/// The seconds that a file's server asks to wait; `now` is in seconds since 1970.
#[wasm_bindgen(js_name = retryAfter)]
pub fn retry_after(header: &str, now: u32) -> Option<u32> {
    retry::retry_after(header, now)
}

/// Whether it is of use to ask for a file again; `status` is the answer's, 0 where none came.
#[wasm_bindgen(js_name = isRetryable)]
pub fn is_worth_trying_again(kind: &str, status: u16) -> bool {
    kind_of(kind).is_some_and(|kind| is_retryable(kind, (status != 0).then_some(status)))
}

/// After how many milliseconds to ask for a file again; nothing where that is no use.
#[wasm_bindgen(js_name = fileDelay)]
pub fn file_delay(
    kind: &str,
    status: u16,
    retry_after: Option<u32>,
    attempts: u32,
    max_retries: u32,
    jitter: f64,
) -> Option<u32> {
    let mut error = Error::new(kind_of(kind)?, String::new());
    error.retryable = is_worth_trying_again(kind, status);
    error.retry_after = retry_after;
    error.attempts = attempts;
    retry::delay(&error, max_retries, jitter)
}

/// The kinds of which asking again may help.
fn kind_of(name: &str) -> Option<ErrorKind> {
    let kinds = [ErrorKind::Network, ErrorKind::Timeout, ErrorKind::Api];
    kinds.into_iter().find(|kind| kind.name() == name)
}

/// The first line of the spreadsheet's file.
#[wasm_bindgen(js_name = spreadsheetHeader)]
pub fn spreadsheet_header() -> String {
    let mut header = spreadsheet::BEGINNING.to_string();
    header.push_str(&spreadsheet::header());
    header
}

/// A file that is here.
#[derive(Deserialize)]
struct Here {
    profile: HereProfile,
    attachment: Attachment,
    path: String,
    bytes: u64,
    sha256: String,
}

#[derive(Deserialize)]
struct HereProfile {
    key: Option<String>,
    reference: Option<String>,
}

/// The line of a file in the spreadsheet's file.
#[wasm_bindgen(js_name = spreadsheetRow)]
pub fn spreadsheet_row(here: JsValue) -> Option<String> {
    let here: Here = serde_wasm_bindgen::from_value(here).ok()?;
    Some(spreadsheet::file(&spreadsheet::Listed {
        key: here.profile.key.as_deref(),
        reference: here.profile.reference.as_deref(),
        path: &here.path,
        bytes: here.bytes,
        sha256: &here.sha256,
        attachment: &here.attachment,
    }))
}
