//! A push: all operations in one transaction; where one fails, each in its own.

use shared::refusal::Code;
use shared::sync::push::{Envelope, MOST_OPERATIONS, Outcome, Push, PushReply};

use super::incoming::{self, Before};
use super::operation::{Origin, Taken, keep_refused, take};
use crate::accounts;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::cases::turn::Turn;
use crate::catalogue::city::City;
use crate::db::dialect::is_collision;
use crate::error::{Error, Result, refuse};

/// How often a transaction is begun again that another one got in the way of.
const TRIES: usize = 5;

/// Takes operations; the same push again has the same answer and no further effect.
pub async fn push(app: &App, caller: &Caller, push: &Push) -> Result<PushReply> {
    let device = caller.device()?;
    if push.device != device {
        return refuse(Code::WrongSender, "the push names another device than the session");
    }
    if push.operations.len() > MOST_OPERATIONS {
        return refuse(Code::TooLarge, format!("at most {MOST_OPERATIONS} operations"));
    }
    let mut reader = app.db.read().await?;
    let known = accounts::actions::device(&mut reader, device).await?.ok_or(Error::from(Code::DeviceUnknown))?;
    drop(reader);
    let from = Origin { device: known, account: caller.account.clone(), told: push.told.clone() };
    Ok(PushReply { outcomes: hand_in(app, &from, &push.operations).await? })
}

/// Takes operations of one device and account, by whatever way they came; one outcome for each, in their order.
pub async fn hand_in(app: &App, from: &Origin, envelopes: &[Envelope]) -> Result<Vec<Outcome>> {
    let city = app.city();
    match together(app, &city, from, envelopes).await {
        Ok(outcomes) => Ok(outcomes),
        // One of them is refused, or something got in the way: one by one, so that it costs the others nothing.
        Err(Error::Refused(_) | Error::Transient { code: Code::Busy, .. }) => {
            one_by_one(app, &city, from, envelopes).await
        }
        Err(error) if collides(&error) => one_by_one(app, &city, from, envelopes).await,
        Err(error @ (Error::Transient { .. } | Error::Fault(_))) => Err(error),
    }
}

async fn together(app: &App, city: &City, from: &Origin, envelopes: &[Envelope]) -> Result<Vec<Outcome>> {
    let mut tx = app.db.write().await?;
    accounts::actions::hold(&mut tx, from.account.id).await?;
    let turn = Turn { app, city, now: app.clock.now(), operation: None };
    let batch = incoming::read(envelopes);
    let mut before = Before::look_up(&mut tx, &from.signer()?, &batch).await?;
    before.batch.told = from.told.iter().map(|told| (told.operation, told.case_no.clone())).collect();
    let mut outcomes = Vec::new();
    for incoming in &batch {
        match take(turn, &mut tx, from, &mut before, incoming).await? {
            Taken::Kept(outcome) | Taken::NotTaken(outcome) => outcomes.push(outcome),
        }
    }
    before.batch.keep(&mut tx).await?;
    tx.commit().await?;
    app.evidence.wake();
    Ok(outcomes)
}

async fn one_by_one(app: &App, city: &City, from: &Origin, envelopes: &[Envelope]) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for envelope in envelopes {
        outcomes.push(alone(app, city, from, envelope).await?);
    }
    Ok(outcomes)
}

async fn alone(app: &App, city: &City, from: &Origin, envelope: &Envelope) -> Result<Outcome> {
    let mut tries = 0;
    loop {
        tries += 1;
        match together(app, city, from, std::slice::from_ref(envelope)).await {
            Ok(outcomes) => match outcomes.into_iter().next() {
                Some(outcome) => return Ok(outcome),
                None => return Err(Error::Fault(anyhow::anyhow!("operation {} has no outcome", envelope.id))),
            },
            Err(Error::Refused(refusal)) => {
                let mut tx = app.db.write().await?;
                let turn = Turn { app, city, now: app.clock.now(), operation: Some(envelope.id) };
                let outcome = keep_refused(turn, &mut tx, from, envelope, refusal).await?;
                tx.commit().await?;
                tracing::info!(operation.id = %envelope.id, code = outcome.code.map(Code::as_str), "Operation {} refused", envelope.id);
                return Ok(outcome);
            }
            Err(error) if tries < TRIES && (is_busy(&error) || collides(&error)) => {}
            Err(error @ (Error::Transient { .. } | Error::Fault(_))) => return Err(error),
        }
    }
}

fn is_busy(error: &Error) -> bool {
    matches!(error, Error::Transient { code: Code::Busy, .. })
}

/// The same operation, or the same number, is being written beside this one.
fn collides(error: &Error) -> bool {
    match error {
        Error::Fault(cause) => is_collision(cause),
        Error::Refused(_) | Error::Transient { .. } => false,
    }
}
