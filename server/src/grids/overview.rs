//! What a desk sees of editions: which there are, what is in one, what differs between two.

use std::sync::Arc;

use shared::api::areas::{AreaComparison, AreaDifference, AreaEdition, AreaEditionList, AreaGround};
use shared::grid::boundaries::Boundaries;
use shared::grid::compare::{AreaChanges, Found, to_geojson};
use shared::grid::edition::Standing;
use shared::grid::kind::AreaKind;
use shared::grid::shapes;
use shared::ids::{JurisdictionId, Sha256};
use shared::refusal::Code;

use super::actions::{Ground, counts};
use super::editions::{self, Listed};
use super::{looked, store};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Error, Result, refuse};

/// At most so many on a page.
pub const MOST: usize = 200;

/// Which editions are asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Those of one jurisdiction; of all within reach where none is named.
    pub jurisdiction: Option<JurisdictionId>,
    /// Those behind this one.
    pub after: Option<Sha256>,
    /// At most so many.
    pub limit: usize,
}

/// Returns editions by jurisdiction, the newest first.
pub async fn list(app: &App, ground: &Ground, wanted: Wanted) -> Result<AreaEditionList> {
    let mut listed = editions::list(app).await?;
    listed.retain(|one| ground.holds(&one.edition.jurisdiction));
    let mut reader = app.db.read().await?;
    let (notes, drawn) = (store::notes(&mut reader).await?, store::drawn(&mut reader).await?);
    drop(reader);
    let city = app.city();
    let grounds = listed.chunk_by(|a, b| a.edition.jurisdiction == b.edition.jurisdiction).filter_map(|of_one| {
        let id = &of_one.first()?.edition.jurisdiction;
        let in_force = of_one.iter().find(|one| one.standing == Standing::InForce);
        Some(AreaGround {
            id: id.clone(),
            name: city.name_of(id),
            in_force: in_force.map(|one| one.edition.hash.clone()),
            is_drawn: drawn.contains(id),
        })
    });
    let grounds = grounds.collect();
    // They come by jurisdiction and in the order of their days: backwards, and by jurisdiction again.
    listed.reverse();
    listed.sort_by(|a, b| a.edition.jurisdiction.cmp(&b.edition.jurisdiction));
    listed.retain(|one| wanted.jurisdiction.as_ref().is_none_or(|id| *id == one.edition.jurisdiction));
    let begins = match &wanted.after {
        None => 0,
        Some(after) => match listed.iter().position(|one| one.edition.hash == *after) {
            Some(place) => place + 1,
            None => return refuse(Code::BadValue, format!("after: no edition {after} here")),
        },
    };
    let mut page: Vec<Listed> = listed.into_iter().skip(begins).take(wanted.limit.saturating_add(1)).collect();
    let has_more = page.len() > wanted.limit;
    page.truncate(wanted.limit);
    let mut found = Vec::with_capacity(page.len());
    for Listed { edition, standing } in page {
        let note = notes.get(&edition.hash);
        let counts = match note {
            Some(note) => note.counts,
            None => looked::boundaries(app, &edition.hash).await?.map(|pack| counts(&pack)).unwrap_or_default(),
        };
        found.push(AreaEdition {
            jurisdiction_name: city.name_of(&edition.jurisdiction),
            version: edition.term.version,
            valid_from: edition.term.valid_from.map(|day| day.to_string()),
            valid_to: edition.term.valid_to.map(|day| day.to_string()),
            standing,
            made_at: edition.made_at,
            made_by: note.map(|note| note.made_by.clone()),
            counts,
            before: note.and_then(|note| note.before.clone()),
            changes: note.map(|note| note.changes),
            hash: edition.hash,
            jurisdiction: edition.jurisdiction,
        });
    }
    let next = found.last().filter(|_| has_more).map(|last| last.hash.clone());
    Ok(AreaEditionList { editions: found, next, grounds })
}

/// Takes back an edition that waits for its day. One that was taken back already stays so.
pub async fn withdraw(app: &App, caller: &Caller, hash: &Sha256) -> Result<()> {
    let ground = Ground::of(caller)?;
    let listed = editions::list(app).await?;
    let found = listed.into_iter().find(|one| one.edition.hash == *hash);
    let Some(found) = found.filter(|one| ground.holds(&one.edition.jurisdiction)) else {
        return refuse(Code::NotFound, format!("no edition {hash} here"));
    };
    match found.standing {
        Standing::Withdrawn => return Ok(()),
        Standing::Planned => {}
        Standing::InForce | Standing::Past => {
            return refuse(Code::BadValue, "only an edition that waits for its day is taken back here");
        }
    }
    editions::withdraw(app, hash.as_str(), &caller.account.actor()).await?;
    editions::turn(app).await?;
    Ok(())
}

