//! The own cases, newest first, and where each of them is.

use app_bridge::ask::Ask;
use app_bridge::told::{CaseCard, Told, Whereabouts};
use kit::faces::EmptyState;
use kit::icon::Picture;
use kit::lang::{Words, spoken, t};
use leptos::prelude::*;

use crate::fetch::{Fetch, faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::pages::case_row::CaseRow;
use crate::state::unexpected;
use crate::text;

/// Which cases are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Filter {
    All,
    OnlyHere,
    Underway,
    Arrived,
    SentBack,
}

impl Filter {
    const ALL: [Self; 5] = [Self::All, Self::OnlyHere, Self::Underway, Self::Arrived, Self::SentBack];

    fn wants(self, card: &CaseCard) -> bool {
        let all_photos = card.photos_received >= card.photos_total;
        match (self, &card.whereabouts) {
            (Self::All, _)
            | (Self::OnlyHere, Whereabouts::OnlyHere)
            | (Self::Underway, Whereabouts::RowArrived)
            | (Self::SentBack, Whereabouts::SentBack { .. }) => true,
            (Self::Arrived, Whereabouts::Arrived) => all_photos,
            (Self::Underway, Whereabouts::Arrived) => !all_photos,
            (Self::OnlyHere | Self::Underway | Self::Arrived | Self::SentBack, _) => false,
        }
    }

    const fn words(self) -> Words {
        match self {
            Self::All => text::FILTER_ALL,
            Self::OnlyHere => text::FILTER_HERE,
            Self::Underway => text::FILTER_UNDERWAY,
            Self::Arrived => text::FILTER_ARRIVED,
            Self::SentBack => text::FILTER_BACK,
        }
    }

    const fn test(self) -> &'static str {
        match self {
            Self::All => "filter-all",
            Self::OnlyHere => "filter-only-here",
            Self::Underway => "filter-underway",
            Self::Arrived => "filter-arrived",
            Self::SentBack => "filter-sent-back",
        }
    }
}

/// Asks for the own cases.
pub fn own_cases() -> Fetch<Vec<CaseCard>> {
    fetch(
        || Ask::Cases,
        |told| match told {
            Told::Cases(cases) => Ok(cases),
            other => Err(unexpected(&other)),
        },
    )
}

/// The own cases.
#[component]
pub fn CasesPage() -> impl IntoView {
    let cases = own_cases();
    let filter = RwSignal::new(Filter::All);
    let here = move |cards: Vec<CaseCard>| {
        if cards.is_empty() {
            return view! {
                <EmptyState picture=Picture::Folder title=spoken(text::NO_CASES_TITLE) words=spoken(text::NO_CASES_WORDS) />
            }
            .into_any();
        }
        view! { <Filtered cards=cards filter=filter /> }.into_any()
    };
    view! {
        <ScreenLayout title=spoken(text::MY_CASES) level=Level::Tab test="screen-cases">{faces(cases, here)}</ScreenLayout>
    }
}

#[component]
fn Filtered(cards: Vec<CaseCard>, filter: RwSignal<Filter>) -> impl IntoView {
    let cards = StoredValue::new(cards);
    let count = move |filter: Filter| cards.with_value(|cards| cards.iter().filter(|card| filter.wants(card)).count());
    let wanted = move || {
        let filter = filter.get();
        cards.with_value(|cards| cards.iter().filter(|card| filter.wants(card)).cloned().collect::<Vec<_>>())
    };
    view! {
        <div class="chips filters">
            {Filter::ALL.into_iter().filter(|choice| *choice == Filter::All || count(*choice) > 0).map(|choice| view! {
                <button type="button" class="chip" data-test=choice.test()
                    aria-pressed=move || (filter.get() == choice).to_string() on:click=move |_| filter.set(choice)>
                    {t(choice.words())}<span class="number">{count(choice)}</span>
                </button>
            }).collect_view()}
        </div>
        {move || {
            let wanted = wanted();
            if wanted.is_empty() {
                view! {
                    <EmptyState picture=Picture::Folder title=spoken(text::NONE_OF_THESE) words=spoken(text::NONE_OF_THESE_WORDS) />
                }.into_any()
            } else {
                view! {
                    <div class="rows">{wanted.into_iter().map(|card| view! { <CaseRow card=card /> }).collect_view()}</div>
                }.into_any()
            }
        }}
    }
}
