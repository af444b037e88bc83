//! `/api/v1/assessment/months`: months as they were frozen, another version of one, and publishing it.

use axum::Json;
use axum::extract::{Path, State};
use shared::account::Right;
use shared::api::assessment::{Freeze, MonthCheck, MonthVersion, Months, Publish};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, freeze, publishing};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Result;
use crate::http::body::{Body, id};
use crate::http::error::Failure;

type Answer<T> = std::result::Result<Json<T>, Failure>;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(months))
        .routes(routes!(freeze_anew))
        .routes(routes!(publish))
        .routes(routes!(check))
}

/// The months since the first case, the newest first: when each is frozen, and its versions. Whoever does not answer for the
/// whole city's assessment sees those that were published.
#[utoipa::path(get, path = "/api/v1/assessment/months", tag = "assessment",
    responses((status = 200, body = Months)))]
async fn months(State(app): State<App>, caller: Caller) -> Answer<Months> {
    Ok(Json(actions::list(&app, &caller).await?))
}

/// Freeze a month anew: another version beside those that are there, with its reason. As of the month's own moment where
/// none is named; of what is being done in this very minute nothing is in it.
#[utoipa::path(post, path = "/api/v1/assessment/months/{month}/versions", tag = "assessment", request_body = Freeze,
    params(("month" = String, Path, description = "The month, as 2026-10")),
    responses((status = 200, body = MonthVersion)))]
async fn freeze_anew(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(asked): Body<Freeze>,
) -> Answer<MonthVersion> {
    // Before a writer is taken from those who may.
    actions::of_the_city(&caller, Right::Assess)?;
    let month = actions::month(&text)?;
    freeze::settle(&app).await?;
    Ok(Json(actions::freeze_anew(&app, &caller, month, &asked).await?))
}

/// Publish the newest version of a month, once and for all: everybody sees it from then on. The scores that go with it are
/// made by a model, in the edition that holds for the month.
#[utoipa::path(post, path = "/api/v1/assessment/months/{month}/versions/{number}/publish", tag = "assessment",
    request_body = Publish,
    params(("month" = String, Path, description = "The month, as 2026-10"),
        ("number" = u32, Path, description = "The version")),
    responses((status = 200, body = MonthVersion)))]
async fn publish(
    State(app): State<App>,
    caller: Caller,
    Path(path): Path<(String, String)>,
    Body(asked): Body<Publish>,
) -> Answer<MonthVersion> {
    actions::of_the_city(&caller, Right::Assess)?;
    let (month, number) = version(&path)?;
    let mut tx = app.db.write().await?;
    let published = publishing::publish(&app, &mut tx, &caller, month, number, &asked).await?;
    tx.commit().await?;
    Ok(Json(published))
}

/// Read a version once more from cases and their steps alone, and say which cases come out otherwise than they were frozen.
#[utoipa::path(get, path = "/api/v1/assessment/months/{month}/versions/{number}/check", tag = "assessment",
    params(("month" = String, Path, description = "The month, as 2026-10"),
        ("number" = u32, Path, description = "The version")),
    responses((status = 200, body = MonthCheck)))]
async fn check(State(app): State<App>, caller: Caller, Path(path): Path<(String, String)>) -> Answer<MonthCheck> {
    actions::of_the_city(&caller, Right::SeeAssessment)?;
    let (month, number) = version(&path)?;
    Ok(Json(actions::read_again(&app, &caller, month, number).await?))
}

fn version((text, number): &(String, String)) -> Result<(super::calendar::Month, u32)> {
    Ok((actions::month(text)?, id(number)?))
}
