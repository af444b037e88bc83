//! The history of a case: append-only.

use shared::case::FlowRecord;
use shared::ids::{CaseId, JurisdictionId};
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Appends a record; its number is the next of its case.
pub async fn append(tx: &mut Tx, case: CaseId, area: &JurisdictionId, mut record: FlowRecord) -> Result<()> {
    let row = sqlx::query("select coalesce(max(sequence), 0) as last from case_flow where case_id = $1")
        .bind(case.to_string())
        .fetch_one(&mut **tx)
        .await?;
    let sequence = row.number("last")? + 1;
    record.sequence = u64::try_from(sequence).unwrap_or(0);
    sqlx::query("insert into case_flow (case_id, sequence, jurisdiction_id, at_ms, body) values ($1, $2, $3, $4, $5)")
        .bind(case.to_string())
        .bind(sequence)
        .bind(area.as_str())
        .bind(record.at.ms())
        .bind(serde_json::to_string(&record)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns the records of a case, oldest first.
pub async fn of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<FlowRecord>> {
    let rows = sqlx::query("select body from case_flow where case_id = $1 order by sequence")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.json("body")).collect()
}
