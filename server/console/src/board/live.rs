//! The board as it is now: fetched once, and told on by the server for as long as the page is looked at.
//!
//! While the page is hidden its line is closed, since a browser opens only a few to one server; when it is looked at again
//! it goes on where it was. A line that says nothing although it should is not believed: then the board is asked for every
//! quarter of a minute, and whether that works is what the page says of itself. So it is where the server takes no line,
//! as when the account has too many; after a minute another one is tried.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use shared::api::devices::{DeviceBoard, DeviceNews, DevicesGone, PackName};
use shared::ids::DeviceId;
use shared::time::Instant;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::rows::{Line, Rows};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk::{self, Who};
use crate::route::encode;

const BOARD: &str = "/api/v1/devices";
const EVENTS: &str = "/api/v1/devices/events";
/// How often it is looked whether the line still speaks.
const LOOK: Duration = Duration::from_secs(5);
/// The server says a word every quarter of a minute, whatever happens.
const SILENT_MS: i64 = 25_000;
/// So long it may take until a line that was just opened says its first word.
const OPENING_MS: i64 = 10_000;
/// How often the board is asked for where there is no line.
const ASK_MS: i64 = 15_000;
/// So long no line is tried after the server took none.
const REFUSED_MS: i64 = 60_000;
/// How often all rows are judged anew by the clock.
const JUDGE_MS: i64 = 30_000;

/// The board; one for the whole desk.
#[derive(Clone, Copy)]
pub struct Live {
    /// The devices, what needs a call first.
    pub lines: RwSignal<Arc<Vec<Line>>>,
    /// The server's moment that they were judged at.
    pub judged_at: RwSignal<Option<Instant>>,
    /// The packs that devices hold, and those in force.
    pub packs: RwSignal<Vec<PackName>>,
    /// Why nothing is heard; `None` while something is.
    pub trouble: RwSignal<Option<Trouble>>,
    /// When the server was last heard.
    pub heard_at: RwSignal<Option<Instant>>,
    /// The server took no line: the board is asked for now and then.
    pub is_lineless: RwSignal<bool>,
    who: RwSignal<Who>,
    state: StoredValue<State, LocalStorage>,
}

#[derive(Default)]
struct State {
    rows: Rows,
    /// Up to where everything is known.
    mark: Option<String>,
    line: Option<Rc<Open>>,
    opened_at: Option<Instant>,
    refused_at: Option<Instant>,
    is_asking: bool,
    asked_at: Option<Instant>,
}

/// An open line with what hears it.
struct Open {
    source: EventSource,
    _heard: Vec<Closure<dyn Fn(MessageEvent)>>,
    _broken: Closure<dyn Fn()>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Begins to follow the board, for as long as the desk is open.
pub fn follow() -> Live {
    let live = Live {
        lines: RwSignal::new(Arc::default()),
        judged_at: RwSignal::new(None),
        packs: RwSignal::new(Vec::new()),
        trouble: RwSignal::new(None),
        heard_at: RwSignal::new(None),
        is_lineless: RwSignal::new(false),
        who: desk::who(),
        state: StoredValue::new_local(State::default()),
    };
    live.ask();
    if let Ok(handle) = set_interval_with_handle(move || live.look(), LOOK) {
        on_cleanup(move || handle.clear());
    }
    let seen = window_event_listener_untyped("visibilitychange", move |_| live.seen());
    on_cleanup(move || {
        seen.remove();
        live.close();
    });
    live
}

impl Live {
    /// Tells whether anything was heard yet.
    pub fn is_known(self) -> bool {
        self.judged_at.with(Option::is_some)
    }

    /// Returns how many devices need somebody to do something.
    pub fn needing(self) -> u64 {
        let needs = |line: &&Line| line.judged().standing.needs_somebody();
        self.lines.with(|lines| lines.iter().filter(needs).count() as u64)
    }

    /// Returns the row of a device.
    pub fn line(self, device: DeviceId) -> Option<Line> {
        self.lines.with(|lines| lines.iter().find(|line| line.row().device == device).cloned())
    }

    /// Asks for the whole board now.
    pub fn again(self) {
        self.ask();
    }

    fn ask(self) {
        let may = self.state.try_update_value(|state| {
            let may = !state.is_asking;
            state.is_asking = true;
            state.asked_at = Some(clock::now());
            may
        });
        if may != Some(true) {
            return;
        }
        spawn_local(async move {
            let reply = bridge::get::<DeviceBoard>(BOARD).await;
            self.state.try_update_value(|state| state.is_asking = false);
            match reply {
                Ok(board) => {
                    self.packs.try_set(board.packs.clone());
                    self.change(|state| {
                        state.mark.clone_from(&board.mark);
                        state.rows.begin(board);
                    });
                    self.heard();
                    self.open();
                }
                Err(trouble) => {
                    self.close();
                    self.trouble.try_set(Some(trouble));
                }
            }
        });
    }

