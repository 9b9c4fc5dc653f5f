//! What every module with files is asked: whether an address may be fetched, and what a spreadsheet may hold. Plain strings go
//! in and out, and nothing is kept.

use crate::rules::file_address::{self, Address, Visit};
use crate::rules::spreadsheet;
use wasm_bindgen::prelude::*;

/// Why an address that was given may not be fetched; nothing where it may, as far as its text tells.
#[wasm_bindgen(js_name = textRefusal)]
pub fn text_refusal(text: &str) -> Option<String> {
    file_address::check_text(text).err().map(str::to_string)
}

/// What is said of an address that the platform cannot read.
#[wasm_bindgen(js_name = noUrl)]
pub fn no_url() -> String {
    file_address::NO_URL.to_string()
}

/// Why an address may not be fetched; nothing where it may. Each is written as [`address`] reads it.
#[wasm_bindgen(js_name = addressRefusal)]
pub fn address_refusal(api: &str, to: &str, from: Option<String>, followed: u32, ip: Option<String>) -> Option<String> {
    let visit = Visit {
        api: address(api),
        to: address(to),
        from: from.as_deref().map(address),
        followed,
        ip: ip.as_deref(),
    };
    visit.check().err().map(str::to_string)
}

/// An address as `pkg/source/files/address.mjs` writes it: the protocol, a space, `@` where there is a user name or a password,
/// and the host.
fn address(written: &str) -> Address<'_> {
    let (protocol, rest) = written.split_once(' ').unwrap_or((written, ""));
    let hostname = rest.strip_prefix('@');
    Address {
        protocol,
        hostname: hostname.unwrap_or(rest),
        has_credentials: hostname.is_some(),
    }
}

/// A cell's text, with an apostrophe before what a spreadsheet program would run.
#[wasm_bindgen(js_name = spreadsheetText)]
pub fn spreadsheet_text(text: &str) -> String {
    spreadsheet::harmless(text)
}
