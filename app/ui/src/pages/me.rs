//! Who is signed in, the language, and the way out.

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::card::Card;
use kit::faces::Notice;
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::layout::{Level, ScreenLayout};
use crate::pages::menu::Menu;
use crate::pages::originals::OriginalsChoice;
use crate::state::{App, unexpected};
use crate::{bridge, text};

/// Switches between Chinese and English.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let speech = lang::speech();
    view! {
        <button type="button" class="chip" data-test="language" aria-label=t(kit::text::LANGUAGE)
            on:click=move |_| speech.switch_to(speech.now().other())>
            <Icon picture=Picture::Globe />{t(kit::text::SWITCH_LANGUAGE)}
        </button>
    }
}

/// Who is signed in.
#[component]
pub fn MePage() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let failure = RwSignal::new(None::<Failure>);
    let sign_out = move |()| {
        spawn_local(async move {
            match bridge::ask(Ask::SignOut).await {
                Ok(Told::Start(start)) => app.started(start),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
        });
    };
    let holds_work = Signal::derive(move || {
        app.status.with(|status| status.as_ref().is_some_and(|status| status.unsent_operations > 0))
    });
    let facts = move || {
        app.session().map(|start| {
            let account = start.account.clone();
            let name = account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
            let user = account.as_ref().map(|account| account.user.to_string()).unwrap_or_default();
            let role = account.as_ref().map(|account| t(text::role(account.role)));
            let works_for = account.as_ref().map(|account| account.jurisdiction_name.clone()).unwrap_or_default();
            view! {
                <Card test="me">
                    <h2 lang="zh">{name}</h2>
                    <dl class="facts">
                        <dt>{t(text::USER)}</dt><dd>{user}</dd>
                        <dt>{t(text::ROLE)}</dt><dd>{role}</dd>
                        <dt>{t(text::JURISDICTION)}</dt><dd lang="zh">{works_for}</dd>
                        <dt>{t(text::SERVER)}</dt><dd>{start.server}</dd>
                        <dt>{t(text::VERSION)}</dt><dd>{start.version}</dd>
                    </dl>
                </Card>
            }
        })
    };
    view! {
        <ScreenLayout title=spoken(text::ME) level=Level::Step test="screen-me"
            bottom=move || view! {
                {move || holds_work.get().then(|| view! { <p class="small">{t(text::SIGN_OUT_BLOCKED)}</p> })}
                <Button look=Look::Plain size=Size::Large test="sign-out" disabled=holds_work on_press=sign_out>
                    <Icon picture=Picture::Door />{t(text::SIGN_OUT)}
                </Button>
            }>
            {facts}
            <Menu />
            <OriginalsChoice />
            <div class="row"><LanguageSwitch /></div>
            {move || failure.get().map(|why| view! {
                <Notice tone=Tone::Late picture=Picture::Mind test="sign-out-failed">
                    {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                </Notice>
            })}
        </ScreenLayout>
    }
}
