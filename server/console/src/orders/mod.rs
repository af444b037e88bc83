//! Orders to a device: the last ones with what became of each, taking one back, and having a phone erase itself.
//!
//! Only asks for it: the server keeps the order, and the phone carries it out when it next calls. Drawn on the board and
//! where people are looked after. Start with [`list`].

pub mod list;
pub mod wipe;
pub mod text;

use kit::lang::Words;
use leptos::prelude::*;

use crate::bridge::Trouble;
use crate::text::{lang, say};

/// How far asking for something has come.
#[derive(Clone, PartialEq)]
pub enum Stage {
    /// Nothing was asked for.
    Idle,
    /// It is under way.
    Sending,
    /// The server has it.
    Sent,
    /// It was not taken.
    Refused(Trouble),
}

/// Draws what came of asking.
pub fn came(stage: RwSignal<Stage>, done: Words, test: &'static str) -> AnyView {
    let lang = lang();
    let drawn = move || match stage.get() {
        Stage::Idle | Stage::Sending => ().into_any(),
        Stage::Sent => view! { <p class="ok small" role="status" data-test=test>{say(done)}</p> }.into_any(),
        Stage::Refused(trouble) => view! {
            <p class="complaint" role="alert" data-test=test data-code=trouble.code()>
                {trouble.words(lang)}<small>{trouble.detail()}</small>
            </p>
        }
        .into_any(),
    };
    drawn.into_any()
}
