//! Bulletins (通报): published months, weeks and half years as sheets to print, and their drafts.
//!
//! The page shows what a bulletin holds and leads from each number to its cases; the pages to print are made by the server
//! and downloaded. Start with [`page`].

pub mod text;
mod list;
mod make;
mod one;
mod edit;
mod tables;
mod compared;
mod cases;
mod months;
mod scores;

use leptos::prelude::*;

use self::text as words;
use crate::pieces;
use crate::route::Route;
use crate::section::{self, Address, Section};
use crate::text::say;

/// What stands below the page's own word in the address.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Open {
    List,
    Make,
    One(String),
    /// One number of several months.
    Number(String),
    /// One score that is a mean of several months.
    Score(String),
}

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Bulletins);
    let open = Memo::new(move |_| address.with(opened));
    let body = move || match open.get() {
        Open::List => list::list(address),
        Open::Make => view! { {heading(words::MAKE)}{make::form(address)} }.into_any(),
        Open::One(id) => one::card(&id),
        Open::Number(id) => months::page(&id, address),
        Open::Score(id) => scores::page(&id, address),
    };
    view! { <section class="bulletins" data-test="bulletins">{body}</section> }.into_any()
}

fn opened(address: &Address) -> Open {
    match address.part(0) {
        None => Open::List,
        Some("new") => Open::Make,
        Some(id) if address.part(1) == Some(tables::MONTH_BY_MONTH) => Open::Number(id.to_owned()),
        Some(id) if address.part(1) == Some(tables::SCORES) => Open::Score(id.to_owned()),
        Some(id) => Open::One(id.to_owned()),
    }
}

/// Returns the way to a page below.
fn way(below: &str) -> Route {
    Route::At(Section::Bulletins, Address::default().below(below))
}

/// Draws a heading with the way back to the list.
fn heading(title: kit::lang::Words) -> AnyView {
    let back = Route::At(Section::Bulletins, Address::default());
    view! {
        <header class="page-head">
            {pieces::link(&back, format!("‹ {}", say(words::BACK_TO_LIST)), "bulletins-back")}
            <h2>{say(title)}</h2>
        </header>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Open, opened};
    use crate::section::Address;

    #[test]
    fn the_address_says_what_is_open() {
        assert_eq!(opened(&Address::default()), Open::List);
        assert_eq!(opened(&Address::default().below("new")), Open::Make);
        assert_eq!(opened(&Address::default().below("0190")), Open::One("0190".to_owned()));
        assert_eq!(opened(&Address::default().below("0190").below("months")), Open::Number("0190".to_owned()));
        assert_eq!(opened(&Address::default().below("0190").below("scores")), Open::Score("0190".to_owned()));
    }
}
