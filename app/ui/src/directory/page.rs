//! The directory: units with their people, as far as they fit what is typed.

use app_bridge::ask::Ask;
use app_bridge::directory::{DirectoryCard, DirectoryUnit, PersonCard};
use app_bridge::told::Told;
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::moment;
use leptos::prelude::*;

use super::call::CallButton;
use super::text;
use crate::fetch::{faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::state::unexpected;

/// The directory.
#[component]
pub fn DirectoryPage() -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let query = RwSignal::new(String::new());
    let found = fetch(
        move || Ask::Directory { query: query.get().trim().to_owned() },
        |told| match told {
            Told::Directory(card) => Ok(*card),
            other => Err(unexpected(&other)),
        },
    );
    let here = move |card: DirectoryCard| {
        let DirectoryCard { units, held, as_of, is_hidden, days } = card;
        if is_hidden {
            let words = Signal::derive(move || text::hidden(speech.get(), days));
            return view! { <EmptyState picture=Picture::Handset title=spoken(text::HIDDEN_TITLE) words=words /> }
                .into_any();
        }
        if units.is_empty() {
            let (title, words) = match held {
                0 => (text::NONE_TITLE, text::NONE_WORDS),
                _ => (text::NOBODY_TITLE, text::NOBODY_WORDS),
            };
            return view! { <EmptyState picture=Picture::Handset title=spoken(title) words=spoken(words) /> }
                .into_any();
        }
        let as_of = move || as_of.map(|at| text::as_of(speech.get(), &clock.say(speech.get(), at)));
        view! {
            <div class="rows">
                {units.into_iter().map(|unit| view! { <UnitCard unit=unit /> }).collect_view()}
                <p class="tiny centred number">{as_of}</p>
            </div>
        }
        .into_any()
    };
    view! {
        <ScreenLayout title=spoken(text::DIRECTORY) level=Level::Step test="screen-directory">
            <div class="search">
                <Icon picture=Picture::Glass />
                <input type="search" data-test="directory-search" aria-label=t(text::SEARCH_LABEL)
                    placeholder=t(text::SEARCH) autocomplete="off" autocapitalize="off" spellcheck="false"
                    prop:value=query on:input=move |event| query.set(event_target_value(&event)) />
            </div>
            {faces(found, here)}
        </ScreenLayout>
    }
    .into_any()
}

#[component]
fn UnitCard(unit: DirectoryUnit) -> impl IntoView {
    let DirectoryUnit { above, name, people } = unit;
    let named = name.clone();
    view! {
        <section class="card stack" data-test="directory-unit" data-unit=named>
            <div>
                {(!above.is_empty()).then(|| view! { <p class="tiny" lang="zh">{above}</p> })}
                <h2 lang="zh">{name}</h2>
            </div>
            {people.into_iter().map(|person| view! { <Person person=person /> }).collect_view()}
        </section>
    }
}

#[component]
fn Person(person: PersonCard) -> impl IntoView {
    let PersonCard { name, post, numbers } = person;
    let (is_unit, named) = (name.is_empty(), name.clone());
    view! {
        <div class="person" data-test="directory-person" data-name=named>
            <span class="grow">
                {match is_unit {
                    true => t(text::DUTY).into_any(),
                    false => view! { <strong lang="zh">{name}</strong> }.into_any(),
                }}
                {(!post.is_empty()).then(|| view! { <span class="small" lang="zh">" "{post}</span> })}
            </span>
            {numbers.into_iter().map(|number| view! { <CallButton number=number /> }).collect_view()}
        </div>
    }
}
