//! `/api/v1/devices/{id}/chain` and `/api/v1/evidence`: the history of a device's chain, and whether a file is ours.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use shared::api::evidence::{DeviceChain, KnownFile};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::chain::{self, Page};
use super::known;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Result;
use crate::http::body::{id, value};
use crate::http::error::Failure;

const USUAL: u32 = 50;
const MOST: u32 = 200;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(device_chain)).routes(routes!(known_file))
}

/// Which part of a chain.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// `next` of the page before; the end of the chain without it.
    before: Option<String>,
    /// Shots on a page, at most 200; a few more where a chain forks.
    limit: Option<String>,
}

impl Asked {
    fn read(&self) -> Result<Page> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let before = given(&self.before).map(|text| value::<u64>("before", &text)).transpose()?;
        let limit = given(&self.limit).map(|text| value::<u32>("limit", &text)).transpose()?;
        Ok(Page { before, most: limit.unwrap_or(USUAL).clamp(1, MOST) })
    }
}

/// A device's chain of photos, the newest first: gaps, forks and verdicts.
#[utoipa::path(get, path = "/api/v1/devices/{id}/chain", tag = "evidence",
    params(("id" = String, Path, description = "The device", format = "uuid"), Asked),
    responses((status = 200, body = DeviceChain)))]
async fn device_chain(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<DeviceChain>, Failure> {
    Ok(Json(chain::of_device(&app, &caller, id(&text)?, asked.read()?).await?))
}

/// Whether a file is byte for byte one of ours, and what was signed of it. Only its SHA-256 is asked for: no bytes travel.
#[utoipa::path(get, path = "/api/v1/evidence/{sha256}", tag = "evidence",
    params(("sha256" = String, Path, description = "Lower-case hex")),
    responses((status = 200, body = KnownFile)))]
async fn known_file(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<KnownFile>, Failure> {
    Ok(Json(known::file(&app, &caller, &id(&text)?).await?))
}
