//! Keeping a phone in step by itself: when a round runs, and what comes before the first.

use futures_util::future::{Either, select};

use super::Core;
use crate::error::Result;
use crate::pause;
use crate::sync::base_maps;
use crate::sync::listen::{self, News};
use crate::sync::plan::{self, Why};

/// Whoever asks for no first page in this time shows another one, or none.
const FIRST_PAGE_MS: u64 = 3_000;
/// While nothing waits, news are fetched this often.
const NEWS_EVERY_MS: i64 = 60_000;
/// So long after the last contact a nudge is followed at the earliest: nudges come in swarms.
const NUDGED_AGAIN_MS: i64 = 5_000;
/// … and this often while the server says by itself when there are any.
const NEWS_WHILE_LISTENING_MS: i64 = 10 * 60_000;
/// … and this often while more of a base map is to come.
const MORE_MAPS_MS: i64 = 2_000;

impl Core {
    /// Keeps this phone in step with the server for as long as it is polled: what waits goes as soon as its turn comes,
    /// news are fetched now and then. Where the home is erased meanwhile, it only waits: see [`Core::until_over`].
    pub async fn keep_synced(&self) {
        self.look_behind_the_first_page().await;
        let rounds = std::pin::pin!(self.keep_rounds());
        let listening = std::pin::pin!(listen::listen(&self.inner));
        match select(rounds, listening).await {
            Either::Left(((), _)) => {}
            // Where the transport cannot listen, asking now and then has to do.
            Either::Right(((), rounds)) => rounds.await,
        }
    }

    /// Reads all of the database once the first page is told: a person waits for that page, and no round and no line to
    /// the server begins on a database that may be broken.
    ///
    /// The core's thread does nothing else meanwhile. A second connection on another thread would spare that, and could
    /// take away the log of the database that is made when this one turns out to be broken.
    async fn look_behind_the_first_page(&self) {
        if self.inner.store.is_looked_through() {
            return;
        }
        let sleep = self.inner.world.sleep.sleep(FIRST_PAGE_MS);
        match select(sleep, self.inner.first_page.wait()).await {
            Either::Left(_) | Either::Right(_) => {}
        }
        if let Err(error) = self.inner.look_through() {
            // Every round and every write looks again before it does anything.
            tracing::error!(code = error.code(), %error, "The database could not be looked through");
        }
    }

    async fn keep_rounds(&self) {
        loop {
            if self.inner.is_over.get() {
                std::future::pending::<()>().await;
            }
            let wait = match self.one_step().await {
                Ok(wait) => wait,
                Err(error) => {
                    tracing::error!(code = error.code(), %error, "A round could not be kept");
                    match self.inner.is_mended_after(&error) {
                        Ok(true) => 0,
                        Ok(false) | Err(_) => NEWS_EVERY_MS,
                    }
                }
            };
            let sleep = self.inner.world.sleep.sleep(u64::try_from(wait.max(1_000)).unwrap_or(1_000));
            match select(sleep, self.inner.nudge.wait()).await {
                Either::Left(_) | Either::Right(_) => {}
            }
        }
    }

    /// Runs a round if one is due, and returns how long to wait for the next look.
    async fn one_step(&self) -> Result<i64> {
        let core = &*self.inner;
        let (session, contact, operations, photos) =
            core.store.read(|r| Ok((r.session()?, r.contact()?, r.operations_waiting()?, r.photos_waiting()?)))?;
        if session.is_none_or(|session| session.signed_out) {
            return Ok(NEWS_EVERY_MS);
        }
        let now = core.world.clock.wall();
        if let Some(until) = pause::lasting(core.store.read(|r| r.paused_until())?, now) {
            return Ok(until.since(now).min(NEWS_EVERY_MS));
        }
        let every_ms = match (core.ear.news(), core.ear.is_open()) {
            (News::Own, _) => NUDGED_AGAIN_MS,
            (News::Near, _) | (News::Nothing, false) => NEWS_EVERY_MS,
            (News::Nothing, true) => NEWS_WHILE_LISTENING_MS,
        };
        // A last contact in the future was written before the clock was set back.
        let news_at = contact.last.filter(|last| *last <= now).map_or(now, |last| last.plus_ms(every_ms));
        let has_words = !core.store.read(|r| r.order_words())?.is_empty();
        let waits = operations.count + photos.count > 0 || has_words || base_maps::more_comes(core)?;
        let wanted_at = if waits { now } else { news_at };
        let turn = plan::believed(contact.next_try_at, now);
        let due_at = turn.map_or(wanted_at, |turn| turn.max(wanted_at));
        if due_at > now {
            return Ok(due_at.since(now));
        }
        core.ear.forget();
        self.round(Why::ByItself).await?;
        let next = core.store.read(|r| r.contact())?.next_try_at;
        let now = core.world.clock.wall();
        let rest_ms = if base_maps::more_comes(core)? { MORE_MAPS_MS } else { NEWS_EVERY_MS };
        Ok(next.map_or(rest_ms, |turn| turn.since(now)))
    }
}
