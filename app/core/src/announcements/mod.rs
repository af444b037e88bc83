//! The notices of the desk, read without a network. That one was read is told with the next round; it is no operation of
//! the log, and nothing waits for it. Never fetches: that is for a round.

use app_bridge::announcement::AnnouncementCard;
use shared::api::announcements::{Announcement, Importance};
use shared::ids::AnnouncementId;

use crate::core::Inner;
use crate::error::Result;

/// Returns the notices that hold now, the newest first.
pub fn all(core: &Inner) -> Result<Vec<AnnouncementCard>> {
    let now = core.times()?.corrected();
    core.store.read(|r| {
        r.signed_in()?;
        Ok(r.announcements(now)?.into_iter().map(card).collect())
    })
}

/// Keeps that the person has read some, and returns all.
pub fn read(core: &Inner, ids: &[AnnouncementId]) -> Result<Vec<AnnouncementCard>> {
    let now = core.world.clock.wall();
    core.store.write(|w| {
        let account = w.signed_in()?.account.id;
        ids.iter().try_for_each(|id| w.read_announcement(account, *id, now))
    })?;
    all(core)
}

fn card(heard: Announcement) -> AnnouncementCard {
    AnnouncementCard {
        id: heard.id,
        title: heard.title,
        body: heard.body,
        urgent: heard.importance == Importance::Urgent,
        author: heard.author,
        from: heard.from,
        until: heard.until,
        is_read: heard.read,
    }
}

#[cfg(test)]
mod tests;
