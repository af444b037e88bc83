//! How a version comes to be: by itself on the city's day, or because somebody asks for another one.
//!
//! A version is made in one transaction, and its own row is the last of it: killed half-way nothing of it is there. Of
//! several servers on one database one makes it; whoever comes second finds it, or is refused by the table.

use std::collections::BTreeSet;

use shared::account::Actor;
use shared::ids::{CaseId, JurisdictionId};
use shared::time::Instant;

use super::calendar::{Month, Window};
use super::row::{back_at, falls_in};
use super::store::histories::AT_ONCE;
use super::store::versions::{self, New};
use super::store::{frozen, histories};
use crate::app::App;
use crate::assessment;
use crate::audit::{self, Record};
use crate::catalogue::city::City;
use crate::db::dialect::is_collision;
use crate::db::{Tx, meta};
use crate::error::{Error, Result};
use crate::posts;

/// The rule behind what the server freezes by itself, in the audit.
const RULE: &str = "months.freeze";

/// So long a moment rests before a month is frozen as of it: what was begun before it may still be on its way into the
/// database.
pub const REST_MS: i64 = 60_000;

/// Where the database remembers months of which no case was here: they are not looked for again and again.
const EMPTY: &str = "months_without_cases";

/// A month that waits to be frozen.
#[derive(Clone, Copy, Debug)]
struct Due {
    month: Month,
    window: Window,
    at: Instant,
}

