//! What is known of photos, against golden files; and the signed bytes that it all rests on, by their hashes.

use shared::api::evidence::{ChainLink, DeviceChain, FileStand, KnownFile, PhotoEvidence, StandsAs, UnsignedEvidence};
use shared::evidence::chain::Link;
use shared::evidence::manifest::{Capture, Manifest, OwnClaims, Subject};
use shared::evidence::times::Times;
use shared::evidence::verdict::{EvidenceRules, Finding, PairMeasures, Reason, Verdict};
use shared::evidence::{OriginalPlace, PhotoRole};
use shared::ids::{CaseId, DeviceId, PhotoId, Sha256, TaskId};
use shared::place::fix::Source;
use shared::place::point::Degree;
use shared::settings::Settings;

use crate::samples::{self, at, uuid};
use crate::wire::{check, reads};

/// As a server told it that judged nothing.
fn photo_before_verdicts() -> PhotoEvidence {
    PhotoEvidence {
        working: Sha256::of(b"working"),
        original: Sha256::of(b"original"),
        photo: Some(PhotoId(uuid(30))),
        original_bytes: 4_200_000,
        original_place: OriginalPlace::Asked,
        original_asked_at: Some(at(7_200)),
        original_received_at: None,
        role: PhotoRole::After,
        device: DeviceId(uuid(2)),
        index: 7,
        link: Link::Fits,
        taken_at: at(0),
        lon: Some(108.9423),
        lat: Some(34.261),
        accuracy_m: Some(6.0),
        received_at: Some(at(60)),
        source: None,
        is_mock: false,
        heading_deg: None,
        is_imported: false,
        own_taken_at: None,
        own_place: None,
        clip_ms: None,
        verdict: Verdict::Unjudged,
        reasons: Vec::new(),
        pair: None,
    }
}

fn photo_with_everything() -> PhotoEvidence {
    PhotoEvidence {
        link: Link::Waits,
        original_received_at: Some(at(9_000)),
        original_place: OriginalPlace::Here,
        source: Some(Source::Gnss),
        is_mock: true,
        heading_deg: Some(271.5),
        is_imported: true,
        own_taken_at: Some(at(-86_400)),
        own_place: Some((108.95, 34.27)),
        clip_ms: Some(29_500),
        verdict: Verdict::Doubtful,
        reasons: vec![
            Reason::of(Finding::Mock),
            Reason::measured(Finding::AlbumTime, 86_400, 600),
            Reason::elsewhere(Finding::SeenBefore, CaseId(uuid(40))),
            Reason::of(Finding::Missing),
        ],
        pair: Some(PairMeasures {
            before: Sha256::of(b"before"),
            distance_m: Some(12),
            heading_deg: Some(30),
            elapsed_s: Some(3_900),
            alike_percent: Some(87),
        }),
        ..photo_before_verdicts()
    }
}

fn unsigned() -> UnsignedEvidence {
    UnsignedEvidence {
        working: Sha256::of(b"after"),
        own_taken_at: Some(at(1_800)),
        own_place: Some((108.9423, 34.261)),
        verdict: Verdict::Noted,
        reasons: vec![Reason::of(Finding::Unsigned)],
    }
}

fn chain() -> DeviceChain {
    let link = |index: u64, link: Link, missing_before: u64, previous: Option<Sha256>| ChainLink {
        index,
        photo: PhotoId(uuid(30 + u128::from(index))),
        case: Some(CaseId(uuid(4))),
        case_no: Some("XA20251123000418".parse().unwrap()),
        role: PhotoRole::Near,
        taken_at: at(0),
        lon: Some(108.9423),
        lat: Some(34.261),
        link,
        missing_before,
        hash: Sha256::of(&index.to_be_bytes()),
        previous,
        verdict: Verdict::Sound,
        reasons: Vec::new(),
    };
    let gap = ChainLink {
        verdict: Verdict::Noted,
        reasons: vec![Reason::of(Finding::Missing)],
        lon: None,
        lat: None,
        ..link(9, Link::Waits, 1, Some(Sha256::of(b"thrown away")))
    };
    DeviceChain { device: DeviceId(uuid(2)), links: vec![gap, link(7, Link::Fits, 0, None)], next: Some(7) }
}

