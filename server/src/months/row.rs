//! What a case was at a moment, by its history up to then. Pure.

use shared::assessment::{Basis, Counter};
use shared::case::resettle::put_back;
use shared::case::{ActionKind, Case, FlowRecord};
use shared::ids::AccountId;
use shared::time::Instant;

use super::calendar::Window;
use crate::assessment::row::Assessed;

/// A case as it stands now, with all its steps, the oldest first.
#[derive(Clone, Debug)]
pub struct History {
    /// The case.
    pub case: Case,
    /// Its steps.
    pub flow: Vec<FlowRecord>,
}

/// Returns a case on the ground that it was judged to lie on at a moment, whatever boundaries said later; nothing where the
/// server did not have it yet.
///
/// Of the rest of it only that may be looked at which no step changes.
pub fn back_at(mut case: Case, flow: &[FlowRecord], at: Instant) -> Option<Case> {
    // As its facts are read: where a server's clock was set back, what lies behind a later step is later too.
    let known = flow.iter().take_while(|record| record.at <= at).count();
    // By when the server had it: a report that waited on a phone until later was not known at that moment.
    if known == 0 {
        return None;
    }
    for record in flow.iter().skip(known).rev().filter(|record| record.action == ActionKind::Reassign) {
        put_back(&mut case, &record.opinion);
    }
    Some(case)
}

/// Returns the collector who should have found what another channel reported, where a row says so. Shifts tell that, and no
/// history.
pub fn missed(row: &Assessed) -> Option<AccountId> {
    row.collector.filter(|_| row.counted.bits & Counter::MissReport.bit() != 0)
}

/// Says whether a row falls in a month, by any of its moments.
pub fn falls_in(row: &Assessed, (begins, ends): Window) -> bool {
    Basis::ALL.iter().any(|basis| row.moment(*basis).is_some_and(|moment| begins <= moment && moment < ends))
}

#[cfg(test)]
mod tests {
    use shared::account::Actor;
    use shared::assessment::facts::{Counted, Facts};
    use shared::case::{ActionKind, Case, FlowRecord, State};
    use shared::time::Instant;

    use super::{Assessed, back_at, falls_in};

    fn case() -> Case {
        serde_json::from_str(include_str!("../../../tests/contract/wire/case.json")).unwrap()
    }

    fn record(sequence: u64, ms: i64, action: ActionKind, opinion: &str) -> FlowRecord {
        let written = serde_json::json!({
            "sequence": sequence, "at": Instant::from_ms(ms), "actor": Actor::System { rule: "test".to_owned() },
            "action": action, "from": null, "to": State::Reported, "opinion": opinion, "receiver": null,
            "late_evidence": false,
        });
        serde_json::from_value(written).unwrap()
    }

    #[test]
    fn what_was_not_here_yet_does_not_count_and_ground_that_changed_later_is_put_back() {
        let case = case();
        let moved = "v2：主管 jurisdiction 610104 → XA-JK；责任网格 duty grid Z-9 → –";
        let flow = [record(1, 1_000, ActionKind::Report, ""), record(2, 3_000, ActionKind::Reassign, moved)];
        assert_eq!(back_at(case.clone(), &flow, Instant::from_ms(999)), None);
        let before = back_at(case.clone(), &flow, Instant::from_ms(2_999)).unwrap();
        assert_eq!(before.jurisdiction.as_str(), "610104");
        assert_eq!(before.duty_grid.map(|id| id.to_string()).as_deref(), Some("Z-9"));
        assert_eq!(back_at(case.clone(), &flow, Instant::from_ms(3_000)), Some(case));
    }

    #[test]
    fn what_lies_behind_a_later_step_is_later_whatever_a_clock_said() {
        let moved = "v2：主管 jurisdiction 610104 → XA-JK";
        let at = Instant::from_ms(2_000);
        let flow = [record(1, 3_000, ActionKind::Report, ""), record(2, 1_000, ActionKind::Accept, "")];
        assert_eq!(back_at(case(), &flow, at), None, "its report was not here yet");
        let flow = [
            record(1, 1_000, ActionKind::Report, ""),
            record(2, 3_000, ActionKind::Accept, ""),
            record(3, 2_000, ActionKind::Reassign, moved),
        ];
        assert_eq!(back_at(case(), &flow, at).unwrap().jurisdiction.as_str(), "610104");
    }

    #[test]
    fn a_row_falls_in_a_month_by_any_of_its_moments() {
        let ms = |ms| Instant::from_ms(ms);
        let window = (ms(1_000), ms(2_000));
        let row = |reported, filed, due| Assessed {
            reported_at: ms(reported),
            filed_at: Some(ms(filed)),
            due_at: Some(ms(due)),
            counted: Counted::default(),
            ..Assessed::of(&case(), &Facts::default(), None)
        };
        for (reported, filed, due, expected) in [
            (1_000, 5_000, 5_000, true),
            (500, 1_999, 5_000, true),
            (500, 999, 1_500, true),
            (999, 999, 2_000, false),
            (2_000, 2_000, 2_000, false),
        ] {
            assert_eq!(falls_in(&row(reported, filed, due), window), expected, "{reported} {filed} {due}");
        }
    }
}
