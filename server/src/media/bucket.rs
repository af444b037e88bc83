//! A bucket of an S3-compatible store, where several servers keep their files together.
//!
//! `--media-url s3://bucket/prefix` names it. Where it answers, which region it is in and with which keys come from the
//! environment, by the names that every S3 tool reads: `AWS_ENDPOINT`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
//! `AWS_SECRET_ACCESS_KEY`, and `AWS_ALLOW_HTTP=true` for one without TLS.

use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig, WriteMultipart};
use shared::ids::Sha256;
use tokio::runtime::Handle;

use super::storage::Storage;
use super::uploads::{found, gone};
use crate::world::choose_cryptography;

/// How long a call is tried again before its request fails; a phone tries again later.
const PATIENCE: Duration = Duration::from_secs(20);
/// Files up to this are written in one request: every photo and every clip.
const WHOLE_BYTES: u64 = 64 * 1024 * 1024;
/// Of larger ones a part; a store takes ten thousand of them.
const PART_BYTES: usize = 16 * 1024 * 1024;
/// So many parts are on their way at once.
const PARTS_AT_ONCE: usize = 2;

/// A bucket, or a part of one. Calls block.
#[derive(Clone)]
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    runtime: Handle,
    prefix: String,
    /// Where files lie on their way.
    folder: PathBuf,
}

impl fmt::Debug for Bucket {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.store, self.prefix)
    }
}

impl Bucket {
    /// Opens a bucket by `name` or `name/prefix`, with the keys of the environment. `folder` is on the disk that fills up
    /// while files are on their way.
    pub fn open(place: &str, folder: PathBuf) -> anyhow::Result<Self> {
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        if name.is_empty() {
            bail!("--media-url takes s3://bucket or s3://bucket/prefix");
        }
        choose_cryptography();
        let retry = RetryConfig { retry_timeout: PATIENCE, ..RetryConfig::default() };
        let builder = AmazonS3Builder::from_env().with_bucket_name(name).with_retry(retry);
        let store = Arc::new(builder.build().with_context(|| format!("open the bucket {name}"))?);
        Ok(Self { store, runtime: Handle::current(), prefix: prefix.trim_matches('/').to_owned(), folder })
    }

    /// Names an object under the prefix.
    pub fn key(&self, name: &str) -> Key {
        if self.prefix.is_empty() { Key::from(name) } else { Key::from(format!("{}/{name}", self.prefix)) }
    }

    /// Writes an object; when this returns it is there for good.
    pub fn put(&self, key: &Key, bytes: Vec<u8>) -> io::Result<()> {
        self.wait(self.store.put(key, PutPayload::from(bytes))).map(drop)
    }

    /// Writes a file as an object, part after part, without ever holding all of it. The object is there when all parts are.
    fn put_in_parts(&self, key: &Key, path: &Path) -> io::Result<()> {
        let mut file = fs::File::open(path)?;
        let mut writer = WriteMultipart::new_with_chunk_size(self.wait(self.store.put_multipart(key))?, PART_BYTES);
        let mut buffer = vec![0; PART_BYTES];
        loop {
            let read = file.read(&mut buffer).and_then(|read| {
                let bytes = buffer.get(..read).unwrap_or_default();
                // Within the runtime: parts go out on tasks of their own.
                self.wait(async {
                    writer.wait_for_capacity(PARTS_AT_ONCE).await?;
                    writer.write(bytes);
                    Ok::<bool, object_store::Error>(bytes.is_empty())
                })
            });
            match read {
                Ok(false) => {}
                Ok(true) => return self.wait(writer.finish()).map(drop),
                Err(error) => {
                    self.wait(writer.abort())?;
                    return Err(error);
                }
            }
        }
    }

    /// Returns a part of this bucket.
    pub fn within(&self, name: &str) -> Self {
        Self { prefix: self.key(name).to_string(), ..self.clone() }
    }

