//! A year of a city's cases, made up: twenty jurisdictions, 646 units of very different size, 415,000 cases, and for each
//! a history of twelve steps that the table of states allows.

pub mod assessed;
pub mod bulletin;

use serde_json::json;
use shared::calendar::limit::Limit;
use shared::case::state::next;
use shared::case::{ActionKind, Case, FlowRecord, State};
use shared::channel::Channel;
use shared::ids::{AccountId, CaseId, CaseNo, JurisdictionId, UnitId};
use shared::time::Instant;
use uuid::Uuid;

/// Cases of the year.
pub const CASES: usize = 415_000;
/// Responsible units.
pub const UNITS: usize = 646;
/// Steps in each history.
pub const STEPS: usize = 12;
/// People who report.
pub const COLLECTORS: usize = 700;

/// What cases are about, the most frequent first.
pub const CATEGORIES: [&str; 12] = [
    "event:06010",
    "event:06001",
    "event:06002",
    "event:06003",
    "event:06004",
    "event:06005",
    "event:06006",
    "event:06007",
    "event:06008",
    "event:06009",
    "event:06011",
    "event:06012",
];

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// The districts, and the zones that lie over them.
pub const AREAS: [&str; 20] = [
    "610102", "610103", "610104", "610111", "610112", "610113", "610114", "610115", "610116", "610117", "610118",
    "610122", "610124", "XA-GX", "XA-JK", "XA-QJ", "XA-CB", "XA-HK", "XA-HT", "XA-GW",
];

/// A case with its number, when it came, and its history.
pub struct Made {
    /// The case as it stands now.
    pub case: Case,
    /// Its number.
    pub number: CaseNo,
    /// When the server had it.
    pub received_at: Instant,
    /// How it came there.
    pub flow: Vec<FlowRecord>,
}

/// The year.
pub struct Year {
    sample: Case,
    ends_ms: i64,
    ways: Vec<(State, [ActionKind; STEPS])>,
    bits: u64,
}

impl Year {
    /// The year that ends now.
    pub fn until(now: Instant) -> Self {
        let sample = include_str!("../../../tests/contract/wire/case.json");
        let ways = ways();
        for (end, way) in &ways {
            let reached = way.iter().skip(1).try_fold(State::Reported, |state, kind| next(state, *kind));
            assert_eq!(reached, Ok(*end), "a history must be one that can happen");
        }
        Self { sample: serde_json::from_str(sample).unwrap(), ends_ms: now.ms(), ways, bits: 0x2545_F491_4F6C_DD1D }
    }

    fn throw(&mut self, below: i64) -> i64 {
        self.bits ^= self.bits << 13;
        self.bits ^= self.bits >> 7;
        self.bits ^= self.bits << 17;
        i64::try_from((self.bits >> 11) % below.unsigned_abs()).unwrap()
    }

