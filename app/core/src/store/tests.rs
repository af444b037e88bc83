//! The store against a real encrypted database.

use std::path::{Path, PathBuf};

use app_bridge::status::{Round, Rounds};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{FileFacts, SignedManifest};
use shared::ids::{AccountId, CaseId, JurisdictionId, OperationId, PhotoId, Sha256};
use shared::refusal::Code;
use shared::sync::push::{Envelope, OutcomeKind};
use shared::time::Instant;
use uuid::Uuid;

use super::Store;
use super::device::Device;
use super::opening;
use super::operations::NewOperation;
use super::originals::{Custom, Freeable};
use super::photos::{Photo, Traveller};
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

/// A scope of the account 9, in its first generation.
const HELD: super::marks::Held = super::marks::Held { generation: 1, reporter: Some(AccountId(Uuid::from_u128(9))) };

/// Puts a case that was only heard.
fn hear(store: &Store, number: u128, generation: i64) {
    store
        .write(|w| {
            w.sql.execute(
                "insert into cases (id, jurisdiction_id, account_id, saved_ms, body, version, scope_version)
                 values (?1, '610112', ?2, 5, ?3, 1, ?4)",
                rusqlite::params![
                    Uuid::from_u128(number).to_string(),
                    AccountId(Uuid::from_u128(9)).to_string(),
                    format!("{{\"n\":{number},\"version\":1}}"),
                    generation
                ],
            )?;
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_server_that_was_restored_is_believed_whatever_was_heard_before() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("xunge.db"));
    hear(&store, 1, 1);
    let doubted = |table: &str| -> i64 {
        let sql = format!("select count(*) from {table} where version > 0");
        store.read(|r| Ok(r.sql.query_row(&sql, [], |row| row.get(0))?)).unwrap()
    };
    let others = |w: &super::Writer<'_>| {
        w.sql.execute_batch(
            "insert into tasks (id, jurisdiction_id, account_id, body, version, scope_version)
             values ('t', '610112', 'a', '{}', 7, 1);
             insert into nearby
                (id, jurisdiction_id, category, lon_e7, lat_e7, received_ms, body, version, scope_version)
             values ('n', '610112', 'event:06010', 1, 1, 1, '{}', 7, 1);",
        )?;
        Ok(())
    };
    store.write(others).unwrap();
    let tables = ["cases", "tasks", "nearby"];
    assert_eq!(tables.map(doubted), [1, 1, 1]);
    store.write(|w| w.keep_epoch(2)).unwrap();
    assert_eq!(tables.map(doubted), [0, 0, 0], "a row that was newer before must not win over the server's");
}

fn marked(store: &Store) -> shared::sync::digest::Sum {
    while store.write(|w| w.mark_rows("case", 100)).unwrap() > 0 {}
    store.read(|r| r.sum(HELD, "case", "", "")).unwrap()
}

#[test]
fn whatever_changes_a_row_takes_its_mark_away() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("xunge.db"));
    hear(&store, 1, 1);
    hear(&store, 2, 1);
    let before = marked(&store);
    assert_eq!(before.count, 2);
    let id = Uuid::from_u128(2).to_string();
    store.write(|w| Ok(w.sql.execute("update cases set body = '{}' where id = ?1", [&id])?)).unwrap();
    assert_ne!(marked(&store), before, "a body changed by hand");
    let body = "{\"version\":1,\"n\":2}";
    store.write(|w| Ok(w.sql.execute("update cases set body = ?2 where id = ?1", (&id, body))?)).unwrap();
    assert_eq!(marked(&store), before, "the same content, written otherwise");
    store.write(|w| Ok(w.sql.execute("update cases set body = 'no json' where id = ?1", [&id])?)).unwrap();
    assert_ne!(marked(&store), before, "what cannot be read is like nothing the server holds");
    store.write(|w| Ok(w.sql.execute("delete from cases where id = ?1", [&id])?)).unwrap();
    assert_eq!(marked(&store).count, 1);
}

