//! One turn of a case: an action is judged, carried out and written down, and automatic steps follow.

use shared::account::Actor;
use shared::case::apply::{Terms, apply};
use shared::case::step;
use shared::case::{Action, ActionKind, Before, Case, FlowRecord, GoesOn, OrderMark, Stage, Taken};
use shared::ids::{JurisdictionId, OperationId, Sha256};
use shared::refusal::Code;
use shared::sync::pull;
use shared::task::{TaskKind, TaskResult};
use shared::time::Instant;

use super::steps::{self, Step};
use super::store::{cases, flow};
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue::city::City;
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::error::{Error, Result, refuse};
use crate::tasks;
use crate::tasks::actions::Occasion;

/// More automatic steps than this in one go would be a circle.
const MOST_STEPS: usize = 20;

/// What one change works with.
#[derive(Clone, Copy)]
pub struct Turn<'a> {
    /// The server.
    pub app: &'a App,
    /// The city as of the beginning of the change.
    pub city: &'a City,
    /// When.
    pub now: Instant,
    /// The operation that carries it, if a phone does.
    pub operation: Option<OperationId>,
}

/// What the record of a step says beside the step.
#[derive(Clone, Default, Debug)]
pub struct Words {
    /// What the actor wrote.
    pub opinion: String,
    /// To whom it went.
    pub receiver: Option<String>,
    /// What was found on site, where the action itself does not say it.
    pub result: Option<TaskResult>,
    /// When it was done on site.
    pub made_at: Option<Instant>,
    /// Which supervise order it gave or answered.
    pub order: Option<OrderMark>,
}

