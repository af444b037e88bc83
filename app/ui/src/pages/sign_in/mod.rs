//! Signing in: by one link that was pasted or scanned, or by server, name and password; and what the phone will keep.
//!
//! `form` is what is typed, `link` the ways for a link to come here, `scan` the one through the camera.

mod form;
mod link;
mod scan;
mod text;

use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::card::Card;
use kit::faces::Notice;
use kit::field::{Entry, Field};
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::refusal::Code;

use self::form::SignInForm;
use self::link::LinkField;
use crate::fetch::Refused;
use crate::pages::me::LanguageSwitch;
use crate::pages::notices::Notices;
use crate::pages::welcome;
use crate::state::{App, unexpected};
use crate::{bridge, text as words};

/// The sign-in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let known_server = app.start.with_untracked(|start| match start {
        Some(Ok(start)) => start.server.clone(),
        Some(Err(_)) | None => None,
    });
    let was_here_before = known_server.is_some();
    let form = RwSignal::new(SignInForm { server: known_server.unwrap_or_default(), ..SignInForm::default() });
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let asks_code = RwSignal::new(false);

    let sign_in = move || {
        // A link is good once: pressed twice it would be said to be used up.
        if busy.get_untracked() {
            return;
        }
        tried.set(true);
        let Some(ask) = form.with_untracked(SignInForm::ask) else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(ask).await {
                Ok(Told::Start(start)) => {
                    app.started(start);
                    welcome::offer(app);
                }
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => {
                    if why.code == Code::SecondFactorNeeded.as_str() {
                        // A link would be refused once more: a code goes with the password alone.
                        form.update(|form| form.link.clear());
                        asks_code.set(true);
                    }
                    failure.set(Some(why));
                }
            }
            busy.set(false);
        });
    };
    let wrong = move |empty: fn(&SignInForm) -> bool| {
        Signal::derive(move || match tried.get() && form.with(|form| !form.has_link() && empty(form)) {
            true => speech.get().say(words::NEEDED).to_owned(),
            false => String::new(),
        })
    };
    view! {
        <div class="screen sign-in" data-test="screen-sign-in">
            <header class="top"><span class="grow"></span><LanguageSwitch /></header>
            <main>
                <div class="hello">
                    <div class="logo" aria-hidden="true"><Icon picture=Picture::Aim /></div>
                    <h1>{t(words::APP_NAME)}</h1>
                    <p class="small">{t(words::SIGN_IN_SUBTITLE)}</p>
                </div>
                <Notices />
                {was_here_before.then(|| view! {
                    <Notice tone=Tone::Brand picture=Picture::Phone test="signed-out-note">{t(words::SIGNED_OUT_SAFE)}</Notice>
                })}
                <LinkField form=form on_whole=move |()| sign_in() />
                <h2 class="section">{t(text::OR_PASSWORD)}</h2>
                <form class="fields" on:submit=move |event| { event.prevent_default(); sign_in(); }>
                    <Field label=spoken(words::SERVER) placeholder=spoken(words::SERVER_HINT) entry=Entry::Address
                        test="server" value=Signal::derive(move || form.get().server)
                        wrong=wrong(|form| form.server.trim().is_empty())
                        on_input=move |typed| form.update(|form| form.server = typed) />
                    <Field label=spoken(words::USER) test="user" autocomplete="username"
                        value=Signal::derive(move || form.get().user) wrong=wrong(|form| form.user.trim().is_empty())
                        on_input=move |typed| form.update(|form| form.user = typed) />
                    <Field label=spoken(words::PASSWORD) entry=Entry::Password test="password"
                        autocomplete="current-password" value=Signal::derive(move || form.get().password)
                        wrong=wrong(|form| form.password.is_empty())
                        on_input=move |typed| form.update(|form| form.password = typed) />
                    {move || asks_code.get().then(|| view! {
                        <Field label=spoken(text::CODE) test="code" autocomplete="one-time-code"
                            value=Signal::derive(move || form.get().code)
                            on_input=move |typed| form.update(|form| form.code = typed) />
                    })}
                    <Refused failure=failure test="sign-in-failed" />
                    {move || busy.get().then(|| view! {
                        <Notice tone=Tone::Brand picture=Picture::UpDown test="signing-in">{t(words::SIGNING_IN)}</Notice>
                    })}
                    // Return in a field submits the form, as people expect.
                    <button type="submit" class="hidden-words" tabindex="-1" aria-hidden="true"></button>
                </form>
                <Card test="what-is-kept">
                    <h2>{t(words::WHAT_IS_KEPT)}</h2>
                    <ul class="kept">
                        <li><Icon picture=Picture::Pin /><span>{t(words::KEPT_PACKS)}</span></li>
                        <li><Icon picture=Picture::Camera /><span>{t(words::KEPT_WORK)}</span></li>
                        <li><Icon picture=Picture::Tick /><span>{t(words::KEPT_NOT)}</span></li>
                    </ul>
                </Card>
            </main>
            <footer class="bottom">
                <Button look=Look::Main size=Size::Large test="sign-in" disabled=busy on_press=move |()| sign_in()>
                    {t(words::SIGN_IN)}
                </Button>
            </footer>
        </div>
    }
}