#[test]
fn unsent_work_and_older_scopes_are_not_compared_and_what_the_server_forgot_is() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("xunge.db"));
    let counted = || marked(&store).count;
    hear(&store, 1, 1);
    let case = shared::ids::CaseId(Uuid::from_u128(2));
    store.write(|w| w.append_operation(&operation(7, 1, "{}"))).unwrap();
    store
        .write(|w| {
            w.sql.execute(
                "insert into cases (id, jurisdiction_id, account_id, operation_id, report, saved_ms)
                 values (?1, '610112', ?2, ?3, '{}', 5)",
                (case.to_string(), AccountId(Uuid::from_u128(9)).to_string(), Uuid::from_u128(7).to_string()),
            )?;
            Ok(())
        })
        .unwrap();
    assert_eq!(counted(), 1, "a report that waits is only here");
    let id = OperationId(Uuid::from_u128(7));
    store.write(|w| w.put_outcome(id, OutcomeKind::Applied, None, "", Instant::from_ms(6))).unwrap();
    assert_eq!(counted(), 2, "acknowledged, and yet the server said nothing of it");
    assert!(store.write(|w| w.offer_once_more(id, 1)).unwrap());
    assert_eq!(counted(), 1, "offered again it is work that waits");
    store.write(|w| w.put_outcome(id, OutcomeKind::Applied, None, "", Instant::from_ms(7))).unwrap();
    assert!(!store.write(|w| w.offer_once_more(id, 1)).unwrap(), "not for ever");
    let body = "update cases set body = '{}', scope_version = 1 where report <> ''";
    store.write(|w| Ok(w.sql.execute(body, [])?)).unwrap();
    assert_eq!(counted(), 2);
    store.write(|w| w.case_left(&case.to_string())).unwrap();
    assert_eq!(counted(), 1, "it left the scope; what was saved stays");
}

#[test]
fn a_range_is_cut_into_parts_of_about_one_size() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("xunge.db"));
    (1..=100).for_each(|number| hear(&store, number, 1));
    let whole = marked(&store);
    let cuts = store.read(|r| r.cuts(HELD, "case", "", "", 8)).unwrap();
    assert_eq!((cuts.len(), cuts[0].as_str(), cuts[8].as_str()), (9, "", ""));
    let mut joined = shared::sync::digest::Sum::default();
    for pair in cuts.windows(2) {
        let part = store.read(|r| r.sum(HELD, "case", &pair[0], &pair[1])).unwrap();
        assert!((12..=13).contains(&part.count), "{part}");
        joined.join(part);
    }
    assert_eq!(joined, whole);
}

/// Keeps a shot of a report that the server has taken.
fn kept(store: &Store, number: u128, role: PhotoRole) -> PhotoId {
    let id = PhotoId(Uuid::from_u128(number));
    let file = |part: &str| {
        let name = format!("{number} {part}");
        FileFacts { sha256: Sha256::of(name.as_bytes()), size_bytes: 1_000 }
    };
    let photo = Photo {
        id,
        jurisdiction: "610112".parse().unwrap(),
        account: AccountId(Uuid::from_u128(9)),
        case: Some(CaseId(Uuid::from_u128(2))),
        task: None,
        role,
        taken: Instant::from_ms(5),
        manifest: SignedManifest { manifest: String::new(), signature: String::new() },
        original: file("original"),
        working: file("working"),
        operation: None,
        receipt: None,
        working_freed: None,
    };
    store
        .write(|w| {
            w.insert_photo(&photo)?;
            w.attach_photo(id, OperationId(Uuid::from_u128(7)))
        })
        .unwrap();
    id
}

