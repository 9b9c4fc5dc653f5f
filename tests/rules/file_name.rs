//! Hostile names become safe ones, and stay readable.

use crate::portable::fault;
use crate::tables::Tables;
use hrflow_wasm::rules::attachment::Attachment;
use hrflow_wasm::rules::file_name::{self, cut, parts};
use hrflow_wasm::rules::unicode::Unicode;
use icu_properties::props::{
    BidiControl, DefaultIgnorableCodePoint, GeneralCategory as Category, NoncharacterCodePoint,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

fn safe(name: &str) -> String {
    let safe = file_name::safe(name, &Tables);
    assert_eq!(fault(&safe), None, "{name:?} became {safe:?}");
    assert!(safe.len() <= file_name::LONGEST_SAFE);
    assert_eq!(file_name::safe(&safe, &Tables), safe, "again, from {name:?}");
    safe
}

/// Pieces of names that some system or program takes for something.
pub fn hostile() -> impl Strategy<Value = String> {
    let pieces = [
        "con",
        "NUL",
        "com1",
        "LPT",
        "¹",
        "aux",
        "CLOCK$",
        "conin$",
        "desktop",
        "ini",
        "thumbs",
        ".",
        "..",
        " ",
        "/",
        "\\",
        ":",
        "~",
        "1",
        "2",
        "-",
        "_",
        "a",
        "B",
        "é",
        "e",
        "\u{301}",
        "\u{345}",
        "\u{323}",
        "\u{200b}",
        "\u{202e}",
        "\0",
        "\n",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "\u{feff}",
        "\u{3164}",
        "\u{ff0f}",
        "\u{e000}",
        "\u{fffe}",
        "\u{10ffff}",
        "🚀",
        "👍🏽",
        "👩\u{200d}🚀",
        "ΐ",
        "\u{1f82}",
        "각",
        "\u{1100}",
        "\u{1161}",
        "\u{11a8}",
        "pdf",
        ".pdf",
        ".tar.gz",
        "(2)",
        " (2)",
        "longlonglonglonglonglonglonglonglong",
        "\u{390}",
        "\u{212a}",
        "<",
        "\u{338}",
        "*",
        "?",
        "|",
        "\"",
        "%2F",
        "$MFT",
        "{",
        "=cmd",
    ];
    prop_oneof![
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..9).prop_map(|pieces| pieces.concat()),
        proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 60..160)
            .prop_map(|pieces| pieces.concat()),
        ".*",
        "[a-zA-Z. ~0-9]{0,20}",
        // Around the longest, in letters of each length.
        ("[aé각🚀ΐ\u{1f82}\u{301}. ]{80,300}", "[.]?[a-z]{0,20}").prop_map(|(stem, end)| stem + &end),
    ]
}

#[test]
fn what_is_safe_stays() {
    for name in [
        "resume.pdf",
        "Résumé (final), v2.PDF",
        "履歴書.docx",
        "سيرة ذاتية.pdf",
        "archive.tar.gz",
        "🚀 50% #1 & more!.pdf",
        "Mr. Bob",
        "a",
        "_",
        "console.log",
        "com.pdf",
        "com10",
        "nullable.txt",
        "~$backup~.doc",
        "=HYPERLINK(1).pdf",
    ] {
        assert_eq!(safe(name), name);
    }
}

