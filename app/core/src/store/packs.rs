//! Packs as they came.

use rusqlite::OptionalExtension as _;
use shared::ids::{JurisdictionId, Sha256};
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;

use super::{Reader, Writer, parsed, signed};
use crate::error::Result;

/// A pack in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldPack {
    /// What it holds, as it was told; a word this build may not know.
    pub kind: String,
    /// Whose it is.
    pub jurisdiction: JurisdictionId,
    /// Its name.
    pub hash: Sha256,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Reader<'_> {
    /// Returns the packs in use, in the order of their kinds.
    pub fn current_packs(&self) -> Result<Vec<HeldPack>> {
        let mut query = self.sql.prepare_cached(
            "select kind, jurisdiction_id, hash, bytes from packs where current = 1 order by kind, jurisdiction_id",
        )?;
        let rows = query.query_map([], |row| {
            Ok(HeldPack {
                kind: row.get("kind")?,
                jurisdiction: parsed(row, "jurisdiction_id")?,
                hash: parsed(row, "hash")?,
                bytes: row.get("bytes")?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the pack of a kind and ground in use.
    pub fn current_pack(&self, kind: PackKind, jurisdiction: &JurisdictionId) -> Result<Option<HeldPack>> {
        let held = self.current_packs()?;
        Ok(held.into_iter().find(|pack| pack.kind == kind.as_str() && pack.jurisdiction == *jurisdiction))
    }

    /// Says whether a pack is here.
    pub fn holds_pack(&self, hash: &Sha256) -> Result<bool> {
        let found: Option<i64> =
            self.sql.query_row("select 1 from packs where hash = ?1", [hash.as_str()], |row| row.get(0)).optional()?;
        Ok(found.is_some())
    }

    /// Returns the hash of the pack of a kind in use.
    pub fn current_pack_hash(&self, kind: PackKind) -> Result<Option<Sha256>> {
        let found = self
            .sql
            .query_row(
                "select hash from packs where current = 1 and kind = ?1 order by jurisdiction_id limit 1",
                [kind.as_str()],
                |row| parsed(row, "hash"),
            )
            .optional()?;
        Ok(found)
    }
}

impl Writer<'_> {
    /// Keeps a pack that was fetched whole and checked; it is not in use before [`Self::use_packs`].
    pub fn put_pack(&self, pack: &PackRef, bytes: &[u8], now: Instant) -> Result<()> {
        self.sql.execute(
            "insert or replace into packs (hash, kind, jurisdiction_id, version, size_bytes, bytes, fetched_ms, current)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
            rusqlite::params![
                pack.hash.as_str(),
                pack.kind.as_str(),
                pack.jurisdiction.as_str(),
                pack.version,
                signed(pack.size_bytes),
                bytes,
                now.ms(),
            ],
        )?;
        Ok(())
    }

    /// Puts exactly these packs in use, all at once, and lets the others go. Says whether anything changed.
    pub fn use_packs(&self, packs: &[PackRef]) -> Result<bool> {
        let before: String = self.sql.query_row(
            "select coalesce(group_concat(hash, ' '), '')
             from (select hash from packs where current = 1 order by hash)",
            [],
            |row| row.get(0),
        )?;
        let mut wanted: Vec<&str> = packs.iter().map(|pack| pack.hash.as_str()).collect();
        wanted.sort_unstable();
        wanted.dedup();
        if before == wanted.join(" ") {
            return Ok(false);
        }
        self.sql.execute("update packs set current = 0", [])?;
        for hash in wanted {
            self.sql.execute("update packs set current = 1 where hash = ?1", [hash])?;
        }
        self.sql.execute("delete from packs where current = 0", [])?;
        Ok(true)
    }
}