    /// Makes the case with this number, the first of the year being 0.
    pub fn case(&mut self, place: usize) -> Made {
        let n = i64::try_from(place).unwrap();
        let count = i64::try_from(CASES).unwrap();
        let received_ms = self.ends_ms - 365 * DAY_MS + n * (365 * DAY_MS / count);
        let age_days = (self.ends_ms - received_ms) / DAY_MS;
        // What is fresh is open; of what is older some lies about.
        let is_open = self.throw(1_000) < if age_days < 8 { 800 - age_days * 100 } else { 30 };
        let last = self.ways.len();
        let way = match (is_open, self.throw(40)) {
            (false, 0) => last - 1,
            (false, _) => last - 2,
            (true, _) => usize::try_from(self.throw(i64::try_from(last - 2).unwrap())).unwrap(),
        };
        let (state, way) = self.ways[way];
        let (area, unit) = unit(usize::try_from(self.throw(1_000_000)).unwrap());
        let at = |step: usize| Instant::from_ms(received_ms + i64::try_from(step).unwrap() * 20 * MINUTE_MS);
        let mut case = self.sample.clone();
        case.id = id(received_ms, place);
        let day = at(0).format_in("Asia/Shanghai", "%Y%m%d");
        let number: CaseNo = format!("XA{day}{:06}", place % 1_000_000).parse().unwrap();
        case.case_no = Some(number.clone());
        case.jurisdiction = area.parse().unwrap();
        case.state = state;
        case.unit = Some(unit.parse().unwrap());
        case.first_unit.clone_from(&case.unit);
        // Of a city in earnest: training cases would not be summed.
        case.training = false;
        case.reporter = Some(collector(usize::try_from(self.throw(i64::try_from(COLLECTORS).unwrap())).unwrap()));
        case.reported_at = at(0);
        case.received_at = Some(at(0));
        case.clock.due_at = Some(Instant::from_ms(received_ms + (1 + self.throw(20)) * DAY_MS + self.throw(DAY_MS)));
        // What had to happen by itself has happened: the server's own sweep would go through it while lists are measured.
        case.warned_at = Some(at(0));
        case.overdue_at = case.clock.due_at.filter(|due| due.ms() < self.ends_ms);
        case.closed_at = state.is_over().then(|| at(STEPS));
        // Categories, beats and channels differ as much as in a city: a few are most of it.
        let which = usize::try_from(self.throw(1_000)).unwrap();
        let category = CATEGORIES[(which * which / 1_000) * CATEGORIES.len() / 1_000];
        case.category = category.parse().unwrap();
        let beat = usize::try_from(self.throw(8)).unwrap();
        let town = ["610112", "610103"][beat / 4];
        case.duty_grid = Some(format!("{town}-Z{}", beat % 4).parse().unwrap());
        let grid = format!("{town}{:03}{:03}{:03}", self.throw(20) + 1, self.throw(30) + 1, self.throw(40) + 1);
        case.grid = Some(grid.parse().unwrap());
        case.channel = match self.throw(100) {
            0 | 1 => Channel::Hotline,
            2 => Channel::Citizen,
            _ => Channel::Collector,
        };
        case.note = format!("第 {n} 件：人行道旁两袋垃圾，挡住盲道");
        case.version = STEPS as u64;
        let told = |step: usize| Told { unit: &unit, due: case.clock.due_at, limit: case.limit, at: at(step) };
        let flow = way.iter().enumerate().map(|(step, kind)| record(step, *kind, &way, &told(step))).collect();
        Made { case, number, received_at: at(0), flow }
    }
}

/// Who reports.
pub fn collector(number: usize) -> AccountId {
    AccountId(Uuid::from_u128(0xc011_0000_0000 + number as u128))
}

/// The unit with this number, and whose it is.
pub fn unit_of(number: usize) -> (JurisdictionId, UnitId) {
    let area = AREAS[number % AREAS.len()];
    (area.parse().unwrap(), format!("{area}-U{number:03}").parse().unwrap())
}

/// Units differ: the largest has fifty times the cases of the smallest.
fn unit(thrown: usize) -> (String, String) {
    // Squared, an even throw makes the small numbers frequent.
    let share = thrown as f64 / 1_000_000.0;
    let number = (share * share * UNITS as f64) as usize;
    let (area, unit) = unit_of(number.min(UNITS - 1));
    (area.to_string(), unit.to_string())
}

fn id(at_ms: i64, place: usize) -> CaseId {
    let at = u128::try_from(at_ms).unwrap() << 80;
    CaseId(Uuid::from_u128(at | 0x7000_8000_0000_0000_0000 | place as u128))
}

/// What the record of a step tells.
struct Told<'a> {
    unit: &'a str,
    due: Option<Instant>,
    limit: Limit,
    at: Instant,
}

