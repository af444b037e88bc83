//! How one's area did: the month that runs and the last published one, as the server last told it.

use serde::{Deserialize, Serialize};
use shared::assessment::{Basis, Counter, Rate};
use shared::ids::UnitId;
use shared::time::Instant;

use crate::told::Failure;

/// How one's area did.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct AssessmentSheet {
    /// The month that runs, as it stood when the server last told it; none before it ever did.
    pub running: Option<MonthSheet>,
    /// The last month that was published; none where none was.
    pub published: Option<MonthSheet>,
    /// Why it could not be told anew just now.
    pub failure: Option<Failure>,
}

/// One month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MonthSheet {
    /// `2026-11`.
    pub month: String,
    /// Which frozen version it is; none where the numbers are live.
    pub version: Option<u32>,
    /// As of this moment.
    pub at: Instant,
    /// Training cases, where nothing counts.
    pub training: bool,
    /// The main rates.
    pub rates: Vec<RateCell>,
    /// The units with the most cases that are open and late, the most first.
    pub units: Vec<UnitCell>,
    /// So many more units have some.
    pub units_more: u64,
}

/// A rate with both its numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RateCell {
    /// Which.
    pub rate: Rate,
    /// By which of their moments the cases were chosen.
    pub basis: Basis,
    /// The numerator.
    pub part: u64,
    /// The denominator.
    pub whole: u64,
}

/// A unit that has cases which are open and late.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UnitCell {
    /// 1 for the most; units that have as many share a rank.
    pub rank: u64,
    /// Its id.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// How many are open and late.
    pub overdue: u64,
    /// Of how many that it was to handle.
    pub whole: u64,
}

/// One number of a sheet: which cases stand behind it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumberBehind {
    /// Of which month.
    pub month: String,
    /// Of which frozen version; none where it is live.
    pub version: Option<u32>,
    /// By which basis.
    pub basis: Basis,
    /// What the cases count as.
    pub counter: Counter,
    /// Of which unit; none for the whole area.
    pub unit: Option<UnitId>,
}
