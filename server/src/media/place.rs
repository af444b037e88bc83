//! Which place for files a server was told, and what it opens there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::bail;

use super::bucket::Bucket;
use super::folder::Folder;
use super::storage::Storage;
use super::uploads::Uploads;
use crate::config::Config;

/// Opens where finished files are kept and where uploads lie: `media` and `staging` in the data folder, or both in the
/// folder or bucket that `--media-url` names, where other servers find them too.
pub fn open(config: &Config) -> anyhow::Result<(Arc<dyn Storage>, Uploads)> {
    let own = config.data.join("staging");
    let Some(url) = config.media_url.as_deref() else {
        return Ok((Arc::new(Folder::open(config.data.join("media"))?), Uploads::open(own)?));
    };
    if let Some(path) = url.strip_prefix("file://").map(Path::new).filter(|path| path.is_absolute()) {
        let staging: PathBuf = path.join("staging");
        return Ok((Arc::new(Folder::open(path.to_owned())?), Uploads::open_shared(staging)?));
    }
    if let Some(place) = url.strip_prefix("s3://") {
        let bucket = Bucket::open(place, config.data.clone())?;
        return Ok((Arc::new(bucket.clone()), Uploads::in_bucket(own, bucket)?));
    }
    bail!("--media-url takes file:// and an absolute path, or s3:// and a bucket")
}
