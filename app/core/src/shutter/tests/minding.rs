//! What the person is told at once: the same words as on the console, and never a reason not to keep the shot.

use app_bridge::ask::{Ask, Shot, Subject};
use app_bridge::told::{PhotoCard, Told};
use shared::evidence::manifest::OwnClaims;
use shared::evidence::verdict::{EvidenceRules, Finding, Reason};
use shared::evidence::{PhotoRef, PhotoRole};
use shared::ids::{CaseId, Sha256, TaskId};
use shared::place::fix::{Fix, Source};
use shared::refusal::Code;
use shared::settings::Settings;
use shared::task::{TakenAs, Task, TaskKind, TaskState};
use uuid::Uuid;

use crate::error::Error;
use crate::photo::{self, Claim, Rules, Stamp};
use crate::tests::phone::{MORNING, Phone, WANG, codes, fix, picture, shot};

fn town(training: bool, album: bool) -> Settings {
    Settings { training, evidence: EvidenceRules { album, ..EvidenceRules::default() }, ..Settings::default() }
}

/// Takes a photo at a position and returns what is to be minded of where and when, leaving the picture itself aside.
fn minded(phone: &Phone, shot: Shot) -> Vec<String> {
    let card = phone.take(shot, picture()).unwrap();
    of_place(&card)
}

fn of_place(card: &PhotoCard) -> Vec<String> {
    let of_picture = ["no_font", "small_photo", "dark_photo", "blurred_photo"];
    codes(&card.warnings).into_iter().filter(|code| !of_picture.contains(code)).map(str::to_owned).collect()
}

fn near(fix: Fix) -> Shot {
    shot(PhotoRole::Near, Some(fix))
}

#[test]
fn every_odd_position_has_its_words_and_keeps_the_shot() {
    let usual = fix(0.0, 0.0, MORNING);
    for (odd, expected) in [
        (usual.clone(), None),
        (Fix { is_mock: true, ..usual.clone() }, Some("mock")),
        (Fix { source: Source::MapPick, ..usual.clone() }, Some("by_hand")),
        (Fix { source: Source::Simulated, ..usual.clone() }, Some("simulated")),
        (Fix { accuracy_m: Some(400.0), ..usual.clone() }, Some("uncertain")),
        (Fix { fix_time: MORNING.plus_ms(-900_000), ..usual.clone() }, Some("stale")),
    ] {
        let phone = Phone::in_town(&town(false, false));
        assert_eq!(minded(&phone, near(odd)), expected.into_iter().collect::<Vec<_>>());
    }
    let phone = Phone::in_town(&town(false, false));
    assert_eq!(minded(&phone, shot(PhotoRole::Near, None)), ["no_place"]);
    let training = Phone::in_town(&town(true, true));
    let simulated = Fix { source: Source::Simulated, ..usual };
    assert!(minded(&training, near(simulated)).is_empty(), "a training city says so on every screen");
}

#[test]
fn the_words_are_those_of_the_verdict() {
    let phone = Phone::in_town(&town(false, false));
    let card = phone.take(near(Fix { is_mock: true, ..fix(0.0, 0.0, MORNING) }), picture()).unwrap();
    let warning = card.warnings.iter().find(|warning| warning.code == "mock").unwrap();
    let reason = Reason::of(Finding::Mock);
    assert_eq!((&warning.zh, &warning.en), (&reason.zh(), &reason.en()));
}

#[test]
fn nobody_is_here_and_a_minute_later_five_kilometres_away() {
    let phone = Phone::in_town(&town(false, false));
    assert!(minded(&phone, near(fix(0.0, 0.0, MORNING))).is_empty());
    phone.wait_s(60);
    assert_eq!(minded(&phone, near(fix(5_000.0, 0.0, phone.now()))), ["too_fast"]);
    phone.wait_s(3_600);
    assert!(minded(&phone, near(fix(0.0, 0.0, phone.now()))).is_empty(), "in an hour one comes back");
    // What was thrown away is no neighbour any more; the one before it still is.
    let thrown = phone.take(near(fix(0.0, 0.0, phone.now())), picture()).unwrap();
    assert_eq!(phone.tell(Ask::DropPhoto { photo: thrown.photo }), Told::Dropped);
    phone.wait_s(60);
    assert_eq!(minded(&phone, near(fix(0.0, 9_000.0, phone.now()))), ["too_fast"]);
}

