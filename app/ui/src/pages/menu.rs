//! The ways to what is on no tab: one row each.

use kit::icon::{Icon, Picture};
use kit::lang::{Words, t};
use leptos::prelude::*;

use crate::pages::board;
use crate::state::{App, Screen};
use crate::text;

/// The ways to what is on no tab.
#[component]
pub fn Menu() -> impl IntoView {
    let app = App::get();
    view! {
        <nav class="rows" data-test="menu" aria-label=t(text::TABS)>
            <MenuRow to=Screen::Cases picture=Picture::Folder words=text::TAB_CASES test="menu-cases" />
            <Show when=move || board::is_for(app)>
                <MenuRow to=Screen::Board picture=Picture::Phone words=board::text::BOARD test="menu-board" />
            </Show>
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
