//! Points that a person gives, each with its reason: nothing is changed, the last word counts.

use std::collections::{BTreeMap, BTreeSet};

use shared::account::Right;
use shared::api::assessment::{GivePoints, GivenList, GivenPoints};
use shared::assessment::Subject;
use shared::assessment::score::{Given, Indicator, Model};
use shared::ids::{JurisdictionId, UnitId};
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::{Noted, evaluator, is_closed, models, month, note, whole};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::catalogue::city::City;
use crate::db::{Tx, meta};
use crate::error::{Result, refuse};
use crate::months::calendar::Month;
use crate::scores::measured;
use crate::scores::seen::Seen;
use crate::scores::store;
use crate::scores::store::given::{GivenRow, Of};
use crate::scores::store::months::Version;

/// All points that were given so far, also by a server whose clock is ahead.
pub const ALWAYS: Instant = Instant::from_ms(i64::MAX);
/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;
/// The longest key of an object, in characters.
const LONGEST_KEY: usize = 80;

/// Gives points in a month, or takes back what was given.
pub async fn give(app: &App, tx: &mut Tx, caller: &Caller, asked: GivePoints) -> Result<GivenList> {
    let area = evaluator(app, caller)?;
    let city = app.city();
    let wanted = month("month", &asked.month)?;
    let reason = reason(&asked.reason)?;
    if wanted > Month::of(city.day(app.clock.now())) {
        return refuse(Code::BadValue, "month: it has not begun");
    }
    meta::one_at_a_time(tx).await?;
    let text = wanted.to_string();
    let Some(edition) = models::in_force(tx, &area, &asked.model, &text).await? else {
        return refuse(Code::NotFound, "no such model scores this month");
    };
    let indicator = indicator(&edition.model, &asked.indicator)?;
    points(indicator, asked.points_centi)?;
    if !is_known(&city, edition.model.subject, &asked.key) {
        return refuse(Code::NotFound, "nobody of this key is scored here");
    }
    let versions = store::months::versions(tx, &area, &text).await?;
    if is_closed(&versions, &asked.model) {
        return refuse(Code::MonthPublished, format!("{text} is published by this model"));
    }
    let of = Of { city: &area, month: &text, model: &asked.model };
    let row = GivenRow {
        indicator: asked.indicator.clone(),
        key: asked.key.clone(),
        points_centi: asked.points_centi,
        reason,
        made_at: after_what_is_published(&versions, &asked.model, app.clock.now()),
        made_by: caller.account.name.clone(),
    };
    store::given::add(tx, of, &row).await?;
    let action = if asked.points_centi.is_some() { "points_give" } else { "points_take_back" };
    let detail = match asked.points_centi {
        Some(points) => format!("{text} {} {}: {points} hundredths", asked.model, asked.indicator),
        None => format!("{text} {} {}", asked.model, asked.indicator),
    };
    let subject = format!("{} {}", edition.model.subject.as_str(), asked.key);
    note(app, tx, caller, Noted { area: &area, action, subject, detail }).await?;
    let asking = Asking { seen: Seen::default(), reach: &caller.reach, may_give: true };
    told(app, tx, (&area, wanted, &edition.model), asking).await
}

/// Returns all that was given in a month, as far as the caller sees whom.
pub async fn list(app: &App, caller: &Caller, text: &str, model: &str) -> Result<GivenList> {
    caller.may(Right::SeeAssessment)?;
    let (area, city) = (whole(app)?, app.city());
    let seen = Seen::of(&city, caller, Seen::default())?;
    let wanted = month("month", text)?;
    let mut reader = app.db.read().await?;
    let Some(edition) = models::in_force(&mut reader, &area, model, &wanted.to_string()).await? else {
        return refuse(Code::NotFound, "no such model scores this month");
    };
    let asking = Asking { seen, reach: &caller.reach, may_give: evaluator(app, caller).is_ok() };
    told(app, &mut reader, (&area, wanted, &edition.model), asking).await
}

/// Who is told.
struct Asking<'a> {
    seen: Seen,
    reach: &'a Reach,
    may_give: bool,
}

async fn told(
    app: &App,
    connection: &mut AnyConnection,
    (area, wanted, model): (&JurisdictionId, Month, &Model),
    asking: Asking<'_>,
) -> Result<GivenList> {
    let Asking { seen, reach, may_give } = asking;
    let (city, text) = (app.city(), wanted.to_string());
    let of = Of { city: area, month: &text, model: &model.code };
    let rows = store::given::until(&mut *connection, of, ALWAYS).await?;
    let is_closed = is_closed(&store::months::versions(&mut *connection, area, &text).await?, &model.code);
    let keys: BTreeSet<String> =
        rows.iter().map(|row| row.key.clone()).filter(|key| seen.shows_points(&city, model.subject, key)).collect();
    let names = measured::names(app, &mut *connection, model.subject, &keys, reach).await?;
    let (mut given, mut later) = (Vec::new(), BTreeSet::new());
    for row in rows.into_iter().rev().filter(|row| keys.contains(&row.key)) {
        given.push(GivenPoints {
            counts: later.insert((row.indicator.clone(), row.key.clone())) && row.points_centi.is_some(),
            name: names.get(&row.key).unwrap_or(&row.key).clone(),
            indicator: row.indicator,
            key: row.key,
            points_centi: row.points_centi,
            reason: row.reason,
            at: row.made_at,
            by: row.made_by,
        });
    }
    Ok(GivenList { month: text, model: model.code.clone(), given, is_closed, may_give })
}

