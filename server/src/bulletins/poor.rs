//! Cases that were handled poorly: which are printed, and what of them.
//!
//! Three rules, each with at most so many cases, so that nobody picks by hand: late and not handled, closed latest measured
//! by the limit, given back most often. Nothing of a case is printed that its reporter wrote.

use std::collections::BTreeMap;

use shared::api::bulletins::{PoorCase, PoorPhoto, PoorReason};
use shared::case::{Case, CasePhoto};
use shared::ids::CaseId;
use shared::time::Instant;
use sqlx::AnyConnection;

use super::store::poor::{self, Found, Within};
use crate::app::App;
use crate::cases;
use crate::catalogue::city::City;
use crate::error::Result;

/// So many cases of each rule.
pub const MOST: u32 = 10;
/// So many photos of a case may be chosen from.
const MOST_PHOTOS: usize = 8;

/// A case that a rule found, and when it was so.
type Seen = (Found, Instant);

/// Finds the cases of every rule over one or several frozen months, or live days.
pub async fn pick(
    app: &App,
    connection: &mut AnyConnection,
    city: &City,
    among: &[(Within<'_>, Instant)],
) -> Result<Vec<PoorCase>> {
    let mut picked = Vec::new();
    for reason in PoorReason::ALL {
        let mut found = Vec::new();
        for (within, at) in among {
            let some = poor::find(&mut *connection, *reason, Within { most: MOST, ..*within }).await?;
            found.extend(some.into_iter().map(|found| (found, *at)));
        }
        for (found, at) in worst(*reason, found) {
            // One that is not there any more has nothing to be printed.
            if let Some(case) = cases::actions::find(&mut *connection, found.id).await? {
                picked.push(told(app, &mut *connection, city, (*reason, at), &found, &case).await?);
            }
        }
    }
    Ok(picked)
}

/// Returns the worst of a rule, each case once as it was last.
fn worst(reason: PoorReason, found: Vec<Seen>) -> Vec<Seen> {
    let mut once: BTreeMap<CaseId, Seen> = BTreeMap::new();
    for (found, at) in found {
        match once.get(&found.id) {
            Some((_, known)) if *known >= at => {}
            Some(_) | None => drop(once.insert(found.id, (found, at))),
        }
    }
    let mut worst: Vec<Seen> = once.into_values().collect();
    // Sorting keeps the order of ids among equals, so that a bulletin that is made twice is the same twice.
    match reason {
        PoorReason::OverdueOpen => worst.sort_by_key(|(found, at)| found.due_at.map_or(0, |due| due.since(*at))),
        PoorReason::OverdueClosed => worst.sort_by_key(|(found, _)| std::cmp::Reverse(found.over_per_mille)),
        PoorReason::Reworked => worst.sort_by_key(|(found, _)| std::cmp::Reverse(found.reworks)),
    }
    worst.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    worst
}

async fn told(
    app: &App,
    connection: &mut AnyConnection,
    city: &City,
    (reason, at): (PoorReason, Instant),
    found: &Found,
    case: &Case,
) -> Result<PoorCase> {
    let names = cases::file::of(app, connection, city, case).await?;
    let unit = found.unit.as_ref().map(|id| city.unit(id).map_or_else(|| id.to_string(), |unit| unit.name.clone()));
    Ok(PoorCase {
        id: case.id,
        case_no: case.case_no.clone(),
        reason,
        category: names.category,
        category_en: names.category_en,
        area: found.area.clone(),
        area_name: city.name_of(&found.area),
        unit: found.unit.clone(),
        unit_name: unit.unwrap_or_default(),
        place: case.grid.as_ref().map(|grid| city.index.place_words(grid)).unwrap_or_default(),
        reported_at: case.reported_at,
        due_at: found.due_at,
        at,
        over_per_mille: found.over_per_mille,
        reworks: found.reworks,
        photos: photos(&case.photos),
    })
}

/// Returns the photos that may be chosen: pictures that are here, the place before handling first.
fn photos(all: &[CasePhoto]) -> Vec<PoorPhoto> {
    let mut offered: Vec<PoorPhoto> = Vec::new();
    for photo in all.iter().filter(|photo| !photo.role.is_clip() && photo.received_at.is_some()) {
        if photo.refused.is_none() && !offered.iter().any(|known| known.working == photo.working) {
            offered.push(PoorPhoto { working: photo.working.clone(), role: photo.role, taken_at: photo.taken_at });
        }
    }
    offered.sort_by_key(PoorPhoto::is_after);
    offered.truncate(MOST_PHOTOS);
    offered
}

#[cfg(test)]
mod tests {
    use shared::api::bulletins::PoorReason;
    use shared::case::CasePhoto;
    use shared::evidence::PhotoRole;
    use shared::ids::{CaseId, Sha256};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Found, MOST, photos, worst};

    fn found(id: u128, due_ms: i64, over: u32, reworks: u32) -> Found {
        Found {
            id: CaseId(Uuid::from_u128(id)),
            area: "610112".parse().unwrap(),
            unit: None,
            due_at: Some(Instant::from_ms(due_ms)),
            over_per_mille: over,
            reworks,
        }
    }

    #[track_caller]
    fn check(reason: PoorReason, expected: [u128; 3]) {
        let all = [found(1, 50, 300, 2), found(2, 10, 100, 5), found(3, 30, 200, 2)];
        let seen = all.into_iter().map(|found| (found, Instant::from_ms(100))).collect();
        let ids: Vec<u128> = worst(reason, seen).iter().map(|(found, _)| found.id.0.as_u128()).collect();
        assert_eq!(ids, expected, "{reason:?}");
    }

    #[test]
    fn the_worst_come_first() {
        check(PoorReason::OverdueOpen, [2, 3, 1]);
        check(PoorReason::OverdueClosed, [1, 3, 2]);
        check(PoorReason::Reworked, [2, 1, 3]);
    }

    #[test]
    fn a_case_of_several_months_stands_there_once_as_it_was_last() {
        let (early, late) = (Instant::from_ms(100), Instant::from_ms(200));
        let seen = vec![(found(1, 10, 0, 2), early), (found(1, 10, 0, 4), late), (found(1, 10, 0, 3), early)];
        let worst = worst(PoorReason::Reworked, seen);
        assert_eq!(worst.len(), 1);
        assert_eq!((worst[0].0.reworks, worst[0].1), (4, late));
    }

    #[test]
    fn no_rule_prints_more_than_its_share() {
        let seen = (0..50).map(|id| (found(id, 1, 1, 2), Instant::from_ms(2))).collect();
        assert_eq!(worst(PoorReason::Reworked, seen).len(), usize::try_from(MOST).unwrap());
    }

    #[test]
    fn only_pictures_that_are_here_are_offered_each_once() {
        let photo = |name: &[u8], role: PhotoRole, is_here: bool| CasePhoto {
            photo: None,
            working: Sha256::of(name),
            role,
            task: None,
            taken_at: None,
            received_at: is_here.then(|| Instant::from_ms(1)),
            refused: None,
            original_asked_at: None,
        };
        let refused =
            CasePhoto { refused: Some(shared::refusal::Code::NotAPhoto), ..photo(b"e", PhotoRole::Near, true) };
        let all = [
            photo(b"a", PhotoRole::After, true),
            photo(b"b", PhotoRole::Near, true),
            photo(b"b", PhotoRole::Near, true),
            photo(b"c", PhotoRole::Video, true),
            photo(b"d", PhotoRole::Far, false),
            refused,
        ];
        let offered = photos(&all);
        assert_eq!(offered.iter().map(|photo| photo.role).collect::<Vec<_>>(), [PhotoRole::Near, PhotoRole::After]);
    }
}
