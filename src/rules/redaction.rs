//! The words of others without the secret: in time that grows with the text, whatever the text and whatever the secret.

use crate::rules::text::shorten;

/// What stands in the secret's place.
const MASK: &str = "***";

/// A fragment of the secret at least this long, in bytes, is as secret as the whole. One window of it fits a `u64`.
const FRAGMENT: usize = 8;

/// How many encodings, one in the other, are undone.
const ENCODINGS: usize = 3;

/// The longest text that is looked at, in characters. What is longer is cut before.
pub const MAX_READ: usize = 2_000;

/// The longest quotation of others, in characters.
pub const MAX_QUOTE: usize = 500;

/// The words of a server, or of a platform, as they may be shown: cut, without the secret, without control characters.
pub fn quote(text: &str, secret: &str) -> String {
    let visible = |letter: char| if is_control(letter) { ' ' } else { letter };
    let redacted = redact(shorten(text, MAX_READ), secret);
    shorten(&redacted, MAX_QUOTE).chars().map(visible).collect()
}

/// A name that a caller made up, as it may be repeated: the secret may stand where a name belongs, and secrets are long or
/// have digits.
pub fn shown(name: &str) -> String {
    const MAX_LENGTH: usize = 24;
    if name.len() > MAX_LENGTH || name.bytes().any(|byte| byte.is_ascii_digit()) {
        return "***".to_string();
    }
    quote(name, "")
}

