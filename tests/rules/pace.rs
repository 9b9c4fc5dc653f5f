//! How fast requests are sent: the bounds hold for any sequence of answers, and it never stops for good.

use hrflow_wasm::rules::pace::{Ending, Pace, Turn, MAX_PAUSE};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::VecDeque;

const MINUTE: f64 = 60_000.0;
const THROTTLED: Ending = Ending::Throttled { retry_after: None };

/// An answer: how long it takes, in milliseconds, and how the request ends.
type Answer = (f64, Ending);

fn retry_after() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![
        Just(None),
        (0..90u32).prop_map(Some),
        any::<u32>().prop_map(Some),
        Just(Some(u32::MAX))
    ]
}

fn ending() -> impl Strategy<Value = Ending> {
    prop_oneof![
        6 => Just(Ending::Succeeded),
        1 => Just(Ending::Failed),
        2 => retry_after().prop_map(|retry_after| Ending::Throttled { retry_after }),
    ]
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let latency = prop_oneof![0.0..50.0, 0.0..90_000.0, Just(0.0)];
    vec((latency, ending()), 0..80)
}

/// What happened: when each was sent and answered, with how many in flight and after what pause it was to wait.
struct Course {
    sent: Vec<f64>,
    answered: Vec<f64>,
    most_in_flight: u32,
    end: f64,
}

/// Sends `count` requests as soon as the pace lets it, moving the clock only to moments that it or an answer names.
/// Those beyond the answers succeed after 10 ms.
fn drive(pace: &mut Pace, begin: f64, count: usize, answers: &[Answer], late: f64) -> Result<Course, TestCaseError> {
    let (mut now, mut sent, mut most_in_flight, mut not_before) = (begin, Vec::new(), 0, 0.0);
    let mut answered = Vec::new();
    let mut flying: Vec<(f64, u32, Ending)> = Vec::new();
    let mut steps = 0;
    while sent.len() < count || !flying.is_empty() {
        steps += 1;
        prop_assert!(steps < 20 * count + 100, "it stands still at {}", now);
        let wake = match if sent.len() < count {
            pace.turn(now)
        } else {
            Turn::Later
        } {
            Turn::Now => {
                prop_assert!(now >= not_before, "sent at {} in a pause until {}", now, not_before);
                prop_assert!(pace.in_flight() < pace.allowed());
                let (latency, ending) = *answers.get(sent.len()).unwrap_or(&(10.0, Ending::Succeeded));
                flying.push((now + latency, pace.sent(now), ending));
                sent.push(now);
                most_in_flight = most_in_flight.max(pace.in_flight());
                continue;
            }
            Turn::At(moment) => {
                prop_assert!(moment > now, "it names a moment that has passed");
                moment + late
            }
            Turn::Later => {
                prop_assert!(!flying.is_empty(), "it waits for nothing");
                f64::INFINITY
            }
        };
        flying.sort_by(|a, b| b.0.total_cmp(&a.0));
        match flying.last() {
            Some(&(moment, ticket, ending)) if moment <= wake => {
                flying.pop();
                now = now.max(moment);
                pace.ended(now, ticket, ending);
                answered.push(now);
                if let Ending::Throttled { retry_after } = ending {
                    // Without a moment of the server's, some pause there is.
                    let least = retry_after.map_or(1_000.0, |seconds| f64::from(seconds.min(MAX_PAUSE)) * 1_000.0);
                    not_before = f64::max(not_before, now + least);
                    prop_assert!(
                        pace.paused_until(now).unwrap_or(now) >= not_before,
                        "no pause at {}",
                        now
                    );
                }
            }
            _ => now = wake,
        }
        prop_assert_eq!(pace.in_flight() as usize, flying.len());
    }
    Ok(Course {
        sent,
        answered,
        most_in_flight,
        end: now,
    })
}

