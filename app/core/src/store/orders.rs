//! What the desk told this device to do, and how far that is. All that is open is told with each hello: what is told no
//! more is over, and goes.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension as _, Row};
use shared::api::orders::{OrderKind, OrderState, OrderTold, OrderWord};
use shared::ids::OrderId;
use shared::refusal::Code;
use shared::time::Instant;

use super::session::SignedIn;
use super::{Reader, Writer, instant, json, parsed, unreadable};
use crate::error::Result;

/// An order that was told here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// It, as it came.
    pub told: OrderTold,
    /// When it was shown.
    pub seen: Option<Instant>,
    /// When it was done; of a wipe, when nothing was to be sent any more.
    pub done: Option<Instant>,
    /// Of a wipe: the server has withdrawn the key, and everything here is to be erased.
    pub is_agreed: bool,
}

const COLUMNS: &str = "body, seen_ms, done_ms, is_agreed";

fn held(row: &Row<'_>) -> rusqlite::Result<Held> {
    Ok(Held {
        told: json(row, "body")?.ok_or_else(|| unreadable("body"))?,
        seen: instant(row, "seen_ms")?,
        done: instant(row, "done_ms")?,
        is_agreed: row.get("is_agreed")?,
    })
}

fn word(row: &Row<'_>) -> rusqlite::Result<OrderWord> {
    let said: String = row.get("word")?;
    let word = match (instant(row, "done_ms")?, said.as_str()) {
        (None, _) => OrderState::Seen,
        (Some(_), CAME_TRUE) => OrderState::CameTrue,
        (Some(_), _) => OrderState::Dismissed,
    };
    Ok(OrderWord { order: parsed(row, "id")?, word, unsent: 0 })
}

const CAME_TRUE: &str = "came_true";

/// What goes when the phone leaves a person's hands: all but what they put away, or what came true, and the server does not
/// know of yet. It is shown to nobody; forgotten before it is said, it would be asked again.
pub(super) const LEAVE: &str = "delete from orders where kind = 'wipe' or done_ms = 0 or is_told = 1";

