//! `/api/v1/figures`: what the cases of a time count as, and the cases behind each number.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::account::Right;
use shared::api::figures::{CaseFigures, FigureCases, Grouping};
use shared::figures::figure::CaseFigure;
use shared::ids::{CaseId, DivisionCode, JurisdictionId, UnitId};
use shared::refusal::Code;
use shared::time::Instant;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::{self, Page};
use super::store::listed::{Number, Place};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{limit, place, value};
use crate::http::error::Failure;

/// So many cases on a page where nobody says another number, and at the most.
const USUAL: u32 = 50;
const MOST: u32 = 200;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(figures)).routes(routes!(cases))
}

/// Which figures.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// What the rows are grouped by: `jurisdiction` (who manages; as without it), `division` (where it lies) or `unit`.
    by: Option<String>,
    /// The first day on which the cases were reported, as 2026-11-01, in the zone of whom the caller works for; without
    /// it the first of the month of `to`.
    from: Option<String>,
    /// The last day; today without it.
    to: Option<String>,
}

/// Which number, and which part of the list behind it.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Behind {
    /// The figure, such as `overdue`, `closed_normal` or `void_not_filed`.
    figure: Option<String>,
    /// Of the row with this key, an empty one being that of the cases which have none; without it of all rows together.
    key: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Cases on a page, at most 200.
    limit: Option<String>,
}

impl Wanted {
    fn read(&self) -> Result<actions::Asked> {
        Ok(actions::Asked {
            by: given(&self.by).map(|text| value("by", text)).transpose()?.unwrap_or_default(),
            from: given(&self.from).map(|text| value("from", text)).transpose()?,
            to: given(&self.to).map(|text| value("to", text)).transpose()?,
        })
    }
}

impl Behind {
    fn read(self, wanted: &Wanted) -> Result<(actions::Asked, Page)> {
        let asked = wanted.read()?;
        let figure = match given(&self.figure) {
            Some(word) => value::<CaseFigure>("figure", word)?,
            None => return refuse(Code::BadValue, "figure: say which number"),
        };
        match &self.key {
            Some(_) if given(&wanted.by).is_none() => {
                return refuse(Code::BadValue, "key: without by it names no row");
            }
            Some(key) => is_key(asked.by, key)?,
            None => {}
        }
        let after = given(&self.after).map(|text| place::<CaseId>("after", text)).transpose()?;
        let after = after.map(|(at_ms, case)| Place { at: Instant::from_ms(at_ms), case });
        let number = Number { figure, by: asked.by, key: self.key };
        Ok((asked, Page { number, after, limit: limit(self.limit, USUAL, MOST)? }))
    }
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// Refuses what no row can have as its key. Every case has a jurisdiction; some have no division, or no unit.
fn is_key(by: Grouping, key: &str) -> Result<()> {
    match by {
        Grouping::Jurisdiction => value::<JurisdictionId>("key", key).map(drop),
        Grouping::Division | Grouping::Unit if key.is_empty() => Ok(()),
        Grouping::Division => value::<DivisionCode>("key", key).map(drop),
        Grouping::Unit => value::<UnitId>("key", key).map(drop),
    }
}

/// What the cases count as now that were reported in a time, as far as the caller sees cases.
#[utoipa::path(get, path = "/api/v1/figures", tag = "figures", params(Wanted),
    responses((status = 200, body = CaseFigures)))]
async fn figures(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> std::result::Result<Json<CaseFigures>, Failure> {
    Ok(Json(actions::sums(&app, &caller, wanted.read()?).await?))
}

/// The cases behind one number: as many as it says, and no others; what was reported last comes first.
#[utoipa::path(get, path = "/api/v1/figures/cases", tag = "figures", params(Wanted, Behind),
    responses((status = 200, body = FigureCases)))]
async fn cases(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
    Query(behind): Query<Behind>,
) -> std::result::Result<Json<FigureCases>, Failure> {
    // Before anything is said of the question: who may not ask is told nothing of it.
    caller.may(Right::SeeCases)?;
    let (asked, page) = behind.read(&wanted)?;
    Ok(Json(actions::cases(&app, &caller, asked, page).await?))
}

#[cfg(test)]
mod tests {
    use shared::api::figures::Grouping;

    use super::is_key;

    #[test]
    fn a_key_is_the_id_or_code_of_a_row_and_empty_where_cases_may_have_none() {
        let check = |by, key: &str, is_one| assert_eq!(is_key(by, key).is_ok(), is_one, "{by:?} {key}");
        for by in Grouping::ALL {
            check(*by, "610112", true);
            check(*by, "六一", false);
            check(*by, "a\0", false);
        }
        check(Grouping::Jurisdiction, "", false);
        check(Grouping::Division, "", true);
        check(Grouping::Unit, "", true);
        check(Grouping::Division, "610112-HW-1", false);
        check(Grouping::Unit, "610112-HW-1", true);
    }
}
