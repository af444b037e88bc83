//! Categories, conditions, limits, calendars and hints: what holds, a draft of it, and its versions.
//!
//! Nothing is edited in place: what is changed here goes into a draft, line by line, and holds once it is published from
//! a day on. Which part is shown stands in the address. Start with [`desk`], then [`browse`].

mod text;
mod desk;
mod field;
mod browse;
mod category;
mod major;
mod look_alikes;
mod calendar;
mod draft;
mod trial;
mod handbook;
mod editions;
mod calculator;

use kit::lang::Words;
use leptos::prelude::*;

use crate::section::{Section, address};
use crate::text::say;

use self::desk::{at, href};

/// A part of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Browse,
    Category,
    Calendar,
    Draft,
    Editions,
}

impl Part {
    fn read(word: Option<&str>) -> Self {
        match word {
            Some("category") => Self::Category,
            Some("calendar") => Self::Calendar,
            Some("draft") => Self::Draft,
            Some("versions") => Self::Editions,
            Some(_) | None => Self::Browse,
        }
    }
}

/// The page.
pub fn page() -> AnyView {
    let here = address(Section::Catalogue);
    let part = Memo::new(move |_| Part::read(here.get().part(0)));
    let tab = move |word: Words, parts: &'static [&'static str], is_here: fn(Part) -> bool, test: &'static str| {
        view! {
            <a class="chip" class:on=move || is_here(part.get()) data-test=test href=href(at(parts))
                aria-current=move || is_here(part.get()).then_some("page")>{say(word)}</a>
        }
    };
    view! {
        <section class="catalogue" data-test="catalogue">
            <header class="page-head"><h2>{say(text::TITLE)}</h2></header>
            <nav class="chips" aria-label=say(text::TITLE)>
                {tab(text::BROWSE, &[], |part| matches!(part, Part::Browse | Part::Category), "tab-browse")}
                {tab(text::CALENDAR, &["calendar"], |part| part == Part::Calendar, "tab-calendar")}
                {tab(text::DRAFT, &["draft"], |part| part == Part::Draft, "tab-draft")}
                {tab(text::EDITIONS, &["versions"], |part| part == Part::Editions, "tab-versions")}
            </nav>
            {move || match part.get() {
                Part::Browse => browse::part(),
                Part::Category => category::part(),
                Part::Calendar => calendar::part(),
                Part::Draft => draft::part(),
                Part::Editions => editions::part(),
            }}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Part, text};

    #[test]
    fn an_address_names_a_part() {
        assert_eq!(Part::read(None), Part::Browse);
        assert_eq!(Part::read(Some("category")), Part::Category);
        assert_eq!(Part::read(Some("versions")), Part::Editions);
        assert_eq!(Part::read(Some("else")), Part::Browse);
    }

    #[test]
    fn the_days_of_a_week_are_seven() {
        assert_eq!(text::WEEK.len(), 7);
        assert!(!text::ALL.is_empty());
    }
}
