//! `/api/v1/assessment`: the sums of a month or of some days, and the cases behind each number.

use std::result::Result as Done;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use shared::account::Right;
use shared::api::assessment::{AssessedCases, AssessmentTable, VersionCases};
use shared::assessment::{Basis, Counter, Slice, Subject};
use shared::ids::{JurisdictionId, UnitId};
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::{self, Page};
use super::asked::{self, Asked, MOST_DAYS, Number};
use super::export::{self, Wish};
use super::whole;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{id, limit, said, value, words};
use crate::http::error::Failure;
use crate::sheets::lang::Lang;
use crate::sheets::{self, Format};

/// So many cases on a page where nobody says another number, and at the most.
const USUAL: u32 = 50;
const MOST: u32 = 200;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(table))
        .routes(routes!(cases))
        .routes(routes!(as_a_file))
        .routes(routes!(whole_version))
        .routes(routes!(whole_version_as_a_file))
}

/// Of which time, and whose.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// A month, as 2026-10; the one that runs where no days are said either.
    pub month: Option<String>,
    /// The first day, as 2026-10-01, in the city's zone; without it the first of the month of `to`. Not with `month`.
    pub from: Option<String>,
    /// The last day; today without it. At most 366 days.
    pub to: Option<String>,
    /// `live` (as without it), or of a month: `newest`, or the number of a version that was frozen.
    pub version: Option<String>,
    /// What the rows are grouped by: `jurisdiction` (as without it), `division`, `street`, `community`, `grid`, `unit`,
    /// `category`, `collector`, `inspector`, `verifier`, `acceptor`, `shift_leader`, `dispatcher`. A collector's row has what
    /// they reported, and of what other channels reported in their ground and shift nothing but that they missed it.
    pub by: Option<String>,
    /// Only cases that this jurisdiction manages.
    pub area: Option<String>,
    /// Only cases of this unit.
    pub unit: Option<String>,
}

/// Which number.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Counted {
    /// The counter, such as `intime_dispose`.
    counter: Option<String>,
    /// By which of their moments the cases fall in the time: `reported`, `filed` or `due`.
    basis: Option<String>,
    /// Only of a part of the cases, as indicators of models look at: `urgent`, `supervised`, `collector`, `public`,
    /// `hotline`, `citizen`, `video`, `social_governance`, `leader`.
    of: Option<String>,
    /// Of the row with this key, an empty one being that of the cases which have none; without it of all rows together.
    key: Option<String>,
}

/// Which part of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Part {
    /// `next` of the page before.
    after: Option<String>,
    /// Cases on a page, at most 200.
    limit: Option<String>,
}

/// What the file is to be.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Written {
    /// `xlsx` (as without it) or `csv`.
    format: Option<String>,
    /// The language of its headings: `zh` (as without it) or `en`.
    lang: Option<String>,
}

impl Wanted {
    /// Reads what is asked; refuses by its name what is no question.
    pub async fn read(self, app: &App, caller: &Caller) -> Result<Asked> {
        caller.may(Right::SeeAssessment)?;
        let city = app.city();
        let at = app.clock.now();
        let today = at.day_in(asked::zone(&city));
        let by = match given(self.by) {
            Some(word) => named("by", &word, Subject::parse)?,
            None => Subject::Jurisdiction,
        };
        let area = said::<JurisdictionId>("area", self.area)?;
        let area = match area {
            // The city's own id stands for all of them.
            Some(id) if Some(&id) == city.city_id() => None,
            Some(id) if city.jurisdiction(&id).is_none() => {
                return refuse(Code::BadValue, format!("area: there is no jurisdiction {id}"));
            }
            Some(_) | None => area,
        };
        let unit = said::<UnitId>("unit", self.unit)?;
        if let Some(id) = unit.as_ref().filter(|id| city.unit(id).is_none()) {
            return refuse(Code::BadValue, format!("unit: there is no unit {id}"));
        }
        let (month, version) = (given(self.month), given(self.version));
        let (from, to) = (said::<Date>("from", self.from)?, said::<Date>("to", self.to)?);
        let (from, to) = match &month {
            Some(_) if from.is_some() || to.is_some() => {
                return refuse(Code::BadValue, "month: with from or to it says two things");
            }
            Some(text) => match asked::month(text) {
                Some(days) => days,
                None => return refuse(Code::BadValue, "month: not a month such as 2026-10"),
            },
            None => {
                let to = to.unwrap_or(today);
                (from.unwrap_or_else(|| to.first_of_month()), to)
            }
        };
        if from > to {
            return refuse(Code::BadValue, "from: it lies after to");
        }
        if asked::days(from, to) > MOST_DAYS {
            return refuse(Code::BadValue, format!("from, to: at most {MOST_DAYS} days"));
        }
        let source = match (version.as_deref(), month) {
            (None | Some("live"), _) => asked::From::Live { at },
            (Some(_), None) => return refuse(Code::BadValue, "version: of a month only"),
            (Some("newest"), Some(month)) => {
                asked::From::Frozen { version_id: actions::version(app, caller, &month, None).await? }
            }
            (Some(text), Some(month)) => {
                let number: u32 = value("version", text)?;
                if number == 0 {
                    return refuse(Code::BadValue, "version: they count from 1");
                }
                asked::From::Frozen { version_id: actions::version(app, caller, &month, Some(number)).await? }
            }
        };
        let training = city.counts_training(&caller.account.jurisdiction);
        Ok(Asked { from, to, source, by, area, unit, training })
    }

    /// Says what is asked, for the ledger.
    fn said(&self) -> Vec<String> {
        let said = [
            ("month", &self.month),
            ("from", &self.from),
            ("to", &self.to),
            ("version", &self.version),
            ("by", &self.by),
            ("area", &self.area),
            ("unit", &self.unit),
        ];
        told(&said)
    }
}

