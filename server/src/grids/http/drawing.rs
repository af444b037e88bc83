//! Duty grids as they are drawn.

use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::api::areas::{AreaImport, DutyDrawing, KeepDrawing};
use shared::ids::JurisdictionId;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::term;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error;
use crate::grids::actions::{Ground, Wish};
use crate::grids::drawing::{self, Seen};
use crate::grids::told::told;
use crate::http::body::{Body, value};
use crate::http::error::{Failure, no_content};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(duty_drawing, keep_drawing, let_drawing_go))
        .routes(routes!(take_drawing))
        .routes(routes!(look_at_drawing))
}

/// Whose duty grids.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// The jurisdiction.
    jurisdiction: String,
    /// The version of the drawing that was seen; for letting it go.
    seen: Option<u64>,
}

/// The duty grids of a jurisdiction as somebody draws them, or as they are in force where nobody does.
#[utoipa::path(get, path = "/api/v1/areas/drawing", tag = "areas", params(Whose),
    responses((status = 200, body = DutyDrawing)))]
async fn duty_drawing(
    State(app): State<App>,
    caller: Caller,
    Query(whose): Query<Whose>,
) -> Result<Json<DutyDrawing>, Failure> {
    let ground = Ground::of(&caller)?;
    let jurisdiction: JurisdictionId = value("jurisdiction", &whose.jurisdiction)?;
    Ok(Json(drawing::find(&app, &ground, &jurisdiction).await?))
}

/// Keep a drawing in the place of the version that was seen.
#[utoipa::path(put, path = "/api/v1/areas/drawing", tag = "areas", params(Whose), request_body = KeepDrawing,
    responses((status = 200, body = DutyDrawing)))]
async fn keep_drawing(
    State(app): State<App>,
    caller: Caller,
    Query(whose): Query<Whose>,
    Body(kept): Body<KeepDrawing>,
) -> Result<Json<DutyDrawing>, Failure> {
    // Before a writer is taken from those who may.
    let ground = Ground::of(&caller)?;
    let jurisdiction: JurisdictionId = value("jurisdiction", &whose.jurisdiction)?;
    let kept = drawing::look(&app, &caller, jurisdiction.clone(), kept).await?;
    let mut tx = app.db.write().await?;
    drawing::keep(&app, &mut tx, &caller, kept).await?;
    tx.commit().await?;
    Ok(Json(drawing::find(&app, &ground, &jurisdiction).await?))
}

/// Let a drawing go: what is in force stays as it is.
#[utoipa::path(delete, path = "/api/v1/areas/drawing", tag = "areas", params(Whose), responses((status = 204)))]
async fn let_drawing_go(
    State(app): State<App>,
    caller: Caller,
    Query(whose): Query<Whose>,
) -> Result<Response, Failure> {
    Ground::of(&caller)?;
    let jurisdiction: JurisdictionId = value("jurisdiction", &whose.jurisdiction)?;
    let mut tx = app.db.write().await?;
    drawing::let_go(&app, &mut tx, &caller, &jurisdiction, whose.seen.unwrap_or(0)).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Which drawing, and what the edition is to be called.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// The jurisdiction.
    jurisdiction: String,
    /// The version of the drawing that was seen.
    seen: u64,
    /// The version that people say; the first day where none is said.
    version: Option<String>,
    /// The first day it holds, `2026-11-23`; today where none is said.
    from: Option<String>,
    /// The last day it holds; for good where none is said.
    to: Option<String>,
}

/// Look at a drawing as if it were a file: everything that is wrong with it, and what it would change.
#[utoipa::path(post, path = "/api/v1/areas/drawing/look", tag = "areas", params(Asked),
    responses((status = 200, body = AreaImport)))]
async fn look_at_drawing(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<AreaImport>, Failure> {
    Ok(Json(import(&app, &caller, asked, Wish::Look).await?))
}

/// Take a drawing as an edition that holds from its first day; the drawing is let go.
#[utoipa::path(post, path = "/api/v1/areas/drawing/take", tag = "areas", params(Asked),
    responses((status = 200, body = AreaImport)))]
async fn take_drawing(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<AreaImport>, Failure> {
    Ok(Json(import(&app, &caller, asked, Wish::Take).await?))
}

async fn import(app: &App, caller: &Caller, asked: Asked, wish: Wish) -> error::Result<AreaImport> {
    Ground::of(caller)?;
    let jurisdiction = value("jurisdiction", &asked.jurisdiction)?;
    let term = term(app, asked.version, asked.from, asked.to)?;
    let seen = Seen { jurisdiction, version: asked.seen };
    let imported = drawing::import(app, caller, &seen, term, wish).await?;
    told(app, imported, None).await
}
