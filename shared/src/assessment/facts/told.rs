//! Histories for tests, told step by step and written down as the server does it. All of them are of October 2022.

use std::sync::LazyLock;

use uuid::Uuid;

use super::Facts;
use crate::account::{Actor, Role};
use crate::assessment::counter::Counter;
use crate::calendar::pack::Calendar;
use crate::calendar::working::{WorkingTime, add_working};
use crate::case::apply::{Terms, apply};
use crate::case::{Action, ActionKind, Before, Case, FlowRecord, Rules, Stage, State, Taken, step};
use crate::ids::AccountId;
use crate::time::Instant;

static CALENDAR: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::from_json(include_str!("../../../../server/packs/calendar/national.json")).unwrap());

/// Reads "10-10 09:00".
pub(super) fn at(text: &str) -> Instant {
    format!("2022-{}:00+08:00", text.replace(' ', "T")).parse().unwrap()
}

/// Who took the step with this number.
pub(super) fn person(number: u64) -> AccountId {
    AccountId(Uuid::from_u128(number.into()))
}

/// A case and its history.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) case: Case,
    pub(super) flow: Vec<FlowRecord>,
    rules: Rules,
    task_due: Option<Instant>,
}

impl Told {
    /// Begins with the report.
    pub(super) fn begins(case: Case, when: &str, rules: Rules) -> Self {
        let now = at(when);
        let mut case = Case { reported_at: now, ..case };
        case.stage = Stage::begun(case.stage_facts(), now, &CALENDAR, &rules);
        let is_own = case.state == State::SelfReview;
        let kind = if is_own { ActionKind::ReportSelfHandled } else { ActionKind::Report };
        let mut told = Self { case: case.clone(), flow: Vec::new(), rules, task_due: None };
        told.write(now, &Before::NOTHING, case, kind, None);
        told
    }

    /// Goes on with an action.
    #[track_caller]
    pub(super) fn then(mut self, when: &str, action: Action) -> Self {
        let now = at(when);
        let terms = Terms { now, calendar: &CALENDAR, rules: &self.rules };
        let after = apply(self.case.clone(), &action, &terms).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
        let before = Before::of(&self.case, self.task_due);
        self.write(now, &before, after, action.kind(), Some(&action));
        self
    }

    /// Goes on with what the server does by itself.
    pub(super) fn by_the_server(
        mut self,
        when: &str,
        kind: ActionKind,
        receiver: Option<&str>,
        change: impl FnOnce(&mut Case),
    ) -> Self {
        let before = Before::of(&self.case, self.task_due);
        let mut after = self.case.clone();
        change(&mut after);
        self.write(at(when), &before, after, kind, None);
        self.last().receiver = receiver.map(str::to_owned);
        self
    }

    /// The last step was done on site at another time than the server heard of it.
    pub(super) fn made(mut self, when: &str) -> Self {
        self.last().made_at = Some(at(when));
        self
    }

    /// Forgets of every record what was not written down formerly.
    pub(super) fn formerly(mut self) -> Self {
        for record in &mut self.flow {
            let said = record.clone();
            *record = FlowRecord {
                result: None,
                made_at: None,
                stage_due: None,
                runs: None,
                due_at: None,
                limit: None,
                over_per_mille: None,
                closing: None,
                order: None,
                ..said
            };
        }
        self
    }

    fn last(&mut self) -> &mut FlowRecord {
        self.flow.last_mut().unwrap()
    }

    fn write(&mut self, now: Instant, before: &Before, after: Case, kind: ActionKind, action: Option<&Action>) {
        let sequence = u64::try_from(self.flow.len()).unwrap() + 1;
        let actor = Actor::Account {
            id: person(sequence),
            user: format!("user{sequence}").parse().unwrap(),
            role: Role::Acceptor,
            jurisdiction: after.jurisdiction.clone(),
            unit: None,
        };
        let taken = Taken {
            at: now,
            actor: &actor,
            action: kind,
            opinion: String::new(),
            receiver: action.and_then(|action| step::receiver(action, &after)),
            result: action.and_then(step::result),
            made_at: None,
            order: action.and_then(|action| step::order(action, &after)),
        };
        let record = FlowRecord::of(before, &after, taken, &CALENDAR);
        self.flow.push(FlowRecord { sequence, ..record });
        if matches!(kind, ActionKind::SendVerify | ActionKind::SendCheck) {
            self.task_due = Some(add_working(now, WorkingTime::from_minutes(60), &CALENDAR));
        }
        self.case = after;
    }

    /// What the history says up to a moment.
    pub(super) fn facts(&self, when: &str) -> Facts {
        Facts::read(&self.case, &self.flow, at(when))
    }

    /// Says whether it counts as this at a moment.
    pub(super) fn is(&self, counter: Counter, when: &str) -> bool {
        self.facts(when).counted.at(at(when)) & counter.bit() != 0
    }

    /// What it counts as at a moment.
    pub(super) fn counters(&self, when: &str) -> Vec<Counter> {
        Counter::ALL.iter().copied().filter(|counter| self.is(*counter, when)).collect()
    }
}
