//! The ground below the map of cases: unit grids, duty grids, roads and names, as the packs in force have them.

use serde_json::json;
use shared::account::Right;
use shared::grid::boundaries::RoadClass;
use shared::grid::index::{Grid, GridIndex};
use shared::grid::outline;
use shared::grid::places::{COMMUNITY, places as named};
use shared::grid::written::Features;
use shared::ids::{JurisdictionId, Sha256};
use shared::place::crs::Crs;

use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::error::{Error, Result};

/// Returns what changes whenever the ground does.
pub fn mark(app: &App, caller: &Caller, crs: Crs) -> Result<String> {
    caller.may(Right::SeeCases)?;
    let said = format!("{} {crs} {:?}", app.city().mark, area(caller));
    Ok(format!("W/\"{}\"", Sha256::of(said.as_bytes())))
}

/// Writes the ground that somebody reaches, in the system that it is to be drawn in: one JSON object with a GeoJSON
/// collection for each of `grids`, `duty`, `roads`, `places`.
pub async fn ground(app: &App, caller: &Caller, crs: Crs) -> Result<String> {
    caller.may(Right::SeeCases)?;
    let (city, area) = (app.city(), area(caller));
    // Off the async threads: a whole city takes a while to write.
    let written = tokio::task::spawn_blocking(move || write(&city.index, area.as_ref(), crs));
    written.await.map_err(|error| Error::Fault(error.into()))
}

/// Whose ground is shown: a desk of the city sees all of it.
fn area(caller: &Caller) -> Option<JurisdictionId> {
    match &caller.reach {
        Reach::City => None,
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => Some(caller.account.jurisdiction.clone()),
    }
}

fn write(index: &GridIndex, area: Option<&JurisdictionId>, crs: Crs) -> String {
    let is_here = |of: &JurisdictionId| area.is_none_or(|area| area == of);
    let [mut grids, mut duty, mut roads, mut places] = [(); 4].map(|()| Features::shown_in(crs));
    let here: Vec<&Grid> = index.grids().iter().filter(|grid| is_here(&grid.jurisdiction)).collect();
    for grid in &here {
        let code = grid.code.as_str();
        grids.ground(&json!({"n": code.get(COMMUNITY..).unwrap_or(code), "c": code}), grid.rings());
    }
    for (_, one) in index.duty_grids().filter(|(_, one)| is_here(&one.jurisdiction)) {
        duty.lines(&json!({"name": one.name}), &outline::duty_lines(index, one));
    }
    for road in index.roads() {
        let said = match road.class {
            RoadClass::Main => json!({"name": road.name, "main": 1}),
            RoadClass::Side => json!({"name": road.name}),
        };
        roads.line(&said, &road.line);
    }
    for place in named(index, here.iter().copied()) {
        places.place(&json!({"name": place.name, "rank": place.rank.as_str()}), place.at);
    }
    let (grids, duty, roads, places) = (grids.end(), duty.end(), roads.end(), places.end());
    format!(r#"{{"grids":{grids},"duty":{duty},"roads":{roads},"places":{places}}}"#)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, Origin, PlaceName, UnitGrid};
    use shared::grid::index::GridIndex;
    use shared::grid::ring::Ring;
    use shared::place::crs::Crs;
    use shared::place::point::Point;

    use super::write;

    fn town() -> Boundaries {
        let mut town =
            Boundaries::empty("610112".parse().unwrap(), "t".into(), "1".into(), Origin::Training, date(2026, 7, 1));
        let corner = |east: i32, north: i32| Point { lon_e7: 1_089_400_000 + east, lat_e7: 342_600_000 + north };
        let square = vec![corner(0, 0), corner(10_000, 0), corner(10_000, 10_000), corner(0, 10_000)];
        let code = "610112001007001";
        town.grids.push(UnitGrid {
            code: code.parse().unwrap(),
            fineness: Fineness::Fine,
            rings: vec![Ring::new(square).unwrap()],
        });
        let duty = DutyGrid { id: "Z1".parse().unwrap(), name: "一\"区".into(), grids: vec![code.parse().unwrap()] };
        town.duty_grids.push(duty);
        town.places.push(PlaceName { code: "610112001".into(), name: "大明宫街道".into() });
        town
    }

    #[test]
    fn the_ground_is_collections_of_what_one_reaches() {
        let town = town();
        let index = GridIndex::build([&town]);
        let (here, there) = ("610112".parse().unwrap(), "610103".parse().unwrap());
        let drawn: serde_json::Value = serde_json::from_str(&write(&index, Some(&here), Crs::Wgs84)).unwrap();
        assert_eq!(drawn["grids"]["features"][0]["properties"]["n"], "001");
        let ring = &drawn["grids"]["features"][0]["geometry"]["coordinates"][0][0];
        assert_eq!((ring.as_array().unwrap().len(), &ring[0]), (5, &ring[4]), "it comes round");
        assert_eq!(drawn["duty"]["features"][0]["properties"]["name"], "一\"区");
        assert_eq!(drawn["places"]["features"][0]["properties"]["rank"], "street");
        assert_eq!(drawn["roads"]["features"], serde_json::json!([]));
        let drawn: serde_json::Value = serde_json::from_str(&write(&index, Some(&there), Crs::Wgs84)).unwrap();
        assert_eq!(drawn["grids"]["features"], serde_json::json!([]));
    }
}
