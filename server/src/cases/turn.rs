//! One turn of a case: an action is judged, carried out and written down, and automatic steps follow.

use shared::account::Actor;
use shared::case::apply::apply;
use shared::case::{Action, ActionKind, Case, FlowRecord, State};
use shared::ids::OperationId;
use shared::refusal::{Code, Refusal};
use shared::sync::pull;
use shared::task::TaskKind;
use shared::time::Instant;

use super::steps::{self, Step};
use super::store::{cases, flow};
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue::city::City;
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::error::{Error, Result};
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

impl Turn<'_> {
    /// Carries an action out and writes its record. The case is saved by [`Turn::done`].
    pub async fn act(&self, tx: &mut Tx, case: Case, action: &Action, actor: &Actor) -> Result<Case> {
        let calendar = self.city.calendar().ok_or_else(|| anyhow::anyhow!("there is no calendar to count with"))?;
        let (from, out) = (case.state, case.open_task);
        let mut case = case;
        if let Action::File { condition_no } = action {
            case.limit = self.limit(&case, *condition_no)?;
        }
        let case = apply(case, action, self.now, &calendar.content)?;
        // A task whose answer is no longer wanted is taken back; an answer that still comes is kept as late evidence.
        if let Some(task) = out.filter(|task| case.open_task != Some(*task)) {
            tasks::actions::withdraw(tx, task, self.now).await?;
        }
        self.record(tx, &case, actor, action.kind(), Some(from), action).await?;
        Ok(case)
    }

    fn limit(&self, case: &Case, condition_no: u32) -> Result<shared::calendar::limit::Limit> {
        let unknown =
            || Refusal::because(Code::UnknownCondition, format!("{} condition {condition_no}", case.category));
        let catalogue = self.city.catalogue().ok_or_else(unknown)?;
        Ok(catalogue.content.limit(&case.category, condition_no).ok_or_else(unknown)?)
    }

    async fn record(
        &self,
        tx: &mut Tx,
        case: &Case,
        actor: &Actor,
        kind: ActionKind,
        from: Option<State>,
        action: &Action,
    ) -> Result<()> {
        let receiver = if let Action::Dispatch { unit } = action {
            Some(unit.to_string())
        } else if let Action::SendVerify { task } | Action::SendCheck { task } = action {
            self.receiver(tx, *task).await?
        } else {
            None
        };
        let record = FlowRecord {
            sequence: 0,
            at: self.now,
            actor: actor.clone(),
            action: kind,
            from,
            to: case.state,
            opinion: action.reason().unwrap_or_default().to_owned(),
            receiver,
            late_evidence: false,
        };
        self.write(tx, case, record, String::new()).await
    }

    async fn receiver(&self, tx: &mut Tx, task: shared::ids::TaskId) -> Result<Option<String>> {
        let Some(assignee) = tasks::actions::find(tx, task).await?.and_then(|task| task.assignee) else {
            return Ok(None);
        };
        Ok(crate::accounts::actions::find(tx, assignee).await?.map(|account| account.user.to_string()))
    }

    /// Appends a record to the history and to the audit.
    pub async fn write(&self, tx: &mut Tx, case: &Case, record: FlowRecord, detail: String) -> Result<()> {
        let note = Record {
            actor: &record.actor.clone(),
            area: &case.jurisdiction,
            action: record.action.as_str(),
            subject: format!("case {}", case.id),
            operation: self.operation,
            detail,
        };
        flow::append(tx, case.id, &case.jurisdiction, record).await?;
        audit::record(tx, &*self.app.random, self.now, note).await
    }

    /// Takes the steps that the server takes by itself, until it is a person's turn.
    pub async fn go_on(&self, tx: &mut Tx, mut case: Case) -> Result<Case> {
        let automatic = self.city.settings(&case.jurisdiction).automatic;
        for _ in 0..MOST_STEPS {
            let Some((step, rule)) = steps::next(&case, automatic) else { return Ok(case) };
            let actor = Actor::System { rule: rule.to_owned() };
            case = match step {
                Step::Act(action) => self.act(tx, case, &action, &actor).await?,
                Step::SendCheck => match self.send(tx, &case, TaskKind::Check, &Occasion::First, &actor).await? {
                    Some(sent) => sent,
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
        let Some(task) = sent else { return Ok(None) };
        let action = match kind {
            TaskKind::Verify => Action::SendVerify { task: task.id },
            TaskKind::Check => Action::SendCheck { task: task.id },
        };
        Ok(Some(self.act(tx, case.clone(), &action, actor).await?))
    }

    /// Saves the case and tells those who follow it. Once, at the end of a turn.
    pub async fn done(&self, tx: &mut Tx, case: &Case) -> Result<()> {
        cases::save(tx, case).await?;
        self.tell(tx, case);
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
            left: false,
            at: self.now,
        };
        changes::append(tx, change);
    }
}
