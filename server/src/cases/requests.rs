//! Requests of a unit: more time, or a later date. One of a kind at a time, and only while there is time left.

use shared::case::{Action, ActionKind, Case, FlowRecord};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

/// Something a unit asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Request {
    /// One more original limit.
    Extend,
    /// To be parked until a date.
    Suspend,
}

/// What an action is to a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Ask(Request),
    Decide(Request),
}

const PARTS: &[(ActionKind, Part)] = &[
    (ActionKind::ApplyExtend, Part::Ask(Request::Extend)),
    (ActionKind::ApproveExtend, Part::Decide(Request::Extend)),
    (ActionKind::DeclineExtend, Part::Decide(Request::Extend)),
    (ActionKind::ApplySuspend, Part::Ask(Request::Suspend)),
    (ActionKind::ApproveSuspend, Part::Decide(Request::Suspend)),
    (ActionKind::DeclineSuspend, Part::Decide(Request::Suspend)),
];

fn part(action: ActionKind) -> Option<Part> {
    PARTS.iter().find(|(known, _)| *known == action).map(|(_, part)| *part)
}

/// Refuses a request that cannot be made now, and a decision about one that nobody made.
pub fn check(case: &Case, flow: &[FlowRecord], action: &Action, now: Instant) -> Result<(), Refusal> {
    if let Action::ApplySuspend { until, .. } = action
        && *until <= now
    {
        return Err(Refusal::because(Code::BadValue, "until: the date lies in the past"));
    }
    if is_possible(case, flow, action.kind(), now) { Ok(()) } else { Err(Code::RequestNotPossible.into()) }
}

/// Says whether no request stands in the way of the action, its content aside.
pub fn is_possible(case: &Case, flow: &[FlowRecord], action: ActionKind, now: Instant) -> bool {
    match part(action) {
        None => true,
        Some(Part::Ask(request)) => !is_pending(flow, request) && !case.clock.is_late(now),
        Some(Part::Decide(request)) => is_pending(flow, request),
    }
}

/// Says whether a request of this kind waits: asked for since the unit got the case, and not decided yet.
fn is_pending(flow: &[FlowRecord], request: Request) -> bool {
    let last = flow.iter().rev().find_map(|record| match part(record.action) {
        Some(Part::Ask(asked)) if asked == request => Some(true),
        Some(Part::Decide(decided)) if decided == request => Some(false),
        Some(Part::Ask(_) | Part::Decide(_)) => None,
        None => begins_anew(record).then_some(false),
    });
    last.unwrap_or(false)
}

/// Says whether a unit got the case by this step: what another asked for, or the same one before, is over then.
fn begins_anew(record: &FlowRecord) -> bool {
    match record.action {
        ActionKind::Dispatch | ActionKind::ReviewRework => true,
        // New boundaries name a receiver only where they hand the case on.
        ActionKind::Reassign => record.receiver.is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use shared::account::Actor;
    use shared::case::{ActionKind, FlowRecord, State};
    use shared::time::Instant;

    use super::{Request, is_pending};

    #[track_caller]
    fn check(actions: &[ActionKind], request: Request, expected: bool) {
        let flow: Vec<FlowRecord> = actions
            .iter()
            .map(|action| FlowRecord {
                sequence: 1,
                at: Instant::from_ms(0),
                actor: Actor::System { rule: String::new() },
                action: *action,
                from: Some(State::Handling),
                to: State::Handling,
                opinion: String::new(),
                receiver: (*action == ActionKind::Reassign).then(|| "U-2".to_owned()),
                late_evidence: false,
                result: None,
                made_at: None,
                stage_due: None,
                runs: None,
                due_at: None,
                limit: None,
                over_per_mille: None,
                closing: None,
                order: None,
            })
            .collect();
        assert_eq!(is_pending(&flow, request), expected, "{actions:?}");
    }

    #[test]
    fn a_request_waits_until_it_is_decided_or_the_case_comes_back() {
        use ActionKind as A;
        check(&[A::Dispatch, A::Assign], Request::Extend, false);
        check(&[A::Dispatch, A::ApplyExtend], Request::Extend, true);
        check(&[A::Dispatch, A::ApplyExtend, A::ApplySuspend], Request::Extend, true);
        check(&[A::Dispatch, A::ApplyExtend], Request::Suspend, false);
        check(&[A::ApplyExtend, A::DeclineExtend], Request::Extend, false);
        check(&[A::ApplySuspend, A::Dispatch], Request::Suspend, false);
        check(&[A::Dispatch, A::ApplyExtend, A::Reassign], Request::Extend, false);
    }
}
