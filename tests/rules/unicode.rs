//! Names that a file system takes for one are folded to one.

use crate::tables::Tables;
use hrflow_wasm::rules::unicode::folded;
use icu_casemap::CaseMapper;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn key(text: &str) -> String {
    folded(text, &Tables)
}

/// APFS: full case folding of the decomposed text.
fn apfs(text: &str) -> String {
    let decomposed: String = text.nfd().collect();
    CaseMapper::new().fold_string(&decomposed).nfd().collect()
}

/// NTFS and exFAT: each letter for itself.
fn ntfs(text: &str) -> String {
    text.chars()
        .map(|letter| CaseMapper::new().simple_uppercase(letter))
        .collect()
}

/// HFS+: each letter of the decomposed text for itself, with Unicode's pairs of 2002.
fn hfs(text: &str) -> String {
    let georgian = |letter| match letter {
        '\u{10a0}'..='\u{10c5}' => char::from_u32(letter as u32 + 0x30).unwrap(),
        other => CaseMapper::new().simple_fold(other),
    };
    text.nfd().map(georgian).collect()
}

#[test]
fn every_letter_is_folded_as_each_system_folds_it() {
    // Beyond are tags and private use.
    for letter in '\0'..='\u{2ffff}' {
        let text = String::from(letter);
        for (system, other) in [("APFS", apfs(&text)), ("NTFS", ntfs(&text)), ("HFS+", hfs(&text))] {
            assert_eq!(key(&text), key(&other), "{system}: U+{:x}", letter as u32);
        }
        assert_eq!(key(&key(&text)), key(&text), "U+{:x}", letter as u32);
    }
}

#[test]
fn what_people_know_as_the_same_is_the_same() {
    for (one, other) in [
        ("RESUME.PDF", "resume.pdf"),
        ("Résumé.pdf", "Re\u{301}sume\u{301}.pdf"),
        ("STRASSE", "straße"),
        ("straẞe", "strasse"),
        ("\u{212a}elvin", "kelvin"),
        ("ſ", "S"),
        ("İ", "i\u{307}"),
        ("ΟΔΟΣ", "οδος"),
        ("οδοσ", "οδος"),
        ("ﬁle", "FILE"),
        ("ǆ", "ǅ"),
        ("ᾳ", "αι"),
        ("\u{10a0}", "\u{10d0}"),
        ("\u{1c90}", "\u{10d0}"),
        ("\u{13a0}", "\u{ab70}"),
    ] {
        assert_eq!(key(one), key(other), "{one} {other}");
    }
    for (one, other) in [("a", "á"), ("1", "¹"), ("a.pdf", "a. pdf"), ("я", "r")] {
        assert_ne!(key(one), key(other), "{one} {other}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts(text in prop_oneof![".{0,9}", "[aAßẞſsSKkİiıIσςΣ\u{300}-\u{345}ᾳΐǰŉﬁეႠ]{0,9}"]) {
        // NTFS knows of no order of accents; the names that are ours have Unicode's.
        let text: String = text.nfc().collect();
        prop_assert_eq!(key(&text), key(&apfs(&text)), "APFS");
        prop_assert_eq!(key(&text), key(&ntfs(&text)), "NTFS");
        prop_assert_eq!(key(&text), key(&hfs(&text)), "HFS+");
        prop_assert_eq!(key(&text), key(&text.nfd().collect::<String>()), "NFD");
        prop_assert_eq!(key(&text), key(&key(&text)), "twice");
    }
}
