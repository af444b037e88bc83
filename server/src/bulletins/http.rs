//! `/api/v1/bulletins`: bulletins, their pages and their workbooks.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use shared::account::Right;
use shared::api::bulletins::{Bulletin, BulletinList, EditBulletin, MakeBulletin, PublishBulletin};
use shared::ids::{BulletinId, Sha256};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::desk::{Desk, Ways};
use super::leaf::{self, Files};
use super::store::Kept;
use super::{actions, book, content, pdf, photos};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Result;
use crate::http::body::{Body, id, limit, said};
use crate::http::error::{Failure, no_content};
use crate::sheets::lang::Lang;

type Answer<T> = std::result::Result<Json<T>, Failure>;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(look, edit, drop_draft))
        .routes(routes!(publish))
        .routes(routes!(as_pages))
        .routes(routes!(as_workbook))
        .routes(routes!(photo))
}

/// Which page of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// What comes behind this one: `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<String>,
}

/// The bulletins, the newest first: those that were published, and drafts for whoever makes them.
#[utoipa::path(get, path = "/api/v1/bulletins", tag = "bulletins", params(Wanted),
    responses((status = 200, body = BulletinList)))]
async fn list(State(app): State<App>, caller: Caller, Query(wanted): Query<Wanted>) -> Answer<BulletinList> {
    caller.may(Right::SeeAssessment)?;
    let (after, limit) = (said("after", wanted.after)?, limit(wanted.limit, 50, 200)?);
    Ok(Json(actions::list(&app, &caller, after, limit).await?))
}

/// Make a draft: of a frozen month, of six of them, or of a week as the cases are now.
#[utoipa::path(post, path = "/api/v1/bulletins", tag = "bulletins", request_body = MakeBulletin,
    responses((status = 200, body = Bulletin)))]
async fn make(State(app): State<App>, caller: Caller, Body(asked): Body<MakeBulletin>) -> Answer<Bulletin> {
    actions::must_make(&caller)?;
    // Before a writer is taken: gathering the numbers of a city takes a while.
    let gathered = content::gather(&app, &caller, &asked).await?;
    let mut tx = app.db.write().await?;
    let bulletin = actions::make(&app, &mut tx, &caller, asked, gathered).await?;
    tx.commit().await?;
    Ok(Json(bulletin))
}

/// One bulletin with all that stands in it.
#[utoipa::path(get, path = "/api/v1/bulletins/{id}", tag = "bulletins",
    params(("id" = String, Path, description = "The bulletin", format = "uuid")),
    responses((status = 200, body = Bulletin)))]
async fn look(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Answer<Bulletin> {
    caller.may(Right::SeeAssessment)?;
    Ok(Json(actions::look(&app, &caller, id(&text)?).await?))
}

/// Change what a draft says beside its numbers, and which photos go into print.
#[utoipa::path(put, path = "/api/v1/bulletins/{id}", tag = "bulletins", request_body = EditBulletin,
    params(("id" = String, Path, description = "The bulletin", format = "uuid")),
    responses((status = 200, body = Bulletin)))]
async fn edit(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(asked): Body<EditBulletin>,
) -> Answer<Bulletin> {
    actions::must_make(&caller)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    let bulletin = actions::edit(&app, &mut tx, &caller, id, asked).await?;
    tx.commit().await?;
    Ok(Json(bulletin))
}

/// Drop a draft; what was published stays.
#[utoipa::path(delete, path = "/api/v1/bulletins/{id}", tag = "bulletins",
    params(("id" = String, Path, description = "The bulletin", format = "uuid")),
    responses((status = 204)))]
async fn drop_draft(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Response, Failure> {
    actions::must_make(&caller)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    actions::drop_draft(&app, &mut tx, &caller, id).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Publish a draft: everybody who sees assessments sees it from now on, and it stays as it is.
#[utoipa::path(post, path = "/api/v1/bulletins/{id}/publish", tag = "bulletins", request_body = PublishBulletin,
    params(("id" = String, Path, description = "The bulletin", format = "uuid")),
    responses((status = 200, body = Bulletin)))]
async fn publish(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(asked): Body<PublishBulletin>,
) -> Answer<Bulletin> {
    actions::must_make(&caller)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    let bulletin = actions::publish(&app, &mut tx, &caller, id, asked).await?;
    tx.commit().await?;
    Ok(Json(bulletin))
}

