//! Drafts against a real database: ended between two keystrokes, handed on, saved, forgotten.

use app_bridge::ask::{AnswerForm, Ask, ReportForm, Shot, Subject};
use app_bridge::draft::{DraftOf, Drafts, KeptAnswer, KeptDraft, KeptReport};
use app_bridge::told::{PhotoCard, Told, Warning};
use shared::evidence::PhotoRole;
use shared::evidence::times::Anchor;
use shared::ids::{AccountId, CaseId, OperationId, TaskId};
use shared::refusal::Code;
use shared::settings::Settings;
use shared::sync::push::OutcomeKind;
use shared::task::{Task, TaskKind, TaskResult, TaskState};
use uuid::Uuid;

use crate::store::contact::BootAnchor;
use crate::store::journal::entry::Entry;
use crate::store::journal::{self, Known};
use crate::tests::phone::{MORNING, Phone, WANG, fix, picture, shot};
use crate::tidy;

const LI: AccountId = AccountId(Uuid::from_u128(6));
const DAY_S: i64 = 24 * 3_600;

fn phone() -> Phone {
    Phone::in_town(&Settings { training: true, ..Settings::default() })
}

fn task() -> Task {
    Task {
        id: TaskId(Uuid::from_u128(70)),
        kind: TaskKind::Verify,
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

fn taken(phone: &Phone, case: Option<CaseId>, role: PhotoRole) -> PhotoCard {
    let subject = Subject::Draft { case };
    phone.take(Shot { subject, ..shot(role, Some(fix(0.0, 0.0, MORNING))) }, picture()).unwrap()
}

fn taken_for_task(phone: &Phone) -> PhotoCard {
    let subject = Subject::Task { task: task().id };
    phone.take(Shot { subject, ..shot(PhotoRole::Near, None) }, picture()).unwrap()
}

/// A report in which everything is filled in.
fn filled(case: Option<CaseId>, note: &str, photos: &[&PhotoCard]) -> KeptReport {
    KeptReport {
        corrects: None,
        case,
        category: Some("event:06010".parse().unwrap()),
        condition_no: Some(1),
        pointed: Some(fix(3.0, 4.0, MORNING)),
        address: "凤城八路 109 号".to_owned(),
        note: note.to_owned(),
        photos: photos.iter().copied().cloned().collect(),
        self_handled: true,
    }
}

fn begun(note: &str, photos: &[&PhotoCard]) -> KeptAnswer {
    KeptAnswer {
        task: task().id,
        corrects: None,
        result: Some(TaskResult::Exists),
        note: note.to_owned(),
        photos: photos.iter().copied().cloned().collect(),
    }
}

#[track_caller]
fn keep_report(phone: &Phone, report: KeptReport) {
    assert_eq!(phone.tell(Ask::KeepDraft(KeptDraft::Report(Box::new(report)))), Told::Kept);
}

#[track_caller]
fn keep_answer(phone: &Phone, answer: KeptAnswer) {
    assert_eq!(phone.tell(Ask::KeepDraft(KeptDraft::Answer(answer))), Told::Kept);
}

#[track_caller]
fn drafts(phone: &Phone) -> Drafts {
    match phone.tell(Ask::Drafts) {
        Told::Drafts(drafts) => drafts,
        other => panic!("told {other:?}"),
    }
}

#[track_caller]
fn only_report(phone: &Phone) -> KeptReport {
    match drafts(phone).drafts.as_slice() {
        [card] => match &card.draft {
            KeptDraft::Report(report) => KeptReport::clone(report),
            KeptDraft::Answer(answer) => panic!("an answer: {answer:?}"),
        },
        other => panic!("{} drafts", other.len()),
    }
}

#[track_caller]
fn only_answer(phone: &Phone) -> KeptAnswer {
    match drafts(phone).drafts.as_slice() {
        [card] => match &card.draft {
            KeptDraft::Answer(answer) => answer.clone(),
            KeptDraft::Report(report) => panic!("a report: {report:?}"),
        },
        other => panic!("{} drafts", other.len()),
    }
}

fn form(case: Option<CaseId>, photos: &[&PhotoCard]) -> ReportForm {
    ReportForm {
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(0.0, 0.0, MORNING),
        note: "两袋".to_owned(),
        address: String::new(),
        photos: photos.iter().map(|photo| photo.photo).collect(),
        draft: case,
        self_handled: false,
    }
}

#[test]
fn what_is_kept_comes_over_from_the_page_as_it_was_sent() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    let asks = [
        Ask::KeepDraft(KeptDraft::Report(Box::new(filled(near.draft, "两袋", &[&near])))),
        Ask::KeepDraft(KeptDraft::Answer(begun("还在", &[&near]))),
        Ask::KeepTrail { trail: "[\"Today\"]".to_owned() },
        Ask::Drafts,
        Ask::DropDraft { of: DraftOf::Report },
        Ask::DropDraft { of: DraftOf::Answer(task().id) },
    ];
    for ask in asks {
        let sent = serde_json::to_string(&ask).unwrap();
        assert_eq!(serde_json::from_str::<Ask>(&sent).unwrap(), ask, "{sent}");
    }
}

#[test]
fn whoever_is_ended_between_two_keystrokes_finds_the_same_report_again() {
    let mut phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    let case = near.draft;
    for note in ["两", "两袋", "两袋垃圾"] {
        let report = filled(case, note, &[&near]);
        keep_report(&phone, report.clone());
        phone = phone.killed();
        assert_eq!(only_report(&phone), report);
    }
    let card = drafts(&phone).drafts.remove(0);
    assert_eq!(card.category.map(|category| category.name).as_deref(), Some("暴露垃圾"));
    assert_eq!(card.kept_at, MORNING);
}

#[test]
fn a_shot_that_the_screen_never_heard_of_stands_in_its_draft() {
    let phone = phone();
    // The camera ended the app: nothing was kept but the shot itself.
    let near = taken(&phone, None, PhotoRole::Near);
    let phone = phone.killed();
    let found = only_report(&phone);
    assert_eq!((found.case, found.photos.len()), (near.draft, 1));
    assert_eq!(found.photos[0].photo, near.photo);

    // Something is typed, and the screen still knows of no case.
    keep_report(&phone, KeptReport { note: "两袋".to_owned(), ..KeptReport::default() });
    phone.wait_s(1);
    let far = taken(&phone, near.draft, PhotoRole::Far);
    let found = only_report(&phone.killed());
    assert_eq!(found.note, "两袋");
    assert_eq!(found.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(), [near.photo, far.photo]);
}

#[test]
fn a_shot_that_only_the_journal_has_stands_in_what_was_typed_before_it() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    let store = phone.core.store();
    let entry = Entry::Photo(Box::new(journal::shot(&store.read(|r| r.photo(near.photo)).unwrap().unwrap())));
    // The database is of the moment before the shot.
    store.write(|w| w.delete_draft_photo(near.photo).and_then(|()| w.drop_draft(WANG, DraftOf::Report))).unwrap();
    keep_report(&phone, KeptReport { note: "两袋".to_owned(), ..KeptReport::default() });
    store.write(|w| journal::replay(w, &[entry], Known::Follow)).unwrap();
    let found = only_report(&phone);
    assert_eq!((found.note.as_str(), found.case), ("两袋", near.draft));
    assert_eq!(found.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(), [near.photo]);
}

