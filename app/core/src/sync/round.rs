//! A round: hello, push, pull, packs, what the desk tells, photos, pictures, comparison, track, originals; then this phone
//! is tidied, and some of the base maps is fetched. A failed step stops the step after it, but for what is only good to have:
//! what the desk tells, tracks and base maps.

use std::cell::RefCell;

use app_bridge::status::Round;
use serde::de::DeserializeOwned;
use shared::api::orders::OrderWord;
use shared::evidence::times::Anchor;
use shared::ids::AccountId;
use shared::refusal::{Code, Refusal};
use shared::sync::PROTOCOL;
use shared::sync::hello::{Heartbeat, Hello, HelloReply, PackKind};
use shared::time::Instant;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::orders;
use crate::outbox;
use crate::ports::Reply;
use crate::session;
use crate::store::contact::BootAnchor;
use crate::sync::api::{self, Api, Call};
use crate::sync::plan::Why;
use crate::sync::{base_maps, desk, digest, media, packs, pictures, pull, push, track};
use crate::tidy;

/// The signed-in line to the server: adds the token, and renews it once when it is past its time.
pub struct Line<'a> {
    core: &'a Inner,
    api: Api<'a>,
    token: RefCell<String>,
    /// Who was signed in when it was opened.
    account: AccountId,
}

impl<'a> Line<'a> {
    /// Opens the line of the signed-in account.
    pub fn open(core: &'a Inner) -> Result<Self> {
        let session = core.store.read(|r| r.signed_in())?;
        let api = Api::new(&*core.world.transport, &session.server_url);
        Ok(Self { core, api, token: RefCell::new(session.token), account: session.account.id })
    }

    /// Sends a call and returns the reply whatever its status, signed in.
    pub async fn send(&self, call: &Call) -> Result<Reply> {
        let token = self.token.borrow().clone();
        let reply = self.api.send(call, Some(&token)).await?;
        self.is_still_theirs()?;
        if reply.status != 401 || !api::asks_for_renewal(&api::failure(&reply)) {
            return Ok(reply);
        }
        let token = session::renew(self.core, &self.api).await?;
        self.token.replace(token.clone());
        let reply = self.api.send(call, Some(&token)).await?;
        self.is_still_theirs()?;
        Ok(reply)
    }

    /// Drops what comes after the person signed out: it would lie on a phone that nobody answers for, and a cursor with it
    /// in the middle of a scope that the next sign-in takes from nothing.
    fn is_still_theirs(&self) -> Result<()> {
        if self.core.store.read(|r| r.signed_in())?.account.id == self.account {
            Ok(())
        } else {
            Err(Error::from(Code::NotSignedIn))
        }
    }

    /// Sends a call whose success is a JSON document, signed in.
    pub async fn json<T: DeserializeOwned>(&self, call: &Call) -> Result<T> {
        let reply = self.send(call).await?;
        if !(200..300).contains(&reply.status) {
            return Err(api::failure(&reply));
        }
        serde_json::from_slice(&reply.body)
            .map_err(|error| Error::Offline(format!("the answer is not the server's: {error}")))
    }
}

/// What a round did, and why it ended early if it did.
pub struct Ended {
    /// What was done.
    pub round: Round,
    /// Why the rest was not.
    pub error: Option<Error>,
}

/// Runs a round and keeps what came of it. An `Err` means that not even that could be kept.
pub async fn run(core: &Inner, why: Why) -> Result<Ended> {
    let began = core.world.clock.wall();
    let mut round = Round::default();
    let error = match Line::open(core) {
        Ok(line) => {
            let ended = steps(core, &line, why, &mut round).await;
            (round.bytes_sent, round.bytes_received) = line.api.bytes();
            ended.err()
        }
        Err(error) => Some(error),
    };
    core.store.read(|r| {
        round.left = r.operations_waiting()?.count + r.photos_waiting()?.count;
        Ok(())
    })?;
    keep(core, &round, began, error.as_ref())?;
    Ok(Ended { round, error })
}

fn keep(core: &Inner, round: &Round, began: Instant, error: Option<&Error>) -> Result<()> {
    let ended = core.world.clock.wall();
    let (contact, session) = core.store.read(|r| Ok((r.contact()?, r.session()?)))?;
    let attempts = contact.attempts.saturating_add(1);
    let turn = core.next_try(ended, attempts)?;
    core.store.write(|w| {
        match error {
            None => w.round_went_through()?,
            Some(error) => w.round_failed(attempts, turn, &error.told())?,
        }
        match session {
            Some(session) => {
                let code = error.map_or("", Error::code);
                w.log_round(round, &session.account.jurisdiction, began, ended, code)
            }
            None => Ok(()),
        }
    })
}

