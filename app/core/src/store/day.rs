//! What an account did within a time, read from the log.

use rusqlite::OptionalExtension as _;
use shared::ids::AccountId;
use shared::sync::operation::{Act, Operation, ShiftMark};
use shared::time::Instant;

use super::operations::{COLUMNS, Logged, logged};
use super::{Reader, json};
use crate::error::Result;

impl Reader<'_> {
    /// Returns an account's operations whose wall clock lies within a time, in the order in which they were made.
    pub fn operations_within(&self, account: AccountId, from: Instant, to: Instant) -> Result<Vec<Logged>> {
        let sql = format!(
            "select {COLUMNS} from operations
             where account_id = ?1 and made_ms >= ?2 and made_ms < ?3 order by sequence"
        );
        let mut query = self.sql.prepare_cached(&sql)?;
        let rows = query.query_map((account.to_string(), from.ms(), to.ms()), logged)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns what an account last said of its shift.
    pub fn last_shift_mark(&self, account: AccountId) -> Result<Option<ShiftMark>> {
        let found = self
            .sql
            .query_row(
                "select body from operations where account_id = ?1 and act = 'shift' order by sequence desc limit 1",
                [account.to_string()],
                |row| json::<Operation>(row, "body"),
            )
            .optional()?;
        Ok(match found.flatten().map(|operation| operation.act) {
            Some(Act::Shift(mark)) => Some(mark),
            Some(Act::Report(_) | Act::Answer(_)) | None => None,
        })
    }
}
