//! What a phone's own camera app leaves, with the app ended at every step between the tap and the sealed photo.

use app_bridge::ask::{Ask, ReportForm, Shot, Subject};
use app_bridge::draft::{DraftOf, Drafts, KeptAnswer, KeptDraft, KeptReport};
use app_bridge::told::{PhotoCard, Told};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{Capture, Manifest};
use shared::evidence::verdict::{Finding, Reason};
use shared::ids::{AccountId, CaseId, PhotoId, Sha256, TaskId};
use shared::refusal::Code;
use shared::settings::Settings;
use shared::task::{Task, TaskKind, TaskState};
use uuid::Uuid;

use crate::tests::phone::{MORNING, Phone, WANG, codes, drawn, fix, picture, shot};
use crate::tidy;

const LI: AccountId = AccountId(Uuid::from_u128(6));
const TASK: TaskId = TaskId(Uuid::from_u128(70));

fn phone() -> Phone {
    Phone::in_town(&Settings { training: true, ..Settings::default() })
}

/// What the camera app writes, another picture than the app's own view takes.
fn left() -> Vec<u8> {
    drawn(80, 60)
}

fn near(case: Option<CaseId>) -> Shot {
    Shot { subject: Subject::Draft { case }, ..shot(PhotoRole::Near, Some(fix(0.0, 0.0, MORNING))) }
}

#[track_caller]
fn open(phone: &Phone, shot: Shot) -> String {
    match phone.tell(Ask::OpenCamera(shot)) {
        Told::CameraFile(file) => file,
        other => panic!("told {other:?}"),
    }
}

/// Lets the camera app write its file.
fn lay(phone: &Phone, file: &str, bytes: &[u8]) {
    let tray = phone.home().join("shutter");
    std::fs::create_dir_all(&tray).unwrap();
    std::fs::write(tray.join(file), bytes).unwrap();
}

fn lying(phone: &Phone) -> usize {
    phone.core.inner().world.tray.names().unwrap().len()
}

#[track_caller]
fn drafts(phone: &Phone) -> Drafts {
    match phone.tell(Ask::Drafts) {
        Told::Drafts(drafts) => drafts,
        other => panic!("told {other:?}"),
    }
}

/// The shots of everything that is being filled in.
#[track_caller]
fn held(phone: &Phone) -> Vec<PhotoCard> {
    let photos = |draft: KeptDraft| match draft {
        KeptDraft::Report(report) => report.photos,
        KeptDraft::Answer(KeptAnswer { photos, .. }) => photos,
    };
    drafts(phone).drafts.into_iter().flat_map(|card| photos(card.draft)).collect()
}

#[track_caller]
fn only(phone: &Phone) -> PhotoCard {
    let mut held = held(phone);
    assert_eq!(held.len(), 1, "{held:?}");
    held.remove(0)
}

fn manifest(phone: &Phone, photo: PhotoId) -> Manifest {
    phone.core.store().read(|r| r.photo(photo)).unwrap().unwrap().opened().unwrap()
}

#[track_caller]
fn notices(phone: &Phone) -> Vec<String> {
    match phone.tell(Ask::Start) {
        Told::Start(start) => codes(&start.notices).into_iter().map(str::to_owned).collect(),
        other => panic!("told {other:?}"),
    }
}

fn write(phone: &Phone, note: &str, case: Option<CaseId>) {
    let report = KeptReport { note: note.to_owned(), case, ..KeptReport::default() };
    assert_eq!(phone.tell(Ask::KeepDraft(KeptDraft::Report(Box::new(report)))), Told::Kept);
}

fn save(phone: &Phone, photo: &PhotoCard) {
    phone.tell(Ask::SaveReport(ReportForm {
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(0.0, 0.0, MORNING),
        note: "两袋".to_owned(),
        address: String::new(),
        photos: vec![photo.photo],
        draft: photo.draft,
        self_handled: false,
    }));
}