#[test]
fn a_save_that_only_the_journal_has_takes_along_what_was_typed_before_its_first_shot() {
    let saved = phone();
    let near = taken(&saved, None, PhotoRole::Near);
    saved.tell(Ask::SaveReport(form(near.draft, &[&near])));
    let entries = saved.core.store().read(|r| r.journal_entries(MORNING)).unwrap();
    // The same phone with a database of the moment before the shot.
    let check = |note: &str, blurred: bool, waits_s: i64, expected: usize| {
        let phone = phone();
        phone.wait_s(waits_s);
        let case = if blurred {
            let blurred = taken(&phone, None, PhotoRole::Near);
            phone.tell(Ask::DropPhoto { photo: blurred.photo });
            blurred.draft
        } else {
            None
        };
        keep_report(&phone, KeptReport { note: note.to_owned(), case, ..KeptReport::default() });
        phone.core.store().write(|w| journal::replay(w, &entries, Known::Follow)).unwrap();
        assert_eq!(drafts(&phone).drafts.len(), expected, "{note}");
    };
    check("两袋", false, 0, 0);
    check("拍糊了一张", true, 0, 0);
    check("之后的另一件", false, 1, 1);
}

#[test]
fn a_correction_of_which_only_the_journal_says_that_it_was_sent_is_gone() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    phone.tell(Ask::SaveReport(form(near.draft, &[&near])));
    let operation = send_back(&phone);
    keep_report(&phone, KeptReport { corrects: Some(operation), ..filled(near.draft, "三袋", &[&near]) });
    let resent = Entry::Resent { operation, by: OperationId(Uuid::from_u128(80)) };
    phone.core.store().write(|w| journal::replay(w, &[resent], Known::Follow)).unwrap();
    assert_eq!(phone.core.store().read(|r| r.drafts(WANG)).unwrap(), []);
}

