//! Finding out how the server is, and writing down once a minute what others must know of this process.

use shared::account::Right;
use shared::api::health::{
    BackupFacts, DatabaseHealth, DiskHealth, DiskUse, HealthReport, HealthSample, HealthSamples, ProcessHealth, Queues,
    warnings,
};
use shared::refusal::Code;
use shared::time::Instant;

use super::watch::Sampled;
use super::{certificate, store};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::audit;
use crate::db::dialect::Engine;
use crate::db::{Tx, facts, meta};
use crate::error::Result;
use crate::media::actions::blocking;

/// The version of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Where the last backup stands in the database.
const LAST_BACKUP: &str = "last_backup";
/// A process that is silent for so long is gone.
const GONE_MS: i64 = 5 * 60_000;
const DAY_MS: i64 = 24 * 3_600_000;
/// A sample for each of these.
const SAMPLE_MS: i64 = 5 * 60_000;
/// Samples and processes are forgotten after so long.
const KEPT_MS: i64 = 7 * DAY_MS;
/// More points than this no chart shows.
const MOST_SAMPLES: usize = 336;
/// The longest time that is asked for, in hours.
pub const MOST_HOURS: u32 = 168;

/// Says whether the caller may see how the server is: it is the whole city's.
pub fn may_see(caller: &Caller) -> Result<()> {
    caller.may(Right::SeeHealth)?;
    match &caller.reach {
        Reach::City => Ok(()),
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => Err(Code::NotAllowed.into()),
    }
}

/// Returns how the server is.
pub async fn report(app: &App, caller: &Caller) -> Result<HealthReport> {
    may_see(caller)?;
    let now = app.clock.now();
    let chain = audit::actions::state(app).await?;
    let certificate_until = match app.config.certificate.clone() {
        // It may have been moved since the start: that hides nothing else.
        Some(file) => blocking(move || Ok(certificate::ends_at(&file).ok().flatten())).await?,
        None => None,
    };
    let (disks, database) = (disks(app).await?, database(app).await?);
    let mut reader = app.db.read().await?;
    let queues = Queues { receipts: receipts(app), ..store::queues(&mut reader).await? };
    let packs = store::packs(&mut reader).await?;
    let reckoning = store::reckoning(&mut reader).await?;
    let backup = meta::value(&mut reader, LAST_BACKUP).await?;
    let backup: Option<BackupFacts> = backup.map(|text| serde_json::from_str(&text)).transpose()?;
    drop(reader);
    let mut report = HealthReport {
        at: now,
        warnings: Vec::new(),
        version: VERSION.to_owned(),
        schema: app.db.version().await?,
        database,
        disks,
        queues,
        packs,
        processes: processes(app, now).await?,
        routes: app.metrics.routes(),
        slow: app.health.slowest(now),
        backup,
        certificate_until,
        chain,
        reckoning,
    };
    report.warnings = warnings(&report);
    Ok(report)
}

/// Returns how it was in so many hours, the oldest first; of very many samples some.
pub async fn samples(app: &App, caller: &Caller, hours: u32) -> Result<HealthSamples> {
    may_see(caller)?;
    let since = app.clock.now().plus_ms(-i64::from(hours.clamp(1, MOST_HOURS)) * 3_600_000);
    let found = store::samples(&mut *app.db.read().await?, since).await?;
    let step = found.len().div_ceil(MOST_SAMPLES).max(1);
    // Counted from the end: the newest is always among them.
    let mut samples: Vec<HealthSample> = found.into_iter().rev().step_by(step).collect();
    samples.reverse();
    Ok(HealthSamples { samples })
}

