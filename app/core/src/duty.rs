//! 签到, 签退: a shift begins and ends when the person says so, with or without a network.

use shared::ids::OperationId;
use shared::place::fix::Fix;
use shared::sync::operation::{Act, ShiftMark};

use crate::core::Inner;
use crate::error::Result;
use crate::track::place;
use crate::track::walk::END_OF_TIME;
use crate::{ids, outbox};

/// Begins a shift or ends it. Said twice, the second time changes only since when.
pub fn mark(core: &Inner, begins: bool, fix: Option<Fix>) -> Result<()> {
    let session = core.store.read(|r| r.signed_in())?;
    let packs = core.packs_if_any()?;
    let own = core.store.read(|r| r.own_duty_grids(session.account.id))?;
    let duty_grid = packs.zip(fix.as_ref()).and_then(|(packs, fix)| place::duty_grid(&packs.index, &own, fix));
    let made = core.times()?;
    let operation = OperationId(ids::by_time(&core.world)?);
    let act = Act::Shift(ShiftMark { begins, fix, duty_grid });
    core.store.write(|w| {
        w.mark_shift(begins, session.account.id, made.wall)?;
        // Another shift has a track of its own, and what was walked in this one can go.
        w.close_track(session.account.id, END_OF_TIME)?;
        outbox::append(w, operation, core.device.id, &session, made, act)
    })?;
    core.something_to_send();
    Ok(())
}
