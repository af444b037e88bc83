//! The ground of one's scope: unit grids, duty grids, roads, names and industry layers, as the map draws them.

use std::collections::BTreeSet;

use app_bridge::sheet::{IndustryLayer, MapGround};
use serde_json::json;
use shared::grid::boundaries::RoadClass;
use shared::grid::index::{Grid, GridIndex};
use shared::grid::outline;
use shared::grid::places::{COMMUNITY, Middle, places as named};
use shared::grid::written::Features;
use shared::ids::{DutyGridId, GridCode};
use shared::place::crs::Crs;

use super::own;
use crate::core::Inner;
use crate::error::Result;

/// Returns the ground in the system that it is to be shown in.
pub fn ground(core: &Inner, shown_in: Crs) -> Result<MapGround> {
    let packs = core.packs()?;
    let own = own::duty_grids(core, &packs)?;
    Ok(MapGround { ground: own::name_of_ground(&packs, &own), json: write(&packs.index, &own, shown_in) })
}

/// Returns the industry layers that the ground has areas of, as the packs name them.
pub fn layers(index: &GridIndex) -> Vec<IndustryLayer> {
    index.layers().map(|(code, name)| IndustryLayer { code: code.clone(), name: name.to_owned() }).collect()
}

fn write(index: &GridIndex, own: &BTreeSet<DutyGridId>, shown_in: Crs) -> String {
    let collections = [
        ("grids", grids(index, own, shown_in)),
        ("duty", duty(index, own, shown_in)),
        ("roads", roads(index, shown_in)),
        ("places", places(index, own, shown_in)),
        ("industry", industry(index, shown_in)),
    ];
    let fields: Vec<String> = collections.iter().map(|(name, features)| format!("\"{name}\":{features}")).collect();
    format!("{{{}}}", fields.join(","))
}

fn grids(index: &GridIndex, own: &BTreeSet<DutyGridId>, shown_in: Crs) -> String {
    let mut features = Features::shown_in(shown_in);
    for grid in index.grids() {
        let code = grid.code.as_str();
        let last = code.get(COMMUNITY..).unwrap_or(code);
        let is_own = grid.duty_grids.iter().any(|id| own.contains(id));
        let said = if is_own { json!({"n": last, "c": code, "own": 1}) } else { json!({"n": last, "c": code}) };
        features.ground(&said, grid.rings());
    }
    features.end()
}

fn duty(index: &GridIndex, own: &BTreeSet<DutyGridId>, shown_in: Crs) -> String {
    let mut features = Features::shown_in(shown_in);
    for (id, duty) in index.duty_grids() {
        let name = &duty.name;
        let said = if own.contains(id) { json!({"name": name, "own": 1}) } else { json!({"name": name}) };
        features.lines(&said, &outline::duty_lines(index, duty));
    }
    features.end()
}

fn roads(index: &GridIndex, shown_in: Crs) -> String {
    let mut features = Features::shown_in(shown_in);
    for road in index.roads() {
        let said = match road.class {
            RoadClass::Main => json!({"name": road.name, "main": 1}),
            RoadClass::Side => json!({"name": road.name}),
        };
        features.line(&said, &road.line);
    }
    features.end()
}

/// Writes where names stand: of streets and communities in the middle of their grids, of one's own duty grids too.
fn places(index: &GridIndex, own: &BTreeSet<DutyGridId>, shown_in: Crs) -> String {
    let mut features = Features::shown_in(shown_in);
    for place in named(index, index.grids().iter()) {
        features.place(&json!({"name": place.name, "rank": place.rank.as_str()}), place.at);
    }
    for duty in own.iter().filter_map(|id| index.duty_grid(id)) {
        let mut middle = Middle::default();
        grids_of(index, &duty.grids).for_each(|grid| middle.add(grid.centre));
        if let Some(at) = middle.point() {
            features.place(&json!({"name": duty.name, "rank": "duty"}), at);
        }
    }
    features.end()
}

/// Writes whose ground it is in each layer: the ground itself, and the unit's name in the middle of its largest piece.
fn industry(index: &GridIndex, shown_in: Crs) -> String {
    let mut features = Features::shown_in(shown_in);
    for (code, _) in index.layers() {
        for (owner, rings) in index.industry(code) {
            features.ground(&json!({"layer": code}), &rings);
            let Some(largest) = rings.iter().max_by_key(|ring| ring.twice_area()) else { continue };
            features.place(&json!({"layer": code, "name": owner.name}), largest.centre());
        }
    }
    features.end()
}

