//! Lives of cases, thrown with dice: whatever is done in whatever order, the clock keeps its rules, every step that the
//! table allows is really taken, and no case ends up where nothing leads out.
//!
//! Actions are not listed here: every kind in [`ActionKind::ALL`] is tried with every content in [`contents`], under
//! rules of any jurisdiction, so a new one takes part by itself. Each step is also written down as the server does it;
//! whoever reads histories is tested on these ([`lives`]).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};
use uuid::Uuid;

use super::apply::{Terms, apply};
use super::rules::{ClockStop, Rules, StageMinutes};
use super::state::next;
use super::step;
use super::tests::case;
use super::{Action, ActionKind, Before, Case, Closing, FlowRecord, OrderMark, Stage, State, Taken};
use crate::account::{Actor, Role};
use crate::calendar::limit::{Limit, Unit};
use crate::calendar::pack::Calendar;
use crate::calendar::reference::Almanac;
use crate::calendar::working::{WorkingTime, add_working};
use crate::channel::Channel;
use crate::dice::Dice;
use crate::ids::{AccountId, CaseId, Sha256};
use crate::refusal::{Code, Refusal};
use crate::task::TaskResult;
use crate::time::Instant;

const NATIONAL: &str = include_str!("../../../server/packs/calendar/national.json");
const LIVES: u64 = 2_600;
const STEPS: usize = 40;
const HOUR_MS: i64 = 3_600_000;

/// The world that histories happen in.
struct World {
    calendar: Calendar,
    almanac: Almanac,
    rules: Rules,
    far_from_closed: BTreeMap<State, usize>,
    far_from_any_end: BTreeMap<State, usize>,
}

impl World {
    fn new() -> Self {
        Self {
            calendar: Calendar::from_json(NATIONAL).unwrap(),
            almanac: Almanac::read(NATIONAL),
            rules: Rules::default(),
            far_from_closed: distances(|state| state == State::Closed),
            far_from_any_end: distances(State::is_over),
        }
    }
}

/// What a search looks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Any,
    /// Closed, and by no voiding on the way.
    Closed,
}

/// The one place where an action meets a case.
fn carry_out(world: &World, case: Case, action: &Action, now: Instant) -> Result<Case, Refusal> {
    apply(case, action, &Terms { now, calendar: &world.calendar, rules: &world.rules })
}

/// Says whether the handling clock runs in a state, by the rule on paper: from the dispatch until the unit says done, or
/// where a jurisdiction has it so until the dispatcher has looked at it, and not while the case is suspended or given back.
fn is_being_handled(state: State, rules: &Rules) -> bool {
    match state {
        State::ToHandle | State::Handling => true,
        State::ToReview => rules.clock_stops == ClockStop::Review,
        _ => false,
    }
}

/// Everything that any action may carry, in all variants that a guard could look at; a kind takes the fields it knows.
fn contents(case: &Case, now: Instant) -> Vec<Value> {
    let photo = |role: &str| json!([{ "photo": null, "working": Sha256::of(b"photo"), "role": role }]);
    let tasks = [case.open_task, Some(super::tests::task())];
    let mut contents = Vec::new();
    for result in TaskResult::ALL {
        for task in tasks.into_iter().flatten() {
            for (place, closing) in Closing::ALL.iter().enumerate() {
                let unit = if place % 2 == 0 { "U-001" } else { "U-002" };
                contents.push(json!({
                    "reason": "现场情况如照片", "note": "", "condition_no": 1, "unit": unit, "task": task,
                    "result": result, "until": now.plus_ms(5 * 24 * HOUR_MS), "photos": photo("after"),
                    "into": CaseId(Uuid::from_u128(77)), "closing": closing, "kind": "leader", "requirement": "三日内回复",
                    "due_at": now.plus_ms(3 * 24 * HOUR_MS), "number": 1, "reply": "已处置",
                }));
            }
        }
    }
    contents
}

