//! Every finding, made on purpose in the town of sixteen grids.

use std::collections::BTreeSet;

use jiff::civil::date;
use serde_json::{Value, json};

use super::finding::{Finding, Flaw, Severity};
use super::{Known, Report};
use crate::grid::boundaries::Boundaries;
use crate::grid::edition::Term;
use crate::grid::geojson::read;
use crate::grid::import::{Judged, judge};
use crate::grid::sample::{self, at, code};
use crate::place::convert::Wgs84;
use crate::place::crs::Crs;
use crate::place::point::Point;

type Corner = (f64, f64);

/// The town without the pond in its north-east, which is nobody's.
fn town() -> Boundaries {
    let mut town = sample::town();
    town.grids.iter_mut().for_each(|grid| grid.rings.truncate(1));
    town
}

/// A square counted in sides of a grid, as corners.
fn square(west: f64, south: f64, east: f64, north: f64) -> Vec<Corner> {
    vec![(west, south), (east, south), (east, north), (west, north)]
}

/// Writes a place in a system.
fn written(corner: Corner, crs: Crs) -> [f64; 2] {
    let point = at(corner.0, corner.1);
    let wgs = Wgs84 { lon: point.lon(), lat: point.lat() };
    match crs {
        Crs::Wgs84 | Crs::Cgcs2000 => [wgs.lon, wgs.lat],
        Crs::Gcj02 => {
            let gcj = wgs.to_gcj02();
            [gcj.lon, gcj.lat]
        }
        Crs::Bd09 => {
            let baidu = wgs.to_gcj02().to_bd09();
            [baidu.lon, baidu.lat]
        }
    }
}

