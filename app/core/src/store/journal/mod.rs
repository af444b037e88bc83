//! The journal: what must survive the database, sealed, in a file beside it that only grows.
//!
//! Every operation, every signed photo, what became of them, the sign-in and the device's own key are entered here before
//! the transaction they belong to is committed, and the database remembers how far the journal had come. So:
//!
//! - a crash between the two leaves an entry more: it is taken into the database at the next opening. A person pressed
//!   "save", and what they saved is there;
//! - a transaction that fails takes its entry back;
//! - a database that breaks, or falls back to an earlier state, is filled again from here, with the very same bytes, hashes
//!   and numbers. What only the server knows is pulled anew.
//!
//! `frame` is the file, `entry` what stands in it, `replay` brings it into a database, `rewrite` takes it out of one.
//! Never sends. Start with [`Book`].

pub mod entry;
pub mod frame;
mod replay;
mod rewrite;

pub use self::replay::{Known, Replayed, replay};
pub use self::rewrite::shot;

use std::rc::Rc;

use rusqlite::OptionalExtension as _;

use self::entry::Entry;
use self::frame::{HEAD_BYTES, Read};
use super::{Reader, Writer, count, signed};
use crate::error::{Error, Result};
use crate::home::{self, FileKey};
use crate::ports::{Journal, Random};

/// The head and the first entry, which is the device's, stand in so many bytes.
const BEGINNING_BYTES: usize = 1_024;

/// The journal of one home.
#[derive(Clone)]
pub struct Book {
    file: Rc<dyn Journal>,
    random: Rc<dyn Random>,
    key: FileKey,
}

/// How far the journal had come when the database was last written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Position {
    /// Which journal: another one after it was written anew.
    pub id: String,
    /// Its entries.
    pub entries: u64,
    /// Its bytes.
    pub length_bytes: u64,
    /// Its bytes when it was last written anew.
    pub written_bytes: u64,
}

impl Book {
    /// Keeps a journal in that file, sealed with that key.
    pub fn new(file: Rc<dyn Journal>, random: Rc<dyn Random>, key: FileKey) -> Self {
        Self { file, random, key }
    }

    /// Reads all of it; `None` when there is none.
    pub fn read(&self) -> Result<Option<Read>> {
        Ok(self.file.read()?.map(|bytes| frame::read(&bytes, &self.key)))
    }

    /// Reads the entries at its beginning, without the rest; `None` when there is none.
    pub fn read_beginning(&self) -> Result<Option<Read>> {
        Ok(self.file.read_head(BEGINNING_BYTES)?.map(|bytes| frame::read(&bytes, &self.key)))
    }

    /// Says whether the file stands where the database thinks.
    pub fn stands_at(&self, position: &Position) -> Result<bool> {
        Ok(self.file.length()? == Some(position.length_bytes) && self.id()?.as_deref() == Some(position.id.as_str()))
    }

    /// Reads what was entered behind a position; `None` when the journal is another one or does not come that far.
    pub fn read_behind(&self, position: &Position) -> Result<Option<Vec<Entry>>> {
        let Some(bytes) = self.file.read()? else { return Ok(None) };
        if frame::id(&bytes).as_deref() != Some(position.id.as_str()) {
            return Ok(None);
        }
        let at = usize::try_from(position.length_bytes).unwrap_or(usize::MAX);
        let Some(behind) = bytes.get(at..) else { return Ok(None) };
        Ok(Some(frame::read_entries(behind, &position.id, &self.key).entries))
    }

    /// Begins a journal in the place of the one that is there, and returns where it stands.
    pub fn begin(&self, entries: &[Entry]) -> Result<Position> {
        let mut id = [0; 16];
        self.random.fill(&mut id)?;
        let mut bytes = frame::head(&id);
        let id = hex::encode(id);
        let mut number = 0;
        for entry in entries {
            frame::write(entry, &id, number, &self.key, home::nonce(&*self.random)?, &mut bytes)?;
            number += 1;
        }
        self.file.replace(&bytes)?;
        let length_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(Position { id, entries: number, length_bytes, written_bytes: length_bytes })
    }

    /// Enters what belongs to the transaction, and lets the database know in it how far the journal has come.
    /// [`Book::take_back`] undoes it when the transaction is not committed.
    pub(super) fn enter(&self, writer: &Writer<'_>, entries: &[Entry]) -> Result<()> {
        let Some(before) = writer.journal_position()? else {
            return Err(Error::Bug("the journal was not begun".to_owned()));
        };
        let mut bytes = Vec::new();
        let mut after = before.clone();
        for entry in entries {
            frame::write(entry, &after.id, after.entries, &self.key, home::nonce(&*self.random)?, &mut bytes)?;
            after.entries += 1;
        }
        after.length_bytes += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.file.length()? != Some(before.length_bytes) {
            // What a transaction left that was not committed: it goes before something else is written over it.
            self.file.cut(before.length_bytes)?;
        }
        self.file.append(&bytes)?;
        writer.put_journal_position(&after)
    }

    /// Cuts what was entered for a transaction that was not committed.
    pub(super) fn take_back(&self, before: &Position) {
        if let Err(error) = self.file.cut(before.length_bytes) {
            // It is taken for saved at the next opening: that is a report too many rather than one too few.
            tracing::error!(%error, "An entry of the journal could not be taken back");
        }
    }

    /// Says whether entries are missing that the database knows of.
    pub(super) fn is_shorter_than(&self, position: &Position) -> Result<bool> {
        Ok(self.file.length()?.is_none_or(|length| length < position.length_bytes))
    }

    fn id(&self) -> Result<Option<String>> {
        Ok(self.file.read_head(HEAD_BYTES)?.and_then(|bytes| frame::id(&bytes)))
    }
}

impl Reader<'_> {
    /// Returns how far the journal had come; `None` in a database from before there was one.
    pub fn journal_position(&self) -> Result<Option<Position>> {
        let position = self
            .sql
            .query_row("select journal_id, entries, length_bytes, written_bytes from journal", [], |row| {
                Ok(Position {
                    id: row.get("journal_id")?,
                    entries: count(row, "entries")?,
                    length_bytes: count(row, "length_bytes")?,
                    written_bytes: count(row, "written_bytes")?,
                })
            })
            .optional()?;
        Ok(position)
    }
}

impl Writer<'_> {
    /// Keeps how far the journal has come.
    pub fn put_journal_position(&self, position: &Position) -> Result<()> {
        self.sql.execute(
            "insert or replace into journal (one, journal_id, entries, length_bytes, written_bytes)
             values (1, ?1, ?2, ?3, ?4)",
            (&position.id, signed(position.entries), signed(position.length_bytes), signed(position.written_bytes)),
        )?;
        Ok(())
    }
}
