//! The queues, as tabs with what waits in each.

use leptos::prelude::*;
use shared::account::Role;
use shared::api::work::QueueFacts;
use shared::case::Queue;

use super::bench::Bench;
use super::text;
use crate::clock;
use crate::desk;
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, say, spans};

/// Draws the tabs, and below them who works through a queue that is not this desk's.
pub fn tabs(bench: Bench) -> AnyView {
    let role: Role = desk::account().role;
    let tabs: Vec<AnyView> = Queue::of(role).iter().map(|queue| tab(bench, *queue)).collect();
    let elsewhere = move || {
        let queue = bench.queue.get();
        facts(bench, queue)?.elsewhere
    };
    view! {
        <nav class="desk-tabs" aria-label=say(text::QUEUES) data-test="queues">{tabs}</nav>
        {move || elsewhere().map(|level| view! {
            <p class="card desk-elsewhere" data-test="elsewhere">
                <strong>{say(text::elsewhere(level))}</strong>" "{say(text::ELSEWHERE_MORE)}
            </p>
        })}
    }
    .into_any()
}

fn facts(bench: Bench, queue: Queue) -> Option<QueueFacts> {
    bench.work.value.with(|work| work.as_ref()?.queues.iter().find(|facts| facts.queue == queue).cloned())
}

fn tab(bench: Bench, queue: Queue) -> AnyView {
    let lang = lang();
    let ticking = clock::ticking();
    let facts = Memo::new(move |_| facts(bench, queue));
    let is_here = move || bench.queue.get() == queue;
    let count = move || facts.with(|facts| facts.as_ref().map(|facts| spans::number(facts.count)));
    let late = move || facts.with(|facts| facts.as_ref().map(|facts| facts.overdue).filter(|count| *count > 0));
    let oldest = move || {
        let oldest = facts.with(|facts| facts.as_ref().and_then(|facts| facts.oldest))?;
        Some(text::oldest(lang, &spans::span(lang, ticking.get().since(oldest))))
    };
    let href = Route::At(Section::Desk, Address::default().below(queue.as_str())).href();
    view! {
        <a class="desk-tab" class:here=is_here href=href data-test=format!("queue-{}", queue.as_str())
            aria-current=move || is_here().then_some("page")>
            <span>{lang.say(text::queue(queue))}</span>
            <strong class="figures" data-test="queue-count">{count}</strong>
            {move || late().map(|count| view! {
                <span class="badge tone-late" data-test="queue-late">{text::overdue(lang, count)}</span>
            })}
            <small class="figures">{oldest}</small>
        </a>
    }
    .into_any()
}
