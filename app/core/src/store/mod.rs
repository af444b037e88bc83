//! The phone's rows: SQLite, encrypted whole, one file here per table.
//!
//! Never sends and never computes. [`Store::read`] hands out a [`Reader`], [`Store::write`] a [`Writer`] inside one
//! transaction; a `Reader` has no way to write. SQL lives here and nowhere else in the core.

mod open;
pub mod device;
pub mod session;
pub mod contact;
pub mod packs;
pub mod operations;
pub mod cases;
pub mod tasks;
pub mod nearby;
pub mod marks;
pub mod photos;
pub mod originals;
pub mod chain;
pub mod pictures;
pub mod unread;
pub mod rounds;
pub mod shifts;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::ops::Deref;
use std::path::Path;
use std::str::FromStr;

use rusqlite::Connection;
use shared::time::Instant;

use crate::error::{Error, Result};

/// The database of one home.
pub struct Store {
    connection: RefCell<Connection>,
}

/// Reads rows.
pub struct Reader<'a> {
    sql: &'a Connection,
}

/// Reads and writes rows inside one transaction.
pub struct Writer<'a> {
    reader: Reader<'a>,
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl Store {
    /// Opens the database with its key, making or migrating it as needed.
    pub fn open(path: &Path, key: &[u8; 32]) -> Result<Self> {
        Ok(Self { connection: RefCell::new(open::open(path, key)?) })
    }

    /// Reads.
    pub fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        let connection = self.connection.try_borrow().map_err(|_| nested())?;
        work(&Reader { sql: &connection })
    }

    /// Ends the transaction here and goes on in another one.
    #[cfg(feature = "planted")]
    pub fn split(writer: &Writer<'_>) -> Result<()> {
        Ok(writer.sql.execute_batch("commit; begin immediate")?)
    }

    /// Writes in one transaction: all of it, or after an error nothing.
    pub fn write<T>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection.try_borrow_mut().map_err(|_| nested())?;
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let done = work(&Writer { reader: Reader { sql: &transaction } })?;
        transaction.commit()?;
        Ok(done)
    }
}

fn nested() -> Error {
    Error::Bug("the store was used inside its own transaction".to_owned())
}

/// Reads a column that holds an id or another parsed word.
fn parsed<T: FromStr>(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| unreadable(column))
}

/// Reads a column in which the empty text means none.
fn optional<T: FromStr>(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let text: String = row.get(column)?;
    if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| unreadable(column)) }
}

/// Reads a column of JSON in which the empty text means none.
fn json<T: serde::de::DeserializeOwned>(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Option<T>> {
    let text: String = row.get(column)?;
    if text.is_empty() { Ok(None) } else { serde_json::from_str(&text).map(Some).map_err(|_| unreadable(column)) }
}

/// Reads an instant; nought means never.
fn instant(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<Option<Instant>> {
    let ms: i64 = row.get(column)?;
    Ok((ms != 0).then(|| Instant::from_ms(ms)))
}

/// Reads a count.
fn count(row: &rusqlite::Row<'_>, column: &str) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    Ok(u64::try_from(value).unwrap_or(0))
}

fn unreadable(column: &str) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(0, column.to_owned(), rusqlite::types::Type::Text)
}

/// SQLite counts in signed numbers; nothing here comes near their end.
fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn text<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
