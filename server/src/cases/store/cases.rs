//! The cases themselves.

use std::collections::BTreeSet;

use shared::case::{Case, State};
use shared::catalogue::CategoryKey;
use shared::ids::{CaseId, CaseNo, JurisdictionId, UnitId};
use shared::sync::pull;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::lists::open_due;
use crate::db::Tx;
use crate::db::among::among;
use crate::db::counted::Counted;
use crate::db::fields::Fields as _;
use crate::db::gather::{Row, Rows};
use crate::db::marks::Marks;
use crate::db::placed::Placed;
use crate::db::waits::Waits;
use crate::error::Result;

/// Returns the unit whose business a case is.
///
/// By rule a case has a unit from its first moment; it is the unit's to see from the dispatch on, and until it is taken
/// from it.
pub fn dispatched_to(case: &Case) -> Option<&UnitId> {
    let is_out = match case.state {
        State::Reported
        | State::Verifying
        | State::ToFile
        | State::ToDispatch
        | State::ToSecondDispatch
        | State::Merged
        | State::SelfReview => false,
        State::ToHandle
        | State::Handling
        | State::Suspended
        | State::ToReview
        | State::ToCheck
        | State::Checking
        | State::ToClose
        | State::Closed
        | State::Void => case.clock.due_at.is_some(),
    };
    case.unit.as_ref().filter(|_| is_out)
}

static CASES: Rows = Rows {
    table: "cases",
    columns: &[
        "id",
        "jurisdiction_id",
        "case_no",
        "division",
        "state",
        "category",
        "reporter_id",
        "device_id",
        "unit_id",
        "grid",
        "duty_grid",
        "received_at_ms",
        "due_at_ms",
        "is_training",
        "version",
        "body",
        "mark_a",
        "mark_b",
        "near_a",
        "near_b",
        "timer_at_ms",
        "reported_at_ms",
        "open_due_ms",
        "reached",
        "channel",
        "is_self_handled",
        "is_returned",
        "late_after_ms",
        "closing",
        "void_kind",
        "desk_queue",
        "desk_due_ms",
        "desk_since_ms",
        "asks",
        "asks_since_ms",
        "lon_e7",
        "lat_e7",
        "is_placed",
    ],
    turn: 0,
};

fn row(case: &Case, number: &CaseNo, received_at: Instant) -> Result<Row> {
    let body = serde_json::to_string(case)?;
    let marks = Marks::of(pull::CASE, &case.id.to_string(), case.version, &body)?;
    let near = Marks::of_nearby(case)?;
    let counted = Counted::of(case);
    let waits = Waits::of(case);
    let placed = Placed::of(case);
    Ok(vec![
        case.id.to_string().into(),
        case.jurisdiction.as_str().into(),
        number.as_str().into(),
        case.division.as_ref().map_or("", |code| code.as_str()).into(),
        case.state.as_str().into(),
        case.category.to_string().into(),
        case.reporter.map(|id| id.to_string()).into(),
        case.device.map(|id| id.to_string()).into(),
        dispatched_to(case).map(|unit| unit.as_str().to_owned()).into(),
        case.grid.as_ref().map_or("", |code| code.as_str()).into(),
        case.duty_grid.as_ref().map_or("", |id| id.as_str()).into(),
        received_at.ms().into(),
        case.clock.due_at.map(Instant::ms).into(),
        i64::from(case.training).into(),
        i64::try_from(case.version).unwrap_or(i64::MAX).into(),
        body.into(),
        marks.a.into(),
        marks.b.into(),
        near.a.into(),
        near.b.into(),
        case.timer_at.map(Instant::ms).into(),
        case.reported_at.ms().into(),
        open_due(case).map(Instant::ms).into(),
        counted.reached.into(),
        counted.channel.into(),
        counted.is_self_handled.into(),
        counted.is_returned.into(),
        counted.late_after_ms.into(),
        counted.closing.into(),
        counted.void_kind.into(),
        waits.desk_queue.into(),
        waits.desk_due_ms.into(),
        waits.desk_since_ms.into(),
        waits.asks.into(),
        waits.asks_since_ms.into(),
        placed.lon_e7.into(),
        placed.lat_e7.into(),
        1_i64.into(),
    ])
}

