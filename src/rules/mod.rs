//! What HrFlow's API asks for and answers, and what this crate promises of it. No JavaScript, no clock, no network.

/// The attachment's fields.
pub mod attachment;
/// Many calls about one source.
pub mod bulk;
/// The attempts of one call, over a [`transport`].
pub mod call;
/// Where the code runs.
pub mod environment;
/// The kinds of error, what each carries, and which can be tried again.
pub mod error;
/// The fields of what HrFlow lists.
pub mod field;
/// From which addresses a file may be fetched.
pub mod file_address;
/// Names for files that every system takes.
pub mod file_name;
/// The folder of a profile's files.
pub mod folder;
/// A value that a caller gave, before it was checked.
pub mod input;
/// Where an IP address leads.
pub mod ip_address;
/// What is done in a folder, from its journal.
pub mod journal;
/// A JSON value, whatever parser made it.
pub mod json;
/// A profile, as a source's list has it.
pub mod listed_profile;
/// The options, their names, defaults and checks.
pub mod options;
/// How fast requests may be sent.
pub mod pace;
/// A transport that many calls share, at a [`pace`].
pub mod paced;
/// Which page of a source's profiles.
pub mod page;
/// Which profile: key, reference or e-mail.
pub mod profile;
/// The words of others without the secret.
pub mod redaction;
/// What to send, and where the secret may go.
pub mod request;
/// What came back.
pub mod response;
/// After how long to try again.
pub mod retry;
/// Which share of a source a profile belongs to.
pub mod shard;
/// The call as the npm package wrote it down.
pub mod snapshot;
/// Rows of a CSV file for a spreadsheet program.
pub mod spreadsheet;
/// A hash that never changes.
pub mod stable_hash;
/// The names that are taken in one folder.
pub mod taken;
/// Putting sentences together.
pub mod text;
/// What is still to do for a profile's files.
pub mod todo;
/// What sends and waits, and why that fails.
pub mod transport;
/// What a platform knows of Unicode.
pub mod unicode;
/// Which page of a source to ask for next, and who on it is new.
pub mod walk;
