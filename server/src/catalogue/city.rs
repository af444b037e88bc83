//! The city as it is known: everything a report is judged by, in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use jiff::civil::Date;
use shared::calendar::pack::Calendar;
use shared::catalogue::Catalogue;
use shared::grid::boundaries::Boundaries;
use shared::grid::index::GridIndex;
use shared::ids::{JurisdictionId, Sha256, UnitId};
use shared::settings::{Settings, USUAL_ZONE};
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;

use super::bodies::{Jurisdiction, Unit};
use super::store;
use crate::db::Db;
use crate::error::Result;

/// A pack with its name.
#[derive(Clone, Debug)]
pub struct Named<T> {
    /// The hash of its bytes.
    pub hash: Sha256,
    /// What it says.
    pub content: Arc<T>,
}

/// Catalogue, calendars, grids, settings and names of the whole city, as of one moment.
pub struct City {
    /// What changes whenever any of it does.
    pub mark: String,
    /// Which grid, whose job.
    pub index: GridIndex,
    catalogue: Option<Named<Catalogue>>,
    calendars: BTreeMap<JurisdictionId, Named<Calendar>>,
    jurisdictions: BTreeMap<JurisdictionId, Jurisdiction>,
    units: BTreeMap<UnitId, Unit>,
    packs: Vec<PackRef>,
    city_id: Option<JurisdictionId>,
    unknown: Settings,
}

impl City {
    /// Returns the mark in the database; a city with another one is out of date.
    pub async fn mark_of(db: &Db) -> Result<String> {
        store::mark(&mut *db.read().await?).await
    }

    /// Loads the packs that are in force.
    pub async fn load(db: &Db) -> Result<Self> {
        let mut reader = db.read().await?;
        let mark = store::mark(&mut reader).await?;
        let packs = store::current(&mut reader).await?;
        let mut raw = Vec::new();
        for pack in &packs {
            if let Some((_, compressed)) = store::pack(&mut reader, &pack.hash).await? {
                raw.push((pack.clone(), compressed));
            }
        }
        let jurisdictions: BTreeMap<_, _> =
            store::jurisdictions(&mut reader).await?.into_iter().map(|one| (one.id.clone(), one)).collect();
        let units = store::units(&mut reader).await?.into_iter().map(|unit| (unit.id.clone(), unit)).collect();
        drop(reader);
        let city_id = jurisdictions.values().find(|one| one.is_city).map(|one| one.id.clone());
        let reach_m = city_id.as_ref().and_then(|id| jurisdictions.get(id)).map_or(50, |city| city.settings.nearest_m);
        // Off the async threads: a whole city takes a while to read.
        let read = tokio::task::spawn_blocking(move || Read::all(&raw, reach_m));
        let read = read.await.map_err(anyhow::Error::new)??;
        Ok(Self {
            mark,
            index: read.index,
            catalogue: read.catalogue,
            calendars: read.calendars,
            jurisdictions,
            units,
            packs,
            city_id,
            unknown: Settings::default(),
        })
    }

    /// Returns the id that stands for all jurisdictions.
    pub fn city_id(&self) -> Option<&JurisdictionId> {
        self.city_id.as_ref()
    }

    /// Returns the catalogue.
    pub fn catalogue(&self) -> Option<&Named<Catalogue>> {
        self.catalogue.as_ref()
    }

    /// Returns the catalogue's name.
    pub fn catalogue_hash(&self) -> Option<&Sha256> {
        self.catalogue.as_ref().map(|named| &named.hash)
    }

    /// Returns the calendar of a jurisdiction: its own, else the city's.
    pub fn calendar(&self, id: &JurisdictionId) -> Option<&Named<Calendar>> {
        self.calendars.get(id).or_else(|| self.calendars.get(self.city_id.as_ref()?))
    }

    /// Returns what changes whenever a calendar does; nothing where there is none to count by.
    pub fn calendars_mark(&self) -> Option<String> {
        if self.calendars.is_empty() {
            return None;
        }
        let named: Vec<String> = self.calendars.iter().map(|(id, named)| format!("{id}={}", named.hash)).collect();
        Some(Sha256::of(named.join(",").as_bytes()).to_string())
    }

    /// Returns the settings of a jurisdiction; the city's where it has none, the defaults where nobody has any.
    pub fn settings(&self, id: &JurisdictionId) -> &Settings {
        let own = self.jurisdictions.get(id);
        let city = || self.city_id.as_ref().and_then(|id| self.jurisdictions.get(id));
        own.or_else(city).map_or(&self.unknown, |one| &one.settings)
    }

