//! A category, and what surrounds it: its major class, its layer, the ones it is taken for.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::catalogue::key::{CategoryKey, Kind, StandardRef};
use crate::ids::LayerCode;

/// Where a category comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Printed in the standard.
    Standard,
    /// "…异常": the event that something is wrong with a component. Never in a pack; made when it is loaded.
    Derived,
    /// A local extension, numbered downward from 999.
    Extension,
    /// Of the standard before; old cases and imports still name it.
    Superseded,
}

/// One minor class (小类).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Category {
    /// Its key.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
    /// The first letters of the name's syllables, lower case, for the phone's search.
    pub initials: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The industry layer whose unit handles it.
    pub layer: LayerCode,
    /// The limit where no filing condition is written; none for a superseded category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typical_limit: Option<Limit>,
    /// The category that took its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<CategoryKey>,
    /// The name of the event derived from this component, where it is not the name and 异常.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_name: Option<String>,
    /// What the photo and the note must show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture_hint: Option<String>,
    /// The same in English; where it is missing, English screens say the first condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture_hint_en: Option<String>,
    /// The fewest photos of the scene that a report of it must have, 1 to 6; where none is named, one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_photos: Option<u8>,
    /// Its place among the most frequent, 1 the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequent: Option<u32>,
    /// Nothing new is reported under it; what was reported before keeps it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

impl Category {
    /// Returns whether a new case may be about it: a case is about an event, and not about one that was
    /// replaced or retired.
    pub fn is_reportable(&self) -> bool {
        self.was_reportable() && !self.retired
    }

    /// Returns whether a case may be about it that was reported by a phone which had not heard yet that it is retired.
    pub(super) fn was_reportable(&self) -> bool {
        self.key.kind() == Kind::Event && self.successor.is_none()
    }

    /// Returns the event that something is wrong with this component; nothing where this is no component in force.
    pub(super) fn derived_event(&self) -> Option<Self> {
        if self.key.kind() != Kind::Component || self.origin == Origin::Superseded {
            return None;
        }
        Some(Self {
            key: self.key.as_kind(Kind::Event),
            name: self.event_name.clone().unwrap_or_else(|| format!("{}异常", self.name)),
            name_en: format!("{}, defective", self.name_en),
            initials: format!("{}yc", self.initials),
            origin: Origin::Derived,
            event_name: None,
            ..self.clone()
        })
    }
}

/// One major class (大类).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Major {
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
}

/// One industry layer, as far as categories know it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// Its code.
    pub code: LayerCode,
    /// Its name.
    pub name: String,
    /// English gloss.
    pub name_en: String,
}

/// Categories that are taken for one another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LookAlike {
    /// The categories and what tells each.
    pub tells: Vec<Tell>,
}

/// What tells one category from those it is taken for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tell {
    /// The category.
    pub key: CategoryKey,
    /// The mark to look for.
    pub text: String,
    /// The same in English.
    pub text_en: String,
}
