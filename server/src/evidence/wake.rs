//! Waking whoever judges, after a commit that brought something to judge.

use tokio::sync::Notify;

/// Told after a commit, never before: what is not committed cannot be judged. A word that gets lost, or that was said in
/// another process, is made up for by the clock.
#[derive(Debug, Default)]
pub struct Wake(Notify);

impl Wake {
    /// Says that something may have come.
    pub fn wake(&self) {
        self.0.notify_one();
    }

    /// Waits until something may have come. What was said while nobody waited counts.
    pub async fn heard(&self) {
        self.0.notified().await;
    }
}
