//! A case's photos, each with its number and all that is known of it.
//!
//! The number is the same in the lists, on the map and in the viewer: it is how people point at a photo.

use shared::api::cases::CaseFile;
use shared::api::evidence::{PhotoEvidence, UnsignedEvidence};
use shared::case::CasePhoto;
use shared::evidence::verdict::{Reason, Verdict};
use shared::evidence::{OriginalPlace, PhotoRole};

/// A photo of a case.
#[derive(Clone, PartialEq, Debug)]
pub struct Shot {
    /// Counts from 1 within the case.
    pub number: usize,
    /// The photo, as the case has it.
    pub photo: CasePhoto,
    /// What a device signed of it, and what was found.
    pub evidence: Option<PhotoEvidence>,
    /// What is known of it when no device signed for it.
    pub unsigned: Option<UnsignedEvidence>,
}

impl Shot {
    /// Returns how much may be built on it; nothing while nothing at all is known.
    pub fn verdict(&self) -> Option<Verdict> {
        let signed = self.evidence.as_ref().map(|known| known.verdict);
        signed.or_else(|| self.unsigned.as_ref().map(|known| known.verdict))
    }

    /// Returns why.
    pub fn reasons(&self) -> &[Reason] {
        let signed = self.evidence.as_ref().map(|known| known.reasons.as_slice());
        signed.or_else(|| self.unsigned.as_ref().map(|known| known.reasons.as_slice())).unwrap_or_default()
    }

    /// Says whether its picture can be shown.
    pub const fn is_here(&self) -> bool {
        self.photo.received_at.is_some() && self.photo.refused.is_none()
    }

    /// Says whether it shows what is there after the handling.
    pub fn is_after(&self) -> bool {
        self.photo.role == PhotoRole::After
    }

    /// Says whether its original is at the server, whole.
    pub fn has_original(&self) -> bool {
        self.evidence.as_ref().is_some_and(|known| known.original_place == OriginalPlace::Here)
    }

    fn can_be_compared(&self) -> bool {
        self.is_here() && !self.photo.role.is_clip()
    }

    fn was_framed_by(&self, other: &Self) -> bool {
        let pair = self.evidence.as_ref().and_then(|known| known.pair.as_ref());
        pair.is_some_and(|pair| pair.before == other.photo.working)
    }
}

/// Puts a case's photos beside what is known of each. What was signed for is never left out, whether or not the case
/// still counts it among its photos.
pub fn shots(file: &CaseFile) -> Vec<Shot> {
    let photos = file.case.photos.iter().cloned();
    let is_listed = |known: &&PhotoEvidence| file.case.photos.iter().any(|photo| belongs(photo, known));
    let beside = file.evidence.iter().filter(|known| !is_listed(known)).map(unlisted);
    let numbered = photos.chain(beside).zip(1_usize..);
    numbered
        .map(|(photo, number)| {
            let evidence = file.evidence.iter().find(|known| belongs(&photo, known)).cloned();
            let unsigned = file.unsigned.iter().find(|known| known.working == photo.working && evidence.is_none());
            Shot { number, unsigned: unsigned.cloned(), evidence, photo }
        })
        .collect()
}

/// The shot tells them apart where both name one: the same bytes may have been handed in twice.
fn belongs(photo: &CasePhoto, known: &PhotoEvidence) -> bool {
    match (photo.photo, known.photo) {
        (Some(photo), Some(known)) => photo == known,
        (Some(_), None) | (None, Some(_)) => false,
        (None, None) => photo.working == known.working,
    }
}

fn unlisted(known: &PhotoEvidence) -> CasePhoto {
    CasePhoto {
        photo: known.photo,
        working: known.working.clone(),
        role: known.role,
        task: None,
        taken_at: Some(known.taken_at),
        received_at: known.received_at,
        refused: None,
        original_asked_at: known.original_asked_at,
    }
}

/// How well a photo can be laid beside another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Pair,
    OtherSide,
    SameSide,
}

/// Returns the photos that one can be laid beside, the best first: the one that it was framed by, then those of the
/// other side, then those of its own. Nothing when there is none of the other side.
pub fn to_compare(shots: &[Shot], with: &Shot) -> Vec<Shot> {
    if !with.can_be_compared() {
        return Vec::new();
    }
    let others = shots.iter().filter(|shot| shot.number != with.number && shot.can_be_compared());
    let others: Vec<&Shot> = others.collect();
    if others.iter().all(|other| other.is_after() == with.is_after()) {
        return Vec::new();
    }
    let rank = |other: &Shot| {
        let is_pair = with.was_framed_by(other) || other.was_framed_by(with);
        match (is_pair, other.is_after() == with.is_after()) {
            (true, _) => Rank::Pair,
            (false, false) => Rank::OtherSide,
            (false, true) => Rank::SameSide,
        }
    };
    let mut ranked = Vec::with_capacity(others.len());
    for wanted in [Rank::Pair, Rank::OtherSide, Rank::SameSide] {
        ranked.extend(others.iter().copied().filter(|other| rank(other) == wanted).cloned());
    }
    ranked
}

