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
use crate::poll::poll;
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
    // Each part follows what it shows, so that a look at the server does not close what is open.
    let shown = move |draw: fn(&HealthReport) -> AnyView| move || report.value.with(|report| report.as_ref().map(draw));
    let body = move || match (is_known.get(), is_refused.get()) {
        (_, true) => view! { <Empty title=words::CITY_ONLY more=words::CITY_ONLY_MORE/> }.into_any(),
        (false, false) if report.trouble.with(Option::is_some) => ().into_any(),
        (false, false) => faces::waiting(),
        (true, false) => view! {
            {shown(warnings::list)}
            {shown(cards::cards)}
            {history::part(address)}
            {shown(jobs::part)}
            {shown(requests::slow)}
            {shown(requests::routes)}
            {shown(cards::packs)}
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
