//! Hello: who is there, how it is, and what it needs.

use shared::refusal::Code;
use shared::sync::PROTOCOL;
use shared::sync::hello::{Hello, HelloReply};

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};
use crate::{accounts, announcements, base_maps, devices, directory};

/// The longest name of a run of a device's forward clock.
const LONGEST_BOOT: usize = 100;

/// Keeps the heartbeat and answers with what the device needs to go on.
pub async fn hello(app: &App, caller: &Caller, hello: &Hello) -> Result<HelloReply> {
    let device = caller.device()?;
    if hello.protocol == 0 || hello.protocol > PROTOCOL {
        let detail = format!("this server speaks protocols 1 to {PROTOCOL}, the app {}", hello.protocol);
        return refuse(Code::ProtocolUnknown, detail);
    }
    if hello.times.boot.len() > LONGEST_BOOT {
        return refuse(Code::BadValue, format!("a boot is named in at most {LONGEST_BOOT} bytes"));
    }
    if hello.device != device {
        return refuse(Code::WrongSender, "the hello names another device than the session");
    }
    let now = app.clock.now();
    let area = &caller.account.jurisdiction;
    let mut tx = app.db.write().await?;
    devices::actions::heard(&mut tx, area, hello, now).await?;
    let orders = devices::orders::actions::heard(app, &mut tx, device, caller.account.id, &hello.orders).await?;
    let scope_version = accounts::actions::scope_version(&mut tx, caller.account.id).await?;
    let walked = accounts::actions::grids(&mut tx, caller.account.id).await?;
    let city = app.city();
    let maps = base_maps::actions::list(&mut tx, &city, area).await?;
    tx.commit().await?;
    Ok(HelloReply {
        protocol: PROTOCOL,
        server: app.facts.id,
        epoch: app.facts.epoch,
        time: now,
        scope_version,
        jurisdiction: area.clone(),
        packs: city.scope(area),
        account: Some(accounts::actions::facts(app, &caller.account)),
        announcements: announcements::actions::mark(app, &caller.account).await?,
        directory: directory::actions::mark(app, caller).await?,
        duty_grids: walked.iter().filter_map(|grid| grid.parse().ok()).collect(),
        base_maps: maps.map(|list| list.mark),
        orders,
    })
}
