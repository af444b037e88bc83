//! What was changed in directories, the newest first.

use shared::api::directory::{ChangeKind, DirectoryChange, EntryState};
use shared::ids::{AccountId, DirectoryChangeId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// A change as it is written down.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Its identity.
    pub id: DirectoryChangeId,
    /// In whose list.
    pub of: &'a JurisdictionId,
    /// When.
    pub at: Instant,
    /// Who.
    pub account: Option<AccountId>,
    /// What it did.
    pub kind: ChangeKind,
    /// Where.
    pub unit: &'a str,
    /// Where a unit moved to; empty for what did not.
    pub moved_to: &'a str,
    /// How many entries it concerned.
    pub entries: usize,
    /// The entries as they stood before.
    pub before: &'a [EntryState],
    /// And after.
    pub after: &'a [EntryState],
    /// What it takes back.
    pub undoes: Option<DirectoryChangeId>,
}

/// Writes one down.
pub async fn insert(tx: &mut Tx, row: &Row<'_>) -> Result<()> {
    sqlx::query(
        "insert into directory_changes \
         (id, jurisdiction_id, at_ms, account_id, kind, unit, moved_to, entries, before, after, undoes) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(row.id.to_string())
    .bind(row.of.as_str())
    .bind(row.at.ms())
    .bind(row.account.map(|id| id.to_string()))
    .bind(row.kind.as_str())
    .bind(row.unit)
    .bind(row.moved_to)
    .bind(i64::try_from(row.entries).unwrap_or(i64::MAX))
    .bind(serde_json::to_string(row.before)?)
    .bind(serde_json::to_string(row.after)?)
    .bind(row.undoes.map(|id| id.to_string()).unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes that a change was taken back by another.
pub async fn undone(tx: &mut Tx, id: DirectoryChangeId, by: DirectoryChangeId) -> Result<()> {
    sqlx::query("update directory_changes set undone_by = $2 where id = $1")
        .bind(id.to_string())
        .bind(by.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Returns one with all of its entries, and where a unit moved to.
pub async fn find(connection: &mut AnyConnection, id: DirectoryChangeId) -> Result<Option<(DirectoryChange, String)>> {
    let row = sqlx::query(
        "select c.id, c.jurisdiction_id, c.at_ms, c.account_id, coalesce(a.name, '') as name, c.kind, c.unit, \
         c.moved_to, c.entries, c.before, c.after, c.undoes, c.undone_by \
         from directory_changes c left join accounts a on a.id = c.account_id where c.id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((change(&row)?, row.text("moved_to")?))).transpose()
}

/// Returns a page of those of a list, the newest first, below one that was seen.
pub async fn page(
    connection: &mut AnyConnection,
    of: &str,
    below: &str,
    account: &str,
    most: i64,
) -> Result<Vec<DirectoryChange>> {
    let rows = sqlx::query(
        "select c.id, c.jurisdiction_id, c.at_ms, c.account_id, coalesce(a.name, '') as name, c.kind, c.unit, \
         c.moved_to, c.entries, c.before, c.after, c.undoes, c.undone_by \
         from directory_changes c left join accounts a on a.id = c.account_id \
         where c.jurisdiction_id = $1 and c.id < $2 and ($3 = '' or c.account_id = $3) \
         order by c.id desc limit $4",
    )
    .bind(of)
    .bind(below)
    .bind(account)
    .bind(most)
    .fetch_all(connection)
    .await?;
    rows.iter().map(change).collect()
}

fn change(row: &AnyRow) -> Result<DirectoryChange> {
    let kind = row.text("kind")?;
    Ok(DirectoryChange {
        id: row.parsed("id")?,
        jurisdiction: row.parsed("jurisdiction_id")?,
        at: Instant::from_ms(row.number("at_ms")?),
        account: row.maybe_parsed("account_id")?,
        name: row.text("name")?,
        kind: ChangeKind::parse(&kind)
            .ok_or_else(|| anyhow::anyhow!("a change of a directory has the unknown kind {kind}"))?,
        unit: row.text("unit")?,
        entries: u64::try_from(row.number("entries")?).unwrap_or(0),
        before: row.json("before")?,
        after: row.json("after")?,
        undoes: row.maybe_parsed("undoes")?,
        undone_by: row.maybe_parsed("undone_by")?,
        may_undo: false,
    })
}
