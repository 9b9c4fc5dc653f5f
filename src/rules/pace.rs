//! How fast requests may be sent: a state machine over a clock that the caller holds. No timer.

use std::collections::VecDeque;

/// The window that `max_requests_per_minute` counts in, in milliseconds: half-open, so what it began with is out at its end.
/// A request is in it until a minute after its answer: at which moment between the two the server counts, nobody knows.
const MINUTE_MS: f64 = 60_000.0;

/// The longest pause that a server may name, in seconds. What is longer is cut.
pub const MAX_PAUSE: u32 = 3_600;

/// The pause after a throttling that names no moment: the first, and the longest that doubling makes of it, in milliseconds.
const FIRST_PAUSE_MS: f64 = 1_000.0;
const LONGEST_PAUSE_MS: f64 = 60_000.0;

/// How many requests of the last minute are remembered at most, where no limit needs more.
const MAX_RECENT: usize = 16_384;

/// How long a limit that was learned is not put to the test, in milliseconds.
const LEARNED_MS: f64 = 600_000.0;

/// Whether a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Turn {
    /// It may be sent at once.
    Now,
    /// Ask again at this moment, in the clock's milliseconds: a pause ends there, or the oldest answer leaves its minute.
    At(f64),
    /// Ask again when one in flight has ended.
    Later,
}

/// How a request ended, as the pace sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The server answered, and could answer more. What it said of one profile does not matter here: a 404 counts.
    Succeeded,
    /// No answer came, or a server's failure.
    Failed,
    /// The server asks for fewer requests: a 429, or a 503 with `Retry-After`.
    Throttled {
        /// The seconds that it asks for; `None` where it names none.
        retry_after: Option<u32>,
    },
}

/// How many requests the server takes a minute, as it was seen to.
#[derive(Clone, Debug)]
struct Learned {
    most: u32,
    /// How many more are tried next.
    step: u32,
    holds_until: f64,
}

/// How fast requests may be sent. Moments are milliseconds of any clock; one that goes backwards is taken to stand still.
#[derive(Clone, Debug)]
pub struct Pace {
    concurrency: u32,
    allowed: u32,
    in_flight: u32,
    max_per_minute: Option<u32>,
    /// When the requests of the last minute ended, and whether they succeeded.
    recent: VecDeque<(f64, bool)>,
    now: f64,
    paused_until: f64,
    /// The pause after a throttling that names none, in milliseconds; 0 before the first.
    pause: f64,
    /// How many in a row have succeeded since `allowed` last changed.
    successes: u32,
    next_ticket: u32,
    /// How many were sent since the last halving.
    sent_since_halving: u32,
    /// When a throttling was last measured, and how many requests had succeeded in the minute before it.
    measured: Option<(f64, u32)>,
    learned: Option<Learned>,
}

impl Pace {
    /// A pace that begins with all of `concurrency`. (A 0 counts as 1, here and a minute, so that it never stops.)
    pub fn new(concurrency: u32, max_requests_per_minute: Option<u32>) -> Self {
        let concurrency = concurrency.max(1);
        Pace {
            concurrency,
            allowed: concurrency,
            in_flight: 0,
            max_per_minute: max_requests_per_minute.map(|most| most.max(1)),
            recent: VecDeque::new(),
            now: f64::NEG_INFINITY,
            paused_until: f64::NEG_INFINITY,
            pause: 0.0,
            successes: 0,
            next_ticket: 0,
            // There was no halving: all come after it.
            sent_since_halving: u32::MAX,
            measured: None,
            learned: None,
        }
    }

    /// Whether a request may be sent now.
    pub fn turn(&mut self, now: f64) -> Turn {
        self.advance(now);
        // A moment would wake the caller for nothing while all places are taken.
        if self.in_flight >= self.allowed {
            return Turn::Later;
        }
        if self.paused_until > self.now {
            return Turn::At(self.paused_until);
        }
        self.probe();
        match self.limit() {
            Some(most) if self.in_this_minute() >= most as usize => match self.recent.front() {
                Some((oldest, _)) => Turn::At(oldest + MINUTE_MS),
                None => Turn::Later,
            },
            _ => Turn::Now,
        }
    }

    /// Notes that a request was sent, and gives its ticket for [`Pace::ended`].
    pub fn sent(&mut self, now: f64) -> u32 {
        self.advance(now);
        self.in_flight += 1;
        self.sent_since_halving = self.sent_since_halving.saturating_add(1);
        let ticket = self.next_ticket;
        self.next_ticket = ticket.wrapping_add(1);
        ticket
    }