#[track_caller]
fn taken(phone: &Phone, file: String, sha256: Sha256) -> PhotoCard {
    match phone.tell(Ask::TakeLeft { file, sha256 }) {
        Told::Photo(photo) => photo,
        other => panic!("told {other:?}"),
    }
}

#[test]
fn what_somebody_waited_for_is_taken_in_by_its_hash_at_the_shutter_and_only_once() {
    let phone = phone();
    let file = open(&phone, near(None));
    phone.wait_s(20);
    lay(&phone, &file, &left());
    let card = taken(&phone, file.clone(), Sha256::of(&left()));
    let signed = manifest(&phone, card.photo);
    assert_eq!((signed.capture, signed.found, signed.taken.wall), (Capture::Camera, None, phone.now()));
    assert_eq!(signed.original.sha256, Sha256::of(&left()));
    assert_eq!(lying(&phone), 0, "nothing stays in the open");
    let again = taken(&phone, file.clone(), Sha256::of(&left()));
    assert_eq!(again.photo, card.photo, "an answer that was lost is told again");
    assert_eq!(held(&phone).iter().map(|card| card.photo).collect::<Vec<_>>(), [card.photo]);
    assert_eq!(notices(&phone), [""; 0]);

    phone.tell(Ask::DropPhoto { photo: card.photo });
    lay(&phone, &file, &left());
    let told = phone.refused(Ask::TakeLeft { file, sha256: Sha256::of(&left()) });
    assert_eq!((told.as_str(), lying(&phone), held(&phone)), (Code::NotFound.as_str(), 0, Vec::new()));
}

#[test]
fn ended_while_the_camera_was_open_the_photo_is_in_its_draft_with_what_is_known_of_it() {
    let phone = phone();
    let first = phone.take(near(None), picture()).unwrap();
    write(&phone, "两袋", first.draft);
    phone.wait_s(30);
    let (file, opened) = (open(&phone, near(first.draft)), phone.now());
    let phone = phone.killed();
    lay(&phone, &file, &left());
    phone.wait_s(600);

    let told = drafts(&phone);
    assert_eq!((told.found, lying(&phone)), (1, 0));
    let [card] = told.drafts.as_slice() else { panic!("{} drafts", told.drafts.len()) };
    let KeptDraft::Report(report) = &card.draft else { panic!("a report") };
    let [kept, late] = report.photos.as_slice() else { panic!("{} photos", report.photos.len()) };
    assert_eq!((report.note.as_str(), kept.photo, late.draft), ("两袋", first.photo, first.draft));

    let signed = manifest(&phone, late.photo);
    assert_eq!((signed.capture, signed.taken.wall), (Capture::Camera, opened), "when the camera was opened");
    assert_eq!(signed.found.map(|found| found.wall), Some(phone.now()), "a hash at the shutter is not claimed");
    assert_eq!(signed.fix, near(None).fix);
    let reason = Reason { measured: Some(600), ..Reason::of(Finding::FoundLater) };
    assert_eq!(late.warnings.iter().map(|told| told.en.clone()).collect::<Vec<_>>(), [reason.en()]);
    assert_eq!(notices(&phone), ["photo_found"]);
    assert_eq!(drafts(&phone).found, 0, "once");
}

#[test]
fn the_first_photo_of_a_report_begins_it_though_nobody_saw_it_taken() {
    let phone = phone();
    let file = open(&phone, near(None));
    let phone = phone.killed();
    assert_eq!(drafts(&phone), Drafts::default(), "the camera has left nothing yet");
    lay(&phone, &file, &left());
    let found = held(&phone);
    assert_eq!((found.len(), found[0].role), (1, PhotoRole::Near));
    assert_eq!(held(&phone.killed()), found);
}

#[test]
fn a_report_that_got_its_first_shot_meanwhile_takes_the_photo_too() {
    let phone = phone();
    let file = open(&phone, near(None));
    let spoken = phone.take(near(None), picture()).unwrap();
    lay(&phone, &file, &left());
    let cases: Vec<_> = held(&phone.killed()).into_iter().map(|card| card.draft).collect();
    assert_eq!(cases, [spoken.draft, spoken.draft]);
}

