//! `/api/v1/assessment/{models,scores,given}`: how a month is scored, and what it came to.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use shared::account::Right;
use shared::api::assessment::{GivePoints, GivenList, ModelEdition, Models, PublishModel, ScoreTable, Trial};
use shared::assessment::score::Model;
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::table::{self, Asked, Wanted};
use super::actions::{evaluator, given, models, month};
use super::fields;
use super::seen::Seen;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{Body, said, words};
use crate::http::error::{Failure, no_content};

type Answer<T> = std::result::Result<Json<T>, Failure>;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(draft, discard))
        .routes(routes!(publish))
        .routes(routes!(trial))
        .routes(routes!(scores))
        .routes(routes!(given_list, give))
}

/// Every edition of every model: those that come with the server, the city's own, and the drafts for whoever keeps them.
#[utoipa::path(get, path = "/api/v1/assessment/models", tag = "scores", responses((status = 200, body = Models)))]
async fn list(State(app): State<App>, caller: Caller) -> Answer<Models> {
    Ok(Json(models::list(&app, &caller).await?))
}

/// Keep a draft of a model; it counts for nothing. One that is there gives way.
#[utoipa::path(put, path = "/api/v1/assessment/models/{code}", tag = "scores", request_body = Model,
    params(("code" = String, Path, description = "The model")),
    responses((status = 200, body = ModelEdition)))]
async fn draft(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Body(model): Body<Value>,
) -> Answer<ModelEdition> {
    // Before a writer is taken from those who may.
    evaluator(&app, &caller)?;
    let model: Model = fields::read(model)?;
    let mut tx = app.db.write().await?;
    let kept = models::draft(&app, &mut tx, &caller, &code, model).await?;
    tx.commit().await?;
    Ok(Json(kept))
}

/// Drop the draft of a model.
#[utoipa::path(delete, path = "/api/v1/assessment/models/{code}", tag = "scores",
    params(("code" = String, Path, description = "The model")),
    responses((status = 204)))]
async fn discard(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
) -> std::result::Result<Response, Failure> {
    evaluator(&app, &caller)?;
    let code = words("code", &code)?;
    let mut tx = app.db.write().await?;
    models::discard(&app, &mut tx, &caller, &code).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Make the draft the next edition, from a month on that is not published by this model and none after it is. It is tried
/// once more on the past month that is named.
#[utoipa::path(post, path = "/api/v1/assessment/models/{code}/publish", tag = "scores", request_body = PublishModel,
    params(("code" = String, Path, description = "The model")),
    responses((status = 200, body = ModelEdition)))]
async fn publish(
    State(app): State<App>,
    caller: Caller,
    Path(code): Path<String>,
    Body(asked): Body<PublishModel>,
) -> Answer<ModelEdition> {
    evaluator(&app, &caller)?;
    let code = words("code", &code)?;
    // Before a writer is taken: scoring a month takes a while.
    let tried = models::tried(&app, &caller, &code, &asked).await?;
    let mut tx = app.db.write().await?;
    let edition = models::publish(&app, &mut tx, &caller, (&code, &tried), asked).await?;
    tx.commit().await?;
    Ok(Json(edition))
}

/// How a month would come out by a model: as it was frozen last, or live where it was not. It counts for nothing.
#[utoipa::path(post, path = "/api/v1/assessment/models/trial", tag = "scores", request_body = Trial,
    responses((status = 200, body = ScoreTable)))]
async fn trial(State(app): State<App>, caller: Caller, Body(asked): Body<Value>) -> Answer<ScoreTable> {
    evaluator(&app, &caller)?;
    let asked: Trial = fields::read(asked)?;
    Ok(Json(table::trial(&app, &caller, asked).await?))
}

/// Which scores.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Scored {
    /// Which month, as 2026-10.
    month: String,
    /// The number of a frozen version, `newest`, or `live`; without it the newest, and live where there is none.
    version: Option<String>,
    /// The code of the model; without it the one that the version is published by.
    model: Option<String>,
    /// Only of this jurisdiction.
    area: Option<String>,
    /// Only of this unit.
    unit: Option<String>,
}

impl Scored {
    fn read(self) -> Result<Asked> {
        let model = self.model.filter(|code| !code.is_empty());
        Ok(Asked {
            month: month("month", &self.month)?,
            wanted: wanted(self.version.as_deref().unwrap_or_default())?,
            model: model.map(|code| words("model", &code)).transpose()?,
            of: Seen { area: said("area", self.area)?, unit: said("unit", self.unit)? },
        })
    }
}

fn wanted(text: &str) -> Result<Wanted> {
    match text {
        "" => Ok(Wanted::Usual),
        "newest" => Ok(Wanted::Newest),
        "live" => Ok(Wanted::Live),
        number => match number.parse() {
            Ok(number) => Ok(Wanted::Number(number)),
            Err(_) => refuse(Code::BadValue, "version: a number, newest, or live"),
        },
    }
}

/// The scores of a month, the best first. Whoever works for one jurisdiction or one unit is shown its own rows, with the
/// rank that they have in the whole city.
#[utoipa::path(get, path = "/api/v1/assessment/scores", tag = "scores", params(Scored),
    responses((status = 200, body = ScoreTable)))]
async fn scores(State(app): State<App>, caller: Caller, Query(asked): Query<Scored>) -> Answer<ScoreTable> {
    // Whoever may not is told that, whatever they ask.
    caller.may(Right::SeeAssessment)?;
    Ok(Json(table::table(&app, &caller, asked.read()?).await?))
}

/// Of which month and which model.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Of {
    /// Which month, as 2026-10.
    month: String,
    /// The code of the model.
    model: String,
}

/// The points that people gave in a month, each with its reason, the newest first.
#[utoipa::path(get, path = "/api/v1/assessment/given", tag = "scores", params(Of),
    responses((status = 200, body = GivenList)))]
async fn given_list(State(app): State<App>, caller: Caller, Query(of): Query<Of>) -> Answer<GivenList> {
    caller.may(Right::SeeAssessment)?;
    Ok(Json(given::list(&app, &caller, &of.month, &words("model", &of.model)?).await?))
}

/// Give points to somebody in a month, or take back what was given. A month that is published by the model takes none.
#[utoipa::path(put, path = "/api/v1/assessment/given", tag = "scores", request_body = GivePoints,
    responses((status = 200, body = GivenList)))]
async fn give(State(app): State<App>, caller: Caller, Body(asked): Body<GivePoints>) -> Answer<GivenList> {
    evaluator(&app, &caller)?;
    let mut tx = app.db.write().await?;
    let list = given::give(&app, &mut tx, &caller, asked).await?;
    tx.commit().await?;
    Ok(Json(list))
}

#[cfg(test)]
mod tests {
    use super::{Scored, Wanted, wanted};

    #[test]
    fn a_version_is_a_number_or_a_word() {
        for (text, expected) in
            [("", Wanted::Usual), ("newest", Wanted::Newest), ("live", Wanted::Live), ("3", Wanted::Number(3))]
        {
            assert_eq!(wanted(text).unwrap(), expected);
        }
        for bad in ["-1", "last", "3.0", "99999999999"] {
            assert!(wanted(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_a_query_leaves_empty_it_does_not_say() {
        let query = |month: &str| Scored {
            month: month.to_owned(),
            model: Some(String::new()),
            area: Some(String::new()),
            ..Scored::default()
        };
        let asked = query("2026-10").read().unwrap();
        assert_eq!((asked.model, asked.of.area, asked.wanted), (None, None, Wanted::Usual));
        assert!(query("").read().is_err() && query("October").read().is_err());
    }
}
