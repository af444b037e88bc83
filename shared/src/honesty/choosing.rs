//! Who does something far more often than all others around them: reports one kind of problem, or reports at the last
//! moment.
//!
//! A ground of its own, a campaign or a market day make the same picture. What is compared must have been where and when the
//! others were, and that is for who counts to see to.

use super::LEAST;
use super::chance::Fourfold;
use super::many::{FALSE_PART, standing_out};

/// Less than so many times everybody else's share is no hint, however many there are.
const TIMES: f64 = 2.0;
/// Fewer than so many are no hint, whatever share they are.
const LEAST_PART: u64 = 10;

/// One that stands out.
#[derive(Clone, PartialEq, Debug)]
pub struct Chosen<K> {
    /// Who, and what.
    pub key: K,
    /// How many it is of how many, against everybody else.
    pub table: Fourfold,
    /// How likely so many or more are where only chance is at work.
    pub chance: f64,
    /// How many were looked at.
    pub compared: u64,
}

/// Returns which stand out of all that were counted.
pub fn find<K: Clone>(counted: &[(K, Fourfold)]) -> Vec<Chosen<K>> {
    let is_enough = |table: &Fourfold| table.whole >= LEAST && table.rest >= LEAST;
    let tested: Vec<(&K, Fourfold, f64)> = counted
        .iter()
        .filter(|(_, table)| is_enough(table))
        .map(|(key, table)| (key, *table, table.so_many()))
        .collect();
    let chances: Vec<f64> = tested.iter().map(|(_, _, chance)| *chance).collect();
    let compared = u64::try_from(tested.len()).unwrap_or(u64::MAX);
    standing_out(&chances, FALSE_PART)
        .into_iter()
        .filter_map(|place| tested.get(place))
        .filter(|(_, table, _)| table.part >= LEAST_PART && is_far_more(table))
        .map(|(key, table, chance)| Chosen { key: (*key).clone(), table: *table, chance: *chance, compared })
        .collect()
}

fn is_far_more(table: &Fourfold) -> bool {
    match (table.share(), table.rest_share()) {
        (Some(share), Some(rest)) => share >= TIMES * rest,
        (Some(_), None) | (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::honesty::chance::Fourfold;

    const fn table(part: u64, whole: u64, rest_part: u64, rest: u64) -> Fourfold {
        Fourfold { part, whole, rest_part, rest }
    }

    #[test]
    fn who_reports_one_kind_alone_stands_out() {
        let counted =
            [("wang", table(60, 100, 80, 400)), ("li", table(20, 100, 120, 400)), ("zhao", table(22, 100, 118, 400))];
        let found = find(&counted);
        assert_eq!(found.iter().map(|one| one.key).collect::<Vec<_>>(), ["wang"]);
        assert_eq!(found.first().unwrap().compared, 3);
        assert!(found.first().unwrap().chance < 1e-10);
    }

    #[test]
    fn a_little_more_than_others_is_no_hint_however_sure_it_is() {
        assert!(find(&[("wang", table(3_000, 10_000, 20_000, 100_000))]).is_empty());
    }

    #[test]
    fn of_few_or_beside_nobody_nothing_is_said() {
        assert!(find(&[("wang", table(19, 19, 0, 400))]).is_empty());
        assert!(find(&[("wang", table(9, 20, 0, 400))]).is_empty());
        assert!(find(&[("wang", table(60, 100, 0, 0))]).is_empty());
    }
}
