//! Watching devices: what they say, and the board made of it.

use shared::account::Right;
use shared::api::devices::{DeviceBoard, DeviceHistory, DeviceRow};
use shared::evidence::times::Anchor;
use shared::ids::{DeviceId, JurisdictionId};
use shared::refusal::Code;
use shared::sync::hello::Hello;
use shared::time::Instant;

use super::{history, live, store};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Result, refuse};

/// Returns the jurisdiction whose devices the caller may see; none for all of them.
pub fn area(caller: &Caller) -> Result<Option<&JurisdictionId>> {
    caller.may(Right::SeeDevices)?;
    caller.area()
}

/// Returns the board for what the caller may see.
pub async fn board(app: &App, caller: &Caller) -> Result<DeviceBoard> {
    let area = area(caller)?;
    let whole = live::look(app).await?;
    Ok(whole.board(area, app.board.mark(whole.number), app.clock.now()))
}

/// Returns how a device within the caller's reach fared in the last hours.
pub async fn history(app: &App, caller: &Caller, id: DeviceId, hours: i64) -> Result<DeviceHistory> {
    let area = area(caller)?;
    if live::look(app).await?.row(area, id).is_none() {
        return refuse(Code::NotFound, format!("no device {id} here"));
    }
    let now = app.clock.now();
    let from = now.plus_ms(-hours.saturating_mul(history::HOUR_MS));
    // How it fared while somebody else's people had it is theirs.
    let beats = store::beats(&mut *app.db.read().await?, id, from, area).await?;
    Ok(history::of(id, &beats, from, now))
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

/// Says that the board's line of a device may say something else from now on: whoever watches is told.
pub async fn touch(tx: &mut Tx, id: DeviceId) -> Result<()> {
    store::touch(tx, id).await
}

/// Removes heartbeats from before the moment.
pub async fn forget(tx: &mut Tx, before: Instant) -> Result<()> {
    store::forget_heartbeats(tx, before).await
}

/// Returns every device, who has waited longest without a word first.
pub async fn all(connection: &mut sqlx::AnyConnection) -> Result<Vec<DeviceRow>> {
    let mut rows: Vec<DeviceRow> =
        store::board::all(connection).await?.into_iter().map(|revised| revised.row).collect();
    rows.sort_by_key(live::whole::place);
    Ok(rows)
}
