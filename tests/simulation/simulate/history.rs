//! What happened, in order: the trace that two runs of one seed must share to the byte, and what is judged afterwards.

use std::fmt;

use shared::ids::{CaseId, OperationId, TaskId};

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// A step of the plan begins.
    Step { number: usize, text: String },
    /// A phone said that a report is saved.
    Saved { phone: usize, user: String, case: CaseId, operation: OperationId, note: String },
    /// A phone said that an answer is saved.
    Answered { phone: usize, user: String, task: TaskId, operation: OperationId, note: String },
    /// A phone said that a shift's beginning or end is saved.
    Marked { phone: usize, operation: OperationId, begins: bool },
    /// A phone said that something was sent once more, as another operation.
    Resent { phone: usize, operation: OperationId, again: OperationId },
    /// A phone said no, or failed.
    NotDone { phone: usize, what: &'static str, code: String },
    /// A phone died before it could say whether it was done.
    Unknown { phone: usize, what: &'static str },
    /// A request left a phone.
    Request { phone: usize, what: String, fate: String },
    /// A phone is done with what it was busy with.
    Done { phone: usize, text: String },
    /// A row of the server's is on a phone in that version.
    Heard { phone: usize, row: String, version: u64 },
    /// A row is no longer on a phone.
    Gone { phone: usize, row: String },
    /// A phone knows what became of an operation.
    Outcome { phone: usize, operation: OperationId, outcome: String },
    /// A phone's photo has its receipt.
    Receipt { phone: usize, photo: String },
    /// Somebody at a desk did something.
    Acted { user: String, what: String, fate: String },
    /// Something died, or was turned off.
    Down { what: String },
    /// It is there again.
    Up { what: String },
    /// The server forgot what came after its backup.
    Restored,
    /// A phone passed to somebody else.
    Passed { phone: usize, user: String },
    /// A phone was erased as it was ordered, and is another device.
    Erased { phone: usize },
    /// The plan is over and the faults with it.
    Rest { round: u32 },
}

/// All of it.
#[derive(Default)]
pub struct History {
    events: Vec<Event>,
}

impl History {
    /// Adds what happened last.
    pub fn add(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Returns everything, the oldest first.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Writes it down, a line for each.
    pub fn text(&self) -> String {
        self.events.iter().map(|event| format!("{event}\n")).collect()
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step { number, text } => write!(f, "{number} {text}"),
            Self::Saved { phone, user, case, operation, .. } => {
                write!(f, "  phone {phone}: {user} saved case {case} by {operation}")
            }
            Self::Answered { phone, user, task, operation, .. } => {
                write!(f, "  phone {phone}: {user} answered task {task} by {operation}")
            }
            Self::Marked { phone, operation, begins } => {
                write!(f, "  phone {phone}: shift {} by {operation}", if *begins { "begun" } else { "ended" })
            }
            Self::Resent { phone, operation, again } => write!(f, "  phone {phone}: {operation} again as {again}"),
            Self::NotDone { phone, what, code } => write!(f, "  phone {phone}: {what} not done, {code}"),
            Self::Unknown { phone, what } => write!(f, "  phone {phone}: {what} not told"),
            Self::Request { phone, what, fate } => write!(f, "  phone {phone}: {what} → {fate}"),
            Self::Done { phone, text } => write!(f, "  phone {phone}: {text}"),
            Self::Heard { phone, row, version } => write!(f, "  phone {phone}: {row} in version {version}"),
            Self::Gone { phone, row } => write!(f, "  phone {phone}: {row} is gone"),
            Self::Outcome { phone, operation, outcome } => write!(f, "  phone {phone}: {operation} {outcome}"),
            Self::Receipt { phone, photo } => write!(f, "  phone {phone}: photo {photo} receipted"),
            Self::Acted { user, what, fate } => write!(f, "  desk {user}: {what} → {fate}"),
            Self::Down { what } => write!(f, "  {what} is down"),
            Self::Up { what } => write!(f, "  {what} is up"),
            Self::Restored => write!(f, "  the server was restored"),
            Self::Passed { phone, user } => write!(f, "  phone {phone}: passes to {user}"),
            Self::Erased { phone } => write!(f, "  phone {phone}: is erased"),
            Self::Rest { round } => write!(f, "rest {round}"),
        }
    }
}
