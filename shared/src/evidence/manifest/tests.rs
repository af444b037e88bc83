use ed25519_dalek::SigningKey;
use uuid::Uuid;

use super::{Capture, FileFacts, Manifest, OwnClaims, SignedManifest, Subject};
use crate::evidence::photo::PhotoRole;
use crate::evidence::times::Times;
use crate::ids::{AccountId, CaseId, DeviceId, PhotoId, Sha256};
use crate::place::crs::Crs;
use crate::place::fix::{Fix, Source};
use crate::place::point::Degree;
use crate::refusal::Code;
use crate::time::Instant;

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn manifest() -> Manifest {
    Manifest {
        photo: PhotoId(Uuid::from_u128(1)),
        device: DeviceId(Uuid::from_u128(2)),
        account: AccountId(Uuid::from_u128(3)),
        index: 300,
        previous: Some(Sha256::of(b"the one before")),
        original: FileFacts { sha256: Sha256::of(b"original"), size_bytes: 4_200_000 },
        working: FileFacts { sha256: Sha256::of(b"working"), size_bytes: 420_000 },
        role: PhotoRole::Near,
        subject: Subject::Case(CaseId(Uuid::from_u128(4))),
        capture: Capture::Camera,
        fix: Some(Fix {
            lon: Degree(1_089_423_000),
            lat: Degree(342_610_000),
            crs: Crs::Wgs84,
            source: Source::Gnss,
            accuracy_m: Some(6.125),
            fix_time: Instant::from_ms(1_763_864_690_000),
            provider: Some("gps".to_owned()),
            is_mock: false,
            heading_deg: Some(271.5),
        }),
        taken: Times {
            wall: Instant::from_ms(1_763_864_691_123),
            monotonic_ms: 5_000,
            boot: "b1".to_owned(),
            server_offset_ms: Some(-800),
        },
        pair: None,
        own: None,
        clip_ms: None,
        found: None,
    }
}

#[test]
fn a_manifest_survives_its_own_bytes_and_the_bytes_are_always_the_same() {
    let bytes = manifest().encode();
    assert_eq!(Manifest::decode(&bytes), Ok(manifest()));
    assert_eq!(manifest().encode(), bytes);
    assert_eq!(
        Sha256::of(&bytes).as_str(),
        include_str!("golden_hash.txt").trim(),
        "signed bytes may never change: phones in the field hold manifests in this encoding"
    );
}

#[test]
fn a_manifest_without_what_may_be_missing_survives_too() {
    let bare = Manifest { previous: None, fix: None, ..manifest() };
    assert_eq!(Manifest::decode(&bare.encode()), Ok(bare));
}

#[test]
fn what_the_first_format_has_no_room_for_makes_a_second() {
    let place = (Degree(1_089_423_000), Degree(342_610_000));
    let own = OwnClaims { taken: Some(Instant::from_ms(1_763_864_000_000)), place: Some(place) };
    let silent = OwnClaims::default();
    for (pair, own, clip_ms) in [
        (Some(Sha256::of(b"before")), None, None),
        (None, Some(own), None),
        (None, Some(silent), None),
        (None, None, Some(29_500)),
        (Some(Sha256::of(b"before")), Some(own), Some(1)),
    ] {
        let more = Manifest { pair, own, clip_ms, ..manifest() };
        assert_eq!(Manifest::decode(&more.encode()), Ok(more.clone()));
        assert_ne!(more.encode(), manifest().encode());
    }
}

#[test]
fn what_was_found_after_its_shutter_makes_a_third_whatever_else_it_tells() {
    let found = Some(Times { wall: Instant::from_ms(1_763_868_000_000), server_offset_ms: None, ..manifest().taken });
    for pair in [None, Some(Sha256::of(b"before"))] {
        let late = Manifest { found: found.clone(), pair, ..manifest() };
        let bytes = late.encode();
        // An array this long says how long it is in a byte of its own.
        assert_eq!(bytes.get(2), Some(&3), "the first number in the array is the format");
        assert_eq!(Manifest::decode(&bytes), Ok(late));
        for length in 0..bytes.len() {
            assert!(Manifest::decode(&bytes[..length]).is_err(), "{length} bytes");
        }
    }
}

#[test]
fn one_flipped_bit_anywhere_is_seen() {
    let signed = SignedManifest::sign(&manifest(), &key());
    let bytes = signed.bytes().unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let forged = SignedManifest { manifest: base64_of(&changed), ..signed.clone() };
        assert_eq!(forged.open(&key().verifying_key()).unwrap_err().code, Code::ManifestInvalid, "byte {at}");
    }
}

#[test]
fn another_devices_key_does_not_open_it() {
    let signed = SignedManifest::sign(&manifest(), &key());
    assert_eq!(signed.open(&key().verifying_key()), Ok(manifest()));
    let other = SigningKey::from_bytes(&[8; 32]);
    assert!(signed.open(&other.verifying_key()).is_err());
}

#[test]
fn truncated_or_foreign_bytes_are_refused_not_a_crash() {
    let bytes = manifest().encode();
    for length in 0..bytes.len() {
        assert!(Manifest::decode(&bytes[..length]).is_err(), "{length} bytes");
    }
    assert!(Manifest::decode(b"{\"json\": true}").is_err());
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine as _;
    super::BASE64.encode(bytes)
}
