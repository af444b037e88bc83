//! Opening: the key, the pragmas, the migrations.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Result};

/// Every migration in order; `user_version` is how many were applied. Append only.
const MIGRATIONS: &[&str] = &[
    include_str!("../../../../migrations/device/0001_the_collector.sql"),
    include_str!("../../../../migrations/device/0002_scopes_and_digests.sql"),
    include_str!("../../../../migrations/device/0004_originals.sql"),
    include_str!("../../../../migrations/device/0005_the_journal.sql"),
    include_str!("../../../../migrations/device/0006_on_shift.sql"),
    include_str!("../../../../migrations/device/0007_drafts.sql"),
    include_str!("../../../../migrations/device/0008_first_page.sql"),
    include_str!("../../../../migrations/device/0009_base_maps.sql"),
    include_str!("../../../../migrations/device/0010_tracks.sql"),
    include_str!("../../../../migrations/device/0011_desk_tells.sql"),
    include_str!("../../../../migrations/device/0013_last_known.sql"),
    include_str!("../../../../migrations/device/0014_orders.sql"),
];

/// Opens a database and brings its tables up to date.
pub fn open(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    let mut connection = connect_with(path, key, OpenFlags::default())?;
    migrate(&mut connection)?;
    Ok(connection)
}

/// Opens a database that is there, as it is. In one whose tables are there this writes nothing.
pub fn connect(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    connect_with(path, key, OpenFlags::default().difference(OpenFlags::SQLITE_OPEN_CREATE))
}

fn connect_with(path: &Path, key: &[u8; 32], flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.pragma_update(None, "key", format!("x'{}'", hex::encode(key)))?;
    // The first read tells whether the key fits; before it SQLCipher has not looked.
    connection.query_row("select count(*) from sqlite_schema", [], |row| row.get::<_, i64>(0)).map_err(wrong_key)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(connection)
}

/// Says whether no migration is to be applied.
pub fn is_up_to_date(connection: &Connection) -> Result<bool> {
    Ok(applied(connection)? == MIGRATIONS.len())
}

fn wrong_key(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => Error::Broken("the database does not open with this key".to_owned()),
        Some(_) | None => error.into(),
    }
}

/// Reads every page and looks whether they make sense; an error that is the file's own says that it is broken.
pub fn check(connection: &Connection) -> Result<()> {
    let told = connection.query_row("pragma quick_check(1)", [], |row| row.get::<_, String>(0));
    match told {
        Ok(word) if word == "ok" => Ok(()),
        Ok(word) => Err(Error::Broken(word)),
        Err(error) => Err(match error.sqlite_error_code() {
            Some(
                rusqlite::ErrorCode::DatabaseBusy
                | rusqlite::ErrorCode::DatabaseLocked
                | rusqlite::ErrorCode::CannotOpen
                | rusqlite::ErrorCode::PermissionDenied
                | rusqlite::ErrorCode::ReadOnly
                | rusqlite::ErrorCode::DiskFull
                | rusqlite::ErrorCode::OutOfMemory,
            ) => error.into(),
            Some(_) | None => Error::Broken(error.to_string()),
        }),
    }
}

fn applied(connection: &Connection) -> Result<usize> {
    let applied: i64 = connection.query_row("pragma user_version", [], |row| row.get(0))?;
    Ok(usize::try_from(applied).unwrap_or(0))
}

/// Brings the tables up to date; writes nothing where they are.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    if is_up_to_date(connection)? {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Read again: another program may have done it a moment ago.
    let applied = applied(&transaction)?;
    if applied > MIGRATIONS.len() {
        return Err(Error::Storage("this home was written by a later version of the app".to_owned()));
    }
    for migration in MIGRATIONS.iter().skip(applied) {
        transaction.execute_batch(migration)?;
    }
    let applied = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    transaction.pragma_update(None, "user_version", applied)?;
    transaction.commit()?;
    Ok(())
}
