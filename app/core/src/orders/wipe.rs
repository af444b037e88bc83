//! When this phone is erased: everything is sent, the server agrees, and then at once.
//!
//! The steps, each of which may be the last one before a crash:
//!
//! 1. The order is held. Rounds go on as ever; the board hears how much is not sent.
//! 2. Nothing is to be sent any more, or the desk said to leave it. That is kept, and from then on nothing new is saved here.
//! 3. The server is told so in a hello; it withdraws this device's key and agrees in its answer. That is kept.
//! 4. A mark is written, and everything but the mark is erased: [`erase`].
//!
//! A reply that is lost between 2 and 4 makes no difference: whatever a device that was withdrawn asks is refused as that.

use shared::api::orders::{OrderState, OrderWord};
use shared::refusal::Code;

use super::erase::{self, Mark};
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::orders::Held;
use crate::sync::round::Ended;

/// An order to erase this phone, and what stands against it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The order.
    pub held: Held,
    /// How much is not sent: operations, photos, originals that are to travel, track, and what was sent back.
    pub unsent: u64,
}

impl Standing {
    /// Says whether nothing stands against it.
    pub fn is_ready(&self) -> bool {
        #[cfg(feature = "planted")]
        if crate::planted::is("wipe before everything is sent") {
            return true;
        }
        self.unsent == 0 || self.held.told.leave_unsent
    }

    /// Returns what a hello says of it.
    pub fn word(&self) -> OrderWord {
        let is_ending = self.held.done.is_some() && self.is_ready();
        let word = if is_ending { OrderState::Wiping } else { OrderState::Waiting };
        OrderWord { order: self.held.told.id, word, unsent: self.unsent }
    }
}

/// Returns how an order to erase this phone stands; nothing where there is none.
pub fn standing(core: &Inner) -> Result<Option<Standing>> {
    let Some(held) = core.store.read(|r| r.wipe())? else { return Ok(None) };
    Ok(Some(Standing { held, unsent: unsent(core)? }))
}

fn unsent(core: &Inner) -> Result<u64> {
    let custom = core.custom()?;
    core.store.read(|r| {
        let rows = r.operations_waiting()?.count + r.photos_waiting()?.count;
        let originals = r.original_counts(custom)?;
        let track = match r.session()? {
            Some(session) => r.track_pieces_waiting(session.account.id)?,
            None => 0,
        };
        let others = originals.wanted.saturating_sub(originals.received).saturating_add(track);
        let set_aside = u64::try_from(r.set_aside()?.len()).unwrap_or(u64::MAX);
        Ok(rows.saturating_add(others).saturating_add(set_aside))
    })
}

/// Says whether the server has agreed.
pub fn is_agreed(core: &Inner) -> Result<bool> {
    Ok(core.store.read(|r| r.wipe())?.is_some_and(|held| held.is_agreed))
}

/// At the end of a round's steps: keeps that nothing is to be sent any more, where it is so, and says whether the server is
/// now to be asked. What could not be sent for a line that is gone is no reason to leave it.
pub fn begin(core: &Inner, done: &Result<()>) -> Result<bool> {
    let Some(standing) = standing(core)?.filter(Standing::is_ready) else { return Ok(false) };
    let has_tried = match done {
        Ok(()) => true,
        Err(Error::Offline(_)) => false,
        Err(
            Error::Refused(_)
            | Error::Busy(_)
            | Error::Storage(_)
            | Error::Broken(_)
            | Error::Lost(_)
            | Error::Locked(_)
            | Error::Bug(_),
        ) => standing.held.told.leave_unsent,
    };
    if has_tried {
        let now = core.world.clock.wall();
        core.store.write(|w| w.begin_wipe(standing.held.told.id, now))?;
    }
    Ok(has_tried)
}

/// After a round: erases this phone where the server has agreed, or refuses it as withdrawn, while nothing stands against
/// the order that it holds. A server that was restored from a backup may agree to what it was told before it lost what it
/// had: what is to be sent again stays here, for the desk to take in by hand.
pub fn follow(core: &Inner, ended: &Result<Ended>) -> Result<()> {
    let is_withdrawn = match ended {
        Ok(Ended { error: Some(error), .. }) | Err(error) => says_withdrawn(error),
        Ok(Ended { error: None, .. }) => false,
    };
    match standing(core)? {
        Some(standing) if standing.is_ready() && (standing.held.is_agreed || is_withdrawn) => {
            carry_out(core, &standing.held)
        }
        Some(_) | None => Ok(()),
    }
}

fn says_withdrawn(error: &Error) -> bool {
    match error {
        Error::Refused(refusal) => refusal.code == Code::DeviceRevoked,
        Error::Offline(_)
        | Error::Busy(_)
        | Error::Storage(_)
        | Error::Broken(_)
        | Error::Lost(_)
        | Error::Locked(_)
        | Error::Bug(_) => false,
    }
}

/// After a start: erases what the server agreed to before the power went.
pub fn go_on(core: &Inner) -> Result<bool> {
    match standing(core)?.filter(|standing| standing.held.is_agreed && standing.is_ready()) {
        Some(standing) => carry_out(core, &standing.held).map(|()| true),
        None => Ok(false),
    }
}

/// Marks this home and erases it. Nothing is asked of it any more; the host opens another in its place.
fn carry_out(core: &Inner, held: &Held) -> Result<()> {
    let mark = Mark {
        device: Some(core.device.id),
        at_ms: core.world.clock.wall().ms(),
        reason: held.told.note.clone(),
        is_erased: false,
    };
    #[cfg(feature = "planted")]
    if crate::planted::is("key erased before the mark")
        && let Some(vault) = core.vault()
    {
        vault.store().erase(core.device.id)?;
    }
    erase::mark(&core.world, &mark)?;
    tracing::warn!(device.id = %core.device.id, "Device {} erases itself as it was ordered", core.device.id);
    // From here on it is finished, now or at the next start.
    core.end()?;
    match core.vault() {
        Some(vault) => erase::finish(&core.world, vault.store(), core.store.path()),
        // A host that keeps no keys lets the next start finish it.
        None => Ok(()),
    }
}
