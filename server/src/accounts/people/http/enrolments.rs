//! `/api/v1/accounts/{id}/enrolment` and `/api/v1/enrolments`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::account::Right;
use shared::api::people::{EnrolmentLink, EnrolmentList, NewEnrolment};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::accounts::once;
use super::{given, limit};
use crate::accounts::caller::Caller;
use crate::accounts::people::enrolments;
use crate::accounts::people::store::enrolments::Page;
use crate::app::App;
use crate::http::body::{Body, id, place, said, words};
use crate::http::error::{Failure, no_content};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(link)).routes(routes!(open)).routes(routes!(withdraw))
}

/// Make a link that signs one device in, once, and the picture of it that a camera reads.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/enrolment", tag = "people", request_body = NewEnrolment,
    params(("id" = String, Path, description = "The account", format = "uuid")),
    responses((status = 200, body = EnrolmentLink)))]
async fn link(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(new): Body<NewEnrolment>,
) -> Result<Response, Failure> {
    // Before a writer is taken from those who may.
    caller.may(Right::ManageDevices)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    let link = enrolments::link(&app, &mut tx, &caller, id, &new).await?;
    tx.commit().await?;
    Ok(once(&link))
}

/// Which links to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only this person's.
    account: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Links on a page, at most 200.
    limit: Option<String>,
}

/// Links that are still good, without their codes: those that end first before the others.
#[utoipa::path(get, path = "/api/v1/enrolments", tag = "people", params(Asked),
    responses((status = 200, body = EnrolmentList)))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<EnrolmentList>, Failure> {
    let after = match given(asked.after) {
        Some(text) => place("after", &words("after", &text)?)?,
        None => (0, String::new()),
    };
    let page = Page { area: None, account: said("account", asked.account)?, after, limit: limit(asked.limit)? };
    Ok(Json(enrolments::open(&app, &caller, page).await?))
}

/// Take a link back: it signs nothing in any more.
#[utoipa::path(delete, path = "/api/v1/enrolments/{id}", tag = "people",
    params(("id" = String, Path, description = "The link, by the id it is listed under")),
    responses((status = 204)))]
async fn withdraw(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Response, Failure> {
    caller.may(Right::ManageDevices)?;
    let mut tx = app.db.write().await?;
    enrolments::withdraw(&app, &mut tx, &caller, &words("id", &text)?).await?;
    tx.commit().await?;
    Ok(no_content())
}
