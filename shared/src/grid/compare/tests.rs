//! What differs between two editions.

use super::{AreaChange, AreaChanges, AreaTally, Found, differences, to_geojson};
use crate::grid::boundaries::Boundaries;
use crate::grid::kind::AreaKind;
use crate::grid::sample::{at, code, rectangle, town};

fn compared(change: impl FnOnce(&mut Boundaries)) -> Vec<Found> {
    let (mut before, mut after) = (town(), town());
    change(&mut after);
    before.sort();
    after.sort();
    differences(&before, &after)
}

#[track_caller]
fn only(found: &[Found]) -> &Found {
    let [one] = found else { panic!("{found:#?}") };
    one
}

#[test]
fn nothing_differs_from_itself() {
    assert!(compared(|_| {}).is_empty());
}

#[test]
fn grids_come_go_and_move_by_so_much() {
    let found = compared(|town| {
        let beside = |code_of: &crate::ids::GridCode| *code_of == code(0, 0) || *code_of == code(1, 0);
        town.grids.retain(|grid| !beside(&grid.code));
        let mut wider = crate::grid::sample::town().grids.remove(0);
        wider.rings = vec![rectangle(0.0, 0.0, 1.1, 1.0)];
        town.grids.push(wider.clone());
        wider.code = "610112001007099".parse().unwrap();
        wider.rings = vec![rectangle(1.1, 0.0, 2.0, 1.0)];
        town.grids.push(wider);
    });
    let of_grids: Vec<&Found> = found.iter().filter(|one| one.kind == AreaKind::Grids).collect();
    let told: Vec<(AreaChange, &str)> = of_grids.iter().map(|one| (one.change, one.code.as_str())).collect();
    let [gone, moved] = [code(1, 0), code(0, 0)];
    let expected = [
        (AreaChange::Added, "610112001007099"),
        (AreaChange::Gone, gone.as_str()),
        (AreaChange::Changed, moved.as_str()),
    ];
    assert_eq!(told, expected);
    let moved = of_grids[2].moved_m2().unwrap();
    assert!((moved - 1_021.0).abs() < 3.0, "a tenth of 92 by 111 metres: {moved}");
    assert_eq!(of_grids[0].moved_m2(), None);
    assert_eq!(AreaChanges::of(&found).grids, AreaTally { added: 1, gone: 1, changed: 1 });
}

#[test]
fn a_beat_that_gets_grids_of_another_says_how_many() {
    let found = compared(|town| {
        let gone = town.duty_grids.remove(3);
        town.duty_grids[0].grids.extend(gone.grids);
        town.duty_grids[0].name = "西片区".to_owned();
    });
    let [gone, changed] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!((gone.change, gone.exchanged), (AreaChange::Gone, (0, 4)));
    assert_eq!((changed.change, changed.exchanged), (AreaChange::Changed, (4, 0)));
    assert_eq!((changed.was.as_deref(), changed.is.as_deref()), (Some("第0片区"), Some("西片区")));
}

#[test]
fn ground_in_other_hands_is_one_change_and_ground_that_moved_another() {
    let other = compared(|town| {
        town.industry[0].unit = "610112-HW-9".parse().unwrap();
        town.industry[0].unit_name = "九所".to_owned();
    });
    let other = only(&other);
    assert_eq!((other.change, other.moved_m2()), (AreaChange::Changed, None));
    assert_eq!(other.is.as_deref(), Some("九所 610112-HW-9"));
    let moved = compared(|town| town.industry[0].rings = vec![rectangle(0.0, 0.0, 2.5, 4.0)]);
    let moved = only(&moved);
    assert_eq!((moved.change, moved.was.clone()), (AreaChange::Changed, None));
    assert!((moved.moved_m2().unwrap() - 20_420.0).abs() < 40.0, "{:?}", moved.moved_m2());
    assert_eq!(only(&compared(|town| drop(town.industry.pop()))).change, AreaChange::Gone);
}

#[test]
fn a_remark_at_the_same_place_was_settled_anew() {
    let settled = compared(|town| town.remarks[0].agreed_owner = Some("610112-HW-2".parse().unwrap()));
    let settled = only(&settled);
    assert_eq!(settled.change, AreaChange::Changed);
    assert!(settled.is.as_deref().is_some_and(|is| is.ends_with("610112-HW-2")));
    let moved = compared(|town| town.remarks[0].point = at(1.0, 1.0));
    assert_eq!(moved.iter().map(|one| one.change).collect::<Vec<_>>(), [AreaChange::Added, AreaChange::Gone]);
}

#[test]
fn what_changed_is_drawn_as_it_is_and_as_it_was() {
    let found = compared(|town| {
        town.grids[5].rings = vec![rectangle(1.0, 1.0, 1.9, 2.0)];
        town.remarks.clear();
    });
    let drawn: serde_json::Value = serde_json::from_str(&to_geojson(&found)).unwrap();
    let features = drawn["features"].as_array().unwrap();
    let of = |kind: &str| features.iter().filter(|one| one["properties"]["kind"] == kind).collect::<Vec<_>>();
    assert_eq!(of("grids").len(), 2);
    assert_eq!(of("grids")[1]["properties"]["was"], 1);
    assert_eq!(of("remarks")[0]["geometry"]["type"], "Point");
    assert_eq!(of("duty-grids").len(), 0, "its unit grids are the same");
}
