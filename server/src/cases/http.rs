//! `/api/v1/cases`: lists, one case, actions.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use shared::account::Right;
use shared::api::cases::{Act, CaseFile, CaseList, Duplicates, NewCase, UnitChoice};
use shared::api::clocks::CaseClocks;
use shared::refusal::{Code, Refusal};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::asked::{Asked, Asking};
use super::turn::Turn;
use super::{actions, choice, desk_http, file};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::body::{Body, id};
use crate::http::error::{Failure, MADE};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, register))
        .routes(routes!(duplicates))
        .routes(routes!(open))
        .routes(routes!(act))
        .routes(routes!(ask_original))
        .routes(routes!(units))
        .routes(routes!(clocks))
        .merge(super::desks::routes())
        .merge(desk_http::routes())
}

/// Cases that the caller may see, newest first or by when they are due.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(Asked),
    responses((status = 200, body = CaseList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<CaseList>, Failure> {
    caller.may(Right::SeeCases)?;
    let filter = asked.read(Asking { city: &app.city(), caller: &caller, now: app.clock.now() })?;
    Ok(Json(file::list(&app, &caller, &filter).await?))
}

/// Take down a report that comes by another channel than a collector's phone. The same request again changes nothing.
#[utoipa::path(post, path = "/api/v1/cases", tag = "cases", request_body = NewCase,
    responses((status = 201, body = CaseFile)))]
async fn register(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewCase>,
) -> std::result::Result<Response, Failure> {
    let city = app.city();
    let turn = Turn { app: &app, city: &city, now: app.clock.now(), operation: None };
    let mut tx = app.db.write().await?;
    let case = actions::register(turn, &mut tx, &caller, &new).await?;
    tx.flush().await?;
    let file = file::assemble(&app, &mut tx, &city, &caller, case).await?;
    tx.commit().await?;
    app.evidence.wake();
    Ok((MADE, Json(file)).into_response())
}

/// Cases that may be the same problem: the same category, near by, reported about the same time.
#[utoipa::path(get, path = "/api/v1/cases/{id}/duplicates", tag = "cases",
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = Duplicates)))]
async fn duplicates(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<Duplicates>, Failure> {
    Ok(Json(super::duplicates::of_case(&app, &caller, id(&text)?).await?))
}

/// One case with its history, tasks and photos.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases",
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = CaseFile)))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<CaseFile>, Failure> {
    Ok(Json(file::open(&app, &caller, id(&text)?).await?))
}

/// The units that a case may be dispatched to.
#[utoipa::path(get, path = "/api/v1/cases/{id}/units", tag = "cases",
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = UnitChoice)))]
async fn units(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<UnitChoice>, Failure> {
    Ok(Json(choice::units(&app, &caller, id(&text)?).await?))
}

/// The clocks of a case, and how each was computed: its limit, its calendar, every stretch that counts.
#[utoipa::path(get, path = "/api/v1/cases/{id}/clocks", tag = "cases",
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = CaseClocks)))]
async fn clocks(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<CaseClocks>, Failure> {
    Ok(Json(super::clocks::of_case(&app, &caller, id(&text)?).await?))
}

/// Act on a case.
///
/// `send_verify` and `send_check` need no `task`: who is sent is drawn here.
#[utoipa::path(post, path = "/api/v1/cases/{id}/actions", tag = "cases", request_body = Act,
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = CaseFile)))]
async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(command): Body<Value>,
) -> std::result::Result<Json<CaseFile>, Failure> {
    let (id, command) = (id(&text)?, read(command)?);
    let city = app.city();
    let turn = Turn { app: &app, city: &city, now: app.clock.now(), operation: None };
    let mut tx = app.db.write().await?;
    let case = actions::act(turn, &mut tx, &caller, id, &command.action).await?;
    let file = file::assemble(&app, &mut tx, &city, &caller, case).await?;
    tx.commit().await?;
    app.evidence.wake();
    Ok(Json(file))
}

/// Ask for the original of a signed photo. The phone that took it sends it after all working copies.
#[utoipa::path(post, path = "/api/v1/cases/{id}/photos/{photo}/original", tag = "cases",
    params(("id" = String, Path, description = "The case", format = "uuid"),
        ("photo" = String, Path, description = "The shot", format = "uuid")),
    responses((status = 200, body = CaseFile)))]
async fn ask_original(
    State(app): State<App>,
    caller: Caller,
    Path((case, photo)): Path<(String, String)>,
) -> std::result::Result<Json<CaseFile>, Failure> {
    let (case, photo) = (id(&case)?, id(&photo)?);
    let city = app.city();
    let turn = Turn { app: &app, city: &city, now: app.clock.now(), operation: None };
    let mut tx = app.db.write().await?;
    let case = actions::ask_original(turn, &mut tx, &caller, case, photo).await?;
    let file = file::assemble(&app, &mut tx, &city, &caller, case).await?;
    tx.commit().await?;
    Ok(Json(file))
}

/// Reads an action; where a task is to be made, its id may be left out.
fn read(mut command: Value) -> Result<Act> {
    name_no_task(&mut command);
    serde_json::from_value(command)
        .map_err(|error| Error::Refused(Refusal::because(Code::BadRequest, error.to_string())))
}

/// Fills in that an action which makes a task names none.
pub(super) fn name_no_task(action: &mut Value) {
    let sends = matches!(action.get("action").and_then(Value::as_str), Some("send_verify" | "send_check"));
    if let Some(fields) = action.as_object_mut().filter(|fields| sends && !fields.contains_key("task")) {
        fields.insert("task".to_owned(), Value::from(Uuid::nil().to_string()));
    }
}
