//! The PIN: the page that stands before everything until it is entered, when it falls, and how it is chosen.
//!
//! Falls over what is open and takes nothing away: what was begun under it is still there after. `away` says when,
//! `choose` is the card in the settings. No rule about a PIN is here; the core has them.

pub mod away;
pub mod choose;
mod text;

use std::time::Duration;

use app_bridge::ask::Ask;
use app_bridge::lock::PinCard;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::focus;
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge;
use crate::fetch::Refused;
use crate::pages::me::LanguageSwitch;
use crate::state::{App, unexpected};

/// The page that stands before everything.
#[component]
pub fn LockPage() -> impl IntoView {
    focus::comes_back();
    let (app, speech) = (App::get(), lang::speech());
    let typed = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let forgotten = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let wait_s = RwSignal::new(0_u64);
    let look = move || {
        spawn_local(async move {
            if let Ok(Told::Pin(PinCard { wait_ms, .. })) = bridge::ask(Ask::Pin).await {
                wait_s.try_set(wait_ms.div_ceil(1_000));
            }
        });
    };
    look();
    let ticking = set_interval_with_handle(
        move || {
            if wait_s.try_get_untracked().is_some_and(|seconds| seconds > 0) {
                wait_s.update(|seconds| *seconds = seconds.saturating_sub(1));
            }
        },
        Duration::from_secs(1),
    )
    .ok();
    on_cleanup(move || {
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
    let cannot = Signal::derive(move || busy.get() || wait_s.get() > 0 || typed.with(String::is_empty));
    let unlock = move || {
        if cannot.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let pin = typed.get_untracked();
        spawn_local(async move {
            match bridge::ask(Ask::Unlock { pin }).await {
                Ok(Told::Start(start)) => app.started(start),
                Ok(other) => {
                    failure.try_set(Some(unexpected(&other)));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                    typed.try_set(String::new());
                    look();
                }
            }
            busy.try_set(false);
        });
    };
    // Before the core has a key there is nobody yet; under a cover there is.
    let goes_on = move || app.session().is_some();
    let field = NodeRef::<Input>::new();
    field.on_load(|field| {
        if field.focus().is_err() {
            leptos::logging::warn!("The PIN's field does not hear the keys");
        }
    });
    view! {
        <div class="screen lock" data-test="screen-lock" role="dialog" aria-modal="true" aria-label=t(text::LOCKED)>
            <header class="top"><span class="grow"></span><LanguageSwitch /></header>
            <main>
                <div class="hello">
                    <div class="logo" aria-hidden="true"><Icon picture=Picture::Padlock /></div>
                    <h1>{t(text::ENTER_PIN)}</h1>
                    <p class="small">
                        {move || speech.get().say(if goes_on() { text::SENDING_GOES_ON } else { text::SENDING_WAITS })}
                    </p>
                </div>
                <form class="fields" on:submit=move |event| { event.prevent_default(); unlock(); }>
                    <div class="field">
                        <label for="pin">{t(text::PIN)}</label>
                        <input id="pin" class="pin" data-test="pin" node_ref=field type="password" inputmode="numeric"
                            autocomplete="off" prop:value=typed on:input=move |event| typed.set(event_target_value(&event)) />
                    </div>
                    <button type="submit" class="hidden-words" tabindex="-1" aria-hidden="true"></button>
                </form>
                <Refused failure=failure test="unlock-failed" />
                {move || (wait_s.get() > 0).then(|| view! {
                    <p class="small centred number" role="timer" data-test="unlock-wait">
                        {move || text::wait(speech.get(), wait_s.get())}
                    </p>
                })}
                <button type="button" class="link" data-test="pin-forgotten" aria-expanded=move || forgotten.get().to_string()
                    on:click=move |_| forgotten.update(|shown| *shown = !*shown)>{t(text::FORGOTTEN)}</button>
                <Show when=move || forgotten.get()>
                    <p class="small" data-test="pin-forgotten-words">{t(text::FORGOTTEN_WORDS)}</p>
                </Show>
            </main>
            <footer class="bottom">
                <Button look=Look::Main size=Size::Large test="unlock" disabled=cannot on_press=move |()| unlock()>
                    {move || speech.get().say(if busy.get() { text::UNLOCKING } else { text::UNLOCK })}
                </Button>
            </footer>
        </div>
    }
    .into_any()
}

/// One PIN to type.
#[component]
fn PinField(
    /// Which one.
    label: kit::lang::Words,
    /// Name for tests.
    test: &'static str,
    /// What is typed.
    typed: RwSignal<String>,
    /// What is wrong with it; empty when nothing is.
    #[prop(optional, into)]
    wrong: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=test>{t(label)}</label>
            <input id=test class="pin" data-test=test type="password" inputmode="numeric" autocomplete="off"
                placeholder=spoken(text::PIN_HINT) prop:value=typed
                on:input=move |event| typed.set(event_target_value(&event)) />
            {move || Some(wrong.get()).filter(|words| !words.is_empty())
                .map(|words| view! { <span class="wrong" role="alert">{words}</span> })}
        </div>
    }
}
