//! The history as a story: each step as a sentence with who, when, why, how long after the step before, and what belongs
//! to it: the task, its answer, its photos, the order.
//!
//! Pure: it reads a case's file and draws nothing.

use kit::lang::Lang;
use shared::account::Actor;
use shared::api::cases::{CaseFile, CaseNames};
use shared::case::{ActionKind, FlowRecord, State};
use shared::ids::{CaseId, UnitId};
use shared::task::{Task, TaskKind, TaskResult};
use shared::time::Instant;

use super::text;
use crate::clock;
use crate::evidence::shots::Shot;
use crate::route::Route;
use crate::text::{names, phrases};

/// One step, told.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Counts from 1 within the case.
    pub number: u64,
    /// What was done.
    pub action: ActionKind,
    /// When.
    pub at: Instant,
    /// How long after the step before; nothing for the first.
    pub since_ms: Option<i64>,
    /// Who did it: a role with a name, or the system.
    pub who: String,
    /// A person did.
    pub is_person: bool,
    /// What was done, as it goes on after who.
    pub sentence: String,
    /// By which rule the system did it, in words, and the rule's own name.
    pub rule: Option<(String, String)>,
    /// What the actor wrote.
    pub opinion: String,
    /// What is known of it beside: the order's kind, what the task asked for, how it was closed.
    pub notes: Vec<String>,
    /// The numbers of the photos that came with it.
    pub photos: Vec<usize>,
    /// The other case that it is about.
    pub other: Option<Route>,
    /// It came late and moved nothing.
    pub is_late: bool,
    /// Where the case stood afterwards.
    pub to: State,
}

/// Tells all steps, the oldest first.
pub fn story(lang: Lang, file: &CaseFile, shots: &[Shot]) -> Vec<Step> {
    let mut told = Vec::with_capacity(file.flow.len());
    let mut before = None::<Instant>;
    for record in &file.flow {
        told.push(step(lang, file, shots, record, before));
        before = Some(record.at);
    }
    told
}

fn step(lang: Lang, file: &CaseFile, shots: &[Shot], record: &FlowRecord, before: Option<Instant>) -> Step {
    let (who, rule) = match &record.actor {
        Actor::Account { user, role, .. } => {
            let name = file.names.people.get(user).map_or_else(|| user.to_string(), Clone::clone);
            (format!("{} {name}", lang.say(names::role(*role))), None)
        }
        Actor::System { rule } => {
            let words = text::rule(rule).map_or_else(|| rule.clone(), |words| lang.say(words).to_owned());
            (lang.say(text::THE_SYSTEM).to_owned(), Some((words, rule.clone())))
        }
    };
    let task = task_of(file, record);
    let (late_result, opinion) = opinion(record);
    let result = late_result.or_else(|| task.and_then(|task| task.result));
    Step {
        number: record.sequence,
        action: record.action,
        at: record.at,
        since_ms: before.map(|before| record.at.since(before)),
        who,
        is_person: rule.is_none(),
        sentence: sentence(lang, file, record, result),
        rule,
        opinion,
        notes: notes(lang, file, record, task),
        photos: photos_of(file, shots, record, task),
        other: record.receiver.as_ref().and_then(|id| id.parse::<CaseId>().ok()).map(Route::Case),
        is_late: record.late_evidence,
        to: record.to,
    }
}

/// Takes apart what a late answer says: its result stands before its words.
fn opinion(record: &FlowRecord) -> (Option<TaskResult>, String) {
    let plain = || (None, record.opinion.clone());
    if !record.late_evidence {
        return plain();
    }
    let (result, rest) = record.opinion.split_once(": ").unwrap_or((record.opinion.as_str(), ""));
    TaskResult::parse(result).map_or_else(plain, |result| (Some(result), rest.to_owned()))
}

fn sentence(lang: Lang, file: &CaseFile, record: &FlowRecord, result: Option<TaskResult>) -> String {
    let receiver = record.receiver.as_ref().map(|receiver| receiver_name(receiver, file));
    let is_of_other = matches!(record.action, ActionKind::Link | ActionKind::Unlink) && record.from == Some(record.to);
    let words = match (record.action, is_of_other, &receiver) {
        (action, true, _) => text::told_of_other(action == ActionKind::Link),
        (ActionKind::Reassign, false, Some(_)) => text::HANDED_ON,
        (action, false, _) => text::told(action),
    };
    let what = match record.action {
        ActionKind::VerifyResult | ActionKind::CheckResult => {
            result.map(|result| lang.say(names::result(result)).to_owned())
        }
        _ => receiver,
    };
    let what = what.unwrap_or_else(|| lang.say(text::SOMEBODY).to_owned());
    lang.say(words).replace("{}", &what)
}

