//! What pages and the proxy see of this crate: what files and folders are called. Plain strings go in and out, for reading objects
//! is a third of what a module weighs.

use crate::platform::tables::Tables;
use crate::rules::attachment::Attachment;
use crate::rules::file_name::{self, safe};
use crate::rules::folder::Folders;
use crate::rules::profile::Profile;
use crate::rules::spreadsheet::{self, Cell};
use crate::rules::taken::Taken;
use std::cell::RefCell;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// A safe name for an attachment's file, of these of its fields.
#[wasm_bindgen(js_name = fileName)]
pub fn file_name(
    original_file_name: Option<String>,
    file_name: Option<String>,
    kind: Option<String>,
    extension: Option<String>,
) -> String {
    let attachment = Attachment {
        original_file_name,
        file_name,
        kind,
        extension,
        ..Attachment::default()
    };
    file_name::of(&attachment, &Tables)
}

/// The names of one archive: an instance serves one.
#[derive(Default)]
struct Names {
    folders: Folders,
    taken: BTreeMap<String, Taken>,
}

thread_local! {
    static NAMES: RefCell<Names> = RefCell::new(Names::default());
}

/// The folder of a profile: of `key`, `reference` or `email`, its value, and the profile's key where it is known.
#[wasm_bindgen]
pub fn folder(selector: &str, value: String, key: Option<String>) -> String {
    let profile = match selector {
        "reference" => Profile::Reference(value),
        "email" => Profile::Email(value),
        _ => Profile::Key(value),
    };
    NAMES.with_borrow_mut(|names| names.folders.of(&profile, key.as_deref(), None, &Tables))
}

/// The first safe name like this one that is free in a folder. It is taken then.
#[wasm_bindgen]
pub fn unique(folder: String, name: &str) -> String {
    NAMES.with_borrow_mut(|names| {
        let taken = names.taken.entry(folder).or_default();
        taken.unique(&safe(name, &Tables), &Tables)
    })
}

/// What a spreadsheet's file begins with.
#[wasm_bindgen(js_name = spreadsheetBeginning)]
pub fn spreadsheet_beginning() -> String {
    spreadsheet::BEGINNING.to_string()
}

/// A row of texts, numbers and nothing, with its end.
#[wasm_bindgen(js_name = spreadsheetRow)]
pub fn spreadsheet_row(cells: Vec<JsValue>) -> String {
    let texts: Vec<_> = cells.iter().map(JsValue::as_string).collect();
    let cells = cells
        .iter()
        .zip(&texts)
        .map(|(cell, text)| match (cell.as_f64(), text) {
            (Some(number), _) => Cell::Number(number as u64),
            (_, text) => Cell::from(text.as_deref()),
        });
    spreadsheet::row(&cells.collect::<Vec<_>>())
}