impl Counted {
    fn read(self, is_grouped: bool) -> Result<Number> {
        let counter = match given(self.counter) {
            Some(word) => named("counter", &word, Counter::parse)?,
            None => return refuse(Code::BadValue, "counter: say which number"),
        };
        let basis = match given(self.basis) {
            Some(word) => named("basis", &word, Basis::parse)?,
            None => return refuse(Code::BadValue, "basis: reported, filed or due"),
        };
        let of = given(self.of).map(|word| named("of", &word, Slice::parse)).transpose()?;
        let key = self.key.map(|key| words("key", &key)).transpose()?;
        if key.is_some() && !is_grouped {
            return refuse(Code::BadValue, "key: without by it names no row");
        }
        Ok(Number { counter, basis, of, key })
    }

    fn said(&self) -> Vec<String> {
        told(&[("counter", &self.counter), ("basis", &self.basis), ("of", &self.of), ("key", &self.key)])
    }
}

fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn named<T>(name: &str, word: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T> {
    match parse(word) {
        Some(known) => Ok(known),
        None => {
            let word: String = word.chars().take(64).collect();
            refuse(Code::BadValue, format!("{name}: there is no {word}"))
        }
    }
}

fn told(said: &[(&str, &Option<String>)]) -> Vec<String> {
    said.iter().filter_map(|(name, text)| Some(format!("{name}={}", text.as_deref()?))).collect()
}

/// What the cases of a month, or of some days, count as, as far as the caller sees cases: rows by area, unit, kind of
/// problem or post, each by all three bases.
#[utoipa::path(get, path = "/api/v1/assessment", tag = "assessment", params(Wanted),
    responses((status = 200, body = AssessmentTable)))]
async fn table(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
) -> Done<Json<AssessmentTable>, Failure> {
    let asked = wanted.read(&app, &caller).await?;
    Ok(Json(actions::table(&app, &caller, asked).await?))
}

/// The cases behind one number: as many as it says, and no others.
#[utoipa::path(get, path = "/api/v1/assessment/cases", tag = "assessment", params(Wanted, Counted, Part),
    responses((status = 200, body = AssessedCases)))]
async fn cases(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
    Query(counted): Query<Counted>,
    Query(part): Query<Part>,
) -> Done<Json<AssessedCases>, Failure> {
    let number = counted.read(wanted.by.is_some())?;
    let after = given(part.after).map(|text| actions::place(&text)).transpose()?.unwrap_or_default();
    let page = Page { number, after, limit: limit(part.limit, USUAL, MOST)? };
    let asked = wanted.read(&app, &caller).await?;
    Ok(Json(actions::cases(&app, &caller, asked, page).await?))
}

/// The cases behind one number as a file, at most 10,000; that the caller took it is recorded.
#[utoipa::path(get, path = "/api/v1/assessment/cases/export", tag = "assessment", params(Wanted, Counted, Written),
    responses((status = 200, body = String,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn as_a_file(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<Wanted>,
    Query(counted): Query<Counted>,
    Query(written): Query<Written>,
) -> Done<Response, Failure> {
    let format: Format = said("format", written.format)?.unwrap_or(Format::Xlsx);
    let lang = Lang::read(written.lang.as_deref().unwrap_or_default())?;
    let said = [wanted.said(), counted.said()].concat().join("&");
    let number = counted.read(wanted.by.is_some())?;
    let asked = wanted.read(&app, &caller).await?;
    let (stem, sheet) = export::sheet(&app, &caller, asked, Wish { number, lang, said }).await?;
    Ok(sheets::answer_with(format, &stem, sheet).await)
}

/// All cases of a frozen version of a month, as far as the caller sees cases: those that fall in the month by any of their
/// three days, each once.
#[utoipa::path(get, path = "/api/v1/assessment/months/{month}/versions/{number}/cases", tag = "assessment",
    params(("month" = String, Path, description = "The month, as 2026-10"),
        ("number" = u32, Path, description = "The version"), Part),
    responses((status = 200, body = VersionCases)))]
async fn whole_version(
    State(app): State<App>,
    caller: Caller,
    Path((month, number)): Path<(String, String)>,
    Query(part): Query<Part>,
) -> Done<Json<VersionCases>, Failure> {
    caller.may(Right::SeeAssessment)?;
    let page = whole::Page { after: said("after", part.after)?, limit: limit(part.limit, USUAL, MOST)? };
    let of = whole::of(&app, &caller, &month, id(&number)?).await?;
    Ok(Json(whole::cases(&app, &of, page).await?))
}

/// The same as a file, at most 10,000; that the caller took it is recorded.
#[utoipa::path(get, path = "/api/v1/assessment/months/{month}/versions/{number}/cases/export", tag = "assessment",
    params(("month" = String, Path, description = "The month, as 2026-10"),
        ("number" = u32, Path, description = "The version"), Written),
    responses((status = 200, body = String,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn whole_version_as_a_file(
    State(app): State<App>,
    caller: Caller,
    Path((month, number)): Path<(String, String)>,
    Query(written): Query<Written>,
) -> Done<Response, Failure> {
    caller.may(Right::SeeAssessment)?;
    let format: Format = said("format", written.format)?.unwrap_or(Format::Xlsx);
    let lang = Lang::read(written.lang.as_deref().unwrap_or_default())?;
    let number: u32 = id(&number)?;
    let of = whole::of(&app, &caller, &month, number).await?;
    let (stem, sheet) = export::whole(&app, &caller, &of, (&month, number), lang).await?;
    Ok(sheets::answer_with(format, &stem, sheet).await)
}