/// Returns the boundaries of an edition; one of foreign ground is not there.
pub async fn edition(app: &App, ground: &Ground, hash: &Sha256) -> Result<Arc<Boundaries>> {
    let found = looked::boundaries(app, hash).await?.filter(|pack| ground.holds(&pack.jurisdiction));
    found.map_or_else(|| refuse(Code::NotFound, format!("no edition {hash} here")), Ok)
}

/// Returns the edition in force on a jurisdiction's ground.
pub fn in_force(app: &App, ground: &Ground, jurisdiction: &JurisdictionId) -> Result<Sha256> {
    let city = app.city();
    let found = city.boundaries_hash(jurisdiction).filter(|_| ground.holds(jurisdiction));
    found.cloned().map_or_else(|| refuse(Code::NotFound, format!("{jurisdiction} has no areas here")), Ok)
}

/// Returns what differs between two editions of one jurisdiction.
pub async fn compared(app: &App, ground: &Ground, from: &Sha256, to: &Sha256) -> Result<Arc<Vec<Found>>> {
    // Every time, whatever was compared before: who may see them is no part of what is kept.
    let (before, after) = (edition(app, ground, from).await?, edition(app, ground, to).await?);
    if before.jurisdiction != after.jurisdiction {
        return refuse(Code::BadValue, "from, to: two editions of one jurisdiction");
    }
    app.compared.between((from, to), before, after).await
}

/// Writes a page of differences.
pub async fn comparison(
    from: Sha256,
    to: Sha256,
    found: Arc<Vec<Found>>,
    after: Option<usize>,
    limit: usize,
) -> Result<AreaComparison> {
    let told = tokio::task::spawn_blocking(move || {
        let begins = after.map_or(0, |place| place.saturating_add(1));
        let page = found.iter().enumerate().skip(begins).take(limit);
        let differences: Vec<AreaDifference> = page.map(|(place, one)| difference(place, one)).collect();
        let last = differences.last().map(|last| last.place);
        let next = last.filter(|last| last.saturating_add(1) < found.len());
        AreaComparison { from, to, changes: AreaChanges::of(&found), differences, next }
    });
    told.await.map_err(|error| Error::Fault(error.into()))
}

fn difference(place: usize, found: &Found) -> AreaDifference {
    let (came, went) = found.exchanged;
    AreaDifference {
        place,
        kind: found.kind,
        change: found.change,
        code: found.code.clone(),
        name: found.name.clone(),
        was: found.was.clone(),
        is: found.is.clone(),
        area_m2: found.area_m2(),
        moved_m2: found.moved_m2(),
        came,
        went,
        at: found.at(),
    }
}

/// Writes differences as GeoJSON.
pub async fn drawn(found: Arc<Vec<Found>>) -> Result<String> {
    let text = tokio::task::spawn_blocking(move || to_geojson(&found));
    text.await.map_err(|error| Error::Fault(error.into()))
}

/// What of an edition is to be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drawn {
    /// Areas of a kind.
    Areas(AreaKind),
    /// Named roads, to find one's way by.
    Roads,
}

impl Drawn {
    /// Reads what is to be drawn.
    pub fn parse(text: &str) -> Result<Self> {
        if text == "roads" {
            return Ok(Self::Roads);
        }
        crate::http::body::value("kind", text).map(Self::Areas)
    }
}

/// Writes the areas of an edition as GeoJSON.
pub async fn areas(pack: Arc<Boundaries>, drawn: Drawn) -> Result<String> {
    let text = tokio::task::spawn_blocking(move || match drawn {
        Drawn::Areas(AreaKind::Grids) => shapes::grids(&pack),
        Drawn::Areas(AreaKind::DutyGrids) => shapes::duty_grids(&pack),
        Drawn::Areas(AreaKind::Industry) => shapes::industry(&pack),
        Drawn::Areas(AreaKind::Remarks) => shapes::remarks(&pack),
        Drawn::Roads => shapes::roads(&pack),
    });
    text.await.map_err(|error| Error::Fault(error.into()))
}
