//! What a platform knows of Unicode, and when a file system takes two names for one.

/// What a platform knows of Unicode: the tables are larger than all of this crate.
pub trait Unicode {
    /// The text in normalisation form C. JavaScript: `text.normalize('NFC')`.
    fn composed(&self, text: &str) -> String;

    /// The text in normalisation form D. JavaScript: `text.normalize('NFD')`.
    fn decomposed(&self, text: &str) -> String;

    /// The text in capitals, of no language. JavaScript: `text.toUpperCase()`.
    fn upper(&self, text: &str) -> String;

    /// The text in small letters, of no language. JavaScript: `text.toLowerCase()`.
    fn lower(&self, text: &str) -> String;
}

/// The same text for all composed names that NTFS, exFAT, APFS or HFS+ take for one, and for some more: `ı` and `i`.
pub fn folded(name: &str, unicode: &impl Unicode) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    // Decomposed first, so that each letter is folded alone. Small letters come first and last: `ẞ` is `SS` by way of `ß`.
    let small = unicode.lower(&unicode.decomposed(name));
    let small = unicode.lower(&unicode.upper(&small));
    let mut folded = String::new();
    for letter in small.chars() {
        folded.push(match letter {
            // HFS+ pairs Georgian's capitals with other letters than Unicode does today.
            '\u{2d00}'..='\u{2d25}' => char::from_u32(letter as u32 - 0x2d00 + 0x10d0).unwrap_or(letter),
            other => other,
        });
    }
    folded
}
