//! The PIN in the settings: set, changed, taken away, and how long the app may be out of sight.

use app_bridge::ask::Ask;
use app_bridge::lock::PinCard;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look};
use kit::card::Card;
use kit::faces::{Notice, Waiting};
use kit::icon::Picture;
use kit::lang::{self, Words, spoken, t};
use kit::radios::{Radio, Radios};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::away::LockAfter;
use super::{PinField, text};
use crate::bridge;
use crate::fetch::{FailedPage, Fetched, Refused, fetch};
use crate::state::{App, unexpected};

/// What is done with the PIN just now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Doing {
    Nothing,
    Setting,
    Changing,
    Removing,
}

/// The card of the PIN.
#[component]
pub fn PinSettings() -> impl IntoView {
    // The tries are left out: what is half typed must not go because one was counted.
    let told = fetch(
        || Ask::Pin,
        |told| match told {
            Told::Pin(PinCard { set, possible, .. }) => Ok((possible, set)),
            other => Err(unexpected(&other)),
        },
    );
    let doing = RwSignal::new(Doing::Nothing);
    let done = RwSignal::new(None::<Words>);
    view! {
        <Card test="pin-settings">
            <h2>{t(text::PIN_CARD)}</h2>
            <p class="small">{t(text::PIN_WORDS)}</p>
            {move || match told.got.get() {
                Fetched::Reading => view! { <Waiting /> }.into_any(),
                Fetched::Failed(failure) => view! { <FailedPage failure=failure again=told.again /> }.into_any(),
                Fetched::Here((false, _)) => {
                    view! { <p class="tiny" data-test="pin-impossible">{t(text::NO_KEY_STORE)}</p> }.into_any()
                }
                Fetched::Here((true, set)) => view! { <Ways set=set doing=doing done=done again=told.again /> }.into_any(),
            }}
            {move || done.get().map(|words| view! {
                <Notice tone=Tone::Ok picture=Picture::Tick test="pin-done">{t(words)}</Notice>
            })}
        </Card>
    }
    .into_any()
}

#[component]
fn Ways(set: bool, doing: RwSignal<Doing>, done: RwSignal<Option<Words>>, again: Callback<()>) -> impl IntoView {
    let app = App::get();
    let begin = move |what: Doing| {
        done.set(None);
        doing.set(what);
    };
    let on_done = Callback::new(move |words: Words| {
        doing.set(Doing::Nothing);
        done.set(Some(words));
        // The first screen says whether there is a PIN; it is asked again with the rest.
        app.find_out();
        again.run(());
    });
    let face = move |now: Doing| match (now, set) {
        (Doing::Nothing, false) => view! {
            <div class="chips">
                <Button look=Look::Soft test="pin-set" on_press=move |()| begin(Doing::Setting)>
                    {t(text::SET_PIN)}
                </Button>
            </div>
        }
        .into_any(),
        (Doing::Nothing, true) => view! {
            <div class="chips">
                <Button look=Look::Soft test="pin-change" on_press=move |()| begin(Doing::Changing)>
                    {t(text::CHANGE_PIN)}
                </Button>
                <Button test="pin-remove" on_press=move |()| begin(Doing::Removing)>{t(text::REMOVE_PIN)}</Button>
            </div>
            <LockAfterChoice />
        }
        .into_any(),
        (Doing::Setting | Doing::Changing | Doing::Removing, _) => {
            let cancel = move |()| doing.set(Doing::Nothing);
            view! { <Entering what=now on_cancel=cancel on_done=on_done /> }.into_any()
        }
    };
    move || face(doing.get())
}

#[component]
fn Entering(what: Doing, #[prop(into)] on_cancel: Callback<()>, on_done: Callback<Words>) -> impl IntoView {
    let speech = lang::speech();
    let (old, new, repeated) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let wants_old = what != Doing::Setting;
    let wants_new = what != Doing::Removing;
    let unlike = move || wants_new && repeated.with(|typed| !typed.is_empty()) && repeated.get() != new.get();
    let wrong =
        Signal::derive(move || if unlike() { speech.get().say(text::NOT_ALIKE).to_owned() } else { String::new() });
    let cannot = Signal::derive(move || {
        let lacks_old = wants_old && old.with(String::is_empty);
        let lacks_new = wants_new && (new.with(String::is_empty) || repeated.get() != new.get());
        busy.get() || lacks_old || lacks_new
    });
    let save = move || {
        if cannot.get_untracked() {
            return;
        }
        let ask = match what {
            Doing::Removing => Ask::ForgoPin { pin: old.get_untracked() },
            Doing::Changing => Ask::ChoosePin { old: Some(old.get_untracked()), new: new.get_untracked() },
            Doing::Setting | Doing::Nothing => Ask::ChoosePin { old: None, new: new.get_untracked() },
        };
        let words = if wants_new { text::PIN_SAVED } else { text::PIN_REMOVED };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            let told = bridge::ask(ask).await;
            busy.try_set(false);
            match told {
                Ok(Told::Pin(_)) => {
                    on_done.try_run(words);
                }
                Ok(other) => {
                    failure.try_set(Some(unexpected(&other)));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };
    view! {
        <form class="fields" on:submit=move |event| { event.prevent_default(); save(); }>
            {wants_old.then(|| view! { <PinField label=text::OLD_PIN test="pin-old" typed=old /> })}
            {wants_new.then(|| view! {
                <PinField label=text::NEW_PIN test="pin-new" typed=new />
                <PinField label=text::AGAIN test="pin-again" typed=repeated wrong=wrong />
            })}
            <Refused failure=failure test="pin-failed" />
            <div class="chips">
                <Button look=Look::Soft test="pin-save" disabled=cannot on_press=move |()| save()>
                    {t(if wants_new { text::SAVE_PIN } else { text::REMOVE_PIN })}
                </Button>
                <Button test="pin-cancel" on_press=on_cancel>{t(text::CANCEL)}</Button>
            </div>
            <button type="submit" class="hidden-words" tabindex="-1" aria-hidden="true"></button>
        </form>
    }
}

/// How long the app may be out of sight before the PIN falls.
#[component]
fn LockAfterChoice() -> impl IntoView {
    let speech = lang::speech();
    let chosen = RwSignal::new(LockAfter::remembered());
    let chip = move |choice: LockAfter| {
        let words = move || match choice {
            LockAfter::AtOnce => speech.get().say(text::AT_ONCE).to_owned(),
            LockAfter::One | LockAfter::Five | LockAfter::Fifteen => text::minutes(speech.get(), choice.minutes()),
        };
        view! {
            <Radio test=format!("lock-after-{}", choice.minutes()) chosen=Signal::derive(move || chosen.get() == choice)
                on_choose=move |()| { choice.keep(); chosen.set(choice); }>{words}</Radio>
        }
    };
    view! {
        <h3 class="small">{t(text::LOCK_AFTER)}</h3>
        <Radios label=spoken(text::LOCK_AFTER)>{LockAfter::ALL.map(chip).into_iter().collect_view()}</Radios>
        <Show when=move || { chosen.get() == LockAfter::AtOnce }><p class="tiny">{t(text::AT_ONCE_WORDS)}</p></Show>
    }
}
