//! The nightly job: how long everybody was on shift on the days before, and how much of the own ground they walked.
//!
//! Tracks come in for a week and are forgotten after as many days as a jurisdiction says; what is counted of them here is two
//! numbers for a day, and of where anybody was nothing else is kept. A day is counted once more each night while tracks may
//! still come. What was seen to be walked stays so when the track that showed it is forgotten.
//!
//! - A shift belongs to the day on which it was begun, in the city's zone, with all its time and all its track.
//! - One that was never signed out of lasts until the last point that its phone sent, sixteen hours at the most; without
//!   any, for nobody knows how long, it counts as a shift and as no time. Such shifts are a number of their own.
//! - The beat is every unit grid of the own duty grids, each once. One counts as walked where a point lies in it that is
//!   exact and that no app made up ([`shared::track::coverage`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use shared::assessment::Subject;
use shared::ids::{AccountId, DutyGridId, GridCode};
use shared::time::Instant;
use shared::track::coverage::{Coverage, Visits};
use shared::track::{LONGEST_SHIFT_MS, TrackPoint};

use super::store::nights::{self, Heard};
use crate::app::App;
use crate::assessment::asked::{self, zone};
use crate::catalogue::city::City;
use crate::db::meta;
use crate::error::Result;
use crate::tracks::actions::points;

/// So many days are counted once more: tracks that are older come from no phone.
const DAYS: i32 = 7;
/// So many days are looked back at the most, where the server was down, and where days were never counted before.
const MOST_DAYS: i32 = 62;
/// A piece that came shortly before a day was counted may not have been seen then.
const OVERLAP_MS: i64 = 10 * 60_000;
/// A day that is counted at night is counted from all that came.
const EVER: Instant = Instant::from_ms(i64::MAX);
/// Where the database remembers the day of the last night.
const LAST_NIGHT: &str = "post_days";

/// A shift, as it was signed in and out of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shift {
    /// When it began.
    pub began: Instant,
    /// When it was signed out of.
    pub ended: Option<Instant>,
    /// For whom.
    pub jurisdiction: String,
    /// An inspector's.
    pub is_inspector: bool,
}

/// What a day of somebody's came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// An inspector's.
    pub is_inspector: bool,
    /// For whom they worked.
    pub jurisdiction: String,
    /// Shifts that were begun.
    pub shifts: i64,
    /// Those never signed out of.
    pub open_shifts: i64,
    /// How long.
    pub minutes: i64,
    /// Unit grids of the beat.
    pub beat: i64,
    /// Those that were entered.
    pub walked: i64,
    /// When the first began.
    pub first: Instant,
    /// When the last one was signed out of.
    pub last: Option<Instant>,
}

impl Counted {
    /// Counts shifts; `heard` is the last moment that a track tells of. The beat is not counted yet.
    pub(super) fn of(shifts: &[Shift], heard: Option<Instant>) -> Option<Self> {
        let first = shifts.first()?;
        let lasted = |shift: &Shift| {
            let until = shift.ended.or(heard).unwrap_or(shift.began);
            until.since(shift.began).clamp(0, LONGEST_SHIFT_MS)
        };
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Some(Self {
            is_inspector: first.is_inspector,
            jurisdiction: first.jurisdiction.clone(),
            shifts: count(shifts.len()),
            open_shifts: count(shifts.iter().filter(|shift| shift.ended.is_none()).count()),
            minutes: shifts.iter().map(lasted).sum::<i64>() / 60_000,
            beat: 0,
            walked: 0,
            first: first.began,
            last: shifts.iter().filter_map(|shift| shift.ended).max(),
        })
    }

    /// Returns whose figures it is counted in.
    pub const fn post(&self) -> Subject {
        if self.is_inspector { Subject::Inspector } else { Subject::Collector }
    }
}

/// Counts the days before, once a night; returns how many rows were written. Several servers may do so at once: what they
/// write is the same.
pub async fn turn(app: &App) -> Result<usize> {
    let last = last_night(app).await?;
    if last == Some(today(app)) { Ok(0) } else { night(app).await }
}

/// Counts the days before, whenever that was done last.
pub async fn night(app: &App) -> Result<usize> {
    let (city, today, last) = (app.city(), today(app), last_night(app).await?);
    let beats = Arc::new(nights::beats(&mut *app.db.read().await?).await?);
    let (mut day, mut written) = (today, 0);
    for _ in 0..look_back(today, last) {
        let Ok(before) = day.yesterday() else { break };
        day = before;
        written += count(app, &city, &beats, day).await?;
    }
    let mut tx = app.db.write().await?;
    meta::set_value(&mut tx, LAST_NIGHT, &shared::day::write(today)).await?;
    tx.commit().await?;
    Ok(written)
}

async fn last_night(app: &App) -> Result<Option<Date>> {
    let text = meta::value(&mut *app.db.read().await?, LAST_NIGHT).await?;
    Ok(text.and_then(|text| shared::day::read(&text)))
}

/// Returns how many days before today are counted.
fn look_back(today: Date, last: Option<Date>) -> i32 {
    let missed = last.map_or(MOST_DAYS, |last| asked::days(last, today).saturating_sub(1).max(0));
    missed.saturating_add(DAYS).min(MOST_DAYS)
}

fn today(app: &App) -> Date {
    app.clock.now().day_in(zone(&app.city()))
}

/// Who walks which duty grids.
pub(super) type Beats = BTreeMap<AccountId, Vec<DutyGridId>>;

