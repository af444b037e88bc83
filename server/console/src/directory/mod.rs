//! Whom one may call: the units as a tree, their people, what was changed, and who looks after which part.
//!
//! The server says what may be changed; the page shows why where it may not. What is shown stands in the address. Start with
//! [`page`], then `people`.

pub mod text;
mod asked;
mod tree;
mod people;
mod form;
mod changes;
mod editors;

use leptos::prelude::*;
use shared::api::directory::{DirectoryTree, UnitList};

use self::asked::{Asked, Part};
use self::text as words;
use crate::bridge;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::route;
use crate::section::{self, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 60;

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Directory);
    let asked = Memo::new(move |_| address.with(Asked::read));
    let tree = poll::<DirectoryTree, _, _>(SECONDS, || bridge::get("/api/v1/directory/tree"));
    let lists: Memo<Vec<UnitList>> =
        Memo::new(move |_| tree.value.with(|tree| tree.as_ref().map(|tree| tree.lists.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| tree.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| lists.with(Vec::is_empty));
    let part = Memo::new(move |_| asked.get().part);
    let again = Callback::new(move |()| tree.again());
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) if tree.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NO_LIST more=words::NO_LIST_MORE/> }.into_any(),
        (true, false) => {
            let content = move || match part.get() {
                Part::People => people::part(asked, lists, again),
                Part::Changes => changes::part(asked, lists, again),
                Part::Editors => editors::part(asked, lists),
            };
            view! {
                <div class="directory-body">
                    {tree::nav(asked, lists)}
                    <div class="directory-main">{content}</div>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <section data-test="directory">
            {head(asked)}
            {tabs(asked)}
            {faces::trouble_bar(tree)}
            {rights(asked, lists)}
            {body}
        </section>
    }
    .into_any()
}

fn head(asked: Memo<Asked>) -> AnyView {
    let search = move |text: String| {
        let words = text.trim().to_owned();
        route::go(&Asked { part: Part::People, words, after: String::new(), ..asked.get_untracked() }.route());
    };
    let export = move |format: &'static str| {
        move || {
            let lang = if lang() == kit::lang::Lang::En { "&lang=en" } else { "" };
            let query = asked.get().at_the_start().query();
            format!("/api/v1/directory/export?format={format}{lang}{query}")
        }
    };
    view! {
        <header class="page-head">
            <h2>{say(Section::Directory.word())}</h2>
            <span class="gap"></span>
            <input class="search" type="search" data-test="directory-search" placeholder=say(words::SEARCH)
                aria-label=say(words::SEARCH) prop:value=move || asked.get().words
                on:change:target=move |event| search(event.target().value())/>
            <a class="button small" data-test="export-csv" download="" title=say(words::EXPORT_NOTE)
                href=export("csv")>{say(words::EXPORT_CSV)}</a>
            <a class="button small" data-test="export-xlsx" download="" title=say(words::EXPORT_NOTE)
                href=export("xlsx")>{say(words::EXPORT_XLSX)}</a>
        </header>
    }
    .into_any()
}

fn tabs(asked: Memo<Asked>) -> AnyView {
    let tab = move |part: Part, name, test: &'static str| {
        let href = move || {
            let asked = asked.get();
            Asked { part, words: String::new(), after: String::new(), ..asked }.route().href()
        };
        let is_here = move || asked.get().part == part;
        view! {
            <a class="chip" class:on=is_here href=href data-test=test
                aria-current=move || is_here().then_some("page")>{say(name)}</a>
        }
        .into_any()
    };
    view! {
        <nav class="chips" aria-label=say(words::PARTS)>
            {tab(Part::People, words::PEOPLE, "tab-people")}
            {tab(Part::Changes, words::CHANGES, "tab-changes")}
            {tab(Part::Editors, words::EDITORS, "tab-editors")}
        </nav>
    }
    .into_any()
}

/// Returns the list that is chosen, or the first one that the caller looks after something of.
fn chosen(asked: &Asked, lists: &[UnitList]) -> Option<UnitList> {
    let named = lists.iter().find(|list| list.jurisdiction.as_str() == asked.list);
    let own = || lists.iter().find(|list| list.may_manage || !list.own.is_empty());
    let only = || (asked.list.is_empty() && lists.len() == 1).then(|| lists.first()).flatten();
    named.or_else(|| if asked.list.is_empty() { own().or_else(only) } else { None }).cloned()
}

/// Says what the caller may change here, and whom to tell otherwise.
fn rights(asked: Memo<Asked>, lists: Memo<Vec<UnitList>>) -> AnyView {
    let drawn = move || {
        let list = lists.with(|lists| chosen(&asked.get(), lists));
        let said = match list {
            Some(list) if list.may_manage => format!("{} · {}", list.name, say(words::MAY_EDIT_ALL)),
            Some(list) if !list.own.is_empty() => format!("{}{}", say(words::MAY_EDIT_SOME), list.own.join(" · ")),
            Some(_) | None => say(words::MAY_NOT_EDIT).to_owned(),
        };
        view! { <p class="lead quiet small" data-test="rights" data-said="">{said}</p> }
    };
    drawn.into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::directory::UnitList;

    use super::asked::Asked;
    use super::chosen;

    fn list(id: &str, may_manage: bool) -> UnitList {
        let (name, jurisdiction) = (id.to_owned(), id.parse().unwrap());
        UnitList { jurisdiction, name, units: Vec::new(), may_manage, own: Vec::new() }
    }

    #[test]
    fn the_list_that_is_worked_on_is_the_one_that_is_named_or_ones_own() {
        let lists = [list("XA", false), list("610112", true)];
        let named = |id: &str| chosen(&Asked { list: id.to_owned(), ..Asked::default() }, &lists).map(|one| one.name);
        assert_eq!(named("XA").as_deref(), Some("XA"));
        assert_eq!(named("").as_deref(), Some("610112"));
        assert_eq!(named("610199"), None);
        assert_eq!(chosen(&Asked::default(), &lists[..1]).map(|one| one.name).as_deref(), Some("XA"));
    }
}
