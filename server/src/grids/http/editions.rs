//! Editions: which there are, what is in one, what differs between two.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use shared::api::areas::{AreaComparison, AreaEditionList};
use shared::ids::Sha256;
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{self, Error, refuse};
use crate::grids::actions::Ground;
use crate::grids::overview::{self, Drawn, MOST, Wanted};
use crate::http::body::{id, said, value};
use crate::http::error::{Failure, no_content, not_modified};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(area_editions))
        .routes(routes!(withdraw_edition))
        .routes(routes!(compare_editions))
        .routes(routes!(edition_differences))
        .routes(routes!(area_shapes))
}

/// Which page of which editions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Listing {
    /// Those of one jurisdiction; of all within the caller's reach where none is named.
    jurisdiction: Option<String>,
    /// What comes behind this one: `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<usize>,
}

fn page(limit: Option<usize>) -> usize {
    limit.unwrap_or(MOST).clamp(1, MOST)
}

/// The editions of grids, duty grids, industry areas and remarks within the caller's reach, the newest first.
#[utoipa::path(get, path = "/api/v1/areas/editions", tag = "areas", params(Listing),
    responses((status = 200, body = AreaEditionList)))]
async fn area_editions(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Listing>,
) -> Result<Json<AreaEditionList>, Failure> {
    let ground = Ground::of(&caller)?;
    let wanted = Wanted {
        jurisdiction: said("jurisdiction", asked.jurisdiction)?,
        after: said("after", asked.after)?,
        limit: page(asked.limit),
    };
    Ok(Json(overview::list(&app, &ground, wanted).await?))
}

/// Take back an edition that waits for its day: what held before goes on.
#[utoipa::path(post, path = "/api/v1/areas/editions/{hash}/withdraw", tag = "areas",
    params(("hash" = Sha256, Path, description = "The edition")), responses((status = 204)))]
async fn withdraw_edition(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> Result<Response, Failure> {
    Ground::of(&caller)?;
    overview::withdraw(&app, &caller, &id(&text)?).await?;
    Ok(no_content())
}

/// Which two editions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Pair {
    /// The hash of the edition that is looked at from.
    from: String,
    /// The hash of the other one, of the same jurisdiction.
    to: String,
    /// What comes behind this place: `next` of the page before.
    after: Option<usize>,
    /// At most so many, 200 at most.
    limit: Option<usize>,
}

impl Pair {
    fn read(&self) -> error::Result<(Sha256, Sha256)> {
        Ok((value("from", &self.from)?, value("to", &self.to)?))
    }
}

/// What came, went and changed between two editions of one jurisdiction.
#[utoipa::path(get, path = "/api/v1/areas/compare", tag = "areas", params(Pair),
    responses((status = 200, body = AreaComparison)))]
async fn compare_editions(
    State(app): State<App>,
    caller: Caller,
    Query(pair): Query<Pair>,
) -> Result<Json<AreaComparison>, Failure> {
    let ground = Ground::of(&caller)?;
    let (from, to) = pair.read()?;
    let found = overview::compared(&app, &ground, &from, &to).await?;
    Ok(Json(overview::comparison(from, to, found, pair.after, page(pair.limit)).await?))
}

/// The same on the map: a GeoJSON FeatureCollection in WGS-84, each feature with its `kind`, `change`, `code` and `place`
/// in the list; what changed also as it was, with `was`.
#[utoipa::path(get, path = "/api/v1/areas/compare/shapes", tag = "areas", params(Pair),
    responses((status = 200, body = Value, content_type = "application/geo+json")))]
async fn edition_differences(
    State(app): State<App>,
    caller: Caller,
    Query(pair): Query<Pair>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let ground = Ground::of(&caller)?;
    let (from, to) = pair.read()?;
    let found = overview::compared(&app, &ground, &from, &to).await?;
    let tag = format!("\"{from}-{to}\"");
    if is_held(&headers, &tag) {
        return Ok(not_modified());
    }
    Ok(geojson(overview::drawn(found).await?, &tag)?)
}

/// Which areas of which edition.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Shown {
    /// Whose: its edition in force, where none is named.
    jurisdiction: Option<String>,
    /// The hash of an edition.
    edition: Option<String>,
    /// `grids`, `duty-grids`, `industry`, `remarks` or `roads`.
    kind: String,
}

/// The areas of an edition: a GeoJSON FeatureCollection in WGS-84.
///
/// The answer's `ETag` is made of the edition's hash: with `If-None-Match` what is held already is answered with 304.
#[utoipa::path(get, path = "/api/v1/areas/shapes", tag = "areas", params(Shown),
    responses((status = 200, body = Value, content_type = "application/geo+json")))]
async fn area_shapes(
    State(app): State<App>,
    caller: Caller,
    Query(shown): Query<Shown>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let ground = Ground::of(&caller)?;
    let drawn = Drawn::parse(&shown.kind)?;
    let hash: Sha256 = match (said("edition", shown.edition)?, said("jurisdiction", shown.jurisdiction)?) {
        (Some(hash), _) => hash,
        (None, Some(jurisdiction)) => overview::in_force(&app, &ground, &jurisdiction)?,
        (None, None) => return Ok(refuse(Code::BadValue, "edition, jurisdiction: one of them is needed")?),
    };
    let pack = overview::edition(&app, &ground, &hash).await?;
    let tag = format!("\"{hash}-{}\"", shown.kind);
    if is_held(&headers, &tag) {
        return Ok(not_modified());
    }
    Ok(geojson(overview::areas(pack, drawn).await?, &tag)?)
}

fn is_held(headers: &HeaderMap, tag: &str) -> bool {
    headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(tag)
}

fn geojson(text: String, tag: &str) -> error::Result<Response> {
    let tag = HeaderValue::from_str(tag).map_err(|error| Error::Fault(error.into()))?;
    let kind = HeaderValue::from_static("application/geo+json");
    // Asked again every time: whoever lost the right to it must not find it in a browser.
    let keep = HeaderValue::from_static("private, no-cache");
    Ok(([(CONTENT_TYPE, kind), (CACHE_CONTROL, keep), (ETAG, tag)], text).into_response())
}
