//! Imports: a file is looked at, and taken as an edition.

use axum::Json;
use axum::body::{Body, BodyDataStream};
use axum::extract::{Query, State};
use futures_util::StreamExt as _;
use serde::Deserialize;
use shared::api::areas::AreaImport;
use shared::grid::geojson::{self, Read};
use shared::grid::kind::AreaKind;
use shared::ids::Sha256;
use shared::refusal::{Code, Refusal};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::term;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::db::dialect::holds_nul;
use crate::error::{self, Error, refuse};
use crate::grids::actions::{Ground, Wish, import_on};
use crate::grids::told::told;
use crate::http::body::value;
use crate::http::error::Failure;

/// The largest file: a whole city of seventy thousand unit grids is a third of it.
const MOST_BYTES: usize = 96 * 1024 * 1024;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(take_areas)).routes(routes!(look_at_areas))
}

/// What is said with a file.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// What the file is said to hold: `grids`, `duty-grids`, `industry` or `remarks`.
    kind: String,
    /// The version that people say; the first day where none is said.
    version: Option<String>,
    /// The first day it holds, `2026-11-23`; today where none is said.
    from: Option<String>,
    /// The last day it holds; for good where none is said.
    to: Option<String>,
    /// The SHA-256 of the bytes that were looked at: others are not taken.
    file: Option<String>,
}

/// Look at a file of areas: everything that is wrong with it, and what it would change. GeoJSON is the body.
#[utoipa::path(post, path = "/api/v1/areas/look", tag = "areas", params(Asked),
    request_body(content_type = "application/octet-stream"),
    responses((status = 200, body = AreaImport)))]
async fn look_at_areas(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
    body: Body,
) -> Result<Json<AreaImport>, Failure> {
    Ok(Json(import(&app, &caller, asked, body, Wish::Look).await?))
}

/// Take a file of areas as an edition that holds from its first day. What is wrong with it refuses it as a whole.
#[utoipa::path(post, path = "/api/v1/areas", tag = "areas", params(Asked),
    request_body(content_type = "application/octet-stream"),
    responses((status = 200, body = AreaImport)))]
async fn take_areas(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
    body: Body,
) -> Result<Json<AreaImport>, Failure> {
    Ok(Json(import(&app, &caller, asked, body, Wish::Take).await?))
}

async fn import(app: &App, caller: &Caller, asked: Asked, body: Body, wish: Wish) -> error::Result<AreaImport> {
    let ground = Ground::of(caller)?;
    let kind: AreaKind = value("kind", &asked.kind)?;
    let term = term(app, asked.version, asked.from, asked.to)?;
    let bytes = receive(app, body).await?;
    let (file, read) = read(bytes, kind).await?;
    if asked.file.is_some_and(|looked_at| looked_at != file.as_str()) {
        return refuse(Code::BadValue, "file: these are not the bytes that were looked at; look at them first");
    }
    let imported = import_on(app, read, term, &caller.account.actor(), wish, &ground).await?;
    told(app, imported, Some(file)).await
}

/// Reads the shapes, off the async threads: a whole city takes a while.
async fn read(bytes: Vec<u8>, kind: AreaKind) -> error::Result<(Sha256, Read)> {
    let read = tokio::task::spawn_blocking(move || {
        if holds_nul(&bytes) {
            return refuse(Code::BadValue, "a text holds the character U+0000, which cannot be kept");
        }
        let file = Sha256::of(&bytes);
        let text = String::from_utf8(bytes)
            .map_err(|error| Refusal::because(Code::BadValue, format!("the file is no UTF-8: {error}")))?;
        let read =
            geojson::read(&text).map_err(|error| Refusal::because(Code::BadValue, format!("the file: {error}")))?;
        if read.findings.is_empty() && kind.count(&read.features) == 0 {
            return refuse(Code::BadValue, format!("the file holds no {}", kind.name()));
        }
        Ok((file, read))
    });
    read.await.map_err(|error| Error::Fault(error.into()))?
}

/// Receives a whole file.
async fn receive(app: &App, body: Body) -> error::Result<Vec<u8>> {
    let mut bytes = body.into_data_stream();
    let received = gathered(app, &mut bytes).await;
    if received.is_err() {
        // Whoever is still sending would see a broken line in the place of the reason.
        let rest = tokio::time::timeout(app.config.stall, async { while let Some(Ok(_)) = bytes.next().await {} });
        drop(rest.await);
    }
    received
}

async fn gathered(app: &App, bytes: &mut BodyDataStream) -> error::Result<Vec<u8>> {
    let mut gathered = Vec::new();
    loop {
        // A line that stands still must not hold half a city for ever.
        let Ok(next) = tokio::time::timeout(app.config.stall, bytes.next()).await else {
            return refuse(Code::BadRequest, format!("the line stood still at byte {}", gathered.len()));
        };
        let Some(piece) = next else { return Ok(gathered) };
        let Ok(piece) = piece else { return refuse(Code::BadRequest, format!("cut at byte {}", gathered.len())) };
        if gathered.len().saturating_add(piece.len()) > MOST_BYTES {
            return refuse(Code::TooLarge, format!("a file of areas may have {MOST_BYTES} bytes"));
        }
        gathered.extend_from_slice(&piece);
    }
}
