//! A store that speaks S3, on a folder, in this process.

use std::path::Path;

use anyhow::{Context as _, Result};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

/// What the servers sign their requests with.
pub const ACCESS_KEY: &str = "xunge-tests";
/// The other half.
pub const SECRET_KEY: &str = "a key for a store that ends with its test";
/// The bucket that is there.
pub const BUCKET: &str = "photos";

/// The store, until it is dropped.
pub struct Store {
    /// Where it answers.
    pub url: String,
    task: tokio::task::JoinHandle<()>,
}

impl Store {
    /// Opens the store on a folder and makes its bucket.
    pub async fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder.join(BUCKET))?;
        let files = FileSystem::new(folder).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr().context("read the address")?);
        let task = tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    // A server that is killed leaves its connections broken.
                    drop(Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(line), service).await);
                });
            }
        });
        Ok(Self { url, task })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.task.abort();
    }
}
