//! Listing, opening, adding and changing accounts at a desk.

use shared::account::Right;
use shared::api::people::{
    AccountChange, AccountFile, AccountList, AccountRow, FirstSignIn, LookKind, MadeAccount, NewAccount,
};
use shared::ids::AccountId;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;
use sqlx::AnyConnection;

use super::looks::{self, Looked};
use super::store::accounts::{self as rows, Filter};
use super::store::{enrolments, shifts};
use super::{first, rules};
use crate::accounts::actions::{self, Noted};
use crate::accounts::caller::{Account, Caller};
use crate::accounts::store::accounts as store;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};

const DAY_MS: i64 = 24 * 3_600_000;
/// How far back an account's file goes.
const FILE_DAYS: i64 = 14;

/// Says of an account that was not found, or not for this caller.
pub fn nobody(id: AccountId) -> Error {
    Error::Refused(Refusal::because(Code::NotFound, format!("no account {id} here")))
}

/// Returns a page of accounts.
pub async fn list(app: &App, caller: &Caller, filter: Filter) -> Result<AccountList> {
    caller.may(Right::SeePeople)?;
    let area = rules::asked(caller, filter.area.clone())?;
    let shown = usize::try_from(filter.limit).unwrap_or(usize::MAX);
    // One more than is shown says whether there is another page.
    let filter = Filter { area, limit: filter.limit.saturating_add(1), ..filter };
    let mut reader = app.db.read().await?;
    let mut accounts = with_grids(&mut reader, &filter, app.clock.now()).await?;
    let more = accounts.len() > shown;
    accounts.truncate(shown);
    let next = accounts.last().filter(|_| more).map(|last| last.user.to_string());
    Ok(AccountList { accounts, next })
}

async fn with_grids(connection: &mut AnyConnection, filter: &Filter, now: Instant) -> Result<Vec<AccountRow>> {
    let mut accounts = rows::list(connection, filter, now).await?;
    if let (Some(begin), Some(end)) = (accounts.first(), accounts.last()) {
        let mut grids = rows::grids(connection, begin.user.as_str(), end.user.as_str()).await?;
        for account in &mut accounts {
            account.grids = grids.remove(&account.id).unwrap_or_default();
        }
    }
    Ok(accounts)
}

/// Returns one account as it stands in lists.
pub async fn row(connection: &mut AnyConnection, id: AccountId, now: Instant) -> Result<AccountRow> {
    let filter = Filter { only: Some(id), limit: 1, ..Filter::default() };
    with_grids(connection, &filter, now).await?.pop().ok_or_else(|| nobody(id))
}

/// Returns an account with all that belongs to it; that the caller looked is recorded.
pub async fn file(app: &App, caller: &Caller, id: AccountId) -> Result<AccountFile> {
    caller.may(Right::SeePeople)?;
    let account = found(&mut *app.db.read().await?, caller, id).await?;
    let looked = Looked {
        kind: LookKind::Person,
        subject: format!("account {id}"),
        detail: String::new(),
        area: account.jurisdiction.clone(),
    };
    looks::saw(app, caller, &looked).await?;
    let now = app.clock.now();
    let since = now.plus_ms(-FILE_DAYS * DAY_MS);
    let mut reader = app.db.read().await?;
    let counts = rows::counts(&mut reader, id, now, since).await?;
    let links = enrolments::Page { area: None, account: Some(id), after: (0, String::new()), limit: 50 };
    Ok(AccountFile {
        account: row(&mut reader, id, now).await?,
        devices: rows::devices(&mut reader, id).await?,
        open_sessions: counts.sessions,
        shifts: shifts::of(&mut reader, id, since, now).await?,
        tasks: rows::tasks(&mut reader, id).await?,
        tasks_answered: counts.answered,
        cases_reported: counts.reported,
        enrolments: enrolments::open(&mut reader, &links, now).await?,
    })
}

/// Finds an account of the caller's people.
pub async fn found(connection: &mut AnyConnection, caller: &Caller, id: AccountId) -> Result<Account> {
    let account = store::find(connection, id).await?;
    account.filter(|account| caller.looks_after(&account.jurisdiction)).ok_or_else(|| nobody(id))
}

