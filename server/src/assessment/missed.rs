//! 漏报: what another channel found in a collector's ground and shift.

use shared::account::Role;
use shared::assessment::{Counter, Facts};
use shared::case::Case;
use shared::channel::Channel;
use shared::ids::AccountId;
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use sqlx::AnyConnection;

use super::store::shifts;
use crate::accounts;
use crate::accounts::caller::Account;
use crate::db::Tx;
use crate::error::Result;

/// So long before somebody else reported it a collector on shift should have come by.
const LOOKED_BACK_MS: i64 = 4 * 3_600_000;

/// Returns the collector who should have found a valid case that another channel reported: who walked its duty grid when it
/// was reported, or in the hours before, by what was heard of shifts until `known`.
pub async fn of(
    connection: &mut AnyConnection,
    case: &Case,
    facts: &Facts,
    known: Instant,
) -> Result<Option<AccountId>> {
    let is_valid = facts.counted.bits & Counter::ValidReport.bit() != 0;
    let Some(grid) = case.duty_grid.as_ref().filter(|_| is_valid && case.channel != Channel::Collector) else {
        return Ok(None);
    };
    let from = case.reported_at.plus_ms(-LOOKED_BACK_MS);
    shifts::walked(connection, grid, (from, case.reported_at), known).await
}

/// Hears that a shift began or ended at a moment: which duty grids a collector's covers is written down, and the cases that
/// it may have come by are read anew. A phone may tell of it long after others reported them.
pub async fn shift_came(tx: &mut Tx, whose: &Account, at: Instant, begins: bool) -> Result<()> {
    // As what they began it: since then they may have become something else.
    tx.flush().await?;
    if begins && accounts::actions::as_of(tx, whose, at).await?.role == Role::Collector {
        shifts::covers(tx, whose.id, at, &whose.jurisdiction).await?;
    }
    shifts::read_anew(tx, whose.id, at, at.plus_ms(LONGEST_SHIFT_MS + LOOKED_BACK_MS)).await
}
