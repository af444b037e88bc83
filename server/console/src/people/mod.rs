//! People and their devices: who there is, who may what, how a phone is signed in, who was on shift, who looked at what.
//!
//! Each part has an address of its own below this page's: nothing for the list, `new`, `import`, `links`, `shifts`,
//! `looks`, `sheet`, and an account's id for one person. Secrets (a first password, a link) live in signals of the part
//! that shows them and are gone with it. Start with [`list`], then [`one`].

pub mod fields;
pub mod text;
mod list;
mod form;
mod add;
mod one;
mod devices;
mod enrol;
mod links;
mod sheet;
mod import;
mod shifts;
mod looks;

use kit::lang::Words;
use leptos::prelude::*;
use shared::account::{Right, may};
use shared::ids::AccountId;

use crate::desk;
use crate::faces::Empty;
use crate::route::Route;
use crate::section::{self, Address, Section};
use crate::text::{say, words};

/// Which part is open.
#[derive(Clone, PartialEq, Eq)]
enum Part {
    List,
    New,
    Import,
    Links,
    Shifts,
    Looks,
    Sheet,
    One(AccountId),
    Unknown,
}

impl Part {
    fn of(address: &Address) -> Self {
        match address.part(0) {
            None => Self::List,
            Some("new") => Self::New,
            Some("import") => Self::Import,
            Some("links") => Self::Links,
            Some("shifts") => Self::Shifts,
            Some("looks") => Self::Looks,
            Some("sheet") => Self::Sheet,
            Some(id) => id.parse().map_or(Self::Unknown, Self::One),
        }
    }
}

/// Returns the way to a person.
pub fn way(id: AccountId) -> Route {
    Route::At(Section::People, Address::default().below(&id.to_string()))
}

/// Returns the way to a part of this page.
fn part(word: &str) -> Route {
    Route::At(Section::People, Address::default().below(word))
}

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::People);
    let open = Memo::new(move |_| Part::of(&address.get()));
    let role = desk::account().role;
    let body = move || match open.get() {
        Part::List => list::page(address),
        Part::New if may(role, Right::ManageAccounts) => add::page(),
        Part::Import if may(role, Right::ManageAccounts) => import::page(),
        Part::Links if may(role, Right::ManageDevices) => links::page(address),
        Part::Sheet if may(role, Right::ManageDevices) => sheet::page(address),
        Part::Looks if may(role, Right::SeeAudit) => looks::page(address),
        Part::New | Part::Import => refused(text::NOT_YOURS),
        Part::Links | Part::Sheet => refused(text::NOT_YOUR_LINKS),
        Part::Looks => refused(text::NOT_YOUR_LOOKS),
        Part::Shifts => shifts::page(address),
        Part::One(id) => one::page(id),
        Part::Unknown => view! { <Empty title=words::NO_SUCH_PAGE more=words::NONE/> }.into_any(),
    };
    view! {
        <section data-test="people">
            {tabs(open)}
            {body}
        </section>
    }
    .into_any()
}

fn refused(why: Words) -> AnyView {
    view! { <Empty title=words::NOT_FOR_ROLE more=why/> }.into_any()
}

fn tabs(open: Memo<Part>) -> AnyView {
    let tab = move |here: Part, name: Words, route: Route, test: &'static str| {
        let is_here = Memo::new(move |_| open.get() == here);
        view! {
            <a class="chip" class:on=move || is_here.get() href=route.href() data-test=test
                aria-current=move || is_here.get().then_some("page")>{say(name)}</a>
        }
    };
    view! {
        <nav class="chips people-tabs" aria-label=say(text::PAGES_OF_PEOPLE)>
            {tab(Part::List, text::TAB_PEOPLE, Route::At(Section::People, Address::default()), "tab-people")}
            {tab(Part::Shifts, text::TAB_SHIFTS, part("shifts"), "tab-shifts")}
            {tab(Part::Links, text::TAB_LINKS, part("links"), "tab-links")}
            {tab(Part::Looks, text::TAB_LOOKS, part("looks"), "tab-looks")}
            {tab(Part::Import, text::TAB_IMPORT, part("import"), "tab-import")}
            {tab(Part::New, text::ADD, part("new"), "tab-new")}
        </nav>
    }
    .into_any()
}