/// A pace with `count` in flight at 0, and their tickets.
fn flying(concurrency: u32, count: u32) -> (Pace, Vec<u32>) {
    let mut pace = Pace::new(concurrency, None);
    let tickets = (0..count).map(|_| pace.sent(0.0)).collect();
    (pace, tickets)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any answers: never more in flight or in a minute than allowed, nothing in a pause, and all are sent in bounded time.
    #[test]
    fn bounds(
        concurrency in 1..65u32, a_minute in proptest::option::of(1..40u32), count in 1..150usize, answers in answers(),
        late in prop_oneof![Just(0.0), 0.0..500.0],
    ) {
        let course = drive(&mut Pace::new(concurrency, a_minute), 0.0, count, &answers, late)?;
        prop_assert!(course.most_in_flight <= concurrency);
        if let Some(most) = a_minute {
            for window in course.sent.windows(most as usize + 1) {
                prop_assert!(window[0] + MINUTE <= window[most as usize], "{:?}", window);
            }
            // At whatever moment between the sending and the answer the server counts them.
            for (sent_before, moment) in course.sent.iter().enumerate() {
                let out = course.answered.iter().filter(|answered| **answered + MINUTE <= *moment).count();
                prop_assert!(sent_before - out < most as usize, "{} at {}", sent_before - out, moment);
            }
        }
        // At worst each waits for all that came before it: an answer, the pause that it names, a minute.
        let mut longest = 1_000.0 + (MINUTE + 10.0 + 2.0 * late) * count as f64;
        for (latency, ending) in &answers {
            longest += latency + if let Ending::Throttled { retry_after } = ending {
                retry_after.map_or(MINUTE, |seconds| f64::from(seconds.min(MAX_PAUSE)) * 1_000.0) + late
            } else { 0.0 };
        }
        prop_assert!(course.end <= longest, "{} > {}", course.end, longest);
    }

    /// Whatever came before, enough successes bring all of the concurrency back.
    #[test]
    fn growth(concurrency in 1..65u32, answers in answers()) {
        let mut pace = Pace::new(concurrency, None);
        let course = drive(&mut pace, 0.0, answers.len(), &answers, 0.0)?;
        // One more with each row of as many as are allowed: at most the sum of the numbers up to the concurrency.
        let enough = concurrency * (concurrency - 1) / 2;
        drive(&mut pace, course.end, enough as usize, &[], 0.0)?;
        prop_assert_eq!(pace.allowed(), concurrency);
    }

    /// All that were in flight are throttled: one halving, whatever their order and number.
    #[test]
    fn halving(concurrency in 1..65u32, order in any::<prop::sample::Index>(), throttled in vec(retry_after(), 1..64)) {
        let (mut pace, mut tickets) = flying(concurrency, concurrency);
        tickets.rotate_left(order.index(concurrency as usize));
        for (ticket, retry_after) in tickets.iter().zip(&throttled) {
            pace.ended(0.0, *ticket, Ending::Throttled { retry_after: *retry_after });
            prop_assert_eq!(pace.allowed(), (concurrency / 2).max(1));
        }
        // The next round halves again, once.
        let now = pace.paused_until(0.0).unwrap_or(0.0);
        let after = (pace.sent(now), pace.sent(now));
        pace.ended(now, after.0, THROTTLED);
        pace.ended(now, after.1, THROTTLED);
        prop_assert_eq!(pace.allowed(), (concurrency / 2).max(1).div_euclid(2).max(1));
    }

    /// A clock that jumps back, or is no number, breaks no bound.
    #[test]
    fn clock(moments in vec(prop_oneof![0.0..200_000.0, Just(f64::NAN), Just(-1.0)], 1..80), most in 1..6u32) {
        let mut pace = Pace::new(64, Some(most));
        let (mut sent, mut greatest) = (Vec::new(), f64::NEG_INFINITY);
        for now in moments {
            greatest = f64::max(greatest, now);
            if pace.turn(now) == Turn::Now {
                let ticket = pace.sent(now);
                pace.ended(now, ticket, Ending::Succeeded);
                sent.push(greatest);
            }
        }
        for window in sent.windows(most as usize + 1) {
            prop_assert!(window[0] + MINUTE <= window[most as usize], "{:?}", window);
        }
    }
}

