//! One edit of a draft.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::catalogue::{CategoryKey, HandbookSheet, Kind, StandardRef};
use crate::draft::field::Field;
use crate::ids::LayerCode;

/// One change, as somebody asked for it. Days are written 2027-01-01, hours 08:00-12:00,14:00-18:00.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "edit", rename_all = "snake_case")]
#[schema(as = CatalogueEdit)]
pub enum Edit {
    /// A field of a category; an empty text takes out what may be missing.
    Category {
        /// The category.
        category: CategoryKey,
        /// The field.
        field: Field,
        /// What it is to hold.
        to: String,
    },
    /// A new category.
    AddCategory {
        /// Its key.
        category: CategoryKey,
        /// Its name.
        name: String,
        /// Its name in English; the Chinese one where none is said.
        #[serde(default)]
        name_en: String,
        /// The layer whose unit handles it.
        layer: LayerCode,
        /// The limit where no condition is written.
        limit: Limit,
    },
    /// A field of a filing condition.
    Condition {
        /// The category.
        category: CategoryKey,
        /// Which of its conditions.
        number: u32,
        /// The field.
        field: Field,
        /// What it is to hold.
        to: String,
    },
    /// One more filing condition, behind those there are.
    AddCondition {
        /// The category.
        category: CategoryKey,
        /// What must be true.
        text: String,
        /// How long the unit has.
        limit: Limit,
        /// When it is over.
        closing: String,
    },
    /// The last filing condition is taken out. Only the last: cases keep the number of theirs.
    RemoveCondition {
        /// The category.
        category: CategoryKey,
        /// Which of its conditions.
        number: u32,
    },
    /// What a major class is called.
    Major {
        /// The standard it belongs to.
        standard: StandardRef,
        /// Whether it holds components or events.
        kind: Kind,
        /// Its two digits as a number.
        number: u32,
        /// The field: its name, or its English name.
        field: Field,
        /// What it is to hold.
        to: String,
    },
    /// Two categories are taken for one another, each with the mark that tells it.
    AddLookAlikes {
        /// One of them.
        category: CategoryKey,
        /// The mark to look for.
        text: String,
        /// The same in English; the Chinese words where none are said.
        #[serde(default)]
        text_en: String,
        /// The other.
        other: CategoryKey,
        /// Its mark.
        other_text: String,
        /// The same in English.
        #[serde(default)]
        other_text_en: String,
    },
    /// One more category is taken for those of a group.
    JoinLookAlikes {
        /// The category.
        category: CategoryKey,
        /// The mark to look for.
        text: String,
        /// The same in English; the Chinese words where none are said.
        #[serde(default)]
        text_en: String,
        /// One of the group.
        beside: CategoryKey,
        /// Another one of it: two name a group.
        and: CategoryKey,
    },
    /// The mark that tells a category from one that it is taken for.
    Tell {
        /// The category.
        category: CategoryKey,
        /// What it is taken for.
        beside: CategoryKey,
        /// The field: the words, or the English words.
        field: Field,
        /// What it is to hold.
        to: String,
    },
    /// A category is not taken for another one any more, nor for those that are taken for that one.
    RemoveLookAlike {
        /// The category.
        category: CategoryKey,
        /// What it was taken for.
        beside: CategoryKey,
    },
    /// The conditions of a city's handbook in the place of those there are.
    Handbook {
        /// Its sheets.
        sheets: Vec<HandbookSheet>,
    },
    /// A field of the calendar itself.
    Calendar {
        /// The field.
        field: Field,
        /// What it is to hold.
        to: String,
    },
    /// The working hours from a day on; none take out the change of hours on that day.
    Hours {
        /// The first day with these hours.
        valid_from: String,
        /// The stretches of such a day.
        to: String,
    },
    /// A field of a year's notice; a year that is not there is added.
    Year {
        /// The year.
        year: i16,
        /// The field.
        field: Field,
        /// What it is to hold.
        to: String,
    },
    /// A holiday of a year, in the place of the one with the same name.
    Holiday {
        /// The year of its notice.
        year: i16,
        /// What it is called.
        name: String,
        /// First day off.
        from: String,
        /// Last day off.
        to: String,
    },
    /// A holiday is taken out.
    RemoveHoliday {
        /// The year of its notice.
        year: i16,
        /// What it is called.
        name: String,
    },
    /// A weekend day is worked.
    MakeUpDay {
        /// The day.
        day: String,
    },
    /// It is not worked after all.
    RemoveMakeUpDay {
        /// The day.
        day: String,
    },
    /// A year's notice as CSV, in the place of what is said of that year.
    Notices {
        /// The text of the file.
        csv: String,
    },
}

/// Why an edit cannot be made, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{place}: {what}")]
pub struct BadEdit {
    /// Where, such as `event:06010, limit`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl BadEdit {
    pub(super) fn at(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into() }
    }
}
