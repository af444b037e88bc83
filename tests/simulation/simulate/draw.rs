//! From a seed to a plan. How often each kind of step is drawn stands here, and in `further` what every third seed has
//! besides.

use crate::chance::Chance;
use crate::further;
use crate::plan::{Birth, Fault, Node, Plan, Step};
use crate::power::Death;
use crate::town::{BEILIN, IN_THE_FIELD, WEIYANG};

/// Steps of a plan.
const LEAST_STEPS: u64 = 22;
const MOST_STEPS: u64 = 40;

/// Draws the plan of a seed.
pub fn plan(seed: u64) -> Plan {
    let mut chance = Chance::of(seed, "plan");
    let count = usize::try_from(chance.between(2, 4)).unwrap_or(2);
    let people: Vec<String> = IN_THE_FIELD.iter().take(count).map(ToString::to_string).collect();
    let mut draw = Draw { split: chance.one_in(4), compares: chance.one_in(2), phones: count, chance };
    let births = if draw.chance.one_in(3) { vec![draw.birth()] } else { Vec::new() };
    let length = draw.chance.between(LEAST_STEPS, MOST_STEPS);
    let mut steps = Vec::new();
    while steps.len() < usize::try_from(length).unwrap_or(0) {
        draw.some(&mut steps);
    }
    further::add(seed, count, &mut steps);
    Plan { seed, people, split: draw.split, compares: draw.compares, births, steps }
}

struct Draw {
    chance: Chance,
    phones: usize,
    split: bool,
    compares: bool,
}

impl Draw {
    /// Draws the next step, or a few that belong together.
    fn some(&mut self, steps: &mut Vec<Step>) {
        let phone = self.phone();
        match self.chance.below(100) {
            0..17 => steps.push(self.report(phone)),
            17..22 => steps.push(self.answer(phone)),
            22..28 => self.checked(steps),
            28..44 => {
                if self.chance.one_in(2) {
                    steps.push(self.fault(phone));
                }
                steps.push(if self.chance.one_in(4) { Step::ByItself { phone } } else { Step::Sync { phone } });
            }
            44..50 => self.interleaved(phone, steps),
            50..57 => self.dies_at_work(phone, steps),
            57..60 => steps.push(self.fault(phone)),
            60..76 => steps.push(Step::Desk { pick: self.number(8), choice: self.number(12) }),
            76..79 => steps.push(Step::Wait { minutes: self.small(1, 600) }),
            79..82 => steps.push(Step::Restart { phone }),
            82..84 => steps.push(Step::Stop { away: self.small(0, 3) }),
            84..87 => steps.push(self.clock(phone)),
            87..89 => steps.push(Step::Resend { phone, pick: self.number(4) }),
            89 => steps.push(Step::Discard { phone, spot: self.number(10) }),
            90 => steps.push(Step::Shift { phone, begins: self.chance.one_in(2) }),
            91..93 => steps.push(self.hand_over(phone)),
            93..96 => {
                let change = self.scope();
                let shut = if let Step::Close { user } = change { Some(user) } else { None };
                steps.push(change);
                if let Some(user) = shut {
                    self.some(steps);
                    steps.push(Step::Open { user });
                }
            }
            96 => steps.push(Step::Jobs),
            97..99 => {
                // Restored at once or much later, or never.
                steps.push(Step::Backup);
                self.some(steps);
                if self.chance.one_in(2) {
                    steps.push(Step::Restore);
                }
            }
            99 if self.chance.one_in(2) => steps.push(Step::Restore),
            _ => steps.push(Step::Wait { minutes: self.small(600, 3_000) }),
        }
    }

    fn report(&mut self, phone: usize) -> Step {
        Step::Report { phone, spot: self.number(12), category: self.number(4), photos: self.small(1, 3) }
    }

    fn answer(&mut self, phone: usize) -> Step {
        let photos = if self.chance.one_in(6) { 0 } else { self.small(1, 2) };
        Step::Answer { phone, pick: self.number(4), result: self.number(3), photos }
    }

    /// Two rounds at once, or a round during which a person goes on working.
    fn interleaved(&mut self, phone: usize, steps: &mut Vec<Step>) {
        let other = self.phone();
        steps.push(Step::Begin { phone });
        steps.push(Step::Go { phone, requests: self.small(0, 4) });
        match self.chance.below(4) {
            0 => steps.push(self.report(phone)),
            1 => steps.push(self.answer(phone)),
            2 => {
                steps.push(Step::Begin { phone: other });
                steps.push(Step::Go { phone: other, requests: self.small(1, 8) });
                steps.push(Step::Go { phone, requests: self.small(1, 4) });
            }
            _ => steps.push(Step::Desk { pick: self.number(8), choice: self.number(12) }),
        }
        if self.chance.one_in(3) {
            steps.push(self.fault(phone));
        }
        steps.push(Step::Go { phone, requests: 200 });
    }

