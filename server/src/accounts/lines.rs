//! Lines that stay open, on which somebody is told what changes: how many an account may have, and which is let go.
//!
//! A page that is looked at has one, and so has a phone. An account at a desk that has as many as it may is refused another:
//! its page asks now and then instead. A phone is never refused: a network that dropped it says nothing, and its old line
//! stands here until the system finds out, so its newest lines stay and the oldest is let go. In memory, each process its
//! own. That a line ends with its session is for whoever feeds it to see: where lines are many, by [`turned_away`].

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use shared::ids::{AccountId, DeviceId};
use shared::refusal::Code;
use tokio_util::sync::CancellationToken;

use super::caller::Caller;
use super::store::tokens;
use crate::app::App;
use crate::error::{Result, refuse};

/// So many lines of one device stay: the one it listens on, and one that it may have lost.
const OF_A_DEVICE: usize = 2;
/// Tokens that were withdrawn so long ago have no line any more: longer than from one look to the next, and than the clocks
/// of two servers differ.
const LATELY_MS: i64 = 5 * 60_000;

/// Who is turned away wherever they ask: their lines are not to stay open either.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TurnedAway {
    /// Accounts that were disabled.
    pub accounts: BTreeSet<AccountId>,
    /// Devices that were withdrawn.
    pub devices: BTreeSet<DeviceId>,
    /// Tokens that were withdrawn lately, by their hashes.
    pub tokens: BTreeSet<String>,
}

impl TurnedAway {
    /// Says whether a caller is among them.
    pub fn has(&self, caller: &Caller) -> bool {
        self.accounts.contains(&caller.account.id)
            || caller.device.is_some_and(|device| self.devices.contains(&device))
            || self.tokens.contains(&caller.token)
    }
}

/// Returns who is turned away as of now: asked once for many lines.
pub async fn turned_away(app: &App) -> Result<TurnedAway> {
    let since = app.clock.now().plus_ms(-LATELY_MS);
    tokens::turned_away(&mut *app.db.read().await?, since).await
}

/// The open lines of a process.
#[derive(Default, Debug)]
pub struct Lines {
    open: Mutex<Open>,
}

#[derive(Default, Debug)]
struct Open {
    desks: BTreeMap<AccountId, u32>,
    /// The oldest first.
    devices: BTreeMap<DeviceId, VecDeque<Standing>>,
    /// How many were ever opened.
    made: u64,
}

#[derive(Debug)]
struct Standing {
    number: u64,
    end: CancellationToken,
}

impl Lines {
    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// Counts another one of an account at a desk, unless it has as many as it may.
    fn desk(&mut self, account: AccountId, most: u32) -> bool {
        let count = self.desks.get(&account).copied().unwrap_or(0);
        let may = count < most;
        if may {
            self.desks.insert(account, count.saturating_add(1));
        }
        may
    }

    /// Adds another one of a device, and lets its oldest go.
    fn device(&mut self, device: DeviceId) -> (u64, CancellationToken) {
        self.made = self.made.wrapping_add(1);
        let (number, end) = (self.made, CancellationToken::new());
        let standing = self.devices.entry(device).or_default();
        standing.push_back(Standing { number, end: end.clone() });
        while standing.len() > OF_A_DEVICE {
            if let Some(oldest) = standing.pop_front() {
                oldest.end.cancel();
            }
        }
        (number, end)
    }

    fn close(&mut self, whose: Whose) {
        match whose {
            Whose::Desk(account) => {
                let left = self.desks.get(&account).copied().unwrap_or(0).saturating_sub(1);
                if left == 0 {
                    self.desks.remove(&account);
                } else {
                    self.desks.insert(account, left);
                }
            }
            Whose::Device(device, number) => {
                if let Some(standing) = self.devices.get_mut(&device) {
                    standing.retain(|line| line.number != number);
                    if standing.is_empty() {
                        self.devices.remove(&device);
                    }
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whose {
    Desk(AccountId),
    Device(DeviceId, u64),
}

/// A line for as long as it is held; it makes room when it is dropped.
pub struct Line {
    app: App,
    whose: Whose,
    end: CancellationToken,
}

impl Line {
    /// Opens one for the caller; refuses a desk that has too many.
    pub fn open(app: &App, caller: &Caller) -> Result<Self> {
        let mut open = app.lines.open();
        let (whose, end) = match caller.device {
            Some(device) => {
                let (number, end) = open.device(device);
                (Whose::Device(device, number), end)
            }
            None => {
                let most = app.config.lines_per_account;
                if !open.desk(caller.account.id, most) {
                    return refuse(Code::TooManyLines, format!("{most} are open"));
                }
                (Whose::Desk(caller.account.id), CancellationToken::new())
            }
        };
        Ok(Self { app: app.clone(), whose, end })
    }

    /// Waits until it is let go of for a newer one.
    pub async fn let_go(&self) {
        self.end.cancelled().await;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.app.lines.open().close(self.whose);
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::{AccountId, DeviceId};
    use uuid::Uuid;

    use super::{Open, Whose};

    const ONE: AccountId = AccountId(Uuid::from_u128(1));
    const OTHER: AccountId = AccountId(Uuid::from_u128(2));
    const PHONE: DeviceId = DeviceId(Uuid::from_u128(1));

    #[test]
    fn a_desk_has_as_many_as_it_may_and_one_that_closes_makes_room() {
        let mut open = Open::default();
        assert!(open.desk(ONE, 2) && open.desk(ONE, 2) && !open.desk(ONE, 2));
        assert!(open.desk(OTHER, 2), "somebody else's are somebody else's");
        open.close(Whose::Desk(ONE));
        assert!(open.desk(ONE, 2) && !open.desk(ONE, 2));
        for account in [ONE, ONE, OTHER] {
            open.close(Whose::Desk(account));
        }
        assert!(open.desks.is_empty(), "nothing is kept of who is gone");
        assert!(!open.desk(ONE, 0));
    }

    #[test]
    fn a_phone_is_never_refused_and_its_oldest_line_is_let_go() {
        let mut open = Open::default();
        let (first, end_of_first) = open.device(PHONE);
        let (second, end_of_second) = open.device(PHONE);
        assert!(!end_of_first.is_cancelled(), "it may have lost it and not know");
        let (third, end_of_third) = open.device(PHONE);
        assert!(end_of_first.is_cancelled() && !end_of_second.is_cancelled() && !end_of_third.is_cancelled());
        open.close(Whose::Device(PHONE, first));
        assert_eq!(open.devices[&PHONE].len(), 2, "what was let go is counted no more");
        for number in [second, third] {
            open.close(Whose::Device(PHONE, number));
        }
        assert!(open.devices.is_empty());
    }
}
