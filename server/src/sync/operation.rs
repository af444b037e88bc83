//! One operation: read, judged, carried out.

use shared::ids::{OperationId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::sync::operation::{Act, Operation};
use shared::sync::push::{Envelope, Outcome, OutcomeKind};

use super::store::{self, Sender};
use crate::accounts;
use crate::accounts::caller::{Account, Device};
use crate::cases::actions::{self, Effect};
use crate::cases::evidence::Signer;
use crate::cases::turn::Turn;
use crate::db::Tx;
use crate::error::{Error, Result};

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
}

impl Origin {
    fn sender(&self) -> Sender<'_> {
        Sender { device: self.device.id, account: self.account.id, area: &self.account.jurisdiction }
    }

    fn signer(&self) -> Result<Signer> {
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
pub async fn take(turn: Turn<'_>, tx: &mut Tx, from: &Origin, envelope: &Envelope) -> Result<Taken> {
    let wrong = |code: Code, detail: &str| Ok(Taken::NotTaken(refused(envelope.id, Refusal::because(code, detail))));
    if Sha256::of(envelope.body.as_bytes()) != envelope.hash {
        return wrong(Code::HashMismatch, "the body does not hash to what the envelope says");
    }
    if let Some(known) = store::find(tx, envelope.id).await? {
        return if known.hash == envelope.hash && known.device == from.device.id {
            Ok(Taken::Kept(known.outcome))
        } else {
            wrong(Code::OperationChanged, "an operation with this id was received before with other content")
        };
    }
    let operation = read(envelope)?;
    if operation.id != envelope.id || operation.sequence != envelope.sequence {
        return wrong(Code::BadRequest, "the envelope names another operation than its body");
    }
    if operation.device != from.device.id || operation.account != from.account.id {
        return wrong(Code::WrongSender, "the operation names another account or device");
    }
    let turn = Turn { operation: Some(operation.id), ..turn };
    let outcome = carry_out(turn, tx, from, &operation).await?;
    #[cfg(feature = "planted")]
    crate::planted::split(tx, "dedup row outside the transaction").await?;
    store::insert(tx, envelope, &from.sender(), &outcome, turn.now).await?;
    Ok(Taken::Kept(outcome))
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
    if let Some(known) = store::find(tx, envelope.id).await? {
        return Ok(known.outcome);
    }
    let outcome = refused(envelope.id, why);
    store::insert(tx, envelope, &from.sender(), &outcome, turn.now).await?;
    Ok(outcome)
}

/// Reads the bytes. A kind of act that this build does not know is told apart from nonsense.
fn read(envelope: &Envelope) -> Result<Operation> {
    serde_json::from_str(&envelope.body).map_err(|error| {
        let act = serde_json::from_str::<serde_json::Value>(&envelope.body)
            .ok()
            .and_then(|body| body.get("act")?.get("act")?.as_str().map(str::to_owned));
        let refusal = match act.as_deref() {
            None | Some("report" | "answer") => Refusal::because(Code::BadRequest, error.to_string()),
            Some(kind) => {
                let kind: String = kind.chars().take(40).collect();
                Refusal::because(Code::UnknownOperation, kind)
            }
        };
        Error::Refused(refusal)
    })
}

async fn carry_out(turn: Turn<'_>, tx: &mut Tx, from: &Origin, operation: &Operation) -> Result<Outcome> {
    let signer = from.signer()?;
    let (case, effect) = match &operation.act {
        Act::Report(report) => {
            let case = actions::report(turn, tx, &from.account, &signer, operation, report).await?;
            (case, Effect::Applied)
        }
        Act::Answer(answer) => actions::answer(turn, tx, &from.account, &signer, operation, answer).await?,
    };
    let result = match effect {
        Effect::Applied => OutcomeKind::Applied,
        Effect::Late => OutcomeKind::Superseded,
    };
    Ok(Outcome { id: operation.id, result, case: Some(case.id), case_no: case.case_no, code: None, detail: None })
}
