//! Operations with their outcomes.

use std::collections::BTreeMap;

use shared::evidence::times::Reckoned;
use shared::ids::{AccountId, DeviceId, JurisdictionId, OperationId, Sha256};
use shared::sync::push::{Envelope, Outcome, OutcomeKind};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::among::among;
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
    let rows = among(tx, "select id, hash, device_id, outcome from operations where id in", &[], &keys).await?;
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
        "kept_hash",
        "body",
        "result",
        "outcome",
        "case_id",
        "received_at_ms",
        "made_at_ms",
        "made_by",
    ],
    turn: 3,
};

/// An operation as it came, and its bytes as they are kept where numbers in them are hidden.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// As it came; its hash is what the same bytes are known by.
    pub envelope: &'a Envelope,
    /// As it is kept, if that is not the same.
    pub masked: Option<&'a str>,
}

/// Keeps an operation's bytes and its outcome for ever, and when it was made by the server's reckoning.
pub async fn insert(
    tx: &mut Tx,
    kept: &Kept<'_>,
    sender: &Sender<'_>,
    outcome: &Outcome,
    made: Option<Reckoned>,
    now: Instant,
) -> Result<()> {
    let Kept { envelope, masked } = *kept;
    let kept_hash = masked.map_or(String::new(), |body| Sha256::of(body.as_bytes()).to_string());
    let row = vec![
        envelope.id.to_string().into(),
        sender.device.to_string().into(),
        sender.account.to_string().into(),
        sender.area.as_str().into(),
        i64::try_from(envelope.sequence).unwrap_or(i64::MAX).into(),
        envelope.hash.as_str().into(),
        kept_hash.into(),
        masked.unwrap_or(&envelope.body).to_owned().into(),
        outcome.result.as_str().into(),
        serde_json::to_string(outcome)?.into(),
        outcome.case.map(|id| id.to_string()).into(),
        now.ms().into(),
        made.map(|made| made.at.ms()).into(),
        made.map_or("", |made| made.by.as_str()).into(),
    ];
    let tally = tx.tally(sender.device);
    tally.operations += 1;
    tally.refused += i64::from(outcome.result == OutcomeKind::Refused);
    tx.insert(&OPERATIONS, row).await
}

/// Returns when the last operation of a device before this one was made.
pub async fn made_before(connection: &mut AnyConnection, device: DeviceId, sequence: u64) -> Result<Option<Instant>> {
    let row = sqlx::query(
        "select made_at_ms from operations \
         where device_id = $1 and sequence < $2 and made_at_ms is not null order by sequence desc limit 1",
    )
    .bind(device.to_string())
    .bind(i64::try_from(sequence).unwrap_or(i64::MAX))
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok(Instant::from_ms(row.number("made_at_ms")?))).transpose()
}
