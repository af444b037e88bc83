//! How long and how large a clip may be, before anything is handed over.

use app_bridge::told::{Failure, PhotoCard};
use shared::evidence::PhotoRole;
use shared::evidence::clip::{LARGEST_BYTES, LONGEST_VIDEO_MS, LONGEST_VOICE_MS};
use shared::refusal::Code;

/// A recorder that is told to stop at the limit ends a little after it; the core lets as much pass.
const SLACK_MS: u64 = 1_000;

/// Returns how long a clip may last, milliseconds.
pub const fn longest_ms(role: PhotoRole) -> u64 {
    match role {
        PhotoRole::Video => LONGEST_VIDEO_MS,
        PhotoRole::Voice
        | PhotoRole::Near
        | PhotoRole::Far
        | PhotoRole::Reference
        | PhotoRole::Before
        | PhotoRole::After => LONGEST_VOICE_MS,
    }
}

/// Refuses a clip that lasts too long or is too large. One whose length cannot be told here is left to the core.
pub fn accepts(role: PhotoRole, lasts_ms: Option<u64>, size_bytes: u64) -> Result<(), Failure> {
    if lasts_ms.is_some_and(|ms| ms > longest_ms(role) + SLACK_MS) {
        return Err(refused(Code::ClipTooLong));
    }
    if size_bytes > LARGEST_BYTES {
        return Err(refused(Code::ClipTooLarge));
    }
    Ok(())
}

fn refused(code: Code) -> Failure {
    Failure { code: code.as_str().to_owned(), zh: code.zh().to_owned(), en: code.en().to_owned(), detail: None }
}

/// Says whether one more clip of a kind may be taken.
pub fn wants(shots: &[PhotoCard], role: PhotoRole) -> bool {
    shots.iter().all(|shot| shot.role != role)
}

/// Counts the photos among shots; a clip is no photo of the scene.
pub fn photos(shots: &[PhotoCard]) -> usize {
    shots.iter().filter(|shot| !shot.role.is_clip()).count()
}

/// Writes a length: `0:12`. A begun second counts once it is full.
pub fn minutes_and_seconds(ms: u64) -> String {
    let seconds = ms / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Returns a length or a size that the platform gave as a number; `None` for what is no number or without end.
pub fn whole(number: f64) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie in 0..2^53")]
    let whole = (number.is_finite() && (0.0..9e15).contains(&number)).then(|| number.round() as u64);
    whole
}

#[cfg(test)]
mod tests {
    use app_bridge::told::PhotoCard;
    use shared::evidence::PhotoRole;
    use shared::time::Instant;

    use super::{accepts, minutes_and_seconds, photos, wants, whole};

    fn shot(role: PhotoRole) -> PhotoCard {
        PhotoCard {
            photo: "0190f000-0000-7000-8000-000000000001".parse().unwrap(),
            role,
            draft: None,
            taken_at: Instant::from_ms(0),
            size_bytes: 1,
            warnings: Vec::new(),
            clip_ms: role.is_clip().then_some(12_000),
        }
    }

    #[track_caller]
    fn check(role: PhotoRole, lasts_ms: Option<u64>, size_bytes: u64, code: Option<&str>) {
        assert_eq!(accepts(role, lasts_ms, size_bytes).err().map(|why| why.code).as_deref(), code);
    }

    #[test]
    fn a_video_lasts_thirty_seconds_and_a_voice_note_sixty() {
        check(PhotoRole::Video, Some(30_000), 1, None);
        check(PhotoRole::Video, Some(30_400), 1, None);
        check(PhotoRole::Video, Some(31_001), 1, Some("clip_too_long"));
        check(PhotoRole::Voice, Some(31_001), 1, None);
        check(PhotoRole::Voice, Some(61_001), 1, Some("clip_too_long"));
    }

    #[test]
    fn a_clip_of_unknown_length_is_judged_by_its_size_and_by_the_core() {
        check(PhotoRole::Video, None, 20 * 1024 * 1024, None);
        check(PhotoRole::Video, None, 20 * 1024 * 1024 + 1, Some("clip_too_large"));
    }

    #[test]
    fn one_clip_of_each_kind_is_the_most_and_none_is_a_photo() {
        let shots = [shot(PhotoRole::Near), shot(PhotoRole::Video)];
        assert!(!wants(&shots, PhotoRole::Video));
        assert!(wants(&shots, PhotoRole::Voice));
        assert_eq!(photos(&shots), 1);
    }

    #[test]
    fn a_length_is_written_in_minutes_and_seconds() {
        assert_eq!([0, 999, 12_400, 60_000].map(minutes_and_seconds), ["0:00", "0:00", "0:12", "1:00"]);
    }

    #[test]
    fn what_the_platform_does_not_know_is_no_length() {
        assert_eq!(
            [whole(f64::INFINITY), whole(f64::NAN), whole(-1.0), whole(12_345.6)],
            [None, None, None, Some(12_346)]
        );
    }
}
