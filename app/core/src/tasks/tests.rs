//! Answering: clips are no photos of the scene, and nobody's number is kept.

use app_bridge::ask::{AnswerForm, Ask, Shot, Subject};
use app_bridge::tasks::{TaskOrder, TasksPage};
use app_bridge::told::Told;
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, PhotoId, TaskId};
use shared::refusal::Code;
use shared::settings::Settings;
use shared::task::{Task, TaskKind, TaskResult, TaskState};
use uuid::Uuid;

use crate::tests::phone::{MORNING, Phone, WANG, codes, fix, picture, shot, spoken};

fn phone() -> Phone {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    phone.hear(&task());
    phone
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

fn taken(phone: &Phone, role: PhotoRole) -> PhotoId {
    let bytes = if role.is_clip() { spoken(2) } else { picture() };
    let subject = Subject::Task { task: task().id };
    phone.take(Shot { subject, ..shot(role, Some(fix(0.0, 0.0, MORNING))) }, bytes).unwrap().photo
}

fn answer(result: TaskResult, note: &str, photos: Vec<PhotoId>) -> Ask {
    Ask::Answer(AnswerForm {
        task: task().id,
        result,
        note: note.to_owned(),
        fix: Some(fix(0.0, 0.0, MORNING)),
        photos,
    })
}

#[test]
fn a_voice_note_shows_nobody_that_it_exists() {
    let phone = phone();
    let voice = taken(&phone, PhotoRole::Voice);
    assert_eq!(phone.refused(answer(TaskResult::Exists, "", vec![voice])), Code::PhotoRequired.as_str());
    let more: Vec<_> = (0..7).map(|_| taken(&phone, PhotoRole::Near)).collect();
    assert_eq!(phone.refused(answer(TaskResult::Exists, "", more.clone())), Code::TooManyShots.as_str());
    let near = more[0];
    phone.tell(answer(TaskResult::Exists, "", vec![voice, near]));
}

#[test]
fn the_answer_says_what_of_its_words_was_hidden_and_says_it_once() {
    let phone = phone();
    let Told::Tasks(cards) = phone.tell(answer(TaskResult::Absent, "问了 13800138000", Vec::new())) else {
        panic!("tasks")
    };
    assert_eq!(codes(&cards[0].warnings), ["number_masked"]);
    let kept = phone.core.store().read(|r| r.task(task().id)).unwrap().unwrap().answer.unwrap();
    assert!(kept.note.starts_with("问了 ") && !kept.note.contains("13800138000"), "{}", kept.note);
    let Told::Tasks(cards) = phone.tell(Ask::Tasks { here: None }) else { panic!("tasks") };
    assert!(cards[0].warnings.is_empty());
}

/// Hears of a task that is due in so many minutes, so far east.
fn due(phone: &Phone, number: u128, minutes: i64, east_m: f64) -> TaskId {
    let id = TaskId(Uuid::from_u128(1_000 + number));
    let due_at = MORNING.plus_ms(minutes * 60_000);
    phone.hear(&Task { id, due_at, fix: fix(east_m, 0.0, MORNING), ..task() });
    id
}

fn page(phone: &Phone, order: TaskOrder, from: usize) -> TasksPage {
    match phone.tell(Ask::TasksPage { order, here: Some(fix(0.0, 0.0, MORNING)), from }) {
        Told::TasksPage(page) => *page,
        other => panic!("told {other:?}"),
    }
}

fn ids(page: &TasksPage) -> Vec<TaskId> {
    page.tasks.iter().map(|card| card.task).collect()
}

#[test]
fn what_waits_stands_before_what_is_answered_and_the_order_is_the_persons() {
    let phone = phone();
    let answered = task().id;
    phone.tell(answer(TaskResult::Absent, "", Vec::new()));
    let far_and_soon = due(&phone, 1, 12, 900.0);
    let near_and_later = due(&phone, 2, 60, 20.0);
    let by_time = page(&phone, TaskOrder::Time, 0);
    assert_eq!(ids(&by_time), [far_and_soon, near_and_later, answered]);
    assert_eq!((by_time.waiting, by_time.next), (2, None));
    assert_eq!(ids(&page(&phone, TaskOrder::Distance, 0)), [near_and_later, far_and_soon, answered]);
}

#[test]
fn the_pages_hold_every_task_once_and_say_how_many_wait() {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    assert_eq!(page(&phone, TaskOrder::Time, 0), TasksPage { tasks: Vec::new(), waiting: 0, next: None });
    let expected: Vec<_> = (0..70).map(|number| due(&phone, number, i64::try_from(number).unwrap(), 5.0)).collect();
    let (mut seen, mut next) = (Vec::new(), Some(0));
    while let Some(from) = next {
        let page = page(&phone, TaskOrder::Time, from);
        assert_eq!(page.waiting, 70);
        assert!(!page.tasks.is_empty(), "no page is announced that holds nothing");
        seen.extend(ids(&page));
        next = page.next;
    }
    assert_eq!(seen, expected);
    assert!(page(&phone, TaskOrder::Time, usize::MAX).tasks.is_empty(), "behind the end there is nothing");
}
