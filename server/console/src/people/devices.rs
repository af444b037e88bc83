//! The devices of a person: how each stands, and what an administrator does with one.

use kit::text::reasons;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::people::{AccountFile, AccountList, PersonDevice};
use shared::ids::{AccountId, DeviceId};

use super::text as words;
use super::{enrol, fields};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk;
use crate::orders;
use crate::orders::wipe::{Phone, Wish};
use crate::pieces;
use crate::poll::Polled;
use crate::route::{Route, encode};
use crate::text::{lang, say};

/// What somebody is about to do with a device: it outlives the next word from the server.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Revoke(DeviceId),
    Wipe(DeviceId),
    HandOver(DeviceId),
}

/// Draws the devices.
pub fn card(file: Polled<AccountFile>) -> AnyView {
    let all: Memo<Vec<PersonDevice>> =
        Memo::new(move |_| file.value.with(|file| file.as_ref().map(|file| file.devices.clone()).unwrap_or_default()));
    let about = RwSignal::new(None::<About>);
    let trouble = RwSignal::new(None::<Trouble>);
    let again = Callback::new(move |()| file.again());
    let name = Signal::derive(move || {
        file.value.with(|file| file.as_ref().map(|file| file.account.name.clone()).unwrap_or_default())
    });
    let deed = Deed { about, trouble, wish: Wish::begin(), name, again };
    view! {
        <section class="card rescue" data-test="person-devices">
            <h3>{say(words::DEVICES)}</h3>
            <ul class="device-list">
                <For each=move || all.get() key=|device| format!("{device:?}")
                    children=move |device| one(&device, deed)/>
            </ul>
            {move || all.with(Vec::is_empty).then(|| view! {
                <p class="quiet"><strong>{say(words::NO_DEVICES)}</strong><small>{say(words::NO_DEVICES_MORE)}</small></p>
            })}
            {fields::complaint(trouble)}
        </section>
    }
    .into_any()
}

/// What is being done with the devices of a person: it outlives the rows that it is done in.
#[derive(Clone, Copy)]
struct Deed {
    about: RwSignal<Option<About>>,
    trouble: RwSignal<Option<Trouble>>,
    wish: Wish,
    /// Whose they are.
    name: Signal<String>,
    again: Callback<()>,
}

fn one(device: &PersonDevice, deed: Deed) -> AnyView {
    let lang = lang();
    let id = device.device;
    let unsent = device.waiting_operations.saturating_add(device.waiting_photos);
    let told = orders::list::asked(id);
    let (tone, state, value) = match (device.revoked_at, unsent > 0) {
        (Some(_), _) => (Tone::Rest, words::WITHDRAWN, "withdrawn"),
        (None, true) => (Tone::Soon, words::IN_USE, "waiting"),
        (None, false) => (Tone::Ok, words::IN_USE, "fine"),
    };
    let seen = device.last_seen_at.map_or_else(|| lang.say(words::NEVER).to_owned(), clock::dated);
    let error = device.last_error.as_deref().map(|code| reasons::error(lang, code));
    let app = format!("{} {}", device.app_version, device.platform);
    let may_manage = may(desk::account().role, Right::ManageDevices);
    let is_withdrawn = device.revoked_at.is_some();
    view! {
        <li data-test="person-device" data-device=id.to_string()>
            <header>
                {pieces::badge(tone, say(state), "device-stands", value)}
                <span class="code">{id.to_string()}</span>
            </header>
            <dl class="facts two">
                {pieces::fact(words::ENROLLED, clock::dated(device.enrolled_at).into_any())}
                {pieces::fact(words::LAST_CONTACT, seen.into_any())}
                {pieces::fact(words::WAITING, words::waiting(lang, device.waiting_operations, device.waiting_photos).into_any())}
                {pieces::fact(words::APP, app.into_any())}
            </dl>
            {error.map(|error| view! { <p class="late small">{error}</p> })}
            <p class="buttons">
                {pieces::link(&Route::Board(Some(id)), say(words::TO_BOARD).to_owned(), "device-board")}
            </p>
            {(may_manage && !is_withdrawn).then(|| {
                deeds(id, unsent, deed, Callback::new(move |()| told.again()))
            })}
            {(!may_manage).then(|| view! { <p class="quiet small">{say(words::NOT_YOURS)}</p> })}
            {orders::list::list(id, told)}
        </li>
    }
    .into_any()
}

