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

impl Writer<'_> {
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
