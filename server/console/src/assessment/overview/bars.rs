//! One rate of several, side by side: drawn, and as a table of the same numbers.

use leptos::prelude::*;
use serde_json::{Value, json};
use shared::api::assessment::AssessmentRow;
use shared::assessment::{Rate, Subject, Sums};

use super::choices;
use crate::assessment::answer::{self, Answer};
use crate::assessment::asked::{Row, href};
use crate::assessment::column::{Column, Order};
use crate::assessment::text::{self, pages as words, phrases};
use crate::assessment::{basis, figure};
use crate::section::Address;
use crate::text::{lang, say};

/// More bars than that cannot be told apart.
const MOST: usize = 20;

/// What is drawn.
#[derive(Clone, PartialEq, Debug, Default)]
struct Bars {
    /// The rows that have the rate, the best first, only the worst where there are too many.
    rows: Vec<AssessmentRow>,
    /// How many have it in all.
    of: usize,
}

/// Draws the card.
pub fn card(answer: Memo<Option<Answer>>, address: Memo<Address>, rate: Memo<Rate>, by: Memo<Subject>) -> AnyView {
    let lang = lang();
    let bars = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().map(|answer| bars(&answer.table.rows, rate.get())).unwrap_or_default())
    });
    // The rows are those of the answer, which may still be another one's.
    let shown_by = Memo::new(move |_| answer.with(|answer| answer.as_ref().map_or(by.get(), |one| one.table.by)));
    let is_empty = Memo::new(move |_| bars.with(|bars| bars.rows.is_empty()));
    let option = Signal::derive(move || bars.with(|bars| option(bars, rate.get())));
    let some = move || {
        bars.with(|bars| (bars.rows.len() < bars.of).then(|| phrases::only_some(lang, bars.rows.len(), bars.of)))
    };
    let drawn = move || {
        if is_empty.get() {
            return view! { <p class="small quiet" data-test="no-bars">{lang.say(words::NO_RATE)}</p> }.into_any();
        }
        let (rate, by) = (rate.get(), shown_by.get());
        let label = phrases::compared(lang, lang.say(text::rate(rate)), lang.say(text::subject(by)));
        view! {
            // What the bars are called are names.
            <div data-said="">{kit::chart::chart(option, label, "bars")}</div>
            <p class="small quiet">{say(text::basis(basis::of_rate(rate)))}" · "{some}</p>
        }
        .into_any()
    };
    view! {
        <figure class="card assess-chart assess-bars">
            <figcaption><h3>{say(words::COMPARED)}</h3></figcaption>
            {choices(address, rate, by)}
            {drawn}
            <details data-test="bars-numbers">
                <summary>{say(words::NUMBERS)}</summary>
                {numbers(answer, bars, rate, shown_by)}
            </details>
        </figure>
    }
    .into_any()
}

/// Says whether less is better.
const fn falls(rate: Rate) -> bool {
    match rate {
        Rate::OvertimeDispose
        | Rate::OvertimeToDispose
        | Rate::OvertimeArchive
        | Rate::Rework
        | Rate::Postpone
        | Rate::ToArchive
        | Rate::MissReport => true,
        Rate::Inst
        | Rate::ValidReport
        | Rate::IntimeOperate
        | Rate::IntimeInst
        | Rate::IntimeDispatch
        | Rate::AccurDispatch
        | Rate::Dispose
        | Rate::IntimeDispose
        | Rate::Archive
        | Rate::IntimeArchive
        | Rate::IntimeVerify
        | Rate::IntimeCheck
        | Rate::PatrolValid
        | Rate::IntimeReply => false,
    }
}

fn sums_of(row: &AssessmentRow, rate: Rate) -> Sums {
    answer::sums(&row.sums, basis::of_rate(rate))
}

fn bars(all: &[AssessmentRow], rate: Rate) -> Bars {
    let column = Column::Rate(rate);
    let has_rate = |row: &&AssessmentRow| column.value(&sums_of(row, rate)).is_some();
    let mut rows: Vec<AssessmentRow> = all.iter().filter(has_rate).cloned().collect();
    Order { by: Some(column), rising: falls(rate) }.sort(&mut rows);
    let of = rows.len();
    let rows = rows.into_iter().skip(of.saturating_sub(MOST)).collect();
    Bars { rows, of }
}

