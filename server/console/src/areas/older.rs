//! The editions behind the first page: fetched when somebody asks for them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::areas::{AreaEdition, AreaEditionList};
use shared::ids::{JurisdictionId, Sha256};

use super::{Areas, text as words};
use crate::bridge::{self, Trouble};
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
        self.known.with(|known| joined(first, known))
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

/// Puts what is known behind the first page, each edition once: the first page was heard last.
fn joined(first: Vec<AreaEdition>, known: &[AreaEdition]) -> Vec<AreaEdition> {
    let mut all = first;
    for one in known {
        if all.iter().all(|other| other.hash != one.hash) {
            all.push(one.clone());
        }
    }
    all
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
                    known.try_set(joined(before, &page.editions));
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

#[cfg(test)]
mod tests {
    use shared::api::areas::{AreaCounts, AreaEdition};
    use shared::grid::edition::Standing;
    use shared::ids::Sha256;
    use shared::time::Instant;

    use super::joined;

    fn edition(name: &str, standing: Standing) -> AreaEdition {
        AreaEdition {
            hash: Sha256::of(name.as_bytes()),
            jurisdiction: "610112".parse().unwrap(),
            jurisdiction_name: String::new(),
            version: name.to_owned(),
            valid_from: None,
            valid_to: None,
            standing,
            made_at: Instant::from_ms(0),
            made_by: None,
            counts: AreaCounts::default(),
            before: None,
            changes: None,
        }
    }

    #[test]
    fn behind_the_first_page_come_the_older_ones_each_once_and_as_it_was_heard_last() {
        let known = ["c", "b", "a"].map(|name| edition(name, Standing::Planned));
        // A newer one pushed `b` off the first page meanwhile: it is not lost.
        let first = ["d", "c"].map(|name| edition(name, Standing::Withdrawn)).to_vec();
        let all = joined(first, &known);
        let said: Vec<_> = all.iter().map(|one| (one.version.as_str(), one.standing)).collect();
        let (newer, older) = (Standing::Withdrawn, Standing::Planned);
        assert_eq!(said, [("d", newer), ("c", newer), ("b", older), ("a", older)]);
    }
}