impl Reader<'_> {
    /// Returns what whoever has this phone is asked to do and did not put away, the newest first.
    pub fn nudges(&self) -> Result<Vec<Held>> {
        let sql = format!("select {COLUMNS} from orders where kind <> 'wipe' and done_ms = 0 order by id desc");
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map([], held)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the order to erase this phone, if there is one.
    pub fn wipe(&self) -> Result<Option<Held>> {
        let sql = format!("select {COLUMNS} from orders where kind = 'wipe' order by id limit 1");
        Ok(self.sql.query_row(&sql, [], held).optional()?)
    }

    /// Says whether this phone has sent everything and is about to be erased: nothing new may be kept on it.
    pub fn is_being_wiped(&self) -> Result<bool> {
        let sql = "select exists (select 1 from orders where kind = 'wipe' and done_ms > 0)";
        Ok(self.sql.query_row(sql, [], |row| row.get(0))?)
    }

    /// Returns what became of nudges and the server does not know, the oldest first.
    pub fn order_words(&self) -> Result<Vec<OrderWord>> {
        let sql = "select id, done_ms, word from orders where kind <> 'wipe' and is_told = 0 order by id limit 40";
        let mut query = self.sql.prepare_cached(sql)?;
        let rows = query.query_map([], word)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn order_ids(&self) -> Result<BTreeSet<OrderId>> {
        let mut query = self.sql.prepare_cached("select id from orders")?;
        let rows = query.query_map([], |row| parsed(row, "id"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Takes in what the server says of orders: all that is open. A wipe that the server did not agree to waits again. Of a
    /// nudge that was done and is told all the same the server does not know, such as one that was restored from a backup:
    /// it is said again.
    pub fn take_orders(&self, told: &[OrderTold], session: &SignedIn, now: Instant) -> Result<()> {
        let named: BTreeSet<OrderId> = told.iter().map(|order| order.id).collect();
        for gone in self.order_ids()?.difference(&named) {
            // Of what somebody else put away here, and is not said yet, the server tells nothing to whoever has the phone now.
            let sql = "delete from orders
                       where id = ?1 and (account_id = ?2 or kind = 'wipe' or done_ms = 0 or is_told = 1)";
            self.sql.execute(sql, (gone.to_string(), session.account.id.to_string()))?;
        }
        for order in told {
            self.sql.execute(
                "insert into orders (id, account_id, jurisdiction_id, kind, body, heard_ms, is_agreed)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 on conflict (id) do update set
                    body = excluded.body,
                    is_agreed = excluded.is_agreed,
                    is_told = case when kind <> 'wipe' and done_ms > 0 then 0 else is_told end,
                    done_ms = case when kind = 'wipe' and excluded.is_agreed = 0 then 0 else done_ms end",
                rusqlite::params![
                    order.id.to_string(),
                    session.account.id.to_string(),
                    session.account.jurisdiction.as_str(),
                    order.kind.as_str(),
                    serde_json::to_string(order)?,
                    now.ms(),
                    order.kind == OrderKind::Wipe && order.agreed,
                ],
            )?;
        }
        Ok(())
    }

    /// Lets all of them go: another server knows nothing of them.
    pub fn forget_orders(&self) -> Result<()> {
        self.sql.execute("delete from orders", [])?;
        Ok(())
    }

    /// Lets those go that were told to another account of this server. What was put away is still to be said, without the
    /// words: they are nobody else's.
    pub fn leave_orders(&self) -> Result<()> {
        self.sql.execute(LEAVE, [])?;
        self.sql.execute("update orders set body = ''", [])?;
        Ok(())
    }

    /// Keeps that some were shown; the server is to know. Nothing where one is not here, or was shown before.
    pub fn orders_seen(&self, ids: &[OrderId], now: Instant) -> Result<()> {
        for id in ids {
            let sql = "update orders set seen_ms = ?2, is_told = 0 where id = ?1 and seen_ms = 0 and kind <> 'wipe'";
            self.sql.execute(sql, (id.to_string(), now.ms()))?;
        }
        Ok(())
    }

    /// Keeps that the person put one away.
    pub fn dismiss_order(&self, id: OrderId, now: Instant) -> Result<()> {
        let sql = "update orders set done_ms = ?2, word = 'dismissed', is_told = 0
                   where id = ?1 and done_ms = 0 and kind <> 'wipe'";
        self.sql.execute(sql, (id.to_string(), now.ms()))?;
        Ok(())
    }

    /// Keeps that what the orders of a kind ask for came true.
    pub fn orders_came_true(&self, kind: OrderKind, now: Instant) -> Result<()> {
        let sql = "update orders set done_ms = ?2, word = ?3, is_told = 0
                   where kind = ?1 and done_ms = 0 and kind <> 'wipe'";
        self.sql.execute(sql, (kind.as_str(), now.ms(), CAME_TRUE))?;
        Ok(())
    }

    /// Keeps that the server was told. What has become of one since is still to be told.
    pub fn orders_told(&self, words: &[OrderWord]) -> Result<()> {
        for word in words {
            let is_done = matches!(word.word, OrderState::Dismissed | OrderState::CameTrue);
            let sql = "update orders set is_told = 1 where id = ?1 and (done_ms > 0) = ?2";
            self.sql.execute(sql, (word.order.to_string(), is_done))?;
        }
        Ok(())
    }

    /// Keeps that nothing is to be sent any more before this phone is erased.
    pub fn begin_wipe(&self, id: OrderId, now: Instant) -> Result<()> {
        let sql = "update orders set done_ms = ?2 where id = ?1 and kind = 'wipe' and done_ms = 0";
        self.sql.execute(sql, (id.to_string(), now.ms()))?;
        Ok(())
    }

    /// Refuses what would be saved on a phone that is about to be erased: nobody would ever send it.
    pub(super) fn is_kept(&self) -> Result<()> {
        if self.is_being_wiped()? { Err(Code::DeviceWiped.into()) } else { Ok(()) }
    }
}
