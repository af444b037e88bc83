//! A sheet to print: a code for each of several people, half a page each.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::people::EnrolmentLink;
use shared::ids::AccountId;

use super::text as words;
use super::{enrol, fields};
use crate::bridge::Trouble;
use crate::clock;
use crate::faces::Empty;
use crate::section::Address;
use crate::text::{lang, say, words as common};

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let lang = lang();
    let ids: Vec<AccountId> = address.with_untracked(|address| {
        address.get("ids").unwrap_or_default().split(',').filter_map(|id| id.parse().ok()).collect()
    });
    if ids.is_empty() {
        return view! { <Empty title=words::SHEET_NOBODY more=words::SHEET_NOBODY_MORE/> }.into_any();
    }
    let count = ids.len();
    let server = RwSignal::new(enrol::own_server());
    let hours = RwSignal::new(24_u32);
    let made = RwSignal::new(Vec::<EnrolmentLink>::new());
    let asking = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    // Codes are keys: none is made before somebody says so.
    let make = move |_| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        trouble.set(None);
        made.set(Vec::new());
        let (ids, server, hours) = (ids.clone(), server.get_untracked(), hours.get_untracked());
        spawn_local(async move {
            for id in ids {
                match enrol::ask(id, server.clone(), hours).await {
                    Ok(link) => drop(made.try_update(|made| made.push(link))),
                    Err(why) => {
                        trouble.try_set(Some(why));
                        break;
                    }
                }
            }
            asking.try_set(false);
        });
    };
    let print = move |_| drop(window().print());
    view! {
        <header class="page-head no-print">
            <h2>{say(words::SHEET)}</h2>
            <span class="quiet">{words::chosen(lang, count)}</span>
        </header>
        <section class="card rescue fields narrow no-print" data-test="sheet-form">
            <p class="small">{say(words::SHEET_HOW)}</p>
            {enrol::choices(server, hours)}
            <p class="buttons">
                <button type="button" class="button main" data-test="sheet-make" prop:disabled=asking on:click=make>
                    {move || lang.say(if asking.get() { common::SAVING } else { words::MAKE_ALL })}
                </button>
                <button type="button" class="button" data-test="sheet-print" on:click=print
                    prop:disabled=move || asking.get() || made.with(Vec::is_empty)>{say(common::PRINT)}</button>
            </p>
            {fields::complaint(trouble)}
        </section>
        <div class="sheet" data-test="sheet">
            <For each=move || made.get() key=|link| link.id.clone() children=move |link| half(&link)/>
        </div>
    }
    .into_any()
}

fn half(link: &EnrolmentLink) -> AnyView {
    let until = format!("{} {}", say(words::ENDS), clock::dated(link.expires));
    view! {
        <article class="sheet-half" data-test="sheet-half" data-user=link.user.to_string()>
            <div>
                <h3 data-said="">{link.name.clone()}</h3>
                <p class="figures">{link.user.to_string()}</p>
                <p>{say(words::SHEET_STEPS)}</p>
                <p class="figures"><strong>{until}</strong></p>
                <p class="small">{say(words::ENROL_HOW)}</p>
            </div>
            {enrol::picture(link)}
        </article>
    }
    .into_any()
}
