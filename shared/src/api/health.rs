//! How the server is (运行状况): versions, database, disks, queues, jobs, requests, backup, certificate.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::audit::AuditChain;
use crate::ids::JurisdictionId;
use crate::time::Instant;

/// `GET /api/v1/health`: how the server is now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HealthReport {
    /// When this was found.
    pub at: Instant,
    /// What somebody should do something about, the worst first.
    pub warnings: Vec<Warning>,
    /// Version of the program that answers.
    pub version: String,
    /// The number of the newest migration that was applied to the database; numbers have gaps.
    pub schema: i64,
    /// The database.
    pub database: DatabaseHealth,
    /// The disks that data and files lie on.
    pub disks: Vec<DiskHealth>,
    /// What waits.
    pub queues: Queues,
    /// The packs in force.
    pub packs: Vec<PackHealth>,
    /// The processes that serve this database, the one that answers first.
    pub processes: Vec<ProcessHealth>,
    /// Requests to the process that answers, since its start, the most asked for first.
    pub routes: Vec<RouteHealth>,
    /// The slowest of its last hour.
    pub slow: Vec<SlowRequest>,
    /// The last backup that was made with this program.
    #[serde(default)]
    pub backup: Option<BackupFacts>,
    /// Until when the certificate holds that this process serves with; nothing where something before it speaks TLS.
    #[serde(default)]
    pub certificate_until: Option<Instant>,
    /// How far the audit is chained.
    pub chain: AuditChain,
    /// How far the month's reckoning is.
    #[serde(default)]
    pub reckoning: Reckoning,
}

/// How far the month's reckoning is: after an update every case is read once more, and months are frozen piece by piece.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Reckoning {
    /// Cases whose history was not read yet.
    pub unread: u64,
    /// Months that are being frozen, the earliest first.
    pub freezing: Vec<Freezing>,
}

/// A month that is being frozen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Freezing {
    /// `2026-10`.
    pub month: String,
    /// The cases are as they were at this moment.
    pub at: Instant,
    /// When it was begun.
    pub begun_at: Instant,
    /// When somebody was last at work on it; one that was cut goes on by itself.
    pub heard_at: Instant,
    /// Cases that were read.
    pub done: u64,
    /// Cases that are to be read in all, as far as that is known.
    pub total: u64,
}

/// The database.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DatabaseHealth {
    /// `sqlite` or `postgresql`.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// Its bytes.
    pub size_bytes: u64,
    /// Bytes that are written and not yet in their place; where the engine keeps a file of them beside the database.
    #[serde(default)]
    pub wal_bytes: Option<u64>,
    /// Connections of the process that answers.
    pub open: u32,
    /// Of these, those at work.
    pub busy: u32,
    /// Connections of all servers, where the engine counts them.
    #[serde(default)]
    pub all: Option<u64>,
}

/// What a disk is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DiskUse {
    /// The data folder, with the embedded database.
    Data,
    /// Files that phones handed in.
    Media,
}

impl DiskUse {
    /// Returns the word it travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Media => "media",
        }
    }
}

/// A disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DiskHealth {
    /// What lies on it.
    pub lies: DiskUse,
    /// Bytes that are free.
    pub free_bytes: u64,
    /// Bytes in all, where that is known.
    #[serde(default)]
    pub total_bytes: Option<u64>,
}

/// What waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Queues {
    /// Photos whose pixels were not looked at.
    pub to_examine: u64,
    /// Photos that have no verdict.
    pub unjudged: u64,
    /// Uploads under way.
    pub uploads: u64,
    /// Files of the process that answers that wait for their receipt.
    pub receipts: u64,
    /// Devices that said with their last contact that something is still on them.
    pub devices_waiting: u64,
}

/// A pack in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PackHealth {
    /// What it holds.
    pub kind: String,
    /// Whose it is.
    pub jurisdiction: JurisdictionId,
    /// The version that people say.
    pub version: String,
    /// When it came.
    pub made_at: Instant,
}

/// A process.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProcessHealth {
    /// Its name, made at its start.
    pub id: String,
    /// It is the one that answers.
    pub answers: bool,
    /// Version of its program.
    pub version: String,
    /// When it started.
    pub started_at: Instant,
    /// When it was last heard of.
    pub heard_at: Instant,
    /// It was heard of lately.
    pub is_alive: bool,
    /// Its jobs, by name.
    pub jobs: Vec<JobHealth>,
}

