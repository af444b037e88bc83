//! Listing jurisdictions, reading their settings, changing them.

use std::collections::BTreeMap;

use shared::account::{Actor, Right};
use shared::api::jurisdictions::{
    DutyPlace, DutyUnit, JurisdictionChange, JurisdictionDuty, JurisdictionFile, JurisdictionList, JurisdictionRow,
    whole,
};
use shared::ids::JurisdictionId;
use shared::refusal::{Code, Refusal};
use shared::settings::Settings;
use sqlx::AnyConnection;

use super::checks;
use super::store;
use crate::accounts::caller::Caller;
use crate::accounts::second_factor;
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue::actions as packs;
use crate::catalogue::bodies::Jurisdiction;
use crate::db::Tx;
use crate::error::{Error, Result, refuse};
use crate::months;

/// The longest word of a change in the audit, in characters; each setting stands in a row of its own besides.
const LONGEST_DETAIL: usize = 2_000;

/// Says of a jurisdiction that was not found, or not for this caller.
fn nothing(id: &JurisdictionId) -> Error {
    Error::Refused(Refusal::because(Code::NotFound, format!("no jurisdiction {id} here")))
}

/// Returns a page of the jurisdictions within the caller's reach.
pub async fn list(app: &App, caller: &Caller, after: &str, limit: u32) -> Result<JurisdictionList> {
    caller.may(Right::SeePeople)?;
    let area = caller.area()?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut found = store::list(&mut *app.db.read().await?, area, after, limit.saturating_add(1)).await?;
    let more = found.len() > shown;
    found.truncate(shown);
    let next = found.last().filter(|_| more).map(|last| last.jurisdiction.id.to_string());
    let jurisdictions = found.iter().map(row).collect();
    Ok(JurisdictionList { jurisdictions, next })
}

fn row(found: &store::Counted) -> JurisdictionRow {
    let Jurisdiction { id, name, name_en, is_city, settings, .. } = &found.jurisdiction;
    JurisdictionRow {
        id: id.clone(),
        name: name.clone(),
        name_en: name_en.clone(),
        is_city: *is_city,
        training: settings.training,
        people: found.people,
        devices: found.devices,
        open_cases: found.open_cases,
    }
}

/// Returns a jurisdiction with all its settings.
pub async fn file(app: &App, caller: &Caller, id: &JurisdictionId) -> Result<JurisdictionFile> {
    caller.may(Right::ManageSettings)?;
    told(&mut *app.db.read().await?, caller, id).await
}

async fn told(connection: &mut AnyConnection, caller: &Caller, id: &JurisdictionId) -> Result<JurisdictionFile> {
    let found = store::find(connection, id).await?.filter(|_| caller.looks_after(id)).ok_or_else(|| nothing(id))?;
    let changes = store::last_changes(connection, id).await?;
    Ok(JurisdictionFile {
        settings: whole(&found.jurisdiction.settings)?,
        usual: whole(&Settings::default())?,
        version: checks::version(&found.jurisdiction)?,
        jurisdiction: row(&found),
        changes,
    })
}

/// Changes a jurisdiction, unless somebody else did since it was read; the same once more changes nothing.
pub async fn change(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    id: &JurisdictionId,
    wish: &JurisdictionChange,
) -> Result<JurisdictionFile> {
    caller.may(Right::ManageSettings)?;
    if !caller.looks_after(id) {
        return Err(nothing(id));
    }
    // Whoever else changes this jurisdiction waits here; what the server knows by heart may be older than the row.
    store::hold(tx, id).await?;
    let before = store::find(tx, id).await?.ok_or_else(|| nothing(id))?.jurisdiction;
    let name = checks::name("name", &wish.name)?;
    if name.is_empty() {
        return refuse(Code::BadValue, "name: a jurisdiction has one");
    }
    let settings = checks::settings(&app.city(), id, &wish.settings)?;
    let after = Jurisdiction {
        settings: Settings { name: name.clone(), ..settings },
        name,
        name_en: checks::name("name_en", &wish.name_en)?,
        ..before.clone()
    };
    // Whoever did not hear the answer asks the same once more, of what it is already.
    if after != before && checks::version(&before)? != wish.seen {
        return Err(Code::SettingsChanged.into());
    }
    save(app, tx, &caller.account.actor(), &before, &after).await?;
    told(tx, caller, id).await
}

/// Puts another state of a jurisdiction in force, and writes down what changed by whom.
pub async fn save(app: &App, tx: &mut Tx, by: &Actor, before: &Jurisdiction, after: &Jurisdiction) -> Result<()> {
    if before == after {
        return Ok(());
    }
    let moves = before.is_city && before.settings.zone != after.settings.zone;
    if moves && months::actions::is_any_frozen(tx, &before.id).await? {
        return refuse(Code::BadValue, "settings.zone: months are frozen in it, and what was frozen stays");
    }
    let now = app.clock.now();
    packs::put_jurisdiction(tx, after, now).await?;
    let steps = checks::steps(before, &whole(&before.settings)?, after, &whole(&after.settings)?);
    let actor = match by {
        Actor::Account { user, .. } => format!("account {user}"),
        Actor::System { rule } => format!("system {rule}"),
    };
    for step in &steps {
        store::note(tx, app.random.uuid_v7(now), &after.id, step, now, &actor).await?;
    }
    let said: Vec<String> = steps
        .iter()
        .map(|step| match (step.was.as_str(), step.became.as_str()) {
            ("", "") => step.field.to_owned(),
            (was, became) => format!("{}: {was} → {became}", step.field),
        })
        .collect();
    let record = Record {
        actor: by,
        area: &after.id,
        action: "settings_set",
        subject: format!("jurisdiction {}", after.id),
        operation: None,
        detail: said.join("; ").chars().take(LONGEST_DETAIL).collect(),
    };
    audit::record(tx, &*app.random, now, record).await
}

/// Returns for which units and on which duty grids people of a jurisdiction may work.
pub async fn duty(app: &App, caller: &Caller, id: &JurisdictionId) -> Result<JurisdictionDuty> {
    caller.may(Right::SeePeople)?;
    let city = app.city();
    if !caller.looks_after(id) || city.jurisdiction(id).is_none() {
        return Err(nothing(id));
    }
    let walked: BTreeMap<String, u64> = store::walked(&mut *app.db.read().await?, id).await?;
    let units = city.units().filter(|unit| unit.jurisdiction == *id);
    let grids = city.index.duty_grids().filter(|(_, duty)| duty.jurisdiction == *id);
    Ok(JurisdictionDuty {
        units: units.map(|unit| DutyUnit { id: unit.id.clone(), name: unit.name.clone() }).collect(),
        duty_grids: grids
            .map(|(grid, duty)| DutyPlace {
                id: grid.to_string(),
                name: duty.name.clone(),
                people: walked.get(grid.as_str()).copied().unwrap_or(0),
            })
            .collect(),
        admins_need_code: second_factor::asks_administrators(&city, id),
    })
}
