//! Reading the audit: a page, one record, a file to hand on, the state of the chain.

use shared::account::Right;
use shared::api::audit::{AuditChain, AuditEntry, AuditList, AuditRecord, Verification, word};
use shared::ids::{AccountId, JurisdictionId};
use shared::refusal::Code;
use shared::time::Instant;
use uuid::Uuid;

use super::store::chain as links;
use super::store::rows::{self, Filter, Found};
use super::{Record, floor, ids, record, sheet, verification};
use crate::accounts::caller::{Beside, Caller, Reach};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Result, refuse};
use crate::sheets::Sheet;

/// At most so many on a page.
pub const MOST: u32 = 200;
/// At most so many in a file.
pub const MOST_EXPORTED: usize = 20_000;

/// What is told of blind checks to those alone who see what came of them: with it one knows who looked at a case, and that
/// somebody was looked after. Of other words the store says which of their records are about a blind check.
pub const BLIND: [&str; 3] = ["blind_sample", "blind_answer", "blind_original"];

/// Which records are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Who: a user name or a rule.
    pub actor: String,
    /// The account.
    pub account: Option<AccountId>,
    /// The word of the action.
    pub action: String,
    /// What it was done to: a kind, or a kind and an id.
    pub subject: String,
    /// In this area.
    pub area: Option<JurisdictionId>,
    /// From then on.
    pub from: Option<Instant>,
    /// Before then.
    pub to: Option<Instant>,
    /// What comes behind this record.
    pub before: Option<Uuid>,
}

/// Returns a page of what the caller may see, the newest first.
pub async fn list(app: &App, caller: &Caller, wanted: &Wanted, limit: u32) -> Result<AuditList> {
    let filter = filter(caller, wanted)?;
    // One more than is shown says whether there is another page.
    let mut entries = rows::page(&mut *app.db.read().await?, &filter, i64::from(limit) + 1).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > shown;
    entries.truncate(shown);
    let next = entries.last().filter(|_| more).map(|last| last.id.clone());
    Ok(AuditList { entries, next })
}

/// Returns one record. One of somebody else's area is not there.
pub async fn one(app: &App, caller: &Caller, id: Uuid) -> Result<AuditRecord> {
    caller.may(Right::SeeAudit)?;
    let found = rows::one(&mut *app.db.read().await?, &id.to_string()).await?;
    let is_told = |found: &Found| match caller.beside() {
        Beside::Told => true,
        Beside::Hidden => !found.is_beside && !BLIND.contains(&found.entry.action.as_str()),
    };
    match found.filter(|found| caller.looks_after(&found.entry.area) && is_told(found)) {
        Some(Found { entry, position, hash, .. }) => {
            let position = position.and_then(|position| u64::try_from(position).ok());
            Ok(AuditRecord { entry, position, hash })
        }
        None => refuse(Code::NotFound, format!("no record {id} here")),
    }
}

/// Returns the records as a table in a language, and writes down that they were taken away.
pub async fn export(app: &App, tx: &mut Tx, caller: &Caller, wanted: &Wanted, is_english: bool) -> Result<Sheet> {
    let filter = filter(caller, wanted)?;
    let most = i64::try_from(MOST_EXPORTED).unwrap_or(i64::MAX);
    let entries = rows::page(tx, &filter, most.saturating_add(1)).await?;
    if entries.len() > MOST_EXPORTED {
        return refuse(Code::BadValue, format!("from, to: more than {MOST_EXPORTED} records; ask for a shorter time"));
    }
    let city = app.city();
    let zone = city.settings(&caller.account.jurisdiction).zone.clone();
    // As many as everybody finds there who reads of it: one more would tell them that there is a blind check.
    let told = match caller.beside() {
        Beside::Told => rows::page(tx, &Filter { without: BLIND.map(str::to_owned), ..filter }, most).await?.len(),
        Beside::Hidden => entries.len(),
    };
    let own = Record {
        actor: &caller.account.actor(),
        area: &caller.account.jurisdiction,
        action: "audit_export",
        subject: "audit".to_owned(),
        operation: None,
        detail: format!("{told} records; {}", said(wanted)),
    };
    record(tx, &*app.random, app.clock.now(), own).await?;
    Ok(sheet::of(&entries, &zone, is_english))
}

/// Returns how far the records are chained.
pub async fn chain(app: &App, caller: &Caller) -> Result<AuditChain> {
    caller.may(Right::SeeAudit)?;
    state(app).await
}

/// The same for whoever watches over the server.
pub async fn state(app: &App) -> Result<AuditChain> {
    let mut reader = app.db.read().await?;
    let last = links::last(&mut reader).await?;
    let from = last.as_ref().map_or_else(String::new, |last| floor(last.at));
    let waiting = links::waiting(&mut reader, &from).await?;
    let verification = verification::last(&mut reader).await?;
    Ok(AuditChain {
        chained: last.as_ref().map_or(0, |last| u64::try_from(last.position).unwrap_or(0)),
        chained_until: last.map(|last| last.at),
        waiting: u64::try_from(waiting).unwrap_or(0),
        verification,
    })
}

