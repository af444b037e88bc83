//! How a round without a window ended, and whether the system is to try again.
//!
//! Apart from the worker that it serves, so that it is tried where there is no Android.

use app_bridge::ask::Ask;
use app_bridge::told::{Answer, Failure, Told};
use shared::refusal::Code;

/// How a round ended. `UploadWorker.kt` knows the numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// Nothing waits any more, or nothing that waiting would help.
    Done,
    /// Something waits still.
    Later,
    /// A PIN stands before the home: only the person can open it.
    Locked,
    /// Nothing but originals waits, for a network that is not paid by the byte.
    Held,
}

impl Ended {
    /// Returns the number that Kotlin knows it by.
    pub const fn number(self) -> i32 {
        match self {
            Self::Done => 0,
            Self::Later => 1,
            Self::Locked => 2,
            Self::Held => 3,
        }
    }
}

/// Runs a round by whoever answers. A person who said that nothing is to be sent for a while meant this too.
pub async fn round(asked: impl AsyncFn(Ask) -> Answer) -> Ended {
    match asked(Ask::Status).await {
        Answer::Told(told) if is_paused(&told) => return Ended::Later,
        Answer::Told(_) => {}
        Answer::Failed(failure) => return failed(&failure),
    }
    match asked(Ask::Sync).await {
        Answer::Told(told) => ended(&told),
        Answer::Failed(failure) => failed(&failure),
    }
}

/// Says how a round ended that could not be run, or not to its end.
pub fn failed(failure: &Failure) -> Ended {
    let code = failure.code.as_str();
    if code == Code::PinNeeded.as_str() {
        Ended::Locked
    } else if ["offline", "storage", Code::Busy.as_str()].contains(&code) {
        Ended::Later
    } else {
        // Trying again without a person changes nothing.
        Ended::Done
    }
}

fn is_paused(told: &Told) -> bool {
    matches!(told, Told::Status(status) if status.paused_until.is_some())
}

fn ended(told: &Told) -> Ended {
    let Told::Status(status) = told else { return Ended::Done };
    if status.unsent_operations > 0 || status.photos_waiting > 0 {
        Ended::Later
    } else if status.originals.held {
        Ended::Held
    } else {
        Ended::Done
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use app_bridge::ask::Ask;
    use app_bridge::status::{Originals, Status};
    use app_bridge::told::{Answer, Failure, Told};
    use shared::time::Instant;
    use tokio::runtime::Builder;

    use super::{Ended, round};

    /// The other side, in its own words.
    const WORKER: &str = include_str!("../../../mobile/android/src/main/java/cn/xunge/mobile/UploadWorker.kt");

    /// Returns the numbers to which Kotlin gives names.
    fn named_by_kotlin() -> BTreeMap<&'static str, i32> {
        let named = WORKER.lines().filter_map(|line| line.trim().strip_prefix("const val ")?.split_once(" = "));
        named.filter_map(|(name, value)| Some((name, value.parse().ok()?))).collect()
    }

    fn told(status: Status) -> Answer {
        Answer::Told(Box::new(Told::Status(Box::new(status))))
    }

    fn failed(code: &str) -> Answer {
        Answer::Failed(Failure { code: code.to_owned(), zh: String::new(), en: String::new(), detail: None })
    }

    /// Runs a round with these answers and returns how it ended and how much was asked.
    fn run(answers: &[Answer]) -> (Ended, usize) {
        let (answers, asked) = (RefCell::new(answers.iter().cloned()), RefCell::new(Vec::new()));
        let answer = async |ask: Ask| {
            asked.borrow_mut().push(ask);
            answers.borrow_mut().next().expect("no more than this is asked")
        };
        let ended = Builder::new_current_thread().build().unwrap().block_on(round(answer));
        (ended, asked.take().len())
    }

    #[track_caller]
    fn check(after: Answer, expected: Ended) {
        assert_eq!(run(&[told(Status::default()), after]), (expected, 2));
    }

    #[test]
    fn the_system_tries_again_while_something_waits_that_waiting_helps() {
        check(told(Status::default()), Ended::Done);
        check(told(Status { unsent_operations: 1, ..Status::default() }), Ended::Later);
        check(told(Status { photos_waiting: 1, ..Status::default() }), Ended::Later);
        for code in ["offline", "storage", "busy"] {
            check(failed(code), Ended::Later);
        }
        for code in ["not_signed_in", "bug", "lost"] {
            check(failed(code), Ended::Done);
        }
    }

    #[test]
    fn originals_that_wait_for_another_network_are_said_apart() {
        let originals = Originals { held: true, ..Originals::default() };
        check(told(Status { originals, ..Status::default() }), Ended::Held);
        check(told(Status { originals, photos_waiting: 1, ..Status::default() }), Ended::Later);
    }

    #[test]
    fn a_window_that_waits_for_its_pin_is_said_to_be_locked() {
        assert_eq!(run(&[failed("pin_needed")]), (Ended::Locked, 1));
    }

    #[test]
    fn a_pause_holds_in_a_pocket_too() {
        let paused = Status { paused_until: Some(Instant::from_ms(1)), unsent_operations: 3, ..Status::default() };
        assert_eq!(run(&[told(paused)]), (Ended::Later, 1), "nothing is sent, and it is looked again later");
    }

    #[test]
    fn kotlin_knows_each_end_by_its_own_number() {
        let named = [("LATER", Ended::Later), ("LOCKED", Ended::Locked), ("HELD", Ended::Held)];
        let numbers = named.map(|(name, ended)| (name, ended.number()));
        assert_eq!(named_by_kotlin(), BTreeMap::from(numbers));
        for (name, number) in numbers {
            assert!(WORKER.contains(&format!("{name} -> ")), "nothing is done about {name}");
            assert_ne!(number, Ended::Done.number(), "what has no name there is done");
        }
    }

    #[test]
    fn kotlin_loads_this_library_and_finds_the_round_in_it() {
        let after =
            |words: &str, end: char| WORKER.split_once(words).and_then(|(_, rest)| rest.split_once(end)).unwrap().0;
        assert_eq!(after("const val LIBRARY = \"", '"'), env!("CARGO_PKG_NAME").replace('-', "_"));
        let package = after("package ", '\n').trim().replace('.', "_");
        let exported = format!("fn Java_{package}_{}_{}<", after("class ", '('), after("external fun ", '('));
        assert!(include_str!("worker.rs").contains(&exported), "{exported}");
    }
}
