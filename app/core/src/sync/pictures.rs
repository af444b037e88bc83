//! Before photos of open tasks are fetched while there is a network, so that they can be compared without one.

use shared::evidence::PhotoRef;
use shared::ids::{JurisdictionId, Sha256};
use shared::task::TaskState;

use crate::core::Inner;
use crate::error::Result;
use crate::home;
use crate::room;
use crate::sync::api::Call;
use crate::sync::round::Line;

/// Fetches thumbnails, and then the working copies, of what open tasks compare with. What cannot be had now is tried in
/// the next round: a task is shown without pictures rather than not at all.
pub async fn fetch(core: &Inner, line: &Line<'_>) -> Result<()> {
    if !room::is_plenty(core) {
        // What is shed for want of room must not come back with every round.
        return Ok(());
    }
    let session = core.store.read(|r| r.signed_in())?;
    let tasks = core.store.read(|r| r.tasks(session.account.id))?;
    let open = tasks.iter().filter(|task| task.heard.state == TaskState::Open && task.answer.is_none());
    let photos: Vec<&PhotoRef> = open.flat_map(|task| task.heard.before.iter().chain(&task.heard.after)).collect();
    for size in ["thumb", "working"] {
        for photo in &photos {
            fetch_one(core, line, &photo.working, size, &session.account.jurisdiction).await?;
        }
    }
    Ok(())
}

/// Fetches one picture unless it is here. One that the server does not have yet is left for later.
pub async fn fetch_one(
    core: &Inner,
    line: &Line<'_>,
    sha256: &Sha256,
    size: &str,
    jurisdiction: &JurisdictionId,
) -> Result<()> {
    if core.store.read(|r| r.has_picture(sha256, size))? {
        return Ok(());
    }
    let query = if size == "thumb" { "?size=thumb" } else { "" };
    let reply = line.send(&Call::get(format!("/api/v1/media/{sha256}{query}"))).await?;
    if reply.status != 200 {
        tracing::debug!(status = reply.status, "Picture {sha256} cannot be had now");
        return Ok(());
    }
    // A thumbnail is made by the server and has no name of its own; everything else is what its name says.
    if size != "thumb" && Sha256::of(&reply.body) != *sha256 {
        tracing::warn!("Picture {sha256} changed on the way");
        return Ok(());
    }
    let name = file_name(sha256, size);
    let sealed = core.file_key.seal(&name, &reply.body, home::nonce(&*core.world.random)?)?;
    core.world.files.write(&name, &sealed)?;
    let now = core.world.clock.wall();
    core.store.write(|w| w.put_picture(sha256, size, jurisdiction, reply.body.len(), now))
}

/// Returns the name of a fetched picture's sealed file.
pub fn file_name(sha256: &Sha256, size: &str) -> String {
    format!("{sha256}.{size}.picture")
}
