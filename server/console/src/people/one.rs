//! One person: facts, the form, devices, shifts, tasks, and who looked.

use kit::lang::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::account::{Right, may};
use shared::api::people::{AccountFile, AccountRow, GivenPassword, ShiftSpan};
use shared::ids::AccountId;

use super::form::{self, Written};
use super::text as words;
use super::{add, devices, enrol, fields, list, shifts};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk;
use crate::faces;
use crate::pieces;
use crate::poll::{Polled, poll};
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, names, say, words as common};

const SECONDS: u64 = 20;

/// The page of a person.
pub fn page(id: AccountId) -> AnyView {
    let file =
        poll::<AccountFile, _, _>(SECONDS, move || async move { bridge::get(&format!("/api/v1/accounts/{id}")).await });
    let known = Memo::new(move |_| file.value.with(Option::is_some));
    let account = Memo::new(move |_| file.value.with(|file| file.as_ref().map(|file| file.account.clone())));
    let title = move || account.with(|account| account.as_ref().map(|account| account.name.clone()));
    let role = desk::account().role;
    view! {
        <header class="page-head">
            <a class="back" href=Route::At(Section::People, Address::default()).href()
                aria-label=say(crate::text::words::BACK)>"‹"</a>
            <h2 data-said="">{title}</h2>
            {move || account.with(|account| account.as_ref().map(list::standing))}
            {faces::live_mark(file)}
        </header>
        {faces::trouble_bar(file)}
        {move || match known.get() {
            false if file.trouble.with(Option::is_some) => ().into_any(),
            false => faces::waiting(),
            true => view! {
                <div class="board-body" data-test="person-file">
                    <div class="person-main">
                        {facts(file)}
                        {devices::card(file)}
                        {shifts_card(file)}
                        {tasks_card(file)}
                    </div>
                    <div class="beside tall">
                        {edit(account, file)}
                        {may(role, Right::ManageDevices).then(|| enrol::card(id, Callback::new(move |()| file.again())))}
                        {may(role, Right::ManageAccounts).then(|| password(id))}
                        {may(role, Right::SeeAudit).then(|| look_links(id))}
                    </div>
                </div>
            }.into_any(),
        }}
    }
    .into_any()
}

fn facts(file: Polled<AccountFile>) -> AnyView {
    let lang = lang();
    let drawn = move || {
        file.value.get().map(|file| {
            let AccountRow { user, role, jurisdiction_name, unit_name, grids, made_at, .. } = file.account;
            let moment =
                |at: Option<shared::time::Instant>| at.map_or_else(|| lang.say(words::NEVER).to_owned(), clock::dated);
            let said = |name: Words, value: String| pieces::fact(name, fields::said(&value));
            let plain = |name: Words, value: String| pieces::fact(name, value.into_any());
            let grids = if grids.is_empty() { "–".to_owned() } else { grids.join(" ") };
            view! {
                <dl class="facts two card rescue" data-test="person-facts">
                    {plain(words::USER, user.to_string())}
                    {plain(words::ROLE, lang.say(names::role(role)).to_owned())}
                    {said(words::JURISDICTION, jurisdiction_name)}
                    {(!unit_name.is_empty()).then(|| said(words::UNIT, unit_name))}
                    {said(words::GRIDS, grids)}
                    {plain(words::MADE_AT, clock::dated(made_at))}
                    {plain(words::LAST_SIGN_IN, moment(file.account.signed_in_at))}
                    {plain(words::LAST_CONTACT, moment(file.account.last_seen_at))}
                    {plain(words::OPEN_SESSIONS, file.open_sessions.to_string())}
                    {plain(words::TASKS_ANSWERED, file.tasks_answered.to_string())}
                    {plain(words::CASES_REPORTED, file.cases_reported.to_string())}
                </dl>
            }
        })
    };
    drawn.into_any()
}

