//! Emptying a training database.

use crate::db::Tx;
use crate::error::Result;

/// What a reset empties, what depends on others first. The server's own identity stays.
const TABLES: &[&str] = &[
    "delete from track_pieces",
    "delete from heartbeats",
    "delete from audit_chain",
    "delete from audit",
    "delete from changes",
    "delete from area_counters",
    "delete from operations",
    "delete from uploads",
    "delete from unsigned_photos",
    "delete from file_looks",
    "delete from file_refs",
    "delete from file_holders",
    "delete from files",
    "delete from photos",
    "delete from draws",
    "delete from tasks",
    "delete from case_flow",
    "delete from case_numbers",
    "delete from cases",
    "delete from announcement_reads",
    "delete from announcements",
    "delete from directory_entries",
    "delete from directories",
    "delete from enrolments",
    "delete from challenges",
    "delete from tokens",
    "delete from devices",
    "delete from account_grids",
    "delete from accounts",
    "delete from packs",
    "delete from units",
    "delete from jurisdictions",
];

/// Empties every table but the server's identity.
pub async fn empty(tx: &mut Tx) -> Result<()> {
    for statement in TABLES {
        sqlx::query(*statement).execute(&mut **tx).await?;
    }
    Ok(())
}
