//! What a hint says, in numbers and words: what was found, and how much of it is chance.

use kit::lang::Lang;
use shared::api::honesty::{Chance, HintFacts, HintRow, Share};
use shared::day;
use shared::figures::Rate;

use super::text;
use crate::text::names;
use crate::text::spans::{number, rate, span};

/// Writes a part of a whole with both.
pub fn share(share: Share) -> String {
    rate(Rate { part: share.part, whole: share.whole })
}

/// Says in one line what was found.
pub fn short(lang: Lang, hint: &HintRow) -> String {
    match &hint.facts {
        HintFacts::Blind { first, second, .. } => {
            text::two_answers(lang, lang.say(names::result(*first)), lang.say(names::result(*second)))
        }
        HintFacts::Speed { least_m, ms, kmh, .. } => {
            text::leap(lang, &number(*least_m), &span(lang, *ms), &number(*kmh))
        }
        HintFacts::Photos { same_file: true, .. } => lang.say(text::SAME_FILE).to_owned(),
        HintFacts::Photos { same_file: false, bits, alike_percent } => text::near(lang, *bits, *alike_percent),
        HintFacts::PassRate { own, .. } => text::passes(lang, &hint.named, &share(*own)),
        HintFacts::Category { own, .. } => text::chooses(lang, &hint.named, &share(*own)),
        HintFacts::Bunching { end, own, .. } => text::bunches(lang, lang.say(text::end(*end)), &share(*own)),
    }
}

/// Returns what is compared: what it is, and how many of how many.
pub fn compared(lang: Lang, facts: &HintFacts) -> Vec<(&'static str, String)> {
    let row = |word, value: Share| (lang.say(word), share(value));
    let days = |from, to| format!("{} – {}", day::write(from), day::write(to));
    match facts {
        HintFacts::Blind { differing, .. } => vec![row(text::DIFFERING, *differing)],
        HintFacts::Speed { metres, least_m, devices, .. } => vec![
            (lang.say(text::METRES), number(*metres)),
            (lang.say(text::LEAST_METRES), number(*least_m)),
            (lang.say(text::DEVICES), number(*devices)),
        ],
        HintFacts::Photos { bits, alike_percent, .. } => {
            vec![(lang.say(text::BITS), format!("{bits} / 64")), (lang.say(text::ALIKE), format!("{alike_percent} %"))]
        }
        HintFacts::PassRate { own, elsewhere, others, from, to, .. } => vec![
            row(text::OWN_PASSED, *own),
            row(text::ELSEWHERE_PASSED, *elsewhere),
            row(text::OTHERS_PASSED, *others),
            (lang.say(text::DAYS), days(*from, *to)),
        ],
        HintFacts::Category { own, others, expected, from, to, .. } => {
            let mut rows = vec![row(text::OWN_STREET_REPORTS, *own), row(text::STREET_REPORTS, *others)];
            rows.extend(expected.map(|expected| (lang.say(text::EXPECTED), number(expected))));
            rows.push((lang.say(text::DAYS), days(*from, *to)));
            rows
        }
        HintFacts::Bunching { own, others, from, to, .. } => vec![
            row(text::OWN_REPORTS, *own),
            row(text::OTHER_REPORTS, *others),
            (lang.say(text::DAYS), days(*from, *to)),
        ],
    }
}

/// Says what a hint can also come from, and of how many honest people as much would be true.
pub fn plainly(lang: Lang, facts: &HintFacts) -> Vec<String> {
    let mut said = vec![lang.say(text::innocent(facts.kind())).to_owned()];
    if let HintFacts::Blind { apart_ms, .. } = facts {
        said.push(text::apart(lang, &span(lang, *apart_ms)));
    }
    if let HintFacts::Speed { is_back: true, .. } = facts {
        said.push(lang.say(text::IS_BACK).to_owned());
    }
    if let Some(chance) = facts.chance() {
        said.push(text::of_honest(lang, &of_honest(lang, chance), chance.compared));
    }
    said
}

/// Writes of how many honest ones about how many look the same: in a hundred, a thousand or ten thousand.
fn of_honest(lang: Lang, Chance { chance, .. }: Chance) -> String {
    for (of, least) in [(100_u32, 0.01), (1_000, 0.001), (10_000, 0.000_1)] {
        if chance >= least {
            return text::about(lang, &number(u64::from(of)), &whole(chance * f64::from(of)));
        }
    }
    lang.say(text::FEWER).to_owned()
}

/// Writes a number without what stands behind the point.
fn whole(number: f64) -> String {
    format!("{:.0}", number.max(1.0))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::honesty::{Chance, HintFacts, HintKind};

    use super::{compared, of_honest, plainly};

    #[test]
    fn a_chance_is_said_of_as_many_as_make_it_a_whole_number() {
        let said = |chance| of_honest(Lang::En, Chance { chance, compared: 40 });
        assert_eq!(said(0.031), "of 100 who do honest work about 3");
        assert_eq!(said(0.004), "of 1,000 who do honest work about 4");
        assert_eq!(said(0.000_26), "of 10,000 who do honest work about 3");
        assert_eq!(said(1e-9), "of 10,000 who do honest work fewer than one");
    }

    #[test]
    fn every_hint_says_what_else_it_may_come_from() {
        let facts = HintFacts::Photos { same_file: false, bits: 3, alike_percent: 97 };
        assert_eq!(plainly(Lang::Zh, &facts).len(), 1);
        assert_eq!(facts.kind(), HintKind::Photos);
    }

    #[test]
    fn a_position_that_came_back_is_said_to_have_jumped() {
        let leap =
            |is_back| HintFacts::Speed { metres: 4_000, least_m: 3_964, ms: 60_000, kmh: 220, devices: 1, is_back };
        assert_eq!(plainly(Lang::En, &leap(false)).len(), 1);
        let said = plainly(Lang::En, &leap(true));
        assert!(said.last().is_some_and(|line| line.contains("jumped once")), "{said:?}");
    }

    #[test]
    fn one_kind_alone_is_put_beside_what_it_would_be_street_by_street() {
        let mut told = serde_json::json!({
            "kind": "category", "category": "event:06010", "own": { "part": 30, "whole": 40 },
            "others": { "part": 12, "whole": 400 }, "chance": { "chance": 1e-9, "compared": 12 },
            "from": "2026-10-20", "to": "2026-11-23",
        });
        let before: HintFacts = serde_json::from_value(told.clone()).unwrap();
        told["expected"] = 2.into();
        let facts: HintFacts = serde_json::from_value(told).unwrap();
        let rows = compared(Lang::En, &facts);
        assert_eq!(rows.get(2).map(|(_, value)| value.as_str()), Some("2"));
        // What was found before that was counted says nothing of it.
        assert_eq!(compared(Lang::En, &before).len(), rows.len() - 1);
    }
}
