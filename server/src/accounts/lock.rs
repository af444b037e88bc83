//! Failed sign-ins by account: after a few of them every next try waits longer.
//!
//! A try is counted before the password is looked at, so that many at once gain nothing; a sign-in that succeeds forgets
//! them all. A name that nobody has is counted like any other. A device renews its session with its key and is never
//! locked out by somebody who types its person's name.

use shared::account::Actor;
use shared::ids::{AccountId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

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

/// Counts a try, or refuses with the moment from which on one may be made.
pub async fn enter(app: &App, name: &Name, account: Option<AccountId>, now: Instant) -> Result<()> {
    let mut tx = app.db.write().await?;
    match store::count(&mut tx, &name.0, account, now, now.plus_ms(-FORGET_MS)).await? {
        Some(tries) => {
            let pause = pause_ms(tries);
            if pause > 0 {
                store::lock(&mut tx, &name.0, now.plus_ms(pause)).await?;
            }
            tx.commit().await
        }
        None => {
            let until = store::locked_until(&mut tx, &name.0).await?;
            Err(Error::Refused(Refusal::until(Code::TooManyTries, now, until)))
        }
    }
}

/// Takes the last try back: it was none.
pub async fn forgive(app: &App, name: &Name) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::uncount(&mut tx, &name.0).await?;
    tx.commit().await
}

/// Forgets all tries under a name.
pub async fn clear(tx: &mut Tx, name: &Name) -> Result<()> {
    store::clear(tx, &name.0).await
}

/// Forgets what nobody has tried for long.
pub async fn forget(tx: &mut Tx, now: Instant) -> Result<()> {
    store::forget(tx, now.plus_ms(-FORGET_MS)).await
}

/// Records a failure. What was typed as the name of an account that there is not is not written down: it may well be a
/// password.
pub async fn failed(app: &App, account: Option<&Account>, what: &str, now: Instant) -> Result<()> {
    let city = app.city();
    let Some(area) = account.map(|account| &account.jurisdiction).or_else(|| city.city_id()) else { return Ok(()) };
    let mut tx = app.db.write().await?;
    let record = Record {
        actor: &Actor::System { rule: "sign_in".to_owned() },
        area,
        action: "sign_in_failed",
        subject: account.map_or_else(|| "account unknown".to_owned(), |account| format!("account {}", account.user)),
        operation: None,
        detail: what.to_owned(),
    };
    audit::record(&mut tx, &*app.random, now, record).await?;
    tx.commit().await
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
