//! `/api/v1/jurisdictions`: which there are, and their switches.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use shared::account::Right;
use shared::api::jurisdictions::{JurisdictionChange, JurisdictionDuty, JurisdictionFile, JurisdictionList};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::{Body, id, limit, words};
use crate::http::error::Failure;

/// At most so many on a page.
const MOST: u32 = 200;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(file, change)).routes(routes!(duty))
}

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// `next` of the page before.
    after: Option<String>,
    /// Jurisdictions on a page, at most 200.
    limit: Option<String>,
}

/// Jurisdictions within the caller's reach, with how many people, devices and open cases each has.
#[utoipa::path(get, path = "/api/v1/jurisdictions", tag = "jurisdictions", params(Asked),
    responses((status = 200, body = JurisdictionList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<JurisdictionList>, Failure> {
    let after = words("after", asked.after.as_deref().unwrap_or_default())?;
    Ok(Json(actions::list(&app, &caller, &after, limit(asked.limit, MOST, MOST)?).await?))
}

/// One jurisdiction with every setting, what is usual, and who changed which last.
#[utoipa::path(get, path = "/api/v1/jurisdictions/{id}", tag = "jurisdictions",
    params(("id" = String, Path, description = "The jurisdiction")),
    responses((status = 200, body = JurisdictionFile)))]
async fn file(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> Result<Json<JurisdictionFile>, Failure> {
    caller.may(Right::ManageSettings)?;
    Ok(Json(actions::file(&app, &caller, &id(&text)?).await?))
}

/// Change a jurisdiction's settings: all of them, with the version that was seen. Phones hear of it with their next round.
#[utoipa::path(put, path = "/api/v1/jurisdictions/{id}", tag = "jurisdictions", request_body = JurisdictionChange,
    params(("id" = String, Path, description = "The jurisdiction")),
    responses((status = 200, body = JurisdictionFile)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(wish): Body<JurisdictionChange>,
) -> Result<Json<JurisdictionFile>, Failure> {
    // Before a writer is taken from those who may.
    caller.may(Right::ManageSettings)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    let file = actions::change(&app, &mut tx, &caller, &id, &wish).await?;
    tx.commit().await?;
    // The next request works by them already; other servers on this database see it by its mark.
    app.refresh().await?;
    Ok(Json(file))
}

/// For which units and on which duty grids the people of a jurisdiction may work.
#[utoipa::path(get, path = "/api/v1/jurisdictions/{id}/duty", tag = "jurisdictions",
    params(("id" = String, Path, description = "The jurisdiction")),
    responses((status = 200, body = JurisdictionDuty)))]
async fn duty(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> Result<Json<JurisdictionDuty>, Failure> {
    caller.may(Right::SeePeople)?;
    Ok(Json(actions::duty(&app, &caller, &id(&text)?).await?))
}
