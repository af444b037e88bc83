//! `/api/v1/areas`: editions and what differs between them, imports, duty grids as they are drawn.

mod editions;
mod imports;
mod drawing;

use jiff::civil::Date;
use shared::api::areas::LONGEST_VERSION;
use shared::grid::edition::Term;
use shared::refusal::Code;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::error::{Result, refuse};
use crate::http::body::{said, words};

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    editions::routes().merge(imports::routes()).merge(drawing::routes())
}

/// Reads what an edition is called and when it holds; from today on where nothing is said, as on the command line.
fn term(app: &App, version: Option<String>, from: Option<String>, to: Option<String>) -> Result<Term> {
    let (from, valid_to): (Option<Date>, Option<Date>) = (said("from", from)?, said("to", to)?);
    let valid_from = from.unwrap_or_else(|| app.city().day(app.clock.now()));
    if valid_to.is_some_and(|last| last < valid_from) {
        return refuse(Code::BadValue, format!("to: it lies before the first day, {valid_from}"));
    }
    let version = version.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let version = words("version", &version.unwrap_or_else(|| valid_from.to_string()))?;
    if version.chars().count() > LONGEST_VERSION || version.chars().any(char::is_control) {
        return refuse(Code::BadValue, format!("version: one line of {LONGEST_VERSION} characters"));
    }
    Ok(Term { version, valid_from: Some(valid_from), valid_to })
}
