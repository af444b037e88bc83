//! What a list of cases may be narrowed by: the words that its filters are chosen from.

use std::collections::BTreeMap;

use shared::account::Right;
use shared::api::lists::{CategoryChoice, Choices, DutyEntry, JurisdictionChoice, MajorChoice, UnitEntry};
use shared::catalogue::Kind;
use shared::ids::JurisdictionId;

use crate::accounts::caller::{Caller, Reach};
use crate::catalogue::city::City;
use crate::error::Result;

/// Returns what somebody may choose from.
pub fn choices(city: &City, caller: &Caller) -> Result<Choices> {
    caller.may(Right::SeeCases)?;
    let own = &caller.account.jurisdiction;
    let reaches = |area: &JurisdictionId| caller.reach == Reach::City || area == own;
    let mut choices = Choices { jurisdictions: jurisdictions(city, &reaches), ..Choices::default() };
    if let Some(catalogue) = city.catalogue() {
        let catalogue = &catalogue.content;
        let mut majors = BTreeMap::new();
        for category in catalogue.categories().filter(|category| category.key.kind() == Kind::Event) {
            choices.categories.push(CategoryChoice {
                key: category.key.clone(),
                name: category.name.clone(),
                name_en: category.name_en.clone(),
            });
            if category.key.standard() != catalogue.standard() {
                continue;
            }
            if let Some(major) = catalogue.major_of(&category.key) {
                let key = format!("{}:{:02}", major.kind.code(), major.number);
                let choice = MajorChoice { key, name: major.name.clone(), name_en: major.name_en.clone() };
                majors.insert(major.number, choice);
            }
        }
        choices.majors.extend(majors.into_values());
    }
    let units = city.units().filter(|unit| match &caller.reach {
        // A unit's desk has its own cases alone.
        Reach::Unit(id) => unit.id == *id,
        Reach::City | Reach::Jurisdiction(_) | Reach::Own(_) => {
            reaches(&unit.jurisdiction) || is_whole(city, &unit.jurisdiction)
        }
    });
    choices.units.extend(units.map(|unit| UnitEntry { id: unit.id.clone(), name: unit.name.clone() }));
    choices.units.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let duty = city.index.duty_grids().filter(|(_, duty)| reaches(&duty.jurisdiction));
    choices.duty_grids.extend(duty.map(|(id, duty)| DutyEntry { id: id.clone(), name: duty.name.clone() }));
    choices.duty_grids.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(choices)
}

fn is_whole(city: &City, area: &JurisdictionId) -> bool {
    city.city_id() == Some(area)
}

fn jurisdictions(city: &City, reaches: &dyn Fn(&JurisdictionId) -> bool) -> Vec<JurisdictionChoice> {
    let mut found: Vec<JurisdictionChoice> = city
        .jurisdictions()
        .filter(|one| !one.is_city && reaches(&one.id))
        .map(|one| JurisdictionChoice { id: one.id.clone(), name: city.name_of(&one.id) })
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}
