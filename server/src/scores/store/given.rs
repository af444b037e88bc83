//! Points that were given by hand: rows are added, and the last one of an indicator and an object counts.

use shared::ids::JurisdictionId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which month and which model, of which city.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    /// The city.
    pub city: &'a JurisdictionId,
    /// The month, `2026-10`.
    pub month: &'a str,
    /// The model's code.
    pub model: &'a str,
}

/// Points as they stand in their row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenRow {
    /// The indicator's code.
    pub indicator: String,
    /// Whom.
    pub key: String,
    /// How many hundredths of a point; `None` takes back what was given.
    pub points_centi: Option<i64>,
    /// Why.
    pub reason: String,
    /// When.
    pub made_at: Instant,
    /// By whom, as people call them.
    pub made_by: String,
}

/// Adds a row behind those that are there. Whoever does keeps others from it until the transaction ends.
pub async fn add(tx: &mut Tx, of: Of<'_>, row: &GivenRow) -> Result<()> {
    let last = sqlx::query(
        "select coalesce(max(sequence), 0) as last from given_points \
         where jurisdiction_id = $1 and month = $2 and model = $3",
    )
    .bind(of.city.as_str())
    .bind(of.month)
    .bind(of.model)
    .fetch_one(&mut **tx)
    .await?;
    sqlx::query(
        "insert into given_points (jurisdiction_id, month, model, sequence, indicator, key, points_centi, reason, \
         made_at_ms, made_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(of.city.as_str())
    .bind(of.month)
    .bind(of.model)
    .bind(last.number("last")?.saturating_add(1))
    .bind(&row.indicator)
    .bind(&row.key)
    .bind(row.points_centi)
    .bind(&row.reason)
    .bind(row.made_at.ms())
    .bind(&row.made_by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns what was given until a moment and with it, in the order in which it was.
pub async fn until(connection: &mut AnyConnection, of: Of<'_>, moment: Instant) -> Result<Vec<GivenRow>> {
    let rows = sqlx::query(
        "select indicator, key, points_centi, reason, made_at_ms, made_by from given_points \
         where jurisdiction_id = $1 and month = $2 and model = $3 and made_at_ms <= $4 order by sequence",
    )
    .bind(of.city.as_str())
    .bind(of.month)
    .bind(of.model)
    .bind(moment.ms())
    .fetch_all(connection)
    .await?;
    rows.iter().map(given).collect()
}

/// Returns the latest moment at which something was given.
pub async fn last_at(connection: &mut AnyConnection, of: Of<'_>) -> Result<Option<Instant>> {
    let row = sqlx::query(
        "select max(made_at_ms) as last_at_ms from given_points \
         where jurisdiction_id = $1 and month = $2 and model = $3",
    )
    .bind(of.city.as_str())
    .bind(of.month)
    .bind(of.model)
    .fetch_one(connection)
    .await?;
    Ok(row.maybe_number("last_at_ms")?.map(Instant::from_ms))
}

fn given(row: &AnyRow) -> Result<GivenRow> {
    Ok(GivenRow {
        indicator: row.text("indicator")?,
        key: row.text("key")?,
        points_centi: row.maybe_number("points_centi")?,
        reason: row.text("reason")?,
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        made_by: row.text("made_by")?,
    })
}
