//! Naming who looks after which unit.

use shared::account::{Right, may};
use shared::api::directory::{EditorList, EditorWish};
use shared::ids::JurisdictionId;
use shared::refusal::Code;

use super::edits;
use super::reach::Keeper;
use crate::accounts;
use crate::accounts::caller::{Account, Caller};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::directory::list;
use crate::directory::store::editors;
use crate::error::{Result, refuse};

/// Returns who looks after what in the lists that the caller manages, or in one of them.
pub async fn all(app: &App, caller: &Caller, of: Option<&JurisdictionId>) -> Result<EditorList> {
    let mut reader = app.db.read().await?;
    let keeper = Keeper::of(app, &mut reader, caller).await?;
    let own = &caller.account.jurisdiction;
    if !keeper.manages(of.unwrap_or(own)) {
        return Err(Code::NotAllowed.into());
    }
    let mut found = editors::of_list(&mut reader, of.map_or("", JurisdictionId::as_str)).await?;
    found.retain(|editor| keeper.manages(&editor.jurisdiction));
    Ok(EditorList { editors: found })
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
