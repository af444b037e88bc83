//! Caps: how much several lines take off together at most.
//!
//! Each line keeps what it would have taken off besides, so that who reads a score sees how the cap cut.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Indicator, Line, Model};

/// How much the indicators that name it take off together at most. In the order of the model, the first of them take off
/// all that they do, and those behind them what is left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Cap {
    /// The word that indicators name it by.
    pub code: String,
    /// What it is called, in Chinese.
    pub name: String,
    /// … and in English.
    pub name_en: String,
    /// The most that is taken off, in hundredths of a point.
    pub off_centi: i64,
}

/// What the lines under a cap came to, in hundredths of a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// What they took off.
    pub off_centi: i64,
    /// What they would have taken off besides.
    pub spared_centi: i64,
}

impl Model {
    /// Returns what the lines under a cap took off, of lines that came out of this model.
    pub fn taken(&self, cap: &Cap, lines: &[Line]) -> Taken {
        let under = self.indicators.iter().zip(lines).filter(|(one, _)| one.cap.as_ref() == Some(&cap.code));
        under.fold(Taken::default(), |taken, (one, line)| Taken {
            off_centi: taken.off_centi.saturating_add(one.off_centi(line)),
            spared_centi: taken.spared_centi.saturating_add(line.spared_centi.unwrap_or_default()),
        })
    }

    /// Gives back what lines took off beyond their caps.
    pub(super) fn spare(&self, lines: &mut [Line]) {
        let mut left: BTreeMap<&str, i64> =
            self.caps.iter().map(|cap| (cap.code.as_str(), cap.off_centi.max(0))).collect();
        for (one, line) in self.indicators.iter().zip(lines) {
            let Some(left) = one.cap.as_deref().and_then(|code| left.get_mut(code)) else { continue };
            let off = one.off_centi(line);
            let spared = off.saturating_sub(*left).max(0);
            *left = left.saturating_sub(off).max(0);
            if spared > 0 {
                line.points_centi = line.points_centi.map(|points| points.saturating_add(spared));
                line.spared_centi = Some(spared);
            }
        }
    }
}

