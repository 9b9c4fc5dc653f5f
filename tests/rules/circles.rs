//! No two files of `src/` lead back to each other, and no rule knows of a platform.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The modules that each file of a folder uses, by the crate's own paths and by the JavaScript that it names.
fn uses(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut uses = BTreeMap::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder)).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_string();
        if name == "mod.rs" || path.is_dir() {
            continue;
        }
        let source = fs::read_to_string(&path).unwrap();
        let used = source.lines().filter_map(|line| {
            let rust = line.strip_prefix("use crate::").map(|path| {
                let parts: Vec<&str> = path
                    .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
                    .collect();
                format!("{}/{}.rs", parts[0], parts.get(2).unwrap_or(&""))
            });
            let script = line
                .split_once("(module = \"/src/")
                .and_then(|(_, path)| path.split('"').next());
            let import = line
                .split_once(" from './")
                .and_then(|(_, path)| path.split('\'').next());
            rust.or(script.map(String::from))
                .or(import.map(|path| format!("{folder}/{path}")))
        });
        uses.insert(format!("{folder}/{name}"), used.collect());
    }
    uses
}

/// The way from a file back to itself, if there is one.
fn circle(uses: &BTreeMap<String, BTreeSet<String>>, way: &mut Vec<String>) -> Option<Vec<String>> {
    let last = way.last().unwrap().clone();
    for next in uses.get(&last)? {
        if let Some(begin) = way.iter().position(|file| file == next) {
            return Some(way[begin..].to_vec());
        }
        way.push(next.clone());
        if let Some(found) = circle(uses, way) {
            return Some(found);
        }
        way.pop();
    }
    None
}

#[test]
fn no_file_leads_back_to_itself() {
    let mut all = uses("rules");
    all.append(&mut uses("platform"));
    assert!(
        all.len() > 20 && all.values().map(BTreeSet::len).sum::<usize>() > 40,
        "{all:#?}"
    );
    for file in all.keys() {
        assert_eq!(circle(&all, &mut vec![file.clone()]), None);
    }
}

#[test]
fn no_rule_knows_of_a_platform() {
    for (file, used) in uses("rules") {
        assert!(
            used.iter().all(|module| module.starts_with("rules/")),
            "{file}: {used:?}"
        );
    }
}
