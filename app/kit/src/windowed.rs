//! Rows of one height, of which only those in view are in the page: ten thousand scroll as twenty do.
//!
//! Arrows, the page keys, Home and End move from row to row, Enter presses the row's first link or button. Whoever cannot
//! see it hears a group of rows with their places; the table round it, with the headings, is the page's.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, resize};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Rows beyond each edge that are drawn too, so that a quick hand sees no gap.
const BEYOND: usize = 8;
/// The first row that is drawn moves by so many at once: fewer rows come and go.
const STEP: usize = 4;
/// So near to the end, more is asked for.
const NEAR_END: usize = 20;
/// Rows in view before anybody has measured.
const AT_FIRST: i32 = 600;

/// Draws rows of one height.
pub fn windowed<T: Clone + PartialEq + Send + Sync + 'static>(
    rows: Memo<Vec<T>>,
    row_px: u32,
    key: fn(&T) -> String,
    row: fn(&T) -> AnyView,
    label: &'static str,
    test: &'static str,
) -> AnyView {
    endless(rows, row_px, key, row, label, test, Reel::new(Callback::new(|()| ())))
}

/// Where rows stand, and who is asked for more of them.
#[derive(Clone, Copy)]
pub struct Reel {
    /// How far it is scrolled, pixels.
    pub top: RwSignal<i32>,
    /// Asked for more when the end comes near.
    pub near_end: Callback<()>,
    /// The row that the keys are on.
    active: RwSignal<Option<usize>>,
    element: NodeRef<Div>,
}

impl Reel {
    /// Begins at the top.
    pub fn new(near_end: Callback<()>) -> Self {
        Self { top: RwSignal::new(0), near_end, active: RwSignal::new(None), element: NodeRef::new() }
    }

    /// Gives the keys to the rows, at the one they were on last.
    pub fn focus(self) {
        let Some(element) = self.element.get_untracked() else { return };
        if self.active.get_untracked().is_none() {
            self.active.set(Some(0));
        }
        focus_row(&element, self.active.get_untracked());
    }

    /// Goes back to the top.
    pub fn rewind(self) {
        self.active.set(None);
        self.top.set(0);
        if let Some(element) = self.element.get_untracked() {
            element.set_scroll_top(0);
        }
    }
}

/// Draws rows of one height that go on when their end comes near.
pub fn endless<T: Clone + PartialEq + Send + Sync + 'static>(
    rows: Memo<Vec<T>>,
    row_px: u32,
    key: fn(&T) -> String,
    row: fn(&T) -> AnyView,
    label: &'static str,
    test: &'static str,
    reel: Reel,
) -> AnyView {
    let count = Memo::new(move |_| rows.with(Vec::len));
    let key_of = move |index: usize| rows.with(|rows| rows.get(index).map(key));
    let draw = move |index: usize| rows.with_untracked(|rows| rows.get(index).map(row));
    let rows = Rows { count, key_of: Arc::new(key_of), draw: Arc::new(draw) };
    reeled(&rows, i32::try_from(row_px).unwrap_or(48).max(1), label, test, reel)
}

type KeyOf = dyn Fn(usize) -> Option<String> + Send + Sync;
type Draw = dyn Fn(usize) -> Option<AnyView> + Send + Sync;

/// Rows of any kind: compiled once, and not for each kind anew.
struct Rows {
    count: Memo<usize>,
    key_of: Arc<KeyOf>,
    draw: Arc<Draw>,
}

