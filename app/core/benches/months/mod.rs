//! What lies on a phone after three months: five thousand own cases that the server has, five hundred tasks with their
//! before photos, and neighbours' cases; written by the same calls that a report and a pull make.

use app_core::outbox;
use app_core::store::Store;
use app_core::store::cases::NewCase;
use app_core::store::device::Device;
use app_core::store::photos::{Photo, Traveller};
use app_core::store::session::SignedIn;
use shared::case::{Beginning, Case, CasePhoto, Estimate, Nearby, PackVersions, State};
use shared::catalogue::CategoryKey;
use shared::channel::Channel;
use shared::evidence::manifest::{FileFacts, SignedManifest};
use shared::evidence::times::Times;
use shared::evidence::{PhotoRef, PhotoRole};
use shared::grid::matched::Match;
use shared::ids::{CaseId, OperationId, PhotoId, Sha256, TaskId};
use shared::sync::operation::{Act, Report};
use shared::sync::push::OutcomeKind;
use shared::task::{TakenAs, Task, TaskKind, TaskState};
use shared::time::Instant;
use uuid::Uuid;

use crate::field::{fix, ground, now};

/// Own cases.
pub const CASES: u32 = 5_000;
/// Open tasks.
pub const TASKS: u32 = 500;
/// Cases of others near by.
const NEARBY: u32 = 3_000;
/// One report in so many minutes.
const EVERY_MS: i64 = 25 * 60_000;
/// The newest reports wait for a network.
const UNSENT: u32 = 12;
/// Rows in one transaction; a real phone writes one at a time and has months for it.
const AT_ONCE: u32 = 250;

const CATEGORIES: [&str; 8] = [
    "event:06010",
    "event:06012",
    "event:09005",
    "event:09006",
    "event:09010",
    "event:07001",
    "event:01003",
    "event:06013",
];

/// Fills a store.
pub fn fill(store: &Store, device: &Device, session: &SignedIn) {
    fill_with(store, device, session, CASES, TASKS);
}

/// Fills a store with so many own cases and tasks.
pub fn fill_with(store: &Store, device: &Device, session: &SignedIn, cases: u32, tasks: u32) {
    for from in (0..cases).step_by(usize::try_from(AT_ONCE).unwrap()) {
        let written = store.write(|w| {
            for number in from..(from + AT_ONCE).min(cases) {
                let made = Made::of(number, cases);
                let report = made.report();
                let photo = made.photo(session);
                w.insert_photo(&photo)?;
                w.insert_case(&NewCase {
                    jurisdiction: &session.account.jurisdiction,
                    account: session.account.id,
                    operation: made.operation,
                    report: &report,
                    unit_name: "环卫一所",
                    provisional: false,
                    saved: made.at,
                })?;
                w.attach_photo(photo.id, made.operation)?;
                outbox::append(w, made.operation, device.id, session, made.times(), Act::Report(report))?;
                if number + UNSENT < cases {
                    let case = made.heard(session, &photo);
                    let body = serde_json::to_string(&case)?;
                    w.put_outcome(made.operation, OutcomeKind::Applied, None, "", made.at)?;
                    w.put_receipt(photo.id, Traveller::Working, made.at)?;
                    w.hear_case(&case, &body, 1)?;
                }
            }
            Ok(())
        });
        written.unwrap();
    }
    let written = store.write(|w| {
        for number in 0..tasks {
            let task = task(number);
            w.hear_task(&task, &serde_json::to_string(&task)?, session.account.id, 1)?;
            for before in &task.before {
                w.put_picture(&before.working, "thumb", &ground(), 9_000, now())?;
            }
        }
        for number in 0..NEARBY {
            let near = near(number);
            w.hear_nearby(&near, &serde_json::to_string(&near)?, 1)?;
        }
        Ok(())
    });
    written.unwrap();
}

/// One own case.
struct Made {
    number: u32,
    case: CaseId,
    operation: OperationId,
    at: Instant,
}

impl Made {
    fn of(number: u32, cases: u32) -> Self {
        let id = u128::from(number) << 16;
        Self {
            number,
            case: CaseId(Uuid::from_u128(id + 1)),
            operation: OperationId(Uuid::from_u128(id + 2)),
            at: now().plus_ms(-i64::from(cases - number) * EVERY_MS),
        }
    }

    fn category(&self) -> CategoryKey {
        CATEGORIES[usize::try_from(self.number).unwrap() % CATEGORIES.len()].parse().unwrap()
    }

    fn times(&self) -> Times {
        Times { wall: self.at, monotonic_ms: 1, boot: "boot".to_owned(), server_offset_ms: Some(0) }
    }

