//! One's own sign-ins: where they are, the password, the second factor; for administrators which accounts are guarded.
//!
//! A secret and recovery codes are shown once and kept nowhere in the page. Start with [`page`].

pub mod text;
pub mod twice;
mod places;
mod password;
mod factor;
mod guards;

use leptos::prelude::*;
use shared::account::{Right, may};
use shared::api::session::{OwnFactor, OwnSession, OwnSessions};

use crate::bridge::Trouble;
use crate::poll::poll;
use crate::section::Section;
use crate::text::{lang, say};
use crate::{bridge, desk, faces};

use self::text as words;

const SECONDS: u64 = 30;
const ALL: &str = "/api/v1/session/all";

/// The page.
pub fn page() -> AnyView {
    let role = desk::account().role;
    let own = poll::<OwnSessions, _, _>(SECONDS, || bridge::get(ALL));
    let again = Callback::new(move |()| own.again());
    let sessions: Memo<Vec<OwnSession>> =
        Memo::new(move |_| own.value.with(|own| own.as_ref().map(|own| own.sessions.clone()).unwrap_or_default()));
    let standing: Memo<Option<OwnFactor>> =
        Memo::new(move |_| own.value.with(|own| own.as_ref().map(|own| own.second_factor.clone())));
    let idle = Memo::new(move |_| own.value.with(|own| own.as_ref().map(|own| own.idle_minutes)));
    let is_known = Memo::new(move |_| own.value.with(Option::is_some));
    let must_set_up = desk::must_set_up();
    let body = move || {
        if !is_known.get() {
            return own.trouble.with(Option::is_none).then(faces::waiting).into_any();
        }
        view! {
            <div class="security-body">
                {places::card(sessions, idle, again)}
                {factor::card(standing, again)}
                {password::card(again)}
            </div>
        }
        .into_any()
    };
    let guards = (may(role, Right::ManageAccounts) && !must_set_up).then(guards::card);
    view! {
        <section class="security" data-test="security">
            <header class="page-head"><h2>{say(Section::Security.word())}</h2></header>
            {must_set_up.then(|| view! {
                <p class="complaint" role="status" data-test="must-set-up">{say(words::MUST_SET_UP)}</p>
            })}
            {faces::trouble_bar(own)}
            {body}
            {guards}
        </section>
    }
    .into_any()
}

/// Draws why something was not done.
pub fn complaint(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let drawn = move || {
        trouble.get().map(|trouble| {
            view! {
                <p class="complaint" role="alert" data-test="complaint" data-code=trouble.code()>
                    {trouble.words(lang())}<small>{reason(&trouble)}</small>
                </p>
            }
        })
    };
    drawn.into_any()
}

/// Says what exactly was wrong; of a while, when it is over.
pub fn reason(trouble: &Trouble) -> String {
    let detail = trouble.detail().unwrap_or_default();
    match shared::refusal::end_of_while(&detail) {
        Some(end) => words::again_from(lang(), &crate::clock::short(end)),
        None => detail,
    }
}

/// Draws a field for a password or a code.
fn field(
    label: &'static str,
    kind: &'static str,
    complete: &'static str,
    test: &'static str,
    value: RwSignal<String>,
) -> AnyView {
    view! {
        <label>
            {label}
            <input type=kind autocomplete=complete data-test=test maxlength="200"
                prop:value=move || value.get() on:input:target=move |event| value.set(event.target().value())/>
        </label>
    }
    .into_any()
}