#[test]
fn a_file_that_comes_back_is_never_taken_in_twice() {
    let phone = phone();
    let file = open(&phone, near(None));
    lay(&phone, &file, &left());
    let phone = phone.killed();
    let card = only(&phone);
    // As after an end between the rows and the removing; and as a copy under another name.
    for name in [file.as_str(), "copy.jpg"] {
        lay(&phone, name, &left());
        assert_eq!((drafts(&phone).found, lying(&phone)), (0, 0), "{name}");
    }
    assert_eq!(held(&phone).len(), 1);
    // What the person has thrown away does not come back with it.
    phone.tell(Ask::DropPhoto { photo: card.photo });
    lay(&phone, &file, &left());
    assert_eq!((drafts(&phone).found, lying(&phone), held(&phone)), (0, 0, Vec::new()));
}

#[test]
fn a_disk_too_full_to_seal_it_leaves_it_lying_until_there_is_room() {
    let phone = phone();
    let file = open(&phone, near(None));
    lay(&phone, &file, &left());
    for room in 0..3 {
        phone.left.set(room);
        assert_eq!((drafts(&phone).found, lying(&phone)), (0, 1), "room for {room} files");
        assert_eq!(phone.core.store().read(|r| r.chain_end()).unwrap(), None, "the chain has no gap");
    }
    phone.left.set(u32::MAX);
    assert_eq!((drafts(&phone).found, lying(&phone)), (1, 0));
}

#[test]
fn before_the_camera_opens_again_what_it_left_is_taken_in() {
    let phone = phone();
    let first = phone.take(near(None), picture()).unwrap();
    let file = open(&phone, near(first.draft));
    lay(&phone, &file, &left());
    let second = open(&phone, near(first.draft));
    assert_ne!(second, file);
    assert_eq!((lying(&phone), held(&phone).len()), (0, 2), "its errand is not needed any more");
}

#[test]
fn a_photo_whose_report_was_saved_begins_another_once_none_is_begun() {
    let phone = phone();
    let first = phone.take(near(None), picture()).unwrap();
    let file = open(&phone, near(first.draft));
    save(&phone, &first);
    write(&phone, "另一件", None);
    lay(&phone, &file, &left());

    let phone = phone.killed();
    assert_eq!((drafts(&phone).found, held(&phone)), (1, Vec::new()), "it is not slipped into another report");
    assert_eq!(notices(&phone), ["photo_found_apart"]);
    phone.wait_s(20 * 24 * 3_600);
    tidy::tidy(phone.core.inner()).unwrap();
    phone.tell(Ask::DropDraft { of: DraftOf::Report });
    let card = only(&phone);
    assert_ne!(card.draft, first.draft);
    assert_eq!(codes(&card.warnings), ["found_later"]);
    phone.tell(Ask::DropDraft { of: DraftOf::Report });
    assert_eq!(held(&phone), [], "thrown away by the person");
}

#[test]
fn a_file_of_which_nobody_knows_what_it_was_for_begins_a_report_of_its_own() {
    let phone = phone();
    write(&phone, "两袋", None);
    lay(&phone, "shot-1.jpg", &left());
    assert_eq!((drafts(&phone).found, held(&phone)), (1, Vec::new()));
    phone.tell(Ask::DropDraft { of: DraftOf::Report });
    let card = only(&phone);
    assert_eq!(manifest(&phone, card.photo).fix, None, "nothing is said that nobody knows");
}

#[test]
fn a_file_that_cannot_be_read_holds_back_no_other_and_no_camera() {
    let phone = phone();
    let first = phone.take(near(None), picture()).unwrap();
    phone.wait_s(1);
    let file = open(&phone, Shot { role: PhotoRole::Far, ..near(first.draft) });
    lay(&phone, &file, &left());
    lay(&phone, "z.jpg", &drawn(90, 60));
    phone.scratched.replace(file.clone());
    assert_eq!((drafts(&phone).found, lying(&phone)), (1, 1), "what lies behind it is taken in");
    phone.wait_s(3_600);
    open(&phone, near(first.draft));
    phone.scratched.replace(String::new());
    assert_eq!((drafts(&phone).found, lying(&phone)), (1, 0));
    let roles: Vec<_> = held(&phone).into_iter().map(|card| card.role).collect();
    assert_eq!(roles, [PhotoRole::Near, PhotoRole::Far], "and it is still known what it was taken for");
}