/// A job of a process.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JobHealth {
    /// What it is called.
    pub job: String,
    /// How often it is to run.
    pub every_ms: i64,
    /// When it last began.
    pub started_at: Instant,
    /// When that ended.
    pub ended_at: Instant,
    /// When it is to begin again.
    pub next_at: Instant,
    /// How often it ran since the start.
    pub runs: u64,
    /// How often that failed.
    pub failures: u64,
    /// When it failed last.
    #[serde(default)]
    pub failed_at: Option<Instant>,
    /// Why, if the last run failed; empty if it went well.
    #[serde(default)]
    pub error: String,
}

/// Requests by route. The percentiles are bounds: so many milliseconds or less; nothing above the last bound.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct RouteHealth {
    /// The method.
    pub method: String,
    /// The route with its placeholders.
    pub route: String,
    /// How many.
    pub requests: u64,
    /// Of these, those that the server failed at.
    pub errors: u64,
    /// Half of them took at most so long.
    #[serde(default)]
    pub p50_ms: Option<u64>,
    /// 95 of a hundred.
    #[serde(default)]
    pub p95_ms: Option<u64>,
    /// 99 of a hundred.
    #[serde(default)]
    pub p99_ms: Option<u64>,
}

/// A request that took long. Never what was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SlowRequest {
    /// When it was answered.
    pub at: Instant,
    /// The method.
    pub method: String,
    /// The route with its placeholders.
    pub route: String,
    /// The status of the answer.
    pub status: u16,
    /// How long it took.
    pub ms: u64,
}

/// A backup.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BackupFacts {
    /// When it was taken.
    pub made_at: Instant,
    /// The files are in it.
    pub with_media: bool,
    /// Rows in it.
    pub rows: u64,
}

/// Something that somebody should do something about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Warning {
    /// The audit is not what was written.
    ChainBroken {
        /// How many faults were found.
        faults: u64,
    },
    /// Less than a tenth of a disk is free.
    DiskLow {
        /// What lies on it.
        lies: DiskUse,
        /// Bytes that are free.
        free_bytes: u64,
        /// Bytes in all.
        total_bytes: u64,
    },
    /// The last run of a job failed.
    JobFailed {
        /// Which.
        job: String,
        /// When.
        at: Instant,
        /// Why.
        error: String,
    },
    /// A job of a living process did not begin for long.
    JobSilent {
        /// Which.
        job: String,
        /// When it last began.
        since: Instant,
    },
    /// The certificate ends soon, or has ended.
    CertificateEnds {
        /// When.
        at: Instant,
    },
    /// No backup was made for long.
    NoBackup {
        /// The last one; nothing if there never was any.
        #[serde(default)]
        last: Option<Instant>,
    },
}

impl Warning {
    /// Returns the word of its kind.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ChainBroken { .. } => "chain_broken",
            Self::DiskLow { .. } => "disk_low",
            Self::JobFailed { .. } => "job_failed",
            Self::JobSilent { .. } => "job_silent",
            Self::CertificateEnds { .. } => "certificate_ends",
            Self::NoBackup { .. } => "no_backup",
        }
    }
}

/// `GET /api/v1/health/samples`: how it was.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct HealthSamples {
    /// The samples, the oldest first.
    pub samples: Vec<HealthSample>,
}

/// A few figures of one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HealthSample {
    /// When.
    pub at: Instant,
    /// Bytes of the database.
    pub database_bytes: u64,
    /// Free bytes where the data lie.
    pub data_free_bytes: u64,
    /// Free bytes where the files lie.
    pub media_free_bytes: u64,
    /// Connections of the process that took the sample.
    pub connections: u64,
    /// Photos without a verdict.
    pub unjudged: u64,
    /// Uploads under way.
    pub uploads: u64,
    /// Devices with something still on them.
    pub devices_waiting: u64,
    /// Requests to that process since the sample before.
    pub requests: u64,
    /// 95 of a hundred requests since its start took at most so long.
    pub p95_ms: u64,
}

const DAY_MS: i64 = 24 * 3_600_000;
/// Without a backup for so long somebody is told.
const BACKUP_MS: i64 = 7 * DAY_MS;
/// So long before a certificate ends somebody is told.
const CERTIFICATE_MS: i64 = 14 * DAY_MS;
/// A job that is late by so much is silent: others may have kept it waiting for a while.
const LATE_MS: i64 = 10 * 60_000;

