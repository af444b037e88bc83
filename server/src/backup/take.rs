//! Taking a backup beside a running server.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use futures_util::StreamExt as _;
use serde::Serialize;
use shared::ids::Sha256;
use shared::time::Instant;

use super::format::{End, FileHead, Head, Media, Writer};
use crate::db::{Db, meta, tables};
use crate::media;
use crate::media::storage::Storage;

/// What was taken.
#[derive(Clone, Debug, Serialize)]
pub struct Taken {
    /// What the file holds, and its checksum.
    #[serde(flatten)]
    pub end: End,
    /// Files that are written down and could not be read as what they are; they are not in the backup.
    pub unreadable: Vec<Sha256>,
}

/// Hears how far it is.
pub type Progress<'a> = &'a (dyn Fn(&str) + Sync);

/// Writes everything that the database holds at this moment, and the files if they are wanted.
pub async fn take(
    db: &Db,
    storage: &dyn Storage,
    target: &Path,
    media: Media,
    now: Instant,
    progress: Progress<'_>,
) -> Result<Taken> {
    let version = db.version().await?;
    let mut snapshot = db.snapshot().await?;
    // The first read fixes the moment.
    let Some((server, epoch)) = meta::identity(&mut snapshot).await? else {
        bail!("there is no server in this database")
    };
    let head =
        Head { server, epoch, version, made_at: now, media, server_version: env!("CARGO_PKG_VERSION").to_owned() };
    let mut writer = Writer::begin(target, &head)?;
    for table in tables::all(&mut snapshot, db.engine()).await? {
        writer.table(&table)?;
        let mut count = 0_u64;
        let mut rows = tables::rows(&mut snapshot, &table);
        while let Some(row) = rows.next().await {
            writer.row(row.with_context(|| format!("read table {}", table.name))?)?;
            count += 1;
        }
        progress(&format!("{}: {count} rows", table.name));
    }
    let files = media::actions::all_files(&mut snapshot).await?;
    drop(snapshot);
    let mut unreadable = Vec::new();
    if media == Media::Included {
        for (number, sha256) in (1_usize..).zip(&files) {
            if !file(&mut writer, storage, sha256)? && media::actions::is_written_down(db, sha256).await? {
                unreadable.push(sha256.clone());
            }
            if number.is_multiple_of(500) || number == files.len() {
                progress(&format!("files: {number} of {}", files.len()));
            }
        }
    }
    Ok(Taken { end: writer.finish()?, unreadable })
}

/// Adds a file; says whether it is there and what its name says. One that was swept meanwhile is rightly gone.
fn file(writer: &mut Writer, storage: &dyn Storage, sha256: &Sha256) -> Result<bool> {
    let Some(bytes) = storage.read(sha256)? else { return Ok(false) };
    if Sha256::of(&bytes) != *sha256 {
        return Ok(false);
    }
    let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    writer.file(&FileHead { sha256: sha256.clone(), size_bytes }, &bytes)?;
    Ok(true)
}
