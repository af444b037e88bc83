//! One's own sessions and one's own password, and which accounts are guarded.

use std::collections::BTreeSet;
use std::net::IpAddr;

use shared::api::session::{Guard, GuardList, OwnSession, OwnSessions, PasswordChange};
use shared::ids::{AccountId, DeviceId, Sha256};
use shared::refusal::Code;
use shared::time::Instant;

use super::caller::{Account, Caller};
use super::lock::{self, Name};
use super::store::tokens::{self, Open};
use super::store::{accounts, failures};
use super::{password, second_factor};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

/// A desk in which nothing is asked for so long is signed out. A page that is open asks by itself: this is for a browser
/// that was closed, or a machine that sleeps.
pub const IDLE_MS: i64 = 12 * 3_600_000;
/// When a session was last used is written down only so often.
pub const USED_EVERY_MS: i64 = 5 * 60_000;
/// The most guarded accounts on a page.
pub const MOST: u32 = 200;

/// Says when a session ends if nothing more is asked in it. A device's is renewed with its key, and has no silence.
pub fn ends_at(device: Option<DeviceId>, used_at: Instant, expires_at: Instant) -> Instant {
    match device {
        Some(_) => expires_at,
        None => Instant::from_ms(used_at.ms().saturating_add(IDLE_MS).min(expires_at.ms())),
    }
}

/// Returns how the caller may sign in and where they are signed in.
pub async fn all(app: &App, caller: &Caller) -> Result<OwnSessions> {
    let now = app.clock.now();
    let mut reader = app.db.read().await?;
    let mut phones = BTreeSet::new();
    let mut sessions = Vec::new();
    for open in tokens::open_of(&mut reader, caller.account.id, now).await? {
        let ends_at = ends_at(open.device, open.used_at, open.expires_at);
        let is_this = open.hash == caller.token;
        // A phone that renewed holds two for a while; its newest stands for it.
        let is_known = open.device.is_some_and(|device| !phones.insert(device));
        if ends_at > now && (is_this || !is_known) {
            sessions.push(told(open, is_this, ends_at));
        }
    }
    let second_factor = second_factor::own(app, &mut reader, &caller.account).await?;
    let idle_minutes = u32::try_from(IDLE_MS / 60_000).unwrap_or(u32::MAX);
    Ok(OwnSessions { sessions, idle_minutes, second_factor })
}

fn told(open: Open, is_this: bool, ends_at: Instant) -> OwnSession {
    OwnSession {
        id: name(&open.hash),
        is_this,
        device: open.device,
        made_at: open.made_at,
        used_at: open.used_at,
        ends_at,
        address: open.address,
        agent: open.agent,
    }
}

/// Names a session. The hash that a token is looked up by leaves the server as little as the token.
fn name(hash: &str) -> String {
    Sha256::of(format!("session {hash}").as_bytes()).as_str().chars().take(32).collect()
}

/// Ends one of the caller's sessions; on a phone all that it holds.
pub async fn end(app: &App, caller: &Caller, id: &str) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let open = tokens::open_of(&mut tx, caller.account.id, now).await?;
    let Some(open) = open.into_iter().find(|open| name(&open.hash) == id) else {
        return refuse(Code::NotFound, "no such session of yours");
    };
    match open.device {
        Some(device) => tokens::revoke_on(&mut tx, device, caller.account.id, now).await?,
        None => tokens::revoke_token(&mut tx, &open.hash, now).await?,
    }
    note(app, &mut tx, &caller.account, "session_end").await?;
    tx.commit().await
}

/// Ends all of the caller's sessions but the one that asks.
pub async fn end_others(app: &App, caller: &Caller) -> Result<()> {
    let mut tx = app.db.write().await?;
    tokens::revoke_all_but(&mut tx, caller.account.id, &caller.token, app.clock.now()).await?;
    note(app, &mut tx, &caller.account, "session_end_others").await?;
    tx.commit().await
}

