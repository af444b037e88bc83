//! A list of cases as far as it is here: its first page is asked for again and again, those behind it once the end comes
//! near. The list of all cases and the one behind a figure are this.

use kit::windowed::{Reel, endless};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use shared::api::cases::CaseList;
use shared::api::figures::FigureCases;

use super::loaded::{Loaded, Wanted};
use super::row::{self, Named};
use super::text;
use crate::bridge;
use crate::poll::{Polled, poll};
use crate::route;
use crate::text::{lang, words};

/// The first page is asked for again and again; those behind it bring more at once.
const FIRST_PAGE: u32 = 50;
const LATER_PAGES: u32 = 100;
/// A line of a table, and a card on a narrow screen.
const ROW_PX: u32 = 56;
const CARD_PX: u32 = 168;

/// An answer that holds a page of cases.
pub trait Paged: DeserializeOwned + PartialEq + Send + Sync + 'static {
    /// What the server calls the place that a page begins behind.
    const PLACE: &'static str;

    /// The page.
    fn list(&self) -> &CaseList;
}

impl Paged for CaseList {
    const PLACE: &'static str = "before";

    fn list(&self) -> &CaseList {
        self
    }
}

impl Paged for FigureCases {
    const PLACE: &'static str = "after";

    fn list(&self) -> &CaseList {
        &self.list
    }
}

/// The list.
pub struct Listing<T: Paged> {
    /// Where it is asked for, with all that narrows it; nothing where an address means no list.
    path: Memo<Option<String>>,
    /// The answer with its first page.
    pub first: Polled<T>,
    /// The pages that are here.
    pub loaded: RwSignal<Loaded>,
    /// A page behind the first is on its way.
    asking: RwSignal<bool>,
    /// Whose turn it is to be read again.
    turn: StoredValue<usize>,
}

impl<T: Paged> Clone for Listing<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Paged> Copy for Listing<T> {}

impl<T: Paged> Listing<T> {
    /// Begins to follow the list that a path and its query lead to.
    pub fn follow(path: Memo<Option<String>>, every_seconds: u64) -> Self {
        let first = poll::<T, _, _>(every_seconds, move || {
            let path = path.get_untracked();
            async move {
                // Where no list is meant nothing is asked for, and nothing is heard.
                let Some(path) = path else { return std::future::pending().await };
                bridge::get::<T>(&format!("{path}&limit={FIRST_PAGE}")).await
            }
        });
        let (loaded, asking, turn) = (RwSignal::new(Loaded::default()), RwSignal::new(false), StoredValue::new(0));
        let listing = Self { path, first, loaded, asking, turn };
        Effect::new(move |_| listing.hear());
        listing
    }

    /// Returns where its rows are scrolled: near their end more is asked for, and another list begins at the top.
    pub fn reel(self) -> Reel {
        let reel = Reel::new(Callback::new(move |()| {
            // Followed: while one page is on its way the next is not asked for, and then it is its turn; where one did not
            // come, not before the server is heard again.
            if !self.asking.get() && self.first.trouble.with(Option::is_none) {
                self.more();
            }
        }));
        Effect::watch(
            move || self.path.get(),
            move |_, _, _| {
                self.anew();
                reel.rewind();
            },
            false,
        );
        reel
    }

    /// Follows the rows that are here.
    pub fn rows(self) -> Memo<Vec<Named>> {
        Memo::new(move |_| self.loaded.with(Loaded::rows))
    }

    /// Draws them, and whether they are all.
    pub fn table(self, rows: Memo<Vec<Named>>, reel: Reel) -> AnyView {
        let is_whole = Memo::new(move |_| self.loaded.with(|loaded| loaded.more().is_none()));
        table(rows, self.asking, is_whole, reel)
    }

    /// Another list: what is here is none of it.
    fn anew(self) {
        self.loaded.set(Loaded::default());
        self.asking.set(false);
        self.first.value.set(None);
        self.first.again();
    }

    /// Takes the first page whenever it comes, and has one of the others read again.
    fn hear(self) {
        // Follows every good reply, also one that says the same again.
        self.first.heard_at.track();
        self.first.value.with(|came| {
            if let Some(came) = came {
                self.loaded.maybe_update(|loaded| loaded.put(0, came.list()));
            }
        });
        let turn = self.turn.get_value();
        self.turn.set_value(turn.wrapping_add(1));
        if let Some(wanted) = self.loaded.with_untracked(|loaded| loaded.again(turn)) {
            self.ask(wanted);
        }
    }

    /// Asks for the page behind those that are here.
    fn more(self) {
        if self.asking.get_untracked() {
            return;
        }
        if let Some(wanted) = self.loaded.with_untracked(Loaded::more) {
            self.asking.set(true);
            self.ask(wanted);
        }
    }

    fn ask(self, wanted: Wanted) {
        let Some(path) = self.path.get_untracked() else { return };
        let place = route::encode(wanted.before.as_deref().unwrap_or_default());
        spawn_local(async move {
            let address = format!("{path}&limit={LATER_PAGES}&{}={place}", T::PLACE);
            let reply = bridge::get::<T>(&address).await;
            // The answer to another question than the one that is open by now is no part of this list.
            if self.path.try_with_untracked(|now| now.as_ref() == Some(&path)) != Some(true) {
                return;
            }
            match reply {
                Ok(came) => {
                    self.loaded.try_maybe_update(|loaded| (loaded.put(wanted.number, came.list()), ()));
                }
                Err(trouble) => drop(self.first.trouble.try_set(Some(trouble))),
            }
            // Last: whoever follows it asks for the next one.
            self.asking.try_set(false);
        });
    }
}

/// Compiled once, whatever the list is of.
fn table(rows: Memo<Vec<Named>>, is_asking: RwSignal<bool>, is_whole: Memo<bool>, reel: Reel) -> AnyView {
    let lang = lang();
    let is_narrow = super::narrow();
    let count = move || rows.with(|rows| rows.len().saturating_add(1).to_string());
    view! {
        <div class="card table-card case-table" role="table" aria-label=lang.say(words::CASES) aria-rowcount=count>
            {row::head()}
            {move || {
                let px = if is_narrow.get() { CARD_PX } else { ROW_PX };
                endless(rows, px, row::key, row::row, lang.say(words::CASES), "case-rows", reel)
            }}
        </div>
        <p class="quiet list-end" role="status" data-test="list-end">
            {move || match (is_asking.get(), is_whole.get()) {
                (true, _) => lang.say(text::LOADING_MORE),
                (false, true) => lang.say(text::LIST_END),
                (false, false) => "",
            }}
        </p>
    }
    .into_any()
}
