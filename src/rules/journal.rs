//! What the lines of a folder's journal come to, one after the other. Whoever reads them leaves out a last one that is torn.

use crate::rules::todo::{Entry, Step};
use std::collections::{BTreeMap, BTreeSet};

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A run begins. What it is asked for: the source, the types, whether to remove what is gone; not how fast.
    Began {
        /// As a text that is the same where the same is asked for.
        wants: String,
    },
    /// A profile's files are about to be fetched to these paths. One may then be there without a line of its own.
    Planned {
        /// The profile.
        profile: String,
        /// Where the files will be.
        paths: Vec<String>,
    },
    /// A profile's file is there, whole.
    Here {
        /// The profile, by a text that is its own in every run.
        profile: String,
        /// The file.
        entry: Box<Entry>,
    },
    /// A file was not fetched after all: what is at its path, if anything, is as it was.
    Left {
        /// The profile.
        profile: String,
        /// Where the file would be.
        path: String,
    },
    /// A profile's file was removed.
    Removed {
        /// The profile.
        profile: String,
        /// Where the file was.
        path: String,
    },
    /// All of a profile's files that are wanted are there.
    Done {
        /// The profile.
        profile: String,
    },
    /// The run came to its end.
    Finished,
}

/// What the lines of a journal come to.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    wants: String,
    done: BTreeSet<String>,
    /// A path holds one file: the one that came last.
    files: BTreeMap<String, BTreeMap<String, Entry>>,
    planned: BTreeMap<String, BTreeSet<String>>,
}

impl Journal {
    /// That of a new folder.
    pub fn new() -> Self {
        Journal::default()
    }

    /// Takes the next line.
    pub fn take(&mut self, line: Line) {
        match line {
            Line::Began { wants } => {
                // Who was done when less was asked for may not be done now.
                if wants != self.wants {
                    self.done.clear();
                }
                self.wants = wants;
            }
            Line::Planned { profile, paths } => {
                self.planned.entry(profile).or_default().extend(paths);
            }
            Line::Here { profile, entry } => {
                self.settle(&profile, &entry.path);
                let files = self.files.entry(profile).or_default();
                files.insert(entry.path.clone(), *entry);
            }
            Line::Left { profile, path } => self.settle(&profile, &path),
            Line::Removed { profile, path } => {
                self.settle(&profile, &path);
                if let Some(files) = self.files.get_mut(&profile) {
                    files.remove(&path);
                    if files.is_empty() {
                        self.files.remove(&profile);
                    }
                }
            }
            Line::Done { profile } => {
                self.done.insert(profile);
            }
            Line::Finished => self.done.clear(),
        }
    }

    fn settle(&mut self, profile: &str, path: &str) {
        if let Some(paths) = self.planned.get_mut(profile) {
            paths.remove(path);
            if paths.is_empty() {
                self.planned.remove(profile);
            }
        }
    }

    /// Whether the profile is done in this run, which others may have begun: then it is not asked for again.
    pub fn is_done(&self, profile: &str) -> bool {
        self.done.contains(profile)
    }

    /// The profile's files, by their paths. One that was about to be fetched anew is not taken to be there: it may be the former or the new.
    pub fn files(&self, profile: &str) -> Vec<Entry> {
        let mut files: Vec<_> = self
            .files
            .get(profile)
            .into_iter()
            .flat_map(BTreeMap::values)
            .cloned()
            .collect();
        for entry in &mut files {
            entry.is_there &= !self.is_planned(profile, &entry.path);
        }
        files
    }

    /// Where a file of the profile was about to be put, with no line since. A journal that is written anew keeps them as
    /// planned.
    pub fn unsettled(&self, profile: &str) -> impl Iterator<Item = &str> {
        self.planned.get(profile).into_iter().flatten().map(String::as_str)
    }

    /// Where files may be that a run put there and did not come to note, and that these steps do not fetch again: HrFlow may
    /// have them no longer, so they are to be removed.
    pub fn strays(&self, profile: &str, steps: &[Step]) -> Vec<&str> {
        let fetched: BTreeSet<_> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Fetch { path, .. } => Some(path.as_str()),
                _ => None,
            })
            .collect();
        self.unsettled(profile)
            .filter(|path| !self.is_noted(profile, path) && !fetched.contains(path))
            .collect()
    }

    /// Whether a run was about to put a file of the profile's there, and did not come to note it.
    pub fn is_planned(&self, profile: &str, path: &str) -> bool {
        self.planned.get(profile).is_some_and(|paths| paths.contains(path))
    }

    /// Whether a file of the profile's was noted to be there.
    pub fn is_noted(&self, profile: &str, path: &str) -> bool {
        self.files.get(profile).is_some_and(|files| files.contains_key(path))
    }

    /// The profiles that have files, or may have, in the order of their texts.
    pub fn profiles(&self) -> impl Iterator<Item = &str> {
        let all: BTreeSet<_> = self
            .files
            .keys()
            .chain(self.planned.keys())
            .map(String::as_str)
            .collect();
        all.into_iter()
    }
}
