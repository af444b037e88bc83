//! Video and voice: the clip is the original, a still or a card its working copy.

use app_bridge::ask::Shot;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Manifest;
use shared::ids::{PhotoId, Sha256};
use shared::refusal::Code;

use crate::core::PictureSize;
use crate::error::Error;
use crate::shutter::files::{Part, find, read};
use crate::tests::phone::{Phone, block_on, drawn, filmed, picture, shot, spoken};

fn manifest(phone: &Phone, photo: PhotoId) -> Manifest {
    let row = phone.core.store().read(|r| r.photo(photo)).unwrap().unwrap();
    row.manifest.open(&phone.core.inner().device.key.verifying_key()).unwrap()
}

fn size_of_working(phone: &Phone, photo: PhotoId) -> (u32, u32) {
    let working = read(phone.core.inner(), photo, Part::Working).unwrap();
    let image = image::load_from_memory(&working).unwrap();
    (image.width(), image.height())
}

fn film(poster: Option<String>) -> Shot {
    Shot { poster, ..shot(PhotoRole::Video, None) }
}

#[test]
fn a_spoken_note_is_kept_whole_under_a_card() {
    let phone = Phone::new();
    let note = spoken(3);
    let card = phone.take(shot(PhotoRole::Voice, None), note.clone()).unwrap();
    assert_eq!((card.role, card.clip_ms), (PhotoRole::Voice, Some(3_000)));
    let signed = manifest(&phone, card.photo);
    assert_eq!((signed.role, signed.clip_ms), (PhotoRole::Voice, Some(3_000)));
    assert_eq!(signed.original.sha256, Sha256::of(&note), "hashed as the recorder gave it");
    assert_eq!(read(phone.core.inner(), card.photo, Part::Original).unwrap(), note);
    let (width, height) = size_of_working(&phone, card.photo);
    assert!(width > 100 && height > 100, "a card that can be read");
    let thumb = block_on(phone.core.picture(&card.photo.to_string(), PictureSize::Thumb)).unwrap().unwrap();
    assert!(image::load_from_memory(&thumb).is_ok(), "lists show it like any other shot");
}

#[test]
fn the_poster_of_a_film_is_its_working_copy_and_a_broken_one_costs_nothing() {
    let phone = Phone::new();
    let still = BASE64.encode(drawn(320, 240));
    for poster in [still.clone(), format!("data:image/jpeg;base64,{still}")] {
        let card = phone.take(film(Some(poster)), filmed(12_000)).unwrap();
        assert_eq!(card.clip_ms, Some(12_000));
        assert_eq!(size_of_working(&phone, card.photo), (320, 240), "the still as the screen drew it");
        assert!(!card.warnings.iter().any(|warning| warning.code == "small_photo"), "a still may be small");
    }
    for poster in [None, Some(String::new()), Some("no base64".to_owned()), Some(BASE64.encode(b"no picture"))] {
        let card = phone.take(film(poster), filmed(12_000)).unwrap();
        assert_ne!(size_of_working(&phone, card.photo), (320, 240), "a card");
        assert_eq!(manifest(&phone, card.photo).clip_ms, Some(12_000));
    }
}

#[test]
fn what_is_no_clip_or_too_much_of_one_is_refused_before_anything_is_kept() {
    let phone = Phone::new();
    let too_large = vec![0; 21 * 1024 * 1024];
    for (role, bytes, code) in [
        (PhotoRole::Voice, picture(), Code::NotAClip),
        (PhotoRole::Video, spoken(3), Code::NotAClip),
        (PhotoRole::Voice, Vec::new(), Code::NotAClip),
        (PhotoRole::Voice, spoken(75), Code::ClipTooLong),
        (PhotoRole::Video, filmed(45_000), Code::ClipTooLong),
        (PhotoRole::Video, too_large, Code::ClipTooLarge),
        (PhotoRole::Near, spoken(3), Code::NotAPhoto),
    ] {
        let Err(Error::Refused(refusal)) = phone.take(shot(role, None), bytes) else { panic!("{code}: refused") };
        assert_eq!(refusal.code, code);
    }
    assert_eq!(phone.files(), 0);
    assert_eq!(phone.core.store().read(|r| r.chain_end()).unwrap(), None);
}

#[test]
fn an_own_clip_is_played_and_a_photo_is_not() {
    let phone = Phone::new();
    let (note, film_bytes) = (spoken(2), filmed(9_000));
    let voice = phone.take(shot(PhotoRole::Voice, None), note.clone()).unwrap();
    let video = phone.take(film(None), film_bytes.clone()).unwrap();
    let near = phone.take(shot(PhotoRole::Near, None), picture()).unwrap();
    let played = |photo: PhotoId| block_on(phone.core.clip(&photo.to_string())).unwrap();
    let clip = played(voice.photo).unwrap();
    assert_eq!((clip.bytes, clip.media_type), (note, "audio/wav"));
    let clip = played(video.photo).unwrap();
    assert_eq!((clip.bytes, clip.media_type), (film_bytes, "video/mp4"));
    assert_eq!(played(near.photo), None);
    assert!(block_on(phone.core.clip("no id")).is_err());
    let inner = phone.core.inner();
    crate::shutter::files::free(inner, voice.photo, crate::store::photos::Traveller::Original).unwrap();
    assert_eq!(find(inner, voice.photo, Part::Original).unwrap(), None);
    assert_eq!(played(voice.photo), None, "it is at the server, and there is no network");
}
