//! Failed sign-ins by account: after a few of them every next try waits longer.
//!
//! Kept in the database, so that a restart and another process go on counting; a sign-in that succeeds forgets them. A
//! name that nobody has is counted like any other. A device renews its session with its key and is never locked out by
//! somebody who types its person's name.

use shared::account::Actor;
use shared::ids::Sha256;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;
use tokio::sync::{Mutex, MutexGuard};

use super::caller::Account;
use super::store::failures as store;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Error, Result};

const MINUTE_MS: i64 = 60_000;
/// After so long without a try the count begins anew.
pub const FORGET_MS: i64 = 24 * 60 * MINUTE_MS;

/// The name under which tries are counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name(String);

impl Name {
    /// Hashes what was typed.
    pub fn of(user: &str) -> Self {
        Self(Sha256::of(user.as_bytes()).to_string())
    }
}

/// How long nobody may try after so many failures. Four are free; the longest is short enough for a working day.
const fn pause_ms(failures: i64) -> i64 {
    match failures {
        ..=4 => 0,
        5 => MINUTE_MS,
        6 => 2 * MINUTE_MS,
        7 => 4 * MINUTE_MS,
        8 => 8 * MINUTE_MS,
        _ => 15 * MINUTE_MS,
    }
}

/// Refuses while nobody may try under a name, with the moment from which on one may.
pub async fn check(app: &App, name: &Name, now: Instant) -> Result<()> {
    let until = store::locked_until(&mut *app.db.read().await?, &name.0).await?;
    if until > now { Err(Error::Refused(Refusal::until(Code::TooManyTries, now, until))) } else { Ok(()) }
}

/// Forgets all tries under a name.
pub async fn clear(tx: &mut Tx, name: &Name) -> Result<()> {
    store::clear(tx, &name.0).await
}

/// Forgets what nobody has tried for long.
pub async fn forget(tx: &mut Tx, now: Instant) -> Result<()> {
    store::forget(tx, now.plus_ms(-FORGET_MS)).await
}

/// Counts a failure and records it. What was typed as the name of an account that there is not is not written down: it may
/// well be a password.
pub async fn failed(app: &App, name: &Name, account: Option<&Account>, what: &str, now: Instant) -> Result<()> {
    let mut tx = app.db.write().await?;
    let forgotten = now.plus_ms(-FORGET_MS);
    let failures = store::count(&mut tx, &name.0, account.map(|account| account.id), now, forgotten).await?;
    let pause = pause_ms(failures);
    if pause > 0 {
        store::lock(&mut tx, &name.0, now.plus_ms(pause)).await?;
    }
    let city = app.city();
    if let Some(area) = account.map(|account| &account.jurisdiction).or_else(|| city.city_id()) {
        let known = account.map_or_else(|| "unknown".to_owned(), |account| account.user.to_string());
        let record = Record {
            actor: &Actor::System { rule: "sign_in".to_owned() },
            area,
            action: "sign_in_failed",
            subject: format!("account {known}"),
            operation: None,
            detail: what.to_owned(),
        };
        audit::record(&mut tx, &*app.random, now, record).await?;
    }
    tx.commit().await
}

/// How many names may be tried side by side.
const TURNS: usize = 64;

/// One try after the other under one name: a thousand at once must not all be looked at before the first has failed.
#[derive(Debug)]
pub struct Turns(Vec<Mutex<()>>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..TURNS).map(|_| Mutex::new(())).collect())
    }
}

impl Turns {
    /// Waits until nobody else tries under this name. Some names share a turn, so that their number is bounded.
    pub async fn take(&self, name: &Name) -> Option<MutexGuard<'_, ()>> {
        let place = name.0.bytes().fold(0, |sum, byte| (sum * 31 + usize::from(byte)) % TURNS);
        match self.0.get(place) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, pause_ms};

    #[test]
    fn a_pause_begins_at_the_fifth_failure_and_grows_to_a_quarter_of_an_hour() {
        let minutes: Vec<i64> = (1..=11).map(|failures| pause_ms(failures) / 60_000).collect();
        assert_eq!(minutes, [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    }

    #[test]
    fn a_name_is_not_kept_as_it_was_typed() {
        assert!(!format!("{:?}", Name::of("correct horse")).contains("horse"));
    }
}
