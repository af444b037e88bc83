//! A second factor beside the password: an app's one-time codes (RFC 6238), and recovery codes for the day it is lost.
//!
//! Whoever wants one sets it up; a jurisdiction or the city may ask it of its administrators. A device's key needs no
//! code: it is a factor of its own. An enrolment link is none, and signs nobody in who has or needs a second factor.
//! [`code`] makes and reads codes, `http` holds the routes.

pub mod code;
pub mod http;

use shared::account::{Actor, Role};
use shared::api::session::{FactorSecret, OwnFactor, RecoveryCodes};
use shared::ids::{AccountId, JurisdictionId};
use shared::refusal::Code;
use shared::settings::SecondFactor;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::caller::{Account, Caller, Reach};
use super::lock::{self, Name};
use super::picture::picture;
use super::store::accounts;
use super::store::factors::{self as store, Factor};
use super::store::tokens;
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue::city::City;
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

/// What somebody shows who signs in with the right password.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shown {
    /// Enough.
    Enough,
    /// A code is missing.
    Nothing,
    /// The code is wrong, of another time, or was used.
    Wrong,
}

/// Says whether somebody of this account has to have a second factor.
pub fn is_required(app: &App, account: &Account) -> bool {
    account.role == Role::Admin && asks_administrators(&app.city(), &account.jurisdiction)
}

/// Says whether a jurisdiction, or the city for it, asks a second factor of its administrators.
pub fn asks_administrators(city: &City, of: &JurisdictionId) -> bool {
    let of_city = city.city_id().map(|id| city.settings(id).second_factor);
    let asks = |switch: SecondFactor| match switch {
        SecondFactor::Off => false,
        SecondFactor::Admins => true,
    };
    asks(city.settings(of).second_factor) || of_city.is_some_and(asks)
}

/// Says whether an account has a second factor.
pub async fn is_on(connection: &mut AnyConnection, id: AccountId) -> Result<bool> {
    Ok(store::find(connection, id).await?.is_some_and(|factor| factor.confirmed_at.is_some()))
}

/// Refuses a way in that asks for no code, such as an enrolment link, to an account that has a second factor or must
/// have one: whoever found the link would be past it.
pub async fn bars_links(app: &App, connection: &mut AnyConnection, account: &Account) -> Result<()> {
    if is_on(connection, account.id).await? {
        let why = "a link asks for no code, and this account has one; sign in with user name, password and code";
        return refuse(Code::SecondFactorNeeded, why);
    }
    if is_required(app, account) {
        let why =
            "a link asks for no code, and this account needs one; sign in at a desk with the password and set it up";
        return refuse(Code::SecondFactorMissing, why);
    }
    Ok(())
}

