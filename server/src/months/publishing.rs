//! Publishing a frozen month: once and for all, with the model that its scores are made by. Nothing takes it back; what was
//! wrong is frozen anew, with a reason, and published as another version.

use shared::account::Right;
use shared::api::assessment::{ModelEdition, MonthVersion, Publish};
use shared::ids::JurisdictionId;
use shared::refusal::Code;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::actions::{Version, area, of_the_city, visible_version, window};
use super::calendar::{Month, Window};
use super::store::versions::{self, Publishing};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::{Tx, meta};
use crate::error::{Result, refuse};
use crate::scores;

/// Publishes the newest version of a month, in the caller's transaction: once and for all. The model that its scores are
/// made by is remembered with the edition that held for the month.
pub async fn publish(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    month: Month,
    number: u32,
    asked: &Publish,
) -> Result<MonthVersion> {
    of_the_city(caller, Right::Assess)?;
    let city = app.city();
    let (area, window) = (area(&city)?, window(&city, month)?);
    let name = month.to_string();
    // Nobody makes another version meanwhile, or publishes this one.
    meta::one_at_a_time(tx).await?;
    let now = app.clock.now();
    let all = versions::list(tx, Some(&name)).await?;
    let Some(row) = all.iter().find(|row| row.version.number == number) else {
        return refuse(Code::NotFound, "no such version of that month");
    };
    let newest = all.last().map_or(0, |row| row.version.number);
    publishable(&row.version, newest, window, now)?;
    let scored_by = edition_for(tx, area, &asked.model, &name).await?;
    let edition = scored_by.edition;
    // What was given before counts in it, also by a server whose clock is ahead of this one's.
    let given_at = scores::actions::given::last_at(tx, area, &name, &asked.model).await?;
    let at = given_at.map_or(now, |given_at| now.max(given_at));
    let publishing = Publishing { at, by: caller.account.id, model: &asked.model, edition };
    if !versions::publish(tx, &row.id, publishing).await? {
        return Err(Code::VersionPast.into());
    }
    let by = caller.account.actor();
    let record = Record {
        actor: &by,
        area,
        action: "month_publish",
        subject: format!("month {month}"),
        operation: None,
        detail: format!("version {number}, model {} edition {edition}", asked.model),
    };
    audit::record(tx, &*app.random, now, record).await?;
    tracing::info!(month = %month, number, "Version {number} of month {month} is published");
    let mut made = visible_version(tx, caller, &name, Version::Number(number)).await?.version;
    if let Some(published) = &mut made.published {
        (published.name, published.name_en) = (scored_by.model.name, scored_by.model.name_en);
    }
    Ok(made)
}

/// Returns the edition of a model that scores a month: the newest of those that count for it.
async fn edition_for(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    model: &str,
    month: &str,
) -> Result<ModelEdition> {
    match scores::actions::models::in_force(connection, area, model, month).await? {
        Some(found) => Ok(found),
        None => refuse(Code::BadValue, "model: none of that code counts for the month"),
    }
}

/// Says whether a version may be published: once, the newest, of a month that is over.
fn publishable(version: &MonthVersion, newest: u32, (_, ends): Window, now: Instant) -> Result<()> {
    if now < ends {
        return Err(Code::MonthOpen.into());
    }
    if version.published.is_some() || version.number != newest {
        return Err(Code::VersionPast.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{MonthVersion, Published};
    use shared::refusal::Code;
    use shared::time::Instant;

    use super::publishable;
    use crate::error::Error;

    const ENDS: Instant = Instant::from_ms(1_000_000_000);

    #[track_caller]
    fn refuses(result: crate::error::Result<()>, code: Code) {
        match result {
            Err(Error::Refused(refusal)) => assert_eq!(refusal.code, code),
            other => panic!("{other:?}"),
        }
    }

    fn version(number: u32, is_published: bool) -> MonthVersion {
        let published = Published {
            at: ENDS,
            by: String::new(),
            model: "a".to_owned(),
            edition: 1,
            name: String::new(),
            name_en: String::new(),
        };
        MonthVersion {
            number,
            at: ENDS,
            made_at: ENDS,
            made_by: String::new(),
            reason: String::new(),
            cases: 1,
            published: is_published.then_some(published),
        }
    }

    #[test]
    fn only_the_newest_version_of_a_month_that_is_over_is_published_and_once() {
        let window = (Instant::from_ms(0), ENDS);
        publishable(&version(2, false), 2, window, ENDS).unwrap();
        refuses(publishable(&version(2, false), 2, window, ENDS.plus_ms(-1)), Code::MonthOpen);
        refuses(publishable(&version(2, true), 2, window, ENDS), Code::VersionPast);
        refuses(publishable(&version(1, false), 2, window, ENDS), Code::VersionPast);
    }
}