fn record(step: usize, kind: ActionKind, way: &[ActionKind; STEPS], told: &Told<'_>) -> FlowRecord {
    let reached =
        |steps: usize| way[1..steps].iter().try_fold(State::Reported, |state, kind| next(state, *kind)).unwrap();
    let (from, to) = ((step > 0).then(|| reached(step)), reached(step + 1));
    let is_dispatched = way[..=step].contains(&ActionKind::Dispatch);
    // One desk in four is late.
    let due = told.at.plus_ms(if (step + told.unit.len()).is_multiple_of(4) { -MINUTE_MS } else { 5 * MINUTE_MS });
    let record = json!({
        "sequence": step + 1, "at": told.at, "actor": { "kind": "system", "rule": "automatic.dispatch" }, "action": kind,
        "from": from, "to": to, "opinion": "现场情况如照片，按时处置", "receiver": told.unit, "late_evidence": false,
        "stage_due": (from.is_some() && from != Some(to)).then_some(due),
        "runs": matches!(to, State::ToHandle | State::Handling),
        "due_at": told.due.filter(|_| is_dispatched && to != State::Suspended),
        "limit": matches!(kind, ActionKind::Report | ActionKind::File).then_some(told.limit),
        "result": matches!(kind, ActionKind::VerifyResult).then_some("exists"),
    });
    serde_json::from_value(record).unwrap()
}

/// How a case comes to where it stands: the open states, then closed, then void.
fn ways() -> Vec<(State, [ActionKind; STEPS])> {
    use ActionKind as A;
    const VERIFIED: [A; 6] = [A::Report, A::SendVerify, A::VerifyResult, A::Accept, A::File, A::Dispatch];
    const PLAIN: [A; 5] = [A::Report, A::Accept, A::File, A::Dispatch, A::Assign];
    const REWORK: [A; 4] = [A::Assign, A::Finish, A::ReviewRework, A::Assign];
    const NO_MORE_TIME: [A; 2] = [A::ApplyExtend, A::DeclineExtend];
    let way = |parts: &[&[A]]| -> [A; STEPS] { parts.concat().try_into().unwrap() };
    vec![
        (State::ToDispatch, way(&[&VERIFIED, &[A::Return, A::Dispatch, A::Return, A::Dispatch, A::Assign, A::Return]])),
        (State::ToHandle, way(&[&VERIFIED, &REWORK, &[A::Finish, A::ReviewRework]])),
        (State::Handling, way(&[&VERIFIED, &REWORK, &NO_MORE_TIME])),
        (
            State::Handling,
            way(&[&PLAIN, &[A::Finish, A::ReviewRework, A::Assign, A::Return, A::Dispatch, A::Assign, A::ApplyExtend]]),
        ),
        (
            State::Suspended,
            way(&[
                &PLAIN,
                &[A::Finish, A::ReviewRework, A::Assign],
                &NO_MORE_TIME,
                &[A::ApplySuspend, A::ApproveSuspend],
            ]),
        ),
        (
            State::ToReview,
            way(&[&PLAIN, &NO_MORE_TIME, &[A::Finish, A::ReviewRework, A::Assign, A::ApplyExtend, A::Finish]]),
        ),
        (
            State::Checking,
            way(&[&PLAIN, &NO_MORE_TIME, &[A::Finish, A::ReviewPass, A::SendCheck, A::TakeBack, A::SendCheck]]),
        ),
        (
            State::ToClose,
            way(&[&PLAIN, &NO_MORE_TIME, &[A::Finish, A::ReviewPass, A::SendCheck, A::CheckResult, A::CheckPass]]),
        ),
        (
            State::Closed,
            way(&[
                &PLAIN,
                &[A::ApplyExtend, A::Finish, A::ReviewPass, A::SendCheck, A::CheckResult, A::CheckPass, A::Close],
            ]),
        ),
        (State::Void, way(&[&PLAIN, &NO_MORE_TIME, &[A::Return, A::Dispatch, A::Assign, A::Return, A::Void]])),
    ]
}
