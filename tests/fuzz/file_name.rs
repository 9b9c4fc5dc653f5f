//! Coverage-guided fuzzing of the names of files and folders: a name on each line.
#![no_main]
#![allow(missing_docs)]

#[path = "../rules/portable.rs"]
mod portable;
#[path = "../rules/tables.rs"]
mod tables;

use hrflow_wasm::rules::file_name::{safe, LONGEST_SAFE};
use hrflow_wasm::rules::folder::folder;
use hrflow_wasm::rules::taken::Taken;
use hrflow_wasm::rules::unicode::folded;
use hrflow_wasm::Profile;
use libfuzzer_sys::fuzz_target;
use portable::fault;
use std::collections::{BTreeMap, BTreeSet};
use tables::Tables;

fuzz_target!(|input: &[u8]| {
    let text = String::from_utf8_lossy(input);
    let (mut taken, mut keys, mut owners) = (Taken::new(), BTreeSet::new(), BTreeMap::new());
    for name in text.split('\n') {
        let safe_name = safe(name, &Tables);
        assert_eq!(fault(&safe_name), None, "{name:?} became {safe_name:?}");
        assert!(safe_name.len() <= LONGEST_SAFE, "{safe_name:?}");
        assert_eq!(safe(&safe_name, &Tables), safe_name);

        let unique = taken.unique(&safe_name, &Tables);
        assert_eq!(fault(&unique), None, "{safe_name:?} became {unique:?}");
        assert!(keys.insert(folded(&unique, &Tables)), "{unique:?}");

        for profile in [Profile::Reference(name.into()), Profile::Key(name.into())] {
            let folder = folder(&profile, &Tables);
            assert_eq!(fault(&folder), None, "{profile:?} became {folder:?}");
            let owner = owners.entry(folded(&folder, &Tables)).or_insert(profile.clone());
            assert_eq!(*owner, profile);
        }
    }
});
