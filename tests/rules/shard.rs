//! Every profile is in one shard, the same for ever.

use hrflow_wasm::rules::shard::shard;
use hrflow_wasm::rules::stable_hash::stable_hash;
use proptest::prelude::*;

/// Computed with another program (see the algorithm at `stable_hash`): running jobs and folders on disk depend on them.
#[test]
fn the_hash_never_changes() {
    for (text, hash) in VECTORS {
        assert_eq!(stable_hash(text), hash, "{text}");
    }
}

#[test]
fn the_shards_never_change() {
    for (key, count, expected) in SHARDS {
        assert_eq!(shard(key, count), expected, "{key} {count}");
    }
}

#[test]
fn shards_are_even() {
    let keys: Vec<String> = (0..100_000).map(|number| format!("many-{number:06}")).collect();
    let hashed: Vec<String> = (0..100_000u64)
        .map(|number| format!("{:040x}", u128::from(number) << 64))
        .collect();
    for keys in [keys, hashed] {
        for count in [2u32, 3, 7, 8, 10, 64, 100] {
            let mut sizes = vec![0f64; count as usize];
            for key in &keys {
                sizes[shard(key, count) as usize - 1] += 1.0;
            }
            let expected = keys.len() as f64 / f64::from(count);
            let chi_square: f64 = sizes.iter().map(|size| (size - expected).powi(2) / expected).sum();
            // Its mean is the degrees of freedom, its variance twice that: five deviations off is no chance.
            let degrees = f64::from(count - 1);
            assert!(
                chi_square < degrees + 5.0 * (2.0 * degrees).sqrt() + 5.0,
                "{count}: {chi_square}"
            );
        }
    }
}

proptest! {
    #[test]
    fn every_key_has_one(key in ".*", count in any::<u32>()) {
        let shard = shard(&key, count);
        prop_assert!((1..=count.max(1)).contains(&shard));
    }
}

const VECTORS: [(&str, u64); 6] = [
    ("", 0xefd0_1f60_ba99_2926),
    ("a", 0x82a2_a958_a9be_ce5b),
    ("many-000001", 0x1a91_753a_acf2_7b44),
    ("profile_key", 0xd4c9_1c7e_4f2e_7ad2),
    ("Élodie", 0xac54_fbb6_ba35_b67d),
    ("44d6a5b16436a852baf13980c3da4041fa3f0876", 0x5fb0_be25_2597_5869),
];

const SHARDS: [(&str, u32, u32); 8] = [
    ("many-000001", 1, 1),
    ("many-000001", 2, 1),
    ("many-000002", 2, 2),
    ("many-000001", 8, 5),
    ("many-000001", 100, 37),
    ("Élodie", 7, 5),
    ("profile_key", 4294967295, 603428690),
    ("a", 0, 1),
];
