//! The big map: one's ground with all that stands on it, whether there is a network or not.
//!
//! `stage` is the map with its buttons and what lies over it; the same things stand beside it as a list, for who cannot
//! see a map and for a device that cannot draw one. `things` and `base` are what is decided without a screen and have
//! the tests; `pick` is the map on which a person points at the place of a report.

pub mod text;
pub mod things;
mod base;
mod sheet;
mod row;
mod list;
mod panel;
mod spot;
mod stage;
pub mod pick;

use kit::lang::spoken;
use leptos::prelude::*;

use self::stage::{About, Stage};
use crate::layout::{Level, ScreenLayout};

/// The map, on its tab.
#[component]
pub fn MapPage() -> impl IntoView {
    view! {
        <ScreenLayout title=spoken(text::MAP) level=Level::Tab test="screen-map"><Stage about=About::Ground /></ScreenLayout>
    }
}

/// The map with all tasks in view, above their list.
#[component]
pub fn TasksOnMapPage() -> impl IntoView {
    view! {
        <ScreenLayout title=spoken(text::TASKS_ON_MAP) level=Level::Step test="screen-tasks-on-map">
            <Stage about=About::Tasks />
        </ScreenLayout>
    }
}
