//! `/api/v1/health`: how the server is, for the city's administrators.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::api::health::{HealthReport, HealthSamples};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::value;
use crate::http::error::Failure;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(report)).routes(routes!(samples))
}

/// How the server is now, and what somebody should do something about.
#[utoipa::path(get, path = "/api/v1/health", tag = "health",
    responses((status = 200, body = HealthReport)))]
async fn report(State(app): State<App>, caller: Caller) -> Result<Json<HealthReport>, Failure> {
    Ok(Json(actions::report(&app, &caller).await?))
}

/// Of which time.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// The last so many hours, 24 without it, 168 at most.
    hours: Option<String>,
}

/// How it was: a few figures, taken every five minutes and kept for seven days.
#[utoipa::path(get, path = "/api/v1/health/samples", tag = "health", params(Asked),
    responses((status = 200, body = HealthSamples)))]
async fn samples(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<HealthSamples>, Failure> {
    actions::may_see(&caller)?;
    let hours = asked.hours.filter(|text| !text.is_empty()).map(|text| value::<u32>("hours", &text)).transpose()?;
    Ok(Json(actions::samples(&app, &caller, hours.unwrap_or(24)).await?))
}
