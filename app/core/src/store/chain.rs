//! Every manifest this device ever signed.

use rusqlite::OptionalExtension as _;
use shared::evidence::manifest::SignedManifest;
use shared::ids::{PhotoId, Sha256};

use super::{Reader, Writer, count, parsed, signed};
use crate::error::Result;

/// The newest manifest of the chain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChainEnd {
    /// Its place; the first photo has 1.
    pub place: u64,
    /// The hash of its bytes.
    pub hash: Sha256,
}

impl Reader<'_> {
    /// Returns the end of the chain; none before the first photo.
    pub fn chain_end(&self) -> Result<Option<ChainEnd>> {
        let end = self
            .sql
            .query_row(
                "select place, hash from photo_chain
                 union all select chain_floor, chain_hash from device where chain_floor > 0
                 order by place desc limit 1",
                [],
                |row| Ok(ChainEnd { place: count(row, "place")?, hash: parsed(row, "hash")? }),
            )
            .optional()?;
        Ok(end)
    }

    /// Says whether a shot has its place in the chain, also where it was thrown away since.
    pub fn is_in_chain(&self, photo: PhotoId) -> Result<bool> {
        let sql = "select exists (select 1 from photo_chain where photo_id = ?1)";
        Ok(self.sql.query_row(sql, [photo.to_string()], |row| row.get(0))?)
    }

    /// Returns the manifest of the newest shot whose row is still here; one that was thrown away is passed over.
    pub fn newest_manifest(&self) -> Result<Option<SignedManifest>> {
        let newest = self
            .sql
            .query_row(
                "select photos.manifest as manifest, photos.signature as signature
                 from photo_chain join photos on photos.id = photo_chain.photo_id
                 order by photo_chain.place desc limit 1",
                [],
                |row| Ok(SignedManifest { manifest: row.get("manifest")?, signature: row.get("signature")? }),
            )
            .optional()?;
        Ok(newest)
    }
}

impl Writer<'_> {
    /// Knows a manifest that the journal tells of; one that is known at its place stays.
    pub fn know_chain(&self, place: u64, photo: PhotoId, hash: &Sha256) -> Result<()> {
        self.sql.execute(
            "insert or ignore into photo_chain (place, photo_id, hash) values (?1, ?2, ?3)",
            (signed(place), photo.to_string(), hash.as_str()),
        )?;
        Ok(())
    }

    /// Adds a manifest; a place that is taken is an error, so the chain cannot fork.
    pub fn extend_chain(&self, place: u64, photo: PhotoId, hash: &Sha256) -> Result<()> {
        self.sql.execute(
            "insert into photo_chain (place, photo_id, hash)
             values (?1, ?2, ?3)",
            (signed(place), photo.to_string(), hash.as_str()),
        )?;
        Ok(())
    }
}
