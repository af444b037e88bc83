//! The work of a desk: its queues, one action on many cases, and what lies around a case on the map of whose job it is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::rules::Level;
use crate::case::{Action, ActionKind, Queue, State};
use crate::ids::{BatchId, CaseId, JurisdictionId, LayerCode, UnitId};
use crate::place::point::Point;
use crate::refusal::Code;
use crate::time::Instant;

/// The most cases of one [`ActMany`].
pub const MOST_CASES: usize = 200;

/// What waits at the caller's desk: `GET /api/v1/work`. The cases of one queue, the most urgent first, are a
/// [`crate::api::cases::CaseList`] at `GET /api/v1/work/{queue}`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Work {
    /// The queues, in the order in which they stand at the desk.
    pub queues: Vec<QueueFacts>,
}

/// How a queue stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct QueueFacts {
    /// Which one.
    pub queue: Queue,
    /// How many cases wait in it.
    pub count: u64,
    /// Of these, those for which the time is over: the desk's own, or the handling's where the desk has none.
    pub overdue: u64,
    /// Since when the one that waits longest does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Instant>,
    /// Only the desk of this level works through it, and the caller's is of the other: then it has nothing in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Level>,
}

/// `POST /api/v1/cases/actions`: one action on many cases, each by itself. The answer is [`ActedMany`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ActMany {
    /// Made by whoever sends it: sent again, what was done is not done again, and what was refused stays refused.
    pub id: BatchId,
    /// The cases, each once; at most 200.
    pub cases: Vec<Seen>,
    /// What to do with each.
    pub action: Action,
}

/// A case as it was seen when it was chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Seen {
    /// The case.
    pub case: CaseId,
    /// The version that was seen; a case that moved on since is refused, for nobody looked at it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<u64>,
}

/// What became of each.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ActedMany {
    /// Which request it answers.
    pub id: BatchId,
    /// One for each case, in the order of the request.
    pub outcomes: Vec<CaseOutcome>,
}

/// What became of one case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseOutcome {
    /// The case.
    pub case: CaseId,
    /// Where it stood right after the action; none where it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Why it was refused; none where it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// What exactly was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Says whether an action may be taken on many cases at once. What names something of one case alone may not: its
/// photos, its order, the other case that is about the same.
pub const fn may_be_many(kind: ActionKind) -> bool {
    !matches!(kind, ActionKind::Finish | ActionKind::ReplySupervision | ActionKind::Link | ActionKind::Unlink)
}

/// What lies around a case on the map of whose job it is: `GET /api/v1/cases/{id}/surroundings`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Surroundings {
    /// Where the case is.
    #[schema(value_type = Degrees)]
    pub place: Point,
    /// How far everything below reaches to each side, metres.
    pub reach_m: f64,
    /// Remarks are looked for within this many metres.
    pub remark_m: u32,
    /// The layer that the category belongs to; none for a category that is no longer known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<LayerCode>,
    /// What it is called.
    #[serde(default)]
    pub layer_name: String,
    /// Areas of the layer, the nearest first, each cut off at the reach.
    pub areas: Vec<AreaAround>,
    /// What was agreed near by.
    pub remarks: Vec<RemarkAround>,
    /// Unit grids, cut off at the reach.
    pub grids: Vec<GridAround>,
    /// Roads, those parts that come near.
    pub roads: Vec<RoadAround>,
}

/// How a place is written.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Degrees {
    /// East of Greenwich.
    pub lon: f64,
    /// North of the equator.
    pub lat: f64,
}

/// An area of a unit.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaAround {
    /// Whose it is.
    pub unit: UnitId,
    /// What people call the unit.
    pub name: String,
    /// By whose map.
    pub jurisdiction: JurisdictionId,
    /// How far it is from the case; nought where the case lies in it.
    pub distance_m: f64,
    /// The map names the unit for this case: the case lies in the area, and the area is of the jurisdiction that manages
    /// the ground.
    pub is_candidate: bool,
    /// The outline and its holes.
    #[schema(value_type = Vec<Vec<Degrees>>)]
    pub rings: Vec<Vec<Point>>,
}

/// A boundary remark.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RemarkAround {
    /// Where it stands.
    #[schema(value_type = Degrees)]
    pub place: Point,
    /// How far that is from the case.
    pub distance_m: f64,
    /// What was agreed.
    pub text: String,
    /// Who takes it, where that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed_unit: Option<UnitId>,
    /// What people call that unit.
    #[serde(default)]
    pub agreed_name: String,
    /// The paper it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document_ref: Option<String>,
    /// It is about the layer of this case, or about every layer.
    pub is_of_layer: bool,
}

/// A unit grid.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GridAround {
    /// Its last digits, which tell it from its neighbours.
    pub number: String,
    /// It is the case's own.
    pub is_own: bool,
    /// It is walked by the same people: of the case's duty grid.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_own_duty: bool,
    /// The outline and its holes.
    #[schema(value_type = Vec<Vec<Degrees>>)]
    pub rings: Vec<Vec<Point>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A road.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoadAround {
    /// What it is called.
    pub name: String,
    /// Its middle line.
    #[schema(value_type = Vec<Degrees>)]
    pub line: Vec<Point>,
}
