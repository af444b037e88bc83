//! A track is kept on shift and at no other time, and what is walked shows on the sheet.

use app_bridge::ask::{AnswerForm, Ask};
use app_bridge::told::Told;
use app_bridge::track::{Kept, ShiftPlace, ShiftSheet, Walked};
use shared::ids::{AccountId, CaseId, DutyGridId, TaskId};
use shared::place::fix::{Fix, Source};
use shared::settings::Settings;
use shared::task::{Task, TaskKind, TaskResult, TaskState};
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use uuid::Uuid;

use crate::store::track::TrackRow;
use crate::tests::phone::{MORNING, Phone, WANG, fix};
use crate::track::walk::END_OF_TIME;

/// Wang walks the one duty grid of the town.
fn phone() -> Phone {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    let own: [DutyGridId; 1] = ["610112-Z0".parse().unwrap()];
    phone.core.store().write(|w| w.keep_own_duty_grids(WANG, &"610112".parse().unwrap(), &own)).unwrap();
    phone
}

fn mark(phone: &Phone, begins: bool) {
    phone.tell(Ask::MarkShift { begins, fix: Some(fix(0.0, 0.0, phone.now())) });
}

fn handed(phone: &Phone, fix: Fix) -> Walked {
    match phone.tell(Ask::Walked { fix }) {
        Told::Walked(walked) => walked,
        other => panic!("told {other:?}"),
    }
}

fn walked(phone: &Phone, east_m: f64, north_m: f64) -> Kept {
    handed(phone, fix(east_m, north_m, phone.now())).kept
}

fn sheet(phone: &Phone, here: Option<Fix>) -> ShiftSheet {
    match phone.tell(Ask::Shift { here }) {
        Told::Shift(sheet) => *sheet,
        other => panic!("told {other:?}"),
    }
}

fn rows(phone: &Phone) -> Vec<TrackRow> {
    phone.core.store().read(|r| r.track_since(WANG, Instant::from_ms(0))).unwrap()
}

/// Walks to the east, a point each 15 seconds.
fn walk(phone: &Phone, from_m: f64, points: i32) {
    for point in 0..points {
        assert_eq!(walked(phone, from_m + f64::from(point) * 20.0, 0.0), Kept::Point, "{point}");
        phone.wait_s(15);
    }
}

#[test]
fn nothing_is_kept_before_a_shift_nor_after_it() {
    let phone = phone();
    assert_eq!(walked(&phone, 0.0, 0.0), Kept::OffShift);
    assert!(rows(&phone).is_empty(), "where people are when they do not work is nobody's business");
    let before = fix(0.0, 0.0, phone.now());
    phone.wait_s(30);
    mark(&phone, true);
    assert_eq!(handed(&phone, before).kept, Kept::Inexact, "measured before the shift");
    walk(&phone, 0.0, 3);
    let kept = rows(&phone);
    assert_eq!((kept.len(), kept[0].points, kept[0].is_open), (1, 3, true));
    mark(&phone, false);
    assert_eq!(walked(&phone, 100.0, 0.0), Kept::OffShift);
    let after = rows(&phone);
    assert_eq!((after.len(), after[0].points, after[0].is_open), (1, 3, false), "the shift's piece is closed with it");
}

#[test]
fn a_shift_that_nobody_ended_is_not_followed_home() {
    let phone = phone();
    mark(&phone, true);
    assert!(sheet(&phone, None).keeping);
    phone.wait_s(LONGEST_SHIFT_MS / 1_000 + 1);
    assert_eq!(walked(&phone, 0.0, 0.0), Kept::OffShift);
    let sheet = sheet(&phone, None);
    assert!(sheet.on_shift.is_some() && !sheet.keeping, "it is said that nothing is kept any more");
}

#[test]
fn what_is_not_where_the_person_is_is_not_kept() {
    let phone = phone();
    mark(&phone, true);
    phone.wait_s(600);
    let now = phone.now();
    let pointed = Fix { source: Source::MapPick, ..fix(0.0, 0.0, now) };
    let vague = Fix { accuracy_m: Some(400.0), ..fix(0.0, 0.0, now) };
    let silent = Fix { accuracy_m: None, ..fix(0.0, 0.0, now) };
    let old = fix(0.0, 0.0, now.plus_ms(-180_000));
    let ahead = fix(0.0, 0.0, now.plus_ms(120_000));
    for bad in [pointed, vague, silent, old, ahead] {
        assert_eq!(handed(&phone, bad.clone()).kept, Kept::Inexact, "{bad:?}");
    }
    assert_eq!(walked(&phone, 0.0, 0.0), Kept::Point);
    assert_eq!(walked(&phone, 1.0, 0.0), Kept::NothingNew);
    assert_eq!(rows(&phone)[0].points, 1);
}

