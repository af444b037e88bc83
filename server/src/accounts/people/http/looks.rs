//! `/api/v1/looks`.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::api::people::{LookKind, LookList};
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{given, limit};
use crate::accounts::caller::{Beside, Caller};
use crate::accounts::people::looks;
use crate::accounts::people::store::looks::Page;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{said, words};
use crate::http::error::Failure;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Which looks to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only at this: `case 0190…`, `account 0190…`.
    subject: Option<String>,
    /// Only of this account.
    account: Option<String>,
    /// `original`, `track`, `person`, `directory` or `export`.
    kind: Option<String>,
    /// `next` of the page before.
    before: Option<String>,
    /// Looks on a page, at most 200.
    limit: Option<String>,
}

fn page(asked: Asked) -> Result<Page> {
    let kind = match given(asked.kind) {
        None => None,
        Some(word) => match LookKind::parse(&word) {
            Some(kind) => Some(kind),
            None => return refuse(Code::BadValue, format!("kind: there is no kind {word}")),
        },
    };
    Ok(Page {
        area: None,
        subject: words("subject", asked.subject.as_deref().unwrap_or_default())?,
        kind,
        account: said("account", asked.account)?,
        before: words("before", asked.before.as_deref().unwrap_or_default())?,
        beside: Beside::Hidden,
        limit: limit(asked.limit)?,
    })
}

/// Who looked at what is personal, the newest first: originals of photos, tracks, accounts, the directory, exports. One
/// line for an account, a subject and an hour.
#[utoipa::path(get, path = "/api/v1/looks", tag = "people", params(Asked),
    responses((status = 200, body = LookList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<LookList>, Failure> {
    Ok(Json(looks::list(&app, &caller, page(asked)?).await?))
}
