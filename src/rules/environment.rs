//! Where the code runs.

/// Where the code runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Whether this is a page or one of its workers, where visitors can read everything.
    pub in_page: bool,
    /// The page's own origin, `https://example.org`, where it has one.
    pub origin: Option<String>,
}
