//! How likely a count is where only chance is at work.
//!
//! Fisher's exact test of a fourfold table: R. A. Fisher, "Statistical Methods for Research Workers" (1934), and "The Design
//! of Experiments" (1935), where the lady tastes tea. Exact, so that few cases say no more than they can. Where people were
//! at several places, each place is a table of its own and the sum of all is looked at (the exact form of the test of
//! W. G. Cochran, 1954, and of N. Mantel and W. Haenszel, 1959): whoever was mostly where something is usual is not compared
//! with those who were elsewhere.

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

    /// Returns how likely each count is that the group can have, from the fewest on.
    fn likely(&self) -> (u64, Vec<f64>) {
        let (first, last) = self.ends();
        (first, (first..=last).map(|part| self.exactly(part)).collect())
    }

    fn exactly(&self, part: u64) -> f64 {
        let having = self.part.saturating_add(self.rest_part);
        let all = self.whole.saturating_add(self.rest);
        let ways = ln_choose(self.whole, part) + ln_choose(self.rest, having.saturating_sub(part));
        (ways - ln_choose(all, having)).exp()
    }
}

/// Returns how likely it is that the group has so many or more in all its tables together, if it is like everybody else in
/// each.
pub fn so_many_in_all(tables: &[Fourfold]) -> f64 {
    let (mut fewest, mut chances, mut found) = (0_u64, vec![1.0_f64], 0_u64);
    for table in tables {
        let (first, likely) = table.likely();
        fewest = fewest.saturating_add(first);
        found = found.saturating_add(table.part);
        let mut together = vec![0.0; (chances.len() + likely.len()).saturating_sub(1)];
        for (place, chance) in chances.iter().enumerate() {
            for (sum, one) in together.iter_mut().skip(place).zip(&likely) {
                *sum += chance * one;
            }
        }
        chances = together;
    }
    let before = usize::try_from(found.saturating_sub(fewest)).unwrap_or(usize::MAX);
    chances.iter().skip(before).sum::<f64>().min(1.0)
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
    use super::{Fourfold, ln_factorial, so_many_in_all};

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
    fn two_tables_are_less_of_a_surprise_than_their_sum() {
        let table = |part, whole, rest_part, rest| Fourfold { part, whole, rest_part, rest };
        let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
        // One table is Fisher's; two ladies who name three of four cups are 361 of 4,900.
        assert!(near(so_many_in_all(&[table(3, 4, 1, 4)]), 17.0 / 70.0));
        assert!(near(so_many_in_all(&[table(3, 4, 1, 4), table(3, 4, 1, 4)]), 361.0 / 4_900.0));
        assert!(near(so_many_in_all(&[]), 1.0));
        // Mostly at the market, where nearly everything is of the kind; the others were mostly elsewhere.
        let places = [table(38, 40, 19, 20), table(1, 10, 8, 400)];
        assert!((so_many_in_all(&places) - 0.352_148).abs() < 1e-6, "{}", so_many_in_all(&places));
        assert!(table(39, 50, 27, 420).so_many() < 1e-20, "thrown together it looks impossible");
        // Where nobody else was, nothing is said.
        assert!(near(so_many_in_all(&[table(40, 40, 0, 0)]), 1.0));
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
