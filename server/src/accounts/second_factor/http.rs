//! `/api/v1/session/second-factor`: one's own second factor, and somebody else's taken away.

use axum::extract::{Path, State};
use axum::response::Response;
use shared::account::Right;
use shared::api::session::{FactorBegin, FactorCode, FactorSecret, RecoveryCodes};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::caller::Caller;
use crate::accounts::http::told_once;
use crate::accounts::origin::Origin;
use crate::accounts::session::Known;
use crate::accounts::sessions;
use crate::app::App;
use crate::http::body::{Body, id};
use crate::http::error::{Failure, no_content};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(begin)).routes(routes!(confirm)).routes(routes!(end)).routes(routes!(reset))
}

/// Begin with a second factor: its secret, told once. It counts once `confirm` was shown a code of it.
#[utoipa::path(post, path = "/api/v1/session/second-factor", tag = "session", request_body = FactorBegin,
    responses((status = 200, body = FactorSecret)))]
async fn begin(
    State(app): State<App>,
    Known(caller): Known,
    origin: Origin,
    Body(request): Body<FactorBegin>,
) -> Result<Response, Failure> {
    sessions::prove(&app, &caller, origin.ip, &request.password).await?;
    Ok(told_once(&super::begin(&app, &caller).await?))
}

/// Turn the second factor on with a code of it. Every other session of the account ends; the recovery codes are told once.
#[utoipa::path(post, path = "/api/v1/session/second-factor/confirm", tag = "session", request_body = FactorCode,
    responses((status = 200, body = RecoveryCodes)))]
async fn confirm(
    State(app): State<App>,
    Known(caller): Known,
    Body(request): Body<FactorCode>,
) -> Result<Response, Failure> {
    Ok(told_once(&super::confirm(&app, &caller, &request.code).await?))
}

/// Turn the second factor off, with a code of it or a recovery code.
#[utoipa::path(post, path = "/api/v1/session/second-factor/end", tag = "session", request_body = FactorCode,
    responses((status = 204)))]
async fn end(
    State(app): State<App>,
    Known(caller): Known,
    Body(request): Body<FactorCode>,
) -> Result<Response, Failure> {
    super::end(&app, &caller, &request.code).await?;
    Ok(no_content())
}

/// Take somebody's second factor away, and end their sessions: for administrators of the city.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/second-factor", tag = "session",
    params(("id" = String, Path, description = "The account", format = "uuid")),
    responses((status = 204)))]
async fn reset(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Response, Failure> {
    caller.may(Right::ManageAccounts)?;
    let mut tx = app.db.write().await?;
    super::reset_of(&app, &mut tx, &caller, id(&text)?).await?;
    tx.commit().await?;
    Ok(no_content())
}
