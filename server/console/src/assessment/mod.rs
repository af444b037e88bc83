//! How areas, units and posts did: what the cases of a time count as, and every number leads to its cases.
//!
//! The address says all that is asked for ([`asked`]), so that a link to a number can be handed on; which part is open is
//! its first word: nothing for the overview, `table`, `cases` for the list behind a number, `months`, `models`, `scores`,
//! `posts` for what each person did.
//! The server sums; nothing is summed or divided here but what it said, and a rate always stands with both its numbers.
//! Words that bulletins and scores say too stand in [`text`]. Start with `overview`, then `table`.

pub mod text;
pub mod basis;
pub mod asked;
pub mod column;
pub mod figure;
pub mod answer;
pub mod period;
pub mod glossary;
mod overview;
mod table;
mod cases;
mod months;
mod models;
mod scores;
mod posts;

use kit::lang::Words;
use leptos::prelude::*;
use shared::account::Role;

use crate::desk;
use crate::faces::Empty;
use crate::section::{self, Address, Section};
use crate::text::{say, words};

use self::text::pages;

/// Which part is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Overview,
    Table,
    Cases,
    Months,
    Models,
    Scores,
    Posts,
    Unknown,
}

impl Part {
    fn of(address: &Address) -> Self {
        match address.part(0) {
            None => Self::Overview,
            Some("table") => Self::Table,
            Some("cases") => Self::Cases,
            Some("months") => Self::Months,
            Some("models") => Self::Models,
            Some("scores") => Self::Scores,
            Some("posts") => Self::Posts,
            Some(_) => Self::Unknown,
        }
    }
}

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Assessment);
    let open = Memo::new(move |_| address.with(Part::of));
    let body = move || match open.get() {
        Part::Overview => overview::page(address),
        Part::Table => table::page(address),
        Part::Cases => cases::page(address),
        Part::Months => months::page(address),
        Part::Models => headed(pages::MODELS, models::page(address)),
        Part::Scores => headed(pages::SCORES, scores::page(address)),
        Part::Posts => posts::page(address),
        Part::Unknown => view! { <Empty title=words::NO_SUCH_PAGE more=words::NONE/> }.into_any(),
    };
    view! {
        <section data-test="assessment" class="assess">
            {tabs(open, address)}
            {body}
        </section>
    }
    .into_any()
}

/// Draws a part below its name.
fn headed(name: Words, part: AnyView) -> AnyView {
    view! {
        <header class="page-head"><h2>{say(name)}</h2></header>
        {part}
    }
    .into_any()
}

/// Draws the ways to the parts; of which days and of whom stays the same.
fn tabs(open: Memo<Part>, address: Memo<Address>) -> AnyView {
    let tab = move |here: Part, name: Words, path: &'static [&'static str], test: &'static str| {
        // The list behind a number was come to from a table.
        let is_here = move || open.get() == here || (here == Part::Table && open.get() == Part::Cases);
        let to = move || asked::href(&carried(&address.get(), path));
        view! {
            <a class="chip" class:on=is_here href=to data-test=test
                aria-current=move || is_here().then_some("page")>{say(name)}</a>
        }
    };
    let looks_after_people = !matches!(desk::account().role, Role::Unit | Role::Handler);
    view! {
        <nav class="chips assess-tabs" aria-label=say(pages::PARTS)>
            {tab(Part::Overview, pages::OVERVIEW, &[], "tab-overview")}
            {tab(Part::Table, pages::TABLES, &["table"], "tab-table")}
            {tab(Part::Scores, pages::SCORES, &["scores"], "tab-scores")}
            {tab(Part::Months, pages::MONTHS, &["months"], "tab-months")}
            {tab(Part::Models, pages::MODELS, &["models"], "tab-models")}
            // When people were there is no unit's business.
            {looks_after_people.then(|| tab(Part::Posts, pages::POSTS, &["posts"], "tab-posts"))}
        </nav>
    }
    .into_any()
}

/// Returns the way to a part with what the address says of days and of whom; nothing is said that was not said before.
fn carried(address: &Address, path: &[&str]) -> Address {
    let way = path.iter().fold(Address::default(), |way, part| way.below(part));
    let said = ["month", "version", "from", "to", "area", "unit"];
    said.iter().fold(way, |way, name| way.with(name, address.get(name).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{Part, carried};
    use crate::section::Address;

    #[test]
    fn the_first_word_of_the_address_opens_a_part() {
        let open = |path: &str| Part::of(&Address::read(path, ""));
        assert_eq!((open("assessment"), open("assessment/table")), (Part::Overview, Part::Table));
        assert_eq!((open("assessment/cases"), open("assessment/months/2026-10")), (Part::Cases, Part::Months));
        assert_eq!((open("assessment/models/jinniu"), open("assessment/scores")), (Part::Models, Part::Scores));
        assert_eq!((open("assessment/posts/list"), open("assessment/odd")), (Part::Posts, Part::Unknown));
    }

    #[test]
    fn of_which_days_and_of_whom_goes_from_part_to_part_and_nothing_else() {
        let here = Address::read("assessment/table", "month=2026-10&version=1&area=610103&by=unit&sort=report");
        let there = Address::default().below("scores").with("month", "2026-10").with("version", "1");
        assert_eq!(carried(&here, &["scores"]), there.with("area", "610103"));
        assert_eq!(carried(&Address::default(), &[]), Address::default());
    }
}