impl Indicator {
    /// Returns how much a line of it lies below what it gives where nothing is taken off: its full points, and none where
    /// it comes on top. One that was left out takes nothing off.
    fn off_centi(&self, line: &Line) -> i64 {
        let untouched = if self.is_on_top() { 0 } else { self.full_centi };
        line.points_centi.map_or(0, |points| untouched.saturating_sub(points).max(0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Given, Model, Score, SumsBy};
    use super::Taken;
    use crate::assessment::counter::Counter;
    use crate::assessment::sums::Sums;
    use crate::assessment::window::Basis;

    fn jinhua() -> Model {
        serde_json::from_str(include_str!("../../../../server/packs/models/jinhua_2.json")).unwrap()
    }

    fn first_edition() -> Model {
        serde_json::from_str(include_str!("../../../../server/packs/models/jinhua.json")).unwrap()
    }

    /// Ten cases, all closed in time; so many of them reworked, so many times in all.
    fn reworked(cases: u64, times: u64) -> SumsBy {
        let mut sums = Sums { reworks: times, ..Sums::default() };
        for counter in [Counter::NeedArchive, Counter::Archive, Counter::IntimeArchive] {
            sums.set(counter, 10);
        }
        sums.set(Counter::Rework, cases);
        SumsBy::from([((Basis::Due, None), sums)])
    }

    fn shirking(points: i64) -> Given {
        Given::from([("shirking".to_owned(), points)])
    }

    fn line(score: &Score, code: &str) -> (Option<i64>, Option<i64>) {
        let line = score.lines.iter().find(|line| line.code == code).unwrap();
        (line.points_centi, line.spared_centi)
    }

    #[test]
    fn rework_falsifying_and_refusing_take_five_points_off_in_all() {
        let model = jinhua();
        let cap = &model.caps[0];
        // Cases reworked, times, points off by hand: what is left of rework, of the line by hand and what that is spared,
        // and what all three took off.
        for (cases, times, off, rework, by_hand, spared, taken) in [
            (0, 0, 0, 500, 0, None, 0),
            (2, 2, -300, 460, -300, None, 340),
            (2, 4, -300, 360, -300, None, 440), // 0.2 + 0.2 + 0.5 + 0.5.
            (2, 4, -360, 360, -360, None, 500), // Just as much as there is.
            (2, 4, -500, 360, -360, Some(140), 500),
            (9, 12, -500, 0, 0, Some(500), 500), // 0.4 + 10 × 0.5 is more than 5 alone.
            (0, 0, -500, 500, -500, None, 500),
        ] {
            let score = model.score(&reworked(cases, times), &shirking(off));
            let told = format!("{cases} {times} {off}");
            assert_eq!(line(&score, "rework"), (Some(rework), None), "{told}");
            assert_eq!(line(&score, "shirking"), (Some(by_hand), spared), "{told}");
            let expected = Taken { off_centi: taken, spared_centi: spared.unwrap_or_default() };
            assert_eq!(model.taken(cap, &score.lines), expected, "{told}");
            assert_eq!(score.total_centi, 10_000 - taken, "{told}: all else is full");
        }
    }

    #[test]
    fn each_time_counts_and_the_line_says_of_how_many_cases() {
        let score = jinhua().score(&reworked(1, 3), &Given::new());
        let rework = score.lines.iter().find(|line| line.code == "rework").unwrap();
        assert_eq!((rework.cases, rework.times, rework.points_centi), (Some(1), Some(3), Some(410)));
        let score = first_edition().score(&reworked(1, 3), &Given::new());
        let rework = score.lines.iter().find(|line| line.code == "rework").unwrap();
        assert_eq!((rework.cases, rework.times, rework.points_centi), (Some(1), None, Some(480)));
    }

    #[test]
    fn what_the_first_edition_scored_stays_as_it_was() {
        let model = first_edition();
        assert!(model.caps.is_empty() && model.indicators.iter().all(|one| one.cap.is_none()));
        let score = model.score(&reworked(4, 4), &shirking(-500));
        assert_eq!((line(&score, "rework"), line(&score, "shirking")), ((Some(360), None), (Some(-500), None)));
        assert_eq!(score.total_centi, 10_000 - 640);
        let written = serde_json::to_value(&score).unwrap();
        assert!(written["lines"].as_array().unwrap().iter().all(|line| line.get("spared_centi").is_none()));
        let again: Score = serde_json::from_value(written).unwrap();
        assert_eq!(again, score);
    }

    #[test]
    fn what_is_given_on_top_is_nothing_taken_off() {
        let mut model = jinhua();
        let by_hand = model.indicators.iter_mut().find(|one| one.code == "shirking").unwrap();
        by_hand.full_centi = 200;
        let score = model.score(&reworked(4, 4), &shirking(200));
        assert_eq!((line(&score, "rework"), line(&score, "shirking")), ((Some(360), None), (Some(200), None)));
        assert_eq!(model.taken(&model.caps[0], &score.lines), Taken { off_centi: 140, spared_centi: 0 });
    }

    #[test]
    fn a_cap_that_cannot_be_used_says_where_it_is_wrong() {
        assert_eq!(jinhua().check(), Ok(10_000));
        type Change = fn(&mut Model);
        let wrong: [(&str, Change); 9] = [
            ("caps.code", |model| model.caps[0].code = "All!".to_owned()),
            ("caps.conduct.name", |model| model.caps[0].name = String::new()),
            ("caps.conduct.name_en", |model| model.caps[0].name_en = "合计".to_owned()),
            ("caps.conduct.off_centi", |model| model.caps[0].off_centi = -1),
            ("caps.conduct.off_centi", |model| model.caps[0].off_centi = 0),
            ("caps.conduct.code", |model| model.caps.push(model.caps[0].clone())),
            ("caps.conduct.code", |model| model.indicators.iter_mut().for_each(|one| one.cap = None)),
            ("rework.cap", |model| model.caps.clear()),
            ("caps", |model| model.caps = vec![model.caps[0].clone(); 21]),
        ];
        for (number, (field, change)) in wrong.iter().enumerate() {
            let mut model = jinhua();
            change(&mut model);
            let flaw = model.check().unwrap_err();
            assert_eq!(&flaw.field, field, "{number}: {flaw}");
        }
    }

    proptest! {
        #[test]
        fn lines_never_take_more_off_than_their_cap_and_none_gives_more_than_it_may(
            cases in 0_u64..30, more in 0_u64..30, given in -900_i64..100, most in 1_i64..1_500,
        ) {
            let mut model = jinhua();
            model.caps[0].off_centi = most;
            let (sums, given) = (reworked(cases, cases + more), shirking(given));
            let score = model.score(&sums, &given);
            let taken = model.taken(&model.caps[0], &score.lines);
            prop_assert!(taken.off_centi <= most);
            prop_assert!(taken.spared_centi == 0 || taken.off_centi == most, "nothing is given back before it is reached");
            for (one, line) in model.indicators.iter().zip(&score.lines) {
                let within = line.points_centi.is_none_or(|points| (one.least_centi..=one.full_centi).contains(&points));
                prop_assert!(within, "{line:?}");
            }
            let mut free = model.clone();
            free.caps.clear();
            let uncut = free.score(&sums, &given);
            prop_assert_eq!(uncut.total_centi + taken.spared_centi, score.total_centi);
        }
    }
}
