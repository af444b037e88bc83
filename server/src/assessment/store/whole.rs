//! All cases of a frozen version, each once. A page begins behind a case's id: that is the table's own order.

use shared::ids::CaseId;
use sqlx::AnyConnection;

use super::listed::{Listed, listed};
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which version, and as far as somebody reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whole {
    /// Its id.
    pub version: String,
    /// Only of this jurisdiction; empty for all.
    pub area: String,
    /// Only with this unit; empty for all.
    pub unit: String,
}

/// Counts them.
pub async fn count(connection: &mut AnyConnection, of: &Whole) -> Result<u64> {
    let row = sqlx::query(
        "select count(*) as found from frozen_cases \
         where version_id = $1 and ($2 = '' or jurisdiction_id = $2) and ($3 = '' or unit_id = $3)",
    )
    .bind(of.version.clone())
    .bind(of.area.clone())
    .bind(of.unit.clone())
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(row.number("found")?).unwrap_or(0))
}

/// Returns a page of them, from behind a case on.
pub async fn page(
    connection: &mut AnyConnection,
    of: &Whole,
    after: Option<CaseId>,
    limit: u32,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query(
        "select a.case_id, a.case_no, a.category, a.unit_id, a.reported_at_ms, a.due_at_ms, a.bits as counted, c.state \
         from frozen_cases a join cases c on c.id = a.case_id \
         where a.version_id = $1 and ($2 = '' or a.jurisdiction_id = $2) and ($3 = '' or a.unit_id = $3) \
         and a.case_id > $4 order by a.case_id limit $5",
    )
    .bind(of.version.clone())
    .bind(of.area.clone())
    .bind(of.unit.clone())
    .bind(after.map(|case| case.to_string()).unwrap_or_default())
    .bind(i64::from(limit))
    .fetch_all(connection)
    .await?;
    rows.iter().map(listed).collect()
}
