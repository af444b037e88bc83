//! Rates and cases turned into points, each line rounded once.
//!
//! Numbers are whole all the way: a rate is its part and its whole until it is multiplied, and nothing is divided before
//! that. What no city can have is kept at the edge of what fits, and never wraps.

use std::collections::BTreeSet;

use super::{Given, Indicator, Line, Model, Per, Rule, Score, SumsBy, Target, WhenNothing};
use crate::assessment::rate::Ratio;
use crate::assessment::sums::Sums;
use crate::assessment::window::{Basis, Slice};

impl Model {
    /// Returns what it gives at most without what comes on top, in hundredths of a point.
    pub fn full_centi(&self) -> i64 {
        self.indicators.iter().filter(|one| !one.is_on_top()).fold(0, |sum, one| one.full_centi.saturating_add(sum))
    }

    /// Returns what may come on top, in hundredths of a point.
    pub fn on_top_centi(&self) -> i64 {
        self.indicators.iter().filter(|one| one.is_on_top()).fold(0, |sum, one| one.full_centi.saturating_add(sum))
    }

    /// Returns the parts of the cases that its indicators look at, each by the basis by which they do.
    pub fn slices(&self) -> BTreeSet<(Basis, Slice)> {
        let measured = self.indicators.iter().filter(|one| !one.is_given());
        measured.filter_map(|one| Some((one.basis, one.of?))).collect()
    }

    /// Scores one object.
    pub fn score(&self, sums: &SumsBy, given: &Given) -> Score {
        let none = Sums::default();
        let line =
            |one: &Indicator| one.line(sums.get(&(one.basis, one.of)).unwrap_or(&none), given.get(&one.code).copied());
        let mut lines: Vec<Line> = self.indicators.iter().map(line).collect();
        self.spare(&mut lines);
        let total_centi = self.total(&lines);
        Score { lines, total_centi }
    }

    fn total(&self, lines: &[Line]) -> i64 {
        let (mut came_to, mut on_top) = (0_i128, 0_i128);
        let (mut weighed, mut full, mut least) = (0_i128, 0_i128, 0_i128);
        for (one, line) in self.indicators.iter().zip(lines) {
            let points = line.points_centi.map(i128::from);
            if one.is_on_top() {
                on_top += points.unwrap_or_default();
                continue;
            }
            full += i128::from(one.full_centi);
            least += i128::from(one.least_centi);
            if let Some(points) = points {
                came_to += points;
                weighed += i128::from(one.full_centi);
            }
        }
        if weighed != full {
            came_to = rounded(came_to.saturating_mul(full), weighed).max(least).min(full);
        }
        narrow(came_to.saturating_add(on_top))
    }
}

impl Score {
    /// Says whether any case had a say in it: a rate that has a whole, or a case that took points off.
    pub fn is_measured(&self) -> bool {
        let has_a_whole = |line: &Line| line.ratio.iter().chain(&line.also).any(|ratio| ratio.whole > 0);
        let is_measured = |line: &Line| has_a_whole(line) || line.cases.is_some_and(|cases| cases > 0);
        self.lines.iter().any(is_measured)
    }
}

impl Indicator {
    /// Says whether its points come on top of the model's full sum.
    pub const fn is_on_top(&self) -> bool {
        match self.rule {
            Rule::Bonus => true,
            Rule::Share { .. } | Rule::Threshold { .. } | Rule::PerCase { .. } | Rule::ByHand => false,
        }
    }

    /// Says whether a person gives its points.
    pub const fn is_given(&self) -> bool {
        match self.rule {
            Rule::ByHand | Rule::Bonus => true,
            Rule::Share { .. } | Rule::Threshold { .. } | Rule::PerCase { .. } => false,
        }
    }

