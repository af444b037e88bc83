//! One full value of each wire type.

use ed25519_dalek::SigningKey;
use shared::api::problem::Problem;
use shared::case::clock::{Clock, Pass};
use shared::case::{
    Action, Appeal, AppealState, Case, CasePhoto, Closing, Estimate, GoesOn, Order, OrderKind, PackVersions, Stage,
    State,
};
use shared::evidence::manifest::{Capture, FileFacts, Manifest, SignedManifest, Subject};
use shared::evidence::{PhotoRef, PhotoRole, Times};
use shared::grid::matched::Match;
use shared::ids::{AccountId, CaseId, DeviceId, OperationId, PhotoId, ServerId, Sha256, TaskId};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::refusal::{Code, Refusal};
use shared::settings::{Automatic, Settings};
use shared::sync::hello::{Heartbeat, Hello, HelloReply, PackKind, PackRef};
use shared::sync::operation::{Act, Answer, Operation, Report, ShiftMark};
use shared::sync::pull::{Change, PullReply};
use shared::sync::push::{Envelope, Outcome, OutcomeKind, Push, PushReply, ToldNumber};
use shared::task::{Task, TaskKind, TaskResult, TaskState};
use shared::time::Instant;
use uuid::Uuid;

pub fn at(seconds: i64) -> Instant {
    Instant::from_ms(1_763_864_691_000 + seconds * 1_000)
}

pub fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(0x0193_5a00_0000_7000_8000_0000_0000_0000 + number)
}

fn packs() -> PackVersions {
    PackVersions {
        catalogue: Some(Sha256::of(b"catalogue")),
        calendar: Some(Sha256::of(b"calendar")),
        boundaries: Some(Sha256::of(b"boundaries")),
    }
}

pub fn fix() -> Fix {
    Fix {
        lon: Degree(1_089_423_000),
        lat: Degree(342_610_000),
        crs: Crs::Wgs84,
        source: Source::Gnss,
        accuracy_m: Some(6.0),
        fix_time: at(-1),
        provider: Some("gps".to_owned()),
        is_mock: false,
        heading_deg: Some(271.5),
    }
}

pub fn times() -> Times {
    Times { wall: at(0), monotonic_ms: 123_456, boot: "5f1c".to_owned(), server_offset_ms: Some(-800) }
}

/// What a device signs of a shot with the camera; nothing in it needs more than the first format.
pub fn shot(role: PhotoRole, subject: Subject) -> Manifest {
    Manifest {
        photo: PhotoId(uuid(30)),
        device: DeviceId(uuid(2)),
        account: AccountId(uuid(3)),
        index: 1,
        previous: None,
        original: FileFacts { sha256: Sha256::of(b"original"), size_bytes: 4_200_000 },
        working: FileFacts { sha256: Sha256::of(b"working"), size_bytes: 420_000 },
        role,
        subject,
        capture: Capture::Camera,
        fix: Some(fix()),
        taken: times(),
        pair: None,
        own: None,
        clip_ms: None,
        found: None,
    }
}

fn manifest(role: PhotoRole, subject: Subject) -> SignedManifest {
    SignedManifest::sign(&shot(role, subject), &SigningKey::from_bytes(&[7; 32]))
}

pub fn hello() -> Hello {
    Hello {
        protocol: 1,
        device: DeviceId(uuid(2)),
        times: times(),
        heartbeat: Heartbeat {
            app_version: "0.1.0".to_owned(),
            platform: "linux desk".to_owned(),
            waiting_operations: 3,
            oldest_waiting: Some(at(-3_600)),
            waiting_photos: 5,
            waiting_bytes: 2_400_000,
            waiting_originals: 0,
            waiting_original_bytes: 0,
            set_aside: 1,
            catalogue: Some(Sha256::of(b"catalogue")),
            boundaries: Some(Sha256::of(b"boundaries")),
            free_disk_bytes: Some(310_000_000),
            battery_percent: Some(38),
            last_error: Some("offline".to_owned()),
            differing: 0,
            complete_at: None,
        },
        scope_held: None,
        orders: Vec::new(),
    }
}

