//! What JavaScript's strings can do, by tables of one version.

use hrflow_wasm::rules::unicode::Unicode;
use icu_casemap::CaseMapper;
use icu_locale_core::LanguageIdentifier;
use unicode_normalization::UnicodeNormalization;

/// What JavaScript's strings can do.
pub struct Tables;

impl Unicode for Tables {
    fn composed(&self, text: &str) -> String {
        text.nfc().collect()
    }

    fn decomposed(&self, text: &str) -> String {
        text.nfd().collect()
    }

    fn upper(&self, text: &str) -> String {
        CaseMapper::new()
            .uppercase_to_string(text, &LanguageIdentifier::UNKNOWN)
            .into_owned()
    }

    fn lower(&self, text: &str) -> String {
        CaseMapper::new()
            .lowercase_to_string(text, &LanguageIdentifier::UNKNOWN)
            .into_owned()
    }
}
