//! Choosing what the problem is: by pinyin, by name, by code, or from the frequent ones.

use app_bridge::ask::Ask;
use app_bridge::category::{CategoryCard, ConditionCard};
use app_bridge::told::Told;
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Lang, spoken, t};
use leptos::prelude::*;

use crate::fetch::{faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};
use crate::text;

/// The picker.
#[component]
pub fn PickerPage() -> impl IntoView {
    let query = RwSignal::new(String::new());
    let found = fetch(
        move || Ask::Categories { query: query.get().trim().to_owned() },
        |told| match told {
            Told::Categories(found) => Ok(found),
            other => Err(unexpected(&other)),
        },
    );
    let here = move |found: Vec<CategoryCard>| {
        let asked = !query.get_untracked().trim().is_empty();
        match (found.is_empty(), asked) {
            (true, _) => view! {
                <EmptyState picture=Picture::Glass title=spoken(text::NOTHING_FOUND) words=spoken(text::NOTHING_FOUND_WORDS) />
            }
            .into_any(),
            (false, true) => view! {
                <div class="rows">
                    {found.into_iter().map(|category| view! { <FoundRow category=category /> }).collect_view()}
                </div>
            }
            .into_any(),
            (false, false) => view! {
                <h2 class="section">{t(text::FREQUENT)}</h2>
                <div class="tiles">
                    {found.into_iter().map(|category| view! { <FrequentTile category=category /> }).collect_view()}
                </div>
            }
            .into_any(),
        }
    };
    let search = NodeRef::<leptos::html::Input>::new();
    search.on_load(|input| {
        if input.focus().is_err() {
            leptos::logging::warn!("The search field could not be focused");
        }
    });
    view! {
        <ScreenLayout title=spoken(text::WHAT_IS_WRONG) level=Level::Step test="screen-picker">
            <div class="search">
                <Icon picture=Picture::Glass />
                <input type="search" data-test="category-search" aria-label=t(text::SEARCH_LABEL) node_ref=search
                    placeholder=t(text::SEARCH) autocomplete="off" autocapitalize="off" spellcheck="false"
                    prop:value=query on:input=move |event| query.set(event_target_value(&event)) />
            </div>
            {faces(found, here)}
        </ScreenLayout>
    }
}

/// Takes the category into the report and returns to it.
fn choose(app: App, category: CategoryCard) {
    app.sheet().update(|draft| draft.choose(category));
    app.leave();
}

/// Says what it is: what to photograph and mind, or else its first condition. Hints are written in Chinese only.
fn what_it_is(lang: Lang, hint: &str, conditions: &[ConditionCard]) -> String {
    match (lang, hint.is_empty(), conditions.first()) {
        (Lang::Zh, true, Some(first)) | (Lang::En, _, Some(first)) => lang.pick(&first.text, &first.text_en).to_owned(),
        (Lang::Zh, false, _) => hint.to_owned(),
        (_, _, None) => String::new(),
    }
}

#[component]
fn FoundRow(category: CategoryCard) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let card = category.clone();
    let CategoryCard { key, code, name, name_en, hint, conditions, major, major_en, .. } = category;
    let conditions = StoredValue::new(conditions);
    let says = move || conditions.with_value(|conditions| what_it_is(speech.get(), &hint, conditions));
    let limits = move || conditions.with_value(|conditions| text::limits(speech.get(), conditions));
    view! {
        <button type="button" class="card found" data-test="category" data-code=code data-key=key.to_string()
            on:click=move |_| choose(app, card.clone())>
            <span class="between"><h2>{move || speech.get().pick(&name, &name_en).to_owned()}</h2><span class="tiny number">{code.clone()}</span></span>
            <span class="small">{says}</span>
            <span class="tiny">{limits}" · "{move || speech.get().pick(&major, &major_en).to_owned()}</span>
        </button>
    }
}

#[component]
fn FrequentTile(category: CategoryCard) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let card = category.clone();
    let CategoryCard { key, code, name, name_en, hint, conditions, .. } = category;
    let says = move || what_it_is(speech.get(), &hint, &conditions);
    view! {
        <button type="button" class="card found" data-test="category" data-code=code data-key=key.to_string()
            on:click=move |_| choose(app, card.clone())>
            <h2>{move || speech.get().pick(&name, &name_en).to_owned()}</h2>
            <span class="small clip">{says}</span>
            <span class="tiny number">{code.clone()}</span>
        </button>
    }
}
