//! The walk over a source's pages: the list moves, the server lies, and everybody who stays is met once.

use hrflow_wasm::rules::json::Meta;
use hrflow_wasm::rules::walk::Walk;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::HashSet;

/// What happens to the list between two answers.
#[derive(Clone, Debug)]
enum Change {
    /// Removes as many, from anywhere.
    Remove(usize, usize),
    /// Adds as many at the end.
    Add(usize),
}

/// Before which answer a change happens.
type Changes = Vec<(usize, Change)>;

fn changes() -> impl Strategy<Value = Changes> {
    let change = prop_oneof![
        (any::<usize>(), 1..9usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (1..9usize).prop_map(Change::Add),
        // One of each between the same two answers: the total does not tell.
        Just(Change::Add(1)),
        any::<usize>().prop_map(|at| Change::Remove(at, 1)),
    ];
    vec((1..40usize, change), 0..40)
}

/// A list as the contract has it: the oldest first, new ones last.
struct Server {
    list: Vec<String>,
    page_size: usize,
    added: usize,
    changes: Changes,
    asked: Vec<u32>,
}

impl Server {
    fn new(count: usize, page_size: usize, changes: Changes) -> Self {
        let mut server = Server {
            list: Vec::new(),
            page_size,
            added: 0,
            changes,
            asked: Vec::new(),
        };
        server.add(count);
        server
    }

    fn add(&mut self, count: usize) {
        self.list
            .extend((self.added..).take(count).map(|number| format!("profile {number}")));
        self.added += count;
    }

    fn answer(&mut self, page: u32) -> (Meta, Vec<String>) {
        for (moment, change) in self.changes.clone() {
            match change {
                _ if moment != self.asked.len() => {}
                Change::Add(count) => self.add(count),
                Change::Remove(at, count) if !self.list.is_empty() => {
                    let from = at % self.list.len();
                    self.list.drain(from..(from + count).min(self.list.len()));
                }
                Change::Remove(..) => {}
            }
        }
        self.asked.push(page);
        let keys = self
            .list
            .chunks(self.page_size)
            .nth(page as usize - 1)
            .unwrap_or_default()
            .to_vec();
        let max_page = self.list.len().div_ceil(self.page_size) as u32;
        (
            Meta {
                page,
                max_page,
                total: self.list.len() as u32,
            },
            keys,
        )
    }
}

fn take(walk: &mut Walk, meta: Meta, keys: &[String]) -> Vec<String> {
    let borrowed: Vec<_> = keys.iter().map(String::as_str).collect();
    walk.take(meta, &borrowed)
        .into_iter()
        .map(|index| keys[index].clone())
        .collect()
}

/// Walks to the end: all who were met, in order.
fn walk(server: &mut Server, most: usize) -> Vec<String> {
    let (mut walk, mut met) = (Walk::new(), Vec::new());
    while let Some(page) = walk.next() {
        assert!(server.asked.len() < most, "it does not end: {:?}", server.asked);
        let (meta, keys) = server.answer(page);
        met.extend(take(&mut walk, meta, &keys));
    }
    met
}

/// A server's page as it pleases.
#[derive(Clone, Debug)]
enum Lie {
    Empty,
    Few(Vec<u8>),
    Endless(usize),
}

fn lie() -> impl Strategy<Value = Lie> {
    prop_oneof![
        Just(Lie::Empty),
        vec(any::<u8>(), 1..6).prop_map(Lie::Few),
        (1..6usize).prop_map(Lie::Endless),
    ]
}

/// Numbers that look right, and such as do not. (Large ones are for totals or for pages: the two together are believed as long as new ones come.)
fn number(large: u32) -> impl Strategy<Value = u32> {
    prop_oneof![0..6u32, 0..60u32, Just(large)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// However the list moves: nobody who stays is missed, none comes twice, and it ends.
    #[test]
    fn moves(count in 0..60usize, page_size in 1..9usize, changes in changes()) {
        let mut server = Server::new(count, page_size, changes);
        let first = server.list.clone();
        let met = walk(&mut server, 11 * (count + 360));
        let distinct: HashSet<_> = met.iter().collect();
        prop_assert_eq!(distinct.len(), met.len(), "one came twice");
        for key in first.iter().filter(|key| server.list.contains(key)) {
            prop_assert!(distinct.contains(key), "{} was missed on {:?}", key, server.asked);
        }
    }

    /// What is added while the pages are walked is met, too, without walking them all again.
    #[test]
    fn growth(count in 1..60usize, page_size in 1..9usize, moments in vec(1..20usize, 0..9)) {
        let pages = count.div_ceil(page_size);
        let changes = moments.into_iter().map(|moment| (1 + moment % pages, Change::Add(1))).collect();
        let mut server = Server::new(count, page_size, changes);
        let met: HashSet<_> = walk(&mut server, 1_000).into_iter().collect();
        prop_assert!(count <= page_size || server.list.iter().all(|key| met.contains(key)));
        prop_assert!(server.asked.len() <= pages + 1 + 10, "{:?}", server.asked);
    }

    /// Whatever a server says: no key twice, never a page beyond what it says, and an end.
    #[test]
    fn lies(
        answers in vec((lie(), number(u32::MAX), number(100)), 1..40), later in (lie(), number(100), number(u32::MAX)),
        is_later_first in any::<bool>(),
    ) {
        let (mut walk, mut met, mut asked, mut most, mut last, mut endless) = (Walk::new(), HashSet::new(), 0, 1, 1, 0);
        let mut rounds = 0;
        while let Some(page) = walk.next() {
            let (lie, max_page, total) = match answers.get(asked) {
                Some(answer) if !is_later_first || asked % 2 == 1 => answer,
                _ => &later,
            };
            let keys: Vec<_> = match lie {
                Lie::Empty => Vec::new(),
                Lie::Few(keys) => keys.iter().map(u8::to_string).collect(),
                Lie::Endless(count) => (0..*count).map(|at| format!("new {}", endless + at)).collect(),
            };
            endless += keys.len();
            asked += 1;
            prop_assert!(page >= 1 && page <= last, "page {} of {}", page, last);
            for key in take(&mut walk, Meta { page: 7, max_page: *max_page, total: *total }, &keys) {
                prop_assert!(met.insert(key), "one came twice");
            }
            if page == 1 && !keys.is_empty() {
                last = (*max_page).min((total / keys.len() as u32).saturating_add(3)).max(1);
                most += last as usize;
                rounds += 1;
            }
            prop_assert!(asked <= most && rounds <= 11, "{} pages of {}", asked, most);
        }
        let after = take(&mut walk, Meta { page: 1, max_page: 9, total: 9 }, &[]);
        prop_assert!(after.is_empty() && walk.next().is_none());
    }
}

/// Asks a server that always says the same of its list, and gives the pages asked for.
fn pages(max_page: u32, total: u32, keys: impl Fn(u32) -> Vec<String>) -> Vec<u32> {
    let (mut walk, mut asked) = (Walk::new(), Vec::new());
    while let Some(page) = walk.next() {
        assert!(asked.len() < 10_000, "it does not end");
        asked.push(page);
        take(&mut walk, Meta { page, max_page, total }, &keys(page));
    }
    asked
}

/// Two keys of each page's own, up to a page.
fn two(last: u32) -> impl Fn(u32) -> Vec<String> {
    move |page| {
        if page > last {
            Vec::new()
        } else {
            vec![format!("{page} a"), format!("{page} b")]
        }
    }
}

#[test]
fn a_still_list_costs_one_page_more_than_it_has() {
    assert_eq!(pages(4, 8, two(4)), [1, 4, 3, 2, 1]);
    assert_eq!(pages(1, 2, two(1)), [1]);
    assert_eq!(pages(0, 0, two(0)), [1]);
}

#[test]
fn one_removed_and_one_added_at_once_hide_nobody() {
    // The total is 4 all along, and 4 are met from the first page to the last: but not profile 2.
    for moment in 1..3 {
        let changes = vec![(moment, Change::Remove(0, 1)), (moment, Change::Add(1))];
        let mut server = Server::new(4, 2, changes);
        let met = walk(&mut server, 10);
        assert!(met.contains(&"profile 2".to_string()), "{met:?}");
    }
}

#[test]
fn it_looks_again_where_fewer_came_than_the_total_says() {
    // The server forgets a page once.
    let mut walk = Walk::new();
    let mut asked = Vec::new();
    let mut met = Vec::new();
    while let Some(page) = walk.next() {
        let is_forgotten = page == 2 && !asked.contains(&2);
        asked.push(page);
        let keys = if is_forgotten { Vec::new() } else { two(4)(page) };
        met.extend(take(
            &mut walk,
            Meta {
                page,
                max_page: 4,
                total: 8,
            },
            &keys,
        ));
    }
    assert_eq!((asked.as_slice(), met.len()), (&[1, 4, 3, 2, 1, 4, 3, 2][..], 8));
}

#[test]
fn a_round_that_brings_nobody_is_the_last() {
    assert_eq!(pages(3, 99, two(3)), [1, 3, 2, 1, 3, 2, 1]);
    // Every page is page 1.
    assert_eq!(pages(3, 6, |_| two(1)(1)), [1, 3, 2, 1]);
}

#[test]
fn a_list_that_ends_before_its_last_page_is_walked_upwards() {
    let most = u32::MAX;
    assert_eq!(
        pages(most, 40, two(3)),
        [1, 23, 22, 21, 20, 2, 3, 4, 1, 23, 22, 21, 20, 2, 3, 4, 1]
    );
    assert_eq!(pages(most, most, two(1)).len(), 12 - 5, "at most 3 blanks are believed");
}

#[test]
fn pages_without_end_that_repeat_themselves_end() {
    let most = u32::MAX;
    // Page 1, and 1 004 profiles that come again, two a page; the page with which that is beyond all measure, and page 1.
    assert_eq!(pages(most, most, |_| two(1)(1)).len(), 1 + 502 + 1 + 1);
    // Three pages in turn: all six are met, and a second round brings nobody.
    let in_turn = |page: u32| two(3)(1 + page % 3);
    assert_eq!(pages(most, most, in_turn).len(), 1 + (3 + 507) + 1 + 507 + 1);
}

#[test]
fn a_list_that_moves_past_the_walk_is_walked_to_its_end() {
    // 10 000 profiles; as page 50 is asked for, all but 3 000 of them are gone, the first ones.
    let mut server = Server::new(10_000, 100, vec![(52, Change::Remove(0, 7_000))]);
    let met = walk(&mut server, 200);
    assert!(server.list.iter().all(|key| met.contains(key)), "{:?}", server.asked);
}

#[test]
fn new_keys_without_end_are_met_for_ten_rounds() {
    let count = std::cell::Cell::new(0);
    let asked = pages(5, 1_000, |_| {
        count.set(count.get() + 1);
        two(count.get())(count.get())
    });
    assert_eq!(asked.len(), 1 + 10 * 5);
}

#[test]
fn a_key_is_met_once_on_its_page_too() {
    let mut walk = Walk::new();
    let meta = Meta {
        page: 1,
        max_page: 2,
        total: 9,
    };
    assert_eq!(walk.take(meta, &["a", "b", "a", "", "", "b", "c"]), [0, 1, 3, 6]);
    assert_eq!(walk.take(meta, &["c", "A", "", "\0", "\0\0"]), [1, 3, 4]);
}

#[test]
fn two_hundred_thousand_keys_are_told_apart() {
    let mut walk = Walk::default();
    let meta = Meta {
        page: 1,
        max_page: 1,
        total: 200_000,
    };
    for round in 0..2 {
        let mut new = 0;
        for number in 0..200_000 {
            new += walk.take(meta, &[&format!("{number:040x}")]).len();
        }
        assert_eq!(new, [200_000, 0][round]);
    }
}

/// 130 keys whose hashes had 24 last bits in common while the keys were kept by those.
const COLLIDING: &str = include_str!("colliding-keys.txt");

#[test]
fn keys_that_were_made_for_it_take_no_more_room_than_others() {
    let meta = Meta {
        page: 1,
        max_page: 1,
        total: 130,
    };
    // Everything that a walk holds, written out.
    let room = |keys: &[String]| {
        let mut walk = Walk::new();
        assert_eq!(take(&mut walk, meta, keys).len(), 130);
        assert_eq!(take(&mut walk, meta, keys).len(), 0);
        format!("{walk:?}").len()
    };
    let made: Vec<_> = COLLIDING.lines().map(String::from).collect();
    let others: Vec<_> = (0..130).map(|number| number.to_string()).collect();
    let (made, others) = (room(&made), room(&others));
    assert!(made < 2 * others, "{made} letters, and of others {others}");
}
