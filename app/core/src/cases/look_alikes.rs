//! Cases that may be the same problem: neighbours' and own ones of the same category, near by and not long ago.

use app_bridge::near::NearCase;
use shared::case::State;
use shared::case::nearby::Likeness;
use shared::catalogue::CategoryKey;
use shared::evidence::times::Times;
use shared::ids::CaseId;
use shared::place::fix::Fix;
use shared::place::point::Point;
use shared::sync::operation::Operation;
use shared::time::Instant;

use crate::cases::cards::Names;
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::store::Reader;
use crate::store::cases::LocalCase;

/// The most that are told.
const MOST: usize = 10;

/// A day, milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// Returns what looks like this problem, the nearest first. Without a place there is nothing to compare, and a case
/// that has been saved before is not compared with itself.
pub fn find(
    core: &Inner,
    packs: &Packs,
    fix: &Fix,
    (category, itself): (&CategoryKey, Option<CaseId>),
    now: Instant,
) -> Result<Vec<NearCase>> {
    let Ok(here) = fix.point() else { return Ok(Vec::new()) };
    let likeness = Likeness::of(&packs.settings);
    let names = Names::of(Some(packs), Some(category), 0);
    let card = |case: CaseId, at: Point, state: Option<State>, reported_at: Instant, own: bool| {
        let stands = state.unwrap_or(State::Reported);
        let distance_m = likeness.distance_m(here, now, at, reported_at, stands)?;
        let (east, north) = here.offset_m(at);
        let bearing_deg = east.atan2(north).to_degrees().rem_euclid(360.0);
        let (name, name_en) = (names.name.clone(), names.name_en.clone());
        Some(NearCase { case, name, name_en, distance_m, bearing_deg, state, reported_at, own })
    };
    let mut found = core.store.read(|r| {
        let reach = likeness.within_m + 1.0;
        let (south_west, north_east) = (here.moved_m(-reach, -reach), here.moved_m(reach, reach));
        let theirs = r.nearby(category, south_west, north_east)?;
        let mut found: Vec<NearCase> = theirs
            .into_iter()
            .filter_map(|near| card(near.id, near.at, Some(near.state), near.reported_at, false))
            .collect();
        let account = r.signed_in()?.account.id;
        // Of thousands only those that can be alike are read; a day more for a clock that was set right since.
        let since = core.world.clock.wall().plus_ms(-likeness.within_ms.saturating_add(DAY_MS));
        for case in r.recent_cases(account, since)? {
            let Some((at, reported_at)) = own(r, &case, category)? else { continue };
            found.extend(card(case.id, at, case.heard.as_ref().map(|heard| heard.state), reported_at, true));
        }
        Ok(found)
    })?;
    found.retain(|near| Some(near.case) != itself);
    found.sort_by(|one, other| one.distance_m.total_cmp(&other.distance_m).then(one.case.cmp(&other.case)));
    found.truncate(MOST);
    Ok(found)
}

/// Returns where and when an own case of the category was reported.
fn own(r: &Reader<'_>, case: &LocalCase, category: &CategoryKey) -> Result<Option<(Point, Instant)>> {
    if let Some(heard) = &case.heard {
        let at = heard.fix.point().ok().filter(|_| heard.category == *category);
        return Ok(at.map(|at| (at, heard.reported_at)));
    }
    let Some(report) = case.report.as_ref().filter(|report| report.category == *category) else { return Ok(None) };
    let made = match case.operation {
        Some(operation) => r.operation(operation)?.and_then(|logged| made(&logged.envelope.body)),
        None => None,
    };
    let at = report.fix.point().ok();
    Ok(at.map(|at| (at, made.map_or(case.saved, |made| made.corrected()))))
}

fn made(body: &str) -> Option<Times> {
    serde_json::from_str::<Operation>(body).ok().map(|operation| operation.made)
}
