//! The directory (通讯录): whom to call, as far as a role may see it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::ids::{AccountId, DirectoryChangeId, EntryId, JurisdictionId, Sha256, UserName};
use crate::time::Instant;

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

/// Says whether a unit is another one or lies below it.
pub fn is_within(unit: &str, above: &str) -> bool {
    unit.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(BELOW))
}

/// An entry as a desk that may change it sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ListedEntry {
    /// Its identity, kept through every change.
    pub id: EntryId,
    /// Whose list it stands in.
    pub jurisdiction: JurisdictionId,
    /// Rises with every change: who changes it says which one was seen.
    pub version: u64,
    /// What it says.
    pub entry: DirectoryEntry,
    /// Who may see it; everybody where none is named.
    pub roles: Vec<Role>,
    /// The caller may change it.
    pub may_edit: bool,
}

/// `GET /api/v1/directory/entries`: a page of a unit's entries, or of those that words fit.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct EntryList {
    /// The entries in the order in which they stand.
    pub entries: Vec<ListedEntry>,
    /// Where the next page begins: `after=` this one; nothing at the end.
    #[serde(default)]
    pub next: Option<String>,
}

/// `GET /api/v1/directory/tree`: whose lists the caller sees, and which units they have.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct DirectoryTree {
    /// The lists, the city's first.
    pub lists: Vec<UnitList>,
}

/// The units of one list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitList {
    /// Whose list it is.
    pub jurisdiction: JurisdictionId,
    /// What people call it.
    pub name: String,
    /// The units that the caller sees entries of, in their order, each by its whole path.
    pub units: Vec<UnitCount>,
    /// The caller may change all of it and say who looks after what.
    pub may_manage: bool,
    /// The units that the caller looks after, with all below them.
    pub own: Vec<String>,
}

/// A unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitCount {
    /// Its path.
    pub unit: String,
    /// How many entries it has itself.
    pub entries: u64,
}

/// What an entry is to say: `POST /api/v1/directory/entries` and `PUT /api/v1/directory/entries/{id}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EntryWish {
    /// Whose list; the caller's own where none is named. An entry that is there stays where it is.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// The version that was seen; for an entry that is there.
    #[serde(default)]
    pub version: Option<u64>,
    /// What it says. Initials that are left empty are made of the name.
    pub entry: DirectoryEntry,
    /// Who may see it; everybody where none is named.
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// `POST /api/v1/directory/entries/{id}/place`: where it is to stand within its unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PlaceWish {
    /// The version that was seen.
    pub version: u64,
    /// The entry of the same unit that it is to stand behind; first where none is named.
    #[serde(default)]
    pub behind: Option<EntryId>,
}

/// `POST /api/v1/directory/units/move`: a unit gets another name, or another place in the tree, with all below it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitMove {
    /// Whose list; the caller's own where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// Its path.
    pub from: String,
    /// Its path from now on.
    pub to: String,
    /// How many entries were seen at and below it.
    pub entries: u64,
}

/// `POST /api/v1/directory/units/remove`: a unit goes, with all below it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UnitRemoval {
    /// Whose list; the caller's own where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// Its path.
    pub unit: String,
    /// How many entries were seen at and below it.
    pub entries: u64,
}

/// What a change did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// An entry came.
    Add,
    /// An entry says something else.
    Change,
    /// An entry went.
    Remove,
    /// An entry stands elsewhere in its unit.
    Order,
    /// A unit has another path.
    MoveUnit,
    /// A unit went.
    RemoveUnit,
    /// A whole list came in the place of the one before.
    Import,
    /// Another change was taken back.
    Undo,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Add,
        Self::Change,
        Self::Remove,
        Self::Order,
        Self::MoveUnit,
        Self::RemoveUnit,
        Self::Import,
        Self::Undo,
    ];

    /// Returns the word it is stored as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Remove => "remove",
            Self::Order => "order",
            Self::MoveUnit => "move_unit",
            Self::RemoveUnit => "remove_unit",
            Self::Import => "import",
            Self::Undo => "undo",
        }
    }

    /// Returns the kind that is written so.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}

/// An entry as it stood before or after a change.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EntryState {
    /// Which.
    pub id: EntryId,
    /// What it said.
    pub entry: DirectoryEntry,
    /// Who could see it.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The entry that it stood behind in the whole list; first where there was none.
    #[serde(default)]
    pub behind: Option<EntryId>,
}

/// Something that was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DirectoryChange {
    /// Its identity.
    pub id: DirectoryChangeId,
    /// In whose list.
    pub jurisdiction: JurisdictionId,
    /// When.
    pub at: Instant,
    /// Who; nobody for what was brought in at the server.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// What people call them.
    #[serde(default)]
    pub name: String,
    /// What it did.
    pub kind: ChangeKind,
    /// The unit that it was done in or to; empty for a whole list.
    pub unit: String,
    /// How many entries it concerned.
    pub entries: u64,
    /// The entries as they stood before, some of them where there are many.
    pub before: Vec<EntryState>,
    /// And after.
    pub after: Vec<EntryState>,
    /// The change that it took back.
    #[serde(default)]
    pub undoes: Option<DirectoryChangeId>,
    /// The change that took it back.
    #[serde(default)]
    pub undone_by: Option<DirectoryChangeId>,
    /// The caller may take it back.
    pub may_undo: bool,
}

/// `GET /api/v1/directory/changes`: what was changed, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct DirectoryChanges {
    /// The changes.
    pub changes: Vec<DirectoryChange>,
    /// Where the next page begins: `before=` this one; nothing at the end.
    #[serde(default)]
    pub next: Option<DirectoryChangeId>,
}

/// Which account looks after which unit: `POST /api/v1/directory/admins` and `POST /api/v1/directory/admins/remove`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EditorWish {
    /// In whose list; the caller's own where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// The unit's path: it and all below it.
    pub unit: String,
    /// The account, by the name that it signs in with.
    pub user: UserName,
}

/// An account that looks after a unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Editor {
    /// In whose list.
    pub jurisdiction: JurisdictionId,
    /// The unit.
    pub unit: String,
    /// The account.
    pub user: UserName,
    /// What people call it.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// When it was named.
    pub named_at: Instant,
}

/// `GET /api/v1/directory/admins`: who looks after what.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct EditorList {
    /// The accounts, by list and unit.
    pub editors: Vec<Editor>,
    /// Where the next page begins: `after=` this; nothing at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::{ChangeKind, DirectoryEntry, is_within};

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

    #[test]
    fn a_unit_lies_below_another_by_whole_levels() {
        for (unit, above) in [("中心", "中心"), ("中心/值班室", "中心"), ("中心/值班室/夜班", "中心/值班室")]
        {
            assert!(is_within(unit, above), "{unit} in {above}");
        }
        for (unit, above) in [("中心二部", "中心"), ("中心", "中心/值班室"), ("碑林/中心", "中心")] {
            assert!(!is_within(unit, above), "{unit} in {above}");
        }
    }

    #[test]
    fn a_kind_survives_its_own_word() {
        for kind in ChangeKind::ALL {
            assert_eq!(ChangeKind::parse(kind.as_str()), Some(*kind));
            assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        assert_eq!(ChangeKind::parse("dance"), None);
    }
}
