//! Signing in and out, renewing, enrolling; adding and changing accounts.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use shared::account::Actor;
use shared::api::session::{AccountFacts, Challenge, DeviceKey, Enrolment, Renewal, Session, SignIn};
use shared::ids::{AccountId, DeviceId, JurisdictionId, Sha256};
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::caller::{Account, Caller, Device};
use super::lock::{self, Name};
use super::origin::Origin;
use super::people::enrolments;
use super::second_factor::{self, Shown};
use super::store::accounts::{self as store, Stored};
use super::store::{devices, rights, tokens};
use super::{password, sessions};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

/// How long a device's token is good for; the device renews it with its key.
pub const TOKEN_MS: i64 = 24 * 3_600_000;
/// How long somebody stays signed in at a desk at the most, however busy it is.
pub const DESK_MS: i64 = 7 * 24 * 3_600_000;
const CHALLENGE_MS: i64 = 5 * 60_000;
/// How long an enrolment link is good for.
pub const ENROLMENT_MS: i64 = 7 * 24 * 3_600_000;

/// Signs a person in with a password, and a one-time code where the account has a second factor.
pub async fn sign_in(app: &App, origin: &Origin, request: &SignIn) -> Result<Session> {
    let now = app.clock.now();
    app.attempts.check(origin.ip, &request.user, now)?;
    let stored = store::by_user(&mut *app.db.read().await?, &request.user).await?;
    let known = stored.as_ref().map(|stored| stored.account.clone());
    let name = Name::of(&request.user);
    let _turn = app.attempts.turns.take(&name).await;
    lock::check(app, &name, now).await?;
    // An unknown name takes as long as a wrong password, so that neither the answer nor its time tells them apart.
    let hash = stored.as_ref().map_or(app.decoy_hash.as_str(), |stored| stored.password_hash.as_str());
    let fits = password::fits(&request.password, hash).await?;
    let Some(account) = known.as_ref().filter(|_| fits) else {
        app.attempts.failed(origin.ip, &request.user, now);
        lock::failed(app, &name, known.as_ref(), "password", now).await?;
        return Err(Code::BadCredentials.into());
    };
    if account.disabled {
        return Err(Code::AccountDisabled.into());
    }
    match second_factor::look(app, account, request.code.as_deref(), now).await? {
        Shown::Enough => {}
        Shown::Nothing => return Err(Code::SecondFactorNeeded.into()),
        Shown::Wrong => {
            app.attempts.failed(origin.ip, &request.user, now);
            lock::failed(app, &name, Some(account), "second_factor", now).await?;
            return Err(Code::SecondFactorWrong.into());
        }
    }
    let mut tx = app.db.write().await?;
    // Looked at once more: while the hash was computed the password may have been taken away, or a code asked for.
    let still = store::by_user(&mut tx, &request.user).await?;
    let still = still.filter(|still| !still.account.disabled && still.password_hash == hash);
    let Some(Stored { account, .. }) = still else { return Err(Code::BadCredentials.into()) };
    if request.code.is_none() && second_factor::is_on(&mut tx, account.id).await? {
        return Err(Code::SecondFactorNeeded.into());
    }
    lock::clear(&mut tx, &name).await?;
    let session = open(app, &mut tx, &account, request.device.as_ref(), origin, now).await?;
    tx.commit().await?;
    Ok(session)
}

/// Gives a device something to sign.
pub async fn challenge(app: &App, device: DeviceId) -> Result<Challenge> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    known(&mut tx, device).await?;
    let challenge = app.random.secret();
    let expires = now.plus_ms(CHALLENGE_MS);
    tokens::insert_challenge(&mut tx, &challenge, device, now, expires).await?;
    tx.commit().await?;
    Ok(Challenge { challenge, expires })
}

