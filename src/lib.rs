//! List the files attached to a profile in [HrFlow.ai](https://hrflow.ai): résumé, cover letter, the original upload.
//!
//! One endpoint, `GET /v1/profile/indexing/attachments`, called from WebAssembly with the platform's own `fetch`.
//! The npm package `hrflow-wasm` is this crate with the feature `npm`; Rust applications that are themselves
//! compiled to WebAssembly (Yew, Leptos, Dioxus) call it directly:
//!
//! ```no_run
//! # #[cfg(target_family = "wasm")]
//! # async fn example() -> Result<(), hrflow_wasm::Error> {
//! use hrflow_wasm::{Client, Options, Profile};
//!
//! let client = Client::new(Options { api_url: "/api/hrflow".into(), ..Options::default() });
//! let attachments = client.list_attachments("source_key", &Profile::Reference("r-1".into())).await?;
//! for attachment in attachments {
//!     println!("{:?}: {:?} bytes", attachment.file_name, attachment.file_size);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The map: `rules` is pure Rust, tested natively; `platform` is what needs JavaScript. One way through, no way back:
//! `platform::npm` or [`Client`] (who calls) → `rules::call` (the attempts of one call) → `rules::request` (what to
//! send) → `platform::fetch` (sending) → `rules::response` (what came back).

// Public for the tests in `tests/`, and no promise to anybody else.
#[doc(hidden)]
pub mod rules;

#[cfg(target_family = "wasm")]
mod platform;

#[cfg(all(target_family = "wasm", not(feature = "npm")))]
pub use platform::bulk::ProfileAttachments;
#[cfg(target_family = "wasm")]
pub use platform::client::Client;
pub use rules::attachment::Attachment;
pub use rules::bulk::BulkOptions;
pub use rules::error::{Cause, Envelope, Error, ErrorKind};
pub use rules::listed_profile::ListedProfile;
pub use rules::options::Options;
pub use rules::profile::Profile;
