//! What differs between two editions of a model, in words.

use kit::lang::Lang;
use shared::assessment::score::cap::Cap;
use shared::assessment::score::{Indicator, Model};

use super::{asked, text as words};
use crate::assessment::text::{basis, subject};

/// How one thing differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is only in the later one.
    Added(String),
    /// It is only in the earlier one.
    Gone(String),
    /// It is in both, and not the same.
    Became(String),
}

/// Returns what the later one has otherwise than the earlier one, in the order in which the later one stands.
pub fn between(lang: Lang, before: &Model, after: &Model) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut became = |what: &str, before: String, after: String| {
        if before != after {
            changes.push(Change::Became(words::became(lang, what, &before, &after)));
        }
    };
    became(lang.say(words::NAME), before.name.clone(), after.name.clone());
    became(lang.say(words::NAME_EN), before.name_en.clone(), after.name_en.clone());
    became(lang.say(words::SOURCE), before.source.clone(), after.source.clone());
    let subject = |model: &Model| lang.say(subject(model.subject)).to_owned();
    became(lang.say(words::SUBJECT), subject(before), subject(after));
    for one in &after.indicators {
        match before.indicators.iter().find(|known| known.code == one.code) {
            Some(known) => changes.extend(indicator(lang, (before, known), (after, one))),
            None => changes.push(Change::Added(words::added(lang, named(lang, one), &words::rule(lang, one)))),
        }
    }
    let is_gone = |known: &&Indicator| !after.indicators.iter().any(|one| one.code == known.code);
    let gone = before.indicators.iter().filter(is_gone);
    changes.extend(gone.map(|known| Change::Gone(words::gone(lang, named(lang, known)))));
    if kept(before, after) != kept(after, before) {
        changes.push(Change::Became(words::reordered(lang)));
    }
    changes.extend(caps(lang, before, after));
    changes
}

/// Returns how what several lines take off together differs.
fn caps(lang: Lang, before: &Model, after: &Model) -> Vec<Change> {
    let named = |cap: &Cap| lang.pick(&cap.name, &cap.name_en).to_owned();
    let both_names = |cap: &Cap| format!("{} / {}", cap.name, cap.name_en);
    let mut changes = Vec::new();
    for cap in &after.caps {
        let Some(known) = before.caps.iter().find(|known| known.code == cap.code) else {
            changes.push(Change::Added(words::added(lang, &named(cap), &words::together(lang, cap))));
            continue;
        };
        let pairs = [(both_names(known), both_names(cap)), (words::together(lang, known), words::together(lang, cap))];
        let differing = pairs.into_iter().filter(|(before, after)| before != after);
        let became = |(before, after): (String, String)| words::became(lang, &named(known), &before, &after);
        changes.extend(differing.map(became).map(Change::Became));
    }
    let gone = before.caps.iter().filter(|known| !after.caps.iter().any(|cap| cap.code == known.code));
    changes.extend(gone.map(|known| Change::Gone(words::gone(lang, &named(known)))));
    changes
}

/// Returns the codes of the one's indicators that the other has too, in their order.
fn kept<'a>(one: &'a Model, other: &Model) -> Vec<&'a str> {
    let codes = one.indicators.iter().map(|indicator| indicator.code.as_str());
    codes.filter(|code| other.indicators.iter().any(|known| known.code == *code)).collect()
}

fn indicator(
    lang: Lang,
    (model_before, before): (&Model, &Indicator),
    (model_after, after): (&Model, &Indicator),
) -> Vec<Change> {
    let name = named(lang, before);
    let under = |model: &Model, one: &Indicator| match asked::cap(model, one) {
        Some(cap) => lang.pick(&cap.name, &cap.name_en).to_owned(),
        None => lang.say(words::CAP_NONE).to_owned(),
    };
    let both_names = |one: &Indicator| format!("{} / {}", one.name, one.name_en);
    let pairs = [
        (both_names(before), both_names(after)),
        (lang.say(basis(before.basis)).to_owned(), lang.say(basis(after.basis)).to_owned()),
        (words::rule(lang, before), words::rule(lang, after)),
        (under(model_before, before), under(model_after, after)),
    ];
    let differing = pairs.into_iter().filter(|(before, after)| before != after);
    differing.map(|(before, after)| Change::Became(words::became(lang, name, &before, &after))).collect()
}

fn named(lang: Lang, indicator: &Indicator) -> &str {
    lang.pick(&indicator.name, &indicator.name_en)
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::assessment::score::cap::Cap;
    use shared::assessment::score::{Indicator, Model, Rule, WhenNothing};
    use shared::assessment::{Basis, Rate, Subject};

    use super::{Change, between};

    fn line(code: &str, full_centi: i64) -> Indicator {
        Indicator {
            code: code.to_owned(),
            name: format!("指标{code}"),
            name_en: format!("Indicator {code}"),
            basis: Basis::Due,
            of: None,
            full_centi,
            least_centi: 0,
            rule: Rule::Share { rate: Rate::Dispose, falling: false },
            when_nothing: WhenNothing::Full,
            cap: None,
        }
    }

    fn model(indicators: Vec<Indicator>) -> Model {
        Model {
            code: "m".to_owned(),
            name: "模型".to_owned(),
            name_en: "Model".to_owned(),
            source: String::new(),
            subject: Subject::Unit,
            indicators,
            caps: Vec::new(),
        }
    }

    #[test]
    fn the_same_has_no_changes() {
        let one = model(vec![line("a", 3_000)]);
        assert_eq!(between(Lang::Zh, &one, &one.clone()), []);
    }

    #[test]
    fn what_is_new_gone_other_or_elsewhere_is_said() {
        let before = model(vec![line("a", 3_000), line("b", 2_000), line("c", 1_000)]);
        let after = model(vec![line("b", 2_000), line("a", 3_500), line("d", 500)]);
        let changes = between(Lang::Zh, &before, &after);
        let kinds = |is: fn(&Change) -> bool| changes.iter().filter(|change| is(change)).count();
        assert_eq!(kinds(|change| matches!(change, Change::Added(_))), 1);
        assert_eq!(kinds(|change| matches!(change, Change::Gone(said) if said == "删去“指标c”")), 1);
        let other = |said: &str| changes.iter().any(|change| matches!(change, Change::Became(is) if is.contains(said)));
        assert!(other("× 30") && other("× 35") && other("次序"), "{changes:?}");
        assert_eq!(changes.len(), 4);
    }

    #[test]
    fn what_is_taken_off_together_is_said_where_it_is_new_gone_or_other() {
        let cap = |off_centi: i64| Cap {
            code: "both".to_owned(),
            name: "合计".to_owned(),
            name_en: "Together".to_owned(),
            off_centi,
        };
        let plain = model(vec![line("a", 3_000)]);
        let mut capped = plain.clone();
        (capped.caps, capped.indicators[0].cap) = (vec![cap(500)], Some("both".to_owned()));
        let mut tighter = capped.clone();
        tighter.caps = vec![cap(300)];
        let said = |before: &Model, after: &Model| between(Lang::Zh, before, after);
        assert_eq!(
            said(&plain, &capped),
            [
                Change::Became("“指标a”：原为 单独扣分，改为 合计".to_owned()),
                Change::Added("增加“合计”：合计最多扣 5".to_owned()),
            ]
        );
        assert_eq!(
            said(&capped, &tighter),
            [Change::Became("“合计”：原为 合计最多扣 5，改为 合计最多扣 3".to_owned())]
        );
        assert!(said(&capped, &plain).contains(&Change::Gone("删去“合计”".to_owned())));
    }
}
