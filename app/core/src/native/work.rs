//! Waiting and heavy work, by the host's tokio runtime.

use std::any::Any;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::ports::{Job, LocalFuture, Sleep, Work};

/// Sleeps by tokio's clock.
#[derive(Clone, Copy, Debug)]
pub struct TokioSleep;

impl Sleep for TokioSleep {
    fn sleep(&self, ms: u64) -> LocalFuture<'_, ()> {
        Box::pin(tokio::time::sleep(Duration::from_millis(ms)))
    }
}

/// Works on a thread beside the core's, so that asks are answered while pixels are counted.
#[derive(Clone, Copy, Debug)]
pub struct Threads;

impl Work for Threads {
    fn run(&self, job: Job) -> LocalFuture<'_, Result<Box<dyn Any + Send>>> {
        Box::pin(async move {
            tokio::task::spawn_blocking(job).await.map_err(|error| Error::Bug(format!("heavy work: {error}")))
        })
    }
}