#[test]
fn the_original_of_a_clip_travels_by_itself_and_stays_until_it_has_arrived() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("home"));
    let operation_id = OperationId(Uuid::from_u128(7));
    store.write(|w| w.append_operation(&operation(7, 1, "{}"))).unwrap();
    let [near, voice] = [(31, PhotoRole::Near), (32, PhotoRole::Voice)].map(|(n, role)| kept(&store, n, role));
    let to_send = |custom| -> Vec<PhotoId> {
        let waiting = store.read(|r| r.originals_to_send(custom)).unwrap();
        waiting.into_iter().map(|file| file.photo).collect()
    };
    assert!(to_send(Custom::Asked).is_empty(), "its report goes first");
    store.write(|w| w.put_outcome(operation_id, OutcomeKind::Applied, None, "", Instant::from_ms(6))).unwrap();
    assert_eq!(to_send(Custom::Asked), [voice], "nobody has to ask for a clip");
    assert_eq!(to_send(Custom::Every), [near, voice]);
    let counts = store.read(|r| r.original_counts(Custom::Asked)).unwrap();
    assert_eq!((counts.wanted, counts.received, counts.waiting_bytes, counts.kept), (1, 0, 1_000, 2));
    let close = |w: &super::Writer<'_>| {
        w.sql.execute(
            "insert into cases (id, jurisdiction_id, account_id, saved_ms, closed_ms) values (?1, '610112', '9', 5, 7)",
            [CaseId(Uuid::from_u128(2)).to_string()],
        )?;
        for photo in [near, voice] {
            w.put_receipt(photo, Traveller::Working, Instant::from_ms(900))?;
        }
        Ok(())
    };
    store.write(close).unwrap();
    let freeable = || store.read(|r| r.freeable(Instant::from_ms(800), Instant::from_ms(800))).unwrap();
    let original = |photo| Freeable { photo, traveller: Traveller::Original };
    assert_eq!(freeable(), [original(near)], "its case is closed for long; the clip is nowhere else");
    store.write(|w| w.put_receipt(voice, Traveller::Original, Instant::from_ms(901))).unwrap();
    assert_eq!(freeable(), [original(near), original(voice)]);
    let counts = store.read(|r| r.original_counts(Custom::Asked)).unwrap();
    assert_eq!((counts.wanted, counts.received, counts.waiting_bytes), (1, 1, 0));
}

#[test]
fn the_newest_manifest_is_that_of_the_newest_shot_that_is_still_here() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("home"));
    assert_eq!(store.read(|r| r.newest_manifest()).unwrap(), None);
    let shots = [(41, "first"), (42, "second")].map(|(number, manifest)| Photo {
        id: PhotoId(Uuid::from_u128(number)),
        jurisdiction: "610112".parse().unwrap(),
        account: AccountId(Uuid::from_u128(9)),
        case: Some(CaseId(Uuid::from_u128(2))),
        task: None,
        role: PhotoRole::Near,
        taken: Instant::from_ms(5),
        manifest: SignedManifest { manifest: manifest.to_owned(), signature: String::new() },
        original: FileFacts { sha256: Sha256::of(manifest.as_bytes()), size_bytes: 1 },
        working: FileFacts { sha256: Sha256::of(manifest.as_bytes()), size_bytes: 1 },
        operation: None,
        receipt: None,
        working_freed: None,
    });
    for (place, shot) in (1..).zip(&shots) {
        let hash = Sha256::of(shot.manifest.manifest.as_bytes());
        store
            .write(|w| {
                w.insert_photo(shot)?;
                w.extend_chain(place, shot.id, &hash)
            })
            .unwrap();
    }
    let newest = || store.read(|r| r.newest_manifest()).unwrap().unwrap().manifest;
    assert_eq!(newest(), "second");
    store.write(|w| w.delete_draft_photo(shots[1].id)).unwrap();
    assert_eq!(newest(), "first");
}

#[test]
fn rounds_are_counted_on_when_their_oldest_lines_are_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let store = begun(&folder.path().join("home"));
    assert_eq!(store.read(|r| r.rounds()).unwrap(), Rounds::default());
    let (at, round) = (Instant::from_ms(5), Round { bytes_sent: 10, bytes_received: 3, ..Round::default() });
    let ground: JurisdictionId = "610112".parse().unwrap();
    let more =
        |count: u64| store.write(|w| (0..count).try_for_each(|_| w.log_round(&round, &ground, at, at, ""))).unwrap();
    more(3);
    assert_eq!(store.read(|r| r.rounds()).unwrap(), Rounds { run: 3, bytes_sent: 30, bytes_received: 9 });
    more(200);
    assert_eq!(store.read(|r| r.rounds()).unwrap(), Rounds { run: 203, bytes_sent: 2_000, bytes_received: 600 });
}