#[test]
fn a_photo_whose_row_cannot_be_read_holds_back_no_other() {
    let phone = phone();
    write(&phone, "两袋", None);
    for (name, width) in [("a.jpg", 80), ("b.jpg", 90)] {
        lay(&phone, name, &drawn(width, 60));
        assert_eq!((drafts(&phone).found, held(&phone)), (1, Vec::new()));
        phone.wait_s(1);
    }
    let store = phone.core.store();
    let waiting = store.read(|r| r.forgotten_shots(phone.now())).unwrap();
    store.write(|w| w.spoil_photo(waiting[0])).unwrap();
    phone.tell(Ask::DropDraft { of: DraftOf::Report });
    assert_eq!(only(&phone).photo, waiting[1], "it begins its report");

    let lost = phone.take(near(None), picture()).unwrap();
    phone.wait_s(20 * 24 * 3_600);
    tidy::tidy(phone.core.inner()).unwrap();
    assert_eq!(store.read(|r| r.photo(lost.photo)).unwrap(), None, "and what nobody comes back for is let go");
}

#[test]
fn of_two_cameras_that_were_opened_at_once_both_photos_are_known() {
    let phone = phone();
    let first = phone.take(near(None), picture()).unwrap();
    let files = [PhotoRole::Far, PhotoRole::Reference].map(|role| {
        phone.wait_s(1);
        open(&phone, Shot { role, ..near(first.draft) })
    });
    for (file, width) in files.iter().zip([80, 90]) {
        lay(&phone, file, &drawn(width, 60));
    }
    let roles: Vec<_> = held(&phone.killed()).into_iter().map(|card| card.role).collect();
    assert_eq!(roles, [PhotoRole::Near, PhotoRole::Far, PhotoRole::Reference]);
}

#[test]
fn what_a_camera_is_still_writing_is_left_to_it() {
    let phone = phone();
    let file = open(&phone, near(None));
    let phone = phone.killed();
    let whole = left();
    for beginning in [&whole[..0], &whole[..40]] {
        lay(&phone, &file, beginning);
        assert_eq!((drafts(&phone).found, lying(&phone)), (0, 1), "{} bytes", beginning.len());
    }
    assert_eq!(notices(&phone), [""; 0]);
    lay(&phone, &file, &whole);
    assert_eq!((drafts(&phone).found, lying(&phone)), (1, 0));
}

#[test]
fn the_words_of_a_report_that_is_saved_are_of_none_that_a_photo_begins() {
    let phone = phone();
    let first = phone.take(near(None), picture()).unwrap();
    let file = open(&phone, near(first.draft));
    save(&phone, &first);
    // As a database has it that is older than its journal.
    let stale = KeptReport { note: "两袋".to_owned(), case: first.draft, ..KeptReport::default() };
    let stale = KeptDraft::Report(Box::new(stale));
    phone.core.store().write(|w| w.put_draft(WANG, &stale, MORNING)).unwrap();
    lay(&phone, &file, &left());
    let found = drafts(&phone).drafts;
    let [card] = found.as_slice() else { panic!("{} drafts", found.len()) };
    let KeptDraft::Report(report) = &card.draft else { panic!("a report") };
    assert_eq!((report.photos.len(), report.note.as_str()), (1, ""));
}

