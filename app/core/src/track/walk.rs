//! Keeping positions while a shift runs.
//!
//! Do not keep anything here without a running shift: where people are when they do not work is nobody's business.

use app_bridge::track::{Kept, Walked};
use shared::evidence::times::Times;
use shared::ids::AccountId;
use shared::place::fix::Fix;
use shared::time::Instant;
use shared::track::thin::{self, Verdict};
use shared::track::{LONGEST_SHIFT_MS, TrackPoint, coverage, pack};

use crate::core::Inner;
use crate::error::{Error, Result};
use crate::store::session::SignedIn;
use crate::store::track::TrackRow;

/// A piece is closed after so long …
pub const PIECE_MS: i64 = 5 * 60_000;
/// … or with so many points.
const PIECE_POINTS: u64 = 200;
/// A position that was measured longer ago than this is no longer where the person is.
const STALE_MS: i64 = 120_000;
/// A receiver's clock may be ahead of the phone's by so much.
const AHEAD_MS: i64 = 60_000;

/// Takes a position for the track, if a shift runs.
pub fn walked(core: &Inner, fix: &Fix) -> Result<Walked> {
    let session = core.store.read(|r| r.signed_in())?;
    if core.store.read(|r| r.is_being_wiped())? {
        // Everything is sent and this phone is about to be erased: what was kept now would go with it.
        return Ok(Walked { kept: Kept::OffShift, outside_since: None });
    }
    let times = core.times()?;
    let Some(shift) = running(core, session.account.id, times.wall)? else {
        return Ok(Walked { kept: Kept::OffShift, outside_since: None });
    };
    let kept = keep(core, &session, shift, &times, fix)?;
    Ok(Walked { kept, outside_since: outside_since(core, session.account.id, shift)? })
}

/// Returns when the shift began whose track is kept now. One that was never signed out of is over in the end, also where
/// the clock said a far later time when it began.
pub fn running(core: &Inner, account: AccountId, now: Instant) -> Result<Option<Instant>> {
    let since = core.store.read(|r| r.on_shift_since(account))?;
    Ok(since.filter(|since| (-LONGEST_SHIFT_MS..=LONGEST_SHIFT_MS).contains(&now.since(*since))))
}

/// Returns since when somebody on shift has been away from every own duty grid, once that is worth a word.
pub fn outside_since(core: &Inner, account: AccountId, shift: Instant) -> Result<Option<Instant>> {
    let Some(packs) = core.packs_if_any()? else { return Ok(None) };
    // The pieces go by the time that counts, the shift by the phone's own clock: all that are here are asked.
    let (own, pieces) =
        core.store.read(|r| Ok((r.own_duty_grids(account)?, r.track_since(account, Instant::from_ms(0))?)))?;
    let of_shift = pieces.iter().filter(|piece| piece.shift == shift);
    Ok(coverage::outside_since(&packs.index, &own, &points(of_shift)?))
}

/// Reads the points of pieces, in the order of the pieces.
pub fn points<'a>(pieces: impl Iterator<Item = &'a TrackRow>) -> Result<Vec<TrackPoint>> {
    let mut points = Vec::new();
    for piece in pieces {
        let damaged = |bad: pack::BadTrack| {
            Error::Storage(format!("piece {} of the track of {}: {bad}", piece.number, piece.shift))
        };
        points.extend(pack::unpack(&piece.packed).map_err(damaged)?);
    }
    Ok(points)
}

fn keep(core: &Inner, session: &SignedIn, shift: Instant, times: &Times, fix: &Fix) -> Result<Kept> {
    let age_ms = times.wall.since(fix.fix_time);
    // A clock that was set back since the shift began says nothing of which was first.
    let is_of_shift = fix.fix_time >= shift || times.wall < shift;
    if !is_of_shift || !(-AHEAD_MS..=STALE_MS).contains(&age_ms) {
        return Ok(Kept::Inexact);
    }
    let Some(point) = TrackPoint::of(fix, times.corrected().plus_ms(-age_ms)) else { return Ok(Kept::Inexact) };
    let account = session.account.id;
    let newest_first = core.store.read(|r| r.last_track_pieces(account, shift))?;
    let mut kept = points(newest_first.iter().rev())?;
    // Noted before the clock was set back: by them nothing would be later for as long as it was set back by.
    kept.retain(|kept| kept.at.since(point.at) <= AHEAD_MS);
    match thin::judge(&kept, &point) {
        Verdict::Kept => {}
        Verdict::NothingNew | Verdict::NotLater => return Ok(Kept::NothingNew),
        Verdict::Inexact | Verdict::TooFar => return Ok(Kept::Inexact),
    }
    let newest = newest_first.first();
    let piece = match newest {
        Some(open) if has_room(open, &point) => longer(open, point)?,
        Some(_) | None => TrackRow {
            account,
            shift,
            number: newest.map_or(1, |newest| newest.number.saturating_add(1)),
            jurisdiction: session.account.jurisdiction.clone(),
            first: point.at,
            last: point.at,
            points: 1,
            packed: pack::pack(&[point]),
            is_open: true,
            receipt: None,
            code: None,
        },
    };
    #[cfg(feature = "planted")]
    let piece = spoilt(piece, kept.last());
    core.store.write(|w| {
        w.close_track(account, END_OF_TIME)?;
        w.put_track_piece(&piece)
    })?;
    Ok(Kept::Point)
}

/// The piece as the faults that can be planted leave it.
#[cfg(feature = "planted")]
fn spoilt(piece: TrackRow, before: Option<&TrackPoint>) -> TrackRow {
    let is_next = piece.points == 1 && piece.number > 1;
    match before.filter(|before| is_next && before.at < piece.first) {
        Some(_) if crate::planted::is("next piece of track under the same number") => {
            TrackRow { number: piece.number.saturating_sub(1), ..piece }
        }
        Some(before) if crate::planted::is("piece of track begins with the point before") => {
            let mut both = vec![*before];
            both.extend(pack::unpack(&piece.packed).unwrap_or_default());
            TrackRow { first: before.at, points: 2, packed: pack::pack(&both), ..piece }
        }
        Some(_) | None => piece,
    }
}

/// Whatever is open began by then.
pub const END_OF_TIME: Instant = Instant::from_ms(i64::MAX);

fn has_room(piece: &TrackRow, point: &TrackPoint) -> bool {
    piece.is_open && piece.points < PIECE_POINTS && point.at > piece.last && point.at.since(piece.first) < PIECE_MS
}

fn longer(piece: &TrackRow, point: TrackPoint) -> Result<TrackRow> {
    let mut all = points(std::iter::once(piece))?;
    all.push(point);
    let (last, packed) = (point.at, pack::pack(&all));
    Ok(TrackRow { last, points: piece.points.saturating_add(1), packed, ..piece.clone() })
}
