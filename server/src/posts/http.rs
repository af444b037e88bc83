//! `/api/v1/posts`: what each person of a post did in a month or in some days, and what is behind each number, also as a file.

use std::result::Result as Done;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::account::Right;
use shared::api::posts::{PostList, PostTable};
use shared::assessment::Subject;
use shared::assessment::posts::Figure;
use shared::ids::AccountId;
use shared::refusal::Code;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::{self, Page, Part};
use super::export::{self, Wish};
use super::store::listed::Number;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::assessment::asked::Asked;
use crate::assessment::http::Wanted;
use crate::error::{Result, refuse};
use crate::http::body::{limit, said};
use crate::http::error::Failure;
use crate::sheets::lang::Lang;
use crate::sheets::{self, Format};

/// So many rows on a page where nobody says another number, and at the most.
const USUAL: u32 = 50;
const MOST: u32 = 500;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(table)).routes(routes!(list)).routes(routes!(as_a_file))
}

/// Of which time, and which post.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct PostWanted {
    /// `collector` (as without it), `inspector`, `acceptor`, `shift_leader` or `dispatcher`.
    post: Option<String>,
    /// A month, as 2026-10; the one that runs where no days are said either.
    month: Option<String>,
    /// The first day, as 2026-10-01, in the city's zone; without it the first of the month of `to`. Not with `month`.
    from: Option<String>,
    /// The last day; today without it. At most 366 days.
    to: Option<String>,
    /// `live` (as without it), or of a month: `newest`, or the number of a version that was frozen.
    version: Option<String>,
    /// Only what was done for this jurisdiction.
    area: Option<String>,
}

/// Which part of it.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct PostPart {
    /// `next` of the page before.
    after: Option<String>,
    /// Rows on a page, at most 500.
    limit: Option<String>,
}

/// Which number.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct PostNumber {
    /// The figure, such as `accept_wrong`.
    figure: Option<String>,
    /// Whose, by the account; everybody's without it.
    key: Option<String>,
}

/// What the file is to be.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct PostFile {
    /// `xlsx` (as without it) or `csv`.
    format: Option<String>,
    /// The language of its headings: `zh` (as without it) or `en`.
    lang: Option<String>,
}

impl PostWanted {
    /// Says what is asked, for the ledger.
    fn said(&self) -> Vec<String> {
        let Self { post, month, from, to, version, area } = self;
        told(&[("post", post), ("month", month), ("from", from), ("to", to), ("version", version), ("area", area)])
    }

    async fn read(self, app: &App, caller: &Caller) -> Result<Asked> {
        let Self { post, month, from, to, version, area } = self;
        // Before anything is said of the question: who may not ask is told nothing of it.
        caller.may(Right::SeeAssessment)?;
        caller.area()?;
        let by = post.filter(|post| !post.is_empty()).unwrap_or_else(|| Subject::Collector.as_str().to_owned());
        if Subject::parse(&by).is_none_or(|by| !by.is_post()) {
            let by: String = by.chars().take(64).collect();
            return refuse(Code::BadValue, format!("post: there is no {by}"));
        }
        let wanted = Wanted { month, from, to, version, by: Some(by), area, unit: None };
        wanted.read(app, caller).await
    }
}

fn told(said: &[(&str, &Option<String>)]) -> Vec<String> {
    said.iter().filter_map(|(name, text)| Some(format!("{name}={}", text.as_deref()?))).collect()
}

impl PostNumber {
    fn said(&self) -> Vec<String> {
        told(&[("figure", &self.figure), ("key", &self.key)])
    }

    fn read(self) -> Result<Number> {
        let figure = match self.figure.as_deref().map(|word| (word, Figure::parse(word))) {
            Some((_, Some(figure))) => figure,
            Some((word, None)) => {
                let word: String = word.chars().take(64).collect();
                return refuse(Code::BadValue, format!("figure: there is no {word}"));
            }
            None => return refuse(Code::BadValue, "figure: say which number"),
        };
        let key = said::<AccountId>("key", self.key)?.map(|key| key.to_string());
        Ok(Number { figure, key })
    }
}

/// What everybody of a post did in a month, or in some days: how it came out step by step, of whoever is on site also when
/// they were there and how much of their ground they walked. Not for units.
#[utoipa::path(get, path = "/api/v1/posts", tag = "posts", params(PostWanted, PostPart),
    responses((status = 200, body = PostTable)))]
async fn table(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<PostWanted>,
    Query(part): Query<PostPart>,
) -> Done<Json<PostTable>, Failure> {
    let asked = wanted.read(&app, &caller).await?;
    let after = said::<AccountId>("after", part.after)?.map(|after| after.to_string());
    let part = Part { after, limit: limit(part.limit, USUAL, MOST)? };
    Ok(Json(actions::table(&app, &caller, asked, part).await?))
}

/// What is behind one number: the steps and tasks, or the days.
#[utoipa::path(get, path = "/api/v1/posts/list", tag = "posts", params(PostWanted, PostNumber, PostPart),
    responses((status = 200, body = PostList)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<PostWanted>,
    Query(number): Query<PostNumber>,
    Query(part): Query<PostPart>,
) -> Done<Json<PostList>, Failure> {
    let asked = wanted.read(&app, &caller).await?;
    let number = number.read()?;
    let after = part.after.filter(|after| !after.is_empty());
    let page = Page { number, after, limit: limit(part.limit, USUAL, MOST)? };
    Ok(Json(actions::list(&app, &caller, asked, page).await?))
}

/// What is behind one number as a file, at most 10,000 rows; that the caller took it is recorded.
#[utoipa::path(get, path = "/api/v1/posts/list/export", tag = "posts", params(PostWanted, PostNumber, PostFile),
    responses((status = 200, body = String,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
async fn as_a_file(
    State(app): State<App>,
    caller: Caller,
    Query(wanted): Query<PostWanted>,
    Query(number): Query<PostNumber>,
    Query(file): Query<PostFile>,
) -> Done<Response, Failure> {
    let for_ledger = [wanted.said(), number.said()].concat().join("&");
    let asked = wanted.read(&app, &caller).await?;
    let format: Format = said("format", file.format)?.unwrap_or(Format::Xlsx);
    let lang = Lang::read(file.lang.as_deref().unwrap_or_default())?;
    let number = number.read()?;
    let (stem, sheet) = export::sheet(&app, &caller, asked, Wish { number, lang, said: for_ledger }).await?;
    Ok(sheets::answer_with(format, &stem, sheet).await)
}
