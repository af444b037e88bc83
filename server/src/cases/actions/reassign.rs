//! Boundaries changed: an open case's place is judged anew, by rule and with a trace.

use shared::account::Actor;
use shared::case::resettle::{Dispatched, Ground, Resettled, resettle};
use shared::case::{ActionKind, Case};
use shared::ids::{CaseId, JurisdictionId};
use shared::sync::pull;
use sqlx::AnyConnection;

use crate::cases::facts;
use crate::cases::store::{cases, photos};
use crate::cases::turn::{Turn, Words};
use crate::catalogue::city::City;
use crate::catalogue::past;
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::error::Result;
use crate::tasks;

/// The rule behind it, in histories.
const RULE: &str = "areas.edition";

/// What came of looking at a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Looked {
    /// It says what the boundaries say.
    Same,
    /// It was judged anew.
    Changed,
    /// No grid is near its place any more: it stays as it was, and the audit says so.
    Outside,
}

/// Returns the next open cases of an area behind an id, in the order of their ids.
pub async fn open_in(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    after: &str,
    limit: i64,
) -> Result<Vec<Case>> {
    cases::open_in(connection, area, after, limit).await
}

/// Says whether a case would change; changes nothing and holds nobody up.
pub async fn differs(turn: Turn<'_>, connection: &mut AnyConnection, case: &Case) -> Result<Looked> {
    Ok(match judged(turn, connection, case).await? {
        None => Looked::Outside,
        Some((_, None)) => Looked::Same,
        Some((_, Some(_))) => Looked::Changed,
    })
}

/// Judges the place of an open case by the boundaries in force; its open task follows, and so do the phones.
pub async fn reassign(turn: Turn<'_>, tx: &mut Tx, id: CaseId) -> Result<Looked> {
    // Read again now that nobody else changes it.
    let Some(before) = cases::lock(tx, id).await?.filter(|case| !case.state.is_over()) else {
        return Ok(Looked::Same);
    };
    let actor = Actor::System { rule: RULE.to_owned() };
    let Some((ground, resettled)) = judged(turn, tx, &before).await? else {
        turn.note(tx, &before, &actor, "no_grid", "no grid is near its place any more".to_owned()).await?;
        return Ok(Looked::Outside);
    };
    let Some(Resettled { case, handed_to, words }) = resettled else { return Ok(Looked::Same) };
    let was = turn.before(tx, &before).await?;
    left(turn, tx, &before, &case);
    let version = turn.city.index.version(&ground.jurisdiction).unwrap_or_default();
    let opinion = format!("{version}：{words}");
    let receiver = handed_to.map(|unit| unit.to_string());
    let said = Words { opinion, receiver, ..Words::default() };
    let record = turn.flow(&was, &case, &actor, ActionKind::Reassign, said)?;
    turn.write(tx, &case, record, words).await?;
    cases::move_ground(tx, &case).await?;
    if before.jurisdiction != case.jurisdiction {
        // Within which limits a photo's claims are taken is another jurisdiction's to say now.
        photos::judge_case_again(tx, case.id).await?;
    }
    // A case that waited for want of a unit has one now.
    let found_its_unit = before.unit.is_none() && case.unit.is_some();
    let case = if found_its_unit { turn.go_on(tx, case, ActionKind::Reassign).await? } else { case };
    turn.done(tx, &case).await?;
    tasks::actions::follow(tx, &case, turn.now).await?;
    tracing::info!(case.id = %id, version, "Case {id} judged anew");
    Ok(Looked::Changed)
}

/// Returns what the boundaries say of a case's place, and the case by it where that differs.
async fn judged(
    turn: Turn<'_>,
    connection: &mut AnyConnection,
    case: &Case,
) -> Result<Option<(Ground, Option<Resettled>)>> {
    let Turn { app, city, .. } = turn;
    // By the catalogue that it was filed under: a newer one may give the category to another layer.
    let catalogue = past::catalogue(app, connection, city, case.packs.catalogue.as_ref()).await?;
    let layer = catalogue.as_ref().and_then(|known| known.category(&case.category)).map(|known| &known.layer);
    let Ok(point) = case.fix.point() else { return Ok(None) };
    let Some(ground) = facts::ground(city, point, layer) else { return Ok(None) };
    let resettled = resettle(case, &ground, setting(city, &ground.jurisdiction));
    Ok(Some((ground, resettled)))
}

fn setting(city: &City, jurisdiction: &JurisdictionId) -> Dispatched {
    if city.settings(jurisdiction).rules.reassign_dispatched { Dispatched::Follows } else { Dispatched::Stays }
}

/// Tells those who followed the case where it was. Its reporter follows it wherever it goes.
fn left(turn: Turn<'_>, tx: &mut Tx, before: &Case, case: &Case) {
    if before.jurisdiction == case.jurisdiction && before.duty_grid == case.duty_grid {
        return;
    }
    let change = Change {
        area: before.jurisdiction.clone(),
        entity: pull::CASE,
        id: case.id.to_string(),
        version: case.version,
        account: None,
        duty_grid: before.duty_grid.clone(),
        left: true,
        at: turn.now,
    };
    changes::append(tx, change);
}
