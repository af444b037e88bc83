//! Packs whose hash is not held are fetched, checked against their name, and put in use all at once.

use shared::ids::Sha256;
use shared::refusal::{Code, Refusal};
use shared::sync::delta;
use shared::sync::hello::PackRef;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::packs::Packs;
use crate::ports::Reply;
use crate::sync::api::{self, Call};
use crate::sync::round::Line;

/// Fetches what is missing of the scope's packs and puts them in use.
pub async fn fetch(core: &Inner, line: &Line<'_>, wanted: &[PackRef]) -> Result<()> {
    for pack in wanted {
        if core.store.read(|r| r.holds_pack(&pack.hash))? {
            continue;
        }
        let bytes = fetch_one(core, line, pack).await?;
        let now = core.world.clock.wall();
        core.store.write(|w| w.put_pack(pack, &bytes, now))?;
    }
    let own = core.store.read(|r| r.signed_in())?.account.jurisdiction;
    let changed = core.store.write(|w| {
        let changed = w.use_packs(wanted)?;
        // Read before they are in use: packs that this build cannot read leave the old ones standing.
        if changed && Packs::read(&w.current_packs()?, &own)?.is_none() {
            return Err(Error::Refused(Refusal::because(Code::ProtocolUnknown, "a kind of pack is missing")));
        }
        Ok(changed)
    })?;
    if changed {
        core.forget_packs();
    }
    Ok(())
}

/// Below this a pack is fetched whole: the steps would save nothing that is felt.
const WORTH_STEPS: u64 = 16 * 1024;

/// Fetches a pack: by the steps from the one in use where there is one, and whole where they do not lead to it.
async fn fetch_one(core: &Inner, line: &Line<'_>, pack: &PackRef) -> Result<Vec<u8>> {
    let held = if pack.size_bytes < WORTH_STEPS {
        None
    } else {
        core.store.read(|r| r.current_pack(pack.kind, &pack.jurisdiction))?
    };
    if let Some(held) = held {
        let reply = get(line, format!("/api/v1/packs/{}?from={}", pack.hash, held.hash)).await?;
        let is_delta = reply.header("content-type") == Some(delta::MEDIA_TYPE);
        let bytes = if is_delta { delta::apply(&held.bytes, &reply.body).ok() } else { Some(reply.body) };
        if let Some(bytes) = bytes.filter(|bytes| Sha256::of(bytes) == pack.hash) {
            return Ok(bytes);
        }
        tracing::warn!(pack = %pack.hash, "The steps to pack {} do not lead there; it is fetched whole", pack.hash);
    }
    let reply = get(line, format!("/api/v1/packs/{}", pack.hash)).await?;
    if Sha256::of(&reply.body) != pack.hash {
        return Err(Error::Offline(format!("the pack {} changed on the way", pack.hash)));
    }
    Ok(reply.body)
}

async fn get(line: &Line<'_>, path: String) -> Result<Reply> {
    let reply = line.send(&Call::get(path)).await?;
    if reply.status == 200 { Ok(reply) } else { Err(api::failure(&reply)) }
}
