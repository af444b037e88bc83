//! Orders to devices in the database.

use shared::api::orders::{DeviceOrder, OrderKind, OrderOutcome};
use shared::ids::{AccountId, DeviceId, JurisdictionId, OrderId};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// An order that is given.
#[derive(Clone, Copy, Debug)]
pub struct NewOrder<'a> {
    /// Its identity.
    pub id: OrderId,
    /// Which device is told.
    pub device: DeviceId,
    /// Whose people it concerns.
    pub jurisdiction: &'a JurisdictionId,
    /// Whose phone it is now.
    pub account: AccountId,
    /// What.
    pub kind: OrderKind,
    /// The word with it.
    pub note: &'a str,
    /// What cannot be sent is left behind.
    pub leave_unsent: bool,
    /// Who gives it.
    pub author: AccountId,
    /// When.
    pub made_at: Instant,
}

/// Which page of a list.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Only what this jurisdiction's people were told; all where none is named.
    pub area: Option<&'a JurisdictionId>,
    /// What comes behind this one; the newest where none is named.
    pub after: Option<OrderId>,
    /// At most so many.
    pub limit: u32,
}

/// Adds an order, if none of its kind is open; says whether it did.
pub async fn insert(tx: &mut Tx, order: &NewOrder<'_>) -> Result<bool> {
    let done = sqlx::query(
        "insert into device_orders \
         (id, device_id, jurisdiction_id, account_id, kind, note, is_leaving_unsent, author_id, made_at_ms) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict do nothing",
    )
    .bind(order.id.to_string())
    .bind(order.device.to_string())
    .bind(order.jurisdiction.as_str())
    .bind(order.account.to_string())
    .bind(order.kind.as_str())
    .bind(order.note)
    .bind(i64::from(order.leave_unsent))
    .bind(order.author.to_string())
    .bind(order.made_at.ms())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends what another person was asked on this device.
pub async fn hand_over(tx: &mut Tx, device: DeviceId, kind: OrderKind, to: AccountId, now: Instant) -> Result<()> {
    sqlx::query(
        "update device_orders set withdrawn_at_ms = $4, outcome = $5 \
         where device_id = $1 and kind = $2 and account_id <> $3 and done_at_ms is null and withdrawn_at_ms is null",
    )
    .bind(device.to_string())
    .bind(kind.as_str())
    .bind(to.to_string())
    .bind(now.ms())
    .bind(OrderOutcome::HandedOver.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the one of a kind that is open.
pub async fn open_of_kind(
    connection: &mut AnyConnection,
    device: DeviceId,
    kind: OrderKind,
) -> Result<Option<DeviceOrder>> {
    let row = sqlx::query(
        "select o.id, o.device_id, o.kind, o.note, o.is_leaving_unsent, o.made_at_ms, o.seen_at_ms, o.done_at_ms, \
         o.withdrawn_at_ms, o.outcome, o.unsent, a.name as author \
         from device_orders o join accounts a on a.id = o.author_id \
         where o.device_id = $1 and o.kind = $2 and o.done_at_ms is null and o.withdrawn_at_ms is null",
    )
    .bind(device.to_string())
    .bind(kind.as_str())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(order).transpose()
}

/// Returns an order to a device.
pub async fn find(connection: &mut AnyConnection, device: DeviceId, id: OrderId) -> Result<Option<DeviceOrder>> {
    let row = sqlx::query(
        "select o.id, o.device_id, o.kind, o.note, o.is_leaving_unsent, o.made_at_ms, o.seen_at_ms, o.done_at_ms, \
         o.withdrawn_at_ms, o.outcome, o.unsent, a.name as author \
         from device_orders o join accounts a on a.id = o.author_id \
         where o.id = $1 and o.device_id = $2",
    )
    .bind(id.to_string())
    .bind(device.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(order).transpose()
}

/// Returns what is open for a device and whoever has it now, the oldest first.
pub async fn open(connection: &mut AnyConnection, device: DeviceId, account: AccountId) -> Result<Vec<DeviceOrder>> {
    let rows = sqlx::query(
        "select o.id, o.device_id, o.kind, o.note, o.is_leaving_unsent, o.made_at_ms, o.seen_at_ms, o.done_at_ms, \
         o.withdrawn_at_ms, o.outcome, o.unsent, a.name as author \
         from device_orders o join accounts a on a.id = o.author_id \
         where o.device_id = $1 and o.done_at_ms is null and o.withdrawn_at_ms is null \
         and (o.account_id = $2 or o.kind = $3) \
         order by o.id",
    )
    .bind(device.to_string())
    .bind(account.to_string())
    .bind(OrderKind::Wipe.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(order).collect()
}

/// Returns what a device was told, the newest first. To whom it was told while it was another jurisdiction's is that one's
/// business, but for a wipe that is open: it goes on, whosever the device is now.
pub async fn list(connection: &mut AnyConnection, device: DeviceId, page: Page<'_>) -> Result<Vec<DeviceOrder>> {
    let rows = sqlx::query(
        "select o.id, o.device_id, o.kind, o.note, o.is_leaving_unsent, o.made_at_ms, o.seen_at_ms, o.done_at_ms, \
         o.withdrawn_at_ms, o.outcome, o.unsent, a.name as author \
         from device_orders o join accounts a on a.id = o.author_id \
         where o.device_id = $1 and ($2 = '' or o.id < $2) \
         and ($4 = '' or o.jurisdiction_id = $4 \
         or (o.kind = $5 and o.done_at_ms is null and o.withdrawn_at_ms is null)) \
         order by o.id desc limit $3",
    )
    .bind(device.to_string())
    .bind(page.after.map(|after| after.to_string()).unwrap_or_default())
    .bind(i64::from(page.limit))
    .bind(page.area.map_or("", JurisdictionId::as_str))
    .bind(OrderKind::Wipe.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(order).collect()
}

/// Takes an order back; says whether it was still open.
pub async fn withdraw(tx: &mut Tx, id: OrderId, now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "update device_orders set withdrawn_at_ms = $2, outcome = $3 \
         where id = $1 and done_at_ms is null and withdrawn_at_ms is null",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .bind(OrderOutcome::Withdrawn.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets a wipe leave behind what cannot be sent.
pub async fn leave_unsent(tx: &mut Tx, id: OrderId) -> Result<()> {
    sqlx::query("update device_orders set is_leaving_unsent = 1 where id = $1")
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Keeps that an order was shown; the first time counts.
pub async fn seen(tx: &mut Tx, id: OrderId, now: Instant) -> Result<()> {
    sqlx::query("update device_orders set seen_at_ms = $2 where id = $1 and seen_at_ms is null")
        .bind(id.to_string())
        .bind(now.ms())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Keeps that a wipe waits for what is not sent. A phone says it with each hello: what is known is not written again.
pub async fn waits(tx: &mut Tx, id: OrderId, unsent: u64, now: Instant) -> Result<()> {
    sqlx::query(
        "update device_orders set seen_at_ms = coalesce(seen_at_ms, $2), outcome = $3, unsent = $4 \
         where id = $1 and (seen_at_ms is null or outcome <> $3 or unsent <> $4)",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .bind(OrderOutcome::Waiting.as_str())
    .bind(i64::try_from(unsent).unwrap_or(i64::MAX))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps that an order is done, and how it came to that; says whether it was still open.
pub async fn done(tx: &mut Tx, id: OrderId, outcome: OrderOutcome, unsent: u64, now: Instant) -> Result<bool> {
    let done = sqlx::query(
        "update device_orders set seen_at_ms = coalesce(seen_at_ms, $2), done_at_ms = $2, outcome = $3, unsent = $4 \
         where id = $1 and done_at_ms is null and withdrawn_at_ms is null",
    )
    .bind(id.to_string())
    .bind(now.ms())
    .bind(outcome.as_str())
    .bind(i64::try_from(unsent).unwrap_or(i64::MAX))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn order(row: &AnyRow) -> Result<DeviceOrder> {
    let moment = |column| -> Result<Option<Instant>> { Ok(row.maybe_number(column)?.map(Instant::from_ms)) };
    Ok(DeviceOrder {
        id: row.parsed("id")?,
        device: row.parsed("device_id")?,
        kind: OrderKind::parse(&row.text("kind")?),
        note: row.text("note")?,
        leave_unsent: row.flag("is_leaving_unsent")?,
        author: row.text("author")?,
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        seen_at: moment("seen_at_ms")?,
        done_at: moment("done_at_ms")?,
        withdrawn_at: moment("withdrawn_at_ms")?,
        outcome: OrderOutcome::parse(&row.text("outcome")?),
        unsent: u64::try_from(row.number("unsent")?).unwrap_or(0),
    })
}
