//! Devices and their heartbeats in the database.

use shared::account::Role;
use shared::api::devices::DeviceRow;
use shared::evidence::times::{Anchor, Times};
use shared::ids::{DeviceId, JurisdictionId};
use shared::sync::hello::{Heartbeat, Hello};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Keeps what a device said about itself.
pub async fn heard(tx: &mut Tx, area: &JurisdictionId, hello: &Hello, now: Instant) -> Result<()> {
    let (id, heartbeat) = (hello.device, &hello.heartbeat);
    let body = serde_json::to_string(heartbeat)?;
    sqlx::query(
        "update devices set last_seen_at_ms = $2, clock_skew_ms = $3, heartbeat = $4, \
         last_complete_at_ms = coalesce($5, last_complete_at_ms), jurisdiction_id = $6 \
         where id = $1",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .bind(hello.times.wall.since(now))
    .bind(&body)
    .bind(complete(hello, now).map(Instant::ms))
    .bind(area.as_str())
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "insert into heartbeats (device_id, at_ms, jurisdiction_id, body) values ($1, $2, $3, $4) \
         on conflict (device_id, at_ms) do nothing",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .bind(area.as_str())
    .bind(&body)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns when a round of the device was last complete: nothing waits there any more and both sides hold the same.
fn complete(hello: &Hello, now: Instant) -> Option<Instant> {
    let Heartbeat { waiting_operations, waiting_photos, set_aside, complete_at, .. } = hello.heartbeat;
    match complete_at {
        Some(at) => Some(now.plus_ms(at.since(hello.times.wall)).min(now)),
        // An app from before there were comparisons does not say so, but nothing waits on it.
        None if hello.scope_held.is_none() => {
            (waiting_operations == 0 && waiting_photos == 0 && set_aside == 0).then_some(now)
        }
        None => None,
    }
}

/// Keeps what a run of a device's forward clock shows now.
pub async fn anchor(tx: &mut Tx, area: &JurisdictionId, id: DeviceId, times: &Times, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into device_boots (device_id, boot, jurisdiction_id, monotonic_ms, at_ms) values ($1, $2, $3, $4, $5) \
         on conflict (device_id, boot) do update set monotonic_ms = excluded.monotonic_ms, at_ms = excluded.at_ms",
    )
    .bind(id.to_string())
    .bind(&times.boot)
    .bind(area.as_str())
    .bind(i64::try_from(times.monotonic_ms).unwrap_or(i64::MAX))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns what a run of a device's forward clock showed last.
pub async fn find_anchor(connection: &mut AnyConnection, id: DeviceId, boot: &str) -> Result<Option<Anchor>> {
    let row = sqlx::query("select monotonic_ms, at_ms from device_boots where device_id = $1 and boot = $2")
        .bind(id.to_string())
        .bind(boot)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let monotonic_ms = u64::try_from(row.number("monotonic_ms")?).unwrap_or(0);
        Ok(Anchor { monotonic_ms, at: Instant::from_ms(row.number("at_ms")?) })
    })
    .transpose()
}

/// Keeps which scope a device took whole; the moment is that of the first word of it.
pub async fn scope_held(tx: &mut Tx, id: DeviceId, version: u64, now: Instant) -> Result<()> {
    sqlx::query("update devices set scope_held = $2, scope_held_at_ms = $3 where id = $1 and scope_held <> $2")
        .bind(id.to_string())
        .bind(i64::try_from(version).unwrap_or(i64::MAX))
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that the device was heard of without saying how it is.
pub async fn seen(tx: &mut Tx, id: DeviceId, now: Instant) -> Result<()> {
    sqlx::query("update devices set last_seen_at_ms = $2 where id = $1")
        .bind(id.to_string())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Removes heartbeats from before the moment.
pub async fn forget_heartbeats(tx: &mut Tx, before: Instant) -> Result<()> {
    sqlx::query("delete from heartbeats where at_ms < $1").bind(before.ms()).execute(&mut **tx).await?;
    Ok(())
}

/// Returns the board's rows: all devices, or those of one jurisdiction; who has waited longest without a word first.
pub async fn board(connection: &mut AnyConnection, area: Option<&JurisdictionId>) -> Result<Vec<DeviceRow>> {
    let rows = sqlx::query(
        "select d.id, d.enrolled_at_ms, d.last_seen_at_ms, d.last_complete_at_ms, d.clock_skew_ms, d.heartbeat, \
         d.revoked_at_ms, d.scope_held, a.scope_version, a.user_name, a.name, a.role, d.jurisdiction_id, j.name as jurisdiction_name, a.id as account_id, \
         (select count(*) from photos p where p.device_id = d.id) as photos_total, \
         (select count(*) from photos p where p.device_id = d.id and p.received_at_ms is not null) as photos_received, \
         (select count(*) from operations o where o.device_id = d.id) as operations, \
         (select count(*) from operations o where o.device_id = d.id and o.result = 'refused') as operations_refused \
         from devices d join accounts a on a.id = d.account_id join jurisdictions j on j.id = d.jurisdiction_id \
         where $1 = '' or d.jurisdiction_id = $1 \
         order by case when d.revoked_at_ms is null then 0 else 1 end, coalesce(d.last_seen_at_ms, 0), d.id",
    )
    .bind(area.map_or("", JurisdictionId::as_str))
    .fetch_all(&mut *connection)
    .await?;
    let walked = sqlx::query(
        "select g.account_id, g.duty_grid from account_grids g \
         where exists (select 1 from devices d where d.account_id = g.account_id) \
         order by g.account_id, g.duty_grid",
    )
    .fetch_all(connection)
    .await?;
    let mut grids: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for row in &walked {
        grids.entry(row.text("account_id")?).or_default().push(row.text("duty_grid")?);
    }
    rows.iter().map(|row| device_row(row, &grids)).collect()
}

fn device_row(row: &AnyRow, grids: &std::collections::BTreeMap<String, Vec<String>>) -> Result<DeviceRow> {
    let role = row.text("role")?;
    let count = |column| -> Result<u64> { Ok(u64::try_from(row.number(column)?).unwrap_or(0)) };
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    Ok(DeviceRow {
        device: row.parsed("id")?,
        user: row.parsed("user_name")?,
        name: row.text("name")?,
        role: Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account has the unknown role {role}"))?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        jurisdiction_name: row.text("jurisdiction_name")?,
        grids: grids.get(&row.text("account_id")?).cloned().unwrap_or_default(),
        enrolled_at: Instant::from_ms(row.number("enrolled_at_ms")?),
        last_seen_at: moment("last_seen_at_ms")?,
        last_complete_at: moment("last_complete_at_ms")?,
        clock_skew_ms: row.maybe_number("clock_skew_ms")?,
        heartbeat: row.json("heartbeat")?,
        photos_total: count("photos_total")?,
        photos_received: count("photos_received")?,
        operations: count("operations")?,
        operations_refused: count("operations_refused")?,
        revoked_at: moment("revoked_at_ms")?,
        scope_version: count("scope_version")?,
        scope_held: count("scope_held")?,
    })
}
