//! A shift on its own page: where it began, what was walked, how much of the own grids that is, and the day's figures.

use serde::{Deserialize, Serialize};
use shared::ids::{DutyGridId, GridCode};
use shared::time::Instant;

/// What became of a position that was handed in for the track.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Walked {
    /// What became of it.
    pub kept: Kept,
    /// Since when the person has been away from every own duty grid, once that is worth a word.
    #[serde(default)]
    pub outside_since: Option<Instant>,
}

/// What became of a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// It is a point of the track.
    Point,
    /// It says nothing that the track does not say already.
    NothingNew,
    /// It is not exact enough, not fresh enough, or impossible.
    Inexact,
    /// Nobody is on shift, or has been for too long: nothing was kept.
    OffShift,
}

/// A shift and its day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ShiftSheet {
    /// The day, in the jurisdiction's zone.
    pub day: String,
    /// Since when the person is on shift.
    pub on_shift: Option<Instant>,
    /// Where it began; nothing off shift.
    pub began_in: Option<ShiftPlace>,
    /// Where the person stands, by the position that was asked with.
    pub here: ShiftPlace,
    /// A track is being kept now.
    pub keeping: bool,
    /// Since when the person has been away from every own duty grid, once that is worth a word.
    pub outside_since: Option<Instant>,
    /// How far was walked today, metres.
    pub metres: u64,
    /// How long today was on shift, minutes.
    pub minutes: u64,
    /// The own duty grids, with how much of each was walked today.
    pub duty_grids: Vec<DutyCover>,
    /// Today's walk: pieces of line, `[lon, lat]`, WGS-84.
    pub walk: Vec<Vec<[f64; 2]>>,
    /// What was done today.
    pub figures: DayFigures,
    /// Points of the track that the server has not. They never hold anybody up.
    pub points_waiting: u64,
}

/// Where somebody stands, to their own duty grids.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShiftPlace {
    /// There was no position, or this phone does not know which duty grids are theirs.
    Unknown,
    /// In none of them.
    Outside,
    /// In one of them.
    DutyGrid {
        /// Which.
        id: DutyGridId,
        /// Its name.
        name: String,
    },
}

/// How much of a duty grid was walked today.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DutyCover {
    /// Which.
    pub id: DutyGridId,
    /// Its name.
    pub name: String,
    /// How many of its unit grids were entered.
    pub visited: u64,
    /// Its unit grids.
    pub grids: Vec<GridCover>,
}

/// A unit grid, to draw.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GridCover {
    /// Which.
    pub grid: GridCode,
    /// It was entered today.
    pub visited: bool,
    /// For how long, minutes.
    pub minutes: u64,
    /// Outline and holes: `[lon, lat]`, closed, WGS-84.
    pub rings: Vec<Vec<[f64; 2]>>,
}

/// What somebody did in a day, as far as this phone knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DayFigures {
    /// Reports saved here.
    pub reports: u64,
    /// Of these, at the server.
    pub arrived: u64,
    /// Of these, filed so far.
    pub valid: u64,
    /// Tasks answered in time.
    pub in_time: u64,
    /// Tasks answered late.
    pub late: u64,
    /// Shots of both.
    pub photos: u64,
}
