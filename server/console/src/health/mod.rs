//! How the server is: what to do something about on top, then what it is, what waits, how its jobs go, what was slow, and
//! how a few figures were in the last days.
//!
//! The server finds out; the page says it in words. Start with [`page`].

mod text;
mod warnings;
mod cards;
mod jobs;
mod requests;
mod history;

use leptos::prelude::*;
use shared::api::health::HealthReport;

use self::text as words;
use crate::bridge::{self, Trouble};
use crate::faces::{self, Empty};
use crate::poll::{Polled, poll};
use crate::section::{self, Section};
use crate::text::say;

const SECONDS: u64 = 15;

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Health);
    let report = poll::<HealthReport, _, _>(SECONDS, || bridge::get("/api/v1/health"));
    let is_known = Memo::new(move |_| report.value.with(Option::is_some));
    let is_refused = Memo::new(move |_| {
        let refused = |trouble: &Trouble| trouble.code() == shared::refusal::Code::NotAllowed.as_str();
        report.trouble.with(|trouble| trouble.as_ref().is_some_and(refused))
    });
    let body = move || match (is_known.get(), is_refused.get()) {
        (_, true) => view! { <Empty title=words::CITY_ONLY more=words::CITY_ONLY_MORE/> }.into_any(),
        (false, false) if report.trouble.with(Option::is_some) => ().into_any(),
        (false, false) => faces::waiting(),
        (true, false) => view! {
            {follow(report, |report| report.warnings.clone(), |warnings| warnings::list(warnings))}
            {cards::cards(report)}
            {history::part(address)}
            {jobs::part(report)}
            {requests::slow(report)}
            {requests::routes(report)}
            {cards::packs(report)}
        }
        .into_any(),
    };
    view! {
        <section class="health" data-test="health">
            <header class="page-head"><h2>{say(Section::Health.word())}</h2>{faces::live_mark(report)}</header>
            {move || (!is_refused.get()).then(|| faces::trouble_bar(report))}
            {body}
        </section>
    }
    .into_any()
}

/// Draws a part of the report, and anew only when that part is another: what is open stays open, and the keys stay where
/// they are.
fn follow<T: PartialEq + Clone + Send + Sync + 'static>(
    report: Polled<HealthReport>,
    part: fn(&HealthReport) -> T,
    draw: fn(&T) -> AnyView,
) -> AnyView {
    let part = Memo::new(move |_| report.value.with(|report| report.as_ref().map(part)));
    (move || part.with(|part| part.as_ref().map(draw))).into_any()
}
