//! What of a frozen month is otherwise than its histories say, in words that stay. Pure.

use std::collections::BTreeMap;

use shared::api::assessment::{MonthFault, MonthFaultCode};
use shared::assessment::posts::{Figure, Work};
use shared::assessment::{Counter, Subject};
use shared::case::Case;
use shared::ids::{AccountId, CaseId};
use shared::time::Instant;

use crate::assessment::row::Assessed;
use crate::posts::freeze;

/// A step of a case, and in which post it was done. Collectors and inspectors are one post here: the same step of the same
/// case is looked at, and in which of the two posts it was done is compared with the rest of it.
pub type Key = (CaseId, u64, String);

/// What a step came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// In which post, as it is written.
    pub post: String,
    /// Who.
    pub who: AccountId,
    /// For whom.
    pub jurisdiction: String,
    /// It was only practised.
    pub training: bool,
    /// When.
    pub at: Instant,
    /// What it counts as.
    pub figures: u64,
    /// Until when they had.
    pub due_at: Option<Instant>,
}

fn post(written: &str) -> String {
    let is_on_site = written == Subject::Inspector.as_str();
    (if is_on_site { Subject::Collector.as_str() } else { written }).to_owned()
}

/// Returns steps as they were frozen.
pub fn as_frozen(steps: Vec<freeze::Step>) -> BTreeMap<Key, Step> {
    let one = |step: freeze::Step| {
        let freeze::Step { case, sequence, post: written, who, jurisdiction, training, at, figures, due_at } = step;
        let key = (case, sequence, post(&written));
        (key, Step { post: written, who, jurisdiction, training, at, figures, due_at })
    };
    steps.into_iter().map(one).collect()
}

/// Returns steps as histories tell them.
pub fn as_read(done: &[(Case, Vec<Work>)]) -> BTreeMap<Key, Step> {
    let mut steps = BTreeMap::new();
    for (case, work) in done {
        for one in work {
            let step = Step {
                post: one.post.as_str().to_owned(),
                who: one.who,
                jurisdiction: case.jurisdiction.to_string(),
                training: case.training,
                at: one.at,
                figures: one.figures,
                due_at: one.due_at,
            };
            steps.insert((case.id, one.sequence, post(one.post.as_str())), step);
        }
    }
    steps
}

/// Returns what is otherwise of a case, if anything is.
pub fn of_case(id: CaseId, stands: Option<&Assessed>, again: Option<&Assessed>) -> Option<MonthFault> {
    let code = match (stands, again) {
        (Some(stands), Some(again)) if stands != again => MonthFaultCode::CaseCounts,
        (Some(_), None) => MonthFaultCode::CaseAdded,
        (None, Some(_)) => MonthFaultCode::CaseMissing,
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let said = |row: Option<&Assessed>| row.map(said_of_case).unwrap_or_default();
    let (frozen, read) = apart(said(stands), said(again));
    Some(MonthFault { code, case: Some(id), frozen, read, ..MonthFault::default() })
}

/// Returns what is otherwise of a step, if anything is.
pub fn of_step(key: &Key, stands: Option<&Step>, again: Option<&Step>) -> Option<MonthFault> {
    let code = match (stands, again) {
        (Some(stands), Some(again)) if stands != again => MonthFaultCode::StepCounts,
        (Some(_), None) => MonthFaultCode::StepAdded,
        (None, Some(_)) => MonthFaultCode::StepMissing,
        (Some(_), Some(_)) | (None, None) => return None,
    };
    let said = |step: Option<&Step>| step.map(said_of_step).unwrap_or_default();
    let (frozen, read) = apart(said(stands), said(again));
    let (case, sequence, post) = key;
    let who = stands.or(again).map(|step| step.who);
    Some(MonthFault { code, case: Some(*case), step: Some(*sequence), post: post.clone(), who, frozen, read })
}

/// Says a fault on one line.
pub fn told(fault: &MonthFault) -> String {
    let words = |words: &[String]| if words.is_empty() { "-".to_owned() } else { words.join(" ") };
    let code = fault.code.as_str();
    let told = match (fault.case, fault.step) {
        (Some(case), None) => format!("case {case} counts otherwise"),
        (Some(case), Some(step)) => format!("case {case} step {step} of a {} counts otherwise", fault.post),
        (None, _) => return format!("its rows are not those that were sealed ({code})"),
    };
    format!("{told} ({code}): frozen {}, read {}", words(&fault.frozen), words(&fault.read))
}

/// Leaves of each what the other does not say.
fn apart(one: Vec<String>, other: Vec<String>) -> (Vec<String>, Vec<String>) {
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|word| !those.contains(word)).cloned().collect::<Vec<String>>()
    };
    (only(&one, &other), only(&other, &one))
}

