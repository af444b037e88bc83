//! What a neighbour sees of a case: what, where and how far it has come. No names, no words, no photos.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::record::Case;
use crate::case::state::State;
use crate::catalogue::CategoryKey;
use crate::ids::{CaseId, JurisdictionId};
use crate::place::point::Point;
use crate::settings::Settings;
use crate::time::Instant;

/// A case that somebody else reported in a duty grid; kept on phones so that the same problem is not reported twice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Nearby {
    /// The case.
    pub id: CaseId,
    /// Who manages.
    pub jurisdiction: JurisdictionId,
    /// What it is about.
    pub category: CategoryKey,
    /// Where it is.
    #[schema(value_type = Object)]
    pub at: Point,
    /// Where it stands.
    pub state: State,
    /// When it was reported.
    pub reported_at: Instant,
    /// When the server first had it; it is shown for some days from then on.
    pub received_at: Instant,
    /// The case's version.
    pub version: u64,
}

impl Nearby {
    /// Returns what a neighbour sees; nothing of a case that the server has not received or that has no place.
    pub fn of(case: &Case) -> Option<Self> {
        Some(Self {
            id: case.id,
            jurisdiction: case.jurisdiction.clone(),
            category: case.category.clone(),
            at: case.fix.point().ok()?,
            state: case.state,
            reported_at: case.reported_at,
            received_at: case.received_at?,
            version: case.version,
        })
    }
}

/// What makes two reports look like the same problem: the same category, near by, not long ago.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Likeness {
    /// At most so far apart, metres.
    pub within_m: f64,
    /// At most so long apart, milliseconds.
    pub within_ms: i64,
}

impl Likeness {
    /// Returns what a jurisdiction counts as alike.
    pub fn of(settings: &Settings) -> Self {
        Self {
            within_m: f64::from(settings.duplicate_m),
            within_ms: i64::from(settings.duplicate_hours).saturating_mul(3_600_000),
        }
    }

    /// Returns how far apart two reports of the same category lie when they look alike. A voided case is no problem.
    pub fn distance_m(self, here: Point, now: Instant, there: Point, then: Instant, state: State) -> Option<f64> {
        let is_recent = now.since(then).saturating_abs() <= self.within_ms;
        let distance_m = here.distance_m(there);
        (state != State::Void && is_recent && distance_m <= self.within_m).then_some(distance_m)
    }
}

#[cfg(test)]
mod tests {
    use super::Likeness;
    use crate::case::state::State;
    use crate::place::point::Point;
    use crate::settings::Settings;
    use crate::time::Instant;

    #[track_caller]
    fn check(east_m: f64, hours: i64, state: State, alike: bool) {
        let here = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };
        let now = Instant::from_ms(1_764_000_000_000);
        let then = now.plus_ms(-hours * 3_600_000);
        let likeness = Likeness::of(&Settings::default());
        let found = likeness.distance_m(here, now, here.moved_m(east_m, 0.0), then, state);
        assert_eq!(found.is_some(), alike, "{east_m} m, {hours} h, {state:?}");
    }

    #[test]
    fn fifty_metres_and_a_day_make_a_look_alike() {
        check(0.0, 0, State::Reported, true);
        check(49.9, 23, State::Handling, true);
        check(50.2, 1, State::Handling, false);
        check(10.0, 25, State::Handling, false);
        check(10.0, -2, State::Handling, true);
    }

    #[test]
    fn a_voided_case_is_no_problem_and_a_closed_one_is_said() {
        check(1.0, 1, State::Void, false);
        check(1.0, 1, State::Closed, true);
    }
}
