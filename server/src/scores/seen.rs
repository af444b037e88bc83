//! Whose scores somebody sees: their own, with the rank that they have among all.
//!
//! A rank is published for everybody. So jurisdictions and units are ranked over the whole city, whoever looks, and those
//! that are not theirs are left out of what they are shown. What lies below them (streets, grids, categories, posts) is
//! summed and ranked over the cases that they see.

use shared::assessment::Subject;
use shared::ids::{JurisdictionId, UnitId};
use shared::refusal::Code;

use crate::accounts::caller::{Caller, Reach};
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// What of a city is seen; all of it where nothing narrows it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Only of this jurisdiction.
    pub area: Option<JurisdictionId>,
    /// Only of this unit.
    pub unit: Option<UnitId>,
}

impl Seen {
    /// Returns what somebody sees of what they ask for. What is not theirs is not there.
    pub fn of(city: &City, caller: &Caller, asked: Self) -> Result<Self> {
        if let Some(area) = asked.area.as_ref().filter(|area| city.jurisdiction(area).is_none()) {
            return refuse(Code::NotFound, format!("no jurisdiction {area} here"));
        }
        if let Some(unit) = asked.unit.as_ref().filter(|unit| city.unit(unit).is_none()) {
            return refuse(Code::NotFound, format!("no unit {unit} here"));
        }
        match &caller.reach {
            Reach::City => {
                let area = asked.area.filter(|area| Some(area) != city.city_id());
                Ok(Self { area, unit: asked.unit })
            }
            Reach::Jurisdiction(own) => match asked.area {
                Some(area) if area != *own => refuse(Code::NotFound, format!("no jurisdiction {area} here")),
                Some(_) | None => Ok(Self { area: Some(own.clone()), unit: asked.unit }),
            },
            Reach::Unit(own) => match (asked.area, asked.unit) {
                (Some(area), _) if city.unit(own).is_none_or(|unit| unit.jurisdiction != area) => {
                    refuse(Code::NotFound, format!("no jurisdiction {area} here"))
                }
                (_, Some(unit)) if unit != *own => refuse(Code::NotFound, format!("no unit {unit} here")),
                (_, _) => Ok(Self { area: None, unit: Some(own.clone()) }),
            },
            Reach::Own(_) => Err(Code::NotAllowed.into()),
        }
    }

    /// Returns what the sums of a subject are narrowed to.
    pub fn narrows(&self, subject: Subject) -> Self {
        if is_ranked_in_the_city(subject) { Self::default() } else { self.clone() }
    }

    /// Says whether a row is shown that was made of sums narrowed so.
    pub fn shows(&self, city: &City, subject: Subject, key: &str) -> bool {
        match subject {
            Subject::Jurisdiction => self.unit.is_none() && self.area.as_ref().is_none_or(|own| own.as_str() == key),
            Subject::Unit => {
                let is_its_own = self.unit.as_ref().is_none_or(|own| own.as_str() == key);
                is_its_own && self.area.as_ref().is_none_or(|area| lies_in(city, key, area))
            }
            Subject::Division
            | Subject::Street
            | Subject::Community
            | Subject::Grid
            | Subject::Category
            | Subject::Collector
            | Subject::Inspector
            | Subject::Verifier
            | Subject::Acceptor
            | Subject::ShiftLeader
            | Subject::Dispatcher => true,
        }
    }

    /// Says whether points are shown that were given to somebody. Of what lies below jurisdictions and units only the whole
    /// city is: whose a key is cannot be told from it.
    pub fn shows_points(&self, city: &City, subject: Subject, key: &str) -> bool {
        if is_ranked_in_the_city(subject) { self.shows(city, subject, key) } else { *self == Self::default() }
    }
}

const fn is_ranked_in_the_city(subject: Subject) -> bool {
    matches!(subject, Subject::Jurisdiction | Subject::Unit)
}

fn lies_in(city: &City, key: &str, area: &JurisdictionId) -> bool {
    key.parse().ok().and_then(|id: UnitId| city.unit(&id)).is_some_and(|unit| unit.jurisdiction == *area)
}
