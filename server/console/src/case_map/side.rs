//! The cases in view, as a list: the way to the same cases for keyboards, for who cannot see a map, and for a device that
//! cannot draw one.

use leptos::prelude::*;
use shared::api::cases::CaseList;

use super::stage::Stage;
use super::text;
use crate::case::{self, time_left};
use crate::cases::row::{self, Named};
use crate::faces::{self, Empty};
use crate::poll::Polled;
use crate::route::Route;
use crate::text::spans;
use crate::text::{lang, names, say, words};

/// Draws the list.
pub fn side(stage: Stage, list: Polled<CaseList>) -> AnyView {
    let rows = Memo::new(move |_| list.value.with(|list| list.as_ref().map(row::rows).unwrap_or_default()));
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let total = move || list.value.with(|list| list.as_ref().map(|list| spans::counted(list.total, list.total_capped)));
    view! {
        <aside class="card in-view" aria-labelledby="in-view-title" data-test="in-view">
            <header>
                <h3 id="in-view-title">{say(text::IN_VIEW)}</h3>
                <span class="quiet figures" data-test="in-view-total">{total}</span>
                <span class="gap"></span>
                <small>{say(text::OF_ALL)}</small>
            </header>
            {move || match (known.get(), rows.with(Vec::is_empty)) {
                (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
                (false, _) => faces::waiting(),
                (true, true) => view! { <Empty title=text::NONE_HERE more=text::NONE_HERE_MORE/> }.into_any(),
                (true, false) => view! {
                    <ul tabindex="0" aria-label=say(text::IN_VIEW)>
                        <For each=move || rows.get() key=row::key children=move |named| entry(&named, stage)/>
                    </ul>
                }.into_any(),
            }}
        </aside>
    }
    .into_any()
}

fn entry(named: &Named, stage: Stage) -> AnyView {
    let lang = lang();
    let found = &named.case;
    let id = found.id;
    let chosen = move || stage.pressed.with(|ids| ids.contains(&id));
    let state = format!("badge {}", case::tone(found.state).class());
    view! {
        <li class:chosen=chosen>
            <button type="button" class="in-view-case" data-test="in-view-case" data-case=id.to_string()
                aria-pressed=move || chosen().to_string() on:click=move |_| stage.choose(id)>
                <strong>{row::title(named)}</strong>
                {time_left(found)}
                <small lang="zh">{case::place(found, &named.names)}</small>
                <span class=state>{lang.say(names::state(found.state))}</span>
            </button>
            <a class="words-link figures" href=Route::Case(id).href()>{row::number(found)}<span class="unseen">" "{say(words::CASE)}</span></a>
        </li>
    }
    .into_any()
}
