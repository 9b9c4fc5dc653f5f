//! A call as the npm package writes it down.

use hrflow_wasm::rules::snapshot::Snapshot;
use hrflow_wasm::{ErrorKind, Profile};
use proptest::prelude::*;

/// The token of a text, as pkg/source/snapshot.mjs writes it.
fn token(text: &str) -> String {
    format!("{}:{text}", text.encode_utf16().count())
}

fn record(letters: &str, name: &str, text: &str) -> String {
    [letters, name, text].map(token).concat()
}

fn written(in_page: bool, records: &[(&str, &str, &str)]) -> String {
    let page = if in_page { "1" } else { "" };
    let origin = if in_page { "https://app.example" } else { "" };
    let records = records.iter().map(|(letters, name, text)| record(letters, name, text));
    token(page) + &token(origin) + &records.collect::<String>()
}

/// A sound call beside these records.
fn read(in_page: bool, records: &[(&str, &str, &str)]) -> Result<Box<Snapshot>, (ErrorKind, String)> {
    let sound = [("pt", "key", "k"), ("st", "", "s")];
    let all: Vec<_> = records.iter().chain(&sound).copied().collect();
    Snapshot::read(&written(in_page, &all)).map_err(|error| (error.kind, error.message))
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
    assert_eq!(read.environment.origin, None);
}

#[test]
fn a_page_has_no_environment_variables() {
    let read = read(true, &[("vt", "HRFLOW_API_KEY", "k")]).unwrap();
    assert_eq!(read.options.api_secret, None);
    assert_eq!(read.environment.origin.as_deref(), Some("https://app.example"));
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_as_it_was(secret in ".+", key in ".+", source_key in ".+", name in ".{0,9}") {
        let records = [("ct", "api_secret", secret.as_str()), ("pt", "key", &key), ("st", "", &source_key)];
        let read = Snapshot::read(&written(false, &records)).unwrap();
        prop_assert_eq!((read.options.api_secret, read.source_key, read.profile), (Some(secret.clone()), source_key, Profile::Key(key)));
        if !["key", "reference", "email"].contains(&name.as_str()) {
            let records = [("ct", "api_secret", secret.as_str()), ("pt", &name, ""), ("st", "", "s")];
            prop_assert_eq!(Snapshot::read(&written(false, &records)).unwrap_err().kind, ErrorKind::Argument);
        }
    }

    #[test]
    fn anything_else_ends_too(written in prop_oneof![".*", "([0-9]{0,3}:[a-z]{0,3}){0,9}"]) {
        if let Err(error) = Snapshot::read(&written) {
            prop_assert!(matches!(error.kind, ErrorKind::Argument | ErrorKind::Configuration));
        }
    }
}
