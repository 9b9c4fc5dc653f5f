//! A call as the npm package writes it down.

use hrflow_wasm::rules::bulk::BulkOptions;
use hrflow_wasm::rules::environment::Environment;
use hrflow_wasm::rules::page::PageQuery;
use hrflow_wasm::rules::redaction::shown;
use hrflow_wasm::rules::snapshot::{read_profile, Snapshot};
use hrflow_wasm::{Error, ErrorKind, Options, Profile};
use proptest::prelude::*;

/// The token of a text, as pkg/source/snapshot.mjs writes it.
fn token(text: &str) -> String {
    format!("{}:{text}", text.encode_utf16().count())
}

fn record(letters: &str, name: &str, text: &str) -> String {
    [letters, name, text].map(token).concat()
}

fn written(in_page: bool, records: &[(&str, &str, &str)]) -> String {
    let page = if in_page { "1https://app.example" } else { "" };
    let records = records.iter().map(|(letters, name, text)| record(letters, name, text));
    token(page) + &records.collect::<String>()
}

/// What was read of a call.
#[derive(Debug)]
struct Read {
    options: Options,
    environment: Environment,
    source_key: String,
    profile: Profile,
}

fn read_written(written: &str) -> Result<Read, Box<Error>> {
    let read = Snapshot::read(written)?;
    Ok(Read {
        profile: read.profile()?,
        source_key: read.source_key.to_string(),
        options: read.options,
        environment: read.environment,
    })
}

/// A sound call beside these records.
fn read(in_page: bool, records: &[(&str, &str, &str)]) -> Result<Read, (ErrorKind, String)> {
    let sound = [("pt", "key", "k"), ("st", "", "s")];
    let all: Vec<_> = records.iter().chain(&sound).copied().collect();
    read_written(&written(in_page, &all)).map_err(|error| (error.kind, error.message))
}

#[test]
fn the_calls_options_override_the_clients_and_those_the_environment() {
    let read = read(
        false,
        &[
            ("vt", "HRFLOW_API_KEY", "of the environment"),
            ("vt", "HRFLOW_USER_EMAIL", "u🚀:9:"),
            ("ct", "api_secret", "of the client"),
            ("ci", "timeout", "2147483647"),
            ("oi", "timeout", "7"),
            ("ob", "dangerously_allow_browser", "1"),
            ("og", "signal", ""),
        ],
    )
    .unwrap();
    assert_eq!(read.options.api_secret.as_deref(), Some("of the client"));
    assert_eq!(read.options.api_user.as_deref(), Some("u🚀:9:"));
    assert_eq!((read.options.timeout, read.options.max_retries), (7, 2));
    assert!(read.options.dangerously_allow_browser);
    assert_eq!(
        (read.source_key.as_str(), &read.profile),
        ("s", &Profile::Key("k".into()))
    );
    assert_eq!(read.environment.page, None);
}

#[test]
fn a_page_has_no_environment_variables() {
    let read = read(true, &[("vt", "HRFLOW_API_KEY", "k")]).unwrap();
    assert_eq!(read.options.api_secret, None);
    assert_eq!(read.environment.page.as_deref(), Some("https://app.example"));
}

#[test]
fn what_is_wrong_is_told_in_words() {
    for (records, sentence) in [
        (
            vec![("Ot", "", "")],
            "The options were given as an empty string; give a plain object",
        ),
        (vec![("Ca", "", "")], "The options were given as an array"),
        (vec![("Cc", "", "")], "an object that is not a plain one"),
        (vec![("Ox", "", "")], "something that cannot be read"),
        (
            vec![("oo", "signal", "")],
            "`signal` was given as an object; give the `signal` of an AbortController",
        ),
        (vec![("cg", "signal", "")], "`signal` is not an option"),
        (vec![("ot", "", "x")], "`` is not an option"),
        (
            vec![("on", "timeout", "")],
            "`timeout` was given as a number; give a whole number",
        ),
        (vec![("Pu", "", "")], "given undefined instead of an object"),
        (vec![("pt", "mail", "x")], "`mail`, which is not a selector"),
        (vec![("pt", "email", "x")], "both `email` and `key`"),
    ] {
        let (_, message) = read(false, &records).unwrap_err();
        assert!(message.contains(sentence), "{message}");
    }
}

#[test]
fn a_secret_where_a_name_belongs_is_not_repeated_whether_it_is_known_or_not() {
    for name in ["ask_0123456789", "a-very-long-secret-of-letters"] {
        for records in [[("ot", name, "x")], [("ct", name, "x")], [("pt", name, "x")]] {
            let (_, message) = read(false, &records).unwrap_err();
            assert!(message.contains("`***`") && !message.contains(name), "{message}");
        }
    }
    let (_, message) = read(false, &[("ot", "a\u{1b}b\nc", "x")]).unwrap_err();
    assert!(message.contains("`a b c` is not an option"), "{message}");
}

/// The options of a walk, read as src/platform/sources.rs reads them.
fn bulk(records: &[(&str, &str, &str)]) -> Result<BulkOptions, String> {
    let all: Vec<_> = records.iter().chain(&[("st", "", "s")]).copied().collect();
    let mut bulk = BulkOptions::default();
    Snapshot::read_with(&written(false, &all), |name, value| match bulk.set(name, value) {
        Ok(false) => Err(BulkOptions::unknown(&shown(name))),
        other => other,
    })
    .and_then(|_| bulk.check())
    .map_err(|error| error.message)?;
    Ok(bulk)
}

