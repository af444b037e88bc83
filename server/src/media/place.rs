//! Which place for files a server was told, and what it opens there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use super::bucket::Bucket;
use super::folder::Folder;
use super::storage::Storage;
use super::uploads::Uploads;
use crate::config::Config;

/// Where files are.
enum Place {
    /// In the data folder, for this server alone.
    Own,
    /// In a folder where other servers find them too.
    Folder(PathBuf),
    /// In a bucket.
    Bucket(Bucket),
}

/// What the place of base maps is called.
const BASE_MAPS: &str = "base-maps";

fn place(config: &Config) -> anyhow::Result<Place> {
    let Some(url) = config.media_url.as_deref() else { return Ok(Place::Own) };
    if let Some(path) = url.strip_prefix("file://").map(Path::new).filter(|path| path.is_absolute()) {
        return Ok(Place::Folder(path.to_owned()));
    }
    match url.strip_prefix("s3://") {
        Some(place) => Ok(Place::Bucket(Bucket::open(place, config.data.clone())?)),
        None => bail!("--media-url takes file:// and an absolute path, or s3:// and a bucket"),
    }
}

/// Opens where finished files are kept.
pub fn storage(config: &Config) -> anyhow::Result<Arc<dyn Storage>> {
    Ok(match place(config)? {
        Place::Own => Arc::new(Folder::open(config.data.join("media"))?),
        Place::Folder(path) => Arc::new(Folder::open(path)?),
        Place::Bucket(bucket) => Arc::new(bucket),
    })
}

/// Opens where base maps are kept: apart from what accounts bring, which is swept.
pub fn base_maps(config: &Config) -> anyhow::Result<Arc<dyn Storage>> {
    Ok(match place(config)? {
        Place::Own => Arc::new(Folder::open(config.data.join(BASE_MAPS))?),
        Place::Folder(path) => Arc::new(Folder::open(path.join(BASE_MAPS))?),
        Place::Bucket(bucket) => Arc::new(bucket.within(BASE_MAPS)),
    })
}

/// Opens where uploads in progress lie.
pub fn uploads(config: &Config) -> anyhow::Result<Uploads> {
    let own = config.data.join("staging");
    match place(config)? {
        Place::Own => Uploads::open(own),
        Place::Folder(path) => Uploads::open_shared(path.join("staging")),
        Place::Bucket(bucket) => Uploads::in_bucket(own, bucket),
    }
}
