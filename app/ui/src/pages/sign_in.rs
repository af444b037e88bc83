//! Signing in: which server, who, and what the phone will keep.

use app_bridge::ask::Ask;
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

use crate::pages::me::LanguageSwitch;
use crate::pages::notices::Notices;
use crate::state::{App, unexpected};
use crate::{bridge, text};

/// What is typed to sign in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SignInForm {
    server: String,
    user: String,
    password: String,
}

impl SignInForm {
    /// Returns the question to ask, or nothing while a field is empty.
    fn ask(&self) -> Option<Ask> {
        let (server, user) = (self.server.trim(), self.user.trim());
        if server.is_empty() || user.is_empty() || self.password.is_empty() {
            return None;
        }
        // People type the name of a server; only a loopback may be asked without encryption.
        let server = match server.contains("://") {
            true => server.to_owned(),
            false if server.starts_with("127.") || server.starts_with("localhost") => format!("http://{server}"),
            false => format!("https://{server}"),
        };
        let server = server.trim_end_matches('/').to_owned();
        Some(Ask::SignIn { server, user: user.to_owned(), password: self.password.clone() })
    }
}

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

    let sign_in = move || {
        tried.set(true);
        let Some(ask) = form.with_untracked(SignInForm::ask) else { return };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(ask).await {
                Ok(Told::Start(start)) => app.started(start),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let wrong = move |empty: fn(&SignInForm) -> bool| {
        Signal::derive(move || match tried.get() && form.with(empty) {
            true => speech.get().say(text::NEEDED).to_owned(),
            false => String::new(),
        })
    };
    view! {
        <div class="screen sign-in" data-test="screen-sign-in">
            <header class="top"><span class="grow"></span><LanguageSwitch /></header>
            <main>
                <div class="hello">
                    <div class="logo" aria-hidden="true"><Icon picture=Picture::Aim /></div>
                    <h1>{t(text::APP_NAME)}</h1>
                    <p class="small">{t(text::SIGN_IN_SUBTITLE)}</p>
                </div>
                <Notices />
                {was_here_before.then(|| view! {
                    <Notice tone=Tone::Brand picture=Picture::Phone test="signed-out-note">{t(text::SIGNED_OUT_SAFE)}</Notice>
                })}
                <form class="fields" on:submit=move |event| { event.prevent_default(); sign_in(); }>
                    <Field label=spoken(text::SERVER) placeholder=spoken(text::SERVER_HINT) entry=Entry::Address
                        test="server" value=Signal::derive(move || form.get().server)
                        wrong=wrong(|form| form.server.trim().is_empty())
                        on_input=move |typed| form.update(|form| form.server = typed) />
                    <Field label=spoken(text::USER) test="user" autocomplete="username"
                        value=Signal::derive(move || form.get().user) wrong=wrong(|form| form.user.trim().is_empty())
                        on_input=move |typed| form.update(|form| form.user = typed) />
                    <Field label=spoken(text::PASSWORD) entry=Entry::Password test="password"
                        autocomplete="current-password" value=Signal::derive(move || form.get().password)
                        wrong=wrong(|form| form.password.is_empty())
                        on_input=move |typed| form.update(|form| form.password = typed) />
                    {move || failure.get().map(|why| view! {
                        <Notice tone=Tone::Late picture=Picture::Mind test="sign-in-failed">
                            {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                        </Notice>
                    })}
                    {move || busy.get().then(|| view! {
                        <Notice tone=Tone::Brand picture=Picture::UpDown test="signing-in">{t(text::SIGNING_IN)}</Notice>
                    })}
                    // Return in a field submits the form, as people expect.
                    <button type="submit" class="hidden-words" tabindex="-1" aria-hidden="true"></button>
                </form>
                <Card test="what-is-kept">
                    <h2>{t(text::WHAT_IS_KEPT)}</h2>
                    <ul class="kept">
                        <li><Icon picture=Picture::Pin /><span>{t(text::KEPT_PACKS)}</span></li>
                        <li><Icon picture=Picture::Camera /><span>{t(text::KEPT_WORK)}</span></li>
                        <li><Icon picture=Picture::Tick /><span>{t(text::KEPT_NOT)}</span></li>
                    </ul>
                </Card>
            </main>
            <footer class="bottom">
                <Button look=Look::Main size=Size::Large test="sign-in" disabled=busy on_press=move |()| sign_in()>
                    {t(text::SIGN_IN)}
                </Button>
            </footer>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;

    use super::SignInForm;

    #[track_caller]
    fn check(server: &str, expected: Option<&str>) {
        let form = SignInForm { server: server.into(), user: " wang ".into(), password: " p ".into() };
        let asked = form.ask().map(|ask| match ask {
            Ask::SignIn { server, user, password } => {
                assert_eq!((user.as_str(), password.as_str()), ("wang", " p "), "a password is taken as typed");
                server
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(asked.as_deref(), expected);
    }

    #[test]
    fn a_server_is_asked_encrypted_unless_it_is_this_machine() {
        check("xunge.example.cn", Some("https://xunge.example.cn"));
        check("127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        check("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080"));
        check("https://xunge.example.cn", Some("https://xunge.example.cn"));
    }

    #[test]
    fn nothing_is_asked_while_a_field_is_empty() {
        check("  ", None);
        assert_eq!(SignInForm { server: "a".into(), ..SignInForm::default() }.ask(), None);
    }
}