    /// Notes how a request ended. Each ticket ends once.
    pub fn ended(&mut self, now: f64, ticket: u32, ending: Ending) {
        self.advance(now);
        self.in_flight = self.in_flight.saturating_sub(1);
        self.remember(ending == Ending::Succeeded);
        // Counted from the newest, so that the running number may begin anew.
        let is_of_this_round = self.next_ticket.wrapping_sub(ticket) <= self.sent_since_halving;
        match ending {
            // What was sent before the halving says nothing of the pace after it.
            Ending::Succeeded if is_of_this_round => self.succeed(),
            Ending::Succeeded => {}
            Ending::Failed => self.successes = 0,
            Ending::Throttled { retry_after } => {
                if is_of_this_round {
                    self.halve();
                    self.unprobe();
                    self.measure();
                }
                let pause = match retry_after {
                    Some(seconds) => f64::from(seconds.min(MAX_PAUSE)) * 1_000.0,
                    // A success may have ended the doubling since this one was sent.
                    None => self.pause.max(FIRST_PAUSE_MS),
                };
                self.successes = 0;
                self.paused_until = self.paused_until.max(self.now + pause);
            }
        }
    }

    /// How many requests are in flight.
    pub fn in_flight(&self) -> u32 {
        self.in_flight
    }

    /// How many requests may be in flight at present. After a halving more may still be there.
    pub fn allowed(&self) -> u32 {
        self.allowed
    }

    /// Until when the server's throttling holds all requests back; `None` where it does not.
    pub fn paused_until(&self, now: f64) -> Option<f64> {
        (self.paused_until > self.now.max(now)).then_some(self.paused_until)
    }

    /// Moves the clock on, and forgets what ended a minute ago.
    fn advance(&mut self, now: f64) {
        self.now = self.now.max(now);
        while self
            .recent
            .front()
            .is_some_and(|(oldest, _)| oldest + MINUTE_MS <= self.now)
        {
            self.recent.pop_front();
        }
    }

    /// How many requests may be sent in a minute.
    fn limit(&self) -> Option<u32> {
        let learned = self.learned.as_ref().map(|learned| learned.most);
        self.max_per_minute.into_iter().chain(learned).min()
    }

    fn in_this_minute(&self) -> usize {
        self.in_flight as usize + self.recent.len()
    }

    fn remember(&mut self, succeeded: bool) {
        let most = self.limit().map_or(MAX_RECENT, |most| MAX_RECENT.max(most as usize));
        if self.recent.len() >= most {
            self.recent.pop_front();
        }
        self.recent.push_back((self.now, succeeded));
    }

    /// Where a server has a limit a minute, as many succeed in the minute before each throttling. Two throttlings that have no
    /// minute in common and find as many tell it; from then on no more is sent, instead of being refused. Where they were
    /// throttled for another reason, that is no less than the server took. What is less than may be in flight is for that.
    fn measure(&mut self) {
        let succeeded = self.recent.iter().filter(|(_, succeeded)| *succeeded).count() as u32;
        if let Some((moment, before)) = self.measured {
            if self.now < moment + MINUTE_MS {
                return;
            }
            let most = succeeded.max(before);
            if succeeded.abs_diff(before) <= most / 8 && most > self.concurrency {
                self.learned = Some(Learned {
                    most,
                    step: 1,
                    holds_until: self.now + LEARNED_MS,
                });
            }
        }
        self.measured = Some((self.now, succeeded));
    }

    /// After a while the server may take more than was learned: one more is tried, alone; then two, four, until it refuses.
    fn probe(&mut self) {
        let is_alone = self.in_flight == 0;
        if let Some(learned) = &mut self.learned {
            let is_full = self.recent.len() >= learned.most as usize;
            if is_alone && is_full && self.now >= learned.holds_until {
                learned.most = learned.most.saturating_add(learned.step);
                learned.step = learned.step.saturating_mul(2);
            }
        }
    }

    /// The server has refused what was tried.
    fn unprobe(&mut self) {
        if let Some(learned) = &mut self.learned {
            learned.most -= learned.step / 2;
            learned.step = 1;
            learned.holds_until = self.now + LEARNED_MS;
        }
    }

    fn succeed(&mut self) {
        self.pause = 0.0;
        self.successes = self.successes.saturating_add(1);
        if self.allowed < self.concurrency && self.successes >= self.allowed {
            self.allowed += 1;
            self.successes = 0;
        }
    }

    /// Once a round: all that are in flight meet the same limit, and are throttled for one reason.
    fn halve(&mut self) {
        self.allowed = (self.allowed / 2).max(1);
        self.pause = (self.pause * 2.0).clamp(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        self.sent_since_halving = 0;
    }
}
