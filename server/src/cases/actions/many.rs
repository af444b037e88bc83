//! One action on many cases at a desk: each by itself, and each at most once.

use std::collections::BTreeSet;

use shared::account::{Right, may_act};
use shared::api::work::{ActMany, ActedMany, CaseOutcome, MOST_CASES, Seen, may_be_many};
use shared::ids::Sha256;
use shared::refusal::{Code, Refusal};

use super::desk::act;
use super::reaches;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::cases::store::batches::{self, Batch, Known};
use crate::cases::store::cases;
use crate::cases::turn::Turn;
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

/// For so long a request sent again is known: whoever did not hear the answer asks within minutes.
const KEPT_MS: i64 = 7 * 24 * 3_600_000;

/// Takes the action on each case, in the order of the request, each in a transaction of its own: one that is refused
/// keeps none of the others back. Where the server cannot go on, what is done stays done, and the same request goes on
/// from there.
pub async fn many(app: &App, caller: &Caller, command: &ActMany) -> Result<ActedMany> {
    caller.may(Right::SeeCases)?;
    let kind = command.action.kind();
    if kind.is_system_only() || !may_act(caller.account.role, kind) {
        return refuse(Code::NotAllowed, format!("{} may not {}", caller.account.role.as_str(), kind.as_str()));
    }
    if !may_be_many(kind) {
        return refuse(Code::BadValue, format!("action: {} is taken on one case at a time", kind.as_str()));
    }
    let different: BTreeSet<_> = command.cases.iter().map(|seen| seen.case).collect();
    if command.cases.is_empty() || command.cases.len() > MOST_CASES || different.len() < command.cases.len() {
        return refuse(Code::BadValue, format!("cases: 1 to {MOST_CASES}, each once"));
    }
    begin(app, caller, command).await?;
    let mut outcomes = Vec::with_capacity(command.cases.len());
    for seen in &command.cases {
        outcomes.push(one(app, caller, command, *seen).await?);
    }
    Ok(ActedMany { id: command.id, outcomes })
}

async fn begin(app: &App, caller: &Caller, command: &ActMany) -> Result<()> {
    let (account, now) = (&caller.account, app.clock.now());
    let hash = Sha256::of(serde_json::to_string(command)?.as_bytes());
    let batch = Batch { id: command.id, account: account.id, area: &account.jurisdiction, hash: &hash };
    let mut tx = app.db.write().await?;
    match batches::begin(&mut tx, &batch, now).await? {
        Known::New => {
            batches::forget(&mut tx, now.plus_ms(-KEPT_MS)).await?;
            let record = Record {
                actor: &account.actor(),
                area: &account.jurisdiction,
                action: "act_many",
                subject: format!("batch {}", command.id),
                operation: None,
                detail: format!("{} on {} cases", command.action.kind().as_str(), command.cases.len()),
            };
            audit::record(&mut tx, &*app.random, now, record).await?;
            tx.commit().await
        }
        Known::Again => tx.rollback().await,
        Known::Other => refuse(Code::OperationChanged, format!("batch {} was sent with other content", command.id)),
    }
}

async fn one(app: &App, caller: &Caller, command: &ActMany, seen: Seen) -> Result<CaseOutcome> {
    let mut tx = app.db.write().await?;
    match take(app, &mut tx, caller, command, seen).await {
        Ok(outcome) => {
            tx.commit().await?;
            Ok(outcome)
        }
        Err(Error::Refused(refusal)) => {
            tx.rollback().await?;
            refused(app, caller, command, seen, refusal).await
        }
        Err(error) => Err(error),
    }
}

async fn take(app: &App, tx: &mut Tx, caller: &Caller, command: &ActMany, seen: Seen) -> Result<CaseOutcome> {
    // Held before it is asked whether its turn was already: the same request may be under way on another line.
    let held = cases::lock(tx, seen.case).await?.filter(|case| reaches(&caller.reach, case));
    if let Some(outcome) = batches::outcome(tx, command.id, seen.case).await? {
        return Ok(outcome);
    }
    let case = held.ok_or_else(|| Caller::no_such_case(seen.case))?;
    // One who acts on a single case has it before them; of many, nobody has looked at one that moved on.
    if seen.base.is_some_and(|base| base != case.version) {
        return refuse(Code::MovedOn, format!("the case is at version {}", case.version));
    }
    let city = app.city();
    let turn = Turn { app, city: &city, now: app.clock.now(), operation: None };
    let case = act(turn, tx, caller, seen.case, &command.action).await?;
    let outcome = CaseOutcome { case: case.id, state: Some(case.state), code: None, detail: None };
    batches::keep(tx, command.id, &caller.account.jurisdiction, &outcome).await?;
    Ok(outcome)
}

/// Keeps why a case was refused, so that the same request is answered the same.
async fn refused(app: &App, caller: &Caller, command: &ActMany, seen: Seen, refusal: Refusal) -> Result<CaseOutcome> {
    let outcome = CaseOutcome { case: seen.case, state: None, code: Some(refusal.code), detail: refusal.detail };
    let mut tx = app.db.write().await?;
    batches::keep(&mut tx, command.id, &caller.account.jurisdiction, &outcome).await?;
    let kept = batches::outcome(&mut tx, command.id, seen.case).await?;
    tx.commit().await?;
    Ok(kept.unwrap_or(outcome))
}
