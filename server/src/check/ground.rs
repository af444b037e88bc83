//! Do grid, beat and unit of every case equal those recomputed from the packs that were recorded with them?

use std::collections::BTreeMap;

use anyhow::Context as _;
use shared::case::Case;
use shared::grid::index::{GridIndex, UnitMatch};
use shared::ids::{JurisdictionId, Sha256, UnitId};
use sqlx::AnyConnection;

use super::store::CaseRow;
use crate::app::App;
use crate::catalogue::city::City;
use crate::catalogue::{actions, past};
use crate::error::Result;

/// How far a point may lie from the grid it was given to: further than any setting reaches.
const REACH_M: f64 = 10_000.0;

/// Boundaries that cases name.
struct Ground {
    jurisdiction: JurisdictionId,
    index: GridIndex,
}

/// Recomputes what every case says of its place.
pub async fn recomputed(
    app: &App,
    connection: &mut AnyConnection,
    cases: &[CaseRow],
    problems: &mut Vec<String>,
) -> Result<()> {
    let city = app.city();
    let mut known: BTreeMap<Sha256, Option<Ground>> = BTreeMap::new();
    for case in cases.iter().map(|row| &row.case) {
        let Some(hash) = &case.packs.boundaries else { continue };
        if !known.contains_key(hash) {
            let read = ground(connection, hash).await?;
            if read.is_none() {
                problems.push(format!("boundaries {hash}: cases name them and they are not here"));
            }
            known.insert(hash.clone(), read);
        }
        if let Some(Some(ground)) = known.get(hash) {
            let unit = by_rule(app, connection, &city, ground, case).await?;
            problems.extend(differences(ground, case, unit.as_ref()));
        }
    }
    Ok(())
}

async fn ground(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<Ground>> {
    let Some(boundaries) = actions::boundaries(connection, hash).await? else { return Ok(None) };
    let read = tokio::task::spawn_blocking(move || Ground {
        index: GridIndex::with_reach([&boundaries], REACH_M),
        jurisdiction: boundaries.jurisdiction,
    });
    Ok(Some(read.await.context("read boundaries")?))
}

/// Returns the unit that the recorded packs name.
async fn by_rule(
    app: &App,
    connection: &mut AnyConnection,
    city: &City,
    ground: &Ground,
    case: &Case,
) -> Result<Option<UnitId>> {
    let catalogue = past::catalogue(app, connection, city, case.packs.catalogue.as_ref()).await?;
    let category = catalogue.as_ref().and_then(|known| known.category(&case.category));
    let (Some(category), Ok(point)) = (category, case.fix.point()) else { return Ok(None) };
    Ok(match ground.index.unit_on(point, &category.layer, &ground.jurisdiction) {
        UnitMatch::One(owner) => Some(owner.unit),
        UnitMatch::Overlap(_) | UnitMatch::Gap => None,
    })
}

fn differences(ground: &Ground, case: &Case, unit: Option<&UnitId>) -> Vec<String> {
    let Case { id, .. } = case;
    let Ok(point) = case.fix.point() else { return vec![format!("case {id}: its place is no place")] };
    let located = ground.index.locate(point);
    let grid = located.grid.map(|grid| &grid.code);
    let mut found = Vec::new();
    if (grid, located.how) != (case.grid.as_ref(), case.grid_match) {
        let shown = grid.map_or("none", |code| code.as_str());
        found.push(format!("case {id}: its recorded boundaries give the grid {shown}, {}", located.how.as_str()));
    }
    if case.jurisdiction != ground.jurisdiction {
        found.push(format!("case {id}: its recorded boundaries are those of {}", ground.jurisdiction));
    }
    if case.grid.as_ref().map(|code| code.division()) != case.division {
        found.push(format!("case {id}: its division is not that of its grid"));
    }
    let beat = located.grid.and_then(|grid| grid.duty_grids.first());
    if beat != case.duty_grid.as_ref() {
        let shown = beat.map_or("none", |id| id.as_str());
        found.push(format!("case {id}: its recorded boundaries give the duty grid {shown}"));
    }
    // From the first dispatch on the unit is somebody's decision.
    if case.clock.due_at.is_none() && unit != case.unit.as_ref() {
        let shown = unit.map_or("none", |id| id.as_str());
        found.push(format!("case {id}: its recorded packs give the unit {shown}"));
    }
    found
}
