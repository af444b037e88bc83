//! Each finding at, below and above its limit.

use uuid::Uuid;

use super::finding::{Finding, Measure, Severity};
use super::judge::{Neighbour, Surroundings, judge, sort};
use super::pair::{Side, measure, turned_deg};
use super::rules::EvidenceRules;
use super::{Reason, Verdict};
use crate::evidence::PhotoRole;
use crate::evidence::chain::Link;
use crate::evidence::manifest::{Capture, FileFacts, Manifest, OwnClaims, Subject};
use crate::evidence::times::Times;
use crate::ids::{AccountId, CaseId, DeviceId, PhotoId, Sha256};
use crate::place::crs::Crs;
use crate::place::fix::{Fix, Source};
use crate::place::point::{Degree, Point};
use crate::time::Instant;

const NOON: Instant = Instant::from_ms(1_764_000_000_000);
const PLACE: Point = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };
const OTHER: CaseId = CaseId(Uuid::from_u128(7));
const RULES: EvidenceRules = EvidenceRules {
    album: true,
    album_s: 600,
    far_m: 100,
    uncertain_m: 100,
    stale_s: 120,
    fast_kmh: 120,
    clock_s: 300,
    heading_deg: 45,
};

fn fix(at: Point) -> Fix {
    Fix {
        lon: Degree(at.lon_e7),
        lat: Degree(at.lat_e7),
        crs: Crs::Wgs84,
        source: Source::Gnss,
        accuracy_m: Some(0.0),
        fix_time: NOON,
        provider: None,
        is_mock: false,
        heading_deg: None,
    }
}

/// So many milliseconds after noon, by a clock that is right.
fn times(after_ms: i64) -> Times {
    let monotonic_ms = u64::try_from(10_000_000 + after_ms).unwrap();
    Times { wall: NOON.plus_ms(after_ms), monotonic_ms, boot: "b1".to_owned(), server_offset_ms: Some(0) }
}

/// An honest shot at noon.
fn shot() -> Manifest {
    let file = |name: &[u8]| FileFacts { sha256: Sha256::of(name), size_bytes: 4 };
    Manifest {
        photo: PhotoId(Uuid::from_u128(1)),
        device: DeviceId(Uuid::from_u128(2)),
        account: AccountId(Uuid::from_u128(3)),
        index: 2,
        previous: Some(Sha256::of(b"one")),
        original: file(b"original"),
        working: file(b"working"),
        role: PhotoRole::Near,
        subject: Subject::Case(CaseId(Uuid::from_u128(4))),
        capture: Capture::Camera,
        fix: Some(fix(PLACE)),
        taken: times(0),
        pair: None,
        own: None,
        clip_ms: None,
        found: None,
    }
}

/// What stands around an honest shot: it came at once, the case lies where it was taken.
fn around<'a>() -> Surroundings<'a> {
    Surroundings {
        link: Some(Link::Fits),
        received: Some(NOON),
        case: Some((PLACE, Some(0.0))),
        ..Surroundings::default()
    }
}

fn found(shot: &Manifest, around: &Surroundings<'_>) -> Vec<Finding> {
    judge(shot, around, &RULES).into_iter().map(|reason| reason.finding).collect()
}

#[track_caller]
fn check(shot: &Manifest, around: &Surroundings<'_>, expected: &[Finding]) {
    assert_eq!(found(shot, around), expected);
}

#[track_caller]
fn check_reason(shot: &Manifest, around: &Surroundings<'_>, expected: &Reason) {
    assert_eq!(judge(shot, around, &RULES), std::slice::from_ref(expected));
}

#[test]
fn an_honest_shot_is_sound() {
    let reasons = judge(&shot(), &around(), &RULES);
    assert!(reasons.is_empty(), "{reasons:?}");
    assert_eq!(Verdict::over(&reasons), Verdict::Sound);
}

#[test]
fn what_is_not_known_is_found_nothing_about() {
    check(&shot(), &Surroundings::default(), &[]);
}