async fn steps(core: &Inner, line: &Line<'_>, why: Why, round: &mut Round) -> Result<()> {
    core.progress.set_doing("联系服务器", "Contacting the server");
    let before = Said::now(core)?;
    let reply = hello(core, line, &before).await?;
    if orders::wipe::is_agreed(core)? {
        // Said before, and not heard that it was agreed to: nothing more is to be sent.
        return Ok(());
    }
    #[cfg(feature = "planted")]
    if crate::planted::is("wipe before everything is sent") && orders::wipe::begin(core, &Ok(()))? {
        hello(core, line, &Said::now(core)?).await?;
        return Ok(());
    }
    let done = the_rest(core, line, why, round, before, &reply).await;
    if orders::wipe::begin(core, &done)? {
        core.progress.set_doing("内容已传完，准备清除本机", "Everything is sent; this phone is about to be erased");
        hello(core, line, &Said::now(core)?.after_a_good_round()).await?;
    }
    done
}

/// What comes behind the hello.
async fn the_rest(
    core: &Inner,
    line: &Line<'_>,
    why: Why,
    round: &mut Round,
    before: Said,
    reply: &HelloReply,
) -> Result<()> {
    core.progress.set_doing("传上报和回复", "Sending reports and answers");
    round.pushed += push::push(core, line, why).await?;
    core.progress.set_doing("取新消息", "Fetching news");
    round.pulled += pull::pull(core, line).await?;
    core.progress.set_doing("取资料包", "Fetching packs");
    packs::fetch(core, line, &reply.packs).await?;
    // Small, and perhaps urgent: before photos, which may take long.
    core.progress.set_doing("取通知和通讯录", "Fetching notices and the directory");
    desk::fetch(core, line, reply).await?;
    core.progress.set_doing("传照片", "Sending photos");
    round.photos_sent += media::working_copies(core, line, why).await?;
    if round.photos_sent > 0 {
        // A photo that arrived is news of its case: in one page here, where the comparison would look for it row by row.
        round.pulled += pull::pull(core, line).await?;
    }
    core.progress.set_doing("取对比照片", "Fetching photos to compare with");
    pictures::fetch(core, line).await?;
    core.progress.set_doing("核对两边", "Comparing both sides");
    let compared = digest::mend(core, line).await?;
    round.mended = compared.mended;
    round.differing = compared.differing;
    round.pushed += compared.pushed;
    round.photos_sent += compared.photos_sent;
    let mut after = Said { differing: compared.differing, ..Said::now(core)?.after_a_good_round() };
    if compared.differing == 0 && nothing_left(core)? {
        after.complete_at = Some(core.world.clock.wall());
        orders::round_is_complete(core)?;
        after.orders = orders::words(core)?;
    }
    tell_the_board(core, line, &before, &after).await?;
    pass_over("track", track::send(core, line).await)?;
    round.originals_sent += media::originals(core, line, why).await?;
    if round.originals_sent > 0 {
        let then = Said {
            differing: after.differing,
            complete_at: after.complete_at,
            ..Said::now(core)?.after_a_good_round()
        };
        tell_the_board(core, line, &after, &then).await?;
    }
    tidy::tidy(core)?;
    // Last of all: a few pieces, so that what is saved meanwhile does not wait long.
    base_maps::step(core, line, why, reply.base_maps.as_ref()).await
}

