//! What people do with frozen months: see them, freeze one anew, have one read once more.

use std::collections::BTreeSet;

use shared::account::Right;
use shared::api::assessment::{Freeze, Month as MonthTold, MonthCheck, MonthVersion, Months, Source};
use shared::ids::JurisdictionId;
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::calendar::{Month, Window};
use super::check;
use super::freeze::{self, Made, REST_MS, Wish};
use super::store::versions::{self, VersionRow};
use super::store::works::Work;
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::assessment;
use crate::assessment::seen::sees;
use crate::assessment::whole;
use crate::catalogue::city::City;
use crate::db::meta;
use crate::error::{Result, refuse};
use crate::scores;

/// So many months are listed: one clock that was wrong must not make the list endless.
const MOST_MONTHS: usize = 240;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;
/// The shortest one.
const SHORTEST_REASON: usize = 2;

/// Which version of a month somebody asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Version {
    /// The newest one that they see.
    Newest,
    /// The one with this number.
    Number(u32),
}

impl Version {
    /// Returns what a query asks for: `newest`, or a number.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "newest" { Some(Self::Newest) } else { text.parse().ok().map(Self::Number) }
    }
}

impl VersionRow {
    /// Returns what an answer says of where its numbers come from.
    pub fn source(&self) -> Source {
        let (version, published) = (self.version.number, self.version.published.is_some());
        Source::Frozen { month: self.month.clone(), version, published }
    }
}

/// Returns the version of a month that somebody may see; "not found" where there is none, or none for them.
pub async fn visible_version(
    connection: &mut AnyConnection,
    caller: &Caller,
    month: &str,
    asked: Version,
) -> Result<VersionRow> {
    let mut seen: Vec<VersionRow> = versions::list(connection, Some(month)).await?;
    seen.retain(|row| sees(caller, row.version.published.is_some()));
    let found = match asked {
        Version::Newest => seen.pop(),
        Version::Number(number) => seen.into_iter().find(|row| row.version.number == number),
    };
    match found {
        Some(row) => Ok(row),
        None => refuse(Code::NotFound, "no such version of that month here"),
    }
}

/// Refuses who does not have the right, or not for the whole city.
pub fn of_the_city(caller: &Caller, right: Right) -> Result<()> {
    caller.may(right)?;
    match &caller.reach {
        Reach::City => Ok(()),
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => Err(Code::NotAllowed.into()),
    }
}

/// Reads a month in a path; what is none names nothing.
pub fn month(text: &str) -> Result<Month> {
    match Month::parse(text) {
        Some(month) => Ok(month),
        None => refuse(Code::NotFound, "a month is written as 2026-10"),
    }
}

/// Lists the months since the first case, the newest first, each with the versions that the caller sees.
pub async fn list(app: &App, caller: &Caller) -> Result<Months> {
    caller.may(Right::SeeAssessment)?;
    match &caller.reach {
        Reach::City | Reach::Jurisdiction(_) | Reach::Unit(_) => {}
        Reach::Own(_) => return Err(Code::NotAllowed.into()),
    }
    let city = app.city();
    let zone = assessment::asked::zone(&city).to_owned();
    let freeze_day = city.settings(area(&city)?).freeze_day;
    let mut reader = app.db.read().await?;
    let this = Month::of(app.clock.now().day_in(&zone));
    let listed = listed(first(app, &mut reader).await?, this);
    let names: BTreeSet<String> = listed.iter().map(ToString::to_string).collect();
    let mut all = versions::list(&mut reader, None).await?;
    // Before anything is counted: what is not shown has no number either.
    all.retain(|row| names.contains(&row.month) && sees(caller, row.version.published.is_some()));
    name_models(&mut reader, area(&city)?, &mut all).await?;
    as_far_as_reached(&mut reader, &caller.reach, &mut all).await?;
    let mut months = Vec::new();
    for month in listed {
        let name = month.to_string();
        let frozen: Vec<MonthVersion> =
            all.iter().filter(|row| row.month == name).map(|row| row.version.clone()).collect();
        let freezes_at = frozen.first().map(|version| version.at).or_else(|| month.freezes_at(&zone, freeze_day));
        if let Some(freezes_at) = freezes_at {
            months.push(MonthTold { month: name, freezes_at, versions: frozen });
        }
    }
    Ok(Months { months, freeze_day, zone })
}