#[test]
fn a_gap_is_a_note_and_a_fork_a_doubt() {
    check(&shot(), &Surroundings { link: Some(Link::Waits), ..around() }, &[Finding::Missing]);
    check(&shot(), &Surroundings { link: Some(Link::Broken), ..around() }, &[Finding::Fork]);
    assert_eq!(Finding::Missing.severity(), Severity::Note, "a draft that was thrown away leaves such a gap");
    assert_eq!(Finding::Fork.severity(), Severity::Doubt);
}

#[track_caller]
fn check_step(before: &Times, now: &Times, expected: &[Finding]) {
    let neighbour = Neighbour { fix: None, taken: before.clone() };
    let shot = Manifest { taken: now.clone(), fix: None, ..shot() };
    let around = Surroundings { neighbour: Some(&neighbour), received: Some(now.corrected()), case: None, ..around() };
    let mut expected = expected.to_vec();
    expected.push(Finding::NoPlace);
    check(&shot, &around, &expected);
}

#[test]
fn a_shot_that_was_taken_before_the_one_before_it_is_out_of_order() {
    check_step(&times(5_000), &times(0), &[]);
    check_step(&times(5_001), &times(0), &[Finding::Reordered]);
    let other_boot = Times { boot: "b2".to_owned(), monotonic_ms: 1, ..times(-5_001) };
    check_step(&times(0), &other_boot, &[Finding::Reordered]);
    check_step(&times(0), &Times { wall: NOON.plus_ms(-5_000), ..other_boot }, &[]);
}

#[test]
fn a_clock_that_was_moved_between_two_shots_is_seen() {
    let moved = |by_ms: i64| Times { wall: NOON.plus_ms(60_000 + by_ms), ..times(60_000) };
    check_step(&times(0), &moved(300_999), &[]);
    check_step(&times(0), &moved(301_000), &[Finding::ClockMoved]);
    check_step(&times(0), &moved(-301_000), &[Finding::ClockMoved]);
    let reason = {
        let neighbour = Neighbour { fix: None, taken: times(0) };
        let shot = Manifest { taken: moved(3_600_000), ..shot() };
        let around = Surroundings { neighbour: Some(&neighbour), received: None, ..around() };
        judge(&shot, &around, &RULES).into_iter().next().unwrap()
    };
    assert_eq!(reason, Reason::measured(Finding::ClockMoved, 3_600, 300));
}

#[test]
fn a_clock_that_the_network_set_right_explains_itself() {
    let slow = Times { wall: NOON.plus_ms(-3_600_000), server_offset_ms: Some(3_600_000), ..times(0) };
    let neighbour = Neighbour { fix: None, taken: slow };
    let around = Surroundings { neighbour: Some(&neighbour), ..around() };
    check(&Manifest { taken: times(60_000), ..shot() }, &around, &[]);
}

#[test]
fn a_clock_that_was_moved_while_nobody_looked_is_seen_by_what_the_server_saw_in_the_same_boot() {
    let found = |wall_ms: i64, offset_ms: Option<i64>| {
        let taken = Times { wall: NOON.plus_ms(wall_ms), server_offset_ms: offset_ms, ..times(0) };
        let around = Surroundings { reckoned: Some(NOON), received: None, ..around() };
        let reasons = judge(&Manifest { taken, ..shot() }, &around, &RULES);
        reasons.iter().any(|reason| reason.finding == Finding::ClockMoved)
    };
    assert!(!found(300_000, Some(0)) && found(301_000, Some(0)) && found(-10_800_000, Some(0)));
    assert!(!found(-3_600_000, Some(3_600_000)), "wrong, and known to be");
    assert!(!found(0, Some(3_600_000)), "set right by the network before the server heard of it");
    assert!(!found(-10_800_000, None), "never compared: its own word, and said to be so");
}

