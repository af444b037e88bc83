//! What somebody asks of a list of cases, read into what the store looks for.
//!
//! The same words stand in the addresses of the list, the map, the export and in views that are kept; each that means
//! nothing is refused by its name, so that a link that was cut does not quietly show something else.

use axum::extract::Query;
use axum::http::Uri;
use jiff::civil::Date;
use serde::Deserialize;
use shared::api::lists::{Judged, Left};
use shared::case::State as CaseState;
use shared::catalogue::{Catalogue, CategoryKey};
use shared::channel::Channel;
use shared::evidence::verdict::Verdict;
use shared::ids::{DutyGridId, JurisdictionId, UnitId};
use shared::place::point::Point;
use shared::privacy;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;
use utoipa::IntoParams;

use super::store::lists::{About, Filter, Handled, Order, Place, Stage, TimeLeft, Within};
use crate::accounts::caller::{Caller, Reach};
use crate::catalogue::city::City;
use crate::error::{Error, Result, refuse};
use crate::http::body::{value, words};

/// So many cases on a page where nobody says another number.
pub(super) const USUAL: u32 = 50;
/// So many at the most.
pub(super) const MOST: u32 = 200;
const HOUR_MS: i64 = 3_600_000;
/// The longest that the ledger says of what was asked, in characters.
const LONGEST_SAID: usize = 1_000;
/// Digits of a unit grid's number, and the fewest that name some ground: a district.
const GRID_DIGITS: usize = 15;
const LEAST_DIGITS: usize = 6;

/// Which cases to list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Only cases in this state, or in one of these with commas between.
    pub state: Option<String>,
    /// Only cases of this category, such as `event:06010`, of one of these with commas between, or of a whole major
    /// class, such as `event:06`.
    pub category: Option<String>,
    /// Only cases of this unit.
    pub unit: Option<String>,
    /// Only cases of this duty grid.
    pub duty_grid: Option<String>,
    /// Only cases in unit grids whose number begins so, six digits or more.
    pub grid: Option<String>,
    /// Only cases that came by this channel, or by one of these with commas between.
    pub source: Option<String>,
    /// Only cases of this jurisdiction.
    pub jurisdiction: Option<String>,
    /// Only open cases that have so much time left: `overdue`, `hour`, `four_hours`, `today`, `later`, `no_clock`.
    pub left: Option<String>,
    /// Only cases of whose photos this was found: `doubtful`, `fine`, `unjudged`.
    pub evidence: Option<String>,
    /// `true`: only what its reporter had fixed; `false`: only what is to be fixed.
    pub self_handled: Option<String>,
    /// Only what was reported on this day or later, as 2026-11-01, in the zone of whom the caller works for.
    pub from: Option<String>,
    /// Only what was reported on this day or before.
    pub until: Option<String>,
    /// Only what lies within: west, south, east, north, in degrees of CGCS2000, with commas between.
    pub within: Option<String>,
    /// Words in number, grid, category, address or note; a category also by its code in this or the former standard. A
    /// number that is written whole names one case.
    pub q: Option<String>,
    /// `newest` (as without it), or `due`: what is open, the most urgent first.
    pub sort: Option<String>,
    /// `next` of the page before, in the same order.
    pub before: Option<String>,
    /// Cases on a page, at most 200.
    pub limit: Option<String>,
}

/// Who asks, of which city, and when.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// What the words are read by.
    pub city: &'a City,
    /// Whose reach it is.
    pub caller: &'a Caller,
    /// What "an hour left" is counted from.
    pub now: Instant,
}

