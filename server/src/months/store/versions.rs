//! The versions of each month.

use std::collections::BTreeSet;

use shared::api::assessment::{MonthVersion, Published};
use shared::ids::{AccountId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A month as it was frozen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VersionRow {
    /// What its cases are found by in `frozen_cases`.
    pub id: String,
    /// `2026-10`.
    pub month: String,
    /// What people see of it.
    pub version: MonthVersion,
    /// The hash over all its rows; empty where it was made before there were seals.
    pub seal: String,
}

/// A version that is about to be written.
#[derive(Clone, Copy, Debug)]
pub struct New<'a> {
    /// What its cases stand under.
    pub id: &'a str,
    /// The city.
    pub area: &'a JurisdictionId,
    /// `2026-10`.
    pub month: &'a str,
    /// Counts from 1 within the month.
    pub number: u32,
    /// The cases are as they were at this moment.
    pub at: Instant,
    /// When it is made.
    pub made_at: Instant,
    /// By whom; nobody where the server does it by itself.
    pub made_by: Option<AccountId>,
    /// Why.
    pub reason: &'a str,
    /// How many cases are in it.
    pub cases: u64,
    /// The hash over all its rows.
    pub seal: &'a str,
}

/// Writes a version: from here on it can be seen.
pub async fn insert(tx: &mut Tx, new: New<'_>) -> Result<()> {
    sqlx::query(
        "insert into month_versions \
         (id, jurisdiction_id, month, number, at_ms, made_at_ms, made_by, reason, cases, seal) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new.id.to_owned())
    .bind(new.area.as_str().to_owned())
    .bind(new.month.to_owned())
    .bind(i64::from(new.number))
    .bind(new.at.ms())
    .bind(new.made_at.ms())
    .bind(new.made_by.map(|id| id.to_string()).unwrap_or_default())
    .bind(new.reason.to_owned())
    .bind(i64::try_from(new.cases).unwrap_or(i64::MAX))
    .bind(new.seal.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the number of the newest version of a month; 0 where there is none.
pub async fn newest(connection: &mut AnyConnection, area: &JurisdictionId, month: &str) -> Result<u32> {
    let row = sqlx::query(
        "select coalesce(max(number), 0) as newest from month_versions where jurisdiction_id = $1 and month = $2",
    )
    .bind(area.as_str())
    .bind(month)
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(row.number("newest")?).unwrap_or(0))
}

/// Returns the months of which there is a version.
pub async fn frozen_months(connection: &mut AnyConnection, area: &JurisdictionId) -> Result<BTreeSet<String>> {
    let rows = sqlx::query("select distinct month from month_versions where jurisdiction_id = $1")
        .bind(area.as_str())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.text("month")).collect()
}

/// Returns the earliest version of a month as of a moment.
pub async fn as_of(connection: &mut AnyConnection, month: &str, at: Instant) -> Result<Option<String>> {
    let row = sqlx::query("select id from month_versions where month = $1 and at_ms = $2 order by number limit 1")
        .bind(month.to_owned())
        .bind(at.ms())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.text("id")).transpose()
}

/// Says whether the audit tells of the making of a version in these very words. What stands behind them somebody typed: it
/// proves nothing.
pub async fn is_audited(connection: &mut AnyConnection, month: &str, words: &str) -> Result<bool> {
    let rows = sqlx::query("select detail from audit where action = 'month_freeze' and subject = $1")
        .bind(format!("month {month}"))
        .fetch_all(connection)
        .await?;
    for row in &rows {
        let detail = row.text("detail")?;
        if detail.strip_prefix(words).is_some_and(|reason| reason.is_empty() || reason.starts_with(": ")) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns every version, or those of one month: month by month, the oldest first. Only the city has any.
pub async fn list(connection: &mut AnyConnection, month: Option<&str>) -> Result<Vec<VersionRow>> {
    let rows = sqlx::query(
        "select v.id, v.month, v.number, v.at_ms, v.made_at_ms, v.reason, v.cases, v.published_at_ms, v.model, v.edition, \
         v.seal, \
         coalesce(m.name, '') as made_by, coalesce(p.name, '') as published_by \
         from month_versions v left join accounts m on m.id = v.made_by left join accounts p on p.id = v.published_by \
         where $1 = '' or v.month = $1 order by v.month, v.number",
    )
    .bind(month.unwrap_or_default())
    .fetch_all(connection)
    .await?;
    rows.iter().map(version).collect()
}

fn version(row: &AnyRow) -> Result<VersionRow> {
    let number = |column: &str| -> Result<u32> { Ok(u32::try_from(row.number(column)?).unwrap_or(0)) };
    let published = match row.maybe_number("published_at_ms")? {
        Some(at) => Some(Published {
            at: Instant::from_ms(at),
            by: row.text("published_by")?,
            model: row.text("model")?,
            edition: number("edition")?,
            // Names of models are no business of this table: whoever tells of a version says them.
            name: String::new(),
            name_en: String::new(),
        }),
        None => None,
    };
    Ok(VersionRow {
        id: row.text("id")?,
        month: row.text("month")?,
        version: MonthVersion {
            number: number("number")?,
            at: Instant::from_ms(row.number("at_ms")?),
            made_at: Instant::from_ms(row.number("made_at_ms")?),
            made_by: row.text("made_by")?,
            reason: row.text("reason")?,
            cases: u64::try_from(row.number("cases")?).unwrap_or(0),
            published,
        },
        seal: row.text("seal")?,
    })
}

/// How a version is published.
#[derive(Clone, Copy, Debug)]
pub struct Publishing<'a> {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: AccountId,
    /// The model that its scores are made by.
    pub model: &'a str,
    /// Which edition of it.
    pub edition: u32,
}

/// Publishes a version that is not; says whether it was done.
pub async fn publish(tx: &mut Tx, id: &str, publishing: Publishing<'_>) -> Result<bool> {
    let done = sqlx::query(
        "update month_versions set published_at_ms = $2, published_by = $3, model = $4, edition = $5 \
         where id = $1 and published_at_ms is null",
    )
    .bind(id)
    .bind(publishing.at.ms())
    .bind(publishing.by.to_string())
    .bind(publishing.model)
    .bind(i64::from(publishing.edition))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Returns when the city's first case was reported.
pub async fn first_reported(connection: &mut AnyConnection) -> Result<Option<Instant>> {
    let row = sqlx::query("select min(reported_at_ms) as first from cases").fetch_one(connection).await?;
    Ok(row.maybe_number("first")?.map(Instant::from_ms))
}
