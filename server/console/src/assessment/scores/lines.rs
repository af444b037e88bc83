//! One object's score, line by line: what was measured, with the way to its cases, and how the points came about.

use leptos::prelude::*;
use shared::api::assessment::{GivenList, ScoreRow, ScoreTable};
use shared::assessment::score::{Indicator, Line, Measured, Rule};
use shared::assessment::{Counter, Rate};

use super::asked::{Number, way};
use super::{given, text as words};
use crate::assessment::models::points::{full, short};
use crate::assessment::text::{basis, counter, rate, slice};
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
    let named = |code: &str| table.model.indicators.iter().find(|one| one.code == code);
    let pairs = row.score.lines.iter().filter_map(|line| Some((named(&line.code)?, line)));
    let lines: Vec<AnyView> = pairs.map(|(indicator, line)| one(table, row, indicator, line)).collect();
    let is_weighed_up = row.score.lines.iter().any(|line| line.points_centi.is_none());
    let close = move || way(&address.get(), "row", "").href();
    view! {
        <article class="card score-card" data-test="score-lines" data-key=row.key.clone()>
            <header class="score-head">
                <h3><span class="figures">{row.rank.to_string()}" · "</span><span data-said="">{row.name.clone()}</span></h3>
                <strong class="figures score-total">{full(row.score.total_centi)}</strong>
                <a class="button small" data-test="score-close" href=close>{lang.say(words::CLOSE)}</a>
            </header>
            <ul class="score-lines">{lines}</ul>
            {is_weighed_up.then(|| view! { <p class="small quiet">{say(words::WEIGHED_UP)}</p> })}
        </article>
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

/// Draws what was measured; each number is the way to its cases.
fn measured(table: &ScoreTable, row: &ScoreRow, indicator: &Indicator, line: &Line) -> AnyView {
    let lang = lang();
    let of_case = |counter: Counter| Number {
        month: &table.month,
        source: &table.source,
        by: table.model.subject,
        key: &row.key,
        name: &row.name,
        basis: indicator.basis,
        counter,
        part: indicator.of,
    };
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
