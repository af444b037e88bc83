//! The history of a device's chain, as those see it who watch devices.
//!
//! A device outlives its jurisdiction: whoever has it now sees that its chain holds from the first shot on, and of a case
//! that is not theirs to see nothing. Nor does anybody see here which case a blind check looked at.

use std::collections::BTreeSet;

use shared::account::Right;
use shared::api::evidence::{ChainLink, DeviceChain};
use shared::evidence::manifest::Manifest;
use shared::evidence::verdict::Reason;
use shared::ids::{CaseId, DeviceId};
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
    let pointed_at: BTreeSet<CaseId> =
        shots.iter().flat_map(|shot| &shot.reasons).filter_map(|reason| reason.other).collect();
    let areas = chain::areas_of(&mut reader, &pointed_at).await?;
    drop(reader);
    let is_ours = |case: &CaseId| areas.get(case).is_some_and(|area| caller.looks_after(area));
    let mut links = Vec::new();
    for shot in &shots {
        let before = shots.iter().map(|other| other.index).find(|index| *index < shot.index).or(below);
        let told = link(shot, before)?;
        let is_told = shot.case.is_some() && caller.looks_after(&shot.area);
        links.push(if is_told { pointing_at(told, &is_ours) } else { beside(told) });
    }
    Ok(DeviceChain { device, links, next: below.map(|_| floor) })
}

/// Leaves out everything of the case: which it is, where it was, and what was found, which may name others. The chain itself
/// stays whole.
fn beside(link: ChainLink) -> ChainLink {
    ChainLink { case: None, case_no: None, lon: None, lat: None, reasons: Vec::new(), ..link }
}

/// Leaves out which other cases the reasons point at, but for those that the caller sees.
fn pointing_at(link: ChainLink, is_ours: &impl Fn(&CaseId) -> bool) -> ChainLink {
    let told = |reason: Reason| Reason { other: reason.other.filter(is_ours), ..reason };
    ChainLink { reasons: link.reasons.into_iter().map(told).collect(), ..link }
}

/// `before` is the next place below that has a shot.
fn link(shot: &Chained, before: Option<u64>) -> Result<ChainLink> {
    // Verified when it came; what is kept is read without the key.
    let manifest = Manifest::decode(&shot.signed.bytes()?)?;
    let point = manifest.fix.as_ref().and_then(|fix| fix.point().ok());
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
        reasons: shot.reasons.clone(),
    })
}