/// Returns what somebody should do something about, the worst first.
pub fn warnings(report: &HealthReport) -> Vec<Warning> {
    let now = report.at;
    let mut found = Vec::new();
    let faults = report.chain.verification.as_ref().map_or(0, |verification| verification.faults);
    if faults > 0 {
        found.push(Warning::ChainBroken { faults });
    }
    for disk in &report.disks {
        if let Some(total_bytes) = disk.total_bytes.filter(|total| disk.free_bytes < total / 10) {
            found.push(Warning::DiskLow { lies: disk.lies, free_bytes: disk.free_bytes, total_bytes });
        }
    }
    for job in report.processes.iter().filter(|process| process.is_alive).flat_map(|process| &process.jobs) {
        if !job.error.is_empty() {
            let (job, at, error) = (job.job.clone(), job.ended_at, job.error.clone());
            found.push(Warning::JobFailed { job, at, error });
        } else if now.since(job.next_at) > LATE_MS {
            found.push(Warning::JobSilent { job: job.job.clone(), since: job.started_at });
        }
    }
    if let Some(at) = report.certificate_until.filter(|at| at.since(now) < CERTIFICATE_MS) {
        found.push(Warning::CertificateEnds { at });
    }
    let last = report.backup.as_ref().map(|backup| backup.made_at);
    if last.is_none_or(|last| now.since(last) > BACKUP_MS) {
        found.push(Warning::NoBackup { last });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{
        BackupFacts, DatabaseHealth, DiskHealth, DiskUse, HealthReport, JobHealth, ProcessHealth, Queues, Reckoning,
        Warning, warnings,
    };
    use crate::api::audit::{AuditChain, Verification};
    use crate::time::Instant;

    const NOW: Instant = Instant::from_ms(1_764_000_000_000);
    const HOUR_MS: i64 = 3_600_000;

    fn job(error: &str, next_in_ms: i64) -> JobHealth {
        JobHealth {
            job: "audit_chain".to_owned(),
            every_ms: 60_000,
            started_at: NOW,
            ended_at: NOW,
            next_at: NOW.plus_ms(next_in_ms),
            runs: 3,
            failures: 0,
            failed_at: None,
            error: error.to_owned(),
        }
    }

    /// Nothing is wrong.
    fn fine() -> HealthReport {
        let database = DatabaseHealth {
            engine: "sqlite".to_owned(),
            version: String::new(),
            size_bytes: 1,
            wal_bytes: None,
            open: 1,
            busy: 0,
            all: None,
        };
        let process = ProcessHealth {
            id: "a".to_owned(),
            answers: true,
            version: String::new(),
            started_at: NOW,
            heard_at: NOW,
            is_alive: true,
            jobs: vec![job("", 60_000)],
        };
        HealthReport {
            at: NOW,
            warnings: Vec::new(),
            version: String::new(),
            schema: 24,
            database,
            disks: vec![DiskHealth { lies: DiskUse::Data, free_bytes: 100, total_bytes: Some(1_000) }],
            queues: Queues::default(),
            packs: Vec::new(),
            processes: vec![process],
            routes: Vec::new(),
            slow: Vec::new(),
            backup: Some(BackupFacts { made_at: NOW.plus_ms(-HOUR_MS), with_media: true, rows: 1 }),
            certificate_until: Some(NOW.plus_ms(20 * 24 * HOUR_MS)),
            chain: AuditChain::default(),
            reckoning: Reckoning::default(),
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut HealthReport), expected: &[&str]) {
        let mut report = fine();
        change(&mut report);
        let kinds: Vec<&str> = warnings(&report).iter().map(Warning::kind).collect();
        assert_eq!(kinds, expected);
    }

    #[test]
    fn nobody_is_told_while_nothing_is_wrong() {
        check(|_| {}, &[]);
        check(|report| report.disks[0].total_bytes = None, &[]);
    }

    #[test]
    fn each_kind_of_trouble_is_told() {
        check(|report| report.disks[0].free_bytes = 99, &["disk_low"]);
        check(|report| report.processes[0].jobs[0].error = "no".to_owned(), &["job_failed"]);
        check(|report| report.processes[0].jobs[0].next_at = NOW.plus_ms(-HOUR_MS), &["job_silent"]);
        check(|report| report.certificate_until = Some(NOW.plus_ms(-1)), &["certificate_ends"]);
        check(|report| report.backup = None, &["no_backup"]);
        check(|report| report.backup.as_mut().unwrap().made_at = NOW.plus_ms(-8 * 24 * HOUR_MS), &["no_backup"]);
        let broken = Verification {
            started_at: NOW,
            heard_at: NOW,
            ended_at: Some(NOW),
            done: 5,
            of: 5,
            faults: 1,
            problems: Vec::new(),
            last: 5,
            hash: String::new(),
        };
        check(|report| report.chain.verification = Some(broken), &["chain_broken"]);
    }

    #[test]
    fn a_process_that_is_gone_fails_no_more() {
        check(
            |report| {
                report.processes[0].is_alive = false;
                report.processes[0].jobs[0].error = "no".to_owned();
            },
            &[],
        );
    }
}