/// Opens a session for a device that signed its challenge.
pub async fn renew(app: &App, origin: &Origin, request: &Renewal) -> Result<Session> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let device = known(&mut tx, request.device).await?;
    if !tokens::take_challenge(&mut tx, &request.challenge, request.device, now).await? {
        return refuse(Code::BadSignature, "the challenge is unknown, used or too old");
    }
    let key = verifying_key(&device.public_key)?;
    let raw = BASE64.decode(&request.signature).map_err(|_| Error::from(Code::BadSignature))?;
    let signature = Signature::from_slice(&raw).map_err(|_| Error::from(Code::BadSignature))?;
    key.verify(request.challenge.as_bytes(), &signature).map_err(|_| Error::from(Code::BadSignature))?;
    let account = store::find(&mut tx, device.account).await?.ok_or(Error::from(Code::NotSignedIn))?;
    if account.disabled {
        return Err(Code::AccountDisabled.into());
    }
    let session = token(app, &mut tx, &account, Some(request.device), origin, now).await?;
    tx.commit().await?;
    Ok(session)
}

/// Opens a session for whoever holds an enrolment link, to an account that no second factor guards.
pub async fn enroll(app: &App, origin: &Origin, request: &Enrolment) -> Result<Session> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let code = Sha256::of(request.code.trim().as_bytes());
    let Some(id) = tokens::take_enrolment(&mut tx, code.as_str(), now).await? else {
        return refuse(Code::BadCredentials, "the enrolment link is unknown, used or too old");
    };
    if request.only_for.is_some_and(|only| only != id) {
        // Nothing is committed: once that work is at the server, the same link opens the session.
        return refuse(Code::UnsentWork, "the link is for another account than the one whose work lies on this device");
    }
    let account = store::find(&mut tx, id).await?.ok_or(Error::from(Code::BadCredentials))?;
    if account.disabled {
        return Err(Code::AccountDisabled.into());
    }
    // Looked at once more: since the link was made somebody may have got a second factor, or come to need one.
    second_factor::bars_links(app, &mut tx, &account).await?;
    let session = open(app, &mut tx, &account, Some(&request.device), origin, now).await?;
    tx.commit().await?;
    Ok(session)
}

/// Ends the caller's session.
pub async fn sign_out(app: &App, caller: &Caller) -> Result<()> {
    let mut tx = app.db.write().await?;
    tokens::revoke_token(&mut tx, &caller.token, app.clock.now()).await?;
    tx.commit().await
}

/// Returns what a caller is told about itself.
pub fn facts(app: &App, account: &Account) -> AccountFacts {
    let city = app.city();
    let settings = city.settings(&account.jurisdiction);
    AccountFacts {
        id: account.id,
        user: account.user.clone(),
        name: account.name.clone(),
        role: account.role,
        jurisdiction: account.jurisdiction.clone(),
        jurisdiction_name: city.name_of(&account.jurisdiction),
        unit: account.unit.clone(),
        training: settings.training,
        zone: settings.zone.clone(),
    }
}

/// Adds an account.
pub async fn add(app: &App, tx: &mut Tx, account: &Account, password: &str, by: &Actor) -> Result<()> {
    password::check(&account.user, password)?;
    if store::by_user(tx, account.user.as_str()).await?.is_some() {
        return refuse(Code::BadValue, format!("the user name {} is taken", account.user));
    }
    let now = app.clock.now();
    let hash = password::hash(password, app.config.password_cost, &*app.random).await?;
    store::insert(tx, account, &hash, now).await?;
    note(app, tx, account, "account_add", by, now).await
}

/// Changes what an account is; a disabled one loses its sessions. What it was until now stays known, because what was
/// made while it had a right is judged by that right; and its scope begins anew.
pub async fn change(app: &App, tx: &mut Tx, account: &Account, by: &Actor) -> Result<()> {
    change_noting(app, tx, account, account.role.as_str().to_owned(), by).await
}

/// The same with what the ledger says of it.
pub async fn change_noting(app: &App, tx: &mut Tx, account: &Account, detail: String, by: &Actor) -> Result<()> {
    let now = app.clock.now();
    let before = store::find(tx, account.id).await?;
    store::update(tx, account).await?;
    if before.as_ref().is_some_and(|before| before.jurisdiction != account.jurisdiction) {
        // A phone that is silent is on the board of those whose it is now, and of nobody else.
        devices::follow(tx, account).await?;
    }
    if let Some(before) = before.filter(|before| !same_rights(before, account)) {
        rights::keep(tx, &before, account, now).await?;
        store::begin_scope(tx, account.id).await?;
    }
    if account.disabled {
        tokens::revoke_account(tx, account.id, now).await?;
    }
    let action = if account.disabled { "account_disable" } else { "account_set" };
    noting(app, tx, account, Noted { action, detail }, by, now).await
}

