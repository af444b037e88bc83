//! Another password for oneself.

use kit::lang::Words;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::session::PasswordChange;

use super::text as words;
use crate::bridge::{self, Trouble};
use crate::text::{lang, say};

/// The shortest that the server takes.
const SHORTEST: usize = 8;

/// Says what is missing before anything is asked of the server.
fn missing(new: &str, again: &str) -> Option<Words> {
    if new.chars().count() < SHORTEST {
        Some(words::TOO_SHORT)
    } else if new != again {
        Some(words::NOT_ALIKE)
    } else {
        None
    }
}

/// Draws the card.
pub fn card(changed: Callback<()>) -> AnyView {
    let lang = lang();
    let [old, new, repeated] = [(); 3].map(|()| RwSignal::new(String::new()));
    let sending = RwSignal::new(false);
    let is_done = RwSignal::new(false);
    let wrong = RwSignal::new(None::<Words>);
    let trouble = RwSignal::new(None::<Trouble>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let change = PasswordChange { old: old.get_untracked(), new: new.get_untracked() };
        let fault = missing(&change.new, &repeated.get_untracked());
        wrong.set(fault);
        is_done.set(false);
        trouble.set(None);
        if fault.is_some() || sending.get_untracked() {
            return;
        }
        sending.set(true);
        spawn_local(async move {
            let reply = bridge::tell("/api/v1/session/password", &change).await;
            sending.try_set(false);
            match reply {
                Ok(()) => {
                    for field in [old, new, repeated] {
                        field.try_set(String::new());
                    }
                    is_done.try_set(true);
                    changed.try_run(());
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <section class="card security-card" aria-labelledby="security-password">
            <h3 id="security-password">{say(words::CHANGE_PASSWORD)}</h3>
            <p class="small">{say(words::PASSWORD_HINT)}</p>
            <form class="fields" data-test="password-form" on:submit=submit>
                {super::field(say(words::OLD), "password", "current-password", "old-password", old)}
                {super::field(say(words::NEW), "password", "new-password", "new-password", new)}
                {super::field(say(words::NEW_AGAIN), "password", "new-password", "new-password-again", repeated)}
                <button type="submit" class="button main" data-test="change-password" prop:disabled=move || sending.get()>
                    {move || lang.say(if sending.get() { words::CHANGING } else { words::CHANGE })}
                </button>
            </form>
            {move || wrong.get().map(|why| view! {
                <p class="complaint" role="alert" data-test="complaint">{lang.say(why)}</p>
            })}
            {super::complaint(trouble)}
            {move || is_done.get().then(|| view! {
                <p class="ok" role="status" data-test="password-changed">{lang.say(words::CHANGED)}</p>
            })}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{missing, words};

    #[test]
    fn a_new_password_is_long_enough_and_typed_twice_alike() {
        assert_eq!(missing("short", "short"), Some(words::TOO_SHORT));
        assert_eq!(missing("long enough", "long enouhg"), Some(words::NOT_ALIKE));
        assert_eq!(missing("汉字也可以当密码", "汉字也可以当密码"), None);
    }
}
