//! `/api/v1/shifts`.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::api::people::ShiftBoard;
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::limit;
use crate::accounts::caller::Caller;
use crate::accounts::people::shifts::{self, Wanted};
use crate::accounts::people::store::shifts::Standing;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{said, words};
use crate::http::error::Failure;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(day))
}

/// Whose shifts of which day.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// The day, as 2026-11-23; today without it.
    day: Option<String>,
    /// Only those who work for this jurisdiction.
    jurisdiction: Option<String>,
    /// `on`: on shift now; `signed`: was on shift on the day; `missing`: was not.
    standing: Option<String>,
    /// Words in the user name or the name.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// People on a page, at most 200.
    limit: Option<String>,
}

fn wanted(asked: Asked) -> Result<Wanted> {
    let standing = match asked.standing.as_deref() {
        None | Some("") => Standing::Any,
        Some("on") => Standing::On,
        Some("signed") => Standing::Signed,
        Some("missing") => Standing::Missing,
        Some(word) => return refuse(Code::BadValue, format!("standing: on, signed or missing, not {word}")),
    };
    Ok(Wanted {
        day: said("day", asked.day)?,
        area: said("jurisdiction", asked.jurisdiction)?,
        standing,
        words: words("q", asked.q.as_deref().unwrap_or_default())?.trim().to_lowercase(),
        after: words("after", asked.after.as_deref().unwrap_or_default())?,
        limit: limit(asked.limit)?,
    })
}

/// Who is, was and was not on shift on a day: everybody who walks duty grids, in the order of their user names.
#[utoipa::path(get, path = "/api/v1/shifts", tag = "people", params(Asked),
    responses((status = 200, body = ShiftBoard)))]
async fn day(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<ShiftBoard>, Failure> {
    Ok(Json(shifts::day(&app, &caller, wanted(asked)?).await?))
}
