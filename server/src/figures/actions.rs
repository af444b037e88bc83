//! Answers what cases count as, for whoever may see them, and lists the cases behind each number.

use std::collections::BTreeMap;

use jiff::civil::Date;
use shared::account::Right;
use shared::api::cases::CaseList;
use shared::api::figures::{CaseFigures, FigureCases, FigureRow, Grouping};
use shared::figures::Figures;
use shared::ids::{CaseId, JurisdictionId, UnitId};
use shared::refusal::Code;
use shared::time::Instant;

use super::store::condition::Within;
use super::store::listed::{self, Number, Place};
use super::store::summed;
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::cases::file::{self, Shown};
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// What somebody wants to know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    /// What the rows are grouped by.
    pub by: Grouping,
    /// The first day; the first of the last one's month where nobody says.
    pub from: Option<Date>,
    /// The last day; today where nobody says.
    pub to: Option<Date>,
}

/// A page of the cases behind a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Behind which number.
    pub number: Number,
    /// From behind this place on; from the beginning where nobody says.
    pub after: Option<Place>,
    /// At most so many.
    pub limit: u32,
}

/// The days that are looked at, and which cases of them.
struct Window {
    from: Date,
    to: Date,
    zone: String,
    within: Within,
}

/// Sums what the cases count as that were reported in a time and are within the caller's reach.
pub async fn sums(app: &App, caller: &Caller, asked: Asked) -> Result<CaseFigures> {
    let city = app.city();
    let Window { from, to, zone, within } = looked_at(app, &city, caller, asked)?;
    let sums = summed::sums(&mut *app.db.read().await?, asked.by, &within).await?;
    let total: Figures = sums.values().copied().sum();
    let Within { at, training, .. } = within;
    Ok(CaseFigures { by: asked.by, from, to, zone, at, training, rows: rows(&city, asked.by, sums), total })
}

/// Lists the cases behind one of these numbers, for whoever may see the number: as many as it says, and no others.
pub async fn cases(app: &App, caller: &Caller, asked: Asked, page: Page) -> Result<FigureCases> {
    let city = app.city();
    let Window { from, to, zone, within } = looked_at(app, &city, caller, asked)?;
    let Page { number, after, limit } = page;
    // Of one moment: the list holds as many as are counted.
    let mut snapshot = app.db.snapshot().await?;
    let total = listed::count(&mut snapshot, &within, &number).await?;
    let mut found = listed::page(&mut snapshot, &within, &number, after, limit.saturating_add(1)).await?;
    let shown_at_most = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > shown_at_most;
    found.truncate(shown_at_most);
    let next = found.last().filter(|_| has_more).map(ToString::to_string);
    let ids: Vec<CaseId> = found.iter().map(|place| place.case).collect();
    let Shown { cases, names, evidence } = file::shown(app, &mut snapshot, &city, caller, &ids).await?;
    let list = CaseList { cases, names, next, total, total_capped: false, evidence };
    let Number { figure, by, key } = number;
    let name = key.as_ref().map(|key| name(&city, by, key)).unwrap_or_default();
    let Within { at, training, .. } = within;
    Ok(FigureCases { figure, by, key, name, from, to, zone, at, training, list })
}

/// Returns the days that are asked for and the cases that the caller reaches in them; a number and its list look at the same.
fn looked_at(app: &App, city: &City, caller: &Caller, asked: Asked) -> Result<Window> {
    caller.may(Right::SeeCases)?;
    let (area, unit) = match &caller.reach {
        Reach::City => (String::new(), String::new()),
        Reach::Jurisdiction(area) => (area.to_string(), String::new()),
        Reach::Unit(unit) => (String::new(), unit.to_string()),
        Reach::Own(_) => return Err(Code::NotAllowed.into()),
    };
    let at = app.clock.now();
    // Days are those of whom the caller works for, also in a sum over several zones.
    let home = &caller.account.jurisdiction;
    let zone = city.settings(home).zone.clone();
    let to = asked.to.unwrap_or_else(|| at.day_in(&zone));
    let from = asked.from.unwrap_or_else(|| to.first_of_month());
    let (begins, ends) = window(from, to, &zone)?;
    let training = city.counts_training(home);
    Ok(Window { from, to, zone, within: Within { begins, ends, at, training, area, unit } })
}

/// Returns the first instant of the first day and that of the day after the last.
fn window(from: Date, to: Date, zone: &str) -> Result<(Instant, Instant)> {
    if from > to {
        return refuse(Code::BadValue, "from: it lies after to");
    }
    match Instant::days(from, to, zone) {
        Some(window) => Ok(window),
        None => refuse(Code::BadValue, "from, to: such a day is in no calendar"),
    }
}

fn rows(city: &City, by: Grouping, sums: BTreeMap<String, Figures>) -> Vec<FigureRow> {
    let named = |(key, figures): (String, Figures)| FigureRow { name: name(city, by, &key), key, figures };
    sums.into_iter().map(named).collect()
}

/// Returns what people call a row. A division that is a jurisdiction too has its name.
fn name(city: &City, by: Grouping, key: &str) -> String {
    let known = match by {
        Grouping::Jurisdiction | Grouping::Division => key.parse::<JurisdictionId>().ok().map(|id| city.name_of(&id)),
        Grouping::Unit => key.parse::<UnitId>().ok().and_then(|id| city.unit(&id)).map(|unit| unit.name.clone()),
    };
    known.filter(|name| !name.is_empty()).unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::window;

    #[test]
    fn a_window_is_whole_days_of_the_zone() {
        let (begins, ends) = window(date(2026, 11, 1), date(2026, 11, 30), "Asia/Shanghai").unwrap();
        assert_eq!(begins, "2026-11-01T00:00:00+08:00".parse().unwrap());
        assert_eq!(ends, "2026-12-01T00:00:00+08:00".parse().unwrap());
        let (begins, ends) = window(date(2026, 3, 29), date(2026, 3, 29), "Europe/Berlin").unwrap();
        assert_eq!(ends.since(begins), 23 * 3_600_000, "the day that the clocks go forward on has 23 hours");
    }

    #[test]
    fn what_is_no_window_is_refused() {
        assert!(window(date(2026, 11, 2), date(2026, 11, 1), "Asia/Shanghai").is_err());
        assert!(window(date(2026, 11, 2), Date::MAX, "Asia/Shanghai").is_err());
    }
}
