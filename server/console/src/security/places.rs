//! Where one is signed in, and how to end it.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::session::OwnSession;

use super::text as words;
use super::twice;
use crate::faces::Empty;
use crate::text::{lang, say};
use crate::{bridge, clock, pieces};

/// Draws the card.
pub fn card(sessions: Memo<Vec<OwnSession>>, idle: Memo<Option<u32>>, again: Callback<()>) -> AnyView {
    let has_others = Memo::new(move |_| sessions.with(|all| all.iter().any(|one| !one.is_this)));
    let others = move || {
        has_others.get().then(|| {
            let deed = twice::deed(|| bridge::delete(super::ALL));
            twice::button(words::END_OTHERS, words::END_OTHERS_SURE, "end-others", deed, again)
        })
    };
    let is_empty = Memo::new(move |_| sessions.with(Vec::is_empty));
    let list = move || {
        if is_empty.get() {
            return view! { <Empty title=words::NOWHERE more=words::NOWHERE_MORE/> }.into_any();
        }
        view! {
            <ul class="places">
                // What changes of a session is drawn in place: a first press on its button must outlive the next look.
                <For each=move || sessions.get() key=|one| one.id.clone()
                    children=move |one| place(one, sessions, again)/>
            </ul>
        }
        .into_any()
    };
    view! {
        <section class="card security-card" aria-labelledby="security-places" data-test="sessions">
            <h3 id="security-places">{say(words::SESSIONS)}</h3>
            <p class="small">{say(words::SESSIONS_HINT)}" "{move || idle.get().map(|idle| words::idle(lang(), idle))}</p>
            {list}
            {others}
        </section>
    }
    .into_any()
}

fn place(one: OwnSession, sessions: Memo<Vec<OwnSession>>, again: Callback<()>) -> AnyView {
    let kind = if one.device.is_some() { words::PHONE } else { words::DESK };
    let what = if one.agent.is_empty() { say(kind).to_owned() } else { format!("{} · {}", say(kind), one.agent) };
    let mark = one.is_this.then(|| pieces::badge(Tone::Ok, say(words::THIS_ONE), "this-one", "this"));
    let id = one.id.clone();
    let used_at = one.used_at;
    let used = Memo::new({
        let id = id.clone();
        move |_| sessions.with(|all| all.iter().find(|other| other.id == id).map_or(used_at, |found| found.used_at))
    });
    let end = (!one.is_this).then(|| {
        let path = format!("/api/v1/session/{id}");
        let deed = twice::deed(move || {
            let path = path.clone();
            async move { bridge::delete(&path).await }
        });
        twice::button(words::END, words::END_SURE, "end", deed, again)
    });
    let device = one.device.map(|device| view! { <small class="code">{device.to_string()}</small> });
    let address = (!one.address.is_empty()).then(|| pieces::fact(words::FROM, one.address.clone().into_any()));
    view! {
        <li class="place" data-test="session" data-session=id data-this=one.is_this.to_string()>
            <p class="place-head"><strong>{what}</strong>{mark}</p>
            {device}
            <dl class="place-facts">
                {pieces::fact(words::SINCE, clock::dated(one.made_at).into_any())}
                {pieces::fact(words::LAST_USED, (move || clock::short(used.get())).into_any())}
                {address}
            </dl>
            <div class="place-end">{end}</div>
        </li>
    }
    .into_any()
}
