//! Signing in.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge::Trouble;
use crate::desk;
use crate::text::{lang, say, words};

/// The form. What was typed stays when it was wrong.
#[component]
pub fn SignIn() -> impl IntoView {
    let lang = lang();
    let who = desk::who();
    let (user, set_user) = signal(String::new());
    let (password, set_password) = signal(String::new());
    let (sending, set_sending) = signal(false);
    let (trouble, set_trouble) = signal(None::<Trouble>);
    let (is_missing, set_missing) = signal(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (user, password) = (user.get().trim().to_owned(), password.get());
        set_trouble.set(None);
        set_missing.set(user.is_empty() || password.is_empty());
        if is_missing.get() || sending.get() {
            return;
        }
        set_sending.set(true);
        spawn_local(async move {
            let done = desk::sign_in(who, user, password).await;
            // Once signed in the form is gone.
            set_sending.try_set(false);
            if let Err(trouble) = done {
                set_trouble.try_set(Some(trouble));
            }
        });
    };
    let complaint = move || match (is_missing.get(), trouble.get()) {
        (true, _) => Some(lang.say(words::FILL_BOTH).to_owned()),
        (false, Some(trouble)) => Some(trouble.words(lang)),
        (false, None) => None,
    };
    view! {
        <main class="door" data-test="sign-in">
            <form class="card door-card" on:submit=submit>
                <h1>{say(words::XUNGE)}<small>{say(words::COMMAND_CENTRE)}</small></h1>
                <p class="quiet">{say(words::SIGN_IN_LEAD)}</p>
                <label>
                    {say(words::USER)}
                    <input type="text" name="user" autocomplete="username" autofocus data-test="user"
                        prop:value=user on:input:target=move |event| set_user.set(event.target().value())/>
                </label>
                <label>
                    {say(words::PASSWORD)}
                    <input type="password" name="password" autocomplete="current-password" data-test="password"
                        prop:value=password on:input:target=move |event| set_password.set(event.target().value())/>
                </label>
                {move || complaint().map(|words| view! {
                    <p class="complaint" role="alert" data-test="complaint">{words}</p>
                })}
                <button class="button main" type="submit" data-test="submit" prop:disabled=sending>
                    {move || lang.say(if sending.get() { words::SIGNING_IN } else { words::SIGN_IN })}
                </button>
                <crate::frame::LanguageSwitch/>
            </form>
        </main>
    }
}
