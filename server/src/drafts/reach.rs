//! Whose catalogue or calendar somebody may see and change.
//!
//! The catalogue is the city's, as it is for the command line; a calendar is the city's or that of a jurisdiction with
//! hours of its own. Every administrator sees what their people count by and changes only their own.

use shared::account::Right;
use shared::api::catalogue::Ledger;
use shared::ids::JurisdictionId;
use shared::refusal::Code;

use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// Returns the id that stands for the city.
pub fn whole(city: &City) -> Result<&JurisdictionId> {
    city.city_id().ok_or_else(|| anyhow::anyhow!("this server has no city yet").into())
}

/// Returns whose it is that somebody asks to see.
pub fn seen(app: &App, caller: &Caller, ledger: Ledger, named: Option<&JurisdictionId>) -> Result<JurisdictionId> {
    caller.may(Right::ManageCatalogue)?;
    let city = app.city();
    let whole = whole(&city)?;
    let Some(named) = named.filter(|named| *named != whole) else { return Ok(whole.clone()) };
    if ledger == Ledger::Catalogue {
        return refuse(Code::BadValue, "jurisdiction: the catalogue is the whole city's");
    }
    let is_within = match &caller.reach {
        Reach::City => city.jurisdiction(named).is_some(),
        Reach::Jurisdiction(own) => own == named,
        Reach::Unit(_) | Reach::Own(_) => false,
    };
    if is_within { Ok(named.clone()) } else { refuse(Code::NotFound, format!("no jurisdiction {named} here")) }
}

/// Says whether somebody may change what is that jurisdiction's.
pub fn may_edit(caller: &Caller, of: &JurisdictionId) -> bool {
    let is_within = match &caller.reach {
        Reach::City => true,
        Reach::Jurisdiction(own) => own == of,
        Reach::Unit(_) | Reach::Own(_) => false,
    };
    is_within && caller.may(Right::ManageCatalogue).is_ok()
}

/// Returns whose it is that somebody asks to change.
pub fn edited(app: &App, caller: &Caller, ledger: Ledger, named: Option<&JurisdictionId>) -> Result<JurisdictionId> {
    let of = seen(app, caller, ledger, named)?;
    if may_edit(caller, &of) {
        return Ok(of);
    }
    refuse(Code::NotAllowed, "the catalogue and the calendar of the whole city are changed by the city's administrator")
}