/// Returns which of two is the earlier one, and then the later one: what was there before stands on the left.
pub fn in_order<'a>(one: &'a Shot, other: &'a Shot) -> (&'a Shot, &'a Shot) {
    if (other.is_after(), other.number) < (one.is_after(), one.number) { (other, one) } else { (one, other) }
}

/// Returns the number of the photo so many steps on, round the end and back; nothing where there is no such photo.
pub fn step(shots: &[Shot], from: usize, forward: bool) -> Option<usize> {
    let place = shots.iter().position(|shot| shot.number == from)?;
    let last = shots.len().checked_sub(1)?;
    let place = match (forward, place) {
        (true, place) if place == last => 0,
        (true, place) => place + 1,
        (false, 0) => last,
        (false, place) => place - 1,
    };
    shots.get(place).map(|shot| shot.number)
}

#[cfg(test)]
mod tests {
    use shared::case::CasePhoto;
    use shared::evidence::PhotoRole;
    use shared::evidence::verdict::{PairMeasures, Verdict};
    use shared::ids::{PhotoId, Sha256};
    use shared::time::Instant;

    use super::{Shot, belongs, in_order, step, to_compare};
    use shared::api::evidence::PhotoEvidence;

    fn id(number: usize) -> PhotoId {
        format!("018f0000-0000-7000-8000-{number:012}").parse().unwrap()
    }

    fn evidence(number: usize, role: PhotoRole, framed_by: Option<usize>) -> PhotoEvidence {
        let pair = framed_by.map(|before| PairMeasures {
            before: hash(before),
            distance_m: None,
            heading_deg: None,
            elapsed_s: None,
            alike_percent: None,
        });
        let told = serde_json::json!({
            "working": hash(number), "original": hash(number + 100), "photo": id(number), "role": role,
            "device": "018f0000-0000-7000-8000-00000000000d", "index": number, "link": "fits",
            "taken_at": "2026-11-23T10:00:00Z", "lon": null, "lat": null, "accuracy_m": null, "received_at": null,
            "verdict": "sound", "reasons": [], "pair": pair,
        });
        serde_json::from_value(told).unwrap()
    }

    fn hash(number: usize) -> Sha256 {
        Sha256::of(number.to_string().as_bytes())
    }

    fn shot(number: usize, role: PhotoRole, framed_by: Option<usize>) -> Shot {
        let photo = CasePhoto {
            photo: Some(id(number)),
            working: hash(number),
            role,
            task: None,
            taken_at: None,
            received_at: Some(Instant::from_ms(1)),
            refused: None,
            original_asked_at: None,
        };
        Shot { number, photo, evidence: Some(evidence(number, role, framed_by)), unsigned: None }
    }

    fn numbers(shots: &[Shot]) -> Vec<usize> {
        shots.iter().map(|shot| shot.number).collect()
    }

    #[test]
    fn the_photo_that_it_was_framed_by_comes_first_and_a_clip_never() {
        let shots = [
            shot(1, PhotoRole::Near, None),
            shot(2, PhotoRole::Far, None),
            shot(3, PhotoRole::Video, None),
            shot(4, PhotoRole::After, None),
            shot(5, PhotoRole::After, Some(2)),
        ];
        assert_eq!(numbers(&to_compare(&shots, &shots[4])), [2, 1, 4]);
        assert_eq!(numbers(&to_compare(&shots, &shots[1])), [5, 4, 1], "seen from the before photo too");
        assert!(to_compare(&shots, &shots[2]).is_empty());
        assert!(to_compare(&shots[..3], &shots[0]).is_empty(), "nothing was taken afterwards");
    }

    #[test]
    fn what_was_there_before_stands_on_the_left() {
        let (near, after) = (shot(4, PhotoRole::Near, None), shot(2, PhotoRole::After, None));
        assert_eq!(in_order(&after, &near).0.number, 4);
        assert_eq!(in_order(&near, &after).0.number, 4);
    }

    #[test]
    fn one_walks_round_the_photos_in_both_directions() {
        let shots = [1, 2, 3].map(|number| shot(number, PhotoRole::Near, None));
        assert_eq!((step(&shots, 3, true), step(&shots, 1, false), step(&shots, 2, true)), (Some(1), Some(3), Some(3)));
        assert_eq!(step(&shots, 9, true), None);
        assert_eq!(step(&[], 1, true), None);
    }

    #[test]
    fn evidence_belongs_to_its_shot_and_not_to_the_same_bytes_of_another() {
        let (one, mut other) = (shot(1, PhotoRole::Near, None), evidence(1, PhotoRole::Near, None));
        assert!(belongs(&one.photo, &other));
        other.photo = Some(id(2));
        assert!(!belongs(&one.photo, &other));
        assert_eq!(one.verdict(), Some(Verdict::Sound));
    }
}
