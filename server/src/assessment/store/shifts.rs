//! Whose shift covered a duty grid.

use shared::ids::{AccountId, DutyGridId, JurisdictionId};
use shared::time::Instant;
use shared::track::LONGEST_SHIFT_MS;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Writes down which duty grids a collector's shift covers: theirs now, and the one in which it was begun.
pub async fn covers(tx: &mut Tx, whose: AccountId, began_at: Instant, area: &JurisdictionId) -> Result<()> {
    tx.flush().await?;
    sqlx::query(
        "insert into shift_grids (duty_grid, account_id, started_at_ms, jurisdiction_id) \
         select duty_grid, cast($1 as text), cast($2 as bigint), cast($3 as text) from account_grids where account_id = $1 \
         union select duty_grid, cast($1 as text), cast($2 as bigint), cast($3 as text) from shifts \
         where account_id = $1 and started_at_ms = $2 and duty_grid <> '' \
         on conflict (duty_grid, started_at_ms, account_id) do nothing",
    )
    .bind(whose.to_string())
    .bind(began_at.ms())
    .bind(area.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Returns the collector who walked a duty grid at any moment of a stretch; of several the one who began last. One that was
/// never signed out of ends by itself after the longest. What was heard of shifts after `known` makes no difference.
pub async fn walked(
    connection: &mut AnyConnection,
    grid: &DutyGridId,
    (from, to): (Instant, Instant),
    known: Instant,
) -> Result<Option<AccountId>> {
    let row = sqlx::query(
        "select g.account_id from shift_grids g \
         join shifts s on s.account_id = g.account_id and s.started_at_ms = g.started_at_ms \
         where g.duty_grid = $1 and g.started_at_ms <= $3 and g.started_at_ms > $4 \
         and s.heard_at_ms <= $5 and (s.ended_at_ms is null or s.end_heard_at_ms > $5 or s.ended_at_ms > $2) \
         order by g.started_at_ms desc, g.account_id limit 1",
    )
    .bind(grid.as_str())
    .bind(from.ms())
    .bind(to.ms())
    .bind(from.plus_ms(-LONGEST_SHIFT_MS).ms())
    .bind(known.ms())
    .fetch_optional(connection)
    .await?;
    row.map(|row| row.parsed("account_id")).transpose()
}

/// Marks what other channels reported from one moment to another in the duty grids that somebody's last shifts before it
/// cover, as cases that are to be read anew.
pub async fn read_anew(tx: &mut Tx, whose: AccountId, from: Instant, to: Instant) -> Result<()> {
    tx.flush().await?;
    // None was received before it was reported: the index of a duty grid is by that.
    sqlx::query(
        "update cases set assessed_version = 0 where duty_grid in (\
         select duty_grid from shift_grids where account_id = $1 and started_at_ms <= $2 and started_at_ms > $4) \
         and channel <> 'collector' \
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