/// Returns the months that are listed, the newest first: the one that runs, and those before it back to the first.
fn listed(first: Month, this: Month) -> Vec<Month> {
    let back = std::iter::successors(Some(this), |month| month.previous());
    back.take_while(|month| *month >= first || *month == this).take(MOST_MONTHS).collect()
}

/// Says of each version how many of its cases somebody reaches: as many as its list shows them.
async fn as_far_as_reached(connection: &mut AnyConnection, reach: &Reach, rows: &mut [VersionRow]) -> Result<()> {
    if *reach == Reach::City {
        // It was counted when it was frozen.
        return Ok(());
    }
    for row in rows {
        let reached = whole::within(reach, row.id.clone())?;
        row.version.cases = whole::count(&mut *connection, &reached).await?;
    }
    Ok(())
}

/// Says of each version that is published what its model is called.
async fn name_models(connection: &mut AnyConnection, area: &JurisdictionId, rows: &mut [VersionRow]) -> Result<()> {
    let names = scores::actions::models::names(connection, area).await?;
    for published in rows.iter_mut().filter_map(|row| row.version.published.as_mut()) {
        if let Some((name, name_en)) = names.get(&(published.model.clone(), published.edition)) {
            (published.name, published.name_en) = (name.clone(), name_en.clone());
        }
    }
    Ok(())
}

/// Returns the month of the city's first case; the one that runs where there is none yet.
pub async fn first(app: &App, connection: &mut AnyConnection) -> Result<Month> {
    let city = app.city();
    let zone = assessment::asked::zone(&city);
    let first = versions::first_reported(connection).await?.unwrap_or_else(|| app.clock.now());
    Ok(Month::of(first.day_in(zone)))
}

/// Returns the id that stands for the city: whose months they are.
pub fn area(city: &City) -> Result<&JurisdictionId> {
    city.city_id().ok_or_else(|| anyhow::anyhow!("this server has no city yet").into())
}

/// Says whether any month was frozen. From then on the city's days begin when they do: in another zone the same month would
/// be other days, and a version that was published other numbers.
pub async fn is_any_frozen(connection: &mut AnyConnection, area: &JurisdictionId) -> Result<bool> {
    Ok(!versions::frozen_months(connection, area).await?.is_empty())
}

/// Returns when a month is, in the city's zone.
pub fn window(city: &City, month: Month) -> Result<Window> {
    match month.window(assessment::asked::zone(city)) {
        Some(window) => Ok(window),
        None => refuse(Code::NotFound, "such a month is in no calendar"),
    }
}

/// Freezes a month anew: another version beside those that are there. Before it, what cases count as was brought up to date.
/// Once begun it is made, also where whoever asked does not wait for it.
pub async fn freeze_anew(app: &App, caller: &Caller, month: Month, asked: &Freeze) -> Result<MonthVersion> {
    of_the_city(caller, Right::Assess)?;
    let work = begin_anew(app, caller, month, asked).await?;
    let made = {
        let app = app.clone();
        tokio::spawn(async move { freeze::finish(&app, work).await }).await.map_err(anyhow::Error::new)??
    };
    let number = match made {
        Made::Version(number) => number,
        Made::Nothing => return refuse(Code::BadValue, "at: no case fell in the month then"),
        Made::NotHere => return refuse(Code::Busy, "the month is being frozen"),
    };
    let mut reader = app.db.read().await?;
    Ok(visible_version(&mut reader, caller, &month.to_string(), Version::Number(number)).await?.version)
}

async fn begin_anew(app: &App, caller: &Caller, month: Month, asked: &Freeze) -> Result<Work> {
    let reason = reason(&asked.reason)?;
    let city = app.city();
    let (area, window) = (area(&city)?, window(&city, month)?);
    let mut tx = app.db.write().await?;
    meta::one_at_a_time(&mut tx).await?;
    let now = app.clock.now();
    // The first one is made by itself, as of the day that was set and with no reason needed.
    let known = versions::list(&mut tx, Some(&month.to_string())).await?;
    let Some(first) = known.first() else { return Err(Code::MonthOpen.into()) };
    // The month's own moment is that of its first version, whatever day was set since.
    let at = moment(asked.at.unwrap_or(first.version.at), window, now)?;
    let by = caller.account.actor();
    let begun = freeze::begin(app, &mut tx, Wish { area, month, at, by: &by, reason }).await?;
    tx.commit().await?;
    match begun {
        Some(work) => Ok(work),
        None => refuse(Code::Busy, "the month is being frozen"),
    }
}

