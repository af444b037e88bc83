//! Hello: who is there, how it is, and what it needs.

use shared::refusal::Code;
use shared::sync::PROTOCOL;
use shared::sync::hello::{Hello, HelloReply};

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::devices;
use crate::error::{Result, refuse};

/// Keeps the heartbeat and answers with what the device needs to go on.
pub async fn hello(app: &App, caller: &Caller, hello: &Hello) -> Result<HelloReply> {
    let device = caller.device()?;
    if hello.protocol == 0 || hello.protocol > PROTOCOL {
        let detail = format!("this server speaks protocols 1 to {PROTOCOL}, the app {}", hello.protocol);
        return refuse(Code::ProtocolUnknown, detail);
    }
    if hello.device != device {
        return refuse(Code::WrongSender, "the hello names another device than the session");
    }
    let now = app.clock.now();
    let skew_ms = hello.times.wall.since(now);
    let mut tx = app.db.write().await?;
    devices::actions::heard(&mut tx, device, &caller.account.jurisdiction, &hello.heartbeat, skew_ms, now).await?;
    tx.commit().await?;
    let city = app.city();
    let area = &caller.account.jurisdiction;
    Ok(HelloReply {
        protocol: PROTOCOL,
        server: app.facts.id,
        epoch: app.facts.epoch,
        time: now,
        scope_version: city.jurisdiction(area).map_or(1, |one| one.scope_version),
        jurisdiction: area.clone(),
        packs: city.scope(area),
    })
}
