//! What is copied into a frozen month.

use std::collections::BTreeSet;

use shared::time::Instant;
use sqlx::{AnyConnection, AssertSqlSafe};

use super::condition::counted;
use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns the cases of which something was done since a month began and whose rows do not say what it came to at a moment:
/// they went on since, or the rows have not read all steps. Those that are in the version already are left out.
pub async fn went_on(
    connection: &mut AnyConnection,
    version: &str,
    begins: Instant,
    at: Instant,
) -> Result<BTreeSet<String>> {
    let rows = sqlx::query(
        "select distinct f.case_id from case_flow f join cases c on c.id = f.case_id \
         left join assessed a on a.case_id = f.case_id \
         where f.at_ms >= $1 and f.at_ms <= $2 \
         and (c.assessed_version = 0 or a.case_id is null or a.last_at_ms > $2) \
         and not exists (select 1 from frozen_posts z where z.version_id = $3 and z.case_id = f.case_id)",
    )
    .bind(begins.ms())
    .bind(at.ms())
    .bind(version.to_owned())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| row.text("case_id")).collect()
}

/// Copies the rows of the cases to which nothing happened since.
pub async fn copy(tx: &mut Tx, version: &str, (begins, ends): (Instant, Instant), at: Instant) -> Result<()> {
    let statement = format!(
        "insert into frozen_posts (version_id, case_id, sequence, post, account_id, jurisdiction_id, is_training, at_ms, \
         bits, due_at_ms) \
         select $4, p.case_id, p.sequence, p.post, p.account_id, p.jurisdiction_id, p.is_training, p.at_ms, \
         p.counted, p.due_at_ms \
         from (select case_id, sequence, post, account_id, jurisdiction_id, is_training, at_ms, {} as counted, due_at_ms \
         from post_work where at_ms >= $1 and at_ms < $2) as p \
         join cases c on c.id = p.case_id join assessed a on a.case_id = p.case_id \
         where c.assessed_version <> 0 and a.last_at_ms <= $3 \
         and not exists (select 1 from frozen_posts z where z.version_id = $4 and z.case_id = p.case_id)",
        counted()
    );
    sqlx::query(AssertSqlSafe(statement))
        .bind(begins.ms())
        .bind(ends.ms())
        .bind(at.ms())
        .bind(version.to_owned())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Copies days on shift.
pub async fn copy_days(tx: &mut Tx, version: &str, first: &str, last: &str) -> Result<()> {
    sqlx::query(
        "insert into frozen_post_days (version_id, account_id, day, post, jurisdiction_id, shifts, open_shifts, minutes, \
         beat_grids, walked_grids, first_ms, last_ms, made_at_ms) \
         select $1, d.account_id, d.day, d.post, d.jurisdiction_id, d.shifts, d.open_shifts, d.minutes, \
         d.beat_grids, d.walked_grids, d.first_ms, d.last_ms, d.made_at_ms \
         from post_days d where d.day >= $2 and d.day <= $3",
    )
    .bind(version.to_owned())
    .bind(first.to_owned())
    .bind(last.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
