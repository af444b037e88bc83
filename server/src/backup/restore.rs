//! Restoring a backup into an empty place.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Serialize;
use shared::ids::Sha256;
use shared::time::Instant;

use super::format::{End, FileHead, Head, Reader, Record, verify};
use super::take::Progress;
use crate::config::Config;
use crate::db::{Db, Tx, meta, pool, tables};
use crate::media::place;
use crate::media::storage::Storage;
use crate::{base_maps, cases, folders, media};

/// Stands in the data folder while files are brought, so that a restore that was cut can be begun again.
const MARK: &str = "restoring";

/// What was restored.
#[derive(Clone, Debug, Serialize)]
pub struct Restored {
    /// What the file held, and its checksum.
    #[serde(flatten)]
    pub end: End,
    /// When it was taken.
    pub made_at: Instant,
    /// The epoch from now on.
    pub epoch: u64,
    /// Files that are written down and not here. Phones that still hold them bring them again.
    pub missing: u64,
    /// Of these, photos that phones took.
    pub photos_awaited: u64,
    /// Base maps that are listed and whose files are not here: they are in no backup, and are imported again.
    pub base_maps_missing: u64,
}

/// What becomes of files that lie in the media folder already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// The place is not empty: refused.
    Refuse,
    /// They survived, on a disk of their own: those that the backup knows are used.
    Keep,
}

/// Restores. Every byte of the file is verified before the first one is used; all rows come in one transaction, or none.
///
/// A restore that was cut is begun again with the same file: it goes on where it was, and no server starts before its end.
pub async fn restore(
    config: &Config,
    file: &Path,
    found: Found,
    now: Instant,
    progress: Progress<'_>,
) -> Result<Restored> {
    let (head, end) = verify(file)?;
    progress(&format!("{}: {} rows, {} files, whole", file.display(), end.totals.rows, end.totals.files));
    let storage = empty_place(config, &end.sha256, found)?;
    let url = match &config.database_url {
        Some(url) => url.clone(),
        None => pool::embedded_url(&config.data)?,
    };
    let mark = config.data.join(MARK);
    fs::write(&mark, end.sha256.as_str()).with_context(|| format!("write {}", mark.display()))?;
    // To where the backup was: what later migrations do to rows they do when the rows are there.
    let db = Db::open_at(&url, config.connections, head.version).await?;
    if meta::being_restored(&mut *db.read().await?).await?.as_ref() != Some(&end.sha256) {
        rows(&db, &*storage, file, &head, &end, progress).await?;
    }
    db.close().await;
    // The rest of the migrations, with the rows in their place.
    let db = Db::open(&url, config.connections).await?;
    let mut tx = db.write().await?;
    let epoch = epoch_after(&head, now);
    meta::set_epoch(&mut tx, epoch).await?;
    let (missing, photos_awaited) = doubt(&mut tx, &*storage, now).await?;
    let base_maps_missing = without_files(&mut tx, &*place::base_maps(config)?).await?;
    cases::actions::leave_a_gap(&mut tx, now).await?;
    meta::end_restore(&mut tx).await?;
    tx.commit().await?;
    db.close().await;
    fs::remove_file(&mark).context("take the mark of the restore away")?;
    Ok(Restored { end, made_at: head.made_at, epoch, missing, photos_awaited, base_maps_missing })
}

/// Puts everything into a database that is as the backup's was, and holds nothing.
async fn rows(
    db: &Db,
    storage: &dyn Storage,
    file: &Path,
    head: &Head,
    end: &End,
    progress: Progress<'_>,
) -> Result<()> {
    ensure!(
        tables::are_empty(db).await?,
        "this database holds something already; a backup is restored into an empty one"
    );
    ensure!(
        db.version().await? == head.version,
        "the backup was taken by a later server ({}); restore it with that one",
        head.server_version
    );
    let mut tx = db.write().await?;
    pour(&mut tx, storage, file, progress).await?;
    meta::begin_restore(&mut tx, &end.sha256).await?;
    Ok(tx.commit().await?)
}

