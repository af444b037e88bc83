//! What the picker shows before anything is typed.

use serde::{Deserialize, Serialize};
use shared::catalogue::{Kind, StandardRef};

use crate::category::CategoryCard;

/// What the picker shows before anything is typed. A category may stand in several of the lists.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PickerCard {
    /// What this person reported last, the newest first.
    pub last: Vec<CategoryCard>,
    /// What is common around here at this hour, the most common first; empty without a place.
    pub here: Vec<CategoryCard>,
    /// What this person reports most, filled up with what is frequent everywhere.
    pub most: Vec<CategoryCard>,
    /// Everything, by major class.
    pub majors: Vec<MajorCard>,
}

/// Which major class.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct MajorKey {
    /// Of which standard.
    pub standard: StandardRef,
    /// Whether its categories are about components that stand somewhere, or about what happens.
    pub about: Kind,
    /// Its number.
    pub number: u32,
}

/// A major class with how many categories it offers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MajorCard {
    /// Which.
    pub key: MajorKey,
    /// Its name.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// How many categories it offers today.
    pub count: usize,
}
