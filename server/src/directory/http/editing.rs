//! The directory at a desk: the tree, entries, changes, who looks after what.

use std::fmt::Display;
use std::str::FromStr;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::account::Right;
use shared::api::directory::{
    DirectoryChanges, DirectoryTree, EditorList, EditorWish, EntryList, EntryWish, ListedEntry, PlaceWish, UnitMove,
    UnitRemoval,
};
use shared::ids::EntryId;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::directory::actions::reach::Keeper;
use crate::directory::actions::{editors, edits, log, reading};
use crate::error::Result;
use crate::http::body::{Body, id, value, words};
use crate::http::error::{Failure, no_content};
use crate::sheets::{self, Format};

/// The routes of a desk.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(tree))
        .routes(routes!(entries, add))
        .routes(routes!(change, remove))
        .routes(routes!(order))
        .routes(routes!(move_unit))
        .routes(routes!(remove_unit))
        .routes(routes!(changes))
        .routes(routes!(undo))
        .routes(routes!(all, name))
        .routes(routes!(unname))
        .routes(routes!(export))
}

fn said(name: &str, text: Option<&String>) -> Result<Option<String>> {
    text.filter(|text| !text.is_empty()).map(|text| words(name, text)).transpose()
}

fn parsed<T: FromStr<Err: Display>>(name: &str, text: Option<&String>) -> Result<Option<T>> {
    said(name, text)?.map(|text| value(name, &text)).transpose()
}

/// Before a writer is taken from those who may.
async fn may_edit(app: &App, caller: &Caller) -> Result<()> {
    let keeper = Keeper::of(app, &mut *app.db.read().await?, caller).await?;
    if keeper.may_edit() { Ok(()) } else { Err(shared::refusal::Code::NotAllowed.into()) }
}

/// Which entries.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only those of this jurisdiction's list, or of the city's.
    jurisdiction: Option<String>,
    /// Only those at or below this unit's path.
    unit: Option<String>,
    /// Words that all fit: name, post, unit, initials, number.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<String>,
}

fn wanted(asked: &Asked) -> Result<reading::Wanted> {
    Ok(reading::Wanted {
        of: parsed("jurisdiction", asked.jurisdiction.as_ref())?,
        unit: said("unit", asked.unit.as_ref())?.unwrap_or_default(),
        words: said("q", asked.q.as_ref())?.unwrap_or_default(),
        after: said("after", asked.after.as_ref())?.unwrap_or_default(),
    })
}

/// Whose lists the caller sees, and which units they have.
#[utoipa::path(get, path = "/api/v1/directory/tree", tag = "directory",
    responses((status = 200, body = DirectoryTree)))]
async fn tree(State(app): State<App>, caller: Caller) -> std::result::Result<Json<DirectoryTree>, Failure> {
    Ok(Json(reading::tree(&app, &caller).await?))
}

/// A page of entries in their order, each with its id and version; whoever looks after a unit sees all that is in it.
#[utoipa::path(get, path = "/api/v1/directory/entries", tag = "directory", params(Asked),
    responses((status = 200, body = EntryList)))]
async fn entries(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<EntryList>, Failure> {
    caller.may(Right::ReadDirectory)?;
    let limit = parsed::<u32>("limit", asked.limit.as_ref())?.unwrap_or(100).clamp(1, reading::MOST);
    Ok(Json(reading::page(&app, &caller, &wanted(&asked)?, limit).await?))
}

/// Add an entry, behind the last one of its unit.
#[utoipa::path(post, path = "/api/v1/directory/entries", tag = "directory", request_body = EntryWish,
    responses((status = 200, body = ListedEntry)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(wish): Body<EntryWish>,
) -> std::result::Result<Json<ListedEntry>, Failure> {
    may_edit(&app, &caller).await?;
    let mut tx = app.db.write().await?;
    let entry = edits::add(&app, &mut tx, &caller, wish).await?;
    tx.commit().await?;
    Ok(Json(entry))
}

/// Change an entry. Refused where it was changed since the version that is named.
#[utoipa::path(put, path = "/api/v1/directory/entries/{id}", tag = "directory", request_body = EntryWish,
    params(("id" = String, Path, description = "The entry")),
    responses((status = 200, body = ListedEntry)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(wish): Body<EntryWish>,
) -> std::result::Result<Json<ListedEntry>, Failure> {
    may_edit(&app, &caller).await?;
    let id: EntryId = id(&text)?;
    let mut tx = app.db.write().await?;
    let entry = edits::change(&app, &mut tx, &caller, &id, wish).await?;
    tx.commit().await?;
    Ok(Json(entry))
}

/// Which version was seen.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Seen {
    /// The version that was seen.
    version: Option<String>,
}

/// Remove an entry. Refused where it was changed since the version that is named.
#[utoipa::path(delete, path = "/api/v1/directory/entries/{id}", tag = "directory",
    params(("id" = String, Path, description = "The entry"), Seen),
    responses((status = 204)))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(seen): Query<Seen>,
) -> std::result::Result<Response, Failure> {
    may_edit(&app, &caller).await?;
    let id: EntryId = id(&text)?;
    let version = parsed::<u64>("version", seen.version.as_ref())?.unwrap_or(0);
    let mut tx = app.db.write().await?;
    edits::remove(&app, &mut tx, &caller, &id, version).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Put an entry elsewhere in its unit.
#[utoipa::path(post, path = "/api/v1/directory/entries/{id}/place", tag = "directory", request_body = PlaceWish,
    params(("id" = String, Path, description = "The entry")),
    responses((status = 200, body = ListedEntry)))]
