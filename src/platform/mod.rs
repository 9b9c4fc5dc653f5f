//! What needs JavaScript: sending, parsed bodies, where the code runs, and who calls. No rule of HrFlow's.

#[cfg(feature = "npm")]
mod allocator;
#[cfg(not(feature = "npm"))]
pub mod bulk;
pub mod client;
mod environment;
mod fetch;
#[cfg(feature = "export")]
mod folder;
mod json;
mod lines;
#[cfg(all(feature = "npm", not(feature = "export")))]
mod npm;
#[cfg(feature = "bulk")]
mod sources;
#[cfg(all(feature = "npm", not(feature = "export")))]
mod task;