#[test]
fn a_minute_is_half_open_and_begins_with_the_answer() {
    let mut pace = Pace::new(8, Some(2));
    let tickets = [0.0, 50.0].map(|now| {
        assert_eq!(pace.turn(now), Turn::Now);
        pace.sent(now)
    });
    assert_eq!(pace.turn(60.0), Turn::Later, "both are in flight: no moment is known");
    pace.ended(100.0, tickets[0], Ending::Succeeded);
    assert_eq!(pace.turn(100.0), Turn::At(60_100.0));
    pace.ended(200.0, tickets[1], Ending::Failed);
    assert_eq!(pace.turn(60_099.9), Turn::At(60_100.0));
    assert_eq!(pace.turn(60_100.0), Turn::Now);
    pace.sent(60_100.0);
    assert_eq!(pace.turn(60_100.0), Turn::At(60_200.0));
}

#[test]
fn a_clock_that_goes_backwards_stands_still() {
    let mut pace = Pace::new(8, Some(1));
    assert_eq!(pace.turn(100_000.0), Turn::Now);
    let ticket = pace.sent(0.0);
    pace.ended(0.0, ticket, Ending::Succeeded);
    assert_eq!(pace.turn(100_000.0), Turn::At(160_000.0));
}

#[test]
fn the_pause_is_for_all_and_is_told() {
    let (mut pace, tickets) = flying(8, 2);
    pace.ended(500.0, tickets[0], Ending::Throttled { retry_after: Some(12) });
    assert_eq!(pace.turn(501.0), Turn::At(12_500.0));
    assert_eq!(pace.paused_until(501.0), Some(12_500.0));
    // A shorter one does not cut it, nor does a success.
    pace.ended(600.0, tickets[1], Ending::Throttled { retry_after: Some(1) });
    assert_eq!(pace.turn(600.0), Turn::At(12_500.0));
    assert_eq!((pace.turn(12_500.0), pace.paused_until(12_500.0)), (Turn::Now, None));
}

#[test]
fn a_pause_is_an_hour_at_most() {
    let (mut pace, tickets) = flying(8, 1);
    pace.ended(
        0.0,
        tickets[0],
        Ending::Throttled {
            retry_after: Some(3_601),
        },
    );
    assert_eq!(pace.turn(0.0), Turn::At(3_600_000.0));
}

#[test]
fn without_a_moment_the_pause_doubles_with_each_round_up_to_a_minute() {
    let mut pace = Pace::new(8, None);
    let mut now = 0.0;
    for pause in [
        1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_000.0, 32_000.0, 60_000.0, 60_000.0,
    ] {
        let tickets = [pace.sent(now), pace.sent(now)];
        for ticket in tickets {
            pace.ended(now, ticket, THROTTLED);
        }
        assert_eq!(pace.turn(now), Turn::At(now + pause));
        now += pause;
    }
    // A failure does not say that the server takes more again; a success does.
    let (failing, succeeding) = (pace.sent(now), pace.sent(now));
    pace.ended(now, failing, Ending::Failed);
    let still = pace.sent(now);
    pace.ended(now, succeeding, Ending::Succeeded);
    pace.ended(now, still, THROTTLED);
    assert_eq!(pace.turn(now), Turn::At(now + 1_000.0));
}

#[test]
fn a_late_throttling_of_the_round_before_pauses_too() {
    let (mut pace, tickets) = flying(4, 2);
    pace.ended(0.0, tickets[0], THROTTLED);
    let new = pace.sent(1_000.0);
    pace.ended(1_000.0, new, Ending::Succeeded);
    pace.ended(1_000.0, tickets[1], THROTTLED);
    assert_eq!((pace.turn(1_000.0), pace.allowed()), (Turn::At(2_000.0), 2));
}

