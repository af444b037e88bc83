//! `/healthz`: is the server able to work?

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::ids::ServerId;
use shared::time::Instant;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::error::Failure;
use crate::app::App;
use crate::db::figures;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(super::metrics::metrics))
}

/// The server works.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    pub status: String,
    /// Version of the program.
    pub version: String,
    /// Which database.
    pub server: ServerId,
    /// Rises when it is restored from a backup.
    pub epoch: u64,
    /// The server's clock.
    pub time: Instant,
    /// It is a training city.
    pub training: bool,
}

/// Whether the server can read its database.
#[utoipa::path(get, path = "/healthz", tag = "server", security(()),
    responses((status = 200, body = Health)))]
async fn healthz(State(app): State<App>) -> Result<Json<Health>, Failure> {
    figures::ping(&app.db).await?;
    Ok(Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        server: app.facts.id,
        epoch: app.facts.epoch,
        time: app.clock.now(),
        training: app.city().is_training(),
    }))
}
