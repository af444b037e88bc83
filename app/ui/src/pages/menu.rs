//! The ways to what is on no tab: one row each.

use kit::icon::{Icon, Picture};
use kit::lang::{Words, t};
use leptos::prelude::*;

use crate::announcements::row::AnnouncementsRow;
use crate::pages::assessment;
use crate::pages::base_maps;
use crate::pages::board;
use crate::pages::on_shift::works_in_shifts;
use crate::pages::settings::text as settings;
use crate::pages::shift::text as shift_text;
use crate::state::{App, Screen};
use crate::text;
use crate::{directory, hints};

/// The ways to what is on no tab.
#[component]
pub fn Menu() -> impl IntoView {
    let app = App::get();
    view! {
        <nav class="rows" data-test="menu" aria-label=t(text::TABS)>
            <Show when=move || works_in_shifts(app)>
                <MenuRow to=Screen::Cases picture=Picture::Folder words=text::TAB_CASES test="menu-cases" />
            </Show>
            <AnnouncementsRow />
            <MenuRow to=Screen::Directory picture=Picture::Handset words=directory::text::DIRECTORY test="menu-directory" />
            <Show when=move || works_in_shifts(app)>
                <MenuRow to=Screen::Hints picture=Picture::Lamp words=hints::text::HINTS test="menu-hints" />
            </Show>
            <MenuRow to=Screen::BaseMaps picture=Picture::Pin words=base_maps::text::BASE_MAPS test="menu-base-maps" />
            <MenuRow to=Screen::Settings picture=Picture::Sliders words=settings::SETTINGS test="menu-settings" />
            <Show when=move || board::is_for(app)>
                <MenuRow to=Screen::Board picture=Picture::Phone words=board::text::BOARD test="menu-board" />
            </Show>
            {move || works_in_shifts(App::get()).then(|| view! {
                <MenuRow to=Screen::Shift picture=Picture::Clock words=shift_text::SHIFT test="menu-shift" />
            })}
            {move || assessment::is_for(App::get()).then(|| view! {
                <MenuRow to=Screen::Assessment picture=Picture::List words=assessment::text::ASSESSMENT test="menu-assessment" />
            })}
        </nav>
    }
}

/// One way.
#[component]
pub fn MenuRow(
    /// Where it leads.
    to: Screen,
    /// What stands for it.
    picture: Picture,
    /// What it is called.
    words: Words,
    /// Name for tests.
    test: &'static str,
) -> impl IntoView {
    let app = App::get();
    view! {
        <button type="button" class="card row middle" data-test=test on:click=move |_| app.open(to)>
            <Icon picture=picture /><span class="grow">{t(words)}</span><Icon picture=Picture::Onward />
        </button>
    }
}
