//! Receipts of shifts, and what they are about.

use shared::ids::{AccountId, CaseId, DeviceId, PhotoId, TaskId};
use shared::sync::shift::{ShiftReceipt, SignedReceipt};
use sqlx::AnyConnection;
use uuid::Uuid;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Whose work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whose {
    /// On which device.
    pub device: DeviceId,
    /// By whom.
    pub account: AccountId,
}

/// Says whether the case was reported on that device by that account.
pub async fn holds_case(connection: &mut AnyConnection, whose: &Whose, case: CaseId) -> Result<bool> {
    let row = sqlx::query("select count(*) as found from cases where id = $1 and device_id = $2 and reporter_id = $3")
        .bind(case.to_string())
        .bind(whose.device.to_string())
        .bind(whose.account.to_string())
        .fetch_one(connection)
        .await?;
    Ok(row.number("found")? > 0)
}

/// Says whether the account has answered the task.
pub async fn holds_answer(connection: &mut AnyConnection, whose: &Whose, task: TaskId) -> Result<bool> {
    let row = sqlx::query("select count(*) as found from tasks where id = $1 and assignee_id = $2 and state <> 'open'")
        .bind(task.to_string())
        .bind(whose.account.to_string())
        .fetch_one(connection)
        .await?;
    Ok(row.number("found")? > 0)
}

/// Says whether the working copy of the shot has its receipt.
pub async fn holds_photo(connection: &mut AnyConnection, whose: &Whose, photo: PhotoId) -> Result<bool> {
    let row = sqlx::query(
        "select count(*) as found from photos \
         where id = $1 and device_id = $2 and account_id = $3 and received_at_ms is not null",
    )
    .bind(photo.to_string())
    .bind(whose.device.to_string())
    .bind(whose.account.to_string())
    .fetch_one(connection)
    .await?;
    Ok(row.number("found")? > 0)
}

/// Keeps a receipt as it was signed.
pub async fn insert(tx: &mut Tx, id: Uuid, receipt: &ShiftReceipt, signed: &SignedReceipt) -> Result<()> {
    sqlx::query(
        "insert into shift_receipts \
         (id, device_id, account_id, jurisdiction_id, day, made_at_ms, receipt, signature) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id.to_string())
    .bind(receipt.device.to_string())
    .bind(receipt.account.to_string())
    .bind(receipt.jurisdiction.as_str())
    .bind(receipt.day.to_string())
    .bind(receipt.at.ms())
    .bind(&signed.receipt)
    .bind(&signed.signature)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
