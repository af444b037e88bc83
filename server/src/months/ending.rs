//! How a version ends whose cases were all read: days on shift, the seal over all its rows, and at last the row by which it is
//! seen, with the audit's word of it.
//!
//! On a large city that takes minutes. Whoever is at it says so as each piece before did, so that nobody takes it over
//! meanwhile. Where somebody did, or the server stops, what was done stays and no version is made here.

use std::ops::ControlFlow;

use shared::account::Actor;
use shared::time::Instant;

use super::calendar::Month;
use super::freeze::{self, Made};
use super::store::frozen;
use super::store::sealed::{self, Listens};
use super::store::versions::{self, New};
use super::store::works::{self, Work};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::meta;
use crate::error::Result;
use crate::posts;
use crate::posts::freeze::{Days, Ground};

/// So many rows are hashed before it is said again how far it is.
const ROWS_AT_ONCE: u64 = 10_000;

/// Ends a version: days on shift, the seal, and the row by which it is seen.
pub async fn end(app: &App, work: &Work) -> Result<Made> {
    let Some(month) = Month::parse(&work.month) else { return Ok(Made::Nothing) };
    let mut at_work = AtWork { app: app.clone(), work: work.clone(), sealed: 0, rows: 0 };
    if at_work.tells().await?.is_break() || keep_days(app, &mut at_work, month).await?.is_break() {
        return Ok(Made::NotHere);
    }
    let mut reader = app.db.snapshot().await?;
    let cases = frozen::count(&mut reader, &work.version).await?;
    at_work.rows = sealed::count(&mut reader, &work.version).await?;
    let Some(seal) = sealed::hash(&mut reader, &work.version, &mut at_work).await? else {
        return Ok(Made::NotHere);
    };
    drop(reader);
    write(app, &at_work.work, month, cases, &seal).await
}

/// Says in the audit which version was made, and under which seal. The check looks for these very words; a reason, which
/// people type, stands behind them.
pub fn told(number: u32, at: Instant, cases: u64, seal: &str) -> String {
    format!("version {number} as of {at}, {cases} cases, seal {seal}")
}

/// Whoever is at work on the end of a version.
struct AtWork {
    app: App,
    work: Work,
    /// Rows that are in the hash.
    sealed: u64,
    /// Rows that there are.
    rows: u64,
}

impl AtWork {
    /// Writes down that somebody is at work on it; not to go on where somebody else is, or the server stops.
    async fn tells(&mut self) -> Result<ControlFlow<()>> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.write().await?;
        let is_ours = works::hears(&mut tx, &self.work, now).await?;
        tx.commit().await?;
        if !is_ours || self.app.stopping.is_cancelled() {
            return Ok(ControlFlow::Break(()));
        }
        self.work.heard_at = now;
        Ok(ControlFlow::Continue(()))
    }
}

impl Listens for AtWork {
    async fn row(&mut self) -> Result<ControlFlow<()>> {
        self.sealed = self.sealed.saturating_add(1);
        if !self.sealed.is_multiple_of(ROWS_AT_ONCE) {
            return Ok(ControlFlow::Continue(()));
        }
        let (month, sealed, rows) = (&self.work.month, self.sealed, self.rows);
        tracing::info!(month = %month, sealed, rows, "Month {month}: {sealed} of {rows} rows sealed");
        self.tells().await
    }
}

/// Keeps the days on shift, each in a transaction of its own.
async fn keep_days(app: &App, at_work: &mut AtWork, month: Month) -> Result<ControlFlow<()>> {
    let Work { version, month: name, at, .. } = at_work.work.clone();
    let same = versions::as_of(&mut *app.db.read().await?, &name, at).await?;
    let days = Days { version: &version, at, same: same.as_deref() };
    let ground = Ground::read(app).await?;
    let last = month.last();
    let mut next = Some(month.first());
    while let Some(day) = next.filter(|day| *day <= last) {
        posts::freeze::keep_day(app, &ground, days, day).await?;
        if at_work.tells().await?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        let (kept, of) = (day.day(), last.day());
        tracing::info!(month = %name, kept, of, "Month {name}: {kept} of {of} days on shift kept");
        next = day.tomorrow().ok();
    }
    Ok(ControlFlow::Continue(()))
}

/// Writes the version itself: from here on it can be seen.
async fn write(app: &App, work: &Work, month: Month, cases: u64, seal: &str) -> Result<Made> {
    let Work { version, area, month: name, at, actor, reason, .. } = work;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    meta::one_at_a_time(&mut tx).await?;
    if !works::end(&mut tx, work).await? {
        tx.rollback().await?;
        return Ok(Made::NotHere);
    }
    let number = versions::newest(&mut tx, area, name).await?.saturating_add(1);
    let made_by = match actor {
        Actor::Account { id, .. } => Some(*id),
        Actor::System { .. } => None,
    };
    // By itself the server makes the first one and no other.
    if made_by.is_none() && number > 1 {
        tx.commit().await?;
        return Ok(Made::NotHere);
    }
    if cases == 0 {
        if made_by.is_none() {
            freeze::remember_empty(&mut tx, month, *at).await?;
        }
        tx.commit().await?;
        return Ok(Made::Nothing);
    }
    let new = New { id: version, area, month: name, number, at: *at, made_at: now, made_by, reason, cases, seal };
    versions::insert(&mut tx, new).await?;
    let why = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    let record = Record {
        actor,
        area,
        action: "month_freeze",
        subject: format!("month {month}"),
        operation: None,
        detail: format!("{}{why}", told(number, *at, cases, seal)),
    };
    audit::record(&mut tx, &*app.random, now, record).await?;
    tx.commit().await?;
    tracing::info!(month = %month, number, cases, "Month {month} is frozen as version {number}");
    Ok(Made::Version(number))
}
