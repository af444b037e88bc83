//! `/api/v1/tasks`: sending somebody else.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use shared::api::cases::CaseFile;
use shared::api::problem::Problem;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::cases;
use crate::http::body::{Body, id};
use crate::http::error::Failure;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(redraw))
}

/// Why somebody else is to be drawn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
struct Redraw {
    /// In words; it stands in the record.
    reason: String,
}

/// Withdraw a task that is out and draw somebody else.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/redraw", tag = "cases", request_body = Redraw,
    params(("id" = String, Path, description = "The task", format = "uuid")),
    responses((status = 200, body = CaseFile), (status = "4XX", body = Problem, content_type = "application/problem+json")))]
async fn redraw(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(request): Body<Redraw>,
) -> Result<Json<CaseFile>, Failure> {
    Ok(Json(cases::actions::redraw(&app, &caller, id(&text)?, &request.reason).await?))
}
