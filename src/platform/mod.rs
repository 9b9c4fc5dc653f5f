//! What needs JavaScript: sending, parsed bodies, where the code runs, and who calls. No rule of HrFlow's.

#[cfg(feature = "npm")]
mod allocator;
#[cfg(not(feature = "npm"))]
pub mod bulk;
pub mod client;
mod environment;
mod fetch;
mod json;
mod lines;
#[cfg(feature = "npm")]
mod npm;
#[cfg(feature = "bulk")]
mod sources;
#[cfg(feature = "npm")]
mod task;
