//! The small pieces that several pages are made of: a badge, a line, a link, a fact, a way back.
//!
//! Each returns the same erased type however it is used, so that it is compiled once and not into every page anew.

use kit::lang::Words;
use kit::tone::Tone;
use leptos::prelude::*;

use crate::route::Route;
use crate::text::{lang, say, words};

/// Draws a few words with a colour; `value` stands beside the name for tests.
pub fn badge(tone: Tone, words: &'static str, test: &'static str, value: &'static str) -> AnyView {
    view! { <span class=format!("badge {}", tone.class()) data-test=test data-value=value>{words}</span> }.into_any()
}

/// Draws a line of text in some class.
pub fn line(class: &'static str, words: String) -> AnyView {
    view! { <p class=class>{words}</p> }.into_any()
}

/// Draws a way to another page of the desk.
pub fn link(route: &Route, words: String, test: &'static str) -> AnyView {
    view! { <a class="words-link" href=route.href() data-test=test>{words}</a> }.into_any()
}

/// Draws a way out to a file, in a tab of its own.
pub fn file_link(address: String, words: String, test: &'static str) -> AnyView {
    view! { <a class="words-link" href=address target="_blank" rel="noreferrer" data-test=test>{words}</a> }.into_any()
}

/// Draws what something is called above what it is.
pub fn fact(name: Words, value: AnyView) -> AnyView {
    view! { <div><dt>{say(name)}</dt><dd class="figures">{value}</dd></div> }.into_any()
}

/// Draws a page's heading with the way back before it.
pub fn heading(back: &Route, title: Words, more: String) -> AnyView {
    view! {
        <a class="back" href=back.href() aria-label=say(words::BACK)>"‹"</a>
        <h2>{say(title)}</h2>
        <span class="quiet figures">{more}</span>
    }
    .into_any()
}

/// Draws the ways to the newest of a list and to what is older than this page, where there are any; `to_page` makes the
/// address of the page that begins behind something, and of the newest one for nothing.
pub fn older(next: Memo<Option<String>>, is_newest: Signal<bool>, to_page: Callback<String, String>) -> AnyView {
    let lang = lang();
    view! {
        <footer class="pager">
            {move || (!is_newest.get()).then(|| view! {
                <a class="button" data-test="newest" href=to_page.run(String::new())>{lang.say(words::NEWEST)}</a>
            })}
            {move || next.get().map(|next| view! {
                <a class="button" data-test="older" href=to_page.run(next)>{lang.say(words::EARLIER)}</a>
            })}
        </footer>
    }
    .into_any()
}
