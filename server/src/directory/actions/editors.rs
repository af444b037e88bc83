//! Naming who looks after which unit.

use shared::account::{Right, may};
use shared::api::directory::{Editor, EditorList, EditorWish};
use shared::ids::JurisdictionId;
use shared::refusal::Code;

use super::edits;
use super::reach::Keeper;
use crate::accounts;
use crate::accounts::caller::{Account, Caller, Reach};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::directory::list;
use crate::directory::store::editors::{self, Place};
use crate::error::{Result, refuse};

/// At most so many on a page.
pub const MOST: u32 = 200;
/// What stands between the parts of a place: neither a list's id nor a user name has it.
const BETWEEN: char = '|';

/// Reads where a page begins.
pub fn place(text: &str) -> Result<Place> {
    if text.is_empty() {
        return Ok(Place::default());
    }
    let mut parts = text.splitn(3, BETWEEN).map(str::to_owned);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(list), Some(user), Some(unit)) => Ok(Place { list, user, unit }),
        _ => refuse(Code::BadValue, "after: not a place in this list"),
    }
}

/// Returns a page of who looks after what in the lists that the caller manages, or in one of them.
pub async fn all(
    app: &App,
    caller: &Caller,
    of: Option<&JurisdictionId>,
    after: &Place,
    limit: u32,
) -> Result<EditorList> {
    let mut reader = app.db.read().await?;
    let keeper = Keeper::of(app, &mut reader, caller).await?;
    let own = &caller.account.jurisdiction;
    if !keeper.manages(of.unwrap_or(own)) {
        return Err(Code::NotAllowed.into());
    }
    // Whoever manages one list is told of that one where none is named.
    let of = match (&caller.reach, of) {
        (_, Some(of)) => of.as_str(),
        (Reach::City, None) => "",
        (Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_), None) => own.as_str(),
    };
    // One more than is shown says whether there is another page.
    let mut found = editors::of_list(&mut reader, of, after, i64::from(limit).saturating_add(1)).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > shown;
    found.truncate(shown);
    let written = |last: &Editor| format!("{}{BETWEEN}{}{BETWEEN}{}", last.jurisdiction, last.user, last.unit);
    let next = found.last().filter(|_| has_more).map(written);
    Ok(EditorList { editors: found, next })
}

/// Names an account. Naming it twice does no harm.
pub async fn name(app: &App, tx: &mut Tx, caller: &Caller, wish: &EditorWish) -> Result<()> {
    let (of, unit, account) = wanted(app, tx, caller, wish).await?;
    // Whoever sits at a desk that shows it.
    if !may(account.role, Right::ReadDirectory) || account.disabled {
        return refuse(Code::BadValue, "user: this account does not sit at a desk");
    }
    let now = app.clock.now();
    if editors::name(tx, &of, &unit, account.id, caller.account.id, now).await? {
        note(app, tx, caller, (&of, &unit, &account), "directory_admin_add").await?;
    }
    Ok(())
}

/// Names an account no more.
pub async fn remove(app: &App, tx: &mut Tx, caller: &Caller, wish: &EditorWish) -> Result<()> {
    let (of, unit, account) = wanted(app, tx, caller, wish).await?;
    if editors::remove(tx, &of, &unit, account.id).await? {
        note(app, tx, caller, (&of, &unit, &account), "directory_admin_remove").await?;
    }
    Ok(())
}

/// An account of somebody else's people is not there, except for whoever manages all lists.
async fn wanted(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    wish: &EditorWish,
) -> Result<(JurisdictionId, String, Account)> {
    let keeper = Keeper::of(app, tx, caller).await?;
    let of = wish.jurisdiction.as_ref().unwrap_or(&caller.account.jurisdiction);
    if !keeper.manages(of) {
        return Err(Code::NotAllowed.into());
    }
    let of = edits::which(app, caller, &keeper, Some(of))?;
    let unit = list::path(&wish.unit);
    if unit.is_empty() {
        return refuse(Code::BadValue, "unit: it is empty; the whole list is its administrator's");
    }
    let account = accounts::actions::by_user(tx, wish.user.as_str()).await?;
    match account.filter(|account| caller.looks_after(&account.jurisdiction)) {
        Some(account) => Ok((of, unit, account)),
        None => refuse(Code::NotFound, format!("no account {} here", wish.user)),
    }
}

async fn note(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    (of, unit, account): (&JurisdictionId, &str, &Account),
    action: &'static str,
) -> Result<()> {
    let record = Record {
        actor: &caller.account.actor(),
        area: of,
        action,
        subject: format!("account {}", account.user),
        operation: None,
        detail: format!("directory {of}, {unit}"),
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}
