//! The directory (通讯录): whom to call, as far as a role may see it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::Sha256;

/// What parts the levels of a unit's path.
pub const BELOW: char = '/';

/// `GET /api/v1/directory`: the entries that the caller may see.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct Directory {
    /// What changes whenever any of it does; nothing where there is no directory.
    #[serde(default)]
    pub hash: Option<Sha256>,
    /// The entries in the order in which they are to stand: those of one unit behind each other.
    pub entries: Vec<DirectoryEntry>,
}

/// Somebody or some desk that can be called.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct DirectoryEntry {
    /// Where they belong, from the top down: `碑林区网格中心/值班室`.
    pub unit: String,
    /// The name; empty for the unit's own number.
    #[serde(default)]
    pub name: String,
    /// First letters of the name's syllables, to be found by: `wlys`. Empty where they are not known.
    #[serde(default)]
    pub initials: String,
    /// What they do there.
    #[serde(default)]
    pub post: String,
    /// A mobile number; empty without one.
    #[serde(default)]
    pub mobile: String,
    /// An office number; empty without one.
    #[serde(default)]
    pub office_phone: String,
}

impl DirectoryEntry {
    /// Says whether the words of a query all fit: each in the name, the post, the unit or a number, or as initials.
    pub fn fits(&self, query: &str) -> bool {
        query.split_whitespace().all(|word| self.fits_word(&word.to_lowercase()))
    }

    fn fits_word(&self, word: &str) -> bool {
        let has = |text: &str| text.to_lowercase().contains(word);
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        let is_number = !digits.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+'));
        let has_number = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().contains(&digits);
        has(&self.name)
            || has(&self.post)
            || has(&self.unit)
            || self.initials.starts_with(word)
            || (is_number && (has_number(&self.mobile) || has_number(&self.office_phone)))
    }
}

#[cfg(test)]
mod tests {
    use super::DirectoryEntry;

    #[track_caller]
    fn check(query: &str, expected: bool) {
        let entry = DirectoryEntry {
            unit: "碑林区网格中心/值班室".to_owned(),
            name: "王练一".to_owned(),
            initials: "wly".to_owned(),
            post: "值班长".to_owned(),
            mobile: String::new(),
            office_phone: "029-0000-0101".to_owned(),
        };
        assert_eq!(entry.fits(query), expected, "{query}");
    }

    #[test]
    fn somebody_is_found_by_name_initials_post_unit_and_number() {
        for query in ["", "王练", "wly", "WL", "值班长", "网格中心", "0000-0101", "00000101", "王 值班室"]
        {
            check(query, true);
        }
        for query in ["李", "ly", "王 受理", "0102", "-"] {
            check(query, false);
        }
    }
}
