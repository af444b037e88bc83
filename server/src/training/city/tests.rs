use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Value, json};
use shared::grid::boundaries::{Boundaries, Fineness};
use shared::grid::edition::Term;
use shared::grid::geojson::read;
use shared::grid::import::{Judged, judge};
use shared::grid::index::{GridIndex, UnitMatch};
use shared::grid::matched::Match;
use shared::grid::report::finding::{Finding, Flaw, Severity};
use shared::grid::report::{Known, Report, of_ground};
use shared::grid::ring::Ring;
use shared::place::convert::Wgs84;
use shared::place::point::Point;

use super::sources::{FILE_NAMES, Files, Sources};
use super::{City, Scale, beats, make};

fn sources() -> Sources {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/packs/training/");
    let texts = FILE_NAMES.map(|name| std::fs::read_to_string(format!("{folder}{name}")).unwrap());
    let [names, outline, inner, builtup, zones, roads, layers] = texts.each_ref().map(String::as_str);
    Sources::read(&Files { names, outline, inner, builtup, zones, roads, layers }).unwrap()
}

fn small() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| make(1, Scale::Small, &sources()).unwrap())
}

fn full() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    CITY.get_or_init(|| make(1, Scale::Full, &sources()).unwrap())
}

/// No two grids run along a side the same way, no outline crosses itself, and any place lies in exactly one grid.
#[track_caller]
fn check_partition(city: &City) {
    let mut sides: BTreeSet<(Point, Point)> = BTreeSet::new();
    let mut rim = 0;
    for ring in city.boundaries.iter().flat_map(|pack| &pack.grids).flat_map(|grid| &grid.rings) {
        let edges: Vec<(Point, Point)> = ring.edges().collect();
        for (place, one) in edges.iter().enumerate() {
            assert!(sides.insert(*one), "two grids lie on the same side of {} – {}: they overlap", one.0, one.1);
            let others = edges.iter().skip(place + 1);
            assert!(others.clone().all(|two| !cross(*one, *two)), "an outline crosses itself at {}", one.0);
        }
    }
    let index = GridIndex::build(&city.boundaries);
    for (a, b) in &sides {
        if !sides.contains(&(*b, *a)) {
            rim += 1;
            // Just outside the rim lies nothing: a gap between two grids would have one on its other side.
            let (east, north) = a.offset_m(*b);
            let length = east.hypot(north);
            let outside = a.moved_m(east / 2.0 + north / length, north / 2.0 - east / length);
            assert_eq!(index.within(outside, 0.0).len(), 0, "{outside} lies in a gap or an overlap");
        }
    }
    assert!(rim > 0 && rim < sides.len() / 20, "{rim} of {} sides are the city's rim", sides.len());
    let mut place = 1_u64;
    for grid in index.grids().iter().cycle().take(100_000) {
        place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let metres = |shift: u32| f64::from((place >> shift) as u16) / 655.36 - 50.0;
        let point = grid.centre.moved_m(metres(48), metres(32));
        let located = index.locate(point);
        if located.how == Match::Inside {
            assert_eq!(index.within(point, 0.0).len(), 1, "{point} lies in two grids");
        }
    }
}

/// Decides whether two sides cross in a point that is an end of neither.
fn cross(one: (Point, Point), two: (Point, Point)) -> bool {
    let turn = |a: Point, b: Point, c: Point| {
        let [ax, ay, bx, by, cx, cy] = [a.lon_e7, a.lat_e7, b.lon_e7, b.lat_e7, c.lon_e7, c.lat_e7].map(i64::from);
        ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)).signum()
    };
    turn(one.0, one.1, two.0) * turn(one.0, one.1, two.1) < 0
        && turn(two.0, two.1, one.0) * turn(two.0, two.1, one.1) < 0
}

#[test]
fn the_small_city_has_no_gap_and_no_overlap() {
    check_partition(small());
}

#[test]
fn the_full_city_has_no_gap_and_no_overlap() {
    check_partition(full());
}

#[test]
fn the_same_seed_gives_the_same_packs_and_another_seed_others() {
    let packs = |city: &City| city.boundaries.iter().map(Boundaries::to_pack).collect::<Vec<_>>();
    let again = make(1, Scale::Small, &sources()).unwrap();
    assert_eq!(packs(&again), packs(small()));
    assert_ne!(packs(&make(2, Scale::Small, &sources()).unwrap()), packs(small()));
}