fn feature_in(crs: Crs, properties: Value, corners: &[Corner]) -> Value {
    let ring: Vec<[f64; 2]> = corners.iter().chain(corners.first()).map(|corner| written(*corner, crs)).collect();
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

fn feature(properties: Value, corners: &[Corner]) -> Value {
    feature_in(Crs::Wgs84, properties, corners)
}

fn grid(code: &str, corners: &[Corner]) -> Value {
    feature(json!({"code": code}), corners)
}

fn judged(existing: Vec<Boundaries>, features: &[Value]) -> Judged {
    judged_as(existing, features, None)
}

fn judged_as(existing: Vec<Boundaries>, features: &[Value], crs: Option<&str>) -> Judged {
    let mut collection = json!({"type": "FeatureCollection", "features": features});
    if let Some(crs) = crs {
        collection["crs_name"] = json!(crs);
    }
    let term = Term { version: "next".to_owned(), valid_from: Some(date(2026, 12, 1)), valid_to: None };
    let known = Known {
        units: ["610112-HW-1", "610112-HW-2"].map(|unit| unit.parse().unwrap()).into(),
        layers: ["sanitation"].map(|layer| layer.parse().unwrap()).into(),
    };
    judge(existing, read(&collection.to_string()).unwrap(), &term, &known)
}

/// What a report says of one kind.
fn of(report: &Report, flaw: Flaw) -> Vec<&Finding> {
    report.findings.iter().filter(|finding| finding.code == flaw).collect()
}

#[track_caller]
fn only(report: &Report, flaw: Flaw) -> &Finding {
    match of(report, flaw).as_slice() {
        [one] => one,
        others => panic!("{others:#?}, all: {:#?}", report.findings),
    }
}

/// The words and severities of everything that was found, each once.
fn words(report: &Report) -> Vec<(&'static str, &'static str)> {
    let all: BTreeSet<_> =
        report.findings.iter().map(|finding| (finding.severity.as_str(), finding.code.as_str())).collect();
    all.into_iter().collect()
}

#[track_caller]
fn near(finding: &Finding, corner: Corner, metres: f64) {
    let apart = finding.at.unwrap().distance_m(at(corner.0, corner.1));
    assert!(apart <= metres, "{apart} m from {corner:?}: {finding:?}");
}

#[track_caller]
fn sized(finding: &Finding, expected: f64, unit: &str) {
    let size = serde_json::to_value(finding).unwrap();
    let found = size["size"].as_f64().unwrap();
    assert!((found - expected).abs() <= expected * 0.03 && size["unit"] == unit, "{expected} {unit}: {size}");
}

/// The ground beside the town, whose places are known.
const BESIDE: &str = "610112001007";

#[test]
fn ground_that_fits_has_no_finding() {
    let grids = [
        grid(&format!("{BESIDE}101"), &square(4.0, 0.0, 5.0, 4.0)),
        grid(&format!("{BESIDE}102"), &square(0.0, 4.0, 5.0, 5.0)),
    ];
    let judged = judged(vec![town()], &grids);
    // The town's own layer claims some of its ground twice and some not at all, and none of what is new.
    assert_eq!(words(&judged.report), [("warning", "layer_gap"), ("warning", "layer_overlap")]);
    assert!(judged.joined.is_some());
}

#[test]
fn a_hole_in_a_grid_that_nothing_fills_is_a_gap() {
    let judged = judged(vec![sample::town()], &[grid(&format!("{BESIDE}101"), &square(4.0, 0.0, 5.0, 4.0))]);
    let pond = only(&judged.report, Flaw::Gap);
    assert_eq!(pond.about, [code(3, 3).to_string()]);
    near(pond, (3.5, 3.5), 1.0);
}

#[test]
fn a_malformed_code_and_a_doubled_one_are_errors_and_nothing_is_taken() {
    let grids = [
        grid("61011200100710", &square(4.0, 0.0, 5.0, 1.0)),
        grid(&format!("{BESIDE}102"), &square(4.0, 1.0, 5.0, 2.0)),
        grid(&format!("{BESIDE}102"), &square(4.0, 2.0, 5.0, 3.0)),
    ];
    let judged = judged(vec![town()], &grids);
    assert!(judged.joined.is_none(), "nothing half done");
    let malformed = only(&judged.report, Flaw::MalformedCode);
    assert_eq!((malformed.severity, malformed.feature), (Severity::Error, Some(1)));
    assert_eq!(malformed.about, ["61011200100710"]);
    near(malformed, (4.0, 0.0), 0.1);
    let doubled = only(&judged.report, Flaw::DoubledCode);
    assert_eq!((doubled.severity, doubled.feature), (Severity::Error, Some(3)));
    assert_eq!(doubled.about, [format!("{BESIDE}102")]);
    near(doubled, (4.5, 2.5), 1.0);
    assert!(doubled.zh.contains("2, 3") && doubled.en.contains("features 2, 3"));
}

#[test]
fn a_feature_that_cannot_be_used_says_why_and_where() {
    let turned = json!({"properties": {"code": format!("{BESIDE}101")},
        "geometry": {"type": "Polygon", "coordinates": [[[34.26, 108.94], [34.27, 108.94], [34.27, 108.95]]]}});
    let projected = json!({"properties": {"code": format!("{BESIDE}102")},
        "geometry": {"type": "Polygon", "coordinates": [[[494_000.0, 3_792_000.0], [494_100.0, 3_792_000.0]]]}});
    let bare = json!({"properties": {"code": format!("{BESIDE}103")}, "geometry": null});
    let nameless = feature(json!({"name": "?"}), &square(4.0, 0.0, 5.0, 1.0));
    let judged = judged(vec![town()], &[turned, projected, bare, nameless]);
    let bad = of(&judged.report, Flaw::BadFeature);
    let told: Vec<_> = bad.iter().map(|one| (one.feature.unwrap(), one.en.as_str())).collect();
    assert!(told[0].0 == 1 && told[0].1.contains("the wrong way round"), "{told:?}");
    assert!(told[1].0 == 2 && told[1].1.contains("projected"), "{told:?}");
    assert_eq!((told[2].0, told[2].1), (3, "it has no geometry"));
    assert_eq!(told[3].0, 4);
    near(bad[3], (4.0, 0.0), 0.1);
    assert!(bad.iter().all(|one| one.severity == Severity::Error && !one.zh.is_empty()));
}

#[test]
fn an_outline_that_crosses_itself_is_an_error_on_a_grid_and_a_warning_on_an_industry_area() {
    let tie = [(4.0, 0.0), (5.0, 1.0), (5.0, 0.0), (4.0, 1.0)];
    let lobes = [(4.0, 0.0), (6.0, 0.0), (6.0, 1.0), (5.0, 1.0), (5.0, -1.0), (4.0, -1.0)];
    for corners in [tie.as_slice(), &lobes] {
        let judged = judged(vec![town()], &[grid(&format!("{BESIDE}101"), corners)]);
        let crossing = only(&judged.report, Flaw::SelfCrossing);
        assert_eq!((crossing.severity, crossing.feature), (Severity::Error, Some(1)));
        near(crossing, if corners.len() == 4 { (4.5, 0.5) } else { (5.0, 0.0) }, 0.1);
        assert!(judged.joined.is_none());
    }
    let area = feature(json!({"layer": "sanitation", "unit": "610112-HW-1"}), &lobes);
    let judged = judged(vec![town()], &[area]);
    assert_eq!(only(&judged.report, Flaw::SelfCrossing).severity, Severity::Warning);
    assert!(judged.joined.is_some());
}

#[test]
fn an_overlap_names_its_grids_its_place_and_its_size() {
    let judged = judged(vec![town()], &[grid(&format!("{BESIDE}101"), &square(3.9, 0.0, 5.0, 1.0))]);
    let overlap = only(&judged.report, Flaw::Overlap);
    assert_eq!(overlap.severity, Severity::Warning);
    assert_eq!(overlap.about, [code(3, 0).to_string(), format!("{BESIDE}101")]);
    near(overlap, (3.95, 0.5), 1.0);
    sized(overlap, 1_021.0, "m2");
}

#[test]
fn a_gap_is_found_where_it_is_closed_and_where_it_is_open() {
    // A ring of grids round a square that is nobody's …
    let ring = [
        grid(&format!("{BESIDE}101"), &square(4.0, 0.0, 7.0, 1.0)),
        grid(&format!("{BESIDE}102"), &square(4.0, 2.0, 7.0, 3.0)),
        grid(&format!("{BESIDE}103"), &square(6.0, 1.0, 7.0, 2.0)),
    ];
    let judged = judged(vec![town()], &ring);
    let gap = only(&judged.report, Flaw::Gap);
    assert_eq!(gap.severity, Severity::Warning);
    assert_eq!(gap.about.len(), 4, "{:?}", gap.about);
    near(gap, (5.0, 1.5), 1.0);
    sized(gap, 20_420.0, "m2");
    assert_eq!(gap.outline.len(), 1);
    // … and a strip of two metres that both ends of are open.
    let judged = judged_strip(0.02);
    let gap = only(&judged.report, Flaw::Gap);
    assert_eq!(gap.about, [code(3, 0).to_string(), format!("{BESIDE}101")]);
    near(gap, (4.01, 0.5), 60.0);
    let size = gap.size.unwrap().size;
    assert!((150.0..260.0).contains(&size), "111 metres by 1.8: {size}");
}

fn judged_strip(wide: f64) -> Judged {
    judged(vec![town()], &[grid(&format!("{BESIDE}101"), &square(4.0 + wide, 0.0, 5.0, 1.0))])
}

#[test]
fn what_is_narrower_than_a_metre_is_a_sliver() {
    for (wide, word) in [(0.004, "strip"), (-0.004, "overlap")] {
        let judged = judged_strip(wide);
        let sliver = only(&judged.report, Flaw::Sliver);
        assert_eq!(sliver.severity, Severity::Warning);
        assert!(sliver.en.contains(word), "{}", sliver.en);
        assert_eq!(sliver.about, [code(3, 0).to_string(), format!("{BESIDE}101")]);
    }
    let thin = grid(&format!("{BESIDE}101"), &square(4.0, 0.0, 4.005, 4.0));
    let judged = judged(vec![town()], &[thin]);
    assert_eq!(only(&judged.report, Flaw::Sliver).about, [format!("{BESIDE}101")]);
}

#[test]
fn a_centimetre_is_rounding_and_nothing_to_be_told() {
    for wide in [0.0001, -0.0001] {
        let judged = judged_strip(wide);
        for flaw in [Flaw::Sliver, Flaw::Gap, Flaw::Overlap] {
            assert_eq!(of(&judged.report, flaw), Vec::<&Finding>::new());
        }
    }
}

#[test]
fn what_was_wrong_elsewhere_before_is_not_told_again() {
    let mut other = town();
    other.jurisdiction = "XA-GX".parse().unwrap();
    other.grids.truncate(1);
    other.grids[0].code = "610113001001001".parse().unwrap();
    other.duty_grids.clear();
    other.industry.clear();
    other.remarks.clear();
    let mut broken = other.clone();
    broken.grids[0].rings = vec![sample::rectangle(20.0, 20.0, 21.0, 21.0)];
    broken.grids.push(broken.grids[0].clone());
    broken.grids[1].code = "610113001001002".parse().unwrap();
    let judged = judged(vec![town(), broken], &[grid(&format!("{BESIDE}101"), &square(4.0, 0.0, 5.0, 1.0))]);
    assert_eq!(of(&judged.report, Flaw::Overlap), Vec::<&Finding>::new());
}

#[test]
fn unknown_places_are_warnings_each_told_once() {
    let grids = [
        grid("610112001008001", &square(4.0, 0.0, 5.0, 1.0)),
        grid("610112001008002", &square(4.0, 1.0, 5.0, 2.0)),
        grid("610112099001001", &square(4.0, 2.0, 5.0, 3.0)),
        grid("610199001001001", &square(4.0, 3.0, 5.0, 4.0)),
    ];
    let judged = judged(vec![town()], &grids);
    assert!(judged.joined.is_some(), "a warning refuses nothing");
    let community = only(&judged.report, Flaw::UnknownCommunity);
    assert_eq!((community.about.as_slice(), community.feature), (["610112001008".to_owned()].as_slice(), Some(1)));
    assert!(community.en.contains("2 grids"), "{}", community.en);
    assert_eq!(only(&judged.report, Flaw::UnknownStreet).about, ["610112099"]);
    assert_eq!(only(&judged.report, Flaw::UnknownDistrict).about, ["610199"]);
    assert_eq!(judged.report.count(Severity::Error), 0);
    let named = feature(json!({"code": "610112001008001", "community": "新社区"}), &square(4.0, 0.0, 5.0, 1.0));
    let judged = judged_as(vec![town()], &[named], None);
    assert_eq!(of(&judged.report, Flaw::UnknownCommunity), Vec::<&Finding>::new(), "the file names it itself");
}

#[test]
fn a_layer_tells_its_gaps_its_overlaps_and_units_that_nobody_knows() {
    let area = |unit: &str, corners: &[Corner]| feature(json!({"layer": "sanitation", "unit": unit}), corners);
    let areas = [
        area("610112-HW-1", &square(0.0, 0.0, 2.1, 4.0)),
        // Upon each other, but one unit's.
        area("610112-HW-2", &square(2.0, 0.0, 4.0, 3.0)),
        area("610112-HW-2", &square(2.0, 2.0, 4.0, 3.0)),
        area("NOBODY", &square(3.0, 3.0, 9.0, 4.0)),
    ];
    let judged = judged(vec![town()], &areas);
    let overlap = only(&judged.report, Flaw::LayerOverlap);
    assert_eq!(overlap.about, ["sanitation", "610112-HW-1", "610112-HW-2"]);
    sized(overlap, 0.1 * 3.0 * 10_210.0, "m2");
    let gap = only(&judged.report, Flaw::LayerGap);
    assert_eq!(gap.about, ["sanitation", "610112"]);
    near(gap, (2.55, 3.5), 1.0);
    sized(gap, 0.9 * 10_210.0, "m2");
    let unknown = only(&judged.report, Flaw::UnknownUnit);
    assert_eq!((unknown.about.as_slice(), unknown.feature), (["NOBODY".to_owned()].as_slice(), Some(4)));
    assert!(judged.joined.is_some());
}

#[test]
fn a_layer_that_no_category_belongs_to_is_told_once() {
    let area = |corners: &[Corner]| feature(json!({"layer": "sanitaton", "unit": "610112-HW-1"}), corners);
    let judged = judged(vec![town()], &[area(&square(0.0, 0.0, 1.0, 1.0)), area(&square(1.0, 0.0, 2.0, 1.0))]);
    let unknown = only(&judged.report, Flaw::UnknownLayer);
    assert_eq!((unknown.about.as_slice(), unknown.feature), (["sanitaton".to_owned()].as_slice(), Some(1)));
    assert!(judged.joined.is_some());
}

#[test]
fn what_lies_nowhere_and_a_beat_of_unknown_grids_are_told() {
    let far = feature(json!({"layer": "sanitation", "unit": "610112-HW-1"}), &square(90.0, 90.0, 91.0, 91.0));
    let beat = json!({"properties": {"duty_grid": "610112-Z000", "grids": ["610112009009009"]}});
    let gone = json!({"properties": {"duty_grid": "610112-Z001", "grids": []}});
    let judged = judged(vec![town()], &[far, beat, gone]);
    assert_eq!(of(&judged.report, Flaw::Nowhere).len(), 2, "{:#?}", judged.report.findings);
    assert_eq!(only(&judged.report, Flaw::UnknownGrid).about, ["610112-Z000", "610112009009009"]);
    assert_eq!(of(&judged.report, Flaw::DutyGridGone).len(), 2);
}

/// The town's own grids, written in a system.
fn town_in(crs: Crs) -> Vec<Value> {
    let columns = (0..4).flat_map(|column| (0..4).map(move |row| (column, row)));
    let grid = |(column, row): (i32, i32)| {
        let (x, y) = (f64::from(column), f64::from(row));
        feature_in(crs, json!({"code": code(column, row).as_str()}), &square(x, y, x + 1.0, y + 1.0))
    };
    columns.map(grid).collect()
}

#[test]
fn data_in_one_system_that_say_they_are_in_another_are_recognised() {
    let cases = [
        (Crs::Gcj02, None, "GCJ-02", 463.0),
        (Crs::Gcj02, Some("CGCS2000"), "GCJ-02", 463.0),
        (Crs::Bd09, None, "BD-09", 1_143.0),
        (Crs::Wgs84, Some("GCJ-02"), "WGS-84", 463.0),
        (Crs::Bd09, Some("GCJ-02"), "BD-09", 900.0),
    ];
    for (really, stated, named, metres) in cases {
        let judged = judged_as(vec![town()], &town_in(really), stated);
        assert_eq!(words(&judged.report)[0], ("error", "wrong_crs"), "{really} as {stated:?}");
        let wrong = only(&judged.report, Flaw::WrongCrs);
        assert_eq!(wrong.about, [named]);
        let size = wrong.size.unwrap().size;
        assert!((size - metres).abs() < metres * 0.06, "{really} as {stated:?}: {size}");
        assert!(judged.joined.is_none());
        assert!(wrong.en.contains(&format!("\"crs_name\": \"{named}\"")));
    }
    let judged = judged_as(vec![town()], &town_in(Crs::Gcj02), None);
    let wrong = only(&judged.report, Flaw::WrongCrs);
    assert!(wrong.en.contains("+429 m east and -176 m north"), "{}", wrong.en);
    for (really, stated) in [(Crs::Wgs84, None), (Crs::Gcj02, Some("GCJ-02")), (Crs::Bd09, Some("BD-09"))] {
        let judged = judged_as(vec![town()], &town_in(really), stated);
        assert_eq!(of(&judged.report, Flaw::WrongCrs), Vec::<&Finding>::new(), "{really}");
        assert!(judged.joined.is_some());
    }
}

#[test]
fn a_wrong_system_shows_on_lines_where_all_codes_are_new() {
    let mut recoded = town_in(Crs::Gcj02);
    for (place, grid) in recoded.iter_mut().enumerate() {
        grid["properties"]["code"] = json!(format!("610112001007{:03}", 200 + place));
    }
    let judged = judged_as(vec![town()], &recoded, None);
    assert_eq!(only(&judged.report, Flaw::WrongCrs).about, ["GCJ-02"]);
    let areas: Vec<Value> = (0..4)
        .map(|column| {
            let x = f64::from(column);
            let properties = json!({"layer": "sanitation", "unit": "610112-HW-1"});
            feature_in(Crs::Gcj02, properties, &square(x, 0.0, x + 1.0, 4.0))
        })
        .collect();
    let judged = judged_as(vec![town()], &areas, None);
    assert_eq!(only(&judged.report, Flaw::WrongCrs).about, ["GCJ-02"], "industry areas as well");
    let judged = judged_as(vec![town()], &areas, Some("GCJ-02"));
    assert_eq!(of(&judged.report, Flaw::WrongCrs), Vec::<&Finding>::new());
}

#[test]
fn grids_that_moved_a_little_are_no_wrong_system() {
    let moved: Vec<Value> = (0..4)
        .map(|column| {
            let x = f64::from(column) + 0.2;
            grid(code(column, 0).as_str(), &square(x, 0.1, x + 1.0, 1.1))
        })
        .collect();
    let judged = judged(vec![town()], &moved);
    assert_eq!(of(&judged.report, Flaw::WrongCrs), Vec::<&Finding>::new());
}

#[test]
fn a_report_is_one_document_and_one_map() {
    let grids = [
        grid("61011200100710", &square(4.0, 0.0, 5.0, 1.0)),
        grid(&format!("{BESIDE}101"), &square(3.9, 1.0, 5.0, 2.0)),
    ];
    let report = judged(vec![town()], &grids).report;
    let document = serde_json::to_value(&report).unwrap();
    assert_eq!((&document["errors"], &document["counts"]["malformed_code"]), (&json!(1), &json!(1)));
    assert_eq!(document["findings"].as_array().unwrap().len(), report.findings.len());
    let first = &document["findings"][0];
    assert_eq!((&first["code"], &first["severity"]), (&json!("malformed_code"), &json!("error")), "errors first");
    for field in ["about", "feature", "at", "zh", "en"] {
        assert!(first.get(field).is_some(), "{field}");
    }
    let map = report.to_geojson();
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), report.findings.len());
    let overlap = features.iter().find(|feature| feature["properties"]["code"] == "overlap").unwrap();
    assert_eq!(overlap["geometry"]["type"], "Polygon");
    assert_eq!(overlap["geometry"]["coordinates"][0][0], overlap["geometry"]["coordinates"][0][4], "closed");
    assert_eq!(features[0]["geometry"]["type"], "Point");
}

#[test]
fn every_flaw_has_words_of_its_own() {
    let all = || Flaw::ALL.iter();
    for words in [all().map(|flaw| flaw.as_str()).collect::<BTreeSet<_>>(), all().map(|flaw| flaw.zh()).collect()] {
        assert_eq!(words.len(), Flaw::ALL.len());
    }
    assert!(all().all(|flaw| flaw.as_str().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
}

#[test]
fn shapes_at_both_ends_of_the_earth_are_told_and_no_crash() {
    let far = |west: f64| {
        let ring = [[west, -89.0], [west + 1.0, -89.0], [west + 1.0, 89.0], [west, 89.0], [west, -89.0]];
        json!({"properties": {"code": format!("{BESIDE}{:03.0}", 500.0 + west)},
            "geometry": {"type": "Polygon", "coordinates": [ring]}})
    };
    let judged = judged(vec![town()], &[far(-180.0), far(179.0)]);
    assert!(judged.joined.is_some());
    let Point { lon_e7, .. } = at(0.0, 0.0);
    assert!(lon_e7 > 0);
}
