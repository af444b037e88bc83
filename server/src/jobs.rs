//! What happens by itself: expired uploads go, audit rows are chained, imported packs are noticed, boundaries, catalogues
//! and calendars come into force on their day, months are frozen, photos are judged, cases and days on shift are counted.
//!
//! Each job is a function of the app that a test calls directly; only [`start`] knows intervals.

use std::time::Duration;

use shared::api::devices::ALARM_DAYS;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::app::App;
use crate::cases::timers;
use crate::error::Result;
use crate::health::watch::Job;
use crate::{
    accounts, assessment, audit, devices, drafts, evidence, grids, health, honesty, media, months, posts, tracks,
};

/// How often is looked whether there is something to do.
const OFTEN: Duration = Duration::from_secs(5);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);
const DAY_MS: i64 = 24 * 3_600_000;

/// Runs the jobs until the returned task is aborted.
pub fn start(app: App) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::join!(by_the_clock(&app), judge_photos(&app), freeze_months(&app), assess(&app));
    })
}

async fn by_the_clock(app: &App) {
    let mut often = tokio::time::interval(OFTEN);
    let mut round = 0_u64;
    loop {
        often.tick().await;
        run(app, job("packs", OFTEN), app.refresh()).await;
        run(app, job("editions", OFTEN), grids::editions::turn(app)).await;
        run(app, job("drafts", OFTEN), drafts::editions::turn(app)).await;
        if round.is_multiple_of(12) {
            run(app, job("due", MINUTE), timers::sweep(app)).await;
            run(app, job("calendar", MINUTE), timers::follow_the_calendar(app)).await;
            run(app, job("audit_chain", MINUTE), chain_audit(app)).await;
            run(app, job("uploads", MINUTE), media::actions::sweep(app)).await;
            run(app, job("forget", MINUTE), forget(app)).await;
            run(app, job("alarms", MINUTE), devices::alarms::turn(app)).await;
        }
        if round.is_multiple_of(720) {
            // Before tracks go: of what they say these numbers are all that is kept.
            run(app, job("post_days", HOUR), posts::days::turn(app)).await;
            run(app, job("tracks", HOUR), tracks::actions::forget(app)).await;
            run(app, job("honesty", HOUR), honesty::turn::turn(app)).await;
        }
        // Last: what the others did in this round is written down with it.
        if round.is_multiple_of(12) {
            run(app, job("health", MINUTE), health::actions::beat(app)).await;
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
        run(app, job("evidence", OFTEN), evidence::turn(app)).await;
    }
}

/// Freezes months whose moment has come. Beside the others: after an update all months of a city are read, and that keeps
/// no other job waiting.
async fn freeze_months(app: &App) {
    let mut every = tokio::time::interval(MINUTE);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        run(app, job("months", MINUTE), months::freeze::turn(app)).await;
    }
}

/// Reads what cases count as. Beside the others: after an update that takes a while.
async fn assess(app: &App) {
    let mut often = tokio::time::interval(OFTEN);
    often.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        often.tick().await;
        run(app, job("assessment", OFTEN), assessment::facts::turn(app)).await;
    }
}

const fn job(name: &'static str, every: Duration) -> Job {
    Job { name, every }
}

/// Runs a job and notes how it went, for whoever watches over the server.
async fn run<T>(app: &App, job: Job, work: impl Future<Output = Result<T>>) {
    let started_at = app.clock.now();
    let error = match work.await {
        Ok(_done) => None,
        Err(error) => {
            tracing::warn!(job = job.name, error = %error, "Job failed: {}", job.name);
            Some(error.to_string())
        }
    };
    app.health.ran(job, started_at, app.clock.now(), error);
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
    devices::alarms::forget(&mut tx, now.plus_ms(-ALARM_DAYS * DAY_MS)).await?;
    tx.commit().await
}