#[test]
fn a_shot_after_one_that_was_thrown_away_stands_in_the_draft_too() {
    let phone = phone();
    let blurred = taken(&phone, None, PhotoRole::Near);
    keep_report(&phone, filled(blurred.draft, "两袋", &[&blurred]));
    phone.tell(Ask::DropPhoto { photo: blurred.photo });
    // The camera begins with no case, and ends the app before the screen has heard of the shot.
    let sharp = taken(&phone, None, PhotoRole::Near);
    let found = only_report(&phone.killed());
    assert_eq!((found.case, found.note.as_str()), (sharp.draft, "两袋"));
    assert_eq!(found.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(), [sharp.photo]);
}

#[test]
fn the_order_of_the_shots_and_what_was_said_of_them_stay() {
    let phone = phone();
    let dark = Warning { code: "dark_photo".to_owned(), zh: "太暗".to_owned(), en: "dark".to_owned() };
    let near = PhotoCard { warnings: vec![dark], ..taken(&phone, None, PhotoRole::Near) };
    let far = taken(&phone, near.draft, PhotoRole::Far);
    keep_report(&phone, filled(near.draft, "", &[&far, &near]));
    let phone = phone.killed();
    assert_eq!(only_report(&phone).photos, [far.clone(), near.clone()]);
    phone.tell(Ask::DropPhoto { photo: far.photo });
    assert_eq!(only_report(&phone).photos, [near], "one that was thrown away does not come back");
}

#[test]
fn saving_removes_the_draft_and_a_keystroke_that_comes_late_does_not_bring_it_back() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    keep_report(&phone, filled(near.draft, "两袋", &[&near]));
    phone.tell(Ask::SaveReport(form(near.draft, &[&near])));
    assert_eq!(drafts(&phone).drafts, []);
    keep_report(&phone, filled(near.draft, "两袋", &[&near]));
    assert_eq!(drafts(&phone).drafts, [], "it was on its way while the report was saved");
    let next = taken(&phone, None, PhotoRole::Near);
    assert_eq!(only_report(&phone).case, next.draft, "the next report is another");
}

#[test]
fn a_report_that_could_not_be_saved_keeps_its_draft() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    keep_report(&phone, filled(near.draft, "两袋", &[&near]));
    assert_eq!(phone.refused(Ask::SaveReport(form(near.draft, &[]))), Code::PhotoRequired.as_str());
    assert_eq!(only_report(&phone).note, "两袋");
}

#[test]
fn saving_one_report_leaves_another_one_begun() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    keep_report(&phone, filled(near.draft, "两袋", &[&near]));
    // By a script on the same phone.
    let other = taken(&phone, None, PhotoRole::Near);
    assert_ne!(other.draft, near.draft);
    phone.tell(Ask::SaveReport(form(other.draft, &[&other])));
    assert_eq!(only_report(&phone).case, near.draft);
}

