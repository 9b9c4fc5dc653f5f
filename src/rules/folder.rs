//! The folder of a profile's files.

use crate::rules::file_name::{cut, is_reserved, safe};
use crate::rules::profile::Profile;
use crate::rules::stable_hash::stable_hash;
use crate::rules::text::concat;
use crate::rules::unicode::Unicode;
use std::collections::BTreeMap;

/// The longest folder, without its hash, in bytes: the files' own names need the rest of what Windows' programs can open.
const LONGEST_STEM: usize = 80;

/// What stands beside the folders begins so: on disk, and in an archive that a page makes.
const OURS: [&str; 3] = ["attachments.", "failures.", "manifest."];

/// The folder of a profile, by what it is known by: a reference alone; a key or an e-mail address with a word before it.
///
/// It depends on nothing else, so it is the same in every order, shard and run. Therefore a value that another could meet on
/// some system (with capitals, accents, or what [`safe`] changes), or that looks like another kind's, has its hash after a
/// `+`; and what stands alone has no `+`. `r-17` is `r-17`, `R-17` is `R-17+` and ten letters, the key `5f3a` is `key-5f3a`.
pub fn folder(profile: &Profile, unicode: &impl Unicode) -> String {
    let (stem, is_plain) = stem(profile);
    if is_plain {
        return stem;
    }
    concat(&[&shortened(&stem, unicode), "+", &ten_letters(&described(profile, ""))])
}

/// The folder of a profile whose [`folder`] is another key's: HrFlow finds a profile by its reference, so two with one should
/// not be, and nothing forbids them.
pub fn folder_apart(profile: &Profile, key: &str, unicode: &impl Unicode) -> String {
    let hashes = [
        ten_letters(&described(profile, "")),
        ten_letters(&described(profile, key)),
    ];
    concat(&[&shortened(&stem(profile).0, unicode), "+", &hashes[0], &hashes[1]])
}

/// Whose the folders are: no two profiles whose keys are known share one, though they have one reference.
#[derive(Clone, Debug, Default)]
pub struct Folders {
    /// The hash of each folder, with that of its owner's key; 0 where the key is not known.
    owners: BTreeMap<u64, u64>,
}

impl Folders {
    /// No folder is anybody's.
    pub fn new() -> Self {
        Folders::default()
    }

    /// Notes whose a folder is. What the journal has comes before the first [`Folders::of`].
    pub fn reserve(&mut self, folder: &str, key: Option<&str>) {
        let owner = self.owners.entry(stable_hash(folder)).or_default();
        if let (Some(key), 0) = (key, *owner) {
            *owner = stable_hash(key);
        }
    }

    /// The folder of a profile, which is its own from then on. `before` is where the journal has its files already.
    pub fn of(&mut self, profile: &Profile, key: Option<&str>, before: Option<&str>, unicode: &impl Unicode) -> String {
        let mut folder = before.map_or_else(|| folder(profile, unicode), str::to_string);
        let owner = self.owners.get(&stable_hash(&folder)).copied().unwrap_or_default();
        if let (None, Some(key)) = (before, key) {
            if owner != 0 && owner != stable_hash(key) {
                folder = folder_apart(profile, key, unicode);
            }
        }
        self.reserve(&folder, key);
        folder
    }
}

/// What the folder's name begins with, and whether it is all of it.
fn stem(profile: &Profile) -> (String, bool) {
    let (word, value) = match profile {
        Profile::Reference(value) => ("", value),
        Profile::Key(value) => ("key-", value),
        Profile::Email(value) => ("email-", value),
    };
    let stem = concat(&[word, value]);
    let is_anothers = word.is_empty()
        && (value.starts_with("key-")
            || value.starts_with("email-")
            || OURS.iter().any(|ours| value.starts_with(ours)));
    let is_plain = value.len() <= LONGEST_STEM
        && value
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b'@'))
        && value.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
        && !value.ends_with('.')
        && !is_reserved(value)
        && !is_anothers;
    (stem, is_plain)
}

fn shortened(stem: &str, unicode: &impl Unicode) -> String {
    cut(&safe(stem, unicode), LONGEST_STEM, unicode)
}

/// The profile, and a key, as a text that no others have: no key holds a NUL.
fn described(profile: &Profile, key: &str) -> String {
    let (name, value) = profile.parameter();
    concat(&[name, "\0", key, "\0", value])
}

/// 50 bits of the text's hash, in Crockford's base 32.
fn ten_letters(text: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut hash = stable_hash(text);
    let mut letters = String::new();
    for _ in 0..10 {
        letters.push(char::from(ALPHABET[(hash & 31) as usize]));
        hash >>= 5;
    }
    letters
}
