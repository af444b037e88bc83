//! The way from where photos are taken to how they are taken well.

use kit::icon::{Icon, Picture};
use kit::lang::t;
use leptos::prelude::*;

use super::text;
use crate::state::{App, Screen};

/// The way to the capture hints.
#[component]
pub fn HintsLink() -> impl IntoView {
    let app = App::get();
    view! {
        <button type="button" class="link hints-link" data-test="hints" on:click=move |_| app.open(Screen::Hints)>
            <Icon picture=Picture::Lamp />{t(text::HINTS)}
        </button>
    }
}
