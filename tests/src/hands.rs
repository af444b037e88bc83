//! Hands that reach into a database behind the program's back, to make the holes that must be found.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use app_core::home::{self, Keys};
use app_core::native::keys::KeyFile;
use app_core::native::open::world;
use rusqlite::Connection;

use crate::collector::place;
use crate::world::World;

/// Opens a phone's database with its key, beside the running phone.
pub fn in_phone(folder: &Path) -> Result<Connection> {
    let keys = keys_of(folder)?;
    let connection = Connection::open(folder.join("xunge.db"))?;
    let key: String = keys.database.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.pragma_update(None, "key", format!("x'{key}'"))?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}

/// Puts other bytes in the place of a phone's sealed file, sealed with its own key: what somebody can do who has got into
/// the whole phone.
pub fn reseal(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let sealed = keys_of(folder)?.files.seal(name, bytes, [9; 24])?;
    let file = folder.join("files").join(name);
    ensure!(file.is_file(), "{} is not there", file.display());
    std::fs::write(&file, sealed).with_context(|| format!("write {}", file.display()))
}

fn keys_of(folder: &Path) -> Result<Keys> {
    let home = place(folder);
    Ok(home::unlock(&world(folder, None)?, &KeyFile::new(home.key, folder)?)?)
}

/// Changes the server's database and returns how many rows that were.
pub async fn in_server(world: &World, sql: &str) -> Result<u64> {
    let mut tx = world.app()?.db.write().await?;
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    let done = sqlx::query(sql).execute(&mut *tx).await.context("reach into the server")?;
    tx.commit().await?;
    Ok(done.rows_affected())
}