#[test]
fn a_clock_that_was_set_between_two_shots_is_seen() {
    let phone = Phone::in_town(&town(false, false));
    assert!(minded(&phone, near(fix(0.0, 0.0, MORNING))).is_empty());
    phone.set_clock_forward_s(7_200);
    assert_eq!(minded(&phone, near(fix(0.0, 0.0, phone.now()))), ["clock_moved"]);
}

fn check(before: Sha256, heading_deg: f64) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(70)),
        kind: TaskKind::Check,
        case: CaseId(Uuid::from_u128(71)),
        case_no: None,
        jurisdiction: "610112".parse().unwrap(),
        assignee: Some(WANG),
        state: TaskState::Open,
        sent_at: MORNING,
        due_at: MORNING.plus_ms(7_200_000),
        requirement: String::new(),
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(0.0, 0.0, MORNING),
        grid: None,
        address: String::new(),
        before: vec![PhotoRef { photo: None, working: before.clone(), role: PhotoRole::Near }],
        before_taken: vec![TakenAs {
            working: before,
            at: MORNING.plus_ms(-86_400_000),
            fix: Some(Fix { heading_deg: Some(heading_deg), ..fix(0.0, 0.0, MORNING) }),
        }],
        after: Vec::new(),
        result: None,
        note: String::new(),
        answered_at: None,
        late: false,
        originals_asked: Vec::new(),
        case_closed_at: None,
        version: 1,
    }
}

#[test]
fn a_photo_for_a_check_is_compared_with_the_one_it_was_framed_by() {
    let before = Sha256::of(b"before");
    let pose = |east_m: f64, heading_deg: f64, pair: Option<Sha256>| {
        let phone = Phone::in_town(&town(false, false));
        let task = check(before.clone(), 10.0);
        phone.hear(&task);
        phone.core.store().write(|w| w.put_picture(&before, "thumb", &task.jurisdiction, 1, MORNING)).unwrap();
        let fix = Fix { heading_deg: Some(heading_deg), ..fix(east_m, 0.0, MORNING) };
        let shot = Shot { subject: Subject::Task { task: task.id }, pair, ..shot(PhotoRole::After, Some(fix)) };
        let card = phone.take(shot, picture()).unwrap();
        let row = phone.core.store().read(|r| r.photo(card.photo)).unwrap().unwrap();
        (of_place(&card), row.opened().unwrap().pair)
    };
    let paired = || Some(before.clone());
    assert_eq!(pose(5.0, 350.0, paired()), (Vec::new(), paired()), "twenty degrees past north is nothing");
    assert_eq!(pose(5.0, 190.0, paired()).0, ["other_heading"]);
    assert_eq!(pose(500.0, 10.0, paired()).0, ["far_from_case", "far_from_before"]);
    assert_eq!(pose(5.0, 10.0, None), (vec!["unpaired".to_owned()], None));
    let unknown = Some(Sha256::of(b"of nobody"));
    assert_eq!(pose(5.0, 190.0, unknown.clone()), (Vec::new(), unknown), "the server knows better, and is asked later");
}

#[test]
fn nobody_is_told_to_frame_by_a_photo_that_is_not_here() {
    let phone = Phone::in_town(&town(false, false));
    let task = check(Sha256::of(b"not fetched yet"), 10.0);
    phone.hear(&task);
    let subject = Subject::Task { task: task.id };
    let card = phone.take(Shot { subject, ..shot(PhotoRole::After, Some(fix(5.0, 0.0, MORNING))) }, picture()).unwrap();
    assert!(of_place(&card).is_empty(), "without a network the picture cannot be had, and every shot would be minded");
}

#[test]
fn a_shot_of_an_answer_that_was_never_saved_is_told_with_its_task() {
    let phone = Phone::in_town(&town(false, false));
    let task = check(Sha256::of(b"before"), 10.0);
    phone.hear(&task);
    let begun = || {
        let Told::Task(card) = phone.tell(Ask::Task { task: task.id }) else { panic!("a task") };
        card.drafts.iter().map(|shot| shot.photo).collect::<Vec<_>>()
    };
    assert!(begun().is_empty());
    let subject = Subject::Task { task: task.id };
    let card = phone.take(Shot { subject, ..shot(PhotoRole::After, Some(fix(5.0, 0.0, MORNING))) }, picture()).unwrap();
    assert_eq!(begun(), [card.photo], "the program may have ended before the answer was given");
    assert_eq!(phone.tell(Ask::DropPhoto { photo: card.photo }), Told::Dropped);
    assert!(begun().is_empty());
}

