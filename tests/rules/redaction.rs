//! The secret is nowhere in what the server's words become.

use hrflow_wasm::error::redact;

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
