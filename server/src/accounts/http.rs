//! `/api/v1/session`: people and devices sign in, renew and sign out.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use shared::account::Right;
use shared::api::session::{
    Challenge, ChallengeRequest, Enrolment, GuardList, OwnSessions, PasswordChange, Renewal, Session, SignIn,
};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::Caller;
use super::origin::Origin;
use super::session::{self, CSRF_HEADER, Known, cookie_name};
use super::{actions, second_factor, sessions};
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::body::{Body, id, words};
use crate::http::error::{Failure, no_content};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, current, sign_out))
        .routes(routes!(challenge))
        .routes(routes!(renew))
        .routes(routes!(enroll))
        .routes(routes!(all, end_others))
        .routes(routes!(end))
        .routes(routes!(change_password))
        .routes(routes!(guards))
        .routes(routes!(unlock))
        .merge(second_factor::http::routes())
}

/// Sign in with a password.
///
/// A browser sends `X-Xunge-Console: 1` and gets its session as a cookie; the token in the answer is then empty.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignIn, security(()),
    responses((status = 200, body = Session)))]
async fn sign_in(
    State(app): State<App>,
    origin: Origin,
    headers: HeaderMap,
    Body(request): Body<SignIn>,
) -> std::result::Result<Response, Failure> {
    let session = actions::sign_in(&app, &origin, &request).await?;
    Ok(if headers.contains_key(CSRF_HEADER) { with_cookie(&app, session)? } else { told_once(&session) })
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    responses((status = 200, body = Session)))]
async fn current(State(app): State<App>, Known(caller): Known) -> std::result::Result<Response, Failure> {
    Ok(told_once(&session::current(&app, &caller).await?))
}

/// Sign out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    responses((status = 204)))]
async fn sign_out(State(app): State<App>, Known(caller): Known) -> std::result::Result<Response, Failure> {
    actions::sign_out(&app, &caller).await?;
    let mut response = no_content();
    response.headers_mut().insert(SET_COOKIE, cookie(&app, "", 0)?);
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
async fn renew(
    State(app): State<App>,
    origin: Origin,
    Body(request): Body<Renewal>,
) -> std::result::Result<Response, Failure> {
    Ok(told_once(&actions::renew(&app, &origin, &request).await?))
}

/// A device redeems an enrolment link.
#[utoipa::path(post, path = "/api/v1/session/enroll", tag = "session", request_body = Enrolment, security(()),
    responses((status = 200, body = Session)))]
async fn enroll(
    State(app): State<App>,
    origin: Origin,
    Body(request): Body<Enrolment>,
) -> std::result::Result<Response, Failure> {
    Ok(told_once(&actions::enroll(&app, &origin, &request).await?))
}

/// Where the caller is signed in, and how they may sign in.
#[utoipa::path(get, path = "/api/v1/session/all", tag = "session",
    responses((status = 200, body = OwnSessions)))]
async fn all(State(app): State<App>, Known(caller): Known) -> std::result::Result<Response, Failure> {
    Ok(told_once(&sessions::all(&app, &caller).await?))
}

/// End every session of the caller but the one that asks.
#[utoipa::path(delete, path = "/api/v1/session/all", tag = "session",
    responses((status = 204)))]
async fn end_others(State(app): State<App>, Known(caller): Known) -> std::result::Result<Response, Failure> {
    sessions::end_others(&app, &caller).await?;
    Ok(no_content())
}

/// End one of the caller's sessions.
#[utoipa::path(delete, path = "/api/v1/session/{id}", tag = "session",
    params(("id" = String, Path, description = "The session, as the list of sessions names it")),
    responses((status = 204)))]
async fn end(
    State(app): State<App>,
    Known(caller): Known,
    Path(id): Path<String>,
) -> std::result::Result<Response, Failure> {
    sessions::end(&app, &caller, &id).await?;
    Ok(no_content())
}

/// Choose another password for oneself. Every other session ends.
#[utoipa::path(post, path = "/api/v1/session/password", tag = "session", request_body = PasswordChange,
    responses((status = 204)))]
async fn change_password(
    State(app): State<App>,
    Known(caller): Known,
    origin: Origin,
    Body(change): Body<PasswordChange>,
) -> std::result::Result<Response, Failure> {
    sessions::change_password(&app, &caller, origin.ip, &change).await?;
    Ok(no_content())
}

/// Which page of guarded accounts.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// What comes behind this user name: `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<u32>,
}

/// Accounts within reach that are locked for a while or have a second factor; for those who manage accounts.
#[utoipa::path(get, path = "/api/v1/session/guards", tag = "session", params(Wanted),
    responses((status = 200, body = GuardList)))]
async fn guards(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> std::result::Result<Json<GuardList>, Failure> {
    caller.may(Right::ManageAccounts)?;
    let after = words("after", wanted.after.as_deref().unwrap_or_default())?;
    Ok(Json(sessions::guards(&app, &caller, &after, wanted.limit.unwrap_or(sessions::MOST)).await?))
}

/// Lift the lock of an account after failed sign-ins.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/unlock", tag = "session",
    params(("id" = String, Path, description = "The account", format = "uuid")),
    responses((status = 204)))]
async fn unlock(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Response, Failure> {
    caller.may(Right::ManageAccounts)?;
    let mut tx = app.db.write().await?;
    sessions::unlock(&app, &mut tx, &caller, id(&text)?).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Answers something that no browser and no proxy keeps.
pub fn told_once(value: &impl Serialize) -> Response {
    ([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(value)).into_response()
}

fn with_cookie(app: &App, mut session: Session) -> Result<Response> {
    let cookie = cookie(app, &std::mem::take(&mut session.token), actions::DESK_MS / 1_000)?;
    let mut response = told_once(&session);
    response.headers_mut().insert(SET_COOKIE, cookie);
    Ok(response)
}

/// Writes the console's cookie: nothing on a page reads it, and no other site's page sends it.
fn cookie(app: &App, token: &str, age_seconds: i64) -> Result<HeaderValue> {
    let secure = if app.config.tls { "; Secure" } else { "" };
    let name = cookie_name(app);
    let cookie = format!("{name}={token}; Path=/; Max-Age={age_seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&cookie).map_err(|error| Error::Fault(error.into()))
}
