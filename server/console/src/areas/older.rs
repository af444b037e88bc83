//! The editions behind the first page: fetched when somebody asks for them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::areas::{AreaEdition, AreaEditionList};
use shared::ids::{JurisdictionId, Sha256};

use super::{Areas, text as words};
use crate::bridge::{self, Trouble};
use crate::poll::joined;
use crate::route::encode;
use crate::text::{lang, say};

/// So many come at once.
const AT_ONCE: u32 = 200;

/// What was asked for behind the first page; the first page is looked at again by itself.
#[derive(Clone, Copy)]
pub struct Older {
    /// All that were known when the last page came, the newest first.
    known: RwSignal<Vec<AreaEdition>>,
    /// Where the page behind them begins.
    next: RwSignal<Option<Sha256>>,
}

impl Older {
    /// Begins with none.
    pub fn new() -> Self {
        Self { known: RwSignal::new(Vec::new()), next: RwSignal::new(None) }
    }

    /// Returns the first page with those behind it; follows them.
    pub fn behind(self, first: Vec<AreaEdition>) -> Vec<AreaEdition> {
        self.known.with(|known| joined(first, known, is_same))
    }

    /// Forgets them: one of them may have changed.
    pub fn clear(self) {
        self.known.try_set(Vec::new());
        self.next.try_set(None);
    }
}

/// Returns where a jurisdiction's editions are found.
pub fn path(id: &JurisdictionId) -> String {
    format!("/api/v1/areas/editions?jurisdiction={}&limit={AT_ONCE}", encode(id.as_str()))
}

fn is_same(one: &AreaEdition, other: &AreaEdition) -> bool {
    one.hash == other.hash
}

/// Draws the way to the next ones, where there are any.
pub fn more(areas: Areas) -> AnyView {
    let lang = lang();
    let Older { known, next } = areas.older;
    let trouble = RwSignal::new(None::<Trouble>);
    let begins = move || {
        if known.with(Vec::is_empty) {
            areas.polled.value.with(|list| list.as_ref().and_then(|list| list.next.clone()))
        } else {
            next.get()
        }
    };
    let fetch = move |_| {
        let Some(after) = untrack(begins) else { return };
        let path = format!("{}&after={after}", path(&areas.id.get_value()));
        trouble.set(None);
        spawn_local(async move {
            match bridge::get::<AreaEditionList>(&path).await {
                Ok(page) => {
                    // The page may have been left while the answer was on its way.
                    let Some(before) = areas.list.try_get_untracked() else { return };
                    next.try_set(page.next);
                    known.try_set(joined(before, &page.editions, is_same));
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        {move || begins().map(|_| view! {
            <div class="pager">
                <button type="button" class="button small" data-test="more-editions" on:click=fetch>{say(words::MORE)}</button>
            </div>
        })}
        {move || trouble.get().map(|why| view! {
            <p class="complaint" role="alert">{why.words(lang)}<small>{why.detail()}</small></p>
        })}
    }
    .into_any()
}
