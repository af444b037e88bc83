//! When: the three times against each other and against the shot before.

use super::Reason;
use super::finding::Finding;
use super::rules::EvidenceRules;
use crate::evidence::times::Times;
use crate::time::Instant;

/// Clocks are read one after the other: so much is nobody's doing. Milliseconds.
const SLACK_MS: i64 = 5_000;

/// What the clocks of one shot say, given when the server received it.
pub fn clocks(taken: &Times, received: Instant, rules: &EvidenceRules) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let allowed = i64::from(rules.clock_s);
    match taken.server_offset_ms {
        None => reasons.push(Reason::of(Finding::ClockUnknown)),
        Some(offset) if offset.abs() / 1_000 > allowed => {
            reasons.push(Reason::measured(Finding::ClockWrong, offset.abs() / 1_000, allowed));
        }
        Some(_) => {}
    }
    let ahead = taken.corrected().since(received) / 1_000;
    if ahead > allowed {
        reasons.push(Reason::measured(Finding::FromTheFuture, ahead, allowed));
    }
    reasons
}

/// How long after another moment of the same device this one was: by the forward clock within one boot, else by the
/// wall clock as far as its error is known. Milliseconds; negative when it was before.
pub fn passed_ms(before: &Times, now: &Times) -> i64 {
    if before.boot == now.boot {
        let milliseconds = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        return milliseconds(now.monotonic_ms).saturating_sub(milliseconds(before.monotonic_ms));
    }
    now.corrected().since(before.corrected())
}

/// What the clocks say of the way from the shot before to this one.
pub fn steps(before: &Times, now: &Times, rules: &EvidenceRules) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let passed = passed_ms(before, now);
    if passed < -SLACK_MS {
        reasons.push(Reason::measured(Finding::Reordered, -passed / 1_000, 0));
    }
    if before.boot == now.boot {
        // A clock that the network set right moved too; then it is right now, and what was known of its error says so.
        let moved = now.wall.since(before.wall).saturating_sub(passed);
        let corrected = now.corrected().since(before.corrected()).saturating_sub(passed);
        let is_moved = moved.abs() / 1_000 > i64::from(rules.clock_s);
        let is_explained = corrected.abs() / 1_000 <= i64::from(rules.clock_s);
        if is_moved && !is_explained {
            reasons.push(Reason::measured(Finding::ClockMoved, moved.abs() / 1_000, i64::from(rules.clock_s)));
        }
    }
    reasons
}

/// Whether the clock said another time than it was by the forward clock. One that the network set right while its error
/// was still reckoned with is right all the same: only where neither the clock nor the clock less its known error fits
/// was it moved. A clock that had never been compared cannot have been moved against anything.
pub fn moved(taken: &Times, reckoned: Instant, rules: &EvidenceRules) -> Option<Reason> {
    taken.server_offset_ms?;
    let apart = |said: Instant| said.since(reckoned).abs() / 1_000;
    let least = apart(taken.wall).min(apart(taken.corrected()));
    let allowed = i64::from(rules.clock_s);
    (least > allowed).then(|| Reason::measured(Finding::ClockMoved, least, allowed))
}