fn same_rights(one: &Account, other: &Account) -> bool {
    one.role == other.role
        && one.jurisdiction == other.jurisdiction
        && one.unit == other.unit
        && one.disabled == other.disabled
}

/// Returns the account as it was at a moment; as it is now where nothing else is known.
pub async fn as_of(connection: &mut AnyConnection, account: &Account, moment: Instant) -> Result<Account> {
    rights::as_of(connection, account, moment).await
}

/// Returns the duty grids that an account walks.
pub async fn grids(connection: &mut AnyConnection, id: AccountId) -> Result<Vec<String>> {
    store::grids(connection, id).await
}

/// Returns the version of an account's scope: it rises when what the account may see changes.
pub async fn scope_version(connection: &mut AnyConnection, id: AccountId) -> Result<u64> {
    store::scope_version(connection, id).await
}

async fn note(app: &App, tx: &mut Tx, account: &Account, action: &'static str, by: &Actor, now: Instant) -> Result<()> {
    noting(app, tx, account, Noted { action, detail: account.role.as_str().to_owned() }, by, now).await
}

/// What the ledger says that was done with an account.
pub struct Noted {
    /// The word of the action.
    pub action: &'static str,
    /// What else must be known later.
    pub detail: String,
}

/// Writes down what was done with an account.
pub async fn noting(app: &App, tx: &mut Tx, account: &Account, noted: Noted, by: &Actor, now: Instant) -> Result<()> {
    let record = Record {
        actor: by,
        area: &account.jurisdiction,
        action: noted.action,
        subject: format!("account {}", account.user),
        operation: None,
        detail: noted.detail,
    };
    audit::record(tx, &*app.random, now, record).await
}

/// Makes an enrolment code for an account; it is good once, for a week.
pub async fn enrolment(app: &App, tx: &mut Tx, account: &Account, by: &Actor) -> Result<String> {
    Ok(enrolments::make(app, tx, account, by, ENROLMENT_MS).await?.code)
}

/// Withdraws a device: its sessions end at once and its key opens no new one.
pub async fn revoke_device(app: &App, tx: &mut Tx, id: DeviceId, by: &Actor) -> Result<()> {
    let now = app.clock.now();
    let device = devices::find(tx, id).await?.ok_or(Error::from(Code::NotFound))?;
    let account = store::find(tx, device.account).await?.ok_or(Error::from(Code::NotFound))?;
    if devices::revoke(tx, id, now).await? {
        let record = Record {
            actor: by,
            area: &account.jurisdiction,
            action: "device_revoke",
            subject: format!("device {id}"),
            operation: None,
            detail: String::new(),
        };
        audit::record(tx, &*app.random, now, record).await?;
    }
    Ok(())
}

/// Returns whom the account works for that is signed in on a device.
pub async fn area_of_device(connection: &mut AnyConnection, id: DeviceId) -> Result<Option<JurisdictionId>> {
    let Some(device) = devices::find(connection, id).await? else { return Ok(None) };
    Ok(store::find(connection, device.account).await?.map(|account| account.jurisdiction))
}

/// Finds an account.
pub async fn find(connection: &mut AnyConnection, id: AccountId) -> Result<Option<Account>> {
    store::find(connection, id).await
}

/// Keeps other transactions that hold this account waiting until this one ends.
pub async fn hold(tx: &mut Tx, id: AccountId) -> Result<()> {
    store::hold(tx, id).await
}

/// Finds an account by its user name.
pub async fn by_user(connection: &mut AnyConnection, user: &str) -> Result<Option<Account>> {
    Ok(store::by_user(connection, user).await?.map(|stored| stored.account))
}

/// Finds a device.
pub async fn device(connection: &mut AnyConnection, id: DeviceId) -> Result<Option<Device>> {
    devices::find(connection, id).await
}

/// Removes tokens that ended before the moment.
pub async fn forget_tokens(tx: &mut Tx, before: Instant) -> Result<()> {
    tokens::forget_tokens(tx, before).await
}

