//! The camera that opens with the report, or with a task where that is, without a press of its own.

use std::cell::Cell;

use app_bridge::ask::Ask;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::TaskId;
use shared::refusal::Code;

use super::compass;
use super::lens::{self, Lens};
use crate::bridge;
use crate::state::{App, Screen};

thread_local! {
    /// The task that somebody pressed, until its page asks for it.
    static PRESSED: Cell<Option<TaskId>> = const { Cell::new(None) };
}

/// Opens a task, for whoever presses it: at its place they are in the camera at once. Call it in the press.
pub fn open_task(app: App, task: TaskId) {
    if app.lens.get_untracked() == Lens::Live {
        compass::ask();
    }
    PRESSED.set(Some(task));
    app.open(Screen::Answer(task));
}

/// Says, once for each press, whether a task was pressed: a page that is only shown anew opens no camera.
pub fn was_pressed(task: TaskId) -> bool {
    PRESSED.take() == Some(task)
}

/// Opens a view that stands on the open page, where the page can show a camera, there is room for a shot and nothing
/// lies over it.
pub fn open_view(app: App, shows_view: RwSignal<bool>) {
    spawn_local(async move {
        lens::look(app.lens).await;
        if app.lens.get_untracked() != Lens::Live || is_full().await {
            return;
        }
        let is_free = untrack(|| !app.is_locked() && !app.is_covered());
        // The page may have been left meanwhile.
        if is_free && shows_view.try_get_untracked() == Some(false) {
            shows_view.set(true);
            app.cover_apart(shows_view);
        }
    });
}

async fn is_full() -> bool {
    bridge::ask(Ask::Room).await.is_err_and(|why| why.code == Code::DeviceFull.as_str())
}

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
        let full = is_full().await;
        let is_there = matches!(app.screen_now(), Screen::Report | Screen::Mend(_));
        // Under the PIN it would take the keys away from it.
        let is_locked = untrack(|| app.is_locked());
        if !full && is_there && !is_locked && !app.camera.get_untracked() {
            app.camera.set(true);
            app.cover_apart(app.camera);
        }
    });
}
