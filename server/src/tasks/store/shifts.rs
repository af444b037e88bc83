//! Shifts: who is on duty, by their own word from the phone.

use std::collections::BTreeSet;

use shared::ids::{AccountId, DeviceId, JurisdictionId, OperationId};
use shared::sync::operation::ShiftMark;
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use sqlx::AnyConnection;

use crate::accounts::caller::Account;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Whose shift, on what, by which operation.
#[derive(Clone, Copy, Debug)]
pub struct Marked<'a> {
    /// Who.
    pub account: &'a Account,
    /// On which device.
    pub device: DeviceId,
    /// The operation that says so.
    pub operation: OperationId,
    /// When, in the server's time.
    pub at: Instant,
    /// When the server heard of it.
    pub heard_at: Instant,
}

/// Begins a shift or ends it. One that begins ends the one before.
pub async fn mark(tx: &mut Tx, marked: &Marked<'_>, mark: &ShiftMark) -> Result<()> {
    tx.flush().await?;
    // An earlier word that arrives late ends nothing that began after it.
    sqlx::query(
        "update shifts set ended_at_ms = $2, end_heard_at_ms = $3 \
         where account_id = $1 and ended_at_ms is null and started_at_ms <= $2",
    )
    .bind(marked.account.id.to_string())
    .bind(marked.at.ms())
    .bind(marked.heard_at.ms())
    .execute(&mut **tx)
    .await?;
    if !mark.begins {
        return Ok(());
    }
    sqlx::query(
        "insert into shifts (account_id, started_at_ms, jurisdiction_id, device_id, operation_id, duty_grid, \
         heard_at_ms) values ($1, $2, $3, $4, $5, $6, $7) on conflict (account_id, started_at_ms) do nothing",
    )
    .bind(marked.account.id.to_string())
    .bind(marked.at.ms())
    .bind(marked.account.jurisdiction.as_str())
    .bind(marked.device.to_string())
    .bind(marked.operation.to_string())
    .bind(mark.duty_grid.as_ref().map_or("", |grid| grid.as_str()))
    .bind(marked.heard_at.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns who is on shift in a jurisdiction.
pub async fn on_shift(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    now: Instant,
) -> Result<BTreeSet<AccountId>> {
    let rows = sqlx::query(
        "select account_id from shifts where jurisdiction_id = $1 and ended_at_ms is null and started_at_ms > $2",
    )
    .bind(area.as_str())
    .bind(now.ms() - LONGEST_SHIFT_MS)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.parsed("account_id")).collect()
}
