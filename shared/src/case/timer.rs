//! What happens to a case when a moment comes: it is resumed, its unit is warned, it is overdue.

use crate::calendar::limit::Unit;
use crate::calendar::working::{WorkingTime, add_working, working_between};
use crate::case::action::Action;
use crate::case::apply::Terms;
use crate::case::record::Case;
use crate::case::state::State;
use crate::time::Instant;

/// Returns when the server has to look at the case by itself; `None` while nothing waits for a moment.
pub fn next(case: &Case, terms: &Terms<'_>) -> Option<Instant> {
    if case.state == State::Suspended {
        return case.suspended_until;
    }
    let due = case.clock.due_at.filter(|_| case.clock.running_since.is_some() && case.overdue_at.is_none())?;
    match warning(case, due, terms).filter(|_| case.warned_at.is_none()) {
        Some(at) => Some(at.min(due.plus_ms(1))),
        None => Some(due.plus_ms(1)),
    }
}

/// Returns what the server has to do now, if it is time.
pub fn due(case: &Case, terms: &Terms<'_>) -> Option<Action> {
    if next(case, terms).is_none_or(|at| at > terms.now) {
        return None;
    }
    Some(if case.state == State::Suspended {
        Action::Resume
    } else if case.clock.is_late(terms.now) {
        Action::MarkOverdue
    } else {
        Action::WarnDue
    })
}

/// Returns when the unit is warned, so many minutes of the limit's own kind of time before it is over.
fn warning(case: &Case, due: Instant, terms: &Terms<'_>) -> Option<Instant> {
    let minutes = i64::from(terms.rules.warn_minutes);
    let since = case.clock.running_since.filter(|_| minutes > 0)?;
    Some(match case.limit.unit() {
        Unit::UrgentHour | Unit::UrgentDay | Unit::NaturalDay => due.plus_ms(-minutes * 60_000).max(since),
        Unit::WorkHour | Unit::WorkDay => {
            let whole = working_between(since, due, terms.calendar).ms();
            add_working(since, WorkingTime::from_ms(whole - minutes * 60_000), terms.calendar)
        }
    })
}
