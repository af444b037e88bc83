//! Measuring: how long something takes, several times, and whether that keeps its budget.

use std::time::{Duration, Instant};

/// Returns the median and the longest.
pub fn middle_and_longest(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], times[times.len() - 1])
}

/// Does the work so many times and returns how long each took.
pub fn timed(runs: usize, mut work: impl FnMut()) -> Vec<Duration> {
    let once = |_| {
        let begun = Instant::now();
        work();
        begun.elapsed()
    };
    (0..runs).map(once).collect()
}

/// Says whether a figure keeps its budget.
pub fn verdict(is_within: bool) -> &'static str {
    if is_within { "within" } else { "OVER" }
}
