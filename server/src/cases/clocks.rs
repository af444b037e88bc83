//! How each clock of a case was computed: by which limit and which calendar, counted stretch by stretch.
//!
//! Nothing is decided here. What is stored is counted once more by the packs that were recorded with it, and the answer
//! says whether both agree.

use shared::account::Right;
use shared::api::clocks::{CaseClock, CaseClocks, ClockLimit, ClockOf, LimitSource, RecordedPack};
use shared::calendar::counted::{Count, counted_working};
use shared::calendar::pack::Calendar;
use shared::calendar::working::{WorkingTime, working_between};
use shared::case::stage::limit_minutes;
use shared::case::step::is_out;
use shared::case::{ActionKind, Case, FlowRecord, State};
use shared::catalogue::Catalogue;
use shared::ids::CaseId;
use shared::settings::Settings;
use shared::task::{Task, TaskKind, TaskState};
use shared::time::Instant;

use super::actions::{find, history, reaches};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::catalogue::city::Named;
use crate::catalogue::past;
use crate::error::Result;
use crate::tasks;

/// What clocks are counted by.
struct Basis<'a> {
    settings: &'a Settings,
    /// The calendar that was recorded with the handling deadline, and the one in force, if it is another.
    calendars: Vec<Named<Calendar>>,
    catalogue: Option<RecordedPack>,
    catalogue_content: Option<&'a Catalogue>,
    now: Instant,
}

/// Returns the clocks of a case that the caller may see.
pub async fn of_case(app: &App, caller: &Caller, id: CaseId) -> Result<CaseClocks> {
    caller.may(Right::SeeCases)?;
    let mut reader = app.db.read().await?;
    let case = find(&mut reader, id).await?.filter(|case| reaches(&caller.reach, case));
    let case = case.ok_or_else(|| Caller::no_such_case(id))?;
    let flow = history(&mut reader, id).await?;
    let tasks = tasks::actions::of_case(&mut reader, id).await?;
    let city = app.city();
    let recorded = past::calendar(&mut reader, &city, &case.jurisdiction, case.packs.calendar.as_ref()).await?;
    let mut calendars: Vec<Named<Calendar>> = recorded.into_iter().collect();
    let in_force = city.calendar(&case.jurisdiction).cloned();
    calendars.extend(in_force.filter(|named| calendars.iter().all(|known| known.hash != named.hash)));
    let catalogue = past::catalogue(app, &mut reader, &city, case.packs.catalogue.as_ref()).await?;
    let hash = case.packs.catalogue.as_ref().or(city.catalogue_hash()).cloned();
    let named = catalogue.as_ref().zip(hash).map(|(content, hash)| RecordedPack {
        hash,
        version: content.version().to_owned(),
        title: content.title().to_owned(),
    });
    let basis = Basis {
        settings: city.settings(&case.jurisdiction),
        calendars,
        catalogue: named,
        catalogue_content: catalogue.as_deref(),
        now: app.clock.now(),
    };
    Ok(CaseClocks { clocks: basis.clocks(&case, &flow, &tasks) })
}