/// Draws what an administrator does with a device; each asks twice.
fn deeds(id: DeviceId, unsent: u64, deed: Deed, ordered: Callback<()>) -> AnyView {
    let lang = lang();
    let Deed { about, trouble, wish, name, again } = deed;
    let revoke = move |_| {
        if about.get_untracked() != Some(About::Revoke(id)) {
            about.set(Some(About::Revoke(id)));
            return;
        }
        spawn_local(async move {
            match bridge::command(&format!("/api/v1/devices/{id}/revoke")).await {
                Ok(()) => {
                    about.try_set(None);
                    again.try_run(());
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let is = move |what: About| about.get() == Some(what);
    let turn = move |what: About| about.update(|about| *about = if *about == Some(what) { None } else { Some(what) });
    let wipe = move |_| {
        wish.clear();
        turn(About::Wipe(id));
    };
    let hand_over = move |_| turn(About::HandOver(id));
    let phone = Phone { device: id, name, unsent: Signal::derive(move || unsent) };
    view! {
        <p class="buttons">
            <button type="button" class="button small" data-test="device-hand-over" on:click=hand_over
                aria-expanded=move || is(About::HandOver(id)).to_string()>{say(words::HAND_OVER)}</button>
            <button type="button" class="button small" data-test="device-revoke" on:click=revoke>
                {move || lang.say(if is(About::Revoke(id)) { words::REVOKE_SURE } else { words::REVOKE })}
            </button>
            <button type="button" class="button small" data-test="device-wipe" on:click=wipe
                aria-expanded=move || is(About::Wipe(id)).to_string()>{say(words::WIPE)}</button>
        </p>
        {move || is(About::Wipe(id)).then(|| orders::wipe::form(phone, wish, ordered))}
        {move || is(About::HandOver(id)).then(|| handing_over(unsent > 0, again))}
    }
    .into_any()
}

/// Draws how a phone changes hands: whoever takes it over is found, and gets a code to scan with it.
fn handing_over(waits: bool, again: Callback<()>) -> AnyView {
    let lang = lang();
    let user = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Option<AccountId>>);
    let trouble = RwSignal::new(None::<Trouble>);
    let find = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let wanted = user.with_untracked(|user| user.trim().to_owned());
        trouble.set(None);
        spawn_local(async move {
            match bridge::get::<AccountList>(&format!("/api/v1/accounts?limit=200&q={}", encode(&wanted))).await {
                Ok(list) => {
                    let one = list.accounts.into_iter().find(|one| one.user.as_str() == wanted);
                    found.try_set(Some(one.map(|one| one.id)));
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <form class="fields" data-test="hand-over" on:submit=find>
            <p class="small">{say(words::HAND_OVER_HOW)}</p>
            {waits.then(|| view! { <p class="soon small" role="note">{say(words::HAND_OVER_NOT_YET)}</p> })}
            {fields::line(words::HAND_OVER_TO, "hand-over-user", user.into(), Callback::new(move |text: String| user.set(text)))}
            <button type="submit" class="button small" data-test="hand-over-find">{say(words::FIND)}</button>
            {fields::complaint(trouble)}
        </form>
        {move || found.get().map(|found| match found {
            Some(id) => enrol::card(id, again),
            None => view! { <p class="complaint" role="alert">{lang.say(words::NOBODY_SO)}</p> }.into_any(),
        })}
    }
    .into_any()
}