fn reeled(rows: &Rows, row_px: i32, label: &'static str, test: &'static str, reel: Reel) -> AnyView {
    let Rows { count, key_of, draw } = rows;
    let (count, key_of, draw) = (*count, Arc::clone(key_of), Arc::clone(draw));
    let Reel { top, near_end, active, element } = reel;
    let height = RwSignal::new(AT_FIRST);
    let measure = move || {
        if let Some(element) = element.get_untracked() {
            // Not drawn yet, it has no height.
            height.set(Some(element.client_height()).filter(|px| *px > 0).unwrap_or(AT_FIRST));
        }
    };
    let window = Memo::new(move |_| seen(top.get(), height.get(), row_px, count.get()));
    let shown = Memo::new(move |_| {
        let (from, to) = window.get();
        let mut shown: Vec<usize> = (from..to).collect();
        // What the keys are on stays in the page, wherever the eyes are.
        let kept = active.get().filter(|index| *index < count.get() && !shown.contains(index));
        shown.extend(kept);
        shown.into_iter().filter_map(|index| Some((index, key_of(index)?))).collect::<Vec<_>>()
    });
    Effect::new(move |_| {
        let (_, to) = window.get();
        if count.get() > 0 && to.saturating_add(NEAR_END) >= count.get() {
            near_end.run(());
        }
    });
    element.on_load(move |element| {
        request_animation_frame(move || {
            measure();
            // Where somebody was before they went away, unless the page has gone meanwhile.
            if let Some(at) = top.try_get_untracked() {
                element.set_scroll_top(at);
            }
        });
    });
    let resized = window_event_listener(resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let press = move |event: KeyboardEvent| {
        let Some(element) = element.get_untracked() else { return };
        let key = event.key();
        if key == "Enter" {
            // A link or a button inside a row knows by itself what Enter means.
            if !is_own(&event)
                && let Some(index) = active.get_untracked()
            {
                event.prevent_default();
                press_row(&element, index);
            }
            return;
        }
        let page = usize::try_from(height.get_untracked() / row_px).unwrap_or(1).max(1);
        let Some(index) = moved(&key, active.get_untracked(), page, count.get_untracked()) else { return };
        event.prevent_default();
        active.set(Some(index));
        if let Some(to) = scrolled(index, element.scroll_top(), height.get_untracked(), row_px) {
            element.set_scroll_top(to);
            top.set(to);
        }
        focus_row(&element, Some(index));
    };
    let whole = move || {
        let count = i32::try_from(count.get()).unwrap_or(i32::MAX);
        format!("position:relative;height:{}px", count.saturating_mul(row_px))
    };
    view! {
        <div class="windowed" role="rowgroup" tabindex="0" aria-label=label data-test=test node_ref=element
            on:scroll=move |_| {
                if let Some(element) = element.get_untracked() {
                    top.set(element.scroll_top());
                }
            }
            on:keydown=press>
            <div role="presentation" style=whole>
                <For each=move || shown.get() key=|shown| shown.clone()
                    children=move |(index, _)| {
                        let from_top = i32::try_from(index).unwrap_or(i32::MAX).saturating_mul(row_px);
                        view! {
                            <div class="windowed-row" role="row" tabindex="-1" data-row=index.to_string()
                                class:active=move || active.get() == Some(index)
                                // The headings are the first row.
                                aria-rowindex=index.saturating_add(2).to_string()
                                style=format!("position:absolute;left:0;right:0;top:{from_top}px;height:{row_px}px")
                                on:focusin=move |_| active.set(Some(index))>
                                {draw(index)}
                            </div>
                        }
                    }/>
            </div>
        </div>
    }
    .into_any()
}

/// Returns the rows to draw: the first, and the one behind the last.
fn seen(top_px: i32, height_px: i32, row_px: i32, count: usize) -> (usize, usize) {
    let row_px = row_px.max(1);
    let rows = |px: i32| usize::try_from(px.max(0) / row_px).unwrap_or(0);
    let first = rows(top_px).saturating_sub(BEYOND);
    let from = (first - first % STEP).min(count);
    let last = rows(top_px.saturating_add(height_px)).saturating_add(1 + BEYOND + STEP);
    (from, last.min(count).max(from))
}

/// Returns the row that a key moves to; nothing for a key that means something else, or where there are no rows.
fn moved(key: &str, active: Option<usize>, page: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let index = match (key, active) {
        ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp", None) | ("Home", _) => 0,
        ("End", _) => last,
        ("ArrowDown", Some(at)) => at.saturating_add(1),
        ("ArrowUp", Some(at)) => at.saturating_sub(1),
        ("PageDown", Some(at)) => at.saturating_add(page),
        ("PageUp", Some(at)) => at.saturating_sub(page),
        _ => return None,
    };
    Some(index.min(last))
}

/// Returns how far to scroll so that a row is in view; nothing where it is.
fn scrolled(index: usize, top_px: i32, height_px: i32, row_px: i32) -> Option<i32> {
    let from = i32::try_from(index).unwrap_or(i32::MAX).saturating_mul(row_px);
    let to = from.saturating_add(row_px);
    if from < top_px {
        Some(from)
    } else if to > top_px.saturating_add(height_px) {
        Some(to.saturating_sub(height_px).max(0))
    } else {
        None
    }
}

/// Says whether the key went to something inside a row that has its own meaning for it.
fn is_own(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "A" | "BUTTON" | "INPUT" | "SELECT" | "SUMMARY"))
}