/// Adds a case. What it counts as is read by whoever asks for it, or by itself soon: a new row is marked so.
pub async fn insert(tx: &mut Tx, case: &Case, number: &CaseNo, received_at: Instant) -> Result<()> {
    tx.insert(&CASES, row(case, number, received_at)?).await
}

/// Says whether a new case is not written yet: it waits in this transaction.
pub fn is_waiting(tx: &mut Tx, id: CaseId) -> bool {
    tx.waiting(&CASES, &id.to_string()).is_some()
}

/// Saves a case. Its ground does not change: that is [`move_ground`]'s.
pub async fn save(tx: &mut Tx, case: &Case) -> Result<()> {
    if let (Some(number), Some(received_at)) = (&case.case_no, case.received_at)
        && let Some(waiting) = tx.waiting(&CASES, &case.id.to_string())
    {
        *waiting = row(case, number, received_at)?;
        return Ok(());
    }
    tx.flush().await?;
    let body = serde_json::to_string(case)?;
    let marks = Marks::of(pull::CASE, &case.id.to_string(), case.version, &body)?;
    let near = Marks::of_nearby(case)?;
    let counted = Counted::of(case);
    let waits = Waits::of(case);
    sqlx::query(
        "update cases set state = $2, unit_id = $3, due_at_ms = $4, version = $5, body = $6, \
         mark_a = $7, mark_b = $8, near_a = $9, near_b = $10, timer_at_ms = $11, open_due_ms = $12, \
         reached = $13, channel = $14, is_self_handled = $15, is_returned = $16, late_after_ms = $17, \
         closing = $18, void_kind = $19, desk_queue = $20, desk_due_ms = $21, desk_since_ms = $22, \
         asks = $23, asks_since_ms = $24, assessed_version = 0 where id = $1",
    )
    .bind(case.id.to_string())
    .bind(case.state.as_str())
    .bind(dispatched_to(case).map(|unit| unit.as_str().to_owned()))
    .bind(case.clock.due_at.map(Instant::ms))
    .bind(i64::try_from(case.version).unwrap_or(i64::MAX))
    .bind(&body)
    .bind(marks.a)
    .bind(marks.b)
    .bind(near.a)
    .bind(near.b)
    .bind(case.timer_at.map(Instant::ms))
    .bind(open_due(case).map(Instant::ms))
    .bind(counted.reached)
    .bind(counted.channel)
    .bind(counted.is_self_handled)
    .bind(counted.is_returned)
    .bind(counted.late_after_ms)
    .bind(counted.closing)
    .bind(counted.void_kind)
    .bind(waits.desk_queue)
    .bind(waits.desk_due_ms)
    .bind(waits.desk_since_ms)
    .bind(waits.asks)
    .bind(waits.asks_since_ms)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves a case to the ground that it is judged to lie on now, in the columns that lists and scopes are searched by.
pub async fn move_ground(tx: &mut Tx, case: &Case) -> Result<()> {
    sqlx::query(
        "update cases set jurisdiction_id = $2, division = $3, grid = $4, duty_grid = $5, assessed_version = 0 \
         where id = $1",
    )
    .bind(case.id.to_string())
    .bind(case.jurisdiction.as_str())
    .bind(case.division.as_ref().map_or("", |code| code.as_str()))
    .bind(case.grid.as_ref().map_or("", |code| code.as_str()))
    .bind(case.duty_grid.as_ref().map_or("", |id| id.as_str()))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the next open cases of an area behind an id, in the order of their ids.
pub async fn open_in(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    after: &str,
    limit: i64,
) -> Result<Vec<Case>> {
    let rows = sqlx::query(
        "select body from cases \
         where jurisdiction_id = $1 and state not in ('closed', 'void') and id > $2 order by id limit $3",
    )
    .bind(area.as_str())
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Finds a case and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &mut Tx, id: CaseId) -> Result<Option<Case>> {
    let row = sqlx::query("update cases set version = version where id = $1 returning body")
        .bind(id.to_string())
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|row| row.json("body")).transpose()
}

/// Finds a case.
pub async fn find(connection: &mut AnyConnection, id: CaseId) -> Result<Option<Case>> {
    let row =
        sqlx::query("select body from cases where id = $1").bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| row.json("body")).transpose()
}

