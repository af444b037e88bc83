//! Operations go up, verbatim. What comes back is kept for each; a bad one is set aside and blocks nothing.

use shared::refusal::{Code, Refusal};
use shared::sync::push::{Envelope, Outcome, OutcomeKind, Push, PushReply, ToldNumber};

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::operations::Logged;
use crate::sync::api::Call;
use crate::sync::plan::{self, Why};
use crate::sync::round::Line;

/// How many operations are looked at in one go.
const LOOK_AHEAD: usize = 200;

/// Sends all that wait and are due, each at most once. Returns how many got their outcome.
pub async fn push(core: &Inner, line: &Line<'_>, why: Why) -> Result<u64> {
    let (mut answered, mut after) = (0, 0);
    loop {
        let now = core.world.clock.wall();
        let mut waiting = core.store.read(|r| r.waiting_operations(after, LOOK_AHEAD))?;
        let Some(last) = waiting.last().map(|logged| logged.envelope.sequence) else { return Ok(answered) };
        waiting.retain(|logged| plan::is_due(logged.next_try_at, why, now));
        waiting.truncate(plan::batch(&waiting));
        // Behind what was tried: one that stays unanswered must not be asked for ever, nor block those behind it.
        after = waiting.last().map_or(last, |logged| logged.envelope.sequence);
        if !waiting.is_empty() {
            answered += send(core, line, &waiting).await?;
        }
    }
}

async fn send(core: &Inner, line: &Line<'_>, batch: &[Logged]) -> Result<u64> {
    let envelopes: Vec<Envelope> = batch.iter().map(|logged| logged.envelope.clone()).collect();
    let told = told_before(core, batch)?;
    let call = Call::post("/api/v1/sync/push", &Push { device: core.device.id, operations: envelopes, told })?;
    match line.json::<PushReply>(&call).await {
        Ok(reply) => keep_outcomes(core, batch, &reply.outcomes),
        // The batch as a whole was refused for what is in it: one by one the good ones get through.
        Err(Error::Refused(refusal)) if is_about_content(refusal.code) => match batch {
            [one] => {
                set_aside(core, one, &refusal)?;
                Ok(1)
            }
            [] | [_, _, ..] => {
                let mut answered = 0;
                for one in batch {
                    answered += Box::pin(send(core, line, std::slice::from_ref(one))).await?;
                }
                Ok(answered)
            }
        },
        Err(error) => Err(error),
    }
}

/// Returns the numbers that cases of these operations had at a server that may have forgotten them.
fn told_before(core: &Inner, batch: &[Logged]) -> Result<Vec<ToldNumber>> {
    core.store.read(|r| {
        let mut told = Vec::new();
        for logged in batch.iter().filter(|logged| logged.act == "report") {
            let Some(case) = logged.case else { continue };
            if let Some(case_no) = r.case(case)?.and_then(|case| case.case_no) {
                told.push(ToldNumber { operation: logged.envelope.id, case_no });
            }
        }
        Ok(told)
    })
}

/// Says whether a refusal of a whole push is about what an operation says, and not about who sends it.
fn is_about_content(code: Code) -> bool {
    matches!(
        code,
        Code::BadRequest | Code::BadValue | Code::TooLarge | Code::HashMismatch | Code::WrongSender | Code::NotFound
    )
}

fn set_aside(core: &Inner, logged: &Logged, refusal: &Refusal) -> Result<()> {
    let detail = refusal.detail.clone().unwrap_or_default();
    let now = core.world.clock.wall();
    core.store.write(|w| w.put_outcome(logged.envelope.id, OutcomeKind::Refused, Some(refusal.code), &detail, now))
}

fn keep_outcomes(core: &Inner, batch: &[Logged], outcomes: &[Outcome]) -> Result<u64> {
    let now = core.world.clock.wall();
    core.store.write(|w| {
        let mut answered = 0;
        for logged in batch {
            let Some(outcome) = outcomes.iter().find(|outcome| outcome.id == logged.envelope.id) else { continue };
            match verdict(logged, outcome) {
                Verdict::TryAgain => {
                    let attempts = logged.attempts.saturating_add(1);
                    let turn = core.next_try(now, attempts)?;
                    w.put_off_operation(logged.envelope.id, attempts, turn)?;
                }
                Verdict::Final => {
                    let detail = outcome.detail.as_deref().unwrap_or_default();
                    w.put_outcome(logged.envelope.id, outcome.result, outcome.code, detail, now)?;
                    answered += 1;
                }
            }
            if let (Some(case), Some(case_no)) = (outcome.case, &outcome.case_no) {
                w.put_case_no(case, case_no)?;
            }
        }
        Ok(answered)
    })
}

/// What an outcome means for the operation here.
enum Verdict {
    /// It is answered.
    Final,
    /// It stays in the queue as it is.
    TryAgain,
}

/// How often bytes may change on the way before it is no longer the way that is to blame.
const MOST_CHANGED: u64 = 5;

fn verdict(logged: &Logged, outcome: &Outcome) -> Verdict {
    match (outcome.result, outcome.code) {
        // A later server's word: the operation stays until this app understands.
        (OutcomeKind::Unknown, _) => Verdict::TryAgain,
        (OutcomeKind::Refused, Some(Code::HashMismatch)) if logged.attempts < MOST_CHANGED => Verdict::TryAgain,
        (OutcomeKind::Applied | OutcomeKind::Refused | OutcomeKind::Superseded, _) => Verdict::Final,
    }
}
