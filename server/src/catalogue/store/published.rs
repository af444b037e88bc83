//! Versions of catalogues and calendars that a desk publishes: which there are, and which wait for their day.

use shared::ids::{JurisdictionId, Sha256};
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::pack_ref;
use crate::catalogue::bodies::{PackRow, Publication};
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

fn pack_row(row: &AnyRow) -> Result<PackRow> {
    Ok(PackRow {
        pack: pack_ref(row)?,
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        is_current: row.flag("is_current")?,
        valid_from: row.maybe_parsed("valid_from")?,
        in_force_at: row.maybe_number("in_force_at_ms")?.map(Instant::from_ms),
        is_withdrawn: row.flag("is_withdrawn")?,
        made_by: row.text("made_by")?,
        note: row.text("note")?,
        base: row.maybe_parsed("base_hash")?,
    })
}

/// Returns the versions of a kind, the newest first, from behind one on.
pub async fn page(
    connection: &mut AnyConnection,
    kind: PackKind,
    of: Option<&JurisdictionId>,
    before: Option<(Instant, &Sha256)>,
    limit: u32,
) -> Result<Vec<PackRow>> {
    let (before_ms, before_hash) = before.map_or((i64::MAX, ""), |(at, hash)| (at.ms(), hash.as_str()));
    let rows = sqlx::query(
        "select hash, kind, jurisdiction_id, version, size_bytes, made_at_ms, is_current, valid_from, in_force_at_ms, \
         is_withdrawn, made_by, note, base_hash \
         from packs where kind = $1 and ($2 = '' or jurisdiction_id = $2) \
         and (made_at_ms < $3 or (made_at_ms = $3 and hash < $4)) \
         order by made_at_ms desc, hash desc limit $5",
    )
    .bind(kind.as_str())
    .bind(of.map_or("", JurisdictionId::as_str))
    .bind(before_ms)
    .bind(before_hash)
    .bind(i64::from(limit))
    .fetch_all(connection)
    .await?;
    rows.iter().map(pack_row).collect()
}

/// Finds a version.
pub async fn find(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<PackRow>> {
    let row = sqlx::query(
        "select hash, kind, jurisdiction_id, version, size_bytes, made_at_ms, is_current, valid_from, in_force_at_ms, \
         is_withdrawn, made_by, note, base_hash \
         from packs where hash = $1",
    )
    .bind(hash.as_str())
    .fetch_optional(connection)
    .await?;
    row.map(|row| pack_row(&row)).transpose()
}

/// Returns what waits for its day, in the order in which it comes into force.
pub async fn waiting(connection: &mut AnyConnection) -> Result<Vec<PackRow>> {
    let rows = sqlx::query(
        "select hash, kind, jurisdiction_id, version, size_bytes, made_at_ms, is_current, valid_from, in_force_at_ms, \
         is_withdrawn, made_by, note, base_hash \
         from packs where kind in ($1, $2) and valid_from <> '' and in_force_at_ms is null and is_withdrawn = 0 \
         and is_current = 0 \
         order by valid_from, made_at_ms, hash",
    )
    .bind(PackKind::Catalogue.as_str())
    .bind(PackKind::Calendar.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(pack_row).collect()
}

/// Keeps a version that is not in force yet. One that was taken back and is published again waits anew.
pub async fn put(tx: &mut Tx, pack: &PackRef, compressed: Vec<u8>, said: Publication<'_>, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into packs (hash, kind, jurisdiction_id, version, size_bytes, content, is_current, made_at_ms, \
         valid_from, made_by, note, base_hash) \
         values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11) \
         on conflict (hash) do update set made_at_ms = excluded.made_at_ms, valid_from = excluded.valid_from, \
         is_withdrawn = 0, in_force_at_ms = null, made_by = excluded.made_by, note = excluded.note, \
         base_hash = excluded.base_hash",
    )
    .bind(pack.hash.as_str())
    .bind(pack.kind.as_str())
    .bind(pack.jurisdiction.as_str())
    .bind(&pack.version)
    .bind(i64::try_from(pack.size_bytes).unwrap_or(i64::MAX))
    .bind(compressed)
    .bind(now.ms())
    .bind(said.valid_from.to_string())
    .bind(said.made_by)
    .bind(said.note)
    .bind(said.base.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts a version in force in place of the one before it.
pub async fn bring_into_force(tx: &mut Tx, pack: &PackRef, now: Instant) -> Result<()> {
    sqlx::query("update packs set is_current = 0 where kind = $1 and jurisdiction_id = $2 and is_current = 1")
        .bind(pack.kind.as_str())
        .bind(pack.jurisdiction.as_str())
        .execute(&mut **tx)
        .await?;
    sqlx::query("update packs set is_current = 1, in_force_at_ms = $2 where hash = $1")
        .bind(pack.hash.as_str())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes back a version that waits; says whether it waited.
pub async fn withdraw(tx: &mut Tx, hash: &Sha256) -> Result<bool> {
    let done = sqlx::query(
        "update packs set is_withdrawn = 1 \
         where hash = $1 and is_withdrawn = 0 and is_current = 0 and in_force_at_ms is null and valid_from <> '' \
         and kind in ($2, $3)",
    )
    .bind(hash.as_str())
    .bind(PackKind::Catalogue.as_str())
    .bind(PackKind::Calendar.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}
