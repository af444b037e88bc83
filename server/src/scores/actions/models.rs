//! Models: those that come with the server, the city's editions, drafts and their publishing.
//!
//! An edition is never changed. Which one scores a month is the newest of those that count for it.

use std::collections::BTreeMap;

use shared::account::Right;
use shared::api::assessment::{ModelEdition, Models, PublishModel, Trial};
use shared::assessment::score::Model;
use shared::ids::JurisdictionId;
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::{Noted, evaluator, month, note, table, whole};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::db::{Tx, meta};
use crate::error::{Result, refuse};
use crate::months;
use crate::months::calendar::Month;
use crate::scores::built_in;
use crate::scores::store;

/// A code that is a route's own word.
const TAKEN: &str = "trial";
/// A city keeps at most so many drafts.
const MOST_DRAFTS: usize = 20;

/// Returns every edition; the drafts too for whoever keeps them.
pub async fn list(app: &App, caller: &Caller) -> Result<Models> {
    caller.may(Right::SeeAssessment)?;
    if matches!(caller.reach, Reach::Own(_)) {
        return Err(Code::NotAllowed.into());
    }
    let city = whole(app)?;
    let mut editions = all(&mut *app.db.read().await?, &city).await?;
    if evaluator(app, caller).is_err() {
        editions.retain(|one| one.edition > 0);
    }
    Ok(Models { editions })
}

/// Returns what comes with the server and what the city keeps, drafts too, by code and then by edition.
async fn all(connection: &mut AnyConnection, city: &JurisdictionId) -> Result<Vec<ModelEdition>> {
    let mut editions = with_own(built_in::editions()?, store::models::all(connection, city).await?);
    editions.sort_by(|a, b| (&a.model.code, a.edition).cmp(&(&b.model.code, b.edition)));
    Ok(editions)
}

/// Adds a city's own editions to those that come with the server. Where the city published one before another of the same
/// number came, its own stays: months were published by it.
fn with_own(mut editions: Vec<ModelEdition>, own: Vec<ModelEdition>) -> Vec<ModelEdition> {
    let is_it =
        |one: &ModelEdition, other: &ModelEdition| one.model.code == other.model.code && one.edition == other.edition;
    editions.retain(|one| !own.iter().any(|other| is_it(one, other)));
    editions.extend(own);
    editions
}

/// Returns the edition of a code that scores a month: the newest of those that count for it.
pub async fn in_force(
    connection: &mut AnyConnection,
    city: &JurisdictionId,
    code: &str,
    month: &str,
) -> Result<Option<ModelEdition>> {
    Ok(newest_for(all(connection, city).await?, code, month))
}

fn newest_for(editions: Vec<ModelEdition>, code: &str, month: &str) -> Option<ModelEdition> {
    let counts =
        |one: &ModelEdition| one.model.code == code && one.from_month.as_deref().is_some_and(|from| from <= month);
    editions.into_iter().filter(counts).max_by_key(|one| one.edition)
}

/// Returns an edition of a code.
pub async fn edition(
    connection: &mut AnyConnection,
    city: &JurisdictionId,
    code: &str,
    number: u32,
) -> Result<Option<ModelEdition>> {
    let is_it = |one: &ModelEdition| one.model.code == code && one.edition == number;
    Ok(all(connection, city).await?.into_iter().find(is_it))
}

/// Returns what every edition is called, in Chinese and in English, by its code and its number.
pub async fn names(
    connection: &mut AnyConnection,
    city: &JurisdictionId,
) -> Result<BTreeMap<(String, u32), (String, String)>> {
    let of = |one: ModelEdition| ((one.model.code, one.edition), (one.model.name, one.model.name_en));
    Ok(all(connection, city).await?.into_iter().map(of).collect())
}

/// Refuses a model that cannot be used, with where it is wrong.
pub fn sound(model: &Model) -> Result<()> {
    match model.check() {
        Ok(_) if model.code == TAKEN => refuse(Code::BadValue, format!("code: {TAKEN} is no code")),
        Ok(_) => Ok(()),
        Err(flaw) => refuse(Code::BadValue, flaw.to_string()),
    }
}

/// Keeps a draft of a model, in the place of the one before it.
pub async fn draft(app: &App, tx: &mut Tx, caller: &Caller, code: &str, model: Model) -> Result<ModelEdition> {
    let city = evaluator(app, caller)?;
    sound(&model)?;
    if model.code != code {
        return refuse(Code::BadValue, "code: the address names another one");
    }
    meta::one_at_a_time(tx).await?;
    let drafts = store::models::all(tx, &city).await?.into_iter().filter(|one| one.edition == 0);
    if drafts.filter(|one| one.model.code != code).count() >= MOST_DRAFTS {
        return refuse(Code::BadValue, format!("{MOST_DRAFTS} drafts are kept already; publish or discard some"));
    }
    let (now, by) = (app.clock.now(), caller.account.name.clone());
    store::models::keep_draft(tx, &city, &model, (now, &by)).await?;
    note(app, tx, caller, noted(&city, "score_model_draft", code, String::new())).await?;
    Ok(ModelEdition { edition: 0, model, from_month: None, made_at: now, made_by: by })
}

