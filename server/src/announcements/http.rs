//! `/api/v1/announcements`: posting, taking back, reading.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::account::Right;
use shared::api::announcements::{Announcement, AnnouncementList, NewAnnouncement, ReadAnnouncements};
use shared::ids::AnnouncementId;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::http::body::{Body, id, value};
use crate::http::error::{Failure, no_content};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, post)).routes(routes!(withdraw)).routes(routes!(read))
}

/// Which page of which list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// What comes behind this one: `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<u32>,
    /// `true`: all that was posted within the caller's reach, also what is over, each with how many have read it; for
    /// those who may post.
    posted: Option<bool>,
}

/// What the caller is told now, the newest first; or all that was posted, for those who may post.
#[utoipa::path(get, path = "/api/v1/announcements", tag = "announcements", params(Wanted),
    responses((status = 200, body = AnnouncementList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> Result<Json<AnnouncementList>, Failure> {
    let after = wanted.after.filter(|text| !text.is_empty());
    let after: Option<AnnouncementId> = after.map(|text| value("after", &text)).transpose()?;
    let limit = wanted.limit.unwrap_or(actions::MOST).clamp(1, actions::MOST);
    let list = match wanted.posted {
        Some(true) => actions::posted(&app, &caller, after, limit).await?,
        Some(false) | None => actions::told(&app, &caller, after, limit).await?,
    };
    Ok(Json(list))
}

/// Tell the people in the field something. Mobile and identity numbers in it are masked.
#[utoipa::path(post, path = "/api/v1/announcements", tag = "announcements", request_body = NewAnnouncement,
    responses((status = 200, body = Announcement)))]
async fn post(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewAnnouncement>,
) -> Result<Json<Announcement>, Failure> {
    // Before a writer is taken from those who may.
    caller.may(Right::Announce)?;
    let mut tx = app.db.write().await?;
    let announcement = actions::post(&app, &mut tx, &caller, new).await?;
    tx.commit().await?;
    Ok(Json(announcement))
}

/// Take an announcement back: phones let it go with their next round.
#[utoipa::path(post, path = "/api/v1/announcements/{id}/withdraw", tag = "announcements",
    params(("id" = String, Path, description = "The announcement", format = "uuid")),
    responses((status = 204)))]
async fn withdraw(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Response, Failure> {
    caller.may(Right::Announce)?;
    let id: AnnouncementId = id(&text)?;
    let mut tx = app.db.write().await?;
    actions::withdraw(&app, &mut tx, &caller, id).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// The caller has read these. What is said twice counts once.
#[utoipa::path(post, path = "/api/v1/announcements/read", tag = "announcements", request_body = ReadAnnouncements,
    responses((status = 204)))]
async fn read(
    State(app): State<App>,
    caller: Caller,
    Body(request): Body<ReadAnnouncements>,
) -> Result<Response, Failure> {
    let mut tx = app.db.write().await?;
    actions::read(&app, &mut tx, &caller, &request.ids).await?;
    tx.commit().await?;
    Ok(no_content())
}
