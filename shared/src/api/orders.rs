//! Orders to devices: a nudge, which is a word to whoever has the phone, and a wipe, which the phone does by itself.
//!
//! They travel in the answer to a hello; what became of them stands in the next one. An app that does not know them passes
//! them over.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{DeviceId, OrderId};
use crate::time::Instant;

/// The longest note or reason, in characters: a few lines on a phone.
pub const LONGEST_NOTE: usize = 200;
/// So many orders may be spoken of in one hello; a phone never has so many.
pub const MOST_WORDS: usize = 50;

/// What somebody with a phone is asked to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NudgeKind {
    /// Send what waits.
    SyncNow,
    /// Make room on the phone.
    FreeSpace,
    /// Charge the phone.
    Charge,
    /// Set the phone's clock right.
    SetClock,
    /// Take the newest app.
    UpdateApp,
    /// Call the desk.
    CallDesk,
    /// What stands in the note, and nothing else.
    Word,
}

/// What a device is told to do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderKind {
    /// Send what waits.
    SyncNow,
    /// Make room on the phone.
    FreeSpace,
    /// Charge the phone.
    Charge,
    /// Set the phone's clock right.
    SetClock,
    /// Take the newest app.
    UpdateApp,
    /// Call the desk.
    CallDesk,
    /// What stands in the note, and nothing else.
    Word,
    /// Send everything, then erase the phone's home: it is never used again with its key.
    Wipe,
    /// Of a later server; shown with its note.
    #[serde(other)]
    Unknown,
}

impl OrderKind {
    /// Every kind that this build knows, in the order of this list.
    pub const ALL: &[Self] = &[
        Self::SyncNow,
        Self::FreeSpace,
        Self::Charge,
        Self::SetClock,
        Self::UpdateApp,
        Self::CallDesk,
        Self::Word,
        Self::Wipe,
    ];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SyncNow => "sync_now",
            Self::FreeSpace => "free_space",
            Self::Charge => "charge",
            Self::SetClock => "set_clock",
            Self::UpdateApp => "update_app",
            Self::CallDesk => "call_desk",
            Self::Word => "word",
            Self::Wipe => "wipe",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the kind that is written so.
    pub fn parse(text: &str) -> Self {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).unwrap_or(Self::Unknown)
    }
}

impl From<NudgeKind> for OrderKind {
    fn from(kind: NudgeKind) -> Self {
        match kind {
            NudgeKind::SyncNow => Self::SyncNow,
            NudgeKind::FreeSpace => Self::FreeSpace,
            NudgeKind::Charge => Self::Charge,
            NudgeKind::SetClock => Self::SetClock,
            NudgeKind::UpdateApp => Self::UpdateApp,
            NudgeKind::CallDesk => Self::CallDesk,
            NudgeKind::Word => Self::Word,
        }
    }
}

/// `POST /api/v1/devices/{id}/nudge`: ask whoever has the phone to do something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewNudge {
    /// What.
    pub kind: NudgeKind,
    /// A word to them, one line; needed where it is all that is said.
    #[serde(default)]
    pub note: String,
}

/// `POST /api/v1/devices/{id}/wipe`: let a phone send everything and erase itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewWipe {
    /// Why, one line; whoever has the phone reads it.
    pub reason: String,
    /// Erase also where something could not be sent: it is lost then. Whoever asks for it was told so.
    #[serde(default)]
    pub leave_unsent: bool,
}

/// What became of an order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderOutcome {
    /// Nothing yet.
    Open,
    /// A wipe waits on the phone until everything is sent.
    Waiting,
    /// Whoever has the phone put it away.
    Dismissed,
    /// What it asked for came true.
    CameTrue,
    /// The phone said that it erases itself; its key is withdrawn.
    Wiped,
    /// The desk took it back.
    Withdrawn,
    /// The phone had become another person's before it was told.
    HandedOver,
    /// A word of a later server.
    #[default]
    #[serde(other)]
    Unknown,
}