/// Control characters, line ends, and what turns the direction of text. (Spelled out: the tables of `char` are larger.)
fn is_control(letter: char) -> bool {
    matches!(
        letter,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// The text with every trace of the secret replaced by `***`: the whole, a fragment of eight bytes or more, and either of
/// them percent-encoded, escaped as in JSON, in base64 or in hexadecimal.
pub fn redact(text: &str, secret: &str) -> String {
    redact_counting(text, secret, &mut || {})
}

/// [`redact`], which tells of each step that it takes over the text.
pub fn redact_counting(text: &str, secret: &str, step: &mut impl FnMut()) -> String {
    let mut masked = vec![false; text.len()];
    let mut levels = vec![plain(text.as_bytes())];
    while levels.len() <= ENCODINGS {
        let last = &levels[levels.len() - 1];
        let decoded = decode(last, step);
        if decoded.len() == last.len() {
            break;
        }
        levels.push(decoded);
    }
    for form in forms(secret.as_bytes()) {
        if !form.is_empty() {
            let windows = Windows::of(&form);
            for letters in &levels {
                windows.mark(letters, &mut masked, step);
            }
        }
    }
    let mut redacted = String::new();
    let mut masking = false;
    for (start, letter) in text.char_indices() {
        // A piece that ends inside a character is no text; it goes too.
        let was = masking;
        masking = masked[start..start + letter.len_utf8()].contains(&true);
        if !masking {
            redacted.push(letter);
        } else if !was {
            redacted.push_str(MASK);
        }
    }
    redacted
}

/// A byte, and which bytes of the text stand for it.
#[derive(Clone, Copy)]
struct Letter {
    byte: u8,
    start: usize,
    end: usize,
}

/// Each byte as a letter that stands for itself.
fn plain(bytes: &[u8]) -> Vec<Letter> {
    let mut letters = Vec::new();
    for (start, byte) in bytes.iter().enumerate() {
        let (byte, end) = (*byte, start + 1);
        letters.push(Letter { byte, start, end });
    }
    letters
}

/// The letters with one layer of percent-encoding and of JSON's escapes undone.
fn decode(letters: &[Letter], step: &mut impl FnMut()) -> Vec<Letter> {
    let mut decoded = Vec::new();
    let mut rest = letters;
    while let [first, ..] = rest {
        step();
        let byte = |at: usize| rest.get(at).map_or(0, |letter| letter.byte);
        let (undone, length) = match [first.byte, byte(1)] {
            [b'%', high] => (pair(high, byte(2)), 3),
            [b'\\', b'u'] if byte(2) == b'0' && byte(3) == b'0' => (pair(byte(4), byte(5)), 6),
            [b'\\', escaped @ (b'/' | b'\\')] => (Some(escaped), 2),
            _ => (None, 1),
        };
        let length = if undone.is_some() { length } else { 1 };
        let (spelled, after) = rest.split_at(length);
        decoded.push(Letter {
            byte: undone.unwrap_or(first.byte),
            start: first.start,
            end: spelled[length - 1].end,
        });
        rest = after;
    }
    decoded
}

/// The byte that two hexadecimal digits spell.
fn pair(high: u8, low: u8) -> Option<u8> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    Some((digit(high)? << 4 | digit(low)?) as u8)
}

/// The forms that the secret may be met in once encodings are undone. (It holds nothing that looks like one: that was refused.)
fn forms(secret: &[u8]) -> [Vec<u8>; 5] {
    let mut hexadecimal = Vec::new();
    for byte in secret {
        for digit in [byte >> 4, byte & 15] {
            hexadecimal.push(b"0123456789abcdef"[usize::from(digit)]);
        }
    }
    [
        secret.to_vec(),
        hexadecimal,
        base64(secret, 0),
        base64(secret, 4),
        base64(secret, 2),
    ]
}

/// The windows over one form: a hash table with open addressing, at most half full. (Sorting would bring 3 kB.)
struct Windows {
    width: usize,
    /// Zero is a free slot: no secret that a header carries holds a zero byte.
    slots: Vec<u64>,
}

impl Windows {
    fn of(form: &[u8]) -> Self {
        let width = form.len().min(FRAGMENT);
        let slots = vec![0; (2 * form.len() + 1).next_power_of_two()];
        let mut windows = Windows { width, slots };
        let mut window = 0;
        for (at, byte) in form.iter().enumerate() {
            window = windows.slide(window, *byte);
            if at + 1 >= width {
                let slot = windows.slot(window, &mut || {});
                windows.slots[slot] = window;
            }
        }
        windows
    }

    /// The window one byte further.
    fn slide(&self, window: u64, byte: u8) -> u64 {
        (window << 8 | fold(byte)) & u64::MAX >> (64 - 8 * self.width as u32)
    }

    /// Where the window is, or where it would be put.
    fn slot(&self, window: u64, step: &mut impl FnMut()) -> usize {
        // The golden ratio's fraction spreads what differs in few bits (Knuth's multiplicative hashing).
        let hash = window.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        let last = self.slots.len() - 1;
        let mut at = hash as usize & last;
        loop {
            step();
            if self.slots[at] == window || self.slots[at] == 0 {
                return at;
            }
            at = (at + 1) & last;
        }
    }

    /// Marks the bytes of the text that spell a trace.
    fn mark(&self, letters: &[Letter], masked: &mut [bool], step: &mut impl FnMut()) {
        let mut window = 0;
        let mut marked = 0;
        for (at, letter) in letters.iter().enumerate() {
            window = self.slide(window, letter.byte);
            if at + 1 >= self.width && window != 0 && self.slots[self.slot(window, step)] == window {
                // Windows overlap: what the one before has marked is not marked again.
                let start = letters[at + 1 - self.width].start.max(marked);
                masked[start..letter.end].fill(true);
                marked = letter.end;
            }
        }
    }
}

/// Letters that count as the same: whatever the case; base64's two alphabets; a form's plus sign and the space it means.
fn fold(byte: u8) -> u64 {
    u64::from(match byte {
        b'-' | b' ' => b'+',
        b'_' => b'/',
        other => other.to_ascii_lowercase(),
    })
}

/// The base64 of the bytes where others stand before them, without the characters that hold bits of others: the first
/// character that is theirs alone begins at bit 0, 4 or 2 of theirs.
fn base64(bytes: &[u8], first_bit: u32) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = Vec::new();
    let (mut bits, mut held, mut skipped) = (0u32, 0, first_bit);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 6 + skipped {
            held -= 6 + skipped;
            encoded.push(ALPHABET[(bits >> held & 63) as usize]);
            skipped = 0;
        }
    }
    encoded
}
