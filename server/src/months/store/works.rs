//! Versions that are being made: how far each is. Gone when the version is there.

use shared::account::Actor;
use shared::ids::JurisdictionId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A version that is being made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Work {
    /// What its rows stand under already.
    pub version: String,
    /// The city.
    pub area: JurisdictionId,
    /// `2026-10`.
    pub month: String,
    /// The cases are as they were at this moment.
    pub at: Instant,
    /// Who wants it.
    pub actor: Actor,
    /// Why; empty for the first one.
    pub reason: String,
    /// When it was begun.
    pub begun_at: Instant,
    /// When somebody was last at work on it.
    pub heard_at: Instant,
    /// Cases that were read.
    pub done: u64,
    /// Cases that are to be read in all, as far as that is known.
    pub total: u64,
    /// The last case that was read; empty before the first.
    pub after: String,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select version_id, jurisdiction_id, month, at_ms, actor, reason, begun_at_ms, heard_at_ms, done, total, \
             after_case from month_freezings ",
            $rest
        )
    };
}

/// Returns all of them, the earliest month first.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Work>> {
    let rows = sqlx::query(select!("order by month, begun_at_ms, version_id")).fetch_all(connection).await?;
    rows.iter().map(work).collect()
}

/// Returns the one of a month as of a moment.
pub async fn of_moment(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    month: &str,
    at: Instant,
) -> Result<Option<Work>> {
    let row = sqlx::query(select!("where jurisdiction_id = $1 and month = $2 and at_ms = $3"))
        .bind(area.as_str())
        .bind(month)
        .bind(at.ms())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(work).transpose()
}

fn work(row: &AnyRow) -> Result<Work> {
    let moment = |column: &str| row.number(column).map(Instant::from_ms);
    let count = |column: &str| row.number(column).map(|count| u64::try_from(count).unwrap_or(0));
    Ok(Work {
        version: row.text("version_id")?,
        area: row.parsed("jurisdiction_id")?,
        month: row.text("month")?,
        at: moment("at_ms")?,
        actor: row.json("actor")?,
        reason: row.text("reason")?,
        begun_at: moment("begun_at_ms")?,
        heard_at: moment("heard_at_ms")?,
        done: count("done")?,
        total: count("total")?,
        after: row.text("after_case")?,
    })
}

/// Writes down that one is begun.
pub async fn begin(tx: &mut Tx, work: &Work) -> Result<()> {
    sqlx::query(
        "insert into month_freezings (version_id, jurisdiction_id, month, at_ms, actor, reason, begun_at_ms, heard_at_ms, \
         done, total, after_case) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(work.version.clone())
    .bind(work.area.as_str())
    .bind(work.month.clone())
    .bind(work.at.ms())
    .bind(serde_json::to_string(&work.actor)?)
    .bind(work.reason.clone())
    .bind(work.begun_at.ms())
    .bind(work.heard_at.ms())
    .bind(count(work.done))
    .bind(count(work.total))
    .bind(work.after.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes one over that nobody is at work on any more; says whether it was still there.
pub async fn take_over(tx: &mut Tx, work: &Work) -> Result<bool> {
    let done =
        sqlx::query("update month_freezings set actor = $2, reason = $3, heard_at_ms = $4 where version_id = $1")
            .bind(work.version.clone())
            .bind(serde_json::to_string(&work.actor)?)
            .bind(work.reason.clone())
            .bind(work.heard_at.ms())
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected() > 0)
}

/// Writes down how far it is now. Says whether it was where this one believed it to be: of two servers one goes on.
pub async fn goes_on(tx: &mut Tx, before: &Work, now: &Work) -> Result<bool> {
    let done = sqlx::query(
        "update month_freezings set heard_at_ms = $3, done = $4, total = $5, after_case = $6 \
         where version_id = $1 and after_case = $2",
    )
    .bind(before.version.clone())
    .bind(before.after.clone())
    .bind(now.heard_at.ms())
    .bind(count(now.done))
    .bind(count(now.total))
    .bind(now.after.clone())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Writes down that somebody is still at work on one. Says whether nobody else said so since.
pub async fn hears(tx: &mut Tx, work: &Work, now: Instant) -> Result<bool> {
    let done = sqlx::query("update month_freezings set heard_at_ms = $3 where version_id = $1 and heard_at_ms = $2")
        .bind(work.version.clone())
        .bind(work.heard_at.ms())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes one away: its version is there, or is not wanted any more. Says whether it was there, and nobody else at work on it.
pub async fn end(tx: &mut Tx, work: &Work) -> Result<bool> {
    let done = sqlx::query("delete from month_freezings where version_id = $1 and heard_at_ms = $2")
        .bind(work.version.clone())
        .bind(work.heard_at.ms())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

fn count(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
