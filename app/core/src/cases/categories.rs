//! The category picker.

use app_bridge::category::{CategoryCard, ConditionCard, LookAlike};
use jiff::civil::Date;
use shared::catalogue::{Category, CategoryKey, Source};
use shared::refusal::{Code, Refusal};

use crate::error::Result;
use crate::packs::Packs;

/// The most categories told at once; who sees more scrolls instead of typing.
const MOST: usize = 60;

/// Finds categories for a query on a day, the best first; the frequent ones for an empty query.
pub fn search(packs: &Packs, query: &str, day: Date) -> Vec<CategoryCard> {
    packs.catalogue.search_on(query, day).into_iter().take(MOST).map(|category| card(packs, category)).collect()
}

/// Tells one category.
pub fn one(packs: &Packs, key: &CategoryKey) -> Result<CategoryCard> {
    let category = packs.catalogue.category(key);
    let category = category.ok_or_else(|| Refusal::because(Code::UnknownCategory, key.to_string()))?;
    Ok(card(packs, category))
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
            .filter_map(|tell| catalogue.category(&tell.key))
            .map(|other| LookAlike { key: other.key.clone(), name: other.name.clone(), name_en: other.name_en.clone() })
            .collect(),
    }
}