#[test]
fn what_a_system_takes_for_something_else_is_replaced() {
    for (name, expected) in [
        ("", "_"),
        (".", "_"),
        ("..", "_"),
        (" . . ", "_"),
        ("../../outside.pdf", "_.._outside.pdf"),
        ("/etc/passwd", "_etc_passwd"),
        ("C:\\Users\\resume.pdf", "C__Users_resume.pdf"),
        ("a.pdf:stream", "a.pdf_stream"),
        ("a.pdf::$DATA", "a.pdf__$DATA"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("con .txt", "_con .txt"),
        ("aux. .tar.gz", "_aux. .tar.gz"),
        ("COM\u{b9}.txt", "_COM\u{b9}.txt"),
        ("lpt0", "_lpt0"),
        ("CONIN$", "_CONIN$"),
        ("Desktop.ini", "_Desktop.ini"),
        ("PROGRA~1", "PROGRA_1"),
        ("trailing dots and spaces. . .", "trailing dots and spaces"),
        (" .hidden", "hidden"),
        (".hrflow-export", "hrflow-export"),
        ("-rf", "_rf"),
        ("line\nbreak\tand \0.pdf", "line break and .pdf"),
        ("invoice-\u{202e}fdp.exe", "invoice-fdp.exe"),
        ("zero\u{200b}width\u{feff}.pdf", "zerowidth.pdf"),
        ("a\u{2028}b\u{2029}c\u{3000}d", "a b c d"),
        ("<img src=x onerror=\"x\">.pdf", "_img src=x onerror=_x__.pdf"),
        ("Re\u{301}sume\u{301}.pdf", "Résumé.pdf"),
        ("e\u{200b}\u{301}", "é"),
        ("\u{212a}.pdf", "K.pdf"),
        // WSL's colon.
        ("a\u{f03a}b", "a_b"),
        ("tag\u{e0041}\u{e007f}", "tag"),
    ] {
        assert_eq!(safe(name), expected, "{name:?}");
    }
}

#[test]
fn long_names_keep_their_beginning_and_their_extension() {
    let long = safe(&format!("{}.pdf", "long ".repeat(60)));
    assert_eq!(long.len(), 248, "{long}");
    assert!(long.starts_with("long long") && long.ends_with("long.pdf"), "{long}");
    assert_eq!(
        safe(&format!("{}.pdf", "e\u{301}".repeat(300))),
        format!("{}.pdf", "é".repeat(122))
    );
    // Four code units each when HFS+ takes them apart, and three bytes.
    assert_eq!(safe(&"\u{1f82}".repeat(90)), "\u{1f82}".repeat(62));
    assert_eq!(safe(&"🚀".repeat(90)), "🚀".repeat(62));
    // No tone of skin without its hand, and no accent without its letter.
    assert_eq!(safe(&format!("{}👍🏽", "a".repeat(243))), "a".repeat(243));
    assert_eq!(safe(&format!("{}x\u{302}\u{303}y", "a".repeat(244))), "a".repeat(244));
    // What has no end of accents is cut all the same.
    assert_eq!(safe(&"\u{303}".repeat(300)), "\u{303}".repeat(124));
    // An extension of any length is none.
    assert_eq!(safe(&format!("a.{}", "b".repeat(300))).len(), 248);
    // A device's name comes to light where the rest is cut.
    assert_eq!(safe(&format!("con{}x", " ".repeat(300))), "_con");
    assert_eq!(safe(&format!("con{}.pdf", " ".repeat(300))), "_con.pdf");
    // What is put before it makes it too long.
    assert_eq!(safe(&format!("con{}.pdf", " ".repeat(241))), "_con.pdf");
    assert_eq!(
        safe(&format!("con. {}.pdf", "a".repeat(239))),
        format!("_con. {}.pdf", "a".repeat(238))
    );
}

#[test]
fn of_a_long_name_little_is_composed() {
    // Composing takes the square of a run of accents.
    struct Counting(std::cell::Cell<usize>);
    impl Unicode for Counting {
        fn composed(&self, text: &str) -> String {
            self.0.set(self.0.get().max(text.len()));
            Tables.composed(text)
        }
        fn decomposed(&self, text: &str) -> String {
            Tables.decomposed(text)
        }
        fn upper(&self, text: &str) -> String {
            Tables.upper(text)
        }
        fn lower(&self, text: &str) -> String {
            Tables.lower(text)
        }
    }
    let unicode = Counting(std::cell::Cell::new(0));
    let accents = "\u{316}\u{301}".repeat(100_000);
    let mut attachment = Attachment::default();
    attachment.original_file_name = Some(format!("x{accents}.pdf"));
    attachment.extension = Some(accents);
    let name = file_name::of(&attachment, &unicode);
    assert!(name.len() <= file_name::LONGEST_SAFE && name.starts_with('x'), "{name}");
    assert!(
        unicode.0.get() < 3_000,
        "{} bytes were composed at once",
        unicode.0.get()
    );
    assert!(safe(&format!("a{}.pdf", "b".repeat(5_000))).ends_with("b.pdf"));
}

#[test]
fn a_name_has_one_extension_or_none() {
    for (name, expected) in [
        ("a.pdf", ("a", ".pdf")),
        ("a.tar.gz", ("a.tar", ".gz")),
        ("a", ("a", "")),
        ("a.", ("a.", "")),
        (".a", (".a", "")),
        ("Mr. Bob", ("Mr. Bob", "")),
        ("a.abcdefghijklmnop", ("a", ".abcdefghijklmnop")),
        ("a.abcdefghijklmnopq", ("a.abcdefghijklmnopq", "")),
    ] {
        assert_eq!(parts(name), expected);
    }
    assert_eq!(cut("abc.pdf", 6, &Tables), "ab.pdf");
    assert_eq!(cut("a  c.pdf", 7, &Tables), "a.pdf");
}

#[test]
fn an_attachment_gives_its_name_and_its_extension() {
    let named = |original: &str, file: &str, kind: &str, extension: &str| {
        let mut attachment = Attachment::default();
        attachment.original_file_name = Some(original.into());
        attachment.file_name = Some(file.into());
        attachment.kind = Some(kind.into());
        attachment.extension = Some(extension.into());
        let name = file_name::of(&attachment, &Tables);
        assert_eq!(fault(&name), None);
        name
    };
    assert_eq!(named("CV.pdf", "resume", "resume", ".pdf"), "CV.pdf");
    assert_eq!(named("CV.PDF", "resume", "resume", ".pdf"), "CV.PDF");
    assert_eq!(named("CV", "resume", "resume", ".pdf"), "CV.pdf");
    assert_eq!(named("CV", "resume", "resume", "pdf"), "CV.pdf");
    assert_eq!(named("CV.docx", "resume", "resume", ".pdf"), "CV.docx.pdf");
    assert_eq!(named("CV. . .", "resume", "resume", ".pdf"), "CV.pdf");
    assert_eq!(named("", "resume", "original", ".pdf"), "resume.pdf");
    assert_eq!(named("\u{200b} ..", "", "original", ".pdf"), "original.pdf");
    assert_eq!(named("", "", "", ".pdf"), "file.pdf");
    assert_eq!(named("", "", "", ""), "file");
    assert_eq!(named("con", "", "", ".pdf"), "_con.pdf");
    assert_eq!(named("a", "", "", "/../../b"), "a._.._.._b");
    assert_eq!(named(".pdf", "", "", ".pdf"), "pdf.pdf");
    assert_eq!(named("é", "", "", ".é"), "é.é");
    assert_eq!(file_name::of(&Attachment::default(), &Tables), "file");
}

#[test]
fn of_every_character_only_what_can_be_seen_is_left() {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let bidi = CodePointSetData::new::<BidiControl>();
    let no_character = CodePointSetData::new::<NoncharacterCodePoint>();
    let category = CodePointMapData::<Category>::new();
    // A step of a prime through the planes that have nothing but private use, and nothing at all.
    let beyond = ('\u{20000}'..=char::MAX)
        .step_by(251)
        .chain(['\u{5ffff}', '\u{e0041}', '\u{10fffe}']);
    for letter in ('\0'..='\u{1ffff}').chain(beyond) {
        let safe = safe(&format!("a{letter}b"));
        let is_seen = !(ignorable.contains(letter) || bidi.contains(letter) || no_character.contains(letter));
        let shown = match category.get(letter) {
            Category::Control | Category::PrivateUse | Category::LineSeparator | Category::ParagraphSeparator => false,
            Category::SpaceSeparator => letter == ' ',
            _ => is_seen && !"/\\:*?\"<>|\u{2800}\u{fff9}\u{fffa}\u{fffb}".contains(letter),
        };
        // What composes differently is there in other letters.
        let stays: String = format!("a{letter}b").nfc().collect();
        assert_eq!(safe == stays, shown, "U+{:x} became {safe:?}", letter as u32);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names(name in hostile()) {
        safe(&name);
    }

    #[test]
    fn names_that_are_normalised_otherwise(name in hostile()) {
        prop_assert_eq!(safe(&name), safe(&name.nfc().collect::<String>()));
        prop_assert_eq!(safe(&name), safe(&name.nfd().collect::<String>()));
    }

    #[test]
    fn attachments(original in proptest::option::of(hostile()), file in proptest::option::of(hostile()), extension in proptest::option::of(hostile())) {
        let mut attachment = Attachment::default();
        (attachment.original_file_name, attachment.file_name, attachment.extension) = (original, file, extension);
        let name = file_name::of(&attachment, &Tables);
        prop_assert_eq!(fault(&name), None, "{:?}", name);
    }

    // No device begins with one of these.
    #[test]
    fn plain_names_stay(name in "[0-9é履][A-Za-z0-9é履 ,()_+=-]{0,40}[A-Za-z0-9é履][.][a-z]{1,5}") {
        prop_assert_eq!(safe(&name), name);
    }
}