#[test]
fn the_full_city_has_its_numbers() {
    let city = full();
    let grids = || city.boundaries.iter().flat_map(|pack| &pack.grids);
    let fine = grids().filter(|grid| grid.fineness == Fineness::Fine).count();
    assert!((60_000..75_000).contains(&fine), "{fine} unit grids in the built-up area");
    assert_eq!(city.jurisdictions.len(), 20);
    assert_eq!(city.units.len(), 646);
    let remarks: usize = city.boundaries.iter().map(|pack| pack.remarks.len()).sum();
    assert_eq!(remarks, 60);
    let names: BTreeSet<&str> =
        city.boundaries.iter().flat_map(|pack| &pack.places).map(|place| place.code.as_str()).collect();
    assert_eq!(names.iter().filter(|code| code.len() == 9).count(), 172, "every street");
    assert_eq!(names.iter().filter(|code| code.len() == 12).count(), 3223, "every community and village");
    for grid in grids() {
        assert!(names.contains(grid.code.as_str().get(..12).unwrap()), "{} lies in a community", grid.code);
    }
    let sizes: Vec<f64> = grids()
        .filter(|grid| grid.fineness == Fineness::Fine)
        .flat_map(|grid| &grid.rings)
        .map(shared::grid::ring::Ring::area_m2)
        .collect();
    let mean = sizes.iter().sum::<f64>() / sizes.len() as f64;
    assert!((8_000.0..13_000.0).contains(&mean), "a unit grid measures about 10,000 m², here {mean}");
}

#[test]
fn unit_names_and_ids_are_their_own() {
    let ids: BTreeSet<_> = full().units.iter().map(|unit| &unit.id).collect();
    let names: BTreeSet<_> = full().units.iter().map(|unit| &unit.name).collect();
    assert_eq!((ids.len(), names.len()), (646, 646));
    assert!(names.iter().any(|name| *name == "未央环卫二所"), "{names:?}");
}

#[test]
fn every_beat_has_ten_to_twenty_five_grids_of_its_jurisdiction() {
    for pack in &full().boundaries {
        let own: BTreeSet<_> = pack.grids.iter().map(|grid| &grid.code).collect();
        let mut walked = BTreeSet::new();
        for duty in &pack.duty_grids {
            assert!((beats::FEWEST..=beats::MOST).contains(&duty.grids.len()), "{}: {}", duty.id, duty.grids.len());
            walked.extend(&duty.grids);
        }
        assert_eq!(walked, own, "every unit grid of {} is walked by somebody", pack.jurisdiction);
        let total: usize = pack.duty_grids.iter().map(|duty| duty.grids.len()).sum();
        assert_eq!(total, own.len(), "and only once");
    }
}

#[test]
fn numbers_run_from_west_to_east_and_from_north_to_south() {
    let index = GridIndex::build(&small().boundaries);
    for community in index.grids().chunk_by(|a, b| a.code.as_str().get(..12) == b.code.as_str().get(..12)) {
        assert!(community[0].code.as_str().ends_with("001"));
        for pair in community.windows(2) {
            // A row is straight on the plan and a little bent on the ground.
            let (east, north) = pair[0].centre.offset_m(pair[1].centre);
            assert!(east > -25.0 || north < 25.0, "{} comes before {}", pair[0].code, pair[1].code);
        }
    }
}

#[test]
fn zones_overlay_districts_and_keep_their_codes() {
    let zone = full().boundaries.iter().find(|pack| pack.jurisdiction.as_str() == "XA-JK").unwrap();
    assert!(zone.grids.iter().all(|grid| grid.code.division().as_str() == "610112"));
    let spread: BTreeSet<_> = full()
        .jurisdictions
        .iter()
        .find(|known| known.id.as_str() == "XA-GX")
        .into_iter()
        .flat_map(|known| known.divisions.iter().map(|code| code.as_str()))
        .collect();
    assert_eq!(spread, BTreeSet::from(["610113", "610116", "610118", "610124"]));
}

#[test]
fn nearly_every_place_has_one_unit_in_every_layer_and_a_few_are_disputed() {
    let city = small();
    let index = GridIndex::build(&city.boundaries);
    let (mut overlaps, mut gaps) = (0, 0);
    for grid in index.grids() {
        for (layer, _) in index.layers() {
            match index.unit_for(grid.centre, layer) {
                UnitMatch::One(owner) => assert_eq!(owner.jurisdiction, grid.jurisdiction),
                UnitMatch::Overlap(_) => overlaps += 1,
                UnitMatch::Gap => gaps += 1,
            }
        }
    }
    assert_eq!((overlaps, gaps), (3, 3), "one of each in each jurisdiction");
    for remark in city.boundaries.iter().flat_map(|pack| &pack.remarks) {
        assert!(index.locate(remark.point).grid.is_some(), "a remark lies in the city");
    }
}

