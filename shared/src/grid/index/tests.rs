use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

use crate::grid::boundaries::Boundaries;
use crate::grid::index::{GridIndex, UnitMatch};
use crate::grid::matched::Match;
use crate::grid::sample::{CORNER, SIDE, at, code, rectangle, town};
use crate::place::point::Point;

fn index() -> GridIndex {
    GridIndex::build([&town()])
}

#[track_caller]
fn check(east: f64, north: f64, how: Match, grid: Option<(i32, i32)>) {
    let index = index();
    let located = index.locate(at(east, north));
    assert_eq!(located.how, how);
    assert_eq!(located.grid.map(|grid| grid.code.clone()), grid.map(|(column, row)| code(column, row)));
}

#[test]
fn a_point_in_the_middle_is_inside() {
    check(1.5, 2.5, Match::Inside, Some((1, 2)));
}
#[test]
fn a_point_on_a_side_takes_the_lower_code() {
    check(2.0, 1.5, Match::Edge, Some((1, 1)));
}
#[test]
fn where_four_meet_the_lowest_code_wins() {
    check(2.0, 2.0, Match::Edge, Some((1, 2)));
}
#[test]
fn the_corner_of_the_town_is_an_edge() {
    check(0.0, 0.0, Match::Edge, Some((0, 0)));
}
#[test]
fn one_unit_beside_the_line_is_inside() {
    check(2.0001, 1.5, Match::Inside, Some((2, 1)));
}
#[test]
fn a_point_in_a_hole_goes_to_the_nearest() {
    check(3.5, 3.5, Match::Nearest, Some((3, 3)));
}
#[test]
fn forty_metres_outside_is_nearest() {
    check(-0.43, 1.5, Match::Nearest, Some((0, 1)));
}
#[test]
fn sixty_metres_outside_is_nowhere() {
    check(-0.66, 1.5, Match::None, None);
}
#[test]
fn the_other_side_of_the_earth_is_nowhere() {
    check(-20_000.0, -90_000.0, Match::None, None);
}

#[test]
fn the_distance_to_the_nearest_is_in_metres() {
    let index = index();
    let located = index.locate(at(4.0 + 30.0 / 92.1, 1.5));
    assert!((located.distance_m - 30.0).abs() < 0.1, "{}", located.distance_m);
    let west = index.locate(at(-0.4, 1.5)).distance_m;
    let expected = at(-0.4, 1.5).distance_m(at(0.0, 1.5));
    assert!((west - expected).abs() < 0.01, "{west} {expected}");
}

#[test]
fn accuracy_warns_and_moves_nothing() {
    let index = index();
    let point = at(1.9, 1.5);
    assert!(index.neighbours_within(point, 5.0).is_empty(), "the line is nine metres away");
    let near: Vec<_> = index.neighbours_within(point, 12.0).iter().map(|grid| grid.code.clone()).collect();
    assert_eq!(near, [code(2, 1)]);
    assert_eq!(index.locate(point).how, Match::Inside);
}

#[test]
fn a_unit_an_overlap_and_a_gap_are_told_apart() {
    let index = index();
    let layer = "sanitation".parse().unwrap();
    assert!(
        matches!(index.unit_for(at(0.5, 0.5), &layer), UnitMatch::One(owner) if owner.unit.as_str() == "610112-HW-1")
    );
    let UnitMatch::Overlap(claims) = index.unit_for(at(1.5, 2.5), &layer) else { panic!("two claim it") };
    assert_eq!(claims.len(), 2);
    assert_eq!(index.unit_for(at(3.5, 0.5), &layer), UnitMatch::Gap);
    assert_eq!(index.unit_for(at(0.5, 0.5), &"lighting".parse().unwrap()), UnitMatch::Gap);
    assert!(matches!(index.unit_for(at(0.0, 0.5), &layer), UnitMatch::One(_)), "on the outer line");
}

#[test]
fn remarks_come_nearest_first_and_only_within_reach() {
    let index = index();
    assert_eq!(index.remarks_near(at(2.1, 2.1), 100.0).len(), 1);
    assert!(index.remarks_near(at(0.0, 0.0), 100.0).is_empty());
}

#[test]
fn duty_grids_know_their_neighbours() {
    let index = index();
    let names = |id: &str| -> Vec<String> {
        index.neighbouring_duty_grids(&id.parse().unwrap()).iter().map(ToString::to_string).collect()
    };
    assert_eq!(names("610112-Z000"), ["610112-Z001"]);
    assert_eq!(names("610112-Z001"), ["610112-Z000", "610112-Z002"]);
    assert!(names("610112-Z999").is_empty());
}

#[test]
fn a_grid_knows_where_it_is() {
    let index = index();
    assert_eq!(index.place_names(&code(0, 0)), ["未央区", "张家堡街道", "张家堡社区"]);
    assert_eq!(index.grid(&code(2, 3)).unwrap().duty_grids[0].as_str(), "610112-Z002");
    assert_eq!(index.version(&"610112".parse().unwrap()), Some("test-1"));
}

