//! `/api/v1/figures`: what the cases of a time count as.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::api::figures::CaseFigures;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Result;
use crate::http::body::value;
use crate::http::error::Failure;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(figures))
}

/// Which figures.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// What the rows are grouped by: `jurisdiction` (who manages; as without it), `division` (where it lies) or `unit`.
    by: Option<String>,
    /// The first day on which the cases were reported, as 2026-11-01, in the zone of whom the caller works for; without
    /// it the first of the month of `to`.
    from: Option<String>,
    /// The last day; today without it.
    to: Option<String>,
}

impl Wanted {
    fn read(&self) -> Result<actions::Asked> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        Ok(actions::Asked {
            by: given(&self.by).map(|text| value("by", &text)).transpose()?.unwrap_or_default(),
            from: given(&self.from).map(|text| value("from", &text)).transpose()?,
            to: given(&self.to).map(|text| value("to", &text)).transpose()?,
        })
    }
}

/// What the cases count as now that were reported in a time, as far as the caller sees cases.
#[utoipa::path(get, path = "/api/v1/figures", tag = "figures", params(Wanted),
    responses((status = 200, body = CaseFigures)))]
async fn figures(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> std::result::Result<Json<CaseFigures>, Failure> {
    Ok(Json(actions::sums(&app, &caller, wanted.read()?).await?))
}