/// Names whom a step went to; a receiver is written as an id or as a name.
fn receiver_name(receiver: &str, file: &CaseFile) -> String {
    let known: &CaseNames = &file.names;
    let unit = receiver.parse::<UnitId>().ok().and_then(|unit| known.units.get(&unit));
    let person = receiver.parse().ok().and_then(|user| known.people.get(&user));
    let area =
        (receiver == file.case.jurisdiction.as_str() && !known.jurisdiction.is_empty()).then_some(&known.jurisdiction);
    unit.or(person).or(area).cloned().unwrap_or_else(|| receiver.to_owned())
}

/// Returns the task that a step sent, or answered.
fn task_of<'a>(file: &'a CaseFile, record: &FlowRecord) -> Option<&'a Task> {
    let of_kind = |kind: TaskKind| file.tasks.iter().filter(move |task| task.kind == kind);
    let sent = |kind| of_kind(kind).find(|task| task.sent_at == record.at);
    // Whoever answers a task is who it was sent to, and nobody has two of one case at a time.
    let answered = |kind| {
        let Actor::Account { id, .. } = &record.actor else { return None };
        of_kind(kind).rfind(|task| task.assignee == Some(*id) && task.sent_at <= record.at)
    };
    match record.action {
        ActionKind::SendVerify => sent(TaskKind::Verify),
        ActionKind::SendCheck => sent(TaskKind::Check),
        ActionKind::VerifyResult => answered(TaskKind::Verify),
        ActionKind::CheckResult => answered(TaskKind::Check),
        _ => None,
    }
}

fn notes(lang: Lang, file: &CaseFile, record: &FlowRecord, task: Option<&Task>) -> Vec<String> {
    let case = &file.case;
    let is_last = |kind: ActionKind| file.flow.iter().rev().find(|step| step.action == kind) == Some(record);
    let mut notes = Vec::new();
    match record.action {
        ActionKind::SendVerify | ActionKind::SendCheck => {
            if let Some(task) = task {
                notes.push(task.requirement.clone());
                notes.push(phrases::due(lang, &clock::day_time(task.due_at)));
            }
        }
        ActionKind::Supervise => {
            let given = |step: &&FlowRecord| step.action == ActionKind::Supervise && step.sequence <= record.sequence;
            let number = file.flow.iter().filter(given).count();
            if let Some(order) = number.checked_sub(1).and_then(|place| case.orders.get(place)) {
                let due = order.due_at.map(clock::day_time);
                notes.push(text::order_note(lang, order.number, lang.say(names::order(order.kind)), due.as_deref()));
            }
        }
        ActionKind::ReplySupervision => {
            if let Some(order) = case.orders.iter().find(|order| order.replied_at == Some(record.at)) {
                notes.push(format!("{} · {}", phrases::order_number(lang, order.number), order.requirement));
            }
        }
        ActionKind::ApplySuspend if is_last(ActionKind::ApplySuspend) => {
            notes.extend(case.asked_until.map(|until| phrases::asks_until(lang, &clock::day_time(until))));
        }
        ActionKind::ApproveSuspend if is_last(ActionKind::ApproveSuspend) => {
            notes.extend(case.suspended_until.map(|until| phrases::suspended_until(lang, &clock::day_time(until))));
        }
        ActionKind::Close | ActionKind::CloseSpecial if is_last(record.action) => {
            notes.extend(case.closing.map(|closing| lang.say(names::closing(closing)).to_owned()));
        }
        _ => {}
    }
    notes
}