#[test]
fn another_account_sees_nothing_of_it_and_the_same_one_finds_it_again() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    let report = filled(near.draft, "两袋", &[&near]);
    keep_report(&phone, report.clone());
    phone.tell(Ask::KeepTrail { trail: "report".to_owned() });
    phone.tell(Ask::SignOut);
    assert_eq!(phone.refused(Ask::Drafts), Code::NotSignedIn.as_str());
    assert_eq!(phone.refused(Ask::KeepDraft(KeptDraft::Report(Box::new(report.clone())))), Code::NotSignedIn.as_str());
    phone.hand_to(LI);
    phone.core.store().write(|w| w.put_draft(LI, &KeptDraft::Report(Box::default()), MORNING)).unwrap();
    assert_eq!(only_report(&phone), KeptReport::default());
    assert_eq!(drafts(&phone).trail, "");
    phone.wait_s(30 * DAY_S);
    tidy::tidy(phone.core.inner()).unwrap();
    phone.hand_to(WANG);
    assert_eq!(only_report(&phone), report);
    assert_eq!(drafts(&phone).trail, "report");
}

#[test]
fn an_answer_is_found_again_and_gone_once_it_is_given() {
    let phone = phone();
    phone.hear(&task());
    let one = taken_for_task(&phone);
    keep_answer(&phone, begun("还在", &[&one]));
    let more = taken_for_task(&phone);
    let phone = phone.killed();
    let found = only_answer(&phone);
    assert_eq!((found.note.as_str(), found.result), ("还在", Some(TaskResult::Exists)));
    assert_eq!(found.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(), [one.photo, more.photo]);
    phone.tell(Ask::Answer(AnswerForm {
        task: task().id,
        result: TaskResult::Exists,
        note: found.note,
        fix: None,
        photos: vec![one.photo, more.photo],
    }));
    assert_eq!(drafts(&phone).drafts, []);
    keep_answer(&phone, begun("还在", &[]));
    assert_eq!(drafts(&phone).drafts, [], "it is given");
}

/// Lets the server send the only operation back.
fn send_back(phone: &Phone) -> OperationId {
    let sent = phone.core.store().read(|r| r.waiting_operations(0, 10)).unwrap().remove(0).envelope.id;
    phone
        .core
        .store()
        .write(|w| w.put_outcome(sent, OutcomeKind::Refused, Some(Code::OutsideCity), "", MORNING))
        .unwrap();
    sent
}

#[test]
fn a_correction_is_a_draft_of_its_own() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    phone.tell(Ask::SaveReport(form(near.draft, &[&near])));
    let operation = send_back(&phone);
    let corrected = KeptReport { corrects: Some(operation), ..filled(near.draft, "三袋", &[&near]) };
    keep_report(&phone, corrected.clone());
    let another = taken(&phone, near.draft, PhotoRole::Far);
    keep_report(&phone, KeptReport { note: "新的一件".to_owned(), ..KeptReport::default() });
    let phone = phone.killed();
    let found = drafts(&phone).drafts;
    let of: Vec<_> = found.iter().map(|card| card.draft.of()).collect();
    assert_eq!(of, [DraftOf::Report, DraftOf::Mend(operation)]);
    let KeptDraft::Report(mended) = &found[1].draft else { panic!("a report") };
    assert_eq!(mended.note, "三袋");
    assert_eq!(mended.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(), [near.photo, another.photo]);
    phone.tell(Ask::Resend { operation });
    assert_eq!(only_report(&phone).note, "新的一件", "what was sent again as it is needs no correction");
}

#[test]
fn what_is_thrown_away_goes_with_its_shots_and_what_is_saved_stays() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    phone.tell(Ask::SaveReport(form(near.draft, &[&near])));
    let held = phone.files();
    let unwanted = taken(&phone, None, PhotoRole::Near);
    keep_report(&phone, filled(unwanted.draft, "拍错了", &[&unwanted]));
    phone.tell(Ask::DropDraft { of: DraftOf::Report });
    assert_eq!(drafts(&phone).drafts, []);
    assert_eq!(phone.files(), held);
    phone.tell(Ask::DropDraft { of: DraftOf::Report });
    let operation = send_back(&phone);
    keep_report(&phone, KeptReport { corrects: Some(operation), ..filled(near.draft, "三袋", &[&near]) });
    phone.tell(Ask::DropDraft { of: DraftOf::Mend(operation) });
    assert_eq!(phone.files(), held, "the shots of what was sent back are not the draft's to throw away");
}

