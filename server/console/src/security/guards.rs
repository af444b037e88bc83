//! Accounts that are locked after failed sign-ins or have one-time codes, for those who manage accounts.

use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::session::{Guard, GuardList};

use super::text as words;
use super::twice;
use crate::bridge::{self, Trouble};
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::text::{lang, names, say};
use crate::{clock, pieces};

const SECONDS: u64 = 15;
const PATH: &str = "/api/v1/session/guards?limit=50";

/// Draws the card.
pub fn card() -> AnyView {
    let list = poll::<GuardList, _, _>(SECONDS, || bridge::get(PATH));
    // What was asked for behind the first page; the first page is looked at again by itself.
    let more = RwSignal::new(Vec::<Guard>::new());
    let next = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<Trouble>);
    let first_next = Memo::new(move |_| {
        list.value.with(|list| list.as_ref().and_then(|list| list.next.as_ref().map(ToString::to_string)))
    });
    let rows: Memo<Vec<Guard>> = Memo::new(move |_| {
        let mut rows = list.value.with(|list| list.as_ref().map(|list| list.guards.clone()).unwrap_or_default());
        rows.extend(more.get());
        rows.sort_by(|one, other| one.user.cmp(&other.user));
        rows.dedup_by(|one, other| one.account == other.account);
        rows
    });
    let is_known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let again = Callback::new(move |()| {
        more.set(Vec::new());
        next.set(None);
        list.again();
    });
    let has_more = move || if more.with(Vec::is_empty) { first_next.get() } else { next.get() };
    let fetch = move |_| {
        let Some(after) = has_more() else { return };
        trouble.set(None);
        spawn_local(async move {
            match bridge::get::<GuardList>(&format!("{PATH}&after={after}")).await {
                Ok(page) => {
                    next.try_set(page.next.map(|next| next.to_string()));
                    more.try_update(|more| more.extend(page.guards));
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) => list.trouble.with(Option::is_none).then(faces::waiting).into_any(),
        (true, true) => view! { <Empty title=words::NO_GUARDS more=words::NO_GUARDS_MORE/> }.into_any(),
        (true, false) => table(rows, again),
    };
    view! {
        <section class="card security-card guards" aria-labelledby="security-guards" data-test="guards">
            <h3 id="security-guards">{say(words::GUARDS)}</h3>
            {faces::trouble_bar(list)}
            {body}
            {move || has_more().map(|_| view! {
                <div class="pager">
                    <button type="button" class="button small" data-test="more-guards" on:click=fetch>{say(words::MORE)}</button>
                </div>
            })}
            {super::complaint(trouble)}
        </section>
    }
    .into_any()
}

fn table(rows: Memo<Vec<Guard>>, again: Callback<()>) -> AnyView {
    view! {
        <p class="small">{say(words::RESET_BY_CITY)}</p>
        <div class="guards-scroll" role="region" tabindex="0" aria-labelledby="security-guards">
            <table class="rows compact">
                <thead>
                    <tr>
                        <th scope="col">{say(words::ACCOUNT)}</th>
                        <th scope="col">{say(words::STANDS)}</th>
                        <th scope="col"><span class="unseen">{say(words::UNLOCK)}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|one| (one.account, one.locked_until, one.second_factor)
                        children=move |one| row(one, again)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: Guard, again: Callback<()>) -> AnyView {
    let lang = lang();
    let locked = one.locked_until.map(|until| {
        view! { <p class="late" data-test="locked">{words::locked(lang, one.failures, &clock::short(until))}</p> }
    });
    let factor = one.second_factor.then(|| pieces::badge(Tone::Ok, say(words::FACTOR_ON), "factor", "on"));
    let id = one.account;
    let unlock = one.locked_until.is_some().then(|| {
        let deed = twice::deed(move || async move { bridge::command(&format!("/api/v1/accounts/{id}/unlock")).await });
        twice::button(words::UNLOCK, words::UNLOCK_SURE, "unlock", deed, again)
    });
    let reset = one.second_factor.then(|| {
        let deed =
            twice::deed(move || async move { bridge::delete(&format!("/api/v1/accounts/{id}/second-factor")).await });
        twice::button(words::RESET, words::RESET_SURE, "reset-factor", deed, again)
    });
    view! {
        <tr data-test="guard" data-user=one.user.to_string()>
            <td><span data-said="">{one.name}</span><small>{one.user.to_string()}" · "{say(names::role(one.role))}</small></td>
            <td>{locked}{factor}</td>
            <td class="right">{unlock}" "{reset}</td>
        </tr>
    }
    .into_any()
}
