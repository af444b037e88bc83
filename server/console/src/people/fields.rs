//! The small pieces of forms and lists here: a choice, a complaint, a pager, a heading of a column.

use kit::lang::{Lang, Words};
use leptos::prelude::*;

use crate::bridge::Trouble;
use crate::text::{lang, say, words};

/// Draws one choice of several: what it is worth, and its words.
pub fn select(
    label: Words,
    test: &'static str,
    options: Vec<(String, String)>,
    value: Signal<String>,
    on_choose: Callback<String>,
) -> AnyView {
    // The name of a place or a unit is said as it is, in whatever language.
    let is_english = lang() == Lang::En;
    let option = move |(worth, words): (String, String)| {
        let this = worth.clone();
        let is_said = is_english && !words.is_ascii();
        view! {
            <option value=worth prop:selected=move || value.get() == this data-said=is_said.then_some("")>{words}</option>
        }
    };
    view! {
        <label class="choice">{say(label)}
            <select data-test=test on:change:target=move |event| on_choose.run(event.target().value())>
                {options.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Draws a line to type into.
pub fn line(label: Words, test: &'static str, value: Signal<String>, on_type: Callback<String>) -> AnyView {
    view! {
        <label>{say(label)}
            <input type="text" autocomplete="off" spellcheck="false" data-test=test prop:value=value
                on:input:target=move |event| on_type.run(event.target().value())/>
        </label>
    }
    .into_any()
}

/// Draws why the last request brought nothing.
pub fn complaint(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let lang = lang();
    let drawn = move || {
        trouble.get().map(|why| {
            view! {
                <p class="complaint" role="alert" data-test="complaint" data-code=why.code()>
                    {why.words(lang)}<small>{why.detail()}</small>
                </p>
            }
        })
    };
    drawn.into_any()
}

/// Draws the headings of a table's columns.
pub fn heads(names: &[Words]) -> AnyView {
    let head = |name: &Words| view! { <th scope="col">{say(*name)}</th> };
    view! { <thead><tr>{names.iter().map(head).collect_view()}</tr></thead> }.into_any()
}

/// Draws a name of a person: it is nobody's translation.
pub fn said(name: &str) -> AnyView {
    view! { <span data-said="">{name.to_owned()}</span> }.into_any()
}

/// Draws the ways to the first page and to the next one; `href` makes the address of one that begins behind something.
pub fn pager(next: Memo<Option<String>>, is_first: Signal<bool>, href: Callback<String, String>) -> AnyView {
    let lang = lang();
    view! {
        <footer class="pager">
            {move || (!is_first.get()).then(|| view! {
                <a class="button" data-test="first-page" href=href.run(String::new())>
                    {lang.say(super::text::FIRST_PAGE)}
                </a>
            })}
            {move || next.get().map(|next| view! {
                <a class="button" data-test="next-page" href=href.run(next)>{lang.say(words::NEXT_PAGE)}</a>
            })}
        </footer>
    }
    .into_any()
}
