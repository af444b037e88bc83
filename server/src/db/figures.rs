//! Figures about the whole database, for whoever watches over the server.

use super::fields::Fields as _;
use super::pool::Db;
use crate::error::Result;

const NAMES: [&str; 7] = ["cases", "operations", "photos", "photos_received", "open_tasks", "uploads", "devices"];

/// Counts what there is. A blind task is none that anybody may count: who asks need not be signed in.
pub async fn count(db: &Db) -> Result<Vec<(&'static str, i64)>> {
    let mut reader = db.read().await?;
    let row = sqlx::query(
        "select (select count(*) from cases) as cases, \
         (select count(*) from operations) as operations, \
         (select count(*) from photos) as photos, \
         (select count(*) from photos where received_at_ms is not null) as photos_received, \
         (select count(*) from tasks where state = 'open' and is_blind = 0) as open_tasks, \
         (select count(*) from uploads) as uploads, \
         (select count(*) from devices where revoked_at_ms is null) as devices",
    )
    .fetch_one(&mut *reader)
    .await?;
    NAMES.into_iter().map(|name| Ok((name, row.number(name)?))).collect()
}

/// Says whether the database answers.
pub async fn ping(db: &Db) -> Result<()> {
    sqlx::query("select 1").fetch_one(&mut *db.read().await?).await?;
    Ok(())
}
