//! Taking bytes in for as long as they come, and keeping what came.
//!
//! Runs as a task of its own: a sender that goes away in the middle, or just before the last answer, does not take the
//! work away with it.

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use sha2::Digest as _;
use shared::ids::{JurisdictionId, Sha256, UploadId};
use shared::refusal::Code;

use super::actions::blocking;
use super::fence::Mark;
use super::receipts::receipt;
use super::store::Upload;
use super::turns::{self, Turn};
use super::tus::Checksum;
use super::uploads::Written;
use crate::app::App;
use crate::error::{Error, Result, refuse};

/// The bytes of one request.
pub struct Incoming {
    /// The upload they belong to.
    pub upload: Upload,
    /// At which byte of the file they begin.
    pub from: u64,
    /// How many bytes of the file are here already; those are passed over.
    pub stands: u64,
    /// What they must hash to, if their sender says.
    pub checksum: Option<Checksum>,
    /// The bytes.
    pub body: Body,
    /// The right to write.
    pub turn: Turn,
}

/// Why no more bytes came.
enum Ended {
    /// They all came.
    Whole,
    /// The line was cut.
    Cut,
    /// The line stood still.
    Stalled,
    /// A newer request goes on.
    TakenOver,
}

/// Writes what comes and finishes the upload with its last byte. Returns the byte it stands at.
pub async fn receive(app: &App, area: &JurisdictionId, incoming: Incoming) -> Result<u64> {
    let (app, area) = (app.clone(), area.clone());
    let task = tokio::spawn(async move { take_in(&app, &area, incoming).await });
    match task.await {
        Ok(offset) => offset,
        Err(error) => Err(Error::Fault(error.into())),
    }
}

async fn take_in(app: &App, area: &JurisdictionId, incoming: Incoming) -> Result<u64> {
    let Incoming { upload, from, stands, mut checksum, body, turn } = incoming;
    let mut bytes = body.into_data_stream();
    let mut at = from;
    let mut writing = Writing::new(app, upload.id, turn.mark(), stands);
    let mut ended = loop {
        let next = tokio::select! {
            biased;
            () = turn.over() => break Ended::TakenOver,
            next = tokio::time::timeout(app.config.stall, bytes.next()) => next,
        };
        let chunk = match next {
            Err(_) => break Ended::Stalled,
            Ok(None) => break Ended::Whole,
            Ok(Some(Err(_))) => break Ended::Cut,
            Ok(Some(Ok(chunk))) => chunk,
        };
        let after = at.saturating_add(length(&chunk));
        if after > upload.length {
            writing.take_back(stands).await?;
            return refuse(Code::TooLarge, format!("the upload was announced with {} bytes", upload.length));
        }
        if let Some(checksum) = &mut checksum {
            checksum.update(&chunk);
        }
        at = after;
        let fresh = usize::try_from(after.saturating_sub(writing.end())).unwrap_or(usize::MAX);
        if fresh > 0 && writing.add(chunk.slice(chunk.len().saturating_sub(fresh)..)).await? == Written::Overtaken {
            break Ended::TakenOver;
        }
    };
    // What came is kept, however it ended.
    if writing.flush().await? == Written::Overtaken {
        ended = Ended::TakenOver;
    }
    let offset = writing.end();
    match ended {
        Ended::Whole => {
            if checksum.is_some_and(|checksum| !checksum.fits()) {
                writing.take_back(stands).await?;
                return refuse(Code::HashMismatch, "the bytes do not fit Upload-Checksum");
            }
            if offset == upload.length {
                receipt(app, area, &upload).await?;
            }
            Ok(offset)
        }
        Ended::Cut | Ended::Stalled | Ended::TakenOver => {
            // What came before a cut is kept, for the whole file is held against its promised hash in the end. Where
            // nothing is promised, a checksum is the only judge, and it judges a request's bytes only as a whole.
            if checksum.is_some() && upload.promised.is_none() {
                writing.take_back(stands).await?;
            }
            unfinished(&ended, offset, app)
        }
    }
}

/// Bytes of one request on their way into an upload.
struct Writing<'a> {
    app: &'a App,
    id: UploadId,
    mark: Mark,
    /// How far the upload is.
    at: u64,
    /// What is not worth writing yet.
    pending: Vec<u8>,
}

impl<'a> Writing<'a> {
    fn new(app: &'a App, id: UploadId, mark: Mark, at: u64) -> Self {
        Self { app, id, mark, at, pending: Vec::new() }
    }

    /// Returns at which byte the next one goes.
    fn end(&self) -> u64 {
        self.at.saturating_add(u64::try_from(self.pending.len()).unwrap_or(u64::MAX))
    }

    async fn add(&mut self, bytes: Bytes) -> Result<Written> {
        if self.app.uploads.grain() <= 1 {
            return self.write(bytes).await;
        }
        self.pending.extend_from_slice(&bytes);
        if self.pending.len() < self.app.uploads.grain() {
            return Ok(Written::Here);
        }
        self.flush().await
    }

    async fn flush(&mut self) -> Result<Written> {
        if self.pending.is_empty() {
            return Ok(Written::Here);
        }
        let bytes = Bytes::from(std::mem::take(&mut self.pending));
        self.write(bytes).await
    }

    async fn write(&mut self, bytes: Bytes) -> Result<Written> {
        let (app, id, mark, at, length) = (self.app.clone(), self.id, self.mark, self.at, length(&bytes));
        let written = blocking(move || app.uploads.append(id, mark, at, &bytes)).await?;
        if written == Written::Here {
            self.at = at.saturating_add(length);
        }
        Ok(written)
    }

    /// Takes back what this request wrote.
    async fn take_back(&mut self, to: u64) -> Result<()> {
        self.pending.clear();
        let (app, id) = (self.app.clone(), self.id);
        blocking(move || app.uploads.cut(id, to)).await?;
        self.at = to;
        Ok(())
    }
}

fn unfinished(ended: &Ended, offset: u64, app: &App) -> Result<u64> {
    match ended {
        Ended::TakenOver => turns::taken_over(),
        Ended::Stalled => {
            let cause = anyhow::anyhow!("the line stood still for {:?} at byte {offset}", app.config.stall);
            Err(Error::Transient { code: Code::Busy, cause })
        }
        Ended::Cut | Ended::Whole => refuse(Code::BadRequest, format!("the line was cut at byte {offset}")),
    }
}

/// Reads bytes that are not needed any more, at most so many, so that their sender hears the answer.
pub async fn pass_over(app: &App, body: Body, most: u64) {
    hashed(app, body, most).await;
}

/// Says whether the bytes that come are the whole file of that hash.
pub async fn repeats(app: &App, body: Body, sha256: &Sha256, length: u64) -> bool {
    hashed(app, body, length).await.as_ref() == Some(sha256)
}

/// Returns the hash of the bytes that come; none when they are cut, stand still or are too many.
async fn hashed(app: &App, body: Body, most: u64) -> Option<Sha256> {
    let mut bytes = body.into_data_stream();
    let (mut hasher, mut count) = (sha2::Sha256::new(), 0_u64);
    loop {
        match tokio::time::timeout(app.config.stall, bytes.next()).await {
            Ok(None) => return Some(Sha256::from_raw(&hasher.finalize().into())),
            Ok(Some(Ok(chunk))) => {
                count = count.saturating_add(length(&chunk));
                if count > most {
                    return None;
                }
                hasher.update(&chunk);
            }
            Ok(Some(Err(_))) | Err(_) => return None,
        }
    }
}

fn length(chunk: &Bytes) -> u64 {
    u64::try_from(chunk.len()).unwrap_or(u64::MAX)
}
