//! Which page of a source's profiles to ask for next, and which profiles on it are new.
//!
//! The list must be sorted by `created_at` upwards. It may change while it is walked: what is new comes last, and what was
//! removed moves all behind it towards page 1. So the pages are walked from the last to the first: whoever moves comes
//! towards the walk, may be met twice, and cannot slip past it. From the first to the last they would slip onto a page
//! that was already read, and where others were added meanwhile, no number in any answer would tell.

use crate::rules::json::Meta;

/// How many pages beyond `total` are asked for, where `max_page` says that they are there.
const SLACK: u32 = 3;

/// How many empty pages a round believes that the server itself says are not empty.
const MAX_BLANKS: u32 = 3;

/// How many profiles in a row may come again, beside twice those that were met. Where others are removed, the list moves past
/// the walk, and it sees some again; but not all of them three times.
const MAX_AGAIN: usize = 1_000;

/// How often the pages are walked at most.
const MAX_ROUNDS: u32 = 10;

/// A walk over the pages of a list: page 1, which tells how many there are; then from the last down to page 1 again.
///
/// Every profile that stays in the list from the first answer to the last is met, and none comes twice. Where fewer were
/// met than `total` says, the walk looks again.
#[derive(Clone, Debug)]
pub struct Walk {
    next: Option<u32>,
    round: u32,
    /// Whether this round has met anybody new.
    is_fruitful: bool,
    blanks: u32,
    /// How many profiles have come again since the last new one.
    again: usize,
    /// The last page of a round that goes upwards, since the server does not know where its list ends.
    upwards_to: Option<u32>,
    met: Met,
}

impl Default for Walk {
    fn default() -> Self {
        Walk::new()
    }
}

impl Walk {
    /// A walk that has not begun.
    pub fn new() -> Self {
        Walk {
            next: Some(1),
            round: 0,
            is_fruitful: false,
            blanks: 0,
            again: 0,
            upwards_to: None,
            met: Met::default(),
        }
    }

    /// The page to ask for; `None` when the walk is over.
    pub fn next(&self) -> Option<u32> {
        self.next
    }

    /// Takes the answer for the page that [`Walk::next`] names, and moves on. Gives the indexes of the keys not met before.
    pub fn take(&mut self, meta: Meta, keys: &[&str]) -> Vec<usize> {
        let mut new = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            if self.met.insert(key) {
                new.push(index);
            }
        }
        self.is_fruitful |= !new.is_empty();
        self.again = if new.is_empty() { self.again + keys.len() } else { 0 };
        self.next = match self.next {
            Some(1) => self.turn(meta, keys.len() as u32),
            Some(page) => self.after(page, meta, keys.is_empty()),
            None => None,
        };
        new
    }

    /// After page 1, where every round ends: the page that the next one begins with, if there is to be one.
    fn turn(&mut self, meta: Meta, on_page: u32) -> Option<u32> {
        let is_worth_it = self.is_fruitful && self.is_short_of(meta.total) && self.round < MAX_ROUNDS;
        if on_page == 0 || self.round > 0 && !is_worth_it {
            return None;
        }
        // The page's own number of keys counts, whatever was asked for: the last page alone may hold fewer.
        let last = meta.max_page.min((meta.total / on_page).saturating_add(SLACK));
        self.round += 1;
        (self.is_fruitful, self.blanks, self.again, self.upwards_to) = (false, 0, 0, None);
        // One page is one moment: nothing can have moved.
        (last > 1).then_some(last)
    }

    /// After any other page.
    fn after(&mut self, page: u32, meta: Meta, is_empty: bool) -> Option<u32> {
        // The first round has met all who stay. Those after it look for the rest only as long as there is one.
        if self.round > 1 && !is_empty && !self.is_short_of(meta.total) {
            return None;
        }
        // A server may repeat itself on as many pages as there are numbers.
        if self.again > MAX_AGAIN + 2 * self.met.count {
            return Some(1);
        }
        if let Some(last) = self.upwards_to {
            return Some(if is_empty || page >= last { 1 } else { page + 1 });
        }
        if is_empty {
            // The list has become shorter: it goes on where it now ends.
            if meta.max_page > 0 && meta.max_page < page {
                return Some(meta.max_page);
            }
            self.blanks += 1;
            if self.blanks > MAX_BLANKS && page > 2 {
                self.upwards_to = Some(page - 1);
                return Some(2);
            }
        }
        Some(page - 1)
    }

    fn is_short_of(&self, total: u32) -> bool {
        self.met.count < total as usize
    }
}

/// The keys that were met, by their hashes, in piles: those of a pile are in order, and all of it comes before the next one's. A
/// pile that is full is split in two halves, and none ever moves to a place twice as large, which would leave the places that it
/// grew out of behind: 200 000 keys take 5 MiB, and not 16. Whatever the keys, nothing else grows with them.
#[derive(Clone, Debug, Default)]
struct Met {
    /// None is empty.
    piles: Vec<Vec<[u64; 2]>>,
    count: usize,
}

/// How many hashes a pile has room for: 2 KiB.
const PILE: usize = 128;

impl Met {
    /// Whether the key was not there before.
    fn insert(&mut self, key: &str) -> bool {
        let hash = hash(key);
        let after = self.piles.partition_point(|pile| pile.first() <= Some(&hash));
        // What comes before all piles belongs to the first.
        let index = after.saturating_sub(1);
        let Some(pile) = self.piles.get_mut(index) else {
            self.piles.push(vec![hash]);
            self.count += 1;
            return true;
        };
        let Err(place) = pile.binary_search(&hash) else {
            return false;
        };
        pile.insert(place, hash);
        self.count += 1;
        if pile.len() == PILE {
            let half = pile.split_off(PILE / 2);
            self.piles.insert(index + 1, half);
        }
        true
    }
}

/// 128 bits of a key, by two different mixes: FNV-1a, and a rotation with a multiplication.
fn hash(key: &str) -> [u64; 2] {
    let (mut first, mut second) = (0xcbf2_9ce4_8422_2325_u64, key.len() as u64 + 1);
    for byte in key.bytes() {
        first = (first ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        second = (second.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    [mixed(first), mixed(second)]
}

/// Every bit spread over all (the end of MurmurHash3): the piles become equally full.
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}
