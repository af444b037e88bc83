//! The history of a case: append-only.

use shared::case::FlowRecord;
use shared::ids::{CaseId, JurisdictionId};
use sqlx::AnyConnection;

use super::cases;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::db::gather::Rows;
use crate::error::Result;

static FLOW: Rows =
    Rows { table: "case_flow", columns: &["case_id", "sequence", "jurisdiction_id", "at_ms", "body"], turn: 2 };

/// Appends a record; its number is the next of its case.
pub async fn append(tx: &mut Tx, case: CaseId, area: &JurisdictionId, mut record: FlowRecord) -> Result<()> {
    let key = case.to_string();
    let sequence = if cases::is_waiting(tx, case) {
        // The case itself is not written yet: its history is what waits with it.
        i64::try_from(tx.waiting_count(&FLOW, &key)).unwrap_or(i64::MAX) + 1
    } else {
        tx.flush().await?;
        last(tx, case).await? + 1
    };
    record.sequence = u64::try_from(sequence).unwrap_or(0);
    let row = vec![
        key.into(),
        sequence.into(),
        area.as_str().into(),
        record.at.ms().into(),
        serde_json::to_string(&record)?.into(),
    ];
    tx.insert(&FLOW, row).await
}

async fn last(connection: &mut AnyConnection, case: CaseId) -> Result<i64> {
    let row = sqlx::query("select coalesce(max(sequence), 0) as last from case_flow where case_id = $1")
        .bind(case.to_string())
        .fetch_one(connection)
        .await?;
    row.number("last")
}

/// Returns the records of a case, oldest first.
pub async fn of_case(connection: &mut AnyConnection, case: CaseId) -> Result<Vec<FlowRecord>> {
    let rows = sqlx::query("select body from case_flow where case_id = $1 order by sequence")
        .bind(case.to_string())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.json("body")).collect()
}
