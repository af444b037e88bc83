//! Opening a home's database: sound, behind its journal, broken, or gone.
//!
//! A broken database is put aside and never deleted; another is filled from the journal with the very same operations.
//! Where even the journal is not there, the device cannot go on counting: it is lost, and the host begins another.
//!
//! To read all of a database takes longer than the rest of a start, and a person waits for the first page. So one that
//! opens with its key, is up to date and stands where its journal stands is looked through later: before anything is
//! written to it and before any round, whichever comes first (`look_through`). Until then it is only read, and no
//! journal is written anew from it; a page that is damaged does not decipher, and whoever reads it is told. Wherever opening
//! itself would have to write, or the journal could not fill another database, the look comes first as ever. Nothing is
//! remembered from one session to the next: how the last one ended, and when, says little about a file that lay on a shelf.

#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ed25519_dalek::SigningKey;
use rusqlite::Connection;
use shared::time::Instant;

use super::device::Device;
use super::journal::entry::Entry;
use super::journal::frame::Read;
use super::journal::{Book, Known, replay};
use super::{Reader, Store, open, salvage};
use crate::error::{Error, Result};
use crate::home::{self, Keys};
use crate::ports::{Clock, Spare, World};

/// A home's database, and how it is made again.
#[derive(Clone)]
pub struct Place {
    path: PathBuf,
    keys: Keys,
    clock: Rc<dyn Clock>,
    spare: Rc<dyn Spare>,
    book: Book,
    /// Shared by all clones: there is one database.
    looked: Rc<Cell<Looked>>,
}

/// How far the database that is in use was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Looked {
    /// It opens, and its first rows fit: it may be read.
    AtTheDoor,
    /// Every page was read and makes sense, or it was made just now.
    Through,
}

/// Acknowledged work older than this is counted in a new journal and not told: the server would not be offered it again.
const TOLD_MS: i64 = 15 * 24 * 3_600_000;
/// A journal that grew this much, and to twice what it was, is written anew.
const GROWN_BYTES: u64 = 4 * 1024 * 1024;
/// By so much numbers jump where nobody knows how far they had come.
const JUMP: u64 = 1_000;

/// Opens the database and returns this installation, which may have just begun.
pub fn open(world: &World, keys: &Keys, path: &Path) -> Result<(Store, Device)> {
    let book = Book::new(Rc::clone(&world.journal), Rc::clone(&world.random), keys.journal.clone());
    let (clock, spare) = (Rc::clone(&world.clock), Rc::clone(&world.spare));
    let looked = Rc::new(Cell::new(Looked::Through));
    let place = Place { path: path.to_owned(), keys: keys.clone(), clock, spare, book, looked };
    if !place.spare.is_there(path)? {
        // A write-ahead log without its database would be taken for another one's.
        place.spare.put_aside(path)?;
        return place.without_database(world, None);
    }
    match place.sound() {
        Ok(connection) => place.with_database(world, connection),
        Err(Error::Broken(why)) => place.without_database(world, Some(why)),
        Err(error) => Err(error),
    }
}

impl Place {
    /// Opens the database and reads all of it, unless that can wait: an error that is the file's own says that it is broken.
    fn sound(&self) -> Result<Connection> {
        let mut connection = open::connect(&self.path, &self.keys.database)?;
        match self.can_be_looked_through_later(&connection) {
            Ok(true) => {
                self.looked.set(Looked::AtTheDoor);
                return Ok(connection);
            }
            Ok(false) => {}
            // What kind of an error it is, the look itself tells.
            Err(_) => connection = open::connect(&self.path, &self.keys.database)?,
        }
        open::check(&connection)?;
        open::migrate(&mut connection)?;
        Ok(connection)
    }

    fn can_be_looked_through_later(&self, connection: &Connection) -> Result<bool> {
        match self.keys.known {
            home::Known::Checked => {}
            // What does not open may be another home's, which is for opening to tell.
            home::Known::JustBegun | home::Known::Unchecked => return Ok(false),
        }
        if !open::is_up_to_date(connection)? {
            return Ok(false);
        }
        let reader = Reader { sql: connection };
        let (Some(device), Some(position)) = (reader.device()?, reader.journal_position()?) else { return Ok(false) };
        if device.id != self.keys.device || !self.book.stands_at(&position)? {
            return Ok(false);
        }
        // A database that breaks in use is made again from the journal or not at all: without this, every start would end
        // in the same place.
        Ok(self.book.read_beginning()?.is_some_and(|read| self.device_of(&read).is_some()))
    }