#[test]
fn a_walk_has_options_of_its_own_and_says_which_there_are() {
    let read = bulk(&[
        ("oi", "concurrency", "64"),
        ("oi", "max_requests_per_minute", "1"),
        ("oi", "page_size", "1000"),
        ("ot", "created_at_min", "2020-01-01"),
        ("ot", "created_at_max", "2020-12-31"),
        ("ob", "in_order", "1"),
        ("of", "on_progress", ""),
        ("oi", "timeout", "1"),
    ])
    .unwrap();
    let expected = BulkOptions {
        concurrency: 64,
        max_requests_per_minute: Some(1),
        page_size: 1_000,
        created_at_min: Some("2020-01-01".into()),
        created_at_max: Some("2020-12-31".into()),
        in_order: true,
    };
    assert_eq!(read, expected);
    for (record, sentence) in [
        (
            ("oi", "concurrency", "65"),
            "`concurrency` was given as 65; give a whole number from 1 to 64.",
        ),
        (("oi", "concurrency", "0"), "given as 0;"),
        (("on", "concurrency", ""), "given as a number;"),
        (("oi", "page_size", "1001"), "give a whole number from 1 to 1000."),
        (
            ("oi", "max_requests_per_minute", "0"),
            "given as 0; give a whole number from 1.",
        ),
        (("ot", "created_at_min", "2020-1-1"), "give a day as `YYYY-MM-DD`."),
        (("oi", "created_at_max", "2020"), "given as a number;"),
        (("oi", "in_order", "1"), "give true or false."),
        (("oo", "on_progress", ""), "given as an object; give a function."),
        (("oi", "concurency", "1"), "`concurency` is not an option;"),
        (
            ("oi", "concurency", "1"),
            "`in_order`, `on_progress`, and, for one call, `signal`.",
        ),
        (("oi", "ask_0123456789", "1"), "`***` is not an option;"),
        // What is one walk's is no client's.
        (("ci", "concurrency", "1"), "`concurrency` is not an option;"),
    ] {
        let message = bulk(&[record]).unwrap_err();
        assert!(message.contains(sentence), "{message}");
    }
}

#[test]
fn a_profile_can_be_written_down_by_itself() {
    assert_eq!(read_profile(&record("pt", "key", "k")), Ok(Profile::Key("k".into())));
    for wrong in [String::new(), record("Pn", "", ""), record("pi", "key", "1")] {
        assert_eq!(read_profile(&wrong).unwrap_err().kind, ErrorKind::Argument);
    }
}

#[test]
fn the_page_that_a_proxy_is_asked_for_stands_in_the_place_of_the_profile() {
    let all = [
        ("pi", "page", "2"),
        ("pi", "limit", "1000"),
        ("pt", "order_by", "asc"),
        ("pt", "sort_by", "updated_at"),
        ("pb", "return_profile", "1"),
        ("pt", "created_at_min", "2020-01-01"),
        ("st", "", "s"),
    ];
    let call = written(false, &all);
    let read = Snapshot::read(&call).unwrap();
    let expected = PageQuery {
        page: 2,
        limit: 1_000,
        order_by: "asc",
        sort_by: "updated_at",
        return_profile: true,
        created_at_min: Some("2020-01-01"),
        created_at_max: None,
    };
    assert_eq!(read.page(), Ok(expected));
    for wrong in [
        ("pi", "page", "0"),
        ("pi", "limit", "1001"),
        ("pt", "page", "1"),
        ("pt", "order_by", "up"),
        ("pt", "sort_by", "name"),
        ("pt", "return_profile", "true"),
        ("pt", "created_at_max", "today"),
        ("pt", "name", "x"),
    ] {
        let call = written(false, &[wrong, ("st", "", "s")]);
        assert_eq!(
            Snapshot::read(&call).unwrap().page().unwrap_err().kind,
            ErrorKind::Argument
        );
    }
}

#[test]
fn a_name_that_a_visitor_made_up_is_no_part_of_an_error() {
    for name in [
        "x\n401\nforged\u{1b}[31m",
        "a\u{202e}b\r",
        "y".repeat(9_000).as_str(),
        "ask_9f86d081",
    ] {
        let call = written(false, &[("pt", name, "x"), ("st", "", "s")]);
        let error = Snapshot::read(&call).unwrap().page().unwrap_err();
        assert!(!error.message.contains(name), "{error}");
        assert!(
            error.message.len() < 400 && !error.message.contains(char::is_control),
            "{error}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_as_it_was(secret in ".+", key in ".+", source_key in ".+", name in ".{0,9}") {
        let records = [("ct", "api_secret", secret.as_str()), ("pt", "key", &key), ("st", "", &source_key)];
        let read = read_written(&written(false, &records)).unwrap();
        prop_assert_eq!((read.options.api_secret, read.source_key, read.profile), (Some(secret.clone()), source_key, Profile::Key(key)));
        if !["key", "reference", "email"].contains(&name.as_str()) {
            let records = [("ct", "api_secret", secret.as_str()), ("pt", &name, ""), ("st", "", "s")];
            prop_assert_eq!(read_written(&written(false, &records)).unwrap_err().kind, ErrorKind::Argument);
        }
    }

    #[test]
    fn anything_else_ends_too(written in prop_oneof![".*", "([0-9]{0,3}:[a-z]{0,3}){0,9}"]) {
        if let Err(error) = read_written(&written) {
            prop_assert!(matches!(error.kind, ErrorKind::Argument | ErrorKind::Configuration));
        }
    }
}
