//! What can still be read of a broken database and would otherwise have to be fetched, packs and tasks, or typed anew:
//! the words of drafts.
//!
//! Best effort: a pack counts only when it is what its name says, a task only when it can be read, and nothing here ever
//! stops a rebuild.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use shared::ids::{AccountId, Sha256};
use shared::sync::hello::{PackKind, PackRef};
use shared::task::Task;
use shared::time::Instant;

use super::drafts::{SalvagedDraft, salvaged};
use super::{Writer, parsed};
use crate::error::Result;

/// A task, its bytes, and whose it is.
struct SalvagedTask {
    task: Task,
    body: String,
    account: AccountId,
}

/// Takes over what is whole.
pub fn salvage(writer: &Writer<'_>, broken: &Path, key: &[u8; 32], now: Instant) {
    let packs = packs(broken, key).unwrap_or_default();
    let tasks = tasks(broken, key).unwrap_or_default();
    let drafts = drafts(broken, key).unwrap_or_default();
    let kept = keep(writer, &packs, &tasks, now);
    let begun = drafts.iter().try_for_each(|draft| writer.put_salvaged_draft(draft));
    tracing::warn!(
        packs = packs.len(),
        tasks = tasks.len(),
        drafts = drafts.len(),
        kept = kept.is_ok() && begun.is_ok(),
        "Salvaged from the broken database"
    );
}

fn keep(writer: &Writer<'_>, packs: &[(PackRef, Vec<u8>)], tasks: &[SalvagedTask], now: Instant) -> Result<()> {
    for (pack, bytes) in packs {
        writer.put_pack(pack, bytes, now)?;
    }
    let refs: Vec<PackRef> = packs.iter().map(|(pack, _)| pack.clone()).collect();
    writer.use_packs(&refs)?;
    for SalvagedTask { task, body, account } in tasks {
        writer.hear_task(task, body, *account, 0)?;
    }
    Ok(())
}

/// Opens the file as it stands, without its log and without writing a byte into it.
fn open(broken: &Path, key: &[u8; 32]) -> rusqlite::Result<Connection> {
    let mut path = String::new();
    for byte in broken.to_string_lossy().bytes() {
        match byte {
            b'%' | b'?' | b'#' | 0x80.. => path.push_str(&format!("%{byte:02X}")),
            byte => path.push(char::from(byte)),
        }
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?;
    connection.pragma_update(None, "key", format!("x'{}'", hex::encode(key)))?;
    Ok(connection)
}

fn packs(broken: &Path, key: &[u8; 32]) -> rusqlite::Result<Vec<(PackRef, Vec<u8>)>> {
    let connection = open(broken, key)?;
    let mut query = connection
        .prepare("select hash, kind, jurisdiction_id, version, size_bytes, bytes from packs where current = 1")?;
    let rows = query.query_map([], |row| {
        let (kind, bytes): (String, Vec<u8>) = (row.get("kind")?, row.get("bytes")?);
        let pack = PackRef {
            kind: kind_of(&kind),
            jurisdiction: parsed(row, "jurisdiction_id")?,
            hash: parsed(row, "hash")?,
            version: row.get("version")?,
            size_bytes: super::count(row, "size_bytes")?,
        };
        Ok((pack, bytes))
    })?;
    // Rows before the first one that cannot be read are good rows.
    Ok(rows.map_while(|row| row.ok()).filter(|(pack, bytes)| Sha256::of(bytes) == pack.hash).collect())
}

fn tasks(broken: &Path, key: &[u8; 32]) -> rusqlite::Result<Vec<SalvagedTask>> {
    let connection = open(broken, key)?;
    let mut query = connection.prepare("select account_id, body from tasks")?;
    let rows = query.query_map([], |row| {
        let (body, account): (String, AccountId) = (row.get("body")?, parsed(row, "account_id")?);
        Ok(serde_json::from_str::<Task>(&body).ok().map(|task| SalvagedTask { task, body, account }))
    })?;
    Ok(rows.map_while(|row| row.ok()).flatten().collect())
}

/// A database from before there were drafts has none.
fn drafts(broken: &Path, key: &[u8; 32]) -> rusqlite::Result<Vec<SalvagedDraft>> {
    let connection = open(broken, key)?;
    let mut query =
        connection.prepare("select account_id, kind, of_id, case_id, task_id, body, kept_ms from drafts")?;
    let rows = query.query_map([], salvaged)?;
    Ok(rows.map_while(|row| row.ok()).collect())
}

fn kind_of(word: &str) -> PackKind {
    [PackKind::Catalogue, PackKind::Calendar, PackKind::Boundaries, PackKind::Settings]
        .into_iter()
        .find(|kind| kind.as_str() == word)
        .unwrap_or(PackKind::Unknown)
}