/// Lists the actions of a kind. A kind that has none, such as the report itself, is a matter of the table alone.
fn actions(kind: ActionKind, contents: &[Value]) -> Vec<Action> {
    let mut tried: Vec<Value> = Vec::new();
    let mut actions = Vec::new();
    for content in contents {
        // What a kind does not carry cannot make a difference to it.
        let differs = |known: &Value| known.as_object().unwrap().iter().any(|(key, value)| content[key] != *value);
        if !tried.iter().all(differs) {
            continue;
        }
        let mut whole = content.clone();
        whole["action"] = json!(kind.as_str());
        match serde_json::from_value::<Action>(whole) {
            Ok(action) => {
                let mut carried = serde_json::to_value(&action).unwrap();
                carried.as_object_mut().unwrap().remove("action");
                tried.push(carried);
                actions.push(action);
            }
            Err(error) if error.to_string().starts_with("unknown variant") => break,
            Err(error) => panic!("{kind:?} carries what `contents` does not bring yet: {error}"),
        }
    }
    actions
}

/// What may come of a case in one step.
#[derive(Clone)]
struct Outcome {
    kind: ActionKind,
    after: Case,
    receiver: Option<String>,
    result: Option<TaskResult>,
    order: Option<OrderMark>,
}

impl Outcome {
    fn by_the_server(kind: ActionKind, after: Case) -> Self {
        Self { kind, after, receiver: None, result: None, order: None }
    }
}

/// Does everything to a case that the table and the guards let through; each way gives another case.
fn outcomes(world: &World, case: &Case, now: Instant) -> Vec<Outcome> {
    let contents = contents(case, now);
    let mut outcomes = Vec::new();
    for kind in ActionKind::ALL {
        let Ok(to) = next(case.state, *kind) else { continue };
        let actions = actions(*kind, &contents);
        let same = Case { version: case.version + 1, ..case.clone() };
        match kind {
            // New boundaries move no clock and no task, and so it is with a calendar that says the same.
            ActionKind::Reassign | ActionKind::Recount => outcomes.push(Outcome::by_the_server(*kind, same)),
            // Whoever takes a task back writes down that it is no longer out.
            _ if actions.is_empty() => {
                let mut after = Case { state: to, open_task: None, ..same };
                after.stage = case.stage.moved(case.state, after.stage_facts(), now, &world.calendar, &world.rules);
                outcomes.push(Outcome::by_the_server(*kind, after));
            }
            _ => {}
        }
        for action in &actions {
            let Ok(after) = carry_out(world, case.clone(), action, now) else { continue };
            assert_eq!(after.state, to, "{kind:?} goes where the table says");
            let (receiver, result) = (step::receiver(action, &after), step::result(action));
            let order = step::order(action, &after);
            outcomes.push(Outcome { kind: *kind, after, receiver, result, order });
        }
    }
    outcomes
}

/// A case that a unit has is handed on by new boundaries.
fn handed_on(outcome: Outcome) -> Outcome {
    let with_a_unit = matches!(outcome.after.state, State::ToHandle | State::Handling | State::Suspended);
    if outcome.kind != ActionKind::Reassign || !with_a_unit {
        return outcome;
    }
    let mut after = outcome.after;
    after.unit = Some("U-003".parse().unwrap());
    after.asks_nothing();
    Outcome { after, receiver: Some("U-003".to_owned()), ..outcome }
}

/// Somebody with a notebook and a watch beside the case, who knows the rules of the clock and not its code.
#[derive(Default)]
struct Observer {
    runs: Vec<(i64, i64)>,
    since_ms: Option<i64>,
    extensions: u16,
}

impl Observer {
    /// Notes a step; returns what is wrong with the case after it.
    fn sees(&mut self, world: &World, before: &Case, after: &Case, kind: ActionKind, now: Instant) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut claim = |holds: bool, what: &str| {
            if !holds {
                wrong.push(what.to_owned());
            }
        };
        match (self.since_ms, is_being_handled(after.state, &world.rules)) {
            (None, true) => self.since_ms = Some(now.ms()),
            (Some(since_ms), false) => {
                self.runs.push((since_ms, now.ms()));
                self.since_ms = None;
            }
            (None, false) | (Some(_), true) => {}
        }
        let clock = &after.clock;
        let passes: Vec<(i64, i64)> = clock.passes.iter().map(|pass| (pass.from.ms(), pass.to.ms())).collect();
        claim(
            clock.running_since.map(Instant::ms) == self.since_ms,
            "the clock runs when it should not, or stands still",
        );
        claim(passes == self.runs, "a stretch was forgotten, lengthened or counted twice");
        if kind == ActionKind::ApproveExtend {
            self.extensions += 1;
        }
        claim(clock.extensions == self.extensions, "an extension is approved once and adds one limit");
        claim(self.extensions <= world.rules.most_extensions, "more limits were added than the rules allow");
        match self.since_ms {
            Some(since_ms) => {
                let whole = i64::from(after.limit.amount()) * i64::from(1 + self.extensions);
                let due = world.almanac.runs_out(&self.runs, since_ms, whole, after.limit.unit());
                claim(clock.due_at.map(Instant::ms) == Some(due.at_ms), "the deadline is not that of the minutes");
            }
            None => claim(clock.due_at == before.clock.due_at, "a deadline moved while the clock stood still"),
        }
        let is_looked_at = matches!(after.state, State::Verifying | State::Checking);
        claim(after.open_task.is_some() == is_looked_at, "a task is out exactly while somebody looks");
        claim(after.closed_at.is_some() == after.state.is_over(), "what is over has its end");
        claim(after.ended_from.is_some() == after.state.is_over(), "what is over says from where it ended");
        let late_after = after.late_after().is_some_and(|late_after| now > late_after);
        claim(late_after == after.counts_as_late(now), "what is stored says at every moment whether it is late");
        claim(after.void_kind.is_some() == (after.state == State::Void), "what is void says at which stage");
        claim(after.version == before.version + 1, "each step gives a new version");
        wrong
    }
}