/// Returns the moment from which points are given that are given now: later than whatever is published by the model, which
/// keeps those that it was published with. Clocks of several servers differ.
fn after_what_is_published(versions: &[Version], model: &str, now: Instant) -> Instant {
    let published = versions.iter().filter_map(|version| version.published.as_ref()).filter(|by| by.model == model);
    published.map(|by| by.at.plus_ms(1)).fold(now, Instant::max)
}

/// Returns when points were given last in a month by a model.
pub async fn last_at(
    connection: &mut AnyConnection,
    city: &JurisdictionId,
    month: &str,
    model: &str,
) -> Result<Option<Instant>> {
    store::given::last_at(connection, Of { city, month, model }).await
}

/// Returns what counts of the points that were given until a moment, by object.
pub async fn counting(connection: &mut AnyConnection, of: Of<'_>, until: Instant) -> Result<BTreeMap<String, Given>> {
    Ok(last_words(store::given::until(connection, of, until).await?))
}

fn last_words(rows: Vec<GivenRow>) -> BTreeMap<String, Given> {
    let mut counting: BTreeMap<String, Given> = BTreeMap::new();
    for row in rows {
        let of = counting.entry(row.key).or_default();
        match row.points_centi {
            Some(points) => of.insert(row.indicator, points),
            None => of.remove(&row.indicator),
        };
    }
    counting
}

fn reason(text: &str) -> Result<String> {
    let reason = text.trim();
    match reason.chars().count() {
        0 | 1 => refuse(Code::ReasonRequired, "reason: two characters or more"),
        2..=LONGEST_REASON => Ok(reason.to_owned()),
        _ => refuse(Code::BadValue, format!("reason: at most {LONGEST_REASON} characters")),
    }
}

fn indicator<'a>(model: &'a Model, code: &str) -> Result<&'a Indicator> {
    match model.indicators.iter().find(|one| one.code == code) {
        Some(found) if found.is_given() => Ok(found),
        Some(_) => refuse(Code::BadValue, "indicator: it is measured, nobody gives its points"),
        None => refuse(Code::NotFound, "the model has no such indicator"),
    }
}

fn points(indicator: &Indicator, given: Option<i64>) -> Result<()> {
    let (least, full) = (indicator.least_centi, indicator.full_centi);
    if given.is_none_or(|points| (least..=full).contains(&points)) {
        return Ok(());
    }
    refuse(Code::BadValue, format!("points_centi: from {least} to {full}"))
}

/// Says whether there is somebody of this key. Of what lies below jurisdictions and units it is taken as it comes.
fn is_known(city: &City, subject: Subject, key: &str) -> bool {
    match subject {
        Subject::Jurisdiction => key
            .parse::<JurisdictionId>()
            .is_ok_and(|id| city.city_id() != Some(&id) && city.jurisdiction(&id).is_some()),
        Subject::Unit => key.parse::<UnitId>().is_ok_and(|id| city.unit(&id).is_some()),
        Subject::Division
        | Subject::Street
        | Subject::Community
        | Subject::Grid
        | Subject::Category
        | Subject::Collector
        | Subject::Inspector
        | Subject::Verifier
        | Subject::Acceptor
        | Subject::ShiftLeader
        | Subject::Dispatcher => {
            !key.is_empty() && key.chars().count() <= LONGEST_KEY && !key.chars().any(char::is_control)
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::{GivenRow, last_words, reason};

    #[test]
    fn the_last_word_counts_and_what_is_taken_back_does_not() {
        let row = |indicator: &str, key: &str, points_centi| GivenRow {
            indicator: indicator.to_owned(),
            key: key.to_owned(),
            points_centi,
            reason: "现场核实".to_owned(),
            made_at: Instant::from_ms(1),
            made_by: String::new(),
        };
        let rows = vec![
            row("a", "x", Some(100)),
            row("b", "x", Some(200)),
            row("a", "y", Some(300)),
            row("a", "x", Some(50)),
            row("b", "x", None),
        ];
        let counting = last_words(rows);
        assert_eq!(counting["x"].iter().collect::<Vec<_>>(), [(&"a".to_owned(), &50)]);
        assert_eq!(counting["y"]["a"], 300);
    }

    #[test]
    fn a_reason_is_more_than_a_letter() {
        assert_eq!(reason("  会议纪要 ").unwrap(), "会议纪要");
        for bad in ["", " 长 ", &"长".repeat(501)] {
            assert!(reason(bad).is_err(), "{bad}");
        }
    }
}