pub fn hello_reply() -> HelloReply {
    HelloReply {
        protocol: 1,
        server: ServerId(uuid(1)),
        epoch: 1,
        time: at(1),
        scope_version: 1,
        jurisdiction: "XA-JK".parse().unwrap(),
        packs: vec![PackRef {
            kind: PackKind::Boundaries,
            jurisdiction: "XA-JK".parse().unwrap(),
            hash: Sha256::of(b"boundaries"),
            version: "2026-11".to_owned(),
            size_bytes: 1_234_567,
        }],
        account: None,
        announcements: None,
        directory: None,
        duty_grids: Vec::new(),
        base_maps: None,
        orders: Vec::new(),
    }
}

pub fn report() -> Act {
    let case = CaseId(uuid(4));
    Act::Report(Report {
        case,
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(),
        note: "两袋".to_owned(),
        address: "凤城八路".to_owned(),
        estimate: Estimate {
            grid: Some("610112001007023".parse().unwrap()),
            unit: Some("U-0101".parse().unwrap()),
            due: Some(at(14_400)),
            packs: packs(),
        },
        photos: vec![manifest(PhotoRole::Near, Subject::Case(case))],
        self_handled: false,
    })
}

pub fn answer() -> Act {
    let task = TaskId(uuid(6));
    Act::Answer(Answer {
        task,
        result: TaskResult::Pass,
        note: "已清理".to_owned(),
        fix: Some(fix()),
        base: 1,
        photos: vec![manifest(PhotoRole::After, Subject::Task(task))],
    })
}

pub fn report_self_handled() -> Act {
    let Act::Report(report) = report() else { unreachable!("a report") };
    let photos = vec![
        manifest(PhotoRole::Near, Subject::Case(report.case)),
        manifest(PhotoRole::After, Subject::Case(report.case)),
    ];
    Act::Report(Report { self_handled: true, photos, ..report })
}

pub fn actions_of_the_whole_life() -> Vec<Action> {
    let reason = || "现场情况".to_owned();
    vec![
        Action::HandleDirectly { reason: reason() },
        Action::Link { into: CaseId(uuid(40)) },
        Action::Unlink { reason: reason() },
        Action::DispatchToDistrict,
        Action::ReturnToCity { reason: reason() },
        Action::MarkUnowned { reason: reason() },
        Action::WaiveCheck { reason: reason() },
        Action::CloseSpecial { closing: Closing::Special, reason: reason() },
        Action::Supervise { kind: OrderKind::Overdue, requirement: reason(), due_at: Some(at(9_000)) },
        Action::ReplySupervision { number: 1, reply: reason() },
        Action::Appeal { reason: reason() },
        Action::ForwardAppeal { reason: reason() },
        Action::DeclineAppeal { reason: reason() },
        Action::UpholdAppeal { reason: reason() },
        Action::DismissAppeal { reason: reason() },
        Action::WarnDue,
        Action::MarkOverdue,
    ]
}

pub fn shift() -> Act {
    Act::Shift(ShiftMark { begins: true, fix: Some(fix()), duty_grid: Some("610112-Z07".parse().unwrap()) })
}

pub fn operation(act: Act) -> Operation {
    Operation {
        id: OperationId(uuid(5)),
        device: DeviceId(uuid(2)),
        account: AccountId(uuid(3)),
        sequence: 1,
        made: times(),
        act,
    }
}

pub fn push() -> Push {
    let body = serde_json::to_string(&operation(report())).unwrap();
    let envelope = Envelope { id: OperationId(uuid(5)), sequence: 1, hash: Sha256::of(body.as_bytes()), body };
    Push { device: DeviceId(uuid(2)), operations: vec![envelope], told: Vec::new() }
}

/// Offered again after a restore: with the number that the phone was told before.
pub fn push_again() -> Push {
    let told = ToldNumber { operation: OperationId(uuid(5)), case_no: "XA20251123000418".parse().unwrap() };
    Push { told: vec![told], ..push() }
}

pub fn push_reply() -> PushReply {
    let applied = Outcome {
        id: OperationId(uuid(5)),
        result: OutcomeKind::Applied,
        case: Some(CaseId(uuid(4))),
        case_no: Some("XA20251123000418".parse().unwrap()),
        code: None,
        detail: None,
    };
    let refused = Outcome {
        id: OperationId(uuid(7)),
        result: OutcomeKind::Refused,
        case: None,
        case_no: None,
        code: Some(Code::UnknownCategory),
        detail: Some("event:99999".to_owned()),
    };
    PushReply { outcomes: vec![applied, refused] }
}

