//! What the picker shows before anything is typed: last used, common here and now, most used, and everything.

use app_bridge::ask::Ask;
use app_bridge::category::CategoryCard;
use app_bridge::picker::{MajorCard, MajorKey, PickerCard};
use app_bridge::told::Told;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Words, either, t};
use leptos::prelude::*;
use shared::catalogue::Kind;

use super::found::{ListedRow, NameChip, Tile};
use super::text;
use crate::fetch::{faces, fetch};
use crate::state::unexpected;

/// What the picker shows before anything is typed.
#[component]
pub fn Sections(
    /// What the core says of it.
    card: PickerCard,
) -> impl IntoView {
    let PickerCard { last, here, most, majors } = card;
    view! {
        {(!last.is_empty()).then(|| view! {
            <h2 class="section">{t(text::LAST_USED)}</h2>
            <div class="chips" data-test="last-used">
                {last.into_iter().map(|category| view! { <NameChip category=category /> }).collect_view()}
            </div>
        })}
        <Tiles cards=here words=text::COMMON_HERE counted=text::COMMON_HERE_COUNTED test="common-here" />
        <Tiles cards=most words=text::MOST_USED test="most-used" />
        <Everything majors=majors />
    }
}

#[component]
fn Tiles(
    cards: Vec<CategoryCard>,
    words: Words,
    #[prop(optional)] counted: Option<Words>,
    test: &'static str,
) -> impl IntoView {
    (!cards.is_empty()).then(|| {
        view! {
            <h2 class="section">{t(words)}</h2>
            {counted.map(|counted| view! { <p class="tiny">{t(counted)}</p> })}
            <div class="tiles" data-test=test>
                {cards.into_iter().map(|category| view! { <Tile category=category /> }).collect_view()}
            </div>
        }
    })
}

const fn about(kind: Kind) -> Words {
    match kind {
        Kind::Component => text::COMPONENTS,
        Kind::Event => text::EVENTS,
    }
}

fn count(majors: &[MajorCard], kind: Kind) -> usize {
    majors.iter().filter(|major| major.key.about == kind).map(|major| major.count).sum()
}

#[component]
fn Everything(majors: Vec<MajorCard>) -> impl IntoView {
    let speech = lang::speech();
    let (components, events) = (count(&majors, Kind::Component), count(&majors, Kind::Event));
    let said = move || {
        let lang = speech.get();
        let (all, these, those) = (lang.say(text::EVERYTHING), lang.say(text::COMPONENTS), lang.say(text::EVENTS));
        format!("{all} · {these} {components} · {those} {events}")
    };
    view! {
        <h2 class="section number" data-test="everything">{said}</h2>
        <div class="card flush majors">
            {majors.into_iter().map(|major| view! { <MajorRow major=major /> }).collect_view()}
        </div>
    }
}

/// A major class; pressed, it shows its categories under it.
#[component]
fn MajorRow(major: MajorCard) -> impl IntoView {
    let speech = lang::speech();
    let is_open = RwSignal::new(false);
    let MajorCard { key, name, name_en, count } = major;
    let kind = key.about;
    let number = key.number;
    let key = StoredValue::new(key);
    view! {
        <div class="major">
            <button type="button" class="listed head" data-test="major" data-about=kind.code() data-no=number.to_string()
                aria-expanded=move || is_open.get().to_string() on:click=move |_| is_open.update(|open| *open = !*open)>
                <span class="grow">{either(name, name_en)}</span>
                <span class="tiny number">{move || format!("{} {count}", speech.get().say(about(kind)))}</span>
                <Icon picture=Picture::Onward />
            </button>
            {move || is_open.get().then(|| view! { <OfMajor major=key.get_value() /> })}
        </div>
    }
}

#[component]
fn OfMajor(major: MajorKey) -> impl IntoView {
    let found = fetch(
        move || Ask::CategoriesOf { major: major.clone() },
        |told| match told {
            Told::Categories(found) => Ok(found),
            other => Err(unexpected(&other)),
        },
    );
    faces(found, |found| found.into_iter().map(|category| view! { <ListedRow category=category /> }).collect_view())
}

#[cfg(test)]
mod tests {
    use app_bridge::picker::{MajorCard, MajorKey};
    use shared::catalogue::{Kind, StandardRef};

    use super::count;

    #[test]
    fn components_and_events_are_counted_apart() {
        let major = |about: Kind, count: usize| MajorCard {
            key: MajorKey { standard: StandardRef::gb_2026(), about, number: 1 },
            name: String::new(),
            name_en: String::new(),
            count,
        };
        let majors = [major(Kind::Component, 76), major(Kind::Event, 51), major(Kind::Component, 44)];
        assert_eq!((count(&majors, Kind::Component), count(&majors, Kind::Event)), (120, 51));
    }
}
