//! A notice of the desk, as the phone shows it.

use serde::{Deserialize, Serialize};
use shared::ids::AnnouncementId;
use shared::time::Instant;

/// A notice of the desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AnnouncementCard {
    /// Which.
    pub id: AnnouncementId,
    /// What it is about.
    pub title: String,
    /// What is to be known; lines are lines.
    pub body: String,
    /// It is to be read now.
    pub urgent: bool,
    /// Who posted it.
    pub author: String,
    /// When it was posted, or from when on it holds.
    pub from: Instant,
    /// Until when it holds.
    pub until: Option<Instant>,
    /// The person has read it.
    pub is_read: bool,
}
