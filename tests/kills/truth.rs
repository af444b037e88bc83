//! What must be true after a kill: both databases are whole, and whatever the phone says has arrived has arrived.

use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use app_core::home;
use app_core::native::keys::{KeyFile, KeyPlace};
use app_core::native::open::world;
use rusqlite::{Connection, OpenFlags};
use shared::ids::{DeviceId, Sha256};

use crate::place::Place;

/// Looks at both sides.
pub fn after_a_kill(place: &Place) -> Result<()> {
    let phone = phone(place)?;
    let server = Connection::open_with_flags(place.path("data/xunge.db"), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    server.busy_timeout(std::time::Duration::from_secs(10))?;
    whole(&phone).context("the phone's database")?;
    whole(&server).context("the server's database")?;
    kept(place, &phone)?;
    arrived(place, &phone, &server)
}

/// After a home was erased and another device began in it: nothing is left of what was there.
pub fn is_new(place: &Place, before: DeviceId) -> Result<()> {
    let after = place.device()?;
    ensure!(after.is_some_and(|after| after != before), "device {before} was to be erased, there is {after:?}");
    let files = std::fs::read_dir(place.path("home/files"))?.map(|entry| Ok(entry?.file_name()));
    let files: Vec<_> = files.collect::<Result<_>>()?;
    ensure!(files == ["device"], "files are left: {files:?}");
    let phone = phone(place)?;
    whole(&phone).context("the new database")?;
    for table in ["session", "cases", "operations", "photos", "orders"] {
        let rows: i64 = phone.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0))?;
        ensure!(rows == 0, "{rows} rows of {table} are left");
    }
    Ok(())
}

fn phone(place: &Place) -> Result<Connection> {
    let folder = place.path("home");
    let place = KeyPlace::File(place.path("home.key"));
    let keys = home::unlock(&world(&folder, None)?, &KeyFile::new(place, &folder)?)?;
    let connection = Connection::open(folder.join("xunge.db"))?;
    let key: String = keys.database.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.pragma_update(None, "key", format!("x'{key}'"))?;
    Ok(connection)
}

fn whole(database: &Connection) -> Result<()> {
    let found: String = database.query_row("pragma integrity_check", [], |row| row.get(0))?;
    ensure!(found == "ok", "{found}");
    Ok(())
}

fn rows(database: &Connection, sql: &str) -> Result<Vec<(String, String, String)>> {
    let mut query = database.prepare(sql)?;
    let found = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// What the program said is saved, is; every row is in the log, and the log has no gap.
fn kept(place: &Place, phone: &Connection) -> Result<()> {
    let cases = rows(phone, "select id, operation_id, body from cases")?;
    let log = rows(phone, "select id, hash, body from operations order by sequence")?;
    let in_log = |operation: &str| log.iter().any(|(id, ..)| id == operation);
    for saved in &place.saved {
        let here = cases.iter().find(|(case, ..)| case == saved);
        let (_, operation, _) = here.with_context(|| format!("case {saved} was saved and is gone"))?;
        ensure!(in_log(operation), "case {saved} was saved and is in no log");
    }
    for (case, operation, heard) in &cases {
        // What the same person reported with another phone is here as the server tells it, and nothing of this one's log.
        let is_of_another = operation.is_empty() && !heard.is_empty();
        ensure!(is_of_another || in_log(operation), "case {case} waits for an operation that is in no log");
    }
    for (id, hash, body) in &log {
        ensure!(Sha256::of(body.as_bytes()).as_str() == hash, "operation {id} does not hash to what its row says");
    }
    let last: i64 = phone.query_row("select coalesce(max(sequence), 0) from operations", [], |row| row.get(0))?;
    ensure!(usize::try_from(last)? == log.len(), "the log has a gap");
    let sealed = place.path("home/files");
    for (photo, _, _) in rows(phone, "select id, '', '' from photos where receipt_ms = 0")? {
        for part in ["original", "working"] {
            ensure!(sealed.join(format!("{photo}.{part}")).is_file(), "the {part} file of photo {photo} is gone");
        }
    }
    Ok(())
}

/// What has an outcome or a receipt on the phone is at the server, byte for byte.
fn arrived(place: &Place, phone: &Connection, server: &Connection) -> Result<()> {
    let known = rows(server, "select id, hash, result from operations")?;
    for (id, hash, outcome) in rows(phone, "select id, hash, outcome from operations where outcome <> ''")? {
        let Some((_, theirs, result)) = known.iter().find(|(known, ..)| *known == id) else {
            bail!("operation {id} has an outcome, and the server does not know it");
        };
        ensure!(
            (theirs, result) == (&hash, &outcome),
            "operation {id}: {hash} {outcome}, the server {theirs} {result}"
        );
    }
    for (photo, sha256, _) in rows(phone, "select id, working_sha256, '' from photos where receipt_ms > 0")? {
        is_kept(&place.path("data/media"), &sha256).with_context(|| format!("photo {photo} has its receipt"))?;
    }
    Ok(())
}

fn is_kept(media: &Path, sha256: &str) -> Result<()> {
    let path = media.join(sha256.get(..2).unwrap_or_default()).join(sha256);
    let bytes = std::fs::read(&path).with_context(|| format!("read {}", path.display()))?;
    ensure!(Sha256::of(&bytes).as_str() == sha256, "{} holds other bytes", path.display());
    Ok(())
}