#[test]
fn the_screens_that_were_open_are_told_with_the_time_they_were_left() {
    let phone = phone();
    assert_eq!((drafts(&phone).trail.as_str(), drafts(&phone).left_at), ("", None));
    for trail in ["today", "today report picker"] {
        assert_eq!(phone.tell(Ask::KeepTrail { trail: trail.to_owned() }), Told::Kept);
    }
    let found = drafts(&phone.killed());
    assert_eq!((found.trail.as_str(), found.left_at), ("today report picker", Some(MORNING)));
}

#[test]
fn shots_that_nothing_holds_are_let_go_after_two_weeks_and_no_others() {
    let phone = phone();
    phone.hear(&task());
    let kept = taken(&phone, None, PhotoRole::Near);
    keep_report(&phone, filled(kept.draft, "两袋", &[&kept]));
    let lost = taken(&phone, None, PhotoRole::Near);
    let answering = taken_for_task(&phone);
    keep_answer(&phone, begun("", &[&answering]));
    assert_eq!(phone.files(), 9);
    phone.wait_s(13 * DAY_S);
    tidy::tidy(phone.core.inner()).unwrap();
    assert_eq!(phone.files(), 9);
    phone.wait_s(2 * DAY_S);
    tidy::tidy(phone.core.inner()).unwrap();
    assert_eq!(phone.files(), 6);
    let is_here = |card: &PhotoCard| phone.core.store().read(|r| r.photo(card.photo)).unwrap().is_some();
    assert_eq!([is_here(&kept), is_here(&lost), is_here(&answering)], [true, false, true]);

    // The task was taken back: nobody comes to answer it any more.
    phone.hear(&Task { state: TaskState::Withdrawn, version: 2, ..task() });
    phone.wait_s(16 * DAY_S);
    tidy::tidy(phone.core.inner()).unwrap();
    assert_eq!([is_here(&kept), is_here(&answering)], [true, false]);
    assert_eq!(only_report(&phone).photos, [kept]);
}

#[test]
fn a_phone_whose_clock_is_behind_lets_go_of_nothing_that_is_new() {
    let phone = phone();
    let kept = taken(&phone, None, PhotoRole::Near);
    keep_report(&phone, filled(kept.draft, "两袋", &[&kept]));
    let lost = taken(&phone, None, PhotoRole::Near);
    let ahead_ms = 30 * DAY_S * 1_000;
    let anchor = Anchor { monotonic_ms: 1_000_000, at: MORNING.plus_ms(ahead_ms) };
    let anchor = BootAnchor { boot: "boot-1".to_owned(), anchor };
    phone.core.store().write(|w| w.heard(MORNING, ahead_ms, &anchor)).unwrap();
    tidy::tidy(phone.core.inner()).unwrap();
    assert!(phone.core.store().read(|r| r.photo(lost.photo)).unwrap().is_some());
}

#[test]
fn a_database_that_breaks_gives_the_shots_back_and_the_words_it_still_has() {
    let phone = phone();
    let near = taken(&phone, None, PhotoRole::Near);
    let report = filled(near.draft, "两袋", &[&near]);
    keep_report(&phone, report.clone());
    phone.core.store().mend().unwrap();
    phone.core.inner().forget_packs();
    assert_eq!(only_report(&phone), report);

    // What was saved in the meantime is no draft again.
    phone.tell(Ask::SaveReport(form(near.draft, &[&near])));
    phone.core.store().mend().unwrap();
    assert_eq!(drafts(&phone).drafts, []);
}

#[test]
fn where_the_words_are_lost_with_the_database_the_shots_begin_their_drafts_again() {
    let phone = phone();
    phone.hear(&task());
    let near = taken(&phone, None, PhotoRole::Near);
    let answering = taken_for_task(&phone);
    phone.core.store().write(|w| w.drop_draft(WANG, DraftOf::Report)).unwrap();
    phone.core.store().write(|w| w.drop_draft(WANG, DraftOf::Answer(task().id))).unwrap();
    phone.core.store().mend().unwrap();
    let found = drafts(&phone).drafts;
    let shots: Vec<_> = found
        .iter()
        .flat_map(|card| match &card.draft {
            KeptDraft::Report(report) => report.photos.iter().map(|shot| shot.photo).collect::<Vec<_>>(),
            KeptDraft::Answer(answer) => answer.photos.iter().map(|shot| shot.photo).collect(),
        })
        .collect();
    assert_eq!(shots, [near.photo, answering.photo]);
}
