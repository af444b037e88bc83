//! `/api/v1/views`: filters of cases under a name.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use shared::account::Right;
use shared::api::lists::{NewView, View, ViewList};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::{Body, id};
use crate::http::error::{Failure, no_content};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, keep)).routes(routes!(let_go))
}

/// The caller's own views, then those that others share with it.
#[utoipa::path(get, path = "/api/v1/views", tag = "cases", responses((status = 200, body = ViewList)))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<ViewList>, Failure> {
    Ok(Json(actions::list(&app, &caller).await?))
}

/// Keep a filter of cases under a name, at most 50 for each account. The same request again changes nothing.
#[utoipa::path(post, path = "/api/v1/views", tag = "cases", request_body = NewView,
    responses((status = 200, body = View)))]
async fn keep(State(app): State<App>, caller: Caller, Body(new): Body<NewView>) -> Result<Json<View>, Failure> {
    // Before a writer is taken from those who may.
    caller.may(Right::KeepViews)?;
    let mut tx = app.db.write().await?;
    let view = actions::keep(&app, &mut tx, &caller, &new).await?;
    tx.commit().await?;
    Ok(Json(view))
}

/// Let a view go: one's own, or a shared one, for whoever may share.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "cases",
    params(("id" = String, Path, description = "The view", format = "uuid")),
    responses((status = 204)))]
async fn let_go(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Response, Failure> {
    caller.may(Right::KeepViews)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    actions::let_go(&app, &mut tx, &caller, id).await?;
    tx.commit().await?;
    Ok(no_content())
}
