//! Processes, their jobs and the samples in the database; and what waits in the tables of others, only counted.

use serde::Deserialize;
use shared::api::health::{Freezing, HealthSample, JobHealth, PackHealth, ProcessHealth, Queues, Reckoning};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Writes down that a process is alive.
pub async fn beat(tx: &mut Tx, id: &str, version: &str, started_at: Instant, now: Instant) -> Result<()> {
    sqlx::query(
        "insert into server_processes (id, version, started_at_ms, heartbeat_at_ms) values ($1, $2, $3, $4) \
         on conflict (id) do update set heartbeat_at_ms = excluded.heartbeat_at_ms",
    )
    .bind(id)
    .bind(version)
    .bind(started_at.ms())
    .bind(now.ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes down how a job of a process went.
pub async fn put_job(tx: &mut Tx, process: &str, job: &JobHealth) -> Result<()> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    sqlx::query(
        "insert into job_runs \
         (process_id, job, every_ms, started_at_ms, ended_at_ms, runs, failures, failed_at_ms, error) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (process_id, job) do update set every_ms = excluded.every_ms, \
         started_at_ms = excluded.started_at_ms, ended_at_ms = excluded.ended_at_ms, runs = excluded.runs, \
         failures = excluded.failures, failed_at_ms = excluded.failed_at_ms, error = excluded.error",
    )
    .bind(process)
    .bind(job.job.as_str())
    .bind(job.every_ms)
    .bind(job.started_at.ms())
    .bind(job.ended_at.ms())
    .bind(count(job.runs))
    .bind(count(job.failures))
    .bind(job.failed_at.map(Instant::ms))
    .bind(job.error.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the processes that were heard of since a moment, the newest first, without their jobs.
pub async fn processes(connection: &mut AnyConnection, since: Instant) -> Result<Vec<ProcessHealth>> {
    let rows = sqlx::query(
        "select id, version, started_at_ms, heartbeat_at_ms from server_processes \
         where heartbeat_at_ms >= $1 order by heartbeat_at_ms desc, id limit 50",
    )
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(ProcessHealth {
                id: row.text("id")?,
                answers: false,
                version: row.text("version")?,
                started_at: Instant::from_ms(row.number("started_at_ms")?),
                heard_at: Instant::from_ms(row.number("heartbeat_at_ms")?),
                is_alive: false,
                jobs: Vec::new(),
            })
        })
        .collect()
}

/// Returns how the jobs of a process went, by name.
pub async fn jobs(connection: &mut AnyConnection, process: &str) -> Result<Vec<JobHealth>> {
    let rows = sqlx::query(
        "select job, every_ms, started_at_ms, ended_at_ms, runs, failures, failed_at_ms, error \
         from job_runs where process_id = $1 order by job",
    )
    .bind(process)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let (every_ms, started_at) = (row.number("every_ms")?, Instant::from_ms(row.number("started_at_ms")?));
            let ended_at = Instant::from_ms(row.number("ended_at_ms")?);
            Ok(JobHealth {
                job: row.text("job")?,
                every_ms,
                started_at,
                ended_at,
                next_at: started_at.plus_ms(every_ms).max(ended_at),
                runs: u64::try_from(row.number("runs")?).unwrap_or(0),
                failures: u64::try_from(row.number("failures")?).unwrap_or(0),
                failed_at: row.maybe_number("failed_at_ms")?.map(Instant::from_ms),
                error: row.text("error")?,
            })
        })
        .collect()
}

/// Forgets processes and samples from before a moment.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<()> {
    sqlx::query(
        "delete from job_runs where process_id in (select id from server_processes where heartbeat_at_ms < $1)",
    )
    .bind(before.ms())
    .execute(&mut **tx)
    .await?;
    sqlx::query("delete from server_processes where heartbeat_at_ms < $1").bind(before.ms()).execute(&mut **tx).await?;
    sqlx::query("delete from health_samples where at_ms < $1").bind(before.ms()).execute(&mut **tx).await?;
    Ok(())
}

