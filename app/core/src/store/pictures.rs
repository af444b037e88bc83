//! Pictures of the server's that are readable offline.

use rusqlite::{OptionalExtension as _, Row};
use shared::ids::{AccountId, JurisdictionId, Sha256};
use shared::time::Instant;

use super::{Reader, Writer, parsed};
use crate::error::Result;

/// A picture in one size.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Picture {
    /// Its name.
    pub sha256: Sha256,
    /// `thumb` or `working`; `clip` for an own clip that was fetched again.
    pub size: String,
}

fn picture(row: &Row<'_>) -> rusqlite::Result<Picture> {
    Ok(Picture { sha256: parsed(row, "sha256")?, size: row.get("size")? })
}

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

    /// Returns what was fetched, the longest ago first.
    pub fn pictures(&self) -> Result<Vec<Picture>> {
        let mut query = self.sql.prepare_cached("select sha256, size from pictures order by fetched_ms, sha256")?;
        let rows = query.query_map([], picture)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Writer<'_> {
    /// Forgets the pictures that no task of the account compares with any more, and returns them so that their files go
    /// too.
    pub fn purge_pictures(&self, account: AccountId) -> Result<Vec<Picture>> {
        let mut query = self.sql.prepare_cached(
            "delete from pictures
             where not exists (
                select 1 from tasks where tasks.account_id = ?1 and instr(tasks.body, pictures.sha256) > 0)
             returning sha256, size",
        )?;
        let rows = query.query_map([account.to_string()], picture)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Forgets a picture; its file goes after.
    pub fn drop_picture(&self, picture: &Picture) -> Result<()> {
        self.sql.execute(
            "delete from pictures where sha256 = ?1 and size = ?2",
            (picture.sha256.as_str(), picture.size.as_str()),
        )?;
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
