//! Coverage-guided fuzzing of the response rules: two bytes of status, then a body.
#![no_main]
#![allow(missing_docs)]

#[path = "../rules/json.rs"]
mod json;

use hrflow_wasm::rules::attachment::FIELDS;
use hrflow_wasm::rules::response::{attachments, Response};
use hrflow_wasm::ErrorKind;
use json::Parsed;
use libfuzzer_sys::fuzz_target;

const SECRET: &str = "s3cr3t+k/ey=%41";

fuzz_target!(|input: &[u8]| {
    let [high, low, body @ ..] = input else { return };
    let response = Response {
        status: u16::from_be_bytes([*high, *low]) % 600,
        redirected: high & 0x80 != 0,
        retry_after: None,
        request_id: String::from_utf8(body.to_vec()).ok(),
        body: serde_json::from_slice(body).ok().map(Parsed::new),
    };
    match attachments(response, SECRET) {
        Ok(data) => {
            for item in data.value().as_array().expect("an array") {
                for name in FIELDS.names.iter().copied() {
                    let field = item.get(name).expect("every known field");
                    let typed = if name == "file_size" { field.is_number() } else { field.is_string() };
                    assert!(field.is_null() || typed, "{name}: {field}");
                }
            }
        }
        Err(error) => {
            assert!(matches!(error.kind, ErrorKind::Redirect | ErrorKind::Api | ErrorKind::Response));
            let shown = format!("{error} {:?} {:?}", error.response, error.request_id);
            assert!(!shown.contains(SECRET), "{shown}");
        }
    }
});
