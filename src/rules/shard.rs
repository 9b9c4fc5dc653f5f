//! Which share of a source a profile belongs to.

use crate::rules::stable_hash::stable_hash;

/// The shard of a profile, from 1 to `count`: the remainder of its key's [`stable_hash`] by `count`, plus 1. (A `count` of
/// 0 counts as 1.)
pub fn shard(key: &str, count: u32) -> u32 {
    (stable_hash(key) % u64::from(count.max(1))) as u32 + 1
}
