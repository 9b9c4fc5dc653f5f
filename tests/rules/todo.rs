//! What is fetched, kept and gone, by what HrFlow lists now and listed then.

use crate::tables::Tables;
use hrflow_wasm::rules::attachment::Attachment;
use hrflow_wasm::rules::todo::{todo, Entry, Listed, Step, Todo};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn attachment(name: &str) -> Attachment {
    let mut attachment = Attachment::default();
    attachment.original_file_name = Some(name.into());
    attachment.extension = Some(".pdf".into());
    attachment.alt = Some("hash".into());
    attachment.created_at = Some("2020".into());
    attachment.updated_at = Some("2020".into());
    attachment.file_size = Some(1);
    attachment.kind = Some("resume".into());
    attachment.public_url = Some("https://a.example/1?token=1".into());
    attachment
}

fn entry(path: &str, attachment: &Attachment, occurrence: u32) -> Entry {
    Entry {
        path: path.into(),
        attachment: attachment.clone(),
        occurrence,
        is_there: true,
    }
}

fn plan(entries: &[Entry], listed: &[&Attachment]) -> Todo {
    let listed: Vec<_> = listed
        .iter()
        .map(|attachment| Listed {
            attachment,
            is_wanted: true,
        })
        .collect();
    todo("f", entries, &listed, false, &Tables)
}

fn new(path: &str) -> Step {
    Step::Fetch {
        path: path.into(),
        occurrence: 1,
        instead_of: None,
    }
}

#[test]
fn what_is_new_is_fetched_under_a_name_of_its_own() {
    let mut younger = attachment("CV");
    younger.created_at = Some("2021".into());
    let older = attachment("cv.pdf");
    // The oldest has the plain name, wherever it is listed.
    assert_eq!(
        plan(&[], &[&younger, &older]).steps,
        [new("f/CV (2).pdf"), new("f/cv.pdf")]
    );
    assert_eq!(
        plan(&[], &[&older, &younger]).steps,
        [new("f/cv.pdf"), new("f/CV (2).pdf")]
    );
}

#[test]
fn what_has_not_changed_is_kept() {
    let listed = attachment("cv.pdf");
    let mut with_another_token = listed.clone();
    with_another_token.public_url = Some("https://a.example/1?token=2".into());
    let todo = plan(&[entry("f/cv.pdf", &listed, 1)], &[&with_another_token]);
    assert_eq!(todo.steps, [Step::Keep(0)]);
    assert!(todo.gone.is_empty());
}

#[test]
fn what_has_changed_is_fetched_to_where_it_is() {
    let listed = attachment("cv.pdf");
    let marks: [fn(&mut Attachment); 3] = [
        |changed| changed.alt = Some("another".into()),
        |changed| changed.updated_at = Some("2021".into()),
        |changed| changed.file_size = Some(2),
    ];
    for mark in marks {
        let mut changed = listed.clone();
        mark(&mut changed);
        let todo = plan(&[entry("f/cv (7).pdf", &listed, 1)], &[&changed]);
        let expected = Step::Fetch {
            path: "f/cv (7).pdf".into(),
            occurrence: 1,
            instead_of: Some(0),
        };
        assert_eq!(todo.steps, [expected]);
        assert!(todo.gone.is_empty());
    }
}

#[test]
fn what_is_another_file_is_new_and_the_other_is_gone() {
    let listed = attachment("cv.pdf");
    let marks: [fn(&mut Attachment); 5] = [
        |other| other.created_at = Some("2021".into()),
        |other| other.kind = Some("other".into()),
        |other| other.original_file_name = Some("CV.pdf".into()),
        |other| other.file_name = Some("cv".into()),
        |other| other.extension = None,
    ];
    for mark in marks {
        let mut other = listed.clone();
        mark(&mut other);
        let todo = plan(&[entry("f/cv.pdf", &listed, 1)], &[&other]);
        let Step::Fetch {
            path, instead_of: None, ..
        } = &todo.steps[0]
        else {
            panic!("{todo:?}")
        };
        assert_eq!(path.to_lowercase(), "f/cv (2).pdf", "the other one is still there");
        assert_eq!(todo.gone, [0]);
    }
}

#[test]
fn what_is_removed_leaves_its_name() {
    let (older, mut younger) = (attachment("cv.pdf"), attachment("cv.pdf"));
    younger.created_at = Some("2021".into());
    let listed = [Listed {
        attachment: &younger,
        is_wanted: true,
    }];
    let todo = todo("f", &[entry("f/cv.pdf", &older, 1)], &listed, true, &Tables);
    assert_eq!(todo.steps, [new("f/cv.pdf")]);
    assert_eq!(todo.gone, [0]);
}

#[test]
fn what_somebody_took_away_is_fetched_again() {
    let listed = attachment("cv.pdf");
    let mut taken_away = entry("f/cv.pdf", &listed, 1);
    taken_away.is_there = false;
    let expected = Step::Fetch {
        path: "f/cv.pdf".into(),
        occurrence: 1,
        instead_of: Some(0),
    };
    assert_eq!(plan(&[taken_away], &[&listed]).steps, [expected]);
}

#[test]
fn what_is_not_asked_for_is_left_and_not_gone() {
    let (here, mut changed, elsewhere) = (
        attachment("here.pdf"),
        attachment("here.pdf"),
        attachment("elsewhere.pdf"),
    );
    changed.alt = None;
    let listed = [&changed, &elsewhere].map(|attachment| Listed {
        attachment,
        is_wanted: false,
    });
    let todo = todo("f", &[entry("f/here.pdf", &here, 1)], &listed, true, &Tables);
    assert_eq!(todo.steps, [Step::Keep(0), Step::Leave]);
    assert!(todo.gone.is_empty());
}

