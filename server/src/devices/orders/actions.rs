//! Giving orders, taking them back, telling them, hearing what became of them.

use shared::account::{Actor, Right};
use shared::api::orders::{
    DeviceOrder, LONGEST_NOTE, MOST_WORDS, NewNudge, NewWipe, OrderKind, OrderList, OrderOutcome, OrderState,
    OrderTold, OrderWord,
};
use shared::ids::{AccountId, DeviceId, OrderId};
use shared::privacy::words;
use shared::refusal::Code;
use shared::time::Instant;

use super::store::{self, NewOrder, Page};
use crate::accounts;
use crate::accounts::caller::{Account, Caller, Device};
use crate::app::App;
use crate::audit::{self, Record};
use crate::changes::{self, Change};
use crate::db::Tx;
use crate::devices;
use crate::error::{Error, Result, refuse};

/// At most so many on a page.
pub const MOST: u32 = 200;

/// The rule under which the server withdraws the key of a device that erases itself.
const WIPE_RULE: &str = "orders.wipe";

/// What is asked for, whatever it is.
struct Wish {
    kind: OrderKind,
    note: String,
    leave_unsent: bool,
}

/// Asks whoever has a device to do something.
pub async fn nudge(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    device: DeviceId,
    mut new: NewNudge,
) -> Result<DeviceOrder> {
    caller.may(Right::NudgeDevices)?;
    words::new_nudge(&mut new);
    let (kind, note) = (OrderKind::from(new.kind), line("note", &new.note)?);
    if kind == OrderKind::Word && note.is_empty() {
        return refuse(Code::BadValue, "note: it is all that is said");
    }
    let holder = holder(tx, caller, device).await?;
    give(app, tx, caller, &holder, Wish { kind, note, leave_unsent: false }).await
}

/// Lets a device send everything and erase itself.
pub async fn wipe(app: &App, tx: &mut Tx, caller: &Caller, device: DeviceId, mut new: NewWipe) -> Result<DeviceOrder> {
    caller.may(Right::ManageDevices)?;
    words::new_wipe(&mut new);
    let reason = line("reason", &new.reason)?;
    if reason.is_empty() {
        return Err(Code::ReasonRequired.into());
    }
    let holder = holder(tx, caller, device).await?;
    give(app, tx, caller, &holder, Wish { kind: OrderKind::Wipe, note: reason, leave_unsent: new.leave_unsent }).await
}

/// Takes an order back: a nudge until it was shown, a wipe until the device erases itself. Twice does no harm.
pub async fn withdraw(app: &App, tx: &mut Tx, caller: &Caller, device: DeviceId, id: OrderId) -> Result<()> {
    let Holder { account, .. } = find(tx, caller, device).await?;
    let Some(order) = store::find(tx, device, id).await? else {
        return refuse(Code::NotFound, format!("no order {id} to this device"));
    };
    let (right, is_taken) = match order.kind {
        OrderKind::Wipe => (Right::ManageDevices, order.done_at.is_some()),
        OrderKind::SyncNow
        | OrderKind::FreeSpace
        | OrderKind::Charge
        | OrderKind::SetClock
        | OrderKind::UpdateApp
        | OrderKind::CallDesk
        | OrderKind::Word
        | OrderKind::Unknown => (Right::NudgeDevices, order.seen_at.is_some() || order.done_at.is_some()),
    };
    caller.may(right)?;
    if order.withdrawn_at.is_some() {
        return Ok(());
    }
    if is_taken {
        return refuse(Code::OrderTaken, format!("order {id} was taken"));
    }
    if !store::withdraw(tx, id, app.clock.now()).await? {
        // The device took it, on another line, after it was looked at here.
        return refuse(Code::OrderTaken, format!("order {id} was taken"));
    }
    tell(app, tx, &account, device, id).await?;
    note(app, tx, &caller.account.actor(), &account, device, ("device_order_withdraw", format!("order {id}"))).await
}

