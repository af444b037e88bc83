//! One action on many cases: that it was asked for, and what became of each.

use shared::api::work::CaseOutcome;
use shared::ids::{AccountId, BatchId, CaseId, JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A request as it is told from another.
#[derive(Clone, Debug)]
pub struct Batch<'a> {
    /// Its id.
    pub id: BatchId,
    /// Who sent it.
    pub account: AccountId,
    /// Whom they work for.
    pub area: &'a JurisdictionId,
    /// All that it asks for.
    pub hash: &'a Sha256,
}

/// What is known of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    /// It was not asked before.
    New,
    /// The same was asked before.
    Again,
    /// Something else was, or by somebody else.
    Other,
}

/// Remembers a request, and says what was known of it.
pub async fn begin(tx: &mut Tx, batch: &Batch<'_>, now: Instant) -> Result<Known> {
    let added = sqlx::query(
        "insert into desk_batches (id, account_id, jurisdiction_id, hash, made_at_ms) values ($1, $2, $3, $4, $5) \
         on conflict (id) do nothing",
    )
    .bind(batch.id.to_string())
    .bind(batch.account.to_string())
    .bind(batch.area.as_str())
    .bind(batch.hash.as_str())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    if added.rows_affected() > 0 {
        return Ok(Known::New);
    }
    let row = sqlx::query("select account_id, hash from desk_batches where id = $1")
        .bind(batch.id.to_string())
        .fetch_one(&mut **tx)
        .await?;
    let is_same = row.text("account_id")? == batch.account.to_string() && row.text("hash")? == batch.hash.as_str();
    Ok(if is_same { Known::Again } else { Known::Other })
}

/// Forgets requests from before a moment.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<()> {
    for statement in [
        "delete from desk_batch_cases where batch_id in (select id from desk_batches where made_at_ms < $1)",
        "delete from desk_batches where made_at_ms < $1",
    ] {
        sqlx::query(statement).bind(before.ms()).execute(&mut **tx).await?;
    }
    Ok(())
}

/// Keeps what became of a case. What was kept before stays.
pub async fn keep(tx: &mut Tx, batch: BatchId, area: &JurisdictionId, outcome: &CaseOutcome) -> Result<()> {
    tx.flush().await?;
    sqlx::query(
        "insert into desk_batch_cases (batch_id, case_id, jurisdiction_id, outcome) values ($1, $2, $3, $4) \
         on conflict (batch_id, case_id) do nothing",
    )
    .bind(batch.to_string())
    .bind(outcome.case.to_string())
    .bind(area.as_str())
    .bind(serde_json::to_string(outcome)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns what became of a case, if it was its turn already.
pub async fn outcome(connection: &mut AnyConnection, batch: BatchId, case: CaseId) -> Result<Option<CaseOutcome>> {
    let row = sqlx::query("select outcome from desk_batch_cases where batch_id = $1 and case_id = $2")
        .bind(batch.to_string())
        .bind(case.to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.json("outcome")).transpose()
}
