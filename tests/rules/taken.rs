//! No two names of a folder are one to any system, and each file has its own in every run.

use crate::file_name::hostile;
use crate::portable::fault;
use crate::tables::Tables;
use hrflow_wasm::rules::file_name::safe;
use hrflow_wasm::rules::taken::Taken;
use hrflow_wasm::rules::unicode::folded;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn all(names: &[&str]) -> Vec<String> {
    let mut taken = Taken::new();
    names.iter().map(|name| taken.unique(name, &Tables)).collect()
}

#[test]
fn names_are_numbered_before_their_extension() {
    assert_eq!(
        all(&["a.pdf", "A.PDF", "a.pdf", "b", "b", "a (2).pdf", "Mr. Bob", "mr. bob"]),
        [
            "a.pdf",
            "A (2).PDF",
            "a (3).pdf",
            "b",
            "b (2)",
            "a (2) (2).pdf",
            "Mr. Bob",
            "mr. bob (2)"
        ]
    );
    assert_eq!(
        all(&["a (2).pdf", "a.pdf", "a.pdf"]),
        ["a (2).pdf", "a.pdf", "a (3).pdf"]
    );
    assert_eq!(all(&["straße", "STRASSE"]), ["straße", "STRASSE (2)"]);
}

#[test]
fn the_longest_names_have_room_for_their_number() {
    let name = format!("{}.pdf", "é".repeat(122));
    let mut taken = Taken::new();
    for number in 1..10_050 {
        let unique = taken.unique(&name, &Tables);
        assert!(unique.len() <= 255 && unique.ends_with(".pdf"), "{unique}");
        if number == 9_999 {
            assert_eq!(unique, format!("{} (9999).pdf", "é".repeat(122)));
        }
    }
}

#[test]
fn ten_thousand_of_one_name_take_no_time() {
    let started = std::time::Instant::now();
    assert_eq!(all(&["a.pdf"; 10_000]).last().unwrap(), "a (10000).pdf");
    assert!(started.elapsed().as_secs() < 5);
}

/// Names of which many are alike.
pub fn alike() -> impl Strategy<Value = String> {
    prop_oneof![
        "[aAß]{1,2}( [(][2-4][)]){0,2}([.]pdf)?",
        "ss|ẞ|é|e\u{301}|K|\u{212a}",
        hostile(),
    ]
    .prop_map(|name| safe(&name, &Tables))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_differ(names in vec(alike(), 0..12)) {
        let mut taken = Taken::new();
        let given: Vec<String> = names.iter().map(|name| taken.unique(name, &Tables)).collect();
        let keys: BTreeSet<String> = given.iter().map(|name| folded(name, &Tables)).collect();
        prop_assert_eq!(keys.len(), names.len(), "{:?}", given);
        for name in given {
            prop_assert_eq!(fault(&name), None, "{:?}", name);
        }
    }

    /// A run that ended and went on: whichever of them were done before, all get the names that they would have got.
    #[test]
    fn what_was_given_before_is_given_again(names in vec((alike(), any::<bool>()), 0..12)) {
        let mut taken = Taken::new();
        let given: Vec<String> = names.iter().map(|(name, _)| taken.unique(name, &Tables)).collect();
        let mut again = Taken::new();
        for ((_, is_done), given) in names.iter().zip(&given) {
            if *is_done {
                again.reserve(given, &Tables);
            }
        }
        for ((name, is_done), given) in names.iter().zip(&given) {
            if !is_done {
                prop_assert_eq!(&again.unique(name, &Tables), given);
            }
        }
    }
}
