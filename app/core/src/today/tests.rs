//! The first page and the pages of the list say the same as the whole lists, and read no more than they show.

use app_bridge::ask::{AnswerForm, Ask, ReportForm, Shot, Subject};
use app_bridge::today::{Behind, CasesPage, CasesWhere, TodayCard};
use app_bridge::told::{CaseCard, Told, Whereabouts};
use shared::case::{Beginning, Case, CasePhoto, PackVersions, State};
use shared::channel::Channel;
use shared::evidence::PhotoRole;
use shared::grid::matched::Match;
use shared::ids::{CaseId, Sha256, TaskId};
use shared::refusal::Code;
use shared::settings::Settings;
use shared::sync::push::OutcomeKind;
use shared::task::{Task, TaskKind, TaskResult, TaskState};
use uuid::Uuid;

use crate::store::photos::Traveller;
use crate::tests::phone::{MORNING, Phone, WANG, fix, picture, shot};

fn town() -> Phone {
    Phone::in_town(&Settings { training: true, ..Settings::default() })
}

/// Saves a report and returns its case.
fn report(phone: &Phone) -> CaseId {
    let here = fix(0.0, 0.0, phone.now());
    let subject = Subject::Draft { case: None };
    let taken = phone.take(Shot { subject, ..shot(PhotoRole::Near, Some(here.clone())) }, picture()).unwrap();
    let form = ReportForm {
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: here,
        note: String::new(),
        address: String::new(),
        photos: vec![taken.photo],
        draft: taken.draft,
        self_handled: false,
    };
    match phone.tell(Ask::SaveReport(form)) {
        Told::Saved(saved) => saved.case,
        other => panic!("told {other:?}"),
    }
}

/// Lets the server say what became of a report, and perhaps receive its photos.
fn answered(phone: &Phone, case: CaseId, outcome: OutcomeKind, photos_too: bool) {
    let now = phone.now();
    phone
        .core
        .store()
        .write(|w| {
            let operation = w.case(case)?.unwrap().operation.unwrap();
            w.put_outcome(operation, outcome, (outcome == OutcomeKind::Refused).then_some(Code::OutsideCity), "", now)?;
            for photo in w.photos_of_case(case)?.iter().filter(|_| photos_too) {
                w.put_receipt(photo.id, Traveller::Working, now)?;
            }
            Ok(())
        })
        .unwrap();
}

/// Hears of an own case that was reported on another phone.
fn heard(phone: &Phone, number: u128, received: bool) -> CaseId {
    let id = CaseId(Uuid::from_u128(number));
    let with = Beginning {
        id,
        jurisdiction: "610112".parse().unwrap(),
        division: None,
        category: "event:06012".parse().unwrap(),
        condition_no: 1,
        channel: Channel::Collector,
        reporter: Some(WANG),
        device: None,
        note: String::new(),
        address: String::new(),
        fix: fix(0.0, 0.0, MORNING),
        grid: None,
        grid_match: Match::None,
        duty_grid: None,
        unit: None,
        reported_at: phone.now(),
        limit: "2 work_hour".parse().unwrap(),
        packs: PackVersions::default(),
    };
    let photo = CasePhoto {
        photo: None,
        working: Sha256::of(&number.to_be_bytes()),
        role: PhotoRole::Near,
        task: None,
        taken_at: Some(MORNING),
        received_at: received.then_some(MORNING),
        refused: None,
        original_asked_at: None,
    };
    let case = Case { photos: vec![photo], ..Case::begin(with, State::Reported) };
    let body = serde_json::to_string(&case).unwrap();
    phone.core.store().write(|w| w.hear_case(&case, &body, 1)).unwrap();
    id
}

fn page(phone: &Phone, place: CasesWhere, behind: Option<Behind>) -> CasesPage {
    match phone.tell(Ask::CasesPage { place, behind }) {
        Told::CasesPage(page) => *page,
        other => panic!("told {other:?}"),
    }
}

/// Returns every page's cases, and how many pages there were.
fn all_pages(phone: &Phone, place: CasesWhere) -> (Vec<CaseCard>, usize) {
    let (mut cases, mut behind, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = page(phone, place, behind);
        assert_eq!(page.counts.is_empty(), behind.is_some(), "the figures come with the first page alone");
        cases.extend(page.cases);
        pages += 1;
        behind = page.next;
        if behind.is_none() {
            return (cases, pages);
        }
    }
}

