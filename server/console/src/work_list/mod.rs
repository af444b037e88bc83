//! The desk: what waits for the acceptor, the shift leader, the dispatcher, worked through without leaving the list.
//!
//! `bench` is what lies on the desk: the queue, its cases, which one is chosen and which are selected. `tabs` and `list`
//! draw it, `panel` the chosen case with what can be done to it (`steps`), `many` one action on all that are selected,
//! `case::around` the map of whose job it is. `letters` are the keys. What the server says may be done is offered, nothing else.

pub mod bench;
mod tabs;
mod list;
mod panel;
pub mod steps;
mod many;
pub mod run;
mod letters;
pub mod text;

use leptos::prelude::*;
use shared::case::Queue;

use self::bench::Bench;
use crate::case::trail;
use crate::desk;
use crate::faces::{self, Empty};
use crate::section::{self, Section};
use crate::text::say;

/// The page.
pub fn page() -> AnyView {
    let own = Queue::of(desk::account().role);
    let Some(first) = own.first().copied() else {
        return view! { <Empty title=text::NO_DESK more=text::NO_DESK_MORE/> }.into_any();
    };
    let address = section::address(Section::Desk);
    let queue = Memo::new(move |_| {
        let named = address.with(|address| address.part(0).and_then(Queue::parse));
        named.filter(|queue| own.contains(queue)).unwrap_or(first)
    });
    let before = Memo::new(move |_| address.with(|address| address.get("before").map(str::to_owned)));
    let bench = Bench::laid(queue, before);
    trail::follow(Signal::derive(move || bench.rows.with(|rows| rows.iter().map(|row| row.case.id).collect())));
    view! {
        <section class="desk" data-test="desk" class:has-chosen=move || bench.chosen.get().is_some()>
            <header class="page-head">
                <h2>{say(text::LEAD)}</h2>
                {faces::live_mark(bench.list)}
                <span class="gap"></span>
                <details class="desk-keys"><summary>{say(text::KEYS_TITLE)}</summary>
                    <p class="card small">{say(text::KEYS)}</p>
                </details>
            </header>
            {tabs::tabs(bench)}
            {faces::trouble_bar(bench.list)}
            {bench::told(bench)}
            <div class="desk-body">
                <div class="desk-list">
                    {many::many(bench)}
                    {list::list(bench)}
                </div>
                <div class="desk-beside">{panel::beside(bench)}</div>
            </div>
        </section>
    }
    .into_any()
}