impl Asked {
    /// Reads what is asked.
    pub fn read(&self, asking: Asking<'_>) -> Result<Filter> {
        let Asking { city, caller, .. } = asking;
        let mut filter = Filter::all(caller.reach.clone(), limit(self.limit.as_deref())?).of_states(&self.states()?);
        filter.order = order(given(&self.sort))?;
        filter.after = after(given(&self.before), filter.order)?;
        filter.words = words("q", given(&self.q).unwrap_or_default())?.trim().to_lowercase();
        filter.named = city.catalogue().map(|named| named_by(&named.content, &filter.words)).unwrap_or_default();
        filter.about = about(city.catalogue().map(|named| &*named.content), given(&self.category))?;
        filter.unit = unit(city, given(&self.unit))?;
        filter.area = area(asking, given(&self.jurisdiction))?;
        filter.duty_grid = duty_grid(city, given(&self.duty_grid))?;
        filter.grids = grids(given(&self.grid))?;
        filter.channels = channels(given(&self.source))?;
        filter.verdicts = verdicts(given(&self.evidence))?;
        filter.handled = handled(given(&self.self_handled))?;
        filter.within = given(&self.within).map(within).transpose()?;
        let zone = &city.settings(&caller.account.jurisdiction).zone;
        (filter.from, filter.until) = days(given(&self.from), given(&self.until), zone)?;
        if let Some(word) = given(&self.left) {
            filter.time_left = time_left(word, asking.now, zone)?;
            filter.stage = Stage::Open;
        }
        Ok(filter)
    }

    fn states(&self) -> Result<Vec<CaseState>> {
        let mut states = Vec::new();
        for word in listed(given(&self.state)) {
            match CaseState::parse(word) {
                None => return refuse(Code::BadValue, format!("state: there is no state {word}")),
                Some(state) => states.push(state),
            }
        }
        Ok(states)
    }

    /// Says what is asked, for the ledger: nothing that no list reads, and of the words no mobile or identity number.
    pub fn said(&self) -> String {
        let mut sought = self.q.clone();
        if let Some(sought) = &mut sought {
            privacy::words::text(sought);
        }
        let said = [
            ("state", &self.state),
            ("category", &self.category),
            ("unit", &self.unit),
            ("duty_grid", &self.duty_grid),
            ("grid", &self.grid),
            ("source", &self.source),
            ("jurisdiction", &self.jurisdiction),
            ("left", &self.left),
            ("evidence", &self.evidence),
            ("self_handled", &self.self_handled),
            ("from", &self.from),
            ("until", &self.until),
            ("within", &self.within),
            ("q", &sought),
            ("sort", &self.sort),
        ];
        let said: Vec<String> =
            said.into_iter().filter_map(|(name, said)| Some(format!("{name}={}", given(said)?))).collect();
        said.join("&").chars().take(LONGEST_SAID).collect()
    }

    /// Says whether what it finds changes by itself as time goes by, or by what changes no case.
    pub fn ages(&self) -> bool {
        given(&self.left).is_some() || given(&self.evidence).is_some()
    }
}

fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

fn listed(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.into_iter().flat_map(|text| text.split(',')).filter(|word| !word.is_empty())
}

fn limit(text: Option<&str>) -> Result<u32> {
    let limit = text.map(|text| value::<u32>("limit", text)).transpose()?;
    Ok(limit.unwrap_or(USUAL).clamp(1, MOST))
}

fn order(word: Option<&str>) -> Result<Order> {
    match word {
        None | Some("newest") => Ok(Order::Newest),
        Some("due") => Ok(Order::Due),
        Some(word) => refuse(Code::BadValue, format!("sort: there is no order {word}")),
    }
}

fn after(text: Option<&str>, order: Order) -> Result<Option<Place>> {
    match text.map(str::parse::<Place>) {
        None => Ok(None),
        Some(Ok(place)) if place.order == order => Ok(Some(place)),
        Some(_) => refuse(Code::BadValue, "before: not a place in this list"),
    }
}

/// Returns the categories that the words name, those of the standard before among them.
fn named_by(catalogue: &Catalogue, words: &str) -> Vec<String> {
    catalogue.named(words).iter().map(ToString::to_string).collect()
}

