//! The stage a case is in, and how long the desk has for it, in working minutes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::pack::Calendar;
use crate::calendar::working::{WorkingTime, add_working, working_between};
use crate::case::rules::Rules;
use crate::case::state::State;
use crate::task::TaskResult;
use crate::time::Instant;

/// Since when a case is in its stage, and until when the desk has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Stage {
    /// When the case came to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Instant>,
    /// Until when the desk has; `None` where no limit is set, and while a task is out, which has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// Working milliseconds that went in this stage before `since`.
    #[serde(skip_serializing_if = "is_nothing")]
    pub used_ms: i64,
    /// … of the stage that waits for the task that is out.
    #[serde(skip_serializing_if = "is_nothing")]
    pub waiting_ms: i64,
}

// On a 32-bit target the number is larger than a reference to it.
#[cfg_attr(target_pointer_width = "64", expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so"))]
fn is_nothing(ms: &i64) -> bool {
    *ms == 0
}

/// What a case is like where its stage's limit depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// The state it comes to, or is in.
    pub state: State,
    /// Its channel asks for a verification.
    pub needs_verification: bool,
    /// What the last one found.
    pub last_verify: Option<TaskResult>,
}

impl Stage {
    /// Returns the stage of a case that begins.
    pub fn begun(facts: Facts, now: Instant, calendar: &Calendar, rules: &Rules) -> Self {
        Self { since: Some(now), ..Self::default() }.computed(facts, calendar, rules)
    }

    /// Says whether nothing is known of it: a case from before stages were counted.
    pub fn is_unknown(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the stage after the case went from one state to another.
    pub fn moved(self, from: State, to: Facts, now: Instant, calendar: &Calendar, rules: &Rules) -> Self {
        let is_out = |state: State| matches!(state, State::Verifying | State::Checking);
        let stage = if is_out(to.state) {
            let waiting_ms = if rules.pauses_while_out { self.spent_ms(now, calendar) } else { self.used_ms };
            Self { since: Some(now), waiting_ms, ..Self::default() }
        } else if is_out(from) && matches!(to.state, State::Reported | State::ToCheck) {
            let out_ms = self.since.map_or(0, |since| working_between(since, now, calendar).ms());
            let used_ms = self.waiting_ms + if rules.pauses_while_out { 0 } else { out_ms };
            Self { since: Some(now), used_ms, ..Self::default() }
        } else {
            Self { since: Some(now), ..Self::default() }
        };
        stage.computed(to, calendar, rules)
    }

    /// Computes anew until when the desk has; also when another calendar or other rules arrive.
    pub fn computed(mut self, facts: Facts, calendar: &Calendar, rules: &Rules) -> Self {
        let Some(since) = self.since else { return self };
        let minutes = limit_minutes(facts, rules);
        self.due_at = (minutes > 0).then(|| {
            let left = i64::from(minutes) * 60_000 - self.used_ms;
            add_working(since, WorkingTime::from_ms(left), calendar)
        });
        self
    }

    fn spent_ms(self, now: Instant, calendar: &Calendar) -> i64 {
        self.used_ms + self.since.map_or(0, |since| working_between(since, now, calendar).ms())
    }

    /// Says whether the desk is late.
    pub fn is_late(self, now: Instant) -> bool {
        self.due_at.is_some_and(|due| now > due)
    }
}

/// Returns how many working minutes a desk has in a stage; 0 for as long as it takes.
pub fn limit_minutes(facts: Facts, rules: &Rules) -> u32 {
    let minutes = &rules.stages;
    match facts.state {
        State::Reported if facts.needs_verification && facts.last_verify.is_none() => minutes.send_verify,
        State::Reported | State::SelfReview => minutes.accept,
        State::ToFile => minutes.file,
        State::ToDispatch => minutes.dispatch,
        State::ToSecondDispatch => minutes.second_dispatch,
        State::ToReview => minutes.review,
        State::ToCheck => minutes.send_check,
        State::ToClose => minutes.close,
        // The unit has the handling clock, a task its own limit.
        State::Verifying
        | State::ToHandle
        | State::Handling
        | State::Suspended
        | State::Checking
        | State::Closed
        | State::Void
        | State::Merged => 0,
    }
}
