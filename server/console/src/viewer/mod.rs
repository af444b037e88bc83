//! Looking at one photo closely: zoom and pan, two photos under one line, clips to be played.
//!
//! It stands beside the page and not in it: a verdict that arrives while somebody looks must not close what they look
//! at. `view` is the arithmetic of zoom and fingers and has tests; `sheet` draws what is shown; here is who listens.

mod view;
mod sheet;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use self::view::{Fingers, View};
use crate::evidence::shots::{self, Shot};
use crate::text::{say, words};

/// How much one press of a key or a button enlarges.
const STEP: f64 = 1.5;
/// How much a double press enlarges what fits.
const LEAP: f64 = 3.0;
/// How far an arrow key moves, pixels.
const NUDGE: f64 = 60.0;

/// The viewer of a page.
#[derive(Clone, Copy)]
pub struct Viewer {
    /// The number of the photo that is shown; nothing while it is closed.
    shown: RwSignal<Option<usize>>,
    /// The number of the photo that it is laid beside.
    beside: RwSignal<Option<usize>>,
    /// Where the line between the two stands, hundredths.
    line: RwSignal<u32>,
    view: RwSignal<View>,
    fingers: StoredValue<Fingers>,
    dialog: NodeRef<leptos::html::Dialog>,
    stage: NodeRef<leptos::html::Div>,
}

impl Viewer {
    /// Makes a closed one.
    pub fn closed() -> Self {
        Self {
            shown: RwSignal::new(None),
            beside: RwSignal::new(None),
            line: RwSignal::new(50),
            view: RwSignal::new(View::default()),
            fingers: StoredValue::new(Fingers::default()),
            dialog: NodeRef::new(),
            stage: NodeRef::new(),
        }
    }

    /// Shows a photo by its number.
    pub fn open(self, number: usize) {
        self.beside.set(None);
        self.lay(number);
        // Refused only when it is open already.
        if let Some(dialog) = self.dialog.get_untracked()
            && !dialog.open()
            && dialog.show_modal().is_err()
        {
            leptos::logging::warn!("the photo could not be opened");
        }
    }

    fn lay(self, number: usize) {
        self.view.set(View::default());
        self.shown.set(Some(number));
    }

    fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    /// Goes on to the next photo or back to the one before.
    fn turn(self, shots: Memo<Vec<Shot>>, forward: bool) {
        let next =
            self.shown.get_untracked().and_then(|from| shots.with_untracked(|all| shots::step(all, from, forward)));
        if let Some(next) = next {
            self.beside.set(None);
            self.lay(next);
        }
    }

    /// Lays another photo beside it, or none. What was pressed is drawn anew: the dialog holds the keys meanwhile.
    fn compare(self, with: Option<usize>) {
        if let Some(dialog) = self.dialog.get_untracked()
            && dialog.focus().is_err()
        {
            leptos::logging::warn!("the photo does not hear the keys");
        }
        self.beside.set(with);
    }

    fn size(self) -> (f64, f64) {
        let stage = self.stage.get_untracked();
        stage.map_or((0.0, 0.0), |stage| (f64::from(stage.client_width()), f64::from(stage.client_height())))
    }

    /// Returns where the pointer is, counted from the middle of the stage.
    fn under(self, event: &MouseEvent) -> (f64, f64) {
        let Some(stage) = self.stage.get_untracked() else { return (0.0, 0.0) };
        let seen = stage.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - seen.left() - seen.width() / 2.0;
        let y = f64::from(event.client_y()) - seen.top() - seen.height() / 2.0;
        (x, y)
    }

    fn zoom(self, factor: f64, at: (f64, f64)) {
        let size = self.size();
        self.view.update(|view| *view = view.zoomed(factor, at, size));
    }

    fn nudge(self, right: f64, down: f64) {
        let size = self.size();
        self.view.update(|view| *view = view.moved(right, down, size));
    }

    fn fit(self) {
        self.view.set(View::default());
    }

    fn roll(self, event: &WheelEvent) {
        event.prevent_default();
        let factor = if event.delta_y() < 0.0 { 1.2 } else { 1.0 / 1.2 };
        self.zoom(factor, self.under(event));
    }

    fn press_twice(self, event: &MouseEvent) {
        if self.view.get_untracked().is_large() {
            self.fit();
        } else {
            self.zoom(LEAP, self.under(event));
        }
    }

    fn touch(self, event: &PointerEvent) {
        let at = self.under(event);
        self.fingers.update_value(|fingers| fingers.down(event.pointer_id(), at));
        // A finger that leaves the stage still holds the photo; a browser that refuses only loses it there.
        if let Some(stage) = self.stage.get_untracked()
            && stage.set_pointer_capture(event.pointer_id()).is_err()
        {
            self.lift(event);
        }
    }

    fn pull(self, event: &PointerEvent) {
        let (at, size, view) = (self.under(event), self.size(), self.view.get_untracked());
        let moved = self.fingers.try_update_value(|fingers| fingers.moved(event.pointer_id(), at, view, size));
        if let Some(moved) = moved.filter(|moved| *moved != view) {
            self.view.set(moved);
        }
    }

    fn lift(self, event: &PointerEvent) {
        self.fingers.update_value(|fingers| fingers.up(event.pointer_id()));
    }

    fn key(self, event: &KeyboardEvent, shots: Memo<Vec<Shot>>) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let is_large = self.view.get_untracked().is_large();
        match (event.key().as_str(), is_large) {
            ("+" | "=", _) => self.zoom(STEP, (0.0, 0.0)),
            ("-" | "_" | "−", _) => self.zoom(1.0 / STEP, (0.0, 0.0)),
            ("0", _) => self.fit(),
            ("ArrowLeft", true) => self.nudge(NUDGE, 0.0),
            ("ArrowRight", true) => self.nudge(-NUDGE, 0.0),
            ("ArrowUp", true) => self.nudge(0.0, NUDGE),
            ("ArrowDown", true) => self.nudge(0.0, -NUDGE),
            ("ArrowLeft", false) => self.turn(shots, false),
            ("ArrowRight", false) => self.turn(shots, true),
            // Everything else is the browser's: Escape closes, Tab goes on.
            (_, _) => return,
        }
        event.prevent_default();
    }
}

/// Draws the viewer, closed until a photo is opened.
pub fn viewer(viewer: Viewer, shots: Memo<Vec<Shot>>) -> AnyView {
    // Only another photo, or something new about this one, draws the sheet anew.
    let shot = Memo::new(move |_| {
        let number = viewer.shown.get()?;
        shots.with(|shots| shots.iter().find(|shot| shot.number == number).cloned())
    });
    let beside = Memo::new(move |_| {
        let number = viewer.beside.get()?;
        shots.with(|shots| shots.iter().find(|shot| shot.number == number).cloned())
    });
    let backdrop = move |event: MouseEvent| {
        let hit = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
        if hit.is_some() {
            viewer.close();
        }
    };
    view! {
        <dialog class="viewer" data-test="viewer" node_ref=viewer.dialog tabindex="-1" aria-label=say(words::VIEWER)
            on:close=move |_| viewer.shown.set(None) on:keydown=move |event| viewer.key(&event, shots) on:click=backdrop>
            {sheet::head(viewer, shot, shots)}
            {move || shot.get().map(|shot| sheet::sheet(viewer, &shot, beside.get(), shots))}
        </dialog>
    }
    .into_any()
}
