//! Whose shift covered a duty grid.

use shared::ids::{AccountId, DutyGridId};
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns the collector who walked a duty grid at any moment of a stretch; of several the one who began last.
///
/// A shift says in which duty grid it was begun; its collector walks the others of theirs as well. One that was never
/// signed out of ends by itself after the longest.
pub async fn walked(
    connection: &mut AnyConnection,
    grid: &DutyGridId,
    from: Instant,
    to: Instant,
) -> Result<Option<AccountId>> {
    let row = sqlx::query(
        "select account_id from (\
         select s.account_id, s.started_at_ms from shifts s join accounts a on a.id = s.account_id \
         where s.duty_grid = $1 and a.role = 'collector' and s.started_at_ms <= $3 and s.started_at_ms > $4 \
         and (s.ended_at_ms is null or s.ended_at_ms > $2) \
         union all \
         select s.account_id, s.started_at_ms from account_grids g join accounts a on a.id = g.account_id \
         join shifts s on s.account_id = g.account_id \
         where g.duty_grid = $1 and a.role = 'collector' and s.started_at_ms <= $3 \
         and s.started_at_ms > $4 and (s.ended_at_ms is null or s.ended_at_ms > $2)) as walked \
         order by started_at_ms desc, account_id limit 1",
    )
    .bind(grid.as_str())
    .bind(from.ms())
    .bind(to.ms())
    .bind(from.plus_ms(-LONGEST_SHIFT_MS).ms())
    .fetch_optional(connection)
    .await?;
    row.map(|row| row.parsed("account_id")).transpose()
}

/// Marks what other channels reported from one moment to another in the duty grids that somebody walks, or in which a shift
/// of theirs was begun shortly before, as cases that are to be read anew.
pub async fn read_anew(tx: &mut Tx, whose: AccountId, from: Instant, to: Instant) -> Result<()> {
    tx.flush().await?;
    // None was received before it was reported: the index of a duty grid is by that.
    sqlx::query(
        "update cases set assessed_version = 0 where duty_grid in (\
         select duty_grid from account_grids where account_id = $1 \
         union select duty_grid from shifts where account_id = $1 and started_at_ms <= $2 and started_at_ms > $4) \
         and duty_grid <> '' and channel <> 'collector' \
         and received_at_ms >= $2 and reported_at_ms >= $2 and reported_at_ms <= $3",
    )
    .bind(whose.to_string())
    .bind(from.ms())
    .bind(to.ms())
    .bind(from.plus_ms(-LONGEST_SHIFT_MS).ms())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
