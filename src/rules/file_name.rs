//! Names for files that are safe on Linux, macOS and Windows at once, whatever name a stranger gave.

use crate::rules::attachment::Attachment;
use crate::rules::text::concat;
use crate::rules::unicode::Unicode;

/// The longest name that the file systems take: in bytes (ext4, APFS), and in UTF-16 code units (NTFS; HFS+, decomposed).
pub const LONGEST: usize = 255;

/// The longest that [`safe`] gives: it leaves room for ` (9999)`.
pub const LONGEST_SAFE: usize = LONGEST - 7;

/// What of a given name is looked at, in bytes: composing it takes the square of a run of accents.
const LONGEST_GIVEN: usize = 1_024;

/// Of a longer one its end, too, in which the extension has room, decomposed.
const LONGEST_END: usize = 64;

/// The longest extension, with its dot, that a name keeps when it is cut or numbered.
const LONGEST_EXTENSION: usize = 17;

/// How far a cut moves to the front, in bytes, so as not to part a letter from its accents.
const LONGEST_STEP: usize = 32;

/// A safe name for an attachment's file: its original name, else its name at HrFlow, else its type; with its extension.
pub fn of(attachment: &Attachment, unicode: &impl Unicode) -> String {
    let names = [&attachment.original_file_name, &attachment.file_name, &attachment.kind];
    let given = names
        .into_iter()
        .flatten()
        .find(|name| !trimmed(&readable(name)).is_empty());
    let name = safe(given.map_or("file", String::as_str), unicode);
    let extension = attachment.extension.as_deref().unwrap_or_default();
    let extension = trimmed(extension);
    if extension.is_empty() {
        return name;
    }
    let ending = concat(&[".", extension]);
    if ends_with(&name, &ending) {
        name
    } else {
        safe(&concat(&[&name, &ending]), unicode)
    }
}

/// A name for a file or a folder that every system takes, and takes for nothing else. A safe name stays as it is.
pub fn safe(name: &str, unicode: &impl Unicode) -> String {
    let name = readable(&composed(&clipped(trimmed(name)), unicode));
    // What was taken out may have stood between a letter and its accent.
    let mut safe = cut(trimmed(&composed(&name, unicode)), LONGEST_SAFE, unicode);
    // A dash would make an option of the name, for whoever writes `rm *`.
    if let Some(rest) = safe.strip_prefix('-') {
        safe = concat(&["_", rest]);
    }
    if safe.is_empty() || is_reserved(&safe) {
        safe = cut(&concat(&["_", &safe]), LONGEST_SAFE, unicode);
    }
    safe
}

/// The beginning and the end of a name that is longer than any that is given: its extension is in the end.
fn clipped(name: &str) -> String {
    if name.len() <= LONGEST_GIVEN + LONGEST_END {
        return name.to_string();
    }
    let mut end = LONGEST_GIVEN;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let mut from = name.len() - LONGEST_END;
    while !name.is_char_boundary(from) {
        from += 1;
    }
    let [beginning, end] = [name.get(..end), name.get(from..)].map(Option::unwrap_or_default);
    concat(&[beginning, end])
}

/// The name before its extension, and the extension with its dot; empty where it has none.
pub fn parts(name: &str) -> (&str, &str) {
    let dot = name.bytes().rposition(|byte| byte == b'.').unwrap_or(name.len());
    match (name.get(..dot), name.get(dot..)) {
        (Some(stem), Some(extension))
            if !stem.is_empty()
                && (2..=LONGEST_EXTENSION).contains(&extension.len())
                && !extension.bytes().any(|byte| byte == b' ') =>
        {
            (stem, extension)
        }
        _ => (name, ""),
    }
}

/// The name, cut so that it has room in a name of `longest`: before its extension, between two letters.
pub fn cut(name: &str, longest: usize, unicode: &impl Unicode) -> String {
    if excess(name, longest, unicode) == 0 {
        return name.to_string();
    }
    let (stem, extension) = parts(name);
    let mut end = between_letters(stem, longest.saturating_sub(extension.len()));
    loop {
        let kept = without_end(stem.get(..end).unwrap_or_default());
        let shorter = concat(&[kept, extension]);
        let excess = excess(&shorter, longest, unicode);
        if end == 0 || excess == 0 {
            return shorter;
        }
        // Decomposed, a letter has three units for each two bytes at most.
        end = between_letters(stem, end.saturating_sub((excess * 2 / 3).max(1)));
    }
}

