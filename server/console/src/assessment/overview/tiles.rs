//! The main rates with both their numbers, and beside them what a reader must know of.

use leptos::prelude::*;
use shared::assessment::{Counter, Rate};

use crate::assessment::answer::{self, Answer};
use crate::assessment::asked::Number;
use crate::assessment::text::{self, glossary, pages as words};
use crate::assessment::{basis, figure};
use crate::text::say;

const RATES: [Rate; 7] = [
    Rate::IntimeDispose,
    Rate::Archive,
    Rate::IntimeArchive,
    Rate::OvertimeToDispose,
    Rate::Rework,
    Rate::Inst,
    Rate::MissReport,
];
const BESIDE: [Counter; 4] = [Counter::Report, Counter::Inst, Counter::Hang, Counter::AppealUpheld];

/// Draws them.
pub fn tiles(answer: Memo<Option<Answer>>) -> AnyView {
    view! {
        <h3 class="assess-heading">{say(words::RATES)}</h3>
        <div class="assess-tiles" data-test="tiles">
            {move || answer.with(|answer| answer.as_ref().map(|answer| {
                RATES.iter().map(|rate| rate_tile(answer, *rate)).collect_view()
            }))}
        </div>
        <h3 class="assess-heading">{say(words::BESIDE)}</h3>
        <div class="assess-tiles" data-test="tiles-beside">
            {move || answer.with(|answer| answer.as_ref().map(|answer| {
                BESIDE.iter().map(|counter| count_tile(answer, *counter)).collect_view()
            }))}
        </div>
        <p class="small quiet">{say(words::BESIDE_NOTE)}</p>
    }
    .into_any()
}

fn rate_tile(answer: &Answer, rate: Rate) -> AnyView {
    let basis = basis::of_rate(rate);
    let sums = answer::sums(&answer.table.total, basis);
    view! {
        <div class="card tile" data-test="tile-rate" data-rate=rate.as_str() title=say(glossary::rate(rate))>
            <strong class="figures">{figure::percent(rate.of(&sums))}</strong>
            <p>{say(text::rate(rate))}</p>
            <p class="figures">{figure::part_and_whole(&answer.asked, None, rate, &sums)}</p>
            <small>{say(text::basis(basis))}</small>
        </div>
    }
    .into_any()
}

fn count_tile(answer: &Answer, counter: Counter) -> AnyView {
    let basis = basis::of_counter(counter);
    let sums = answer::sums(&answer.table.total, basis);
    let number = Number { basis, counter, part: None, of: None };
    view! {
        <div class="card tile" data-test="tile-count" data-counter=counter.as_str() title=say(glossary::counter(counter))>
            <strong class="figures">{figure::count(&answer.asked, &number, sums.get(counter))}</strong>
            <p>{say(text::counter(counter))}</p>
            <small>{say(text::basis(basis))}</small>
        </div>
    }
    .into_any()
}
