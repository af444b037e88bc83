//! The history of a device's chain, as those see it who watch devices.

use shared::account::Right;
use shared::api::evidence::{ChainLink, DeviceChain};
use shared::evidence::manifest::Manifest;
use shared::ids::DeviceId;
use shared::refusal::Code;

use super::store::chain::{self, Chained};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::{Result, refuse};

/// Which part of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// Only places below this; from the end without it.
    pub before: Option<u64>,
    /// About how many shots. Shots at one place are never torn apart.
    pub most: u32,
}

/// Returns a page of a device's chain, the newest first.
pub async fn of_device(app: &App, caller: &Caller, device: DeviceId, page: Page) -> Result<DeviceChain> {
    caller.may(Right::SeeDevices)?;
    let mut reader = app.db.read().await?;
    let area = chain::area(&mut reader, device).await?;
    if !area.is_some_and(|area| caller.looks_after(&area)) {
        return refuse(Code::NotFound, format!("no device {device} here"));
    }
    let nothing = DeviceChain { device, links: Vec::new(), next: None };
    let up_to = match page.before {
        None => u64::MAX,
        Some(before) => match before.checked_sub(1) {
            Some(up_to) => up_to,
            None => return Ok(nothing),
        },
    };
    let Some(floor) = chain::floor(&mut reader, device, up_to, page.most).await? else { return Ok(nothing) };
    let shots = chain::between(&mut reader, device, floor, up_to).await?;
    let below = chain::below(&mut reader, device, floor).await?;
    drop(reader);
    let mut links = Vec::new();
    for shot in &shots {
        let before = shots.iter().map(|other| other.index).find(|index| *index < shot.index).or(below);
        let told = link(shot, before)?;
        links.push(if caller.looks_after(&shot.area) { told } else { unplaced(told) });
    }
    Ok(DeviceChain { device, links, next: below.map(|_| floor) })
}

/// Leaves out what is told to those alone whose case it is: its number, and where it was. The chain itself stays whole.
fn unplaced(link: ChainLink) -> ChainLink {
    ChainLink { case_no: None, lon: None, lat: None, ..link }
}

/// `before` is the next place below that has a shot.
fn link(shot: &Chained, before: Option<u64>) -> Result<ChainLink> {
    // Verified when it came; what is kept is read without the key.
    let manifest = Manifest::decode(&shot.signed.bytes()?)?;
    // Whoever watches devices sees that a chain holds, and of no blind check whose case it looks at: neither its place nor
    // what else was found of it, which may name that case.
    let shown = manifest.fix.as_ref().filter(|_| shot.case.is_some());
    let point = shown.and_then(|fix| fix.point().ok());
    let reasons = if shot.case.is_some() { shot.reasons.clone() } else { Vec::new() };
    Ok(ChainLink {
        index: shot.index,
        photo: shot.photo,
        case: shot.case,
        case_no: shot.case_no.clone(),
        role: manifest.role,
        taken_at: manifest.taken.corrected(),
        lon: point.map(|at| at.lon()),
        lat: point.map(|at| at.lat()),
        link: shot.link,
        missing_before: shot.index.saturating_sub(before.unwrap_or(0)).saturating_sub(1),
        hash: shot.hash.clone(),
        previous: manifest.previous,
        verdict: shot.verdict,
        reasons,
    })
}