/// Checks the caller's password once more: an open desk is not enough for what comes now. Failures count as those of a
/// sign-in.
pub async fn prove(app: &App, caller: &Caller, address: IpAddr, password: &str) -> Result<()> {
    let now = app.clock.now();
    let user = &caller.account.user;
    app.attempts.check(address, user.as_str(), now)?;
    let name = Name::of(user.as_str());
    let _turn = app.attempts.turns.take(&name).await;
    lock::check(app, &name, now).await?;
    let stored = accounts::by_user(&mut *app.db.read().await?, user.as_str()).await?;
    let stored = stored.ok_or(Error::from(Code::NotSignedIn))?;
    if !password::fits(password, &stored.password_hash).await? {
        app.attempts.failed(address, user.as_str(), now);
        lock::failed(app, &name, Some(&caller.account), "password", now).await?;
        return Err(Code::BadCredentials.into());
    }
    Ok(())
}

/// Gives the caller another password and ends every other session.
pub async fn change_password(app: &App, caller: &Caller, address: IpAddr, change: &PasswordChange) -> Result<()> {
    prove(app, caller, address, &change.old).await?;
    password::check(&caller.account.user, &change.new)?;
    if change.old == change.new {
        return refuse(Code::BadValue, "new: the same password as before");
    }
    let hash = password::hash(&change.new, app.config.password_cost, &*app.random).await?;
    let mut tx = app.db.write().await?;
    accounts::set_password(&mut tx, caller.account.id, &hash).await?;
    tokens::revoke_all_but(&mut tx, caller.account.id, &caller.token, app.clock.now()).await?;
    note(app, &mut tx, &caller.account, "account_password").await?;
    tx.commit().await
}

/// Returns the accounts within reach that are locked or have a second factor.
pub async fn guards(app: &App, caller: &Caller, after: &str, most: u32) -> Result<GuardList> {
    let area = caller.area()?;
    let now = app.clock.now();
    let most = most.clamp(1, MOST);
    let mut found = failures::guarded(&mut *app.db.read().await?, area, after, most.saturating_add(1), now).await?;
    let has_more = u32::try_from(found.len()).unwrap_or(u32::MAX) > most;
    found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let guards: Vec<Guard> = found
        .into_iter()
        .map(|one| Guard {
            account: one.account.id,
            user: one.account.user,
            name: one.account.name,
            role: one.account.role,
            jurisdiction: one.account.jurisdiction,
            failures: u32::try_from(one.failures).unwrap_or(0),
            locked_until: one.locked_until,
            second_factor: one.has_factor,
        })
        .collect();
    let next = guards.last().filter(|_| has_more).map(|guard| guard.user.clone());
    Ok(GuardList { guards, next })
}

/// Lifts the lock of an account within the caller's reach.
pub async fn unlock(app: &App, tx: &mut Tx, caller: &Caller, id: AccountId) -> Result<()> {
    let account = accounts::find(tx, id).await?.filter(|account| caller.looks_after(&account.jurisdiction));
    let account = account.ok_or(Error::from(Code::NotFound))?;
    lock::clear(tx, &Name::of(account.user.as_str())).await?;
    app.attempts.forget(account.user.as_str());
    let record = Record {
        actor: &caller.account.actor(),
        area: &account.jurisdiction,
        action: "account_unlock",
        subject: format!("account {}", account.user),
        operation: None,
        detail: String::new(),
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

async fn note(app: &App, tx: &mut Tx, account: &Account, action: &str) -> Result<()> {
    let record = Record {
        actor: &account.actor(),
        area: &account.jurisdiction,
        action,
        subject: format!("account {}", account.user),
        operation: None,
        detail: String::new(),
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

#[cfg(test)]
mod tests {
    use shared::ids::{DeviceId, Sha256};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{IDLE_MS, ends_at, name};

    #[test]
    fn a_silent_desk_ends_and_a_silent_phone_does_not() {
        let at = Instant::from_ms;
        assert_eq!(ends_at(None, at(1_000), at(IDLE_MS * 9)), at(1_000 + IDLE_MS));
        assert_eq!(ends_at(None, at(1_000), at(2_000)), at(2_000));
        assert_eq!(ends_at(Some(DeviceId(Uuid::from_u128(1))), at(1_000), at(IDLE_MS * 9)), at(IDLE_MS * 9));
    }

    #[test]
    fn a_sessions_name_is_not_the_hash_it_is_found_by() {
        let hash = Sha256::of(b"token");
        let name = name(hash.as_str());
        assert_eq!(name.len(), 32);
        assert!(!hash.as_str().contains(&name));
    }
}
