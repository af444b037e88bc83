//! An answer to a task is carried into its case.

use shared::account::{Right, may};
use shared::case::{Action, ActionKind, Case};
use shared::evidence::manifest::Subject;
use shared::evidence::times::Reckoned;
use shared::refusal::Code;
use shared::sync::operation::Answer;
use shared::task::{Task, TaskKind, TaskState};

use super::blind::{self, Told};
use super::check_words;
use crate::accounts::caller::{Account, Caller};
use crate::cases::batch::Batch;
use crate::cases::evidence::{self, Signer};
use crate::cases::store::cases;
use crate::cases::turn::{Turn, Words};
use crate::db::Tx;
use crate::error::{Result, refuse};
use crate::tasks;
use crate::tasks::actions::Given;

/// What became of an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// It moved the case.
    Applied,
    /// It came after the case had moved on; kept as late evidence.
    Late,
}

/// Takes an answer to a task. One that comes too late is kept with its photos and moves nothing.
pub async fn answer(
    turn: Turn<'_>,
    tx: &mut Tx,
    account: &Account,
    signer: &Signer,
    batch: &mut Batch,
    made: Reckoned,
    answer: &Answer,
) -> Result<(Case, Effect)> {
    if !may(account.role, Right::AnswerTasks) {
        return Err(Code::NotAllowed.into());
    }
    let Some(task) = tasks::actions::find(tx, answer.task).await? else {
        return refuse(Code::NotFound, format!("no task {}", answer.task));
    };
    if task.assignee != Some(account.id) {
        return Err(Code::NotYourTask.into());
    }
    check_words(&[&answer.note], answer.photos.len())?;
    task.kind.accepts(answer.result, answer.photos.len())?;
    let shots = evidence::open(&batch.shots, signer, Subject::Task(task.id), &answer.photos)?;
    task.kind.accepts(answer.result, shots.iter().filter(|shot| shot.is_photo()).count())?;
    let mut case = cases::lock(tx, task.case).await?.ok_or_else(|| Caller::no_such_case(task.case))?;
    evidence::from_its_own_camera(&shots, &turn.city.settings(&case.jurisdiction).evidence)?;
    // Read again now that nobody else changes it.
    let task = tasks::actions::lock(tx, task.id).await?.unwrap_or(task);
    if tasks::blind::is_one(tx, task.id).await? {
        let told = Told { account, signer, made, answer, shots: &shots };
        return blind::answer(turn, tx, batch, case, task, &told).await;
    }
    evidence::attach(turn.app, tx, signer, &mut case, Some(task.id), &mut batch.shots, &shots).await?;
    let is_wanted = task.state == TaskState::Open && case.open_task == Some(task.id);
    let given = Given { answered_at: made.at, is_late: !is_wanted || made.at > task.due_at };
    let task = tasks::actions::answered(tx, task, answer, given, turn.now).await?;
    if !is_wanted {
        return Ok((keep_late(turn, tx, account, case, made, &task, answer).await?, Effect::Late));
    }
    let action = match task.kind {
        TaskKind::Verify => Action::VerifyResult { task: task.id, result: answer.result },
        TaskKind::Check => Action::CheckResult { task: task.id, result: answer.result },
    };
    let words = Words { opinion: answer.note.clone(), made_at: Some(made.at), ..Words::default() };
    let case = turn.act(tx, case, &action, &account.actor(), words).await?;
    let case = turn.go_on(tx, case, action.kind()).await?;
    blind::draw(turn, tx, &case, &task).await?;
    turn.done(tx, &case).await?;
    Ok((case, Effect::Applied))
}

async fn keep_late(
    turn: Turn<'_>,
    tx: &mut Tx,
    account: &Account,
    mut case: Case,
    made: Reckoned,
    task: &Task,
    answer: &Answer,
) -> Result<Case> {
    let before = turn.before(tx, &case).await?;
    case.version = case.version.saturating_add(1);
    let action = match task.kind {
        TaskKind::Verify => ActionKind::VerifyResult,
        TaskKind::Check => ActionKind::CheckResult,
    };
    // Here the result stands in the words as well: a task that had its answer does not carry this one.
    let result = answer.result.as_str();
    let opinion = match answer.note.trim() {
        "" => result.to_owned(),
        note => format!("{result}: {note}"),
    };
    let words = Words { opinion, result: Some(answer.result), made_at: Some(made.at), ..Words::default() };
    let mut record = turn.flow(&before, &case, &account.actor(), action, words)?;
    record.late_evidence = true;
    turn.write(tx, &case, record, format!("{result} for task {} came late", task.id)).await?;
    turn.done(tx, &case).await?;
    // An answer to a case that is over already: its sender has to hear that, too.
    tasks::actions::case_closed(tx, &case, turn.now).await?;
    Ok(case)
}
