//! Announcements (通知公告): what a desk tells the people in the field, and who has read it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::Role;
use crate::ids::{AnnouncementId, JurisdictionId, Sha256};
use crate::time::Instant;

/// The longest title, in characters: a line on a phone.
pub const LONGEST_TITLE: usize = 80;
/// The longest body, in characters.
pub const LONGEST_BODY: usize = 4_000;
/// So many may be said to be read at once.
pub const MOST_READ: usize = 500;

/// How much it presses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// To be read now: it stands on the first page until it was.
    Urgent,
    /// To be read some time. What a later server says is at least this.
    #[default]
    #[serde(other)]
    Usual,
}

impl Importance {
    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Urgent => "urgent",
        }
    }

    /// Returns the importance that is written so; what a later server says is at least usual.
    pub fn parse(text: &str) -> Self {
        if text == Self::Urgent.as_str() { Self::Urgent } else { Self::Usual }
    }
}

/// `POST /api/v1/announcements`: tell the people in the field something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct NewAnnouncement {
    /// What it is about, one line.
    pub title: String,
    /// What is to be known, plain text.
    pub body: String,
    /// How much it presses.
    #[serde(default)]
    pub importance: Importance,
    /// Whom it is for; everybody where none is named.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// Whose people it is for, the city's own id for everybody; those of whom the caller works for where none is named.
    #[serde(default)]
    pub jurisdiction: Option<JurisdictionId>,
    /// From when on it is shown; at once where nothing is said.
    #[serde(default)]
    pub from: Option<Instant>,
    /// Until when; until it is taken back where nothing is said.
    #[serde(default)]
    pub until: Option<Instant>,
}

/// Something that a desk told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Announcement {
    /// Its identity.
    pub id: AnnouncementId,
    /// Whose people it is for.
    pub jurisdiction: JurisdictionId,
    /// What it is about.
    pub title: String,
    /// What is to be known.
    pub body: String,
    /// How much it presses.
    pub importance: Importance,
    /// Whom it is for; everybody where none is named.
    pub roles: Vec<Role>,
    /// From when on it is shown.
    pub from: Instant,
    /// Until when; nothing where it has no end.
    #[serde(default)]
    pub until: Option<Instant>,
    /// What people call whoever posted it.
    pub author: String,
    /// When it was posted.
    pub made_at: Instant,
    /// When it was taken back.
    #[serde(default)]
    pub withdrawn_at: Option<Instant>,
    /// The caller has read it.
    #[serde(default)]
    pub read: bool,
    /// How many have read it; told to who may post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readers: Option<Readers>,
}

/// How many have read it, of how many that it is for. Whoever left, or became another, counts in neither.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Readers {
    /// Of these people, those who have read it.
    pub read: u64,
    /// People that it is for now.
    pub of: u64,
}

/// `GET /api/v1/announcements`: what was told, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AnnouncementList {
    /// The announcements.
    pub announcements: Vec<Announcement>,
    /// Where the next page begins: `after=` this one; nothing at the end.
    #[serde(default)]
    pub next: Option<AnnouncementId>,
    /// The mark of all that the caller is told at the moment of this page, as a hello says it: what a phone that takes the
    /// list keeps it by. Nothing where the caller is told nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Sha256>,
}

/// `POST /api/v1/announcements/read`: the caller has read these.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct ReadAnnouncements {
    /// Which. What is said twice counts once; what is not for the caller counts not at all.
    pub ids: Vec<AnnouncementId>,
}

#[cfg(test)]
mod tests {
    use super::Importance;

    #[test]
    fn an_importance_survives_its_own_word_and_a_strange_one_is_usual() {
        for importance in [Importance::Usual, Importance::Urgent] {
            assert_eq!(Importance::parse(importance.as_str()), importance);
        }
        assert_eq!(Importance::parse("deadly"), Importance::Usual);
    }
}