/// How far each state is from an end of this kind, by the table alone; for the search below to go the short way first.
fn distances(end: impl Fn(State) -> bool) -> BTreeMap<State, usize> {
    let mut distances: BTreeMap<State, usize> =
        State::ALL.iter().filter(|state| end(**state)).map(|s| (*s, 0)).collect();
    loop {
        let before = distances.len();
        let step = |state: State| {
            let ways = ActionKind::ALL.iter().filter_map(move |kind| next(state, *kind).ok());
            ways.filter_map(|to| distances.get(&to)).min().map(|distance| (state, distance + 1))
        };
        let found: Vec<_> = State::ALL.iter().filter(|s| !distances.contains_key(s)).filter_map(|s| step(*s)).collect();
        distances.extend(found);
        if distances.len() == before {
            return distances;
        }
    }
}

/// What tells two cases apart for everything that may still happen to them: when it was and how often does not matter
/// beyond a few times, else a search would go on for ever.
fn shape(case: &Case) -> String {
    fn blur(value: &mut Value) {
        match value {
            Value::String(text) if text.parse::<Instant>().is_ok() => *text = "once".to_owned(),
            Value::Number(number) => *value = json!(number.as_u64().unwrap_or(0).min(3)),
            Value::Array(list) => {
                list.truncate(2);
                list.iter_mut().for_each(blur);
            }
            Value::Object(fields) => fields.values_mut().for_each(blur),
            Value::String(_) | Value::Bool(_) | Value::Null => {}
        }
    }
    let mut value = serde_json::to_value(case).unwrap();
    blur(&mut value);
    value.to_string()
}

/// Searches a way from the case to an end; returns the first one found.
fn way_out(world: &World, from: &Case, end: End, now: Instant) -> Option<Vec<ActionKind>> {
    let (far, is_end): (_, fn(State) -> bool) = match end {
        End::Any => (&world.far_from_any_end, State::is_over),
        End::Closed => (&world.far_from_closed, |state| state == State::Closed),
    };
    let mut seen = BTreeSet::from([shape(from)]);
    let mut open = VecDeque::from([(from.clone(), Vec::new())]);
    // Best first; among equals the oldest.
    while let Some(best) = (0..open.len()).min_by_key(|place| far.get(&open[*place].0.state).unwrap_or(&usize::MAX)) {
        let (case, way) = open.remove(best)?;
        if is_end(case.state) {
            return Some(way);
        }
        let now = now.plus_ms(HOUR_MS * i64::try_from(way.len() + 1).unwrap());
        for Outcome { kind, after, .. } in outcomes(world, &case, now) {
            if (after.state != State::Void || end == End::Any) && seen.insert(shape(&after)) {
                open.push_back((after, [way.as_slice(), &[kind]].concat()));
            }
        }
    }
    None
}

/// What all histories together went through.
#[derive(Default)]
struct Gone(BTreeSet<(State, ActionKind)>);

fn born(dice: &mut Dice) -> (Case, Instant) {
    let now = Instant::from_ms(dice.within(1_640_966_400, 1_790_000_000) * 1_000);
    let unit = dice.pick(&Unit::ALL);
    let limit = Limit::new(u16::try_from(dice.within(1, 12)).unwrap(), unit).unwrap();
    let state = if dice.one_in(8) { State::SelfReview } else { State::Reported };
    let channel = dice.pick(Channel::ALL);
    (Case { state, limit, channel, reported_at: now, ..case() }, now)
}

