//! The pure rules, tested natively.
#![cfg(not(target_family = "wasm"))]
#![allow(missing_docs)]

mod call;
mod circles;
mod file_address;
mod file_name;
mod folder;
mod journal;
mod json;
mod pace;
mod paced;
mod portable;
mod profile;
mod properties;
mod redaction;
mod request;
mod response;
mod retry;
mod shard;
mod snapshot;
mod spreadsheet;
mod tables;
mod taken;
mod todo;
mod unicode;
mod walk;