#[test]
fn it_is_sealed_whoever_is_signed_in_and_waits_for_whose_it_is() {
    let phone = phone();
    let file = open(&phone, near(None));
    lay(&phone, &file, &left());
    phone.hand_to(LI);
    assert_eq!((drafts(&phone).found, lying(&phone), held(&phone)), (1, 0, Vec::new()));
    assert_eq!(notices(&phone), [""; 0], "nothing of it is said to anybody else");
    phone.tell(Ask::NoticesSeen);
    phone.hand_to(WANG);
    assert_eq!(notices(&phone), ["photo_found"]);
    let card = only(&phone);
    assert_eq!(manifest(&phone, card.photo).account, WANG);
}

#[test]
fn a_word_from_before_it_was_written_down_whose_it_is_is_told_and_put_away() {
    let phone = phone();
    phone.core.store().write(|w| w.put_notice("photo_found", "", MORNING)).unwrap();
    assert_eq!(notices(&phone), ["photo_found"]);
    phone.tell(Ask::NoticesSeen);
    assert_eq!(notices(&phone), [""; 0]);
}

fn task(state: TaskState, version: u64) -> Task {
    Task {
        id: TASK,
        kind: TaskKind::Verify,
        case: CaseId(Uuid::from_u128(71)),
        case_no: None,
        jurisdiction: "610112".parse().unwrap(),
        assignee: Some(WANG),
        state,
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
        version,
    }
}

#[test]
fn an_answer_has_its_photo_again_and_a_task_that_was_taken_back_has_not() {
    let answering = Shot { subject: Subject::Task { task: TASK }, ..near(None) };
    for (state, of) in [(TaskState::Open, DraftOf::Answer(TASK)), (TaskState::Withdrawn, DraftOf::Report)] {
        let phone = phone();
        phone.hear(&task(TaskState::Open, 1));
        let file = open(&phone, answering.clone());
        phone.hear(&task(state, 2));
        lay(&phone, &file, &left());
        let found = drafts(&phone);
        let begun: Vec<_> = found.drafts.iter().map(|card| card.draft.of()).collect();
        assert_eq!((found.found, begun), (1, vec![of]));
    }
    let unknown = Shot { subject: Subject::Task { task: TASK }, ..near(None) };
    assert_eq!(phone().refused(Ask::OpenCamera(unknown)), Code::NotFound.as_str(), "before anybody frames it");
}

#[test]
fn a_file_that_is_no_photo_goes_with_a_word_and_an_empty_one_without() {
    let phone = phone();
    let file = open(&phone, near(None));
    lay(&phone, &file, b"a list");
    lay(&phone, "empty.jpg", b"");
    phone.wait_s(600);
    assert_eq!((drafts(&phone).found, lying(&phone)), (0, 0));
    assert_eq!(notices(&phone), ["photo_lost"]);

    let file = open(&phone, near(None));
    lay(&phone, &file, b"a list");
    let told = phone.refused(Ask::TakeLeft { file, sha256: Sha256::of(b"a list") });
    assert_eq!((told.as_str(), lying(&phone)), (Code::NotAPhoto.as_str(), 0), "whoever took it is told at once");
}

#[test]
fn a_file_that_is_not_what_was_hashed_at_the_shutter_is_kept_and_says_so() {
    let phone = phone();
    let file = open(&phone, near(None));
    lay(&phone, &file, &left());
    let card = taken(&phone, file, Sha256::of(b"what the camera wrote"));
    assert!(manifest(&phone, card.photo).found.is_some());
    assert!(codes(&card.warnings).contains(&"found_later"));
    assert_eq!(phone.refused(Ask::TakeLeft { file: "other.jpg".to_owned(), sha256: Sha256::of(b"") }), "not_found");
}

#[test]
fn what_it_was_for_lies_sealed_and_one_that_is_damaged_does_not_hold_back_the_photo() {
    let phone = phone();
    let file = open(&phone, Shot { address: "凤城八路".to_owned(), ..near(None) });
    let errand = phone.home().join("files/errand");
    let sealed = std::fs::read(&errand).unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains("凤城八路"));
    std::fs::write(&errand, b"damaged").unwrap();
    lay(&phone, &file, &left());
    assert_eq!((drafts(&phone).found, held(&phone).len()), (1, 1));
}
