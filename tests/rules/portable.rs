//! What a name must be to be the same on Linux, macOS and Windows: said anew, and not as the rule says it.

use unicode_normalization::UnicodeNormalization;

/// Why the name is not portable, if it is not.
pub fn fault(name: &str) -> Option<&'static str> {
    let decomposed: String = name.nfd().collect();
    let stem = name.split('.').next().unwrap().trim_end().to_uppercase();
    let devices = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];
    let ports = ["COM", "LPT"]
        .iter()
        .flat_map(|kind| "0123456789¹²³".chars().map(move |port| format!("{kind}{port}")));
    let short = name
        .split('~')
        .skip(1)
        .any(|rest| rest.starts_with(|digit: char| digit.is_ascii_digit()));
    let hidden = |letter: char| {
        letter.is_control()
            || letter != ' ' && letter.is_whitespace()
            || "\u{ad}\u{61c}\u{180e}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{2066}\u{2069}\u{feff}"
                .contains(letter)
            || ('\u{202a}'..='\u{202e}').contains(&letter)
            || ('\u{fe00}'..='\u{fe0f}').contains(&letter)
    };
    if name.is_empty() {
        return Some("empty");
    }
    if name.len() > 255 || name.encode_utf16().count() > 255 || decomposed.encode_utf16().count() > 255 {
        return Some("too long");
    }
    if name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) {
        return Some("a character with a meaning");
    }
    if name.contains(hidden) {
        return Some("a character that is not seen");
    }
    if name.starts_with([' ', '.', '-']) || name.ends_with([' ', '.']) {
        return Some("its beginning or its end");
    }
    if devices.contains(&stem.as_str()) || ports.into_iter().any(|port| port == stem) {
        return Some("a device");
    }
    if name.nfc().collect::<String>() != name {
        return Some("not composed");
    }
    short.then_some("a short name")
}
