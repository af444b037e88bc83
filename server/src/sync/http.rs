//! `/api/v1/sync`: hello, push, pull and the nudge.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt as _};
use serde::Deserialize;
use shared::sync::digest::{DigestAsk, DigestReply};
use shared::sync::hello::{Hello, HelloReply};
use shared::sync::pull::PullReply;
use shared::sync::push::{Push, PushReply};
use shared::sync::shift::{ShiftAsk, SignedReceipt};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, digest, feed, pull, push, shift};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::Body;
use crate::http::error::Failure;

/// How often an idle line says that it is there: phones give one up that stands still for longer.
const ALIVE: Duration = Duration::from_secs(25);

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(hello))
        .routes(routes!(push_operations))
        .routes(routes!(pull_changes))
        .routes(routes!(compare))
        .routes(routes!(shift_receipt))
        .routes(routes!(events))
}

/// Begin a round, or only say how the device is.
#[utoipa::path(post, path = "/api/v1/sync/hello", tag = "sync", request_body = Hello,
    responses((status = 200, body = HelloReply)))]
async fn hello(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<Hello>,
) -> Result<Json<HelloReply>, Failure> {
    Ok(Json(actions::hello(&app, &caller, &request).await?))
}

/// Hand in operations; each gets its outcome, and a repeat gets the first one again.
#[utoipa::path(post, path = "/api/v1/sync/push", tag = "sync", request_body = Push,
    responses((status = 200, body = PushReply)))]
async fn push_operations(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<Push>,
) -> Result<Json<PushReply>, Failure> {
    Ok(Json(push::push(&app, &caller, &request).await?))
}

/// From where to go on.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Since {
    /// The cursor of the last page; none for everything.
    cursor: Option<String>,
}

/// What changed in the caller's scope.
#[utoipa::path(get, path = "/api/v1/sync/pull", tag = "sync", params(Since),
    responses((status = 200, body = PullReply)))]
async fn pull_changes(
    State(app): State<App>,
    caller: Caller,
    Query(since): Query<Since>,
) -> Result<Json<PullReply>, Failure> {
    Ok(Json(pull::pull(&app, &caller, since.cursor.as_deref()).await?))
}

/// Is what the caller holds what is here? With nothing in it, the sums of everything in its scope.
#[utoipa::path(post, path = "/api/v1/sync/digest", tag = "sync", request_body = DigestAsk,
    responses((status = 200, body = DigestReply)))]
async fn compare(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<DigestAsk>,
) -> Result<Json<DigestReply>, Failure> {
    Ok(Json(digest::digest(&app, &caller, &request).await?))
}

/// A signed receipt for a day's work on the caller's device, if all of it is here.
#[utoipa::path(post, path = "/api/v1/sync/shift-receipt", tag = "sync", request_body = ShiftAsk,
    responses((status = 200, body = SignedReceipt)))]
async fn shift_receipt(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<ShiftAsk>,
) -> Result<Json<SignedReceipt>, Failure> {
    Ok(Json(shift::receipt(&app, &caller, &request).await?))
}

/// A nudge whenever something in the caller's scope changed; what it was is for a pull to say.
#[utoipa::path(get, path = "/api/v1/sync/events", tag = "sync",
    responses((status = 200, body = String, content_type = "text/event-stream")))]
async fn events(
    State(app): State<App>,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let nudges = feed::listen(&app, &caller).await?;
    let events = nudges.map(|nudge| Ok(Event::default().event("changed").data(nudge.as_str())));
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)))
}
