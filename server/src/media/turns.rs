//! Whose turn it is to write to an upload: one request at a time, and the newest one.
//!
//! A phone that lost its line comes back on another one while its old request still hangs, with nobody at its end. The
//! new request says so: the old one ends, keeps what it has written, and lets the new one go on from there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::ids::UploadId;
use shared::refusal::Code;
use tokio::sync::OwnedMutexGuard;
use tokio_util::sync::CancellationToken;

use super::fence::Mark;
use crate::error::{Result, refuse};

type Places = Arc<Mutex<HashMap<UploadId, Arc<Place>>>>;

/// The turns of all uploads that somebody writes to now.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    places: Places,
}

/// One upload's turn.
#[derive(Debug, Default)]
struct Place {
    writing: Arc<tokio::sync::Mutex<()>>,
    /// Ends the turn of whoever came last.
    newest: Mutex<CancellationToken>,
}

/// The right to write to an upload, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    id: UploadId,
    places: Places,
    place: Arc<Place>,
    over: CancellationToken,
    mark: Mark,
    _writing: OwnedMutexGuard<()>,
}

impl Turns {
    /// Ends the turn of whoever writes to the upload and waits until they have let go of it.
    ///
    /// Refuses when a newer request comes in the meantime: that one goes on.
    pub async fn take(&self, id: UploadId, mark: Mark) -> Result<Turn> {
        let place = self.places.lock().unwrap_or_else(PoisonError::into_inner).entry(id).or_default().clone();
        let over = CancellationToken::new();
        let before = {
            let mut newest = place.newest.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *newest, over.clone())
        };
        before.cancel();
        tokio::select! {
            biased;
            () = over.cancelled() => taken_over(),
            writing = Arc::clone(&place.writing).lock_owned() => {
                Ok(Turn { id, places: Arc::clone(&self.places), place, over, mark, _writing: writing })
            }
        }
    }
}

impl Turn {
    /// Returns what tells this request from all others.
    pub const fn mark(&self) -> Mark {
        self.mark
    }

    /// Returns when a newer request wants to go on with the upload.
    pub async fn over(&self) {
        self.over.cancelled().await;
    }
}

/// Refuses for a newer request's sake. Whoever is left to read it asks for the offset, as after any other conflict.
pub fn taken_over<T>() -> Result<T> {
    refuse(Code::OffsetMismatch, "a newer request goes on with this upload")
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        // This one and the map's: nobody waits, so nothing needs to be remembered.
        if Arc::strong_count(&self.place) == 2 {
            places.remove(&self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::UploadId;
    use uuid::Uuid;

    use super::Turns;

    #[tokio::test]
    async fn the_newest_has_the_turn_and_whoever_waited_longer_gives_up() {
        let turns = Turns::default();
        let id = UploadId(Uuid::from_u128(7));
        let first = turns.take(id, 1).await.unwrap();
        let (second, third) = (turns.clone(), turns.clone());
        let second = tokio::spawn(async move { second.take(id, 2).await.map(drop) });
        first.over().await;
        let third = tokio::spawn(async move { third.take(id, 3).await });
        assert!(second.await.unwrap().is_err(), "overtaken while it waited");
        drop(first);
        let third = third.await.unwrap().unwrap();
        drop(third);
        assert!(turns.places.lock().unwrap().is_empty(), "a finished upload is not remembered for ever");
    }

    #[tokio::test]
    async fn uploads_do_not_wait_for_each_other() {
        let turns = Turns::default();
        let one = turns.take(UploadId(Uuid::from_u128(1)), 1).await.unwrap();
        drop(turns.take(UploadId(Uuid::from_u128(2)), 2).await.unwrap());
        drop(one);
    }
}
