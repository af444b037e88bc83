//! What waits at a desk: its queues and the cases in each, by the time that is left.

use std::collections::BTreeMap;

use shared::account::Right;
use shared::api::cases::{CaseList, CaseNames};
use shared::api::work::{QueueFacts, Work};
use shared::case::Queue;
use shared::case::rules::Level;
use shared::ids::JurisdictionId;
use shared::refusal::Code;

use super::actions::reaches;
use super::file;
use super::store::queues::{self, Asked, Queued};
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};
use crate::http::body::place;

/// Returns how the queues of the caller's desk stand.
pub async fn work(app: &App, caller: &Caller) -> Result<Work> {
    caller.may(Right::SeeCases)?;
    let (city, now) = (app.city(), app.clock.now());
    let mut reader = app.db.read().await?;
    let mut found = Vec::new();
    for queue in Queue::of(caller.account.role) {
        let asked = asked(&city, caller, *queue);
        let standing = queues::standing(&mut reader, &asked, now).await?;
        let elsewhere = elsewhere(&city, caller, *queue);
        found.push(QueueFacts {
            queue: *queue,
            count: standing.count,
            overdue: standing.overdue,
            oldest: standing.oldest,
            elsewhere,
        });
    }
    Ok(Work { queues: found })
}

/// Returns a page of one queue, the most urgent first; `before` is the `next` of the page before.
pub async fn page(app: &App, caller: &Caller, queue: Queue, before: Option<&str>, limit: u32) -> Result<CaseList> {
    caller.may(Right::SeeCases)?;
    if !Queue::of(caller.account.role).contains(&queue) {
        return refuse(
            Code::NotAllowed,
            format!("{} does not work through {}", caller.account.role.as_str(), queue.as_str()),
        );
    }
    let after = before.map(|text| place("before", text)).transpose()?;
    let (city, now) = (app.city(), app.clock.now());
    let mut reader = app.db.read().await?;
    let asked = asked(&city, caller, queue);
    let page = queues::page(&mut reader, &asked, after, limit).await?;
    let total = queues::standing(&mut reader, &asked, now).await?.count;
    let full = page.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
    let next = page.last().filter(|_| full).map(|last| format!("{}.{}", last.at, last.case.id));
    let (mut cases, mut names, mut evidence) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    for Queued { case, reporter, evidence: found, .. } in
        page.into_iter().filter(|queued| reaches(&caller.reach, &queued.case))
    {
        let known = file::of(app, &mut reader, &city, &case).await?;
        names.insert(case.id, CaseNames { reporter, ..known });
        evidence.extend(found.map(|found| (case.id, found)));
        cases.push(case);
    }
    Ok(CaseList { cases, names, next, total, total_capped: false, evidence })
}

fn asked(city: &City, caller: &Caller, queue: Queue) -> Asked {
    let left_out = match desk(&caller.reach) {
        None => Vec::new(),
        Some(desk) => {
            let others = areas(city, caller).filter(|area| !queue.level(&city.settings(area).rules).takes(desk));
            others.cloned().collect()
        }
    };
    Asked { queue, reach: caller.reach.clone(), left_out }
}

/// Returns the level that works through a queue where no case of it can ever be the caller's.
fn elsewhere(city: &City, caller: &Caller, queue: Queue) -> Option<Level> {
    let desk = desk(&caller.reach)?;
    let mut levels = areas(city, caller).map(|area| queue.level(&city.settings(area).rules)).peekable();
    levels.peek()?;
    let is_elsewhere = levels.all(|level| !level.takes(desk));
    is_elsewhere.then_some(if desk == Level::City { Level::District } else { Level::City })
}

/// Returns the jurisdictions within the caller's reach that manage ground.
fn areas<'a>(city: &'a City, caller: &'a Caller) -> impl Iterator<Item = &'a JurisdictionId> {
    let is_mine = move |area: &&JurisdictionId| match &caller.reach {
        Reach::City => Some(*area) != city.city_id(),
        Reach::Jurisdiction(own) => *area == own,
        Reach::Unit(_) | Reach::Own(_) => false,
    };
    city.jurisdictions().map(|jurisdiction| &jurisdiction.id).filter(is_mine)
}

fn desk(reach: &Reach) -> Option<Level> {
    match reach {
        Reach::City => Some(Level::City),
        Reach::Jurisdiction(_) => Some(Level::District),
        Reach::Unit(_) | Reach::Own(_) => None,
    }
}
