//! `/api/v1/sync/track` and `/api/v1/tracks`: a phone hands in where its person walked, and who may see it does.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::api::tracks::DayTrack;
use shared::sync::track::{TrackPiece, TrackReceipt};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::{Body, value};
use crate::http::error::Failure;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(take)).routes(routes!(day))
}

/// Hand in a piece of the caller's own track; the same piece once more gets the same answer.
#[utoipa::path(post, path = "/api/v1/sync/track", tag = "sync", request_body = TrackPiece,
    responses((status = 200, body = TrackReceipt)))]
async fn take(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<TrackPiece>,
) -> Result<Json<TrackReceipt>, Failure> {
    Ok(Json(actions::take(&app, &caller, &request).await?))
}

/// Whose track.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// The account, by its id.
    account: String,
    /// The day, as 2026-11-23, in the zone of whom the account works for; today without it.
    day: Option<String>,
}

/// Where somebody walked on shift on a day. That the caller looked is recorded.
#[utoipa::path(get, path = "/api/v1/tracks", tag = "tracks", params(Wanted),
    responses((status = 200, body = DayTrack)))]
async fn day(State(app): State<App>, caller: Caller, Query(wanted): Query<Wanted>) -> Result<Json<DayTrack>, Failure> {
    let account = value("account", &wanted.account)?;
    let day = wanted.day.filter(|day| !day.is_empty()).map(|day| value("day", &day)).transpose()?;
    Ok(Json(actions::day(&app, &caller, account, day).await?))
}
