//! Push: operations on their way to the server, and what became of each.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{CaseId, CaseNo, DeviceId, OperationId, Sha256};
use crate::refusal::Code;

/// The most operations one push may carry.
pub const MOST_OPERATIONS: usize = 100;

/// Operations of one device, oldest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Push {
    /// The device whose log they are from.
    pub device: DeviceId,
    /// At most [`MOST_OPERATIONS`].
    pub operations: Vec<Envelope>,
    /// Numbers that the device was told before for cases among these: said when operations are offered again to a server
    /// that was restored, so that a case keeps the number people know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<ToldNumber>,
}

/// A case number that a device was told before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ToldNumber {
    /// The operation whose outcome it was.
    pub operation: OperationId,
    /// The number.
    pub case_no: CaseNo,
}

/// An operation's bytes with what is needed to judge them unread.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Envelope {
    /// The operation's id; also inside the bytes.
    pub id: OperationId,
    /// Its place in the device's log; also inside the bytes.
    pub sequence: u64,
    /// SHA-256 over the bytes of `body` in UTF-8.
    pub hash: Sha256,
    /// The bytes as they stand in the outbox: JSON of [`crate::sync::operation::Operation`], never re-serialised.
    pub body: String,
}

/// What became of the operations, in the order they were sent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PushReply {
    /// One for each operation.
    pub outcomes: Vec<Outcome>,
}

/// What became of one operation. The server keeps it for ever; a repeat gets the same.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// Which operation.
    pub id: OperationId,
    /// What became of it.
    pub result: OutcomeKind,
    /// The case it made or touched.
    pub case: Option<CaseId>,
    /// That case's number.
    pub case_no: Option<CaseNo>,
    /// Why it was refused.
    pub code: Option<Code>,
    /// Details for whoever looks into it.
    pub detail: Option<String>,
}

/// What may become of an operation. None of them is silence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// It had its effect.
    Applied,
    /// It was refused with a code; its words and photos are kept.
    Refused,
    /// It came after the case had moved on; kept as late evidence, moved nothing.
    Superseded,
    /// A later server's word; the phone keeps the operation until it understands.
    #[serde(other)]
    Unknown,
}

impl OutcomeKind {
    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Superseded => "superseded",
            Self::Unknown => "unknown",
        }
    }
}
