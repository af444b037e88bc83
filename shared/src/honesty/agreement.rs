//! How well two people agree who looked at the same cases, beyond what they would by chance.
//!
//! Cohen's kappa: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
//! (1960). As there, its bounds are those of the share of cases in which both said the same, with what chance gives taken as
//! known; but that share's bounds are the score interval's, for the usual ones are nothing wide where two people never
//! differed. It says nothing where one of the two always gave the same answer, or of few cases: there it is left out and not
//! shown as nought.

use super::interval::{Interval, wilson};
use super::{LEAST, real};

/// Who said what of the same cases: `one` and `other` are the two people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Agreement {
    /// Both said it passes.
    pub both_pass: u64,
    /// The one said it passes, the other that it does not.
    pub one_pass: u64,
    /// The other said it passes, the one that it does not.
    pub other_pass: u64,
    /// Both said it does not.
    pub both_fail: u64,
}

/// Kappa and its bounds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Kappa {
    /// 1 where they always agree, 0 where they agree as dice would.
    pub kappa: f64,
    /// In 95 of 100 samples it lies between these.
    pub within: Interval,
}

impl Agreement {
    /// Counts one more case.
    pub fn count(&mut self, one_passes: bool, other_passes: bool) {
        let cell = match (one_passes, other_passes) {
            (true, true) => &mut self.both_pass,
            (true, false) => &mut self.one_pass,
            (false, true) => &mut self.other_pass,
            (false, false) => &mut self.both_fail,
        };
        *cell = cell.saturating_add(1);
    }

    /// Returns how many cases both looked at.
    pub const fn cases(&self) -> u64 {
        self.agreed().saturating_add(self.one_pass).saturating_add(self.other_pass)
    }

    /// Returns in how many of them they said the same.
    pub const fn agreed(&self) -> u64 {
        self.both_pass.saturating_add(self.both_fail)
    }

    /// Says whether there are too few to say anything.
    pub const fn is_too_few(&self) -> bool {
        self.cases() < LEAST
    }

    /// Returns the bounds of how often they say the same; nothing of too few.
    pub fn share(&self) -> Option<Interval> {
        if self.is_too_few() { None } else { wilson(self.agreed(), self.cases()) }
    }

    /// Returns kappa; nothing of too few, and nothing where one of the two always gave the same answer.
    pub fn kappa(&self) -> Option<Kappa> {
        if self.is_too_few() {
            return None;
        }
        let n = real(self.cases());
        let one = real(self.both_pass.saturating_add(self.one_pass)) / n;
        let other = real(self.both_pass.saturating_add(self.other_pass)) / n;
        let is_mixed = |share: f64| share > 0.0 && share < 1.0;
        if !is_mixed(one) || !is_mixed(other) {
            return None;
        }
        let observed = real(self.agreed()) / n;
        let expected = one * other + (1.0 - one) * (1.0 - other);
        let beyond_chance = |share: f64| (share - expected) / (1.0 - expected);
        let share = wilson(self.agreed(), self.cases())?;
        let within = Interval { low: beyond_chance(share.low).max(-1.0), high: beyond_chance(share.high).min(1.0) };
        Some(Kappa { kappa: beyond_chance(observed), within })
    }
}

#[cfg(test)]
mod tests {
    use super::Agreement;

    #[track_caller]
    fn check(cells: [u64; 4], kappa: f64, low: f64, high: f64) {
        let [both_pass, one_pass, other_pass, both_fail] = cells;
        let found = Agreement { both_pass, one_pass, other_pass, both_fail }.kappa().unwrap();
        let near = |one: f64, other: f64| (one - other).abs() < 1e-3;
        assert!(near(found.kappa, kappa), "{found:?}");
        assert!(near(found.within.low, low) && near(found.within.high, high), "{found:?}");
    }

    #[test]
    fn kappa_is_that_of_the_textbooks() {
        // Fifty proposals for a grant, read by two: 0.70 observed, 0.50 by chance.
        check([20, 5, 10, 15], 0.4, 0.1250, 0.6179);
        // The same observed agreement of 0.60 with other margins gives another kappa.
        check([45, 15, 25, 15], 0.1304, -0.0826, 0.3274);
        check([25, 35, 5, 35], 0.2593, 0.0778, 0.4270);
    }

    #[test]
    fn two_who_never_differed_may_differ_all_the_same() {
        check([20, 0, 0, 20], 1.0, 0.8248, 1.0);
        check([12, 0, 0, 12], 1.0, 0.7240, 1.0);
    }

    #[test]
    fn of_too_few_or_of_one_answer_nothing_is_said() {
        let few = Agreement { both_pass: 10, one_pass: 4, other_pass: 0, both_fail: 5 };
        assert!(few.is_too_few() && few.kappa().is_none() && few.share().is_none());
        let always = Agreement { both_pass: 90, one_pass: 10, other_pass: 0, both_fail: 0 };
        assert_eq!(always.kappa(), None, "whoever always says yes agrees with nobody and with everybody");
        assert!(always.share().unwrap().low > 0.8);
    }

    #[test]
    fn counting_fills_the_table() {
        let mut table = Agreement::default();
        for (one, other) in [(true, true), (true, false), (false, true), (false, false), (false, false)] {
            table.count(one, other);
        }
        assert_eq!(table, Agreement { both_pass: 1, one_pass: 1, other_pass: 1, both_fail: 2 });
        assert_eq!((table.cases(), table.agreed()), (5, 3));
    }
}