/// Returns what a device was told, the newest first.
pub async fn list(
    app: &App,
    caller: &Caller,
    device: DeviceId,
    after: Option<OrderId>,
    limit: u32,
) -> Result<OrderList> {
    caller.may(Right::SeeDevices)?;
    let mut reader = app.db.read().await?;
    find(&mut reader, caller, device).await?;
    // One more than is shown says whether there is another page.
    let area = caller.area()?;
    let mut orders = store::list(&mut reader, device, Page { area, after, limit: limit.saturating_add(1) }).await?;
    let shown = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = orders.len() > shown;
    orders.truncate(shown);
    let next = orders.last().filter(|_| more).map(|last| last.id);
    Ok(OrderList { orders, next })
}

/// Hears what became of orders, and returns what the device is to be told: all that is open, and of a wipe that it may go
/// ahead. A device that says that nothing is to be sent any more has no key from then on.
pub async fn heard(
    app: &App,
    tx: &mut Tx,
    device: DeviceId,
    account: AccountId,
    words: &[OrderWord],
) -> Result<Vec<OrderTold>> {
    if words.len() > MOST_WORDS {
        return refuse(Code::BadValue, format!("orders: at most {MOST_WORDS} at once"));
    }
    let now = app.clock.now();
    let mut agreed = None;
    for word in words {
        // What the desk took back, or what another device was told, is no order of this one.
        let Some(order) = store::find(tx, device, word.order).await?.filter(is_open) else { continue };
        match (word.word, order.kind) {
            (OrderState::Wiping, OrderKind::Wipe) => {
                if agree(app, tx, &order, word.unsent, now).await? {
                    agreed = Some(OrderTold { agreed: true, ..told(order) });
                }
            }
            (OrderState::Waiting, OrderKind::Wipe) => store::waits(tx, order.id, word.unsent, now).await?,
            (OrderState::Seen, _) => store::seen(tx, order.id, now).await?,
            // Nobody puts a wipe away, and only a wipe waits.
            (OrderState::Dismissed | OrderState::CameTrue, OrderKind::Wipe) => {}
            (OrderState::Dismissed, _) => {
                store::done(tx, order.id, OrderOutcome::Dismissed, 0, now).await?;
            }
            (OrderState::CameTrue, _) => {
                store::done(tx, order.id, OrderOutcome::CameTrue, 0, now).await?;
            }
            (OrderState::Waiting | OrderState::Wiping | OrderState::Unknown, _) => {}
        }
    }
    let open = store::open(tx, device, account).await?;
    Ok(open.into_iter().map(told).chain(agreed).collect())
}

/// The device erases itself: it is never heard of again. Both are written down in the transaction that hears of it. Says
/// whether it may: an order that the desk takes back in this very moment erases nothing.
async fn agree(app: &App, tx: &mut Tx, order: &DeviceOrder, unsent: u64, now: Instant) -> Result<bool> {
    let rule = Actor::System { rule: WIPE_RULE.to_owned() };
    if !store::done(tx, order.id, OrderOutcome::Wiped, unsent, now).await? {
        return Ok(false);
    }
    accounts::actions::revoke_device(app, tx, order.device, &rule).await?;
    let known = accounts::actions::device(tx, order.device).await?.ok_or(Error::from(Code::NotFound))?;
    let account = accounts::actions::find(tx, known.account).await?.ok_or(Error::from(Code::NotFound))?;
    let detail = format!("order {}, {unsent} left behind", order.id);
    note(app, tx, &rule, &account, order.device, ("device_wiped", detail)).await?;
    Ok(true)
}

fn is_open(order: &DeviceOrder) -> bool {
    order.done_at.is_none() && order.withdrawn_at.is_none()
}

fn told(order: DeviceOrder) -> OrderTold {
    OrderTold {
        id: order.id,
        kind: order.kind,
        note: order.note,
        leave_unsent: order.leave_unsent,
        author: order.author,
        made_at: order.made_at,
        agreed: false,
    }
}

/// A device, and whose it is now.
struct Holder {
    device: Device,
    account: Account,
}

/// Finds a device within the caller's reach; any other is not there.
async fn find(connection: &mut sqlx::AnyConnection, caller: &Caller, id: DeviceId) -> Result<Holder> {
    let none = || refuse(Code::NotFound, format!("no device {id} here"));
    let Some(device) = accounts::actions::device(&mut *connection, id).await? else { return none() };
    let Some(account) = accounts::actions::find(connection, device.account).await? else { return none() };
    if caller.looks_after(&account.jurisdiction) { Ok(Holder { device, account }) } else { none() }
}

