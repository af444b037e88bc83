//! Frozen months, as far as numbers are asked of them.

use shared::ids::JurisdictionId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// A month as it was frozen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// Its id.
    pub id: String,
    /// Which month, as `2026-10`.
    pub month: String,
    /// Counts from 1 within the month.
    pub number: u32,
    /// The cases are as they were at this moment.
    pub at: Instant,
    /// It was published.
    pub is_published: bool,
}

/// Returns the versions of a month, the newest first.
pub async fn of_month(connection: &mut AnyConnection, city: &JurisdictionId, month: &str) -> Result<Vec<Version>> {
    let rows = sqlx::query(
        "select id, month, number, at_ms, published_at_ms from month_versions \
         where jurisdiction_id = $1 and month = $2 order by number desc",
    )
    .bind(city.as_str())
    .bind(month.to_owned())
    .fetch_all(connection)
    .await?;
    rows.iter().map(version).collect()
}

/// Returns a version by its id.
pub async fn of(connection: &mut AnyConnection, id: &str) -> Result<Option<Version>> {
    let row = sqlx::query("select id, month, number, at_ms, published_at_ms from month_versions where id = $1")
        .bind(id.to_owned())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(version).transpose()
}

fn version(row: &AnyRow) -> Result<Version> {
    Ok(Version {
        id: row.text("id")?,
        month: row.text("month")?,
        number: u32::try_from(row.number("number")?).unwrap_or(0),
        at: Instant::from_ms(row.number("at_ms")?),
        is_published: row.maybe_number("published_at_ms")?.is_some(),
    })
}
