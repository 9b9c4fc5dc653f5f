//! Many calls that share a pace, over a platform whose clock the test holds.

use crate::json::Parsed;
use hrflow_wasm::rules::call::call;
use hrflow_wasm::rules::environment::Environment;
use hrflow_wasm::rules::pace::Pace;
use hrflow_wasm::rules::paced::{Paced, Shared};
use hrflow_wasm::rules::request::{self, Request};
use hrflow_wasm::rules::response::{self, Response};
use hrflow_wasm::rules::transport::{Transport, TransportError};
use hrflow_wasm::{Options, Profile};
use proptest::prelude::*;
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// A server that answers each request after a while, and notes when it came; and the clock.
#[derive(Default)]
struct World {
    now: Cell<f64>,
    /// Moments that somebody waits for.
    moments: RefCell<Vec<f64>>,
    /// What each request is answered with, and after how many milliseconds; then 200 after 20.
    script: RefCell<Vec<(u16, Option<u32>, f64)>>,
    sent: RefCell<Vec<f64>>,
    in_flight: Cell<usize>,
    most_in_flight: Cell<usize>,
    is_aborted: Cell<bool>,
    /// Whether nobody can read the clock.
    is_timeless: Cell<bool>,
}

impl World {
    async fn until(&self, moment: f64) {
        self.moments.borrow_mut().push(moment);
        poll_fn(|_| {
            let over = self.now.get() >= moment || self.is_aborted.get();
            if over {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
}

struct Wire(Rc<World>);

impl Transport for Wire {
    type Body = Parsed;

    async fn send(&self, _: &Request<'_>, _: u32) -> Result<Response<Parsed>, TransportError> {
        let world = &self.0;
        if world.is_aborted.get() {
            return Err(TransportError::Aborted);
        }
        world.sent.borrow_mut().push(world.now.get());
        world.in_flight.set(world.in_flight.get() + 1);
        world
            .most_in_flight
            .set(world.most_in_flight.get().max(world.in_flight.get()));
        let is_scripted = !world.script.borrow().is_empty();
        let scripted = is_scripted.then(|| world.script.borrow_mut().remove(0));
        let (status, retry_after, milliseconds) = scripted.unwrap_or((200, None, 20.0));
        world.until(world.now.get() + milliseconds).await;
        world.in_flight.set(world.in_flight.get() - 1);
        if world.is_aborted.get() {
            return Err(TransportError::Aborted);
        }
        Ok(Response {
            status,
            retry_after,
            body: Some(Parsed::new(json!({ "data": [] }))),
            ..Response::default()
        })
    }

    async fn wait(&self, milliseconds: u32) -> bool {
        self.0.until(self.0.now.get() + f64::from(milliseconds)).await;
        true
    }

    fn jitter(&self) -> f64 {
        0.5
    }

    fn now(&self) -> f64 {
        if self.0.is_timeless.get() {
            0.0
        } else {
            self.0.now.get()
        }
    }

    fn is_aborted(&self) -> bool {
        self.0.is_aborted.get()
    }
}

/// So many calls at once at that pace, to their end; true for each that was answered.
fn run(world: &Rc<World>, calls: usize, pace: Pace) -> Vec<bool> {
    let shared = Shared::new(pace);
    let options: &'static Options = Box::leak(Box::new(Options {
        api_url: "https://x.io".into(),
        ..Options::default()
    }));
    let mut running: Vec<Option<Pin<Box<dyn Future<Output = bool>>>>> = (0..calls)
        .map(|_| {
            let paced = Paced {
                transport: Wire(Rc::clone(world)),
                shared: Rc::clone(&shared),
            };
            let call = async move {
                let profile = Profile::Key("k".into());
                let request = request::attachments(options, &Environment::default(), "s", &profile).unwrap();
                call(&paced, options, &request, response::attachments).await.is_ok()
            };
            Some(Box::pin(call) as Pin<Box<dyn Future<Output = bool>>>)
        })
        .collect();
    let mut outcomes = vec![false; calls];
    for _ in 0..100_000 {
        let mut is_over = true;
        for (slot, outcome) in running.iter_mut().zip(&mut outcomes) {
            let Some(call) = slot else { continue };
            match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(answered) => (*slot, *outcome) = (None, answered),
                Poll::Pending => is_over = false,
            }
        }
        if is_over {
            return outcomes;
        }
        let now = world.now.get();
        let mut moments = world.moments.borrow_mut();
        moments.retain(|moment| *moment > now);
        let next = moments.iter().copied().fold(f64::INFINITY, f64::min);
        // Whoever was woken may go on at the same moment.
        world.now.set(if next.is_finite() { next } else { now });
    }
    panic!("it never ends");
}

