//! How a time went, at a glance: the main rates with both their numbers, a comparison, and the course of frozen months.

mod tiles;
mod bars;
mod past;

use leptos::prelude::*;
use shared::assessment::{Rate, Subject};

use super::answer::{self, Answer};
use super::asked::{Asked, route as way};
use super::text::{self, pages as words};
use super::{glossary, period};
use crate::desk;
use crate::faces::{self, Empty};
use crate::people::fields;
use crate::route;
use crate::section::{Address, Section};
use crate::text::{lang, say};

/// By what rows are compared here; the tables have the rest.
const COMPARED: [Subject; 5] =
    [Subject::Jurisdiction, Subject::Division, Subject::Street, Subject::Unit, Subject::Category];

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let asked = period::asked(address);
    let months = period::months();
    let acts_for_a_unit = desk::account().unit.is_some();
    let by = Memo::new(move |_| {
        let named = address.with(|address| address.get("by").and_then(Subject::parse));
        let is_one_area = asked.with(|asked| !asked.area.is_empty() || !asked.unit.is_empty());
        let usual = if is_one_area || acts_for_a_unit { Subject::Unit } else { Subject::Jurisdiction };
        named.filter(|named| COMPARED.contains(named)).unwrap_or(usual)
    });
    let rate = Memo::new(move |_| {
        address.with(|address| address.get("rate").and_then(Rate::parse)).unwrap_or(Rate::IntimeDispose)
    });
    let reply = answer::follow(asked, by);
    let answer = Memo::new(move |_| reply.value.get());
    let known = Memo::new(move |_| answer.with(Option::is_some));
    let is_empty = Memo::new(move |_| {
        answer.with(|answer| answer.as_ref().is_some_and(|Answer { table, .. }| table.rows.is_empty()))
    });
    let source = move || answer.with(|answer| answer.as_ref().map(|answer| period::source(&answer.table)));
    view! {
        <section data-test="assessment-overview">
            <header class="page-head">
                <h2>{say(Section::Assessment.word())}</h2>
                {faces::live_mark(reply)}
            </header>
            <p class="lead quiet small">{say(words::LEAD)}</p>
            {period::bar(address, asked, months)}
            {faces::trouble_bar(reply)}
            {source}
            {move || match (known.get(), is_empty.get()) {
                (false, _) if reply.trouble.with(Option::is_some) => ().into_any(),
                (false, _) => faces::waiting(),
                (true, true) => view! { <Empty title=words::NOTHING more=words::NOTHING_MORE/> }.into_any(),
                (true, false) => view! {
                    {tiles::tiles(answer)}
                    <div class="assess-charts">{bars::card(answer, address, rate, by)}</div>
                }.into_any(),
            }}
            <div class="assess-charts">{past::card(asked, months, rate)}</div>
            {glossary::all()}
        </section>
    }
    .into_any()
}

/// Draws the choices of what is compared, which stand in the address.
fn choices(address: Memo<Address>, rate: Memo<Rate>, by: Memo<Subject>) -> AnyView {
    let lang = lang();
    let go = move |name: &'static str| {
        Callback::new(move |value: String| route::go(&way(address.get_untracked().with(name, &value))))
    };
    let rates = Rate::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(text::rate(*one)).to_owned())).collect();
    let subjects =
        COMPARED.iter().map(|one| (one.as_str().to_owned(), lang.say(text::subject(*one)).to_owned())).collect();
    let rate = Signal::derive(move || rate.get().as_str().to_owned());
    let by = Signal::derive(move || by.get().as_str().to_owned());
    view! {
        <div class="assess-choices">
            {fields::select(words::WHICH_RATE, "compare-rate", rates, rate, go("rate"))}
            {fields::select(words::COMPARE_BY, "compare-by", subjects, by, go("by"))}
        </div>
    }
    .into_any()
}

/// Asks the same of a frozen month.
fn frozen(asked: &Asked, month: &str, version: u32) -> Asked {
    let period = super::asked::Period::Frozen { month: month.to_owned(), version: version.to_string() };
    asked.clone().of(period)
}
