//! `/api/v1/honesty`: hints at dishonest work, and how well people's answers agree.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use shared::account::Right;
use shared::api::honesty::{AgreementTable, HintFile, HintKind, HintList, HintState, JudgeHint};
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, agreement};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{Body, id, limit, place, said};
use crate::http::error::Failure;

/// So many hints stand on a page where nobody says.
const USUAL: u32 = 50;
/// At most so many.
const MOST: u32 = 200;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(open)).routes(routes!(judge)).routes(routes!(agree))
}

/// Which hints.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Only of this kind: `blind`, `speed`, `photos`, `pass_rate`, `category`, `bunching`.
    kind: Option<String>,
    /// Only in this state: `open`, `explained`, `follow_up`.
    state: Option<String>,
    /// Only of this jurisdiction, for whoever works for the whole city.
    area: Option<String>,
    /// Only those behind this one: the `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 200; 50 without it.
    limit: Option<String>,
}

impl Wanted {
    fn read(self) -> Result<actions::Asked> {
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let after = match given(self.after) {
            Some(text) => Some(place("after", &text)?),
            None => None,
        };
        Ok(actions::Asked {
            kind: word("kind", given(self.kind), HintKind::parse)?,
            state: word("state", given(self.state), HintState::parse)?,
            area: said("area", self.area)?,
            after,
            limit: limit(self.limit, USUAL, MOST)?,
        })
    }
}

fn word<T>(name: &str, text: Option<String>, parse: fn(&str) -> Option<T>) -> Result<Option<T>> {
    let Some(text) = text else { return Ok(None) };
    match parse(&text) {
        Some(word) => Ok(Some(word)),
        None => refuse(Code::BadValue, format!("{name}: there is no {text}")),
    }
}

/// Hints at dishonest work, the newest first. A hint is no verdict. That the caller looked is recorded.
#[utoipa::path(get, path = "/api/v1/honesty/hints", tag = "honesty", params(Wanted),
    responses((status = 200, body = HintList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> std::result::Result<Json<HintList>, Failure> {
    caller.may(Right::SeeHonesty)?;
    Ok(Json(actions::list(&app, &caller, wanted.read()?).await?))
}

/// A hint with its cases, its pictures and what was said of it. Each look is recorded.
#[utoipa::path(get, path = "/api/v1/honesty/hints/{id}", tag = "honesty",
    params(("id" = String, Path, description = "The hint", format = "uuid")),
    responses((status = 200, body = HintFile)))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> std::result::Result<Json<HintFile>, Failure> {
    caller.may(Right::SeeHonesty)?;
    Ok(Json(actions::open(&app, &caller, id(&text)?).await?))
}

/// Say of a hint that there is a good reason for it, or that it is to be followed up. It is added to what was said before.
#[utoipa::path(post, path = "/api/v1/honesty/hints/{id}/judge", tag = "honesty", request_body = JudgeHint,
    params(("id" = String, Path, description = "The hint", format = "uuid")),
    responses((status = 200, body = HintFile)))]
async fn judge(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Body(request): Body<JudgeHint>,
) -> std::result::Result<Json<HintFile>, Failure> {
    caller.may(Right::SeeHonesty)?;
    let id = id(&text)?;
    let mut tx = app.db.write().await?;
    let file = actions::judge(&app, &mut tx, &caller, id, &request).await?;
    tx.commit().await?;
    Ok(Json(file))
}

/// Which answers.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct When {
    /// The first day on which a second answer came, as 2026-11-01; without it the first of the month of `to`.
    from: Option<String>,
    /// The last day; today without it.
    to: Option<String>,
    /// Only of this jurisdiction, for whoever works for the whole city.
    area: Option<String>,
}

/// How well people's answers agree, by blind second checks: of every pair, of everybody, and all together.
#[utoipa::path(get, path = "/api/v1/honesty/agreement", tag = "honesty", params(When),
    responses((status = 200, body = AgreementTable)))]
async fn agree(
    State(app): State<App>,
    caller: Caller,
    Query(when): Query<When>,
) -> std::result::Result<Json<AgreementTable>, Failure> {
    caller.may(Right::SeeHonesty)?;
    let asked =
        agreement::Asked { from: said("from", when.from)?, to: said("to", when.to)?, area: said("area", when.area)? };
    Ok(Json(agreement::table(&app, &caller, asked).await?))
}