#[test]
fn the_screen_is_told_how_a_before_photo_was_taken_once_it_is_here() {
    let phone = Phone::in_town(&town(false, false));
    let own = phone.take(near(fix(3.0, 0.0, MORNING)), picture()).unwrap();
    let working = phone.core.store().read(|r| r.photo(own.photo)).unwrap().unwrap().working.sha256;
    let task = check(working.clone(), 10.0);
    phone.hear(&task);
    let Told::Task(card) = phone.tell(Ask::Task { task: task.id }) else { panic!("a task") };
    assert_eq!(card.before, [working.to_string()]);
    assert_eq!(card.before_shots.len(), 1);
    let shown = &card.before_shots[0];
    assert_eq!((&shown.sha256, shown.taken_at), (&working, Some(MORNING)), "by this phone's own word, which it signed");
    assert_eq!(shown.fix.as_ref().map(|fix| fix.lon), Some(fix(3.0, 0.0, MORNING).lon));
    let other = Phone::in_town(&town(false, false));
    other.hear(&check(Sha256::of(b"of another phone"), 10.0));
    let Told::Task(card) = other.tell(Ask::Task { task: task.id }) else { panic!("a task") };
    assert!(card.before_shots.is_empty(), "what cannot be shown is not framed by");
}

#[test]
fn files_are_taken_where_the_jurisdiction_says_so_and_nowhere_else() {
    let imported = || Shot { imported: true, ..near(fix(0.0, 0.0, MORNING)) };
    for phone in [Phone::in_town(&town(false, false)), Phone::new()] {
        let refused = phone.take(imported(), picture()).unwrap_err();
        assert_eq!(refused, Error::Refused(Code::AlbumNotAllowed.into()));
        assert_eq!(phone.files(), 0, "nothing of it is kept");
    }
    let phone = Phone::in_town(&town(false, true));
    let card = phone.take(imported(), picture()).unwrap();
    assert_eq!(of_place(&card), ["album_silent"]);
    let row = phone.core.store().read(|r| r.photo(card.photo)).unwrap().unwrap();
    assert_eq!(row.opened().unwrap().own, Some(OwnClaims::default()), "that it says nothing is told too");
    let Told::Start(start) = phone.tell(Ask::Start) else { panic!("a start") };
    assert!(start.album);
    let training = Phone::in_town(&town(true, true));
    assert!(of_place(&training.take(imported(), picture()).unwrap()).is_empty(), "a desk's files are silent");
}

#[test]
fn a_file_that_says_another_time_or_place_than_it_is_handed_in_for_is_seen_at_once() {
    let claimed = |east_m: f64, before_ms: i64| {
        let taken = MORNING.plus_ms(-before_ms);
        let claim = Claim::Known { taken, zone: "Asia/Shanghai".to_owned(), fix: Some(fix(east_m, 0.0, taken)) };
        let rules = Rules { working_edge_px: 1_600 };
        photo::develop(&picture(), &Stamp::default(), &claim, None, rules).unwrap().working
    };
    for (file, expected) in [
        (claimed(0.0, 60_000), Vec::new()),
        (claimed(0.0, 3 * 3_600_000), vec!["album_time"]),
        (claimed(5_000.0, 60_000), vec!["album_place"]),
        (claimed(5_000.0, 3 * 3_600_000), vec!["album_time", "album_place"]),
    ] {
        let phone = Phone::in_town(&town(false, true));
        let card = phone.take(Shot { imported: true, ..near(fix(0.0, 0.0, MORNING)) }, file).unwrap();
        assert_eq!(of_place(&card), expected);
        let own = phone.core.store().read(|r| r.photo(card.photo)).unwrap().unwrap().opened().unwrap().own.unwrap();
        assert!(own.taken.is_some() && own.place.is_some(), "both are signed as having been there");
    }
}
