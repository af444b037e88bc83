//! What is counted of a device: kept beside it, so that a board of 5,000 devices goes through none of their photos.
//!
//! The stores of operations and photos add to the transaction's tally with each row; it is written once for each device
//! when the transaction commits, and what is rolled back is never counted.

use std::collections::BTreeMap;

use shared::ids::DeviceId;

use super::Tx;
use crate::error::Result;

/// What a transaction adds to what is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Operations.
    pub operations: i64,
    /// Of these, refused.
    pub refused: i64,
    /// Shots announced.
    pub photos: i64,
    /// Shots whose working copy came, less those that wait again.
    pub photos_received: i64,
}

/// Writes the tallies of a transaction.
pub(super) async fn keep(tx: &mut Tx, tallies: &BTreeMap<DeviceId, Tally>) -> Result<()> {
    for (device, tally) in tallies {
        sqlx::query(
            "update devices set operations_total = operations_total + $2, \
             operations_refused = operations_refused + $3, photos_total = photos_total + $4, \
             photos_received = photos_received + $5, revision = revision + 1 where id = $1",
        )
        .bind(device.to_string())
        .bind(tally.operations)
        .bind(tally.refused)
        .bind(tally.photos)
        .bind(tally.photos_received)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
