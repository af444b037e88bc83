//! The units that a case may be sent to: those the map names first, then the jurisdiction's others.

use shared::account::{Right, may_act};
use shared::api::cases::{UnitChoice, UnitLoad, UnitName};
use shared::case::{ActionKind, Case};
use shared::catalogue::Catalogue;
use shared::grid::index::UnitMatch;
use shared::ids::{CaseId, UnitId};
use shared::refusal::Code;

use super::actions::{find, reaches};
use super::store::cases;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::catalogue::city::City;
use crate::catalogue::past;
use crate::error::{Result, refuse};

/// How far back returns are counted.
const LOOKED_BACK_MS: i64 = 365 * 24 * 3_600_000;

/// Returns the units for somebody who may dispatch the case, with what those on the map have to do.
pub async fn units(app: &App, caller: &Caller, id: CaseId) -> Result<UnitChoice> {
    caller.may(Right::SeeCases)?;
    let mut reader = app.db.read().await?;
    let case = find(&mut reader, id).await?.filter(|case| reaches(&caller.reach, case));
    let case = case.ok_or_else(|| Caller::no_such_case(id))?;
    if !may_act(caller.account.role, ActionKind::Dispatch) {
        return refuse(Code::NotAllowed, format!("{} may not dispatch", caller.account.role.as_str()));
    }
    let city = app.city();
    let catalogue = past::catalogue(app, &mut reader, &city, case.packs.catalogue.as_ref()).await?;
    let mut choice = choice(&city, catalogue.as_deref(), &case);
    let now = app.clock.now();
    let named: Vec<UnitId> = choice.candidates.iter().map(|unit| unit.id.clone()).collect();
    for (id, open, overdue) in cases::load(&mut reader, &named, now).await? {
        let returned = cases::returns(&mut reader, &id, &case.category, now.plus_ms(-LOOKED_BACK_MS)).await?;
        for unit in choice.candidates.iter_mut().filter(|unit| unit.id == id) {
            unit.load = Some(UnitLoad { open, overdue, returned });
        }
    }
    Ok(choice)
}

fn choice(city: &City, catalogue: Option<&Catalogue>, case: &Case) -> UnitChoice {
    let named = named_by_map(city, catalogue, case);
    let others = city.units().filter(|unit| {
        let is_near = unit.jurisdiction == case.jurisdiction || Some(&unit.jurisdiction) == city.city_id();
        is_near && !named.contains(&unit.id)
    });
    let mut others: Vec<UnitName> =
        others.map(|unit| UnitName { id: unit.id.clone(), name: unit.name.clone(), load: None }).collect();
    others.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let candidates = named.into_iter().map(|id| UnitName { name: name_of(city, &id), id, load: None }).collect();
    UnitChoice { candidates, others }
}

/// Returns the units on the map of the category's layer; none for a place or category that is no longer known.
pub(super) fn named_by_map(city: &City, catalogue: Option<&Catalogue>, case: &Case) -> Vec<UnitId> {
    let category = catalogue.and_then(|known| known.category(&case.category));
    let (Some(category), Ok(point)) = (category, case.fix.point()) else { return Vec::new() };
    match city.index.unit_on(point, &category.layer, &case.jurisdiction) {
        UnitMatch::One(owner) => vec![owner.unit],
        UnitMatch::Overlap(owners) => owners.into_iter().map(|owner| owner.unit).collect(),
        UnitMatch::Gap => Vec::new(),
    }
}

fn name_of(city: &City, id: &UnitId) -> String {
    city.unit(id).map_or_else(|| id.to_string(), |unit| unit.name.clone())
}
