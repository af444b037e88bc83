//! The packs in use, ready to be asked: what the phone knows of the city without a network.

use std::collections::BTreeMap;

use shared::calendar::pack::Calendar;
use shared::case::PackVersions;
use shared::catalogue::Catalogue;
use shared::grid::boundaries::Boundaries;
use shared::grid::index::GridIndex;
use shared::ids::{JurisdictionId, Sha256, UnitId};
use shared::settings::Settings;

use crate::error::{Error, Result};
use crate::store::packs::HeldPack;

/// What the packs in use say. Built once when they arrive and kept in memory.
pub struct Packs {
    /// Categories and limits.
    pub catalogue: Catalogue,
    /// Working time.
    pub calendar: Calendar,
    /// Grids, units, remarks.
    pub index: GridIndex,
    /// Switches and numbers.
    pub settings: Settings,
    /// Names of responsible units.
    units: BTreeMap<UnitId, String>,
    catalogue_hash: Sha256,
    calendar_hash: Sha256,
    boundaries: Vec<(JurisdictionId, Sha256)>,
}

impl Packs {
    /// Reads the packs in use; `None` while one of the four kinds is missing.
    ///
    /// Where a kind comes both from the city and from the account's own jurisdiction, the latter wins; boundaries add up.
    pub fn read(held: &[HeldPack], own: &JurisdictionId) -> Result<Option<Self>> {
        let of_kind = |kind: &str| {
            let mut found = held.iter().filter(|pack| pack.kind == kind);
            let first = found.clone().next();
            found.find(|pack| pack.jurisdiction == *own).or(first)
        };
        let (Some(catalogue), Some(calendar), Some(settings)) =
            (of_kind("catalogue"), of_kind("calendar"), of_kind("settings"))
        else {
            return Ok(None);
        };
        let boundaries: Vec<&HeldPack> = held.iter().filter(|pack| pack.kind == "boundaries").collect();
        if boundaries.is_empty() {
            return Ok(None);
        }
        let read: Vec<Boundaries> = boundaries
            .iter()
            .map(|pack| Boundaries::from_pack(&pack.bytes).map_err(|error| damaged(pack, error)))
            .collect::<Result<_>>()?;
        let settings_read: Settings =
            serde_json::from_slice(&settings.bytes).map_err(|error| damaged(settings, error))?;
        Ok(Some(Self {
            catalogue: Catalogue::from_json(&utf8(catalogue)?).map_err(|error| damaged(catalogue, error))?,
            calendar: Calendar::from_json(&utf8(calendar)?).map_err(|error| damaged(calendar, error))?,
            index: GridIndex::with_reach(&read, f64::from(settings_read.nearest_m)),
            units: read
                .iter()
                .flat_map(|pack| &pack.industry)
                .map(|area| (area.unit.clone(), area.unit_name.clone()))
                .collect(),
            settings: settings_read,
            catalogue_hash: catalogue.hash.clone(),
            calendar_hash: calendar.hash.clone(),
            boundaries: boundaries.iter().map(|pack| (pack.jurisdiction.clone(), pack.hash.clone())).collect(),
        }))
    }

    /// Returns the name of a unit, or its id when no pack here names it.
    pub fn unit_name(&self, unit: &UnitId) -> String {
        self.units.get(unit).cloned().unwrap_or_else(|| unit.to_string())
    }

    /// Names the boundaries in use all together; another name means other ground.
    pub fn ground(&self) -> String {
        self.boundaries.iter().map(|(_, hash)| hash.as_str()).collect::<Vec<_>>().join("+")
    }

    /// Returns the packs behind a fact about ground that this jurisdiction manages.
    pub fn versions(&self, ground: Option<&JurisdictionId>) -> PackVersions {
        let of_ground = self.boundaries.iter().find(|(jurisdiction, _)| Some(jurisdiction) == ground);
        PackVersions {
            catalogue: Some(self.catalogue_hash.clone()),
            calendar: Some(self.calendar_hash.clone()),
            boundaries: of_ground.or(self.boundaries.first()).map(|(_, hash)| hash.clone()),
        }
    }
}

fn utf8(pack: &HeldPack) -> Result<String> {
    String::from_utf8(pack.bytes.clone()).map_err(|error| damaged(pack, error))
}

fn damaged(pack: &HeldPack, error: impl std::fmt::Display) -> Error {
    Error::Storage(format!("the {} pack {} cannot be read: {error}", pack.kind, pack.hash))
}
