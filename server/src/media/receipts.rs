//! Receipts: a file that is here under its name is written down, and only then its sender is told.
//!
//! Flushing the bytes of many files goes on side by side; writing them down waits for the one writer of the database.
//! Whoever's turn comes writes down all that wait, in one transaction with one flush, and each hears of its own.

use std::sync::{Mutex, PoisonError};

use shared::ids::{JurisdictionId, Sha256};
use shared::refusal::Code;
use tokio::sync::oneshot;

use super::actions;
use super::store::{self, Upload};
use crate::app::App;
use crate::cases;
use crate::db::Tx;
use crate::db::dialect::Engine;
use crate::error::{Error, Result};

/// The most that are written down in one transaction: it must not keep pushes waiting for long.
const MOST: usize = 32;

/// Files that wait to be written down.
#[derive(Debug, Default)]
pub struct Receipts {
    waiting: Mutex<Vec<Wanted>>,
    writing: tokio::sync::Mutex<()>,
}

impl Receipts {
    /// Counts those that wait.
    pub fn waiting(&self) -> usize {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[derive(Debug)]
struct Wanted {
    kept: Kept,
    answer: oneshot::Sender<Result<()>>,
}

/// A file that lies under its name, flushed.
#[derive(Clone, Debug)]
struct Kept {
    upload: Upload,
    area: JurisdictionId,
    sha256: Sha256,
}

/// Finishes an upload whose last byte is here: hashed, flushed, named by its hash, written down, in this order.
pub async fn receipt(app: &App, area: &JurisdictionId, upload: &Upload) -> Result<()> {
    let sha256 = match actions::keep(app, upload).await {
        Ok(sha256) => sha256,
        // A request to another server has taken the bytes: it has finished, or will in a moment.
        Err(Error::Fault(cause)) if is_missing(&cause) => {
            return match is_finished(app, upload).await? {
                true => Ok(()),
                false => Err(Error::Transient { code: Code::Busy, cause }),
            };
        }
        Err(error) => {
            if error.is_permanent() {
                actions::abandon(app, upload.id).await?;
            }
            return Err(error);
        }
    };
    let kept = Kept { upload: upload.clone(), area: area.clone(), sha256 };
    let written = match app.db.engine() {
        Engine::Sqlite => in_turn(app, kept).await,
        // Many write there at once, and the database itself flushes for several at a time.
        Engine::Postgres => alone(app, &kept).await,
    };
    if written.as_ref().is_err_and(Error::is_permanent) {
        actions::abandon(app, upload.id).await?;
    }
    written
}

async fn in_turn(app: &App, kept: Kept) -> Result<()> {
    let (answer, mut told) = oneshot::channel();
    app.receipts.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(Wanted { kept, answer });
    loop {
        let _turn = app.receipts.writing.lock().await;
        match told.try_recv() {
            Ok(answer) => return answer,
            Err(oneshot::error::TryRecvError::Closed) => {
                return Err(Error::Fault(anyhow::anyhow!("whoever wrote the receipts down did not come to the end")));
            }
            Err(oneshot::error::TryRecvError::Empty) => write_down(app, app.receipts.some()).await,
        }
    }
}

impl Receipts {
    fn some(&self) -> Vec<Wanted> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let some = waiting.len().min(MOST);
        waiting.drain(..some).collect()
    }
}

fn is_missing(cause: &anyhow::Error) -> bool {
    cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

async fn is_finished(app: &App, upload: &Upload) -> Result<bool> {
    let written = store::upload(&mut *app.db.read().await?, upload.id, upload.account).await?;
    Ok(written.is_some_and(|written| written.finished.is_some()))
}

async fn write_down(app: &App, group: Vec<Wanted>) {
    // Where one of them fails, it must not take the others with it: each is then tried by itself.
    let together = group.len() > 1 && all(app, group.iter().map(|wanted| &wanted.kept)).await.is_ok();
    for wanted in group {
        let told = if together { Ok(()) } else { alone(app, &wanted.kept).await };
        if wanted.answer.send(told).is_err() {
            tracing::debug!("Whoever waited for the receipt has gone");
        }
    }
}

async fn alone(app: &App, kept: &Kept) -> Result<()> {
    all(app, std::iter::once(kept)).await
}

async fn all(app: &App, kept: impl Iterator<Item = &Kept> + Clone) -> Result<()> {
    let mut tx = app.db.write().await?;
    for one in kept.clone() {
        if let Err(error) = write_one(app, &mut tx, one).await {
            tx.rollback().await?;
            return Err(error);
        }
    }
    tx.commit().await?;
    app.evidence.wake();
    for one in kept {
        if let Err(error) = actions::forget_staged(app, one.upload.id).await {
            // They are swept two days later.
            tracing::warn!(error = %error, "The bytes of a finished upload stay for now");
        }
    }
    Ok(())
}

async fn write_one(app: &App, tx: &mut Tx, kept: &Kept) -> Result<()> {
    let receipt = actions::finish(app, tx, &kept.upload, &kept.sha256, &kept.area).await?;
    cases::actions::file_arrived(app, tx, &receipt).await
}
