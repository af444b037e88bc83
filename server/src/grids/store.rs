//! What is known of editions beside their packs, duty grids while they are drawn, and who walks which.

use std::collections::{BTreeMap, BTreeSet};

use shared::account::Role;
use shared::api::areas::{AreaCounts, Walked, Walker};
use shared::grid::compare::AreaChanges;
use shared::ids::{JurisdictionId, Sha256};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// What was known of an edition when it was imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Who imported it.
    pub made_by: String,
    /// The edition that it was made after.
    pub before: Option<Sha256>,
    /// What is in it.
    pub counts: AreaCounts,
    /// What it changed.
    pub changes: AreaChanges,
}

/// Keeps a note. The same edition imported again is as if it were imported now.
pub async fn put_note(tx: &mut Tx, hash: &Sha256, jurisdiction: &JurisdictionId, note: &Note) -> Result<()> {
    sqlx::query(
        "insert into edition_notes (hash, jurisdiction_id, made_by, before_hash, counts, changes) \
         values ($1, $2, $3, $4, $5, $6) \
         on conflict (hash) do update set made_by = excluded.made_by, before_hash = excluded.before_hash, \
         counts = excluded.counts, changes = excluded.changes",
    )
    .bind(hash.as_str())
    .bind(jurisdiction.as_str())
    .bind(&note.made_by)
    .bind(note.before.as_ref().map_or("", Sha256::as_str))
    .bind(serde_json::to_string(&note.counts)?)
    .bind(serde_json::to_string(&note.changes)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns all notes.
pub async fn notes(connection: &mut AnyConnection) -> Result<BTreeMap<Sha256, Note>> {
    let rows = sqlx::query("select hash, made_by, before_hash, counts, changes from edition_notes order by hash")
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let note = Note {
                made_by: row.text("made_by")?,
                before: row.maybe_parsed("before_hash")?,
                counts: row.json("counts")?,
                changes: row.json("changes")?,
            };
            Ok((row.parsed("hash")?, note))
        })
        .collect()
}

/// A drawing as it lies in its row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DrawingRow {
    /// The edition that it was begun on.
    pub base: Sha256,
    /// Rises with every change.
    pub version: u64,
    /// The duty grids as JSON; empty where it was let go.
    pub body: String,
    /// Who changed it last.
    pub saved_by: String,
    /// When.
    pub saved_at: Instant,
}

/// Returns the drawing of a jurisdiction.
pub async fn drawing(connection: &mut AnyConnection, jurisdiction: &JurisdictionId) -> Result<Option<DrawingRow>> {
    let row = sqlx::query(
        "select base_hash, version, body, saved_by, saved_at_ms from duty_drawings where jurisdiction_id = $1",
    )
    .bind(jurisdiction.as_str())
    .fetch_optional(connection)
    .await?;
    let read = row.map(|row| {
        Ok(DrawingRow {
            base: row.parsed("base_hash")?,
            version: u64::try_from(row.number("version")?).unwrap_or(0),
            body: row.text("body")?,
            saved_by: row.text("saved_by")?,
            saved_at: Instant::from_ms(row.number("saved_at_ms")?),
        })
    });
    read.transpose()
}

/// Returns the jurisdictions that have a drawing.
pub async fn drawn(connection: &mut AnyConnection) -> Result<BTreeSet<JurisdictionId>> {
    let rows = sqlx::query("select jurisdiction_id from duty_drawings where body <> '' order by jurisdiction_id")
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.parsed("jurisdiction_id")).collect()
}

/// Puts a drawing in the place of the version that was seen, 0 where there was none; says whether that one was still there.
pub async fn put_drawing(tx: &mut Tx, jurisdiction: &JurisdictionId, seen: u64, row: &DrawingRow) -> Result<bool> {
    let done = sqlx::query(
        "insert into duty_drawings (jurisdiction_id, base_hash, version, body, saved_by, saved_at_ms) \
         values ($1, $2, $3, $4, $5, $6) \
         on conflict (jurisdiction_id) do update set base_hash = excluded.base_hash, version = excluded.version, \
         body = excluded.body, saved_by = excluded.saved_by, saved_at_ms = excluded.saved_at_ms \
         where duty_drawings.version = $7",
    )
    .bind(jurisdiction.as_str())
    .bind(row.base.as_str())
    .bind(i64::try_from(row.version).unwrap_or(i64::MAX))
    .bind(&row.body)
    .bind(&row.saved_by)
    .bind(row.saved_at.ms())
    .bind(i64::try_from(seen).unwrap_or(i64::MAX))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Counts who walks each duty grid; of a jurisdiction's own people.
pub async fn walked(connection: &mut AnyConnection, jurisdiction: &JurisdictionId) -> Result<Vec<Walked>> {
    let rows = sqlx::query(
        "select g.duty_grid, count(*) as people \
         from account_grids g join accounts a on a.id = g.account_id \
         where g.jurisdiction_id = $1 and a.is_disabled = 0 \
         group by g.duty_grid order by g.duty_grid",
    )
    .bind(jurisdiction.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let people = u64::try_from(row.number("people")?).unwrap_or(0);
            Ok(Walked { duty_grid: row.text("duty_grid")?, people })
        })
        .collect()
}

/// Returns who walks a duty grid.
pub async fn walkers(connection: &mut AnyConnection, duty_grid: &str) -> Result<Vec<Walker>> {
    let rows = sqlx::query(
        "select a.id, a.user_name, a.name, a.role \
         from account_grids g join accounts a on a.id = g.account_id \
         where g.duty_grid = $1 and a.is_disabled = 0 order by a.user_name",
    )
    .bind(duty_grid)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let role = row.text("role")?;
            Ok(Walker {
                duty_grid: duty_grid.to_owned(),
                account: row.parsed("id")?,
                user: row.parsed("user_name")?,
                name: row.text("name")?,
                role: Role::parse(&role).ok_or_else(|| anyhow::anyhow!("an account has the unknown role {role}"))?,
            })
        })
        .collect()
}