impl OrderOutcome {
    /// Every outcome that this build knows, in the order of this list.
    pub const ALL: &[Self] =
        &[Self::Open, Self::Waiting, Self::Dismissed, Self::CameTrue, Self::Wiped, Self::Withdrawn, Self::HandedOver];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Dismissed => "dismissed",
            Self::CameTrue => "came_true",
            Self::Wiped => "wiped",
            Self::Withdrawn => "withdrawn",
            Self::HandedOver => "handed_over",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the outcome that is written so.
    pub fn parse(text: &str) -> Self {
        Self::ALL.iter().copied().find(|outcome| outcome.as_str() == text).unwrap_or(Self::Unknown)
    }
}

/// An order as a desk sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeviceOrder {
    /// Its identity.
    pub id: OrderId,
    /// Which device is told.
    pub device: DeviceId,
    /// What.
    pub kind: OrderKind,
    /// The word to whoever has it, or why it is wiped.
    pub note: String,
    /// Of a wipe: what cannot be sent is left behind.
    #[serde(default)]
    pub leave_unsent: bool,
    /// What people call whoever gave it.
    pub author: String,
    /// When it was given.
    pub made_at: Instant,
    /// When the phone said that it was shown, or that it has it.
    #[serde(default)]
    pub seen_at: Option<Instant>,
    /// When the phone said that it is done.
    #[serde(default)]
    pub done_at: Option<Instant>,
    /// When it was taken back.
    #[serde(default)]
    pub withdrawn_at: Option<Instant>,
    /// What became of it.
    pub outcome: OrderOutcome,
    /// Of a wipe: how much the phone said last that it had not sent; of one that is done, what was left behind.
    #[serde(default)]
    pub unsent: u64,
}

/// `GET /api/v1/devices/{id}/orders`: what a device was told, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct OrderList {
    /// The orders.
    pub orders: Vec<DeviceOrder>,
    /// Where the next page begins: `after=` this one; nothing at the end.
    #[serde(default)]
    pub next: Option<OrderId>,
}

/// An order as the answer to a hello tells it. All that is open is told each time; what is not told any more is over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OrderTold {
    /// Its identity.
    pub id: OrderId,
    /// What.
    pub kind: OrderKind,
    /// The word to whoever has the phone, or why it is wiped.
    #[serde(default)]
    pub note: String,
    /// Of a wipe: what cannot be sent is left behind.
    #[serde(default, skip_serializing_if = "is_not")]
    pub leave_unsent: bool,
    /// What people call whoever gave it.
    #[serde(default)]
    pub author: String,
    /// When it was given.
    pub made_at: Instant,
    /// Of a wipe: the server heard that nothing is to be sent any more, and has withdrawn the key. The phone erases itself
    /// on this word and on no other.
    #[serde(default, skip_serializing_if = "is_not")]
    pub agreed: bool,
}

/// What a hello says of an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OrderWord {
    /// Which.
    pub order: OrderId,
    /// What became of it there.
    pub word: OrderState,
    /// Of a wipe: how much is not sent.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub unsent: u64,
}

/// How far an order has come on a phone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// It was shown.
    Seen,
    /// A wipe: something is not sent yet.
    Waiting,
    /// It was put away.
    Dismissed,
    /// What it asked for came true.
    CameTrue,
    /// A wipe: nothing is to be sent any more. The phone erases itself as soon as the server agrees.
    Wiping,
    /// A word of a later app; passed over.
    #[serde(other)]
    Unknown,
}

fn is_not(flag: &bool) -> bool {
    !*flag
}

fn is_nothing(count: &u64) -> bool {
    *count == 0
}

#[cfg(test)]
mod tests {
    use super::{OrderKind, OrderOutcome, OrderState};

    #[test]
    fn kinds_and_outcomes_survive_their_own_words_and_strange_ones_are_unknown() {
        for kind in OrderKind::ALL {
            assert_eq!(OrderKind::parse(kind.as_str()), *kind);
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for outcome in OrderOutcome::ALL {
            assert_eq!(OrderOutcome::parse(outcome.as_str()), *outcome);
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
        }
        assert_eq!(OrderKind::parse("dance"), OrderKind::Unknown);
        assert_eq!(OrderOutcome::parse("danced"), OrderOutcome::Unknown);
        assert_eq!(serde_json::from_str::<OrderKind>("\"dance\"").unwrap(), OrderKind::Unknown);
        assert_eq!(serde_json::from_str::<OrderState>("\"dancing\"").unwrap(), OrderState::Unknown);
    }
}
