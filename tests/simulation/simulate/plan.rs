//! A plan: everything that people, lines, disks and clocks do in one run, in order.
//!
//! A plan is drawn from a seed before the run begins (see `draw`) and says each step with its numbers, so that a saved
//! plan is replayed as it was, whatever seeds draw later. Numbers that pick ("the third open task") go round where there
//! are fewer.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::power::Death;

/// Everything that happens in one run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// What chance in the run is drawn from: ids, keys, tokens, who is drawn for a check.
    pub seed: u64,
    /// Who carries a phone.
    pub people: Vec<String>,
    /// Whether the server's staging and its media lie on different file systems.
    #[serde(default)]
    pub split: bool,
    /// Whether the server can compare. Where it cannot, nothing mends what a pull left out.
    #[serde(default = "yes")]
    pub compares: bool,
    /// Phones that die before they are ready for the first time.
    #[serde(default)]
    pub births: Vec<Birth>,
    /// What happens.
    pub steps: Vec<Step>,
}

fn yes() -> bool {
    true
}

/// A phone dies while it is turned on and signed in for the first time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Birth {
    /// Which.
    pub phone: usize,
    /// How.
    pub death: Death,
    /// After so many durable steps.
    pub after: u32,
}

/// A phone dies while it is erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dies {
    /// How.
    pub death: Death,
    /// After so many durable steps from the word on with which the server agreed.
    pub after: u32,
}

/// Something with a disk and a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// The server.
    Server,
    /// The phone with this number.
    Phone(usize),
}

/// One thing that happens.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Time passes.
    Wait { minutes: u32 },
    /// Somebody reports.
    Report { phone: usize, spot: usize, category: usize, photos: u32 },
    /// Somebody takes a shot and throws it away.
    Discard { phone: usize, spot: usize },
    /// Somebody answers an open task.
    Answer { phone: usize, pick: usize, result: usize, photos: u32 },
    /// Somebody types into the report that they fill in, letter by letter.
    Type { phone: usize, letters: u32 },
    /// Somebody's shift begins or ends.
    Shift { phone: usize, begins: bool },
    /// Somebody walks on, on shift or not: the receiver says so many times where they are.
    Walk { phone: usize, positions: u32 },
    /// Somebody presses "sync": a round from its first request to its last.
    Sync { phone: usize },
    /// The phone runs a round by itself, if its turn has come.
    ByItself { phone: usize },
    /// A round begins; its requests wait to be let go.
    Begin { phone: usize },
    /// Requests of a round that began are let go.
    Go { phone: usize, requests: u32 },
    /// What was sent back is sent again.
    Resend { phone: usize, pick: usize },
    /// The phone is handed to somebody else, who signs in.
    HandOver { phone: usize, user: String },
    /// The phone is turned off and on again.
    Restart { phone: usize },
    /// The request after so many more fares like that.
    Fault { phone: usize, after: u32, fault: Fault },
    /// The node dies after so many more durable steps; a server then stays away for some steps of the plan.
    Kill { node: Node, death: Death, after: u32, away: u32 },
    /// The server is stopped as for a repair, and comes back after some steps.
    Stop { away: u32 },
    /// A clock is set on or back.
    Clock { node: Node, minutes: i32 },
    /// Somebody at a desk or at a unit does something to a case.
    Desk { pick: usize, choice: usize },
    /// A town's settings change, and with them its scope.
    Scope { town: String },
    /// Somebody in the field gets another beat.
    Beat { user: usize, bits: usize },
    /// Somebody's account is closed.
    Close { user: usize },
    /// … and opened again.
    Open { user: usize },
    /// Somebody in the field becomes an inspector, or a collector.
    Role { user: usize, inspects: bool },
    /// A phone is withdrawn: the server takes nothing more from it, and its work is carried to the desk.
    Withdraw { phone: usize },
    /// A desk asks something of whoever has the phone.
    Nudge { phone: usize, kind: usize },
    /// Whoever has the phone reads what is asked of them, and may put one of it away.
    Read { phone: usize, pick: usize, puts_away: bool },
    /// A desk lets the phone be erased, also where something cannot be sent or not; it may die over it.
    Wipe {
        phone: usize,
        leaves: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dies: Option<Dies>,
    },
    /// A desk takes back what it ordered last.
    TakeBack { phone: usize },
    /// A town's boundaries are drawn anew.
    Redraw { town: String },
    /// What the server does by itself from time to time.
    Jobs,
    /// The server is saved.
    Backup,
    /// The server is restored from what was saved, and begins a new epoch.
    Restore,
}

/// What happens to one request.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It never arrives.
    Lost,
    /// It has its effect, and its reply never arrives.
    ReplyLost,
    /// It arrives twice; the reply to the second one comes back.
    Twice,
    /// The phone gives up waiting, and it arrives after so many steps.
    Late(u32),
    /// The line is cut at this byte of the request.
    CutUp(u32),
    /// The line is cut at this byte of the reply.
    CutDown(u32),
    /// Something between answers 401 with a page of its own.
    StrangeDoor,
    /// The server says that the token is over.
    TokenOver,
    /// The server fails before it does anything.
    FailsBefore,
    /// It has its effect, and the reply is a failure.
    FailsAfter,
}

impl Fault {
    /// Returns the word that the kind is counted under.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::ReplyLost => "reply lost",
            Self::Twice => "twice",
            Self::Late(_) => "late",
            Self::CutUp(_) => "cut up",
            Self::CutDown(_) => "cut down",
            Self::StrangeDoor => "401 of a stranger",
            Self::TokenOver => "401",
            Self::FailsBefore => "500 before",
            Self::FailsAfter => "500 after",
        }
    }
}

impl Plan {
    /// Reads a saved plan.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("read the plan {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("read the plan {}", path.display()))
    }

    /// Writes the plan down, a line for each step.
    pub fn text(&self) -> Result<String> {
        let mut text = String::from("{");
        text.push_str(&format!("\"seed\": {}, \"people\": {}", self.seed, serde_json::to_string(&self.people)?));
        let births = serde_json::to_string(&self.births)?;
        text.push_str(&format!(", \"split\": {}, \"compares\": {}, \"births\": {births}", self.split, self.compares));
        text.push_str(", \"steps\": [\n");
        for (number, step) in self.steps.iter().enumerate() {
            let comma = if number + 1 < self.steps.len() { "," } else { "" };
            text.push_str(&format!("{}{comma}\n", serde_json::to_string(step)?));
        }
        text.push_str("]}\n");
        Ok(text)
    }
}
