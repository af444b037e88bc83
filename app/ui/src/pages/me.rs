//! Who is signed in, the ways to what is on no tab, and the way out.

use kit::card::Card;
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use leptos::prelude::*;

use crate::layout::{Level, ScreenLayout};
use crate::pages::leaving::SignOut;
use crate::pages::menu::Menu;
use crate::state::App;
use crate::text;

/// Switches between Chinese and English.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let speech = lang::speech();
    view! {
        <button type="button" class="chip" data-test="language" title=t(kit::text::LANGUAGE)
            on:click=move |_| speech.switch_to(speech.now().other())>
            <Icon picture=Picture::Globe />{t(kit::text::SWITCH_LANGUAGE)}
        </button>
    }
}

/// Who is signed in.
#[component]
pub fn MePage() -> impl IntoView {
    let app = App::get();
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
        <ScreenLayout title=spoken(text::ME) level=Level::Step test="screen-me" bottom=move || view! { <SignOut /> }>
            {facts}
            <Menu />
            <div class="row"><LanguageSwitch /></div>
        </ScreenLayout>
    }
    .into_any()
}