#[test]
fn after_a_restart_the_forward_clock_proves_nothing() {
    let other_boot = Times { boot: "b2".to_owned(), monotonic_ms: 1, ..times(3_600_000) };
    check_step(&times(0), &other_boot, &[]);
}

#[test]
fn a_clock_that_is_wrong_or_unknown_is_noted() {
    let with = |offset: Option<i64>| {
        let wall = NOON.plus_ms(-offset.unwrap_or(0));
        let fix = Fix { fix_time: wall, ..fix(PLACE) };
        Manifest { taken: Times { wall, server_offset_ms: offset, ..times(0) }, fix: Some(fix), ..shot() }
    };
    check(&with(Some(300_999)), &around(), &[]);
    check_reason(&with(Some(301_000)), &around(), &Reason::measured(Finding::ClockWrong, 301, 300));
    check_reason(&with(Some(-301_000)), &around(), &Reason::measured(Finding::ClockWrong, 301, 300));
    check(&with(None), &around(), &[Finding::ClockUnknown]);
}

#[test]
fn nothing_is_taken_after_it_arrived() {
    let came = |before_ms: i64| Surroundings { received: Some(NOON.plus_ms(-before_ms)), ..around() };
    check(&shot(), &came(300_999), &[]);
    check_reason(&shot(), &came(301_000), &Reason::measured(Finding::FromTheFuture, 301, 300));
    check(&shot(), &came(-86_400_000), &[]);
}

#[test]
fn a_position_says_what_it_is_worth() {
    let with = |fix: Option<Fix>| Manifest { fix, ..shot() };
    let check = |fix: Fix, expected: &[Finding]| check(&with(Some(fix)), &around(), expected);
    check(Fix { is_mock: true, ..fix(PLACE) }, &[Finding::Mock]);
    check(Fix { source: Source::MapPick, ..fix(PLACE) }, &[Finding::ByHand]);
    check(Fix { source: Source::Simulated, ..fix(PLACE) }, &[Finding::Simulated]);
    check(Fix { source: Source::Network, ..fix(PLACE) }, &[]);
    check(Fix { accuracy_m: Some(100.0), ..fix(PLACE) }, &[]);
    check(Fix { accuracy_m: Some(100.6), ..fix(PLACE) }, &[Finding::Uncertain]);
    check(Fix { fix_time: NOON.plus_ms(-120_999), ..fix(PLACE) }, &[]);
    check(Fix { fix_time: NOON.plus_ms(-121_000), ..fix(PLACE) }, &[Finding::Stale]);
    let by_hand = Fix { source: Source::MapPick, fix_time: NOON.plus_ms(-900_000), ..fix(PLACE) };
    check(by_hand, &[Finding::ByHand]);
    assert_eq!(found(&with(None), &around()), [Finding::NoPlace]);
}

#[test]
fn a_shot_is_taken_where_its_case_is_beyond_what_both_are_uncertain_by() {
    let away = |metres: f64, accuracy_m: f64| Manifest {
        fix: Some(Fix { accuracy_m: Some(accuracy_m), ..fix(PLACE.moved_m(metres, 0.0)) }),
        ..shot()
    };
    check(&away(99.9, 0.0), &around(), &[]);
    check_reason(&away(100.4, 0.0), &around(), &Reason::measured(Finding::FarFromCase, 100, 100));
    check(&away(149.0, 50.0), &around(), &[]);
    check(&away(151.0, 50.0), &around(), &[Finding::FarFromCase]);
    let unsure_case = Surroundings { case: Some((PLACE, Some(60.0))), ..around() };
    check(&away(159.0, 0.0), &unsure_case, &[]);
    // No uncertainty excuses more than the limit for uncertainty.
    check(&away(201.0, 5_000.0), &around(), &[Finding::FarFromCase, Finding::Uncertain]);
    check(&away(500.0, 6.0), &around(), &[Finding::FarFromCase]);
}