    /// Opens the line unless it is, nobody looks, or the server took none a moment ago.
    fn open(self) {
        let now = clock::now();
        let was_refused = |state: &State| state.refused_at.is_some_and(|at| now.since(at) < REFUSED_MS);
        let is_needed = self.state.try_with_value(|state| state.line.is_none() && !was_refused(state)) == Some(true);
        if !is_needed || document().hidden() {
            return;
        }
        let mark = self.state.try_with_value(|state| state.mark.clone()).flatten().unwrap_or_default();
        let Ok(source) = EventSource::new(&format!("{EVENTS}?after={}", encode(&mark))) else { return };
        let heard = [
            ("rows", self.hearing(|live: Self, news: DeviceNews| live.take(news))),
            (
                "gone",
                self.hearing(|live: Self, gone: DevicesGone| live.change(|state| state.rows.let_go(&gone.devices))),
            ),
            ("alive", self.hearing(|_: Self, _: serde_json::Value| ())),
            // The server says that it is over before it hangs up: who sits here is looked up, and the page cleared.
            ("over", self.hearing(|live: Self, _: serde_json::Value| desk::check(live.who))),
        ];
        let mut kept = Vec::new();
        for (name, closure) in heard {
            if source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).is_err() {
                return;
            }
            kept.push(closure);
        }
        let broken = Closure::<dyn Fn()>::new(move || self.broke());
        source.set_onerror(Some(broken.as_ref().unchecked_ref()));
        let line = Rc::new(Open { source, _heard: kept, _broken: broken });
        self.state.try_update_value(|state| {
            state.line = Some(line);
            state.opened_at = Some(clock::now());
        });
    }

    /// Returns what hears one kind of word.
    fn hearing<T: DeserializeOwned + 'static>(self, then: fn(Self, T)) -> Closure<dyn Fn(MessageEvent)> {
        Closure::new(move |event: MessageEvent| {
            let Some(said) = event.data().as_string().and_then(|text| serde_json::from_str::<T>(&text).ok()) else {
                return;
            };
            let mark = event.last_event_id();
            self.state.try_update_value(|state| state.mark = Some(mark));
            then(self, said);
            self.heard();
            if self.is_lineless.try_get_untracked() == Some(true) {
                self.is_lineless.try_set(false);
            }
        })
    }

    fn take(self, news: DeviceNews) {
        clock::heard(&news.time.to_string());
        if news.whole || !news.packs.is_empty() {
            self.packs.try_set(news.packs.clone());
        }
        self.change(|state| state.rows.take(news));
    }

    /// A browser opens a line again by itself unless the server refused it; then asking tells why.
    fn broke(self) {
        let is_refused =
            |state: &State| state.line.as_ref().is_some_and(|line| line.source.ready_state() == EventSource::CLOSED);
        if self.state.try_with_value(is_refused) == Some(true) {
            // Not from within what the line itself called.
            spawn_local(async move {
                self.close();
                self.state.try_update_value(|state| state.refused_at = Some(clock::now()));
                self.is_lineless.try_set(true);
                self.ask();
            });
        }
    }

    fn look(self) {
        if document().hidden() {
            return;
        }
        let now = clock::now();
        let is_older = |at: Option<Instant>, ms: i64| at.is_none_or(|at| now.since(at) >= ms);
        let is_heard_late = is_older(self.heard_at.try_get_untracked().flatten(), SILENT_MS);
        let is_silent = self.state.try_with_value(|state| {
            let is_open = state.line.as_ref().is_some_and(|line| line.source.ready_state() == EventSource::OPEN);
            let is_opening = state.line.is_some() && !is_older(state.opened_at, OPENING_MS);
            (!is_open || is_heard_late) && !is_opening
        }) == Some(true);
        let may_ask = self.state.try_with_value(|state| is_older(state.asked_at, ASK_MS)) == Some(true);
        if is_silent && may_ask {
            self.close();
            self.ask();
        }
        // By when all were judged: on a busy board some row is news each second, and says nothing of who is silent.
        let is_due = |state: &State| state.rows.were_judged_before(now.plus_ms(-JUDGE_MS));
        if self.state.try_with_value(is_due) == Some(true) {
            self.judged_at.try_set(Some(now));
            let is_other = self.state.try_update_value(|state| state.rows.judge_again(now));
            if is_other == Some(true) {
                self.show();
            }
        }
    }

    fn seen(self) {
        if document().hidden() {
            self.close();
            return;
        }
        self.open();
        self.look();
    }

    fn heard(self) {
        self.heard_at.try_set(Some(clock::now()));
        if self.trouble.try_with_untracked(Option::is_some) == Some(true) {
            self.trouble.try_set(None);
        }
    }

    fn change(self, change: impl FnOnce(&mut State)) {
        self.state.try_update_value(change);
        self.judged_at.try_set(Some(clock::now()));
        self.show();
    }

    fn show(self) {
        if let Some(lines) = self.state.try_with_value(|state| state.rows.ordered().to_vec()) {
            self.lines.try_set(Arc::new(lines));
        }
    }

    fn close(self) {
        // Dropped outside: closing it must not find the state in use.
        let line = self.state.try_update_value(|state| state.line.take());
        drop(line);
    }
}
