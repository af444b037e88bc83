//! Which unit grids a walk entered, for how long, and how much of a beat that is.
//!
//! A grid counts as entered when one exact point that no app made up lies in it, or on its edge; the nearest grid of a
//! point that lies in none does not.

use std::collections::BTreeMap;

use super::{GAP_MS, TrackPoint};
use crate::grid::index::{Duty, GridIndex};
use crate::grid::matched::Match;
use crate::ids::{DutyGridId, GridCode};
use crate::time::Instant;

/// A point that may be farther off than this says nothing of a grid: the finest are about 100 m across.
pub const SURE_M: u16 = 30;
/// Who is away from every own duty grid for longer than this is reminded of it.
pub const OUTSIDE_MS: i64 = 10 * 60_000;

/// How long somebody was in the unit grids that they entered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Visits(BTreeMap<GridCode, i64>);

/// How much of a duty grid was walked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage {
    /// Its unit grids, in the duty grid's order.
    pub grids: Vec<GridVisit>,
}

/// A unit grid of a duty grid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GridVisit {
    /// Which.
    pub code: GridCode,
    /// It was entered.
    pub visited: bool,
    /// For how long, whole minutes.
    pub minutes: u64,
}

impl Visits {
    /// Finds the grids that a track entered.
    pub fn of(index: &GridIndex, points: &[TrackPoint]) -> Self {
        let mut spent = BTreeMap::new();
        let after = points.iter().skip(1).map(Some).chain([None]);
        for (point, after) in points.iter().zip(after) {
            let located = index.locate(point.place);
            let is_in = match located.how {
                Match::Inside | Match::Edge => is_sure(point),
                Match::Nearest | Match::None => false,
            };
            let Some(grid) = located.grid.filter(|_| is_in) else { continue };
            let stayed_ms = after.map_or(0, |after| after.at.since(point.at));
            let known_ms = if (0..=GAP_MS).contains(&stayed_ms) { stayed_ms } else { 0 };
            *spent.entry(grid.code.clone()).or_insert(0) += known_ms;
        }
        Self(spent)
    }
}

impl Coverage {
    /// Finds how much of a duty grid was entered.
    pub fn of(duty: &Duty, visits: &Visits) -> Self {
        let grids = duty.grids.iter().map(|code| {
            let spent_ms = visits.0.get(code);
            let minutes = spent_ms.map_or(0, |ms| u64::try_from(ms / 60_000).unwrap_or(0));
            GridVisit { code: code.clone(), visited: spent_ms.is_some(), minutes }
        });
        Self { grids: grids.collect() }
    }

    /// Returns how many unit grids were entered.
    pub fn visited(&self) -> usize {
        self.grids.iter().filter(|grid| grid.visited).count()
    }
}

/// Says since when somebody has been away from every own duty grid, if that is long enough to remind them. Whoever may
/// still be in one, by the accuracy of the point, is not away; without any own duty grid nobody is.
pub fn outside_since(index: &GridIndex, own: &[DutyGridId], points: &[TrackPoint]) -> Option<Instant> {
    if own.is_empty() {
        return None;
    }
    let is_away = |point: &&TrackPoint| {
        let near = index.within(point.place, f64::from(point.accuracy_m));
        !near.iter().any(|grid| grid.duty_grids.iter().any(|duty| own.contains(duty)))
    };
    let last = points.last()?;
    let first_away = points.iter().rev().filter(|point| is_sure(point)).take_while(is_away).last()?;
    (last.at.since(first_away.at) >= OUTSIDE_MS).then_some(first_away.at)
}

fn is_sure(point: &TrackPoint) -> bool {
    !point.is_mock && point.accuracy_m <= SURE_M
}

#[cfg(test)]
mod tests {
    use super::{Coverage, OUTSIDE_MS, Visits, outside_since};
    use crate::grid::index::GridIndex;
    use crate::grid::sample::{at, code, town};
    use crate::ids::DutyGridId;
    use crate::time::Instant;
    use crate::track::{Means, TrackPoint};

    /// A point so many sides of a grid east and north of the town's corner.
    fn point(second: i64, east: f64, north: f64) -> TrackPoint {
        TrackPoint {
            at: Instant::from_ms(second * 1_000),
            place: at(east, north),
            accuracy_m: 5,
            means: Means::Satellites,
            is_mock: false,
        }
    }

    fn beat(column: i32) -> DutyGridId {
        format!("610112-Z{column:03}").parse().unwrap()
    }

    /// Returns, of the second column from the west, which grids were entered and for how many minutes, from the south.
    fn covered(points: &[TrackPoint]) -> Vec<(bool, u64)> {
        let index = GridIndex::build([&town()]);
        let coverage = Coverage::of(index.duty_grid(&beat(1)).unwrap(), &Visits::of(&index, points));
        let of = |row| coverage.grids.iter().find(|grid| grid.code == code(1, row)).unwrap();
        assert_eq!(coverage.visited(), coverage.grids.iter().filter(|grid| grid.visited).count());
        (0..4).map(|row| (of(row).visited, of(row).minutes)).collect()
    }

    #[test]
    fn a_grid_is_covered_when_somebody_was_in_it() {
        let walk = [point(0, 1.5, 0.5), point(130, 1.5, 0.6), point(250, 1.5, 1.5), point(260, 2.5, 1.5)];
        assert_eq!(covered(&walk), [(true, 4), (true, 0), (false, 0), (false, 0)]);
        assert_eq!(covered(&[]), [(false, 0); 4]);
    }

    #[test]
    fn what_is_doubtful_made_up_or_beside_it_covers_nothing() {
        let inexact = TrackPoint { accuracy_m: 31, ..point(0, 1.5, 0.5) };
        let mock = TrackPoint { is_mock: true, ..point(10, 1.5, 0.5) };
        let beside = point(20, 1.5, -0.1);
        assert_eq!(covered(&[inexact, mock, beside]), [(false, 0); 4]);
    }

    #[test]
    fn time_in_which_nobody_knows_is_nobodys() {
        let walk = [point(0, 1.5, 0.5), point(3_600, 1.5, 0.5), point(3_661, 1.5, 0.5)];
        assert_eq!(covered(&walk)[0], (true, 1), "an hour without a point is no hour in the grid");
    }

    #[test]
    fn who_is_long_away_from_every_own_beat_is_reminded() {
        let index = GridIndex::build([&town()]);
        let minutes = OUTSIDE_MS / 60_000;
        let away = |until: i64| (0..=until).map(|minute| point(minute * 60, 3.5, 1.5)).collect::<Vec<_>>();
        let own = [beat(0), beat(1)];
        assert_eq!(outside_since(&index, &own, &away(minutes - 1)), None, "across the road for a while");
        assert_eq!(outside_since(&index, &own, &away(minutes)), Some(Instant::from_ms(0)));
        assert_eq!(outside_since(&index, &[], &away(minutes)), None, "nobody said where to be");
        assert_eq!(outside_since(&index, &[beat(3)], &away(minutes)), None);
        let mut back = away(minutes);
        back.push(point(minutes * 60 + 10, 1.99, 1.5));
        assert_eq!(outside_since(&index, &own, &back), None);
        let mut again = back.clone();
        again.push(point(minutes * 60 + 20, 3.5, 1.5));
        assert_eq!(outside_since(&index, &own, &again), None, "counted anew");
    }
}