    /// Makes a database where none is.
    fn made(&self) -> Result<Connection> {
        let connection = open::open(&self.path, &self.keys.database)?;
        self.looked.set(Looked::Through);
        Ok(connection)
    }

    /// Reads all of the database unless that was done, and then does what opening left for it. Whoever writes calls this
    /// before; whoever is told that it is broken has it made again.
    pub(super) fn look_through(&self, store: &Store) -> Result<()> {
        if self.is_looked_through() {
            return Ok(());
        }
        self.look(store)?;
        if let Err(error) = self.reconcile(store) {
            // It was only put off: the next start does it.
            tracing::warn!(code = error.code(), %error, "The journal could not be written anew");
        }
        Ok(())
    }

    /// Says whether all of the database was read.
    pub(super) fn is_looked_through(&self) -> bool {
        self.looked.get() == Looked::Through
    }

    /// Reads all of the database over a new connection, which then takes the place of the one in use: over one that met a
    /// page that does not decipher nothing can be read any more, be it broken or not.
    fn look(&self, store: &Store) -> Result<()> {
        let connection = open::connect(&self.path, &self.keys.database)?;
        open::check(&connection)?;
        store.swap(connection)?;
        self.looked.set(Looked::Through);
        Ok(())
    }

    fn with_database(self, world: &World, connection: Connection) -> Result<(Store, Device)> {
        let store = Store::of(connection, self.clone());
        match store.read(|r| r.device())? {
            Some(device) if device.id == self.keys.device => {
                self.reconcile(&store)?;
                Ok((store, device))
            }
            Some(_) => Err(Error::Locked("the database belongs to another device".to_owned())),
            None => {
                // Made, and cut before anything was in it.
                drop(store);
                self.spare.put_aside(&self.path)?;
                self.without_database(world, None)
            }
        }
    }

    /// Makes a database where there is none, or none that is sound.
    fn without_database(self, world: &World, broken: Option<String>) -> Result<(Store, Device)> {
        let read = self.book.read()?;
        let device = read.as_ref().and_then(|read| self.device_of(read));
        match (read, device, broken) {
            (Some(read), Some(device), broken) => {
                let aside = self.spare.put_aside(&self.path)?;
                if let Some(why) = &broken {
                    tracing::error!(why, "The database is broken and was put aside");
                }
                let store = Store::of(self.made()?, self.clone());
                self.fill(&store, &device, &read, aside.as_deref())?;
                Ok((store, device))
            }
            (None, None, None) if self.keys.known == home::Known::JustBegun => self.begin(world),
            // The key was never seen to open this home: perhaps it is another's, and nothing is broken.
            (_, None, Some(why)) if self.keys.known == home::Known::Unchecked => Err(Error::Locked(why)),
            (_, _, why) => {
                self.spare.put_aside(&self.path)?;
                self.spare.put_journal_aside()?;
                Err(Error::Lost(why.unwrap_or_else(|| "neither database nor journal are there".to_owned())))
            }
        }
    }

    fn begin(self, world: &World) -> Result<(Store, Device)> {
        let mut seed = [0; 32];
        world.random.fill(&mut seed)?;
        let device = Device { id: self.keys.device, key: SigningKey::from_bytes(&seed) };
        let now = self.clock.wall();
        // The journal first: a database without its device's key in the journal could not be made again.
        let position = self.book.begin(&[device_entry(&device, now)])?;
        let store = Store::of(self.made()?, self.clone());
        store.write_quietly(|w| {
            w.begin_device(&device, now)?;
            w.put_journal_position(&position)
        })?;
        Ok((store, device))
    }

    fn device_of(&self, read: &Read) -> Option<Device> {
        read.entries.iter().find_map(|entry| match entry {
            Entry::Device { device, key, .. } if *device == self.keys.device => {
                let mut seed = [0; 32];
                hex::decode_to_slice(key, &mut seed).ok()?;
                Some(Device { id: *device, key: SigningKey::from_bytes(&seed) })
            }
            _ => None,
        })
    }

