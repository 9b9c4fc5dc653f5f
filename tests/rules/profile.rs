//! Exactly one selector.

use hrflow_wasm::rules::input::Input;
use hrflow_wasm::{ErrorKind, Profile};

fn select(members: &[(&str, Input)]) -> Result<Profile, String> {
    Profile::select(members).map_err(|error| {
        assert_eq!(error.kind, ErrorKind::Argument);
        assert!(!error.retryable);
        assert!(
            error.message.contains("exactly one of `key`, `reference` or `email`"),
            "{error}"
        );
        error.message
    })
}

fn text(text: &str) -> Input<'_> {
    Input::Text(text)
}

#[test]
fn one_selector_names_the_profile() {
    assert_eq!(select(&[("key", text("k"))]), Ok(Profile::Key("k".into())));
    assert_eq!(select(&[("reference", text("r"))]), Ok(Profile::Reference("r".into())));
    assert_eq!(select(&[("email", text("e"))]), Ok(Profile::Email("e".into())));
    assert_eq!(Profile::Email("e".into()).parameter(), ("email", "e"));
}

#[test]
fn everything_else_is_refused_in_a_sentence_that_says_what_was_given() {
    for (members, received) in [
        (vec![], "was given no name"),
        (vec![("key", text("a")), ("email", text("b"))], "both `key` and `email`"),
        (vec![("key", text(""))], "`key` as an empty string"),
        (vec![("key", Input::Whole(1))], "`key` as a number"),
        (vec![("email", Input::Boolean(true))], "`email` as a boolean"),
        (vec![("reference", Input::Other("an array"))], "`reference` as an array"),
        (vec![("mail", text("a"))], "`mail`, which is not a selector"),
        (
            vec![("key", text("a")), ("mail", text("b"))],
            "`mail`, which is not a selector",
        ),
    ] {
        let message = select(&members).unwrap_err();
        assert!(message.contains(received), "{message}");
    }
}

#[test]
fn an_unknown_name_is_quoted_in_part_only() {
    let message = select(&[(&"ŷ".repeat(1_000), text("a"))]).unwrap_err();
    assert!(message.chars().count() < 250, "{message}");
}
