//! `/api/v1/catalogue`: what holds, drafts of it, and versions from a day on.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::account::Right;
use shared::api::catalogue::{
    Calculation, CalendarFacts, CategoryFacts, CategoryRows, Comparison, Contents, Draft, EditDraft, EditionFacts,
    EditionList, ImportReport, Ledger, MOST_HANDBOOK_BYTES, Preview, Publish, Referring, TakeBack, WholeDraft,
};
use shared::ids::{JurisdictionId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::browse::{self, Of, Wanted};
use super::preview::{self, Question};
use super::publishing::{self, Side};
use super::{actions, reach};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::catalogue::handbook;
use crate::error::{Error, Result, refuse};
use crate::http::body::{Body, id, value, words};
use crate::http::error::{Failure, no_content};

type Answer<T> = std::result::Result<Json<T>, Failure>;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(contents))
        .routes(routes!(categories))
        .routes(routes!(category))
        .routes(routes!(calendar))
        .routes(routes!(deadline))
        .routes(routes!(editions))
        .routes(routes!(referring))
        .routes(routes!(withdraw))
        .routes(routes!(compare))
        .routes(routes!(draft))
        .routes(routes!(preview))
        .routes(routes!(edit))
        .routes(routes!(take_back))
        .routes(routes!(discard))
        .routes(routes!(move_over))
        .routes(routes!(publish))
        .routes(routes!(import))
}

/// Which of the two, and whose.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Whose {
    /// `catalogue` or `calendar`; the catalogue where nothing is said.
    ledger: Option<String>,
    /// Whose calendar; the city's where none is named.
    jurisdiction: Option<String>,
}

impl Whose {
    fn read(&self) -> Result<(Ledger, Option<JurisdictionId>)> {
        Ok((ledger(self.ledger.as_deref())?, jurisdiction(self.jurisdiction.as_deref())?))
    }
}

fn ledger(word: Option<&str>) -> Result<Ledger> {
    let Some(word) = word.filter(|word| !word.is_empty()) else { return Ok(Ledger::Catalogue) };
    match Ledger::parse(word) {
        Some(ledger) => Ok(ledger),
        None => refuse(Code::BadValue, "ledger: catalogue or calendar"),
    }
}

fn jurisdiction(text: Option<&str>) -> Result<Option<JurisdictionId>> {
    text.filter(|text| !text.is_empty()).map(|text| value("jurisdiction", text)).transpose()
}

/// Which content is read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Which {
    /// `current`: what is in force; `draft`: what the draft would make of it.
    of: Option<String>,
}

/// What a catalogue is made of: its major classes and layers.
#[utoipa::path(get, path = "/api/v1/catalogue", tag = "catalogue", params(Which),
    responses((status = 200, body = Contents)))]
async fn contents(State(app): State<App>, caller: Caller, Query(which): Query<Which>) -> Answer<Contents> {
    Ok(Json(browse::contents(&app, &caller, Of::read(which.of.as_deref())?).await?))
}

/// Which categories.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Listed {
    /// `current`: what is in force; `draft`: what the draft would make of it.
    of: Option<String>,
    /// Chinese, English, a code, first letters or syllables.
    q: Option<String>,
    /// A major class, such as `GB/T 47678.5-2026 event:06`.
    major: Option<String>,
    /// What comes behind this one: `next` of the page before.
    after: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<usize>,
}

/// The categories of a major class in the order of their codes, or those that words fit, the best first.
#[utoipa::path(get, path = "/api/v1/catalogue/categories", tag = "catalogue", params(Listed),
    responses((status = 200, body = CategoryRows)))]
async fn categories(State(app): State<App>, caller: Caller, Query(listed): Query<Listed>) -> Answer<CategoryRows> {
    let of = Of::read(listed.of.as_deref())?;
    let limit = listed.limit.unwrap_or(browse::MOST);
    let sought = listed.q.filter(|text| !text.trim().is_empty());
    let wanted = match sought {
        Some(text) => Wanted::Words(words("q", &text)?),
        None => {
            let after = listed.after.filter(|text| !text.is_empty());
            let after = after.map(|text| value("after", &text)).transpose()?;
            Wanted::Major { name: words("major", &listed.major.unwrap_or_default())?, after }
        }
    };
    Ok(Json(browse::categories(&app, &caller, of, wanted, limit).await?))
}