/// Adds an account; its first password is in the answer and nowhere else.
pub async fn add(app: &App, caller: &Caller, new: NewAccount) -> Result<MadeAccount> {
    caller.may(Right::ManageAccounts)?;
    let grids = first::tidy(&new.grids);
    let account = Account {
        id: AccountId(app.random.uuid_v7(app.clock.now())),
        user: new.user,
        name: rules::name(&new.name)?,
        role: new.role,
        jurisdiction: new.jurisdiction.unwrap_or_else(|| caller.account.jurisdiction.clone()),
        unit: new.unit,
        disabled: false,
    };
    rules::own_people(caller, &account)?;
    rules::fits(&app.city(), &account, &grids)?;
    rules::way_in(app, &account, new.first)?;
    // Before a writer is taken: a hash is meant to be slow.
    let password = match new.first {
        FirstSignIn::Password => Some(first::password(app)),
        FirstSignIn::Link => None,
    };
    let hash = match &password {
        Some(password) => first::hash(app, password).await?,
        None => first::nobodys_hash(app).await?,
    };
    let mut tx = app.db.write().await?;
    insert(app, &mut tx, caller, &account, &grids, &hash).await?;
    let row = row(&mut tx, account.id, app.clock.now()).await?;
    tx.commit().await?;
    Ok(MadeAccount { account: row, password })
}

/// Writes a new account down.
pub async fn insert(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    account: &Account,
    grids: &[String],
    hash: &str,
) -> Result<()> {
    if store::by_user(tx, account.user.as_str()).await?.is_some() {
        return Err(Error::Refused(Refusal::because(Code::UserTaken, format!("user: {}", account.user))));
    }
    let now = app.clock.now();
    store::insert(tx, account, hash, now).await?;
    store::set_grids(tx, account, grids).await?;
    let detail = rules::changes(account, &[], account, grids);
    let detail = [account.role.as_str().to_owned(), detail].join(" ").trim().to_owned();
    actions::noting(app, tx, account, Noted { action: "account_add", detail }, &caller.account.actor(), now).await
}

/// Makes an account what it is to be; the same once more changes nothing.
pub async fn change(app: &App, tx: &mut Tx, caller: &Caller, id: AccountId, wish: AccountChange) -> Result<AccountRow> {
    caller.may(Right::ManageAccounts)?;
    // Whoever else changes accounts at a desk waits here, and before any other row: two who take each other's place at once
    // must neither both succeed nor wait for each other for ever.
    rows::hold_admins(tx).await?;
    // What else is about this account, such as a push of its phone, waits here.
    store::hold(tx, id).await?;
    let before = found(tx, caller, id).await?;
    let after = Account {
        id,
        user: before.user.clone(),
        name: rules::name(&wish.name)?,
        role: wish.role,
        jurisdiction: wish.jurisdiction,
        unit: wish.unit,
        disabled: wish.disabled,
    };
    apply(app, tx, caller, &before, &after, &first::tidy(&wish.grids)).await?;
    row(tx, id, app.clock.now()).await
}

/// Makes an account another; returns what changed, in words. The administrators are held by then.
pub async fn apply(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    before: &Account,
    after: &Account,
    grids: &[String],
) -> Result<String> {
    rules::own_people(caller, after)?;
    rules::not_oneself(caller.account.id, before, after)?;
    let city = app.city();
    // In one order on every engine.
    let known = first::tidy(&store::grids(tx, before.id).await?);
    // Whose unit or beat is no more must still be kept from signing in.
    let only_ends = after.disabled && *after == Account { disabled: true, ..before.clone() } && known == grids;
    if !only_ends {
        rules::fits(&city, after, grids)?;
    }
    if rules::loses_admin(before, after) {
        let whole = city.city_id().unwrap_or(&before.jurisdiction);
        if rows::other_admins(tx, before.id, &before.jurisdiction, whole).await? == 0 {
            return Err(Code::LastAdmin.into());
        }
    }
    let detail = rules::changes(before, &known, after, grids);
    if detail.is_empty() {
        return Ok(detail);
    }
    let by = caller.account.actor();
    actions::change_noting(app, tx, after, detail.clone(), &by).await?;
    actions::assign_grids(tx, after, grids).await?;
    if after.disabled {
        enrolments::withdraw_all(tx, after.id, app.clock.now()).await?;
    }
    Ok(detail)
}

/// Gives an account another password, which is in the answer and nowhere else; its sessions at desks end.
pub async fn password(app: &App, caller: &Caller, id: AccountId) -> Result<String> {
    caller.may(Right::ManageAccounts)?;
    let account = found(&mut *app.db.read().await?, caller, id).await?;
    if account.id == caller.account.id {
        return Err(Code::OwnAccount.into());
    }
    let password = first::password(app);
    let hash = first::hash(app, &password).await?;
    let mut tx = app.db.write().await?;
    // Asked again: it may have changed hands while the hash was made.
    let account = found(&mut tx, caller, id).await?;
    let now = app.clock.now();
    store::set_password(&mut tx, id, &hash).await?;
    rows::end_desk_sessions(&mut tx, id, now).await?;
    let noted = Noted { action: "account_password", detail: account.role.as_str().to_owned() };
    actions::noting(app, &mut tx, &account, noted, &caller.account.actor(), now).await?;
    tx.commit().await?;
    Ok(password)
}
