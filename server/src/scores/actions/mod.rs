//! What somebody does with models and points, and what a month came to: `models` and their drafts, `given` points, the
//! `table` of scores. Reading is for whoever sees the assessment; writing is the city's evaluator's.

pub mod models;
pub mod given;
pub mod table;

use shared::account::Right;
use shared::api::assessment::ScoreTable;
use shared::ids::JurisdictionId;
use shared::refusal::Code;

use self::table::{Asked, Wanted};
use super::seen::Seen;
use super::store::months::Version;
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Result, refuse};
use crate::months::calendar::Month;

/// Returns the id that stands for the city.
fn whole(app: &App) -> Result<JurisdictionId> {
    app.city().city_id().cloned().ok_or_else(|| anyhow::anyhow!("this server has no city yet").into())
}

/// Refuses whoever does not keep the models of the city, and returns the city.
pub fn evaluator(app: &App, caller: &Caller) -> Result<JurisdictionId> {
    caller.may(Right::Assess)?;
    match &caller.reach {
        Reach::City => whole(app),
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => {
            refuse(Code::NotAllowed, "models and points are the whole city's: its own evaluator keeps them")
        }
    }
}

/// Reads a month that somebody sent under a name.
pub fn month(name: &str, text: &str) -> Result<Month> {
    match Month::parse(text) {
        Some(month) => Ok(month),
        None => refuse(Code::BadValue, format!("{name}: not a month such as 2026-10")),
    }
}

/// Returns the scores of a month by a model, of a version by its number or of the usual one, as far as the caller sees whom.
pub async fn scores(app: &App, caller: &Caller, text: &str, version: Option<u32>, model: &str) -> Result<ScoreTable> {
    let wanted = version.map_or(Wanted::Usual, Wanted::Number);
    let asked = Asked { month: month("month", text)?, wanted, model: Some(model.to_owned()), of: Seen::default() };
    table::table(app, caller, asked).await
}

/// Says whether a month takes no more points of a model: it is published by it, and was not frozen anew since. The newest
/// version comes first.
fn is_closed(versions: &[Version], model: &str) -> bool {
    let is_by_it = |version: &Version| version.published.as_ref().is_some_and(|by| by.model == model);
    let mut newer = versions.iter().take_while(|version| !is_by_it(version));
    newer.all(|version| version.published.is_some()) && versions.iter().any(is_by_it)
}

/// What is recorded of a change.
struct Noted<'a> {
    area: &'a JurisdictionId,
    action: &'static str,
    subject: String,
    detail: String,
}

async fn note(app: &App, tx: &mut Tx, caller: &Caller, noted: Noted<'_>) -> Result<()> {
    let Noted { area, action, subject, detail } = noted;
    let record = Record { actor: &caller.account.actor(), area, action, subject, operation: None, detail };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::is_closed;
    use crate::scores::store::months::{PublishedBy, Version};

    fn version(number: u32, model: Option<&str>) -> Version {
        let by = |model: &str| PublishedBy { at: Instant::from_ms(1), model: model.to_owned(), edition: 1 };
        Version { id: number.to_string(), number, published: model.map(by) }
    }

    #[test]
    fn a_month_that_is_published_is_closed_until_it_is_frozen_anew() {
        let (open, by_it, by_another) = (version(3, None), version(2, Some("a")), version(1, Some("b")));
        assert!(!is_closed(&[], "a"));
        assert!(!is_closed(std::slice::from_ref(&open), "a"));
        assert!(is_closed(std::slice::from_ref(&by_it), "a"));
        assert!(!is_closed(std::slice::from_ref(&by_it), "c"), "by another model it is not published");
        assert!(!is_closed(&[open.clone(), by_it.clone()], "a"), "the newer one is still to be published");
        assert!(is_closed(&[version(3, Some("b")), by_it.clone()], "a"));
        assert!(!is_closed(&[open, by_it, by_another], "b"));
        assert!(is_closed(&[version(2, Some("a")), version(1, None)], "a"), "an older one is past");
    }
}
