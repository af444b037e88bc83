//! Packs whose hash is not held are fetched, checked against their name, and put in use all at once.

use shared::ids::Sha256;
use shared::refusal::{Code, Refusal};
use shared::sync::hello::PackRef;

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::packs::Packs;
use crate::sync::api::{self, Call};
use crate::sync::round::Line;

/// Fetches what is missing of the scope's packs and puts them in use.
pub async fn fetch(core: &Inner, line: &Line<'_>, wanted: &[PackRef]) -> Result<()> {
    for pack in wanted {
        if core.store.read(|r| r.holds_pack(&pack.hash))? {
            continue;
        }
        let reply = line.send(&Call::get(format!("/api/v1/packs/{}", pack.hash))).await?;
        if reply.status != 200 {
            return Err(api::failure(&reply));
        }
        if Sha256::of(&reply.body) != pack.hash {
            return Err(Error::Offline(format!("the pack {} changed on the way", pack.hash)));
        }
        let now = core.world.clock.wall();
        core.store.write(|w| w.put_pack(pack, &reply.body, now))?;
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
