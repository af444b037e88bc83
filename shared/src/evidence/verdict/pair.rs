//! A photo beside the one before it: how far apart, how differently turned, how much later, how alike.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::finding::Finding;
use super::rules::EvidenceRules;
use super::{Reason, whole};
use crate::ids::Sha256;
use crate::place::fix::Fix;
use crate::time::Instant;

/// What was measured between a before photo and the photo that was framed by it. Evidence, never a verdict by itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PairMeasures {
    /// The before photo's working copy.
    pub before: Sha256,
    /// How far apart the two were taken, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<i64>,
    /// By how much the camera was turned, degrees, 0 to 180.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading_deg: Option<i64>,
    /// How much later it was taken, seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elapsed_s: Option<i64>,
    /// How alike the two scenes are, hundredths; nothing until both pictures are here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike_percent: Option<i64>,
}

/// One side of a pair, as far as something is known of it.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// Where it was taken.
    pub fix: Option<&'a Fix>,
    /// When, in the server's time as well as it is known.
    pub taken: Option<Instant>,
}

/// Returns by how much two headings differ, degrees, 0 to 180.
pub fn turned_deg(one: f64, other: f64) -> f64 {
    let turn = (one - other).rem_euclid(360.0);
    turn.min(360.0 - turn)
}

/// Measures a pair; how alike the pictures are is added where pixels are read.
pub fn measure(before_sha256: Sha256, before: &Side<'_>, now: &Side<'_>) -> PairMeasures {
    let points = before.fix.and_then(|fix| fix.point().ok()).zip(now.fix.and_then(|fix| fix.point().ok()));
    let headings = before.fix.and_then(|fix| fix.heading_deg).zip(now.fix.and_then(|fix| fix.heading_deg));
    PairMeasures {
        before: before_sha256,
        distance_m: points.map(|(one, other)| whole(one.distance_m(other))),
        heading_deg: headings.map(|(one, other)| whole(turned_deg(one, other))),
        elapsed_s: before.taken.zip(now.taken).map(|(one, other)| other.since(one) / 1_000),
        alike_percent: None,
    }
}

/// What is to be known of a pair.
pub fn reasons(pair: &PairMeasures, before: &Side<'_>, now: &Side<'_>, rules: &EvidenceRules) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let unsure = [before.fix, now.fix].iter().flatten().filter_map(|fix| fix.accuracy_m).sum::<f64>();
    let unsure = whole(unsure.min(f64::from(rules.uncertain_m)));
    if let Some(distance) = pair.distance_m.filter(|distance| distance - unsure > i64::from(rules.far_m)) {
        reasons.push(Reason::measured(Finding::FarFromBefore, distance, i64::from(rules.far_m)));
    }
    if let Some(turned) = pair.heading_deg.filter(|turned| *turned > i64::from(rules.heading_deg)) {
        reasons.push(Reason::measured(Finding::OtherHeading, turned, i64::from(rules.heading_deg)));
    }
    reasons
}
