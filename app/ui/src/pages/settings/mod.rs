//! The settings: how the screen looks and speaks, how the app opens and locks, what it keeps, and where to get help.
//!
//! What is set here is this device's own and no rule: it lies in the page's memory, or with the core where the core acts
//! on it. One file for each card.

mod looks;
mod storage;
mod help;
mod about;
pub mod text;

use kit::lang::spoken;
use leptos::prelude::*;

use self::about::About;
use self::help::Help;
use self::looks::{LanguageChoice, LooksChoice, OpeningChoice};
use self::storage::StorageCard;
use crate::layout::{Level, ScreenLayout};
use crate::pages::lock::choose::PinSettings;
use crate::pages::on_shift::works_in_shifts;
use crate::pages::originals::OriginalsChoice;
use crate::state::App;

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let app = App::get();
    view! {
        <ScreenLayout title=spoken(text::SETTINGS) level=Level::Step test="screen-settings">
            <LanguageChoice />
            <LooksChoice />
            <Show when=move || works_in_shifts(app)><OpeningChoice /></Show>
            <OriginalsChoice />
            <PinSettings />
            <StorageCard />
            <Help />
            <About />
        </ScreenLayout>
    }
    .into_any()
}