async fn order(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(wish): Body<PlaceWish>,
) -> std::result::Result<Json<ListedEntry>, Failure> {
    may_edit(&app, &caller).await?;
    let id: EntryId = id(&text)?;
    let mut tx = app.db.write().await?;
    let entry = edits::order(&app, &mut tx, &caller, &id, wish).await?;
    tx.commit().await?;
    Ok(Json(entry))
}

/// Give a unit another name, or another place in the tree, with all below it.
#[utoipa::path(post, path = "/api/v1/directory/units/move", tag = "directory", request_body = UnitMove,
    responses((status = 204)))]
async fn move_unit(
    State(app): State<App>,
    caller: Caller,
    Body(wish): Body<UnitMove>,
) -> std::result::Result<Response, Failure> {
    may_edit(&app, &caller).await?;
    let mut tx = app.db.write().await?;
    edits::move_unit(&app, &mut tx, &caller, wish).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Remove a unit with all below it.
#[utoipa::path(post, path = "/api/v1/directory/units/remove", tag = "directory", request_body = UnitRemoval,
    responses((status = 204)))]
async fn remove_unit(
    State(app): State<App>,
    caller: Caller,
    Body(wish): Body<UnitRemoval>,
) -> std::result::Result<Response, Failure> {
    may_edit(&app, &caller).await?;
    let mut tx = app.db.write().await?;
    edits::remove_unit(&app, &mut tx, &caller, wish).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Which changes.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OfChanges {
    /// Of this jurisdiction's list; the caller's own without it.
    jurisdiction: Option<String>,
    /// Only those at or below this unit's path.
    unit: Option<String>,
    /// Only those of this entry.
    entry: Option<String>,
    /// Only those by this account, by its id.
    account: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<String>,
}

/// What was changed in what the caller looks after, the newest first: who, when, from what to what.
#[utoipa::path(get, path = "/api/v1/directory/changes", tag = "directory", params(OfChanges),
    responses((status = 200, body = DirectoryChanges)))]
async fn changes(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<OfChanges>,
) -> std::result::Result<Json<DirectoryChanges>, Failure> {
    may_edit(&app, &caller).await?;
    let limit = parsed::<u32>("limit", asked.limit.as_ref())?.unwrap_or(50).clamp(1, log::MOST);
    let wanted = log::Wanted {
        of: parsed("jurisdiction", asked.jurisdiction.as_ref())?,
        unit: said("unit", asked.unit.as_ref())?.unwrap_or_default(),
        entry: parsed("entry", asked.entry.as_ref())?,
        account: parsed("account", asked.account.as_ref())?,
        before: parsed("before", asked.before.as_ref())?,
    };
    Ok(Json(log::page(&app, &caller, &wanted, limit).await?))
}

/// Take a change back, as a new change; whoever made it, or who manages the list.
#[utoipa::path(post, path = "/api/v1/directory/changes/{id}/undo", tag = "directory",
    params(("id" = String, Path, description = "The change", format = "uuid")),
    responses((status = 204)))]
async fn undo(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Response, Failure> {
    may_edit(&app, &caller).await?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    log::undo(&app, &mut tx, &caller, id).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Of whose list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OfList {
    /// Of this jurisdiction's list; of all that the caller manages without it.
    jurisdiction: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<String>,
}

/// Who looks after which unit, for whoever manages the list.
#[utoipa::path(get, path = "/api/v1/directory/admins", tag = "directory", params(OfList),
    responses((status = 200, body = EditorList)))]
async fn all(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<OfList>,
) -> std::result::Result<Json<EditorList>, Failure> {
    let of = parsed("jurisdiction", asked.jurisdiction.as_ref())?;
    let after = editors::place(&said("after", asked.after.as_ref())?.unwrap_or_default())?;
    let limit = parsed::<u32>("limit", asked.limit.as_ref())?.unwrap_or(editors::MOST).clamp(1, editors::MOST);
    Ok(Json(editors::all(&app, &caller, of.as_ref(), &after, limit).await?))
}

/// Name an account that looks after a unit and all below it.
#[utoipa::path(post, path = "/api/v1/directory/admins", tag = "directory", request_body = EditorWish,
    responses((status = 204)))]
async fn name(
    State(app): State<App>,
    caller: Caller,
    Body(wish): Body<EditorWish>,
) -> std::result::Result<Response, Failure> {
    may_edit(&app, &caller).await?;
    let mut tx = app.db.write().await?;
    editors::name(&app, &mut tx, &caller, &wish).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Name an account no more.
#[utoipa::path(post, path = "/api/v1/directory/admins/remove", tag = "directory", request_body = EditorWish,
    responses((status = 204)))]
async fn unname(
    State(app): State<App>,
    caller: Caller,
    Body(wish): Body<EditorWish>,
) -> std::result::Result<Response, Failure> {
    may_edit(&app, &caller).await?;
    let mut tx = app.db.write().await?;
    editors::remove(&app, &mut tx, &caller, &wish).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// How a file is written.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Written {
    /// `csv`, as without it, or `xlsx`.
    format: Option<String>,
    /// `en` for English headings; Chinese without it.
    lang: Option<String>,
}

/// The same entries as a file: CSV, or a workbook. That they were taken away is recorded.
#[utoipa::path(get, path = "/api/v1/directory/export", tag = "directory", params(Asked, Written),
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
    Query(written): Query<Written>,
) -> std::result::Result<Response, Failure> {
    caller.may(Right::ReadDirectory)?;
    let format = parsed::<Format>("format", written.format.as_ref())?.unwrap_or_default();
    let wanted = wanted(&asked)?;
    let mut tx = app.db.write().await?;
    let is_english = written.lang.as_deref() == Some("en");
    let sheet = reading::export(&app, &mut tx, &caller, &wanted, is_english).await?;
    tx.commit().await?;
    Ok(sheets::answer(format, &sheet.name, &sheet))
}
