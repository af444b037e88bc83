//! What is common around a place at an hour, counted on the phone from what it holds.
//!
//! Own cases and those of neighbours in the duty grids count, of the last thirty days, when they were reported within
//! two hours of this time of day. A case in the same unit grid counts four, one within 300 metres two, one that only
//! shares a duty grid one; today's counts thirty times as much as one of thirty days ago, and each day between a
//! thirtieth less. A category with a single such case is not common. Never asks a server, and never draws lots: the same
//! cases give the same order.

use std::collections::{BTreeMap, BTreeSet};

use shared::catalogue::CategoryKey;
use shared::grid::index::GridIndex;
use shared::ids::{DutyGridId, GridCode};
use shared::place::point::Point;
use shared::time::Instant;

use crate::store::picks::Pick;

/// How long a case counts, days.
pub const DAYS: i64 = 30;
/// A day, milliseconds.
pub const DAY_MS: i64 = 24 * 3_600_000;
/// Cases farther away than this are not looked at, whatever duty grid they lie in.
pub const REACH_M: f64 = 1_500.0;
/// Cases so near count although a boundary lies between.
const NEAR_M: f64 = 300.0;
/// The part of the day around an hour.
const HOURS_MS: i64 = 2 * 3_600_000;
/// So many cases make a category common.
const LEAST_CASES: u32 = 2;

/// A place as cases are compared with it.
pub struct Around<'a> {
    index: &'a GridIndex,
    point: Point,
    grid: Option<&'a GridCode>,
    duty: BTreeSet<&'a DutyGridId>,
}

impl<'a> Around<'a> {
    /// Looks the place up.
    pub fn new(index: &'a GridIndex, point: Point) -> Self {
        let grid = index.locate(point).grid;
        let duty = grid.into_iter().flat_map(|grid| &grid.duty_grids).collect();
        Self { index, point, grid: grid.map(|grid| &grid.code), duty }
    }

    /// Returns what a case there counts for being where it is.
    fn nearness(&self, at: Point) -> i64 {
        let distance_m = self.point.distance_m(at);
        if distance_m > REACH_M {
            return 0;
        }
        let there = self.index.locate(at).grid;
        match there {
            Some(there) if Some(&there.code) == self.grid => 4,
            Some(_) | None if distance_m <= NEAR_M => 2,
            Some(there) if there.duty_grids.iter().any(|duty| self.duty.contains(duty)) => 1,
            Some(_) | None => 0,
        }
    }

    /// Returns what a case counts now.
    fn weight(&self, pick: &Pick, now: Instant) -> i64 {
        let ago_ms = now.since(pick.when);
        let apart_ms = ago_ms.rem_euclid(DAY_MS);
        let is_of_the_hour = apart_ms.min(DAY_MS - apart_ms) <= HOURS_MS;
        // One that a wrong clock put into the future is as new as can be.
        let days = ago_ms.div_euclid(DAY_MS).max(0);
        match pick.at {
            Some(at) if is_of_the_hour && days < DAYS => self.nearness(at) * (DAYS - days),
            Some(_) | None => 0,
        }
    }

    /// Returns the categories that are common, the most common first; of equals the one that was reported last, then
    /// the one whose key comes first.
    pub fn common<'p>(&self, picks: impl Iterator<Item = &'p Pick>, now: Instant) -> Vec<&'p CategoryKey> {
        let mut counted: BTreeMap<&CategoryKey, (u32, i64, Instant)> = BTreeMap::new();
        for pick in picks {
            let weight = self.weight(pick, now);
            if weight > 0 {
                let (cases, sum, newest) = counted.entry(&pick.category).or_default();
                *cases = cases.saturating_add(1);
                *sum = sum.saturating_add(weight);
                *newest = pick.when.max(*newest);
            }
        }
        let mut common: Vec<_> = counted.into_iter().filter(|(_, (cases, _, _))| *cases >= LEAST_CASES).collect();
        common.sort_by(|(key, (_, sum, newest)), (other_key, (_, other_sum, other_newest))| {
            other_sum.cmp(sum).then(other_newest.cmp(newest)).then(key.cmp(other_key))
        });
        common.into_iter().map(|(key, _)| key).collect()
    }
}
