//! Areas (网格与图层): editions, imports with what is wrong with them, comparisons, and duty grids as they are drawn.
//!
//! Days are text, `2026-11-23`, because every page carries this.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::account::Role;
use crate::grid::compare::{AreaChange, AreaChanges};
use crate::grid::edition::Standing;
use crate::grid::kind::AreaKind;
use crate::ids::{AccountId, DutyGridId, GridCode, JurisdictionId, Sha256, UserName};
use crate::place::crs::Crs;
use crate::place::point::Point;
use crate::time::Instant;

/// The longest name of a duty grid, in characters.
pub const LONGEST_NAME: usize = 60;
/// The longest version that people say, in characters.
pub const LONGEST_VERSION: usize = 40;
/// So many findings of a report are told; its map and its counts go further.
pub const MOST_FINDINGS: usize = 1_000;

/// How many areas there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AreaCounts {
    /// Unit grids.
    pub grids: usize,
    /// Duty grids.
    pub duty_grids: usize,
    /// Industry areas.
    pub industry: usize,
    /// Boundary remarks.
    pub remarks: usize,
}

/// A jurisdiction whose areas the caller may see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaGround {
    /// Its id.
    pub id: JurisdictionId,
    /// Its name.
    pub name: String,
    /// The edition in force.
    pub in_force: Option<Sha256>,
    /// Somebody keeps a drawing of its duty grids.
    pub is_drawn: bool,
}

/// An edition of a jurisdiction's areas.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaEdition {
    /// The hash of its pack.
    pub hash: Sha256,
    /// Whose ground it draws.
    pub jurisdiction: JurisdictionId,
    /// What people call it.
    pub jurisdiction_name: String,
    /// The version that people say.
    pub version: String,
    /// The first day it holds; nothing for one that was always there.
    pub valid_from: Option<String>,
    /// The last day it holds; nothing for good.
    pub valid_to: Option<String>,
    /// How it stands today: `planned`, `in_force`, `past`, `withdrawn`.
    #[schema(value_type = String)]
    pub standing: Standing,
    /// When it was imported.
    pub made_at: Instant,
    /// Who imported it: a user name or a rule; nothing for one from before that was kept.
    pub made_by: Option<String>,
    /// What is in it.
    pub counts: AreaCounts,
    /// The edition that it was made after.
    pub before: Option<Sha256>,
    /// What changed against that one.
    pub changes: Option<AreaChanges>,
}

/// `GET /api/v1/areas/editions`: by jurisdiction, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaEditionList {
    /// The editions.
    pub editions: Vec<AreaEdition>,
    /// Where the next page begins: `after=` this one; nothing at the end.
    pub next: Option<Sha256>,
    /// The jurisdictions within the caller's reach.
    pub grounds: Vec<AreaGround>,
}

/// One difference between two editions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaDifference {
    /// Its place in the whole list, from 0; also on the map.
    pub place: usize,
    /// Of what.
    pub kind: AreaKind,
    /// What became of it.
    pub change: AreaChange,
    /// A grid's code, a duty grid's id, layers.
    pub code: String,
    /// What people call it; a remark's text; empty where it has only a code.
    pub name: String,
    /// What it was in words, where that changed.
    pub was: Option<String>,
    /// What it is in words.
    pub is: Option<String>,
    /// Its size in square metres; 0 for a place.
    pub area_m2: f64,
    /// How much ground is of one edition and not of the other.
    pub moved_m2: Option<f64>,
    /// Unit grids that a duty grid got.
    pub came: usize,
    /// Unit grids that it lost.
    pub went: usize,
    /// Where to look.
    #[schema(value_type = Option<Object>)]
    pub at: Option<Point>,
}

/// `GET /api/v1/areas/compare`: what differs between two editions of one jurisdiction.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaComparison {
    /// The one that is looked at from.
    pub from: Sha256,
    /// The other.
    pub to: Sha256,
    /// In numbers.
    pub changes: AreaChanges,
    /// One by one.
    pub differences: Vec<AreaDifference>,
    /// Where the next page begins: `after=` this place; nothing at the end.
    pub next: Option<usize>,
}

