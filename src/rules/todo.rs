//! What is still to do for a profile: which files to fetch, which to keep, and which HrFlow no longer has.

use crate::rules::attachment::Attachment;
use crate::rules::file_name;
use crate::rules::taken::Taken;
use crate::rules::text::concat;
use crate::rules::unicode::Unicode;
use std::collections::{BTreeMap, VecDeque};

/// A file that was fetched whole, as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it is: the folder, `/`, and the name.
    pub path: String,
    /// What HrFlow said of it then.
    pub attachment: Attachment,
    /// Which it was then of those that HrFlow says the same of, from 1.
    pub occurrence: u32,
    /// Whether it is still there. What somebody took away is fetched anew.
    pub is_there: bool,
}

/// An attachment that HrFlow lists now.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// What HrFlow says of it.
    pub attachment: &'a Attachment,
    /// Whether its file is asked for: by its type, say. One that is not is not gone either.
    pub is_wanted: bool,
}

/// What to do about an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: its file is not asked for.
    Leave,
    /// Nothing: its file is this entry's.
    Keep(usize),
    /// Its file is to be fetched to this path.
    Fetch {
        /// Where to: the folder, `/`, and the name.
        path: String,
        /// The [`Entry::occurrence`] for the journal.
        occurrence: u32,
        /// The entry whose file it takes the place of: changed at HrFlow, or taken away.
        instead_of: Option<usize>,
    },
}

/// What is still to do for a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// One for each listed attachment.
    pub steps: Vec<Step>,
    /// The entries of files that HrFlow no longer has. Where they are to be removed, that comes before the first fetch: a new
    /// file may have the same path.
    pub gone: Vec<usize>,
}

/// What is still to do for a profile with this folder, after a list of *all* its attachments.
///
/// Which file an attachment is, across runs: the same names, extension, type and date of creation. `alt`, `updated_at` and the
/// size say whether it changed, and `public_url` may hold a token that is new each time. Several that are alike in all that
/// are told apart by the URL, where it stays; else by their order.
///
/// Names are given in an order of their own, the oldest first, after those that the entries have. So a run that ended early
/// and went on gives the same as one that did not (see [`Taken`]).
pub fn todo(folder: &str, entries: &[Entry], listed: &[Listed<'_>], remove_gone: bool, unicode: &impl Unicode) -> Todo {
    let order = order(listed);
    let occurrences = occurrences(&order, listed);
    let pairs = pairs(entries, listed, &order, &occurrences);

    let paired = marked(&pairs, entries.len());
    let mut taken = Taken::new();
    for (entry, is_paired) in entries.iter().zip(&paired) {
        let name = entry.path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
        if let (Some(name), true) = (name, *is_paired || !remove_gone) {
            taken.reserve(name, unicode);
        }
    }

    let mut steps = vec![Step::Leave; listed.len()];
    for at in order {
        let Listed { attachment, is_wanted } = listed[at];
        let occurrence = occurrences[at];
        steps[at] = match pairs[at] {
            Some(entry) if !is_wanted || entries[entry].is_there && is_unchanged(&entries[entry], attachment) => {
                Step::Keep(entry)
            }
            Some(entry) => Step::Fetch {
                path: entries[entry].path.clone(),
                occurrence,
                instead_of: Some(entry),
            },
            None if is_wanted => Step::Fetch {
                path: concat(&[folder, "/", &taken.unique(&file_name::of(attachment, unicode), unicode)]),
                occurrence,
                instead_of: None,
            },
            None => Step::Leave,
        };
    }
    let gone = (0..entries.len()).filter(|entry| !paired[*entry]).collect();
    Todo { steps, gone }
}

/// What stays the same of an attachment. The oldest comes first.
type Identity<'a> = [Option<&'a str>; 5];

fn identity(attachment: &Attachment) -> Identity<'_> {
    [
        attachment.created_at.as_deref(),
        attachment.kind.as_deref(),
        attachment.original_file_name.as_deref(),
        attachment.file_name.as_deref(),
        attachment.extension.as_deref(),
    ]
}