    fn fault(&mut self, phone: usize) -> Step {
        let fault = match self.chance.below(13) {
            0..2 => Fault::Lost,
            2..5 => Fault::ReplyLost,
            5..7 => Fault::Twice,
            7 => Fault::Late(self.small(0, 6)),
            8 => Fault::CutUp(self.small(0, 3_000)),
            9 => Fault::CutDown(self.small(0, 600)),
            10 => Fault::TokenOver,
            11 => {
                if self.chance.one_in(2) {
                    Fault::StrangeDoor
                } else {
                    Fault::FailsBefore
                }
            }
            _ => Fault::FailsAfter,
        };
        Step::Fault { phone, after: self.small(0, 9), fault }
    }

    /// A unit says that something is done, everybody hears what they are sent to do, and does it.
    fn checked(&mut self, steps: &mut Vec<Step>) {
        steps.push(Step::Desk { pick: self.number(8), choice: self.number(6) });
        for phone in 0..self.phones {
            if self.chance.one_in(8) {
                steps.push(self.fault(phone));
            }
            steps.push(Step::Sync { phone });
        }
        if self.chance.one_in(3) {
            let phone = self.phone();
            steps.push(self.kill(phone));
        }
        for phone in 0..self.phones {
            steps.push(self.answer(phone));
        }
    }

    /// A node dies: at some time, or in the middle of a round that brings something new both ways, or of a report.
    fn dies_at_work(&mut self, phone: usize, steps: &mut Vec<Step>) {
        match self.chance.below(3) {
            0 => {
                steps.push(self.report(phone));
                let node = self.node(phone);
                steps.push(self.kill_within(node, 14));
                steps.push(Step::Sync { phone });
            }
            1 => {
                steps.push(self.kill_within(Node::Phone(phone), 24));
                steps.push(self.report(phone));
            }
            _ => steps.push(self.kill(phone)),
        }
    }

    fn kill(&mut self, phone: usize) -> Step {
        let node = self.node(phone);
        let most = if self.chance.one_in(3) { 8 } else { 40 };
        self.kill_within(node, most)
    }

    fn node(&mut self, phone: usize) -> Node {
        if self.chance.one_in(2) { Node::Server } else { Node::Phone(phone) }
    }

    /// A node dies within so many flushes.
    fn kill_within(&mut self, node: Node, flushes: u64) -> Step {
        let death = self.death();
        let after = match death {
            Death::PowerCut | Death::Hollow => self.small(0, flushes),
            // A process makes some five changes for every flush.
            Death::Killed => self.small(0, 5 * flushes),
        };
        Step::Kill { node, death, after, away: self.small(0, 2) }
    }

    fn birth(&mut self) -> Birth {
        Birth { phone: self.phone(), death: self.death(), after: self.small(0, 30) }
    }

    fn death(&mut self) -> Death {
        match self.chance.below(6) {
            0..2 => Death::Killed,
            2 => Death::Hollow,
            _ => Death::PowerCut,
        }
    }

    fn clock(&mut self, phone: usize) -> Step {
        let minutes = i32::try_from(self.chance.between(1, 3_000)).unwrap_or(1);
        if self.chance.one_in(4) {
            return Step::Clock { node: Node::Server, minutes: minutes / 10 };
        }
        Step::Clock { node: Node::Phone(phone), minutes: if self.chance.one_in(2) { -minutes } else { minutes } }
    }

    fn hand_over(&mut self, phone: usize) -> Step {
        let user = self.chance.pick(&IN_THE_FIELD).copied().unwrap_or("wang");
        Step::HandOver { phone, user: user.to_owned() }
    }

    fn scope(&mut self) -> Step {
        let town = if self.chance.one_in(3) { BEILIN } else { WEIYANG }.to_owned();
        let user = self.number(IN_THE_FIELD.len() as u64);
        match self.chance.below(9) {
            0..2 => Step::Scope { town },
            2 => Step::Redraw { town },
            3..5 => Step::Beat { user, bits: self.number(16) },
            5..7 => Step::Role { user, inspects: self.chance.one_in(2) },
            7 => Step::Withdraw { phone: self.phone() },
            _ => Step::Close { user },
        }
    }

    fn phone(&mut self) -> usize {
        let phones = u64::try_from(self.phones).unwrap_or(1);
        usize::try_from(self.chance.below(phones)).unwrap_or(0)
    }

    fn number(&mut self, below: u64) -> usize {
        usize::try_from(self.chance.below(below)).unwrap_or(0)
    }

    fn small(&mut self, from: u64, to: u64) -> u32 {
        u32::try_from(self.chance.between(from, to)).unwrap_or(0)
    }
}
