//! Until when nothing is sent by itself, because the person said so.

use rusqlite::OptionalExtension as _;
use shared::time::Instant;

use super::{Reader, Writer, instant};
use crate::error::Result;

impl Reader<'_> {
    /// Returns until when nothing is sent by itself; that may be over.
    pub fn paused_until(&self) -> Result<Option<Instant>> {
        let until =
            self.sql.query_row("select paused_until_ms from choices", [], |row| instant(row, "paused_until_ms"));
        Ok(until.optional()?.flatten())
    }
}

impl Writer<'_> {
    /// Sends nothing by itself until then; with none, goes on at once.
    pub fn pause_until(&self, until: Option<Instant>) -> Result<()> {
        self.sql.execute(
            "insert into choices (one, paused_until_ms) values (1, ?1)
             on conflict (one) do update set paused_until_ms = excluded.paused_until_ms",
            [until.map_or(0, Instant::ms)],
        )?;
        Ok(())
    }
}
