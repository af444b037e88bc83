//! The camera that opens with the report, without a press of its own.

use app_bridge::ask::Ask;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::refusal::Code;

use super::compass;
use super::lens::{self, Lens};
use crate::bridge;
use crate::state::{App, Screen};

/// Opens the view over the report, where the page can show a camera and there is room for a shot; where there is none
/// the report says so. Call it in a press.
pub fn open(app: App) {
    if app.lens.get_untracked() == Lens::Live {
        compass::ask();
    }
    spawn_local(async move {
        // Whoever is quick presses before it is known what there is.
        lens::look(app.lens).await;
        if app.lens.get_untracked() != Lens::Live {
            return;
        }
        let full = bridge::ask(Ask::Room).await.is_err_and(|why| why.code == Code::DeviceFull.as_str());
        let is_there = matches!(app.screen_now(), Screen::Report | Screen::Mend(_));
        // Under the PIN it would take the keys away from it.
        let is_locked = untrack(|| app.is_locked());
        if !full && is_there && !is_locked && !app.camera.get_untracked() {
            app.camera.set(true);
            app.cover_apart(app.camera);
        }
    });
}
