//! A published version comes into force on its day in its jurisdiction's zone.
//!
//! Cases keep the limit they were filed under. Where a calendar comes into force, `cases::timers::follow_the_calendar`
//! counts what is open anew by it, as it does for one that was imported.

use shared::account::Actor;
use shared::time::Instant;

use super::content::ledger;
use super::publishing::today;
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue::actions as packs;
use crate::catalogue::bodies::PackRow;
use crate::catalogue::city::City;
use crate::db::meta;
use crate::error::Result;

/// The rule behind it, in the audit.
const RULE: &str = "catalogue.edition";

/// Puts versions in force whose day has come; returns how many there were.
pub async fn turn(app: &App) -> Result<usize> {
    let (city, now) = (app.city(), app.clock.now());
    let waiting = packs::waiting(&mut *app.db.read().await?).await?;
    if due(&city, waiting, now).is_empty() {
        return Ok(0);
    }
    let mut tx = app.db.write().await?;
    // Another server may have been first.
    meta::one_at_a_time(&mut tx).await?;
    let due = due(&city, packs::waiting(&mut tx).await?, now);
    let actor = Actor::System { rule: RULE.to_owned() };
    for row in &due {
        packs::put_in_force(&mut tx, &row.pack, now).await?;
        let word = ledger(row.pack.kind).map_or("pack", shared::api::catalogue::Ledger::as_str);
        let day = row.valid_from.map(|day| day.to_string()).unwrap_or_default();
        let action = format!("{word}_in_force");
        let record = Record {
            actor: &actor,
            area: &row.pack.jurisdiction,
            action: &action,
            subject: format!("pack {}", row.pack.hash),
            operation: None,
            detail: format!("{} from {day}", row.pack.version),
        };
        audit::record(&mut tx, &*app.random, now, record).await?;
    }
    tx.commit().await?;
    for row in &due {
        let (jurisdiction, version) = (&row.pack.jurisdiction, &row.pack.version);
        tracing::info!(%jurisdiction, %version, "Version {version} of {jurisdiction} is in force");
    }
    app.refresh().await?;
    Ok(due.len())
}

fn due(city: &City, waiting: Vec<PackRow>, now: Instant) -> Vec<PackRow> {
    let has_come = |row: &PackRow| row.valid_from.is_some_and(|day| day <= today(city, &row.pack.jurisdiction, now));
    waiting.into_iter().filter(has_come).collect()
}
