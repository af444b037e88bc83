//! Imports of shapes: looked at whole, then kept whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use shared::account::{Actor, Right};
use shared::api::areas::AreaCounts;
use shared::grid::boundaries::{Boundaries, Origin};
use shared::grid::compare::{AreaChanges, differences};
use shared::grid::edition::{Edition, Term, in_force};
use shared::grid::geojson::Read;
use shared::grid::import::{Joined, Judged, judge};
use shared::grid::report::finding::{Finding, Flaw};
use shared::grid::report::{Known, Report};
use shared::ids::{JurisdictionId, Sha256};
use shared::place::crs::Crs;
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::editions::{self, Followed};
use super::looked;
use super::store::{self, Note};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue;
use crate::catalogue::actions::Packed;
use crate::db::meta;
use crate::error::{Error, Result, refuse};

/// What is to become of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Keep it if nothing refuses it.
    Take,
    /// Only look.
    Look,
}

/// On whose ground something may be changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ground {
    /// Everybody's.
    City,
    /// One jurisdiction's.
    Of(JurisdictionId),
}

impl Ground {
    /// Returns whose ground a caller may change; refuses those who may change none.
    pub fn of(caller: &Caller) -> Result<Self> {
        caller.may(Right::ManageAreas)?;
        match &caller.reach {
            Reach::City => Ok(Self::City),
            Reach::Jurisdiction(own) => Ok(Self::Of(own.clone())),
            Reach::Unit(_) | Reach::Own(_) => Err(Code::NotAllowed.into()),
        }
    }

    /// Says whether a jurisdiction's ground is part of it.
    pub fn holds(&self, jurisdiction: &JurisdictionId) -> bool {
        match self {
            Self::City => true,
            Self::Of(own) => own == jurisdiction,
        }
    }
}

/// What came of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Imported {
    /// What the edition is called and when it holds.
    #[serde(flatten)]
    pub term: Term,
    /// The system the file was read in.
    pub crs: Crs,
    /// Unit grids in it.
    pub grids: usize,
    /// Duty grids in it.
    pub duty_grids: usize,
    /// Industry areas in it.
    pub industry: usize,
    /// Remarks in it.
    pub remarks: usize,
    /// Whose ground it changes.
    pub jurisdictions: BTreeSet<JurisdictionId>,
    /// What belongs to nobody and was left out.
    pub left_out: Vec<String>,
    /// It is kept now.
    pub is_taken: bool,
    /// It is in force now; otherwise it waits for its day.
    pub is_in_force: bool,
    /// What became of open cases.
    pub cases: Followed,
    /// Everything that is wrong with it.
    pub report: Report,
    /// What changes in each jurisdiction, against what holds on the edition's first day.
    #[serde(skip)]
    pub changes: BTreeMap<JurisdictionId, AreaChanges>,
}

/// Imports shapes as an edition that holds from the term's first day.
pub async fn import(app: &App, read: Read, term: Term, by: &Actor, wish: Wish) -> Result<Imported> {
    import_on(app, read, term, by, wish, &Ground::City).await
}

