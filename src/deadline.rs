//! A moment to stop: a timer or the caller's signal, whichever comes first. Dropping it takes both back, and ends the request
//! that was sent under it unless its answer has come.

use crate::client::Fault;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen(module = "/src/deadline/deadline.js")]
extern "C" {
    type Handle;

    fn start(milliseconds: f64, signal: Option<&AbortSignal>, stop: &Closure<dyn FnMut()>) -> Handle;
    fn end(handle: &Handle, answered: bool);
    fn reason(handle: &Handle) -> JsValue;
    #[wasm_bindgen(js_name = hasTimer)]
    fn has_timer(handle: &Handle) -> bool;
    #[wasm_bindgen(js_name = isAborted)]
    fn is_aborted(handle: &Handle) -> bool;
    #[wasm_bindgen(js_name = requestSignal)]
    fn request_signal(handle: &Handle) -> JsValue;
}

/// What ends an attempt, or a wait. With neither a timer nor a signal nothing does.
pub struct Deadline {
    handle: Handle,
    state: Rc<State>,
    answered: bool,
    _stop: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct State {
    stopped: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Deadline {
    /// Starts the timer, if there are milliseconds to wait, and listens to the signal, if there is one.
    pub fn new(milliseconds: Option<f64>, signal: Option<&AbortSignal>) -> Self {
        let state = Rc::new(State::default());
        let stopping = Rc::clone(&state);
        let stop = Closure::new(move || {
            stopping.stopped.set(true);
            if let Some(waker) = stopping.waker.take() {
                waker.wake();
            }
        });
        let handle = start(milliseconds.unwrap_or(-1.0), signal, &stop);
        state.stopped.set(is_aborted(&handle));
        Deadline {
            handle,
            state,
            answered: false,
            _stop: stop,
        }
    }

    /// Whether a timer runs: there is none once the signal is aborted, nor where the platform's timers fail.
    pub fn has_timer(&self) -> bool {
        has_timer(&self.handle)
    }

    /// The signal to send a request with; `undefined` where the platform has none.
    pub fn request_signal(&self) -> JsValue {
        request_signal(&self.handle)
    }

    /// Does the work unless this ends first; then the work is dropped where it stands.
    pub async fn unless<T>(
        &mut self,
        work: impl Future<Output = Result<T, Fault<JsValue>>>,
    ) -> Result<T, Fault<JsValue>> {
        let mut work = pin!(work);
        std::future::poll_fn(|context| {
            if self.state.stopped.get() {
                return Poll::Ready(Err(self.fault()));
            }
            self.state.waker.replace(Some(context.waker().clone()));
            let outcome = work.as_mut().poll(context);
            self.answered = outcome.is_ready();
            outcome
        })
        .await
    }

    fn fault(&self) -> Fault<JsValue> {
        if is_aborted(&self.handle) {
            Fault::Aborted(reason(&self.handle))
        } else {
            Fault::TimedOut
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        end(&self.handle, self.answered);
    }
}
