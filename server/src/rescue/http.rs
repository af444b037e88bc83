//! `/api/v1/rescue`: a phone's rescue file, brought to the desk.

use axum::Json;
use axum::body::Body;
use axum::extract::{Query, State};
use futures_util::StreamExt as _;
use serde::Deserialize;
use shared::account::Right;
use shared::api::rescue::RescueReport;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::{self, Importer, Late};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::error::Failure;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(import))
}

/// What else may be said with a file.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct With {
    /// `take` imports also what was made after the device was withdrawn; by itself that is left out and told.
    after_withdrawal: Option<String>,
}

/// Import a rescue file: its bytes are the body. The same file again has no further effect.
#[utoipa::path(post, path = "/api/v1/rescue", tag = "devices", params(With),
    request_body(content_type = "application/octet-stream"),
    responses((status = 200, body = RescueReport)))]
async fn import(
    State(app): State<App>,
    caller: Caller,
    Query(with): Query<With>,
    body: Body,
) -> Result<Json<RescueReport>, Failure> {
    caller.may(Right::ImportRescue)?;
    let late = if with.after_withdrawal.as_deref() == Some("take") { Late::Take } else { Late::LeaveOut };
    let importer = Importer { actor: caller.account.actor(), reach: caller.reach };
    let mut bytes = body.into_data_stream();
    let received = actions::receive(&app, &mut bytes, app.config.rescue_bytes).await;
    if received.is_err() {
        // Whoever is still sending would see a broken line in the place of the reason.
        let rest = tokio::time::timeout(app.config.stall, async { while let Some(Ok(_)) = bytes.next().await {} });
        drop(rest.await);
    }
    Ok(Json(actions::import(&app, &importer, received?, late).await?))
}
