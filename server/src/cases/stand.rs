//! What the caller may do to a case now, and of everything else why not and who may.

use shared::account::{Role, may_act};
use shared::api::cases::Cannot;
use shared::case::apply::Terms;
use shared::case::guard;
use shared::case::state::next;
use shared::case::{ActionKind, Case, FlowRecord, State};
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use super::actions::may_here;
use super::requests;
use crate::accounts::caller::Caller;
use crate::catalogue::city::City;

/// How the actions stand for a caller.
#[derive(Debug, Default)]
pub struct Stand {
    /// The words of what they may do now.
    pub may: Vec<String>,
    /// What they may not, each with its reason.
    pub cannot: Vec<Cannot>,
}

/// Judges every action. An answer is given on site and is never the desk's. Taking a task back is done to the task, so it is
/// never on the list of what may be done; why it may not while one is out is said like of everything else.
pub fn stand(city: &City, caller: &Caller, case: &Case, flow: &[FlowRecord], now: Instant) -> Stand {
    let mut stand = Stand::default();
    let Some(calendar) = city.calendar(&case.jurisdiction) else { return stand };
    let rules = &city.settings(&case.jurisdiction).rules;
    let terms = Terms { now, calendar: &calendar.content, rules };
    let role = caller.account.role;
    let begins = |kind: ActionKind| matches!(kind, ActionKind::Report | ActionKind::ReportSelfHandled);
    for kind in ActionKind::ALL.iter().copied().filter(|kind| !begins(*kind) && !kind.is_system_only()) {
        let (is_own, from_here) = (may_act(role, kind), next(case.state, kind).is_ok());
        let refusal = match (is_own, from_here) {
            (false, false) => continue,
            // The state says it: no more words are needed.
            (true, false) => Some(Code::NotFromHere.into()),
            (true, true) => own(caller, case, kind, &terms).err().or_else(|| ruled_out(case, flow, kind, &terms)),
            (false, true) => Some(ruled_out(case, flow, kind, &terms).unwrap_or_else(|| Code::NotAllowed.into())),
        };
        let is_answer = matches!(kind, ActionKind::VerifyResult | ActionKind::CheckResult);
        match refusal {
            None if is_answer || kind == ActionKind::TakeBack => {}
            None => stand.may.push(kind.as_str().to_owned()),
            Some(_) if is_own && !from_here && kind == ActionKind::TakeBack => {}
            Some(Refusal { code, detail }) => {
                let who = Role::ALL.iter().copied().filter(|role| may_act(*role, kind)).collect();
                stand.cannot.push(Cannot { action: kind, code, detail, who });
            }
        }
    }
    stand
}

/// Refuses what the other level's desk, or the unit itself, has to do.
fn own(caller: &Caller, case: &Case, kind: ActionKind, terms: &Terms<'_>) -> Result<(), Refusal> {
    // Whoever takes a task back sends another person: the level that would have to send them has to take it back.
    let step = match kind == ActionKind::TakeBack {
        true if case.state == State::Verifying => ActionKind::SendVerify,
        true => ActionKind::SendCheck,
        false => kind,
    };
    if !may_here(&caller.reach, case, step, terms.rules) {
        return Err(Code::OtherLevel.into());
    }
    if kind == ActionKind::Finish && caller.account.role == Role::Handler && !terms.rules.handler_finishes {
        return Err(Code::UnitFinishes.into());
    }
    Ok(())
}

/// Returns the rule that stands in the way of whoever wants to take the action now.
fn ruled_out(case: &Case, flow: &[FlowRecord], kind: ActionKind, terms: &Terms<'_>) -> Option<Refusal> {
    let in_the_way = !requests::is_possible(case, flow, kind, terms.now);
    let by_request = || in_the_way.then(|| Refusal::from(Code::RequestNotPossible));
    guard::possible(case, kind, terms).err().or_else(by_request)
}