/// Which category.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Named {
    /// Its key, such as `event:06010`.
    key: String,
    /// `current`: what is in force; `draft`: what the draft would make of it.
    of: Option<String>,
}

/// Everything about one category: its conditions with their limits, its hint, its layer.
#[utoipa::path(get, path = "/api/v1/catalogue/category", tag = "catalogue", params(Named),
    responses((status = 200, body = CategoryFacts)))]
async fn category(State(app): State<App>, caller: Caller, Query(named): Query<Named>) -> Answer<CategoryFacts> {
    let (of, key) = (Of::read(named.of.as_deref())?, value("key", &named.key)?);
    Ok(Json(browse::category(&app, &caller, of, &key).await?))
}

/// Whose calendar, and of which year the days are told.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Days {
    /// `current`: what is in force; `draft`: what the draft would make of it.
    of: Option<String>,
    /// Whose calendar; the city's where none is named.
    jurisdiction: Option<String>,
    /// The year of the days that are told; this year where none is named.
    year: Option<i16>,
}

/// How working time is counted, and what each day of a year is.
#[utoipa::path(get, path = "/api/v1/catalogue/calendar", tag = "catalogue", params(Days),
    responses((status = 200, body = CalendarFacts)))]
async fn calendar(State(app): State<App>, caller: Caller, Query(days): Query<Days>) -> Answer<CalendarFacts> {
    let (of, named) = (Of::read(days.of.as_deref())?, jurisdiction(days.jurisdiction.as_deref())?);
    Ok(Json(browse::calendar(&app, &caller, of, named.as_ref(), days.year).await?))
}

/// A limit that is to be counted.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// When the clock begins, RFC 3339.
    start: String,
    /// What it is about, such as `event:06010`.
    category: String,
    /// By which filing condition.
    condition: u32,
    /// Whose calendar and whose own limits; the city's where none is named.
    jurisdiction: Option<String>,
}

/// When a limit runs out that begins at a chosen moment: by what holds, and by the drafts.
#[utoipa::path(get, path = "/api/v1/catalogue/deadline", tag = "catalogue", params(Asked),
    responses((status = 200, body = Calculation)))]
async fn deadline(State(app): State<App>, caller: Caller, Query(asked): Query<Asked>) -> Answer<Calculation> {
    caller.may(Right::ManageCatalogue)?;
    let question = Question {
        start: value("start", &asked.start)?,
        category: value("category", &asked.category)?,
        condition: asked.condition,
        jurisdiction: jurisdiction(asked.jurisdiction.as_deref())?,
    };
    Ok(Json(preview::calculate(&app, &caller, question).await?))
}

/// Which versions.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Page {
    /// `catalogue` or `calendar`; the catalogue where nothing is said.
    ledger: Option<String>,
    /// Whose calendar; the city's where none is named.
    jurisdiction: Option<String>,
    /// What comes behind: `next` of the page before.
    before: Option<String>,
    /// At most so many, 200 at most.
    limit: Option<u32>,
}

/// The versions of the catalogue or of a calendar, the newest first: in force, waiting for their day, past, taken back.
#[utoipa::path(get, path = "/api/v1/catalogue/editions", tag = "catalogue", params(Page),
    responses((status = 200, body = EditionList)))]
async fn editions(State(app): State<App>, caller: Caller, Query(page): Query<Page>) -> Answer<EditionList> {
    let (ledger, named) = (ledger(page.ledger.as_deref())?, jurisdiction(page.jurisdiction.as_deref())?);
    let before = page.before.filter(|text| !text.is_empty()).map(|text| cursor(&text)).transpose()?;
    let limit = page.limit.unwrap_or(50).clamp(1, 200);
    Ok(Json(publishing::list(&app, &caller, (ledger, named.as_ref()), before, limit).await?))
}

fn cursor(text: &str) -> Result<(Instant, Sha256)> {
    let Some((at, hash)) = text.split_once('.') else { return refuse(Code::BadValue, "before: no page begins there") };
    Ok((Instant::from_ms(value("before", at)?), value("before", hash)?))
}

