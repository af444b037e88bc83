//! `/api/v1/cases`: lists, one case, actions.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use shared::api::cases::{Act, CaseFile, CaseList};
use shared::api::problem::Problem;
use shared::case::State as CaseState;
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::store::cases::Filter;
use super::{actions, file};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{Body, id, value};
use crate::http::error::Failure;

const USUAL: u32 = 50;
const MOST: u32 = 200;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(open)).routes(routes!(act))
}

/// Which cases to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only cases in this state.
    state: Option<String>,
    /// Only cases of this unit.
    unit: Option<String>,
    /// Words in number, address or note.
    q: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// Cases on a page, at most 200.
    limit: Option<String>,
}

fn filter(caller: &Caller, asked: Asked) -> Result<Filter> {
    let state = asked.state.unwrap_or_default();
    if !state.is_empty() && CaseState::parse(&state).is_none() {
        return refuse(Code::BadValue, format!("state: there is no state {state}"));
    }
    let before = match asked.before.filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => match file::read_place(&text) {
            Some(place) => Some(place),
            None => return refuse(Code::BadValue, "before: not a place in this list"),
        },
    };
    let limit = asked.limit.map(|text| value::<u32>("limit", &text)).transpose()?;
    Ok(Filter {
        reach: caller.reach.clone(),
        state,
        unit: asked.unit.unwrap_or_default(),
        words: asked.q.unwrap_or_default(),
        before,
        limit: limit.unwrap_or(USUAL).clamp(1, MOST),
    })
}

/// Cases that the caller may see, newest first.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(Asked),
    responses((status = 200, body = CaseList), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<CaseList>, Failure> {
    let filter = filter(&caller, asked)?;
    Ok(Json(file::list(&app, &caller, &filter).await?))
}

/// One case with its history, tasks and photos.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases",
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = CaseFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<CaseFile>, Failure> {
    Ok(Json(file::open(&app, &caller, id(&text)?).await?))
}

/// Act on a case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/actions", tag = "cases", request_body = Act,
    params(("id" = String, Path, description = "The case", format = "uuid")),
    responses((status = 200, body = CaseFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn act(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(command): Body<Act>,
) -> std::result::Result<Json<CaseFile>, Failure> {
    Ok(Json(actions::act(&app, &caller, id(&text)?, &command).await?))
}