pub fn case() -> Case {
    Case {
        id: CaseId(uuid(4)),
        case_no: Some("XA20251123000418".parse().unwrap()),
        jurisdiction: "XA-JK".parse().unwrap(),
        division: Some("610112".parse().unwrap()),
        state: State::Handling,
        void_kind: None,
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        channel: shared::channel::Channel::Collector,
        reporter: Some(AccountId(uuid(3))),
        device: Some(DeviceId(uuid(2))),
        note: "两袋".to_owned(),
        address: "凤城八路".to_owned(),
        fix: fix(),
        grid: Some("610112001007023".parse().unwrap()),
        grid_match: Match::Inside,
        duty_grid: Some("D-610112-003".parse().unwrap()),
        unit: Some("U-0101".parse().unwrap()),
        reported_at: at(0),
        reported_times: None,
        received_at: Some(at(60)),
        limit: "4 work_hour".parse().unwrap(),
        clock: Clock {
            passes: vec![Pass { from: at(60), to: at(600) }],
            running_since: Some(at(1_200)),
            due_at: Some(at(14_460)),
            provisional: false,
            extensions: 0,
        },
        estimate: Estimate::default(),
        packs: packs(),
        photos: vec![CasePhoto {
            photo: Some(PhotoId(uuid(30))),
            working: Sha256::of(b"working"),
            role: PhotoRole::Near,
            task: None,
            taken_at: Some(at(0)),
            received_at: None,
            refused: None,
            original_asked_at: None,
        }],
        last_check: None,
        open_task: None,
        rework_count: 1,
        last_verify: None,
        returns: 0,
        first_unit: None,
        unowned: false,
        asked_until: None,
        extend_asked_at: None,
        suspend_asked_at: None,
        suspended_until: None,
        suspensions: 0,
        stage: Stage::default(),
        timer_at: None,
        warned_at: None,
        overdue_at: None,
        orders: Vec::new(),
        appeal: None,
        closing: None,
        merged_into: None,
        goes_on: None,
        merged: Vec::new(),
        closed_at: None,
        ended_from: None,
        training: true,
        version: 5,
    }
}

/// A case to which everything happened that may happen to one.
pub fn case_with_its_life() -> Case {
    Case {
        last_verify: Some(TaskResult::Exists),
        returns: 1,
        first_unit: Some("U-001".parse().unwrap()),
        unowned: true,
        asked_until: Some(at(80_000)),
        suspended_until: Some(at(90_000)),
        suspensions: 1,
        stage: Stage { since: Some(at(1_000)), due_at: Some(at(2_000)), used_ms: 500, waiting_ms: 600 },
        timer_at: Some(at(90_000)),
        warned_at: Some(at(3_000)),
        overdue_at: Some(at(4_000)),
        orders: vec![Order {
            number: 1,
            kind: OrderKind::Leader,
            requirement: "今天清完".to_owned(),
            given_at: at(5_000),
            due_at: Some(at(6_000)),
            reply: "已清".to_owned(),
            replied_at: Some(at(5_500)),
        }],
        appeal: Some(Appeal {
            state: AppealState::Upheld,
            reason: "施工围挡".to_owned(),
            made_at: at(7_000),
            decision: "属实".to_owned(),
            decided_at: Some(at(8_000)),
        }),
        closing: Some(Closing::Overdue),
        merged_into: Some(CaseId(uuid(40))),
        merged: vec![CaseId(uuid(41))],
        ..case()
    }
}

pub fn task() -> Task {
    Task {
        id: TaskId(uuid(6)),
        kind: TaskKind::Check,
        case: CaseId(uuid(4)),
        case_no: Some("XA20251123000418".parse().unwrap()),
        jurisdiction: "XA-JK".parse().unwrap(),
        assignee: Some(AccountId(uuid(8))),
        state: TaskState::Open,
        sent_at: at(20_000),
        due_at: at(27_200),
        requirement: "垃圾已清".to_owned(),
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(),
        grid: Some("610112001007023".parse().unwrap()),
        address: "凤城八路".to_owned(),
        before: vec![PhotoRef {
            photo: Some(PhotoId(uuid(30))),
            working: Sha256::of(b"working"),
            role: PhotoRole::Near,
        }],
        before_taken: Vec::new(),
        after: vec![PhotoRef { photo: None, working: Sha256::of(b"after"), role: PhotoRole::After }],
        result: None,
        note: String::new(),
        answered_at: None,
        late: false,
        originals_asked: Vec::new(),
        case_closed_at: None,
        version: 1,
    }
}

