use jiff::civil::date;

use crate::grid::boundaries::{Fineness, UnitGrid};
use crate::grid::edition::Term;
use crate::grid::features::{DutyFeature, DutyGround, Features, GridFeature, IndustryFeature};
use crate::grid::geojson::read;
use crate::grid::import::{Joined, join};
use crate::grid::index::{GridIndex, UnitMatch};
use crate::grid::sample::{at, code, rectangle, town};
use crate::place::crs::Crs;

fn term() -> Term {
    Term { version: "2026-12".to_owned(), valid_from: Some(date(2026, 12, 1)), valid_to: None }
}

fn none() -> Features {
    let (grids, duty_grids) = (Vec::new(), Vec::new());
    Features { crs: Crs::Wgs84, grids, duty_grids, industry: Vec::new(), remarks: Vec::new() }
}

fn grid(text: &str, west: f64, south: f64, east: f64, north: f64) -> GridFeature {
    let rings = vec![rectangle(west, south, east, north)];
    GridFeature {
        number: 1,
        grid: UnitGrid { code: text.parse().unwrap(), fineness: Fineness::Fine, rings },
        jurisdiction: None,
        duty_grid: None,
        places: Vec::new(),
    }
}

#[test]
fn a_first_import_makes_a_jurisdiction_of_each_district() {
    let grids = vec![grid("610112001001001", 0.0, 0.0, 1.0, 1.0), grid("610113001001001", 1.0, 0.0, 2.0, 1.0)];
    let Joined { boundaries, changed, .. } = join(Vec::new(), Features { grids, ..none() }, &term());
    assert_eq!(boundaries.iter().map(|pack| pack.jurisdiction.as_str()).collect::<Vec<_>>(), ["610112", "610113"]);
    assert_eq!(changed.len(), 2);
    assert_eq!(boundaries[0].version, "2026-12");
}

#[test]
fn a_grid_replaces_its_code_and_what_lies_on_its_ground() {
    let moved = grid(code(0, 0).as_str(), 5.0, 5.0, 6.0, 6.0);
    let large = grid("610112001007900", 2.0, 2.0, 4.0, 4.0);
    let joined = join(vec![town()], Features { grids: vec![moved, large], ..none() }, &term());
    let index = GridIndex::build(&joined.boundaries);
    assert_eq!(index.grids().len(), 16 - 4 + 1, "four made room for one");
    assert_eq!(index.locate(at(5.5, 5.5)).grid.unwrap().code, code(0, 0));
    assert!(index.locate(at(0.4, 0.4)).grid.is_none());
    assert_eq!(index.grid(&code(0, 0)).unwrap().duty_grids.len(), 1, "it stays on its beat");
    let gone: Vec<_> =
        joined.findings.iter().map(|finding| (finding.code.as_str(), finding.about[0].as_str())).collect();
    let expected = [code(2, 2), code(3, 2), code(2, 3), code(3, 3)];
    assert_eq!(gone, expected.each_ref().map(|code| ("grid_gone", code.as_str())));
}

#[test]
fn a_grid_goes_to_the_beat_that_the_file_names() {
    let moved = |beat: &str| GridFeature {
        duty_grid: Some(beat.parse().unwrap()),
        ..grid(code(0, 0).as_str(), 0.0, 0.0, 1.0, 1.0)
    };
    let joined = join(vec![town()], Features { grids: vec![moved("610112-Z003")], ..none() }, &term());
    let beats = |joined: &Joined| {
        let index = GridIndex::build(&joined.boundaries);
        index.grid(&code(0, 0)).unwrap().duty_grids.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(beats(&joined), ["610112-Z003"]);
    // A beat whose every grid comes back keeps its name.
    let back: Vec<GridFeature> = (0..4)
        .map(|row| GridFeature {
            duty_grid: Some("610112-Z000".parse().unwrap()),
            ..grid(code(0, row).as_str(), 0.0, f64::from(row), 1.0, f64::from(row) + 1.0)
        })
        .collect();
    let joined = join(vec![town()], Features { grids: back, ..none() }, &term());
    assert_eq!(beats(&joined), ["610112-Z000"]);
    assert_eq!(joined.boundaries[0].duty_grids[0].name, "第0片区");
}

#[test]
fn a_layer_is_replaced_as_a_whole() {
    let area = IndustryFeature {
        number: 1,
        layer: "sanitation".parse().unwrap(),
        unit: "NEW-1".parse().unwrap(),
        unit_name: "新所".to_owned(),
        jurisdiction: None,
        rings: vec![rectangle(0.0, 0.0, 4.0, 4.0)],
    };
    let joined = join(vec![town()], Features { industry: vec![area], ..none() }, &term());
    let index = GridIndex::build(&joined.boundaries);
    let layer = "sanitation".parse().unwrap();
    assert!(matches!(index.unit_for(at(1.5, 2.5), &layer), UnitMatch::One(owner) if owner.unit.as_str() == "NEW-1"));
}

#[test]
fn what_lies_nowhere_is_said_and_not_lost_in_silence() {
    let text = r#"{"type":"FeatureCollection","features":[{"properties":{"text":"远"},
        "geometry":{"type":"Point","coordinates":[100.0,30.0]}}]}"#;
    let joined = join(vec![town()], read(text).unwrap().features, &term());
    assert_eq!(joined.findings.len(), 1);
    assert!(joined.changed.is_empty());
}

fn duty(id: &str, ground: DutyGround) -> DutyFeature {
    DutyFeature { number: 1, id: id.parse().unwrap(), name: None, jurisdiction: None, ground }
}

#[test]
fn a_beat_replaces_the_one_with_its_id_and_an_empty_one_is_no_more() {
    let drawn = duty("610112-Z000", DutyGround::Outline(vec![rectangle(0.0, 0.0, 2.0, 2.0)]));
    let unknown = "610112009009009".parse().unwrap();
    let listed = duty("610112-Z009", DutyGround::Grids(vec![code(3, 3), unknown]));
    let gone = duty("610112-Z002", DutyGround::Grids(Vec::new()));
    let joined = join(vec![town()], Features { duty_grids: vec![drawn, listed, gone], ..none() }, &term());
    let index = GridIndex::build(&joined.boundaries);
    let beat = index.duty_grid(&"610112-Z000".parse().unwrap()).unwrap();
    assert_eq!((beat.name.as_str(), beat.grids.len()), ("第0片区", 4), "it keeps its name");
    assert_eq!(index.grid(&code(3, 3)).unwrap().duty_grids.len(), 2, "a grid may be on two beats");
    assert!(index.duty_grid(&"610112-Z002".parse().unwrap()).is_none());
    let words: Vec<_> = joined.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(words, ["unknown_grid", "duty_grid_gone"]);
}
