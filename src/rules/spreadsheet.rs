//! Rows of a CSV file for a spreadsheet program: no cell is run as a formula, and none is read as another value.

use crate::rules::attachment::{Attachment, FIELDS};
use crate::rules::text::concat;

/// What the file begins with: programs know UTF-8 by it.
pub const BEGINNING: &str = "\u{feff}";

/// The columns before those of an attachment's fields.
const OWN_COLUMNS: [&str; 5] = ["profile_key", "profile_reference", "path", "bytes", "sha256"];

/// The longest text of a cell, in UTF-16 code units. Excel goes on in the next row with what is longer than 32 767.
const LONGEST: usize = 32_000;

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// A text, whoever wrote it.
    Text(&'a str),
    /// A number of ours, up to 2^53.
    Number(u64),
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Cell::Empty, Cell::Text)
    }
}

/// A file that is here, as its line in the list has it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The profile's key, where it is known.
    pub key: Option<&'a str>,
    /// The profile's reference, where it has one.
    pub reference: Option<&'a str>,
    /// Where the file is.
    pub path: &'a str,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: &'a str,
    /// What HrFlow said of it.
    pub attachment: &'a Attachment,
}

/// The first row: the columns' names.
pub fn header() -> String {
    let mut cells = Vec::new();
    for name in OWN_COLUMNS.iter().chain(FIELDS.names) {
        cells.push(Cell::Text(name));
    }
    row(&cells)
}

/// The row of a file.
pub fn file(listed: &Listed<'_>) -> String {
    let attachment = listed.attachment;
    row(&[
        listed.key.into(),
        listed.reference.into(),
        Cell::Text(listed.path),
        Cell::Number(listed.bytes),
        Cell::Text(listed.sha256),
        attachment.alt.as_deref().into(),
        attachment.created_at.as_deref().into(),
        attachment.extension.as_deref().into(),
        attachment.file_name.as_deref().into(),
        attachment.file_size.map_or(Cell::Empty, Cell::Number),
        attachment.original_file_name.as_deref().into(),
        attachment.public_url.as_deref().into(),
        attachment.kind.as_deref().into(),
        attachment.updated_at.as_deref().into(),
    ])
}

/// Cells as a row, with its end (RFC 4180).
pub fn row(cells: &[Cell<'_>]) -> String {
    let mut row = String::new();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            row.push(',');
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => row.push_str(&quoted(&harmless(text))),
            Cell::Number(number) => row.push_str(&digits(*number)),
        }
    }
    row.push_str("\r\n");
    row
}

fn digits(number: u64) -> String {
    let mut digits = if number < 10 {
        String::new()
    } else {
        digits(number / 10)
    };
    digits.push(char::from(b'0' + (number % 10) as u8));
    digits
}

fn quoted(text: &str) -> String {
    let mut quoted = concat(&["\""]);
    for letter in text.chars() {
        if letter == '"' {
            quoted.push('"');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

/// The text with an apostrophe before what a spreadsheet program would run, or read as another value.
pub fn harmless(text: &str) -> String {
    let mut harmless = String::new();
    let mut units = 0;
    // A program that splits rows at `;` or at a tab (many countries' do) heeds no quotes after a comma: a cell or a row begins
    // inside the text, too.
    let mut begins = true;
    if is_mangled(text.as_bytes()) || text.starts_with(['\t', '\n', '\r']) {
        harmless.push('\'');
    }
    for letter in text.chars() {
        units += letter.len_utf16();
        if units > LONGEST {
            break;
        }
        match letter {
            '=' | '+' | '-' | '@' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff1d}' | '\u{ff20}' if begins => {
                harmless.push('\'');
                units += 1;
                begins = false;
            }
            ';' | '\t' | '\n' | '\r' | '"' => begins = true,
            // What programs leave out at the beginning of a cell.
            '\0'..=' '
            | '\u{7f}'..='\u{a0}'
            | '\u{ad}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{3000}'
            | '\u{feff}' => {}
            _ => begins = false,
        }
        // A control character ends a text for some programs.
        harmless.push(
            if matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}') {
                ' '
            } else {
                letter
            },
        );
    }
    harmless
}

/// Whether it is a number that a program would show as another: `007`, `1E5`, or one with more than 15 digits.
fn is_mangled(text: &[u8]) -> bool {
    let is_number = text.first().is_some_and(u8::is_ascii_digit)
        && text.iter().all(|byte| byte.is_ascii_digit() || b".eE".contains(byte));
    is_number && (text.len() > 15 || text.iter().any(|byte| b".eE".contains(byte)) || matches!(text, [b'0', _, ..]))
}