/// Freezes the months whose moment has come; returns how many there were.
pub async fn turn(app: &App) -> Result<usize> {
    let city = app.city();
    let Some(area) = city.city_id() else { return Ok(0) };
    let due = due(app, &city, area).await?;
    if due.is_empty() {
        return Ok(0);
    }
    settle(app).await?;
    let mut made = 0;
    for one in due {
        match first(app, area, one).await {
            Ok(is_made) => made += usize::from(is_made),
            // Another server was first.
            Err(Error::Fault(cause)) if is_collision(&cause) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(made)
}

/// Brings what every case counts as up to date, and who was there. Before a transaction is opened: it opens its own.
pub async fn settle(app: &App) -> Result<()> {
    assessment::facts::ensure(app).await?;
    posts::days::turn(app).await?;
    Ok(())
}

async fn due(app: &App, city: &City, area: &JurisdictionId) -> Result<Vec<Due>> {
    let (zone, freeze_day) = (assessment::asked::zone(city), city.settings(area).freeze_day);
    let rested = app.clock.now().plus_ms(-REST_MS);
    let mut reader = app.db.read().await?;
    let Some(first) = versions::first_reported(&mut reader).await? else { return Ok(Vec::new()) };
    let frozen = versions::frozen_months(&mut reader, area).await?;
    let empty = empty(&mut reader).await?;
    let mut due = Vec::new();
    let mut month = Some(Month::of(first.day_in(zone)));
    while let Some(this) = month {
        let (Some(at), Some(window)) = (this.freezes_at(zone, freeze_day), this.window(zone)) else { break };
        if at > rested {
            break;
        }
        if !frozen.contains(&this.to_string()) && !empty.contains(&emptied(this, at)) {
            due.push(Due { month: this, window, at });
        }
        month = this.next();
    }
    Ok(due)
}

async fn empty(connection: &mut sqlx::AnyConnection) -> Result<BTreeSet<String>> {
    let text = meta::value(connection, EMPTY).await?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

/// What was here at a moment never changes; at another one there may be something.
fn emptied(month: Month, at: Instant) -> String {
    format!("{month} {}", at.ms())
}

/// Says whether a month is without any case: it is before the first one, or was found empty on the day that was set.
pub async fn is_without_cases(app: &App, connection: &mut sqlx::AnyConnection, month: Month) -> Result<bool> {
    let city = app.city();
    let Some(area) = city.city_id() else { return Ok(true) };
    let (zone, freeze_day) = (assessment::asked::zone(&city), city.settings(area).freeze_day);
    let Some(at) = month.freezes_at(zone, freeze_day) else { return Ok(true) };
    match versions::first_reported(&mut *connection).await? {
        Some(first) if Month::of(first.day_in(zone)) <= month => {
            Ok(empty(connection).await?.contains(&emptied(month, at)))
        }
        Some(_) | None => Ok(true),
    }
}

/// Freezes a month for the first time; says whether there was something to freeze.
async fn first(app: &App, area: &JurisdictionId, due: Due) -> Result<bool> {
    let Due { month, window, at } = due;
    let mut tx = app.db.write().await?;
    // Another server may have been first.
    meta::one_at_a_time(&mut tx).await?;
    if versions::newest(&mut tx, area, &month.to_string()).await? > 0 {
        return Ok(false);
    }
    let by = Actor::System { rule: RULE.to_owned() };
    let made = make(app, &mut tx, Wish { area, month, window, at, by: &by, reason: "" }).await?;
    if made.is_none() {
        let mut empty = empty(&mut tx).await?;
        empty.insert(emptied(month, at));
        meta::set_value(&mut tx, EMPTY, &serde_json::to_string(&empty)?).await?;
    }
    tx.commit().await?;
    Ok(made.is_some())
}

/// A version that somebody wants.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The city.
    pub area: &'a JurisdictionId,
    /// Which month.
    pub month: Month,
    /// When that is.
    pub window: Window,
    /// As of when. Whatever was begun until then is in the database.
    pub at: Instant,
    /// Who wants it.
    pub by: &'a Actor,
    /// Why; empty for the first one.
    pub reason: &'a str,
}

/// Makes the next version of a month; returns its number, nothing where no case falls in the month. Whoever calls this has
/// brought what cases count as up to date, and lets one server at a time do it.
pub async fn make(app: &App, tx: &mut Tx, wish: Wish<'_>) -> Result<Option<u32>> {
    let Wish { area, month, window, at, by, reason } = wish;
    let (city, now, name) = (app.city(), app.clock.now(), month.to_string());
    let number = versions::newest(tx, area, &name).await?.saturating_add(1);
    let id = app.random.uuid_v7(now).to_string();
    // In this order: while rows are copied somebody may go on with a case. One that was read or copied is not taken twice,
    // and one that could not be copied any more is read then.
    let before = histories::went_on(tx, &id, at).await?;
    let mut cases = read(tx, &city, &id, wish, &before.iter().copied().collect::<Vec<_>>()).await?;
    cases += frozen::copy(tx, &id, window, at).await?;
    let after = histories::left_out(tx, &id, window, at).await?;
    cases += read(tx, &city, &id, wish, &after.difference(&before).copied().collect::<Vec<_>>()).await?;
    if cases == 0 {
        return Ok(None);
    }
    let days = (month.first(), month.last());
    posts::freeze::freeze(tx, posts::freeze::Version { id: &id, window, days, at }).await?;
    let made_by = match by {
        Actor::Account { id, .. } => Some(*id),
        Actor::System { .. } => None,
    };
    let new = New { id: &id, area, month: &name, number, at, made_at: now, made_by, reason, cases };
    versions::insert(tx, new).await?;
    let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    let record = Record {
        actor: by,
        area,
        action: "month_freeze",
        subject: format!("month {month}"),
        operation: None,
        detail: format!("version {number} as of {at}, {cases} cases{why}"),
    };
    audit::record(tx, &*app.random, now, record).await?;
    tracing::info!(month = %month, number, cases, "Month {month} is frozen as version {number}");
    Ok(Some(number))
}

/// Reads cases from their histories as they were, and writes those that fall in the month; returns how many these are.
async fn read(tx: &mut Tx, city: &City, version: &str, wish: Wish<'_>, ids: &[CaseId]) -> Result<u64> {
    let Wish { month, window, at, .. } = wish;
    let (mut written, mut done) = (0, 0);
    for some in ids.chunks(AT_ONCE) {
        let mut rows = Vec::new();
        for one in histories::read(tx, some).await? {
            let Some(case) = back_at(one.case, &one.flow, at) else { continue };
            rows.push(assessment::facts::as_of(tx, city, &case, &one.flow, at).await?);
        }
        rows.retain(|row| falls_in(row, window));
        assessment::facts::freeze(tx, version, &rows).await?;
        written += u64::try_from(rows.len()).unwrap_or(0);
        done += some.len();
        let total = ids.len();
        tracing::info!(month = %month, done, total, "Month {month}: {done} of {total} cases read as they were");
    }
    Ok(written)
}
