//! `/api/v1/packs/{hash}`: a pack by its name.

use axum::extract::{Path, Query, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use shared::ids::Sha256;
use shared::refusal::Code;
use shared::sync::delta;
use shared::sync::hello::PackKind;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, deltas};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::error::Error;
use crate::http::body::id;
use crate::http::error::Failure;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(pack))
}

/// From what to go on.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct From {
    /// The hash of a pack of the same kind and ground that the caller holds.
    from: Option<String>,
}

/// A pack of the caller's scope, by the hash of its bytes.
///
/// With `from`, the answer may be `application/vnd.xunge.delta`: the steps from the pack that is held to this one.
#[utoipa::path(get, path = "/api/v1/packs/{hash}", tag = "sync",
    params(("hash" = Sha256, Path, description = "SHA-256 of the uncompressed bytes"), From),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn pack(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<From>,
) -> Result<Response, Failure> {
    let hash: Sha256 = id(&text)?;
    let (pack, bytes) = actions::pack(&app, &hash).await?.ok_or(Error::from(Code::NotFound))?;
    let city = app.city();
    let whole = Some(&pack.jurisdiction) == city.city_id();
    let own = pack.jurisdiction == caller.account.jurisdiction || caller.reach == Reach::City;
    // A pack of somebody else's ground is not there for this caller.
    if !own && !whole {
        return Err(Failure(Code::NotFound.into()));
    }
    let forever = HeaderValue::from_static("private, max-age=31536000, immutable");
    if let Some(held) = query.from
        && let Some(steps) = deltas::between(&app, &id(&held)?, &hash).await?
    {
        let headers = [(CONTENT_TYPE, HeaderValue::from_static(delta::MEDIA_TYPE)), (CACHE_CONTROL, forever)];
        return Ok((headers, steps.to_vec()).into_response());
    }
    let kind = match pack.kind {
        PackKind::Catalogue | PackKind::Calendar | PackKind::Settings => "application/json",
        PackKind::Boundaries | PackKind::Unknown => "application/octet-stream",
    };
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, forever)];
    Ok((headers, bytes).into_response())
}
