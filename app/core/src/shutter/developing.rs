//! Everything about a shot that takes time, away from the core's thread: hashing, judging, developing, sealing.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::evidence::PhotoRole;
use shared::evidence::clip;
use shared::evidence::manifest::FileFacts;
use shared::ids::{PhotoId, Sha256};

use super::files::{Part, file_name};
use crate::error::{Error, Result};
use crate::home::FileKey;
use crate::photo::{self, Claim, Developed, Remark, Rules, Stamp};

/// Everything that is needed to develop and seal a shot.
pub struct Developing {
    /// The shot.
    pub photo: PhotoId,
    /// What it shows; says whether its bytes are a picture or a clip.
    pub role: PhotoRole,
    /// The still of a video, as the screen handed it in.
    pub poster: Option<String>,
    /// What is written on the working copy.
    pub stamp: Stamp,
    /// What goes into its EXIF.
    pub claim: Claim,
    /// The jurisdiction's numbers.
    pub rules: Rules,
    /// The font for the watermark.
    pub font: Option<Arc<photo::Font>>,
    /// Seals the files.
    pub key: FileKey,
    /// One for each file.
    pub nonces: [[u8; 24]; 3],
    /// As the camera gave it.
    pub original: Arc<Vec<u8>>,
}

/// A developed shot whose three files are sealed.
pub struct Sealed {
    /// What is signed of the original.
    pub original: FileFacts,
    /// What is signed of the working copy.
    pub working: FileFacts,
    /// Names and sealed bytes.
    pub files: [(String, Vec<u8>); 3],
    /// What to mind of the picture.
    pub remarks: Vec<Remark>,
    /// How long a clip lasts.
    pub clip_ms: Option<u64>,
}

impl Developing {
    /// Does it all.
    pub fn run(self) -> Result<Sealed> {
        // First of all, before a decoder sees it.
        let original = facts_of(&self.original);
        let (developed, clip_ms) =
            if self.role.is_clip() { self.clip()? } else { (self.develop(&self.original)?, None) };
        let working = facts_of(&developed.working);
        let [a, b, c] = self.nonces;
        let seal = |part: Part, bytes: &[u8], nonce| {
            let name = file_name(self.photo, part);
            let sealed = self.key.seal(&name, bytes, nonce)?;
            Ok::<_, Error>((name, sealed))
        };
        Ok(Sealed {
            original,
            working,
            files: [
                seal(Part::Original, &self.original, a)?,
                seal(Part::Working, &developed.working, b)?,
                seal(Part::Thumb, &developed.thumb, c)?,
            ],
            remarks: developed.remarks,
            clip_ms,
        })
    }

    fn develop(&self, picture: &[u8]) -> Result<Developed> {
        Ok(photo::develop(picture, &self.stamp, &self.claim, self.font.as_deref(), self.rules)?)
    }

    /// Judges a clip and makes its working copy: the poster, or a card that says what it is.
    fn clip(&self) -> Result<(Developed, Option<u64>)> {
        let clip = clip::judge(&self.original, self.role)?;
        let mut developed = match self.poster() {
            Some(poster) => poster,
            None => {
                let words = format!("{} {}", self.role.zh(), length(clip.duration_ms));
                photo::card(&words, &self.stamp, &self.claim, self.font.as_deref(), self.rules)?
            }
        };
        // A still is as small and as dark as the film happens to be just there.
        developed.remarks.retain(|remark| *remark == Remark::NoFont);
        Ok((developed, Some(clip.duration_ms)))
    }

    /// Develops the poster. One that cannot be read is no reason to lose the clip.
    fn poster(&self) -> Option<Developed> {
        // A canvas writes `data:image/jpeg;base64,` before it.
        let text = self.poster.as_ref()?.rsplit(',').next()?;
        let still = BASE64.decode(text.trim()).ok().filter(|still| !still.is_empty())?;
        match self.develop(&still) {
            Ok(developed) => Some(developed),
            Err(error) => {
                tracing::warn!(photo.id = %self.photo, %error, "The poster of clip {} was not taken", self.photo);
                None
            }
        }
    }
}

fn facts_of(bytes: &[u8]) -> FileFacts {
    FileFacts { sha256: Sha256::of(bytes), size_bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX) }
}

/// Writes a length as players do: `0:23`. A clip that was begun counts as a second.
fn length(ms: u64) -> String {
    let seconds = ms.div_ceil(1_000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