/// A step of a life.
#[derive(Clone)]
pub(crate) struct Lived {
    /// The case after it.
    pub(crate) after: Case,
    /// What was written down.
    pub(crate) record: FlowRecord,
}

/// Lives as many lives, each with its own seed; all of them together go through the whole table.
pub(crate) fn lives(count: u64) -> Vec<Vec<Lived>> {
    let (mut world, mut gone) = (World::new(), Gone::default());
    (0..count).map(|seed| live(&mut world, 0xA55E_0000 + seed, &mut gone).steps).collect()
}

/// Writes histories down as the server does.
struct Scribe {
    task_due: Option<Instant>,
    steps: Vec<Lived>,
}

impl Scribe {
    fn writes(&mut self, world: &World, seed: u64, before: &Before, outcome: &Outcome, now: Instant) {
        let number = u64::try_from(self.steps.len()).unwrap();
        // Who it was and how late a phone was heard of is no part of any rule here, and thrown by no dice.
        let actor = match (seed + number) % 4 {
            0 => Actor::System { rule: "automatic".to_owned() },
            who => Actor::Account {
                id: AccountId(Uuid::from_u128(who.into())),
                user: format!("user{who}").parse().unwrap(),
                role: Role::Acceptor,
                jurisdiction: outcome.after.jurisdiction.clone(),
                unit: None,
            },
        };
        let taken = Taken {
            at: now,
            actor: &actor,
            action: outcome.kind,
            opinion: String::new(),
            receiver: outcome.receiver.clone(),
            result: outcome.result,
            made_at: outcome.result.map(|_| now.plus_ms(-HOUR_MS * i64::try_from(number % 3).unwrap())),
            order: outcome.order,
        };
        let record = FlowRecord::of(before, &outcome.after, taken, &world.calendar);
        self.steps.push(Lived { after: outcome.after.clone(), record: FlowRecord { sequence: number + 1, ..record } });
        if matches!(outcome.kind, ActionKind::SendVerify | ActionKind::SendCheck) {
            self.task_due = Some(add_working(now, WorkingTime::from_minutes(60), &world.calendar));
        }
    }
}

/// A life as far as it went.
struct Life {
    now: Instant,
    told: String,
    steps: Vec<Lived>,
}