/// A phone with originals that are to travel.
pub fn hello_with_originals() -> Hello {
    let mut hello = hello();
    hello.heartbeat.waiting_originals = 2;
    hello.heartbeat.waiting_original_bytes = 8_400_000;
    hello
}

/// A report of a problem that another case is about, which was closed since.
pub fn case_that_was_linked() -> Case {
    let case_no = Some("XA20251123000417".parse().unwrap());
    Case {
        state: State::Merged,
        merged_into: Some(CaseId(uuid(40))),
        goes_on: Some(GoesOn { case_no, ended: Some(State::Closed), ended_at: Some(at(90_000)) }),
        closed_at: Some(at(8_000)),
        ..case()
    }
}

pub fn case_with_original_asked() -> Case {
    let mut case = case();
    case.state = State::Closed;
    case.closed_at = Some(at(90_000));
    for photo in &mut case.photos {
        photo.original_asked_at = Some(at(91_000));
    }
    case
}

/// An answered task of a closed case, with an original that the desk asked for.
pub fn task_with_original_asked() -> Task {
    Task {
        state: TaskState::Answered,
        result: Some(TaskResult::Pass),
        answered_at: Some(at(21_000)),
        originals_asked: vec![PhotoId(uuid(31))],
        case_closed_at: Some(at(90_000)),
        version: 4,
        ..task()
    }
}

pub fn pull_reply() -> PullReply {
    let present = Change {
        entity: "task".to_owned(),
        id: task().id.to_string(),
        version: 1,
        left: false,
        body: Some(serde_json::to_value(task()).unwrap()),
    };
    let left = Change { entity: "case".to_owned(), id: uuid(9).to_string(), version: 7, left: true, body: None };
    PullReply { cursor: "v1.XA-JK-42".to_owned(), more: false, changes: vec![present, left] }
}

pub fn problem() -> Problem {
    Problem::of(&Refusal::because(Code::NotFromHere, "close is not possible while the case is reported"), 409)
}

pub fn settings() -> Settings {
    Settings { name: "经开区".to_owned(), training: true, automatic: Automatic::ALL, ..Settings::default() }
}

/// As a city had them before anybody was sent to verify by itself; the rules are the defaults.
pub fn settings_before_rules() -> Settings {
    let automatic = Automatic { send_verify: false, ..Automatic::ALL };
    Settings { automatic, ..settings() }
}

pub fn actions() -> Vec<Action> {
    let why = || "原因".to_owned();
    let task = TaskId(uuid(6));
    vec![
        Action::Accept,
        Action::SendVerify { task },
        Action::VerifyResult { task, result: TaskResult::Exists },
        Action::Reject { reason: why() },
        Action::File { condition_no: 1 },
        Action::Refuse { reason: why() },
        Action::Dispatch { unit: "U-0101".parse().unwrap() },
        Action::ReturnToAccept { reason: why() },
        Action::Assign,
        Action::Return { reason: why() },
        Action::ApplyExtend { reason: why() },
        Action::ApproveExtend,
        Action::DeclineExtend { reason: why() },
        Action::ApplySuspend { reason: why(), until: at(864_000) },
        Action::ApproveSuspend,
        Action::DeclineSuspend { reason: why() },
        Action::Resume,
        Action::Finish { note: "清完".to_owned(), photos: task_after() },
        Action::ReviewPass,
        Action::ReviewRework { reason: why() },
        Action::SendCheck { task },
        Action::CheckResult { task, result: TaskResult::Fail },
        Action::CheckPass,
        Action::CheckRework { reason: why() },
        Action::Close,
        Action::Reopen { reason: why() },
        Action::Void { reason: why() },
        Action::PassSelfHandled,
        Action::RefuseSelfHandled { reason: why() },
    ]
}

fn task_after() -> Vec<PhotoRef> {
    task().after
}
