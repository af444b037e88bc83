//! One object's score, line by line: what was measured, with the way to its cases, and how the points came about.

use leptos::prelude::*;
use shared::api::assessment::{GivenList, ScoreRow, ScoreTable};
use shared::assessment::score::{Indicator, Line, Measured, Rule};
use shared::assessment::{Counter, Rate};

use super::asked::{Number, way};
use super::{given, text as words};
use crate::assessment::models::points::{full, short};
use crate::assessment::text::{basis, counter, phrases, rate, slice};
use crate::poll::Polled;
use crate::section::Address;
use crate::text::spans::number;
use crate::text::{lang, say};

/// Draws the card of one object; nothing where it is not in the ranking.
pub fn card(key: String, scores: Polled<ScoreTable>, given: Polled<GivenList>, address: Memo<Address>) -> AnyView {
    let of_form = key.clone();
    let lines = move || {
        scores.value.with(|table| {
            let table = table.as_ref()?;
            let row = table.rows.iter().find(|row| row.key == key)?;
            Some(drawn(table, row, address))
        })
    };
    view! {
        {lines}
        {given::form(of_form, scores, given)}
    }
    .into_any()
}

fn drawn(table: &ScoreTable, row: &ScoreRow, address: Memo<Address>) -> AnyView {
    let lang = lang();
    let close = move || way(&address.get(), "row", "").href();
    view! {
        <article class="card score-card" data-test="score-lines" data-key=row.key.clone()>
            <header class="score-head">
                <h3><span class="figures">{row.rank.to_string()}" · "</span><span data-said="">{row.name.clone()}</span></h3>
                <strong class="figures score-total">{full(row.score.total_centi)}</strong>
                <a class="button small" data-test="score-close" href=close>{lang.say(words::CLOSE)}</a>
            </header>
            {listed_of(table, row)}
        </article>
    }
    .into_any()
}

/// Draws how a score came about, line by line, each number the way to its cases; of a trial, too.
pub fn listed_of(table: &ScoreTable, row: &ScoreRow) -> AnyView {
    let named = |code: &str| table.model.indicators.iter().find(|one| one.code == code);
    let pairs = row.score.lines.iter().filter_map(|line| Some((named(&line.code)?, line)));
    let lines: Vec<AnyView> = pairs.map(|(indicator, line)| one(table, row, indicator, line)).collect();
    let lang = lang();
    let capped = table.model.caps.iter().map(|cap| {
        let taken = table.model.taken(cap, &row.score.lines);
        let said = words::capped(lang, cap, taken);
        view! { <p class="small quiet" data-test="score-cap" data-code=cap.code.clone() data-said="">{said}</p> }
    });
    let capped = capped.collect_view();
    let is_weighed_up = row.score.lines.iter().any(|line| line.points_centi.is_none());
    view! {
        <ul class="score-lines">{lines}</ul>
        {capped}
        {is_weighed_up.then(|| view! { <p class="small quiet">{say(words::WEIGHED_UP)}</p> })}
    }
    .into_any()
}

fn one(table: &ScoreTable, row: &ScoreRow, indicator: &Indicator, line: &Line) -> AnyView {
    let lang = lang();
    let points = line.points_centi.map_or_else(|| lang.say(words::LEFT_OUT).to_owned(), full);
    view! {
        <li data-test="score-line" data-code=line.code.clone()>
            <div class="score-line-head">
                <span data-said="">{lang.pick(&indicator.name, &indicator.name_en).to_owned()}</span>
                <span class="figures"><strong>{points}</strong>" / "{short(indicator.full_centi)}</span>
            </div>
            {measured(table, row, indicator, line)}
            <p class="small" data-test="score-how">{words::how(lang, indicator, line)}</p>
        </li>
    }
    .into_any()
}

/// Returns a number that a line of a score was made of.
fn number_of<'a>(table: &'a ScoreTable, row: &'a ScoreRow, indicator: &Indicator, counter: Counter) -> Number<'a> {
    Number {
        month: &table.month,
        source: &table.source,
        by: table.model.subject,
        key: &row.key,
        name: &row.name,
        basis: indicator.basis,
        counter,
        part: indicator.of,
    }
}

/// Returns the cases that a line looked at, and how many: the whole of its rate, in which its part is; or those that took
/// points off. Nothing where there are none, or a person gave the points.
fn looked_at(indicator: &Indicator, line: &Line) -> Option<(Counter, u64)> {
    let of_rate = |rate: Rate, ratio: Measured| match rate.whole() {
        [one] => (*one, ratio.whole),
        // The sum of several has no list of its own.
        _ => (rate.part(), ratio.part),
    };
    let found = match &indicator.rule {
        Rule::Share { rate, .. } | Rule::Threshold { rate, also: None, .. } => {
            [line.ratio.map(|of| of_rate(*rate, of)), None]
        }
        Rule::Threshold { rate, also: Some(also), .. } => {
            [line.ratio.map(|of| of_rate(*rate, of)), line.also.map(|of| of_rate(also.rate, of))]
        }
        Rule::PerCase { counter, .. } => [line.cases.map(|cases| (*counter, cases)), None],
        Rule::ByHand | Rule::Bonus => [None, None],
    };
    found.into_iter().flatten().find(|(_, count)| *count > 0)
}

/// Returns the way from the points of a line to the cases that it looked at, and what these are.
pub fn way_of(table: &ScoreTable, row: &ScoreRow, indicator: &Indicator, line: &Line) -> Option<(String, String)> {
    let (of, count) = looked_at(indicator, line)?;
    let said = phrases::opens(lang(), say(counter(of)), count);
    Some((number_of(table, row, indicator, of).href(), said))
}