#[test]
fn pieces_are_closed_every_few_minutes_and_the_walk_goes_on_over_them() {
    let phone = phone();
    mark(&phone, true);
    // From the west, so that the whole of it lies in the town.
    walk(&phone, -400.0, 41);
    let pieces = rows(&phone);
    assert_eq!(pieces.iter().map(|piece| piece.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(pieces.iter().map(|piece| piece.points).collect::<Vec<_>>(), [20, 20, 1]);
    assert_eq!(pieces.iter().map(|piece| piece.is_open).collect::<Vec<_>>(), [false, false, true]);
    let sheet = sheet(&phone, None);
    assert!((795..=805).contains(&sheet.metres), "{} m", sheet.metres);
    assert_eq!((sheet.walk.len(), sheet.walk[0].len(), sheet.minutes), (1, 41, 10));
    assert_eq!(sheet.points_waiting, 41);
}

#[test]
fn a_track_never_holds_anybody_up() {
    let phone = phone();
    let Told::Status(before) = phone.tell(Ask::Status) else { panic!("asked for the status") };
    mark(&phone, true);
    walk(&phone, 0.0, 3);
    let Told::Status(after) = phone.tell(Ask::Status) else { panic!("asked for the status") };
    assert_eq!((before.unsent_operations, after.unsent_operations), (0, 1), "the word that the shift began");
    assert_eq!((before.track_points_waiting, after.track_points_waiting), (0, 3));
    assert_eq!((after.photos_waiting, before.all_arrived), (0, true));
}

#[test]
fn the_sheet_says_where_the_shift_began_and_what_was_covered() {
    let phone = phone();
    let idle = sheet(&phone, None);
    assert_eq!((idle.on_shift, idle.began_in.clone(), idle.here.clone()), (None, None, ShiftPlace::Unknown));
    assert_eq!((idle.duty_grids.len(), idle.duty_grids[0].visited, idle.minutes), (1, 0, 0));
    mark(&phone, true);
    walk(&phone, 0.0, 2);
    let here = Some(fix(0.0, 0.0, phone.now()));
    let sheet = sheet(&phone, here);
    let beat = ShiftPlace::DutyGrid { id: "610112-Z0".parse().unwrap(), name: "第一片区".to_owned() };
    assert_eq!((sheet.began_in, sheet.here), (Some(beat.clone()), beat));
    let cover = &sheet.duty_grids[0];
    assert_eq!((cover.name.as_str(), cover.visited, cover.grids.len()), ("第一片区", 1, 1));
    assert!(cover.grids[0].visited && cover.grids[0].rings[0].len() == 5);
    assert_eq!(sheet.day, "2026-11-23");
}

#[test]
fn a_shift_may_begin_outside_and_whoever_stays_out_is_told_once_it_is_long() {
    let phone = phone();
    let far = |phone: &Phone| fix(0.0, 3_000.0, phone.now());
    assert_eq!(sheet(&phone, Some(far(&phone))).here, ShiftPlace::Outside);
    phone.tell(Ask::MarkShift { begins: true, fix: Some(far(&phone)) });
    assert_eq!(sheet(&phone, None).began_in, Some(ShiftPlace::Outside));
    let began = phone.now();
    let mut told = None;
    for minute in 0..=10 {
        let walked = handed(&phone, far(&phone));
        told = walked.outside_since;
        assert_eq!(told.is_some(), minute == 10, "minute {minute}");
        phone.wait_s(60);
    }
    assert_eq!((told, sheet(&phone, None).outside_since), (Some(began), Some(began)));
    phone.wait_s(120);
    assert_eq!(handed(&phone, fix(0.0, 0.0, phone.now())).outside_since, None, "back in the own grid");
}

#[test]
fn a_phone_that_was_not_told_which_grids_are_whose_asks_nothing() {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    let far = fix(0.0, 3_000.0, phone.now());
    assert_eq!(sheet(&phone, Some(far)).here, ShiftPlace::Unknown);
    mark(&phone, true);
    let sheet = sheet(&phone, None);
    assert!(matches!(sheet.began_in, Some(ShiftPlace::DutyGrid { .. })), "by the grid, as before");
    assert!(sheet.duty_grids.is_empty());
}

#[test]
fn what_was_handed_in_stays_for_the_day_and_nothing_stays_for_long() {
    let phone = phone();
    mark(&phone, true);
    walk(&phone, 0.0, 3);
    mark(&phone, false);
    let piece = rows(&phone).remove(0);
    let day = 24 * 3_600_000;
    phone.core.store().write(|w| w.answer_track_piece(&piece, None, MORNING)).unwrap();
    assert_eq!(phone.core.store().read(|r| r.track_points_waiting(WANG)).unwrap(), 0);
    let left = |today: i64, oldest: i64| {
        let store = phone.core.store();
        store.write(|w| w.drop_old_track(MORNING.plus_ms(today), MORNING.plus_ms(oldest))).unwrap();
        rows(&phone).len()
    };
    assert_eq!(left(-3_600_000, -day), 1, "today's coverage is still shown");
    assert_eq!(left(day, -day), 0, "the day is over");
    phone.core.store().write(|w| w.put_track_piece(&piece)).unwrap();
    assert_eq!(left(day, -day), 1, "it waits to be handed in");
    assert_eq!(left(3 * day, day), 0);
}

#[test]
fn a_clock_that_is_set_back_neither_stops_a_track_nor_keeps_it_going_for_ever() {
    let phone = phone();
    mark(&phone, true);
    walk(&phone, -400.0, 3);
    phone.set_clock_forward_s(-3_600);
    walk(&phone, -300.0, 3);
    let pieces = rows(&phone);
    assert_eq!(pieces.iter().map(|piece| (piece.number, piece.points)).collect::<Vec<_>>(), [(1, 3), (2, 3)]);
    // It had been a day ahead when the shift began.
    phone.set_clock_forward_s(-24 * 3_600);
    assert_eq!(walked(&phone, 0.0, 0.0), Kept::OffShift, "nobody is followed until that day is over");
}

#[test]
fn a_shift_over_midnight_gives_no_number_twice() {
    let phone = phone();
    mark(&phone, true);
    walk(&phone, 0.0, 25);
    let store = phone.core.store();
    store.write(|w| w.close_track(WANG, END_OF_TIME)).unwrap();
    for piece in rows(&phone) {
        store.write(|w| w.answer_track_piece(&piece, None, MORNING)).unwrap();
    }
    let day = 24 * 3_600_000;
    store.write(|w| w.drop_old_track(MORNING.plus_ms(day), MORNING.plus_ms(-day))).unwrap();
    assert_eq!(walked(&phone, 600.0, 0.0), Kept::Point);
    assert_eq!(rows(&phone).iter().map(|piece| piece.number).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn another_account_sees_and_sends_nothing_of_it() {
    let phone = phone();
    mark(&phone, true);
    walk(&phone, 0.0, 2);
    mark(&phone, false);
    let other = AccountId(Uuid::from_u128(77));
    let store = phone.core.store();
    assert!(store.read(|r| r.track_since(other, Instant::from_ms(0))).unwrap().is_empty());
    assert!(store.read(|r| r.track_to_send(other)).unwrap().is_empty());
    assert_eq!(store.read(|r| r.track_to_send(WANG)).unwrap().len(), 1);
    phone.hand_to(other);
    let Told::Status(status) = phone.tell(Ask::Status) else { panic!("asked for the status") };
    assert_eq!(status.track_points_waiting, 0, "what is not theirs to hand in does not wait for them");
}

fn task(number: u128) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(number)),
        kind: TaskKind::Verify,
        case: CaseId(Uuid::from_u128(number + 1_000)),
        case_no: None,
        jurisdiction: "610112".parse().unwrap(),
        assignee: Some(WANG),
        state: TaskState::Open,
        sent_at: MORNING,
        due_at: MORNING.plus_ms(3_600_000),
        requirement: String::new(),
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(0.0, 0.0, MORNING),
        grid: None,
        address: String::new(),
        before: Vec::new(),
        before_taken: Vec::new(),
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
fn an_answer_counts_as_in_time_or_late_and_only_on_its_day() {
    let phone = phone();
    let answer = |number: u128| {
        phone.hear(&task(number));
        let task = TaskId(Uuid::from_u128(number));
        let form = AnswerForm { task, result: TaskResult::Absent, note: String::new(), fix: None, photos: Vec::new() };
        phone.tell(Ask::Answer(form));
    };
    answer(70);
    phone.wait_s(2 * 3_600);
    answer(71);
    let today = sheet(&phone, None).figures;
    assert_eq!((today.in_time, today.late, today.reports, today.photos), (1, 1, 0, 0));
    phone.wait_s(24 * 3_600);
    let tomorrow = sheet(&phone, None).figures;
    assert_eq!((tomorrow.in_time, tomorrow.late), (0, 0));
}