/// How many cases were filed or counted by a version, and how many of them are open.
#[utoipa::path(get, path = "/api/v1/catalogue/editions/{hash}/cases", tag = "catalogue",
    params(("hash" = Sha256, Path, description = "The version")),
    responses((status = 200, body = Referring)))]
async fn referring(State(app): State<App>, caller: Caller, Path(hash): Path<String>) -> Answer<Referring> {
    caller.may(Right::ManageCatalogue)?;
    Ok(Json(publishing::referring(&app, &caller, &id(&hash)?).await?))
}

/// Take back a version that waits for its day.
#[utoipa::path(post, path = "/api/v1/catalogue/editions/{hash}/withdraw", tag = "catalogue",
    params(("hash" = Sha256, Path, description = "The version")),
    responses((status = 200, body = EditionFacts)))]
async fn withdraw(State(app): State<App>, caller: Caller, Path(hash): Path<String>) -> Answer<EditionFacts> {
    caller.may(Right::ManageCatalogue)?;
    let hash: Sha256 = id(&hash)?;
    let mut tx = app.db.write().await?;
    let withdrawn = publishing::withdraw(&app, &mut tx, &caller, &hash).await?;
    tx.commit().await?;
    Ok(Json(withdrawn))
}

/// What is compared.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct Sides {
    /// `catalogue` or `calendar`; the catalogue where nothing is said.
    ledger: Option<String>,
    /// Whose calendar; the city's where none is named.
    jurisdiction: Option<String>,
    /// The hash of a version, or `draft`.
    from: String,
    /// The hash of a version, or `draft`.
    to: String,
}

/// What differs between two versions, field by field, in the words of both languages.
#[utoipa::path(get, path = "/api/v1/catalogue/compare", tag = "catalogue", params(Sides),
    responses((status = 200, body = Comparison)))]
async fn compare(State(app): State<App>, caller: Caller, Query(sides): Query<Sides>) -> Answer<Comparison> {
    // Whoever may not is told that, whatever they ask.
    caller.may(Right::ManageCatalogue)?;
    let (ledger, named) = (ledger(sides.ledger.as_deref())?, jurisdiction(sides.jurisdiction.as_deref())?);
    let (from, to) = (side("from", &sides.from)?, side("to", &sides.to)?);
    Ok(Json(publishing::compare(&app, &caller, (ledger, named.as_ref()), &from, &to).await?))
}

fn side(name: &str, text: &str) -> Result<Side> {
    if text == "draft" { Ok(Side::Draft) } else { value(name, text).map(Side::Version) }
}

/// The draft: its lines, all that differs, and what keeps it from being published.
#[utoipa::path(get, path = "/api/v1/catalogue/draft", tag = "catalogue", params(Whose),
    responses((status = 200, body = Draft)))]
async fn draft(State(app): State<App>, caller: Caller, Query(whose): Query<Whose>) -> Answer<Draft> {
    let (ledger, named) = whose.read()?;
    Ok(Json(actions::look(&app, &caller, ledger, named.as_ref()).await?))
}

/// What publishing the draft would mean: the deadlines of some cases as they would have become.
#[utoipa::path(get, path = "/api/v1/catalogue/draft/preview", tag = "catalogue", params(Whose),
    responses((status = 200, body = Preview)))]
async fn preview(State(app): State<App>, caller: Caller, Query(whose): Query<Whose>) -> Answer<Preview> {
    let (ledger, named) = whose.read()?;
    Ok(Json(preview::preview(&app, &caller, ledger, named.as_ref()).await?))
}

/// One more change. The first begins the draft; one that was seen in another version is refused.
#[utoipa::path(post, path = "/api/v1/catalogue/draft/edits", tag = "catalogue", request_body = EditDraft,
    responses((status = 200, body = Draft)))]
async fn edit(State(app): State<App>, caller: Caller, Body(asked): Body<EditDraft>) -> Answer<Draft> {
    // Before a writer is taken from those who may.
    caller.may(Right::ManageCatalogue)?;
    let mut tx = app.db.write().await?;
    let draft = actions::edit(&app, &mut tx, &caller, asked).await?;
    tx.commit().await?;
    Ok(Json(draft))
}