    /// Returns the city's day at an instant.
    pub fn day(&self, at: Instant) -> Date {
        at.day_in(self.city_id.as_ref().map_or(USUAL_ZONE, |id| self.settings(id).zone.as_str()))
    }

    /// Says whether any of it is a training city.
    pub fn is_training(&self) -> bool {
        self.jurisdictions.values().any(|one| one.settings.training)
    }

    /// Says whether training cases are all that is summed for somebody who works for a jurisdiction. For the whole city
    /// they are only where no jurisdiction has cases that count: the two are never in one sum.
    pub fn counts_training(&self, id: &JurisdictionId) -> bool {
        if Some(id) != self.city_id.as_ref() {
            return self.settings(id).training;
        }
        let mut areas = self.jurisdictions.values().filter(|one| !one.is_city).peekable();
        if areas.peek().is_none() { self.settings(id).training } else { areas.all(|one| one.settings.training) }
    }

    /// Returns the name of a jurisdiction, its id where it has none.
    pub fn name_of(&self, id: &JurisdictionId) -> String {
        let known = self.jurisdictions.get(id).filter(|one| !one.name.is_empty());
        known.map_or_else(|| id.to_string(), |one| one.name.clone())
    }

    /// Returns all jurisdictions.
    pub fn jurisdictions(&self) -> impl Iterator<Item = &Jurisdiction> {
        self.jurisdictions.values()
    }

    /// Returns a jurisdiction.
    pub fn jurisdiction(&self, id: &JurisdictionId) -> Option<&Jurisdiction> {
        self.jurisdictions.get(id)
    }

    /// Returns a unit.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.get(id)
    }

    /// Returns all units.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// Returns how many units there are.
    pub fn unit_count(&self) -> usize {
        self.units.len()
    }

    /// Returns the name of the boundaries in force in a jurisdiction.
    pub fn boundaries_hash(&self, id: &JurisdictionId) -> Option<&Sha256> {
        self.packs
            .iter()
            .find(|pack| pack.kind == PackKind::Boundaries && pack.jurisdiction == *id)
            .map(|pack| &pack.hash)
    }

    /// Returns the packs that somebody who works for the jurisdiction needs.
    pub fn scope(&self, id: &JurisdictionId) -> Vec<PackRef> {
        let whole = |pack: &PackRef| Some(&pack.jurisdiction) == self.city_id.as_ref();
        let has_own = |kind| self.packs.iter().any(|pack| pack.kind == kind && pack.jurisdiction == *id);
        self.packs
            .iter()
            .filter(|pack| match pack.kind {
                PackKind::Catalogue => whole(pack),
                PackKind::Calendar | PackKind::Settings => {
                    pack.jurisdiction == *id || (!has_own(pack.kind) && whole(pack))
                }
                PackKind::Boundaries | PackKind::Unknown => pack.jurisdiction == *id,
            })
            .cloned()
            .collect()
    }
}

/// What was read from the packs.
struct Read {
    index: GridIndex,
    catalogue: Option<Named<Catalogue>>,
    calendars: BTreeMap<JurisdictionId, Named<Calendar>>,
}

impl Read {
    fn all(raw: &[(PackRef, Vec<u8>)], reach_m: u32) -> anyhow::Result<Self> {
        let (mut catalogue, mut calendars, mut boundaries) = (None, BTreeMap::new(), Vec::new());
        for (pack, compressed) in raw {
            let bytes =
                || zstd::decode_all(compressed.as_slice()).with_context(|| format!("unpack the pack {}", pack.hash));
            let text = || anyhow::Ok(String::from_utf8(bytes()?)?);
            match pack.kind {
                PackKind::Catalogue => {
                    let content = Arc::new(Catalogue::from_json(&text()?)?);
                    catalogue = Some(Named { hash: pack.hash.clone(), content });
                }
                PackKind::Calendar => {
                    let content = Arc::new(Calendar::from_json(&text()?)?);
                    calendars.insert(pack.jurisdiction.clone(), Named { hash: pack.hash.clone(), content });
                }
                PackKind::Boundaries => boundaries.push(Boundaries::from_pack(&bytes()?)?),
                PackKind::Settings | PackKind::Unknown => {}
            }
        }
        Ok(Self { index: GridIndex::with_reach(&boundaries, f64::from(reach_m)), catalogue, calendars })
    }
}