#[test]
fn two_that_are_alike_in_all_are_two_files() {
    let listed = attachment("cv.pdf");
    let todo = plan(&[], &[&listed, &listed]);
    let second = Step::Fetch {
        path: "f/cv (2).pdf".into(),
        occurrence: 2,
        instead_of: None,
    };
    assert_eq!(todo.steps, [new("f/cv.pdf"), second]);
    // The second was done when the run was ended.
    let todo = plan(&[entry("f/cv (2).pdf", &listed, 2)], &[&listed, &listed]);
    assert_eq!(todo.steps, [new("f/cv.pdf"), Step::Keep(0)]);
}

#[test]
fn two_that_are_alike_but_for_their_url_are_told_apart_by_it() {
    let (one, mut other) = (attachment("cv.pdf"), attachment("cv.pdf"));
    other.public_url = Some("https://a.example/2?token=1".into());
    let entries = [entry("f/cv.pdf", &one, 1), entry("f/cv (2).pdf", &other, 2)];
    assert_eq!(plan(&entries, &[&other, &one]).steps, [Step::Keep(1), Step::Keep(0)]);
    // One of them is gone: that one.
    other.public_url = Some("https://a.example/2?token=9".into());
    let todo = plan(&entries, &[&other]);
    assert_eq!((todo.steps, todo.gone), (vec![Step::Keep(1)], vec![0]));
}

#[test]
fn one_that_changed_does_not_take_the_file_of_one_that_did_not() {
    let (same, mut changed) = (attachment("cv.pdf"), attachment("cv.pdf"));
    changed.alt = Some("another".into());
    let mut before = same.clone();
    before.alt = Some("before".into());
    let entries = [entry("f/cv.pdf", &same, 1), entry("f/cv (2).pdf", &before, 1)];
    let todo = plan(&entries, &[&changed, &same]);
    let expected = Step::Fetch {
        path: "f/cv (2).pdf".into(),
        occurrence: 1,
        instead_of: Some(1),
    };
    assert_eq!(todo.steps, [expected, Step::Keep(0)]);
}

/// The journal has them in the order in which they were done, which is another each time.
#[test]
fn several_that_changed_are_told_apart_by_their_paths() {
    let with_hash = |hash: &str| {
        let mut attachment = attachment("cv.pdf");
        attachment.alt = Some(hash.into());
        attachment
    };
    let entries = [
        entry("f/cv.pdf", &with_hash("1"), 1),
        entry("f/cv (2).pdf", &with_hash("2"), 1),
    ];
    let (third, fourth) = (with_hash("3"), with_hash("4"));
    let fetched = |entries: &[Entry]| {
        let steps = plan(entries, &[&third, &fourth]).steps;
        steps.into_iter().map(|step| match step {
            Step::Fetch { path, .. } => path,
            _ => panic!("{step:?}"),
        })
    };
    let reversed = [entries[1].clone(), entries[0].clone()];
    assert!(fetched(&entries).eq(fetched(&reversed)));
}

#[test]
fn files_in_a_former_folder_stay_there() {
    let listed = attachment("cv.pdf");
    let mut added = attachment("cv.pdf");
    added.created_at = Some("2021".into());
    let todo = plan(&[entry("former/cv.pdf", &listed, 1)], &[&listed, &added]);
    assert_eq!(todo.steps, [Step::Keep(0), new("f/cv.pdf")]);
}

#[test]
fn ten_thousand_files_of_one_profile_take_no_time() {
    let started = std::time::Instant::now();
    let listed = vec![attachment("cv.pdf"); 10_000];
    let listed: Vec<_> = listed.iter().collect();
    let todo = plan(&[], &listed);
    let entries: Vec<_> = (0u32..)
        .zip(&todo.steps)
        .map(|(at, step)| match step {
            Step::Fetch { path, .. } => entry(path, listed[0], at + 1),
            _ => panic!("{step:?}"),
        })
        .collect();
    let again = plan(&entries, &listed);
    assert!(again.steps.iter().enumerate().all(|(at, step)| *step == Step::Keep(at)));
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The server may list in any order: each file has the same name.
    #[test]
    fn names_do_not_depend_on_the_order(ids in proptest::collection::vec((0..4u8, 0..3u8, 0..3u8), 0..8), turn in any::<usize>()) {
        let unique: BTreeSet<_> = ids.into_iter().collect();
        let mut listed: Vec<_> = unique.iter().map(|(created, name, url)| {
            let mut attachment = attachment(["cv.pdf", "CV", "cv (2).pdf"][usize::from(*name)]);
            attachment.created_at = Some(created.to_string());
            attachment.public_url = Some(format!("https://a.example/{url}?token=1"));
            attachment
        }).collect();
        let named = |listed: &[Attachment]| {
            let steps = plan(&[], &listed.iter().collect::<Vec<_>>()).steps;
            let mut named: Vec<_> = listed.iter().zip(steps).map(|pair| format!("{pair:?}")).collect();
            named.sort();
            named
        };
        let before = named(&listed);
        listed.reverse();
        let turn = turn % listed.len().max(1);
        listed.rotate_left(turn);
        prop_assert_eq!(named(&listed), before);
    }
}
