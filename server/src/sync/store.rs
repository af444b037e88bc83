//! Operations with their outcomes, and changes with the rows they name.

use std::collections::BTreeMap;

use shared::ids::{AccountId, DeviceId, JurisdictionId, OperationId, Sha256};
use shared::sync::push::{Envelope, Outcome};
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::db::gather::Rows;
use crate::error::Result;

/// An operation that was received before.
#[derive(Clone, Debug)]
pub struct Known {
    /// The hash of its bytes.
    pub hash: Sha256,
    /// Whose log it is from.
    pub device: DeviceId,
    /// What became of it.
    pub outcome: Outcome,
}

/// Who sends, and for which area the row stands.
#[derive(Clone, Debug)]
pub struct Sender<'a> {
    /// The device.
    pub device: DeviceId,
    /// The account.
    pub account: AccountId,
    /// The account's jurisdiction.
    pub area: &'a JurisdictionId,
}

/// Returns which of the operations were received before.
pub async fn known(tx: &mut Tx, ids: &[OperationId]) -> Result<BTreeMap<OperationId, Known>> {
    let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let rows = tx.among("select id, hash, device_id, outcome from operations where id in", &[], &keys).await?;
    rows.iter()
        .map(|row| {
            let known =
                Known { hash: row.parsed("hash")?, device: row.parsed("device_id")?, outcome: row.json("outcome")? };
            Ok((row.parsed("id")?, known))
        })
        .collect()
}

static OPERATIONS: Rows = Rows {
    table: "operations",
    columns: &[
        "id",
        "device_id",
        "account_id",
        "jurisdiction_id",
        "sequence",
        "hash",
        "body",
        "result",
        "outcome",
        "case_id",
        "received_at_ms",
    ],
    turn: 3,
};

/// Keeps an operation's bytes and its outcome for ever.
pub async fn insert(
    tx: &mut Tx,
    envelope: &Envelope,
    sender: &Sender<'_>,
    outcome: &Outcome,
    now: Instant,
) -> Result<()> {
    let row = vec![
        envelope.id.to_string().into(),
        sender.device.to_string().into(),
        sender.account.to_string().into(),
        sender.area.as_str().into(),
        i64::try_from(envelope.sequence).unwrap_or(i64::MAX).into(),
        envelope.hash.as_str().into(),
        envelope.body.clone().into(),
        outcome.result.as_str().into(),
        serde_json::to_string(outcome)?.into(),
        outcome.case.map(|id| id.to_string()).into(),
        now.ms().into(),
    ];
    tx.insert(&OPERATIONS, row).await
}

/// A change with the row as it is now.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Its number in its area.
    pub number: i64,
    /// `case` or `task`.
    pub entity: String,
    /// The row.
    pub id: String,
    /// It left the scope.
    pub left: bool,
    /// The row's JSON.
    pub body: Option<String>,
}

fn changed(row: &AnyRow) -> Result<Changed> {
    Ok(Changed {
        number: row.number("number")?,
        entity: row.text("entity")?,
        id: row.text("entity_id")?,
        left: row.flag("is_left")?,
        body: row.maybe_text("body")?,
    })
}

/// Returns the changes of an area in the scope of one account, after one number and up to another.
pub async fn of_account(
    connection: &mut AnyConnection,
    account: AccountId,
    area: &JurisdictionId,
    after: i64,
    upto: i64,
    limit: i64,
) -> Result<Vec<Changed>> {
    let rows = sqlx::query(
        "select h.number, h.entity, h.entity_id, h.is_left, coalesce(c.body, t.body) as body \
         from changes h \
         left join cases c on h.entity = 'case' and c.id = h.entity_id \
         left join tasks t on h.entity = 'task' and t.id = h.entity_id \
         where h.account_id = $1 and h.jurisdiction_id = $2 and h.number > $3 and h.number <= $4 \
         order by h.number limit $5",
    )
    .bind(account.to_string())
    .bind(area.as_str())
    .bind(after)
    .bind(upto)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(changed).collect()
}

/// Returns all changes of an area.
pub async fn of_area(
    connection: &mut AnyConnection,
    area: &JurisdictionId,
    after: i64,
    upto: i64,
    limit: i64,
) -> Result<Vec<Changed>> {
    let rows = sqlx::query(
        "select h.number, h.entity, h.entity_id, h.is_left, coalesce(c.body, t.body) as body \
         from changes h \
         left join cases c on h.entity = 'case' and c.id = h.entity_id \
         left join tasks t on h.entity = 'task' and t.id = h.entity_id \
         where h.jurisdiction_id = $1 and h.number > $2 and h.number <= $3 \
         order by h.number limit $4",
    )
    .bind(area.as_str())
    .bind(after)
    .bind(upto)
    .bind(limit)
    .fetch_all(connection)
    .await?;
    rows.iter().map(changed).collect()
}
