//! Runs a future: at once, and again each time that it is woken. (wasm-bindgen's own `spawn_local` waits for a microtask
//! before each, which is two crossings more and 2 kB.)

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, RawWaker, RawWakerVTable, Waker};

/// A future that runs; empty once it has ended.
struct Task(RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>);

/// Runs a future to its end.
pub fn run(future: impl Future<Output = ()> + 'static) {
    poll(&Rc::new(Task(RefCell::new(Some(Box::pin(future))))));
}

fn poll(task: &Rc<Task>) {
    // Woken while it runs, it goes on by itself: nothing here wakes without a promise in between.
    let Ok(mut future) = task.0.try_borrow_mut() else {
        return;
    };
    let Some(running) = future.as_mut() else { return };
    if running
        .as_mut()
        .poll(&mut Context::from_waker(&waker(Rc::clone(task))))
        .is_ready()
    {
        *future = None;
    }
}

#[allow(unsafe_code)]
fn waker(task: Rc<Task>) -> Waker {
    // SAFETY: the pointer comes from `Rc::into_raw`, and each function of the table keeps its count as `Rc` would. That
    // an `Rc` is not `Send` does not matter: the module has no threads.
    unsafe { Waker::from_raw(RawWaker::new(Rc::into_raw(task).cast(), &TABLE)) }
}

#[allow(unsafe_code)]
// SAFETY: see `waker`; the pointer is that of a living `Rc<Task>`.
static TABLE: RawWakerVTable = RawWakerVTable::new(
    |task| unsafe {
        Rc::increment_strong_count(task.cast::<Task>());
        RawWaker::new(task, &TABLE)
    },
    |task| poll(&unsafe { Rc::from_raw(task.cast::<Task>()) }),
    |task| {
        let task = std::mem::ManuallyDrop::new(unsafe { Rc::from_raw(task.cast::<Task>()) });
        poll(&task);
    },
    |task| drop(unsafe { Rc::from_raw(task.cast::<Task>()) }),
);
