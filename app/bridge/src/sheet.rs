//! What the big map shows: the ground of one's scope, and what stands on it.

use serde::{Deserialize, Serialize};
use shared::case::State;
use shared::ids::{CaseId, LayerCode, TaskId};
use shared::place::point::Point;
use shared::task::TaskKind;
use shared::time::Instant;

/// What stands on the big map now. WGS-84.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MapSheet {
    /// Changes whenever the ground does; the ground is asked for again then, and only then.
    pub ground: String,
    /// South-west and north-east corner of the own duty grids; of the whole scope where none is one's own.
    pub frame: Option<[Point; 2]>,
    /// Some duty grid of the scope is one's own.
    pub has_own: bool,
    /// The tasks that wait for an answer.
    pub tasks: Vec<TaskPin>,
    /// The own cases that are not over.
    pub cases: Vec<CasePin>,
    /// The cases of others that are not over.
    pub near: Vec<NearPin>,
    /// Boundary remarks.
    pub remarks: Vec<RemarkPin>,
    /// The key for the online map of 天地图; empty where the jurisdiction has none.
    pub tianditu_key: String,
    /// The industry layers that the ground has areas of, one of which can be drawn.
    #[serde(default)]
    pub layers: Vec<IndustryLayer>,
}

/// An industry layer that can be drawn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct IndustryLayer {
    /// Its code, by which its areas are marked in the ground.
    pub code: LayerCode,
    /// Its name, as the pack has it.
    pub name: String,
}

/// The ground of one's scope, to be handed to the map unread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MapGround {
    /// As in [`MapSheet`].
    pub ground: String,
    /// One JSON object of GeoJSON collections, in the system that was asked for: `grids` (polygons; `n` the last digits,
    /// `c` the whole number, `own`), `duty` (outer lines; `own`), `roads` (lines; `name`, `main`), `places` (points;
    /// `name`, `rank` of `street`, `community`, `duty`), `industry` (polygons of units and points for their names;
    /// `layer` its code, `name` of the unit on the points). A property that would say no is left out.
    pub json: String,
}

/// A task that waits for an answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TaskPin {
    /// The task.
    pub task: TaskId,
    /// Verify or check.
    pub kind: TaskKind,
    /// The category's name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The address or the place in words.
    pub place: String,
    /// Where to stand.
    pub at: Point,
    /// When the answer is due.
    pub due: Instant,
}

/// An own case that is not over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CasePin {
    /// The case.
    pub case: CaseId,
    /// The category's name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// The address or the place in words.
    pub place: String,
    /// Where it is.
    pub at: Point,
    /// Where it stands; `None` while only this phone knows it.
    pub state: Option<State>,
    /// When it was saved.
    pub saved_at: Instant,
}

/// A case that somebody else reported.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NearPin {
    /// The case.
    pub case: CaseId,
    /// The category's name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// Where it is.
    pub at: Point,
    /// Where it stands.
    pub state: State,
    /// When it was reported.
    pub reported_at: Instant,
}

/// A note at a place where units have disputed whose job it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RemarkPin {
    /// The place.
    pub at: Point,
    /// What was agreed.
    pub text: String,
}
