//! Where the open cases are, for the map: as compact as lines of JSON can be, sent while they are read.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde::Serialize;
use shared::account::Right;
use shared::api::lists::{MOST_POINTS, PointsEnd, PointsHead, PointsPart};
use shared::case::State;
use shared::ids::Sha256;
use shared::place::convert::{Wgs84, from_wgs84};
use shared::place::crs::Crs;
use shared::place::point::{Degree, UNITS_PER_DEGREE};
use shared::time::Instant;

use super::store::lists::{self, Filter, Order, Spot, TimeLeft};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::changes;
use crate::error::{Error, Result};
use crate::http::error::not_modified;

/// What the answer is: JSON, a value on each line.
pub const MEDIA_TYPE: &str = "application/x-ndjson";
/// So many points are read and sent at once.
const AT_ONCE: u32 = 5_000;
/// What ages by itself is read anew after so long.
const AGES_MS: i64 = 60_000;
/// Digits in a category's key behind the colon that name its major class.
const MAJOR_DIGITS: usize = 2;

/// What is still to be sent.
struct Sending {
    app: App,
    filter: Filter,
    crs: Crs,
    majors: BTreeMap<String, u16>,
    count: usize,
    /// Lines that wait to be sent.
    lines: VecDeque<String>,
    ended: bool,
}

