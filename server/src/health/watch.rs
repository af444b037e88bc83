//! What a process knows of itself: since when it runs, how its jobs went, which requests were slow.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use shared::api::health::{JobHealth, SlowRequest};
use shared::time::Instant;

use super::slow::Slow;
use crate::world::Random;

/// An error is told so far and no further.
const LONGEST_ERROR: usize = 300;

/// A job, and how often it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Job {
    /// What it is called.
    pub name: &'static str,
    /// How often.
    pub every: Duration,
}

/// A process.
#[derive(Debug)]
pub struct Watch {
    /// Its name.
    pub process: String,
    /// When it started.
    pub started_at: Instant,
    jobs: Mutex<BTreeMap<&'static str, JobHealth>>,
    slow: Slow,
    sampled: Mutex<Sampled>,
}

/// The last sample that this process took.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Sampled {
    /// When.
    pub at: Option<Instant>,
    /// How many requests it had had by then.
    pub requests: u64,
}

impl Watch {
    /// Begins to watch.
    pub fn new(random: &dyn Random, now: Instant) -> Self {
        Self {
            process: hex::encode(random.bytes::<6>()),
            started_at: now,
            jobs: Mutex::default(),
            slow: Slow::default(),
            sampled: Mutex::default(),
        }
    }

    /// Notes how a run of a job went.
    pub fn ran(&self, job: Job, started_at: Instant, ended_at: Instant, error: Option<String>) {
        let every_ms = i64::try_from(job.every.as_millis()).unwrap_or(i64::MAX);
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let known = jobs.entry(job.name).or_insert_with(|| JobHealth {
            job: job.name.to_owned(),
            every_ms,
            started_at,
            ended_at,
            next_at: ended_at,
            runs: 0,
            failures: 0,
            failed_at: None,
            error: String::new(),
        });
        known.started_at = started_at;
        known.ended_at = ended_at;
        known.next_at = started_at.plus_ms(every_ms).max(ended_at);
        known.runs += 1;
        known.error = error.map(|text| text.chars().take(LONGEST_ERROR).collect()).unwrap_or_default();
        if !known.error.is_empty() {
            known.failures += 1;
            known.failed_at = Some(ended_at);
        }
    }

    /// Returns how its jobs went, by name.
    pub fn jobs(&self) -> Vec<JobHealth> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// Notes a request that was answered.
    pub fn answered(&self, request: SlowRequest) {
        self.slow.note(request);
    }

    /// Returns the slowest requests of the last hour, the slowest first.
    pub fn slowest(&self, now: Instant) -> Vec<SlowRequest> {
        self.slow.slowest(now)
    }

    /// Returns the last sample that it took.
    pub fn sampled(&self) -> Sampled {
        *self.sampled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that it took one.
    pub fn sample(&self, sampled: Sampled) {
        *self.sampled.lock().unwrap_or_else(PoisonError::into_inner) = sampled;
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use shared::time::Instant;

    use super::{Job, Watch};
    use crate::world::SystemRandom;

    #[test]
    fn a_job_is_known_by_its_last_run_and_its_failures() {
        let at = Instant::from_ms;
        let watch = Watch::new(&SystemRandom, at(0));
        let job = Job { name: "forget", every: Duration::from_secs(60) };
        watch.ran(job, at(1_000), at(1_500), None);
        watch.ran(job, at(61_000), at(62_000), Some("no room".repeat(100)));
        let known = &watch.jobs()[0];
        assert_eq!((known.runs, known.failures, known.failed_at), (2, 1, Some(at(62_000))));
        assert_eq!((known.next_at, known.error.chars().count()), (at(121_000), 300));
        watch.ran(job, at(121_000), at(300_000), None);
        let known = &watch.jobs()[0];
        assert_eq!((known.next_at, known.error.as_str(), known.failures), (at(300_000), "", 1));
        assert_eq!(watch.process.len(), 12);
    }
}
