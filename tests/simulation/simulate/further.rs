//! What every third seed goes through besides: somebody types letter by letter, somebody walks, or a desk orders a phone
//! about.
//!
//! It is drawn from a stream of its own and put between the steps of the plan, which stay as they are. The other seeds
//! stay the runs that they were before there was this.

use crate::chance::Chance;
use crate::plan::{Dies, Fault, Node, Step};
use crate::power::Death;

/// Every so many seeds, beginning with the second.
const EVERY: u64 = 3;

/// Puts further steps between those of a seed's plan.
pub fn add(seed: u64, phones: usize, steps: &mut Vec<Step>) {
    if seed % EVERY != 1 {
        return;
    }
    let mut further = Further { chance: Chance::of(seed, "further"), phones };
    let group = match (seed / EVERY) % 3 {
        0 => further.types(),
        1 => further.walks(),
        _ => further.is_ordered(),
    };
    let half = u64::try_from(steps.len() / 2).unwrap_or(0);
    let mut at = usize::try_from(further.chance.below(half)).unwrap_or(0);
    for step in group {
        steps.insert(at.min(steps.len()), step);
        // Now and then something else comes between.
        at += if further.chance.one_in(3) { 2 } else { 1 };
    }
}

struct Further {
    chance: Chance,
    phones: usize,
}

impl Further {
    /// A report is typed, perhaps over a restart or a death, saved, and perhaps another one begun.
    fn types(&mut self) -> Vec<Step> {
        let phone = self.phone();
        let mut steps = vec![Step::Type { phone, letters: self.small(2, 6) }];
        match self.chance.below(4) {
            0 => steps.push(Step::Restart { phone }),
            1 => steps.push(self.kill(phone, 4)),
            _ => {}
        }
        steps.push(Step::Type { phone, letters: self.small(1, 4) });
        if self.chance.one_in(2) {
            steps.push(self.kill(phone, 16));
        }
        steps.push(self.report(phone));
        if self.chance.one_in(2) {
            steps.push(Step::Type { phone, letters: self.small(1, 3) });
            steps.push(self.report(phone));
        }
        steps.push(Step::Sync { phone });
        steps
    }

    /// A shift with a walk, and a walk after it.
    fn walks(&mut self) -> Vec<Step> {
        let phone = self.phone();
        let mut steps = vec![Step::Shift { phone, begins: true }, self.walk(phone, 5)];
        if self.chance.one_in(2) {
            steps.push(Step::Wait { minutes: 6 });
        }
        if self.chance.one_in(3) {
            steps.push(Step::Fault { phone, after: self.small(6, 14), fault: Fault::ReplyLost });
        }
        steps.push(self.walk(phone, 4));
        if self.chance.one_in(3) {
            steps.push(self.kill(phone, 24));
        }
        steps.push(Step::Sync { phone });
        steps.push(Step::Wait { minutes: 6 });
        steps.push(self.walk(phone, 3));
        steps.push(Step::Shift { phone, begins: false });
        steps.push(self.walk(phone, 3));
        steps.push(Step::Sync { phone });
        steps
    }

    /// Whoever has one phone is asked something; another phone is erased, and may die over it.
    fn is_ordered(&mut self) -> Vec<Step> {
        let phone = self.phone();
        let mut steps = vec![Step::Nudge { phone, kind: self.number(5) }, Step::Sync { phone }];
        steps.push(Step::Read { phone, pick: self.number(4), puts_away: !self.chance.one_in(3) });
        let phone = (phone + 1) % self.phones.max(1);
        if self.chance.one_in(3) {
            steps.push(Step::Shift { phone, begins: true });
            steps.push(self.walk(phone, 3));
        }
        steps.push(self.report(phone));
        let dies = if self.chance.one_in(2) { Some(self.dies()) } else { None };
        steps.push(Step::Wipe { phone, leaves: self.chance.one_in(3), dies });
        if self.chance.one_in(6) {
            steps.push(Step::TakeBack { phone });
        }
        if self.chance.one_in(3) {
            steps.push(Step::Fault { phone, after: self.small(0, 12), fault: Fault::ReplyLost });
        }
        steps.push(Step::Sync { phone });
        steps.push(self.report(phone));
        steps.push(Step::Sync { phone });
        steps
    }

    fn report(&mut self, phone: usize) -> Step {
        Step::Report { phone, spot: self.number(12), category: self.number(4), photos: self.small(1, 2) }
    }

    fn walk(&mut self, phone: usize, most: u64) -> Step {
        Step::Walk { phone, positions: self.small(2, most) }
    }

    fn kill(&mut self, phone: usize, flushes: u64) -> Step {
        let Dies { death, after } = self.dies_within(flushes);
        Step::Kill { node: Node::Phone(phone), death, after, away: 0 }
    }

    /// To erase a home takes some ten flushes, to begin another in its place some more.
    fn dies(&mut self) -> Dies {
        self.dies_within(11)
    }

    fn dies_within(&mut self, flushes: u64) -> Dies {
        let death = match self.chance.below(6) {
            0..2 => Death::Killed,
            2 => Death::Hollow,
            _ => Death::PowerCut,
        };
        let after = match death {
            Death::PowerCut | Death::Hollow => self.small(0, flushes),
            // A process makes some three changes for every flush.
            Death::Killed => self.small(0, 3 * flushes),
        };
        Dies { death, after }
    }

    fn phone(&mut self) -> usize {
        self.number(u64::try_from(self.phones).unwrap_or(1))
    }

    fn number(&mut self, below: u64) -> usize {
        usize::try_from(self.chance.below(below)).unwrap_or(0)
    }

    fn small(&mut self, from: u64, to: u64) -> u32 {
        u32::try_from(self.chance.between(from, to)).unwrap_or(0)
    }
}
