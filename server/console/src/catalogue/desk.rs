//! What the pages of the catalogue share: whose, with the draft or without, and the one way to change something.

use kit::lang::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::catalogue::{Draft, EditDraft, Ledger};
use shared::draft::edit::Edit;
use shared::ids::JurisdictionId;

use crate::bridge::{self, Trouble};
use crate::poll::{Polled, poll};
use crate::route::{Route, encode};
use crate::section::{Address, Section, address};
use crate::text::{lang, say};

use super::text;

/// How often is looked whether somebody else changed the draft.
const SECONDS: u64 = 10;

/// A draft that is worked on.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The draft as it is known.
    pub draft: Polled<Draft>,
    /// Rises when something was changed: what is shown is fetched anew.
    pub changed: RwSignal<u32>,
    /// Why the last change was not made.
    pub trouble: RwSignal<Option<Trouble>>,
    /// A change is on its way.
    pub is_sending: RwSignal<bool>,
    /// Whether what is shown has the draft in it.
    pub with_draft: Memo<bool>,
    /// Whose calendar; empty for the city's.
    pub whose: Memo<String>,
    may_edit: Memo<bool>,
    ledger: Ledger,
}

/// Returns the address of a page of the catalogue.
pub fn at(parts: &[&str]) -> Address {
    parts.iter().fold(Address::default(), |address, part| address.below(part))
}

/// Returns the link to an address.
pub fn href(address: Address) -> String {
    Route::At(Section::Catalogue, address).href()
}

impl Desk {
    /// Opens the draft of the catalogue or of the calendar that the address names.
    pub fn open(ledger: Ledger) -> Self {
        let here = address(Section::Catalogue);
        let whose = Memo::new(move |_| match ledger {
            Ledger::Catalogue => String::new(),
            Ledger::Calendar => here.get().get("jurisdiction").unwrap_or_default().to_owned(),
        });
        let with_draft = Memo::new(move |_| here.get().get("of") != Some("current"));
        let draft = poll::<Draft, _, _>(SECONDS, move || {
            let path = format!("/api/v1/catalogue/draft?{}", query(ledger, &whose.get_untracked()));
            async move { bridge::get(&path).await }
        });
        Effect::watch(move || whose.get(), move |_, _, _| draft.again(), false);
        Self {
            draft,
            changed: RwSignal::new(0),
            trouble: RwSignal::new(None),
            is_sending: RwSignal::new(false),
            with_draft,
            whose,
            // Of its own: what somebody writes stays open while lines of others come in.
            may_edit: Memo::new(move |_| draft.value.with(|draft| draft.as_ref().is_some_and(|draft| draft.may_edit))),
            ledger,
        }
    }

    /// Returns the link to another part of the page that is about the same catalogue or calendar.
    pub fn part(self, part: &str) -> String {
        let address = match self.ledger {
            Ledger::Catalogue => at(&[part]),
            Ledger::Calendar => at(&[part, "calendar"]),
        };
        href(address.with("jurisdiction", &self.whose.get()))
    }

    /// Returns the query that names this draft.
    pub fn query(self) -> String {
        query(self.ledger, &self.whose.get_untracked())
    }

    /// Returns `current` or `draft`, as the address asks.
    pub fn of(self) -> &'static str {
        if self.with_draft.get_untracked() { "draft" } else { "current" }
    }

    /// Returns which of the two this is.
    pub fn ledger(self) -> Ledger {
        self.ledger
    }

    /// Returns whose calendar it is, for a request.
    pub fn jurisdiction(self) -> Option<JurisdictionId> {
        self.whose.get_untracked().parse().ok()
    }

    /// Returns the version of the draft that is seen here.
    pub fn seen(self) -> u64 {
        self.draft.value.with_untracked(|draft| draft.as_ref().map_or(0, |draft| draft.version))
    }

    /// Tells whether whoever sits here may change it.
    pub fn may_edit(self) -> bool {
        self.may_edit.get()
    }

    /// Makes one more change.
    pub fn edit(self, edit: Edit) {
        let asked = EditDraft { ledger: self.ledger, jurisdiction: self.jurisdiction(), version: self.seen(), edit };
        self.send("/api/v1/catalogue/draft/edits", asked);
    }

    /// Sends something that is answered with the draft.
    pub fn send<B: serde::Serialize + 'static>(self, path: &'static str, body: B) {
        if self.is_sending.get_untracked() {
            return;
        }
        self.is_sending.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let reply = bridge::post::<_, Draft>(path, &body).await;
            self.is_sending.try_set(false);
            match reply {
                Ok(draft) => self.take(draft),
                Err(why) => {
                    self.trouble.try_set(Some(why));
                    // Somebody else may have been first: their lines are to be seen.
                    self.draft.again();
                }
            }
        });
    }

    /// Takes the draft that came with an answer.
    pub fn take(self, draft: Draft) {
        self.draft.take(draft);
        self.changed.try_update(|count| *count += 1);
    }
}

fn query(ledger: Ledger, whose: &str) -> String {
    let of = if whose.is_empty() { String::new() } else { format!("&jurisdiction={}", encode(whose)) };
    format!("ledger={}{of}", ledger.as_str())
}

/// Draws why the last change was not made.
pub fn complaint(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let lang = lang();
    let drawn = move || {
        trouble.get().map(|why| {
            view! {
                <p class="complaint" role="alert" data-test="complaint" data-code=why.code()>
                    {why.words(lang)}<small data-said="">{why.detail()}</small>
                </p>
            }
        })
    };
    drawn.into_any()
}

/// Draws the choice between what is in force and what the draft would make of it; that one may not change it is said.
pub fn choice(desk: Desk) -> AnyView {
    let lang = lang();
    let here = address(Section::Catalogue);
    let chip = move |word: Words, of: &'static str, test: &'static str| {
        let on = move || desk.with_draft.get() == (of != "current");
        view! {
            <a class="chip" class:on=on data-test=test aria-current=move || on().then_some("true")
                href=move || href(here.get().with("of", of))>{say(word)}</a>
        }
    };
    let lines = move || {
        desk.draft.value.with(|draft| {
            let draft = draft.as_ref().filter(|draft| draft.version > 0)?;
            Some(draft.lines.iter().filter(|line| !line.is_taken_back).count())
        })
    };
    let is_closed = move || desk.draft.value.with(|draft| draft.as_ref().is_some_and(|draft| !draft.may_edit));
    view! {
        <div class="chips">
            {chip(text::WITH_DRAFT, "", "of-draft")}
            {chip(text::IN_FORCE, "current", "of-current")}
            {move || lines().map(|count| view! {
                <a class="words-link" data-test="to-draft" href=desk.part("draft")>{text::lines(lang, count)}</a>
            })}
            <a class="words-link" data-test="to-versions" href=move || desk.part("versions")>{say(text::EDITIONS)}</a>
        </div>
        {move || is_closed().then(|| view! { <p class="small" data-test="may-not-edit">{lang.say(text::ONLY_CITY)}</p> })}
        {complaint(desk.trouble)}
    }
    .into_any()
}