#[test]
fn nothing_at_all_answers_none() {
    let index = GridIndex::build(std::iter::empty::<&Boundaries>());
    assert_eq!(index.locate(at(0.0, 0.0)).how, Match::None);
    assert!(index.neighbours_within(at(0.0, 0.0), f64::INFINITY).is_empty());
    assert!(index.neighbours_within(at(0.0, 0.0), f64::NAN).is_empty());
}

#[test]
fn two_packs_meet_without_a_seam() {
    let west = town();
    let mut east = town();
    east.jurisdiction = "XA-JK".parse().unwrap();
    west.grids.iter().zip(&mut east.grids).enumerate().for_each(|(place, (_, grid))| {
        let [x, y] = [(place % 4) as f64 + 4.0, (place / 4) as f64];
        grid.code = format!("610112002001{:03}", place + 1).parse().unwrap();
        grid.rings = vec![rectangle(x, y, x + 1.0, y + 1.0)];
    });
    let index = GridIndex::build([&east, &west]);
    let located = index.locate(at(4.0, 1.5));
    assert_eq!((located.how, located.grid.unwrap().code.clone()), (Match::Edge, code(3, 1)));
    assert_eq!(index.locate(at(4.5, 1.5)).grid.unwrap().jurisdiction.as_str(), "XA-JK");
}

/// The long way round: every grid, in floating point, for points that lie well away from every line.
fn slow(town: &Boundaries, point: Point) -> Vec<String> {
    use geo::Contains as _;
    let polygons = town.grids.iter().map(|grid| {
        let mut rings = grid
            .rings
            .iter()
            .map(|ring| geo::LineString::from(ring.points().iter().map(|p| (p.lon(), p.lat())).collect::<Vec<_>>()));
        let outer = rings.by_ref().max_by(|a, b| a.0.len().cmp(&b.0.len())).unwrap();
        (grid.code.to_string(), geo::Polygon::new(outer, Vec::new()))
    });
    polygons
        .filter(|(_, polygon)| polygon.contains(&geo::Point::new(point.lon(), point.lat())))
        .map(|(c, _)| c)
        .collect()
}

/// A town of crooked stars around one centre, so that squares of every kind are asked.
fn stars(arms: usize, radius: &[i32]) -> Boundaries {
    let mut town = town();
    town.industry.clear();
    let spoke = |k: usize| {
        let angle = std::f64::consts::TAU * (k % arms) as f64 / arms as f64;
        let length = f64::from(radius[k % radius.len()]);
        Point {
            lon_e7: CORNER.lon_e7 + (angle.cos() * length) as i32,
            lat_e7: CORNER.lat_e7 + (angle.sin() * length) as i32,
        }
    };
    town.grids.truncate(arms.min(16));
    for (k, grid) in town.grids.iter_mut().enumerate() {
        grid.rings = crate::grid::ring::Ring::new(vec![CORNER, spoke(k), spoke(k + 1)]).into_iter().collect();
    }
    town
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_quick_way_agrees_with_the_long_way(
        arms in 3_usize..16,
        radius in prop::collection::vec(3_000..400_000_i32, 16),
        points in prop::collection::vec((-400_000..400_000_i32, -400_000..400_000_i32), 50),
    ) {
        let town = stars(arms, &radius);
        let index = GridIndex::with_reach([&town], 0.0);
        for (x, y) in points {
            let point = Point { lon_e7: CORNER.lon_e7 + x, lat_e7: CORNER.lat_e7 + y };
            let located = index.locate(point);
            if located.how == Match::Inside || located.how == Match::None {
                let found: Vec<String> = located.grid.iter().map(|grid| grid.code.to_string()).collect();
                prop_assert_eq!(found, slow(&town, point), "{}", point);
            }
        }
    }
}

#[test]
fn whole_squares_and_cut_ones_agree_over_the_town() {
    let index = index();
    for x in -3..44 {
        for y in -3..44 {
            let point = Point { lon_e7: CORNER.lon_e7 + x * SIDE / 10, lat_e7: CORNER.lat_e7 + y * SIDE / 10 };
            let located = index.locate(point);
            let on_line = x % 10 == 0 || y % 10 == 0;
            let in_town = (0..=40).contains(&x) && (0..=40).contains(&y);
            let in_hole = (34..=36).contains(&x) && (34..=36).contains(&y);
            if in_town && !in_hole {
                assert_eq!(located.how, if on_line { Match::Edge } else { Match::Inside }, "{x} {y}");
            }
        }
    }
}

#[test]
fn the_ground_of_a_unit_is_given_back_as_it_was_taken_in() {
    let mut town = town();
    let layer = town.layers[0].code.clone();
    let with_hole = &mut town.industry[0].rings;
    with_hole.push(rectangle(0.4, 0.4, 0.6, 0.6));
    let index = GridIndex::build([&town]);
    let mut given: Vec<_> =
        index.industry(&layer).map(|(owner, rings)| (owner.unit.clone(), owner.name.clone(), rings)).collect();
    let mut taken: Vec<_> =
        town.industry.iter().map(|area| (area.unit.clone(), area.unit_name.clone(), area.rings.clone())).collect();
    given.sort();
    taken.sort();
    assert_eq!(given, taken);
    assert_eq!(index.industry(&"no-such-layer".parse().unwrap()).count(), 0);
}
