//! A round: hello, push, pull, packs, photos, pictures. A failed step stops the step after it.

use std::cell::RefCell;

use app_bridge::told::Round;
use serde::de::DeserializeOwned;
use shared::sync::PROTOCOL;
use shared::sync::hello::{Heartbeat, Hello, HelloReply, PackKind};

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::ports::Reply;
use crate::session;
use crate::sync::api::{self, Api, Call};
use crate::sync::plan::Why;
use crate::sync::{media, packs, pictures, pull, push};

/// Acknowledged work is offered again after a restore if it was acknowledged within this time: 14 days.
const OFFERED_AGAIN_MS: i64 = 14 * 24 * 3_600_000;

/// The signed-in line to the server: adds the token, and renews it once when it is past its time.
pub struct Line<'a> {
    core: &'a Inner,
    api: Api<'a>,
    token: RefCell<String>,
}

impl<'a> Line<'a> {
    /// Opens the line of the signed-in account.
    pub fn open(core: &'a Inner) -> Result<Self> {
        let session = core.store.read(|r| r.signed_in())?;
        let api = Api::new(&*core.world.transport, &session.server_url);
        Ok(Self { core, api, token: RefCell::new(session.token) })
    }

    /// Sends a call and returns the reply whatever its status, signed in.
    pub async fn send(&self, call: &Call) -> Result<Reply> {
        let token = self.token.borrow().clone();
        let reply = self.api.send(call, Some(&token)).await?;
        if reply.status != 401 || !api::asks_for_renewal(&api::failure(&reply)) {
            return Ok(reply);
        }
        let token = session::renew(self.core, &self.api).await?;
        self.token.replace(token.clone());
        self.api.send(call, Some(&token)).await
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

fn keep(core: &Inner, round: &Round, began: shared::time::Instant, error: Option<&Error>) -> Result<()> {
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
    core.doing("联系服务器", "Contacting the server");
    let reply = hello(core, line).await?;
    core.doing("传上报和回复", "Sending reports and answers");
    round.pushed += push::push(core, line, why).await?;
    core.doing("取新消息", "Fetching news");
    round.pulled += pull::pull(core, line).await?;
    core.doing("取资料包", "Fetching packs");
    packs::fetch(core, line, &reply.packs).await?;
    core.doing("传照片", "Sending photos");
    round.photos_sent += media::send(core, line, why).await?;
    core.doing("取对比照片", "Fetching photos to compare with");
    pictures::fetch(core, line).await?;
    // The board at the centre shows what waits here: without a second word it would show what waited before.
    if round.pushed + round.photos_sent > 0 {
        hello(core, line).await?;
    }
    Ok(())
}

/// Says hello, learns the server's clock, and reacts when it is another database than before.
async fn hello(core: &Inner, line: &Line<'_>) -> Result<HelloReply> {
    let sent_at = core.world.clock.wall();
    let call = Call::post(
        "/api/v1/sync/hello",
        &Hello { protocol: PROTOCOL, device: core.device.id, times: core.times()?, heartbeat: heartbeat(core)? },
    )?;
    let reply: HelloReply = line.json(&call).await?;
    let heard_at = core.world.clock.wall();
    let middle = sent_at.plus_ms(heard_at.since(sent_at) / 2);
    let session = core.store.read(|r| r.signed_in())?;
    if reply.server != session.server_id {
        return Err(Error::Refused(shared::refusal::Refusal::because(
            shared::refusal::Code::NotSignedIn,
            "another server answers at this address",
        )));
    }
    core.store.write(|w| {
        w.heard(heard_at, reply.time.since(middle))?;
        if reply.epoch != session.epoch {
            // Restored from a backup: it may have lost what it acknowledged since then.
            w.keep_epoch(reply.epoch)?;
            let since = heard_at.plus_ms(-OFFERED_AGAIN_MS);
            let offered = w.offer_again(since)?;
            w.doubt_receipts(since)?;
            w.doubt_news()?;
            tracing::warn!(offered, "The server was restored; acknowledged work is offered again");
        }
        if reply.scope_version != session.scope_version {
            w.begin_scope(reply.scope_version)?;
        }
        Ok(())
    })?;
    Ok(reply)
}

fn heartbeat(core: &Inner) -> Result<Heartbeat> {
    core.store.read(|r| {
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
            set_aside: u64::try_from(r.set_aside()?.len()).unwrap_or(u64::MAX),
            catalogue: r.current_pack_hash(PackKind::Catalogue)?,
            boundaries: r.current_pack_hash(PackKind::Boundaries)?,
            free_disk_bytes: core.world.files.free_bytes(),
            battery_percent: None,
            last_error: contact.error.map(|failure| failure.code),
        })
    })
}
