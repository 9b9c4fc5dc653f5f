//! A hash that never changes: folders on disk and the shards of running jobs depend on it.

/// 64 bits of the text's UTF-8: FNV-1a (offset basis `cbf29ce484222325`, prime `100000001b3`), then the end of MurmurHash3
/// (`fmix64`), which spreads every bit over all.
pub fn stable_hash(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}
