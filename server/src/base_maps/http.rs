//! `/api/v1/base-maps`: which there are, and a file in parts.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::{self, TryStream};
use shared::api::base_maps::BaseMapList;
use shared::ids::Sha256;
use shared::refusal::Code;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, file};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Error;
use crate::http::body::id;
use crate::http::error::{Failure, PART, problem};
use crate::media::actions::blocking;
use crate::media::range::Wanted;
use crate::media::storage::Storage;

/// What such a file is.
pub const MEDIA_TYPE: &str = "application/vnd.pmtiles";

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(base_maps)).routes(routes!(base_map))
}

/// The base maps of the caller's jurisdiction and of the whole city.
#[utoipa::path(get, path = "/api/v1/base-maps", tag = "sync", responses((status = 200, body = BaseMapList)))]
async fn base_maps(State(app): State<App>, caller: Caller) -> Result<Json<BaseMapList>, Failure> {
    let mut reader = app.db.read().await?;
    let found = actions::list(&mut reader, &app.city(), &caller.account.jurisdiction).await?;
    Ok(Json(found.unwrap_or_else(|| BaseMapList { mark: Sha256::of(b"[]"), maps: Vec::new() })))
}

/// A base map by its hash, whole or in parts: one range of bytes, kept to the same file by `If-Range` and its `ETag`.
#[utoipa::path(get, path = "/api/v1/base-maps/{hash}", tag = "sync",
    params(("hash" = Sha256, Path, description = "SHA-256 of the file"),
        ("range" = Option<String>, Header, description = "`bytes=0-1023` and the like")),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.pmtiles"),
        (status = 206, description = "The bytes that `Range` asks for, named in `Content-Range`")))]
async fn base_map(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let hash: Sha256 = id(&text)?;
    let map = actions::find(&app, &caller, &hash).await?.ok_or(Error::from(Code::NotFound))?;
    let (storage, name) = (app.base_maps.clone(), hash.clone());
    if !blocking(move || storage.holds(&name)).await? {
        // After a restore it has to be imported again.
        return Err(Failure(Code::NotFound.into()));
    }
    let (etag, size) = (format!("\"{hash}\""), map.size_bytes);
    // A part is only ever a part of an answer to GET.
    let wanted = if method == Method::GET { Wanted::read(&headers, &etag, size) } else { Wanted::Whole };
    let mut response = match wanted {
        Wanted::Whole => answer(&app, hash, 0..size),
        Wanted::Part(part) => {
            let said = format!("bytes {}-{}/{size}", part.start, part.end.saturating_sub(1));
            let mut response = (PART, answer(&app, hash, part)).into_response();
            response.headers_mut().insert(CONTENT_RANGE, header(&said)?);
            response
        }
        Wanted::Nothing => {
            let mut response = problem(&Code::RangeUnsatisfiable.into());
            response.headers_mut().insert(CONTENT_RANGE, header(&format!("bytes */{size}"))?);
            return Ok(response);
        }
    };
    let headers = response.headers_mut();
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(ETAG, header(&etag)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    Ok(response)
}

/// Sends bytes as they are read: of a file of gigabytes only a piece is ever in memory.
fn answer(app: &App, hash: Sha256, part: Range<u64>) -> Response {
    let length = part.end.saturating_sub(part.start);
    let mut response = Body::from_stream(pieces(app.base_maps.clone(), hash, part)).into_response();
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// What is still to be read of a file.
type Left = (Arc<dyn Storage>, Sha256, Range<u64>);

fn pieces(
    storage: Arc<dyn Storage>,
    hash: Sha256,
    part: Range<u64>,
) -> impl TryStream<Ok = Vec<u8>, Error = io::Error> + Send + 'static {
    stream::try_unfold((storage, hash, part), piece)
}

async fn piece((storage, hash, left): Left) -> io::Result<Option<(Vec<u8>, Left)>> {
    let Some(next) = file::next(&left) else { return Ok(None) };
    let (reading, name, wanted) = (storage.clone(), hash.clone(), next.clone());
    let bytes = blocking(move || reading.read_part(&name, wanted)).await.map_err(io::Error::other)?;
    let bytes = bytes.filter(|bytes| u64::try_from(bytes.len()) == Ok(next.end.saturating_sub(next.start)));
    // The line is cut where the bytes end: the length was told, and fewer must not look like all.
    let bytes = bytes.ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(Some((bytes, (storage, hash, next.end..left.end))))
}

fn header(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|error| Error::Fault(error.into()))
}
