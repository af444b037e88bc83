//! The faces of a page that has nothing to show, and the notices that stand above one that has.

use leptos::prelude::*;

use crate::button::{Button, Look};
use crate::icon::{Icon, Picture};
use crate::lang::t;
use crate::text;
use crate::tone::Tone;

/// There is nothing here, and that is in order.
#[component]
pub fn EmptyState(
    /// What it shows.
    picture: Picture,
    /// What is not here.
    #[prop(into)]
    title: Signal<String>,
    /// What to do next, or why it is empty.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="face tone-rest" data-test="empty">
            <div class="mark"><Icon picture=picture /></div>
            <h2>{title}</h2>
            <p>{words}</p>
        </div>
    }
}

/// It could not be read, and here is what to do.
#[component]
pub fn Failed(
    /// What happened and what to do.
    #[prop(into)]
    words: Signal<String>,
    /// Small print for whoever looks into it.
    #[prop(optional, into)]
    detail: Signal<String>,
    /// Try again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="face tone-late" data-test="failed" role="alert">
            <div class="mark"><Icon picture=Picture::Mind /></div>
            <h2>{words}</h2>
            <p class="tiny">{detail}</p>
            <Button look=Look::Soft test="retry" on_press=on_retry>{t(text::TRY_AGAIN)}</Button>
        </div>
    }
}

/// There is no network; says what that means here.
#[component]
pub fn Offline(
    /// What works and what waits.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="notice tone-rest" data-test="offline" role="status">
            <Icon picture=Picture::NoSignal /><span>{words}</span>
        </div>
    }
}

/// Something to mind; never blocks.
#[component]
pub fn Notice(
    /// How urgent it is.
    tone: Tone,
    /// What it shows.
    picture: Picture,
    /// Name for tests.
    test: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice {}", tone.class()) data-test=test role="status">
            <Icon picture=picture /><span>{children()}</span>
        </div>
    }
}

/// Something is being read; in words, never a bare spinner.
#[component]
pub fn Waiting() -> impl IntoView {
    view! { <p class="waiting" role="status" data-test="waiting">{t(text::READING)}</p> }
}

/// The stripe that says it is a training city; on every screen of one.
#[component]
pub fn TrainingStripe() -> impl IntoView {
    view! { <div class="training" data-test="training" role="note">{t(text::TRAINING)}</div> }
}