/// Draws the form for those who may change accounts, and who may to the others.
fn edit(account: Memo<Option<AccountRow>>, file: Polled<AccountFile>) -> AnyView {
    if !may(desk::account().role, Right::ManageAccounts) {
        return view! { <p class="card rescue quiet small" data-test="not-yours">{say(words::NOT_YOURS)}</p> }
            .into_any();
    }
    let Some(first) = account.get_untracked() else { return ().into_any() };
    let id = first.id;
    let is_own = id == desk::account().id;
    let lang = lang();
    let written = RwSignal::new(Written::of(&first));
    let (sending, saved) = (RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let changes = Memo::new(move |_| {
        account.with(|account| account.as_ref().is_some_and(|account| written.with(|now| *now != Written::of(account))))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() || !changes.get_untracked() || !written.with_untracked(Written::is_ready) {
            return;
        }
        let body = written.with_untracked(Written::body);
        sending.set(true);
        saved.set(false);
        trouble.set(None);
        spawn_local(async move {
            match bridge::put::<Value, AccountRow>(&format!("/api/v1/accounts/{id}"), &body).await {
                Ok(after) => {
                    written.try_set(Written::of(&after));
                    saved.try_set(true);
                    file.again();
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            sending.try_set(false);
        });
    };
    let disable = move || {
        let label = words::DISABLE;
        view! {
            <label class="check">
                <input type="checkbox" data-test="account-disabled"
                    prop:checked=move || written.with(|written| written.disabled)
                    on:change:target=move |event| written.update(|written| written.disabled = event.target().checked())/>
                <span>{say(label)}</span>
            </label>
        }
    };
    view! {
        <form class="card rescue fields" data-test="account-form" on:submit=submit>
            <h3>{say(words::CHANGE)}</h3>
            {form::account(written, form::duty(written))}
            {(!is_own).then(disable)}
            <p class="small">{say(if is_own { words::OWN_ACCOUNT } else { words::NEW_SCOPE })}</p>
            <button type="submit" class="button main" data-test="account-save"
                prop:disabled=move || sending.get() || !changes.get() || !written.with(Written::is_ready)>
                {move || lang.say(if sending.get() { common::SAVING } else { common::SAVE })}
            </button>
            <p role="status" class="small" data-test="account-saved">
                {move || (saved.get() && !changes.get()).then(|| lang.say(words::SAVED))}
            </p>
            {fields::complaint(trouble)}
        </form>
    }
    .into_any()
}

/// Draws the way to another password: two presses, and what is then shown once.
fn password(id: AccountId) -> AnyView {
    if id == desk::account().id {
        return ().into_any();
    }
    let lang = lang();
    let asked = RwSignal::new(false);
    let given = RwSignal::new(None::<String>);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        asked.set(false);
        trouble.set(None);
        spawn_local(async move {
            match bridge::post::<(), GivenPassword>(&format!("/api/v1/accounts/{id}/password"), &()).await {
                Ok(reply) => drop(given.try_set(Some(reply.password))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let word = move || if asked.get() { words::RESET_SURE } else { words::RESET_PASSWORD };
    view! {
        <section class="card rescue" data-test="password-card">
            <button type="button" class="button" data-test="reset-password" on:click=press>
                {move || lang.say(word())}
            </button>
            {move || given.get().map(add::secret)}
            {fields::complaint(trouble)}
        </section>
    }
    .into_any()
}

fn look_links(id: AccountId) -> AnyView {
    let to =
        |name: &str, value: String| Route::At(Section::People, Address::default().below("looks").with(name, &value));
    view! {
        <section class="card rescue">
            {pieces::link(&to("subject", format!("account {id}")), say(words::SEE_TRACK_LOOKS).to_owned(), "looks-at-person")}
            {pieces::link(&to("account", id.to_string()), say(words::SEE_OWN_LOOKS).to_owned(), "looks-of-person")}
        </section>
    }
    .into_any()
}

fn shifts_card(file: Polled<AccountFile>) -> AnyView {
    let spans: Memo<Vec<ShiftSpan>> =
        Memo::new(move |_| file.value.with(|file| file.as_ref().map(|file| file.shifts.clone()).unwrap_or_default()));
    let row = |span: &ShiftSpan| {
        let ended = shifts::ended(span);
        view! {
            <tr data-test="person-shift">
                <td class="figures">{clock::dated(span.started_at)}</td>
                <td>{ended}</td>
                <td class="figures">{shifts::length(span, clock::now())}</td>
                <td>{shifts::place(span)}</td>
            </tr>
        }
    };
    view! {
        <section class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TAB_SHIFTS)>
            <h3 class="card-title">{say(words::TAB_SHIFTS)}</h3>
            <table class="rows compact">
                {fields::heads(&[words::SIGNED_IN, words::SIGNED_OUT, words::LENGTH, words::STANDS])}
                <tbody>{move || spans.get().iter().map(row).collect_view()}</tbody>
            </table>
            {move || spans.with(Vec::is_empty).then(|| view! { <p class="empty small">{say(words::NOT_SIGNED)}</p> })}
        </section>
    }
    .into_any()
}

fn tasks_card(file: Polled<AccountFile>) -> AnyView {
    let drawn = move || {
        file.value.get().map(|file| {
            let is_empty = file.tasks.is_empty();
            let rows = file.tasks.into_iter().map(|task| {
                let kind = names::task(task.kind);
                view! {
                    <tr data-test="person-task">
                        <td>{pieces::link(&Route::Case(task.case), say(kind).to_owned(), "task-case")}</td>
                        <td class="figures">{clock::dated(task.sent_at)}</td>
                        <td class="figures">{clock::dated(task.due_at)}</td>
                    </tr>
                }
            });
            view! {
                <table class="rows compact">
                    {fields::heads(&[words::TASKS_OPEN, words::WHEN, words::DUE])}
                    <tbody>{rows.collect_view()}</tbody>
                </table>
                {is_empty.then(|| view! { <p class="empty small">{say(words::NO_TASKS)}</p> })}
            }
        })
    };
    view! {
        <section class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TASKS_OPEN)>
            <h3 class="card-title">{say(words::TASKS_OPEN)}</h3>
            {drawn}
        </section>
    }
    .into_any()
}
