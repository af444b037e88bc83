//! One operation: read, judged, carried out.

use std::collections::BTreeSet;

use shared::account::{Right, may};
use shared::evidence::times::Reckoned;
use shared::ids::{DeviceId, OperationId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::sync::operation::{Act, Operation, ShiftMark};
use shared::sync::push::{Envelope, Outcome, OutcomeKind, ToldNumber};
use shared::time::Instant;

use super::incoming::{self, Before, Incoming};
use super::store::operations::{self as store, Kept, Known, Sender};
use crate::accounts;
use crate::accounts::caller::{Account, Device};
use crate::assessment::missed;
use crate::cases::actions::{self, Effect, Handed};
use crate::cases::batch::Batch;
use crate::cases::evidence::Signer;
use crate::cases::turn::Turn;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::tasks::actions::{Marked, mark_shift};

/// What was made of an operation.
pub enum Taken {
    /// It has an outcome that is kept.
    Kept(Outcome),
    /// It was sent wrongly; nothing is kept, so that the right sender can still send it.
    NotTaken(Outcome),
}

/// Who sends.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The device.
    pub device: Device,
    /// Who is signed in on it.
    pub account: Account,
    /// Numbers that the device was told before this database was restored.
    pub told: Vec<ToldNumber>,
}

impl Origin {
    fn sender(&self) -> Sender<'_> {
        Sender { device: self.device.id, account: self.account.id, area: &self.account.jurisdiction }
    }

    /// Returns whose signature its shots must bear.
    pub fn signer(&self) -> Result<Signer> {
        let key = accounts::actions::verifying_key(&self.device.public_key)?;
        Ok(Signer { device: self.device.id, account: self.account.id, key })
    }
}

/// Returns the outcome of a refused operation.
pub fn refused(id: OperationId, refusal: Refusal) -> Outcome {
    Outcome {
        id,
        result: OutcomeKind::Refused,
        case: None,
        case_no: None,
        code: Some(refusal.code),
        detail: refusal.detail,
    }
}

/// Takes an operation. An error means that the transaction must be rolled back; a refusal among them is then kept by
/// [`keep_refused`].
///
/// Several operations may be taken in one transaction that gathers; `before` was looked up for all of them.
pub async fn take(
    turn: Turn<'_>,
    tx: &mut Tx,
    from: &Origin,
    before: &mut Before,
    incoming: &Incoming<'_>,
) -> Result<Taken> {
    let envelope = incoming.envelope;
    let wrong = |code: Code, detail: &str| Ok(Taken::NotTaken(refused(envelope.id, Refusal::because(code, detail))));
    if Sha256::of(envelope.body.as_bytes()) != envelope.hash {
        return wrong(Code::HashMismatch, "the body does not hash to what the envelope says");
    }
    if let Some(known) = before.operations.get(&envelope.id) {
        return if known.hash == envelope.hash && known.device == from.device.id {
            Ok(Taken::Kept(known.outcome.clone()))
        } else {
            wrong(Code::OperationChanged, "an operation with this id was received before with other content")
        };
    }
    let operation = incoming.operation.as_ref().map_err(|refusal| Error::Refused(refusal.clone()))?;
    if operation.id != envelope.id || operation.sequence != envelope.sequence {
        return wrong(Code::BadRequest, "the envelope names another operation than its body");
    }
    if operation.device != from.device.id || operation.account != from.account.id {
        return wrong(Code::WrongSender, "the operation names another account or device");
    }
    let turn = Turn { operation: Some(operation.id), ..turn };
    let made = before.clocks.reckon(operation, turn.now);
    let outcome = carry_out(turn, tx, from, &mut before.batch, operation, made).await?;
    #[cfg(feature = "planted")]
    {
        before.batch.keep(tx).await?;
        crate::planted::split(tx, "dedup row outside the transaction").await?;
    }
    let kept = Kept { envelope, masked: incoming.masked.as_deref() };
    store::insert(tx, &kept, &from.sender(), &outcome, Some(made), turn.now).await?;
    let known = Known { hash: envelope.hash.clone(), device: from.device.id, outcome: outcome.clone() };
    before.operations.insert(envelope.id, known);
    Ok(Taken::Kept(outcome))
}