/// One thing that is wrong with what is to be imported.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaFinding {
    /// What: a word such as `overlap`, `gap`, `wrong_crs`.
    pub code: String,
    /// Nothing is taken for it; otherwise it is to be looked at.
    pub is_error: bool,
    /// The codes it is about.
    pub about: Vec<String>,
    /// The place of the feature in the file, from 1.
    pub feature: Option<usize>,
    /// Where to look.
    #[schema(value_type = Option<Object>)]
    pub at: Option<Point>,
    /// How large it is.
    pub size: Option<f64>,
    /// In what that is measured: `m` or `m2`.
    pub measure: Option<String>,
    /// What it is, in Chinese.
    pub zh: String,
    /// What it is, in English.
    pub en: String,
}

/// How many findings of a kind there are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct FlawCount {
    /// What.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// How often.
    pub count: usize,
}

/// What would change, or has changed, in one jurisdiction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GroundChange {
    /// Whose ground.
    pub jurisdiction: JurisdictionId,
    /// What people call it.
    pub name: String,
    /// In numbers.
    pub changes: AreaChanges,
}

/// Somebody who walks a duty grid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Walker {
    /// The duty grid.
    pub duty_grid: String,
    /// Whose account.
    pub account: AccountId,
    /// What it signs in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// What they are.
    pub role: Role,
}

/// What comes of a file, or of a drawing: looked at, or taken.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AreaImport {
    /// The version that people say.
    pub version: String,
    /// The first day it holds.
    pub valid_from: Option<String>,
    /// The last day it holds; nothing for good.
    pub valid_to: Option<String>,
    /// The system that it was read in.
    pub crs: Crs,
    /// What is in it.
    pub counts: AreaCounts,
    /// Whose ground it changes, and how.
    pub grounds: Vec<GroundChange>,
    /// It is kept now.
    pub is_taken: bool,
    /// It is in force now; otherwise it waits for its day.
    pub is_in_force: bool,
    /// Open cases that were looked at because of it.
    pub cases_looked: u64,
    /// Of these, those that were judged anew.
    pub cases_changed: u64,
    /// Findings for which nothing is taken.
    pub errors: usize,
    /// Findings to be looked at.
    pub warnings: usize,
    /// The findings by their kind, the worst first.
    pub flaws: Vec<FlawCount>,
    /// The findings, the worst first.
    pub findings: Vec<AreaFinding>,
    /// So many more are not told one by one.
    pub left_out: usize,
    /// The findings that have a place as a GeoJSON FeatureCollection.
    #[schema(value_type = Object)]
    pub map: Value,
    /// SHA-256 of the bytes that were looked at; say it when they are taken. Nothing for a drawing.
    pub file: Option<Sha256>,
    /// Who walks a duty grid that is no more.
    pub left: Vec<Walker>,
}

/// A duty grid as it is drawn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DrawnDutyGrid {
    /// Its number.
    pub id: DutyGridId,
    /// Its name.
    pub name: String,
    /// The unit grids that it is made of.
    pub grids: Vec<GridCode>,
    /// It is said to be of several pieces.
    #[serde(default)]
    pub is_split: bool,
}

/// How many people walk a duty grid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Walked {
    /// The duty grid.
    pub duty_grid: String,
    /// People whose account is not disabled.
    pub people: u64,
}

/// `GET /api/v1/areas/drawing`: the duty grids of a jurisdiction as somebody draws them, or as they are in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DutyDrawing {
    /// Whose.
    pub jurisdiction: JurisdictionId,
    /// The edition that it was begun on.
    pub base: Sha256,
    /// The version of that edition.
    pub base_version: String,
    /// That edition is still the one in force.
    pub is_current: bool,
    /// Rises whenever it is kept or let go; say it when it is kept again.
    pub version: u64,
    /// When it was kept; nothing where there is no drawing and this is what holds.
    pub saved_at: Option<Instant>,
    /// The user who kept it.
    pub saved_by: Option<String>,
    /// The duty grids.
    pub duty_grids: Vec<DrawnDutyGrid>,
    /// How many walk each.
    pub walked: Vec<Walked>,
}

/// `PUT /api/v1/areas/drawing`: keep a drawing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KeepDrawing {
    /// The edition that it was begun on.
    pub base: Sha256,
    /// The version that was seen.
    pub version: u64,
    /// The duty grids, all of them: what is not here is to be no more.
    pub duty_grids: Vec<DrawnDutyGrid>,
}