impl Basis<'_> {
    fn clocks(&self, case: &Case, flow: &[FlowRecord], tasks: &[Task]) -> Vec<CaseClock> {
        let own = [self.handling(case, flow), self.stage(case, flow)];
        let of_tasks = tasks.iter().rev().map(|task| self.task(task, flow));
        own.into_iter().flatten().chain(of_tasks).chain(self.past(flow).into_iter().rev()).collect()
    }

    /// The stages that desks have left, in their order. What a task was out for is the task's own clock.
    fn past(&self, flow: &[FlowRecord]) -> Vec<CaseClock> {
        let moves = |record: &&FlowRecord| !record.late_evidence && record.from != Some(record.to);
        let steps: Vec<&FlowRecord> = flow.iter().filter(moves).collect();
        let entered_and_left = steps.iter().zip(steps.iter().skip(1));
        entered_and_left.filter_map(|(entered, left)| self.left(entered, left)).collect()
    }

    fn left(&self, entered: &FlowRecord, left: &FlowRecord) -> Option<CaseClock> {
        let (state, due_at) = (left.from.filter(|state| !is_out(*state))?, left.stage_due?);
        let given = self.calendars.first().map(|named| working_between(entered.at, due_at, &named.content).minutes());
        let minutes = given.and_then(|minutes| u32::try_from(minutes).ok());
        Some(CaseClock {
            of: ClockOf::PastStage { state, left_by: left.sequence },
            limit: ClockLimit::Deadline { minutes },
            started_at: entered.at,
            started_by: Some(entered.sequence),
            stopped_at: Some(left.at),
            due_at,
            provisional: false,
            warned_at: None,
            overdue_at: None,
            calendar: None,
            count: None,
            agrees: true,
            used: 0,
        })
    }

    fn handling(&self, case: &Case, flow: &[FlowRecord]) -> Option<CaseClock> {
        let due_at = case.clock.due_at?;
        let started_at = case.clock.passes.first().map(|pass| pass.from).or(case.clock.running_since)?;
        let stopped_at = match case.clock.running_since {
            Some(_) => None,
            None => case.clock.passes.last().map(|pass| pass.to),
        };
        let counted = |calendar: &Calendar| case.clock.counted(case.limit, calendar);
        let (calendar, count, agrees) = self.fitting(due_at, counted);
        let usual = self.catalogue_content.and_then(|known| known.limit(&case.category, case.condition_no));
        let own = self.settings.rules.own_limit(&case.category, case.condition_no);
        let source = match (own, usual) {
            (Some(own), _) if own == case.limit => LimitSource::Jurisdiction,
            (_, Some(usual)) if usual == case.limit => LimitSource::Catalogue,
            (_, _) => LimitSource::Before,
        };
        Some(CaseClock {
            of: ClockOf::Handling,
            limit: ClockLimit::Condition {
                limit: case.limit,
                extensions: case.clock.extensions,
                condition_no: case.condition_no,
                catalogue: self.catalogue.clone(),
                source,
            },
            started_at,
            started_by: step(flow, started_at, &[ActionKind::Dispatch]),
            stopped_at,
            due_at,
            provisional: case.clock.provisional,
            warned_at: case.warned_at,
            overdue_at: case.overdue_at,
            calendar,
            used: self.used(count.as_ref(), stopped_at),
            count,
            agrees,
        })
    }

    /// The stage that the case is in. What a task is out for has the task's limit, and what is over has none.
    fn stage(&self, case: &Case, flow: &[FlowRecord]) -> Option<CaseClock> {
        let (since, due_at) = (case.stage.since?, case.stage.due_at?);
        if case.state.is_over() {
            return None;
        }
        let used_before_ms = case.stage.used_ms;
        let minutes = limit_minutes(case.stage_facts(), &self.settings.rules);
        let left = WorkingTime::from_ms(i64::from(minutes).saturating_mul(60_000).saturating_sub(used_before_ms));
        let counted = |calendar: &Calendar| Some(counted_working(since, left, calendar));
        let (calendar, count, agrees) = self.fitting(due_at, counted);
        let entered = |record: &&FlowRecord| record.at == since && record.to == case.state;
        Some(CaseClock {
            of: ClockOf::Stage { state: case.state, used_before_ms },
            limit: ClockLimit::Setting { minutes, name: setting(case).to_owned() },
            started_at: since,
            started_by: flow.iter().rev().find(entered).map(|record| record.sequence),
            stopped_at: None,
            due_at,
            provisional: false,
            warned_at: None,
            overdue_at: None,
            calendar,
            used: self.used(count.as_ref(), None),
            count,
            agrees,
        })
    }

    fn task(&self, task: &Task, flow: &[FlowRecord]) -> CaseClock {
        let (minutes, name, sending) = match task.kind {
            TaskKind::Verify => (self.settings.verify_minutes, "verify_minutes", ActionKind::SendVerify),
            TaskKind::Check => (self.settings.check_minutes, "check_minutes", ActionKind::SendCheck),
        };
        let of_minutes = |minutes: u32, calendar: &Calendar| {
            counted_working(task.sent_at, WorkingTime::from_minutes(minutes.into()), calendar)
        };
        let (mut calendar, mut count, mut agrees) =
            self.fitting(task.due_at, |calendar| Some(of_minutes(minutes, calendar)));
        let mut given = minutes;
        if !agrees {
            // The setting was another when the task was sent: the deadline itself says how much it was.
            for named in &self.calendars {
                let then = working_between(task.sent_at, task.due_at, &named.content).minutes();
                let Ok(then) = u32::try_from(then) else { continue };
                let again = of_minutes(then, &named.content);
                if again.due == task.due_at {
                    (given, calendar, count, agrees) = (then, Some(pack_name(named)), Some(again), true);
                    break;
                }
            }
        }
        // One that was taken back stopped at a moment that its task does not say; what it used is not counted on.
        let stopped_at = match task.state {
            TaskState::Open => None,
            TaskState::Answered | TaskState::Withdrawn => Some(task.answered_at.unwrap_or(task.sent_at)),
        };
        CaseClock {
            of: ClockOf::Task { task: task.id, sent_to: task.kind, state: task.state },
            limit: ClockLimit::Setting { minutes: given, name: name.to_owned() },
            started_at: task.sent_at,
            started_by: step(flow, task.sent_at, &[sending]),
            used: self.used(count.as_ref(), stopped_at),
            stopped_at: stopped_at.filter(|_| task.answered_at.is_some()),
            due_at: task.due_at,
            provisional: false,
            warned_at: None,
            overdue_at: None,
            calendar,
            count,
            agrees,
        }
    }

    /// Counts by the calendar whose answer is the stored one; by the recorded one where none is.
    fn fitting(
        &self,
        due_at: Instant,
        counted: impl Fn(&Calendar) -> Option<Count>,
    ) -> (Option<RecordedPack>, Option<Count>, bool) {
        let counts = self.calendars.iter().map(|named| (named, counted(&named.content)));
        let counts: Vec<(&Named<Calendar>, Option<Count>)> = counts.collect();
        let agrees = |count: &Option<Count>| count.as_ref().is_some_and(|count| count.due == due_at);
        let found = counts.iter().find(|(_, count)| agrees(count)).or_else(|| counts.first());
        match found {
            Some((named, count)) => (Some(pack_name(named)), count.clone(), agrees(count)),
            None => (None, None, false),
        }
    }

    fn used(&self, count: Option<&Count>, stopped_at: Option<Instant>) -> i64 {
        count.map_or(0, |count| count.used_at(stopped_at.unwrap_or(self.now)))
    }
}

