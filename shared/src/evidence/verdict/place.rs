//! Where: one position against its own claims, against a place, and against the position before it.

use super::finding::Finding;
use super::rules::EvidenceRules;
use super::{Reason, whole};
use crate::place::fix::{Fix, Source};
use crate::place::point::Point;
use crate::time::Instant;

/// What is to be known of a position that was used at a moment by the same clock.
pub fn position(fix: Option<&Fix>, used: Instant, rules: &EvidenceRules) -> Vec<Reason> {
    let Some(fix) = fix else { return vec![Reason::of(Finding::NoPlace)] };
    let mut reasons = Vec::new();
    if fix.is_mock {
        reasons.push(Reason::of(Finding::Mock));
    }
    match fix.source {
        Source::MapPick => reasons.push(Reason::of(Finding::ByHand)),
        Source::Simulated => reasons.push(Reason::of(Finding::Simulated)),
        Source::Gnss | Source::Network | Source::Exif | Source::Import => {}
    }
    if let Some(accuracy) = fix.accuracy_m.filter(|accuracy| *accuracy > f64::from(rules.uncertain_m)) {
        reasons.push(Reason::measured(Finding::Uncertain, whole(accuracy), i64::from(rules.uncertain_m)));
    }
    let age = used.since(fix.fix_time) / 1_000;
    if fix.source != Source::MapPick && age > i64::from(rules.stale_s) {
        reasons.push(Reason::measured(Finding::Stale, age, i64::from(rules.stale_s)));
    }
    reasons
}

/// Whether a position lies away from a place, beyond what both are uncertain by. Metres.
pub fn away(
    fix: &Fix,
    place: Point,
    place_accuracy_m: Option<f64>,
    finding: Finding,
    rules: &EvidenceRules,
) -> Option<Reason> {
    let distance = fix.point().ok()?.distance_m(place);
    let unsure = fix.accuracy_m.unwrap_or(0.0) + place_accuracy_m.unwrap_or(0.0);
    let is_far = distance - unsure.min(f64::from(rules.uncertain_m)) > f64::from(rules.far_m);
    is_far.then(|| Reason::measured(finding, whole(distance), i64::from(rules.far_m)))
}

/// How fast somebody must have moved between two positions, beyond what both are uncertain by; `passed_ms` is the time
/// between them. Steps shorter than the far limit are nobody's running.
pub fn speed(before: &Fix, fix: &Fix, passed_ms: i64, rules: &EvidenceRules) -> Option<Reason> {
    let distance = before.point().ok()?.distance_m(fix.point().ok()?);
    let unsure = before.accuracy_m.unwrap_or(0.0) + fix.accuracy_m.unwrap_or(0.0);
    let metres = distance - unsure;
    if metres <= f64::from(rules.far_m) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds between two photos are far below 2^52")]
    let hours = passed_ms.max(1_000) as f64 / 3_600_000.0;
    let kmh = metres / 1_000.0 / hours;
    (kmh > f64::from(rules.fast_kmh))
        .then(|| Reason::measured(Finding::TooFast, whole(kmh.min(99_999.0)), i64::from(rules.fast_kmh)))
}
