//! The secret is nowhere in what the server's words become.

use hrflow_wasm::rules::redaction::{quote, redact, redact_counting};
use proptest::prelude::*;

const SECRET: &str = "ask_0123456789+/abc=";

#[test]
fn the_whole_secret_is_replaced_wherever_it_stands() {
    assert_eq!(
        redact("Invalid secret key: ask_0123456789+/abc= ", SECRET),
        "Invalid secret key: *** "
    );
    assert_eq!(redact("askask_0123456789+/abc=ask", SECRET), "ask***ask");
    assert_eq!(redact("xxxxx", "xxxxx"), "***");
    assert_eq!(redact("nothing here", SECRET), "nothing here");
    assert_eq!(redact("no secret known", ""), "no secret known");
}

#[test]
fn so_are_its_encodings_and_its_fragments() {
    for trace in [
        "ask_0123456789%2B%2Fabc%3D",
        "ask_0123456789%2b%2fabc%3d",
        "%61%73%6b%5f%30%31%32%33456789%2B%2Fabc%3D",
        "01234567",
        "89+/abc=",
        "ASK_0123456789+/ABC=",
        "ask_0123456789%252B%252Fabc%253D",
        "ask_0123456789+\\/abc=",
        "ask_0123456789\\u002b\\u002Fabc\\u003d",
        // base64 of the secret, and of it after one and after two other bytes, with the last character bound to it.
        "YXNrXzAxMjM0NTY3ODkrL2FiYz",
        "Fza18wMTIzNDU2Nzg5Ky9hYmM9",
        "hc2tfMDEyMzQ1Njc4OSsvYWJjP",
        "MDEyMzQ1",
        // In hexadecimal.
        "61736b5f30313233343536373839",
        "303132333435",
        "ASK_0123456789%2B%2Fabc%3D",
    ] {
        assert_eq!(redact(trace, SECRET), "***", "{trace}");
    }
    assert_eq!(redact("Your+API+Key, your%20api%20key", "Your API Key"), "***, ***");
    assert_eq!(redact("0123456", SECRET), "0123456", "seven letters are no fragment");
}

#[test]
fn text_in_other_scripts_and_broken_encodings_survive() {
    assert_eq!(redact("clé 🔑 100% %zz %", SECRET), "clé 🔑 100% %zz %");
    assert_eq!(
        redact("x%C3%A9x", "%C3%A9"),
        "x***x",
        "an encoded secret is found in its own spelling"
    );
    assert_eq!(redact("clé!", "clé"), "***!");
}

#[test]
fn what_is_quoted_is_cut_and_has_no_control_characters() {
    assert_eq!(
        quote("a\u{1b}[31mb\r\nc\u{202e}d\u{2028}e\u{85}", ""),
        "a [31mb  c d e "
    );
    assert_eq!(quote(&"é".repeat(100_000), SECRET).chars().count(), 500);
    let cut = quote(&["x".repeat(490).as_str(), SECRET].concat(), SECRET);
    assert_eq!(cut, ["x".repeat(490).as_str(), "***"].concat());
}

/// How many steps it takes over a text.
fn steps(text: &str, secret: &str) -> usize {
    let mut steps = 0;
    redact_counting(text, secret, &mut || steps += 1);
    steps
}

/// Text in which an attacker would look for what takes long: runs, halves of encodings, pieces of the secret.
fn hostile(secret: String) -> impl Strategy<Value = String> {
    let mut pieces: Vec<String> = [
        "\\", "%", "%25", "\\u", "\\u00", "\\u005c", "%5c", "\\\"", "a", "é", " ", "==",
    ]
    .map(String::from)
    .to_vec();
    for length in [1, 7, 8, 9, secret.len()] {
        pieces.extend(secret.get(..length).map(String::from));
    }
    let piece = (proptest::sample::select(pieces), 1..400usize).prop_map(|(piece, times)| piece.repeat(times));
    proptest::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn steps_grow_with_the_text_alone(
        (secret, text) in prop_oneof!["[ -~]{8,40}", "[ab]{200}", "[\\\\%u05c]{8,300}", "[ -~]{1000}"]
            .prop_flat_map(|secret| (Just(secret.clone()), hostile(secret)))
    ) {
        // Up to four layers are read for six forms, each letter once, and decoding takes a step more. A lookup takes two
        // steps at the mean, for the tables are at most half full.
        let most = (4 * 6 * 4 + 4) * text.len();
        prop_assert!(steps(&text, &secret) <= most, "{} steps for {} bytes", steps(&text, &secret), text.len());
    }
}