/// Returns the photos that came with a step: the report's, an answer's, those that the unit handed in.
fn photos_of(file: &CaseFile, shots: &[Shot], record: &FlowRecord, task: Option<&Task>) -> Vec<usize> {
    let came = |shot: &Shot| match record.action {
        ActionKind::Report | ActionKind::ReportSelfHandled => of_report(shot),
        ActionKind::VerifyResult | ActionKind::CheckResult => {
            task.is_some() && shot.photo.task == task.map(|task| task.id)
        }
        ActionKind::Finish => of_unit(shot) && finish_of(file, shot) == Some(record.sequence),
        _ => false,
    };
    shots.iter().filter(|shot| came(shot)).map(|shot| shot.number).collect()
}

/// Says whether a photo came with the report: signed by a phone for no task, or handed in at a desk of what was there before.
pub fn of_report(shot: &Shot) -> bool {
    shot.photo.task.is_none() && (shot.photo.photo.is_some() || !shot.is_after())
}

fn of_unit(shot: &Shot) -> bool {
    shot.photo.task.is_none() && !of_report(shot)
}

/// Returns the number of the step with which the unit handed a photo in: the first after the photo was here.
pub fn finish_of(file: &CaseFile, shot: &Shot) -> Option<u64> {
    let finishes = || file.flow.iter().filter(|step| step.action == ActionKind::Finish);
    let after = finishes().find(|step| shot.photo.received_at.is_some_and(|at| at <= step.at));
    after.or_else(|| finishes().next_back()).map(|step| step.sequence)
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use serde_json::{Value, json};
    use shared::api::cases::CaseFile;

    use super::{Step, story};
    use crate::clock;
    use crate::evidence::shots::shots;

    const CASE: &str = "018f0000-0000-7000-8000-000000000001";
    const OTHER: &str = "018f0000-0000-7000-8000-000000000002";
    const TASK: &str = "018f0000-0000-7000-8000-00000000000a";
    const WANG: &str = "018f0000-0000-7000-8000-0000000000a1";

    fn at(minute: u32) -> String {
        format!("2026-11-23T02:{minute:02}:00.000Z")
    }

    fn person(id: &str, user: &str, role: &str) -> Value {
        json!({"kind": "account", "id": id, "user": user, "role": role, "jurisdiction": "610112", "unit": null})
    }

    fn record(sequence: u64, minute: u32, actor: &Value, action: &str, states: [&str; 2]) -> Value {
        json!({"sequence": sequence, "at": at(minute), "actor": actor, "action": action, "from": states[0],
            "to": states[1], "opinion": "", "receiver": null, "late_evidence": false})
    }

    fn file(flow: &[Value], tasks: &[Value], photos: &[Value]) -> CaseFile {
        let fix = json!({"lon": 108.9423, "lat": 34.261, "crs": "wgs84", "source": "gnss", "fix_time": at(0)});
        let told = json!({
            "case": {"id": CASE, "case_no": null, "jurisdiction": "610112", "division": null, "state": "to_review",
                "void_kind": null, "category": "event:06010", "condition_no": 1, "channel": "collector",
                "reporter": WANG, "device": null, "note": "", "address": "", "fix": fix, "grid": null,
                "grid_match": "none", "duty_grid": null, "unit": null, "reported_at": at(0), "received_at": at(0),
                "limit": "2 work_hour",
                "clock": {"passes": [], "running_since": null, "due_at": null, "provisional": false, "extensions": 0},
                "estimate": {"grid": null, "unit": null, "due": null,
                    "packs": {"catalogue": null, "calendar": null, "boundaries": null}},
                "packs": {"catalogue": null, "calendar": null, "boundaries": null}, "photos": photos,
                "last_check": null, "open_task": null, "rework_count": 0, "training": false, "version": 1},
            "names": {"jurisdiction": "未央区", "units": {"U-1": "环卫一所"}, "people": {"wang": "王芳", "li": "李强"}},
            "flow": flow, "tasks": tasks, "draws": [], "evidence": [], "may": [],
        });
        serde_json::from_value(told).unwrap()
    }

    fn task() -> Value {
        json!({"id": TASK, "kind": "check", "case": CASE, "case_no": null, "jurisdiction": "610112", "assignee": WANG,
            "state": "answered", "sent_at": at(5), "due_at": at(50), "requirement": "看看", "category": "event:06010",
            "condition_no": 1, "fix": {"lon": 108.9423, "lat": 34.261, "crs": "wgs84", "source": "gnss", "fix_time": at(0)},
            "grid": null, "address": "", "before": [], "after": [], "result": "pass", "note": "", "answered_at": at(9),
            "late": false, "version": 1})
    }

    fn photo(number: u32, role: &str, task: Option<&str>, signed: bool, minute: u32) -> Value {
        let id = signed.then(|| format!("018f0000-0000-7000-8000-{number:012}"));
        json!({"photo": id, "working": shared::ids::Sha256::of(number.to_string().as_bytes()), "role": role,
            "task": task, "taken_at": at(minute), "received_at": at(minute)})
    }

    fn told(lang: Lang, file: &CaseFile) -> Vec<Step> {
        clock::keep_zone("Asia/Shanghai");
        story(lang, file, &shots(file))
    }

    #[test]
    fn each_step_says_who_did_what_by_which_rule_and_how_long_after_the_one_before() {
        let system = json!({"kind": "system", "rule": "automatic.dispatch"});
        let mut dispatch = record(2, 4, &system, "dispatch", ["to_dispatch", "to_handle"]);
        dispatch["receiver"] = json!("U-1");
        let report = record(1, 0, &person(WANG, "wang", "collector"), "report", ["reported", "reported"]);
        let file = file(&[report, dispatch], &[], &[]);
        let zh = told(Lang::Zh, &file);
        assert_eq!((zh[0].who.as_str(), zh[0].sentence.as_str()), ("采集员 王芳", "上报了问题"));
        assert_eq!((zh[0].since_ms, zh[1].since_ms), (None, Some(4 * 60_000)));
        assert_eq!(zh[1].sentence, "派遣给环卫一所，处置时限开始");
        assert_eq!(zh[1].rule, Some(("开关「自动派遣」".to_owned(), "automatic.dispatch".to_owned())));
        assert!(zh[0].is_person && !zh[1].is_person);
        assert_eq!(told(Lang::En, &file)[1].sentence, "dispatched it to 环卫一所; the handling limit runs");
    }

    #[test]
    fn a_task_and_its_answer_stand_with_their_words_and_photos() {
        let mut sent = record(2, 5, &person(OTHER, "sun", "acceptor"), "send_check", ["to_check", "checking"]);
        sent["receiver"] = json!("wang");
        let wang = person(WANG, "wang", "collector");
        let answer = record(3, 9, &wang, "check_result", ["checking", "to_check"]);
        let mut late = record(4, 30, &wang, "check_result", ["closed", "closed"]);
        late["late_evidence"] = json!(true);
        late["opinion"] = json!("fail: 还有一袋");
        let finish = record(1, 3, &person(OTHER, "west", "unit"), "finish", ["handling", "to_review"]);
        let photos = [
            photo(1, "near", None, true, 0),
            photo(2, "after", None, false, 2),
            photo(3, "after", Some(TASK), true, 8),
        ];
        let steps = told(Lang::Zh, &file(&[finish, sent, answer, late], &[task()], &photos));
        let numbers: Vec<Vec<usize>> = steps.iter().map(|step| step.photos.clone()).take(3).collect();
        assert_eq!(numbers, [vec![2], vec![], vec![3]], "the unit's with its word, the checker's with the answer");
        assert_eq!(steps[1].sentence, "派王芳到现场核查");
        assert_eq!(steps[1].notes, ["看看", "截止 11-23 10:50"]);
        assert_eq!(steps[2].sentence, "到现场核查：通过");
        assert_eq!(
            (steps[3].sentence.as_str(), steps[3].opinion.as_str(), steps[3].is_late),
            ("到现场核查：未解决", "还有一袋", true)
        );
    }

    #[test]
    fn a_link_is_told_from_both_sides() {
        let sun = person(OTHER, "sun", "acceptor");
        let mut here = record(1, 1, &sun, "link", ["reported", "merged"]);
        here["receiver"] = json!(OTHER);
        let mut there = record(2, 2, &sun, "link", ["handling", "handling"]);
        there["receiver"] = json!("XA20261123000003");
        let steps = told(Lang::Zh, &file(&[here, there], &[], &[]));
        assert_eq!(steps[0].sentence, format!("把它并入案件{OTHER}"));
        assert!(steps[0].other.is_some() && steps[1].other.is_none());
        assert_eq!(steps[1].sentence, "把同一问题的另一条上报XA20261123000003并入本案");
    }
}
