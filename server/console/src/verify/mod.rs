//! Is this file byte for byte one of ours, and what was signed about it?
//!
//! The file never leaves the browser: `reading` takes its bytes in pieces, its fingerprint is computed here, and only
//! that is sent. `answer` draws what the server knows of it.

mod reading;
mod answer;

use std::time::Duration;

use kit::lang::{Lang, Words};
use leptos::ev::DragEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::evidence::KnownFile;
use shared::ids::Sha256;
use shared::refusal::Code;
use web_sys::File;

use crate::bridge::{self, Trouble};
use crate::pieces;
use crate::text::{claims, lang, say, words};

/// Long enough for the browser to show the words before its thread is busy with the fingerprint.
const WORDS_FIRST: Duration = Duration::from_millis(30);

/// What is shown below the field.
#[derive(Clone, PartialEq)]
enum Shown {
    Nothing,
    Reading {
        read: u32,
        whole: u32,
    },
    Hashing,
    Asking,
    /// The file cannot be verified; the words say why.
    Unfit(Words),
    Known(Box<KnownFile>),
    Unknown(Sha256),
    Failed(Trouble, Sha256),
}

/// One page's verifying: a file that is chosen while another is read takes its place.
#[derive(Clone, Copy)]
struct Verifier {
    shown: RwSignal<Shown>,
    turn: StoredValue<u32>,
}

impl Verifier {
    /// Shows something, unless the page is closed or another file was chosen since.
    fn show(self, turn: u32, shown: Shown) {
        if self.turn.try_get_value() == Some(turn) {
            self.shown.try_set(shown);
        }
    }

    fn begin(self, file: File) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        let whole = match reading::size(&file) {
            Ok(whole) => whole,
            Err(why) => return self.show(turn, Shown::Unfit(why)),
        };
        self.show(turn, Shown::Reading { read: 0, whole });
        spawn_local(async move {
            let told = move |read| self.show(turn, Shown::Reading { read, whole });
            let Some(bytes) = reading::bytes(&file, whole, told).await else {
                return self.show(turn, Shown::Unfit(words::VERIFY_UNREADABLE));
            };
            self.show(turn, Shown::Hashing);
            let hash = move || {
                let name = Sha256::of(&bytes);
                self.ask(turn, name);
            };
            set_timeout(hash, WORDS_FIRST);
        });
    }

    fn ask(self, turn: u32, name: Sha256) {
        self.show(turn, Shown::Asking);
        spawn_local(async move {
            let shown = match bridge::get::<KnownFile>(&format!("/api/v1/evidence/{name}")).await {
                Ok(known) if known.stands.is_empty() => Shown::Unknown(name),
                Ok(known) => Shown::Known(Box::new(known)),
                Err(Trouble::Refused(problem)) if problem.code == Code::FileUnknown => Shown::Unknown(name),
                Err(trouble) => Shown::Failed(trouble, name),
            };
            self.show(turn, shown);
        });
    }

    fn ask_again(self, name: Sha256) {
        self.ask(self.turn.get_value(), name);
    }
}

/// The page.
pub fn page() -> AnyView {
    let lang = lang();
    let verifier = Verifier { shown: RwSignal::new(Shown::Nothing), turn: StoredValue::new(0) };
    let is_over = RwSignal::new(false);
    let input = NodeRef::<leptos::html::Input>::new();
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            verifier.begin(file);
        }
        // A browser tells of a choice only when it is another one; the same file may be verified again.
        input.set_value("");
    };
    let over = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    // Anywhere on the page: a file that missed the field would otherwise take the page's place in the browser.
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let files = event.data_transfer().and_then(|brought| brought.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            verifier.begin(file);
        }
    };
    view! {
        <section class="verify" data-test="verify" on:dragover=over on:drop=drop_here
            on:dragleave=move |_| is_over.set(false)>
            <header class="page-head"><h2>{say(words::VERIFY)}</h2></header>
            <p class="lead">{say(words::VERIFY_LEAD)}</p>
            <label class="drop" class:over=move || is_over.get() data-test="verify-drop">
                <input node_ref=input type="file" class="hidden-words" data-test="verify-input" on:change=choose/>
                <strong>{say(words::VERIFY_DROP)}</strong>
                <span class="small">{say(words::VERIFY_LIMIT)}</span>
                <span class="small">{say(words::VERIFY_STAYS)}</span>
            </label>
            <div role="status" aria-live="polite">{move || outcome(lang, verifier, verifier.shown.get())}</div>
        </section>
    }
    .into_any()
}

fn outcome(lang: Lang, verifier: Verifier, shown: Shown) -> AnyView {
    match shown {
        Shown::Nothing => words_only(lang.say(words::VERIFY_NOTHING).to_owned(), "verify-nothing"),
        Shown::Reading { read, whole } => {
            words_only(claims::read_so_far(lang, u64::from(read), u64::from(whole)), "verify-progress")
        }
        Shown::Hashing => words_only(lang.say(words::VERIFY_HASHING).to_owned(), "verify-progress"),
        Shown::Asking => words_only(lang.say(words::VERIFY_ASKING).to_owned(), "verify-progress"),
        Shown::Unfit(why) => words_only(lang.say(why).to_owned(), "verify-unfit"),
        Shown::Known(known) => answer::known(lang, &known),
        Shown::Unknown(name) => answer::unknown(lang, &name),
        Shown::Failed(trouble, name) => view! {
            <div class="card verdict-card" data-test="verify-failed" data-code=trouble.code()>
                <h3>{lang.say(words::VERIFY_FAILED)}</h3>
                <p class="complaint">{trouble.words(lang)}<small>{trouble.detail()}</small></p>
                {pieces::line("code", name.to_string())}
                <button class="button" type="button" data-test="verify-again"
                    on:click=move |_| verifier.ask_again(name.clone())>{lang.say(words::TRY_AGAIN)}</button>
            </div>
        }
        .into_any(),
    }
}

fn words_only(words: String, test: &'static str) -> AnyView {
    view! { <p class="empty small" data-test=test>{words}</p> }.into_any()
}
