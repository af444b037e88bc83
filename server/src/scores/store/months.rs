//! What of the frozen months scores depend on. Nothing here writes them.

use shared::ids::JurisdictionId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// A version of a month.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// Its id, which its cases name.
    pub id: String,
    /// Counts from 1 within the month.
    pub number: u32,
    /// By what it was published.
    pub published: Option<PublishedBy>,
}

/// By what a version was published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedBy {
    /// When.
    pub at: Instant,
    /// The model's code.
    pub model: String,
    /// Which edition.
    pub edition: u32,
}

/// Returns the versions of a month, the newest first.
pub async fn versions(connection: &mut AnyConnection, city: &JurisdictionId, month: &str) -> Result<Vec<Version>> {
    let rows = sqlx::query(
        "select id, number, published_at_ms, model, edition from month_versions \
         where jurisdiction_id = $1 and month = $2 order by number desc",
    )
    .bind(city.as_str())
    .bind(month)
    .fetch_all(connection)
    .await?;
    rows.iter().map(version).collect()
}

/// Returns the first month from one on that is published by a model, if there is one.
pub async fn published_from(
    connection: &mut AnyConnection,
    city: &JurisdictionId,
    model: &str,
    month: &str,
) -> Result<Option<String>> {
    let row = sqlx::query(
        "select min(month) as month from month_versions \
         where jurisdiction_id = $1 and model = $2 and month >= $3 and published_at_ms is not null",
    )
    .bind(city.as_str())
    .bind(model)
    .bind(month)
    .fetch_one(connection)
    .await?;
    row.maybe_text("month")
}

fn version(row: &AnyRow) -> Result<Version> {
    let count = |column: &str| Ok::<_, crate::error::Error>(u32::try_from(row.number(column)?).unwrap_or(0));
    let published = match row.maybe_number("published_at_ms")? {
        Some(at) => {
            Some(PublishedBy { at: Instant::from_ms(at), model: row.text("model")?, edition: count("edition")? })
        }
        None => None,
    };
    Ok(Version { id: row.text("id")?, number: count("number")?, published })
}
