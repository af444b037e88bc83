//! Pieces of track in the database.

use shared::ids::{AccountId, DeviceId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A piece as it is kept.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// On which device.
    pub device: DeviceId,
    /// Of which shift.
    pub shift: Instant,
    /// Which piece of it.
    pub number: u32,
    /// Whose.
    pub account: AccountId,
    /// For whom they worked.
    pub jurisdiction: &'a JurisdictionId,
    /// Its first moment.
    pub first: Instant,
    /// Its last.
    pub last: Instant,
    /// How many points it has.
    pub points: u64,
    /// Base64 of the packed points.
    pub packed: &'a str,
}

/// What became of a piece that came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// It is kept.
    New,
    /// It was here.
    Same,
    /// Another one is here under its number.
    Another,
}

/// A piece as it is read.
#[derive(Clone, Debug)]
pub struct Found {
    /// On which device.
    pub device: DeviceId,
    /// Of which shift.
    pub shift: Instant,
    /// Base64 of the packed points.
    pub packed: String,
}

/// Keeps a piece unless one is here under its number.
pub async fn insert(tx: &mut Tx, piece: &Piece<'_>, now: Instant) -> Result<Kept> {
    let inserted = sqlx::query(
        "insert into track_pieces \
         (device_id, shift_ms, number, account_id, jurisdiction_id, first_ms, last_ms, points, packed, received_at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (device_id, shift_ms, number) do nothing",
    )
    .bind(piece.device.to_string())
    .bind(piece.shift.ms())
    .bind(i64::from(piece.number))
    .bind(piece.account.to_string())
    .bind(piece.jurisdiction.as_str())
    .bind(piece.first.ms())
    .bind(piece.last.ms())
    .bind(i64::try_from(piece.points).unwrap_or(i64::MAX))
    .bind(piece.packed)
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    if inserted.rows_affected() > 0 {
        return Ok(Kept::New);
    }
    let row = sqlx::query(
        "select account_id, packed from track_pieces where device_id = $1 and shift_ms = $2 and number = $3",
    )
    .bind(piece.device.to_string())
    .bind(piece.shift.ms())
    .bind(i64::from(piece.number))
    .fetch_one(&mut **tx)
    .await?;
    let is_same = row.parsed::<AccountId>("account_id")? == piece.account && row.text("packed")? == piece.packed;
    Ok(if is_same { Kept::Same } else { Kept::Another })
}

/// Returns somebody's pieces that touch a time, those walked for one jurisdiction or for any.
pub async fn pieces(
    connection: &mut AnyConnection,
    account: AccountId,
    area: Option<&JurisdictionId>,
    begins: Instant,
    ends: Instant,
) -> Result<Vec<Found>> {
    let rows = sqlx::query(
        "select device_id, shift_ms, packed from track_pieces \
         where account_id = $1 and first_ms < $2 and last_ms >= $3 and ($4 = '' or jurisdiction_id = $4) \
         order by shift_ms, device_id, number",
    )
    .bind(account.to_string())
    .bind(ends.ms())
    .bind(begins.ms())
    .bind(area.map_or("", JurisdictionId::as_str))
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Found {
                device: row.parsed("device_id")?,
                shift: Instant::from_ms(row.number("shift_ms")?),
                packed: row.text("packed")?,
            })
        })
        .collect()
}

/// Returns the jurisdictions that pieces were walked for.
pub async fn areas(connection: &mut AnyConnection) -> Result<Vec<JurisdictionId>> {
    // Asked by jurisdiction: to look through millions of pieces for a dozen names would take as long as to read them.
    let rows = sqlx::query(
        "select j.id from jurisdictions j \
         where exists (select 1 from track_pieces t where t.jurisdiction_id = j.id) order by j.id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.parsed("id")).collect()
}

/// Removes the oldest of a jurisdiction's pieces that ended before the moment, so many of them and those that ended
/// together with the last; returns how many that were. Fewer than so many: none is left.
pub async fn forget(tx: &mut Tx, area: &JurisdictionId, before: Instant, many: u32) -> Result<u64> {
    let last = sqlx::query(
        "select last_ms from track_pieces where jurisdiction_id = $1 and last_ms < $2 \
         order by last_ms limit 1 offset $3",
    )
    .bind(area.as_str())
    .bind(before.ms())
    .bind(i64::from(many.saturating_sub(1)))
    .fetch_optional(&mut **tx)
    .await?;
    let last = last.map(|row| row.number("last_ms")).transpose()?;
    let done = sqlx::query("delete from track_pieces where jurisdiction_id = $1 and last_ms < $2")
        .bind(area.as_str())
        .bind(last.map_or(before.ms(), |last| last.saturating_add(1)))
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected())
}
