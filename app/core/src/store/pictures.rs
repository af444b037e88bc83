//! Pictures of the server's that are readable offline.

use rusqlite::OptionalExtension as _;
use shared::ids::{JurisdictionId, Sha256};
use shared::time::Instant;

use super::{Reader, Writer};
use crate::error::Result;

impl Reader<'_> {
    /// Says whether a picture is here in that size.
    pub fn has_picture(&self, sha256: &Sha256, size: &str) -> Result<bool> {
        let found: Option<i64> = self
            .sql
            .query_row("select 1 from pictures where sha256 = ?1 and size = ?2", (sha256.as_str(), size), |row| {
                row.get(0)
            })
            .optional()?;
        Ok(found.is_some())
    }
}

impl Reader<'_> {
    /// Returns what was fetched, the longest ago first: its name and size.
    pub fn pictures(&self) -> Result<Vec<(Sha256, String)>> {
        let mut query = self.sql.prepare_cached("select sha256, size from pictures order by fetched_ms, sha256")?;
        let rows = query.query_map([], |row| Ok((super::parsed(row, "sha256")?, row.get("size")?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Forgets a picture; its file goes after.
    pub fn drop_picture(&self, sha256: &Sha256, size: &str) -> Result<()> {
        self.sql.execute("delete from pictures where sha256 = ?1 and size = ?2", (sha256.as_str(), size))?;
        Ok(())
    }

    /// Keeps that a picture's file is on the disk.
    pub fn put_picture(
        &self,
        sha256: &Sha256,
        size: &str,
        jurisdiction: &JurisdictionId,
        bytes: usize,
        now: Instant,
    ) -> Result<()> {
        self.sql.execute(
            "insert or replace into pictures (sha256, size, jurisdiction_id, bytes, fetched_ms)
             values (?1, ?2, ?3, ?4, ?5)",
            rusqlite::params![
                sha256.as_str(),
                size,
                jurisdiction.as_str(),
                i64::try_from(bytes).unwrap_or(i64::MAX),
                now.ms()
            ],
        )?;
        Ok(())
    }
}
