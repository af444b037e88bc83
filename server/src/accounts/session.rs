//! From what a request shows to who its caller is.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use shared::api::session::Session;
use shared::ids::Sha256;
use shared::refusal::Code;
use shared::time::Instant;

use super::actions;
use super::caller::Caller;
use super::limits::Whose;
use super::second_factor;
use super::sessions::{USED_EVERY_MS, ends_at};
use super::store::tokens::{self, Token};
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::error::Failure;

/// The console's cookie.
pub const COOKIE_NAME: &str = "xunge_session";
/// The same under TLS: a browser takes a cookie of this name only from this very server, over TLS, for all its paths.
pub const SECURE_COOKIE_NAME: &str = "__Host-xunge_session";
/// The header that a page of ours sets and a foreign page cannot.
pub const CSRF_HEADER: &str = "x-xunge-console";

/// What a request shows.
enum Shown {
    Bearer(String),
    Cookie(String),
}

/// A caller who may still have to set up a second factor: for what one does to one's own sign-in, and for nothing else.
pub struct Known(pub Caller);

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Failure> {
        let (caller, token) = authenticate(app, parts).await?;
        if !token.has_factor && second_factor::is_required(app, &caller.account) {
            return Err(Code::SecondFactorMissing.into());
        }
        Ok(caller)
    }
}

impl FromRequestParts<App> for Known {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Failure> {
        Ok(Self(authenticate(app, parts).await?.0))
    }
}

/// Returns the name of the console's cookie.
pub fn cookie_name(app: &App) -> &'static str {
    if app.config.tls { SECURE_COOKIE_NAME } else { COOKIE_NAME }
}

/// Finds out who is calling, or refuses.
async fn authenticate(app: &App, parts: &Parts) -> Result<(Caller, Token)> {
    let (method, headers) = (&parts.method, &parts.headers);
    let secret = match shown(headers, cookie_name(app)) {
        Some(Shown::Bearer(secret)) => secret,
        Some(Shown::Cookie(secret)) => {
            // A browser sends the cookie by itself, so what changes something must show that a page of ours asked.
            let changes = !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
            if changes && !headers.contains_key(CSRF_HEADER) {
                return Err(Code::CsrfMissing.into());
            }
            secret
        }
        None => return Err(Code::NotSignedIn.into()),
    };
    let hash = Sha256::of(secret.as_bytes()).to_string();
    let mut reader = app.db.read().await?;
    let token = tokens::token(&mut reader, &hash).await?.ok_or(Error::from(Code::NotSignedIn))?;
    if token.device_revoked_at.is_some() {
        return Err(Code::DeviceRevoked.into());
    }
    if token.account.disabled {
        return Err(Code::AccountDisabled.into());
    }
    if token.revoked_at.is_some() {
        return Err(Code::TokenRevoked.into());
    }
    let now = app.clock.now();
    if ends_at(token.device, token.used_at, token.expires_at) <= now {
        return Err(Code::TokenExpired.into());
    }
    drop(reader);
    let (whose, per_minute) = match token.device {
        Some(device) => (Whose::Device(device), app.config.device_per_minute),
        None => (Whose::Desk(token.account.id), app.config.desk_per_minute),
    };
    app.limits.take(whose, per_minute, method, parts.uri.path(), now)?;
    if now.since(token.used_at) >= USED_EVERY_MS {
        // Whoever only looks must not be turned away because nothing can be written.
        if let Err(error) = used(app, &hash, now).await {
            tracing::debug!(error = %error, "It was not written down that a session is used");
        }
    }
    let reach = token.account.reach(app.city().city_id());
    let caller = Caller { account: token.account.clone(), device: token.device, token: hash, reach };
    Ok((caller, token))
}

async fn used(app: &App, hash: &str, now: Instant) -> Result<()> {
    let mut tx = app.db.write().await?;
    tokens::used(&mut tx, hash, now).await?;
    tx.commit().await
}

/// Returns what a caller is told of their own session.
pub async fn current(app: &App, caller: &Caller) -> Result<Session> {
    let token = tokens::token(&mut *app.db.read().await?, &caller.token).await?;
    let token = token.ok_or(Error::from(Code::NotSignedIn))?;
    Ok(Session {
        token: String::new(),
        expires: ends_at(token.device, token.used_at, token.expires_at),
        server: app.facts.clone(),
        account: actions::facts(app, &caller.account),
        second_factor_missing: !token.has_factor && second_factor::is_required(app, &caller.account),
    })
}

/// Says whether a session still is what it was when its caller was let in: for answers that take long.
pub async fn holds(app: &App, caller: &Caller) -> Result<bool> {
    let token = tokens::token(&mut *app.db.read().await?, &caller.token).await?;
    Ok(token.is_some_and(|token| {
        let is_good = token.device_revoked_at.is_none() && token.revoked_at.is_none() && !token.account.disabled;
        let is_same = token.account.role == caller.account.role
            && token.account.jurisdiction == caller.account.jurisdiction
            && token.account.unit == caller.account.unit;
        is_good && is_same && ends_at(token.device, token.used_at, token.expires_at) > app.clock.now()
    }))
}

fn shown(headers: &HeaderMap, cookie: &str) -> Option<Shown> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(bearer) = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(Shown::Bearer(bearer.trim().to_owned()));
    }
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == cookie)
        .map(|(_, value)| Shown::Cookie(value.to_owned()))
}
