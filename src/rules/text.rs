//! Putting sentences together. `format!` would bring the formatting machinery into what users download.

/// The parts in one string. One loop for all sentences is smaller than the standard library's `concat`.
pub fn concat(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}

/// A whole number in decimal.
pub fn decimal(number: u32) -> String {
    let mut digits = if number < 10 {
        String::new()
    } else {
        decimal(number / 10)
    };
    digits.push(char::from(b'0' + (number % 10) as u8));
    digits
}

/// The number that decimal digits spell; `None` for anything else, and for what is too large.
pub fn whole(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

/// How much of a name that a caller made up is repeated, in characters: enough to know it again.
pub const MAX_NAME: usize = 40;

/// The beginning of a text, so many characters of it at most.
pub fn shorten(text: &str, max: usize) -> &str {
    let mut characters = 0;
    for (at, byte) in text.bytes().enumerate() {
        // Every byte of a character but the first is 0b10…….
        if byte & 0xc0 != 0x80 {
            if characters == max {
                return text.get(..at).unwrap_or_default();
            }
            characters += 1;
        }
    }
    text
}
