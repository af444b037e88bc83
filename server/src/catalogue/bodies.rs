//! Who manages and who must fix: jurisdictions and responsible units.

use shared::ids::{JurisdictionId, UnitId};
use shared::settings::Settings;

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
