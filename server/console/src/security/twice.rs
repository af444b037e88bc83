//! A button that is pressed twice: the second press does what cannot be taken back.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use kit::lang::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge::Trouble;
use crate::text::lang;

/// What is done.
pub type Deed = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<(), Trouble>>>>>;

/// Makes a deed of a request.
pub fn deed<F: Future<Output = Result<(), Trouble>> + 'static>(ask: impl Fn() -> F + 'static) -> Deed {
    Rc::new(move || -> Pin<Box<dyn Future<Output = Result<(), Trouble>>>> { Box::pin(ask()) })
}

/// Draws the button; `done` hears that it was done.
pub fn button(first: Words, sure: Words, test: &'static str, deed: Deed, done: Callback<()>) -> AnyView {
    let lang = lang();
    let asked = RwSignal::new(false);
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if sending.get_untracked() {
            return;
        }
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        sending.set(true);
        trouble.set(None);
        let deed = deed();
        spawn_local(async move {
            let reply = deed.await;
            sending.try_set(false);
            asked.try_set(false);
            match reply {
                Ok(()) => drop(done.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <button type="button" class="button small" data-test=test prop:disabled=move || sending.get() on:click=press
            on:blur=move |_| asked.set(false)>
            {move || lang.say(if asked.get() { sure } else { first })}
        </button>
        {super::complaint(trouble)}
    }
    .into_any()
}
