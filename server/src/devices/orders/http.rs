//! `/api/v1/devices/{id}`: nudge, wipe, and what became of both.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::account::Right;
use shared::api::orders::{DeviceOrder, NewNudge, NewWipe, OrderList};
use shared::ids::{DeviceId, OrderId};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::{Body, id, said};
use crate::http::error::{Failure, no_content};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(nudge)).routes(routes!(wipe)).routes(routes!(withdraw))
}

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// What comes behind this one: `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<u32>,
}

/// What a device was told, the newest first, and what became of it.
#[utoipa::path(get, path = "/api/v1/devices/{id}/orders", tag = "devices",
    params(("id" = String, Path, description = "The device", format = "uuid"), Wanted),
    responses((status = 200, body = OrderList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<OrderList>, Failure> {
    caller.may(Right::SeeDevices)?;
    let after: Option<OrderId> = said("after", wanted.after)?;
    let limit = wanted.limit.unwrap_or(actions::MOST).clamp(1, actions::MOST);
    Ok(Json(actions::list(&app, &caller, id(&text)?, after, limit).await?))
}

/// Ask whoever has a device to do something: it is shown there at the next contact. One that is open already is answered
/// as it is. Mobile and identity numbers in the note are masked.
#[utoipa::path(post, path = "/api/v1/devices/{id}/nudge", tag = "devices", request_body = NewNudge,
    params(("id" = String, Path, description = "The device", format = "uuid")),
    responses((status = 200, body = DeviceOrder)))]
async fn nudge(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(new): Body<NewNudge>,
) -> Result<Json<DeviceOrder>, Failure> {
    // Before a writer is taken from those who may.
    caller.may(Right::NudgeDevices)?;
    let device: DeviceId = id(&text)?;
    let mut tx = app.db.write().await?;
    let order = actions::nudge(&app, &mut tx, &caller, device, new).await?;
    tx.commit().await?;
    Ok(Json(order))
}

/// Let a device send everything and erase itself at its next contact; its key is withdrawn with that. With `leave_unsent`
/// it is erased also where something cannot be sent, which is lost then. One that is open already is answered as it is, and
/// is made to leave the unsent where this asks for it.
#[utoipa::path(post, path = "/api/v1/devices/{id}/wipe", tag = "devices", request_body = NewWipe,
    params(("id" = String, Path, description = "The device", format = "uuid")),
    responses((status = 200, body = DeviceOrder)))]
async fn wipe(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(new): Body<NewWipe>,
) -> Result<Json<DeviceOrder>, Failure> {
    caller.may(Right::ManageDevices)?;
    let device: DeviceId = id(&text)?;
    let mut tx = app.db.write().await?;
    let order = actions::wipe(&app, &mut tx, &caller, device, new).await?;
    tx.commit().await?;
    Ok(Json(order))
}

/// Take an order back: a nudge until it was shown, a wipe until the device erases itself.
#[utoipa::path(post, path = "/api/v1/devices/{id}/orders/{order}/withdraw", tag = "devices",
    params(("id" = String, Path, description = "The device", format = "uuid"),
        ("order" = String, Path, description = "The order", format = "uuid")),
    responses((status = 204)))]
async fn withdraw(
    State(app): State<App>,
    caller: Caller,
    Path((device, order)): Path<(String, String)>,
) -> Result<Response, Failure> {
    caller.may(Right::NudgeDevices)?;
    let (device, order): (DeviceId, OrderId) = (id(&device)?, id(&order)?);
    let mut tx = app.db.write().await?;
    actions::withdraw(&app, &mut tx, &caller, device, order).await?;
    tx.commit().await?;
    Ok(no_content())
}