/// Returns which of these very bytes were received before from this device.
pub async fn received(tx: &mut Tx, device: DeviceId, envelopes: &[Envelope]) -> Result<BTreeSet<OperationId>> {
    let ids: Vec<OperationId> = envelopes.iter().map(|envelope| envelope.id).collect();
    let known = store::known(tx, &ids).await?;
    let is_same = |envelope: &&Envelope| {
        known.get(&envelope.id).is_some_and(|known| known.hash == envelope.hash && known.device == device)
    };
    Ok(envelopes.iter().filter(is_same).map(|envelope| envelope.id).collect())
}

/// Keeps an operation that was refused, with its words, for ever.
pub async fn keep_refused(
    turn: Turn<'_>,
    tx: &mut Tx,
    from: &Origin,
    envelope: &Envelope,
    why: Refusal,
) -> Result<Outcome> {
    // Somebody else may have sent the same operation meanwhile.
    if let Some(known) = store::known(tx, &[envelope.id]).await?.remove(&envelope.id) {
        return Ok(known.outcome);
    }
    let outcome = refused(envelope.id, why);
    let masked = incoming::masked(envelope);
    let kept = Kept { envelope, masked: masked.as_deref() };
    store::insert(tx, &kept, &from.sender(), &outcome, None, turn.now).await?;
    Ok(outcome)
}

/// How long after an account lost a right it may still hand in what was made before: as long as a phone is offline at
/// the most. What comes later is refused and kept.
const HANDED_IN_LATE_MS: i64 = 30 * 24 * 3_600_000;

/// Returns the account that an operation is judged by: what was made while the account had the right is taken, whatever
/// the account has become since.
async fn judged(tx: &mut Tx, from: &Origin, act: &Act, made: Reckoned, now: Instant) -> Result<Account> {
    let right = match act {
        // Whoever may report works in shifts.
        Act::Report(_) | Act::Shift(_) => Right::Report,
        Act::Answer(_) => Right::AnswerTasks,
    };
    if may(from.account.role, right) || now.since(made.at) > HANDED_IN_LATE_MS {
        return Ok(from.account.clone());
    }
    tx.flush().await?;
    let then = accounts::actions::as_of(tx, &from.account, made.at).await?;
    Ok(if may(then.role, right) && !then.disabled { then } else { from.account.clone() })
}

async fn carry_out(
    turn: Turn<'_>,
    tx: &mut Tx,
    from: &Origin,
    batch: &mut Batch,
    operation: &Operation,
    made: Reckoned,
) -> Result<Outcome> {
    let signer = from.signer()?;
    let account = judged(tx, from, &operation.act, made, turn.now).await?;
    let (case, effect) = match &operation.act {
        Act::Report(report) => {
            tx.gather();
            let handed = Handed { operation, made };
            let case = actions::report(turn, tx, &account, &signer, batch, &handed, report).await?;
            (case, Effect::Applied)
        }
        Act::Answer(answer) => {
            // It reads cases and tasks on the way.
            tx.stop_gathering().await?;
            actions::answer(turn, tx, &account, &signer, batch, made, answer).await?
        }
        Act::Shift(mark) => return shift(tx, from, &account, operation, (made, turn.now), mark).await,
    };
    let result = match effect {
        Effect::Applied => OutcomeKind::Applied,
        Effect::Late => OutcomeKind::Superseded,
    };
    Ok(Outcome { id: operation.id, result, case: Some(case.id), case_no: case.case_no, code: None, detail: None })
}

/// Takes somebody's word that their shift begins or ends.
async fn shift(
    tx: &mut Tx,
    from: &Origin,
    account: &Account,
    operation: &Operation,
    (made, heard_at): (Reckoned, Instant),
    mark: &ShiftMark,
) -> Result<Outcome> {
    if !may(account.role, Right::Report) {
        return Err(Code::NotAllowed.into());
    }
    let marked = Marked { account, device: from.device.id, operation: operation.id, at: made.at, heard_at };
    mark_shift(tx, &marked, mark).await?;
    missed::shift_came(tx, account, made.at, mark.begins).await?;
    let result = OutcomeKind::Applied;
    Ok(Outcome { id: operation.id, result, case: None, case_no: None, code: None, detail: None })
}