#[track_caller]
fn check_way(metres: f64, passed_ms: i64, sources: [Source; 2], expected: &[Finding]) {
    let here = Fix { source: sources[0], ..fix(PLACE) };
    let neighbour = Neighbour { fix: Some(here), taken: times(0) };
    let there = Fix { source: sources[1], fix_time: NOON.plus_ms(passed_ms), ..fix(PLACE.moved_m(metres, 0.0)) };
    let shot = Manifest { fix: Some(there), taken: times(passed_ms), ..shot() };
    let around =
        Surroundings { neighbour: Some(&neighbour), received: Some(NOON.plus_ms(passed_ms)), case: None, ..around() };
    check(&shot, &around, expected);
}

#[test]
fn nobody_moves_faster_than_a_car_in_town() {
    let walked = [Source::Gnss, Source::Gnss];
    check_way(1_000.0, 30_100, walked, &[]);
    check_way(1_000.0, 29_900, walked, &[Finding::TooFast]);
    check_way(20_000.0, 60_000, walked, &[Finding::TooFast]);
    check_way(99.0, 100, walked, &[]);
    check_way(20_000.0, 60_000, [Source::MapPick, Source::Gnss], &[]);
    check_way(20_000.0, 60_000, [Source::Gnss, Source::MapPick], &[Finding::ByHand]);
}

#[test]
fn a_position_that_was_old_leaves_more_time_for_the_way() {
    let way = |old_ms: i64, is_old_ms: i64| {
        let was = Fix { fix_time: NOON.plus_ms(-old_ms), ..fix(PLACE) };
        let neighbour = Neighbour { fix: Some(was), taken: times(0) };
        let is = Fix { fix_time: NOON.plus_ms(30_000 - is_old_ms), ..fix(PLACE.moved_m(5_000.0, 0.0)) };
        let shot = Manifest { fix: Some(is), taken: times(30_000), ..shot() };
        let received = Some(NOON.plus_ms(30_000));
        let around = Surroundings { neighbour: Some(&neighbour), received, case: None, ..around() };
        found(&shot, &around)
    };
    assert_eq!(way(0, 0), [Finding::TooFast]);
    assert!(way(1_200_000, 0).is_empty(), "five kilometres in twenty minutes");
    assert_eq!(way(1_200_000, 1_200_000), [Finding::TooFast, Finding::Stale], "both are as old");
}

#[track_caller]
fn check_own(own: OwnClaims, expected: &[Finding]) {
    let shot = Manifest { capture: Capture::Imported, own: Some(own), ..shot() };
    check(&shot, &around(), expected);
}

#[test]
fn an_imported_file_is_held_against_its_own_claims() {
    use Finding as F;
    let degrees = |at: Point| (Degree(at.lon_e7), Degree(at.lat_e7));
    let taken = |before_ms: i64| OwnClaims { taken: Some(NOON.plus_ms(-before_ms)), place: None };
    let at = |metres: f64| OwnClaims { taken: None, place: Some(degrees(PLACE.moved_m(metres, 0.0))) };
    check_own(OwnClaims::default(), &[F::Imported, F::AlbumSilent]);
    check_own(taken(600_999), &[F::Imported]);
    check_own(taken(601_000), &[F::AlbumTime, F::Imported]);
    check_own(taken(-601_000), &[F::AlbumTime, F::Imported]);
    check_own(at(100.0), &[F::Imported]);
    check_own(at(101.0), &[F::AlbumPlace, F::Imported]);
    let nothing = Manifest { capture: Capture::Imported, own: None, ..shot() };
    check(&nothing, &around(), &[F::Imported, F::AlbumSilent]);
    let closed = EvidenceRules { album: false, ..RULES };
    let reasons = judge(&nothing, &around(), &closed);
    assert_eq!(
        reasons.iter().map(|reason| reason.finding).collect::<Vec<_>>(),
        [F::AlbumNotTaken, F::Imported, F::AlbumSilent]
    );
}

