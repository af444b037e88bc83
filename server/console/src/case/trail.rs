//! Which list somebody came from: the cases before and after this one in it. The way back is kept by `cases::place`.

use std::cell::RefCell;

use kit::lang::Words;
use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use shared::ids::CaseId;

use super::text;
use crate::cases::place;
use crate::route::{self, Route};
use crate::text::say;
use crate::work_list::bench::is_typed;

thread_local! {
    /// The cases of the list that was seen last.
    static TRAIL: RefCell<Vec<CaseId>> = const { RefCell::new(Vec::new()) };
}

/// Remembers the cases of a list for as long as it is on the screen.
pub fn follow(cases: Signal<Vec<CaseId>>) {
    let open = route::open();
    Effect::new(move |_| {
        let cases = cases.get();
        // While the list is fetched anew, the one before is still what was seen.
        if !cases.is_empty() {
            TRAIL.set(cases);
            place::came_from(open.get_untracked());
        }
    });
}

/// Returns the cases before and after one.
fn neighbours(cases: &[CaseId], case: CaseId) -> (Option<CaseId>, Option<CaseId>) {
    let Some(place) = cases.iter().position(|known| *known == case) else { return (None, None) };
    let before = place.checked_sub(1).and_then(|before| cases.get(before));
    (before.copied(), cases.get(place.saturating_add(1)).copied())
}

/// Draws the ways to the neighbours and listens for their keys; nothing for who came from no list.
pub fn trail(case: CaseId) -> Option<AnyView> {
    let (before, after) = TRAIL.with_borrow(|trail| neighbours(trail, case));
    let key = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "k" => before,
            "j" => after,
            _ => None,
        };
        if let Some(to) = to.filter(|_| !is_typed(&event)) {
            event.prevent_default();
            route::go(&Route::Case(to));
        }
    };
    let listener = window_event_listener(keydown, key);
    on_cleanup(move || listener.remove());
    let way = |to: Option<CaseId>, sign: &'static str, name: Words, test: &'static str| {
        to.map(|to| {
            view! {
                <a class="button small" href=Route::Case(to).href() data-test=test aria-label=say(name) title=say(name)>{sign}</a>
            }
        })
    };
    (before.is_some() || after.is_some()).then(|| {
        view! {
            <nav class="trail no-print" aria-label=say(text::NEIGHBOURS) title=say(text::NEIGHBOUR_KEYS)>
                {way(before, "↑", text::PREVIOUS_CASE, "previous-case")}
                {way(after, "↓", text::NEXT_CASE, "next-case")}
            </nav>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use shared::ids::CaseId;

    use super::neighbours;

    #[test]
    fn neighbours_are_those_of_the_list_and_none_beyond_its_ends() {
        let id = |number: u8| -> CaseId { format!("018f0000-0000-7000-8000-{number:012}").parse().unwrap() };
        let cases = [id(1), id(2), id(3)];
        assert_eq!(neighbours(&cases, id(2)), (Some(id(1)), Some(id(3))));
        assert_eq!(neighbours(&cases, id(1)), (None, Some(id(2))));
        assert_eq!(neighbours(&cases, id(3)), (Some(id(2)), None));
        assert_eq!(neighbours(&cases, id(9)), (None, None));
        assert_eq!(neighbours(&[], id(9)), (None, None));
    }
}
