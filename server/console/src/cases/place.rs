//! Where somebody was in the list or on the map, so that the way back from a case leads there and not to the top.

use std::cell::RefCell;

use super::loaded::Loaded;
use crate::route::{Filter, Route};

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
    static BACK: RefCell<Option<Route>> = const { RefCell::new(None) };
}

struct Kept {
    query: String,
    loaded: Loaded,
    top: i32,
}

/// Keeps how far a list was scrolled, with what was there.
pub fn keep(filter: &Filter, loaded: Loaded, top: i32) {
    KEPT.set(Some(Kept { query: filter.query(), loaded, top }));
}

/// Returns what was kept of the list under this filter; once, for what is old is not shown twice.
pub fn kept(filter: &Filter) -> Option<(Loaded, i32)> {
    let kept = KEPT.take()?;
    (kept.query == filter.query()).then_some((kept.loaded, kept.top))
}

/// Notes what a case would be left for.
pub fn came_from(route: Route) {
    BACK.set(Some(route));
}

/// Returns where the way back from a case leads: what was looked at before it, the whole list where nothing was.
pub fn back() -> Route {
    BACK.with_borrow(|route| route.clone().unwrap_or_else(|| Route::Cases(Filter::default())))
}