/// What says whether it changed.
type Marks<'a> = (Option<&'a str>, Option<&'a str>, Option<u64>);

fn marks(attachment: &Attachment) -> Marks<'_> {
    (
        attachment.alt.as_deref(),
        attachment.updated_at.as_deref(),
        attachment.file_size,
    )
}

fn is_unchanged(entry: &Entry, attachment: &Attachment) -> bool {
    marks(&entry.attachment) == marks(attachment)
}

/// The URL up to its query, where tokens mostly are.
fn url_path(attachment: &Attachment) -> Option<&str> {
    let url = attachment.public_url.as_deref()?;
    url.split('?').next()
}

/// The indexes of what is listed, in an order that does not depend on the server's as far as they differ.
fn order(listed: &[Listed<'_>]) -> Vec<usize> {
    let mut order = BTreeMap::new();
    for (at, Listed { attachment, .. }) in listed.iter().enumerate() {
        order.insert((identity(attachment), marks(attachment), url_path(attachment), at), at);
    }
    order.into_values().collect()
}

/// For each that is listed: which it is, in that order, of those with the same identity and marks.
fn occurrences(order: &[usize], listed: &[Listed<'_>]) -> Vec<u32> {
    let mut counts = BTreeMap::new();
    let mut occurrences = vec![0; listed.len()];
    for at in order {
        let attachment = listed[*at].attachment;
        let count = counts.entry((identity(attachment), marks(attachment))).or_insert(0);
        *count += 1;
        occurrences[*at] = *count;
    }
    occurrences
}

/// How alike an entry and an attachment have to be, from the surest down: of the marks, the URL, its path, the occurrence.
const LIKENESS: [[bool; 4]; 7] = [
    [true, true, false, true],
    [true, true, false, false],
    [true, false, true, true],
    [true, false, true, false],
    [true, false, false, true],
    [true, false, false, false],
    [false, false, false, false],
];

/// For each that is listed: its entry, if it has one.
fn pairs(entries: &[Entry], listed: &[Listed<'_>], order: &[usize], occurrences: &[u32]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; listed.len()];
    // The journal's order is that in which files were done; the paths' is the same in every run.
    let mut by_path = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_path.insert((entry.path.as_str(), index), index);
    }
    let mut free: Vec<usize> = by_path.into_values().collect();
    for likeness in LIKENESS {
        let mut alike: BTreeMap<_, VecDeque<usize>> = BTreeMap::new();
        for index in &free {
            let Entry {
                attachment, occurrence, ..
            } = &entries[*index];
            alike
                .entry(key(attachment, *occurrence, likeness))
                .or_default()
                .push_back(*index);
        }
        for at in order {
            if pairs[*at].is_none() {
                let key = key(listed[*at].attachment, occurrences[*at], likeness);
                pairs[*at] = alike.get_mut(&key).and_then(VecDeque::pop_front);
            }
        }
        let is_paired = marked(&pairs, entries.len());
        free.retain(|index| !is_paired[*index]);
    }
    pairs
}

/// For each of so many entries: whether it is somebody's.
fn marked(pairs: &[Option<usize>], entries: usize) -> Vec<bool> {
    let mut marked = vec![false; entries];
    for entry in pairs.iter().flatten() {
        marked[*entry] = true;
    }
    marked
}

/// What has to be the same.
type Key<'a> = (
    Identity<'a>,
    Option<Marks<'a>>,
    Option<Option<&'a str>>,
    Option<Option<&'a str>>,
    Option<u32>,
);

fn key(
    attachment: &Attachment,
    occurrence: u32,
    [with_marks, with_url, with_path, with_occurrence]: [bool; 4],
) -> Key<'_> {
    (
        identity(attachment),
        with_marks.then(|| marks(attachment)),
        with_url.then_some(attachment.public_url.as_deref()),
        with_path.then(|| url_path(attachment)),
        with_occurrence.then_some(occurrence),
    )
}
