//! Failed sign-ins by address. Nothing else is limited by address: at 18:00 a whole office shares one.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Mutex;

use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use super::lock::Turns;
use crate::error::Result;

const WINDOW_MS: i64 = 5 * 60_000;
/// Tries against one account from one address.
const MOST_FOR_USER: usize = 10;
/// Tries against any account from one address.
const MOST_FOR_ADDRESS: usize = 200;

/// The failed sign-ins of the last minutes; kept in memory, forgotten at a restart.
#[derive(Default, Debug)]
pub struct Attempts {
    failed: Mutex<BTreeMap<IpAddr, Vec<(Instant, String)>>>,
    /// One try after the other under one name.
    pub turns: Turns,
}

impl Attempts {
    /// Refuses when too many have failed lately.
    pub fn check(&self, address: IpAddr, user: &str, now: Instant) -> Result<()> {
        let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(tries) = failed.get_mut(&address) else { return Ok(()) };
        tries.retain(|(at, _)| now.since(*at) < WINDOW_MS);
        let for_user = tries.iter().filter(|(_, name)| name == user).count();
        if for_user >= MOST_FOR_USER || tries.len() >= MOST_FOR_ADDRESS {
            let oldest = tries.iter().map(|(at, _)| *at).min().unwrap_or(now);
            return Err(Refusal::until(Code::TooManyTries, now, oldest.plus_ms(WINDOW_MS)).into());
        }
        if tries.is_empty() {
            failed.remove(&address);
        }
        Ok(())
    }

    /// Remembers a failure.
    pub fn failed(&self, address: IpAddr, user: &str, now: Instant) {
        let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let name: String = user.chars().take(64).collect();
        failed.entry(address).or_default().push((now, name));
    }

    /// Forgets the failures under a name.
    pub fn forget(&self, user: &str) {
        let name: String = user.chars().take(64).collect();
        let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for tries in failed.values_mut() {
            tries.retain(|(_, known)| *known != name);
        }
    }

    /// Forgets what is too old to count.
    pub fn sweep(&self, now: Instant) {
        let mut failed = self.failed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for tries in failed.values_mut() {
            tries.retain(|(at, _)| now.since(*at) < WINDOW_MS);
        }
        failed.retain(|_, tries| !tries.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{Attempts, MOST_FOR_USER, WINDOW_MS};
    use shared::time::Instant;

    const OFFICE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 7));

    #[test]
    fn one_forgetful_person_does_not_lock_out_the_office() {
        let attempts = Attempts::default();
        let now = Instant::from_ms(1_000_000);
        for _ in 0..MOST_FOR_USER {
            attempts.failed(OFFICE, "wang", now);
        }
        assert!(attempts.check(OFFICE, "wang", now).is_err());
        assert!(attempts.check(OFFICE, "li", now).is_ok(), "700 phones share one office address");
        assert!(attempts.check(OFFICE, "wang", now.plus_ms(WINDOW_MS)).is_ok());
        attempts.failed(OFFICE, "wang", now);
        attempts.forget("wang");
        assert!(attempts.check(OFFICE, "wang", now).is_ok(), "an administrator lifts it");
    }
}