/// Returns the grids that have these numbers.
pub fn grids_of<'i>(index: &'i GridIndex, codes: &'i [GridCode]) -> impl Iterator<Item = &'i Grid> {
    codes.iter().filter_map(|code| index.grid(code))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use serde_json::Value;
    use shared::grid::boundaries::{
        Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, PlaceName, Road, RoadClass, UnitGrid,
    };
    use shared::grid::index::GridIndex;
    use shared::grid::ring::Ring;
    use shared::place::crs::Crs;
    use shared::place::point::Point;

    use super::{layers, write};

    /// Two grids side by side, each a beat of its own, with a road between them.
    fn index() -> GridIndex {
        let at = |lon: f64, lat: f64| Point::new(lon, lat).unwrap();
        let mut town = Boundaries::empty(
            "610112".parse().unwrap(),
            "未央区".to_owned(),
            "1".to_owned(),
            Origin::Training,
            date(2026, 7, 1),
        );
        for (number, west) in [(1, 108.0), (2, 108.001)] {
            let code = format!("61011200100700{number}").parse().unwrap();
            let corners = vec![at(west, 34.0), at(west + 0.001, 34.0), at(west + 0.001, 34.001), at(west, 34.001)];
            let rings = vec![Ring::new(corners).unwrap()];
            town.duty_grids.push(DutyGrid {
                id: format!("Z{number}").parse().unwrap(),
                name: format!("第{number}片区"),
                grids: vec![format!("61011200100700{number}").parse().unwrap()],
            });
            town.grids.push(UnitGrid { code, fineness: Fineness::Fine, rings });
        }
        town.places = vec![PlaceName { code: "610112001007".to_owned(), name: "张家堡\"社区".to_owned() }];
        let line = vec![at(108.001, 34.0), at(108.001, 34.001)];
        town.roads = vec![Road { name: "未央路".to_owned(), class: RoadClass::Main, line }];
        town.layers = vec![Layer { code: "sanitation".parse().unwrap(), name: "环卫保洁".to_owned() }];
        town.industry = vec![IndustryArea {
            layer: "sanitation".parse().unwrap(),
            unit: "610112-HW-01".parse().unwrap(),
            unit_name: "未央\"环卫一所".to_owned(),
            rings: vec![town.grids[0].rings[0].clone()],
        }];
        GridIndex::build([&town])
    }

    fn read(own: &[&str]) -> Value {
        let own: BTreeSet<_> = own.iter().map(|id| id.parse().unwrap()).collect();
        serde_json::from_str(&write(&index(), &own, Crs::Wgs84)).unwrap()
    }

    #[test]
    fn what_is_ones_own_is_marked_and_nothing_else_is() {
        let ground = read(&["Z2"]);
        let marks = |name: &str| -> Vec<bool> {
            let features = ground[name]["features"].as_array().unwrap();
            features.iter().map(|feature| feature["properties"]["own"] == 1).collect()
        };
        assert_eq!((marks("grids"), marks("duty")), (vec![false, true], vec![false, true]));
        assert!(read(&[])["duty"]["features"][1]["properties"].get("own").is_none());
    }

    #[test]
    fn a_beat_ends_where_it_began_and_a_road_has_its_name() {
        let ground = read(&[]);
        let line = ground["duty"]["features"][0]["geometry"]["coordinates"][0].as_array().unwrap();
        assert_eq!((line.len(), line.first()), (5, line.last()));
        let road = &ground["roads"]["features"][0];
        assert_eq!((&road["properties"]["name"], &road["properties"]["main"]), (&"未央路".into(), &1.into()));
    }

    #[test]
    fn names_stand_in_the_middle_of_their_grids_and_only_own_beats_are_named() {
        let ground = read(&["Z1"]);
        let places: Vec<_> =
            ground["places"]["features"].as_array().unwrap().iter().map(|place| &place["properties"]).collect();
        assert_eq!(places.len(), 2, "the street has no name here");
        assert_eq!((&places[0]["name"], &places[0]["rank"]), (&"张家堡\"社区".into(), &"community".into()));
        assert_eq!((&places[1]["name"], &places[1]["rank"]), (&"第1片区".into(), &"duty".into()));
        let middle = &ground["places"]["features"][0]["geometry"]["coordinates"];
        assert_eq!(middle, &serde_json::json!([108.001, 34.0005]));
    }

    #[test]
    fn an_industry_layer_is_the_ground_of_its_units_and_a_name_in_each() {
        let known: Vec<_> = layers(&index()).into_iter().map(|layer| (layer.code.to_string(), layer.name)).collect();
        assert_eq!(known, [("sanitation".to_owned(), "环卫保洁".to_owned())]);
        let ground = read(&[]);
        let features = ground["industry"]["features"].as_array().unwrap();
        let [area, name] = features.as_slice() else { panic!("an area and its name: {features:?}") };
        assert_eq!(
            (&area["properties"]["layer"], &area["geometry"]["type"]),
            (&"sanitation".into(), &"MultiPolygon".into())
        );
        assert_eq!(area["geometry"]["coordinates"], ground["grids"]["features"][0]["geometry"]["coordinates"]);
        assert_eq!(name["properties"], serde_json::json!({ "layer": "sanitation", "name": "未央\"环卫一所" }));
        assert_eq!(name["geometry"]["coordinates"], serde_json::json!([108.0005, 34.0005]));
    }
}
