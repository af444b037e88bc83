//! The line of one phone: requests wait in it until the run lets them go, and each fares as the plan says.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use app_core::ports::{Cut, LocalFuture, Reply, Request, Transport};

use crate::plan::Fault;

/// What comes back for a request.
pub type Answer = Result<Reply, Cut>;

/// A line. The phone puts requests in at one end, the run takes them out at the other.
#[derive(Default)]
pub struct Line {
    waiting: RefCell<VecDeque<Waiting>>,
    faults: RefCell<Vec<(u32, Fault)>>,
}

/// A request that waits to be let go.
pub struct Waiting {
    /// What is asked.
    pub request: Request,
    answer: Rc<RefCell<Option<Answer>>>,
}

impl Waiting {
    /// Gives the phone its answer.
    pub fn answer(self, answer: Answer) {
        self.answer.replace(Some(answer));
    }
}

impl Line {
    /// Lets something happen to the request after so many more.
    pub fn expect(&self, after: u32, fault: Fault) {
        self.faults.borrow_mut().push((after, fault));
    }

    /// Lets nothing happen to it any more.
    pub fn clear(&self) {
        self.faults.borrow_mut().clear();
    }

    /// Takes the request that has waited longest, and what is to happen to it.
    pub fn take(&self) -> Option<(Waiting, Option<Fault>)> {
        let waiting = self.waiting.borrow_mut().pop_front()?;
        let mut faults = self.faults.borrow_mut();
        let due = faults.iter().position(|(after, _)| *after == 0).map(|place| faults.remove(place).1);
        for (after, _) in faults.iter_mut() {
            *after = after.saturating_sub(1);
        }
        Some((waiting, due))
    }

    /// Forgets what waits: the phone that asked is no more.
    pub fn hang_up(&self) {
        self.waiting.borrow_mut().clear();
    }
}

impl Transport for Line {
    fn send(&self, request: Request) -> LocalFuture<'_, Answer> {
        let answer = Rc::new(RefCell::new(None));
        self.waiting.borrow_mut().push_back(Waiting { request, answer: Rc::clone(&answer) });
        Box::pin(poll_fn(move |_| match answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        }))
    }
}
