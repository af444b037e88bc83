//! A bell on one thread: whoever waits is woken, and a ring without a listener is not lost.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::task::{Poll, Waker};

/// The bell.
#[derive(Default)]
pub struct Nudge {
    raised: Cell<bool>,
    waiting: RefCell<Option<Waker>>,
}

impl Nudge {
    /// Rings.
    pub fn raise(&self) {
        self.raised.set(true);
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }

    /// Waits for a ring since the last wait.
    pub fn wait(&self) -> impl Future<Output = ()> + Unpin + '_ {
        poll_fn(|context| {
            if self.raised.take() {
                return Poll::Ready(());
            }
            self.waiting.replace(Some(context.waker().clone()));
            Poll::Pending
        })
    }
}
