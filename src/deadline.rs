//! A moment to stop: a timer or the caller's signal, whichever comes first. Dropping it takes both back.

use crate::json::Json;
use js_sys::Function;
use std::cell::RefCell;
use std::future::Future;
use std::pin::{pin, Pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/src/deadline/listener.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn listen(signal: &AbortSignal, callback: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(catch)]
    fn unlisten(signal: &AbortSignal, callback: &Function) -> Result<(), JsValue>;
}

#[wasm_bindgen]
extern "C" {
    // Both may have been replaced by something that throws; uncaught, that would leave the promise pending for ever.
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(callback: &Function, milliseconds: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue) -> Result<(), JsValue>;
}

/// Why it is time to stop.
pub enum Stop {
    /// The time is up.
    TimeUp,
    /// The caller's signal was aborted, for that reason.
    Aborted(JsValue),
}

/// A future of the [`Stop`] that comes first. With neither a timer nor a signal it never ends.
pub struct Deadline {
    state: Rc<RefCell<State>>,
    timer: Option<(JsValue, Closure<dyn FnMut()>)>,
    listener: Option<(AbortSignal, Closure<dyn FnMut()>)>,
}

#[derive(Default)]
struct State {
    stopped: Option<Stop>,
    waker: Option<Waker>,
}

impl Deadline {
    /// Starts the timer, if there are milliseconds to wait, and listens to the signal, if there is one.
    pub fn new(milliseconds: Option<f64>, signal: Option<&AbortSignal>) -> Self {
        let state = Rc::new(RefCell::new(State::default()));
        let mut deadline = Deadline {
            state,
            timer: None,
            listener: None,
        };
        if let Some(signal) = signal {
            if signal.member("aborted").is_truthy() {
                let stop = Stop::Aborted(reason(signal));
                deadline.state.borrow_mut().stopped = Some(stop);
                return deadline;
            }
            let aborted = signal.clone();
            let closure = deadline.stopping(move || Stop::Aborted(reason(&aborted)));
            if listen(signal, closure.as_ref().unchecked_ref()).is_ok() {
                deadline.listener = Some((signal.clone(), closure));
            }
        }
        if let Some(milliseconds) = milliseconds {
            let closure = deadline.stopping(|| Stop::TimeUp);
            if let Ok(timer) = set_timeout(closure.as_ref().unchecked_ref(), milliseconds) {
                deadline.timer = Some((timer, closure));
            }
        }
        deadline
    }

    /// Whether a timer runs: there is none once the signal is aborted, nor where the platform's timers fail.
    pub fn has_timer(&self) -> bool {
        self.timer.is_some()
    }

    fn stopping(&self, stop: impl Fn() -> Stop + 'static) -> Closure<dyn FnMut()> {
        let state = Rc::clone(&self.state);
        Closure::new(move || {
            // Before the borrow: a signal of the caller's making may run code that comes back here.
            let stop = stop();
            let mut state = state.borrow_mut();
            state.stopped.get_or_insert(stop);
            if let Some(waker) = state.waker.take() {
                waker.wake();
            }
        })
    }

    /// Does the work unless this ends first; then the work is dropped where it stands.
    pub async fn unless<W: Future>(&mut self, work: W) -> Result<W::Output, Stop> {
        let mut work = pin!(work);
        std::future::poll_fn(|context| match Pin::new(&mut *self).poll(context) {
            Poll::Ready(stop) => Poll::Ready(Err(stop)),
            Poll::Pending => work.as_mut().poll(context).map(Ok),
        })
        .await
    }
}

impl Future for Deadline {
    type Output = Stop;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Stop> {
        let mut state = self.state.borrow_mut();
        match state.stopped.take() {
            Some(stop) => Poll::Ready(stop),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some((timer, _)) = &self.timer {
            // A timer that stays finds nobody who waits for it.
            let _ = clear_timeout(timer);
        }
        if let Some((signal, closure)) = &self.listener {
            // A listener that stays finds nobody who waits for it.
            let _ = unlisten(signal, closure.as_ref().unchecked_ref());
        }
    }
}

/// The signal's reason; an `AbortError` on old platforms whose signals have none.
fn reason(signal: &AbortSignal) -> JsValue {
    let reason = signal.member("reason");
    if !reason.is_undefined() {
        return reason;
    }
    let error = js_sys::Error::new("The call was aborted.");
    error.set_name("AbortError");
    error.into()
}
