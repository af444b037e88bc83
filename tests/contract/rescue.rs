//! A rescue file that an app wrote is opened by every later server.

use std::path::PathBuf;

use ed25519_dalek::SigningKey;
use shared::evidence::times::Times;
use shared::ids::{AccountId, DeviceId, PhotoId, ServerId, Sha256};
use shared::rescue::container::{Opener, Sealer};
use shared::rescue::records::{FileHead, Head, Part, Reader, Record, Recorder, Rescued};
use shared::time::Instant;
use uuid::Uuid;
use x25519_dalek::{PublicKey, StaticSecret};

use crate::samples;

const SECRET: [u8; 32] = [7; 32];
const PHOTO: &[u8] = b"the bytes of a photo";

fn server() -> ServerId {
    ServerId(Uuid::from_u128(1))
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[5; 32])
}

fn records() -> (Head, Rescued, FileHead) {
    let account = AccountId(Uuid::from_u128(2));
    let made = Times {
        wall: Instant::from_ms(1_764_000_000_000),
        monotonic_ms: 5,
        boot: "5f1c".to_owned(),
        server_offset_ms: Some(-3),
    };
    let head =
        Head { device: DeviceId(Uuid::from_u128(3)), account, server: server(), made, app_version: "0.1.0".to_owned() };
    let envelope = samples::push().operations.remove(0);
    let rescued = Rescued { envelope, outcome: None, code: None, detail: String::new() };
    let file = FileHead {
        photo: PhotoId(Uuid::from_u128(4)),
        part: Part::Working,
        account,
        sha256: Sha256::of(PHOTO),
        size_bytes: PHOTO.len() as u64,
    };
    (head, rescued, file)
}

fn written() -> Vec<u8> {
    let (head, rescued, file) = records();
    let mut plain = Vec::new();
    let mut recorder = Recorder::begin(&head, &mut plain).unwrap();
    recorder.operation(&rescued, &mut plain).unwrap();
    recorder.file(&file, PHOTO, &mut plain).unwrap();
    recorder.finish(&key(), &mut plain).unwrap();
    let mut sealed = Vec::new();
    let sealing_key = PublicKey::from(&StaticSecret::from(SECRET));
    let mut sealer = Sealer::begin(server(), sealing_key.as_bytes(), [9; 32], &mut sealed).unwrap();
    sealer.push(&plain, &mut sealed);
    sealer.finish(&mut sealed);
    sealed
}

#[test]
fn a_file_of_format_1_is_written_and_opened_as_ever() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("contract/wire/format_1.xunge-rescue");
    if std::env::var_os("XUNGE_WRITE_GOLDEN").is_some() && !path.exists() {
        std::fs::write(&path, written()).unwrap();
    }
    let golden = std::fs::read(&path).unwrap();
    assert!(written() == golden, "what is written has changed; released servers open the golden form");
    let (mut opener, mut plain) = (Opener::new(server(), SECRET), Vec::new());
    opener.push(&golden, &mut plain).unwrap();
    opener.finish().unwrap();
    let mut reader = Reader::default();
    let read = reader.push(&plain).unwrap();
    reader.finish(&key().verifying_key()).unwrap();
    let (head, rescued, file) = records();
    let expected =
        [Record::Head(head), Record::Operation(Box::new(rescued)), Record::File(file), Record::Bytes(PHOTO.to_vec())];
    assert_eq!(read[..4], expected);
    assert!(matches!(read[4..], [Record::End(_)]));
}
