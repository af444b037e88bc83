//! Imports of shapes: looked at whole, then kept whole or not at all.

use std::collections::BTreeSet;

use serde::Serialize;
use shared::account::Actor;
use shared::grid::boundaries::Boundaries;
use shared::grid::edition::{Edition, Term, in_force};
use shared::grid::geojson::Read;
use shared::grid::import::{Joined, Judged, judge};
use shared::grid::report::finding::{Finding, Flaw};
use shared::grid::report::{Known, Report};
use shared::ids::JurisdictionId;
use shared::place::crs::Crs;
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::editions::{self, Followed};
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
}

/// Imports shapes as an edition that holds from the term's first day.
pub async fn import(app: &App, read: Read, term: Term, by: &Actor, wish: Wish) -> Result<Imported> {
    let mut reader = app.db.read().await?;
    let kept = kept(&mut reader).await?;
    let existing = on_the_day(&mut reader, &kept, &term).await?;
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
    };
    let asked = term.clone();
    // Off the async threads: a whole city takes seconds to look through.
    let judged = tokio::task::spawn_blocking(move || judge(existing, read, &asked, &known));
    let Judged { report, joined } = judged.await.map_err(|error| Error::Fault(error.into()))?;
    let nowhere = report.findings.iter().filter(|finding| finding.code == Flaw::Nowhere);
    imported.left_out = nowhere.map(|finding| finding.en.clone()).collect();
    imported.report = report;
    let Some(joined) = joined else { return Ok(imported) };
    imported.jurisdictions.clone_from(&joined.changed);
    let later = later(&kept, &joined.changed, &term);
    imported.report = Report::new(imported.report.findings.into_iter().chain(later).collect());
    if wish == Wish::Look || joined.changed.is_empty() {
        return Ok(imported);
    }
    keep(app, joined, &kept, &term, by).await?;
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

/// Reads the boundaries as they would stand on the edition's first day.
async fn on_the_day(connection: &mut AnyConnection, kept: &[Kept], term: &Term) -> Result<Vec<Boundaries>> {
    let mut found = Vec::new();
    for of_one in kept.chunk_by(|a, b| a.0.jurisdiction == b.0.jurisdiction) {
        let editions: Vec<Edition> = of_one.iter().map(|(edition, _)| edition.clone()).collect();
        let current = of_one.iter().find(|(_, is_current)| *is_current).map(|(edition, _)| &edition.hash);
        let holding = term.valid_from.and_then(|day| in_force(&editions, day, current)).map(|edition| &edition.hash);
        let Some(hash) = holding.or(current) else { continue };
        found.extend(catalogue::actions::boundaries(connection, hash).await?);
    }
    Ok(found)
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

async fn keep(app: &App, joined: Joined, before: &[Kept], term: &Term, by: &Actor) -> Result<()> {
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
