//! The category picker: what a query finds, one category in full, everything by major class.
//!
//! Asked at each keystroke and answered from the packs alone. [`sections`] is what it shows before anything is typed.

pub mod sections;
mod here;
#[cfg(test)]
mod tests;

use app_bridge::category::{CategoryCard, ConditionCard, Fitted, LookAlike};
use app_bridge::picker::{MajorCard, MajorKey};
use jiff::civil::Date;
use shared::catalogue::{Catalogue, Category, CategoryKey, Hit, Kind, Marks, Source, Span, Tell};
use shared::refusal::{Code, Refusal};

use crate::error::Result;
use crate::packs::Packs;

/// The most categories told at once; who sees more scrolls instead of typing.
const MOST: usize = 60;

/// Finds categories for a query on a day, the best first; the frequent ones for an empty query.
pub fn search(packs: &Packs, query: &str, day: Date) -> Vec<CategoryCard> {
    packs.catalogue.hits_on(query, day).into_iter().take(MOST).map(|hit| found(packs, hit)).collect()
}

/// Tells one category.
pub fn one(packs: &Packs, key: &CategoryKey) -> Result<CategoryCard> {
    let category = packs.catalogue.category(key);
    let category = category.ok_or_else(|| Refusal::because(Code::UnknownCategory, key.to_string()))?;
    Ok(card(packs, category))
}

/// Tells the categories of a major class that are offered on a day, in the order of their codes.
pub fn of_major(packs: &Packs, major: &MajorKey, day: Date) -> Vec<CategoryCard> {
    let catalogue = &packs.catalogue;
    let offered = catalogue.categories().filter(|category| catalogue.offers(category, day));
    offered.filter(|category| major_key(catalogue, category) == *major).map(|category| card(packs, category)).collect()
}

/// Tells the major classes that offer something on a day: of the standard in force before what an earlier one left,
/// and what stands somewhere before what happens.
pub fn majors(packs: &Packs, day: Date) -> Vec<MajorCard> {
    let catalogue = &packs.catalogue;
    let mut majors: Vec<MajorCard> = Vec::new();
    for category in catalogue.categories().filter(|category| catalogue.offers(category, day)) {
        let key = major_key(catalogue, category);
        match majors.iter_mut().find(|major| major.key == key) {
            Some(major) => major.count += 1,
            None => {
                let named = catalogue.major_of(&category.key);
                majors.push(MajorCard {
                    key,
                    name: named.map(|major| major.name.clone()).unwrap_or_default(),
                    name_en: named.map(|major| major.name_en.clone()).unwrap_or_default(),
                    count: 1,
                });
            }
        }
    }
    majors.sort_by(|one, other| {
        let is_old = |major: &MajorCard| major.key.standard != *catalogue.standard();
        let place = |major: &MajorCard| (is_old(major), major.key.about, major.key.number);
        place(one).cmp(&place(other)).then_with(|| one.key.cmp(&other.key))
    });
    majors
}

/// That something is wrong with a component is looked for among the components.
fn major_key(catalogue: &Catalogue, category: &Category) -> MajorKey {
    let is_of_component = category.key.kind() == Kind::Component || catalogue.component_of(&category.key).is_some();
    MajorKey {
        standard: category.key.standard().clone(),
        about: if is_of_component { Kind::Component } else { Kind::Event },
        number: category.key.code().major(),
    }
}

fn found(packs: &Packs, hit: Hit<'_>) -> CategoryCard {
    let card = card(packs, hit.category);
    if hit.marks == Marks::default() {
        return card;
    }
    let runs = |spans: Vec<Span>| spans.into_iter().map(|span| [span.from, span.to]).collect::<Vec<_>>();
    let formerly = packs.catalogue.before(&hit.category.key).filter(|_| hit.marks.formerly);
    let fitted = Fitted {
        name: runs(hit.marks.name),
        name_en: runs(hit.marks.name_en),
        code: runs(hit.marks.code),
        formerly: formerly.map(|old| format!("{} {}", old.key.code(), old.name)).unwrap_or_default(),
        condition_no: hit.marks.condition,
    };
    CategoryCard { fitted: Some(fitted), ..card }
}

fn card(packs: &Packs, category: &Category) -> CategoryCard {
    let catalogue = &packs.catalogue;
    let major = catalogue.major_of(&category.key);
    CategoryCard {
        key: category.key.clone(),
        code: category.key.code().to_string(),
        name: category.name.clone(),
        name_en: category.name_en.clone(),
        major: major.map(|major| major.name.clone()).unwrap_or_default(),
        major_en: major.map(|major| major.name_en.clone()).unwrap_or_default(),
        layer: category.layer.to_string(),
        hint: category.capture_hint.clone().unwrap_or_default(),
        hint_en: category.capture_hint_en.clone().unwrap_or_default(),
        least_photos: catalogue.least_photos(&category.key),
        conditions: catalogue
            .conditions(&category.key)
            .iter()
            .map(|condition| {
                let own = packs.settings.rules.own_limit(&category.key, condition.number);
                let limit = own.unwrap_or(condition.limit);
                ConditionCard {
                    number: condition.number,
                    text: condition.text.clone(),
                    text_en: condition.text_en.clone(),
                    limit: limit.text_zh(),
                    limit_code: limit.to_string(),
                    training_text: match condition.source {
                        Source::Training => true,
                        Source::City | Source::National => false,
                    },
                }
            })
            .collect(),
        look_alikes: catalogue
            .look_alikes(&category.key)
            .flat_map(|group| &group.tells)
            .filter(|tell| tell.key != category.key)
            .filter_map(|tell| catalogue.category(&tell.key).map(|other| look_alike(other, tell)))
            .collect(),
        tell: own_tells(catalogue, category, "；", |tell| &tell.text),
        tell_en: own_tells(catalogue, category, "; ", |tell| &tell.text_en),
        fitted: None,
    }
}

fn look_alike(other: &Category, tell: &Tell) -> LookAlike {
    LookAlike {
        key: other.key.clone(),
        name: other.name.clone(),
        name_en: other.name_en.clone(),
        code: other.key.code().to_string(),
        tell: tell.text.clone(),
        tell_en: tell.text_en.clone(),
    }
}

/// Returns what tells a category from all those it is taken for; it may be in several groups of them.
fn own_tells(catalogue: &Catalogue, category: &Category, between: &str, text: fn(&Tell) -> &String) -> String {
    let groups = catalogue.look_alikes(&category.key);
    let own = groups.flat_map(|group| &group.tells).filter(|tell| tell.key == category.key);
    own.map(|tell| text(tell).as_str()).collect::<Vec<_>>().join(between)
}
