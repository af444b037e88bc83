//! Something on the server that is shown as it is now: fetched, and fetched again every few seconds.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{
    GetValue, LocalStorage, RwSignal, Set, StoredValue, WithUntracked, on_cleanup, set_interval_with_handle,
};
use leptos::task::spawn_local;
use shared::time::Instant;

use crate::bridge::Trouble;
use crate::clock;

/// What is known of it. A reply that says the same again changes nothing on the page.
pub struct Polled<T: Send + Sync + 'static> {
    /// The last good reply.
    pub value: RwSignal<Option<T>>,
    /// Why the last request brought nothing; `None` when it did.
    pub trouble: RwSignal<Option<Trouble>>,
    /// When the last good reply came.
    pub heard_at: RwSignal<Option<Instant>>,
    asking: StoredValue<Rc<Asking<T>>, LocalStorage>,
}

struct Asking<T> {
    fetch: Box<dyn Fn() -> Reply<T>>,
    /// Counts requests: the reply to one that was overtaken is dropped.
    count: Cell<u64>,
    waiting: Cell<bool>,
}

type Reply<T> = Pin<Box<dyn Future<Output = Result<T, Trouble>>>>;

impl<T: Send + Sync> Clone for Polled<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Polled<T> {}

/// Begins to fetch something, now and then every so many seconds for as long as the page is open.
pub fn poll<T, F, R>(every_seconds: u64, fetch: F) -> Polled<T>
where
    T: PartialEq + Send + Sync + 'static,
    F: Fn() -> R + 'static,
    R: Future<Output = Result<T, Trouble>> + 'static,
{
    let fetch = Box::new(move || -> Reply<T> { Box::pin(fetch()) });
    let asking = Rc::new(Asking { fetch, count: Cell::new(0), waiting: Cell::new(false) });
    let polled = Polled {
        value: RwSignal::new(None),
        trouble: RwSignal::new(None),
        heard_at: RwSignal::new(None),
        asking: StoredValue::new_local(asking),
    };
    polled.again();
    let tick = move || {
        // A slow server is not helped by a second question.
        if polled.asking.try_get_value().is_some_and(|asking| !asking.waiting.get()) {
            polled.again();
        }
    };
    if let Ok(handle) = set_interval_with_handle(tick, Duration::from_secs(every_seconds)) {
        on_cleanup(move || handle.clear());
    }
    polled
}

impl<T: PartialEq + Send + Sync + 'static> Polled<T> {
    /// Fetches it now.
    pub fn again(self) {
        let Some(asking) = self.asking.try_get_value() else { return };
        let mine = asking.count.get().wrapping_add(1);
        asking.count.set(mine);
        asking.waiting.set(true);
        spawn_local(async move {
            let reply = (asking.fetch)().await;
            if asking.count.get() == mine {
                asking.waiting.set(false);
                self.hear(reply);
            }
        });
    }

    /// Takes a value that came by another way, such as the answer to an action.
    pub fn take(self, value: T) {
        // What was asked before the action would overwrite what came after it.
        if let Some(asking) = self.asking.try_get_value() {
            asking.count.set(asking.count.get().wrapping_add(1));
            asking.waiting.set(false);
        }
        self.hear(Ok(value));
    }

    // The page may have been closed while the reply was on its way; then there is nothing left to set.
    fn hear(self, reply: Result<T, Trouble>) {
        match reply {
            Ok(value) => {
                let is_new = self.value.try_with_untracked(|old| old.as_ref() != Some(&value));
                if is_new == Some(true) {
                    self.value.try_set(Some(value));
                }
                self.heard_at.try_set(Some(clock::now()));
                if self.trouble.try_with_untracked(Option::is_some) == Some(true) {
                    self.trouble.try_set(None);
                }
            }
            Err(trouble) => drop(self.trouble.try_set(Some(trouble))),
        }
    }
}

/// Puts what was known behind a first page that was heard later, each once and as it was heard last: what a newer one pushed
/// off the first page is not lost.
pub fn joined<T: Clone>(first: Vec<T>, known: &[T], is_same: fn(&T, &T) -> bool) -> Vec<T> {
    let mut all = first;
    for one in known {
        if !all.iter().any(|other| is_same(other, one)) {
            all.push(one.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_is_behind_the_first_page_stays_each_once_and_as_it_was_heard_last() {
        let known = [(3, "before"), (2, "before"), (1, "before")];
        let first = vec![(4, "now"), (3, "now")];
        let all = joined(first, &known, |one, other| one.0 == other.0);
        assert_eq!(all, [(4, "now"), (3, "now"), (2, "before"), (1, "before")]);
        assert_eq!(joined(Vec::new(), &known, |one, other| one.0 == other.0), known);
    }
}