#[test]
fn the_camera_s_own_shots_have_no_claims_of_their_own() {
    let own = OwnClaims { taken: Some(NOON.plus_ms(-86_400_000)), place: None };
    check(&Manifest { own: Some(own), ..shot() }, &around(), &[]);
}

#[test]
fn a_check_s_photo_is_later_than_the_finish() {
    let finished = |after_ms: i64| Surroundings { finished: Some(NOON.plus_ms(after_ms)), ..around() };
    check(&shot(), &finished(0), &[]);
    check(&shot(), &finished(999), &[]);
    check_reason(&shot(), &finished(1_000), &Reason::measured(Finding::BeforeFinish, 1, 0));
}

#[track_caller]
fn check_pair(before: &Fix, now: &Fix, expected: &[Finding]) {
    let name = Sha256::of(b"before");
    let side = Side { fix: Some(before), taken: Some(NOON.plus_ms(-3_600_000)) };
    let shot = Manifest { pair: Some(name.clone()), fix: Some(now.clone()), role: PhotoRole::After, ..shot() };
    let around = Surroundings { answers_check: true, case: None, before: Some((name, side)), ..around() };
    check(&shot, &around, expected);
}

#[test]
fn a_pair_is_taken_from_the_same_place_in_the_same_direction() {
    let looks = |degrees: f64| Fix { heading_deg: Some(degrees), ..fix(PLACE) };
    check_pair(&fix(PLACE), &fix(PLACE.moved_m(100.0, 0.0)), &[]);
    check_pair(&fix(PLACE), &fix(PLACE.moved_m(101.0, 0.0)), &[Finding::FarFromBefore]);
    check_pair(&fix(PLACE), &fix(PLACE.moved_m(500.0, 0.0)), &[Finding::FarFromBefore]);
    let unsure = |at: Point, accuracy_m: f64| Fix { accuracy_m: Some(accuracy_m), ..fix(at) };
    check_pair(&unsure(PLACE, 20.0), &unsure(PLACE.moved_m(139.0, 0.0), 20.0), &[]);
    check_pair(&unsure(PLACE, 20.0), &unsure(PLACE.moved_m(141.0, 0.0), 20.0), &[Finding::FarFromBefore]);
    check_pair(&looks(350.0), &looks(35.0), &[]);
    check_pair(&looks(350.0), &looks(36.0), &[Finding::OtherHeading]);
    check_pair(&looks(10.0), &looks(190.0), &[Finding::OtherHeading]);
    check_pair(&looks(10.0), &fix(PLACE), &[]);
}

#[test]
fn a_check_s_photo_without_a_before_photo_says_so() {
    let check_task = Surroundings { answers_check: true, ..around() };
    check(&shot(), &check_task, &[Finding::Unpaired]);
    check(&Manifest { role: PhotoRole::Video, ..shot() }, &check_task, &[]);
    check(&shot(), &around(), &[]);
    let unknown = Manifest { pair: Some(Sha256::of(b"not here")), ..shot() };
    check(&unknown, &check_task, &[]);
}

#[test]
fn a_pair_is_measured() {
    let before = Fix { heading_deg: Some(350.0), ..fix(PLACE) };
    let now = Fix { heading_deg: Some(20.0), ..fix(PLACE.moved_m(30.0, 40.0)) };
    let pair = measure(
        Sha256::of(b"before"),
        &Side { fix: Some(&before), taken: Some(NOON.plus_ms(-7_200_000)) },
        &Side { fix: Some(&now), taken: Some(NOON) },
    );
    assert_eq!((pair.distance_m, pair.heading_deg, pair.elapsed_s), (Some(50), Some(30), Some(7_200)));
    assert_eq!(pair.alike_percent, None, "nothing here reads pixels");
    for (one, other, expected) in [(0.0, 360.0, 0.0), (1.0, 359.0, 2.0), (90.0, 270.0, 180.0), (300.0, 30.0, 90.0)] {
        assert!((turned_deg(one, other) - expected).abs() < 1e-9 && (turned_deg(other, one) - expected).abs() < 1e-9);
    }
}

