//! `/api/v1/sync`: hello, push, pull and the nudge.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Deserialize;
use shared::api::problem::Problem;
use shared::sync::hello::{Hello, HelloReply};
use shared::sync::pull::PullReply;
use shared::sync::push::{Push, PushReply};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, pull, push};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::changes;
use crate::http::body::Body;
use crate::http::error::Failure;

/// How often the counters are looked at for a waiting phone.
const LOOK: Duration = Duration::from_secs(2);

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(hello))
        .routes(routes!(push_operations))
        .routes(routes!(pull_changes))
        .routes(routes!(events))
}

/// Begin a round, or only say how the device is.
#[utoipa::path(post, path = "/api/v1/sync/hello", tag = "sync", request_body = Hello,
    responses((status = 200, body = HelloReply), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn hello(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<Hello>,
) -> Result<Json<HelloReply>, Failure> {
    Ok(Json(actions::hello(&app, &caller, &request).await?))
}

/// Hand in operations; each gets its outcome, and a repeat gets the first one again.
#[utoipa::path(post, path = "/api/v1/sync/push", tag = "sync", request_body = Push,
    responses((status = 200, body = PushReply), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
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
    responses((status = 200, body = PullReply), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn pull_changes(
    State(app): State<App>,
    caller: Caller,
    Query(since): Query<Since>,
) -> Result<Json<PullReply>, Failure> {
    Ok(Json(pull::pull(&app, &caller, since.cursor.as_deref()).await?))
}

/// A nudge whenever something changed anywhere; what it was is for a pull to say.
#[utoipa::path(get, path = "/api/v1/sync/events", tag = "sync",
    responses((status = 200, body = String, content_type = "text/event-stream"),
        (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn events(State(app): State<App>, _caller: Caller) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stream = unfold((app, None::<i64>), |(app, last)| async move {
        loop {
            let seen = sum(&app).await;
            if seen.is_some() && seen != last {
                let event = Event::default().event("changed").data("1");
                return Some((Ok(event), (app, seen)));
            }
            tokio::select! {
                () = app.stopping.cancelled() => return None,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// Returns a number that rises with every change anywhere; none while that cannot be told.
async fn sum(app: &App) -> Option<i64> {
    let mut reader = app.db.read().await.ok()?;
    let counters = changes::counters(&mut reader).await.ok()?;
    Some(counters.values().sum())
}
