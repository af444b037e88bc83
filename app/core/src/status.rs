//! What is only here and what has arrived, in honest words.

use app_bridge::status::{Originals, SetAside, Status};

use crate::core::Inner;
use crate::error::Result;
use crate::{aside, orders, pause};

/// Returns the state of this phone against the server.
pub fn status(core: &Inner) -> Result<Status> {
    let packs = core.packs_if_any()?;
    let doing = core.progress.doing();
    let originals = originals(core)?;
    let now = core.times()?.corrected();
    let wiping = orders::wiping(core)?;
    core.store.read(|r| {
        let unread = r.unread_announcements(now)?;
        let operations = r.operations_waiting()?;
        let photos = r.photos_waiting()?;
        let contact = r.contact()?;
        let set_aside: Vec<SetAside> =
            r.set_aside()?.iter().map(|logged| aside::told(r, packs.as_deref(), logged)).collect::<Result<_>>()?;
        let all_arrived = operations.count == 0 && photos.count == 0 && set_aside.is_empty();
        Ok(Status {
            unsent_operations: operations.count,
            unsent_reports: operations.reports,
            oldest_unsent: operations.oldest,
            photos_waiting: photos.count,
            waiting_bytes: photos.bytes,
            set_aside,
            last_contact: contact.last,
            last_error: contact.error,
            syncing: doing.is_some(),
            doing,
            sending: core.progress.sending(),
            paused_until: pause::lasting(r.paused_until()?, core.world.clock.wall()),
            next_try_at: contact.next_try_at,
            last_round: r.last_round()?,
            all_arrived,
            originals,
            unread_announcements: unread.all,
            unread_urgent: unread.urgent,
            track_points_waiting: match r.session()? {
                Some(session) => r.track_points_waiting(session.account.id)?,
                None => 0,
            },
            rounds: r.rounds()?,
            notices: u64::try_from(r.notices()?.len()).unwrap_or(u64::MAX),
            nudges: u64::try_from(r.nudges()?.len()).unwrap_or(u64::MAX),
            wiping,
        })
    })
}

fn originals(core: &Inner) -> Result<Originals> {
    let custom = core.custom()?;
    let (counts, over) = core.store.read(|r| Ok((r.original_counts(custom)?, r.originals_over()?)))?;
    Ok(Originals {
        wanted: counts.wanted,
        received: counts.received,
        waiting_bytes: counts.waiting_bytes,
        kept: counts.kept,
        over,
        held: counts.wanted > counts.received && core.originals_are_held()?,
    })
}
