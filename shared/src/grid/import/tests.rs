use jiff::civil::date;

use crate::grid::boundaries::{Boundaries, Fineness, UnitGrid};
use crate::grid::geojson::{Features, GridFeature, IndustryFeature, from_geojson};
use crate::grid::import::{Edition, Joined, join, survey};
use crate::grid::index::{GridIndex, UnitMatch};
use crate::grid::sample::{at, code, rectangle, town};
use crate::place::crs::Crs;

fn edition() -> Edition {
    Edition { version: "2026-12".to_owned(), valid_from: date(2026, 12, 1) }
}

fn none() -> Features {
    Features { crs: Crs::Wgs84, grids: Vec::new(), industry: Vec::new(), remarks: Vec::new() }
}

fn grid(text: &str, west: f64, south: f64, east: f64, north: f64) -> GridFeature {
    let rings = vec![rectangle(west, south, east, north)];
    GridFeature {
        grid: UnitGrid { code: text.parse().unwrap(), fineness: Fineness::Fine, rings },
        jurisdiction: None,
        duty_grid: None,
        places: Vec::new(),
    }
}

#[test]
fn a_first_import_makes_a_jurisdiction_of_each_district() {
    let grids = vec![grid("610112001001001", 0.0, 0.0, 1.0, 1.0), grid("610113001001001", 1.0, 0.0, 2.0, 1.0)];
    let Joined { boundaries, changed, .. } = join(Vec::new(), Features { grids, ..none() }, &edition());
    assert_eq!(boundaries.iter().map(|pack| pack.jurisdiction.as_str()).collect::<Vec<_>>(), ["610112", "610113"]);
    assert_eq!(changed.len(), 2);
    assert_eq!(boundaries[0].version, "2026-12");
}

#[test]
fn a_grid_replaces_its_code_and_what_lies_on_its_ground() {
    let moved = grid(code(0, 0).as_str(), 5.0, 5.0, 6.0, 6.0);
    let large = grid("610112001007900", 2.0, 2.0, 4.0, 4.0);
    let joined = join(vec![town()], Features { grids: vec![moved, large], ..none() }, &edition());
    let index = GridIndex::build(&joined.boundaries);
    assert_eq!(index.grids().len(), 16 - 4 + 1, "four made room for one");
    assert_eq!(index.locate(at(5.5, 5.5)).grid.unwrap().code, code(0, 0));
    assert!(index.locate(at(0.4, 0.4)).grid.is_none());
    assert_eq!(index.grid(&code(0, 0)).unwrap().duty_grids.len(), 1, "it stays on its beat");
}

#[test]
fn a_layer_is_replaced_as_a_whole() {
    let area = IndustryFeature {
        layer: "sanitation".parse().unwrap(),
        unit: "NEW-1".parse().unwrap(),
        unit_name: "新所".to_owned(),
        jurisdiction: None,
        rings: vec![rectangle(0.0, 0.0, 4.0, 4.0)],
    };
    let joined = join(vec![town()], Features { industry: vec![area], ..none() }, &edition());
    let index = GridIndex::build(&joined.boundaries);
    let layer = "sanitation".parse().unwrap();
    assert!(matches!(index.unit_for(at(1.5, 2.5), &layer), UnitMatch::One(owner) if owner.unit.as_str() == "NEW-1"));
}

#[test]
fn what_lies_nowhere_is_said_and_not_lost_in_silence() {
    let text = r#"{"type":"FeatureCollection","features":[{"properties":{"text":"远"},
        "geometry":{"type":"Point","coordinates":[100.0,30.0]}}]}"#;
    let joined = join(vec![town()], from_geojson(text).unwrap(), &edition());
    assert_eq!(joined.left_out.len(), 1);
    assert!(joined.changed.is_empty());
}

#[test]
fn a_sound_town_has_no_findings_but_its_disputes() {
    let findings = survey([&town()]);
    assert!(findings.overlapping_grids.is_empty() && findings.grids_by_a_gap.is_empty(), "{findings:?}");
    let count = |lists: &std::collections::BTreeMap<_, Vec<_>>| lists.values().map(Vec::len).sum::<usize>();
    assert_eq!((count(&findings.unit_overlaps), count(&findings.unit_gaps)), (2, 4));
}

#[test]
fn an_overlap_and_a_strip_of_nobody_are_found() {
    let grids = vec![
        grid("610112001001001", 0.0, 0.0, 1.0, 1.0),
        grid("610112001001002", 0.9, 0.0, 2.0, 1.0),
        grid("610112001001003", 2.02, 0.0, 3.0, 1.0),
    ];
    let joined = join(Vec::<Boundaries>::new(), Features { grids, ..none() }, &edition());
    let findings = survey(&joined.boundaries);
    assert_eq!(findings.overlapping_grids.len(), 1);
    let by_gap: Vec<_> = findings.grids_by_a_gap.iter().map(|code| code.as_str()).collect();
    assert_eq!(by_gap, ["610112001001002", "610112001001003"]);
}
