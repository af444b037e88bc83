//! `/api/v1/work` and what a desk does with many cases: queues, one action on many, what lies around a case.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::Value;
use shared::api::cases::CaseList;
use shared::api::work::{ActMany, ActedMany, Surroundings, Work};
use shared::case::Queue;
use shared::refusal::{Code, Refusal};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, asked, surroundings, work};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Error, Result, refuse};
use crate::http::body::{Body, id, limit, words};
use crate::http::error::Failure;

/// The routes.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(queues))
        .routes(routes!(queue))
        .routes(routes!(act_many))
        .routes(routes!(around))
}

/// What waits at the caller's desk: how many cases in each queue, how many of them late, and since when.
#[utoipa::path(get, path = "/api/v1/work", tag = "cases", responses((status = 200, body = Work)))]
async fn queues(State(app): State<App>, caller: Caller) -> std::result::Result<Json<Work>, Failure> {
    Ok(Json(work::work(&app, &caller).await?))
}

/// Which page of a queue.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// `next` of the page before.
    before: Option<String>,
    /// Cases on a page, at most 200.
    limit: Option<String>,
}

/// The cases of one queue of the caller's desk, those first for which the desk's own time is over first.
#[utoipa::path(get, path = "/api/v1/work/{queue}", tag = "cases",
    params(("queue" = String, Path, description = "The queue's word, as `GET /api/v1/work` names it"), Asked),
    responses((status = 200, body = CaseList)))]
async fn queue(
    State(app): State<App>,
    caller: Caller,
    Path(word): Path<String>,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<CaseList>, Failure> {
    let Some(queue) = Queue::parse(&word) else {
        return Err(Error::Refused(Refusal::because(Code::NotFound, "there is no such queue")).into());
    };
    let before = asked.before.filter(|text| !text.is_empty());
    let before = before.map(|text| words("before", &text)).transpose()?;
    let limit = limit(asked.limit, asked::USUAL, asked::MOST)?;
    Ok(Json(work::page(&app, &caller, queue, before.as_deref(), limit).await?))
}

/// Take one action on many cases, each by itself.
///
/// The same request again, under the same id, does nothing twice and is answered the same; where it was broken off it
/// goes on. `send_verify` and `send_check` need no `task`.
#[utoipa::path(post, path = "/api/v1/cases/actions", tag = "cases", request_body = ActMany,
    responses((status = 200, body = ActedMany)))]
async fn act_many(
    State(app): State<App>,
    caller: Caller,
    Body(command): Body<Value>,
) -> std::result::Result<Json<ActedMany>, Failure> {
    let command = read(command)?;
    let acted = actions::many(&app, &caller, &command).await?;
    app.evidence.wake();
    Ok(Json(acted))
}

/// What lies around a case on the map of whose job it is.
#[utoipa::path(get, path = "/api/v1/cases/{id}/surroundings", tag = "cases",
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = Surroundings)))]
async fn around(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<Surroundings>, Failure> {
    Ok(Json(surroundings::of_case(&app, &caller, id(&text)?).await?))
}

fn read(mut command: Value) -> Result<ActMany> {
    if let Some(action) = command.get_mut("action") {
        super::http::name_no_task(action);
    }
    match serde_json::from_value(command) {
        Ok(command) => Ok(command),
        Err(error) => refuse(Code::BadRequest, error.to_string()),
    }
}
