//! Devices: which key is whose.

use shared::ids::DeviceId;
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::accounts::caller::{Account, Device};
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Finds a device.
pub async fn find(connection: &mut AnyConnection, id: DeviceId) -> Result<Option<Device>> {
    let row = sqlx::query("select id, account_id, public_key, revoked_at_ms from devices where id = $1")
        .bind(id.to_string())
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Device {
            id: row.parsed("id")?,
            account: row.parsed("account_id")?,
            public_key: row.text("public_key")?,
            revoked_at: row.maybe_number("revoked_at_ms")?.map(Instant::from_ms),
        })
    })
    .transpose()
}

/// Adds a device.
pub async fn insert(tx: &mut Tx, id: DeviceId, public_key: &str, account: &Account, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into devices (id, jurisdiction_id, account_id, public_key, enrolled_at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(id.to_string())
    .bind(account.jurisdiction.as_str())
    .bind(account.id.to_string())
    .bind(public_key)
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Says who is signed in on the device now.
pub async fn hand_over(tx: &mut Tx, id: DeviceId, account: &Account) -> Result<()> {
    sqlx::query("update devices set account_id = $2, jurisdiction_id = $3, revision = revision + 1 where id = $1")
        .bind(id.to_string())
        .bind(account.id.to_string())
        .bind(account.jurisdiction.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Says whose people the devices of an account belong to from now on, before they are heard of again.
pub async fn follow(tx: &mut Tx, account: &Account) -> Result<()> {
    sqlx::query(
        "update devices set jurisdiction_id = $2, revision = revision + 1 \
         where account_id = $1 and jurisdiction_id <> $2",
    )
    .bind(account.id.to_string())
    .bind(account.jurisdiction.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Withdraws a device and its tokens; says whether it was known and not withdrawn before.
pub async fn revoke(tx: &mut Tx, id: DeviceId, now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "update devices set revoked_at_ms = $2, revision = revision + 1 where id = $1 and revoked_at_ms is null",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    sqlx::query("update tokens set revoked_at_ms = $2 where device_id = $1 and revoked_at_ms is null")
        .bind(id.to_string())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}
