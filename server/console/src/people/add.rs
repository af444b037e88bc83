//! Adding somebody: the fields, and what they first sign in with, shown once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use shared::account::Role;
use shared::api::people::{FirstSignIn, MadeAccount};

use super::fields;
use super::form::{self, Written};
use super::text as words;
use crate::bridge::{self, Trouble};
use crate::text::{lang, say, words as common};

/// The page.
pub fn page() -> AnyView {
    let blank = Written::blank();
    let written = RwSignal::new(blank.clone());
    let first = RwSignal::new(FirstSignIn::Password);
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let made = RwSignal::new(None::<MadeAccount>);
    let duty = form::duty(written);
    let needs_code = Memo::new(move |_| {
        let is_asked = duty.with(|duty| duty.as_ref().is_some_and(|duty| duty.admins_need_code));
        is_asked && written.with(|written| written.role == Role::Admin)
    });
    // What was chosen for somebody else stays chosen, and is not taken for whom it does not fit.
    let taken = Memo::new(move |_| if needs_code.get() { FirstSignIn::Password } else { first.get() });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() || !written.with_untracked(Written::is_ready) {
            return;
        }
        let mut body = written.with_untracked(Written::body);
        if let (Some(fields), Ok(first)) = (body.as_object_mut(), serde_json::to_value(taken.get_untracked())) {
            fields.insert("first".to_owned(), first);
        }
        sending.set(true);
        trouble.set(None);
        let blank = blank.clone();
        spawn_local(async move {
            match bridge::post::<Value, MadeAccount>("/api/v1/accounts", &body).await {
                Ok(account) => {
                    written.try_set(blank);
                    made.try_set(Some(account));
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            sending.try_set(false);
        });
    };
    let user = Signal::derive(move || written.with(|written| written.user.clone()));
    let options = vec![
        ("password".to_owned(), say(words::FIRST_PASSWORD).to_owned()),
        ("link".to_owned(), say(words::FIRST_LINK).to_owned()),
    ];
    let value = Signal::derive(move || match first.get() {
        FirstSignIn::Password => "password".to_owned(),
        FirstSignIn::Link => "link".to_owned(),
    });
    let choose = Callback::new(move |word: String| {
        first.set(if word == "link" { FirstSignIn::Link } else { FirstSignIn::Password });
    });
    let lang = lang();
    let way_in = move || {
        if !needs_code.get() {
            return fields::select(words::FIRST, "account-first", options.clone(), value, choose);
        }
        view! {
            <p class="soon small" role="status" data-test="first-needs-code">{lang.say(words::FIRST_NEEDS_CODE)}</p>
        }
        .into_any()
    };
    view! {
        <header class="page-head"><h2>{say(words::ADD)}</h2></header>
        {move || made.get().map(|made| done(&made))}
        <form class="card rescue fields narrow" data-test="account-form" on:submit=submit>
            {fields::line(words::USER, "account-user", user,
                Callback::new(move |text: String| written.update(|written| written.user = text)))}
            {form::account(written, duty)}
            {way_in}
            <button type="submit" class="button main" data-test="account-add"
                prop:disabled=move || sending.get() || !written.with(Written::is_ready)>
                {move || lang.say(match (sending.get(), written.with(Written::is_ready)) {
                    (true, _) => common::SAVING,
                    (false, true) => words::CREATE,
                    (false, false) => words::MISSING,
                })}
            </button>
            {fields::complaint(trouble)}
        </form>
    }
    .into_any()
}

fn done(made: &MadeAccount) -> AnyView {
    let account = &made.account;
    view! {
        <section class="card rescue narrow" data-test="account-made" role="status">
            <h3><span data-said="">{account.name.clone()}</span>" "<span class="figures">{account.user.to_string()}</span></h3>
            {made.password.clone().map(secret)}
            <a class="button" href=super::way(account.id).href() data-test="open-file">{say(words::OPEN_FILE)}</a>
        </section>
    }
    .into_any()
}

/// Draws a password that is shown once, with the way to copy it.
pub fn secret(password: String) -> AnyView {
    let copied = RwSignal::new(false);
    let text = password.clone();
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(promise).await.is_ok() {
                copied.try_set(true);
            }
        });
    };
    let lang = lang();
    view! {
        <p>{say(words::PASSWORD_ONCE)}</p>
        <p class="secret code" data-test="password-once">{password}</p>
        <button type="button" class="button small" on:click=copy>
            {move || lang.say(if copied.get() { common::COPIED } else { words::COPY })}
        </button>
    }
    .into_any()
}