#[test]
fn the_same_file_in_another_case_names_that_case() {
    check_reason(
        &shot(),
        &Surroundings { seen: Some(OTHER), ..around() },
        &Reason::elsewhere(Finding::SeenBefore, OTHER),
    );
}

#[test]
fn the_worst_reason_decides_and_stands_first() {
    let mut reasons = vec![
        Reason::of(Finding::Small),
        Reason::of(Finding::Mock),
        Reason::of(Finding::Missing),
        Reason::of(Finding::Fork),
    ];
    sort(&mut reasons);
    let order: Vec<_> = reasons.iter().map(|reason| reason.finding).collect();
    assert_eq!(order, [Finding::Fork, Finding::Mock, Finding::Missing, Finding::Small]);
    assert_eq!(Verdict::over(&reasons), Verdict::Doubtful);
    assert_eq!(Verdict::over(&[Reason::of(Finding::Small)]), Verdict::Noted);
    assert_eq!(Verdict::over(&[]), Verdict::Sound);
}

#[test]
fn every_finding_has_a_word_of_its_own_and_speaks_both_languages() {
    let words: std::collections::BTreeSet<_> = Finding::ALL.iter().map(|finding| finding.as_str()).collect();
    assert_eq!(words.len(), Finding::ALL.len());
    for finding in Finding::ALL {
        assert_eq!(serde_json::to_string(finding).unwrap(), format!("\"{}\"", finding.as_str()));
        assert!(finding.zh().chars().any(|c| c as u32 > 0x4e00), "{finding:?} has no Chinese");
        assert!(finding.en().is_ascii(), "{finding:?} has no English");
    }
    for verdict in Verdict::ALL {
        assert_eq!(Verdict::parse(verdict.as_str()), Some(*verdict));
    }
}

#[test]
fn a_reason_reads_as_a_sentence_with_its_figure() {
    let far = Reason::measured(Finding::FarFromCase, 512, 100);
    assert_eq!(far.zh(), "拍摄位置离案件太远：512 米（界限 100 米）");
    assert_eq!(far.en(), "Taken far from the case: 512 m (limit 100 m)");
    assert_eq!(Reason::of(Finding::Mock).zh(), "系统报告位置是模拟的");
    assert_eq!(Measure::Seconds.zh(7_199), "119 分");
    assert_eq!(Measure::Seconds.zh(7_200), "2 小时");
    assert_eq!(Measure::Metres.en(10_000), "10 km");
}

#[test]
fn a_reason_travels_without_what_it_does_not_say() {
    let reason = Reason::of(Finding::Mock);
    assert_eq!(serde_json::to_string(&reason).unwrap(), r#"{"finding":"mock"}"#);
    assert_eq!(serde_json::from_str::<Reason>(r#"{"finding":"mock"}"#).unwrap(), reason);
}

#[test]
fn what_was_found_later_is_noted_with_how_long_after_the_camera_was_opened() {
    let late = Manifest { found: Some(times(720_000)), ..shot() };
    let reason = Reason { measured: Some(720), ..Reason::of(Finding::FoundLater) };
    check_reason(&late, &around(), &reason);
    assert!(reason.zh().ends_with("：12 分") && reason.en().ends_with(": 12 min"), "{}", reason.en());
    assert_eq!(Verdict::over(&[reason]), Verdict::Noted);
}

#[test]
fn a_shot_taken_while_another_waited_to_be_found_contradicts_nothing() {
    let between = Neighbour { fix: None, taken: times(300_000) };
    let beside = Surroundings { neighbour: Some(&between), ..around() };
    check(&Manifest { found: Some(times(720_000)), ..shot() }, &beside, &[Finding::FoundLater]);
    check(&shot(), &beside, &[Finding::Reordered]);
}
