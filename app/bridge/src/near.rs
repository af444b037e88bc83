//! Cases near by that may be the same problem.

use serde::{Deserialize, Serialize};
use shared::case::State;
use shared::ids::CaseId;
use shared::time::Instant;

/// A case that may be the same problem.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NearCase {
    /// The case.
    pub case: CaseId,
    /// The category's name.
    pub name: String,
    /// The category's name in English.
    pub name_en: String,
    /// How far away, metres.
    pub distance_m: f64,
    /// In which direction, degrees clockwise from north.
    pub bearing_deg: f64,
    /// Where it stands; `None` while only this phone knows it.
    pub state: Option<State>,
    /// When it was reported.
    pub reported_at: Instant,
    /// It was reported from this account.
    pub own: bool,
}
