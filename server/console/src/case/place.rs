//! Where the case is: whose ground it is, its grids, and cases near by that may be about the same.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::{Duplicate, Duplicates};
use shared::ids::CaseId;

use super::form::Filled;
use super::{around, text};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::pieces;
use crate::route::Route;
use crate::text::{lang, names, phrases, say, words};

/// Draws the map and what lies near by. They are asked for once: neither moves while somebody looks.
pub fn place(case: CaseId) -> AnyView {
    view! {
        {around::around(case, RwSignal::new(Filled::default()), None)}
        {near(case)}
    }
    .into_any()
}

fn near(case: CaseId) -> AnyView {
    let lang = lang();
    let found = RwSignal::new(None::<Result<Duplicates, Trouble>>);
    let ask = move || {
        found.set(None);
        spawn_local(async move {
            let reply = bridge::get(&format!("{}/duplicates", super::address(case))).await;
            // Another page may have been opened meanwhile.
            found.try_set(Some(reply));
        });
    };
    ask();
    let drawn = move || match found.get() {
        None => pieces::line("quiet", format!("{}…", lang.say(words::LOADING))),
        Some(Err(trouble)) => view! {
            <p class="complaint" role="alert">{trouble.words(lang)}<small>{trouble.detail()}</small></p>
            <button type="button" class="button small" on:click=move |_| ask()>{lang.say(words::TRY_AGAIN)}</button>
        }
        .into_any(),
        Some(Ok(Duplicates { cases })) if cases.is_empty() => {
            view! { <p class="quiet" data-test="no-near">{lang.say(text::NO_NEAR)}</p> }.into_any()
        }
        Some(Ok(Duplicates { cases })) => {
            let lines: Vec<AnyView> = cases.iter().map(|one| line(lang, one)).collect();
            view! { <ul class="near">{lines}</ul> }.into_any()
        }
    };
    view! {
        <div class="card" data-test="near">
            <h3>{say(text::NEAR)}</h3>
            {drawn}
        </div>
    }
    .into_any()
}

fn line(lang: Lang, one: &Duplicate) -> AnyView {
    let case = &one.case;
    let number = case.case_no.as_ref().map_or_else(|| case.id.to_string(), ToString::to_string);
    let about = format!(
        "{} · {} · {}",
        phrases::metres(lang, one.distance_m),
        lang.say(names::state(case.state)),
        clock::day_time(case.reported_at)
    );
    view! {
        <li>
            {pieces::link(&Route::Case(case.id), number, "near-case")}
            <small class="figures">{about}</small>
        </li>
    }
    .into_any()
}
