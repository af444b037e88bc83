//! What each number means, shown on demand at the foot of the pages.

use kit::lang::Words;
use leptos::prelude::*;
use shared::assessment::{Basis, Counter, Rate};

use super::text::{self, glossary, pages as words};
use crate::text::say;

/// Draws what all of them mean, folded up.
pub fn all() -> AnyView {
    let unfolded = RwSignal::new(false);
    view! {
        <details class="assess-glossary" data-test="glossary" on:toggle=move |_| unfolded.set(true)>
            <summary>{say(words::GLOSSARY)}</summary>
            // So many words are only drawn for who asks.
            {move || unfolded.get().then(|| view! {
                <h3>{say(words::GLOSSARY_RATES)}</h3>
                {list(Rate::ALL.iter().map(|rate| (text::rate(*rate), glossary::rate(*rate), rate.as_str())).collect())}
                <h3>{say(words::GLOSSARY_COUNTERS)}</h3>
                {list(Counter::ALL.iter().map(|one| (text::counter(*one), glossary::counter(*one), one.as_str())).collect())}
                <h3>{say(words::GLOSSARY_BASES)}</h3>
                {list(Basis::ALL.iter().map(|basis| (text::basis(*basis), glossary::basis(*basis), basis.as_str())).collect())}
            })}
        </details>
    }
    .into_any()
}

/// Draws what some words mean: what each is called, what it means, and its name for tests.
pub fn list(words: Vec<(Words, Words, &'static str)>) -> AnyView {
    let line = |(name, means, test): (Words, Words, &'static str)| {
        view! { <div data-test="meaning" data-word=test><dt>{say(name)}</dt><dd>{say(means)}</dd></div> }
    };
    view! { <dl class="assess-meanings">{words.into_iter().map(line).collect_view()}</dl> }.into_any()
}