/// The same where the device is to be told something: one that was withdrawn never asks again.
async fn holder(tx: &mut Tx, caller: &Caller, id: DeviceId) -> Result<Holder> {
    let holder = find(tx, caller, id).await?;
    match holder.device.revoked_at {
        None => Ok(holder),
        Some(_) => refuse(Code::NotFound, format!("device {id} was withdrawn: it is told nothing any more")),
    }
}

/// Returns a note without what stands round its words, or says what is wrong with it.
fn line(field: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_NOTE {
        return refuse(Code::BadValue, format!("{field}: at most {LONGEST_NOTE} characters"));
    }
    if text.chars().any(char::is_control) {
        return refuse(Code::BadValue, format!("{field}: it is one line"));
    }
    Ok(text.to_owned())
}

/// Gives an order, or returns the one of that kind that is open.
async fn give(app: &App, tx: &mut Tx, caller: &Caller, holder: &Holder, wish: Wish) -> Result<DeviceOrder> {
    let (now, device) = (app.clock.now(), holder.device.id);
    if wish.kind != OrderKind::Wipe {
        // What was said to somebody else is not what this person was asked.
        store::hand_over(tx, device, wish.kind, holder.account.id, now).await?;
    }
    let new = NewOrder {
        id: OrderId(app.random.uuid_v7(now)),
        device,
        jurisdiction: &holder.account.jurisdiction,
        account: holder.account.id,
        kind: wish.kind,
        note: &wish.note,
        leave_unsent: wish.leave_unsent,
        author: caller.account.id,
        made_at: now,
    };
    let action = if wish.kind == OrderKind::Wipe { "device_wipe" } else { "device_nudge" };
    if store::insert(tx, &new).await? {
        let detail = format!("{} order {}{}", wish.kind.as_str(), new.id, left_behind(wish.leave_unsent));
        tell(app, tx, &holder.account, device, new.id).await?;
        note(app, tx, &caller.account.actor(), &holder.account, device, (action, detail)).await?;
    }
    let busy = || Error::from(Code::Busy);
    let open = store::open_of_kind(tx, device, wish.kind).await?.ok_or_else(busy)?;
    if !wish.leave_unsent || open.leave_unsent {
        return Ok(open);
    }
    // Asked for once more, now whatever it costs.
    store::leave_unsent(tx, open.id).await?;
    tell(app, tx, &holder.account, device, open.id).await?;
    let detail = format!("wipe order {}{}", open.id, left_behind(true));
    note(app, tx, &caller.account.actor(), &holder.account, device, (action, detail)).await?;
    Ok(DeviceOrder { leave_unsent: true, ..open })
}

const fn left_behind(leave_unsent: bool) -> &'static str {
    if leave_unsent { ", leaving what is unsent" } else { "" }
}

/// Lets the phone know that there is something, if a line to it is open, and whoever watches the board. What a phone says
/// of its orders the board hears with the hello that it stands in.
async fn tell(app: &App, tx: &mut Tx, account: &Account, device: DeviceId, id: OrderId) -> Result<()> {
    devices::actions::touch(tx, device).await?;
    changes::append(
        tx,
        Change {
            area: account.jurisdiction.clone(),
            entity: changes::ORDER,
            id: id.to_string(),
            version: 0,
            account: Some(account.id),
            duty_grid: None,
            left: false,
            at: app.clock.now(),
        },
    );
    Ok(())
}

/// Writes down who did what. Never the note: it is a word to one person.
async fn note(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    account: &Account,
    device: DeviceId,
    (action, detail): (&'static str, String),
) -> Result<()> {
    let record = Record {
        actor,
        area: &account.jurisdiction,
        action,
        subject: format!("device {device}"),
        operation: None,
        detail,
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_note_is_one_line_and_not_too_long() {
        assert_eq!(line("note", "  请充电 ").unwrap(), "请充电");
        assert_eq!(line("note", " ").unwrap(), "");
        assert!(line("note", "two\nlines").is_err());
        assert!(line("note", &"长".repeat(200)).is_ok() && line("note", &"长".repeat(201)).is_err());
    }
}
