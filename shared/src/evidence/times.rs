//! Three times on everything.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::time::Instant;

/// When something happened, told three ways, so that a wrong clock is seen and can be reckoned with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Times {
    /// What the device's wall clock said.
    pub wall: Instant,
    /// Milliseconds of a clock that only goes forward; comparable within one `boot`.
    pub monotonic_ms: u64,
    /// Names the run of that clock; another after each start.
    pub boot: String,
    /// Server time minus device time at the last contact, in milliseconds; `None` before the first contact.
    pub server_offset_ms: Option<i64>,
}

/// What a run of a device's forward clock showed when the server's clock showed `at`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Anchor {
    /// What the forward clock showed.
    pub monotonic_ms: u64,
    /// The server's time at that moment.
    pub at: Instant,
}

/// By what a moment was reckoned in the server's time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reckoning {
    /// By the forward clock, which showed a known number at a known time in the same boot: as good as the server's own.
    Forward,
    /// By the wall clock and what was last known of its error.
    Offset,
    /// By the wall clock alone.
    Wall,
    /// By what came before and after it: the device's clocks contradicted both.
    Between,
}

impl Reckoning {
    /// Returns the word it is stored as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Offset => "offset",
            Self::Wall => "wall",
            Self::Between => "between",
        }
    }
}

/// A moment on a device in the server's time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reckoned {
    /// When.
    pub at: Instant,
    /// By what.
    pub by: Reckoning,
}

/// How far behind `now` or before `not_before` a reckoned moment may lie without being contradicted: clocks are read one
/// after the other, and lines take their time.
const SLACK_MS: i64 = 120_000;

impl Times {
    /// Reckons when this was in the server's time.
    ///
    /// `anchor` is the hello of the same boot; `not_before` is when the operation before it on the same device was made;
    /// `now` is when the server took it. The three times of the device are kept beside the answer.
    pub fn reckon(&self, anchor: Option<Anchor>, not_before: Option<Instant>, now: Instant) -> Reckoned {
        let guess = match (anchor, self.server_offset_ms) {
            (Some(anchor), _) => Reckoned { at: self.by_forward_clock(anchor), by: Reckoning::Forward },
            (None, Some(_)) => Reckoned { at: self.corrected(), by: Reckoning::Offset },
            (None, None) => Reckoned { at: self.wall, by: Reckoning::Wall },
        };
        let earliest = not_before.unwrap_or(Instant::from_ms(i64::MIN));
        if guess.at > now.plus_ms(SLACK_MS) || guess.at < earliest.plus_ms(-SLACK_MS) {
            // It lies between the operation before it and now, and no clock says where.
            return Reckoned { at: not_before.map_or(now, |before| before.min(now)), by: Reckoning::Between };
        }
        Reckoned { at: guess.at.min(now), ..guess }
    }

    /// Returns when this was by the forward clock, given what that clock showed at a known time in the same boot.
    pub fn by_forward_clock(&self, anchor: Anchor) -> Instant {
        let passed = i64::try_from(self.monotonic_ms).unwrap_or(i64::MAX);
        anchor.at.plus_ms(passed.saturating_sub(i64::try_from(anchor.monotonic_ms).unwrap_or(i64::MAX)))
    }

    /// Returns the device's best guess of the server's time.
    pub fn corrected(&self) -> Instant {
        self.wall.plus_ms(self.server_offset_ms.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Reckoning, Times};
    use crate::time::Instant;

    const NOON: Instant = Instant::from_ms(1_764_000_000_000);
    const HOUR: i64 = 3_600_000;
    const YEAR: i64 = 365 * 24 * HOUR;

    fn times(wall: Instant, monotonic_ms: u64, offset: Option<i64>) -> Times {
        Times { wall, monotonic_ms, boot: "b".to_owned(), server_offset_ms: offset }
    }

    #[track_caller]
    fn check(times: &Times, anchor: Option<Anchor>, before: Option<Instant>, expected_ms: i64, by: Reckoning) {
        let reckoned = times.reckon(anchor, before, NOON);
        assert_eq!((reckoned.at.since(NOON), reckoned.by), (expected_ms, by));
    }

    #[test]
    fn within_one_boot_the_wall_clock_may_say_what_it_likes() {
        let anchor = Some(Anchor { monotonic_ms: 10_000_000, at: NOON });
        for wall in [NOON.plus_ms(3 * YEAR), NOON.plus_ms(-20 * YEAR)] {
            check(&times(wall, 6_400_000, None), anchor, None, -HOUR, Reckoning::Forward);
        }
    }

    #[test]
    fn without_an_anchor_the_last_known_error_is_taken_off() {
        check(&times(NOON.plus_ms(3 * YEAR - HOUR), 5, Some(-3 * YEAR)), None, None, -HOUR, Reckoning::Offset);
        check(&times(NOON.plus_ms(-HOUR), 5, None), None, None, -HOUR, Reckoning::Wall);
    }

    #[test]
    fn what_contradicts_its_neighbours_lies_between_them() {
        let before = Some(NOON.plus_ms(-2 * HOUR));
        check(&times(NOON.plus_ms(3 * YEAR), 5, None), None, before, -2 * HOUR, Reckoning::Between);
        check(&times(NOON.plus_ms(-20 * YEAR), 5, Some(0)), None, before, -2 * HOUR, Reckoning::Between);
        check(&times(NOON.plus_ms(3 * YEAR), 5, None), None, None, 0, Reckoning::Between);
    }

    #[test]
    fn a_little_ahead_is_now() {
        check(&times(NOON.plus_ms(60_000), 5, Some(0)), None, None, 0, Reckoning::Offset);
    }
}
