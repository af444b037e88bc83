//! The job: everything is looked for that is looked for, and what is found is kept once.

use jiff::civil::Date;
use shared::time::Instant;

use super::hint::keep;
use super::{blind, bunching, choosing, passing, photos, speed};
use crate::app::App;
use crate::db::meta;
use crate::error::{Error, Result};

const DAY_MS: i64 = 24 * 3_600_000;
/// So many days are looked back.
const DAYS: i64 = 35;
/// What is counted over weeks is counted again after so long.
const COUNTED_EVERY_MS: i64 = 20 * 3_600_000;
/// So far back of the last turn is looked again: another server's clock may be behind.
const OVERLAP_MS: i64 = 3_600_000;

/// When the last turn began.
const LAST_TURN: &str = "honesty_turn_ms";
/// When what takes weeks was counted last.
const LAST_COUNT: &str = "honesty_count_ms";

/// Makes the hints of the last five weeks that are not made yet; returns how many that were.
///
/// Several servers may do so at once: what one has made the other does not make again.
pub async fn turn(app: &App) -> Result<u64> {
    let now = app.clock.now();
    let since = now.plus_ms(-DAYS * DAY_MS);
    let last = moment(app, LAST_TURN).await?.map_or(since, |last| last.plus_ms(-OVERLAP_MS).max(since));
    let mut made = keep(app, blind::find(app, since).await?).await?;
    made += keep(app, speed::find(app, last).await?).await?;
    made += keep(app, photos::same(app, last).await?).await?;
    made += photos::compare(app, since).await?;
    let counted = moment(app, LAST_COUNT).await?;
    let is_due = counted.is_none_or(|at| now.since(at) >= COUNTED_EVERY_MS);
    if is_due {
        let days = days(app, since, now);
        made += keep(app, passing::find(app, since, days).await?).await?;
        made += keep(app, choosing::find(app, since, days).await?).await?;
        made += keep(app, bunching::find(app, since, days).await?).await?;
    }
    let mut tx = app.db.write().await?;
    meta::set_value(&mut tx, LAST_TURN, &now.ms().to_string()).await?;
    if is_due {
        meta::set_value(&mut tx, LAST_COUNT, &now.ms().to_string()).await?;
    }
    tx.commit().await?;
    Ok(made)
}

/// Counts what takes its time, beside what has to answer at once.
pub(super) async fn counted<T: Send + 'static>(count: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(count).await.map_err(|error| Error::Fault(error.into()))
}

async fn moment(app: &App, name: &str) -> Result<Option<Instant>> {
    let text = meta::value(&mut *app.db.read().await?, name).await?;
    Ok(text.and_then(|text| text.parse().ok()).map(Instant::from_ms))
}

/// Returns the first and the last day of the time, in the city's zone.
fn days(app: &App, since: Instant, now: Instant) -> (Date, Date) {
    let city = app.city();
    (city.day(since), city.day(now))
}