/// Answers with the points of a filter, or that nothing has changed since the caller asked last.
pub async fn answer(app: &App, caller: &Caller, mut filter: Filter, asked: Asked<'_>) -> Result<Response> {
    caller.may(Right::SeeCases)?;
    filter.order = Order::Due;
    filter.after = None;
    filter.limit = AT_ONCE;
    let now = app.clock.now();
    let etag = etag(app, caller, &filter, &asked, now).await?;
    let is_known = asked.headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let mut response = if is_known {
        not_modified()
    } else {
        let majors = majors(app);
        let head = PointsHead {
            at: now,
            states: State::ALL.iter().map(|state| state.as_str().to_owned()).collect(),
            majors: majors.clone(),
        };
        let numbered = majors.into_iter().zip(0_u16..).collect();
        let lines = VecDeque::from([line(&head)?]);
        let sending =
            Sending { app: app.clone(), filter, crs: asked.crs, majors: numbered, count: 0, lines, ended: false };
        let mut response = Body::from_stream(stream::try_unfold(sending, next)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        response
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, HeaderValue::from_str(&etag).map_err(anyhow::Error::new)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

/// What the answer depends on beside the filter.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The system that the points are to be drawn in.
    pub crs: Crs,
    /// The word for how much time is left; empty where none was said.
    pub left: &'a str,
    /// What it finds changes by itself.
    pub ages: bool,
    /// What the caller has already.
    pub headers: &'a HeaderMap,
}

/// Returns what changes whenever the answer may: every change of a case is counted in its area.
async fn etag(app: &App, caller: &Caller, filter: &Filter, asked: &Asked<'_>, now: Instant) -> Result<String> {
    let counters = changes::counters(&mut *app.db.read().await?).await?;
    let counted: Vec<String> = counters
        .iter()
        .filter(|(area, _)| match &caller.reach {
            Reach::Jurisdiction(own) => own == *area,
            Reach::City | Reach::Unit(_) | Reach::Own(_) => true,
        })
        .map(|(area, number)| format!("{area}={number}"))
        .collect();
    // "In an hour" is another hour a millisecond later; the word stays, and counts by the minute.
    let plain = Filter { time_left: TimeLeft::Any, ..filter.clone() };
    let turn = if asked.ages { now.ms() / AGES_MS } else { 0 };
    let (mark, crs, left) = (&app.city().mark, asked.crs, asked.left);
    // Words are read by the catalogue: the mark of the city changes with it.
    let said = format!("{} {mark} {crs} {left} {turn} {plain:?}", counted.join(","));
    Ok(format!("W/\"{}\"", Sha256::of(said.as_bytes())))
}

/// Returns the next line.
async fn next(mut sending: Sending) -> io::Result<Option<(String, Sending)>> {
    loop {
        if let Some(line) = sending.lines.pop_front() {
            return Ok(Some((line, sending)));
        }
        if sending.ended {
            return Ok(None);
        }
        // The line is cut: whoever reads it misses the last one, and knows that this is not all.
        sending.read().await.map_err(|error| {
            tracing::warn!(cause = format!("{error}"), "Points broke off: {error}");
            io::Error::other(error.to_string())
        })?;
    }
}

impl Sending {
    async fn read(&mut self) -> Result<()> {
        let spots = lists::points(&mut *self.app.db.read().await?, &self.filter).await?;
        let is_full = spots.len() >= usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        self.filter.after = spots.last().map(|spot| spot.place);
        let part = self.part(&spots);
        self.count += part.id.len();
        if !part.id.is_empty() {
            self.lines.push_back(line(&part)?);
        }
        let more = is_full && self.count >= MOST_POINTS;
        if more || !is_full {
            self.ended = true;
            self.lines.push_back(line(&PointsEnd { count: self.count, more })?);
        }
        Ok(())
    }

    fn part(&self, spots: &[Spot]) -> PointsPart {
        let mut part = PointsPart::default();
        for spot in spots {
            let Some((lon_e7, lat_e7)) = spot.at else { continue };
            let (lon, lat) = shown(self.crs, lon_e7, lat_e7);
            part.id.push(spot.place.id);
            part.lon.push(lon);
            part.lat.push(lat);
            part.state.push(number_of(&spot.state));
            part.major.push(self.majors.get(major_of(&spot.category)).copied().unwrap_or(0));
            part.due.push(spot.late_after.map_or(0, |at| at.ms().div_euclid(1_000)));
        }
        part
    }
}

/// Returns the words that major classes are counted in, nothing the first of them.
fn majors(app: &App) -> Vec<String> {
    let city = app.city();
    let mut words = vec![String::new()];
    if let Some(catalogue) = city.catalogue() {
        let keys = catalogue.content.categories().map(|category| category.key.to_string());
        words.extend(keys.map(|key| major_of(&key).to_owned()).collect::<BTreeSet<_>>());
    }
    words
}

/// Returns the beginning of a category's key that names its major class: `event:06`.
fn major_of(key: &str) -> &str {
    let end = key.find(':').map(|at| at.saturating_add(1 + MAJOR_DIGITS));
    end.and_then(|end| key.get(..end)).unwrap_or("")
}

fn number_of(state: &str) -> u8 {
    let place = State::ALL.iter().position(|known| known.as_str() == state);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

/// Returns where a place is drawn, in units of 1e-6 degree: a tenth of a metre.
fn shown(crs: Crs, lon_e7: i64, lat_e7: i64) -> (i64, i64) {
    match crs {
        Crs::Wgs84 | Crs::Cgcs2000 => (tenth(lon_e7), tenth(lat_e7)),
        Crs::Gcj02 | Crs::Bd09 => {
            let degrees = |units: i64| i32::try_from(units).map_or(0.0, f64::from) / UNITS_PER_DEGREE;
            let (lon, lat) = from_wgs84(crs, Wgs84 { lon: degrees(lon_e7), lat: degrees(lat_e7) });
            let units = |degrees: f64| Degree::new(degrees).map_or(0, |degree| i64::from(degree.0));
            (tenth(units(lon)), tenth(units(lat)))
        }
    }
}

fn tenth(units: i64) -> i64 {
    units.saturating_add(5).div_euclid(10)
}

fn line(value: &impl Serialize) -> Result<String> {
    let mut text = serde_json::to_string(value).map_err(Error::from)?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use shared::case::State;
    use shared::place::crs::Crs;

    use super::{major_of, number_of, shown};

    #[test]
    fn the_major_class_is_the_beginning_of_a_key() {
        assert_eq!(major_of("event:06010"), "event:06");
        assert_eq!(major_of("event:0601"), "event:06");
        assert_eq!((major_of("event"), major_of("event:0")), ("", ""));
    }

    #[test]
    fn a_state_is_its_place_in_the_list() {
        assert_eq!(State::ALL.get(usize::from(number_of("handling"))), Some(&State::Handling));
        assert_eq!(number_of("lost"), u8::MAX);
    }

    #[test]
    fn a_place_is_drawn_where_the_base_map_has_it() {
        assert_eq!(shown(Crs::Cgcs2000, 1_089_423_004, 342_610_006), (108_942_300, 34_261_001));
        let (lon, _) = shown(Crs::Gcj02, 1_089_423_000, 342_610_000);
        assert!((lon - 108_946_956).abs() < 20, "some 430 m east: {lon}");
    }
}
