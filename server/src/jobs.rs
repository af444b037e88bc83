//! What happens by itself: expired uploads go, audit rows are chained, imported packs are noticed, boundaries, catalogues
//! and calendars come into force on their day, photos are judged.
//!
//! Each job is a function of the app that a test calls directly; only [`start`] knows intervals.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::app::App;
use crate::cases::timers;
use crate::error::Result;
use crate::{accounts, audit, devices, drafts, evidence, grids, media, tracks};

/// How often is looked whether there is something to do.
const OFTEN: Duration = Duration::from_secs(5);
const DAY_MS: i64 = 24 * 3_600_000;

/// Runs the jobs until the returned task is aborted.
pub fn start(app: App) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::join!(by_the_clock(&app), judge_photos(&app));
    })
}

async fn by_the_clock(app: &App) {
    let mut often = tokio::time::interval(OFTEN);
    let mut round = 0_u64;
    loop {
        often.tick().await;
        tell("notice packs", app.refresh().await);
        tell("bring editions into force", grids::editions::turn(app).await.map(drop));
        tell("bring catalogues and calendars into force", drafts::editions::turn(app).await.map(drop));
        if round.is_multiple_of(12) {
            tell("look at what is due", timers::sweep(app).await.map(drop));
            tell("follow the calendar", timers::follow_the_calendar(app).await.map(drop));
            tell("chain the audit", chain_audit(app).await);
            tell("end old uploads", media::actions::sweep(app).await.map(drop));
            tell("forget what is old", forget(app).await);
            tell("notice trouble with devices", devices::alarms::turn(app).await.map(drop));
        }
        if round.is_multiple_of(720) {
            tell("forget old tracks", tracks::actions::forget(app).await.map(drop));
        }
        round += 1;
    }
}

/// Judges as soon as something came, and now and then for what another process took in. Beside the others: a pile of files
/// to look at keeps no other job waiting.
async fn judge_photos(app: &App) {
    let mut often = tokio::time::interval(OFTEN);
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = app.evidence.heard() => {}
            _ = often.tick() => {}
        }
        tell("judge photos", evidence::turn(app).await.map(drop));
    }
}

fn tell(job: &str, done: Result<()>) {
    if let Err(error) = done {
        tracing::warn!(job, error = %error, "Job failed: {job}");
    }
}

/// Chains the audit rows that have rested.
pub async fn chain_audit(app: &App) -> Result<()> {
    let mut tx = app.db.write().await?;
    audit::chain(&mut tx, app.clock.now()).await?;
    tx.commit().await
}

async fn forget(app: &App) -> Result<()> {
    let now = app.clock.now();
    app.attempts.sweep(now);
    app.limits.sweep(now);
    let mut tx = app.db.write().await?;
    accounts::actions::forget_tokens(&mut tx, now.plus_ms(-30 * DAY_MS)).await?;
    accounts::lock::forget(&mut tx, now).await?;
    devices::actions::forget(&mut tx, now.plus_ms(-14 * DAY_MS)).await?;
    devices::alarms::forget(&mut tx, now.plus_ms(-90 * DAY_MS)).await?;
    tx.commit().await
}
