//! `/api/v1/devices`: the sync board.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use shared::account::Right;
use shared::api::devices::DeviceBoard;
use shared::ids::DeviceId;
use shared::refusal::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::id;
use crate::http::error::{Failure, no_content};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(board)).routes(routes!(revoke))
}

/// Which device has synced what.
#[utoipa::path(get, path = "/api/v1/devices", tag = "devices",
    responses((status = 200, body = DeviceBoard)))]
async fn board(State(app): State<App>, caller: Caller) -> Result<Json<DeviceBoard>, Failure> {
    Ok(Json(actions::board(&app, &caller).await?))
}

/// Withdraw a device.
#[utoipa::path(post, path = "/api/v1/devices/{id}/revoke", tag = "devices",
    params(("id" = String, Path, description = "The device", format = "uuid")),
    responses((status = 204)))]
async fn revoke(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Response, Failure> {
    caller.may(Right::ManageDevices)?;
    let device: DeviceId = id(&text)?;
    let mut tx = app.db.write().await?;
    // A device of other people is not there.
    let area = accounts::actions::area_of_device(&mut tx, device).await?;
    if !area.is_some_and(|area| caller.looks_after(&area)) {
        return Err(Code::NotFound.into());
    }
    accounts::actions::revoke_device(&app, &mut tx, device, &caller.account.actor()).await?;
    tx.commit().await?;
    Ok(no_content())
}
