//! `/api/v1/session`: people and devices sign in, renew and sign out.

use std::net::SocketAddr;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use shared::api::session::{Challenge, ChallengeRequest, Enrolment, Renewal, Session, SignIn};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use super::caller::Caller;
use super::session::{COOKIE_NAME, CSRF_HEADER, expires_at};
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::body::Body;
use crate::http::error::{Failure, no_content};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, current, sign_out))
        .routes(routes!(challenge))
        .routes(routes!(renew))
        .routes(routes!(enroll))
}

/// Sign in with a password.
///
/// A browser sends `X-Xunge-Console: 1` and gets its session as a cookie; the token in the answer is then empty.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn, security(()),
    responses((status = 200, body = Session)))]
async fn sign_in(
    State(app): State<App>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Body(request): Body<SignIn>,
) -> std::result::Result<Response, Failure> {
    let session = actions::sign_in(&app, address.ip(), &request).await?;
    Ok(if headers.contains_key(CSRF_HEADER) { with_cookie(&app, session)? } else { answer(&session) })
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    responses((status = 200, body = Session)))]
async fn current(State(app): State<App>, caller: Caller) -> std::result::Result<Response, Failure> {
    let expires = expires_at(&app, &caller).await?;
    let session = Session {
        token: String::new(),
        expires,
        server: app.facts.clone(),
        account: actions::facts(&app, &caller.account),
    };
    Ok(answer(&session))
}

/// Sign out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    responses((status = 204)))]
async fn sign_out(State(app): State<App>, caller: Caller) -> std::result::Result<Response, Failure> {
    actions::sign_out(&app, &caller).await?;
    let mut response = no_content();
    let gone = HeaderValue::from_static("xunge_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    response.headers_mut().insert(SET_COOKIE, gone);
    Ok(response)
}

/// A device asks for something to sign.
#[utoipa::path(post, path = "/api/v1/session/challenge", tag = "session", request_body = ChallengeRequest, security(()),
    responses((status = 200, body = Challenge)))]
async fn challenge(
    State(app): State<App>,
    Body(request): Body<ChallengeRequest>,
) -> std::result::Result<Json<Challenge>, Failure> {
    Ok(Json(actions::challenge(&app, request.device).await?))
}

/// A device renews its session with its key.
#[utoipa::path(post, path = "/api/v1/session/renew", tag = "session", request_body = Renewal, security(()),
    responses((status = 200, body = Session)))]
async fn renew(State(app): State<App>, Body(request): Body<Renewal>) -> std::result::Result<Response, Failure> {
    Ok(answer(&actions::renew(&app, &request).await?))
}

/// A device redeems an enrolment link.
#[utoipa::path(post, path = "/api/v1/session/enroll", tag = "session", request_body = Enrolment, security(()),
    responses((status = 200, body = Session)))]
async fn enroll(State(app): State<App>, Body(request): Body<Enrolment>) -> std::result::Result<Response, Failure> {
    Ok(answer(&actions::enroll(&app, &request).await?))
}

fn answer(session: &Session) -> Response {
    ([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(session)).into_response()
}

fn with_cookie(app: &App, mut session: Session) -> Result<Response> {
    let secure = if app.config.tls { "; Secure" } else { "" };
    let age = actions::TOKEN_MS / 1000;
    let token = std::mem::take(&mut session.token);
    let cookie = format!("{COOKIE_NAME}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(|error| Error::Fault(error.into()))?;
    let mut response = answer(&session);
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}
