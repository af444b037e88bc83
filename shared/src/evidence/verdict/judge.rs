//! Everything that is known of a signed shot, put together.

use super::finding::Finding;
use super::rules::EvidenceRules;
use super::{Reason, moment, pair, place, whole};
use crate::evidence::chain::Link;
use crate::evidence::manifest::{Capture, Manifest};
use crate::evidence::times::Times;
use crate::ids::{CaseId, Sha256};
use crate::place::fix::{Fix, Source};
use crate::place::point::Point;
use crate::time::Instant;

/// The shot before this one in the device's chain.
#[derive(Clone, PartialEq, Debug)]
pub struct Neighbour {
    /// Where it was taken.
    pub fix: Option<Fix>,
    /// When.
    pub taken: Times,
}

impl Neighbour {
    /// Takes from a manifest what its successor is judged by.
    pub fn of(manifest: &Manifest) -> Self {
        Self { fix: manifest.fix.clone(), taken: manifest.taken.clone() }
    }
}

/// What is known around a shot when it is judged. What is not known is left out and found nothing about.
#[derive(Clone, Debug, Default)]
pub struct Surroundings<'a> {
    /// How it stands in its chain.
    pub link: Option<Link>,
    /// The shot before it, where that is known.
    pub neighbour: Option<&'a Neighbour>,
    /// When the server received the row.
    pub received: Option<Instant>,
    /// When it was by the forward clock, where the server met the device in the same boot: no wall clock has a say in it.
    pub reckoned: Option<Instant>,
    /// Where the case is, and how exact that is in metres.
    pub case: Option<(Point, Option<f64>)>,
    /// When the handling was last said to be finished: a check's photo must be later.
    pub finished: Option<Instant>,
    /// It answers a check: it should be framed by a before photo.
    pub answers_check: bool,
    /// The before photo that it names, where the server knows it.
    pub before: Option<(Sha256, pair::Side<'a>)>,
    /// Another case that the very same file belongs to.
    pub seen: Option<CaseId>,
    /// It answers a task, and the very same file was handed in for the case before.
    pub seen_here: bool,
}

/// Returns what is to be known of a shot, the heaviest first. No reason at all means that everything claimed fits.
pub fn judge(shot: &Manifest, around: &Surroundings<'_>, rules: &EvidenceRules) -> Vec<Reason> {
    let mut reasons = Vec::new();
    match around.link {
        Some(Link::Waits) => reasons.push(Reason::of(Finding::Missing)),
        Some(Link::Broken) => reasons.push(Reason::of(Finding::Fork)),
        Some(Link::Fits) | None => {}
    }
    if let Some(received) = around.received {
        reasons.extend(moment::clocks(&shot.taken, received, rules));
    }
    let moved = around.reckoned.and_then(|reckoned| moment::moved(&shot.taken, reckoned, rules));
    // What was found stands in the chain where it was found: a shot that was taken in between contradicts nothing.
    let is_before = |before: &&Neighbour| moment::passed_ms(&before.taken, &shot.taken) >= 0;
    if let Some(neighbour) = around.neighbour.filter(|before| shot.found.is_none() || is_before(before)) {
        reasons.extend(moment::steps(&neighbour.taken, &shot.taken, rules));
        let walked = |fix: &&Fix| fix.source != Source::MapPick;
        if let Some((was, is)) = neighbour.fix.as_ref().filter(walked).zip(shot.fix.as_ref().filter(walked)) {
            // A position that was old already when it was used leaves more time for the way: out of a tunnel the first
            // shot has the place where the tunnel began.
            let age_ms = |fix: &Fix, taken: &Times| taken.wall.since(fix.fix_time).max(0);
            let longer_ms = age_ms(was, &neighbour.taken).saturating_sub(age_ms(is, &shot.taken)).max(0);
            let passed_ms = moment::passed_ms(&neighbour.taken, &shot.taken).saturating_add(longer_ms);
            reasons.extend(place::speed(was, is, passed_ms, rules));
        }
    }
    if !reasons.iter().any(|reason| reason.finding == Finding::ClockMoved) {
        reasons.extend(moved);
    }
    // A position's time is the device's wall clock's, like the shot's.
    reasons.extend(place::position(shot.fix.as_ref(), shot.taken.wall, rules));
    if let (Some(fix), Some((point, accuracy))) = (&shot.fix, around.case) {
        reasons.extend(place::away(fix, point, accuracy, Finding::FarFromCase, rules));
    }
    reasons.extend(found_later(shot));
    if shot.capture == Capture::Imported {
        imported(shot, rules, &mut reasons);
    }
    if let Some(finished) = around.finished {
        let early = finished.since(shot.taken.corrected()) / 1_000;
        if early > 0 {
            reasons.push(Reason::measured(Finding::BeforeFinish, early, 0));
        }
    }
    match &around.before {
        Some((sha256, before)) => {
            let now = pair::Side { fix: shot.fix.as_ref(), taken: Some(shot.taken.corrected()) };
            let measures = pair::measure(sha256.clone(), before, &now);
            reasons.extend(pair::reasons(&measures, before, &now, rules));
        }
        None if around.answers_check && shot.pair.is_none() && !shot.role.is_clip() => {
            reasons.push(Reason::of(Finding::Unpaired));
        }
        None => {}
    }
    if let Some(other) = around.seen {
        reasons.push(Reason::elsewhere(Finding::SeenBefore, other));
    }
    if around.seen_here {
        reasons.push(Reason::of(Finding::SeenInCase));
    }
    sort(&mut reasons);
    reasons
}

/// Returns that a shot was found and hashed after its shutter, with how long after the camera was opened.
pub fn found_later(shot: &Manifest) -> Option<Reason> {
    let found = shot.found.as_ref()?;
    let late_s = moment::passed_ms(&shot.taken, found).max(0) / 1_000;
    Some(Reason { measured: Some(late_s), ..Reason::of(Finding::FoundLater) })
}

/// The heaviest first, each in the order of the list.
pub fn sort(reasons: &mut [Reason]) {
    reasons.sort_by_key(|reason| (std::cmp::Reverse(reason.finding.severity()), reason.finding));
}

/// An imported file's own time and place against what it was handed in as.
fn imported(shot: &Manifest, rules: &EvidenceRules, reasons: &mut Vec<Reason>) {
    reasons.push(Reason::of(Finding::Imported));
    if !rules.album {
        reasons.push(Reason::of(Finding::AlbumNotTaken));
    }
    let own = shot.own.unwrap_or_default();
    if own.taken.is_none() && own.place.is_none() {
        reasons.push(Reason::of(Finding::AlbumSilent));
    }
    if let Some(taken) = own.taken {
        let apart = shot.taken.corrected().since(taken).abs() / 1_000;
        if apart > i64::from(rules.album_s) {
            reasons.push(Reason::measured(Finding::AlbumTime, apart, i64::from(rules.album_s)));
        }
    }
    let own_point = own.place.and_then(|(lon, lat)| Point::new(lon.degrees(), lat.degrees()).ok());
    if let Some((own, fix)) = own_point.zip(shot.fix.as_ref())
        && let Ok(point) = fix.point()
    {
        let apart = whole(point.distance_m(own));
        let unsure = whole(fix.accuracy_m.unwrap_or(0.0).min(f64::from(rules.uncertain_m)));
        if apart - unsure > i64::from(rules.far_m) {
            reasons.push(Reason::measured(Finding::AlbumPlace, apart, i64::from(rules.far_m)));
        }
    }
}
