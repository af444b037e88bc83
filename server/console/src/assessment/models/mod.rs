//! The models that score: which there are and from when each counts, one of them as a sheet, and a new edition as a
//! draft that is compared with the one in force, tried on a past month and published from a month on.
//!
//! Nothing is changed in place. Where one is stands in the address: `models`, `models/jinniu/2`, `models/jinniu/draft`,
//! and `models/-/draft?of=jinniu` for another model that begins as a copy. `written` holds the fields and what is wrong
//! with them; start reading with [`list`].

pub mod text;
pub mod points;
pub mod asked;
mod list;
mod sheet;
mod changes;
pub mod written;
mod fields;
mod caps;
mod form;
mod draft;
mod trial;
mod publish;

use leptos::prelude::*;
use shared::account::{Right, may};
use shared::api::assessment::Models;

use crate::desk;
use crate::faces::{self, Empty};
use crate::poll::Polled;
use crate::section::Address;
use crate::text::say;

/// The word in the address that stands for another model that has no code yet.
pub const ANOTHER: &str = "-";

/// Which part of the page is open.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    List,
    Sheet { code: String, edition: u32 },
    Draft { code: String },
}

impl Part {
    /// Reads the address of the section; its first part is the page's own word.
    fn read(address: &Address) -> Self {
        match (address.part(1), address.part(2)) {
            (Some(code), Some("draft")) => Self::Draft { code: code.to_owned() },
            (Some(code), Some(number)) => {
                number.parse().map_or(Self::List, |edition| Self::Sheet { code: code.to_owned(), edition })
            }
            (Some(_) | None, None) | (None, Some(_)) => Self::List,
        }
    }
}

/// Says whether whoever sits here writes models.
pub fn may_write() -> bool {
    may(desk::account().role, Right::Assess)
}

/// The page; the address is that of the whole section.
pub fn page(address: Memo<Address>) -> AnyView {
    let models = asked::models();
    let known = Memo::new(move |_| models.value.with(Option::is_some));
    let part = Memo::new(move |_| address.with(Part::read));
    view! {
        <section class="model-page" data-test="models">
            {faces::trouble_bar(models)}
            {move || match known.get() {
                false if models.trouble.with(Option::is_some) => ().into_any(),
                false => faces::waiting(),
                true => shown(part.get(), address, models),
            }}
        </section>
    }
    .into_any()
}

fn shown(part: Part, address: Memo<Address>, models: Polled<Models>) -> AnyView {
    match part {
        Part::List => list::part(models),
        Part::Sheet { code, edition } => sheet::part(code, edition, models),
        Part::Draft { code } if may_write() => draft::part(code, address, models),
        Part::Draft { .. } => view! { <Empty title=text::DRAFT more=text::MAY_NOT/> }.into_any(),
    }
}

/// Says that what the address names is not there.
fn not_there() -> AnyView {
    view! {
        <p><a class="back" href=asked::way(&[]).href() aria-label=say(crate::text::words::BACK)>"‹"</a></p>
        <Empty title=text::NOT_THERE more=text::NOT_THERE_MORE/>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Part;
    use crate::section::Address;

    #[test]
    fn an_address_names_a_part() {
        let read = |parts: &[&str]| {
            Part::read(&parts.iter().fold(Address::default().below("models"), |address, part| address.below(part)))
        };
        assert_eq!(read(&[]), Part::List);
        assert_eq!(read(&["jinniu"]), Part::List);
        assert_eq!(read(&["jinniu", "2"]), Part::Sheet { code: "jinniu".to_owned(), edition: 2 });
        assert_eq!(read(&["jinniu", "draft"]), Part::Draft { code: "jinniu".to_owned() });
        assert_eq!(read(&["jinniu", "x"]), Part::List);
    }
}