    fn manifest(&self) -> SignedManifest {
        // As long as a real one; nobody here reads it.
        let letters = |count: usize| "QUJDREVGR0hJSktM".chars().cycle().take(count).collect::<String>();
        SignedManifest { manifest: letters(620), signature: letters(88) }
    }

    fn photo(&self, session: &SignedIn) -> Photo {
        let file = |what: &str| FileFacts {
            sha256: Sha256::of(format!("{what} {}", self.number).as_bytes()),
            size_bytes: 310_000,
        };
        Photo {
            id: PhotoId(Uuid::from_u128((u128::from(self.number) << 16) + 3)),
            jurisdiction: session.account.jurisdiction.clone(),
            account: session.account.id,
            case: Some(self.case),
            task: None,
            role: PhotoRole::Near,
            taken: self.at,
            manifest: self.manifest(),
            original: file("original"),
            working: file("working"),
            operation: None,
            receipt: None,
            working_freed: None,
        }
    }

    fn report(&self) -> Report {
        let (east_m, north_m) = spot(self.number);
        Report {
            case: self.case,
            category: self.category(),
            condition_no: 1,
            fix: fix(east_m, north_m),
            note: "门前人行道上两袋，已有一天".to_owned(),
            address: "凤城八路 109 号门前".to_owned(),
            estimate: Estimate::default(),
            photos: vec![self.manifest()],
            self_handled: false,
        }
    }

    fn heard(&self, session: &SignedIn, photo: &Photo) -> Case {
        let report = self.report();
        let with = Beginning {
            id: self.case,
            jurisdiction: ground(),
            division: None,
            category: report.category,
            condition_no: 1,
            channel: Channel::Collector,
            reporter: Some(session.account.id),
            device: None,
            note: report.note,
            address: report.address,
            fix: report.fix,
            grid: Some("610112001001042".parse().unwrap()),
            grid_match: Match::Inside,
            duty_grid: Some("D002".parse().unwrap()),
            unit: Some("U-sanitation".parse().unwrap()),
            reported_at: self.at,
            limit: "4 work_hour".parse().unwrap(),
            packs: PackVersions::default(),
        };
        let photos = vec![CasePhoto {
            photo: Some(photo.id),
            working: photo.working.sha256.clone(),
            role: PhotoRole::Near,
            task: None,
            taken_at: Some(self.at),
            received_at: Some(self.at),
            refused: None,
            original_asked_at: None,
        }];
        let case_no = Some(format!("XA2026{:08}", self.number).parse().unwrap());
        Case { photos, case_no, ..Case::begin(with, State::Handling) }
    }
}

/// Returns where the case of a number lies, metres from the district's corner.
fn spot(number: u32) -> (f64, f64) {
    (f64::from(number * 37 % 3_000), f64::from(number * 61 % 3_000))
}

fn task(number: u32) -> Task {
    let id = (1_u128 << 100) + (u128::from(number) << 16);
    let (east_m, north_m) = spot(number * 7);
    let before: Vec<PhotoRef> = ["near", "far"]
        .iter()
        .zip([PhotoRole::Near, PhotoRole::Far])
        .map(|(what, role)| PhotoRef { photo: None, working: Sha256::of(format!("{what} {number}").as_bytes()), role })
        .collect();
    let taken =
        |photo: &PhotoRef| TakenAs { working: photo.working.clone(), at: now(), fix: Some(fix(east_m, north_m)) };
    Task {
        id: TaskId(Uuid::from_u128(id)),
        kind: TaskKind::Check,
        case: CaseId(Uuid::from_u128(id + 1)),
        case_no: Some(format!("XA2027{number:08}").parse().unwrap()),
        jurisdiction: ground(),
        assignee: None,
        state: TaskState::Open,
        sent_at: now(),
        due_at: now().plus_ms(i64::from(number % 97) * 60_000),
        requirement: "核查：清走，地面无残留".to_owned(),
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(east_m, north_m),
        grid: Some("610112001001042".parse().unwrap()),
        address: "凤城八路 109 号门前".to_owned(),
        before_taken: before.iter().map(taken).collect(),
        before,
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

fn near(number: u32) -> Nearby {
    let (east_m, north_m) = spot(number * 13);
    let at = now().plus_ms(-i64::from(number) * 14 * 60_000);
    Nearby {
        id: CaseId(Uuid::from_u128((1_u128 << 101) + u128::from(number))),
        jurisdiction: ground(),
        category: CATEGORIES[usize::try_from(number).unwrap() % CATEGORIES.len()].parse().unwrap(),
        at: fix(east_m, north_m).point().unwrap(),
        state: State::Handling,
        reported_at: at,
        received_at: at,
        version: 1,
    }
}