/// The same for somebody who may not change everybody's ground: what reaches beyond it is refused.
pub async fn import_on(app: &App, read: Read, term: Term, by: &Actor, wish: Wish, ground: &Ground) -> Result<Imported> {
    let mut reader = app.db.read().await?;
    let kept = kept(&mut reader).await?;
    let before = on_the_day(&kept, &term);
    let mut existing = Vec::new();
    for hash in before.values() {
        existing.extend(catalogue::actions::boundaries(&mut reader, hash).await?);
    }
    drop(reader);
    let city = app.city();
    let layers = city.catalogue().into_iter().flat_map(|named| named.content.layers());
    let known = Known {
        units: city.units().map(|unit| unit.id.clone()).collect(),
        layers: layers.map(|layer| layer.code.clone()).collect(),
    };
    let mut imported = Imported {
        term: term.clone(),
        crs: read.features.crs,
        grids: read.features.grids.len(),
        duty_grids: read.features.duty_grids.len(),
        industry: read.features.industry.len(),
        remarks: read.features.remarks.len(),
        jurisdictions: BTreeSet::new(),
        left_out: Vec::new(),
        is_taken: false,
        is_in_force: false,
        cases: Followed::default(),
        report: Report::default(),
        changes: BTreeMap::new(),
    };
    let asked = term.clone();
    // Off the async threads: a whole city takes seconds to look through.
    let judged = tokio::task::spawn_blocking(move || judge(existing, read, &asked, &known));
    let Judged { report, joined } = judged.await.map_err(|error| Error::Fault(error.into()))?;
    let nowhere = report.findings.iter().filter(|finding| finding.code == Flaw::Nowhere);
    imported.left_out = nowhere.map(|finding| finding.en.clone()).collect();
    imported.report = report;
    let Some(joined) = joined else { return Ok(imported) };
    if let Some(other) = joined.changed.iter().find(|id| !ground.holds(id)) {
        return refuse(Code::NotAllowed, format!("this changes the ground of {other} too; one's own only"));
    }
    let (joined, changes) = compared(app, joined, &before).await?;
    imported.jurisdictions.clone_from(&joined.changed);
    imported.changes = changes;
    let later = later(&kept, &joined.changed, &term);
    imported.report = Report::new(imported.report.findings.into_iter().chain(later).collect());
    if wish == Wish::Look || joined.changed.is_empty() {
        return Ok(imported);
    }
    let notes = notes(&joined, &imported.changes, &before, by);
    keep(app, joined, &kept, &term, by, notes).await?;
    imported.is_taken = true;
    app.refresh().await?;
    imported.cases = editions::turn(app).await?;
    let city = app.city();
    imported.is_in_force =
        imported.jurisdictions.iter().all(|id| city.index.version(id) == Some(term.version.as_str()));
    Ok(imported)
}

/// An edition, and whether it is the one in force.
type Kept = (Edition, bool);

async fn kept(connection: &mut AnyConnection) -> Result<Vec<Kept>> {
    let rows = catalogue::actions::all_editions(connection).await?;
    Ok(rows.into_iter().map(|row| (row.edition, row.is_current)).collect())
}

/// Returns which edition of each jurisdiction would hold on the edition's first day.
fn on_the_day(kept: &[Kept], term: &Term) -> BTreeMap<JurisdictionId, Sha256> {
    let mut found = BTreeMap::new();
    for of_one in kept.chunk_by(|a, b| a.0.jurisdiction == b.0.jurisdiction) {
        let editions: Vec<Edition> = of_one.iter().map(|(edition, _)| edition.clone()).collect();
        let current = of_one.iter().find(|(_, is_current)| *is_current).map(|(edition, _)| &edition.hash);
        let holding = term.valid_from.and_then(|day| in_force(&editions, day, current)).map(|edition| &edition.hash);
        let Some(hash) = holding.or(current) else { continue };
        found.extend(of_one.first().map(|(edition, _)| (edition.jurisdiction.clone(), hash.clone())));
    }
    found
}

/// Counts what changes in each jurisdiction.
async fn compared(
    app: &App,
    joined: Joined,
    before: &BTreeMap<JurisdictionId, Sha256>,
) -> Result<(Joined, BTreeMap<JurisdictionId, AreaChanges>)> {
    let mut old = BTreeMap::new();
    for (id, hash) in before.iter().filter(|(id, _)| joined.changed.contains(*id)) {
        old.extend(looked::boundaries(app, hash).await?.map(|boundaries| (id.clone(), boundaries)));
    }
    let counted = tokio::task::spawn_blocking(move || {
        let own = joined.boundaries.iter().filter(|pack| joined.changed.contains(&pack.jurisdiction));
        let changes = own.map(|pack| {
            let (id, name) = (pack.jurisdiction.clone(), pack.name.clone());
            let nothing = Boundaries::empty(id.clone(), name, String::new(), Origin::Survey, pack.valid_from);
            let old = old.get(&id).map_or(&nothing, AsRef::as_ref);
            let changes = AreaChanges::of(&differences(old, pack));
            (id, changes)
        });
        let changes: BTreeMap<_, _> = changes.collect();
        (joined, changes)
    });
    counted.await.map_err(|error| Error::Fault(error.into()))
}

