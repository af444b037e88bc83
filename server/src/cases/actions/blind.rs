//! Blind second checks: whether one is drawn, and an answer that moves nothing.

use shared::account::Actor;
use shared::case::Case;
use shared::evidence::times::Reckoned;
use shared::sync::operation::Answer;
use shared::task::{Task, TaskState};

use super::answer::Effect;
use crate::accounts::caller::Account;
use crate::cases::batch::Batch;
use crate::cases::evidence::{self, Opened, Signer};
use crate::cases::turn::Turn;
use crate::db::Tx;
use crate::error::Result;
use crate::tasks;
use crate::tasks::actions::Given;
use crate::tasks::blind::Thrown;

/// The switch behind it, in the audit.
const RULE: &str = "blind_check_percent";

/// What somebody told of a scene.
pub(super) struct Told<'a> {
    /// Who.
    pub account: &'a Account,
    /// Whose signature its shots bear.
    pub signer: &'a Signer,
    /// When, in the server's time.
    pub made: Reckoned,
    /// What.
    pub answer: &'a Answer,
    /// Its shots; their signatures hold.
    pub shots: &'a [Opened],
}

/// Throws whether an answered check is looked at once more. As with every draw the number that decided is recorded.
pub(super) async fn draw(turn: Turn<'_>, tx: &mut Tx, case: &Case, first: &Task) -> Result<()> {
    let thrown = tasks::blind::second(turn.app, turn.city, tx, case, first, turn.now).await?;
    let Some(Thrown { random, percent }) = thrown else { return Ok(()) };
    let actor = Actor::System { rule: RULE.to_owned() };
    turn.note(tx, case, &actor, "blind_sample", format!("{random} mod 100, of {percent}")).await
}

/// Takes the answer to a blind task. Its shots are kept beside the case, and the case stays what it is, to the letter.
pub(super) async fn answer(
    turn: Turn<'_>,
    tx: &mut Tx,
    batch: &mut Batch,
    case: Case,
    task: Task,
    told: &Told<'_>,
) -> Result<(Case, Effect)> {
    evidence::lay_beside(turn.app, tx, told.signer, &case, task.id, &mut batch.shots, told.shots).await?;
    let is_out = task.state == TaskState::Open;
    let given = Given { answered_at: told.made.at, is_late: !is_out || told.made.at > task.due_at };
    let task = tasks::actions::answered(tx, task, told.answer, given, turn.now).await?;
    if is_out {
        tasks::blind::answered(tx, &task).await?;
    }
    turn.note(tx, &case, &told.account.actor(), "blind_answer", format!("task {}", task.id)).await?;
    // Of a case that is over already its sender has to hear, too: the phone frees what it holds of it.
    tasks::actions::case_closed(tx, &case, turn.now).await?;
    Ok((case, if is_out { Effect::Applied } else { Effect::Late }))
}
