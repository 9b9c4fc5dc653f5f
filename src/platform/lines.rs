//! What JavaScript tells in lines: one crossing for many values.

use crate::rules::text::whole;

/// The lines that are still to be read.
pub struct Lines<'a>(pub &'a str);

impl<'a> Lines<'a> {
    /// The next line; empty beyond the last.
    pub fn text(&mut self) -> &'a str {
        let end = self.0.bytes().position(|byte| byte == b'\n').unwrap_or(self.0.len());
        let line = self.0.get(..end).unwrap_or_default();
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        line
    }

    /// The whole number that the next line spells.
    pub fn number(&mut self) -> Option<u32> {
        whole(self.text().as_bytes())
    }
}