/// In which language something is written.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Written {
    /// `zh` (as without it) or `en`.
    lang: Option<String>,
}

impl Written {
    fn read(&self) -> Result<Lang> {
        Lang::read(self.lang.as_deref().unwrap_or_default())
    }
}

async fn found(app: &App, caller: &Caller, text: &str) -> Result<Kept> {
    caller.may(Right::SeeAssessment)?;
    let id: BulletinId = id(text)?;
    actions::find(&mut *app.db.read().await?, caller, id).await
}

/// A bulletin on pages, as PDF whose numbers lead to their cases; a draft says so on each of them. That the caller took it is recorded.
#[utoipa::path(get, path = "/api/v1/bulletins/{id}/pdf", tag = "bulletins", params(Written,
    ("id" = String, Path, description = "The bulletin", format = "uuid")),
    responses((status = 200, body = Vec<u8>, content_type = "application/pdf")))]
async fn as_pages(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(written): Query<Written>,
    headers: HeaderMap,
    uri: Uri,
) -> std::result::Result<Response, Failure> {
    let kept = found(&app, &caller, &text).await?;
    let lang = written.read()?;
    actions::took(&app, &caller, &kept, "pdf").await?;
    let (mut files, mut copies) = (Files::new(), Vec::new());
    for (photo, copy) in photos::all(&app, &kept).await? {
        let file = copy.map(|copy| {
            copies.push(copy);
            pdf::photo_file(copies.len() - 1)
        });
        files.insert(photo, file);
    }
    let desk = Desk::found(&app.config, &headers, &uri);
    let ways = desk.map(|desk| Ways::of(desk, kept.head.id, &kept.content));
    let (leaf, ident) = (leaf::linked(&kept, ways.as_ref(), &files, lang), kept.head.id.to_string());
    let name = leaf.title.clone();
    let made = tokio::task::spawn_blocking(move || pdf::make(&leaf, copies, &ident)).await;
    let pages = made.map_err(anyhow::Error::new)??;
    Ok(file(pages.bytes, "application/pdf", &name, "pdf"))
}

/// A bulletin as a workbook whose rates, sums and ranks are formulas and whose counts lead to their cases. That the caller
/// took it is recorded.
#[utoipa::path(get, path = "/api/v1/bulletins/{id}/xlsx", tag = "bulletins", params(Written,
    ("id" = String, Path, description = "The bulletin", format = "uuid")),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn as_workbook(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(written): Query<Written>,
    headers: HeaderMap,
    uri: Uri,
) -> std::result::Result<Response, Failure> {
    let kept = found(&app, &caller, &text).await?;
    let lang = written.read()?;
    actions::took(&app, &caller, &kept, "xlsx").await?;
    let name = leaf::title(&kept, lang);
    let desk = Desk::found(&app.config, &headers, &uri);
    let ways = desk.map(|desk| Ways::of(desk, kept.head.id, &kept.content));
    let made = tokio::task::spawn_blocking(move || book::write(&kept, ways.as_ref(), lang)).await;
    let bytes = made.map_err(anyhow::Error::new)??;
    Ok(file(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &name, "xlsx"))
}

/// A photo of a bulletin as it is printed: nothing but pixels, and not those that name the collector. Of a draft, whoever
/// makes bulletins sees all that may be chosen.
#[utoipa::path(get, path = "/api/v1/bulletins/{id}/photos/{sha256}", tag = "bulletins",
    params(("id" = String, Path, description = "The bulletin", format = "uuid"),
        ("sha256" = Sha256, Path, description = "The working copy")),
    responses((status = 200, body = Vec<u8>, content_type = "image/jpeg")))]
async fn photo(
    State(app): State<App>,
    caller: Caller,
    Path((text, sha256)): Path<(String, String)>,
) -> std::result::Result<Response, Failure> {
    let kept = found(&app, &caller, &text).await?;
    let sha256: Sha256 = id(&sha256)?;
    let bytes = photos::of(&app, &caller, &kept, &sha256).await?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    Ok(response)
}

fn file(bytes: Vec<u8>, kind: &'static str, name: &str, ending: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    if let Ok(named) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{name}.{ending}")) {
        headers.insert(CONTENT_DISPOSITION, named);
    }
    response
}
