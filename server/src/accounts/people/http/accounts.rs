//! `/api/v1/accounts`.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use shared::account::{Right, Role};
use shared::api::people::{
    AccountChange, AccountFile, AccountImport, AccountImportReport, AccountList, AccountRow, GivenPassword,
    MadeAccount, NewAccount,
};
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{given, limit};
use crate::accounts::caller::Caller;
use crate::accounts::people::store::accounts::{Filter, Has};
use crate::accounts::people::{desk, import};
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{Body, id, said, words};
use crate::http::error::Failure;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(take))
        .routes(routes!(file, change))
        .routes(routes!(password))
}

/// Which accounts to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// Only this role.
    role: Option<String>,
    /// Only those who work for this jurisdiction.
    jurisdiction: Option<String>,
    /// Only a unit's.
    unit: Option<String>,
    /// `true`: only those that may not sign in; `false`: only those that may.
    disabled: Option<String>,
    /// `device`: with a device; `none`: without one; `never`: never signed in on anything.
    has: Option<String>,
    /// Words in the user name or the name.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Accounts on a page, at most 200.
    limit: Option<String>,
}

fn filter(asked: Asked) -> Result<Filter> {
    let role = match given(asked.role) {
        None => None,
        Some(word) => match Role::parse(&word) {
            Some(role) => Some(role),
            None => return refuse(Code::BadValue, format!("role: there is no role {word}")),
        },
    };
    let has = match asked.has.as_deref() {
        None | Some("") => Has::Any,
        Some("device") => Has::Device,
        Some("none") => Has::NoDevice,
        Some("never") => Has::NeverSignedIn,
        Some(word) => return refuse(Code::BadValue, format!("has: device, none or never, not {word}")),
    };
    Ok(Filter {
        area: said("jurisdiction", asked.jurisdiction)?,
        role,
        unit: said("unit", asked.unit)?,
        disabled: said("disabled", asked.disabled)?,
        words: words("q", asked.q.as_deref().unwrap_or_default())?.trim().to_lowercase(),
        has,
        only: None,
        after: words("after", asked.after.as_deref().unwrap_or_default())?,
        limit: limit(asked.limit)?,
    })
}

/// Accounts within the caller's reach, in the order of their user names.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "people", params(Asked),
    responses((status = 200, body = AccountList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> std::result::Result<Json<AccountList>, Failure> {
    Ok(Json(desk::list(&app, &caller, filter(asked)?).await?))
}

/// Add an account. A first password is made here and said once.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "people", request_body = NewAccount,
    responses((status = 200, body = MadeAccount)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Body(new): Body<NewAccount>,
) -> std::result::Result<Response, Failure> {
    Ok(once(&desk::add(&app, &caller, new).await?))
}

/// Look at a sheet of many accounts, or take it: all of it, or nothing where a line is wrong.
#[utoipa::path(post, path = "/api/v1/accounts/import", tag = "people", request_body = AccountImport,
    responses((status = 200, body = AccountImportReport)))]
async fn take(
    State(app): State<App>,
    caller: Caller,
    Body(sheet): Body<AccountImport>,
) -> std::result::Result<Response, Failure> {
    Ok(once(&import::import(&app, &caller, &sheet).await?))
}

/// One account with its devices, shifts and tasks. That the caller looked is recorded.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "people",
    params(("id" = String, Path, description = "The account", format = "uuid")),
    responses((status = 200, body = AccountFile)))]
async fn file(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<AccountFile>, Failure> {
    caller.may(Right::SeePeople)?;
    Ok(Json(desk::file(&app, &caller, id(&text)?).await?))
}

/// Change an account: what is said is what it is from now on. Another role, jurisdiction or beat begins a new scope.
#[utoipa::path(put, path = "/api/v1/accounts/{id}", tag = "people", request_body = AccountChange,
    params(("id" = String, Path, description = "The account", format = "uuid")),
    responses((status = 200, body = AccountRow)))]
async fn change(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(wish): Body<AccountChange>,
) -> std::result::Result<Json<AccountRow>, Failure> {
    // Before a writer is taken from those who may.
    caller.may(Right::ManageAccounts)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    let row = desk::change(&app, &mut tx, &caller, id, wish).await?;
    tx.commit().await?;
    Ok(Json(row))
}

/// Give an account another password: it is made here and said once. Its sessions at desks end.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/password", tag = "people",
    params(("id" = String, Path, description = "The account", format = "uuid")),
    responses((status = 200, body = GivenPassword)))]
async fn password(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Response, Failure> {
    caller.may(Right::ManageAccounts)?;
    let password = desk::password(&app, &caller, id(&text)?).await?;
    Ok(once(&GivenPassword { password }))
}

/// An answer that holds a secret: nothing on the way keeps it.
pub(super) fn once<T: Serialize>(answer: &T) -> Response {
    ([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(answer)).into_response()
}
