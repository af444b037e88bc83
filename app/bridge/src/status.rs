//! What is only on this phone, what has arrived, and what was sent back.

use serde::{Deserialize, Serialize};
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, OperationId, PhotoId, TaskId};
use shared::refusal::Code;
use shared::time::Instant;

use crate::ask::OriginalsOver;
use crate::order::Wiping;
use crate::told::Failure;

/// What is only here and what has arrived.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Status {
    /// Operations that the server has not answered.
    pub unsent_operations: u64,
    /// How many of them are reports: cases that the server does not know of.
    #[serde(default)]
    pub unsent_reports: u64,
    /// When the oldest of them was made.
    pub oldest_unsent: Option<Instant>,
    /// Shots whose working copy has no receipt.
    pub photos_waiting: u64,
    /// Their bytes.
    pub waiting_bytes: u64,
    /// Operations the server sent back.
    pub set_aside: Vec<SetAside>,
    /// When the server last answered.
    pub last_contact: Option<Instant>,
    /// Why the last round ended early.
    pub last_error: Option<Failure>,
    /// A round is running.
    pub syncing: bool,
    /// What the running round is doing, in Chinese and English.
    pub doing: Option<(String, String)>,
    /// The photo that is being sent just now.
    #[serde(default)]
    pub sending: Option<Sending>,
    /// Until when nothing is sent by itself, because the person said so.
    #[serde(default)]
    pub paused_until: Option<Instant>,
    /// When the next round is tried by itself.
    pub next_try_at: Option<Instant>,
    /// What the last round did.
    pub last_round: Option<Round>,
    /// Everything is at the server: the phone can be put away.
    pub all_arrived: bool,
    /// Originals, counted apart.
    #[serde(default)]
    pub originals: Originals,
    /// Notices of the desk that were not read.
    #[serde(default)]
    pub unread_announcements: u64,
    /// Of these, the urgent ones.
    #[serde(default)]
    pub unread_urgent: u64,
    /// Points of the track that the server has not. They hold nobody up: `all_arrived` does not ask for them.
    #[serde(default)]
    pub track_points_waiting: u64,
    /// The rounds of this phone.
    #[serde(default)]
    pub rounds: Rounds,
    /// How many things happened to this phone that the start tells until they are seen. More than the start told: it is
    /// to be asked again.
    #[serde(default)]
    pub notices: u64,
    /// How much the desk asks of whoever has this phone and was not put away.
    #[serde(default)]
    pub nudges: u64,
    /// The order to erase this phone.
    #[serde(default)]
    pub wiping: Option<Wiping>,
}

/// What the rounds of a phone come to; each of them wakes its line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Rounds {
    /// How many were run.
    pub run: u64,
    /// Bytes of requests, of the last two hundred rounds.
    pub bytes_sent: u64,
    /// Bytes of replies, of the same.
    pub bytes_received: u64,
}

/// How far originals are. They never count among the photos.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Originals {
    /// Shots whose original is to travel, by the jurisdiction's setting or because the desk asked for it.
    pub wanted: u64,
    /// Of these, receipted.
    pub received: u64,
    /// Bytes of those that are not.
    pub waiting_bytes: u64,
    /// Originals that are still sealed on this phone, wanted or not.
    pub kept: u64,
    /// Over which networks they travel.
    pub over: OriginalsOver,
    /// They wait until there is another network.
    pub held: bool,
}

/// The photo that is being sent, and how far all of this round have come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sending {
    /// What it shows.
    pub role: PhotoRole,
    /// What it is of: the category's name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// How much of this one the server has, in hundredths.
    pub percent: u64,
    /// Bytes of this round's photos that the server has.
    pub done_bytes: u64,
    /// Bytes of all of this round's photos.
    pub all_bytes: u64,
    /// How long the rest takes if the line stays as it was; unknown at first.
    pub seconds_left: Option<u64>,
}

/// An operation that the server sent back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SetAside {
    /// The operation.
    pub operation: OperationId,
    /// What it was, such as 上报 · 暴露垃圾.
    pub title: String,
    /// The same in English.
    #[serde(default)]
    pub title_en: String,
    /// The address or the place in words.
    #[serde(default)]
    pub place: String,
    /// Its first shot.
    #[serde(default)]
    pub photo: Option<PhotoId>,
    /// The case it begins.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// The task it answers.
    #[serde(default)]
    pub task: Option<TaskId>,
    /// The stable code.
    pub code: Code,
    /// Why and what to do, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// Small print.
    pub detail: Option<String>,
    /// When it was made.
    pub made_at: Instant,
}

/// What a round of sync did. The fields of `xunge sync --json`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Round {
    /// Operations that got their outcome.
    pub pushed: u64,
    /// Changes applied.
    pub pulled: u64,
    /// Working copies receipted.
    pub photos_sent: u64,
    /// Bytes of requests.
    pub bytes_sent: u64,
    /// Bytes of replies.
    pub bytes_received: u64,
    /// Originals receipted.
    #[serde(default)]
    pub originals_sent: u64,
    /// Operations and photos that still wait; originals are not among them.
    pub left: u64,
    /// Rows that were mended because both sides did not hold the same.
    #[serde(default)]
    pub mended: u64,
    /// Rows in which both sides still differ; the round is complete when this is nought.
    #[serde(default)]
    pub differing: u64,
}
