//! `/api/v1/honesty`: hints at dishonest work, and how well people's answers agree.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use shared::account::Right;
use shared::api::agreement::{AgreementCases, Answers};
use shared::api::honesty::{AgreementTable, HintFile, HintKind, HintList, HintState, JudgeHint};
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{actions, agreement, behind};
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
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(open))
        .routes(routes!(judge))
        .routes(routes!(agree))
        .routes(routes!(agreed))
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

impl When {
    fn read(self) -> Result<agreement::Asked> {
        Ok(agreement::Asked {
            from: said("from", self.from)?,
            to: said("to", self.to)?,
            area: said("area", self.area)?,
        })
    }
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
    Ok(Json(agreement::table(&app, &caller, when.read()?).await?))
}

/// Which of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Number {
    /// Of this person's answers (an account); without it of all, and "the one" is who looked first.
    one: Option<String>,
    /// … and this one's; without it of the one against all others.
    other: Option<String>,
    /// Only these answers: `both_pass`, `both_fail`, `one_pass`, `other_pass`, `agreed`, or `unable`, of which one could not
    /// be told; without it all of which both could be.
    said: Option<String>,
    /// Only those behind this one: the `next` of the page before.
    after: Option<String>,
    /// At most so many, 1 to 200; 50 without it.
    limit: Option<String>,
}

/// The blind checks behind one number of the agreement: as many as it says, and no others, the newest first. That the caller
/// looked is recorded.
#[utoipa::path(get, path = "/api/v1/honesty/agreement/cases", tag = "honesty", params(When, Number),
    responses((status = 200, body = AgreementCases)))]
async fn agreed(
    State(app): State<App>,
    caller: Caller,
    Query(when): Query<When>,
    Query(number): Query<Number>,
) -> std::result::Result<Json<AgreementCases>, Failure> {
    caller.may(Right::SeeHonesty)?;
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let asked = behind::Asked {
        days: when.read()?,
        one: said("one", number.one)?,
        other: said("other", number.other)?,
        said: word("said", given(number.said), Answers::parse)?,
        after: given(number.after).map(|text| place("after", &text)).transpose()?,
        limit: limit(number.limit, USUAL, MOST)?,
    };
    Ok(Json(behind::cases(&app, &caller, asked).await?))
}