/// Draws what was measured; each number is the way to its cases.
fn measured(table: &ScoreTable, row: &ScoreRow, indicator: &Indicator, line: &Line) -> AnyView {
    let lang = lang();
    let of_case = |counter: Counter| number_of(table, row, indicator, counter);
    let to = |counter: Counter, count: u64| cases(&of_case(counter), count);
    let chosen = words::chosen(lang.say(basis(indicator.basis)), indicator.of.map(|of| lang.say(slice(of))));
    let rated = |of: Rate, ratio: Measured| {
        let whole = match of.whole() {
            [one] => to(*one, ratio.whole),
            // A whole of several kinds of case: each has its list, their sum has none.
            several => {
                let one = |(place, one): (usize, &Counter)| {
                    view! { {(place > 0).then_some(" + ")}{listed(&of_case(*one))} }
                };
                let each = several.iter().enumerate().map(one).collect_view();
                view! { <span class="figures">{number(ratio.whole)}</span>" ("{each}")" }.into_any()
            }
        };
        view! {
            <p class="small quiet">{lang.say(rate(of))}" "{to(of.part(), ratio.part)}" / "{whole}" · "{chosen.clone()}</p>
        }
        .into_any()
    };
    match (&indicator.rule, line.ratio, line.cases) {
        (Rule::Threshold { rate: of, also: Some(also), .. }, Some(ratio), _) => {
            let second = line.also.map(|second| rated(also.rate, second));
            view! { {rated(*of, ratio)}{second} }.into_any()
        }
        (Rule::Share { rate: of, .. } | Rule::Threshold { rate: of, .. }, Some(ratio), _) => rated(*of, ratio),
        (Rule::PerCase { counter: of, .. }, _, Some(count)) => view! {
            <p class="small quiet">{lang.say(counter(*of))}" "{to(*of, count)}" · "{chosen.clone()}</p>
        }
        .into_any(),
        (Rule::Share { .. } | Rule::Threshold { .. } | Rule::PerCase { .. } | Rule::ByHand | Rule::Bonus, _, _) => {
            ().into_any()
        }
    }
}

/// Draws a number as the way to its cases; nought leads nowhere.
fn cases(of: &Number<'_>, count: u64) -> AnyView {
    if count == 0 {
        return view! { <span class="figures">"0"</span> }.into_any();
    }
    let said = lang().say(counter(of.counter));
    view! {
        <a class="words-link figures" data-test="score-cases" data-counter=of.counter.as_str() title=said href=of.href()>{number(count)}</a>
    }
    .into_any()
}

/// Draws the name of a number as the way to its cases, where only the sum of several is known.
fn listed(of: &Number<'_>) -> AnyView {
    let name = lang().say(counter(of.counter));
    view! {
        <a class="words-link" data-test="score-cases" data-counter=of.counter.as_str() href=of.href()>{name}</a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::assessment::score::{Indicator, Line, Measured, Per, Rule, Target, WhenNothing};
    use shared::assessment::{Basis, Counter, Rate, Slice};

    use super::looked_at;

    fn indicator(rule: Rule) -> Indicator {
        Indicator {
            code: "a".to_owned(),
            name: String::new(),
            name_en: String::new(),
            basis: Basis::Due,
            of: Some(Slice::Urgent),
            full_centi: 1_000,
            least_centi: 0,
            rule,
            when_nothing: WhenNothing::LeaveOut,
            cap: None,
        }
    }

    fn line(ratio: Option<(u64, u64)>, also: Option<(u64, u64)>, cases: Option<u64>) -> Line {
        let measured = |(part, whole): (u64, u64)| Measured { part, whole };
        let (ratio, also) = (ratio.map(measured), also.map(measured));
        let (points_centi, spared_centi) = (Some(900), None);
        Line { code: "a".to_owned(), ratio, also, cases, times: None, points_centi, spared_centi }
    }

    #[test]
    fn points_open_the_cases_that_their_line_looked_at() {
        let share = |rate| indicator(Rule::Share { rate, falling: false });
        let of_whole = looked_at(&share(Rate::Archive), &line(Some((5, 8)), None, None));
        assert_eq!(of_whole, Some((Counter::NeedArchive, 8)), "the part is in it");
        let of_sum = looked_at(&share(Rate::MissReport), &line(Some((2, 10)), None, None));
        assert_eq!(of_sum, Some((Counter::MissReport, 2)), "a sum of two has no list");
        assert_eq!(looked_at(&share(Rate::Archive), &line(Some((0, 0)), None, None)), None);
        let second = Target { rate: Rate::IntimeDispose, falling: false, full_per_mille: 950, per_point_centi: 50 };
        let two = indicator(Rule::Threshold {
            rate: Rate::Archive,
            falling: false,
            full_per_mille: 1_000,
            per_point_centi: 50,
            also: Some(second),
        });
        let found = looked_at(&two, &line(Some((0, 0)), Some((1, 3)), None));
        assert_eq!(found, Some((Counter::NeedDispose, 3)), "where the first has none, those of the second");
        let (counter, per) = (Counter::Rework, Per::Case);
        let rule = Rule::PerCase { counter, per, each_centi: 20, from: None, each_from_centi: 0 };
        assert_eq!(looked_at(&indicator(rule), &line(None, None, Some(4))), Some((Counter::Rework, 4)));
        assert_eq!(looked_at(&indicator(Rule::ByHand), &line(None, None, None)), None);
    }
}
