//! A folder's journal: runs that end anywhere and go on come to what an undisturbed one comes to.

use crate::portable::fault;
use crate::tables::Tables;
use hrflow_wasm::rules::attachment::Attachment;
use hrflow_wasm::rules::journal::{Journal, Line};
use hrflow_wasm::rules::todo::{todo, Entry, Listed, Step};
use hrflow_wasm::rules::unicode::folded;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn here(profile: &str, path: &str) -> Line {
    Line::Here {
        profile: profile.into(),
        entry: Box::new(Entry {
            path: path.into(),
            attachment: Attachment::default(),
            occurrence: 1,
            is_there: true,
        }),
    }
}

fn paths(journal: &Journal, profile: &str) -> Vec<String> {
    journal.files(profile).iter().map(|entry| entry.path.clone()).collect()
}

fn read(lines: impl IntoIterator<Item = Line>) -> Journal {
    let mut journal = Journal::new();
    for line in lines {
        journal.take(line);
    }
    journal
}

fn began(wants: &str) -> Line {
    Line::Began { wants: wants.into() }
}

fn done(profile: &str) -> Line {
    Line::Done {
        profile: profile.into(),
    }
}

#[test]
fn who_is_done_is_done_until_the_run_is_finished() {
    let journal = read([began("all"), done("a")]);
    assert!(journal.is_done("a") && !journal.is_done("b"));
    let journal = read([began("all"), done("a"), began("all")]);
    assert!(journal.is_done("a"), "the run goes on");
    let journal = read([began("all"), done("a"), Line::Finished, began("all")]);
    assert!(!journal.is_done("a"), "another run");
    let journal = read([began("resumes"), done("a"), began("all")]);
    assert!(!journal.is_done("a"), "more is asked for");
}

