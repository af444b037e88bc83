//! How a version comes to be: by itself on the city's day, or because somebody asks for another one.
//!
//! A version is made piece by piece: what cases were is read beside everything else, and written in transactions of a few
//! hundred rows, between which phones hand in their work. Its own row is the last of it: until then nobody sees anything of
//! it. Where it was cut it goes on behind the last case that was written, for what a case was at a moment is the same
//! whenever it is read. Of several servers on one database one makes it; one that falls silent is taken over from.

use std::collections::BTreeSet;

use shared::account::Actor;
use shared::assessment::posts::Work as Step;
use shared::case::Case;
use shared::ids::{CaseId, JurisdictionId};
use shared::time::Instant;

use super::calendar::{Month, Window};
use super::ending;
use super::row::{back_at, falls_in};
use super::store::works::{self, Work};
use super::store::{histories, versions};
use crate::app::App;
use crate::assessment;
use crate::assessment::row::Assessed;
use crate::catalogue::city::City;
use crate::db::dialect::is_collision;
use crate::db::{Tx, meta};
use crate::error::{Error, Result};
use crate::posts;
use crate::posts::work::People;

/// The rule behind what the server freezes by itself, in the audit.
const RULE: &str = "months.freeze";

/// So long a moment rests before a month is frozen as of it: what was begun before it may still be on its way into the
/// database.
pub const REST_MS: i64 = 60_000;

/// One that nobody was at work on for so long was cut.
const SILENT_MS: i64 = 60_000;

/// Where the database remembers months of which no case was here: they are not looked for again and again.
const EMPTY: &str = "months_without_cases";

/// A month that waits to be frozen.
#[derive(Clone, Copy, Debug)]
struct Due {
    month: Month,
    at: Instant,
}

/// Freezes the months whose moment has come, and goes on with versions that were cut; returns how many there were. One that
/// cannot be made keeps none of the others waiting: what is wrong with it is said behind them, and it is tried again.
pub async fn turn(app: &App) -> Result<usize> {
    let city = app.city();
    let Some(area) = city.city_id() else { return Ok(0) };
    let due = due(app, &city, area).await?;
    let cut = cut(app).await?;
    if due.is_empty() && cut.is_empty() {
        return Ok(0);
    }
    settle(app).await?;
    let (mut made, mut failed) = (0, None);
    for work in cut {
        match again(app, &work).await {
            Ok(is_made) => made += usize::from(is_made),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    for one in due {
        match first(app, area, one).await {
            Ok(is_made) => made += usize::from(is_made),
            // Another server was first.
            Err(Error::Fault(cause)) if is_collision(&cause) => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(made),
    }
}

/// Brings what every case counts as up to date, and who was there. Before a transaction is opened: it opens its own.
pub async fn settle(app: &App) -> Result<()> {
    assessment::facts::ensure(app).await?;
    posts::days::turn(app).await?;
    Ok(())
}

/// Returns versions that nobody is at work on any more.
async fn cut(app: &App) -> Result<Vec<Work>> {
    let mut all = works::all(&mut *app.db.read().await?).await?;
    let now = app.clock.now();
    all.retain(|work| !is_held(work, now));
    Ok(all)
}

fn is_held(work: &Work, now: Instant) -> bool {
    now.since(work.heard_at) < SILENT_MS
}

/// Goes on with a version that was cut; says whether it was made here.
async fn again(app: &App, work: &Work) -> Result<bool> {
    match take_over(app, work).await? {
        Some(work) => Ok(matches!(finish(app, work).await?, Made::Version(_))),
        None => Ok(false),
    }
}

/// Goes on with a version for whoever wanted it; nothing where another server does, or did.
async fn take_over(app: &App, work: &Work) -> Result<Option<Work>> {
    let mut tx = app.db.write().await?;
    meta::one_at_a_time(&mut tx).await?;
    let now = app.clock.now();
    let found = works::of_moment(&mut tx, &work.area, &work.month, work.at).await?;
    let Some(found) = found.filter(|found| found.version == work.version && !is_held(found, now)) else {
        tx.rollback().await?;
        return Ok(None);
    };
    let work = Work { heard_at: now, ..found };
    works::take_over(&mut tx, &work).await?;
    tx.commit().await?;
    Ok(Some(work))
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
        let Some(at) = this.freezes_at(zone, freeze_day).filter(|at| *at <= rested) else { break };
        if !frozen.contains(&this.to_string()) && !empty.contains(&emptied(this, at)) {
            due.push(Due { month: this, at });
        }
        month = this.next();
    }
    Ok(due)
}

async fn empty(connection: &mut sqlx::AnyConnection) -> Result<BTreeSet<String>> {
    let text = meta::value(connection, EMPTY).await?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or_default())
}

/// Remembers that no case was here of a month as of a moment.
pub(super) async fn remember_empty(tx: &mut Tx, month: Month, at: Instant) -> Result<()> {
    let mut empty = empty(&mut *tx).await?;
    empty.insert(emptied(month, at));
    meta::set_value(tx, EMPTY, &serde_json::to_string(&empty)?).await
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
    let by = Actor::System { rule: RULE.to_owned() };
    let mut tx = app.db.write().await?;
    // Another server may have been first.
    meta::one_at_a_time(&mut tx).await?;
    if versions::newest(&mut tx, area, &due.month.to_string()).await? > 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    let wish = Wish { area, month: due.month, at: due.at, by: &by, reason: "" };
    let begun = begin(app, &mut tx, wish).await?;
    tx.commit().await?;
    match begun {
        Some(work) => Ok(matches!(finish(app, work).await?, Made::Version(_))),
        None => Ok(false),
    }
}

/// A version that somebody wants.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The city.
    pub area: &'a JurisdictionId,
    /// Which month.
    pub month: Month,
    /// As of when. Whatever was begun until then is in the database.
    pub at: Instant,
    /// Who wants it.
    pub by: &'a Actor,
    /// Why; empty for the first one.
    pub reason: &'a str,
}

