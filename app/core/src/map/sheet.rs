//! What stands on the big map now: open tasks, own cases, neighbours' cases, boundary remarks.

use std::collections::BTreeSet;

use app_bridge::sheet::{CasePin, MapSheet, NearPin, RemarkPin, TaskPin};
use app_bridge::told::Whereabouts;
use shared::grid::index::GridIndex;
use shared::grid::ring::Ring;
use shared::ids::{AccountId, CaseId, DutyGridId};
use shared::place::point::Point;
use shared::task::TaskState;

use super::{ground, own};
use crate::cases::cards::{Names, whereabouts};
use crate::cases::preview::place_words;
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::store::Reader;
use crate::store::tasks::LocalTask;

/// Returns what stands on the map. Before the packs are here: tasks and cases on no ground.
pub fn sheet(core: &Inner) -> Result<MapSheet> {
    let packs = core.packs_if_any()?;
    let mut sheet = core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let (cases, own_cases) = cases(r, packs.as_deref(), account)?;
        Ok(MapSheet {
            tasks: tasks(r, packs.as_deref(), account)?,
            cases,
            near: near(r, packs.as_deref(), &own_cases)?,
            ..MapSheet::default()
        })
    })?;
    let Some(packs) = packs else { return Ok(sheet) };
    let own = own::duty_grids(core, &packs)?;
    sheet.frame = frame(&packs.index, &own);
    sheet.has_own = !own.is_empty();
    sheet.ground = own::name_of_ground(&packs, &own);
    sheet.remarks =
        packs.index.remarks().iter().map(|remark| RemarkPin { at: remark.point, text: remark.text.clone() }).collect();
    sheet.tianditu_key.clone_from(&packs.settings.tianditu_key);
    sheet.layers = ground::layers(&packs.index);
    Ok(sheet)
}

fn tasks(r: &Reader<'_>, packs: Option<&Packs>, account: AccountId) -> Result<Vec<TaskPin>> {
    let mut pins = Vec::new();
    for task in r.tasks(account)? {
        let Ok(at) = task.heard.fix.point() else { continue };
        if !waits(r, &task)? {
            continue;
        }
        let heard = task.heard;
        let names = Names::of(packs, Some(&heard.category), heard.condition_no);
        let place = packs.map(|packs| place_words(packs, heard.grid.as_ref())).unwrap_or_default();
        pins.push(TaskPin {
            task: heard.id,
            kind: heard.kind,
            name: names.name,
            name_en: names.name_en,
            place: if heard.address.is_empty() { place } else { heard.address },
            at,
            due: heard.due_at,
        });
    }
    pins.sort_by_key(|pin| (pin.due, pin.task));
    Ok(pins)
}

/// Says whether a task still waits for an answer: nobody gave one, or the one given here was sent back.
fn waits(r: &Reader<'_>, task: &LocalTask) -> Result<bool> {
    if task.heard.state != TaskState::Open {
        return Ok(false);
    }
    match (task.operation, task.answer.is_some() || task.heard.result.is_some()) {
        (_, false) => Ok(true),
        (None, true) => Ok(false),
        (Some(operation), true) => Ok(match whereabouts(r, operation, &[])? {
            Whereabouts::SentBack { .. } => true,
            Whereabouts::OnlyHere | Whereabouts::RowArrived | Whereabouts::Arrived => false,
        }),
    }
}

/// Returns the own cases that are not over, and which cases are one's own at all.
fn cases(r: &Reader<'_>, packs: Option<&Packs>, account: AccountId) -> Result<(Vec<CasePin>, BTreeSet<CaseId>)> {
    let (mut pins, mut own) = (Vec::new(), BTreeSet::new());
    for case in r.cases(account)? {
        own.insert(case.id);
        let state = case.heard.as_ref().map(|heard| heard.state);
        if state.is_some_and(|state| state.is_over()) {
            continue;
        }
        let report = case.report.as_ref();
        let fix = case.heard.as_ref().map(|heard| &heard.fix).or(report.map(|report| &report.fix));
        let Some(at) = fix.and_then(|fix| fix.point().ok()) else { continue };
        let heard = case.heard.as_ref();
        let category = heard.map(|heard| &heard.category).or(report.map(|report| &report.category));
        let condition_no = heard.map(|heard| heard.condition_no).or(report.map(|report| report.condition_no));
        let grid = heard.and_then(|heard| heard.grid.as_ref()).or(report.and_then(|r| r.estimate.grid.as_ref()));
        let address = heard.map(|heard| heard.address.as_str()).or(report.map(|report| report.address.as_str()));
        let names = Names::of(packs, category, condition_no.unwrap_or(0));
        let place = match address {
            Some(address) if !address.is_empty() => address.to_owned(),
            Some(_) | None => packs.map(|packs| place_words(packs, grid)).unwrap_or_default(),
        };
        let (name, name_en) = (names.name, names.name_en);
        pins.push(CasePin { case: case.id, name, name_en, place, at, state, saved_at: case.saved });
    }
    Ok((pins, own))
}

fn near(r: &Reader<'_>, packs: Option<&Packs>, own: &BTreeSet<CaseId>) -> Result<Vec<NearPin>> {
    let others = r.nearby_of_every_category()?.into_iter();
    let open = others.filter(|near| !near.state.is_over() && !own.contains(&near.id));
    let pins = open.map(|near| {
        let names = Names::of(packs, Some(&near.category), 0);
        NearPin {
            case: near.id,
            name: names.name,
            name_en: names.name_en,
            at: near.at,
            state: near.state,
            reported_at: near.reported_at,
        }
    });
    Ok(pins.collect())
}

/// Returns the corners of the own duty grids, or of everything.
fn frame(index: &GridIndex, own: &BTreeSet<DutyGridId>) -> Option<[Point; 2]> {
    let of_own = own.iter().filter_map(|id| index.duty_grid(id));
    let around_own =
        corners(of_own.flat_map(|duty| ground::grids_of(index, &duty.grids)).flat_map(|grid| grid.rings()));
    around_own.or_else(|| corners(index.grids().iter().flat_map(|grid| grid.rings())))
}

fn corners<'r>(rings: impl Iterator<Item = &'r Ring>) -> Option<[Point; 2]> {
    let mut found: Option<[Point; 2]> = None;
    for at in rings.flat_map(Ring::points).copied() {
        let [low, high] = found.unwrap_or([at, at]);
        found = Some([
            Point { lon_e7: low.lon_e7.min(at.lon_e7), lat_e7: low.lat_e7.min(at.lat_e7) },
            Point { lon_e7: high.lon_e7.max(at.lon_e7), lat_e7: high.lat_e7.max(at.lat_e7) },
        ]);
    }
    found
}