#[test]
fn the_bell_tower_stands_where_the_three_districts_meet() {
    let index = GridIndex::build(&small().boundaries);
    let near = index.within(Point::new(108.9423, 34.2610).unwrap(), 250.0);
    let districts: BTreeSet<_> = near.iter().map(|grid| grid.code.division().to_string()).collect();
    assert_eq!(districts.len(), 3, "{districts:?}");
}

#[test]
fn a_broken_line_names_its_file() {
    let names = "code,name,lon,lat\n610102,新城区,,\n610102001001,无街道社区,,\n";
    let files = Files { names, outline: "lon,lat\n1,x\n", inner: "", builtup: "", zones: "", roads: "", layers: "" };
    let error = Sources::read(&files).unwrap_err();
    assert_eq!((error.file, error.line), ("outline.csv", 2));
}

/// Writes the grids as a file of a partner: in GCJ-02, whatever it says.
fn in_gcj_02(boundaries: &[Boundaries], stated: Option<&str>) -> String {
    let position = |point: &Point| {
        let gcj = Wgs84 { lon: point.lon(), lat: point.lat() }.to_gcj02();
        json!([gcj.lon, gcj.lat])
    };
    let grids = boundaries.iter().flat_map(|pack| pack.grids.iter().map(move |grid| (&pack.jurisdiction, grid)));
    let features: Vec<Value> = grids
        .map(|(jurisdiction, grid)| {
            let ring =
                |ring: &Ring| ring.points().iter().chain(ring.points().first()).map(position).collect::<Vec<_>>();
            let rings: Vec<Vec<Value>> = grid.rings.iter().map(ring).collect();
            json!({"properties": {"code": grid.code, "jurisdiction": jurisdiction},
                "geometry": {"type": "Polygon", "coordinates": rings}})
        })
        .collect();
    let mut collection = json!({"type": "FeatureCollection", "features": features});
    if let Some(stated) = stated {
        collection["crs_name"] = json!(stated);
    }
    collection.to_string()
}

fn judged(text: &str) -> Judged {
    let term = Term { version: "partner".to_owned(), valid_from: Some(jiff::civil::date(2027, 1, 1)), valid_to: None };
    let known = Known { units: small().units.iter().map(|unit| unit.id.clone()).collect(), ..Known::default() };
    judge(small().boundaries.clone(), read(text).unwrap(), &term, &known)
}

/// What of a report is about unit grids.
fn of_grids(report: &Report) -> Vec<&Finding> {
    let is_meant = |finding: &&Finding| matches!(finding.code, Flaw::Gap | Flaw::Overlap | Flaw::Sliver);
    report.findings.iter().filter(is_meant).collect()
}

#[test]
fn its_own_grids_from_a_map_supplier_are_recognised_by_their_shift() {
    let judged = judged(&in_gcj_02(&small().boundaries, None));
    assert!(judged.joined.is_none(), "nothing is taken");
    let wrong = &judged.report.findings[0];
    assert_eq!((wrong.code, wrong.severity), (Flaw::WrongCrs, Severity::Error));
    // Half a kilometre to the south-east, as the formula has it at the Bell Tower.
    let metres = wrong.size.unwrap().size;
    assert!((455.0..475.0).contains(&metres), "{metres}");
    let east = wrong.en.split_once("lies ").unwrap().1.split_once(" m").unwrap().0.parse::<f64>().unwrap();
    let north = wrong.en.split_once("east and ").unwrap().1.split_once(" m").unwrap().0.parse::<f64>().unwrap();
    assert!((425.0..435.0).contains(&east) && (-180.0..-170.0).contains(&north), "{east} {north}");
}

#[test]
fn the_same_grids_fit_where_the_file_says_what_they_are() {
    let judged = judged(&in_gcj_02(&small().boundaries, Some("GCJ-02")));
    assert!(judged.joined.is_some());
    assert!(judged.report.findings.iter().all(|finding| finding.severity == Severity::Warning));
    assert_eq!(of_grids(&judged.report), Vec::<&Finding>::new(), "there and back moves nothing by more than rounding");
}

#[test]
fn there_is_no_gap_and_no_overlap_between_its_grids() {
    for city in [small(), full()] {
        let all = city.boundaries.iter().map(|pack| pack.jurisdiction.clone()).collect();
        let report = Report::new(of_ground(&city.boundaries, &all));
        assert_eq!(of_grids(&report), Vec::<&Finding>::new());
        let disputes = |flaw| report.findings.iter().filter(|finding| finding.code == flaw).count();
        assert!(disputes(Flaw::LayerOverlap) > 0 && disputes(Flaw::LayerGap) > 0, "the disputes that it was made with");
    }
}
