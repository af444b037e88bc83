//! Devices in the database: what they say of themselves, the rows of the board, alarms.

pub mod board;
pub mod alarms;

use shared::evidence::times::{Anchor, Times};
use shared::ids::{DeviceId, JurisdictionId};
use shared::sync::hello::{Heartbeat, Hello};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Keeps what a device said about itself.
pub async fn heard(tx: &mut Tx, area: &JurisdictionId, hello: &Hello, now: Instant) -> Result<()> {
    let (id, heartbeat) = (hello.device, &hello.heartbeat);
    let body = serde_json::to_string(heartbeat)?;
    sqlx::query(
        "update devices set last_seen_at_ms = $2, clock_skew_ms = $3, heartbeat = $4, \
         last_complete_at_ms = coalesce($5, last_complete_at_ms), jurisdiction_id = $6, revision = revision + 1 \
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
        "insert into heartbeats (device_id, at_ms, jurisdiction_id, body, clock_skew_ms) values ($1, $2, $3, $4, $5) \
         on conflict (device_id, at_ms) do nothing",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .bind(area.as_str())
    .bind(&body)
    .bind(hello.times.wall.since(now))
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
    sqlx::query(
        "update devices set scope_held = $2, scope_held_at_ms = $3, revision = revision + 1 \
         where id = $1 and scope_held <> $2",
    )
    .bind(id.to_string())
    .bind(i64::try_from(version).unwrap_or(i64::MAX))
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Says that the board's line of a device may say something else from now on.
pub async fn touch(tx: &mut Tx, id: DeviceId) -> Result<()> {
    sqlx::query("update devices set revision = revision + 1 where id = $1")
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Removes heartbeats from before the moment.
pub async fn forget_heartbeats(tx: &mut Tx, before: Instant) -> Result<()> {
    sqlx::query("delete from heartbeats where at_ms < $1").bind(before.ms()).execute(&mut **tx).await?;
    Ok(())
}

/// A heartbeat as it was kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Beat {
    /// When it came.
    pub at: Instant,
    /// How far the clock was off; unknown in old rows.
    pub clock_skew_ms: Option<i64>,
    /// What it said.
    pub said: Heartbeat,
}

/// Returns the heartbeats of a device from a moment on, the oldest first; only those that it sent in an area, where one is
/// named.
pub async fn beats(
    connection: &mut AnyConnection,
    id: DeviceId,
    from: Instant,
    area: Option<&JurisdictionId>,
) -> Result<Vec<Beat>> {
    let rows = sqlx::query(
        "select at_ms, clock_skew_ms, body from heartbeats \
         where device_id = $1 and at_ms >= $2 and ($3 = '' or jurisdiction_id = $3) order by at_ms",
    )
    .bind(id.to_string())
    .bind(from.ms())
    .bind(area.map_or("", JurisdictionId::as_str).to_owned())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Beat {
                at: Instant::from_ms(row.number("at_ms")?),
                clock_skew_ms: row.maybe_number("clock_skew_ms")?,
                said: row.json("body")?,
            })
        })
        .collect()
}
