//! Who manages, who must fix, and on which ground: jurisdictions, responsible units, editions of boundaries.

use shared::grid::edition::Edition;
use shared::ids::{JurisdictionId, UnitId};
use shared::settings::Settings;
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
