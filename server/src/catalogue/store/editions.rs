//! Editions of boundaries: which there are, which is in force, and which cases still have to hear of it.

use shared::grid::edition::{Edition, Term};
use shared::ids::{JurisdictionId, Sha256};
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::catalogue::bodies::EditionRow;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

fn edition(row: &AnyRow) -> Result<EditionRow> {
    let instant = |column| Ok::<_, crate::error::Error>(row.maybe_number(column)?.map(Instant::from_ms));
    Ok(EditionRow {
        edition: Edition {
            hash: row.parsed("hash")?,
            jurisdiction: row.parsed("jurisdiction_id")?,
            term: Term {
                version: row.text("version")?,
                valid_from: row.maybe_parsed("valid_from")?,
                valid_to: row.maybe_parsed("valid_to")?,
            },
            made_at: Instant::from_ms(row.number("made_at_ms")?),
            is_withdrawn: row.flag("is_withdrawn")?,
        },
        is_current: row.flag("is_current")?,
        in_force_at: instant("in_force_at_ms")?,
        judged_at: instant("judged_at_ms")?,
    })
}

/// Returns all editions, by jurisdiction and in the order of their days.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<EditionRow>> {
    let rows = sqlx::query(
        "select hash, jurisdiction_id, version, valid_from, valid_to, made_at_ms, is_withdrawn, is_current, \
         in_force_at_ms, judged_at_ms \
         from packs where kind = $1 order by jurisdiction_id, valid_from, made_at_ms, hash",
    )
    .bind(PackKind::Boundaries.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(edition).collect()
}

/// Returns when the newest edition of a jurisdiction was made.
pub async fn newest(connection: &mut AnyConnection, jurisdiction: &JurisdictionId) -> Result<Option<Instant>> {
    let row = sqlx::query("select max(made_at_ms) as newest from packs where kind = $1 and jurisdiction_id = $2")
        .bind(PackKind::Boundaries.as_str())
        .bind(jurisdiction.as_str())
        .fetch_one(connection)
        .await?;
    Ok(row.maybe_number("newest")?.map(Instant::from_ms))
}

/// Keeps an edition that is not in force yet. The same one again is as if it were imported now.
pub async fn put(tx: &mut Tx, pack: &PackRef, term: &Term, compressed: Vec<u8>, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into packs (hash, kind, jurisdiction_id, version, size_bytes, content, is_current, made_at_ms, \
         valid_from, valid_to) \
         values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9) \
         on conflict (hash) do update set made_at_ms = excluded.made_at_ms, is_withdrawn = 0, \
         valid_from = excluded.valid_from, valid_to = excluded.valid_to",
    )
    .bind(pack.hash.as_str())
    .bind(pack.kind.as_str())
    .bind(pack.jurisdiction.as_str())
    .bind(&pack.version)
    .bind(i64::try_from(pack.size_bytes).unwrap_or(i64::MAX))
    .bind(compressed)
    .bind(now.ms())
    .bind(term.valid_from.map(|day| day.to_string()).unwrap_or_default())
    .bind(term.valid_to.map(|day| day.to_string()).unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts an edition in force in place of the one before it.
pub async fn bring_into_force(tx: &mut Tx, edition: &Edition, now: Instant) -> Result<()> {
    sqlx::query("update packs set is_current = 0 where kind = $1 and jurisdiction_id = $2 and is_current = 1")
        .bind(PackKind::Boundaries.as_str())
        .bind(edition.jurisdiction.as_str())
        .execute(&mut **tx)
        .await?;
    sqlx::query("update packs set is_current = 1, in_force_at_ms = $2, judged_at_ms = null where hash = $1")
        .bind(edition.hash.as_str())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that all open cases were looked at by an edition that came into force then.
pub async fn judged(tx: &mut Tx, hash: &Sha256, in_force_at: Instant, began: Instant) -> Result<()> {
    sqlx::query("update packs set judged_at_ms = $3 where hash = $1 and in_force_at_ms = $2 and is_current = 1")
        .bind(hash.as_str())
        .bind(in_force_at.ms())
        .bind(began.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes an edition back.
pub async fn withdraw(tx: &mut Tx, hash: &Sha256) -> Result<()> {
    sqlx::query("update packs set is_withdrawn = 1 where hash = $1").bind(hash.as_str()).execute(&mut **tx).await?;
    Ok(())
}
