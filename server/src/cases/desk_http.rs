//! `/api/v1/cases/…`: what a desk's list and map are made of beside the list itself.

use std::result::Result as Done;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use shared::account::Right;
use shared::api::lists::{Choices, PointsPart};
use shared::place::crs::Crs;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::asked::{Asked, Asking};
use super::store::lists::Filter;
use super::{choices, export, ground, points};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Result;
use crate::http::body::said;
use crate::http::error::{Failure, not_modified};
use crate::sheets::lang::Lang;
use crate::sheets::{self, Format};

/// The routes of lists and the map.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(what_to_choose))
        .routes(routes!(where_they_are))
        .routes(routes!(below_the_map))
        .routes(routes!(as_a_file))
}

fn filter(app: &App, caller: &Caller, asked: &Asked) -> Result<Filter> {
    caller.may(Right::SeeCases)?;
    asked.read(Asking { city: &app.city(), caller, now: app.clock.now() })
}

/// What a list may be narrowed by, as far as the caller reaches.
#[utoipa::path(get, path = "/api/v1/cases/choices", tag = "cases", responses((status = 200, body = Choices)))]
async fn what_to_choose(State(app): State<App>, caller: Caller) -> Done<Json<Choices>, Failure> {
    Ok(Json(choices::choices(&app.city(), &caller)?))
}

/// The system that something is to be drawn in.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Drawn {
    /// The system of the base map that it is laid over: `wgs84` (as without it), `cgcs2000`, `gcj02`, `bd09`.
    crs: Option<String>,
}

impl Drawn {
    fn read(self) -> Result<Crs> {
        Ok(said("crs", self.crs)?.unwrap_or(Crs::Wgs84))
    }
}

/// Where the open cases are that match, for a map; the most urgent first, at most 200,000.
///
/// Lines of JSON: a `PointsHead`, then parts, each with a column for each thing that is known of its points, and a
/// `PointsEnd`; a text without one broke off. With `If-None-Match` what has not changed since is answered with 304.
#[utoipa::path(get, path = "/api/v1/cases/points", tag = "cases", params(Asked, Drawn),
    responses((status = 200, body = PointsPart, content_type = "application/x-ndjson")))]
async fn where_they_are(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
    Query(drawn): Query<Drawn>,
    headers: HeaderMap,
) -> Done<Response, Failure> {
    let crs = drawn.read()?;
    let filter = filter(&app, &caller, &asked)?;
    let left = asked.left.as_deref().unwrap_or_default();
    let asked = points::Asked { crs, left, ages: asked.ages(), headers: &headers };
    Ok(points::answer(&app, &caller, filter, asked).await?)
}

/// The ground below the map: a GeoJSON collection for each of `grids`, `duty`, `roads`, `places`. With `If-None-Match` what
/// has not changed since is answered with 304.
#[utoipa::path(get, path = "/api/v1/cases/ground", tag = "cases", params(Drawn),
    responses((status = 200, body = String, content_type = "application/json")))]
async fn below_the_map(
    State(app): State<App>,
    caller: Caller,
    Query(drawn): Query<Drawn>,
    headers: HeaderMap,
) -> Done<Response, Failure> {
    let crs = drawn.read()?;
    let mark = ground::mark(&app, &caller, crs)?;
    let is_known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == mark.as_bytes());
    let mut response =
        if is_known { not_modified() } else { ground::ground(&app, &caller, crs).await?.into_response() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(ETAG, HeaderValue::from_str(&mark).map_err(anyhow::Error::new)?);
    Ok(response)
}

/// What the file is to be.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Written {
    /// `csv` (as without it) or `xlsx`.
    format: Option<String>,
    /// The language of its headings: `zh` (as without it) or `en`.
    lang: Option<String>,
}

/// The cases that match as a file, at most 10,000; that the caller took it is recorded.
#[utoipa::path(get, path = "/api/v1/cases/export", tag = "cases", params(Asked, Written),
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn as_a_file(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
    Query(written): Query<Written>,
) -> Done<Response, Failure> {
    let format: Format = said("format", written.format)?.unwrap_or_default();
    let lang = Lang::read(written.lang.as_deref().unwrap_or_default())?;
    let filter = filter(&app, &caller, &asked)?;
    let sheet = export::sheet(&app, &caller, filter, lang, &asked.said()).await?;
    let stem = format!("{} {}", sheet.name, app.city().day(app.clock.now()));
    Ok(sheets::answer_with(format, &stem, sheet).await)
}
