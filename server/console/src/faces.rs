//! The four faces of every page: offline, empty, failed, full.

use kit::lang::Words;
use leptos::prelude::*;
use shared::time::Instant;

use crate::bridge::Trouble;
use crate::clock;
use crate::poll::Polled;
use crate::text::{lang, phrases, say, words};

/// Draws the offline or failed face when the last request brought nothing, above what is still known.
pub fn trouble_bar<T: PartialEq + Send + Sync + 'static>(polled: Polled<T>) -> AnyView {
    let known = Signal::derive(move || polled.value.with(Option::is_some));
    bar(polled.trouble, polled.heard_at, known, Callback::new(move |()| polled.again()))
}

/// Draws the same for whatever is heard in another way. One for every page: what is heard makes no difference to it.
pub fn bar(
    trouble: RwSignal<Option<Trouble>>,
    heard_at: RwSignal<Option<Instant>>,
    known: Signal<bool>,
    again: Callback<()>,
) -> AnyView {
    let lang = lang();
    let drawn = move || {
        let trouble = trouble.get()?;
        let heard = heard_at.get().map(|at| phrases::heard_at(lang, &clock::time(at)));
        let more = match (&trouble, known.get()) {
            (Trouble::Offline, true) => lang.say(words::OFFLINE_MORE).to_owned(),
            (Trouble::Offline, false) => lang.say(words::OFFLINE_NOTHING).to_owned(),
            (Trouble::Refused(_) | Trouble::Odd, _) => trouble.detail().unwrap_or_default(),
        };
        Some(view! {
            <div class="trouble" role="status" data-test="trouble" data-code=trouble.code()>
                <strong>{trouble.words(lang)}</strong>
                <span>{more}</span>
                <span class="quiet">{heard}</span>
                <button class="button small" on:click=move |_| again.run(())>{lang.say(words::TRY_AGAIN)}</button>
            </div>
        })
    };
    drawn.into_any()
}

/// Draws what is there to be said when a list has nothing in it.
#[component]
pub fn Empty(
    /// What is missing.
    title: Words,
    /// What it means, or what to do.
    more: Words,
) -> impl IntoView {
    view! {
        <div class="empty" data-test="empty">
            <strong>{say(title)}</strong>
            <p>{say(more)}</p>
        </div>
    }
}

/// Draws the page while nothing has come yet: words, not only something that turns.
pub fn waiting() -> AnyView {
    view! { <div class="empty" data-test="waiting"><p>{say(words::LOADING)}"…"</p></div> }.into_any()
}

/// Draws the offline face of a page that did not come: the line is down, or the server has been renewed since this page
/// was opened and holds other parts now, which fit to nothing here.
pub fn not_fetched(again: Callback<()>) -> AnyView {
    let lang = lang();
    // A browser that refuses to load its page anew shows one of its own.
    let anew = move |_| drop(window().location().reload());
    view! {
        <div class="trouble" role="status" data-test="trouble" data-code="offline">
            <strong>{lang.say(words::NOT_FETCHED)}</strong>
            <span>{lang.say(words::NOT_FETCHED_MORE)}</span>
            <button type="button" class="button small" data-test="again" on:click=move |_| again.run(())>
                {lang.say(words::TRY_AGAIN)}
            </button>
            <button type="button" class="button small" data-test="load-anew" on:click=anew>{lang.say(words::LOAD_ANEW)}</button>
        </div>
    }
    .into_any()
}

/// Draws "live" with the time of the last reply, or "offline".
pub fn live_mark<T: PartialEq + Send + Sync + 'static>(polled: Polled<T>) -> AnyView {
    mark(polled.trouble, polled.heard_at)
}

/// Draws the same for whatever is heard in another way.
pub fn mark(trouble: RwSignal<Option<Trouble>>, heard_at: RwSignal<Option<Instant>>) -> AnyView {
    let lang = lang();
    view! {
        {move || match trouble.with(Option::is_some) {
            true => view! { <span class="badge tone-late">{lang.say(words::OFFLINE_SHORT)}</span> }.into_any(),
            false => view! { <span class="badge dotted tone-ok" data-test="live">{lang.say(words::LIVE)}</span> }.into_any(),
        }}
        <span class="quiet figures">{move || heard_at.get().map(clock::time)}</span>
    }
    .into_any()
}
