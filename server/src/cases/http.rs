//! `/api/v1/cases`: lists, one case, actions.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::Value;
use shared::api::cases::{Act, CaseFile, CaseList, Duplicates, NewCase, UnitChoice};
use shared::api::clocks::CaseClocks;
use shared::case::State as CaseState;
use shared::refusal::{Code, Refusal};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::store::lists::{Filter, Order, Place, Stage};
use super::turn::Turn;
use super::{actions, choice, file};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Error, Result, refuse};
use crate::http::body::{Body, id, value, words};
use crate::http::error::{Failure, MADE};

/// So many cases on a page where nobody says another number.
pub(super) const USUAL: u32 = 50;
/// So many at the most.
pub(super) const MOST: u32 = 200;

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
}

/// Which cases to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only cases in this state, or in one of these with commas between.
    state: Option<String>,
    /// Only cases of this unit.
    unit: Option<String>,
    /// Words in number, grid, category, address or note; a category also by its code in this or the former standard.
    q: Option<String>,
    /// `newest` (as without it), or `due`: what is open, the most urgent first.
    sort: Option<String>,
    /// `next` of the page before, in the same order.
    before: Option<String>,
    /// Cases on a page, at most 200.
    limit: Option<String>,
}

fn filter(app: &App, caller: &Caller, asked: Asked) -> Result<Filter> {
    let states: Vec<String> = asked
        .state
        .iter()
        .flat_map(|text| text.split(','))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let mut stage = if states.is_empty() { Stage::Any } else { Stage::Open };
    for word in &states {
        match CaseState::parse(word) {
            None => return refuse(Code::BadValue, format!("state: there is no state {word}")),
            Some(state) if state.is_over() => stage = Stage::Any,
            Some(_) => {}
        }
    }
    let search = words("q", asked.q.as_deref().unwrap_or_default())?.trim().to_lowercase();
    let order = match asked.sort.as_deref() {
        None | Some("" | "newest") => Order::Newest,
        Some("due") => Order::Due,
        Some(word) => return refuse(Code::BadValue, format!("sort: there is no order {word}")),
    };
    let after = match asked.before.filter(|text| !text.is_empty()).map(|text| text.parse::<Place>()) {
        None => None,
        Some(Ok(place)) if place.order == order => Some(place),
        Some(_) => return refuse(Code::BadValue, "before: not a place in this list"),
    };
    let limit = asked.limit.map(|text| value::<u32>("limit", &text)).transpose()?;
    Ok(Filter {
        reach: caller.reach.clone(),
        order,
        states,
        stage,
        unit: words("unit", asked.unit.as_deref().unwrap_or_default())?,
        categories: categories(app, &search),
        words: search,
        after,
        limit: limit.unwrap_or(USUAL).clamp(1, MOST),
    })
}

/// Returns the categories that the words name, those of the standard before among them.
fn categories(app: &App, words: &str) -> Vec<String> {
    let city = app.city();
    let Some(catalogue) = city.catalogue() else { return Vec::new() };
    catalogue.content.named(words).iter().map(ToString::to_string).collect()
}

/// Cases that the caller may see, newest first or by when they are due.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(Asked),
    responses((status = 200, body = CaseList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<CaseList>, Failure> {
    let filter = filter(&app, &caller, asked)?;
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
