//! How likely a count is where only chance is at work.
//!
//! Fisher's exact test of a fourfold table: R. A. Fisher, "Statistical Methods for Research Workers" (1934), and "The Design
//! of Experiments" (1935), where the lady tastes tea. Exact, so that few cases say no more than they can.

use super::real;

/// Two groups and how many of each have something: `part` of `whole` against `rest_part` of `rest`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fourfold {
    /// How many of the group have it.
    pub part: u64,
    /// How many the group has.
    pub whole: u64,
    /// How many of everybody else have it.
    pub rest_part: u64,
    /// How many everybody else has.
    pub rest: u64,
}

impl Fourfold {
    /// Returns how likely it is that the group has so many or more, if it is like everybody else.
    pub fn so_many(&self) -> f64 {
        let (_, last) = self.ends();
        (self.part..=last).map(|part| self.exactly(part)).sum::<f64>().min(1.0)
    }

    /// Returns how likely it is that the group has so many or so few as is no likelier than this, in either direction.
    pub fn so_far_off(&self) -> f64 {
        let (first, last) = self.ends();
        // As likely but for the last bits counts as likely.
        let limit = self.exactly(self.part) * (1.0 + 1e-7);
        (first..=last).map(|part| self.exactly(part)).filter(|chance| *chance <= limit).sum::<f64>().min(1.0)
    }

    /// Returns the share of the group; nothing of nobody.
    pub fn share(&self) -> Option<f64> {
        share(self.part, self.whole)
    }

    /// Returns the share of everybody else.
    pub fn rest_share(&self) -> Option<f64> {
        share(self.rest_part, self.rest)
    }

    /// Returns the fewest and the most that the group can have while both sums stay.
    fn ends(&self) -> (u64, u64) {
        let having = self.part.saturating_add(self.rest_part);
        (having.saturating_sub(self.rest), having.min(self.whole))
    }

    fn exactly(&self, part: u64) -> f64 {
        let having = self.part.saturating_add(self.rest_part);
        let all = self.whole.saturating_add(self.rest);
        let ways = ln_choose(self.whole, part) + ln_choose(self.rest, having.saturating_sub(part));
        (ways - ln_choose(all, having)).exp()
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| real(part) / real(whole))
}

/// The logarithm of how many ways there are to choose so many of so many.
fn ln_choose(of: u64, many: u64) -> f64 {
    if many > of {
        return f64::NEG_INFINITY;
    }
    ln_factorial(of) - ln_factorial(many) - ln_factorial(of - many)
}

/// Up to here the factors are multiplied; beyond it Stirling's series is exact to the last digits.
const EXACT: u64 = 32;

fn ln_factorial(n: u64) -> f64 {
    if n <= EXACT {
        return (2..=n).map(|factor| real(factor).ln()).sum();
    }
    let x = real(n);
    let half_ln_two_pi = 0.918_938_533_204_672_8;
    (x + 0.5) * x.ln() - x + half_ln_two_pi + 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5))
}

#[cfg(test)]
mod tests {
    use super::{Fourfold, ln_factorial};

    #[track_caller]
    fn check(table: [u64; 4], so_many: f64, so_far_off: f64) {
        let [part, whole, rest_part, rest] = table;
        let table = Fourfold { part, whole, rest_part, rest };
        let near = |one: f64, other: f64| (one - other).abs() < 1e-6;
        assert!(near(table.so_many(), so_many), "{table:?}: {}", table.so_many());
        assert!(near(table.so_far_off(), so_far_off), "{table:?}: {}", table.so_far_off());
    }

    #[test]
    fn the_chances_are_those_of_the_textbooks() {
        // The lady names three of four cups.
        check([3, 4, 1, 4], 17.0 / 70.0, 34.0 / 70.0);
        // Eleven of twelve against three of twelve; the same table read from its other side says the same.
        check([11, 12, 3, 12], 0.001_379_728, 0.002_759_456);
        check([9, 12, 1, 12], 0.001_379_728, 0.002_759_456);
    }

    #[test]
    fn what_nobody_has_is_no_surprise() {
        check([0, 30, 0, 400], 1.0, 1.0);
        check([30, 30, 400, 400], 1.0, 1.0);
    }

    #[test]
    fn factorials_join_where_the_series_begins() {
        let mut sum = 0.0_f64;
        for n in 2..2_000_u64 {
            sum += (n as f64).ln();
            assert!((ln_factorial(n) - sum).abs() < 1e-8, "{n}");
        }
    }

    #[test]
    fn all_that_can_be_sums_to_one() {
        let table = Fourfold { part: 0, whole: 700, rest_part: 900, rest: 12_000 };
        assert!((table.so_many() - 1.0).abs() < 1e-9);
    }
}
