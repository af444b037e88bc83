//! Taking pieces of track, showing somebody's day, and forgetting what is old.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::civil::Date;
use shared::account::Right;
use shared::api::people::LookKind;
use shared::api::tracks::{DayTrack, TrackStep, TrackWalk};
use shared::ids::{AccountId, DeviceId};
use shared::refusal::{Code, Refusal};
use shared::sync::track::{TrackPiece, TrackReceipt};
use shared::time::Instant;
use shared::track::{TrackPoint, pack, thin};

use super::store::{self, Kept, Piece};
use crate::accounts;
use crate::accounts::caller::Caller;
use crate::accounts::people::looks::{self, Looked};
use crate::app::App;
use crate::audit::{self, Record};
use crate::error::{Error, Result, refuse};

const DAY_MS: i64 = 24 * 3_600_000;
/// A phone keeps what it could not send for two days. What is older than this comes from no phone of ours, or from a
/// clock that is mad; neither says where anybody was.
const OLDEST_MS: i64 = 7 * DAY_MS;
/// So far ahead of ours may a phone's clock be that has heard of us once.
const AHEAD_MS: i64 = 3_600_000;
/// So many pieces are removed in one go: where a jurisdiction keeps them for fewer days than before there may be millions,
/// and whoever saves a report must not wait for all of them.
const AT_ONCE: u32 = 1_000;

/// Keeps a piece of the caller's own track. The same piece once more changes nothing.
pub async fn take(app: &App, caller: &Caller, piece: &TrackPiece) -> Result<TrackReceipt> {
    let device = caller.device()?;
    caller.may(Right::Report)?;
    let now = app.clock.now();
    if piece.packed.len() > pack::MOST_BYTES.div_ceil(3) * 4 {
        return refuse(Code::TooLarge, format!("packed: a piece has at most {} bytes", pack::MOST_BYTES));
    }
    if piece.number == 0 {
        return refuse(Code::BadValue, "number: pieces are counted from 1");
    }
    let points = points(&piece.packed).map_err(|why| Refusal::because(Code::BadValue, format!("packed: {why}")))?;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return refuse(Code::BadValue, "packed: no points");
    };
    if now.since(first.at) > OLDEST_MS || last.at.since(now) > AHEAD_MS {
        return refuse(Code::BadValue, "packed: from another time");
    }
    let count = u64::try_from(points.len()).unwrap_or(u64::MAX);
    let row = Piece {
        device,
        shift: piece.shift,
        number: piece.number,
        account: caller.account.id,
        jurisdiction: &caller.account.jurisdiction,
        first: first.at,
        last: last.at,
        points: count,
        packed: &piece.packed,
    };
    let mut tx = app.db.write().await?;
    match store::insert(&mut tx, &row, now).await? {
        Kept::New | Kept::Same => {}
        Kept::Another => {
            let detail = format!("piece {} of this shift was received before with other content", piece.number);
            return refuse(Code::OperationChanged, detail);
        }
    }
    tx.commit().await?;
    Ok(TrackReceipt { shift: piece.shift, number: piece.number, points: count })
}

/// Returns somebody's track of a day, today where none is named, as far as the caller may see it. The look is recorded,
/// whether there is anything to see or not.
pub async fn day(app: &App, caller: &Caller, account: AccountId, day: Option<Date>) -> Result<DayTrack> {
    caller.may(Right::SeeTracks)?;
    let area = caller.area()?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let nobody = || Error::Refused(Refusal::because(Code::NotFound, format!("no account {account} here")));
    let walker = accounts::actions::find(&mut tx, account).await?.ok_or_else(nobody)?;
    let zone = app.city().settings(&walker.jurisdiction).zone.clone();
    let day = day.unwrap_or_else(|| now.day_in(&zone));
    let (begins, ends) = bounds(day, &zone)?;
    let pieces = store::pieces(&mut tx, account, area, begins, ends).await?;
    // Whoever works elsewhere now is shown here only by what they walked here.
    if pieces.is_empty() && area.is_some_and(|area| *area != walker.jurisdiction) {
        return Err(nobody());
    }
    let mut walks: BTreeMap<(Instant, DeviceId), Vec<TrackPoint>> = BTreeMap::new();
    for piece in &pieces {
        let points = points(&piece.packed).map_err(|why| anyhow::anyhow!("a track that was taken: {why}"))?;
        let of_day = points.into_iter().filter(|point| begins <= point.at && point.at < ends);
        walks.entry((piece.shift, piece.device)).or_default().extend(of_day);
    }
    walks.retain(|_, points| !points.is_empty());
    for points in walks.values_mut() {
        // Pieces overlap where a phone's clock was set right between them.
        points.sort_by_key(|point| point.at);
    }
    let looked = Looked {
        kind: LookKind::Track,
        subject: format!("account {account}"),
        detail: format!("{day}: {} points", walks.values().map(Vec::len).sum::<usize>()),
        area: walker.jurisdiction.clone(),
    };
    looks::keep(app, &mut tx, caller, &looked).await?;
    // Every look, and not only the first of an hour: where people walk is theirs.
    let record = Record {
        actor: &caller.account.actor(),
        area: &walker.jurisdiction,
        action: "track_seen",
        subject: looked.subject,
        operation: None,
        detail: looked.detail,
    };
    audit::record(&mut tx, &*app.random, now, record).await?;
    tx.commit().await?;
    let walked_m: f64 = walks.values().map(|points| thin::walked_m(points)).sum();
    Ok(DayTrack {
        account,
        user: walker.user,
        name: walker.name,
        day,
        zone,
        metres: whole(walked_m),
        walks: walks
            .into_iter()
            .map(|((shift, device), points)| TrackWalk { device, shift, points: points.iter().map(step).collect() })
            .collect(),
    })
}

/// Removes what was kept for as long as its jurisdiction says; returns how many pieces that were.
pub async fn forget(app: &App) -> Result<u64> {
    let now = app.clock.now();
    let city = app.city();
    let areas = store::areas(&mut *app.db.read().await?).await?;
    let mut forgotten = 0;
    for area in areas {
        let days = i64::from(city.settings(&area).track_days);
        loop {
            let mut tx = app.db.write().await?;
            let gone = store::forget(&mut tx, &area, now.plus_ms(-days * DAY_MS), AT_ONCE).await?;
            tx.commit().await?;
            forgotten += gone;
            if gone < u64::from(AT_ONCE) {
                break;
            }
        }
    }
    Ok(forgotten)
}

/// Unpacks a piece; says what is wrong with it where it is none.
pub fn points(packed: &str) -> std::result::Result<Vec<TrackPoint>, String> {
    let bytes = BASE64.decode(packed).map_err(|_| "not base64".to_owned())?;
    pack::unpack(&bytes).map_err(|bad| bad.to_string())
}

fn bounds(day: Date, zone: &str) -> Result<(Instant, Instant)> {
    match Instant::days(day, day, zone) {
        Some(bounds) => Ok(bounds),
        None => refuse(Code::BadValue, format!("day: {day} is at the end of all days")),
    }
}

fn step(point: &TrackPoint) -> TrackStep {
    TrackStep {
        at: point.at,
        lon: point.place.lon(),
        lat: point.place.lat(),
        accuracy_m: point.accuracy_m,
        means: point.means.as_str().to_owned(),
        is_mock: point.is_mock,
    }
}

fn whole(metres: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of distances on foot")]
    let metres = metres.round() as u64;
    metres
}