/// Looks at the code that somebody shows beside the right password.
pub async fn look(app: &App, account: &Account, shown: Option<&str>, now: Instant) -> Result<Shown> {
    let factor = store::find(&mut *app.db.read().await?, account.id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else { return Ok(Shown::Enough) };
    let shown = shown.map(code::plain).filter(|shown| !shown.is_empty());
    let Some(shown) = shown else { return Ok(Shown::Nothing) };
    let mut tx = app.db.write().await?;
    let fits = take_any(&mut tx, account, &factor, &shown, now).await?;
    tx.commit().await?;
    Ok(if fits { Shown::Enough } else { Shown::Wrong })
}

/// Returns how one's own second factor stands.
pub async fn own(app: &App, connection: &mut AnyConnection, account: &Account) -> Result<OwnFactor> {
    let since = store::find(connection, account.id).await?.and_then(|factor| factor.confirmed_at);
    let codes_left = store::codes_left(connection, account.id).await?;
    Ok(OwnFactor { since, codes_left, is_required: is_required(app, account) })
}

/// Makes a secret for the caller. It counts once a code of it was shown.
pub async fn begin(app: &App, caller: &Caller) -> Result<FactorSecret> {
    let account = &caller.account;
    let secret = app.random.bytes::<{ code::SECRET_BYTES }>();
    let mut tx = app.db.write().await?;
    if !store::begin(&mut tx, account, &secret, app.clock.now()).await? {
        return refuse(Code::BadValue, "there is a second factor already; end it first");
    }
    tx.commit().await?;
    let (secret, url) = code::told(&secret, &account.user)?;
    Ok(FactorSecret { secret, picture: picture(&url)?, url })
}

/// Turns the caller's second factor on with a code of it. Every other session was opened without one, and ends.
pub async fn confirm(app: &App, caller: &Caller, shown: &str) -> Result<RecoveryCodes> {
    let (account, now) = (&caller.account, app.clock.now());
    let name = Name::of(account.user.as_str());
    let _turn = app.attempts.turns.take(&name).await;
    lock::check(app, &name, now).await?;
    let mut tx = app.db.write().await?;
    let factor = store::find(&mut tx, account.id).await?.filter(|factor| factor.confirmed_at.is_none());
    let Some(factor) = factor else {
        return refuse(Code::BadValue, "there is no second factor that waits for its first code");
    };
    if !take_timed(&mut tx, account, &factor, &code::plain(shown), now).await? {
        drop(tx);
        lock::failed(app, &name, Some(account), "second_factor", now).await?;
        return Err(Code::SecondFactorWrong.into());
    }
    store::confirm(&mut tx, account.id, now).await?;
    lock::clear(&mut tx, &name).await?;
    let codes = code::recovery(&*app.random);
    let hashes: Vec<String> = codes.iter().map(|code| code::hash(code)).collect();
    store::set_recovery(&mut tx, account, &hashes).await?;
    tokens::revoke_all_but(&mut tx, account.id, &caller.token, now).await?;
    note(app, &mut tx, account, &account.actor(), "second_factor_on").await?;
    tx.commit().await?;
    Ok(RecoveryCodes { codes })
}

/// Turns the caller's second factor off, with a code of it or a recovery code.
pub async fn end(app: &App, caller: &Caller, shown: &str) -> Result<()> {
    let (account, now) = (&caller.account, app.clock.now());
    let name = Name::of(account.user.as_str());
    let _turn = app.attempts.turns.take(&name).await;
    lock::check(app, &name, now).await?;
    let mut tx = app.db.write().await?;
    let Some(factor) = store::find(&mut tx, account.id).await? else {
        return refuse(Code::BadValue, "there is no second factor");
    };
    if !take_any(&mut tx, account, &factor, &code::plain(shown), now).await? {
        drop(tx);
        lock::failed(app, &name, Some(account), "second_factor", now).await?;
        return Err(Code::SecondFactorWrong.into());
    }
    store::remove(&mut tx, account.id).await?;
    lock::clear(&mut tx, &name).await?;
    note(app, &mut tx, account, &account.actor(), "second_factor_off").await?;
    tx.commit().await
}

/// Takes somebody else's second factor away, for who lost phone and recovery codes: only the city's administrators, and
/// the sessions of that account end.
pub async fn reset_of(app: &App, tx: &mut Tx, caller: &Caller, id: AccountId) -> Result<()> {
    if caller.reach != Reach::City {
        return refuse(Code::NotAllowed, "only an administrator of the city resets a second factor");
    }
    let account = accounts::find(tx, id).await?.ok_or(Error::from(Code::NotFound))?;
    reset(app, tx, &account, &caller.account.actor()).await.map(drop)
}

/// Takes an account's second factor away; says whether there was one.
pub async fn reset(app: &App, tx: &mut Tx, account: &Account, by: &Actor) -> Result<bool> {
    let was_on = store::remove(tx, account.id).await?;
    if was_on {
        tokens::revoke_account(tx, account.id, app.clock.now()).await?;
        note(app, tx, account, by, "second_factor_reset").await?;
    }
    Ok(was_on)
}

/// Takes a code of the app or a recovery code, each once.
async fn take_any(tx: &mut Tx, account: &Account, factor: &Factor, plain: &str, now: Instant) -> Result<bool> {
    Ok(take_timed(tx, account, factor, plain, now).await?
        || store::take_recovery(tx, account.id, &code::hash(plain), now).await?)
}

async fn take_timed(tx: &mut Tx, account: &Account, factor: &Factor, plain: &str, now: Instant) -> Result<bool> {
    match code::step(&factor.secret, &account.user, plain, now)? {
        Some(step) => store::take_step(tx, account.id, step).await,
        None => Ok(false),
    }
}

async fn note(app: &App, tx: &mut Tx, account: &Account, by: &Actor, action: &str) -> Result<()> {
    let record = Record {
        actor: by,
        area: &account.jurisdiction,
        action,
        subject: format!("account {}", account.user),
        operation: None,
        detail: String::new(),
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}
