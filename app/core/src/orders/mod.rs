//! Orders of the desk to this device: nudges, which whoever has the phone reads and puts away, and a wipe, which the phone
//! carries out by itself.
//!
//! They come with the answer to a hello, and what became of them goes with the next one. [`wipe`] decides when everything
//! is sent and asks the server to agree, [`erase`] takes this home away so that no crash leaves half of it. Never fetches:
//! that is for a round. A round begins by itself where the server is to be told something.

pub mod wipe;
pub mod erase;
#[cfg(test)]
mod tests;

use app_bridge::order::{OrderCard, Wiping};
use shared::api::orders::{OrderKind, OrderWord};
use shared::ids::OrderId;

use crate::core::Inner;
use crate::error::Result;
use crate::store::orders::Held;

/// A clock that is off by less than this is right.
const CLOCK_IS_RIGHT_MS: i64 = 60_000;

/// Returns what whoever has this phone is asked to do, the newest first.
pub fn all(core: &Inner) -> Result<Vec<OrderCard>> {
    core.store.read(|r| Ok(r.nudges()?.into_iter().map(card).collect()))
}

/// Keeps that some were shown, and returns all.
pub fn seen(core: &Inner, ids: &[OrderId]) -> Result<Vec<OrderCard>> {
    let now = core.world.clock.wall();
    core.store.write(|w| w.orders_seen(ids, now))?;
    core.something_to_send();
    all(core)
}

/// Puts one away, and returns the others.
pub fn dismiss(core: &Inner, id: OrderId) -> Result<Vec<OrderCard>> {
    let now = core.world.clock.wall();
    core.store.write(|w| w.dismiss_order(id, now))?;
    core.something_to_send();
    all(core)
}

/// Returns what a hello says of orders: of nudges what the server does not know, of a wipe each time how far it is.
pub fn words(core: &Inner) -> Result<Vec<OrderWord>> {
    let mut words = core.store.read(|r| r.order_words())?;
    #[cfg(feature = "planted")]
    words.retain(|_| !crate::planted::is("order put away and never said"));
    words.extend(wipe::standing(core)?.map(|standing| standing.word()));
    Ok(words)
}

/// Keeps what came true by a round that is complete: everything was sent, and the server's clock was heard.
pub fn round_is_complete(core: &Inner) -> Result<()> {
    let now = core.world.clock.wall();
    core.store.write(|w| {
        w.orders_came_true(OrderKind::SyncNow, now)?;
        match w.contact()?.server_offset_ms {
            Some(offset_ms) if offset_ms.abs() < CLOCK_IS_RIGHT_MS => w.orders_came_true(OrderKind::SetClock, now),
            Some(_) | None => Ok(()),
        }
    })
}

/// Says of an order to erase this phone how far it is; nothing where there is none.
pub fn wiping(core: &Inner) -> Result<Option<Wiping>> {
    let Some(standing) = wipe::standing(core)? else { return Ok(None) };
    Ok(Some(Wiping {
        reason: standing.held.told.note,
        author: standing.held.told.author,
        ordered_at: standing.held.told.made_at,
        leaves_unsent: standing.held.told.leave_unsent,
        unsent: standing.unsent,
        is_ending: standing.held.done.is_some(),
    }))
}

fn card(held: Held) -> OrderCard {
    OrderCard {
        id: held.told.id,
        kind: held.told.kind,
        note: held.told.note,
        author: held.told.author,
        made_at: held.told.made_at,
        is_seen: held.seen.is_some(),
    }
}
