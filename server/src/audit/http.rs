//! `/api/v1/audit`: who did what, for those who answer for it.

use std::fmt::Display;
use std::str::FromStr;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::account::Right;
use shared::api::audit::{AuditChain, AuditList, AuditRecord};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::{self, Wanted};
use super::verification;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Result;
use crate::http::body::{id, value, words};
use crate::http::error::Failure;
use crate::sheets::{self, Format};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(chain))
        .routes(routes!(export))
        .routes(routes!(verify))
        .routes(routes!(one))
}

/// Which records.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Who did it: a user name, or the rule of a step that the server took by itself.
    actor: Option<String>,
    /// Who did it, by the account's id.
    account: Option<String>,
    /// The word of the action.
    action: Option<String>,
    /// What it was done to: a kind such as `case` or `device`, or a kind, a space and an id.
    subject: Option<String>,
    /// Only in this jurisdiction; for whoever sees several.
    area: Option<String>,
    /// From this moment on, RFC 3339.
    from: Option<String>,
    /// Before this moment, RFC 3339.
    to: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<String>,
}

/// How a file is written.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Written {
    /// `csv`, as without it, or `xlsx`.
    format: Option<String>,
    /// `en` for English words; Chinese without it.
    lang: Option<String>,
}

fn said(name: &str, text: Option<&String>) -> Result<Option<String>> {
    text.filter(|text| !text.is_empty()).map(|text| words(name, text)).transpose()
}

fn parsed<T: FromStr<Err: Display>>(name: &str, text: Option<&String>) -> Result<Option<T>> {
    said(name, text)?.map(|text| value(name, &text)).transpose()
}

fn wanted(asked: &Asked) -> Result<Wanted> {
    Ok(Wanted {
        actor: said("actor", asked.actor.as_ref())?.unwrap_or_default(),
        account: parsed("account", asked.account.as_ref())?,
        action: said("action", asked.action.as_ref())?.unwrap_or_default(),
        subject: said("subject", asked.subject.as_ref())?.unwrap_or_default(),
        area: parsed("area", asked.area.as_ref())?,
        from: parsed("from", asked.from.as_ref())?,
        to: parsed("to", asked.to.as_ref())?,
        before: parsed("before", asked.before.as_ref())?,
    })
}

/// What was done within the caller's reach, the newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", params(Asked),
    responses((status = 200, body = AuditList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<AuditList>, Failure> {
    caller.may(Right::SeeAudit)?;
    let limit = parsed::<u32>("limit", asked.limit.as_ref())?.unwrap_or(100).clamp(1, actions::MOST);
    Ok(Json(actions::list(&app, &caller, &wanted(&asked)?, limit).await?))
}

/// One record, and how it stands in the chain.
#[utoipa::path(get, path = "/api/v1/audit/{id}", tag = "audit",
    params(("id" = String, Path, description = "The record", format = "uuid")),
    responses((status = 200, body = AuditRecord)))]
async fn one(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<AuditRecord>, Failure> {
    caller.may(Right::SeeAudit)?;
    Ok(Json(actions::one(&app, &caller, id(&text)?).await?))
}

/// The same records as a file: CSV, or a workbook. That they were taken away is recorded.
#[utoipa::path(get, path = "/api/v1/audit/export", tag = "audit", params(Asked, Written),
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
    Query(written): Query<Written>,
) -> std::result::Result<Response, Failure> {
    caller.may(Right::SeeAudit)?;
    let format = parsed::<Format>("format", written.format.as_ref())?.unwrap_or_default();
    let is_english = written.lang.as_deref() == Some("en");
    let mut tx = app.db.write().await?;
    let sheet = actions::export(&app, &mut tx, &caller, &wanted(&asked)?, is_english).await?;
    tx.commit().await?;
    Ok(sheets::answer(format, &sheet.name, &sheet))
}

/// How far the records are chained, and what the last verification found.
#[utoipa::path(get, path = "/api/v1/audit/chain", tag = "audit",
    responses((status = 200, body = AuditChain)))]
async fn chain(State(app): State<App>, caller: Caller) -> std::result::Result<Json<AuditChain>, Failure> {
    Ok(Json(actions::chain(&app, &caller).await?))
}

/// Have the whole chain verified. It goes on by itself; how far it is stands in `GET /api/v1/audit/chain`. While one is
/// under way, asking again begins no other.
#[utoipa::path(post, path = "/api/v1/audit/verify", tag = "audit",
    responses((status = 200, body = AuditChain)))]
async fn verify(State(app): State<App>, caller: Caller) -> std::result::Result<Json<AuditChain>, Failure> {
    actions::may_verify(&caller)?;
    let mut tx = app.db.write().await?;
    let begun = actions::verify(&app, &mut tx, &caller).await?;
    tx.commit().await?;
    if let Some(begun) = begun {
        verification::start(&app, begun);
    }
    Ok(Json(actions::state(&app).await?))
}
