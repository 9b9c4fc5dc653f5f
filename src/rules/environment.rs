//! Where the code runs.

/// Where the code runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// The origin of the page that this is, or is a worker of, `https://example.org`: visitors can read everything there.
    pub page: Option<String>,
}

impl Environment {
    /// Reads what `page` in src/platform/environment.js writes: `1` and the page's origin, or nothing where this is no page.
    pub fn read(page: &str) -> Self {
        Environment {
            page: page.strip_prefix('1').map(str::to_string),
        }
    }
}
