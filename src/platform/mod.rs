//! What needs JavaScript: sending, parsed bodies, where the code runs, and who calls. No rule of HrFlow's.

#[cfg(feature = "npm")]
mod allocator;
#[cfg(not(feature = "npm"))]
pub mod bulk;
pub mod client;
mod environment;
mod fetch;
#[cfg(feature = "files")]
mod files;
#[cfg(feature = "export")]
mod folder;
mod json;
mod lines;
#[cfg(all(feature = "npm", not(any(feature = "export", feature = "files"))))]
mod npm;
#[cfg(any(feature = "export", feature = "files"))]
mod questions;
#[cfg(feature = "bulk")]
mod sources;
#[cfg(any(feature = "export", feature = "files"))]
mod tables;
#[cfg(all(feature = "npm", not(any(feature = "export", feature = "files"))))]
mod task;
