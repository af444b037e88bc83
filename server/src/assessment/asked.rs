//! What somebody asks of the assessment: of which days, from where, by what.

use jiff::civil::Date;
use shared::assessment::{Basis, Counter, Slice, Subject};
use shared::ids::{JurisdictionId, UnitId};
use shared::refusal::Code;
use shared::settings::USUAL_ZONE;
use shared::time::Instant;

use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// The most days that are summed live.
pub const MOST_DAYS: i32 = 366;

/// Sums of some days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The first day.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// Live, or as a month was frozen.
    pub source: From,
    /// What the rows are grouped by.
    pub by: Subject,
    /// Only of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Only with this unit.
    pub unit: Option<UnitId>,
    /// Training cases, or those that count; never both.
    pub training: bool,
}

/// From where numbers come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum From {
    /// As the cases are now.
    Live {
        /// Now: what is late is so at this moment.
        at: Instant,
    },
    /// As a month was frozen.
    Frozen {
        /// Which version of it.
        version_id: String,
    },
}

/// Which rows are summed and listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Within {
    /// A case falls in it by a moment that is this one or later.
    pub begins: Instant,
    /// … and before this one.
    pub ends: Instant,
    /// Live, or as a month was frozen.
    pub source: From,
    /// What is grouped by.
    pub by: Subject,
    /// Only of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Only with this unit.
    pub unit: Option<UnitId>,
    /// Training cases, or those that count.
    pub training: bool,
}

impl Within {
    /// Returns what is asked as moments of a zone.
    pub fn of(asked: &Asked, zone: &str) -> Result<Self> {
        let Asked { from, to, source, by, area, unit, training } = asked.clone();
        if from > to {
            return refuse(Code::BadValue, "from: it lies after to");
        }
        let Some((begins, ends)) = Instant::days(from, to, zone) else {
            return refuse(Code::BadValue, "from, to: such a day is in no calendar");
        };
        Ok(Self { begins, ends, source, by, area, unit, training })
    }
}

/// One number: which counter, by which basis, of which part of the cases, and of which row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// Which counter.
    pub counter: Counter,
    /// By which basis.
    pub basis: Basis,
    /// Only of this part of the cases; of all of them where nothing is said.
    pub of: Option<Slice>,
    /// Of the row with this key, an empty one being that of the cases which have none; of all rows where nothing is said.
    pub key: Option<String>,
}

/// Returns the zone that months and days of the assessment are in: the city's, also for who works for a part of it. A
/// month is frozen once for all.
pub fn zone(city: &City) -> &str {
    city.city_id().map_or(USUAL_ZONE, |id| city.settings(id).zone.as_str())
}

/// Reads a month, written as `2026-10`, as its first and its last day.
pub fn month(text: &str) -> Option<(Date, Date)> {
    let first = shared::day::read(&format!("{text}-01"))?;
    Some((first, first.last_of_month()))
}

/// Writes the month of a day.
pub fn written(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// Counts the days from one to another, both counted; 0 where they are the wrong way round.
pub fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days().saturating_add(1)).max(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::assessment::Subject;

    use super::{Asked, From, Within, days, month, written};

    #[test]
    fn a_month_is_its_days_and_nothing_else_is_one() {
        assert_eq!(month("2028-02"), Some((date(2028, 2, 1), date(2028, 2, 29))));
        assert_eq!(written(date(2026, 10, 31)), "2026-10");
        for bad in ["", "2026", "2026-13", "2026-1", "2026-10-01", "soon", "+026-10"] {
            assert_eq!(month(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_are_counted_with_both_ends() {
        assert_eq!(days(date(2026, 11, 1), date(2026, 11, 1)), 1);
        assert_eq!(days(date(2028, 1, 1), date(2028, 12, 31)), 366);
        assert_eq!(days(date(2026, 11, 2), date(2026, 11, 1)), 0);
    }

    #[test]
    fn a_window_is_whole_days_of_the_zone() {
        let asked = Asked {
            from: date(2026, 10, 1),
            to: date(2026, 10, 31),
            source: From::Frozen { version_id: "v".to_owned() },
            by: Subject::Unit,
            area: None,
            unit: None,
            training: false,
        };
        let within = Within::of(&asked, "Asia/Shanghai").unwrap();
        assert_eq!(within.begins, "2026-10-01T00:00:00+08:00".parse().unwrap());
        assert_eq!(within.ends, "2026-11-01T00:00:00+08:00".parse().unwrap());
        assert!(Within::of(&Asked { from: date(2026, 11, 1), ..asked }, "Asia/Shanghai").is_err());
    }
}