    fn line(&self, sums: &Sums, given: Option<i64>) -> Line {
        let full = i128::from(self.full_centi);
        let (mut second, mut times) = (None, None);
        let (ratio, cases, points) = match &self.rule {
            Rule::Share { rate, falling } => {
                let ratio = rate.of(sums);
                (Some(ratio), None, self.measured(ratio.whole > 0, share(full, ratio, *falling)))
            }
            Rule::Threshold { rate, falling, full_per_mille, per_point_centi, also } => {
                let (rate, falling) = (*rate, *falling);
                let first =
                    Target { rate, falling, full_per_mille: *full_per_mille, per_point_centi: *per_point_centi };
                let ratio = rate.of(sums);
                second = also.map(|also| also.rate.of(sums));
                let off = also.map_or(NOTHING_OFF, |also| also.takes_off(also.rate.of(sums)));
                let has_whole = ratio.whole > 0 || second.is_some_and(|second| second.whole > 0);
                (Some(ratio), None, self.measured(has_whole, threshold(full, first.takes_off(ratio), off)))
            }
            Rule::PerCase { counter, per, each_centi, from, each_from_centi } => {
                let cases = sums.get(*counter);
                times = match per {
                    Per::Case => None,
                    Per::Time => Some(sums.reworks),
                };
                let counted = times.unwrap_or(cases);
                let first = from.map_or(counted, |from| counted.min(from.saturating_sub(1)));
                let off = taken_off(first, *each_centi).saturating_add(taken_off(counted - first, *each_from_centi));
                (None, Some(cases), Some(full.saturating_sub(off)))
            }
            Rule::ByHand => (None, None, Some(given.map_or(full, i128::from))),
            Rule::Bonus => (None, None, Some(given.map_or(0, i128::from))),
        };
        let bounded = |points: i128| narrow(points.max(i128::from(self.least_centi)).min(full));
        Line {
            code: self.code.clone(),
            ratio: ratio.map(Into::into),
            also: second.map(Into::into),
            cases,
            times,
            points_centi: points.map(bounded),
            spared_centi: None,
        }
    }

    /// Returns the points of what was measured, or what stands for them where there was nothing to measure.
    fn measured(&self, has_whole: bool, points: i128) -> Option<i128> {
        if has_whole {
            return Some(points);
        }
        match self.when_nothing {
            WhenNothing::LeaveOut => None,
            WhenNothing::Full => Some(i128::from(self.full_centi)),
            WhenNothing::Nothing => Some(0),
        }
    }
}

/// Returns so much of the full points as the rate is.
fn share(full: i128, ratio: Ratio, falling: bool) -> i128 {
    let (part, whole) = (i128::from(ratio.part), i128::from(ratio.whole));
    // A case may be reworked, or granted time, before it counts in the whole: a rate can be more than one.
    let counted = if falling { whole - part } else { part };
    rounded(full.saturating_mul(counted), whole)
}

/// Hundredths of a point that are taken off: a part, and of what. Nothing is divided yet.
type Off = (i128, i128);

const NOTHING_OFF: Off = (0, 1);

impl Target {
    /// Returns what a rate takes off for what it lacks; a rate of nothing takes nothing.
    fn takes_off(self, ratio: Ratio) -> Off {
        if ratio.whole == 0 {
            return NOTHING_OFF;
        }
        let (part, whole) = (i128::from(ratio.part), i128::from(ratio.whole));
        let (reached, asked) = (part * 1_000, i128::from(self.full_per_mille) * whole);
        let lacking = if self.falling { reached - asked } else { asked - reached }.max(0);
        // A percentage point is ten thousandths.
        (i128::from(self.per_point_centi).saturating_mul(lacking), whole * 10)
    }
}

/// Returns the full points less what two rates take off, rounded once.
fn threshold(full: i128, (one, of_one): Off, (other, of_other): Off) -> i128 {
    let of_both = of_one.saturating_mul(of_other);
    let off = one.saturating_mul(of_other).saturating_add(other.saturating_mul(of_one));
    rounded(full.saturating_mul(of_both).saturating_sub(off), of_both)
}

fn taken_off(cases: u64, each: i64) -> i128 {
    i128::from(cases).saturating_mul(i128::from(each))
}

/// Divides, to the nearest, half away from nought; nought where there is nothing to divide by.
fn rounded(part: i128, whole: i128) -> i128 {
    let doubled = part.saturating_abs().saturating_mul(2).saturating_add(whole);
    let nearest = doubled.checked_div(whole.saturating_mul(2)).unwrap_or_default();
    if part < 0 { -nearest } else { nearest }
}

fn narrow(points: i128) -> i64 {
    i64::try_from(points).unwrap_or(if points < 0 { i64::MIN } else { i64::MAX })
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn half_is_rounded_away_from_nought() {
        for (part, whole, expected) in
            [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (-4, 10, 0), (15, 10, 2), (-15, 10, -2), (7, 0, 0), (20, 10, 2)]
        {
            assert_eq!(rounded(part, whole), expected, "{part} / {whole}");
        }
    }
}