/// Keeps a sample; another process may have been first.
pub async fn insert_sample(tx: &mut Tx, sample: &HealthSample) -> Result<()> {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    sqlx::query(
        "insert into health_samples \
         (at_ms, database_bytes, data_free_bytes, media_free_bytes, connections, unjudged, uploads, devices_waiting, \
         requests, p95_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (at_ms) do nothing",
    )
    .bind(sample.at.ms())
    .bind(number(sample.database_bytes))
    .bind(number(sample.data_free_bytes))
    .bind(number(sample.media_free_bytes))
    .bind(number(sample.connections))
    .bind(number(sample.unjudged))
    .bind(number(sample.uploads))
    .bind(number(sample.devices_waiting))
    .bind(number(sample.requests))
    .bind(number(sample.p95_ms))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the samples since a moment, the oldest first.
pub async fn samples(connection: &mut AnyConnection, since: Instant) -> Result<Vec<HealthSample>> {
    let rows = sqlx::query(
        "select at_ms, database_bytes, data_free_bytes, media_free_bytes, connections, unjudged, uploads, \
         devices_waiting, requests, p95_ms \
         from health_samples where at_ms >= $1 order by at_ms limit 3000",
    )
    .bind(since.ms())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let number = |column: &str| row.number(column).map(|value| u64::try_from(value).unwrap_or(0));
            Ok(HealthSample {
                at: Instant::from_ms(row.number("at_ms")?),
                database_bytes: number("database_bytes")?,
                data_free_bytes: number("data_free_bytes")?,
                media_free_bytes: number("media_free_bytes")?,
                connections: number("connections")?,
                unjudged: number("unjudged")?,
                uploads: number("uploads")?,
                devices_waiting: number("devices_waiting")?,
                requests: number("requests")?,
                p95_ms: number("p95_ms")?,
            })
        })
        .collect()
}

/// What of a heartbeat says that something is still on the device.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Waiting {
    waiting_operations: u64,
    waiting_photos: u64,
}

/// Returns how far the month's reckoning is.
pub async fn reckoning(connection: &mut AnyConnection) -> Result<Reckoning> {
    let unread = sqlx::query("select count(*) as unread from cases where assessed_version = 0")
        .fetch_one(&mut *connection)
        .await?
        .number("unread")?;
    let rows = sqlx::query(
        "select month, at_ms, begun_at_ms, heard_at_ms, done, total from month_freezings \
         order by month, begun_at_ms limit 50",
    )
    .fetch_all(connection)
    .await?;
    let freezing = rows.iter().map(|row| -> Result<Freezing> {
        let moment = |column: &str| row.number(column).map(Instant::from_ms);
        let count = |column: &str| row.number(column).map(|count| u64::try_from(count).unwrap_or(0));
        Ok(Freezing {
            month: row.text("month")?,
            at: moment("at_ms")?,
            begun_at: moment("begun_at_ms")?,
            heard_at: moment("heard_at_ms")?,
            done: count("done")?,
            total: count("total")?,
        })
    });
    Ok(Reckoning { unread: u64::try_from(unread).unwrap_or(0), freezing: freezing.collect::<Result<_>>()? })
}

/// Counts what waits; what waits in memory is not known here.
pub async fn queues(connection: &mut AnyConnection) -> Result<Queues> {
    let row = sqlx::query(
        "select (select count(*) from files where is_examined = 0 and verdict = 'image') as to_examine, \
         (select count(*) from photos where verdict = 'unjudged') as signed, \
         (select count(*) from unsigned_photos where verdict = 'unjudged') as unsigned, \
         (select count(*) from uploads where sha256 = '') as uploads",
    )
    .fetch_one(&mut *connection)
    .await?;
    let devices =
        sqlx::query("select heartbeat from devices where revoked_at_ms is null").fetch_all(connection).await?;
    let mut devices_waiting = 0;
    for device in &devices {
        // One heartbeat that a later app sent must not hide how the server is.
        let said: Waiting = serde_json::from_str(&device.text("heartbeat")?).unwrap_or_default();
        devices_waiting += u64::from(said.waiting_operations > 0 || said.waiting_photos > 0);
    }
    let number = |column: &str| row.number(column).map(|value| u64::try_from(value).unwrap_or(0));
    Ok(Queues {
        to_examine: number("to_examine")?,
        unjudged: number("signed")? + number("unsigned")?,
        uploads: number("uploads")?,
        receipts: 0,
        devices_waiting,
    })
}

/// Returns the packs in force.
pub async fn packs(connection: &mut AnyConnection) -> Result<Vec<PackHealth>> {
    let rows = sqlx::query(
        "select kind, jurisdiction_id, version, made_at_ms from packs \
         where is_current = 1 order by kind, jurisdiction_id",
    )
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(PackHealth {
                kind: row.text("kind")?,
                jurisdiction: row.parsed("jurisdiction_id")?,
                version: row.text("version")?,
                made_at: Instant::from_ms(row.number("made_at_ms")?),
            })
        })
        .collect()
}