#[test]
fn successes_in_a_row_raise_it_by_one_and_old_ones_do_not() {
    let (mut pace, tickets) = flying(8, 8);
    pace.ended(0.0, tickets[7], Ending::Throttled { retry_after: Some(0) });
    for ticket in &tickets[..7] {
        pace.ended(0.0, *ticket, Ending::Succeeded);
    }
    assert_eq!(pace.allowed(), 4, "they were sent before the halving");
    let mut end = |ending| {
        let ticket = pace.sent(1.0);
        pace.ended(1.0, ticket, ending);
        pace.allowed()
    };
    let course = [3, 3, 2].map(|successes| {
        for _ in 0..successes {
            end(Ending::Succeeded);
        }
        end(Ending::Failed)
    });
    assert_eq!(course, [4, 4, 4], "a failure ends the row");
    assert_eq!([(); 9].map(|()| end(Ending::Succeeded)), [4, 4, 4, 5, 5, 5, 5, 5, 6]);
}

#[test]
fn all_places_taken_means_later_and_nothing_stops_it_for_good() {
    let (mut pace, tickets) = flying(2, 2);
    assert_eq!(pace.turn(0.0), Turn::Later);
    pace.ended(0.0, tickets[0], Ending::Failed);
    assert_eq!((pace.turn(0.0), pace.in_flight()), (Turn::Now, 1));
    let mut least = Pace::new(0, Some(0));
    assert_eq!((least.turn(0.0), least.allowed()), (Turn::Now, 1));
}

/// A server that takes so many requests in any minute, as `limit` says at a moment, and what it answered: when, and whether it took it.
/// Half of `latency` a request is on its way, and up to `jitter` longer; half of it the answer.
fn throttled(
    pace: &mut Pace,
    requests: usize,
    jitter: f64,
    latency: impl Fn(f64) -> f64,
    limit: impl Fn(f64) -> usize,
) -> Vec<(f64, bool)> {
    let (mut now, mut taken, mut chance) = (0.0, 0, 1u32);
    let mut window: VecDeque<f64> = VecDeque::new();
    let mut answers = Vec::new();
    // Those under way: when they arrive, and those that have: when they are answered, and how.
    let mut coming: Vec<(f64, u32)> = Vec::new();
    let mut flying: Vec<(f64, u32, Ending)> = Vec::new();
    while taken < requests {
        let turn = pace.turn(now);
        if turn == Turn::Now {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let transit = latency(now) / 2.0 + jitter * f64::from(chance >> 8) / f64::from(1u32 << 24);
            coming.push((now + transit, pace.sent(now)));
            continue;
        }
        coming.sort_by(|a, b| b.0.total_cmp(&a.0));
        flying.sort_by(|a, b| b.0.total_cmp(&a.0));
        let arrival = coming.last().map_or(f64::INFINITY, |(moment, _)| *moment);
        let answer = flying.last().map_or(f64::INFINITY, |(moment, ..)| *moment);
        let wake = if let Turn::At(moment) = turn {
            moment
        } else {
            f64::INFINITY
        };
        now = arrival.min(answer).min(wake);
        if now == arrival {
            let (_, ticket) = coming.pop().unwrap();
            while window.front().is_some_and(|oldest| oldest + MINUTE <= now) {
                window.pop_front();
            }
            let is_taken = window.len() < limit(now);
            let ending = if is_taken {
                window.push_back(now);
                Ending::Succeeded
            } else {
                let seconds = window
                    .front()
                    .map_or(1.0, |oldest| ((oldest + MINUTE - now) / 1_000.0).ceil());
                Ending::Throttled {
                    retry_after: Some(seconds as u32),
                }
            };
            answers.push((now, is_taken));
            flying.push((now + latency(now) / 2.0, ticket, ending));
        } else if now == answer {
            let (_, ticket, ending) = flying.pop().unwrap();
            taken += usize::from(ending == Ending::Succeeded);
            pace.ended(now, ticket, ending);
        }
    }
    answers
}

/// How many in a thousand were refused between these minutes.
fn refused(answers: &[(f64, bool)], from: f64, to: f64) -> usize {
    let is_within = |moment: f64| (from * MINUTE..to * MINUTE).contains(&moment);
    let all: Vec<bool> = answers
        .iter()
        .filter(|(moment, _)| is_within(*moment))
        .map(|answer| answer.1)
        .collect();
    1_000 * all.iter().filter(|is_taken| !**is_taken).count() / all.len().max(1)
}

