//! A pack's areas as GeoJSON in WGS-84, for a map.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::boundaries::{Boundaries, Fineness, RoadClass};
use super::contiguous;
use super::index::GridIndex;
use super::outline::{outer_lines, pieces_of};
use super::places::COMMUNITY;
use super::ring::Ring;
use super::written::Features;
use crate::ids::GridCode;

/// Returns the ground inside rings, holes taken off, in whole square metres.
pub fn area_m2(rings: &[Ring]) -> f64 {
    let piece = |piece: Vec<&Ring>| {
        let mut areas = piece.into_iter().map(Ring::area_m2);
        areas.next().unwrap_or(0.0) - areas.sum::<f64>()
    };
    pieces_of(rings).into_iter().map(piece).sum::<f64>().round()
}

/// Writes the unit grids in code order: `c` the code, `n` its last digits, `a` square metres, `d` the duty grids with
/// spaces between them, `b` the places in the list of those that share a side with it, `coarse` where it is a large one.
pub fn grids(pack: &Boundaries) -> String {
    let index = GridIndex::with_reach([pack], 0.0);
    let beside = contiguous::neighbours(&index);
    let mut shapes = Features::exact();
    for (grid, beside) in index.grids().iter().zip(&beside) {
        let code = grid.code.as_str();
        let duty: Vec<&str> = grid.duty_grids.iter().map(crate::ids::DutyGridId::as_str).collect();
        let mut properties = json!({
            "c": code,
            "n": code.get(COMMUNITY..).unwrap_or(code),
            "a": area_m2(grid.rings()),
            "d": duty.join(" "),
            "b": beside,
        });
        match (grid.fineness, properties.as_object_mut()) {
            (Fineness::Coarse, Some(properties)) => drop(properties.insert("coarse".to_owned(), Value::from(1))),
            (Fineness::Coarse | Fineness::Fine, _) => {}
        }
        shapes.ground(&properties, grid.rings());
    }
    shapes.end()
}

/// Writes the duty grids by their outer lines: `id`, `name`, `grids` how many unit grids.
pub fn duty_grids(pack: &Boundaries) -> String {
    let rings: BTreeMap<&GridCode, &[Ring]> =
        pack.grids.iter().map(|grid| (&grid.code, grid.rings.as_slice())).collect();
    let mut shapes = Features::exact();
    for duty in &pack.duty_grids {
        let own = duty.grids.iter().filter_map(|code| rings.get(code)).copied().flatten();
        let properties = json!({"id": duty.id, "name": duty.name, "grids": duty.grids.len()});
        shapes.lines(&properties, &outer_lines(own));
    }
    shapes.end()
}

/// Writes the industry areas: `layer`, `layer_name`, `unit`, `name`, `a` square metres.
pub fn industry(pack: &Boundaries) -> String {
    let mut shapes = Features::exact();
    for area in &pack.industry {
        let layer = pack.layers.iter().find(|layer| layer.code == area.layer);
        let properties = json!({
            "layer": area.layer,
            "layer_name": layer.map_or(area.layer.as_str(), |layer| layer.name.as_str()),
            "unit": area.unit,
            "name": area.unit_name,
            "a": area_m2(&area.rings),
        });
        shapes.ground(&properties, &area.rings);
    }
    shapes.end()
}

/// Writes the remarks: `text`, `layers` with spaces between them, `owner`, `document`.
pub fn remarks(pack: &Boundaries) -> String {
    let mut shapes = Features::exact();
    for remark in &pack.remarks {
        let layers: Vec<&str> = remark.layers.iter().map(crate::ids::LayerCode::as_str).collect();
        let properties = json!({
            "text": remark.text,
            "layers": layers.join(" "),
            "owner": remark.agreed_owner,
            "document": remark.document_ref,
        });
        shapes.place(&properties, remark.point);
    }
    shapes.end()
}

/// Writes the named roads: `name`, `main` where it is one of the great ones.
pub fn roads(pack: &Boundaries) -> String {
    let mut shapes = Features::exact();
    for road in &pack.roads {
        let properties = match road.class {
            RoadClass::Main => json!({"name": road.name, "main": 1}),
            RoadClass::Side => json!({"name": road.name}),
        };
        shapes.lines(&properties, std::slice::from_ref(&road.line));
    }
    shapes.end()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{area_m2, duty_grids, grids, industry, remarks, roads};
    use crate::grid::boundaries::Boundaries;
    use crate::grid::sample::{rectangle, town};

    fn read(write: fn(&Boundaries) -> String, pack: &Boundaries) -> Vec<Value> {
        let text: Value = serde_json::from_str(&write(pack)).unwrap();
        assert_eq!(text["type"], "FeatureCollection");
        text["features"].as_array().unwrap().clone()
    }

    #[test]
    fn a_grid_says_its_size_its_beat_and_its_neighbours() {
        let grids = read(grids, &town());
        assert_eq!(grids.len(), 16);
        let first = &grids[0]["properties"];
        assert_eq!(
            (&first["c"], &first["n"], &first["d"]),
            (&json!("610112001007001"), &json!("001"), &json!("610112-Z000"))
        );
        assert_eq!(first["b"], json!([1, 4]), "the one to the east and the one to the south");
        assert!((first["a"].as_f64().unwrap() - 10_212.0).abs() < 5.0, "{first}");
        let ring = &grids[0]["geometry"]["coordinates"][0][0];
        assert_eq!(ring.as_array().unwrap().len(), 5, "a ring of GeoJSON is closed");
        assert_eq!(ring[0], ring[4]);
        let holed = grids.iter().find(|grid| grid["geometry"]["coordinates"][0].as_array().unwrap().len() == 2);
        assert!(holed.is_some(), "a hole stands in its piece");
        assert_eq!(grids.iter().filter(|grid| grid["properties"]["coarse"] == 1).count(), 1);
    }

    #[test]
    fn everything_else_is_there_too() {
        let town = town();
        let beats = read(duty_grids, &town);
        assert_eq!((beats.len(), &beats[0]["properties"]["grids"]), (4, &json!(4)));
        assert_eq!(beats[0]["geometry"]["coordinates"].as_array().unwrap().len(), 1, "one line round it");
        let areas = read(industry, &town);
        assert_eq!(areas[0]["properties"]["layer_name"], "环卫保洁");
        assert_eq!(read(remarks, &town)[0]["properties"]["owner"], "610112-HW-1");
        assert_eq!(read(roads, &town)[0]["properties"]["main"], 1);
    }

    #[test]
    fn nothing_is_an_empty_collection_and_holes_are_no_ground() {
        let mut nothing = town();
        nothing.remarks.clear();
        assert!(read(remarks, &nothing).is_empty());
        let whole = area_m2(&[rectangle(0.0, 0.0, 1.0, 1.0)]);
        let holed = area_m2(&[rectangle(0.0, 0.0, 1.0, 1.0), rectangle(0.25, 0.25, 0.75, 0.75)]);
        assert!((holed / whole - 0.75).abs() < 0.001, "{holed} of {whole}");
    }
}
