//! The phone's rows: SQLite, encrypted whole, one file here per table.
//!
//! Never sends and never computes. [`Store::read`] hands out a [`Reader`], [`Store::write`] a [`Writer`] inside one
//! transaction; a `Reader` has no way to write. SQL lives here and nowhere else in the core. [`opening`] is how a home's
//! database is found, filled from its [`journal`] when it broke, or begun.

mod open;
pub mod opening;
pub mod journal;
mod salvage;
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
mod unsent;
pub mod notices;
pub mod picks;
pub mod pages;
pub mod desk;
pub mod base_maps;
pub mod leaving;
pub mod sizes;
pub mod last_known;
pub mod pause;
pub mod drafts;
pub mod track;
pub mod day;
pub mod orders;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::ops::Deref;
use std::path::Path;
use std::str::FromStr;

use rusqlite::Connection;
use shared::time::Instant;

use self::journal::entry::Entry;
use self::opening::Place;
use crate::error::{Error, Result};

/// The database of one home.
pub struct Store {
    connection: RefCell<Connection>,
    place: Place,
}

/// Reads rows.
pub struct Reader<'a> {
    sql: &'a Connection,
}

/// Reads and writes rows inside one transaction.
pub struct Writer<'a> {
    reader: Reader<'a>,
    /// What the journal is to know before the transaction is committed.
    entries: RefCell<Vec<Entry>>,
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

impl Store {
    fn of(connection: Connection, place: Place) -> Self {
        Self { connection: RefCell::new(connection), place }
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

    /// Writes in one transaction: all of it, or after an error nothing. What must survive the database is in the journal
    /// before the transaction is committed. Before the first time all of the database is read: nothing is written to a
    /// broken one.
    pub fn write<T>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        self.place.look_through(self)?;
        let mut connection = self.connection.try_borrow_mut().map_err(|_| nested())?;
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let writer = Writer { reader: Reader { sql: &transaction }, entries: RefCell::default() };
        let done = work(&writer)?;
        let entries = writer.entries.take();
        if entries.is_empty() {
            transaction.commit()?;
            return Ok(done);
        }
        let before = writer.journal_position()?;
        // Not `commit`: an entry is taken back while the database is still ours alone.
        let committed =
            self.place.enter(&writer, &entries).and_then(|()| transaction.execute_batch("commit").map_err(Error::from));
        if let (Err(_), Some(before)) = (&committed, &before) {
            self.place.book().take_back(before);
        }
        committed.map(|()| done)
    }

    /// Writes in one transaction what the journal knows, or what it is told in another way.
    fn write_quietly<T>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection.try_borrow_mut().map_err(|_| nested())?;
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let done = work(&Writer { reader: Reader { sql: &transaction }, entries: RefCell::default() })?;
        transaction.commit()?;
        Ok(done)
    }

    /// Reads all of the database, unless that was done since it was opened; an error that is the file's own says that it
    /// is broken.
    pub fn look_through(&self) -> Result<()> {
        self.place.look_through(self)
    }

    /// Says whether all of the database was read since it was opened.
    pub fn is_looked_through(&self) -> bool {
        self.place.is_looked_through()
    }

    /// Returns where the database lies.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    /// Lets go of the file for good: it is about to be erased. What is read or written from now on finds nothing.
    pub fn close(&self) -> Result<()> {
        self.swap(Connection::open_in_memory()?)
    }

    /// Says whether every page can be read and makes sense. Reads all of it.
    pub fn is_sound(&self) -> Result<bool> {
        self.place.is_sound(self)
    }

    /// Puts the broken database aside and fills another from the journal.
    pub fn mend(&self) -> Result<()> {
        self.place.mend(self)
    }

    fn swap(&self, connection: Connection) -> Result<()> {
        let mut held = self.connection.try_borrow_mut().map_err(|_| nested())?;
        *held = connection;
        Ok(())
    }
}

impl Writer<'_> {
    /// Lets the journal know.
    fn enter(&self, entry: Entry) {
        self.entries.borrow_mut().push(entry);
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
