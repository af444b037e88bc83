//! Signing in: a user name and a password, and then a one-time code where the account has a second factor.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::refusal::Code;

use crate::bridge::Trouble;
use crate::desk::Left;
use crate::text::{lang, say, words};
use crate::{desk, security};

/// The form. What was typed stays when it was wrong.
#[component]
pub fn SignIn(
    /// Why whoever sat here does no longer.
    left: Option<Left>,
) -> impl IntoView {
    let lang = lang();
    let who = desk::who();
    let (user, set_user) = signal(String::new());
    let (password, set_password) = signal(String::new());
    let (code, set_code) = signal(String::new());
    let (asks_code, set_asks_code) = signal(false);
    let (sending, set_sending) = signal(false);
    let (trouble, set_trouble) = signal(None::<Trouble>);
    let (is_missing, set_missing) = signal(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (user, password) = (user.get().trim().to_owned(), password.get());
        let code = Some(code.get().trim().to_owned()).filter(|code| asks_code.get() && !code.is_empty());
        set_trouble.set(None);
        set_missing.set(user.is_empty() || password.is_empty());
        if is_missing.get() || sending.get() {
            return;
        }
        set_sending.set(true);
        spawn_local(async move {
            let done = desk::sign_in(who, user, password, code).await;
            // Once signed in the form is gone.
            set_sending.try_set(false);
            if let Err(trouble) = done {
                if is_about_code(&trouble) {
                    set_asks_code.try_set(true);
                    set_code.try_set(String::new());
                }
                set_trouble.try_set(Some(trouble));
            }
        });
    };
    let complaint = move || match (is_missing.get(), trouble.get()) {
        (true, _) => Some(lang.say(words::FILL_BOTH).to_owned()),
        (false, Some(trouble)) => Some(trouble.words(lang)),
        (false, None) => None,
    };
    // Only of a while is the small print for whoever stands at the door: until when it lasts.
    let while_lasts = move || {
        let detail = trouble.get().and_then(|trouble| trouble.detail());
        detail.and_then(|detail| shared::refusal::end_of_while(&detail)).map(|end| {
            view! { <small data-test="again-from">{security::text::again_from(lang, &crate::clock::short(end))}</small> }
        })
    };
    let code_field = NodeRef::<leptos::html::Input>::new();
    // Asked for in the middle of signing in: whoever types goes on typing.
    Effect::new(move |_| {
        if let Some(field) = code_field.get() {
            drop(field.focus());
        }
    });
    view! {
        <main class="door" data-test="sign-in">
            <form class="card door-card" on:submit=submit>
                <h1>{say(words::XUNGE)}<small>{say(words::COMMAND_CENTRE)}</small></h1>
                {match left {
                    Some(left) => view! {
                        <p class="complaint" role="alert" data-test="left" data-why=left.as_str()>{say(left.words())}</p>
                    }.into_any(),
                    None => view! { <p class="quiet">{say(words::SIGN_IN_LEAD)}</p> }.into_any(),
                }}
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
                {move || asks_code.get().then(|| view! {
                    <label>
                        {say(security::text::CODE)}
                        <input type="text" name="code" autocomplete="one-time-code" data-test="code" node_ref=code_field
                            prop:value=code on:input:target=move |event| set_code.set(event.target().value())/>
                    </label>
                })}
                {move || complaint().map(|words| view! {
                    <p class="complaint" role="alert" data-test="complaint">{words}{while_lasts}</p>
                })}
                <button class="button main" type="submit" data-test="submit" prop:disabled=sending>
                    {move || lang.say(if sending.get() { words::SIGNING_IN } else { words::SIGN_IN })}
                </button>
                <crate::frame::LanguageSwitch/>
            </form>
        </main>
    }
}

/// Tells whether the server asks for a one-time code, or for another one.
fn is_about_code(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Refused(problem) => matches!(problem.code, Code::SecondFactorNeeded | Code::SecondFactorWrong),
        Trouble::Offline | Trouble::Odd => false,
    }
}
