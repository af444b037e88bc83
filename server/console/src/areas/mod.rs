//! Grids and layers: editions of a jurisdiction's areas on the map, compared, imported, and duty grids drawn by hand.
//!
//! Nothing is edited in place: what is imported or drawn is looked at first and becomes an edition that holds from a day.
//! The server is the judge of all of it; `map` is the drawing, `report` what was found, `draw` the duty grids. Start here,
//! then one tab: `look`, `editions` (with those behind the first page, `older`), `compare`, `import`, `draw`.

pub mod text;
mod map;
mod term;
mod report;
mod look;
mod editions;
mod older;
mod compare;
mod import;
mod draw;

use leptos::prelude::*;
use shared::api::areas::{AreaEdition, AreaEditionList, AreaGround};
use shared::grid::edition::Standing;
use shared::ids::{JurisdictionId, Sha256};

use self::older::Older;
use self::text as words;
use crate::bridge;
use crate::desk;
use crate::faces::{self, Empty};
use crate::poll::{Polled, poll};
use crate::route::{self, Route};
use crate::section::{Address, Section, address};
use crate::text::{lang, say, sections};

const SECONDS: u64 = 30;

/// A part of the page, with an address of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tab {
    Map,
    Editions,
    Compare,
    Import,
    Draw,
}

impl Tab {
    const ALL: [(Self, &'static str, kit::lang::Words); 5] = [
        (Self::Map, "", words::TAB_MAP),
        (Self::Editions, "editions", words::TAB_EDITIONS),
        (Self::Compare, "compare", words::TAB_COMPARE),
        (Self::Import, "import", words::TAB_IMPORT),
        (Self::Draw, "draw", words::TAB_DRAW),
    ];

    fn parse(word: Option<&str>) -> Self {
        let known = Self::ALL.iter().find(|(_, known, _)| Some(*known) == word);
        known.map_or(Self::Map, |(tab, _, _)| *tab)
    }

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(tab, _, _)| *tab == self).map_or("", |(_, word, _)| word)
    }
}

/// What every tab is drawn from.
#[derive(Clone, Copy)]
struct Areas {
    /// Whose areas.
    id: StoredValue<JurisdictionId>,
    /// The address below the page.
    address: Memo<Address>,
    /// The editions, the newest first.
    list: Memo<Vec<AreaEdition>>,
    polled: Polled<AreaEditionList>,
    /// Those behind the first page.
    older: Older,
}

impl Areas {
    /// Returns the address of a tab for the same jurisdiction.
    fn at(self, tab: Tab) -> Address {
        at(&self.id.get_value(), tab)
    }

    /// Follows the edition that the address names under a word, else the one in force.
    fn edition(self, name: &'static str) -> Memo<Option<Sha256>> {
        Memo::new(move |_| {
            let asked = self.address.with(|address| address.get(name).and_then(|text| text.parse().ok()));
            self.list.with(|list| chosen(list, asked.as_ref()))
        })
    }

    /// Says in the address what is chosen under a word.
    fn choose(self, name: &str, value: &str) {
        let address = self.address.get_untracked().with(name, value);
        route::go(&Route::At(Section::Areas, address));
    }

    /// Draws the choice of an edition.
    fn select(self, label: kit::lang::Words, name: &'static str, edition: Memo<Option<Sha256>>) -> AnyView {
        let lang = lang();
        let options = move || {
            let chosen = edition.get();
            let option = |one: AreaEdition| {
                let (is_chosen, hash) = (chosen.as_ref() == Some(&one.hash), one.hash.to_string());
                let said = format!("{} · {}", one.version, lang.say(words::standing(one.standing)));
                view! { <option value=hash selected=is_chosen data-said="">{said}</option> }
            };
            self.list.get().into_iter().map(option).collect_view()
        };
        view! {
            <label>{say(label)}
                <select data-test=format!("edition-{name}")
                    on:change:target=move |event| self.choose(name, &event.target().value())>
                    {options}
                </select>
            </label>
        }
        .into_any()
    }
}

fn at(id: &JurisdictionId, tab: Tab) -> Address {
    let address = Address::default().with("j", id.as_str());
    if tab.word().is_empty() { address } else { address.below(tab.word()) }
}

/// Picks the edition that is asked for; the one in force where there is no such one.
fn chosen(list: &[AreaEdition], asked: Option<&Sha256>) -> Option<Sha256> {
    let known = list.iter().find(|one| Some(&one.hash) == asked);
    let in_force = || list.iter().find(|one| one.standing == Standing::InForce);
    known.or_else(in_force).or_else(|| list.first()).map(|one| one.hash.clone())
}