/// Returns cases whose moment has come, the earliest first.
pub async fn due(connection: &mut AnyConnection, now: Instant, most: i64) -> Result<Vec<CaseId>> {
    let rows = sqlx::query("select id from cases where timer_at_ms <= $1 order by timer_at_ms, id limit $2")
        .bind(now.ms())
        .bind(most)
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Returns cases that are not over, in the order of their ids, from behind one on.
pub async fn open_after(connection: &mut AnyConnection, after: &str, most: i64) -> Result<Vec<CaseId>> {
    let rows = sqlx::query(
        "select id from cases where id > $1 and state not in ('closed', 'void', 'merged') order by id limit $2",
    )
    .bind(after)
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Returns cases of a category that were received between two moments.
///
/// A phone may have been offline for long: by when a case was received, it was reported before.
pub async fn of_category(
    connection: &mut AnyConnection,
    category: &CategoryKey,
    from: Instant,
    to: Instant,
) -> Result<Vec<Case>> {
    let rows = sqlx::query(
        "select body from cases where category = $1 and reported_at_ms >= $2 and reported_at_ms <= $3 \
         order by reported_at_ms, id limit 2000",
    )
    .bind(category.to_string())
    .bind(from.ms())
    .bind(to.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.json("body")).collect()
}

/// Returns how many cases each of these units has and has not finished, and how many of them are overdue.
pub async fn load(connection: &mut AnyConnection, units: &[UnitId], now: Instant) -> Result<Vec<(UnitId, u64, u64)>> {
    let mut found = Vec::new();
    for unit in units {
        let row = sqlx::query(
            "select count(*) as open, cast(coalesce(sum(case when due_at_ms < $2 then 1 else 0 end), 0) as bigint) \
             as overdue from cases where unit_id = $1 and state in ('to_handle', 'handling', 'suspended')",
        )
        .bind(unit.as_str())
        .bind(now.ms())
        .fetch_one(&mut *connection)
        .await?;
        let count = |name: &str| Ok::<_, crate::error::Error>(u64::try_from(row.number(name)?).unwrap_or(0));
        found.push((unit.clone(), count("open")?, count("overdue")?));
    }
    Ok(found)
}

/// Remembers that a unit gave a case back.
pub async fn returned(tx: &mut Tx, case: &Case, unit: &UnitId, now: Instant) -> Result<()> {
    tx.flush().await?;
    sqlx::query(
        "insert into unit_returns (case_id, number, unit_id, jurisdiction_id, category, at_ms) \
         values ($1, $2, $3, $4, $5, $6) on conflict (case_id, number) do nothing",
    )
    .bind(case.id.to_string())
    .bind(i64::from(case.returns))
    .bind(unit.as_str())
    .bind(case.jurisdiction.as_str())
    .bind(case.category.to_string())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns how often a unit gave cases of a category back since a moment.
pub async fn returns(
    connection: &mut AnyConnection,
    unit: &UnitId,
    category: &CategoryKey,
    since: Instant,
) -> Result<u64> {
    let row =
        sqlx::query("select count(*) as found from unit_returns where unit_id = $1 and category = $2 and at_ms >= $3")
            .bind(unit.as_str())
            .bind(category.to_string())
            .bind(since.ms())
            .fetch_one(connection)
            .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// Returns which of the cases are there.
pub async fn known(tx: &mut Tx, ids: &[CaseId]) -> Result<BTreeSet<CaseId>> {
    let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = among(tx, "select id from cases where id in", &[], &keys).await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}