/// Drops a draft.
pub async fn discard(app: &App, tx: &mut Tx, caller: &Caller, code: &str) -> Result<()> {
    let city = evaluator(app, caller)?;
    if !store::models::drop_draft(tx, &city, code).await? {
        return refuse(Code::NotFound, "no draft of this model here");
    }
    note(app, tx, caller, noted(&city, "score_model_discard", code, String::new())).await
}

/// Tries the draft on the month that it is said to have been tried on, and returns what was tried: a model that comes to
/// nothing there, or that nobody tried, is not published.
pub async fn tried(app: &App, caller: &Caller, code: &str, asked: &PublishModel) -> Result<Model> {
    let city = evaluator(app, caller)?;
    month("from_month", &asked.from_month)?;
    let on = month("tried_month", &asked.tried_month)?;
    let this = Month::of(app.city().day(app.clock.now()));
    let mut reader = app.db.read().await?;
    let first = months::actions::first(app, &mut reader).await?;
    if on > this || (on == this && first < this) {
        return refuse(Code::BadValue, "tried_month: try the draft on a month that is over");
    }
    let Some(draft) = store::models::draft(&mut reader, &city, code).await? else {
        return refuse(Code::NotFound, "no draft of this model here");
    };
    drop(reader);
    let trial = Trial { model: draft.model.clone(), month: asked.tried_month.clone() };
    table::trial(app, caller, trial).await?;
    Ok(draft.model)
}

/// Makes the draft the next edition, from a month on that is not published by this model and none after it is.
pub async fn publish(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    (code, tried): (&str, &Model),
    asked: PublishModel,
) -> Result<ModelEdition> {
    let city = evaluator(app, caller)?;
    let from = month("from_month", &asked.from_month)?.to_string();
    meta::one_at_a_time(tx).await?;
    let Some(draft) = store::models::draft(tx, &city, code).await? else {
        return refuse(Code::NotFound, "no draft of this model here");
    };
    if draft.model != *tried {
        return refuse(Code::DraftChanged, "somebody changed the draft meanwhile: try it again");
    }
    // What a later server takes for wrong may have been kept by an earlier one.
    sound(&draft.model)?;
    if let Some(published) = store::months::published_from(tx, &city, code, &from).await? {
        return refuse(Code::MonthPublished, format!("from_month: {published} is published by this model"));
    }
    let newest = all(tx, &city).await?.into_iter().filter(|one| one.model.code == code).map(|one| one.edition).max();
    let edition = ModelEdition {
        edition: newest.unwrap_or(0).saturating_add(1),
        model: draft.model,
        from_month: Some(from.clone()),
        made_at: app.clock.now(),
        made_by: caller.account.name.clone(),
    };
    store::models::add(tx, &city, &edition).await?;
    store::models::drop_draft(tx, &city, code).await?;
    let detail = format!("edition {} from {from}, tried on {}", edition.edition, asked.tried_month);
    note(app, tx, caller, noted(&city, "score_model_publish", code, detail)).await?;
    Ok(edition)
}

fn noted<'a>(area: &'a JurisdictionId, action: &'static str, code: &str, detail: String) -> Noted<'a> {
    Noted { area, action, subject: format!("score_model {code}"), detail }
}

#[cfg(test)]
mod tests {
    use super::{ModelEdition, newest_for, with_own};
    use crate::scores::built_in;

    #[test]
    fn an_edition_of_the_citys_own_is_not_replaced_by_one_that_came_with_a_later_server() {
        let built_in = built_in::editions().unwrap();
        let of = |all: &[ModelEdition]| {
            let jinhua = all.iter().filter(|one| one.model.code == "jinhua");
            jinhua.map(|one| (one.edition, one.made_by.clone())).collect::<Vec<_>>()
        };
        let (came, own) = (String::new(), "gao".to_owned());
        assert_eq!(of(&with_own(built_in.clone(), Vec::new())), [(1, came.clone()), (2, came.clone())]);
        let mut second = built_in.iter().find(|one| one.model.code == "jinhua").unwrap().clone();
        (second.edition, second.made_by) = (2, own.clone());
        assert_eq!(of(&with_own(built_in, vec![second])), [(1, came), (2, own)]);
    }

    #[test]
    fn a_month_is_scored_by_the_newest_edition_that_counts_for_it() {
        let first = built_in::editions().unwrap().into_iter().find(|one| one.model.code == "jinniu").unwrap();
        let from = |edition: u32, month: Option<&str>| {
            let mut next = first.clone();
            (next.edition, next.from_month) = (edition, month.map(ToOwned::to_owned));
            next
        };
        let all = vec![from(0, None), first.clone(), from(2, Some("2026-12")), from(3, Some("2026-11"))];
        for (month, expected) in [("2026-10", 1), ("2026-11", 3), ("2026-12", 3), ("2027-05", 3)] {
            assert_eq!(newest_for(all.clone(), "jinniu", month).unwrap().edition, expected, "{month}");
        }
        assert_eq!(newest_for(all, "own", "2026-12"), None);
    }
}