/// What is good to have and was entered by nobody stops no round: reports and photos go on behind it, and no turn is put
/// off for it. Only what is wrong with this phone itself does. A line that is gone stops the next step.
pub fn pass_over(what: &str, done: Result<()>) -> Result<()> {
    match done {
        Err(error @ (Error::Broken(_) | Error::Lost(_) | Error::Locked(_) | Error::Bug(_))) => Err(error),
        Err(error @ (Error::Refused(_) | Error::Offline(_) | Error::Busy(_) | Error::Storage(_))) => {
            tracing::info!(what, code = error.code(), "What is good to have waits for another round: {what}");
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// The board at the centre shows what a phone said last. Where that is no longer so, it is said once more; that an
/// earlier round failed is over when this one has come so far.
async fn tell_the_board(core: &Inner, line: &Line<'_>, said: &Said, now: &Said) -> Result<()> {
    if now.is_news(said) {
        hello(core, line, now).await?;
    }
    Ok(())
}

fn nothing_left(core: &Inner) -> Result<bool> {
    core.store
        .read(|r| Ok(r.operations_waiting()?.count == 0 && r.photos_waiting()?.count == 0 && r.set_aside()?.is_empty()))
}

/// What a hello says of this phone, of the scope and of the last rounds.
#[derive(Clone, PartialEq)]
struct Said {
    /// How the device is.
    heartbeat: Heartbeat,
    /// The version of which nothing older is left here.
    scope_held: u64,
    /// Rows in which both sides differed when they were last compared.
    differing: u64,
    /// When a round was last complete.
    complete_at: Option<Instant>,
    /// What became of orders.
    orders: Vec<OrderWord>,
}

impl Said {
    /// Says whether the centre should hear it at once: free space changes by itself, and that yet another round brought
    /// nothing can wait for the next.
    fn is_news(&self, before: &Self) -> bool {
        let same = Heartbeat {
            free_disk_bytes: before.heartbeat.free_disk_bytes,
            battery_percent: before.heartbeat.battery_percent,
            ..self.heartbeat.clone()
        };
        same != before.heartbeat
            || (!self.orders.is_empty() && self.orders != before.orders)
            || (self.scope_held, self.differing, self.complete_at.is_some())
                != (before.scope_held, before.differing, before.complete_at.is_some())
    }

    /// That an earlier round failed is over when this one has come to its end.
    fn after_a_good_round(self) -> Self {
        Self { heartbeat: Heartbeat { last_error: None, ..self.heartbeat }, ..self }
    }

    fn now(core: &Inner) -> Result<Self> {
        let (heartbeat, orders) = (heartbeat(core)?, orders::words(core)?);
        core.store.read(|r| {
            let differing = r.last_round()?.map_or(0, |round| round.differing);
            let scope_held = r.signed_in()?.scope_purged;
            // What the server sent back is not handed in.
            let complete_at = if r.set_aside()?.is_empty() { r.last_complete()? } else { None };
            Ok(Self { heartbeat, scope_held, differing, complete_at, orders })
        })
    }
}

/// Says hello, learns the server's clock, and reacts when it is another database than before.
async fn hello(core: &Inner, line: &Line<'_>, said: &Said) -> Result<HelloReply> {
    let clock = &*core.world.clock;
    let began_ms = clock.monotonic_ms();
    let call = Call::post(
        "/api/v1/sync/hello",
        &Hello {
            protocol: PROTOCOL,
            device: core.device.id,
            times: core.times()?,
            heartbeat: Heartbeat { differing: said.differing, complete_at: said.complete_at, ..said.heartbeat.clone() },
            scope_held: (said.scope_held > 0).then_some(said.scope_held),
            orders: said.orders.clone(),
        },
    )?;
    let reply: HelloReply = line.json(&call).await?;
    let (heard_at, ended_ms) = (clock.wall(), clock.monotonic_ms());
    // The server told its time about half way; by the forward clock, for the wall clock may be set in between.
    let half_ms = ended_ms.saturating_sub(began_ms) / 2;
    let middle = heard_at.plus_ms(-i64::try_from(half_ms).unwrap_or(0));
    let anchor = BootAnchor {
        boot: clock.boot(),
        anchor: Anchor { monotonic_ms: ended_ms.saturating_sub(half_ms), at: reply.time },
    };
    let session = core.store.read(|r| r.signed_in())?;
    if reply.server != session.server_id {
        return Err(Refusal::because(Code::NotSignedIn, "another server answers at this address").into());
    }
    core.store.write(|w| {
        w.heard(heard_at, reply.time.since(middle), &anchor)?;
        if let Some(account) = reply.account.as_ref().filter(|account| **account != session.account) {
            w.keep_account(account)?;
        }
        w.keep_own_duty_grids(session.account.id, &session.account.jurisdiction, &reply.duty_grids)?;
        if reply.epoch != session.epoch {
            // Restored from a backup: it may have lost what it acknowledged since then.
            w.keep_epoch(reply.epoch)?;
            let offered = outbox::offer_again(w, heard_at)?;
            tracing::warn!(offered, "The server was restored; acknowledged work is offered again");
        }
        w.orders_told(&said.orders)?;
        w.take_orders(&reply.orders, &session, heard_at)?;
        if reply.scope_version != session.scope_version {
            // What waits here goes before: the push comes first, and nothing is purged before the pull has ended.
            w.begin_scope(reply.scope_version)?;
            // This does not wait: nothing of it was made here, and the new part comes with this very round.
            w.forget_desk()?;
        }
        Ok(())
    })?;
    if reply.account.as_ref().is_some_and(|account| account.jurisdiction != session.account.jurisdiction) {
        core.forget_packs();
    }
    Ok(reply)
}

fn heartbeat(core: &Inner) -> Result<Heartbeat> {
    let custom = core.custom()?;
    core.store.read(|r| {
        let originals = r.original_counts(custom)?;
        let operations = r.operations_waiting()?;
        let photos = r.photos_waiting()?;
        let contact = r.contact()?;
        Ok(Heartbeat {
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: core.world.platform.clone(),
            waiting_operations: operations.count,
            oldest_waiting: operations.oldest,
            waiting_photos: photos.count,
            waiting_bytes: photos.bytes,
            waiting_originals: originals.wanted.saturating_sub(originals.received),
            waiting_original_bytes: originals.waiting_bytes,
            set_aside: u64::try_from(r.set_aside()?.len()).unwrap_or(u64::MAX),
            catalogue: r.current_pack_hash(PackKind::Catalogue)?,
            boundaries: r.current_pack_hash(PackKind::Boundaries)?,
            free_disk_bytes: core.world.files.free_bytes(),
            battery_percent: core.world.power.battery_percent(),
            last_error: contact.error.map(|failure| failure.code),
            differing: 0,
            complete_at: None,
        })
    })
}
