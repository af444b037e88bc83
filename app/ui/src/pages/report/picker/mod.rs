//! Choosing what the problem is: by typing, from what is usual for this person and place, or by major class.
//!
//! Each keystroke asks; an answer that comes after a later question is dropped. `sections` is what stands there before
//! anything is typed, `found` what a query found, `marked` shows what of it fitted.

pub mod text;
mod sections;
mod found;
mod marked;

use app_bridge::ask::Ask;
use app_bridge::category::CategoryCard;
use app_bridge::told::Told;
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{spoken, t};
use leptos::prelude::*;
use shared::place::fix::Fix;

use self::found::FoundRow;
use self::sections::Sections;
use crate::fetch::{faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};
use crate::text as words;

/// The picker.
#[component]
pub fn PickerPage() -> impl IntoView {
    let query = RwSignal::new(String::new());
    let typed = Memo::new(move |_| query.with(|query| query.trim().to_owned()));
    let is_empty = Memo::new(move |_| typed.with(String::is_empty));
    let found = fetch(
        move || Ask::Categories { query: typed.get() },
        |told| match told {
            Told::Categories(found) => Ok(found),
            other => Err(unexpected(&other)),
        },
    );
    let place = first_place();
    let usual = fetch(
        move || Ask::Picker { fix: place.get() },
        |told| match told {
            Told::Picker(card) => Ok(*card),
            other => Err(unexpected(&other)),
        },
    );
    let found = faces(found, |found| view! { <Found found=found /> });
    let usual = faces(usual, |card| view! { <Sections card=card /> });
    let search = NodeRef::<leptos::html::Input>::new();
    search.on_load(|input| {
        if input.focus().is_err() {
            leptos::logging::warn!("The search field could not be focused");
        }
    });
    view! {
        <ScreenLayout title=spoken(words::WHAT_IS_WRONG) level=Level::Step test="screen-picker">
            <div class="search">
                <Icon picture=Picture::Glass />
                <input type="search" data-test="category-search" aria-label=t(words::SEARCH_LABEL) node_ref=search
                    placeholder=t(words::SEARCH) autocomplete="off" autocapitalize="off" spellcheck="false"
                    enterkeyhint="search" prop:value=query on:input=move |event| query.set(event_target_value(&event)) />
            </div>
            {move || match is_empty.get() {
                true => usual(),
                false => found(),
            }}
        </ScreenLayout>
    }
}

/// Follows the place of the report until it is known; a step to the side changes nothing of what is usual there.
fn first_place() -> Memo<Option<Fix>> {
    let app = App::get();
    let sheet = app.sheet();
    Memo::new(move |before: Option<&Option<Fix>>| match before {
        Some(Some(known)) => Some(known.clone()),
        Some(None) | None => sheet.with(|draft| draft.fix(app.place.here.get())),
    })
}

#[component]
fn Found(found: Vec<CategoryCard>) -> impl IntoView {
    if found.is_empty() {
        return view! {
            <EmptyState picture=Picture::Glass title=spoken(words::NOTHING_FOUND) words=spoken(words::NOTHING_FOUND_WORDS) />
        }
        .into_any();
    }
    view! {
        <div class="rows found-rows">
            {found.into_iter().map(|category| view! { <FoundRow category=category /> }).collect_view()}
        </div>
    }
    .into_any()
}

/// Takes the category into the report and returns to it.
fn choose(app: App, category: CategoryCard) {
    app.sheet().update(|draft| draft.choose(CategoryCard { fitted: None, ..category }));
    app.leave();
}