fn reason(text: &str) -> Result<&str> {
    let text = text.trim();
    let length = text.chars().count();
    if length < SHORTEST_REASON {
        return Err(Code::ReasonRequired.into());
    }
    if length > LONGEST_REASON {
        return refuse(Code::BadValue, format!("reason: at most {LONGEST_REASON} characters"));
    }
    Ok(text)
}

/// Returns as of when a month is frozen: what is asked for, but for the last minute, in which something may still be on its
/// way into the database.
fn moment(asked: Instant, (_, ends): Window, now: Instant) -> Result<Instant> {
    if asked > now {
        return refuse(Code::BadValue, "at: it lies in the future");
    }
    let at = asked.min(now.plus_ms(-REST_MS));
    if at < ends {
        return refuse(Code::BadValue, "at: the month was not over then");
    }
    Ok(at)
}

/// Reads a version once more from the histories alone.
pub async fn read_again(app: &App, caller: &Caller, month: Month, number: u32) -> Result<MonthCheck> {
    // It names cases of everywhere.
    of_the_city(caller, Right::SeeAssessment)?;
    let window = window(&app.city(), month)?;
    let mut snapshot = app.db.snapshot().await?;
    let row = visible_version(&mut snapshot, caller, &month.to_string(), Version::Number(number)).await?;
    check::compare(&mut snapshot, &row, window).await
}

#[cfg(test)]
mod tests {
    use shared::refusal::Code;
    use shared::time::Instant;

    use super::{MOST_MONTHS, Month, REST_MS, Version, listed, moment, reason};
    use crate::error::Error;

    const ENDS: Instant = Instant::from_ms(1_000_000_000);

    #[track_caller]
    fn refuses<T: std::fmt::Debug>(result: crate::error::Result<T>, code: Code) {
        match result {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.code, code),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_month_is_frozen_as_of_a_moment_after_its_end_that_has_rested() {
        let window = (Instant::from_ms(0), ENDS);
        let now = ENDS.plus_ms(3 * REST_MS);
        assert_eq!(moment(ENDS, window, now).unwrap(), ENDS);
        assert_eq!(moment(now, window, now).unwrap(), now.plus_ms(-REST_MS));
        refuses(moment(now.plus_ms(1), window, now), Code::BadValue);
        refuses(moment(ENDS.plus_ms(-1), window, now), Code::BadValue);
        refuses(moment(ENDS, window, ENDS.plus_ms(1)), Code::BadValue);
    }

    #[test]
    fn months_are_listed_from_the_one_that_runs_back_to_the_first() {
        let month = |text: &str| Month::parse(text).unwrap();
        let names = |first: &str, this: &str| -> Vec<String> {
            listed(month(first), month(this)).iter().map(ToString::to_string).collect()
        };
        assert_eq!(names("2026-11", "2027-01"), ["2027-01", "2026-12", "2026-11"]);
        assert_eq!(names("2026-11", "2026-11"), ["2026-11"]);
        assert_eq!(names("2027-03", "2026-11"), ["2026-11"], "a clock that is ahead");
        assert_eq!(names("1970-01", "2026-11").len(), MOST_MONTHS, "a clock that was wrong");
    }

    #[test]
    fn another_version_has_a_reason() {
        assert_eq!(reason(" 补录 ").unwrap(), "补录");
        refuses(reason(" 补 "), Code::ReasonRequired);
        refuses(reason(&"长".repeat(501)), Code::BadValue);
    }

    #[test]
    fn a_version_is_asked_for_by_its_number_or_as_the_newest() {
        assert_eq!(Version::parse("newest"), Some(Version::Newest));
        assert_eq!(Version::parse("2"), Some(Version::Number(2)));
        assert_eq!((Version::parse("-1"), Version::parse("last")), (None, None));
    }
}
