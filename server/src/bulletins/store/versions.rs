//! Frozen versions of months, as far as a bulletin stands on them.

use shared::ids::JurisdictionId;
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// A month as it was frozen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// Its row.
    pub id: String,
    /// `2026-10`.
    pub month: String,
    /// Counts from 1 within the month.
    pub number: u32,
    /// Its cases are as they were at this moment.
    pub at: Instant,
    /// When it was frozen.
    pub frozen_at: Instant,
    /// Why there is another version; empty for the first.
    pub reason: String,
    /// The model that it was published with; empty while it is not.
    pub model: String,
    /// It was published.
    pub is_published: bool,
}

/// Returns the versions of a month, the oldest first.
pub async fn of_month(connection: &mut AnyConnection, city: &JurisdictionId, month: &str) -> Result<Vec<Version>> {
    let rows = sqlx::query(
        "select id, month, number, at_ms, made_at_ms, reason, coalesce(model, '') as scored_by, published_at_ms from month_versions \
         where jurisdiction_id = $1 and month = $2 order by number",
    )
    .bind(city.as_str())
    .bind(month)
    .fetch_all(connection)
    .await?;
    let version = |row: &sqlx::any::AnyRow| -> Result<Version> {
        Ok(Version {
            id: row.text("id")?,
            month: row.text("month")?,
            number: u32::try_from(row.number("number")?).unwrap_or(0),
            at: Instant::from_ms(row.number("at_ms")?),
            frozen_at: Instant::from_ms(row.number("made_at_ms")?),
            reason: row.text("reason")?,
            model: row.text("scored_by")?,
            is_published: row.maybe_number("published_at_ms")?.is_some(),
        })
    };
    rows.iter().map(version).collect()
}
