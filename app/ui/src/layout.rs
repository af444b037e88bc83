//! What every screen has: the training stripe, its title, the corner that tells what is only here, and the tabs.

use kit::faces::{Notice, Offline, TrainingStripe};
use kit::icon::{Icon, Picture};
use kit::lang::{self, Words, spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;

use crate::drafts::begun::Begun;
use crate::pages::map::text as map_text;
use crate::pages::on_shift::works_in_shifts;
use crate::state::{App, Screen};
use crate::{text, whereabouts};

/// Whether a screen is one of the tabs or a step above one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// One of the tab bar's screens.
    Tab,
    /// A step: it has a way back and no tabs.
    Step,
    /// A step in the dark, for the camera and for comparing photos.
    NightStep,
}

/// A screen: title above, what it is about in the middle, the main action at the bottom.
#[component]
pub fn ScreenLayout(
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Where it stands.
    level: Level,
    /// Name for tests.
    test: &'static str,
    /// What stands in the corner instead of what is only here.
    #[prop(optional, into)]
    corner: Option<ViewFn>,
    /// The main action.
    #[prop(optional, into)]
    bottom: ViewFn,
    /// What it is about.
    children: Children,
) -> impl IntoView {
    let app = App::get();
    let class = match level {
        Level::Tab => "screen",
        Level::Step => "screen step",
        Level::NightStep => "screen step night",
    };
    let training = move || app.session().is_some_and(|start| start.training);
    let corner = match corner {
        Some(corner) => corner.run().into_any(),
        None => view! { <PhoneCorner /> }.into_any(),
    };
    view! {
        <div class=class data-test=test inert=move || app.is_out_of_reach()>
            <Show when=training><TrainingStripe /></Show>
            <header class="top">
                {(level != Level::Tab).then(|| view! { <BackButton /> })}
                <h1>{title}</h1>
                {corner}
            </header>
            <main>
                <OfflineNotice />
                <NotReadyNotice />
                {children()}
            </main>
            <footer class="bottom">{bottom.run()}</footer>
            {(level == Level::Tab).then(|| view! { <Tabs /> })}
        </div>
    }
}

/// Says once, above everything, that there is no network and what that means.
#[component]
fn OfflineNotice() -> impl IntoView {
    let app = App::get();
    view! {
        <Show when=move || app.is_offline()>
            <Offline words=spoken(text::OFFLINE_WORDS) />
        </Show>
    }
}

/// Says that the phone cannot answer for itself yet, and what to do.
#[component]
fn NotReadyNotice() -> impl IntoView {
    let app = App::get();
    view! {
        <Show when=move || app.session().is_some_and(|start| !start.ready)>
            <Notice tone=Tone::Soon picture=Picture::Mind test="not-ready">{t(text::NOT_READY)}</Notice>
        </Show>
    }
}

#[component]
fn BackButton() -> impl IntoView {
    let app = App::get();
    view! {
        <button type="button" class="back" data-test="back" aria-label=t(text::BACK) on:click=move |_| app.leave()>
            <Icon picture=Picture::Back />
        </button>
    }
}

/// The corner of every screen: what is still only on this phone. It leads to sync.
#[component]
fn PhoneCorner() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    // Followed through this alone: each letter that is typed is news of what was begun.
    let begun = Memo::new(move |_| Begun::of(app));
    let said = Memo::new(move |_| match app.status.get() {
        Some(status) => whereabouts::phone(speech.get(), &status, begun.get()),
        None => (Tone::Rest, speech.get().say(text::SAVED_HERE_FIRST).to_owned()),
    });
    view! {
        <button type="button" class="corner" data-test="phone-status" on:click=move |_| app.turn_to(Screen::Sync)>
            <span class=move || format!("badge dotted {}", said.get().0.class())>{move || said.get().1}</span>
        </button>
    }
}

/// The tabs; whoever neither reports nor is sent to look has none for that.
#[component]
fn Tabs() -> impl IntoView {
    let app = App::get();
    let works = Memo::new(move |_| works_in_shifts(app));
    view! {
        <nav class="tabs" aria-label=t(text::TABS)>
            <Tab to=Screen::Today picture=Picture::House words=text::TAB_TODAY test="tab-today" />
            <Show when=move || works.get()>
                <Tab to=Screen::Tasks picture=Picture::Ticked words=text::TAB_TASKS test="tab-tasks" />
                <CameraTab />
            </Show>
            <Tab to=Screen::Map picture=Picture::Map words=map_text::MAP test="tab-map" />
            <Tab to=Screen::Sync picture=Picture::UpDown words=text::TAB_SYNC test="tab-sync" />
        </nav>
    }
}

#[component]
fn Tab(to: Screen, picture: Picture, words: Words, test: &'static str) -> impl IntoView {
    let app = App::get();
    view! {
        <button type="button" class="tab" data-test=test
            aria-current=move || (app.screen() == to).then_some("page") on:click=move |_| app.turn_to(to)>
            <Icon picture=picture /><span>{t(words)}</span>
        </button>
    }
}

#[component]
fn CameraTab() -> impl IntoView {
    let app = App::get();
    view! {
        <button type="button" class="shutter" data-test="tab-report" aria-label=t(text::TAB_REPORT)
            on:click=move |_| app.begin_report()>
            <Icon picture=Picture::Camera />
        </button>
    }
}