/// Begins to verify the chain, or says how far the one under way is. It is the whole city's, and so is who may ask for it.
pub async fn verify(app: &App, tx: &mut Tx, caller: &Caller) -> Result<Option<Verification>> {
    may_verify(caller)?;
    let now = app.clock.now();
    let of = links::last(tx).await?.map_or(0, |last| u64::try_from(last.position).unwrap_or(0));
    let Some(begun) = verification::begin(tx, of, now).await? else { return Ok(None) };
    let own = Record {
        actor: &caller.account.actor(),
        area: &caller.account.jurisdiction,
        action: "audit_verify",
        subject: "audit".to_owned(),
        operation: None,
        detail: format!("{of} links"),
    };
    record(tx, &*app.random, now, own).await?;
    Ok(Some(begun))
}

/// Says whether the caller may have the chain verified.
pub fn may_verify(caller: &Caller) -> Result<()> {
    caller.may(Right::SeeAudit)?;
    match &caller.reach {
        Reach::City => Ok(()),
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => Err(Code::NotAllowed.into()),
    }
}

fn filter(caller: &Caller, wanted: &Wanted) -> Result<Filter> {
    caller.may(Right::SeeAudit)?;
    let area = match (&caller.reach, &wanted.area) {
        (Reach::City, None) => String::new(),
        (Reach::City, Some(area)) => area.to_string(),
        (Reach::Jurisdiction(own), None) => own.to_string(),
        (Reach::Jurisdiction(own), Some(area)) if area == own => own.to_string(),
        (Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_), _) => return Err(Code::NotAllowed.into()),
    };
    if !wanted.action.is_empty() && word(&wanted.action).is_none() {
        return refuse(Code::BadValue, format!("action: there is no {}", wanted.action));
    }
    let (subject, kind) = if wanted.subject.contains(' ') || is_single(&wanted.subject) {
        (wanted.subject.clone(), String::new())
    } else {
        (String::new(), wanted.subject.clone())
    };
    if !kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return refuse(Code::BadValue, "subject: a kind, or a kind, a space and an id");
    }
    let actors = if wanted.actor.is_empty() || wanted.actor.contains(' ') {
        [wanted.actor.clone(), wanted.actor.clone()]
    } else {
        [format!("account {}", wanted.actor), format!("system {}", wanted.actor)]
    };
    let end = wanted.to.map_or_else(|| ids::LAST.to_owned(), ids::first_at);
    let below = wanted.before.map_or_else(|| end.clone(), |before| end.clone().min(before.to_string()));
    Ok(Filter {
        area,
        account: wanted.account.map(|account| account.to_string()).unwrap_or_default(),
        actors,
        action: wanted.action.clone(),
        subject,
        kind,
        from: wanted.from.map(ids::first_at).unwrap_or_default(),
        below,
        without: hidden(caller),
    })
}

/// Returns what the caller is not told.
fn hidden(caller: &Caller) -> [String; 3] {
    match caller.beside() {
        Beside::Told => BLIND.map(|_| String::new()),
        Beside::Hidden => BLIND.map(str::to_owned),
    }
}

/// What is one word by itself: there is only one of it.
fn is_single(subject: &str) -> bool {
    matches!(subject, "server" | "desk" | "audit" | "directory")
}

/// Writes down what was asked for.
fn said(wanted: &Wanted) -> String {
    let mut said = Vec::new();
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            said.push(format!("{name} {value}"));
        }
    };
    add("actor", &wanted.actor);
    add("account", &wanted.account.map(|id| id.to_string()).unwrap_or_default());
    add("action", &wanted.action);
    add("subject", &wanted.subject);
    add("area", wanted.area.as_ref().map_or("", JurisdictionId::as_str));
    add("from", &wanted.from.map(|at| at.to_string()).unwrap_or_default());
    add("to", &wanted.to.map(|at| at.to_string()).unwrap_or_default());
    if said.is_empty() { "all".to_owned() } else { said.join(", ") }
}

/// Returns what a person's name is in a list: their own, or what the record has.
pub(super) fn who(entry: &AuditEntry) -> String {
    if entry.name.is_empty() { entry.actor.clone() } else { entry.name.clone() }
}

#[cfg(test)]
mod tests {
    use super::{Wanted, said};

    #[test]
    fn what_was_asked_for_is_written_down() {
        assert_eq!(said(&Wanted::default()), "all");
        let wanted = Wanted { actor: "wang".to_owned(), action: "close".to_owned(), ..Wanted::default() };
        assert_eq!(said(&wanted), "actor wang, action close");
    }
}
