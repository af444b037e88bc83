//! A category as the picker shows it.

use serde::{Deserialize, Serialize};
use shared::catalogue::CategoryKey;

/// A category as the picker shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CategoryCard {
    /// Its identity.
    pub key: CategoryKey,
    /// Its code, as people say it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// The major class.
    pub major: String,
    /// The major class in English.
    #[serde(default)]
    pub major_en: String,
    /// The industry layer whose unit answers for it.
    pub layer: String,
    /// What to photograph and mind; empty when there is nothing to say.
    pub hint: String,
    /// The same in English; empty where nobody wrote it.
    #[serde(default)]
    pub hint_en: String,
    /// The fewest photos of the scene that a report of it must have; clips do not count.
    #[serde(default = "one")]
    pub least_photos: u8,
    /// Its filing conditions.
    pub conditions: Vec<ConditionCard>,
    /// Categories that are easily mistaken for it.
    pub look_alikes: Vec<LookAlike>,
    /// What tells it from those.
    #[serde(default)]
    pub tell: String,
    /// The same in English.
    #[serde(default)]
    pub tell_en: String,
    /// What of it a query fitted; nothing where none was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fitted: Option<Fitted>,
}

const fn one() -> u8 {
    1
}

/// A filing condition as the picker shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConditionCard {
    /// Its number in the category.
    pub number: u32,
    /// What must be true.
    pub text: String,
    /// The same in English.
    #[serde(default)]
    pub text_en: String,
    /// The limit in Chinese, such as 4工作时.
    pub limit: String,
    /// The limit as `4 work_hour`.
    pub limit_code: String,
    /// The wording is ours, for training, until the city imports its own.
    pub training_text: bool,
}

/// A category that is easily mistaken for another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LookAlike {
    /// Its identity.
    pub key: CategoryKey,
    /// Its name.
    pub name: String,
    /// Its name in English.
    #[serde(default)]
    pub name_en: String,
    /// Its code, as people say it.
    #[serde(default)]
    pub code: String,
    /// What tells it from the others.
    #[serde(default)]
    pub tell: String,
    /// The same in English.
    #[serde(default)]
    pub tell_en: String,
}

/// What of a category a query fitted. A run is the place of its first character and the place behind its last one.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Fitted {
    /// Runs of its name.
    #[serde(default)]
    pub name: Vec<[usize; 2]>,
    /// Runs of its English name.
    #[serde(default)]
    pub name_en: Vec<[usize; 2]>,
    /// Runs of its code.
    #[serde(default)]
    pub code: Vec<[usize; 2]>,
    /// Code and name that it had under the standard before, where it was found by those.
    #[serde(default)]
    pub formerly: String,
    /// The filing condition whose wording was found.
    #[serde(default)]
    pub condition_no: Option<u32>,
}