fn whole_list(phone: &Phone) -> Vec<CaseCard> {
    match phone.tell(Ask::Cases) {
        Told::Cases(cases) => cases,
        other => panic!("told {other:?}"),
    }
}

/// Where a case is by what its card says.
fn place_of(card: &CaseCard) -> CasesWhere {
    match (&card.whereabouts, card.photos_received >= card.photos_total) {
        (Whereabouts::OnlyHere, _) => CasesWhere::OnlyHere,
        (Whereabouts::SentBack { .. }, _) => CasesWhere::SentBack,
        (Whereabouts::Arrived, true) => CasesWhere::Arrived,
        (Whereabouts::Arrived, false) | (Whereabouts::RowArrived, _) => CasesWhere::Underway,
    }
}

#[test]
fn every_filter_holds_exactly_the_cases_whose_cards_say_so() {
    let phone = town();
    for (outcome, photos_too) in [
        (None, false),
        (Some(OutcomeKind::Unknown), false),
        (Some(OutcomeKind::Refused), false),
        (Some(OutcomeKind::Applied), false),
        (Some(OutcomeKind::Applied), true),
        (Some(OutcomeKind::Superseded), true),
    ] {
        let case = report(&phone);
        if let Some(outcome) = outcome {
            answered(&phone, case, outcome, photos_too);
        }
        phone.wait_s(5);
    }
    heard(&phone, 500, true);
    heard(&phone, 502, false);
    let whole = whole_list(&phone);
    let counts = page(&phone, CasesWhere::Anywhere, None).counts;
    for (place, count) in CasesWhere::ALL.into_iter().zip(counts) {
        let wanted: Vec<_> =
            whole.iter().filter(|card| place == CasesWhere::Anywhere || place_of(card) == place).cloned().collect();
        assert_eq!(count, u64::try_from(wanted.len()).unwrap(), "{place:?}");
        assert_eq!(all_pages(&phone, place).0, wanted, "{place:?}");
        assert!(!wanted.is_empty(), "{place:?} is not looked at");
    }
    assert_eq!(whole.iter().map(place_of).filter(|place| *place == CasesWhere::Underway).count(), 2);
}

#[test]
fn what_has_not_wholly_arrived_is_told_however_old_and_beside_it_this_day() {
    let phone = town();
    let told = |phone: &Phone| match phone.tell(Ask::CasesOfToday) {
        Told::Cases(cases) => cases.iter().map(|card| card.case).collect::<Vec<_>>(),
        other => panic!("told {other:?}"),
    };
    let [waits, arrived, half] = [report(&phone), report(&phone), report(&phone)];
    answered(&phone, arrived, OutcomeKind::Applied, true);
    answered(&phone, half, OutcomeKind::Applied, false);
    assert_eq!(told(&phone).len(), 3, "all of this day");
    phone.wait_s(3 * 24 * 3_600);
    let mut left = told(&phone);
    left.sort();
    assert_eq!(left, {
        let mut both = vec![waits, half];
        both.sort();
        both
    });
    let new = report(&phone);
    answered(&phone, new, OutcomeKind::Applied, true);
    assert_eq!(told(&phone).first(), Some(&new));
}

#[test]
fn the_pages_together_are_the_list_even_where_many_were_saved_at_once() {
    let phone = town();
    for number in 0..121 {
        heard(&phone, 1_000 + number * 2, number % 3 == 0);
        if number % 10 == 0 {
            phone.wait_s(1);
        }
    }
    let (cases, pages) = all_pages(&phone, CasesWhere::Anywhere);
    assert_eq!((cases.len(), pages), (121, 3));
    assert_eq!(cases, whole_list(&phone));
    let (arrived, _) = all_pages(&phone, CasesWhere::Arrived);
    assert_eq!(arrived.len(), 41);
}

#[test]
fn a_list_that_fills_its_pages_has_no_empty_one_behind_them() {
    let phone = town();
    assert_eq!(page(&phone, CasesWhere::Anywhere, None).cases, []);
    for number in 0..50 {
        heard(&phone, 1_000 + number * 2, true);
    }
    assert_eq!(all_pages(&phone, CasesWhere::Anywhere).1, 1);
    heard(&phone, 900, true);
    assert_eq!(all_pages(&phone, CasesWhere::Anywhere).1, 2);
}

