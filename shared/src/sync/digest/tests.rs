//! Two sides in memory, and holes made in either.

use std::collections::BTreeMap;

use proptest::collection::btree_set;
use proptest::prelude::any;
use proptest::{prop_assert, prop_assert_eq, proptest};

use super::{Mark, Next, Range, Sum, compare, next, whole};

type Rows = BTreeMap<String, Mark>;

fn id(number: u64) -> String {
    format!("0193{number:08x}-0000-7000-8000-000000000000")
}

fn rows(numbers: impl IntoIterator<Item = u64>) -> Rows {
    numbers.into_iter().map(|n| (id(n), Mark::of("case", &id(n), 1, "{}").unwrap())).collect()
}

fn within<'a>(rows: &'a Rows, range: &'a Range) -> impl Iterator<Item = (&'a String, &'a Mark)> {
    rows.iter().filter(|(id, _)| **id >= range.from && (range.to.is_empty() || **id < range.to))
}

fn sum(rows: &Rows, range: &Range) -> Sum {
    let mut sum = Sum::default();
    within(rows, range).for_each(|(_, mark)| sum.add(*mark));
    sum
}

fn parts(rows: &Rows, range: &Range, parts: usize) -> Vec<Range> {
    let ids: Vec<&String> = within(rows, range).map(|(id, _)| id).collect();
    let mut cuts: Vec<String> = (1..parts).map(|part| ids[part * ids.len() / parts].clone()).collect();
    cuts.insert(0, range.from.clone());
    cuts.push(range.to.clone());
    let pairs = cuts.windows(2);
    pairs.map(|two| Range { entity: "case".into(), from: two[0].clone(), to: two[1].clone() }).collect()
}

/// Walks both sides down to the rows and mends ours; returns how many rows and sums were told, or that it is anew.
fn mend(ours: &mut Rows, theirs: &Rows) -> Option<usize> {
    let mut open = vec![Range { entity: "case".into(), from: String::new(), to: String::new() }];
    let mut told = 0;
    while let Some(range) = open.pop() {
        told += 1;
        match next(sum(ours, &range), sum(theirs, &range)) {
            Next::Agreed => {}
            Next::Anew => return None,
            Next::Split(count) => open.extend(parts(ours, &range, count)),
            Next::List => {
                let (mine, yours): (Rows, Rows) = (
                    within(ours, &range).map(|(id, mark)| (id.clone(), *mark)).collect(),
                    within(theirs, &range).map(|(id, mark)| (id.clone(), *mark)).collect(),
                );
                told += yours.len();
                let found = compare(&mine, &yours);
                for id in found.surplus {
                    ours.remove(&id);
                }
                for id in found.wanted {
                    ours.insert(id.clone(), theirs[&id]);
                }
            }
        }
    }
    Some(told)
}

#[test]
fn one_hole_among_many_is_found_with_few_words() {
    let theirs = rows(0..100_000);
    let mut ours = theirs.clone();
    ours.remove(&id(77_777));
    ours.insert(id(4_242), Mark::NONE);
    ours.insert(id(100_001), Mark::NONE);
    let told = mend(&mut ours, &theirs).unwrap();
    assert_eq!(ours, theirs);
    assert!(told < 600, "{told} sums and rows for three holes");
}

#[test]
fn an_empty_side_takes_all_anew_and_a_few_rows_one_by_one() {
    assert_eq!(mend(&mut Rows::new(), &rows(0..5_000)), None);
    let (mut ours, theirs) = (rows(0..3), rows(0..900));
    assert!(mend(&mut ours, &theirs).is_some());
    assert_eq!(ours, theirs);
}

#[test]
fn a_mark_is_of_content_and_not_of_its_writing() {
    let mark = |body| Mark::of("case", "x", 1, body).unwrap();
    assert_eq!(mark(r#"{"a": 1, "b": [1.5, "网"]}"#), mark(r#"{"b":[1.5,"网"],"a":1}"#));
    assert_ne!(mark(r#"{"a":1}"#), mark(r#"{"a":2}"#));
    assert_ne!(mark(r#"{"a":[1,2]}"#), mark(r#"{"a":[2,1]}"#));
    assert_ne!(Mark::of("case", "x", 1, "{}").unwrap(), Mark::of("case", "x", 2, "{}").unwrap());
    assert_ne!(Mark::of("case", "x", 1, "{}").unwrap(), Mark::of("task", "x", 1, "{}").unwrap());
    assert!(Mark::of("case", "x", 1, "").is_err());
}

#[test]
fn a_mark_and_a_sum_survive_their_own_text() {
    let mark = Mark::of("case", "x", 1, "{}").unwrap();
    assert_eq!(mark.to_string().parse(), Ok(mark));
    let mut sum = Sum::default();
    sum.add(mark);
    sum.add(mark);
    assert_eq!(sum.to_string().parse(), Ok(sum));
    assert!("12.zz".parse::<Sum>().is_err());
    assert!("é23456789012345678".parse::<Mark>().is_err());
}

#[test]
fn an_entity_without_rows_is_no_difference() {
    let sums = |list: &[(&str, u64)]| -> BTreeMap<String, Sum> {
        list.iter().map(|(entity, count)| ((*entity).to_owned(), Sum { count: *count, a: 1, b: 2 })).collect()
    };
    assert_eq!(whole(&sums(&[("case", 3)])), whole(&sums(&[("case", 3), ("later", 0)])));
    assert_ne!(whole(&sums(&[("case", 3)])), whole(&sums(&[("task", 3)])));
}

proptest! {
    #[test]
    fn any_two_sides_come_to_hold_the_same(ours in btree_set(0..4_000_u64, 0..600), theirs in btree_set(0..4_000_u64, 0..600)) {
        let (mut ours, theirs) = (rows(ours), rows(theirs));
        prop_assert!(mend(&mut ours, &theirs).is_some());
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn a_number_that_was_read_and_written_keeps_its_mark(number in any::<f64>()) {
        if number.is_finite() {
            let once = serde_json::to_string(&serde_json::json!({"n": number})).unwrap();
            let again = serde_json::from_str::<serde_json::Value>(&once).unwrap().to_string();
            prop_assert_eq!(Mark::of("case", "x", 1, &once).unwrap(), Mark::of("case", "x", 1, &again).unwrap());
        }
    }
}
