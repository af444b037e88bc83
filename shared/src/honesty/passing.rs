//! Whose checks of whose work pass more often, or less, than everything around them would make one expect.
//!
//! A checker of a unit stands out if what passed differs both from what the same checker passed of other units and from what
//! other checkers passed of the same unit: a strict checker and a good unit are no hint. Where only one of the two can be
//! compared, that one says it.

use std::collections::BTreeMap;

use super::LEAST;
use super::chance::Fourfold;
use super::many::{FALSE_PART, standing_out};

/// Shares that lie nearer together are no hint, however sure it is that they differ: among thousands everything differs.
const LEAST_APART: f64 = 0.10;

/// What a checker passed of a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Passed {
    /// How many passed.
    pub passed: u64,
    /// How many were checked.
    pub checked: u64,
}

impl Passed {
    /// Counts one more check.
    pub fn count(&mut self, passes: bool) {
        self.passed = self.passed.saturating_add(u64::from(passes));
        self.checked = self.checked.saturating_add(1);
    }

    fn add(&mut self, other: Self) {
        self.passed = self.passed.saturating_add(other.passed);
        self.checked = self.checked.saturating_add(other.checked);
    }

    const fn without(self, part: Self) -> Self {
        Self { passed: self.passed.saturating_sub(part.passed), checked: self.checked.saturating_sub(part.checked) }
    }

    /// Says whether the two shares lie far enough apart to ask somebody about.
    fn is_far_from(self, rest: Self) -> bool {
        let table = self.against(rest);
        table.share().zip(table.rest_share()).is_some_and(|(own, other)| (own - other).abs() >= LEAST_APART)
    }

    const fn against(self, rest: Self) -> Fourfold {
        Fourfold { part: self.passed, whole: self.checked, rest_part: rest.passed, rest: rest.checked }
    }
}

/// A checker and a unit that stand out.
#[derive(Clone, PartialEq, Debug)]
pub struct StandsOut<C, U> {
    /// Who checked.
    pub checker: C,
    /// Whose work.
    pub unit: U,
    /// What passed of it.
    pub passed: Passed,
    /// What the same checker passed of other units.
    pub elsewhere: Passed,
    /// What other checkers passed of the same unit.
    pub others: Passed,
    /// How likely that is, or something further off, where only chance is at work.
    pub chance: f64,
    /// How many checkers of a unit were looked at.
    pub compared: u64,
}

/// Returns who stands out of all checkers of all units.
pub fn find<C: Ord + Clone, U: Ord + Clone>(cells: &BTreeMap<(C, U), Passed>) -> Vec<StandsOut<C, U>> {
    let (mut by_checker, mut by_unit) = (BTreeMap::<&C, Passed>::new(), BTreeMap::<&U, Passed>::new());
    for ((checker, unit), passed) in cells {
        by_checker.entry(checker).or_default().add(*passed);
        by_unit.entry(unit).or_default().add(*passed);
    }
    let mut tested = Vec::new();
    for ((checker, unit), passed) in cells.iter().filter(|(_, passed)| passed.checked >= LEAST) {
        let elsewhere = by_checker.get(checker).copied().unwrap_or_default().without(*passed);
        let others = by_unit.get(unit).copied().unwrap_or_default().without(*passed);
        let rests = || [elsewhere, others].into_iter().filter(|rest| rest.checked >= LEAST);
        // The likelier of the two: it has to stand out from both.
        let Some(chance) = rests().map(|rest| passed.against(rest).so_far_off()).reduce(f64::max) else { continue };
        let is_far = rests().all(|rest| passed.is_far_from(rest));
        let (checker, unit) = (checker.clone(), unit.clone());
        tested.push((StandsOut { checker, unit, passed: *passed, elsewhere, others, chance, compared: 0 }, is_far));
    }
    let chances: Vec<f64> = tested.iter().map(|(one, _)| one.chance).collect();
    let compared = u64::try_from(tested.len()).unwrap_or(u64::MAX);
    let found = standing_out(&chances, FALSE_PART);
    // All were compared, those too that lie near: how many that were is said with what is found.
    let out = found.into_iter().filter_map(|place| tested.get(place)).filter(|(_, is_far)| *is_far);
    out.map(|(one, _)| StandsOut { compared, ..one.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Passed, find};

    type Cells = BTreeMap<(&'static str, &'static str), Passed>;

    fn cells(rows: &[(&'static str, &'static str, u64, u64)]) -> Cells {
        rows.iter()
            .map(|(who, unit, passed, checked)| ((*who, *unit), Passed { passed: *passed, checked: *checked }))
            .collect()
    }

    #[test]
    fn who_passes_one_unit_alone_stands_out() {
        let rows = [
            ("li", "west", 60, 60),
            ("li", "north", 35, 60),
            ("zhao", "west", 33, 60),
            ("zhao", "north", 36, 60),
            ("qian", "west", 36, 60),
            ("qian", "north", 34, 60),
        ];
        let found = find(&cells(&rows));
        assert_eq!(found.len(), 1, "{found:?}");
        let one = found.first().unwrap();
        assert_eq!((one.checker, one.unit, one.compared), ("li", "west", 6));
        assert_eq!((one.elsewhere.checked, one.others.checked), (60, 120));
        assert!(one.chance < 1e-5);
    }

    #[test]
    fn a_mild_checker_and_a_good_unit_are_no_hint() {
        let mild =
            [("li", "west", 58, 60), ("li", "north", 58, 60), ("zhao", "west", 36, 60), ("zhao", "north", 36, 60)];
        assert!(find(&cells(&mild)).is_empty());
        let good =
            [("li", "west", 58, 60), ("li", "north", 36, 60), ("zhao", "west", 58, 60), ("zhao", "north", 36, 60)];
        assert!(find(&cells(&good)).is_empty());
    }

    #[test]
    fn a_little_off_is_no_hint_however_sure_it_is() {
        let rows = |li_west| {
            [
                ("li", "west", li_west, 4_000),
                ("li", "north", 3_400, 4_000),
                ("zhao", "west", 3_400, 4_000),
                ("zhao", "north", 3_400, 4_000),
            ]
        };
        assert!(find(&cells(&rows(3_640))).is_empty(), "91 of 100 against 85");
        let found = find(&cells(&rows(3_920)));
        assert!(found.iter().any(|one| (one.checker, one.unit) == ("li", "west")), "98 against 85: {found:?}");
    }

    #[test]
    fn of_few_checks_nothing_is_said() {
        let few = [("li", "west", 19, 19), ("li", "north", 0, 200), ("zhao", "west", 0, 200)];
        let found = find(&cells(&few));
        assert!(found.iter().all(|one| (one.checker, one.unit) != ("li", "west")), "{found:?}");
    }

    #[test]
    fn checks_are_counted_one_by_one() {
        let mut passed = Passed::default();
        for passes in [true, true, false] {
            passed.count(passes);
        }
        assert_eq!(passed, Passed { passed: 2, checked: 3 });
    }
}