/// Every counter that it counts as, and each column with what stands in it.
fn said_of_case(row: &Assessed) -> Vec<String> {
    let Assessed {
        case: _,
        jurisdiction,
        division,
        street,
        community,
        grid,
        duty_grid,
        unit,
        category,
        training,
        case_no,
        reported_at,
        filed_at,
        due_at,
        last_at,
        counted,
        collector,
        verifier,
        inspector,
        acceptor,
        shift_leader,
        dispatcher,
        channel,
    } = row;
    let mut said: Vec<String> = counters(counted.bits).map(str::to_owned).collect();
    let moment = |at: Option<Instant>| at.map(|at| at.to_string()).unwrap_or_default();
    let person = |id: Option<AccountId>| id.map(|id| id.to_string()).unwrap_or_default();
    for (column, value) in [
        ("jurisdiction", jurisdiction.clone()),
        ("division", division.clone()),
        ("street", street.clone()),
        ("community", community.clone()),
        ("grid", grid.clone()),
        ("duty_grid", duty_grid.clone()),
        ("unit", unit.clone()),
        ("category", category.clone()),
        ("training", training.to_string()),
        ("case_no", case_no.clone()),
        ("reported_at", moment(Some(*reported_at))),
        ("filed_at", moment(*filed_at)),
        ("due_at", moment(*due_at)),
        ("last_at", moment(Some(*last_at))),
        ("late_after", moment(counted.open_late_after)),
        ("reworks", counted.reworks.to_string()),
        ("over_per_mille", counted.over_per_mille.to_string()),
        ("collector", person(*collector)),
        ("verifier", person(*verifier)),
        ("inspector", person(*inspector)),
        ("acceptor", person(*acceptor)),
        ("shift_leader", person(*shift_leader)),
        ("dispatcher", person(*dispatcher)),
        ("channel", channel.as_str().to_owned()),
    ] {
        said.push(format!("{column}={value}"));
    }
    said
}

fn said_of_step(step: &Step) -> Vec<String> {
    let Step { post, who, jurisdiction, training, at, figures, due_at } = step;
    let all = Figure::ALL.iter().filter(|figure| !figure.is_of_days() && figures & figure.bit() != 0);
    let mut said: Vec<String> = all.map(|figure| figure.as_str().to_owned()).collect();
    said.push(format!("post={post}"));
    said.push(format!("who={who}"));
    said.push(format!("jurisdiction={jurisdiction}"));
    said.push(format!("training={training}"));
    said.push(format!("at={at}"));
    said.push(format!("due_at={}", due_at.map(|at| at.to_string()).unwrap_or_default()));
    said
}

fn counters(bits: u64) -> impl Iterator<Item = &'static str> {
    Counter::ALL.iter().filter(move |counter| bits & counter.bit() != 0).map(|counter| counter.as_str())
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::MonthFaultCode;
    use shared::assessment::posts::{Figure, Work};
    use shared::assessment::{Counter, Facts, Subject};
    use shared::case::Case;
    use shared::ids::AccountId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{as_read, of_case, of_step, told};
    use crate::assessment::row::Assessed;

    fn case() -> Case {
        serde_json::from_str(include_str!("../../../tests/contract/wire/case.json")).unwrap()
    }

    #[test]
    fn a_case_that_counts_otherwise_is_named_with_the_counters_and_columns_that_differ() {
        let case = case();
        let stands = Assessed::of(&case, &Facts::default(), None);
        assert_eq!(of_case(case.id, Some(&stands), Some(&stands)), None);
        let mut again = Assessed { unit: "U-2".to_owned(), ..stands.clone() };
        again.counted.bits = Counter::Archive.bit();
        let fault = of_case(case.id, Some(&stands), Some(&again)).unwrap();
        assert_eq!(fault.code, MonthFaultCode::CaseCounts);
        assert_eq!(
            (fault.frozen.clone(), fault.read.clone()),
            (vec!["unit=".to_owned()], vec!["archive".to_owned(), "unit=U-2".to_owned()],)
        );
        let said = told(&fault);
        assert_eq!(
            said,
            format!("case {} counts otherwise (case_counts): frozen unit=, read archive unit=U-2", case.id)
        );
        assert_eq!(of_case(case.id, None, Some(&again)).unwrap().code, MonthFaultCode::CaseMissing);
        assert_eq!(of_case(case.id, Some(&again), None).unwrap().code, MonthFaultCode::CaseAdded);
    }

    #[test]
    fn a_step_on_site_that_was_another_posts_is_named_as_that() {
        let case = case();
        let step = |post: Subject, figures: u64| {
            let who = AccountId(Uuid::from_u128(7));
            let at = Instant::from_ms(1);
            let work = Work { sequence: 3, post, who, at, figures, due_at: None, late_after: None };
            as_read(&[(case.clone(), vec![work])])
        };
        let report = Figure::Report.bit();
        let (collector, inspector) = (step(Subject::Collector, report), step(Subject::Inspector, report));
        let key = collector.first_key_value().unwrap().0;
        let other = of_step(key, collector.get(key), inspector.get(key)).unwrap();
        assert_eq!(other.code, MonthFaultCode::StepCounts);
        assert_eq!((other.frozen, other.read), (vec!["post=collector".to_owned()], vec!["post=inspector".to_owned()]));
        assert_ne!(key, step(Subject::Acceptor, report).first_key_value().unwrap().0);
        let (stands, again) = (step(Subject::Collector, report), step(Subject::Collector, 0));
        let (key, stands) = stands.first_key_value().unwrap();
        let fault = of_step(key, Some(stands), again.get(key)).unwrap();
        assert_eq!((fault.code, fault.step, fault.post.as_str()), (MonthFaultCode::StepCounts, Some(3), "collector"));
        assert_eq!((fault.frozen, fault.read), (vec!["report".to_owned()], vec![]));
    }
}
