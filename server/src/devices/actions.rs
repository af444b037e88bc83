//! Watching devices: what they say, and the board made of it.

use shared::api::devices::DeviceBoard;
use shared::evidence::times::Anchor;
use shared::ids::{DeviceId, JurisdictionId};
use shared::refusal::Code;
use shared::sync::hello::Hello;
use shared::time::Instant;

use super::store;
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// Returns the board for what the caller may see.
pub async fn board(app: &App, caller: &Caller) -> Result<DeviceBoard> {
    caller.may(shared::account::Right::SeeDevices)?;
    let area = match &caller.reach {
        Reach::City => None,
        Reach::Jurisdiction(area) => Some(area),
        Reach::Unit(_) | Reach::Own(_) => return Err(Code::NotAllowed.into()),
    };
    let devices = store::board(&mut *app.db.read().await?, area).await?;
    Ok(DeviceBoard { time: app.clock.now(), catalogue: app.city().catalogue_hash().cloned(), devices })
}

/// Keeps what a device said about itself: how it is, what its clocks show, which scope it holds.
pub async fn heard(tx: &mut Tx, area: &JurisdictionId, hello: &Hello, now: Instant) -> Result<()> {
    store::heard(tx, area, hello, now).await?;
    store::anchor(tx, area, hello.device, &hello.times, now).await?;
    match hello.scope_held {
        Some(version) => store::scope_held(tx, hello.device, version, now).await,
        None => Ok(()),
    }
}

/// Returns what a run of a device's forward clock showed when it last said hello, and when that was.
pub async fn anchor(connection: &mut sqlx::AnyConnection, id: DeviceId, boot: &str) -> Result<Option<Anchor>> {
    store::find_anchor(connection, id, boot).await
}

/// Notes that a device was heard of.
pub async fn seen(tx: &mut Tx, id: DeviceId, now: Instant) -> Result<()> {
    store::seen(tx, id, now).await
}

/// Removes heartbeats from before the moment.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<()> {
    store::forget_heartbeats(tx, before).await
}

/// Returns every device.
pub async fn all(connection: &mut sqlx::AnyConnection) -> Result<Vec<shared::api::devices::DeviceRow>> {
    store::board(connection, None).await
}