fn about(catalogue: Option<&Catalogue>, text: Option<&str>) -> Result<About> {
    let Some(text) = text else { return Ok(About::Anything) };
    if let Some(major) = major(catalogue, text) {
        return Ok(major);
    }
    let mut keys = Vec::new();
    for word in listed(Some(text)) {
        let key: CategoryKey = value("category", word)?;
        if catalogue.is_none_or(|catalogue| catalogue.category(&key).is_none()) {
            return refuse(Code::BadValue, format!("category: there is no category {key}"));
        }
        keys.push(key.to_string());
    }
    Ok(if keys.is_empty() { About::Anything } else { About::Categories(keys) })
}

/// Reads a whole major class, `event:06`: all that begins so and has the digits of the standard in force.
fn major(catalogue: Option<&Catalogue>, text: &str) -> Option<About> {
    let catalogue = catalogue?;
    let (kind, number) = text.split_once(':')?;
    let is_short = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse::<u32>().ok().filter(|_| is_short)?;
    let is_it = |category: &CategoryKey| {
        category.kind().code() == kind
            && category.code().major() == number
            && category.standard() == catalogue.standard()
    };
    let key = catalogue.categories().map(|category| &category.key).find(|key| is_it(key))?.to_string();
    // What stands behind the two digits of the class: as many as any of its categories has.
    let minor = key.len().checked_sub(text.len())?;
    Some(About::Major {
        from: format!("{text}{}", "0".repeat(minor)),
        to: format!("{text}{}", "9".repeat(minor)),
        pattern: format!("{text}{}", "_".repeat(minor)),
    })
}

fn unit(city: &City, text: Option<&str>) -> Result<String> {
    let Some(text) = text else { return Ok(String::new()) };
    let id: UnitId = value("unit", text)?;
    if city.unit(&id).is_none() {
        return refuse(Code::BadValue, format!("unit: there is no unit {id}"));
    }
    Ok(id.to_string())
}

fn area(Asking { city, caller, .. }: Asking<'_>, text: Option<&str>) -> Result<String> {
    let Some(text) = text else { return Ok(String::new()) };
    let id: JurisdictionId = value("jurisdiction", text)?;
    match &caller.reach {
        Reach::Jurisdiction(own) if *own != id => refuse(Code::NotAllowed, "jurisdiction: one's own only"),
        // The city's own id stands for all of them.
        _ if Some(&id) == city.city_id() => Ok(String::new()),
        _ if city.jurisdiction(&id).is_none() => {
            refuse(Code::BadValue, format!("jurisdiction: there is no jurisdiction {id}"))
        }
        Reach::Jurisdiction(_) | Reach::City | Reach::Unit(_) | Reach::Own(_) => Ok(id.to_string()),
    }
}

fn duty_grid(city: &City, text: Option<&str>) -> Result<String> {
    let Some(text) = text else { return Ok(String::new()) };
    let id: DutyGridId = value("duty_grid", text)?;
    if city.index.duty_grid(&id).is_none() {
        return refuse(Code::BadValue, format!("duty_grid: there is no duty grid {id}"));
    }
    Ok(id.to_string())
}

fn grids(text: Option<&str>) -> Result<(String, String)> {
    let Some(text) = text else { return Ok((String::new(), String::new())) };
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let missing = GRID_DIGITS.checked_sub(text.len()).filter(|_| is_digits && text.len() >= LEAST_DIGITS);
    let Some(missing) = missing else {
        return refuse(Code::BadValue, format!("grid: {LEAST_DIGITS} to {GRID_DIGITS} digits"));
    };
    Ok((format!("{text}{}", "0".repeat(missing)), format!("{text}{}", "9".repeat(missing))))
}

fn channels(text: Option<&str>) -> Result<Vec<String>> {
    let mut channels = Vec::new();
    for word in listed(text) {
        if !Channel::ALL.iter().any(|channel| channel.as_str() == word) {
            return refuse(Code::BadValue, format!("source: there is no source {word}"));
        }
        channels.push(word.to_owned());
    }
    Ok(channels)
}