/// Opens a session, registering the device that it is opened on.
async fn open(
    app: &App,
    tx: &mut Tx,
    account: &Account,
    device: Option<&DeviceKey>,
    origin: &Origin,
    now: Instant,
) -> Result<Session> {
    if let Some(key) = device {
        verifying_key(&key.public_key)?;
        register(app, tx, account, key, now).await?;
        tokens::revoke_others_on(tx, key.id, account.id, now).await?;
    }
    token(app, tx, account, device.map(|key| key.id), origin, now).await
}

async fn token(
    app: &App,
    tx: &mut Tx,
    account: &Account,
    device: Option<DeviceId>,
    origin: &Origin,
    now: Instant,
) -> Result<Session> {
    let secret = app.random.secret();
    let last = now.plus_ms(if device.is_some() { TOKEN_MS } else { DESK_MS });
    let hash = Sha256::of(secret.as_bytes());
    tokens::insert_token(tx, hash.as_str(), account, device, origin, now, last).await?;
    let record = Record {
        actor: &account.actor(),
        area: &account.jurisdiction,
        action: "sign_in",
        subject: device.map_or_else(|| "desk".to_owned(), |id| format!("device {id}")),
        operation: None,
        detail: String::new(),
    };
    audit::record(tx, &*app.random, now, record).await?;
    let second_factor_missing =
        second_factor::is_required(app, account) && !second_factor::is_on(tx, account.id).await?;
    Ok(Session {
        token: secret,
        expires: sessions::ends_at(device, now, last),
        server: app.facts.clone(),
        account: facts(app, account),
        second_factor_missing,
    })
}

/// Makes a device known, or checks that it is the one that is known.
async fn register(app: &App, tx: &mut Tx, account: &Account, key: &DeviceKey, now: Instant) -> Result<()> {
    match devices::find(tx, key.id).await? {
        None => {
            devices::insert(tx, key.id, &key.public_key, account, now).await?;
            let record = Record {
                actor: &account.actor(),
                area: &account.jurisdiction,
                action: "device_enrol",
                subject: format!("device {}", key.id),
                operation: None,
                detail: key.public_key.clone(),
            };
            audit::record(tx, &*app.random, now, record).await
        }
        Some(known) if known.revoked_at.is_some() => Err(Code::DeviceRevoked.into()),
        Some(known) if known.public_key != key.public_key => {
            refuse(Code::BadSignature, "another key is known for this device id; a new installation makes a new id")
        }
        Some(_) => devices::hand_over(tx, key.id, account).await,
    }
}

async fn known(tx: &mut Tx, device: DeviceId) -> Result<Device> {
    let device = devices::find(tx, device).await?.ok_or(Error::from(Code::DeviceUnknown))?;
    if device.revoked_at.is_some() { Err(Code::DeviceRevoked.into()) } else { Ok(device) }
}

/// Reads a device's public key.
pub fn verifying_key(text: &str) -> Result<VerifyingKey> {
    let bad = || refuse(Code::BadSignature, "the device's public key is not 32 bytes of Ed25519 in base64");
    let Ok(raw) = BASE64.decode(text) else { return bad() };
    let Ok(raw) = <[u8; 32]>::try_from(raw) else { return bad() };
    VerifyingKey::from_bytes(&raw).or_else(|_| bad())
}

/// Returns every account.
pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Account>> {
    store::all(connection).await
}

/// Says which duty grids an account walks, in place of those before; with others its scope begins anew.
pub async fn assign_grids(tx: &mut Tx, account: &Account, grids: &[String]) -> Result<()> {
    let before: BTreeSet<String> = store::grids(tx, account.id).await?.into_iter().collect();
    store::set_grids(tx, account, grids).await?;
    if before != grids.iter().cloned().collect() {
        store::begin_scope(tx, account.id).await?;
    }
    Ok(())
}

/// Gives an account another password.
pub async fn set_password(app: &App, tx: &mut Tx, account: &Account, password: &str, by: &Actor) -> Result<()> {
    password::check(&account.user, password)?;
    let hash = password::hash(password, app.config.password_cost, &*app.random).await?;
    store::set_password(tx, account.id, &hash).await?;
    note(app, tx, account, "account_password", by, app.clock.now()).await
}

/// Enters an account of the training city, whose password was hashed once for all of them.
pub async fn enter(tx: &mut Tx, account: &Account, hash: &str, grids: &[String], now: Instant) -> Result<()> {
    store::insert(tx, account, hash, now).await?;
    store::set_grids(tx, account, grids).await
}
