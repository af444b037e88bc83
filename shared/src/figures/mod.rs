//! What cases count as, and the sums of it: one pure function over a case, and no rate that was rounded before it was
//! stored.
//!
//! `counts` says what one case counts as; [`Figures`] are sums of that, and `figure` names each of them. Which cases are
//! summed, and under which heading, is the asker's choice and is said with the answer ([`crate::api::figures`]). Nothing
//! here reads a clock.
//!
//! These are figures of a desk's day, over cases as they are. The month's assessment ([`crate::assessment`]) reads histories
//! and differs: there a case that its unit gave back, or a check sent back, is not dispatched until a unit has it again; a
//! void case has left handling and is overdue no more, nor is one that is suspended; closed is only what was handled.

pub mod counts;
pub mod figure;

use std::iter::Sum;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::{Case, Closing, VoidKind};
use crate::figures::counts::Counts;
use crate::time::Instant;

/// How many cases count as what. Each is a number of cases; one case counts in several, and at most once in each.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Figures {
    /// 上报数: those there are; what its reporter had fixed is counted apart.
    pub reported: u64,
    /// Of these, those that came by another channel than a collector's phone (公众举报等).
    pub by_other_channels: u64,
    /// 自行处置数: reports of what the reporter had fixed.
    pub self_handled: u64,
    /// 受理数: past accept.
    pub accepted: u64,
    /// 立案数: past filing. So many were to be dispatched (应派遣数): what `dispatched_right` is a part of.
    pub filed: u64,
    /// 派遣数: sent to a unit.
    pub dispatched: u64,
    /// 准确派遣数: the first unit that it was sent to is also the last. Of `filed`.
    pub dispatched_right: u64,
    /// 回退数: a unit gave it back as not its own.
    pub returned: u64,
    /// 超期数: handled late, or late now. One whose appeal was upheld is none.
    pub overdue: u64,
    /// 挂账数: suspended now.
    pub suspended: u64,
    /// 并案数: linked to another case about the same problem, which goes on.
    pub linked: u64,
    /// 结案数, by how it was closed.
    pub closed: ClosedFigures,
    /// 作废数, by the stage at which it was voided.
    pub voided: VoidFigures,
}

/// How many cases were closed, by how.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct ClosedFigures {
    /// 正常结案: handled in time.
    pub normal: u64,
    /// 超期结案: handled late.
    pub overdue: u64,
    /// 错误结案: it should never have been a case.
    pub error: u64,
    /// 特殊结案: by decision.
    pub special: u64,
    /// 当即办理: answered at once.
    pub direct: u64,
    /// 自行处置: its reporter had fixed it.
    pub self_handled: u64,
}

/// How many cases were voided, by the stage; the four are counted apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct VoidFigures {
    /// 不予受理: at accept.
    pub not_accepted: u64,
    /// 不予立案: at file.
    pub not_filed: u64,
    /// 作废: at whatever stage.
    pub voided: u64,
    /// A self-handled report that was not accepted.
    pub self_handled_refused: u64,
}

/// A part of a whole. Both are kept; a rate of nothing is no number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// The numerator.
    pub part: u64,
    /// The denominator.
    pub whole: u64,
}

impl Figures {
    /// Returns what one case adds at a moment.
    pub fn of(case: &Case, now: Instant) -> Self {
        Counts::of(case).figures(now)
    }

    /// 准确派遣率: 准确派遣数 / 应派遣数.
    pub const fn dispatch_accuracy(&self) -> Rate {
        Rate { part: self.dispatched_right, whole: self.filed }
    }
}

impl Rate {
    /// Returns the rate in thousandths, rounded to the nearest; `None` where there is nothing to be a part of.
    pub const fn per_mille(self) -> Option<u64> {
        let half = self.whole / 2;
        self.part.saturating_mul(1_000).saturating_add(half).checked_div(self.whole)
    }
}

impl ClosedFigures {
    /// Returns all together.
    pub const fn all(&self) -> u64 {
        self.normal + self.overdue + self.error + self.special + self.direct + self.self_handled
    }

    /// Returns the figure of a kind, to be changed.
    pub const fn of_mut(&mut self, closing: Closing) -> &mut u64 {
        match closing {
            Closing::Normal => &mut self.normal,
            Closing::Overdue => &mut self.overdue,
            Closing::Error => &mut self.error,
            Closing::Special => &mut self.special,
            Closing::Direct => &mut self.direct,
            Closing::SelfHandled => &mut self.self_handled,
        }
    }
}

impl VoidFigures {
    /// Returns all together.
    pub const fn all(&self) -> u64 {
        self.not_accepted + self.not_filed + self.voided + self.self_handled_refused
    }

    /// Returns the figure of a kind, to be changed.
    pub const fn of_mut(&mut self, void: VoidKind) -> &mut u64 {
        match void {
            VoidKind::NotAccepted => &mut self.not_accepted,
            VoidKind::NotFiled => &mut self.not_filed,
            VoidKind::Voided => &mut self.voided,
            VoidKind::SelfHandledRefused => &mut self.self_handled_refused,
        }
    }
}

impl AddAssign for Figures {
    fn add_assign(&mut self, other: Self) {
        // Taken apart, so that a figure that is added here cannot be forgotten.
        let Self {
            reported,
            by_other_channels,
            self_handled,
            accepted,
            filed,
            dispatched,
            dispatched_right,
            returned,
            overdue,
            suspended,
            linked,
            closed,
            voided,
        } = other;
        self.reported += reported;
        self.by_other_channels += by_other_channels;
        self.self_handled += self_handled;
        self.accepted += accepted;
        self.filed += filed;
        self.dispatched += dispatched;
        self.dispatched_right += dispatched_right;
        self.returned += returned;
        self.overdue += overdue;
        self.suspended += suspended;
        self.linked += linked;
        self.closed += closed;
        self.voided += voided;
    }
}

impl AddAssign for ClosedFigures {
    fn add_assign(&mut self, other: Self) {
        let Self { normal, overdue, error, special, direct, self_handled } = other;
        self.normal += normal;
        self.overdue += overdue;
        self.error += error;
        self.special += special;
        self.direct += direct;
        self.self_handled += self_handled;
    }
}

impl AddAssign for VoidFigures {
    fn add_assign(&mut self, other: Self) {
        let Self { not_accepted, not_filed, voided, self_handled_refused } = other;
        self.not_accepted += not_accepted;
        self.not_filed += not_filed;
        self.voided += voided;
        self.self_handled_refused += self_handled_refused;
    }
}

impl Sum for Figures {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let mut sum = Self::default();
        all.for_each(|figures| sum += figures);
        sum
    }
}

#[cfg(test)]
mod tests;
