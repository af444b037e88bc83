//! The slowest requests of the last hour: the slowest of each minute, so that neither memory nor an answer grows.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use shared::api::health::SlowRequest;
use shared::time::Instant;

/// So many are told.
const MOST: usize = 50;
const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// The slowest requests, minute by minute.
#[derive(Debug, Default)]
pub struct Slow {
    minutes: Mutex<VecDeque<(i64, Vec<SlowRequest>)>>,
}

impl Slow {
    /// Notes a request.
    pub fn note(&self, request: SlowRequest) {
        let minute = request.at.ms().div_euclid(MINUTE_MS);
        let mut minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        while minutes.front().is_some_and(|(old, _)| *old < minute - 60) {
            minutes.pop_front();
        }
        if minutes.back().is_none_or(|(last, _)| *last != minute) {
            minutes.push_back((minute, Vec::new()));
        }
        let Some((_, kept)) = minutes.back_mut() else { return };
        if kept.len() < MOST {
            kept.push(request);
            return;
        }
        let quickest = kept.iter_mut().min_by_key(|known| known.ms);
        if let Some(quickest) = quickest.filter(|known| known.ms < request.ms) {
            *quickest = request;
        }
    }

    /// Returns the slowest of the last hour, the slowest first.
    pub fn slowest(&self, now: Instant) -> Vec<SlowRequest> {
        let minutes = self.minutes.lock().unwrap_or_else(PoisonError::into_inner);
        let lately = |request: &&SlowRequest| now.since(request.at) < HOUR_MS;
        let mut found: Vec<SlowRequest> = minutes.iter().flat_map(|(_, kept)| kept).filter(lately).cloned().collect();
        drop(minutes);
        found.sort_by_key(|request| (std::cmp::Reverse(request.ms), std::cmp::Reverse(request.at)));
        found.truncate(MOST);
        found
    }
}

#[cfg(test)]
mod tests {
    use shared::api::health::SlowRequest;
    use shared::time::Instant;

    use super::{HOUR_MS, MOST, Slow};

    fn request(at_ms: i64, ms: u64) -> SlowRequest {
        let at = Instant::from_ms(at_ms);
        SlowRequest { at, method: "GET".to_owned(), route: "/api/v1/cases".to_owned(), status: 200, ms }
    }

    #[test]
    fn the_slowest_of_the_last_hour_are_told_the_slowest_first() {
        let slow = Slow::default();
        for ms in 0..200 {
            slow.note(request(i64::try_from(ms).unwrap(), ms));
        }
        let told: Vec<u64> = slow.slowest(Instant::from_ms(1_000)).iter().map(|one| one.ms).collect();
        assert_eq!((told.len(), told[0], told[MOST - 1]), (MOST, 199, 150));
    }

    #[test]
    fn what_is_older_than_an_hour_is_forgotten() {
        let slow = Slow::default();
        slow.note(request(0, 900));
        slow.note(request(HOUR_MS + 120_000, 5));
        let told = slow.slowest(Instant::from_ms(HOUR_MS + 120_000));
        assert_eq!(told.iter().map(|one| one.ms).collect::<Vec<_>>(), [5]);
    }
}
