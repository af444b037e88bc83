//! The store against a real encrypted database.

use std::path::{Path, PathBuf};

use shared::ids::{AccountId, JurisdictionId, OperationId, Sha256};
use shared::refusal::Code;
use shared::sync::push::{Envelope, OutcomeKind};
use shared::time::Instant;
use uuid::Uuid;

use super::Store;
use super::device::Device;
use super::opening;
use super::operations::NewOperation;
use crate::error::{Error, Result};
use crate::home;
use crate::native::keys::{KeyFile, KeyPlace};
use crate::native::open::world;

/// Opens the database of a home, making it when it is not there.
fn open(home: &Path, key: PathBuf) -> Result<(Store, Device)> {
    std::fs::create_dir_all(home).unwrap();
    let world = world(home, None).unwrap();
    let keys = home::unlock(&world, &KeyFile::new(KeyPlace::File(key), home)?)?;
    opening::open(&world, &keys, &home.join("xunge.db"))
}

fn begun(home: &Path) -> Store {
    open(home, home.with_extension("key")).unwrap().0
}

fn operation(number: u128, sequence: u64, body: &str) -> NewOperation {
    NewOperation {
        envelope: Envelope {
            id: OperationId(Uuid::from_u128(number)),
            sequence,
            hash: Sha256::of(body.as_bytes()),
            body: body.to_owned(),
        },
        jurisdiction: "610112".parse::<JurisdictionId>().unwrap(),
        account: AccountId(Uuid::from_u128(9)),
        act: "report",
        case: None,
        task: None,
        made: Instant::from_ms(5),
    }
}

#[test]
fn a_database_opens_with_its_key_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let id = begun(&home).read(|r| r.device()).unwrap().unwrap().id;
    let other = folder.path().join("other");
    std::fs::write(&other, format!("{}\n", "08".repeat(32))).unwrap();
    assert!(matches!(open(&home, other), Err(Error::Locked(_))), "another key must not open it");
    let path = home.join("xunge.db");
    let plain = rusqlite::Connection::open(&path).unwrap();
    assert!(plain.query_row("select count(*) from sqlite_schema", [], |row| row.get::<_, i64>(0)).is_err());
    for name in ["xunge.db", "journal"] {
        let bytes = std::fs::read(home.join(name)).unwrap();
        assert!(!bytes.starts_with(b"SQLite format 3"), "not even the header is readable at rest");
        assert!(!bytes.windows(6).any(|part| part == b"device"), "{name} is sealed");
    }
    assert_eq!(begun(&home).read(|r| r.device()).unwrap().unwrap().id, id);
}

#[test]
fn a_failed_write_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("home"));
    let failed: Result<()> = store.write(|w| {
        w.append_operation(&operation(1, 1, "{}"))?;
        Err(Error::Bug("in the middle".to_owned()))
    });
    assert!(failed.is_err());
    assert_eq!(store.read(|r| r.next_sequence()).unwrap(), 1);
}

#[test]
fn the_log_refuses_to_be_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("home"));
    store.write(|w| w.append_operation(&operation(1, 1, "{}"))).unwrap();
    let rewritten = store.write(|w| Ok(w.sql.execute("update operations set body = 'x'", [])?));
    let deleted = store.write(|w| Ok(w.sql.execute("delete from operations", [])?));
    assert!(rewritten.is_err() && deleted.is_err(), "the log is append-only");
    let outcome = |w: &super::Writer<'_>| {
        w.put_outcome(
            OperationId(Uuid::from_u128(1)),
            OutcomeKind::Refused,
            Some(Code::NotAllowed),
            "",
            Instant::from_ms(6),
        )
    };
    store.write(outcome).unwrap();
    let aside = store.read(|r| r.set_aside()).unwrap();
    assert_eq!(aside[0].code, Some(Code::NotAllowed));
}

#[test]
fn a_full_disk_is_said_in_words_and_half_saves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("home"));
    store.write(|w| w.append_operation(&operation(1, 1, "{}"))).unwrap();
    store.read(|r| Ok(r.sql.pragma_update(None, "max_page_count", 1)?)).unwrap();
    let body = "x".repeat(1 << 20);
    let failed = store.write(|w| {
        w.append_operation(&operation(2, 2, "{}"))?;
        w.append_operation(&operation(3, 3, &body))
    });
    assert_eq!(failed, Err(Error::Refused(Code::DeviceFull.into())));
    assert_eq!(store.read(|r| r.next_sequence()).unwrap(), 2, "what stood before in the same transaction is gone too");
    assert_eq!(store.read(|r| r.operations_waiting()).unwrap().count, 1, "what was saved before is untouched");
}

#[test]
fn the_chain_cannot_fork() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("home"));
    let photo = |n| shared::ids::PhotoId(Uuid::from_u128(n));
    store.write(|w| w.extend_chain(1, photo(1), &Sha256::of(b"1"))).unwrap();
    assert!(store.write(|w| w.extend_chain(1, photo(2), &Sha256::of(b"2"))).is_err());
    assert_eq!(store.read(|r| r.chain_end()).unwrap().unwrap().place, 1);
}