/// The page.
pub fn page() -> AnyView {
    let polled = poll::<AreaEditionList, _, _>(SECONDS, || bridge::get("/api/v1/areas/editions?limit=1"));
    let address = address(Section::Areas);
    let own = desk::account().jurisdiction;
    let is_known = Memo::new(move |_| polled.value.with(Option::is_some));
    let grounds: Memo<Vec<AreaGround>> = Memo::new(move |_| {
        polled.value.with(|list| list.as_ref().map(|list| list.grounds.clone()).unwrap_or_default())
    });
    let whose = Memo::new(move |_| {
        let asked = address.with(|address| address.get("j").map(str::to_owned));
        grounds.with(|grounds| {
            let named = |id: &str| grounds.iter().find(|ground| ground.id.as_str() == id);
            let found = asked.as_deref().and_then(named).or_else(|| named(own.as_str())).or_else(|| grounds.first());
            found.map(|ground| ground.id.clone())
        })
    });
    let tab = Memo::new(move |_| address.with(|address| Tab::parse(address.part(0))));
    view! {
        <section class="areas" data-test="areas">
            <header class="page-head">
                <h2>{say(sections::AREAS)}</h2>
                {whose_ground(grounds, whose, tab)}
            </header>
            {faces::trouble_bar(polled)}
            {move || match (is_known.get(), whose.get()) {
                (false, _) if polled.trouble.with(Option::is_some) => ().into_any(),
                (false, _) => faces::waiting(),
                (true, None) => view! { <Empty title=words::NO_GROUND more=words::NO_GROUND_MORE/> }.into_any(),
                (true, Some(id)) => tabs(&id, address, tab),
            }}
        </section>
    }
    .into_any()
}

fn whose_ground(grounds: Memo<Vec<AreaGround>>, whose: Memo<Option<JurisdictionId>>, tab: Memo<Tab>) -> AnyView {
    let options = move || {
        let chosen = whose.get();
        let option = |ground: AreaGround| {
            let (is_chosen, id) = (chosen.as_ref() == Some(&ground.id), ground.id.to_string());
            view! { <option value=id selected=is_chosen lang="zh">{ground.name}</option> }
        };
        grounds.get().into_iter().map(option).collect_view()
    };
    let choose = move |id: &str| {
        if let Ok(id) = id.parse() {
            route::go(&Route::At(Section::Areas, at(&id, tab.get_untracked())));
        }
    };
    view! {
        <label class="beside-label">{say(words::JURISDICTION)}
            <select data-test="areas-jurisdiction" on:change:target=move |event| choose(&event.target().value())>
                {options}
            </select>
        </label>
    }
    .into_any()
}

fn tabs(id: &JurisdictionId, address: Memo<Address>, tab: Memo<Tab>) -> AnyView {
    let path = older::path(id);
    let polled = poll::<AreaEditionList, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    let older = Older::new();
    let list = Memo::new(move |_| {
        older.behind(polled.value.with(|list| list.as_ref().map(|list| list.editions.clone()).unwrap_or_default()))
    });
    let is_known = Memo::new(move |_| polled.value.with(Option::is_some));
    let areas = Areas { id: StoredValue::new(id.clone()), address, list, polled, older };
    let link = move |(one, word, name): (Tab, &'static str, kit::lang::Words)| {
        let is_here = move || tab.get() == one;
        view! {
            <a class="chip" class:on=is_here href=areas.at(one).href(Section::Areas)
                aria-current=move || is_here().then_some("page")
                data-test=format!("tab-{}", if word.is_empty() { "map" } else { word })>{say(name)}</a>
        }
    };
    view! {
        <nav class="chips" aria-label=say(words::TABS)>{Tab::ALL.into_iter().map(link).collect_view()}</nav>
        {faces::trouble_bar(polled)}
        {move || match (is_known.get(), tab.get()) {
            (false, _) if polled.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, Tab::Map) => look::view(areas),
            (true, Tab::Editions) => editions::view(areas),
            (true, Tab::Compare) => compare::view(areas),
            (true, Tab::Import) => import::view(areas),
            (true, Tab::Draw) => draw::view(areas),
        }}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{Tab, at};

    #[test]
    fn every_tab_is_found_again_by_its_address() {
        for (tab, ..) in Tab::ALL {
            let address = at(&"610112".parse().unwrap(), tab);
            assert_eq!(Tab::parse(address.part(0)), tab);
            assert_eq!(address.get("j"), Some("610112"));
        }
        assert_eq!(Tab::parse(Some("nowhere")), Tab::Map);
    }
}