/// By how much a name is too long: in bytes, or decomposed in UTF-16's units.
fn excess(name: &str, longest: usize, unicode: &impl Unicode) -> usize {
    let units = if name.is_ascii() {
        0
    } else {
        unicode.decomposed(name).encode_utf16().count()
    };
    name.len().max(units).saturating_sub(longest)
}

/// The last place up to `end` where a letter with its accents begins.
fn between_letters(text: &str, end: usize) -> usize {
    let mut end = end.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut place = end;
    while let Some(letter) = text.get(place..).and_then(|rest| rest.chars().next()) {
        if !leans(letter) {
            return place;
        }
        if place == 0 || end - place > LONGEST_STEP {
            break;
        }
        place -= 1;
        while !text.is_char_boundary(place) {
            place -= 1;
        }
    }
    end
}

/// Whether the letter belongs to the one before it: the accents that European names have, and an emoji's tone of skin.
fn leans(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}'
    )
}

fn composed(text: &str, unicode: &impl Unicode) -> String {
    if text.is_ascii() {
        text.to_string()
    } else {
        unicode.composed(text)
    }
}

/// The text without what cannot be seen, and with `_` for what a system would take for something else.
fn readable(text: &str) -> String {
    let mut readable = String::new();
    for letter in text.chars() {
        match letter {
            // White space, U+2800 among it, which looks like it.
            '\t'..='\r'
            | '\u{85}'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{2800}'
            | '\u{3000}' => readable.push(' '),
            // Control characters.
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => {}
            // What Unicode calls ignorable (joiners, fillers, variation selectors, tags), and what turns the direction of
            // reading. HFS+ leaves some of them out when it compares names.
            '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}' => {}
            // A path's separators, a drive's and a stream's colon, wildcards, pipes.
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => readable.push('_'),
            // Private use: WSL, Cygwin and macOS's SMB write the line above with it. And what is no character.
            '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{f0000}'.. => readable.push('_'),
            last_of_plane if last_of_plane as u32 & 0xfffe == 0xfffe => readable.push('_'),
            '0'..='9' if readable.ends_with('~') => {
                // `RESUME~1.PDF` is what Windows calls another file besides its name.
                readable.pop();
                readable.push('_');
                readable.push(letter);
            }
            other => readable.push(other),
        }
    }
    readable
}

/// The text without the spaces and dots around it: those before it hide a file, those after it Windows leaves out.
fn trimmed(mut text: &str) -> &str {
    while let Some(shorter) = text.strip_prefix(' ').or(text.strip_prefix('.')) {
        text = shorter;
    }
    without_end(text)
}

fn without_end(mut text: &str) -> &str {
    while let Some(shorter) = text.strip_suffix(' ').or(text.strip_suffix('.')) {
        text = shorter;
    }
    text
}

/// Whether Windows means a device by it, whatever extension comes after, or Explorer looks into it unasked.
pub(crate) fn is_reserved(name: &str) -> bool {
    let is = |name: &str, other: &&str| name.eq_ignore_ascii_case(other);
    let device = without_end(name.split('.').next().unwrap_or_default());
    let port = device.get(3..).unwrap_or_default();
    let is_port = matches!(port, "¹" | "²" | "³") || matches!(port.as_bytes(), [b'0'..=b'9']);
    ["con", "prn", "aux", "nul", "clock$", "conin$", "conout$"]
        .iter()
        .any(|reserved| is(device, reserved))
        || is_port && device.get(..3).is_some_and(|kind| is(kind, &"com") || is(kind, &"lpt"))
        || ["desktop.ini", "thumbs.db"].iter().any(|reserved| is(name, reserved))
}

/// Whether the name has that ending, in capitals or not.
fn ends_with(name: &str, ending: &str) -> bool {
    let from = name.len().saturating_sub(ending.len());
    from > 0 && name.get(from..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}