fn known() -> KnownFile {
    let stand = |stands_as: StandsAs, evidence: Option<PhotoEvidence>| FileStand {
        stands_as,
        case: CaseId(uuid(4)),
        case_no: Some("XA20251123000418".parse().unwrap()),
        signature_holds: evidence.is_some(),
        taken_by: if evidence.is_some() { "王".to_owned() } else { String::new() },
        evidence,
    };
    let stands = vec![
        stand(StandsAs::Working, Some(photo_with_everything())),
        stand(StandsAs::Original, Some(photo_before_verdicts())),
        stand(StandsAs::Desk, None),
    ];
    KnownFile { sha256: Sha256::of(b"working"), stands }
}

#[test]
fn what_is_known_of_photos_travels_with_its_reasons() {
    check("photo_evidence", &photo_with_everything());
    reads("photo_evidence_before_verdicts", &photo_before_verdicts());
    check("unsigned_evidence", &unsigned());
    check("device_chain", &chain());
    check("known_file", &known());
}

#[test]
fn settings_say_what_of_a_photo_is_taken_without_a_word() {
    let evidence = EvidenceRules { album: true, far_m: 150, ..EvidenceRules::default() };
    check("settings_with_evidence", &Settings { evidence, ..samples::settings() });
}

/// Verdicts are stored, and apps know their words.
#[test]
fn every_verdict_and_every_finding_is_written_as_its_own_word() {
    for verdict in Verdict::ALL {
        assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.as_str());
    }
    for finding in Finding::ALL {
        assert_eq!(serde_json::to_value(finding).unwrap(), finding.as_str());
    }
    let reason: Reason = serde_json::from_str(r#"{"finding": "stale", "measured": 600}"#).unwrap();
    assert_eq!((reason.finding, reason.measured, reason.allowed), (Finding::Stale, Some(600), None));
}

/// Phones in the field hold manifests in these very bytes: a hash that changes makes their signatures worthless.
#[test]
fn signed_bytes_of_every_format_are_the_same_for_ever() {
    let (case, task) = (Subject::Case(CaseId(uuid(4))), Subject::Task(TaskId(uuid(6))));
    let place = Some((Degree(1_089_423_000), Degree(342_610_000)));
    let camera = samples::shot(PhotoRole::Near, case);
    let album = |own: OwnClaims| Manifest { capture: Capture::Imported, own: Some(own), ..camera.clone() };
    let signed = [
        ("869bb94eb0a5ff905ff43fdacc0cc496a0137e84203997a5227ce520fb86cbde", camera.clone()),
        (
            "5530710ca0b8f11d0b7bea3873981d1294525f3bdc8e2a2230d76e32111e7e44",
            Manifest { pair: Some(Sha256::of(b"before")), ..samples::shot(PhotoRole::After, task) },
        ),
        (
            "bc5269f37403975d00324a32552f1a1220c9eaeb6c5275554dcaddfee01e6263",
            album(OwnClaims { taken: Some(at(-600)), place }),
        ),
        ("ecb808f03f6e9cec52f8f3ebd96c8248b47a091d2e31a009fa3172dbcc70fc40", album(OwnClaims::default())),
        (
            "ea9a72ca8504aa2988659d17a241b3ce3c059081ca6991f51803423af6739e0d",
            Manifest { clip_ms: Some(29_500), ..samples::shot(PhotoRole::Video, case) },
        ),
        (
            "d53072ea3159995692eb9a01411f4080f15f14ddf77645f5a03e62ae1cdaa679",
            Manifest {
                found: Some(Times { wall: at(600), monotonic_ms: 723_456, ..samples::times() }),
                ..samples::shot(PhotoRole::Near, case)
            },
        ),
    ];
    for (golden, manifest) in signed {
        let bytes = manifest.encode();
        assert_eq!(Sha256::of(&bytes).as_str(), golden, "{manifest:?}");
        assert_eq!(Manifest::decode(&bytes), Ok(manifest));
    }
}
