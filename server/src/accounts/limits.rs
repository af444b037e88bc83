//! How much one account at a desk, or one device, may ask for in a while: a bucket of requests for each, filled again
//! evenly. Nothing is limited by address: at 18:00 a whole office shares one.
//!
//! Never limited are the bytes of uploads, whose number the quarantine bounds, and a device in good faith that pushes:
//! its push takes from the bucket like any request, but is refused only when the bucket has been overdrawn by as much as
//! it holds. A phone that has been without a network for a week is a long way from that; one that runs in a circle is
//! not. In memory, each process its own: what is lost at a restart is a minute.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::http::Method;
use shared::ids::{AccountId, DeviceId};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::error::{Error, Result};

/// A request, in thousandths.
const WHOLE: i64 = 1_000;
/// A picture or a piece of a map, of which a page asks for many.
const PICTURE: i64 = 50;
const MINUTE_MS: i64 = 60_000;

/// Whose bucket.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Whose {
    /// An account at a desk, or a script's.
    Desk(AccountId),
    /// A device.
    Device(DeviceId),
}

/// What a request takes, and whether it is given on credit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Price {
    Nothing,
    Paid(i64),
    Credit(i64),
}

fn price(whose: Whose, method: &Method, path: &str) -> Price {
    if path.starts_with("/api/v1/media/uploads") {
        return Price::Nothing;
    }
    let is_picture = path.starts_with("/api/v1/media/") || path.starts_with("/api/v1/base-maps/");
    match whose {
        Whose::Device(_) if path == "/api/v1/sync/push" => Price::Credit(WHOLE),
        Whose::Device(_) | Whose::Desk(_) if is_picture && *method == Method::GET => Price::Paid(PICTURE),
        Whose::Device(_) | Whose::Desk(_) => Price::Paid(WHOLE),
    }
}

/// The buckets of a process.
#[derive(Default, Debug)]
pub struct Limits {
    buckets: Mutex<BTreeMap<Whose, Bucket>>,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: i64,
    at: Instant,
}

impl Bucket {
    /// Lets what came since then run in. As long as that is nothing yet, the time goes on counting.
    fn fill(&mut self, full: i64, now: Instant) {
        let since_ms = now.since(self.at);
        let came = full.saturating_mul(since_ms.clamp(0, 2 * MINUTE_MS)) / MINUTE_MS;
        if came > 0 || since_ms < 0 {
            *self = Self { left: self.left.saturating_add(came).min(full), at: now };
        }
    }
}

impl Limits {
    /// Takes a request out of somebody's bucket, which holds so many a minute; refuses when it is empty.
    pub fn take(&self, whose: Whose, per_minute: u32, method: &Method, path: &str, now: Instant) -> Result<()> {
        let full = i64::from(per_minute.max(1)).saturating_mul(WHOLE);
        let (price, floor) = match price(whose, method, path) {
            Price::Nothing => return Ok(()),
            Price::Paid(price) => (price, 0),
            Price::Credit(price) => (price, -full),
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let bucket = buckets.entry(whose).or_insert(Bucket { left: full, at: now });
        bucket.fill(full, now);
        let after = bucket.left - price;
        if after < floor {
            let missing_ms = (floor - after).saturating_mul(MINUTE_MS) / full;
            return Err(Error::Refused(Refusal::until(Code::TooManyRequests, now, now.plus_ms(missing_ms + 1))));
        }
        bucket.left = after;
        Ok(())
    }

    /// Forgets buckets that have run full again.
    pub fn sweep(&self, now: Instant) {
        let mut buckets = self.buckets.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Even one that was overdrawn is full after two minutes.
        buckets.retain(|_, bucket| now.since(bucket.at) < 2 * MINUTE_MS);
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use shared::ids::{AccountId, DeviceId};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Limits, Whose};

    const DESK: Whose = Whose::Desk(AccountId(Uuid::from_u128(1)));
    const PHONE: Whose = Whose::Device(DeviceId(Uuid::from_u128(1)));

    fn taken(limits: &Limits, whose: Whose, path: &str, now: i64) -> usize {
        let mut count = 0;
        while count < 1_000 && limits.take(whose, 10, &Method::GET, path, Instant::from_ms(now)).is_ok() {
            count += 1;
        }
        count
    }

    #[test]
    fn a_bucket_empties_and_fills_again_and_is_nobody_elses() {
        let limits = Limits::default();
        assert_eq!(taken(&limits, DESK, "/api/v1/cases", 0), 10);
        assert_eq!(taken(&limits, PHONE, "/api/v1/cases", 0), 10);
        assert_eq!(taken(&limits, DESK, "/api/v1/cases", 6_000), 1, "one in six seconds");
        assert_eq!(taken(&limits, DESK, "/api/v1/cases", 120_000), 10, "and never more than it holds");
        let refused = limits.take(DESK, 10, &Method::GET, "/api/v1/cases", Instant::from_ms(120_000)).unwrap_err();
        assert!(refused.to_string().contains("too_many_requests: 7 s, until "), "{refused}");
    }

    #[test]
    fn pictures_weigh_little_uploads_nothing_and_a_push_has_credit() {
        let limits = Limits::default();
        assert_eq!(taken(&limits, DESK, "/api/v1/media/abc", 0), 200);
        assert_eq!(taken(&limits, DESK, "/api/v1/media/uploads/1", 0), 1_000, "as many as one likes");
        assert_eq!(taken(&limits, PHONE, "/api/v1/sync/push", 0), 20);
        assert_eq!(taken(&limits, PHONE, "/api/v1/sync/pull", 0), 0, "what was pushed on credit is paid back first");
        assert_eq!(taken(&limits, PHONE, "/api/v1/sync/pull", 66_000), 1);
        limits.sweep(Instant::from_ms(300_000));
        assert!(limits.buckets.lock().unwrap().is_empty());
    }
}