/// Returns the words that a case's column has for it; empty where nothing was looked at yet.
fn verdicts(text: Option<&str>) -> Result<Vec<String>> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let words: &[&str] = match Judged::parse(text) {
        None => return refuse(Code::BadValue, format!("evidence: there is no {text}")),
        Some(Judged::Doubtful) => &[Verdict::Doubtful.as_str()],
        Some(Judged::Fine) => &[Verdict::Sound.as_str(), Verdict::Noted.as_str()],
        Some(Judged::Unjudged) => &[Verdict::Unjudged.as_str(), ""],
    };
    Ok(words.iter().map(|word| (*word).to_owned()).collect())
}

fn handled(word: Option<&str>) -> Result<Handled> {
    match word {
        None => Ok(Handled::Either),
        Some("true") => Ok(Handled::ByReporter),
        Some("false") => Ok(Handled::No),
        Some(word) => refuse(Code::BadValue, format!("self_handled: true or false, not {word}")),
    }
}

fn within(text: &str) -> Result<Within> {
    let degrees: Vec<f64> = text.split(',').filter_map(|word| word.trim().parse().ok()).collect();
    let corners = match degrees.as_slice() {
        [west, south, east, north] => Point::new(*west, *south).ok().zip(Point::new(*east, *north).ok()),
        _ => None,
    };
    match corners {
        Some((low, high)) if low.lon_e7 <= high.lon_e7 && low.lat_e7 <= high.lat_e7 => Ok(Within {
            west: i64::from(low.lon_e7),
            east: i64::from(high.lon_e7),
            south: i64::from(low.lat_e7),
            north: i64::from(high.lat_e7),
        }),
        Some(_) | None => refuse(Code::BadValue, "within: west, south, east, north in degrees"),
    }
}

/// Returns the first instant of the first day, and that of the day after the last.
fn days(from: Option<&str>, until: Option<&str>, zone: &str) -> Result<(Option<Instant>, Option<Instant>)> {
    let from: Option<Date> = from.map(|text| value("from", text)).transpose()?;
    let until: Option<Date> = until.map(|text| value("until", text)).transpose()?;
    if from.zip(until).is_some_and(|(from, until)| from > until) {
        return refuse(Code::BadValue, "from: it lies after until");
    }
    let begins = |day: Option<Date>| Instant::day_begins(day?, zone);
    let (first, last) = (begins(from), begins(until.and_then(|day| day.tomorrow().ok())));
    if first.is_some() != from.is_some() || last.is_some() != until.is_some() {
        return refuse(Code::BadValue, "from, until: such a day is in no calendar");
    }
    Ok((first, last))
}

fn time_left(word: &str, now: Instant, zone: &str) -> Result<TimeLeft> {
    let in_ms = |ms: i64| now.plus_ms(ms);
    let tomorrow = now.day_in(zone).tomorrow().ok().and_then(|day| Instant::day_begins(day, zone));
    let tomorrow = tomorrow.unwrap_or_else(|| in_ms(24 * HOUR_MS));
    Ok(match Left::parse(word) {
        None => return refuse(Code::BadValue, format!("left: there is no {word}")),
        Some(Left::Overdue) => TimeLeft::Ends(Instant::from_ms(i64::MIN), now),
        Some(Left::Hour) => TimeLeft::Ends(now, in_ms(HOUR_MS)),
        Some(Left::FourHours) => TimeLeft::Ends(now, in_ms(4 * HOUR_MS)),
        Some(Left::Today) => TimeLeft::Ends(now, tomorrow),
        Some(Left::Later) => TimeLeft::Ends(tomorrow, Instant::from_ms(i64::MAX)),
        Some(Left::NoClock) => TimeLeft::NoClock,
    })
}

