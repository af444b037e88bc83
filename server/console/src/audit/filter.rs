//! What to look for: who, what, to what, when.

use leptos::prelude::*;
use shared::api::audit::{Field, words as all_words};

use super::asked::newest;
use super::text as words;
use crate::route::{self, Route};
use crate::section::{Address, Section};
use crate::text::{lang, pick, say};

/// Draws the bar; what is set stands in the address at once.
pub fn bar(address: Memo<Address>) -> AnyView {
    let set = move |name: &'static str, value: String| {
        route::go(&Route::At(Section::Audit, newest(&address.get_untracked()).with(name, value.trim())));
    };
    let shown =
        move |name: &'static str| move || address.with(|address| address.get(name).unwrap_or_default().to_owned());
    let text = move |word: kit::lang::Words, name: &'static str, kind: &'static str| {
        view! {
            <label>{say(word)}
                <input type=kind autocomplete="off" maxlength="120" data-test=format!("filter-{name}")
                    prop:value=shown(name) on:change:target=move |event| set(name, event.target().value())/>
            </label>
        }
        .into_any()
    };
    let is_narrow = move || address.with(|address| !newest(address).query.is_empty());
    view! {
        <div class="card oversight-filter" role="search" aria-label=say(words::FILTER)>
            {text(words::ACTOR, "actor", "text")}
            <label>{say(words::ACTION)}
                <select data-test="filter-action" prop:value=shown("action")
                    on:change:target=move |event| set("action", event.target().value())>
                    <option value="">{say(words::EVERY_ACTION)}</option>
                    {words::FIELDS.iter().map(|field| group(*field, address)).collect_view()}
                </select>
            </label>
            {text(words::SUBJECT, "subject", "text")}
            {text(words::AREA, "area", "text")}
            {text(words::FROM, "from", "datetime-local")}
            {text(words::TO, "to", "datetime-local")}
            {move || is_narrow().then(|| view! {
                <a class="button small" data-test="filter-clear" href=Address::default().href(Section::Audit)>{say(words::CLEAR)}</a>
            })}
        </div>
    }
    .into_any()
}

fn group(field: Field, address: Memo<Address>) -> AnyView {
    let lang = lang();
    let option = move |word: shared::api::audit::Word| {
        let is_chosen = move || address.with(|address| address.get("action") == Some(word.word));
        view! { <option value=word.word selected=is_chosen>{pick(lang, word.zh, word.en)}</option> }
    };
    let options = all_words().filter(|word| word.field == field).map(option).collect_view();
    view! { <optgroup label=say(words::field(field))>{options}</optgroup> }.into_any()
}
