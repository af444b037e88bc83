//! What each person did, taken along when a month is frozen.
//!
//! Steps are read from the histories up to the month's own moment, like its cases. Days on shift cannot be read a second
//! time, for tracks are forgotten: they are counted from what had come by that moment, and kept. Another version as of the
//! same moment takes them from the first.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use shared::assessment::posts::Work;
use shared::assessment::posts::work::read;
use shared::case::Case;
use shared::ids::AccountId;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::days::{self, Beats, Counted};
pub use super::store::frozen::{Step, cases as cases_of, steps as steps_of};
use super::store::{frozen, nights, work};
use super::work::{People, out, tell_inspectors};
use crate::app::App;
use crate::assessment::asked::zone;
use crate::catalogue::city::City;
use crate::db::Tx;
use crate::error::Result;
use crate::months::row::{History, back_at};

/// Reads what each person did in cases until a moment, as far as it was done in a month. Of whoever worked on site their
/// accounts say in which post they were then.
pub async fn as_of(
    connection: &mut AnyConnection,
    people: &People,
    cases: &[History],
    (begins, ends): (Instant, Instant),
    at: Instant,
) -> Result<Vec<(Case, Vec<Work>)>> {
    let ids: Vec<String> = cases.iter().map(|one| one.case.id.to_string()).collect();
    let due = out(connection, &ids).await?;
    let mut done = Vec::new();
    for History { case, flow } in cases {
        let flow = people.told(flow.clone());
        let Some(case) = back_at(case.clone(), &flow, at) else { continue };
        let mut own = read(&case, &flow, due.get(&case.id.to_string()).copied(), at);
        own.retain(|one| begins <= one.at && one.at < ends);
        // What it counts as no longer depends on when somebody looks.
        for one in &mut own {
            *one = Work { figures: one.at(at), late_after: None, ..one.clone() };
        }
        if !own.is_empty() {
            done.push((case, own));
        }
    }
    tell_inspectors(connection, done.iter_mut().flat_map(|(_, own)| own.iter_mut())).await?;
    Ok(done)
}

/// Adds to a version what was read.
pub async fn write(tx: &mut Tx, version: &str, done: &[(Case, Vec<Work>)], at: Instant) -> Result<()> {
    work::freeze(tx, version, done, at).await
}

/// Days that a version keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days<'a> {
    /// What its rows stand under.
    pub version: &'a str,
    /// As of when.
    pub at: Instant,
    /// A version as of the same moment, if there is one.
    pub same: Option<&'a str>,
}

/// The ground that everybody walks.
pub struct Ground {
    city: Arc<City>,
    beats: Arc<Beats>,
}

impl Ground {
    /// Reads it, once for all days.
    pub async fn read(app: &App) -> Result<Self> {
        let beats = Arc::new(nights::beats(&mut *app.db.read().await?).await?);
        Ok(Self { city: app.city(), beats })
    }
}

/// Adds a day on shift to a version, in a transaction of its own; one that is there already is left.
pub async fn keep_day(app: &App, ground: &Ground, days: Days<'_>, day: Date) -> Result<()> {
    let Days { version, at, same } = days;
    let name = shared::day::write(day);
    let counted = match same {
        Some(_) => Vec::new(),
        None => count(app, &ground.city, &ground.beats, day, at).await?,
    };
    let mut tx = app.db.write().await?;
    if !frozen::has_day(&mut tx, version, &name).await? {
        match same {
            Some(same) => frozen::copy_day(&mut tx, version, same, &name).await?,
            None => frozen::put_day(&mut tx, version, &name, &counted, at).await?,
        }
    }
    tx.commit().await
}

/// Counts a day as it was known at a moment. Only who was counted at night is looked at: of days before that nothing is said.
async fn count(
    app: &App,
    city: &Arc<City>,
    beats: &Arc<Beats>,
    day: Date,
    at: Instant,
) -> Result<Vec<(AccountId, Counted)>> {
    let Some((begins, ends)) = Instant::days(day, day, zone(city)) else { return Ok(Vec::new()) };
    let mut reader = app.db.snapshot().await?;
    let known = nights::counted(&mut reader, &shared::day::write(day)).await?;
    let shifts = nights::shifts(&mut reader, begins, ends, at).await?;
    let heard = nights::heard(&mut reader, begins, ends, at).await?;
    let later: BTreeSet<AccountId> = nights::heard_later(&mut reader, begins, ends, at).await?;
    let mut days = Vec::new();
    for (account, (known, _made)) in known {
        let heard = heard.get(&account).map(|heard| heard.last);
        let Some(counted) = shifts.get(&account).and_then(|own| Counted::of(own, heard)) else { continue };
        let counted = if later.contains(&account) {
            let packed = nights::pieces(&mut reader, account, begins, ends, at).await?;
            let (beat, walked) = days::walked(city, beats, account, packed).await?;
            Counted { beat, walked, ..counted }
        } else {
            // Whenever the night counted it, it was from what had come by then; and what a track showed once is known, also
            // when the track is forgotten.
            let shown = if counted.open_shifts > 0 { known.minutes } else { 0 };
            Counted { beat: known.beat, walked: known.walked, minutes: counted.minutes.max(shown), ..counted }
        };
        days.push((account, Counted { is_inspector: known.is_inspector, jurisdiction: known.jurisdiction, ..counted }));
    }
    Ok(days)
}
