//! One folder a profile, whatever other profiles there are.

use crate::file_name::hostile;
use crate::portable::fault;
use crate::tables::Tables;
use hrflow_wasm::rules::file_name::safe;
use hrflow_wasm::rules::folder::{self, Folders};
use hrflow_wasm::rules::unicode::folded;
use hrflow_wasm::Profile;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn folder(profile: &Profile) -> String {
    folder::folder(profile, &Tables)
}

fn reference(value: &str) -> Profile {
    Profile::Reference(value.into())
}

#[test]
fn a_plain_value_stands_alone() {
    assert_eq!(folder(&reference("r-17")), "r-17");
    assert_eq!(folder(&reference("jane.doe@x.example")), "jane.doe@x.example");
    assert_eq!(folder(&reference("0f6b")), "0f6b");
    assert_eq!(folder(&Profile::Key("0f6b".into())), "key-0f6b");
    assert_eq!(folder(&Profile::Email("a@x.example".into())), "email-a@x.example");
}

/// Folders are on disks: these never change.
#[test]
fn any_other_is_followed_by_its_hash() {
    for (profile, expected) in [
        (reference("R/0001"), "R_0001+"),
        (reference("Bob"), "Bob+"),
        (reference("BOB~1"), "BOB_1+"),
        (reference("bob (2)"), "bob (2)+"),
        (reference("Élodie"), "Élodie+"),
        (reference("con"), "_con+"),
        (reference("nul.pdf"), "_nul.pdf+"),
        (reference(".."), "_+"),
        (reference(".hrflow-export"), "hrflow-export+"),
        (reference("attachments.ndjson"), "attachments.ndjson+"),
        (reference("failures.ndjson"), "failures.ndjson+"),
        (reference("manifest.csv"), "manifest.csv+"),
        (reference("key-0f6b"), "key-0f6b+"),
        (reference("email-a@x.example"), "email-a@x.example+"),
        (reference("r-17."), "r-17+"),
        (Profile::Key("ABC".into()), "key-ABC+"),
    ] {
        let folder = folder(&profile);
        assert_eq!(folder.len(), expected.len() + 10, "{folder}");
        assert!(folder.starts_with(expected), "{folder}");
    }
    assert_eq!(folder(&reference("R/0001")), "R_0001+cjqmwhgtbe");
    assert_eq!(folder(&reference("Bob")), "Bob+j3yky35m2w");
    assert_eq!(folder(&Profile::Key("ABC".into())), "key-ABC+jrtbcas509");
    assert_eq!(
        folder::folder_apart(&reference("bob"), "k1", &Tables),
        "bob+fpf6rsgp8qdye4wxkhaj"
    );
}

#[test]
fn long_values_leave_room_for_the_files() {
    assert!(folder(&reference(&"a".repeat(80))).len() == 80);
    assert!(folder(&reference(&"a".repeat(81))).len() == 91);
    assert!(folder(&reference(&"é".repeat(300))).len() <= 91);
}

#[test]
fn two_keys_with_one_reference_do_not_share_a_folder() {
    let bob = reference("bob");
    let mut folders = Folders::new();
    let mut of = |profile: &Profile, key: Option<&str>, before: Option<&str>| folders.of(profile, key, before, &Tables);
    assert_eq!(of(&bob, Some("k1"), None), "bob");
    let second = of(&bob, Some("k2"), None);
    assert!(second.starts_with("bob+") && second.len() == 24, "{second}");
    assert_eq!(of(&bob, Some("k1"), None), "bob");
    assert_eq!(of(&bob, Some("k2"), None), second);
    // Without a key HrFlow chooses by the reference.
    assert_eq!(of(&bob, None, None), "bob");
    assert_eq!(of(&reference("jane"), None, None), "jane");
    assert_eq!(of(&reference("jane"), Some("k3"), None), "jane");
    assert!(of(&reference("jane"), Some("k4"), None).starts_with("jane+"));
}

#[test]
fn a_folder_stays_where_it_is() {
    let mut folders = Folders::new();
    folders.reserve("bob", Some("k1"));
    folders.reserve("bob+00", Some("k2"));
    let second = folders.of(&reference("bob"), Some("k2"), Some("bob+00"), &Tables);
    assert_eq!(second, "bob+00");
    // Whatever made it so: the files are there.
    assert_eq!(folders.of(&reference("bob"), Some("k2"), Some("bob"), &Tables), "bob");
    // HrFlow has another reference for it now, and its old one is somebody else's.
    assert_eq!(
        folders.of(&reference("robert"), Some("k1"), Some("bob"), &Tables),
        "bob"
    );
    assert!(folders
        .of(&reference("bob"), Some("k3"), None, &Tables)
        .starts_with("bob+"));
}

fn profile() -> impl Strategy<Value = Profile> {
    let value = prop_oneof![
        "[bB][oOóö](b|B)?([~][1-3]| [(]2[)]|[+][0-9a-z]{10})?",
        "(key-|email-)?[ab]",
        "o\u{308}|ö|Ö|K|\u{212a}|ss|ß|ẞ",
        "attachments[.](csv|ndjson)|failures[.]ndjson|[.]hrflow-export",
        hostile(),
    ];
    (value, 0..3).prop_map(|(value, kind)| match kind {
        0 => Profile::Key(value),
        1 => Profile::Email(value),
        _ => Profile::Reference(value),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folders_are_portable(profile in profile()) {
        let folder = folder(&profile);
        prop_assert_eq!(fault(&folder), None, "{:?}", folder);
        prop_assert_eq!(safe(&folder, &Tables), folder.clone());
        let ours = ["attachments.ndjson", "attachments.csv", "failures.ndjson", ".hrflow-export"];
        prop_assert!(!ours.contains(&folded(&folder, &Tables).as_str()), "{}", folder);
        let apart = folder::folder_apart(&profile, "key", &Tables);
        prop_assert_eq!(fault(&apart), None, "{:?}", apart);
    }

    /// Nobody's folder depends on who else is there, so neither on the order: and still all differ, on every system.
    #[test]
    fn no_two_profiles_share_a_folder(profiles in vec(profile(), 0..40)) {
        let mut owners: BTreeMap<String, Profile> = BTreeMap::new();
        for profile in profiles {
            let owner = owners.entry(folded(&folder(&profile), &Tables)).or_insert(profile.clone());
            prop_assert_eq!(&*owner, &profile);
        }
    }

    #[test]
    fn folders_do_not_depend_on_the_order(profiles in vec(profile(), 0..20).prop_shuffle(), seed in any::<u64>()) {
        let of = |order: &[Profile]| {
            let mut folders = Folders::new();
            let named = order.iter().map(|profile| {
                let key = format!("{profile:?}");
                (key.clone(), folders.of(profile, Some(&key), None, &Tables))
            });
            named.collect::<BTreeMap<_, _>>()
        };
        let mut other = profiles.clone();
        other.reverse();
        other.rotate_left(seed as usize % profiles.len().max(1));
        prop_assert_eq!(of(&profiles), of(&other));
    }

    /// Keys are told apart even where references are not.
    #[test]
    fn no_two_keys_share_a_folder(profiles in vec((profile(), 0..4u8), 0..20)) {
        let mut folders = Folders::new();
        let mut owners: BTreeMap<String, u8> = BTreeMap::new();
        for (profile, key) in profiles {
            let folder = folders.of(&profile, Some(&format!("k{key}")), None, &Tables);
            prop_assert_eq!(*owners.entry(folded(&folder, &Tables)).or_insert(key), key, "{}", folder);
        }
    }
}