    /// Reads an object; `None` when there is none.
    pub fn get(&self, key: &Key) -> io::Result<Option<Vec<u8>>> {
        let read = async { self.store.get(key).await?.bytes().await };
        Ok(found(self.wait(read))?.map(Vec::from))
    }

    /// Says whether there is such an object.
    pub fn has(&self, key: &Key) -> io::Result<bool> {
        Ok(found(self.wait(self.store.head(key)))?.is_some())
    }

    /// Removes an object; one that is not there is already gone.
    pub fn delete(&self, key: &Key) -> io::Result<()> {
        gone(self.wait(self.store.delete(key)))
    }

    /// Lists the objects under a name with their sizes.
    pub fn list(&self, under: &str) -> io::Result<Vec<(Key, u64)>> {
        let under = self.key(under);
        let listed = self.store.list(Some(&under)).map_ok(|object| (object.location, object.size)).try_collect();
        self.wait(listed)
    }

    /// Lists the first parts of the names under a name.
    pub fn list_parts(&self, under: &str) -> io::Result<Vec<String>> {
        let under = self.key(under);
        let listed = self.wait(self.store.list_with_delimiter(Some(&under)))?;
        let last = |key: &Key| key.parts().next_back().map(|part| part.as_ref().to_owned());
        Ok(listed.common_prefixes.iter().filter_map(last).collect())
    }

    fn wait<T>(&self, call: impl Future<Output = object_store::Result<T>>) -> io::Result<T> {
        // On a thread for blocking work this is the call itself; on one of the runtime's own, others take its place.
        tokio::task::block_in_place(|| self.runtime.block_on(call)).map_err(io::Error::from)
    }

    fn file(&self, sha256: &Sha256) -> Key {
        self.key(&format!("files/{sha256}"))
    }

    fn thumb(&self, sha256: &Sha256) -> Key {
        self.key(&format!("thumbs/{sha256}"))
    }
}

impl Storage for Bucket {
    fn keep(&self, staged: &Path, sha256: &Sha256) -> io::Result<()> {
        if fs::metadata(staged)?.len() > WHOLE_BYTES {
            self.put_in_parts(&self.file(sha256), staged)?;
        } else {
            self.put(&self.file(sha256), fs::read(staged)?)?;
        }
        fs::remove_file(staged)
    }

    fn read_part(&self, sha256: &Sha256, part: Range<u64>) -> io::Result<Option<Vec<u8>>> {
        Ok(found(self.wait(self.store.get_range(&self.file(sha256), part)))?.map(Vec::from))
    }

    fn holds(&self, sha256: &Sha256) -> io::Result<bool> {
        self.has(&self.file(sha256))
    }

    fn read(&self, sha256: &Sha256) -> io::Result<Option<Vec<u8>>> {
        self.get(&self.file(sha256))
    }

    fn remove(&self, sha256: &Sha256) -> io::Result<()> {
        self.delete(&self.thumb(sha256))?;
        self.delete(&self.file(sha256))
    }

    fn read_thumb(&self, sha256: &Sha256) -> io::Result<Option<Vec<u8>>> {
        self.get(&self.thumb(sha256))
    }

    fn keep_thumb(&self, sha256: &Sha256, bytes: &[u8], _unique: u64) -> io::Result<()> {
        self.put(&self.thumb(sha256), bytes.to_vec())
    }

    fn thumbs(&self) -> io::Result<Vec<Sha256>> {
        let last = |key: &Key| key.parts().next_back().and_then(|part| part.as_ref().parse().ok());
        Ok(self.list("thumbs")?.iter().filter_map(|(key, _)| last(key)).collect())
    }

    fn is_empty(&self) -> io::Result<bool> {
        let under = self.key("files");
        Ok(self.wait(self.store.list(Some(&under)).try_next())?.is_none())
    }

    fn folder(&self) -> &Path {
        &self.folder
    }
}
