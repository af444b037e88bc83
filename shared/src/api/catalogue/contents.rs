//! What a catalogue holds.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::catalogue::{CategoryKey, FilingCondition, Kind, Origin, Source, StandardRef};
use crate::ids::{LayerCode, Sha256};

/// A major class.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueMajorFacts)]
pub struct MajorFacts {
    /// The standard it belongs to.
    pub standard: StandardRef,
    /// Whether it holds components or events.
    pub kind: Kind,
    /// Its two digits as a number.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// How many categories it has.
    pub categories: u64,
}

/// An industry layer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueLayerFacts)]
pub struct LayerFacts {
    /// Its code.
    pub code: LayerCode,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
}

/// `GET /api/v1/catalogue`: what a catalogue is made of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueContents)]
pub struct Contents {
    /// The version that people say.
    pub version: String,
    /// The version in force, also where this is the draft.
    pub hash: Sha256,
    /// What it is called.
    pub title: String,
    /// The standard in force.
    pub standard: StandardRef,
    /// There is a draft with changes.
    pub has_draft: bool,
    /// The caller may change it.
    pub may_edit: bool,
    /// Its major classes.
    pub majors: Vec<MajorFacts>,
    /// Its layers.
    pub layers: Vec<LayerFacts>,
}

/// A category in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCategoryRow)]
pub struct CategoryRow {
    /// Its key.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The name of the layer whose unit handles it.
    pub layer: String,
    /// The same in English.
    pub layer_en: String,
    /// Nothing new is reported under it.
    pub retired: bool,
    /// It has a capture hint.
    pub has_hint: bool,
    /// The limits of its conditions, each once.
    pub limits: Vec<Limit>,
    /// How many conditions it has.
    pub conditions: u64,
    /// Any of them is written for training.
    pub is_training: bool,
}

/// `GET /api/v1/catalogue/categories`: the categories of a major class, or those that words fit, the best first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCategoryRows)]
pub struct CategoryRows {
    /// The categories.
    pub rows: Vec<CategoryRow>,
    /// Where the next page of a major class begins: `after=` this one; nothing at the end, and nothing of a search.
    #[serde(default)]
    pub next: Option<CategoryKey>,
}

/// `GET /api/v1/catalogue/category`: everything about one category.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueCategoryFacts)]
pub struct CategoryFacts {
    /// Its key.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// The letters it is found by.
    pub initials: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The major class it is in.
    pub major: String,
    /// The same in English.
    pub major_en: String,
    /// The layer whose unit handles it.
    pub layer: LayerCode,
    /// What that is called.
    pub layer_name: String,
    /// The same in English.
    pub layer_name_en: String,
    /// The limit where no condition is written.
    #[serde(default)]
    pub typical_limit: Option<Limit>,
    /// What the event derived from a component is called.
    #[serde(default)]
    pub event_name: Option<String>,
    /// What the photo must show: phones show it where a photo is taken.
    #[serde(default)]
    pub capture_hint: Option<String>,
    /// The same in English.
    #[serde(default)]
    pub capture_hint_en: Option<String>,
    /// The fewest photos of a report.
    #[serde(default)]
    pub least_photos: Option<u8>,
    /// Its place among the most frequent.
    #[serde(default)]
    pub frequent: Option<u32>,
    /// Nothing new is reported under it.
    pub retired: bool,
    /// The category that took its place.
    #[serde(default)]
    pub successor: Option<CategoryKey>,
    /// The category of the standard before whose place it took.
    #[serde(default)]
    pub predecessor: Option<CategoryKey>,
    /// The component that this event is derived from: what is changed, is changed there.
    #[serde(default)]
    pub component: Option<CategoryKey>,
    /// Its conditions.
    pub conditions: Vec<FilingCondition>,
    /// The groups of categories that it is taken for; of a component those of its event.
    #[serde(default)]
    pub look_alikes: Vec<LookAlikeGroup>,
}

/// Categories that are taken for one another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueLookAlikeGroup)]
pub struct LookAlikeGroup {
    /// The categories, each with the mark that tells it.
    pub tells: Vec<TellFacts>,
}

/// What tells one category from those it is taken for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueTellFacts)]
pub struct TellFacts {
    /// The category.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// The mark to look for.
    pub text: String,
    /// The same in English.
    pub text_en: String,
}

/// Says whether any of the conditions is written for training.
pub fn is_training(conditions: &[FilingCondition]) -> bool {
    conditions.iter().any(|condition| condition.source == Source::Training)
}
