//! Who manages, who must fix, and on which ground: jurisdictions, responsible units, editions of boundaries and versions
//! of catalogues and calendars.

use jiff::civil::Date;
use shared::grid::edition::Edition;
use shared::ids::{JurisdictionId, Sha256, UnitId};
use shared::settings::Settings;
use shared::sync::hello::PackRef;
use shared::time::Instant;

/// A jurisdiction, or the city itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Jurisdiction {
    /// Its id.
    pub id: JurisdictionId,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// It stands for all of them.
    pub is_city: bool,
    /// What it has switched on.
    pub settings: Settings,
    /// Rises when what its people may see changes.
    pub scope_version: u64,
}

/// A responsible unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Whom it answers to.
    pub jurisdiction: JurisdictionId,
    /// Its name.
    pub name: String,
    /// Where it is reached.
    pub phone: String,
}

/// An edition as it stands in its row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EditionRow {
    /// The edition.
    pub edition: Edition,
    /// It is the one in force.
    pub is_current: bool,
    /// When it came into force last; none for one from before there were editions.
    pub in_force_at: Option<Instant>,
    /// When the last whole look at the open cases by it began.
    pub judged_at: Option<Instant>,
}

/// A version of a catalogue or a calendar as it stands in its row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackRow {
    /// The pack.
    pub pack: PackRef,
    /// When it was made.
    pub made_at: Instant,
    /// It is the one in force.
    pub is_current: bool,
    /// The first day it holds; none for one that held at once.
    pub valid_from: Option<Date>,
    /// When it came into force last; none while it waits, and for one from before this was written down.
    pub in_force_at: Option<Instant>,
    /// Somebody took it back.
    pub is_withdrawn: bool,
    /// What people call whoever published it.
    pub made_by: String,
    /// What they wrote about it.
    pub note: String,
    /// The version it was drafted on.
    pub base: Option<Sha256>,
}

impl PackRow {
    /// Says whether it waits for its day.
    pub fn is_waiting(&self) -> bool {
        self.valid_from.is_some() && self.in_force_at.is_none() && !self.is_withdrawn && !self.is_current
    }
}

/// What is said of a version that a desk publishes.
#[derive(Clone, Copy, Debug)]
pub struct Publication<'a> {
    /// The first day it holds.
    pub valid_from: Date,
    /// What people call whoever publishes it.
    pub made_by: &'a str,
    /// What they wrote about it.
    pub note: &'a str,
    /// The version it was drafted on.
    pub base: &'a Sha256,
}