fn pack_name(named: &Named<Calendar>) -> RecordedPack {
    RecordedPack {
        hash: named.hash.clone(),
        version: named.content.version().to_owned(),
        title: named.content.pack().title.clone(),
    }
}

/// Returns the number of the step of one of these kinds that was taken at a moment.
fn step(flow: &[FlowRecord], at: Instant, kinds: &[ActionKind]) -> Option<u64> {
    flow.iter().find(|record| record.at == at && kinds.contains(&record.action)).map(|record| record.sequence)
}

/// Names the setting that limits a stage.
fn setting(case: &Case) -> &'static str {
    match case.state {
        State::Reported if case.channel.needs_verification() && case.last_verify.is_none() => {
            "rules.stages.send_verify"
        }
        State::Reported | State::SelfReview => "rules.stages.accept",
        State::ToFile => "rules.stages.file",
        State::ToDispatch => "rules.stages.dispatch",
        State::ToSecondDispatch => "rules.stages.second_dispatch",
        State::ToReview => "rules.stages.review",
        State::ToCheck => "rules.stages.send_check",
        State::ToClose => "rules.stages.close",
        State::Verifying
        | State::ToHandle
        | State::Handling
        | State::Suspended
        | State::Checking
        | State::Closed
        | State::Void
        | State::Merged => "",
    }
}