impl Turn<'_> {
    /// Returns what an action on a case is judged by, and the name of the calendar.
    pub fn terms(&self, area: &JurisdictionId) -> Result<(Terms<'_>, &Sha256)> {
        let calendar = self.city.calendar(area).ok_or_else(|| anyhow::anyhow!("there is no calendar to count with"))?;
        let rules = &self.city.settings(area).rules;
        Ok((Terms { now: self.now, calendar: &calendar.content, rules }, &calendar.hash))
    }

    /// Begins the stage that a new case is in.
    pub fn begun(&self, case: &mut Case) -> Result<()> {
        let (terms, _) = self.terms(&case.jurisdiction)?;
        case.stage = Stage::begun(case.stage_facts(), terms.now, terms.calendar, terms.rules);
        Ok(())
    }

    /// Carries an action out and writes its record. The case is saved by [`Turn::done`].
    pub async fn act(&self, tx: &mut Tx, case: Case, action: &Action, actor: &Actor, words: Words) -> Result<Case> {
        let area = case.jurisdiction.clone();
        let (terms, calendar) = self.terms(&area)?;
        let before = self.before(tx, &case).await?;
        let (from, out, closed_at) = (case.state, case.open_task, case.closed_at);
        let case = self.filed(case, action)?;
        let clock = case.clock.clone();
        let mut case = apply(case, action, &terms)?;
        if case.clock != clock {
            // What a deadline was counted by stands beside it.
            case.packs.calendar = Some(calendar.clone());
        }
        // A task whose answer is no longer wanted is taken back; an answer that still comes is kept as late evidence.
        if let Some(task) = out.filter(|task| case.open_task != Some(*task)) {
            tasks::actions::withdraw(tx, task, self.now).await?;
        }
        if tasks::blind::ends_with(action.kind()) {
            tasks::blind::take_back(tx, case.id, self.now).await?;
        }
        if case.closed_at != closed_at {
            tasks::actions::case_closed(tx, &case, self.now).await?;
            self.tell_linked(tx, &case, actor).await?;
        }
        if let (Action::Return { .. }, Some(unit)) = (action, &case.unit) {
            cases::returned(tx, &case, unit, self.now).await?;
        }
        let receiver = step::receiver(action, &case).or(words.receiver);
        let (result, order) = (step::result(action), step::order(action, &case));
        let words = Words { receiver, result, order, ..words };
        let record = self.flow(&before, &case, actor, action.kind(), words)?;
        let detail = format!("{} → {}", from.as_str(), case.state.as_str());
        self.write(tx, &case, record, detail).await?;
        Ok(case)
    }

    /// Puts a case under the condition it is filed by: the limit belongs to the condition.
    fn filed(&self, mut case: Case, action: &Action) -> Result<Case> {
        let Action::File { condition_no } = action else { return Ok(case) };
        let rules = &self.city.settings(&case.jurisdiction).rules;
        let found = self.city.catalogue().and_then(|catalogue| {
            Some((rules.limit(&catalogue.content, &case.category, *condition_no)?, catalogue.hash.clone()))
        });
        let Some((limit, catalogue)) = found else {
            return refuse(Code::UnknownCondition, format!("{} has no condition {condition_no}", case.category));
        };
        case.limit = limit;
        case.packs.catalogue = Some(catalogue);
        Ok(case)
    }

    /// Returns what the record of the next step tells from before it.
    pub async fn before(&self, tx: &mut Tx, case: &Case) -> Result<Before> {
        let Some(task) = case.open_task.filter(|_| step::is_out(case.state)) else { return Ok(Before::of(case, None)) };
        tx.flush().await?;
        let task = tasks::actions::find(tx, task).await?;
        Ok(Before::of(case, task.map(|task| task.due_at)))
    }

    /// Makes the record of a step; its number is given when it is written.
    pub fn flow(
        &self,
        before: &Before,
        after: &Case,
        actor: &Actor,
        action: ActionKind,
        words: Words,
    ) -> Result<FlowRecord> {
        let (terms, _) = self.terms(&after.jurisdiction)?;
        let Words { opinion, receiver, result, made_at, order } = words;
        let taken = Taken { at: self.now, actor, action, opinion, receiver, result, made_at, order };
        Ok(FlowRecord::of(before, after, taken, terms.calendar))
    }

    /// Appends a record to the history and to the audit.
    pub async fn write(&self, tx: &mut Tx, case: &Case, record: FlowRecord, detail: String) -> Result<()> {
        let (actor, action) = (record.actor.clone(), record.action.as_str());
        flow::append(tx, case.id, &case.jurisdiction, record).await?;
        self.note(tx, case, &actor, action, detail).await
    }

    /// Appends to the audit what leaves no step in the history by itself.
    pub async fn note(&self, tx: &mut Tx, case: &Case, actor: &Actor, action: &str, detail: String) -> Result<()> {
        let record = Record {
            actor,
            area: &case.jurisdiction,
            action,
            subject: format!("case {}", case.id),
            operation: self.operation,
            detail,
        };
        audit::record(tx, &*self.app.random, self.now, record).await
    }

    /// Takes the steps that the server takes by itself after `done`, until it is a person's turn.
    pub async fn go_on(&self, tx: &mut Tx, mut case: Case, mut done: ActionKind) -> Result<Case> {
        let area = case.jurisdiction.clone();
        let settings = self.city.settings(&area);
        for _ in 0..MOST_STEPS {
            let Some((step, rule)) = steps::next(&case, done, settings) else { return Ok(case) };
            let actor = Actor::System { rule: rule.to_owned() };
            case = match step {
                Step::Act(action) => {
                    done = action.kind();
                    self.act(tx, case, &action, &actor, Words::default()).await?
                }
                Step::Sample { percent } => {
                    // As in a draw, the number that decided stands in the audit.
                    let random = u32::from_le_bytes(self.app.random.bytes());
                    let is_drawn = random % 100 < u32::from(percent);
                    self.note(tx, &case, &actor, "sample", format!("{random} mod 100, of {percent}")).await?;
                    if !is_drawn {
                        done = ActionKind::WaiveCheck;
                        let waive = Action::WaiveCheck { reason: format!("抽查比例 {percent}%，未抽中") };
                        let opinion = waive.reason().unwrap_or_default().to_owned();
                        let words = Words { opinion, ..Words::default() };
                        case = self.act(tx, case, &waive, &actor, words).await?;
                        continue;
                    }
                    match self.send(tx, &case, TaskKind::Check, &Occasion::First, &actor).await? {
                        Some(sent) => {
                            done = ActionKind::SendCheck;
                            sent
                        }
                        None => return Ok(case),
                    }
                }
                Step::Send(kind) => match self.send(tx, &case, kind, &Occasion::First, &actor).await? {
                    Some(sent) => {
                        done = match kind {
                            TaskKind::Verify => ActionKind::SendVerify,
                            TaskKind::Check => ActionKind::SendCheck,
                        };
                        sent
                    }
                    // Nobody could be drawn: it lies with the desk, and the draw says so.
                    None => return Ok(case),
                },
            };
        }
        Err(Error::Fault(anyhow::anyhow!("automatic steps of case {} go round in a circle", case.id)))
    }

    /// Draws somebody and sends a task; returns the case, or nothing when nobody could be drawn.
    pub async fn send(
        &self,
        tx: &mut Tx,
        case: &Case,
        kind: TaskKind,
        occasion: &Occasion,
        actor: &Actor,
    ) -> Result<Option<Case>> {
        let sent = tasks::actions::send(self.app, self.city, tx, case, kind, occasion, self.now).await?;
        let Some((task, user)) = sent else { return Ok(None) };
        let action = match kind {
            TaskKind::Verify => Action::SendVerify { task: task.id },
            TaskKind::Check => Action::SendCheck { task: task.id },
        };
        let opinion = match occasion {
            Occasion::First => String::new(),
            Occasion::Again { reason } => reason.clone(),
        };
        let words = Words { opinion, receiver: Some(user.to_string()), ..Words::default() };
        Ok(Some(self.act(tx, case.clone(), &action, actor, words).await?))
    }

    /// Saves the case and tells those who follow it. Once, at the end of a turn.
    pub async fn done(&self, tx: &mut Tx, case: &Case) -> Result<()> {
        cases::save(tx, case).await?;
        self.tell(tx, case);
        Ok(())
    }

    /// Tells who reported the same problem that the case which goes on has ended, or was opened again.
    async fn tell_linked(&self, tx: &mut Tx, main: &Case, actor: &Actor) -> Result<()> {
        let heard = Some(GoesOn::of(main));
        for id in &main.merged {
            let Some(mut linked) = cases::lock(tx, *id).await? else { continue };
            if linked.merged_into != Some(main.id) || linked.goes_on == heard {
                continue;
            }
            linked.goes_on.clone_from(&heard);
            linked.version = linked.version.saturating_add(1);
            let detail = format!("case {} is {}", main.id, main.state.as_str());
            self.note(tx, &linked, actor, "goes_on", detail).await?;
            self.done(tx, &linked).await?;
        }
        Ok(())
    }

    /// Tells those who follow the case.
    pub fn tell(&self, tx: &mut Tx, case: &Case) {
        let change = Change {
            area: case.jurisdiction.clone(),
            entity: pull::CASE,
            id: case.id.to_string(),
            version: case.version,
            account: case.reporter,
            duty_grid: case.duty_grid.clone(),
            left: false,
            at: self.now,
        };
        changes::append(tx, change);
    }
}