fn live(world: &mut World, seed: u64, taken: &mut Gone) -> Life {
    let mut dice = Dice::new(seed);
    let minutes = |usual: u32, place: u64| if (seed + place).is_multiple_of(3) { 0 } else { usual };
    let stages = StageMinutes { accept: minutes(15, 0), dispatch: minutes(15, 1), ..StageMinutes::default() };
    world.rules = Rules {
        stages,
        verify_first: !dice.one_in(3),
        clock_stops: dice.pick(&[ClockStop::Finish, ClockStop::Review]),
        most_extensions: u16::try_from(dice.within(0, 3)).unwrap(),
        most_suspensions: u16::try_from(dice.within(0, 2)).unwrap(),
        second_dispatch: dice.one_in(2),
        ..Rules::default()
    };
    let (mut case, mut now) = born(&mut dice);
    case.stage = Stage::begun(case.stage_facts(), now, &world.calendar, &world.rules);
    let mut scribe = Scribe { task_due: None, steps: Vec::new() };
    let is_own = case.state == State::SelfReview;
    let report = if is_own { ActionKind::ReportSelfHandled } else { ActionKind::Report };
    scribe.writes(world, seed, &Before::NOTHING, &Outcome::by_the_server(report, case.clone()), now);
    let mut observer = Observer::default();
    let mut told = format!("seed {seed:#x}, {:?}, limit {}, {:?}", world.rules, case.limit, case.state);
    for _ in 0..dice.within(1, STEPS as i64) {
        now = now.plus_ms(match dice.within(0, 3) {
            0 => 0,
            1 => dice.within(0, 5 * 60) * 1_000,
            2 => dice.within(0, 9 * HOUR_MS),
            _ => dice.within(0, 6 * 24) * HOUR_MS,
        });
        let mut possible = outcomes(world, &case, now);
        // A step that no life took yet is worth more than one that many took.
        let is_untaken = |outcome: &Outcome| !taken.0.contains(&(case.state, outcome.kind));
        let new: Vec<_> = possible.iter().filter(|&outcome| is_untaken(outcome)).cloned().collect();
        if !new.is_empty() && dice.one_in(2) {
            possible = new;
        }
        let is_new = possible.iter().all(is_untaken);
        // Ends come early enough by themselves; a history that is over teaches nothing more.
        if !is_new && !dice.one_in(6) && possible.iter().any(|outcome| !outcome.after.state.is_over()) {
            possible.retain(|outcome| !outcome.after.state.is_over());
        }
        // Half of the time people do what leads to closing; else the late stages would hardly be seen.
        if !is_new && dice.one_in(2) {
            let far = |after: &Case| world.far_from_closed.get(&after.state).copied().unwrap_or(usize::MAX);
            let nearest = possible.iter().map(|outcome| far(&outcome.after)).min();
            possible.retain(|outcome| Some(far(&outcome.after)) == nearest);
        }
        // What the server does by itself may happen at every step, and lives that are full of it teach little.
        let by_itself = |outcome: &Outcome| matches!(outcome.kind, ActionKind::Reassign | ActionKind::Recount);
        if !is_new && !dice.one_in(6) && !possible.iter().all(by_itself) {
            possible.retain(|outcome| !by_itself(outcome));
        }
        let kinds: BTreeSet<ActionKind> = possible.iter().map(|outcome| outcome.kind).collect();
        if kinds.is_empty() {
            break;
        }
        let kind = dice.pick(&kinds.into_iter().collect::<Vec<_>>());
        possible.retain(|outcome| outcome.kind == kind);
        let outcome = handed_on(dice.pick(&possible));
        let (before, after) = (Before::of(&case, scribe.task_due), &outcome.after);
        told += &format!(", {} {} → {}", now.in_zone("Asia/Shanghai"), kind.as_str(), after.state.as_str());
        let wrong = observer.sees(world, &case, after, kind, now);
        assert!(wrong.is_empty(), "{told}: {}; {:?}", wrong.join("; "), after.clock);
        taken.0.insert((case.state, kind));
        scribe.writes(world, seed, &before, &outcome, now);
        case = outcome.after;
    }
    Life { now, told, steps: scribe.steps }
}

fn finds_an_end(world: &World, life: &Life) {
    let (case, now, told) = (&life.steps.last().unwrap().after, life.now, &life.told);
    assert!(way_out(world, case, End::Any, now).is_some(), "{told}: nothing ends this case");
    let is_lost = case.state != State::Void && way_out(world, case, End::Closed, now).is_none();
    assert!(!is_lost, "{told}: this case can be voided and in no way closed");
}

#[test]
fn whatever_is_done_the_clock_keeps_its_rules_and_every_case_finds_an_end() {
    let mut world = World::new();
    let mut taken = Gone::default();
    for seed in 0..LIVES {
        let life = live(&mut world, 0xCA5E_0000 + seed, &mut taken);
        finds_an_end(&world, &life);
    }
    let table = State::ALL.iter().flat_map(|state| ActionKind::ALL.iter().map(|kind| (*state, *kind)));
    let untaken: Vec<_> =
        table.filter(|(state, kind)| next(*state, *kind).is_ok()).filter(|step| !taken.0.contains(step)).collect();
    assert!(untaken.is_empty(), "the table allows these and no guard lets them through: {untaken:?}");
}

#[test]
fn what_the_table_does_not_allow_no_content_opens() {
    let (world, now) = (World::new(), case().reported_at);
    for state in State::ALL {
        let case = Case { state: *state, open_task: Some(super::tests::task()), ..case() };
        for kind in ActionKind::ALL.iter().filter(|kind| next(*state, **kind).is_err()) {
            for action in actions(*kind, &contents(&case, now)) {
                let refused = carry_out(&world, case.clone(), &action, now).map_err(|refusal| refusal.code);
                assert_eq!(refused, Err(Code::NotFromHere), "{action:?} in {state:?}");
            }
        }
    }
}

#[test]
fn a_case_outside_the_grids_finds_an_end_and_is_never_handled() {
    let world = World::new();
    let outside = Case { grid: None, ..case() };
    assert!(way_out(&world, &outside, End::Any, outside.reported_at).is_some());
    let closed = way_out(&world, &outside, End::Closed, outside.reported_at);
    assert_eq!(closed, None, "what cannot be filed cannot be handled");
}
