//! What happens to cases by themselves: suspensions end, units are warned, limits are missed, calendars change.
//!
//! Each case in a transaction of its own: one that cannot be changed keeps no other waiting.

use shared::account::Actor;
use shared::case::apply::recompute;
use shared::case::timer;
use shared::case::{Action, ActionKind, Case};
use shared::ids::CaseId;
use shared::time::Instant;

use super::store::cases;
use super::turn::{Turn, Words};
use crate::app::App;
use crate::db::Tx;
use crate::db::meta;
use crate::error::Result;

/// So many cases are looked at in one go.
const BATCH: i64 = 500;
/// What of the database says by which calendars the open cases were last counted.
const COUNTED_BY: &str = "counted_by_calendar";

/// Does what is due; returns how many cases it changed.
pub async fn sweep(app: &App) -> Result<u64> {
    let mut done = 0;
    let now = app.clock.now();
    let due = cases::due(&mut *app.db.read().await?, now, BATCH).await?;
    for id in due {
        match one(app, id, now).await {
            Ok(changed) => done += u64::from(changed),
            Err(error) => tracing::warn!(case.id = %id, error = %error, "Case {id} could not be looked at"),
        }
    }
    Ok(done)
}

async fn one(app: &App, id: CaseId, now: Instant) -> Result<bool> {
    let city = app.city();
    let turn = Turn { app, city: &city, now, operation: None };
    let mut tx = app.db.write().await?;
    let Some(case) = cases::lock(&mut tx, id).await? else { return Ok(false) };
    let changed = match look(turn, &mut tx, case).await? {
        Some(case) => {
            turn.done(&mut tx, &case).await?;
            true
        }
        None => false,
    };
    tx.commit().await?;
    Ok(changed)
}

async fn look(turn: Turn<'_>, tx: &mut Tx, mut case: Case) -> Result<Option<Case>> {
    let area = case.jurisdiction.clone();
    let (terms, _) = turn.terms(&area)?;
    let Some(action) = timer::due(&case, &terms) else {
        // Its moment was moved by another calendar or other rules.
        let next = timer::next(&case, &terms);
        if case.timer_at == next {
            return Ok(None);
        }
        case.timer_at = next;
        return Ok(Some(case));
    };
    let rule = match action {
        Action::Resume => "timer.resume",
        Action::MarkOverdue => "timer.overdue",
        _ => "timer.warn",
    };
    let actor = Actor::System { rule: rule.to_owned() };
    let kind = action.kind();
    let case = turn.act(tx, case, &action, &actor, Words::default()).await?;
    Ok(Some(turn.go_on(tx, case, kind).await?))
}

/// Counts every open case anew when another calendar is in force; what moved stands in the history and in the audit.
pub async fn follow_the_calendar(app: &App) -> Result<u64> {
    let city = app.city();
    let Some(mark) = city.calendars_mark() else { return Ok(0) };
    let counted_by = meta::value(&mut *app.db.read().await?, COUNTED_BY).await?;
    if counted_by.as_deref() == Some(mark.as_str()) {
        return Ok(0);
    }
    let (mut after, mut moved) = (String::new(), 0);
    loop {
        let page = cases::open_after(&mut *app.db.read().await?, &after, BATCH).await?;
        let Some(last) = page.last() else { break };
        after = last.to_string();
        let turn = Turn { app, city: &city, now: app.clock.now(), operation: None };
        let mut tx = app.db.write().await?;
        for id in page {
            moved += u64::from(count_anew(turn, &mut tx, id).await?);
        }
        tx.commit().await?;
    }
    let mut tx = app.db.write().await?;
    meta::set_value(&mut tx, COUNTED_BY, &mark).await?;
    tx.commit().await?;
    Ok(moved)
}

async fn count_anew(turn: Turn<'_>, tx: &mut Tx, id: CaseId) -> Result<bool> {
    let Some(mut case) = cases::lock(tx, id).await? else { return Ok(false) };
    let area = case.jurisdiction.clone();
    let (terms, calendar) = turn.terms(&area)?;
    let (before, was) = ((case.clock.due_at, case.stage.due_at), turn.before(tx, &case).await?);
    if !recompute(&mut case, &terms) {
        return Ok(false);
    }
    case.packs.calendar = Some(calendar.clone());
    let said = |at: Option<Instant>| at.map_or_else(|| "none".to_owned(), |at| at.to_string());
    let detail = format!(
        "due {} → {}, stage {} → {}, calendar {calendar}",
        said(before.0),
        said(case.clock.due_at),
        said(before.1),
        said(case.stage.due_at)
    );
    let actor = Actor::System { rule: "calendar".to_owned() };
    let record = turn.flow(&was, &case, &actor, ActionKind::Recount, Words::default())?;
    turn.write(tx, &case, record, detail).await?;
    turn.done(tx, &case).await?;
    Ok(true)
}