/// Counts what is in a pack.
pub fn counts(pack: &Boundaries) -> AreaCounts {
    AreaCounts {
        grids: pack.grids.len(),
        duty_grids: pack.duty_grids.len(),
        industry: pack.industry.len(),
        remarks: pack.remarks.len(),
    }
}

/// Returns what is written down of each new edition.
fn notes(
    joined: &Joined,
    changes: &BTreeMap<JurisdictionId, AreaChanges>,
    before: &BTreeMap<JurisdictionId, Sha256>,
    by: &Actor,
) -> BTreeMap<JurisdictionId, Note> {
    let made_by = match by {
        Actor::Account { user, .. } => user.to_string(),
        Actor::System { rule } => rule.clone(),
    };
    let own = joined.boundaries.iter().filter(|pack| joined.changed.contains(&pack.jurisdiction));
    let noted = own.map(|pack| {
        let id = pack.jurisdiction.clone();
        let note = Note {
            made_by: made_by.clone(),
            before: before.get(&id).cloned(),
            counts: counts(pack),
            changes: changes.get(&id).copied().unwrap_or_default(),
        };
        (id, note)
    });
    noted.collect()
}

/// Names editions that wait for a later day: they were drawn without this change.
fn later(kept: &[Kept], changed: &BTreeSet<JurisdictionId>, term: &Term) -> Vec<Finding> {
    let waiting = kept.iter().map(|(edition, _)| edition).filter(|edition| {
        !edition.is_withdrawn && changed.contains(&edition.jurisdiction) && edition.term.valid_from > term.valid_from
    });
    let told = waiting.map(|edition| {
        let (jurisdiction, version) = (&edition.jurisdiction, &edition.term.version);
        let from = edition.term.valid_from.map(|day| day.to_string()).unwrap_or_default();
        let finding = Finding::warning(
            Flaw::LaterEdition,
            format!("{jurisdiction} 已有 {from} 起的版本 {version}，里面没有这次的改动；请撤回它，并在此之后重新导入"),
            format!(
                "{jurisdiction} has the edition {version} from {from}, which does not hold this change: withdraw it and \
                 import it again after this"
            ),
        );
        finding.about([jurisdiction.as_str(), version.as_str()])
    });
    told.collect()
}

async fn keep(
    app: &App,
    joined: Joined,
    before: &[Kept],
    term: &Term,
    by: &Actor,
    notes: BTreeMap<JurisdictionId, Note>,
) -> Result<()> {
    let Joined { mut boundaries, changed, .. } = joined;
    boundaries.retain(|one| changed.contains(&one.jurisdiction));
    let asked = term.clone();
    let packed = tokio::task::spawn_blocking(move || {
        let pack = |one: Boundaries| Ok((Packed::new(&one, asked.clone())?, one));
        boundaries.into_iter().map(pack).collect::<Result<Vec<_>>>()
    });
    let packed = packed.await.map_err(|error| Error::Fault(error.into()))??;
    let (city, now) = (app.city(), app.clock.now());
    let mut tx = app.db.write().await?;
    meta::one_at_a_time(&mut tx).await?;
    if kept(&mut tx).await? != before {
        // What was joined to is not what is there: one of two imports at the same time would be lost.
        return refuse(Code::Busy, "other boundaries were imported or came into force meanwhile; import these again");
    }
    for (packed, boundaries) in packed {
        if city.jurisdiction(&boundaries.jurisdiction).is_none() {
            catalogue::actions::put_found_jurisdiction(&mut tx, &boundaries, now).await?;
        }
        let edition = catalogue::actions::put_edition(&mut tx, packed, now).await?;
        if let Some(note) = notes.get(&edition.jurisdiction) {
            store::put_note(&mut tx, &edition.hash, &edition.jurisdiction, note).await?;
        }
        let record = Record {
            actor: by,
            area: &boundaries.jurisdiction,
            action: "import_boundaries",
            subject: format!("pack {}", edition.hash),
            operation: None,
            detail: editions::span(term),
        };
        audit::record(&mut tx, &*app.random, now, record).await?;
    }
    tx.commit().await
}