#[test]
fn within_a_limit_a_minute_that_it_knows_nothing_is_refused() {
    for (concurrency, jitter) in [(8, 0.0), (8, 30.0), (32, 30.0), (64, 200.0)] {
        let answers = throttled(&mut Pace::new(concurrency, Some(300)), 3_000, jitter, |_| 20.0, |_| 300);
        assert!(answers.iter().all(|(_, is_taken)| *is_taken), "{concurrency}, {jitter}");
        let (end, _) = answers.last().unwrap();
        assert!(*end < 9.1 * MINUTE, "{concurrency}, {jitter}: {end}");
    }
}

#[test]
fn a_limit_a_minute_is_learned_when_it_was_met_twice() {
    for (concurrency, jitter) in [(8, 0.0), (8, 30.0), (32, 0.0), (32, 30.0), (64, 200.0)] {
        let answers = throttled(&mut Pace::new(concurrency, None), 9_000, jitter, |_| 20.0, |_| 300);
        let (later, end) = (refused(&answers, 2.1, 99.0), answers.last().unwrap().0);
        assert!(later < 3, "{concurrency}, {jitter}: {later} in a thousand");
        assert!(end < 1.05 * 29.0 * MINUTE, "{concurrency}, {jitter}: {end}");
    }
    // Slow in the first minute: then what becomes free becomes so little by little.
    for (concurrency, slow) in [(8, 200.0), (8, 1_000.0), (32, 1_000.0), (32, 3_000.0)] {
        let latency = |now: f64| if now < MINUTE { slow } else { 20.0 };
        let answers = throttled(&mut Pace::new(concurrency, None), 9_000, 5.0, latency, |_| 300);
        let (later, end) = (refused(&answers, 4.0, 99.0), answers.last().unwrap().0);
        assert!(later < 3, "{concurrency}, {slow}: {later} in a thousand");
        assert!(end < 1.05 * 30.0 * MINUTE, "{concurrency}, {slow}: {end}");
    }
    // With the second minute, in which it is learned.
    let answers = throttled(&mut Pace::new(8, None), 1_050, 0.0, |_| 20.0, |_| 300);
    assert!(refused(&answers, 1.0, 99.0) < 20);
}

#[test]
fn a_limit_that_is_gone_or_lower_is_found_out() {
    let mut pace = Pace::new(8, None);
    let answers = throttled(
        &mut pace,
        30_000,
        5.0,
        |_| 20.0,
        |now| {
            if now < 5.0 * MINUTE {
                300
            } else {
                usize::MAX
            }
        },
    );
    let (end, _) = answers.last().unwrap();
    // Five minutes, ten in which it is not put to the test, and then soon as fast as can be.
    assert!(*end < 18.0 * MINUTE, "{end}");
    assert_eq!(refused(&answers, 5.0, 99.0), 0);

    let lower = |now: f64| if now < 5.0 * MINUTE { 300 } else { 120 };
    let answers = throttled(&mut Pace::new(8, None), 4_000, 5.0, |_| 20.0, lower);
    let later = refused(&answers, 9.0, 99.0);
    assert!(later < 3, "{later} in a thousand");
}

#[test]
fn what_is_throttled_for_other_reasons_teaches_little() {
    let mut pace = Pace::new(8, None);
    let mut now = 0.0;
    let mut send = |now, ending| {
        assert_eq!(pace.turn(now), Turn::Now);
        let ticket = pace.sent(now);
        pace.ended(now, ticket, ending);
    };
    // More each time; less than may be in flight; and as many, but within one minute.
    for (successes, seconds) in [(40, 60), (80, 60), (160, 60), (3, 60), (3, 60), (40, 5), (0, 5), (0, 5)] {
        for _ in 0..successes {
            send(now, Ending::Succeeded);
        }
        let retry_after = Some(seconds);
        send(now, Ending::Throttled { retry_after });
        now += f64::from(seconds) * 1_000.0;
    }
    for _ in 0..1_000 {
        send(now, Ending::Succeeded);
    }
}
