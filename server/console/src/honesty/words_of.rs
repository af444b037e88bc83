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
        HintFacts::Category { own, others, from, to, .. } => vec![
            row(text::OWN_REPORTS, *own),
            row(text::STREET_REPORTS, *others),
            (lang.say(text::DAYS), days(*from, *to)),
        ],
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

    use super::{of_honest, plainly};

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
}