    /// Fills a new database from the journal, and from what can still be read of the broken one.
    fn fill(&self, store: &Store, device: &Device, read: &Read, aside: Option<&Path>) -> Result<()> {
        let now = self.clock.wall();
        store.write_quietly(|w| {
            w.begin_device(device, now)?;
            let replayed = replay(w, &read.entries, Known::Follow)?;
            if read.is_damaged {
                // Numbers that may have been given are not given again.
                w.jump(JUMP)?;
            }
            if let Some(aside) = aside {
                salvage::salvage(w, aside, &self.keys.database, now);
            }
            // A first start that was cut has nothing to tell of.
            if aside.is_some() || replayed.operations + replayed.photos > 0 {
                w.put_notice("database_rebuilt", &replayed.operations.to_string(), now)?;
            }
            Ok(())
        })?;
        self.begin_journal(store, read.is_damaged)
    }

    /// Brings the database up to the journal, and the journal up to the database.
    fn reconcile(&self, store: &Store) -> Result<()> {
        let position = store.read(|r| r.journal_position())?;
        if let Some(position) = &position
            && self.book.stands_at(position)?
        {
            let grown = position.length_bytes.saturating_sub(position.written_bytes);
            let worth_it = grown > GROWN_BYTES.max(position.written_bytes);
            // Never from a database that may be broken: what it has lost would be lost in the journal too.
            return if worth_it && self.is_looked_through() { self.begin_journal(store, false) } else { Ok(()) };
        }
        if !self.is_looked_through() {
            // Another program was writing between the look at the door and this one.
            self.look(store)?;
        }
        let now = self.clock.wall();
        let is_damaged = store.write_quietly(|w| {
            // Read again: another program may have been writing a moment ago.
            let position = w.journal_position()?;
            let behind = match &position {
                Some(position) if self.book.stands_at(position)? => return Ok(None),
                Some(position) => self.book.read_behind(position)?.map(|entries| (entries, Known::Follow, false)),
                None => None,
            };
            let (entries, known, is_damaged) = match behind {
                Some(behind) => behind,
                None => match self.book.read()? {
                    Some(read) => (read.entries, Known::Leave, read.is_damaged),
                    None => (Vec::new(), Known::Leave, false),
                },
            };
            let replayed = replay(w, &entries, known)?;
            if replayed.operations + replayed.photos > 0 {
                tracing::warn!(operations = replayed.operations, photos = replayed.photos, "Taken from the journal");
            }
            if replayed.operations > 0 {
                w.put_notice("records_recovered", &replayed.operations.to_string(), now)?;
            }
            Ok(Some(is_damaged))
        })?;
        match is_damaged {
            Some(is_damaged) => self.begin_journal(store, is_damaged),
            None => Ok(()),
        }
    }

    /// Writes the journal anew from the database.
    fn begin_journal(&self, store: &Store, keep_the_old_one: bool) -> Result<()> {
        if keep_the_old_one {
            self.spare.put_journal_aside()?;
        }
        let since = self.clock.wall().plus_ms(-TOLD_MS);
        store.write_quietly(|w| {
            let position = self.book.begin(&w.journal_entries(since)?)?;
            w.put_journal_position(&position)
        })
    }

    /// Enters what belongs to a transaction. A journal that is shorter than the database knows is written anew.
    pub(super) fn enter(&self, w: &super::Writer<'_>, entries: &[Entry]) -> Result<()> {
        let is_cut = match w.journal_position()? {
            Some(position) => self.book.is_shorter_than(&position)?,
            None => true,
        };
        if is_cut {
            let since = self.clock.wall().plus_ms(-TOLD_MS);
            let position = self.book.begin(&w.journal_entries(since)?)?;
            return w.put_journal_position(&position);
        }
        self.book.enter(w, entries)
    }

    /// Returns where the database lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the journal.
    pub(super) fn book(&self) -> &Book {
        &self.book
    }

    /// Puts a database aside that broke while it was in use, and returns one that was filled from the journal.
    pub(super) fn mend(&self, store: &Store) -> Result<()> {
        let read = self.book.read()?;
        let device = read.as_ref().and_then(|read| self.device_of(read));
        let (Some(read), Some(device)) = (read, device) else {
            return Err(Error::Broken("and the journal does not open; start the app again".to_owned()));
        };
        store.swap(Connection::open_in_memory()?)?;
        let aside = self.spare.put_aside(&self.path)?;
        store.swap(self.made()?)?;
        self.fill(store, &device, &read, aside.as_deref())
    }

    /// Says whether the database that is in use is sound.
    pub(super) fn is_sound(&self, store: &Store) -> Result<bool> {
        match self.look(store) {
            Ok(()) => Ok(true),
            Err(Error::Broken(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

fn device_entry(device: &Device, made: Instant) -> Entry {
    Entry::Device { device: device.id, key: hex::encode(device.key.to_bytes()), made }
}