/// What became of a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Made {
    /// It is there, under this number.
    Version(u32),
    /// No case falls in the month.
    Nothing,
    /// Another server makes it or made it, or this one stops; what was done of it stays.
    NotHere,
}

/// Begins a version, or goes on with one as of the same moment that was cut; nothing where somebody is at work on it. Whoever
/// calls this lets one server at a time do so.
pub async fn begin(app: &App, tx: &mut Tx, wish: Wish<'_>) -> Result<Option<Work>> {
    let Wish { area, month, at, by, reason } = wish;
    let (name, now) = (month.to_string(), app.clock.now());
    if let Some(found) = works::of_moment(tx, area, &name, at).await? {
        if is_held(&found, now) {
            return Ok(None);
        }
        let work = Work { actor: by.clone(), reason: reason.to_owned(), heard_at: now, ..found };
        works::take_over(tx, &work).await?;
        return Ok(Some(work));
    }
    let work = Work {
        version: app.random.uuid_v7(now).to_string(),
        area: area.clone(),
        month: name,
        at,
        actor: by.clone(),
        reason: reason.to_owned(),
        begun_at: now,
        heard_at: now,
        done: 0,
        total: 0,
        after: String::new(),
    };
    works::begin(tx, &work).await?;
    Ok(Some(work))
}

/// Makes a version that was begun. Whoever calls this has brought up to date what cases count as, and who was there.
pub async fn finish(app: &App, mut work: Work) -> Result<Made> {
    match go_on(app, &mut work, Stretch::WHOLE).await? {
        Gone::Through => ending::end(app, &work).await,
        Gone::SoFar | Gone::Lost => Ok(Made::NotHere),
    }
}

/// How much is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// So many cases in one transaction.
    pub piece: usize,
    /// So many transactions at the most.
    pub most: usize,
}

impl Stretch {
    /// All of it.
    pub const WHOLE: Self = Self { piece: 200, most: usize::MAX };
}

/// How far a version is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gone {
    /// Every case was read.
    Through,
    /// There are more.
    SoFar,
    /// Another server went on with it.
    Lost,
}

/// Reads cases as they were, from behind the last one that was read, and writes what they counted as and what people did in
/// them. A row that is written is never written again: the place is written down in the same transaction.
pub async fn go_on(app: &App, work: &mut Work, stretch: Stretch) -> Result<Gone> {
    let window = window(app, &work.month)?;
    let (ids, people) = {
        let mut reader = app.db.snapshot().await?;
        let found = histories::candidates(&mut reader, window, work.at).await?;
        let ids: Vec<CaseId> = found.into_iter().filter(|id| id.to_string() > work.after).collect();
        (ids, People::read(&mut reader).await?)
    };
    work.total = work.done.saturating_add(u64::try_from(ids.len()).unwrap_or(0));
    let mut left = ids.chunks(stretch.piece.max(1));
    for some in left.by_ref().take(stretch.most) {
        if app.stopping.is_cancelled() {
            return Ok(Gone::SoFar);
        }
        let piece = read(app, &people, (&*work, window), some).await?;
        if !write(app, work, some, &piece).await? {
            return Ok(Gone::Lost);
        }
    }
    Ok(if left.next().is_none() { Gone::Through } else { Gone::SoFar })
}

fn window(app: &App, month: &str) -> Result<Window> {
    let window = Month::parse(month).and_then(|month| month.window(assessment::asked::zone(&app.city())));
    window.ok_or_else(|| anyhow::anyhow!("{month} is no month").into())
}

/// What some cases came to.
struct Piece {
    rows: Vec<Assessed>,
    steps: Vec<(Case, Vec<Step>)>,
}

/// Reads cases from their histories as they were; whoever writes meanwhile is not kept waiting.
async fn read(app: &App, people: &People, (work, window): (&Work, Window), ids: &[CaseId]) -> Result<Piece> {
    let mut reader = app.db.snapshot().await?;
    let all = histories::read(&mut reader, ids).await?;
    let mut rows = Vec::new();
    for one in &all {
        let Some(case) = back_at(one.case.clone(), &one.flow, work.at) else { continue };
        rows.push(assessment::facts::as_of(&mut reader, &case, &one.flow, work.at).await?);
    }
    rows.retain(|row| falls_in(row, window));
    let steps = posts::freeze::as_of(&mut reader, people, &all, window, work.at).await?;
    Ok(Piece { rows, steps })
}

/// Writes what some cases came to; says whether nobody else did so.
async fn write(app: &App, work: &mut Work, ids: &[CaseId], piece: &Piece) -> Result<bool> {
    let Some(last) = ids.last() else { return Ok(true) };
    let done = work.done.saturating_add(u64::try_from(ids.len()).unwrap_or(0));
    let next = Work { done, after: last.to_string(), heard_at: app.clock.now(), ..work.clone() };
    let mut tx = app.db.write().await?;
    if !works::goes_on(&mut tx, work, &next).await? {
        tx.rollback().await?;
        return Ok(false);
    }
    assessment::facts::freeze(&mut tx, &work.version, &piece.rows).await?;
    posts::freeze::write(&mut tx, &work.version, &piece.steps, work.at).await?;
    tx.commit().await?;
    let (month, done, total) = (&work.month, next.done, next.total);
    tracing::info!(month = %month, done, total, "Month {month}: {done} of {total} cases read as they were");
    *work = next;
    Ok(true)
}