#[test]
fn a_path_has_the_file_that_came_last() {
    let removed = Line::Removed {
        profile: "a".into(),
        path: "a/1".into(),
    };
    let journal = read([here("a", "a/1"), here("a", "a/2"), here("b", "b/1"), here("a", "a/1")]);
    assert_eq!(paths(&journal, "a"), ["a/1", "a/2"]);
    assert_eq!(journal.profiles().collect::<Vec<_>>(), ["a", "b"]);
    let journal = read([here("a", "a/1"), here("b", "b/1"), removed]);
    assert!(paths(&journal, "a").is_empty());
    assert_eq!(journal.profiles().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn what_was_planned_and_not_noted_is_a_stray() {
    let planned = Line::Planned {
        profile: "a".into(),
        paths: vec!["a/1".into(), "a/2".into(), "a/3".into()],
    };
    let journal = read([planned.clone(), here("a", "a/1")]);
    assert_eq!(journal.strays("a", &[]), ["a/2", "a/3"]);
    let fetch = Step::Fetch {
        path: "a/2".into(),
        occurrence: 1,
        instead_of: None,
    };
    assert_eq!(journal.strays("a", &[fetch, Step::Leave]), ["a/3"]);
    assert!(journal.strays("b", &[]).is_empty());
    let removed = ["a/2", "a/3"].map(|path| Line::Removed {
        profile: "a".into(),
        path: path.into(),
    });
    let journal = read([planned, here("a", "a/1")].into_iter().chain(removed));
    assert!(journal.strays("a", &[]).is_empty());
}

#[test]
fn what_was_about_to_be_fetched_anew_is_in_doubt() {
    let planned = Line::Planned {
        profile: "a".into(),
        paths: vec!["a/1".into()],
    };
    let journal = read([here("a", "a/1"), here("a", "a/2"), planned.clone()]);
    assert_eq!(
        journal
            .files("a")
            .iter()
            .map(|entry| entry.is_there)
            .collect::<Vec<_>>(),
        [false, true]
    );
    assert!(journal.strays("a", &[]).is_empty(), "it is noted");
    assert_eq!(journal.unsettled("a").collect::<Vec<_>>(), ["a/1"]);
    let journal = read([here("a", "a/1"), planned, here("a", "a/1")]);
    assert!(journal.files("a")[0].is_there);
    assert_eq!(journal.unsettled("a").count(), 0);
}

/// A file at HrFlow.
#[derive(Clone, Debug)]
struct File {
    id: usize,
    version: u8,
    created: u8,
    kind: u8,
    name: u8,
    size: u8,
    has_hash: bool,
    has_time: bool,
    /// What of its URL stays: its path, all of it, the end of its path, nothing.
    url: u8,
}

const NAMES: [&str; 6] = ["cv.pdf", "CV.pdf", "cv (2).pdf", "cv", "", "con"];

impl File {
    fn content(&self) -> String {
        format!("{} of {}", self.version, self.id)
    }

    /// As it is listed; a token in the URL is new each time.
    fn attachment(&self, token: usize) -> Attachment {
        let mut attachment = Attachment::default();
        attachment.alt = self.has_hash.then(|| self.content());
        attachment.created_at = Some(self.created.to_string());
        attachment.kind = Some(["resume", "other"][usize::from(self.kind)].into());
        attachment.original_file_name = Some(NAMES[usize::from(self.name)].into());
        attachment.extension = Some(".pdf".into());
        attachment.file_size = Some(self.size.into());
        attachment.updated_at = self.has_time.then(|| self.version.to_string());
        attachment.public_url = Some(match self.url {
            0 => format!("https://a.example/{}?token={token}", self.id),
            1 => format!("https://a.example/?id={}", self.id),
            2 => format!("https://a.example/token{token}/{}", self.id),
            _ => format!("https://a.example/?token={token}"),
        });
        attachment
    }
}

fn file() -> impl Strategy<Value = File> {
    let flags = (any::<bool>(), any::<bool>(), 0..4u8);
    (0..2u8, 0..2u8, 0..NAMES.len() as u8, 0..2u8, flags).prop_map(|(created, kind, name, size, flags)| File {
        id: 0,
        version: 0,
        created,
        kind,
        name,
        size,
        has_hash: flags.0,
        has_time: flags.1,
        url: flags.2,
    })
}

/// What happens at HrFlow between two runs.
#[derive(Clone, Debug)]
enum Change {
    Add(usize, File),
    Remove(usize, usize),
    Edit(usize, usize),
    /// Makes it what it was at first.
    Revert(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<usize>(), file()).prop_map(|(profile, file)| Change::Add(profile, file)),
        (any::<usize>(), any::<usize>()).prop_map(|(profile, file)| Change::Remove(profile, file)),
        (any::<usize>(), any::<usize>()).prop_map(|(profile, file)| Change::Edit(profile, file)),
        (any::<usize>(), any::<usize>()).prop_map(|(profile, file)| Change::Revert(profile, file)),
    ]
}

#[derive(Clone, Debug)]
struct Server {
    profiles: Vec<Vec<File>>,
    files: usize,
}

impl Server {
    fn new(profiles: Vec<Vec<File>>) -> Self {
        let mut server = Server { profiles, files: 0 };
        for file in server.profiles.iter_mut().flatten() {
            server.files += 1;
            file.id = server.files;
        }
        server
    }

    fn change(&mut self, change: &Change) {
        let profiles = self.profiles.len();
        match change {
            Change::Add(profile, file) => {
                self.files += 1;
                self.profiles[profile % profiles].push(File {
                    id: self.files,
                    ..file.clone()
                });
            }
            Change::Remove(profile, file) => {
                let files = &mut self.profiles[profile % profiles];
                if !files.is_empty() {
                    files.remove(file % files.len());
                }
            }
            Change::Edit(profile, file) | Change::Revert(profile, file) => {
                let files = &mut self.profiles[profile % profiles];
                if !files.is_empty() {
                    let at = file % files.len();
                    files[at].version = if matches!(change, Change::Edit(..)) {
                        files[at].version + 1
                    } else {
                        0
                    };
                }
            }
        }
    }
}

/// What is on a disk.
#[derive(Clone, Debug, Default)]
struct Disk {
    lines: Vec<Line>,
    /// Each file's content, by its path.
    files: BTreeMap<String, String>,
}

/// How a run goes: what it is asked for, and when it is ended.
#[derive(Clone, Debug)]
struct Run {
    remove_gone: bool,
    only_resumes: bool,
    /// How many files are put there before the first of them is noted.
    in_flight: usize,
    /// What is done first.
    turn: usize,
}

/// The run was ended.
struct Ended;

impl Run {
    /// Goes on until `steps` are over. Gives what was fetched.
    fn go(&self, server: &Server, disk: &mut Disk, mut steps: usize) -> (usize, Result<(), Ended>) {
        let mut fetched = 0;
        let result = self.try_to(server, disk, &mut steps, &mut fetched);
        (fetched, result)
    }

    fn try_to(&self, server: &Server, disk: &mut Disk, steps: &mut usize, fetched: &mut usize) -> Result<(), Ended> {
        let mut step = || {
            *steps = steps.checked_sub(1).ok_or(Ended)?;
            Ok(())
        };
        disk.lines
            .push(began(&format!("{} {}", self.remove_gone, self.only_resumes)));
        let count = server.profiles.len();
        for at in 0..count {
            let at = (at + self.turn) % count;
            let profile = format!("p{at}");
            let journal = read(disk.lines.clone());
            if journal.is_done(&profile) {
                continue;
            }
            let token = disk.lines.len();
            let attachments: Vec<_> = server.profiles[at].iter().map(|file| file.attachment(token)).collect();
            let listed: Vec<_> = attachments
                .iter()
                .map(|attachment| Listed {
                    attachment,
                    is_wanted: !self.only_resumes || attachment.kind.as_deref() == Some("resume"),
                })
                .collect();
            let mut entries = journal.files(&profile);
            for entry in &mut entries {
                entry.is_there &= disk.files.contains_key(&entry.path);
            }
            let todo = todo(&profile, &entries, &listed, self.remove_gone, &Tables);
            let mut removed: Vec<String> = journal
                .strays(&profile, &todo.steps)
                .into_iter()
                .map(String::from)
                .collect();
            if self.remove_gone {
                removed.extend(todo.gone.iter().map(|gone| entries[*gone].path.clone()));
            }
            for path in removed {
                step()?;
                disk.files.remove(&path);
                step()?;
                disk.lines.push(Line::Removed {
                    profile: profile.clone(),
                    path,
                });
            }
            let mut fetches: Vec<_> = (0..listed.len())
                .filter_map(|at| match &todo.steps[at] {
                    Step::Fetch { path, occurrence, .. } => Some((at, path.clone(), *occurrence)),
                    _ => None,
                })
                .collect();
            step()?;
            disk.lines.push(Line::Planned {
                profile: profile.clone(),
                paths: fetches.iter().map(|(_, path, _)| path.clone()).collect(),
            });
            if !fetches.is_empty() {
                let turn = self.turn % fetches.len();
                fetches.rotate_left(turn);
            }
            for together in fetches.chunks(self.in_flight) {
                for (file, path, _) in together {
                    step()?;
                    *fetched += 1;
                    disk.files.insert(path.clone(), server.profiles[at][*file].content());
                }
                for (file, path, occurrence) in together.iter().rev() {
                    step()?;
                    disk.lines.push(Line::Here {
                        profile: profile.clone(),
                        entry: Box::new(Entry {
                            path: path.clone(),
                            attachment: attachments[*file].clone(),
                            occurrence: *occurrence,
                            is_there: true,
                        }),
                    });
                }
            }
            step()?;
            disk.lines.push(done(&profile));
        }
        step()?;
        disk.lines.push(Line::Finished);
        Ok(())
    }

    /// Goes to the end, ended after so many steps each time. Gives what was fetched, and how often it was ended.
    fn go_on(&self, server: &Server, disk: &mut Disk, ends: &[usize]) -> (usize, usize) {
        let (mut all, mut ended) = (0, 0);
        for steps in ends.iter().copied().chain([usize::MAX]) {
            // Whatever is done first the next time.
            let run = Run {
                turn: self.turn + ended,
                ..self.clone()
            };
            let (fetched, result) = run.go(server, disk, steps);
            all += fetched;
            if result.is_ok() {
                break;
            }
            ended += 1;
        }
        (all, ended)
    }
}

fn run() -> impl Strategy<Value = Run> {
    (any::<bool>(), proptest::bool::weighted(0.2), 1..4usize, 0..9usize).prop_map(
        |(remove_gone, only_resumes, in_flight, turn)| Run {
            remove_gone,
            only_resumes,
            in_flight,
            turn,
        },
    )
}

/// The list of a disk's files: each path with what HrFlow said of it, without the token.
fn list(disk: &Disk) -> BTreeMap<String, (String, Attachment, u32)> {
    let journal = read(disk.lines.clone());
    let mut list = BTreeMap::new();
    for profile in journal.profiles() {
        for entry in journal.files(profile) {
            let mut attachment = entry.attachment.clone();
            attachment.public_url = attachment
                .public_url
                .map(|url| url.split("token").next().unwrap().into());
            let before = list.insert(entry.path.clone(), (profile.to_string(), attachment, entry.occurrence));
            assert!(before.is_none(), "two files at {}", entry.path);
        }
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Runs that are ended anywhere and go on leave what undisturbed ones leave, and fetch no more twice than was in flight.
    #[test]
    fn ended_anywhere_it_comes_to_the_same(
        profiles in vec(vec(file(), 0..5), 1..4),
        rounds in vec((run(), vec(0..40usize, 0..6), vec(change(), 0..6)), 1..4),
    ) {
        let mut server = Server::new(profiles);
        let (mut disk, mut undisturbed) = (Disk::default(), Disk::default());
        for (run, ends, changes) in rounds {
            let (expected, _) = run.go_on(&server, &mut undisturbed, &[]);
            let (fetched, ended) = run.go_on(&server, &mut disk, &ends);
            prop_assert!(fetched <= expected + ended * run.in_flight, "{} for {}, ended {} times", fetched, expected, ended);
            prop_assert_eq!(&disk.files, &undisturbed.files);
            prop_assert_eq!(list(&disk), list(&undisturbed));
            for change in &changes {
                server.change(change);
            }
        }
    }

    /// Though HrFlow changes while it is ended, the last run leaves what HrFlow has, and nothing else.
    #[test]
    fn the_last_run_leaves_what_hrflow_has(
        profiles in vec(vec(file(), 0..5), 1..4),
        rounds in vec((run(), vec(0..40usize, 0..3), vec(change(), 0..6)), 0..4),
    ) {
        let mut server = Server::new(profiles);
        let mut disk = Disk::default();
        for (run, ends, changes) in rounds {
            for steps in ends {
                let _ = run.go(&server, &mut disk, steps);
                for change in &changes {
                    server.change(change);
                }
            }
        }
        let last = Run { remove_gone: true, only_resumes: false, in_flight: 1, turn: 0 };
        // An unfinished run that asked for the same had its own view of who is done.
        disk.lines.push(Line::Finished);
        last.go_on(&server, &mut disk, &[]);
        let (again, _) = last.go_on(&server, &mut disk, &[]);
        prop_assert_eq!(again, 0, "nothing has changed");

        let list = list(&disk);
        prop_assert!(list.keys().eq(disk.files.keys()), "{:?} {:?}", list.keys(), disk.files.keys());
        let keys: BTreeSet<_> = list.keys().map(|path| folded(path, &Tables)).collect();
        prop_assert_eq!(keys.len(), list.len(), "a path differs from another by its case alone");
        for (at, files) in server.profiles.iter().enumerate() {
            let profile = format!("p{at}");
            let mine: Vec<_> = list.iter().filter(|(_, (owner, ..))| *owner == profile).collect();
            prop_assert_eq!(mine.len(), files.len());
            for (path, (_, attachment, _)) in mine {
                let name = path.strip_prefix(&format!("{profile}/")).unwrap();
                prop_assert_eq!(fault(name), None);
                // What HrFlow says the hash of is what is there.
                prop_assert!(attachment.alt.is_none() || attachment.alt.as_ref() == Some(&disk.files[path]), "{}", path);
            }
            let mut hashes: Vec<_> = files.iter().filter(|file| file.has_hash).map(File::content).collect();
            let in_list = list.values().filter(|(owner, ..)| *owner == profile);
            let mut listed: Vec<_> = in_list.filter_map(|(_, attachment, _)| attachment.alt.clone()).collect();
            hashes.sort();
            listed.sort();
            prop_assert_eq!(hashes, listed);
        }
    }
}
