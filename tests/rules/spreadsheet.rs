//! Cells that a spreadsheet shows as they are, and runs none of.

use hrflow_wasm::rules::attachment::{Attachment, FIELDS};
use hrflow_wasm::rules::spreadsheet::{file, header, row, Cell, Listed, BEGINNING};
use proptest::prelude::*;

/// The rows as a reader of CSV has them.
fn read(csv: &str, delimiter: u8, quoting: bool) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(quoting)
        .from_reader(csv.as_bytes());
    reader
        .records()
        .map(|record| record.unwrap().iter().map(String::from).collect())
        .collect()
}

fn cell(text: &str) -> String {
    read(
        &row(&[Cell::Text("first"), Cell::Text(text), Cell::Number(1)]),
        b',',
        true,
    )[0][1]
        .clone()
}

/// Whether a program would run it, once it has left out what it leaves out at the beginning.
fn is_formula(cell: &str) -> bool {
    let hidden = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || "\u{feff}\u{200b}\u{200e}\u{202e}\u{ad}\u{2060}".contains(letter)
    };
    cell.trim_start_matches(hidden)
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[test]
fn what_is_a_formula_is_marked() {
    for (text, expected) in [
        (
            "=HYPERLINK(\"https://h.example\").pdf",
            "'=HYPERLINK(\"https://h.example\").pdf",
        ),
        ("+33 1 23", "'+33 1 23"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1＋1", "'＝1＋1"),
        ("＠a", "'＠a"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("  =1", "  '=1"),
        ("\u{feff}=1", "\u{feff}'=1"),
        ("\u{a0}\u{3000}=1", "\u{a0}\u{3000}'=1"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("\0=1", " '=1"),
        ("a;=1", "a;'=1"),
        ("a; -1", "a; '-1"),
        ("a\n=1", "a\n'=1"),
        ("a\t@b", "a\t'@b"),
        ("a\"=1", "a\"'=1"),
        ("\";=1;\"", "\";'=1;\""),
    ] {
        assert_eq!(cell(text), expected, "{text:?}");
    }
}

#[test]
fn what_would_be_read_as_another_number_is_marked() {
    for text in ["007", "1E5", "12e45", "1.50", "1234567890123456"] {
        assert_eq!(cell(text), format!("'{text}"));
    }
    for text in [
        "0",
        "7",
        "123456789012345",
        "a1",
        "r-1",
        "0x7",
        "",
        "e5",
        "2020-09-11T09:58:32+0000",
        "résumé, \"final\"",
        "a-b+c=d@e",
    ] {
        assert_eq!(cell(text), text);
    }
}

#[test]
fn numbers_of_ours_stay_numbers() {
    let written = row(&[
        Cell::Number(0),
        Cell::Number(528_305),
        Cell::Number(1 << 53),
        Cell::Number(u64::MAX),
        Cell::Empty,
        Cell::Text(""),
    ]);
    assert_eq!(written, "0,528305,9007199254740992,18446744073709551615,,\"\"\r\n");
}

#[test]
fn a_cell_is_no_longer_than_a_spreadsheet_takes() {
    assert_eq!(cell(&"a".repeat(40_000)), "a".repeat(32_000));
    assert_eq!(cell(&"🚀".repeat(40_000)), "🚀".repeat(16_000));
    assert!(cell(&";=".repeat(40_000)).encode_utf16().count() <= 32_767);
}

#[test]
fn a_file_is_a_row_under_its_header() {
    let mut attachment = Attachment::default();
    attachment.original_file_name = Some("=1.pdf".into());
    attachment.file_size = Some(5);
    attachment.kind = Some("resume".into());
    attachment.updated_at = Some("2020-09-11T09:58:32+0000".into());
    let listed = Listed {
        key: Some("k1"),
        reference: None,
        path: "key-k1/=1.pdf",
        bytes: 5,
        sha256: "ab",
        attachment: &attachment,
    };
    let rows = read(&[header(), file(&listed)].concat(), b',', true);
    let column = |name: &str| rows[1][rows[0].iter().position(|column| column == name).unwrap()].as_str();
    assert_eq!(rows[0].len(), 5 + FIELDS.names.len());
    assert_eq!(
        rows[0][..5],
        ["profile_key", "profile_reference", "path", "bytes", "sha256"]
    );
    assert_eq!(rows[0][5..], *FIELDS.names);
    assert_eq!(rows[1].len(), rows[0].len());
    assert_eq!(
        [
            column("profile_key"),
            column("profile_reference"),
            column("path"),
            column("bytes"),
            column("sha256")
        ],
        ["k1", "", "key-k1/=1.pdf", "5", "ab"]
    );
    assert_eq!(
        [
            column("original_file_name"),
            column("file_size"),
            column("type"),
            column("alt")
        ],
        ["'=1.pdf", "5", "resume", ""]
    );
    assert_eq!(column("updated_at"), "2020-09-11T09:58:32+0000");
    assert_eq!(BEGINNING.as_bytes(), [0xef, 0xbb, 0xbf]);
}

/// Every field is in its own column.
#[test]
fn fields_are_in_the_columns_of_their_names() {
    let value =
        |name: &str| serde_json::json!({ name: if name == "file_size" { 7.into() } else { serde_json::json!("x") } });
    for (at, name) in FIELDS.names.iter().enumerate() {
        let attachment: Attachment = serde_json::from_value(value(name)).unwrap();
        let listed = Listed {
            key: None,
            reference: None,
            path: "p",
            bytes: 1,
            sha256: "s",
            attachment: &attachment,
        };
        let cells = &read(&file(&listed), b',', true)[0];
        assert_ne!(cells[5 + at], "", "{name}");
        assert_eq!(cells.iter().filter(|cell| !cell.is_empty()).count(), 4, "{name}");
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,12}", "[=+@;,\"\t\r\n '＝－0-9eE.a\u{feff}\u{a0}-]{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_comes_back_but_for_its_marks(texts in proptest::collection::vec(text(), 1..4)) {
        let cells: Vec<_> = texts.iter().map(|text| Cell::Text(text)).collect();
        let written = row(&cells);
        prop_assert!(written.ends_with("\r\n"));
        let rows = read(&written, b',', true);
        prop_assert_eq!(rows.len(), 1);
        for (cell, text) in rows[0].iter().zip(&texts) {
            let plain = |text: &str| text.replace('\'', "").replace(|letter: char| letter.is_ascii_control() && !"\t\r\n".contains(letter), " ");
            prop_assert_eq!(plain(cell), plain(text));
            prop_assert!(!is_formula(cell), "{:?}", cell);
        }
    }

    /// Where programs split rows otherwise: at `;`, at tabs, and with no heed to quotes.
    #[test]
    fn no_part_of_a_text_is_a_formula_elsewhere(texts in proptest::collection::vec(text(), 1..4)) {
        let cells: Vec<_> = texts.iter().map(|text| Cell::Text(text)).collect();
        let written = [row(&[Cell::Text("a"), Cell::Text("b")]), row(&cells)].concat();
        for (delimiter, quoting) in [(b';', true), (b'\t', true), (b';', false), (b'\t', false)] {
            for cell in read(&written, delimiter, quoting).concat() {
                prop_assert!(!is_formula(&cell), "{:?}", cell);
            }
        }
    }
}