/// Writes down that this process is alive and how its jobs went; every five minutes also a few figures.
pub async fn beat(app: &App) -> Result<()> {
    let now = app.clock.now();
    let slot = Instant::from_ms(now.ms().div_euclid(SAMPLE_MS) * SAMPLE_MS);
    let before = app.health.sampled();
    let requests = app.metrics.requests();
    let sample = if before.at == Some(slot) { None } else { Some(sample(app, slot, requests, before).await?) };
    let mut tx = app.db.write().await?;
    store::beat(&mut tx, &app.health.process, VERSION, app.health.started_at, now).await?;
    for job in app.health.jobs() {
        store::put_job(&mut tx, &app.health.process, &job).await?;
    }
    if let Some(sample) = &sample {
        store::insert_sample(&mut tx, sample).await?;
        store::forget(&mut tx, now.plus_ms(-KEPT_MS)).await?;
    }
    tx.commit().await?;
    if sample.is_some() {
        app.health.sample(Sampled { at: Some(slot), requests });
    }
    Ok(())
}

async fn sample(app: &App, slot: Instant, requests: u64, before: Sampled) -> Result<HealthSample> {
    let (disks, database) = (disks(app).await?, database(app).await?);
    let queues = store::queues(&mut *app.db.read().await?).await?;
    let free = |lies: DiskUse| disks.iter().find(|disk| disk.lies == lies).map_or(0, |disk| disk.free_bytes);
    Ok(HealthSample {
        at: slot,
        database_bytes: database.size_bytes,
        data_free_bytes: free(DiskUse::Data),
        media_free_bytes: free(DiskUse::Media),
        connections: u64::from(database.open),
        unjudged: queues.unjudged,
        uploads: queues.uploads,
        devices_waiting: queues.devices_waiting,
        requests: requests.saturating_sub(before.requests),
        p95_ms: app.metrics.p95_ms(),
    })
}

/// Writes down that a backup was made.
pub async fn backed_up(tx: &mut Tx, facts: &BackupFacts) -> Result<()> {
    meta::set_value(tx, LAST_BACKUP, &serde_json::to_string(facts)?).await
}

async fn database(app: &App) -> Result<DatabaseHealth> {
    let engine = app.db.engine();
    let found = facts::read(&mut *app.db.read().await?, engine).await?;
    let (open, busy) = app.db.connections();
    let wal = app.config.data.join("xunge.db-wal");
    let wal_bytes = match engine {
        // A database in another place than the data folder has its file there: nothing is said of it.
        Engine::Sqlite => blocking(move || Ok(std::fs::metadata(wal).ok().map(|file| file.len()))).await?,
        Engine::Postgres => None,
    };
    Ok(DatabaseHealth {
        engine: match engine {
            Engine::Sqlite => "sqlite".to_owned(),
            Engine::Postgres => "postgresql".to_owned(),
        },
        version: found.version,
        size_bytes: u64::try_from(found.size_bytes).unwrap_or(0),
        wal_bytes,
        open,
        busy,
        all: found.connections.and_then(|count| u64::try_from(count).ok()),
    })
}

async fn disks(app: &App) -> Result<Vec<DiskHealth>> {
    let (disk, data, storage) = (app.disk.clone(), app.config.data.clone(), app.storage.clone());
    blocking(move || {
        let of = |lies, folder: &std::path::Path| {
            let (free_bytes, total_bytes) = (disk.free_bytes(folder)?, disk.total_bytes(folder)?);
            Ok::<_, std::io::Error>(DiskHealth { lies, free_bytes, total_bytes })
        };
        Ok(vec![of(DiskUse::Data, &data)?, of(DiskUse::Media, storage.folder())?])
    })
    .await
}

fn receipts(app: &App) -> u64 {
    u64::try_from(app.receipts.waiting()).unwrap_or(u64::MAX)
}

/// Returns this process as it is, and the others as they last said.
async fn processes(app: &App, now: Instant) -> Result<Vec<ProcessHealth>> {
    let mut reader = app.db.read().await?;
    let own = ProcessHealth {
        id: app.health.process.clone(),
        answers: true,
        version: VERSION.to_owned(),
        started_at: app.health.started_at,
        heard_at: now,
        is_alive: true,
        jobs: app.health.jobs(),
    };
    let mut found = vec![own];
    for mut process in store::processes(&mut reader, now.plus_ms(-DAY_MS)).await? {
        if process.id == app.health.process {
            continue;
        }
        process.is_alive = now.since(process.heard_at) < GONE_MS;
        process.jobs = store::jobs(&mut reader, &process.id).await?;
        found.push(process);
    }
    Ok(found)
}
