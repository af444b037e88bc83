//! What a supervisor sees of their area: who has not synced, and what is overdue; as it was last known.

use serde::{Deserialize, Serialize};
use shared::api::devices::DeviceBoard;
use shared::case::State;
use shared::ids::{CaseId, CaseNo};
use shared::time::Instant;

use crate::told::Failure;

/// What a supervisor sees of their area.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct BoardSheet {
    /// The devices as the server last told them; none before it ever did. Its `time` says when that was.
    pub board: Option<DeviceBoard>,
    /// What was overdue then, the longest first.
    pub overdue: Vec<OverdueCase>,
    /// There is more than these.
    pub overdue_more: bool,
    /// Why it could not be told anew just now.
    pub failure: Option<Failure>,
}

/// A case that is not over and should be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OverdueCase {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// The category's name.
    pub name: String,
    /// The category's name in English.
    pub name_en: String,
    /// The address or the place in words.
    pub place: String,
    /// The responsible unit's name; empty before there is one.
    pub unit: String,
    /// Where it stands.
    pub state: State,
    /// When it was due.
    pub due: Instant,
}