/// Take one change back; it stays to be seen.
#[utoipa::path(post, path = "/api/v1/catalogue/draft/take-back", tag = "catalogue", request_body = TakeBack,
    responses((status = 200, body = Draft)))]
async fn take_back(State(app): State<App>, caller: Caller, Body(asked): Body<TakeBack>) -> Answer<Draft> {
    caller.may(Right::ManageCatalogue)?;
    let mut tx = app.db.write().await?;
    let draft = actions::take_back(&app, &mut tx, &caller, asked).await?;
    tx.commit().await?;
    Ok(Json(draft))
}

/// Drop the draft with all its changes.
#[utoipa::path(post, path = "/api/v1/catalogue/draft/discard", tag = "catalogue", request_body = WholeDraft,
    responses((status = 204)))]
async fn discard(
    State(app): State<App>,
    caller: Caller,
    Body(asked): Body<WholeDraft>,
) -> std::result::Result<Response, Failure> {
    caller.may(Right::ManageCatalogue)?;
    let mut tx = app.db.write().await?;
    actions::discard(&app, &mut tx, &caller, asked).await?;
    tx.commit().await?;
    Ok(no_content())
}

/// Move the draft onto the version in force; changes that cannot be made there are taken back.
#[utoipa::path(post, path = "/api/v1/catalogue/draft/move", tag = "catalogue", request_body = WholeDraft,
    responses((status = 200, body = Draft)))]
async fn move_over(State(app): State<App>, caller: Caller, Body(asked): Body<WholeDraft>) -> Answer<Draft> {
    caller.may(Right::ManageCatalogue)?;
    let mut tx = app.db.write().await?;
    let draft = actions::move_over(&app, &mut tx, &caller, asked).await?;
    tx.commit().await?;
    Ok(Json(draft))
}

/// Publish the draft: it holds from its first day on, at once where that is today. Running cases keep their limits.
#[utoipa::path(post, path = "/api/v1/catalogue/draft/publish", tag = "catalogue", request_body = Publish,
    responses((status = 200, body = EditionFacts)))]
async fn publish(State(app): State<App>, caller: Caller, Body(asked): Body<Publish>) -> Answer<EditionFacts> {
    caller.may(Right::ManageCatalogue)?;
    let mut tx = app.db.write().await?;
    let edition = publishing::publish(&app, &mut tx, &caller, asked).await?;
    tx.commit().await?;
    app.refresh().await?;
    Ok(Json(edition))
}

/// What a file is called, and whether it is taken.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct File {
    /// Its name: `.xlsx` for a workbook; of a sheet saved as CSV it says whether that holds components or events.
    name: String,
    /// The version of the draft that was seen: then the file is taken into it. Without it the file is only looked at.
    version: Option<u64>,
}

/// Look at a city's handbook, or take it into the draft of the catalogue. Its bytes are the body.
#[utoipa::path(post, path = "/api/v1/catalogue/handbook", tag = "catalogue", params(File),
    request_body(content_type = "application/octet-stream"),
    responses((status = 200, body = ImportReport)))]
async fn import(State(app): State<App>, caller: Caller, Query(file): Query<File>, body: Bytes) -> Answer<ImportReport> {
    caller.may(Right::ManageCatalogue)?;
    reach::edited(&app, &caller, Ledger::Catalogue, None)?;
    if body.len() > MOST_HANDBOOK_BYTES {
        let why = format!("at most {MOST_HANDBOOK_BYTES} bytes");
        return Err(Failure(Error::Refused(Refusal::because(Code::TooLarge, why))));
    }
    let name = words("name", &file.name)?;
    let read = tokio::task::spawn_blocking(move || handbook::sheets(&name, body.to_vec()));
    let sheets = match read.await.map_err(anyhow::Error::new)? {
        Ok(sheets) => sheets,
        Err(error) => {
            return Err(Failure(Error::Refused(Refusal::because(Code::BadValue, format!("{error:#}")))));
        }
    };
    let mut tx = app.db.write().await?;
    let report = actions::handbook(&app, &mut tx, &caller, sheets, file.version).await?;
    tx.commit().await?;
    Ok(Json(report))
}
