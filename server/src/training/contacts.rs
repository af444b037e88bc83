//! Whom one calls in the training city: the centre's desks, each jurisdiction's own, and its responsible units. All numbers
//! begin with 029-0000, which is nobody's.

use shared::account::Role;
use shared::api::directory::DirectoryEntry;
use shared::ids::{JurisdictionId, UnitId};

use super::city::City;
use crate::directory::list::Listed;

/// The desks of the centre: name, and who may see them.
const CENTRE: &[(&str, &[Role])] = &[
    ("受理台", &[]),
    ("派遣台", &[]),
    ("值班长席", &[]),
    ("设备与账号", &[]),
    ("督导席", &[Role::ShiftLeader, Role::Evaluator, Role::Supervisor, Role::Leader, Role::Admin]),
];
/// The desks of a jurisdiction.
const DESKS: &[&str] = &["值班室", "受理台", "派遣台"];
/// Numbers of jurisdictions begin here, those of units here.
const FIRST_DESK: usize = 1_000;
const FIRST_UNIT: usize = 2_000;

fn number(place: usize) -> String {
    format!("029-0000-{place:04}")
}

fn entry(unit: String, office_phone: String, roles: &[Role]) -> Listed {
    let entry = DirectoryEntry { unit, office_phone, ..DirectoryEntry::default() };
    Listed { entry, roles: roles.to_vec() }
}

/// Returns where a responsible unit is reached.
pub fn of_unit(made: &City, unit: &UnitId) -> String {
    let place = made.units.iter().position(|known| known.id == *unit);
    place.map(|place| number(FIRST_UNIT + place)).unwrap_or_default()
}

/// Returns the list of each jurisdiction, the city's first; `city` is the id of the whole.
pub fn directories(made: &City, city: &JurisdictionId) -> Vec<(JurisdictionId, Vec<Listed>)> {
    let centre = CENTRE
        .iter()
        .zip(1..)
        .map(|((desk, roles), place)| entry(format!("市监督指挥中心（训练）/{desk}"), number(place), roles));
    let mut lists = vec![(city.clone(), centre.collect())];
    for (at, area) in made.jurisdictions.iter().enumerate() {
        let own = DESKS.iter().enumerate().map(|(place, desk)| {
            let place = FIRST_DESK + at * DESKS.len() + place;
            entry(format!("{}网格中心（训练）/{desk}", area.name), number(place), &[])
        });
        let units =
            made.units.iter().enumerate().filter(|(_, unit)| unit.jurisdiction == area.id).map(|(place, unit)| {
                entry(format!("{}责任单位/{}", area.name, unit.name), number(FIRST_UNIT + place), &[])
            });
        lists.push((area.id.clone(), own.chain(units).collect()));
    }
    lists
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shared::grid::boundaries::Boundaries;

    use super::{City, directories, of_unit};
    use crate::training::city::{Jurisdiction, Unit};

    #[test]
    fn every_desk_and_every_unit_has_a_number_of_its_own_that_is_nobodys() {
        let area = |id: &str, name: &str| Jurisdiction {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            divisions: Vec::new(),
        };
        let unit = |id: &str, jurisdiction: &str| Unit {
            id: id.parse().unwrap(),
            name: format!("单位 {id}"),
            jurisdiction: jurisdiction.parse().unwrap(),
            layer: "sanitation".parse().unwrap(),
        };
        let made = City {
            seed: 1,
            jurisdictions: vec![area("610103", "碑林区"), area("610112", "未央区")],
            units: vec![unit("610103-HW-1", "610103"), unit("610112-HW-1", "610112"), unit("610112-HW-2", "610112")],
            boundaries: Vec::<Boundaries>::new(),
        };
        let lists = directories(&made, &"XA".parse().unwrap());
        assert_eq!(lists.iter().map(|(_, listed)| listed.len()).collect::<Vec<_>>(), [5, 4, 5]);
        let numbers: Vec<&str> =
            lists.iter().flat_map(|(_, listed)| listed).map(|one| one.entry.office_phone.as_str()).collect();
        assert!(numbers.iter().all(|number| number.starts_with("029-0000-") && number.len() == 13));
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "no number twice");
        let listed = &lists[2].1;
        assert_eq!(of_unit(&made, &"610112-HW-2".parse().unwrap()), listed[4].entry.office_phone);
        assert!(of_unit(&made, &"elsewhere".parse().unwrap()).is_empty());
    }
}
