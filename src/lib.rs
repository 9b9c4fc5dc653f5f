//! List the files attached to a profile in [HrFlow.ai](https://hrflow.ai): résumé, cover letter, the original upload.
//!
//! One endpoint, `GET /v1/profile/indexing/attachments`, called from WebAssembly with the platform's own `fetch`.
//! The npm package `hrflow-wasm` is this crate with the feature `npm`; Rust applications that are themselves
//! compiled to WebAssembly (Yew, Leptos, Dioxus) call it directly:
//!
//! ```ignore
//! use hrflow_wasm::{Client, Options, Profile};
//!
//! let client = Client::new(Options { api_url: "/api/hrflow".into(), ..Options::default() });
//! let attachments = client.list_attachments("source_key", &Profile::Reference("r-1".into())).await?;
//! for attachment in attachments {
//!     log::info!("{:?}: {:?} bytes", attachment.file_name, attachment.file_size);
//! }
//! ```
//!
//! One way through, no way back: `js` (boundary) → [`client`] (one call) → [`request`] (what to send) → `fetch`
//! (sending) → [`response`] (what came back). Everything but `js`, `fetch` and their like is plain Rust, and is
//! tested natively.

pub mod attachment;
pub mod client;
pub mod error;
pub mod given;
pub mod json;
pub mod profile;
pub mod request;
pub mod response;
pub mod retry;

#[cfg(target_family = "wasm")]
mod deadline;
#[cfg(target_family = "wasm")]
mod environment;
#[cfg(target_family = "wasm")]
mod fetch;
#[cfg(all(target_family = "wasm", feature = "npm"))]
mod js;

pub use attachment::Attachment;
#[cfg(target_family = "wasm")]
pub use client::Client;
pub use client::Options;
pub use error::{Error, Kind};
pub use profile::Profile;