/// Writes the chart as its library reads it; a colour is the name of a token.
fn option(bars: &Bars, rate: Rate) -> Value {
    let name = |row: &AssessmentRow| if row.name.is_empty() { say(words::NOBODY).to_owned() } else { row.name.clone() };
    let names: Vec<String> = bars.rows.iter().map(name).collect();
    let data: Vec<Option<f64>> = bars.rows.iter().map(|row| figure::drawn(rate.of(&sums_of(row, rate)))).collect();
    json!({
        "animation": false,
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 8, "containLabel": true},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "min": 0, "axisLabel": {"color": "--ink-2", "formatter": "{value} %"}, "splitLine": {"lineStyle": {"color": "--line"}}},
        "yAxis": {"type": "category", "inverse": true, "data": names, "axisLabel": {"color": "--ink-2", "width": 140, "overflow": "truncate"}},
        "series": [{
            "type": "bar", "name": say(text::rate(rate)), "data": data, "barMaxWidth": 22,
            "itemStyle": {"color": "--brand"},
        }],
    })
}

/// Draws the same numbers as a table; each leads to its cases.
fn numbers(answer: Memo<Option<Answer>>, bars: Memo<Bars>, rate: Memo<Rate>, by: Memo<Subject>) -> AnyView {
    let row = move |answer: &Answer, one: &AssessmentRow| {
        let (rate, by) = (rate.get(), by.get());
        let sums = sums_of(one, rate);
        let of = Row { by, key: one.key.clone(), name: one.name.clone() };
        let name = if one.name.is_empty() { say(words::NOBODY).to_owned() } else { one.name.clone() };
        view! {
            <tr data-test="bars-row" data-key=one.key.clone()>
                <th scope="row" data-said="">{name}</th>
                <td class="right figures">{figure::percent(rate.of(&sums))}</td>
                <td class="right figures">{figure::part_and_whole(&answer.asked, Some(&of), rate, &sums)}</td>
            </tr>
        }
    };
    let rows = move || {
        answer.with(|answer| {
            answer.as_ref().map(|answer| bars.with(|bars| bars.rows.iter().map(|one| row(answer, one)).collect_view()))
        })
    };
    let table = move || answer.with(|answer| answer.as_ref().map(|answer| href(&answer.asked.table(by.get()))));
    view! {
        <div class="assess-numbers" tabindex="0" role="region" aria-label=say(words::NUMBERS)>
            <table class="rows compact">
                <thead>
                    <tr>
                        <th scope="col">{move || say(text::subject(by.get()))}</th>
                        <th scope="col" class="right">{move || say(text::rate(rate.get()))}</th>
                        <th scope="col" class="right">{say(words::PART_AND_WHOLE)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p><a class="words-link" data-test="to-table" href=table>{say(words::TABLES)}</a></p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::api::assessment::AssessmentRow;
    use shared::assessment::{Basis, Counter, Rate, Sums};

    use super::{MOST, bars};

    fn row(number: u64) -> AssessmentRow {
        let mut sums = Sums::default();
        sums.set(Counter::NeedArchive, 100);
        sums.set(Counter::Archive, number);
        sums.set(Counter::Rework, number);
        AssessmentRow { key: number.to_string(), name: String::new(), sums: BTreeMap::from([(Basis::Due, sums)]) }
    }

    #[test]
    fn of_too_many_the_worst_are_drawn_and_those_without_the_rate_are_not() {
        let mut rows: Vec<AssessmentRow> = (0..30).map(row).collect();
        rows.push(AssessmentRow { key: "none".to_owned(), name: String::new(), sums: BTreeMap::new() });
        let keys = |rate: Rate| {
            let bars = bars(&rows, rate);
            assert_eq!((bars.rows.len(), bars.of), (MOST, 30));
            (bars.rows[0].key.clone(), bars.rows[MOST - 1].key.clone())
        };
        assert_eq!(keys(Rate::Archive), ("19".to_owned(), "0".to_owned()), "the worst last");
        assert_eq!(keys(Rate::Rework), ("10".to_owned(), "29".to_owned()), "here less is better");
    }
}
