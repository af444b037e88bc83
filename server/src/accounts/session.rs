//! From what a request shows to who its caller is.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use shared::ids::Sha256;
use shared::refusal::Code;
use shared::time::Instant;

use super::caller::Caller;
use super::store::tokens;
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::error::Failure;

/// The console's cookie.
pub const COOKIE_NAME: &str = "xunge_session";
/// The header that a page of ours sets and a foreign page cannot.
pub const CSRF_HEADER: &str = "x-xunge-console";

/// What a request shows.
enum Shown {
    Bearer(String),
    Cookie(String),
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> std::result::Result<Self, Failure> {
        Ok(authenticate(app, &parts.method, &parts.headers).await?)
    }
}

/// Finds out who is calling, or refuses.
pub async fn authenticate(app: &App, method: &Method, headers: &HeaderMap) -> Result<Caller> {
    let secret = match shown(headers) {
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
    if token.expires_at <= app.clock.now() {
        return Err(Code::TokenExpired.into());
    }
    let reach = token.account.reach(app.city().city_id());
    Ok(Caller { account: token.account, device: token.device, token: hash, reach })
}

/// Returns when the caller's session ends.
pub async fn expires_at(app: &App, caller: &Caller) -> Result<Instant> {
    let token = tokens::token(&mut *app.db.read().await?, &caller.token).await?;
    token.map(|token| token.expires_at).ok_or(Code::NotSignedIn.into())
}

/// Says whether a session still is what it was when its caller was let in: for answers that take long.
pub async fn holds(app: &App, caller: &Caller) -> Result<bool> {
    let token = tokens::token(&mut *app.db.read().await?, &caller.token).await?;
    Ok(token.is_some_and(|token| {
        let is_good = token.device_revoked_at.is_none() && token.revoked_at.is_none() && !token.account.disabled;
        let is_same = token.account.role == caller.account.role
            && token.account.jurisdiction == caller.account.jurisdiction
            && token.account.unit == caller.account.unit;
        is_good && is_same && token.expires_at > app.clock.now()
    }))
}

fn shown(headers: &HeaderMap) -> Option<Shown> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(bearer) = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(Shown::Bearer(bearer.trim().to_owned()));
    }
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE_NAME)
        .map(|(_, value)| Shown::Cookie(value.to_owned()))
}
