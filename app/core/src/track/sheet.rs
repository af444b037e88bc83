//! The sheet of a shift: everything that its page shows, read from this phone alone.

use app_bridge::track::{DutyCover, GridCover, ShiftPlace, ShiftSheet};
use shared::grid::index::GridIndex;
use shared::grid::outline;
use shared::ids::DutyGridId;
use shared::place::fix::Fix;
use shared::settings::USUAL_ZONE;
use shared::time::Instant;
use shared::track::coverage::{Coverage, Visits};
use shared::track::{TrackPoint, thin};

use super::figures::{self, Day};
use super::{place, walk};
use crate::core::Inner;
use crate::error::Result;

/// Tells how the shift and its day stand; `here` is where the person is, if anybody knows.
pub fn sheet(core: &Inner, here: Option<&Fix>) -> Result<ShiftSheet> {
    let session = core.store.read(|r| r.signed_in())?;
    let account = session.account.id;
    let packs = core.packs_if_any()?;
    let zone = packs.as_ref().map_or(USUAL_ZONE, |packs| packs.settings.zone.as_str());
    let times = core.times()?;
    let now = times.corrected();
    let date = now.day_in(zone);
    let begins = Instant::day_begins(date, zone).unwrap_or(now);
    let ends = date.tomorrow().ok().and_then(|next| Instant::day_begins(next, zone)).unwrap_or(walk::END_OF_TIME);
    let day = Day { begins, ends };
    let (own, on_shift, mark, pieces, points_waiting) = core.store.read(|r| {
        Ok((
            r.own_duty_grids(account)?,
            r.on_shift_since(account)?,
            r.last_shift_mark(account)?,
            r.track_since(account, day.begins)?,
            r.track_points_waiting(account)?,
        ))
    })?;
    let (done, marks) = core.store.read(|r| figures::count(r, account, day))?;
    let running = walk::running(core, account, times.wall)?;
    let mut points = walk::points(pieces.iter())?;
    points.retain(|point| day.holds(point.at));
    // What the phone's own clock said, in the time that counts.
    let since = on_shift.map(|since| since.plus_ms(now.since(times.wall)));
    Ok(ShiftSheet {
        day: date.to_string(),
        on_shift,
        began_in: on_shift.and(mark.filter(|mark| mark.begins)).map(|mark| match (mark.duty_grid, mark.fix) {
            (Some(grid), _) => place::named(packs.as_deref(), grid),
            (None, Some(_)) => ShiftPlace::Outside,
            (None, None) => ShiftPlace::Unknown,
        }),
        here: place::standing(packs.as_deref(), &own, here),
        keeping: running.is_some(),
        outside_since: match running {
            Some(shift) => walk::outside_since(core, account, shift)?,
            None => None,
        },
        metres: whole(thin::walked_m(&points)),
        minutes: figures::minutes(day, &marks, since.filter(|_| running.is_some()), now),
        duty_grids: packs.as_ref().map(|packs| covered(&packs.index, &own, &points)).unwrap_or_default(),
        walk: thin::pieces(&points).map(line).collect(),
        figures: done,
        points_waiting,
    })
}

fn covered(index: &GridIndex, own: &[DutyGridId], points: &[TrackPoint]) -> Vec<DutyCover> {
    let visits = Visits::of(index, points);
    let known = own.iter().filter_map(|id| index.duty_grid(id).map(|duty| (id, duty)));
    known
        .map(|(id, duty)| {
            let coverage = Coverage::of(duty, &visits);
            DutyCover {
                id: id.clone(),
                name: duty.name.clone(),
                visited: u64::try_from(coverage.visited()).unwrap_or(u64::MAX),
                grids: coverage
                    .grids
                    .into_iter()
                    .map(|visit| GridCover {
                        rings: index.grid(&visit.code).map(outline::rings).unwrap_or_default(),
                        grid: visit.code,
                        visited: visit.visited,
                        minutes: visit.minutes,
                    })
                    .collect(),
            }
        })
        .collect()
}

fn line(points: &[TrackPoint]) -> Vec<[f64; 2]> {
    points.iter().map(|point| [point.place.lon(), point.place.lat()]).collect()
}

fn whole(metres: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a day's way on foot")]
    let metres = metres.round() as u64;
    metres
}