async fn count(app: &App, city: &Arc<City>, beats: &Arc<Beats>, day: Date) -> Result<usize> {
    let Some((begins, ends)) = Instant::days(day, day, zone(city)) else { return Ok(0) };
    let (now, name) = (app.clock.now(), shared::day::write(day));
    let (shifts, heard, known) = {
        let mut reader = app.db.read().await?;
        let shifts = nights::shifts(&mut reader, begins, ends, EVER).await?;
        let heard = nights::heard(&mut reader, begins, ends, EVER).await?;
        (shifts, heard, nights::counted(&mut reader, &name).await?)
    };
    let mut changed = Vec::new();
    for (account, own) in shifts {
        let (heard, known) = (heard.get(&account), known.get(&account));
        let Some(counted) = Counted::of(&own, heard.map(|heard| heard.last)) else { continue };
        // Of a shift that nobody signed out of, what a track showed once is known.
        let shown = known.filter(|_| counted.open_shifts > 0).map_or(0, |(known, _)| known.minutes);
        let counted = Counted { minutes: counted.minutes.max(shown), ..counted };
        let counted = match known {
            // Nothing came since: what was walked is known.
            Some((known, made)) if !is_news(heard, *made) => {
                Counted { beat: known.beat, walked: known.walked, ..counted }
            }
            Some(_) | None => {
                let packed = nights::pieces(&mut *app.db.read().await?, account, begins, ends, EVER).await?;
                let (beat, walked) = walked(city, beats, account, packed).await?;
                // Part of the track may be forgotten by now.
                let walked = known.map_or(walked, |(known, _)| walked.max(known.walked)).min(beat);
                Counted { beat, walked, ..counted }
            }
        };
        if known.is_none_or(|(known, made)| *known != counted || is_news(heard, *made)) {
            changed.push((account, counted));
        }
    }
    if changed.is_empty() {
        return Ok(0);
    }
    let mut tx = app.db.write().await?;
    for (account, counted) in &changed {
        nights::keep(&mut tx, *account, &name, counted, now).await?;
    }
    tx.commit().await?;
    Ok(changed.len())
}

fn is_news(heard: Option<&Heard>, made: Instant) -> bool {
    heard.is_some_and(|heard| heard.received.plus_ms(OVERLAP_MS) > made)
}

/// Returns how many unit grids somebody's beat has, and how many of them a track entered.
pub(super) async fn walked(
    city: &Arc<City>,
    beats: &Arc<Beats>,
    account: AccountId,
    packed: Vec<String>,
) -> Result<(i64, i64)> {
    let (city, beats) = (Arc::clone(city), Arc::clone(beats));
    // Off the async threads: a day has thousands of points.
    let counted = tokio::task::spawn_blocking(move || {
        let own = beats.get(&account).map(Vec::as_slice).unwrap_or_default();
        let mut walk: Vec<TrackPoint> = Vec::new();
        for piece in &packed {
            walk.extend(points(piece).map_err(|why| anyhow::anyhow!("a track that was taken: {why}"))?);
        }
        walk.sort_by_key(|point| point.at);
        Ok::<_, anyhow::Error>(entered(&city, own, &walk))
    });
    let (beat, entered) = counted.await.map_err(anyhow::Error::new)??;
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    Ok((number(beat), number(entered)))
}

fn entered(city: &City, own: &[DutyGridId], walk: &[TrackPoint]) -> (usize, usize) {
    let visits = Visits::of(&city.index, walk);
    let (mut beat, mut entered): (BTreeSet<GridCode>, BTreeSet<GridCode>) = (BTreeSet::new(), BTreeSet::new());
    for duty in own.iter().filter_map(|id| city.index.duty_grid(id)) {
        for grid in Coverage::of(duty, &visits).grids {
            if grid.visited {
                entered.insert(grid.code.clone());
            }
            beat.insert(grid.code);
        }
    }
    (beat.len(), entered.len())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::assessment::Subject;
    use shared::time::Instant;

    use super::{Counted, MOST_DAYS, Shift, look_back};

    const MINUTE: i64 = 60_000;

    fn shift(began: i64, ended: Option<i64>) -> Shift {
        let at = |minute: i64| Instant::from_ms(minute * MINUTE);
        Shift { began: at(began), ended: ended.map(at), jurisdiction: "610112".to_owned(), is_inspector: false }
    }

    #[track_caller]
    fn check(shifts: &[Shift], heard: Option<i64>, expected: (i64, i64, i64)) {
        let counted = Counted::of(shifts, heard.map(|minute| Instant::from_ms(minute * MINUTE))).unwrap();
        assert_eq!((counted.shifts, counted.open_shifts, counted.minutes), expected);
        assert_eq!((counted.first, counted.post()), (shifts[0].began, Subject::Collector));
    }

    #[test]
    fn time_on_shift_is_what_was_signed_and_what_a_track_shows_where_nobody_signed_out() {
        check(&[shift(0, Some(240)), shift(300, Some(480))], None, (2, 0, 420));
        check(&[shift(0, Some(240)), shift(300, None)], Some(420), (2, 1, 360));
        check(&[shift(0, None)], None, (1, 1, 0));
        check(&[shift(300, None)], Some(240), (1, 1, 0));
        check(&[shift(0, Some(2_000))], None, (1, 0, 960));
        assert_eq!(Counted::of(&[], None), None);
    }

    #[test]
    fn days_that_no_night_counted_are_looked_at_too() {
        let today = date(2026, 11, 28);
        assert_eq!(look_back(today, Some(today)), 7);
        assert_eq!(look_back(today, Some(date(2026, 11, 27))), 8);
        assert_eq!(look_back(today, Some(date(2026, 11, 18))), 17, "it was down for ten days");
        assert_eq!((look_back(today, None), look_back(today, Some(date(2025, 1, 1)))), (MOST_DAYS, MOST_DAYS));
    }
}
