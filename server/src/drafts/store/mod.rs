//! Drafts and their lines in the database.

pub mod cases;

use shared::api::catalogue::DraftLine;
use shared::draft::edit::Edit;
use shared::ids::{AccountId, JurisdictionId, Sha256};
use shared::sync::hello::PackKind;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// An open draft as it stands in its row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// The version it was begun on.
    pub base: Sha256,
    /// Rises with every change.
    pub version: u64,
    /// When it was begun.
    pub opened_at: Instant,
    /// Who began it.
    pub opened_by: String,
}

/// A line with the edit behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What is told of it.
    pub told: DraftLine,
    /// What was asked.
    pub edit: Edit,
}

fn count(row: &AnyRow, column: &str) -> Result<u64> {
    Ok(u64::try_from(row.number(column)?).unwrap_or(0))
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Finds the open draft of a kind and a jurisdiction.
pub async fn find(connection: &mut AnyConnection, kind: PackKind, of: &JurisdictionId) -> Result<Option<DraftRow>> {
    let row = sqlx::query(
        "select id, base_hash, version, opened_at_ms, opened_by from drafts \
         where kind = $1 and jurisdiction_id = $2 and is_open = 1",
    )
    .bind(kind.as_str())
    .bind(of.as_str())
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(DraftRow {
        id: row.text("id")?,
        base: row.parsed("base_hash")?,
        version: count(&row, "version")?,
        opened_at: Instant::from_ms(row.number("opened_at_ms")?),
        opened_by: row.text("opened_by")?,
    }))
}

/// Begins a draft; says whether there was none.
pub async fn open(tx: &mut Tx, kind: PackKind, of: &JurisdictionId, draft: &DraftRow) -> Result<bool> {
    let done = sqlx::query(
        "insert into drafts (id, kind, jurisdiction_id, base_hash, version, is_open, opened_at_ms, opened_by) \
         values ($1, $2, $3, $4, $5, 1, $6, $7) on conflict do nothing",
    )
    .bind(&draft.id)
    .bind(kind.as_str())
    .bind(of.as_str())
    .bind(draft.base.as_str())
    .bind(number(draft.version))
    .bind(draft.opened_at.ms())
    .bind(&draft.opened_by)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets the version of a draft rise; says whether it was the one that was seen.
pub async fn step(tx: &mut Tx, id: &str, seen: u64) -> Result<bool> {
    let done = sqlx::query("update drafts set version = version + 1 where id = $1 and version = $2 and is_open = 1")
        .bind(id)
        .bind(number(seen))
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Says that a draft is begun on another version.
pub async fn rebase(tx: &mut Tx, id: &str, base: &Sha256) -> Result<()> {
    sqlx::query("update drafts set base_hash = $2 where id = $1")
        .bind(id)
        .bind(base.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends a draft: it was published, or dropped.
pub async fn close(tx: &mut Tx, id: &str) -> Result<()> {
    sqlx::query("update drafts set is_open = 0 where id = $1").bind(id).execute(&mut **tx).await?;
    Ok(())
}

/// Returns the lines of a draft, oldest first.
pub async fn lines(connection: &mut AnyConnection, id: &str) -> Result<Vec<Line>> {
    let rows = sqlx::query(
        "select number, at_ms, author, edit, zh, en, changes, is_taken_back from draft_lines \
         where draft_id = $1 order by number",
    )
    .bind(id)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Line {
                told: DraftLine {
                    number: count(row, "number")?,
                    at: Instant::from_ms(row.number("at_ms")?),
                    author: row.text("author")?,
                    zh: row.text("zh")?,
                    en: row.text("en")?,
                    changes: count(row, "changes")?,
                    is_taken_back: row.flag("is_taken_back")?,
                },
                edit: row.json("edit")?,
            })
        })
        .collect()
}

/// Adds a line to a draft.
pub async fn add_line(tx: &mut Tx, id: &str, of: &JurisdictionId, by: AccountId, line: &Line) -> Result<()> {
    sqlx::query(
        "insert into draft_lines (draft_id, number, jurisdiction_id, at_ms, account_id, author, edit, zh, en, changes, \
         is_taken_back) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)",
    )
    .bind(id)
    .bind(number(line.told.number))
    .bind(of.as_str())
    .bind(line.told.at.ms())
    .bind(by.to_string())
    .bind(&line.told.author)
    .bind(serde_json::to_string(&line.edit)?)
    .bind(&line.told.zh)
    .bind(&line.told.en)
    .bind(number(line.told.changes))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Marks a line as taken back.
pub async fn take_back(tx: &mut Tx, id: &str, line: u64) -> Result<()> {
    sqlx::query("update draft_lines set is_taken_back = 1 where draft_id = $1 and number = $2")
        .bind(id)
        .bind(number(line))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
