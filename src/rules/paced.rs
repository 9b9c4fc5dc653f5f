//! A transport that many calls share, each request of which waits for its turn.

use crate::rules::json::Json;
use crate::rules::pace::{Ending, Pace, Turn};
use crate::rules::request::Request;
use crate::rules::response::Response;
use crate::rules::transport::{Transport, TransportError};
use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// What calls that keep one pace share.
#[derive(Debug)]
pub struct Shared {
    pace: RefCell<Pace>,
    /// Those that wait until a request in flight has ended.
    waiting: RefCell<Vec<Waker>>,
}

impl Shared {
    /// Shares a pace.
    pub fn new(pace: Pace) -> Rc<Self> {
        Rc::new(Shared {
            pace: RefCell::new(pace),
            waiting: RefCell::new(Vec::new()),
        })
    }

    fn ended(&self, now: f64, ticket: u32, ending: Ending) {
        self.pace.borrow_mut().ended(now, ticket, ending);
        for waker in self.waiting.take() {
            waker.wake();
        }
    }
}

/// A transport that keeps a pace; retries wait for their turn, too.
#[derive(Debug)]
pub struct Paced<T: Transport> {
    /// What sends.
    pub transport: T,
    /// The pace that it keeps with others.
    pub shared: Rc<Shared>,
}

/// A request in flight: where it is dropped before its response has come, it has failed.
struct Flight<'a, T: Transport> {
    paced: &'a Paced<T>,
    ticket: u32,
    ending: Ending,
}

impl<T: Transport> Drop for Flight<'_, T> {
    fn drop(&mut self) {
        let now = self.paced.transport.now();
        self.paced.shared.ended(now, self.ticket, self.ending);
    }
}

impl<T: Transport> Paced<T> {
    /// Waits for a turn, and takes it; nothing where the caller aborts meanwhile, or nothing can wait.
    async fn turn(&self) -> Option<Flight<'_, T>> {
        // Where no clock can be read, or a timer fires at once, it is time that was waited for which passes.
        let mut at_least = f64::NEG_INFINITY;
        while !self.transport.is_aborted() {
            let now = self.transport.now().max(at_least);
            let turn = self.shared.pace.borrow_mut().turn(now);
            match turn {
                Turn::Now => {
                    let ticket = self.shared.pace.borrow_mut().sent(now);
                    let ending = Ending::Failed;
                    return Some(Flight {
                        paced: self,
                        ticket,
                        ending,
                    });
                }
                Turn::At(moment) => {
                    // Timers may be early by a part of a millisecond.
                    let milliseconds = (moment - now).ceil().clamp(1.0, 3_600_000.0);
                    if !self.transport.wait(milliseconds as u32).await {
                        return None;
                    }
                    at_least = now + milliseconds;
                }
                Turn::Later => self.landing().await,
            }
        }
        None
    }

    /// Tells the transport how long the server holds all back.
    fn tell(&self) {
        let now = self.transport.now();
        let until = self.shared.pace.borrow().paused_until(now);
        self.transport.held(until.map_or(0.0, |until| until - now));
    }

    /// Waits until a request in flight has ended.
    async fn landing(&self) {
        let mut has_waited = false;
        poll_fn(|context| {
            if has_waited {
                return Poll::Ready(());
            }
            has_waited = true;
            self.shared.waiting.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

impl<T: Transport> Transport for Paced<T> {
    type Body = T::Body;

    async fn send(&self, request: &Request<'_>, timeout: u32) -> Result<Response<T::Body>, TransportError> {
        let flight = self.turn().await;
        let sent = self.transport.send(request, timeout).await;
        if let Some(mut flight) = flight {
            flight.ending = ending(&sent);
            let is_throttled = matches!(flight.ending, Ending::Throttled { .. });
            drop(flight);
            if is_throttled {
                self.tell();
            }
        }
        sent
    }

    async fn wait(&self, milliseconds: u32) -> bool {
        self.transport.wait(milliseconds).await
    }

    fn jitter(&self) -> f64 {
        self.transport.jitter()
    }

    fn held(&self, milliseconds: f64) {
        self.transport.held(milliseconds);
    }

    fn now(&self) -> f64 {
        self.transport.now()
    }

    fn is_aborted(&self) -> bool {
        self.transport.is_aborted()
    }
}

/// What a response means for the pace: 429, and 503 that names a moment, ask everybody to wait.
fn ending<J: Json>(sent: &Result<Response<J>, TransportError>) -> Ending {
    match sent {
        Ok(Response {
            status: 429,
            retry_after,
            ..
        }) => Ending::Throttled {
            retry_after: *retry_after,
        },
        Ok(Response {
            status: 503,
            retry_after: Some(seconds),
            ..
        }) => Ending::Throttled {
            retry_after: Some(*seconds),
        },
        // The server answered: a profile that is not there is no reason to slow down.
        Ok(Response { status: 200..=499, .. }) => Ending::Succeeded,
        _ => Ending::Failed,
    }
}
