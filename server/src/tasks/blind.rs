//! Blind second checks: of the answered checks of a jurisdiction some are looked at once more, by somebody who does not
//! know of the first answer, nor that there is one.
//!
//! A blind task is a task like any other to whoever gets it. Its case does not wait for it, does not know it and is not
//! changed by it; no desk sees it. What came of it stands in `blind_checks`, for the statistics alone. Whoever walks the
//! case's own grid is not sent, nor who was sent for the case before: their phones show how the case stands, and so what the
//! first answer was.

use shared::case::{ActionKind, Case};
use shared::ids::{CaseId, JurisdictionId, TaskId};
use shared::task::{Task, TaskKind, TaskResult};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::actions;
use super::draw::{Barred, Drawn, draw};
use super::store::{self, blind};
use crate::app::App;
use crate::catalogue::city::City;
use crate::db::Tx;
use crate::error::Result;

/// What the dice said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Thrown {
    /// The number that decided.
    pub random: u32,
    /// Of a hundred so many are drawn.
    pub percent: u8,
}

/// Throws whether an answered check is looked at once more, and sends somebody if so. The case is as its flow left it.
/// Nothing where the jurisdiction has no blind checks, or where the answer says nothing of the scene.
pub async fn second(
    app: &App,
    city: &City,
    tx: &mut Tx,
    case: &Case,
    first: &Task,
    now: Instant,
) -> Result<Option<Thrown>> {
    let percent = city.settings(&case.jurisdiction).blind_check_percent.min(100);
    let is_told = matches!(first.result, Some(TaskResult::Pass | TaskResult::Fail));
    if percent == 0 || first.kind != TaskKind::Check || !is_told {
        return Ok(None);
    }
    let random = u32::from_le_bytes(app.random.bytes());
    if random % 100 < u32::from(percent) {
        send(app, city, tx, case, first, now).await?;
    }
    Ok(Some(Thrown { random, percent }))
}

async fn send(app: &App, city: &City, tx: &mut Tx, case: &Case, first: &Task, now: Instant) -> Result<()> {
    let rings = actions::rings(city, tx, case, TaskKind::Check, now).await?;
    let barred = barred(city, tx, case, first).await?;
    let random = u32::from_le_bytes(app.random.bytes());
    let Drawn { account, draw: mut record } = draw(rings, &barred, &[], random, now, None);
    let task = match account {
        Some(account) => Some(actions::written(app, city, tx, case, TaskKind::Check, &account, now).await?),
        None => None,
    };
    record.task = task.as_ref().map(|task| task.id);
    // The draw is recorded whatever comes of it, as every draw is.
    let id = app.random.uuid_v7(now);
    store::insert_draw(tx, id, case.id, &case.jurisdiction, &record).await?;
    blind::mark_draw(tx, id).await?;
    if let Some(task) = &task {
        store::insert(tx, task).await?;
        blind::mark(tx, task.id).await?;
        blind::insert(tx, first, task, case.unit.as_ref().map_or("", |unit| unit.as_str())).await?;
        actions::note(tx, task, now);
    }
    Ok(())
}

/// Returns who may not be sent, and why.
async fn barred(city: &City, tx: &mut Tx, case: &Case, first: &Task) -> Result<Vec<Barred>> {
    let mut barred: Vec<Barred> = Vec::new();
    barred.extend(case.reporter.map(|account| Barred { account, reason: "reporter" }));
    barred.extend(first.assignee.map(|account| Barred { account, reason: "checked_first" }));
    for account in blind::sent(tx, case.id).await? {
        barred.push(Barred { account, reason: "sent_before" });
    }
    if let Some(grid) = &case.duty_grid {
        // Their phones show how the case stands, for as long as those they work for say.
        let sees = |area: &JurisdictionId| city.settings(area).nearby_days > 0;
        let walkers = blind::walkers(tx, grid.as_str()).await?.into_iter().filter(|(_, area)| sees(area));
        barred.extend(walkers.map(|(account, _)| Barred { account, reason: "sees_the_case" }));
    }
    Ok(barred)
}

/// Says whether a task is a blind one.
pub async fn is_one(connection: &mut AnyConnection, task: TaskId) -> Result<bool> {
    blind::is_one(connection, task).await
}

/// Notes what the second person said.
pub async fn answered(tx: &mut Tx, task: &Task) -> Result<()> {
    blind::answered(tx, task).await
}

/// Says whether after this step the scene is no longer the one that the first person saw, or nobody asks any more.
pub const fn ends_with(action: ActionKind) -> bool {
    matches!(action, ActionKind::Finish | ActionKind::SendCheck | ActionKind::Reopen | ActionKind::Void)
}

/// Takes back what is out.
pub async fn take_back(tx: &mut Tx, case: CaseId, now: Instant) -> Result<()> {
    for task in blind::open(tx, case).await? {
        actions::withdraw(tx, task, now).await?;
    }
    Ok(())
}