/// Returns the storage of a place that holds nothing yet, or only what an earlier try of the same restore brought.
fn empty_place(config: &Config, backup: &Sha256, found: Found) -> Result<Arc<dyn Storage>> {
    folders::make(&config.data).with_context(|| format!("make {}", config.data.display()))?;
    let is_second_try = fs::read_to_string(config.data.join(MARK)).is_ok_and(|text| text == backup.as_str());
    let storage = place::storage(config)?;
    if found == Found::Refuse && !is_second_try {
        ensure!(
            storage.is_empty()?,
            "there are files in {} already; with --keep-media those that fit are used",
            config.media_url.clone().unwrap_or_else(|| storage.folder().display().to_string())
        );
    }
    Ok(storage)
}

/// Puts every row in and every file in its place.
async fn pour(tx: &mut Tx, storage: &dyn Storage, file: &Path, progress: Progress<'_>) -> Result<()> {
    let mut reader = Reader::open(file)?;
    let mut table = None;
    loop {
        match reader.next_record()? {
            Record::Table(next) => {
                progress(&format!("table {}", next.name));
                table = Some(next);
            }
            Record::Rows(rows) => {
                let Some(table) = &table else { bail!("rows without a table") };
                tables::insert(tx, table, &rows).await.with_context(|| format!("fill table {}", table.name))?;
            }
            Record::File(head, bytes) => put(storage, &head, &bytes)?,
            Record::End(_) => return Ok(()),
        }
    }
}

fn put(storage: &dyn Storage, head: &FileHead, bytes: &[u8]) -> Result<()> {
    let staged = storage.folder().join(format!("{}.restored", head.sha256));
    fs::write(&staged, bytes).with_context(|| format!("write {}", staged.display()))?;
    storage.keep(&staged, &head.sha256).with_context(|| format!("keep file {}", head.sha256))
}

/// Two restores of one backup must not have one epoch: phones would not notice the second. So the clock is in it.
fn epoch_after(head: &Head, now: Instant) -> u64 {
    let seconds = u64::try_from(now.ms() / 1_000).unwrap_or(0);
    seconds.max(head.epoch.saturating_add(1))
}

/// Takes the receipts back of files that are not here: a phone that still holds one brings it again.
async fn doubt(tx: &mut Tx, storage: &dyn Storage, now: Instant) -> Result<(u64, u64)> {
    let (mut missing, mut awaited) = (0, 0);
    for sha256 in media::actions::all_files(tx).await? {
        if storage.holds(&sha256)? {
            continue;
        }
        missing += 1;
        awaited += cases::actions::file_lost(tx, &sha256, now).await?;
        media::actions::forget_lost(tx, &sha256).await?;
    }
    Ok((missing, awaited))
}

/// Counts the base maps whose files are not here. They stay listed: phones that hold one keep it.
async fn without_files(tx: &mut Tx, storage: &dyn Storage) -> Result<u64> {
    let mut missing = 0;
    for map in base_maps::actions::offered(tx).await? {
        missing += u64::from(!storage.holds(&map.hash)?);
    }
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use shared::ids::ServerId;
    use shared::time::Instant;

    use super::epoch_after;
    use crate::backup::format::{Head, Media};

    #[test]
    fn an_epoch_rises_and_never_comes_twice() {
        let head = |epoch| Head {
            server: ServerId(uuid::Uuid::from_u128(1)),
            epoch,
            version: 1,
            made_at: Instant::from_ms(0),
            media: Media::Listed,
            server_version: String::new(),
        };
        let (one, later) = (Instant::from_ms(1_764_000_000_000), Instant::from_ms(1_764_000_600_000));
        assert!(epoch_after(&head(1), one) > 1);
        assert_ne!(epoch_after(&head(1), one), epoch_after(&head(1), later), "the same backup, restored again");
        let raised = epoch_after(&head(1), later);
        assert!(epoch_after(&head(raised), one) > raised, "also where the clock was set back");
    }
}
