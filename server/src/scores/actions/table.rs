//! What a month came to: every object scored by a model, the best first.
//!
//! A version that was published is scored by the edition that it was published by and the points that had been given until
//! then, whatever came since. All else is scored by the edition that counts for the month and the points of now.

use std::collections::{BTreeMap, BTreeSet};

use shared::account::Right;
use shared::api::assessment::{ModelEdition, ScoreRow, ScoreTable, Source, Trial};
use shared::assessment::score::Given;
use shared::assessment::score::rank::{Ranked, ranked};
use shared::refusal::Code;

use super::{evaluator, given, models, month, whole};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::assessment::seen::sees;
use crate::error::{Result, refuse};
use crate::months::calendar::Month;
use crate::scores::measured;
use crate::scores::seen::Seen;
use crate::scores::store;
use crate::scores::store::given::Of;
use crate::scores::store::months::Version;

/// Which numbers of a month are scored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Wanted {
    /// Its newest version; live where it was not frozen.
    #[default]
    Usual,
    /// Its newest version.
    Newest,
    /// As its cases are now.
    Live,
    /// A version by its number.
    Number(u32),
}

/// What somebody asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The month.
    pub month: Month,
    /// Which numbers of it.
    pub wanted: Wanted,
    /// By which model; by the one that it was published by where nobody says.
    pub model: Option<String>,
    /// Of whom.
    pub of: Seen,
}

/// By what the numbers are scored.
struct Picked {
    version: Option<Version>,
    edition: ModelEdition,
    given: BTreeMap<String, Given>,
}

/// Returns the scores of a month as far as the caller sees whom.
pub async fn table(app: &App, caller: &Caller, asked: Asked) -> Result<ScoreTable> {
    caller.may(Right::SeeAssessment)?;
    let Asked { month, wanted, model, of } = asked;
    let seen = Seen::of(&app.city(), caller, of)?;
    let picked = pick(app, caller, month, wanted, model.as_deref()).await?;
    scored(app, month, picked, &seen, &caller.reach).await
}

/// Returns how a month would come out by a model that does not count: as it was frozen last, or live where it was not.
pub async fn trial(app: &App, caller: &Caller, asked: Trial) -> Result<ScoreTable> {
    let city = evaluator(app, caller)?;
    let month = month("month", &asked.month)?;
    models::sound(&asked.model)?;
    let text = month.to_string();
    let mut reader = app.db.read().await?;
    let version = chosen(store::months::versions(&mut reader, &city, &text).await?, Wanted::Usual)?;
    let of = Of { city: &city, month: &text, model: &asked.model.code };
    let given = given::counting(&mut reader, of, given::ALWAYS).await?;
    drop(reader);
    let (made_at, made_by) = (app.clock.now(), caller.account.name.clone());
    let edition = ModelEdition { edition: 0, model: asked.model, from_month: None, made_at, made_by };
    scored(app, month, Picked { version, edition, given }, &Seen::default(), &caller.reach).await
}

async fn pick(app: &App, caller: &Caller, month: Month, wanted: Wanted, model: Option<&str>) -> Result<Picked> {
    let (city, text) = (whole(app)?, month.to_string());
    let mut reader = app.db.read().await?;
    let mut versions = store::months::versions(&mut reader, &city, &text).await?;
    versions.retain(|version| sees(caller, version.published.is_some()));
    let version = chosen(versions, wanted)?;
    let published = version.as_ref().and_then(|version| version.published.as_ref());
    let by = published.filter(|by| model.is_none_or(|model| by.model == model));
    let edition = match (by, model) {
        (Some(by), _) => models::edition(&mut reader, &city, &by.model, by.edition).await?,
        (None, Some(model)) => models::in_force(&mut reader, &city, model, &text).await?,
        (None, None) => return refuse(Code::BadValue, "model: say which; this is not published by one"),
    };
    let Some(edition) = edition else { return refuse(Code::NotFound, "no such model scores this month") };
    let until = by.map_or(given::ALWAYS, |by| by.at);
    let of = Of { city: &city, month: &text, model: &edition.model.code };
    let given = given::counting(&mut reader, of, until).await?;
    Ok(Picked { version, edition, given })
}

/// Returns the version that is asked for, nothing for a live month. The newest comes first.
fn chosen(versions: Vec<Version>, wanted: Wanted) -> Result<Option<Version>> {
    let found = match wanted {
        Wanted::Live => return Ok(None),
        Wanted::Usual => return Ok(versions.into_iter().next()),
        Wanted::Newest => versions.into_iter().next(),
        Wanted::Number(number) => versions.into_iter().find(|version| version.number == number),
    };
    match found {
        Some(version) => Ok(Some(version)),
        None => refuse(Code::NotFound, "the month has no such version"),
    }
}

async fn scored(app: &App, month: Month, picked: Picked, seen: &Seen, reach: &Reach) -> Result<ScoreTable> {
    let Picked { version, edition: ModelEdition { edition, model, .. }, given } = picked;
    let (city, subject) = (app.city(), model.subject);
    let sums = measured::sums(app, month, version.as_ref(), &model, seen.narrows(subject)).await?;
    let none = Given::new();
    // Cases that lie with nobody yet are nobody's score.
    let named = sums.into_iter().filter(|(key, _)| !key.is_empty());
    let scores = named.map(|(key, sums)| {
        let score = model.score(&sums, given.get(&key).unwrap_or(&none));
        (key, score)
    });
    let measured_ones = scores.filter(|(_, score)| score.is_measured()).collect();
    let shown: Vec<Ranked<String>> =
        ranked(measured_ones).into_iter().filter(|row| seen.shows(&city, subject, &row.who)).collect();
    let keys: BTreeSet<String> = shown.iter().map(|row| row.who.clone()).collect();
    let names = measured::names(app, &mut *app.db.read().await?, subject, &keys, reach).await?;
    let row = |Ranked { rank, who, score }: Ranked<String>| {
        let name = names.get(&who).unwrap_or(&who).clone();
        ScoreRow { rank, key: who, name, score }
    };
    let rows = shown.into_iter().map(row).collect();
    let source = match &version {
        Some(version) => {
            Source::Frozen { month: month.to_string(), version: version.number, published: version.published.is_some() }
        }
        None => Source::Live,
    };
    Ok(ScoreTable { month: month.to_string(), source, model, edition, rows })
}

#[cfg(test)]
mod tests {
    use super::{Wanted, chosen};
    use crate::scores::store::months::Version;

    #[test]
    fn a_month_that_was_not_frozen_is_scored_live_unless_a_version_is_asked_for() {
        let version = |number: u32| Version { id: number.to_string(), number, published: None };
        let number = |versions: &[Version], wanted| {
            chosen(versions.to_vec(), wanted).map(|found| found.map(|version| version.number)).ok()
        };
        let two = [version(2), version(1)];
        for (wanted, of_two, of_none) in [
            (Wanted::Usual, Some(Some(2)), Some(None)),
            (Wanted::Newest, Some(Some(2)), None),
            (Wanted::Live, Some(None), Some(None)),
            (Wanted::Number(1), Some(Some(1)), None),
            (Wanted::Number(3), None, None),
        ] {
            assert_eq!((number(&two, wanted), number(&[], wanted)), (of_two, of_none), "{wanted:?}");
        }
    }
}