fn today(phone: &Phone) -> TodayCard {
    match phone.tell(Ask::Today { here: Some(fix(0.0, 0.0, MORNING)) }) {
        Told::Today(card) => *card,
        other => panic!("told {other:?}"),
    }
}

#[test]
fn the_first_page_counts_this_day_and_shows_the_newest_three() {
    let phone = town();
    let empty = today(&phone);
    assert_eq!((empty.reported_today, empty.open_tasks), (0, 0));
    report(&phone);
    phone.wait_s(24 * 3_600);
    let mut newest: Vec<CaseId> = Vec::new();
    for _ in 0..4 {
        newest.insert(0, report(&phone));
        phone.wait_s(60);
    }
    let card = today(&phone);
    assert_eq!(card.reported_today, 4, "yesterday's does not count");
    assert_eq!(card.latest_cases, whole_list(&phone)[..3]);
    assert_eq!(card.latest_cases.iter().map(|card| card.case).collect::<Vec<_>>(), newest[..3]);
    phone.wait_s(14 * 3_600);
    assert_eq!(today(&phone).reported_today, 0, "midnight has passed");
}

fn task(number: u128, due_minutes: i64, east_m: f64) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(number)),
        kind: TaskKind::Verify,
        case: CaseId(Uuid::from_u128(number + 1)),
        case_no: None,
        jurisdiction: "610112".parse().unwrap(),
        assignee: Some(WANG),
        state: TaskState::Open,
        sent_at: MORNING,
        due_at: MORNING.plus_ms(due_minutes * 60_000),
        requirement: String::new(),
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(east_m, 0.0, MORNING),
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
fn the_first_page_counts_the_tasks_that_wait_and_shows_the_most_pressing() {
    let phone = town();
    for told in [
        task(70, 90, 0.0),
        task(72, 60, 300.0),
        task(74, 60, 20.0),
        task(76, 30, 500.0),
        Task { state: TaskState::Withdrawn, ..task(78, 1, 0.0) },
        Task { result: Some(TaskResult::Exists), ..task(80, 2, 0.0) },
        task(82, 5, 0.0),
    ] {
        phone.hear(&told);
    }
    let absent = AnswerForm {
        task: TaskId(Uuid::from_u128(82)),
        result: TaskResult::Absent,
        note: String::new(),
        fix: Some(fix(0.0, 0.0, MORNING)),
        photos: Vec::new(),
    };
    phone.tell(Ask::Answer(absent));
    let shown = |card: &TodayCard| card.next_tasks.iter().map(|task| task.task.0.as_u128()).collect::<Vec<_>>();
    let card = today(&phone);
    assert_eq!(card.open_tasks, 4);
    assert_eq!(shown(&card), [76, 74, 72], "the one due first, and of two due at once the nearer");
    assert!(card.next_tasks[1].distance_m.is_some_and(|metres| (metres - 20.0).abs() < 1.0));

    // The answer comes back: the task waits again.
    let operation =
        phone.core.store().read(|r| r.task(TaskId(Uuid::from_u128(82)))).unwrap().unwrap().operation.unwrap();
    let refused = Some(Code::PhotoRequired);
    let store = phone.core.store();
    store.write(|w| w.put_outcome(operation, OutcomeKind::Refused, refused, "", MORNING)).unwrap();
    let card = today(&phone);
    assert_eq!((card.open_tasks, shown(&card)), (5, vec![82, 76, 74]));
}

#[test]
fn duplicates_are_still_found_among_cases_of_this_day() {
    let phone = town();
    let case = report(&phone);
    phone.wait_s(3_600);
    let asked = Ask::Preview {
        fix: fix(10.0, 0.0, phone.now()),
        category: Some("event:06010".parse().unwrap()),
        condition_no: Some(1),
        draft: None,
    };
    let Told::Preview(told) = phone.tell(asked) else { panic!("a preview") };
    assert_eq!(told.look_alikes.iter().map(|near| near.case).collect::<Vec<_>>(), [case]);
}
