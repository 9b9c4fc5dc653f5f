//! The pure rules, tested natively.
#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs)]

mod call;
mod circles;
mod json;
mod pace;
mod paced;
mod profile;
mod properties;
mod redaction;
mod request;
mod response;
mod retry;
mod snapshot;
mod tables;
mod unicode;
mod walk;