#[test]
fn no_more_are_in_flight_than_allowed_and_all_are_answered() {
    let world = Rc::new(World::default());
    let answered = run(&world, 100, Pace::new(8, None));
    assert!(answered.iter().all(|answered| *answered));
    assert_eq!((world.most_in_flight.get(), world.sent.borrow().len()), (8, 100));
    assert_eq!(world.now.get(), 260.0, "thirteen times eight at most, 20 ms each");
}

#[test]
fn retries_count_towards_the_limit_of_a_minute() {
    let world = Rc::new(World::default());
    world.script.borrow_mut().extend([(500, None, 20.0); 5]);
    run(&world, 30, Pace::new(8, Some(10)));
    let sent = world.sent.borrow();
    assert_eq!(sent.len(), 35);
    for (first, eleventh) in sent.iter().zip(sent.iter().skip(10)) {
        assert!(eleventh - first >= 60_000.0, "{first}, {eleventh}");
    }
}

#[test]
fn a_throttled_request_holds_back_all_of_them_until_the_moment_that_it_names() {
    let world = Rc::new(World::default());
    world.script.borrow_mut().push((429, Some(12), 20.0));
    let answered = run(&world, 40, Pace::new(8, None));
    assert!(answered.iter().all(|answered| *answered));
    let late: Vec<f64> = world
        .sent
        .borrow()
        .iter()
        .copied()
        .filter(|moment| *moment > 20.0)
        .collect();
    assert!(late.iter().all(|moment| *moment >= 12_020.0), "{late:?}");
}

#[test]
fn an_abort_ends_those_that_wait_for_a_turn() {
    let world = Rc::new(World::default());
    world.script.borrow_mut().push((429, Some(60), 20.0));
    world.is_aborted.set(true);
    let answered = run(&world, 20, Pace::new(2, None));
    assert!(answered.iter().all(|answered| !answered));
    assert_eq!(world.sent.borrow().len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_answered_bounds_hold_and_every_call_ends(
        script in proptest::collection::vec(
            (proptest::sample::select(vec![200, 404, 429, 500, 503]), proptest::option::of(0..90u32), 0.0..500.0f64), 0..60),
        concurrency in 1..9u32,
        a_minute in proptest::option::of(1..60u32),
        calls in 1..40usize,
    ) {
        let world = Rc::new(World::default());
        world.script.borrow_mut().extend(script);
        run(&world, calls, Pace::new(concurrency, a_minute));
        prop_assert!(world.most_in_flight.get() <= concurrency as usize);
        prop_assert_eq!(world.in_flight.get(), 0);
        if let Some(limit) = a_minute {
            let sent = world.sent.borrow();
            for (first, beyond) in sent.iter().zip(sent.iter().skip(limit as usize)) {
                prop_assert!(beyond - first >= 60_000.0 - 1e-6, "{first}, {beyond}");
            }
        }
    }
}

#[test]
fn where_no_clock_can_be_read_a_pause_and_a_minute_end_all_the_same() {
    for (pace, script) in [
        (Pace::new(4, None), vec![(429, Some(7), 20.0)]),
        (Pace::new(4, Some(3)), vec![]),
    ] {
        let world = Rc::new(World::default());
        world.is_timeless.set(true);
        *world.script.borrow_mut() = script;
        assert_eq!(run(&world, 10, pace), [true; 10]);
    }
}
