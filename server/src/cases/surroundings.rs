//! What lies around a case on the map of whose job it is: areas of its layer, what was agreed at their edges, grids, roads.

use shared::account::Right;
use shared::api::work::{AreaAround, GridAround, RemarkAround, RoadAround, Surroundings};
use shared::case::Case;
use shared::catalogue::Catalogue;
use shared::ids::{CaseId, UnitId};
use shared::place::point::Point;
use shared::refusal::Code;

use super::actions::{find, reaches};
use super::choice::named_by_map;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::catalogue::city::City;
use crate::catalogue::past;
use crate::error::{Result, refuse};

/// Shown to each side at the least, and at the most, metres: nearer nothing is recognised, farther off nothing is decided.
const LEAST_M: f64 = 120.0;
const MOST_M: f64 = 400.0;

/// Returns what lies around a case that the caller may see.
pub async fn of_case(app: &App, caller: &Caller, id: CaseId) -> Result<Surroundings> {
    caller.may(Right::SeeCases)?;
    let mut reader = app.db.read().await?;
    let case = find(&mut reader, id).await?.filter(|case| reaches(&caller.reach, case));
    let case = case.ok_or_else(|| Caller::no_such_case(id))?;
    let city = app.city();
    let catalogue = past::catalogue(app, &mut reader, &city, case.packs.catalogue.as_ref()).await?;
    let Ok(place) = case.fix.point() else { return refuse(Code::NotFound, format!("case {id} has no place")) };
    Ok(around(&city, catalogue.as_deref(), &case, place))
}

fn around(city: &City, catalogue: Option<&Catalogue>, case: &Case, place: Point) -> Surroundings {
    let remark_m = city.settings(&case.jurisdiction).remark_m;
    let reach_m = (f64::from(remark_m) * 1.2).clamp(LEAST_M, MOST_M);
    // A little more than is shown: what a cut leaves at the edge is not seen.
    let cut_m = reach_m * 1.5;
    let index = &city.index;
    let layer = catalogue.and_then(|known| known.category(&case.category)).map(|category| category.layer.clone());
    let named = named_by_map(city, catalogue, case);
    let name_of =
        |id: &UnitId, else_name: &str| city.unit(id).map_or_else(|| else_name.to_owned(), |unit| unit.name.clone());
    let areas = layer.as_ref().map(|layer| index.areas_around(place, layer, cut_m)).unwrap_or_default();
    let areas = areas.into_iter().map(|near| AreaAround {
        unit: near.owner.unit.clone(),
        name: name_of(&near.owner.unit, &near.owner.name),
        jurisdiction: near.owner.jurisdiction.clone(),
        distance_m: near.distance_m,
        is_candidate: near.distance_m <= 0.0
            && near.owner.jurisdiction == case.jurisdiction
            && named.contains(&near.owner.unit),
        rings: near.rings,
    });
    let areas = areas.collect();
    let remarks = index.remarks_near(place, f64::from(remark_m)).into_iter().map(|(remark, distance_m)| RemarkAround {
        place: remark.point,
        distance_m,
        text: remark.text.clone(),
        agreed_name: remark.agreed_owner.as_ref().map(|unit| name_of(unit, unit.as_str())).unwrap_or_default(),
        agreed_unit: remark.agreed_owner.clone(),
        document_ref: remark.document_ref.clone(),
        is_of_layer: remark.layers.is_empty() || layer.as_ref().is_some_and(|layer| remark.layers.contains(layer)),
    });
    let remarks = remarks.collect();
    let grids = index.grids_around(place, cut_m).into_iter().map(|(grid, rings)| GridAround {
        number: grid.code.as_str().chars().skip(12).collect(),
        is_own: case.grid.as_ref() == Some(&grid.code),
        is_own_duty: case.duty_grid.as_ref().is_some_and(|duty| grid.duty_grids.contains(duty)),
        rings,
    });
    let roads = index.roads_around(place, cut_m).into_iter();
    let layer_name = layer.as_ref().and_then(|code| index.layers().find(|(known, _)| *known == code));
    Surroundings {
        place,
        reach_m,
        remark_m,
        layer_name: layer_name.map(|(_, name)| name.to_owned()).unwrap_or_default(),
        layer,
        areas,
        remarks,
        grids: grids.collect(),
        roads: roads.map(|(name, line)| RoadAround { name: name.to_owned(), line }).collect(),
    }
}