/// Reads a query as it stands in an address, such as the one of a view that is kept.
pub fn of_query(query: &str) -> Result<Asked> {
    let bad = |why: String| Error::Refused(Refusal::because(Code::BadValue, format!("query: {why}")));
    let address = Uri::builder().path_and_query(format!("/?{query}")).build();
    let address = address.map_err(|error| bad(error.to_string()))?;
    let Query(asked) = Query::try_from_uri(&address).map_err(|error| bad(error.body_text()))?;
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::{days, grids, handled, of_query, time_left, verdicts, within};
    use crate::cases::store::lists::{Handled, TimeLeft, Within};

    const ZONE: &str = "Asia/Shanghai";

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn the_beginning_of_a_grid_names_all_that_begin_so() {
        let found = grids(Some("610112001")).unwrap();
        assert_eq!(found, ("610112001000000".to_owned(), "610112001999999".to_owned()));
        let whole = "610112001007023";
        assert_eq!(grids(Some(whole)).unwrap(), (whole.to_owned(), whole.to_owned()));
        for bad in ["61011", "6101120010070231", "61011x", "６１０１１２"] {
            assert!(grids(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_is_whole_in_the_zone_of_the_desk() {
        let (from, until) = days(Some("2026-11-01"), Some("2026-11-30"), ZONE).unwrap();
        assert_eq!((from, until), (Some(at("2026-11-01T00:00:00+08:00")), Some(at("2026-12-01T00:00:00+08:00"))));
        assert_eq!(days(None, None, ZONE).unwrap(), (None, None));
        assert!(days(Some("2026-11-02"), Some("2026-11-01"), ZONE).is_err());
        assert!(days(Some("soon"), None, ZONE).is_err() && days(None, Some("9999-12-31"), ZONE).is_err());
    }

    #[test]
    fn today_ends_at_midnight_and_later_begins_there() {
        let now = at("2026-11-23T10:00:00+08:00");
        let midnight = at("2026-11-24T00:00:00+08:00");
        assert_eq!(time_left("today", now, ZONE).unwrap(), TimeLeft::Ends(now, midnight));
        assert_eq!(time_left("later", now, ZONE).unwrap(), TimeLeft::Ends(midnight, Instant::from_ms(i64::MAX)));
        assert_eq!(time_left("overdue", now, ZONE).unwrap(), TimeLeft::Ends(Instant::from_ms(i64::MIN), now));
        assert_eq!(time_left("no_clock", now, ZONE).unwrap(), TimeLeft::NoClock);
        assert!(time_left("soon", now, ZONE).is_err());
    }

    #[test]
    fn a_rectangle_has_four_sides_in_their_order() {
        let found = within("108.9, 34.2, 109, 34.3").unwrap();
        assert_eq!(found, Within { west: 1_089_000_000, east: 1_090_000_000, south: 342_000_000, north: 343_000_000 });
        for bad in ["", "1,2,3", "109,34.2,108.9,34.3", "108.9,34.3,109,34.2", "1,2,3,4,5", "999,0,999,0", "a,b,c,d"] {
            assert!(within(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_was_not_looked_at_waits_and_so_does_a_case_without_photos() {
        assert_eq!(verdicts(Some("unjudged")).unwrap(), ["unjudged", ""]);
        assert_eq!(verdicts(Some("fine")).unwrap(), ["sound", "noted"]);
        assert!(verdicts(Some("sound")).is_err());
        assert_eq!(handled(Some("true")).unwrap(), Handled::ByReporter);
        assert!(handled(Some("1")).is_err());
    }

    #[test]
    fn the_ledger_is_told_the_filter_and_nobodys_number() {
        let asked = of_query("limit=9&secret=x&q=%E6%89%BE%2013812345678&state=to_handle&unit=").unwrap();
        let said = asked.said();
        assert!(said.starts_with("state=to_handle&q=找 "), "{said}");
        assert!(!said.contains("13812345678") && !said.contains("secret"), "{said}");
        assert_eq!(of_query("").unwrap().said(), "");
    }

    #[test]
    fn a_query_is_read_as_an_address_is() {
        let asked = of_query("state=to_handle&q=%E5%87%A4%E5%9F%8E%20100%25").unwrap();
        assert_eq!((asked.state.as_deref(), asked.q.as_deref()), (Some("to_handle"), Some("凤城 100%")));
        assert!(of_query("").unwrap().state.is_none());
        assert!(of_query("q=a b").is_err(), "no address is written so");
    }
}
