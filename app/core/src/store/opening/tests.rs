//! When all of a database is read, and what must not happen before.

use std::path::{Path, PathBuf};

use shared::ids::{AccountId, OperationId, Sha256};
use shared::sync::push::Envelope;
use shared::time::Instant;
use uuid::Uuid;

use super::open;
use crate::error::{Error, Result};
use crate::home;
use crate::native::keys::{KeyFile, KeyPlace};
use crate::native::open::world;
use crate::store::Store;
use crate::store::operations::NewOperation;

/// A home that is opened again and again.
struct Shelf {
    home: PathBuf,
    _folder: tempfile::TempDir,
}

impl Shelf {
    /// A home that was not begun.
    fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { home: folder.path().join("home"), _folder: folder }
    }

    /// A home with so many operations, closed.
    fn with(operations: u64, body_bytes: usize) -> Self {
        let shelf = Self::empty();
        let store = shelf.open();
        let body = "x".repeat(body_bytes);
        for number in 1..=operations {
            store.write(|w| w.append_operation(&operation(number, &body))).unwrap();
        }
        shelf
    }

    fn try_open(&self) -> Result<Store> {
        std::fs::create_dir_all(&self.home).unwrap();
        let world = world(&self.home, None).unwrap();
        let keys = home::unlock(&world, &KeyFile::new(KeyPlace::File(self.home.with_extension("key")), &self.home)?)?;
        open(&world, &keys, &self.file("xunge.db")).map(|(store, _)| store)
    }

    fn open(&self) -> Store {
        self.try_open().unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.home.join(name)
    }

    /// Flips a bit of a file, or back.
    fn damage(&self, name: &str, at: impl FnOnce(usize) -> usize) {
        let mut bytes = self.bytes(name);
        let at = at(bytes.len());
        bytes[at] ^= 0x40;
        std::fs::write(self.file(name), bytes).unwrap();
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.file(name)).unwrap()
    }
}

fn operation(number: u64, body: &str) -> NewOperation {
    NewOperation {
        envelope: Envelope {
            id: OperationId(Uuid::from_u128(u128::from(number))),
            sequence: number,
            hash: Sha256::of(body.as_bytes()),
            body: body.to_owned(),
        },
        jurisdiction: "610112".parse().unwrap(),
        account: AccountId(Uuid::from_u128(9)),
        act: "report",
        case: None,
        task: None,
        made: Instant::from_ms(5),
    }
}

fn length(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |facts| facts.len())
}

fn waiting(store: &Store) -> u64 {
    store.read(|r| r.operations_waiting()).unwrap().count
}

#[test]
fn a_start_reads_and_the_first_write_looks_through_all_of_it() {
    let shelf = Shelf::with(3, 10);
    let store = shelf.open();
    assert_eq!((waiting(&store), store.is_looked_through()), (3, false));
    assert_eq!(length(&shelf.file("xunge.db-wal")), 0, "a start writes nothing");
    store.write(|w| w.append_operation(&operation(4, "{}"))).unwrap();
    assert_eq!((waiting(&store), store.is_looked_through()), (4, true));
}

#[test]
fn what_was_made_just_now_needs_no_look() {
    assert!(Shelf::empty().open().is_looked_through());
}

#[test]
fn nothing_is_written_to_a_database_that_broke_on_the_shelf() {
    let shelf = Shelf::with(60, 3_000);
    shelf.damage("xunge.db", |length| length - 2_000);
    let (database, journal) = (shelf.bytes("xunge.db"), shelf.bytes("journal"));
    let store = shelf.open();
    assert!(!store.is_looked_through());
    for _ in 0..2 {
        let written = store.write(|w| w.append_operation(&operation(61, "{}")));
        assert!(matches!(written, Err(Error::Broken(_))), "{written:?}");
        assert!(!store.is_looked_through(), "it is not taken for sound because somebody looked");
    }
    assert_eq!(shelf.bytes("xunge.db"), database);
    assert_eq!(length(&shelf.file("xunge.db-wal")), 0);
    assert_eq!(shelf.bytes("journal"), journal, "nor is anything entered that was not saved");
    store.mend().unwrap();
    assert_eq!((waiting(&store), store.is_looked_through()), (60, true), "the journal had it all");
    store.write(|w| w.append_operation(&operation(61, "{}"))).unwrap();
    assert!(shelf.file("broken/1/xunge.db").exists());
    assert_eq!(store.read(|r| r.notices()).unwrap()[0].code, "database_rebuilt");
}

#[test]
fn a_journal_is_written_anew_only_from_a_database_that_was_looked_through() {
    let shelf = Shelf::with(7, 700_000);
    let store = shelf.open();
    let behind = |store: &Store| {
        let position = store.read(|r| r.journal_position()).unwrap().unwrap();
        position.length_bytes - position.written_bytes
    };
    assert!(behind(&store) > super::GROWN_BYTES, "it grew enough");
    drop(store);
    shelf.damage("xunge.db", |length| length - 2_000);
    let journal = shelf.bytes("journal");
    let store = shelf.open();
    assert!(matches!(store.look_through(), Err(Error::Broken(_))));
    assert_eq!(shelf.bytes("journal"), journal, "what is lost in the database stays in the journal");
    drop(store);
    shelf.damage("xunge.db", |length| length - 2_000);
    let store = shelf.open();
    store.look_through().unwrap();
    assert_eq!((behind(&store), waiting(&store)), (0, 7));
}

#[test]
fn where_the_journal_could_fill_no_other_the_look_comes_first() {
    let shelf = Shelf::with(60, 3_000);
    shelf.damage("journal", |_| 60);
    assert!(shelf.open().is_looked_through());
    shelf.damage("xunge.db", |length| length - 2_000);
    assert!(matches!(shelf.try_open(), Err(Error::Lost(_))), "not a start that ends in the same place for ever");
}

#[test]
fn where_opening_has_to_write_the_look_comes_first() {
    let shelf = Shelf::with(60, 3_000);
    let journal = shelf.bytes("journal");
    std::fs::write(shelf.file("journal"), journal.get(..journal.len() - 10).unwrap()).unwrap();
    assert!(shelf.open().is_looked_through(), "the journal is to be mended");
    shelf.damage("xunge.db", |length| length - 2_000);
    let journal = shelf.bytes("journal");
    std::fs::write(shelf.file("journal"), journal.get(..journal.len() - 10).unwrap()).unwrap();
    let store = shelf.open();
    assert!(store.is_looked_through() && shelf.file("broken/2/xunge.db").exists(), "the database was made again");
}
