//! Rows that are found by keys, as many as one statement may carry.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::error::Result;

/// So many keys stand in one statement, whatever the engine.
const MOST: usize = 500;

/// Asks for the rows whose column, the last thing that `select` names, is one of the keys.
///
/// `select` ends before the list and has a place for each of `first`, from `$1` on. The one place where such a list is
/// written, inside a transaction and outside: whoever gathers flushes before, as before every other query.
pub async fn among(
    connection: &mut AnyConnection,
    select: &'static str,
    first: &[String],
    keys: &[String],
) -> Result<Vec<AnyRow>> {
    let mut found = Vec::new();
    for part in keys.chunks(MOST) {
        let places: Vec<String> = (1..=part.len()).map(|place| format!("${}", first.len() + place)).collect();
        let mut query = sqlx::query(AssertSqlSafe(format!("{select} ({})", places.join(", "))));
        for key in first.iter().chain(part) {
            query = query.bind(key.clone());
        }
        found.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(found)
}
