//! How many shots a report or an answer has: enough of the scene, and not more than somebody looks at.
//!
//! Clips are counted apart: a film or a spoken note shows nobody where it is and how it looks at a glance.

use crate::evidence::photo::PhotoRole;
use crate::refusal::{Code, Refusal};

/// The most photos of one report or answer.
pub const MOST_PHOTOS: usize = 6;
/// The most videos, and the most voice notes, of one report or answer.
pub const MOST_CLIPS: usize = 1;

/// How many shots of each kind there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amount {
    /// Photos of the scene.
    pub photos: usize,
    /// Videos.
    pub videos: usize,
    /// Voice notes.
    pub voices: usize,
}

impl Amount {
    /// Counts shots by what they show.
    pub fn of(roles: impl IntoIterator<Item = PhotoRole>) -> Self {
        let mut amount = Self::default();
        for role in roles {
            match role {
                PhotoRole::Near | PhotoRole::Far | PhotoRole::Reference | PhotoRole::Before | PhotoRole::After => {
                    amount.photos += 1;
                }
                PhotoRole::Video => amount.videos += 1,
                PhotoRole::Voice => amount.voices += 1,
            }
        }
        amount
    }

    /// Refuses fewer photos of the scene than that, and says how many there must be.
    pub fn at_least(self, photos: u8) -> Result<(), Refusal> {
        if self.photos >= usize::from(photos) {
            return Ok(());
        }
        Err(Refusal::because(
            Code::PhotoRequired,
            format!("{photos} photos of the scene are required, {} are here", self.photos),
        ))
    }

    /// Refuses more shots than one report or answer may have.
    pub fn at_most_allowed(self) -> Result<(), Refusal> {
        let Self { photos, videos, voices } = self;
        if photos <= MOST_PHOTOS && videos <= MOST_CLIPS && voices <= MOST_CLIPS {
            return Ok(());
        }
        Err(Refusal::because(Code::TooManyShots, format!("{photos} photos, {videos} videos, {voices} voice notes")))
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, MOST_PHOTOS};
    use crate::evidence::PhotoRole;
    use crate::refusal::Code;

    #[test]
    fn a_clip_is_no_photo_of_the_scene() {
        let amount = Amount::of([PhotoRole::Voice, PhotoRole::Video, PhotoRole::Near]);
        assert_eq!(amount, Amount { photos: 1, videos: 1, voices: 1 });
        assert!(amount.at_least(1).is_ok());
        let refusal = amount.at_least(2).unwrap_err();
        assert_eq!(refusal.code, Code::PhotoRequired);
        assert!(refusal.detail.unwrap().contains("2 photos"), "it says how many");
        assert!(Amount::of([PhotoRole::Video]).at_least(1).is_err());
    }

    #[test]
    fn there_is_a_most_of_each_kind() {
        let most = Amount { photos: MOST_PHOTOS, videos: 1, voices: 1 };
        assert!(most.at_most_allowed().is_ok());
        for over in [Amount { photos: 7, ..most }, Amount { videos: 2, ..most }, Amount { voices: 2, ..most }] {
            assert_eq!(over.at_most_allowed().unwrap_err().code, Code::TooManyShots);
        }
    }
}
