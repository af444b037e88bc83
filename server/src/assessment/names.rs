//! What people call the rows of a table.

use std::collections::BTreeMap;

use shared::assessment::Subject;
use shared::catalogue::CategoryKey;
use shared::ids::{GridCode, JurisdictionId, UnitId};
use sqlx::AnyConnection;

use super::store::people;
use crate::accounts::caller::Reach;
use crate::catalogue::city::City;
use crate::error::Result;

/// Returns what people call a row; its key where nobody named it.
pub async fn name(city: &City, connection: &mut AnyConnection, by: Subject, key: &str) -> Result<String> {
    let known = if by.is_person() { people::name(connection, key).await? } else { of_ground(city, by, key) };
    Ok(known.filter(|name| !name.is_empty()).unwrap_or_else(|| key.to_owned()))
}

/// Names of rows for somebody: of people only those that are within their reach.
pub struct Names<'a> {
    city: &'a City,
    by: Subject,
    people: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    /// Reads what is needed for rows of a kind.
    pub async fn of(city: &'a City, connection: &mut AnyConnection, by: Subject, reach: &Reach) -> Result<Self> {
        let people = match reach {
            Reach::City if by.is_person() => people::names(connection, None).await?,
            Reach::Jurisdiction(area) if by.is_person() => people::names(connection, Some(area)).await?,
            Reach::City | Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => BTreeMap::new(),
        };
        Ok(Self { city, by, people })
    }

    /// Returns what people call a row; its key where nobody named it, or where that is none of the reader's business.
    pub fn name(&self, key: &str) -> String {
        let known =
            if self.by.is_person() { self.people.get(key).cloned() } else { of_ground(self.city, self.by, key) };
        known.filter(|name| !name.is_empty()).unwrap_or_else(|| key.to_owned())
    }
}

/// Returns the name of what is no person.
fn of_ground(city: &City, by: Subject, key: &str) -> Option<String> {
    match by {
        Subject::Jurisdiction => key.parse::<JurisdictionId>().ok().map(|id| city.name_of(&id)),
        // A division that is a jurisdiction too has its name.
        Subject::Division => {
            let managed = key.parse::<JurisdictionId>().ok().filter(|id| city.jurisdiction(id).is_some());
            managed.map(|id| city.name_of(&id)).or_else(|| city.index.place_name(key).map(str::to_owned))
        }
        Subject::Street | Subject::Community => city.index.place_name(key).map(str::to_owned),
        Subject::Grid => key.parse::<GridCode>().ok().map(|code| city.index.place_words(&code)),
        Subject::Unit => key.parse::<UnitId>().ok().and_then(|id| city.unit(&id)).map(|unit| unit.name.clone()),
        Subject::Category => category(city, key),
        Subject::Collector
        | Subject::Inspector
        | Subject::Verifier
        | Subject::Acceptor
        | Subject::ShiftLeader
        | Subject::Dispatcher => None,
    }
}

/// Returns the name of a category in the catalogue in force.
pub fn category(city: &City, key: &str) -> Option<String> {
    let key: CategoryKey = key.parse().ok()?;
    city.catalogue().and_then(|named| named.content.category(&key)).map(|category| category.name.clone())
}
