//! A unit's own work: the cases sent to it, by the time that is left.

mod asks;
mod card;
mod take;

use leptos::prelude::*;
use shared::account::Role;
use shared::api::cases::CaseList;
use shared::api::work::Work;
use shared::case::State;

use crate::bridge;
use crate::desk;
use crate::faces::{self, Empty};
use crate::poll::{Polled, poll};
use crate::route::Sort;
use crate::text::{lang, say, spans, words};
use crate::work_list::text;

use self::card::{Card, Entry};
use self::take::Selected;

const SECONDS: u64 = 4;
/// The most urgent ones; the heading says how many there are in all.
const SHOWN: u32 = 200;
const HANDED_BACK_SHOWN: u32 = 12;

/// The page. The server only tells a unit of its own cases.
#[component]
pub fn HandlingPage() -> impl IntoView {
    let to_take = list(State::ToHandle, Sort::Due, SHOWN);
    let in_hand = list(State::Handling, Sort::Due, SHOWN);
    let suspended = list(State::Suspended, Sort::Due, SHOWN);
    let handed_back = [State::ToReview, State::ToCheck, State::Checking, State::ToClose, State::Closed]
        .map(|state| list(state, Sort::Newest, HANDED_BACK_SHOWN));
    let to_take_entries = Memo::new(move |_| to_take.value.with(entries));
    let in_hand_entries = Memo::new(move |_| in_hand.value.with(entries));
    let suspended_entries = Memo::new(move |_| suspended.value.with(entries));
    let handed_entries = Memo::new(move |_| {
        let mut all: Vec<Entry> = handed_back.iter().flat_map(|list| list.value.with(entries)).collect();
        all.sort_by_key(|entry| std::cmp::Reverse(entry.case.reported_at));
        all
    });
    let handed_count = Signal::derive(move || handed_entries.with(Vec::len).to_string());
    let known = Memo::new(move |_| to_take.value.with(Option::is_some) && in_hand.value.with(Option::is_some));
    let work = poll::<Work, _, _>(SECONDS, || bridge::get("/api/v1/work"));
    // Only the unit itself takes a case; its handlers find what was given to them.
    let takes = desk::account().role == Role::Unit;
    let selected: Selected = RwSignal::new(std::collections::BTreeSet::new());
    let is_empty = Memo::new(move |_| {
        [to_take_entries, in_hand_entries, suspended_entries].iter().all(|entries| entries.with(Vec::is_empty))
    });
    let again = Callback::new(move |()| {
        to_take.again();
        in_hand.again();
        suspended.again();
        handed_back.iter().for_each(|list| list.again());
        work.again();
    });
    view! {
        <section data-test="handling">
            <header class="page-head"><h2>{say(words::HANDLING_LEAD)}</h2>{faces::live_mark(to_take)}</header>
            {summary(work)}
            {faces::trouble_bar(to_take)}
            // Outside of what follows: for a moment all lists may be empty, and its report must not go with them.
            {takes.then(|| take::take(to_take_entries, selected, again))}
            {move || match (known.get(), is_empty.get()) {
                (false, _) if to_take.trouble.with(Option::is_some) => ().into_any(),
                (false, _) => faces::waiting(),
                (true, true) => view! {
                    <Empty title=words::NOTHING_TO_HANDLE more=words::NOTHING_TO_HANDLE_MORE/>
                }.into_any(),
                (true, false) => view! {
                    {column(words::TO_TAKE, "to-take", to_take_entries, counted(to_take), again, takes.then_some(selected))}
                    {column(words::IN_HAND, "in-hand", in_hand_entries, counted(in_hand), again, None)}
                    {column(words::PARKED, "suspended", suspended_entries, counted(suspended), again, None)}
                }.into_any(),
            }}
            {column(words::HANDED_BACK, "handed-back", handed_entries, handed_count, again, None)}
        </section>
    }
}

/// Says how much waits in each queue, and how much of it is late.
fn summary(work: Polled<Work>) -> AnyView {
    let lang = lang();
    let drawn = move || {
        let queues = work.value.with(|work| work.as_ref().map(|work| work.queues.clone()).unwrap_or_default());
        let one = |facts: shared::api::work::QueueFacts| {
            let late = (facts.overdue > 0).then(|| {
                view! {
                    <span class="badge tone-late">{text::overdue(lang, facts.overdue)}</span>
                }
            });
            view! {
                <li data-test=format!("queue-{}", facts.queue.as_str())>
                    {lang.say(text::queue(facts.queue))}" "<strong class="figures">{spans::number(facts.count)}</strong>{late}
                </li>
            }
        };
        queues.into_iter().map(one).collect_view()
    };
    view! { <ul class="work-summary" data-test="work-summary">{drawn}</ul> }.into_any()
}

fn list(state: State, sort: Sort, limit: u32) -> Polled<CaseList> {
    let address = format!("/api/v1/cases?state={}&sort={}&limit={limit}", state.as_str(), sort.as_str());
    poll(SECONDS, move || {
        let address = address.clone();
        async move { bridge::get(&address).await }
    })
}

fn entries(list: &Option<CaseList>) -> Vec<Entry> {
    let Some(list) = list else { return Vec::new() };
    let entry = |case: &shared::case::Case| Entry {
        case: case.clone(),
        names: list.names.get(&case.id).cloned().unwrap_or_default(),
    };
    list.cases.iter().map(entry).collect()
}

fn counted(list: Polled<CaseList>) -> Signal<String> {
    let counted = |list: &CaseList| spans::counted(list.total, list.total_capped);
    Signal::derive(move || list.value.with(|list| list.as_ref().map(counted).unwrap_or_default()))
}

fn column(
    title: kit::lang::Words,
    name: &'static str,
    entries: Memo<Vec<Entry>>,
    count: Signal<String>,
    on_change: Callback<()>,
    select: Option<Selected>,
) -> impl IntoView {
    view! {
        <section class="work" data-test=name class:gone=move || entries.with(Vec::is_empty)>
            <h3>{say(title)}" "<span class="quiet figures">{count}</span></h3>
            <div class="work-cards">
                <For each=move || entries.get() key=|entry| (entry.case.id, entry.case.version)
                    children=move |entry| view! { <Card entry on_change select/> }/>
            </div>
        </section>
    }
}
