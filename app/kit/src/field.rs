//! A field to type into, with its label above and what is wrong below.

use leptos::prelude::*;

/// What is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Entry {
    /// Words.
    #[default]
    Words,
    /// A password.
    Password,
    /// An address of a server.
    Address,
    /// A number with decimals.
    Number,
}

impl Entry {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Words | Self::Number => "text",
            Self::Password => "password",
            Self::Address => "url",
        }
    }

    const fn keyboard(self) -> &'static str {
        match self {
            Self::Words | Self::Password => "text",
            Self::Address => "url",
            Self::Number => "decimal",
        }
    }
}

/// One line to type into.
#[component]
pub fn Field(
    /// What to enter.
    #[prop(into)]
    label: Signal<String>,
    /// What is entered.
    #[prop(into)]
    value: Signal<String>,
    /// What is typed.
    #[prop(optional)]
    entry: Entry,
    /// Shown while nothing is entered.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// What is wrong with it; empty when nothing is.
    #[prop(optional, into)]
    wrong: Signal<String>,
    /// What a browser may fill in by itself.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Name for tests.
    test: &'static str,
    /// Something was typed.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=test>{label}</label>
            <input id=test data-test=test type=entry.input_type() inputmode=entry.keyboard()
                autocomplete=autocomplete autocapitalize="off" spellcheck="false"
                placeholder=placeholder prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event)) />
            {move || Some(wrong.get()).filter(|words| !words.is_empty())
                .map(|words| view! { <span class="wrong" role="alert">{words}</span> })}
        </div>
    }
}

/// Several lines to type into.
#[component]
pub fn NoteField(
    /// What to enter.
    #[prop(into)]
    label: Signal<String>,
    /// What is entered.
    #[prop(into)]
    value: Signal<String>,
    /// Shown while nothing is entered.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Name for tests.
    test: &'static str,
    /// Something was typed.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=test class="hidden-words">{label}</label>
            <textarea id=test data-test=test rows="2" placeholder=placeholder prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event)) />
        </div>
    }
}
