//! The own cases, newest first, and where each of them is. Read page by page: there may be thousands.

use app_bridge::ask::Ask;
use app_bridge::today::{Behind, CasesPage as Page, CasesWhere};
use app_bridge::told::{CaseCard, Failure, Told};
use kit::faces::EmptyState;
use kit::icon::Picture;
use kit::lang::{Words, spoken, t};
use leptos::prelude::*;

use crate::fetch::{Fetch, Fetched, faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::more::More;
use crate::pages::case_row::CaseRow;
use crate::state::unexpected;
use crate::text;

const fn words(place: CasesWhere) -> Words {
    match place {
        CasesWhere::Anywhere => text::FILTER_ALL,
        CasesWhere::OnlyHere => text::FILTER_HERE,
        CasesWhere::Underway => text::FILTER_UNDERWAY,
        CasesWhere::Arrived => text::FILTER_ARRIVED,
        CasesWhere::SentBack => text::FILTER_BACK,
    }
}

const fn name_for_tests(place: CasesWhere) -> &'static str {
    match place {
        CasesWhere::Anywhere => "filter-all",
        CasesWhere::OnlyHere => "filter-only-here",
        CasesWhere::Underway => "filter-underway",
        CasesWhere::Arrived => "filter-arrived",
        CasesWhere::SentBack => "filter-sent-back",
    }
}

/// Asks for the own cases that are not all at the server, however old, and for those of this day.
pub fn own_cases() -> Fetch<Vec<CaseCard>> {
    fetch(
        || Ask::CasesOfToday,
        |told| match told {
            Told::Cases(cases) => Ok(cases),
            other => Err(unexpected(&other)),
        },
    )
}

fn page(told: Told) -> Result<Page, Failure> {
    match told {
        Told::CasesPage(page) => Ok(*page),
        other => Err(unexpected(&other)),
    }
}

/// The own cases.
#[component]
pub fn CasesPage() -> impl IntoView {
    let place = RwSignal::new(CasesWhere::Anywhere);
    let first = fetch(move || Ask::CasesPage { place: place.get(), behind: None }, page);
    let counts = Memo::new(move |_| {
        first.got.with(|got| match got {
            Fetched::Here(page) => page.counts.clone(),
            Fetched::Reading | Fetched::Failed(_) => Vec::new(),
        })
    });
    let next = next_of(first.got);
    let here = move |page: Page| {
        if page.counts.first().is_none_or(|all| *all == 0) {
            return view! {
                <EmptyState picture=Picture::Folder title=spoken(text::NO_CASES_TITLE) words=spoken(text::NO_CASES_WORDS) />
            }
            .into_any();
        }
        if page.cases.is_empty() {
            return view! {
                <EmptyState picture=Picture::Folder title=spoken(text::NONE_OF_THESE) words=spoken(text::NONE_OF_THESE_WORDS) />
            }
            .into_any();
        }
        rows(page, "rows")
    };
    view! {
        <ScreenLayout title=spoken(text::MY_CASES) level=Level::Step test="screen-cases">
            {move || counts.with(|counts| counts.iter().any(|count| *count > 0)).then(|| view! {
                <Filters place=place counts=counts />
            })}
            {faces(first, here)}
            {move || following(place.get(), next)}
        </ScreenLayout>
    }
}

/// The chips: every place that has cases, with how many.
#[component]
fn Filters(place: RwSignal<CasesWhere>, counts: Memo<Vec<u64>>) -> impl IntoView {
    let shown = counts.get_untracked().into_iter().zip(CasesWhere::ALL);
    let shown = shown.filter(move |(count, choice)| *count > 0 || *choice == place.get_untracked());
    view! {
        <div class="chips filters">
            {shown.map(|(count, choice)| view! {
                <button type="button" class="chip" data-test=name_for_tests(choice)
                    aria-pressed=move || (place.get() == choice).to_string() on:click=move |_| place.set(choice)>
                    {t(words(choice))}<span class="number">{count}</span>
                </button>
            }).collect_view()}
        </div>
    }
}

/// Returns where the page behind one begins, once that one is here; follows it.
fn next_of(page: Memo<Fetched<Page>>) -> Memo<Option<Behind>> {
    Memo::new(move |_| {
        page.with(|got| match got {
            Fetched::Here(page) => page.next,
            Fetched::Reading | Fetched::Failed(_) => None,
        })
    })
}

fn rows(page: Page, class: &'static str) -> AnyView {
    view! { <div class=class>{page.cases.into_iter().map(|card| view! { <CaseRow card=card /> }).collect_view()}</div> }
        .into_any()
}

/// The page behind another: nothing behind the last one, and not asked for before the end of that one is reached. Each
/// page is drawn by itself: what changes in one leaves the others, and where the person has scrolled to, alone.
fn following(place: CasesWhere, behind: Memo<Option<Behind>>) -> AnyView {
    let is_there = Memo::new(move |_| behind.with(Option::is_some));
    let is_wanted = RwSignal::new(false);
    (move || match (is_there.get(), is_wanted.get()) {
        (false, _) => ().into_any(),
        (true, false) => view! { <More on_reached=move |()| is_wanted.set(true) /> }.into_any(),
        (true, true) => {
            let there = fetch(move || Ask::CasesPage { place, behind: behind.get() }, page);
            let next = next_of(there.got);
            view! { {faces(there, |page| rows(page, "rows behind"))} {following(place, next)} }.into_any()
        }
    })
    .into_any()
}
