//! Who does something far more often than all others around them: reports one kind of problem, or reports at the last
//! moment.
//!
//! A ground of its own, a campaign or a market day make the same picture. Who counts puts those together who were at the
//! same place: each place is compared by itself, and only the sum is looked at.

use super::chance::{Fourfold, so_many_in_all};
use super::many::{FALSE_PART, standing_out};
use super::{LEAST, real};

/// Less than so many times what it would be by everybody else's shares is no hint, however many there are.
const TIMES: f64 = 2.0;
/// Fewer than so many are no hint, whatever share they are.
const LEAST_PART: u64 = 10;

/// One that stands out.
#[derive(Clone, PartialEq, Debug)]
pub struct Chosen<K> {
    /// Who, and what.
    pub key: K,
    /// How many it is of how many, against everybody else, at all places where others were.
    pub table: Fourfold,
    /// How many it would be by the others' share at each place.
    pub expected: f64,
    /// How likely so many or more are where only chance is at work.
    pub chance: f64,
    /// How many were looked at.
    pub compared: u64,
}

/// Returns which stand out of all that were counted, each by its tables of every place.
pub fn find<K: Clone>(counted: &[(K, Vec<Fourfold>)]) -> Vec<Chosen<K>> {
    let tested: Vec<Chosen<&K>> = counted.iter().filter_map(|(key, places)| tested(key, places)).collect();
    let chances: Vec<f64> = tested.iter().map(|one| one.chance).collect();
    let compared = u64::try_from(tested.len()).unwrap_or(u64::MAX);
    standing_out(&chances, FALSE_PART)
        .into_iter()
        .filter_map(|place| tested.get(place))
        .filter(|one| one.table.part >= LEAST_PART && real(one.table.part) >= TIMES * one.expected)
        .map(|one| Chosen {
            key: one.key.clone(),
            table: one.table,
            expected: one.expected,
            chance: one.chance,
            compared,
        })
        .collect()
}

/// Nothing of too few, or where nobody else was.
fn tested<'a, K>(key: &'a K, places: &[Fourfold]) -> Option<Chosen<&'a K>> {
    let shared: Vec<Fourfold> = places.iter().copied().filter(|table| table.rest > 0).collect();
    let none = Fourfold { part: 0, whole: 0, rest_part: 0, rest: 0 };
    let table = shared.iter().fold(none, |sum, one| Fourfold {
        part: sum.part.saturating_add(one.part),
        whole: sum.whole.saturating_add(one.whole),
        rest_part: sum.rest_part.saturating_add(one.rest_part),
        rest: sum.rest.saturating_add(one.rest),
    });
    if table.whole < LEAST || table.rest < LEAST {
        return None;
    }
    let expected = shared.iter().filter_map(|one| Some(real(one.whole) * one.rest_share()?)).sum();
    Some(Chosen { key, table, expected, chance: so_many_in_all(&shared), compared: 0 })
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::honesty::chance::Fourfold;

    fn table(part: u64, whole: u64, rest_part: u64, rest: u64) -> Vec<Fourfold> {
        vec![Fourfold { part, whole, rest_part, rest }]
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
    fn who_was_mostly_where_everybody_reports_it_is_no_hint_and_who_does_so_at_each_place_is() {
        let market = |part| Fourfold { part, whole: 40, rest_part: 19, rest: 20 };
        let street = |part, whole| Fourfold { part, whole, rest_part: 8, rest: 400 };
        assert!(find(&[("wang", vec![market(38), street(1, 10)])]).is_empty());
        let alone = Fourfold { part: 90, whole: 90, rest_part: 0, rest: 0 };
        let found = find(&[("wang", vec![street(12, 40), Fourfold { rest: 300, ..street(10, 30) }, alone])]);
        let one = found.first().unwrap();
        assert_eq!((one.table.part, one.table.whole, one.table.rest), (22, 70, 700), "nobody else was at the third");
        assert!((one.expected - 1.6).abs() < 1e-9 && one.chance < 1e-6, "{one:?}");
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
