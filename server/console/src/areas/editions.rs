//! The editions of a jurisdiction: what each is called, when it holds, what it changed, who brought it.

use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::areas::AreaEdition;
use shared::grid::edition::Standing;
use shared::ids::Sha256;

use super::{Areas, Tab, older, text as words};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::pieces;
use crate::route::Route;
use crate::section::Section;
use crate::text::{lang, say};

/// Draws the tab.
pub fn view(areas: Areas) -> AnyView {
    view! {
        <div class="card table-card wide-table">
            <table class="rows compact" data-test="editions">
                <thead>
                    <tr>
                        <th scope="col">{say(words::VERSION)}</th>
                        <th scope="col">{say(words::STANDS)}</th>
                        <th scope="col">{say(words::HOLDS)}</th>
                        <th scope="col">{say(words::CONTENT)}</th>
                        <th scope="col">{say(words::CHANGED)}</th>
                        <th scope="col">{say(words::MADE)}</th>
                        <th scope="col">{say(words::HASH)}</th>
                        <th scope="col">{say(words::DO)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || areas.list.get() key=|one| (one.hash.clone(), one.standing.as_str())
                        children=move |one| row(areas, &one)/>
                </tbody>
            </table>
        </div>
        {older::more(areas)}
    }
    .into_any()
}

const fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::InForce => Tone::Ok,
        Standing::Planned => Tone::Soon,
        Standing::Past | Standing::Withdrawn => Tone::Rest,
    }
}

fn row(areas: Areas, one: &AreaEdition) -> AnyView {
    let lang = lang();
    let from = one.valid_from.clone().unwrap_or_else(|| lang.say(words::ALWAYS).to_owned());
    let to = one.valid_to.clone().unwrap_or_else(|| lang.say(words::FOR_GOOD).to_owned());
    let changed =
        one.changes.map_or_else(|| lang.say(words::FIRST_EDITION).to_owned(), |changes| words::changes(lang, changes));
    let made = words::made(lang, one.made_by.as_deref(), &clock::dated(one.made_at));
    let short: String = one.hash.as_str().chars().take(12).collect();
    let see = Route::At(Section::Areas, areas.at(Tab::Map).with("e", one.hash.as_str()));
    let compare = one.before.as_ref().map(|before| {
        let address = areas.at(Tab::Compare).with("from", before.as_str()).with("to", one.hash.as_str());
        pieces::link(&Route::At(Section::Areas, address), lang.say(words::SEE_CHANGES).to_owned(), "edition-compare")
    });
    let withdraw = (one.standing == Standing::Planned).then(|| withdraw(areas, one.hash.clone()));
    let standing = one.standing;
    view! {
        <tr data-test="edition" data-standing=standing.as_str() data-version=one.version.clone()>
            <th scope="row" data-said="">{one.version.clone()}</th>
            <td>{pieces::badge(tone(standing), lang.say(words::standing(standing)), "standing", standing.as_str())}</td>
            <td class="figures">{from}<small>"→ "{to}</small></td>
            <td>{words::counts(lang, one.counts)}</td>
            <td data-test="edition-changes">{changed}</td>
            <td>{made}</td>
            <td class="code" title=one.hash.to_string()>{short}</td>
            <td><div class="buttons">
                {pieces::link(&see, lang.say(words::SEE).to_owned(), "edition-see")}{compare}{withdraw}
            </div></td>
        </tr>
    }
    .into_any()
}

/// Takes an edition back that waits; asks twice.
fn withdraw(areas: Areas, hash: Sha256) -> AnyView {
    let lang = lang();
    let is_asked = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if !is_asked.get_untracked() {
            is_asked.set(true);
            return;
        }
        let path = format!("/api/v1/areas/editions/{hash}/withdraw");
        spawn_local(async move {
            match bridge::command(&path).await {
                Ok(()) => {
                    areas.older.clear();
                    areas.polled.again();
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let word = move || lang.say(if is_asked.get() { words::WITHDRAW_SURE } else { words::WITHDRAW });
    view! {
        <button type="button" class="button small" data-test="edition-withdraw" on:click=press>{word}</button>
        {move || trouble.get().map(|why| view! {
            <p class="complaint" role="alert">{why.words(lang)}<small>{why.detail()}</small></p>
        })}
    }
    .into_any()
}