fn row_of(element: &Element, index: usize) -> Option<Element> {
    element.query_selector(&format!("[data-row='{index}']")).ok().flatten()
}

fn press_row(element: &Element, index: usize) {
    let Some(row) = row_of(element, index) else { return };
    let inside = row.query_selector("a[href], button").ok().flatten();
    if let Ok(pressed) = inside.unwrap_or(row).dyn_into::<HtmlElement>() {
        pressed.click();
    }
}

/// Moves the focus to a row as soon as it is drawn.
fn focus_row(element: &HtmlElement, index: Option<usize>) {
    let (element, Some(index)) = (element.clone(), index) else { return };
    request_animation_frame(move || {
        let row = row_of(&element, index).and_then(|row| row.dyn_into::<HtmlElement>().ok());
        if row.is_none_or(|row| row.focus().is_err()) {
            leptos::logging::warn!("row {index} could not take the keys");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{BEYOND, STEP, moved, scrolled, seen};

    #[test]
    fn only_the_rows_in_view_and_a_few_beyond_are_drawn() {
        assert_eq!(seen(0, 480, 48, 10_000), (0, 10 + 1 + BEYOND + STEP));
        let (from, to) = seen(48_000, 480, 48, 10_000);
        assert!(from <= 1_000 - BEYOND && from + STEP > 1_000 - BEYOND && to >= 1_010 + BEYOND);
        assert!(to - from < 40, "however many there are");
    }

    #[test]
    fn a_short_list_is_drawn_whole_and_an_empty_one_not_at_all() {
        assert_eq!(seen(0, 480, 48, 3), (0, 3));
        assert_eq!(seen(0, 480, 48, 0), (0, 0));
        assert_eq!(seen(9_999, 480, 48, 3), (3, 3), "scrolled beyond what is left of it");
        assert_eq!(seen(-20, 480, 0, 5), (0, 5), "pulled over the edge, and a height that is none");
    }

    #[test]
    fn while_it_is_scrolled_a_little_the_same_rows_stay() {
        let drawn = |top: i32| seen(top, 480, 48, 10_000).0;
        assert_eq!(drawn(48 * 100), drawn(48 * 101));
        assert_ne!(drawn(48 * 100), drawn(48 * 110));
    }

    #[test]
    fn keys_move_by_a_row_a_page_and_to_the_ends_and_never_outside() {
        assert_eq!(moved("ArrowDown", None, 10, 50), Some(0), "the first press finds the first row");
        assert_eq!(moved("ArrowDown", Some(3), 10, 50), Some(4));
        assert_eq!(moved("ArrowUp", Some(0), 10, 50), Some(0));
        assert_eq!(moved("PageDown", Some(45), 10, 50), Some(49));
        assert_eq!(moved("PageUp", Some(12), 10, 50), Some(2));
        assert_eq!((moved("Home", Some(9), 10, 50), moved("End", None, 10, 50)), (Some(0), Some(49)));
        assert_eq!((moved("x", Some(1), 10, 50), moved("End", None, 10, 0)), (None, None));
    }

    #[test]
    fn a_row_outside_comes_just_into_view() {
        assert_eq!(scrolled(5, 0, 480, 48), None);
        assert_eq!(scrolled(10, 0, 480, 48), Some(48), "its lower edge at the lower edge");
        assert_eq!(scrolled(2, 480, 480, 48), Some(96), "its upper edge at the upper edge");
    }
}
