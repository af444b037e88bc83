//! The shutter against real files and a real database.

mod clips;
mod minding;
mod left;

use app_bridge::ask::Ask;
use app_bridge::told::{PhotoCard, Told};
use ed25519_dalek::VerifyingKey;
use shared::evidence::PhotoRole;
use shared::evidence::chain::{Link, judge};
use shared::ids::Sha256;
use shared::refusal::Code;

use super::files::{Part, read};
use crate::error::{Error, Result};
use crate::native::keys::KeyPlace;
use crate::native::open::{Home, open_with};
use crate::tests::phone::{Phone, picture, shot};

fn take(phone: &Phone, bytes: Vec<u8>) -> Result<PhotoCard> {
    phone.take(shot(PhotoRole::Near, None), bytes)
}

#[test]
fn a_shot_is_signed_chained_and_opens_to_what_was_signed() {
    let phone = Phone::new();
    let original = picture();
    let cards = [take(&phone, original.clone()).unwrap(), take(&phone, original.clone()).unwrap()];
    let inner = phone.core.inner();
    let key: VerifyingKey = inner.device.key.verifying_key();
    let mut before: Option<Sha256> = None;
    for (place, card) in (1..).zip(&cards) {
        let row = inner.store.read(|r| r.photo(card.photo)).unwrap().unwrap();
        let manifest = row.manifest.open(&key).unwrap();
        assert_eq!(manifest.index, place);
        assert_eq!(judge(place, manifest.previous.as_ref(), before.as_ref()), Link::Fits);
        assert_eq!(manifest.original.sha256, Sha256::of(&original), "hashed as the camera gave it");
        assert_eq!(Sha256::of(&read(inner, card.photo, Part::Original).unwrap()), manifest.original.sha256);
        assert_eq!(Sha256::of(&read(inner, card.photo, Part::Working).unwrap()), manifest.working.sha256);
        before = Some(row.manifest.hash().unwrap());
    }
}

#[test]
fn a_full_disk_at_the_shutter_keeps_nothing_and_says_so() {
    let phone = Phone::new();
    phone.left.set(2);
    assert_eq!(take(&phone, picture()).unwrap_err(), Error::Refused(Code::DeviceFull.into()));
    assert_eq!(phone.files(), 0, "no file without its row");
    assert_eq!(phone.core.inner().store.read(|r| r.chain_end()).unwrap(), None, "the chain has no gap");
    phone.left.set(u32::MAX);
    assert!(take(&phone, picture()).is_ok(), "with room again it works");
}

#[test]
fn what_is_no_photo_is_refused_before_anything_is_kept() {
    let phone = Phone::new();
    for (bytes, code) in [(Vec::new(), Code::PhotoIncomplete), (b"a list".to_vec(), Code::NotAPhoto)] {
        let Err(Error::Refused(refusal)) = take(&phone, bytes) else { panic!("refused") };
        assert_eq!(refusal.code, code);
    }
    assert_eq!(phone.files(), 0);
}

#[test]
fn a_dropped_shot_leaves_its_place_in_the_chain() {
    let phone = Phone::new();
    let card = take(&phone, picture()).unwrap();
    assert_eq!(phone.tell(Ask::DropPhoto { photo: card.photo }), Told::Dropped);
    assert_eq!(phone.files(), 0);
    let next = take(&phone, picture()).unwrap();
    let row = phone.core.inner().store.read(|r| r.photo(next.photo)).unwrap().unwrap();
    let manifest = row.manifest.open(&phone.core.inner().device.key.verifying_key()).unwrap();
    assert_eq!(manifest.index, 2, "a shot that was thrown away was still taken");
}

#[test]
fn without_packs_a_report_says_what_to_do() {
    let phone = Phone::new();
    assert_eq!(phone.refused(Ask::Categories { query: String::new() }), Code::PacksMissing.as_str());
}

#[test]
fn a_copied_home_opens_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let keys = KeyPlace::Folder(folder.path().join("keys"));
    let home = Home { folder: folder.path().join("one"), key: keys.clone(), font: None };
    let device = open_with(&home, |world| world).unwrap().device();
    let copy = Home { folder: folder.path().join("two"), ..home.clone() };
    for path in ["files/device", "xunge.db"] {
        let to = copy.folder.join(path);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(home.folder.join(path), to).unwrap();
    }
    let refused = |home: &Home| matches!(open_with(home, |world| world), Err(Error::Locked(_)));
    assert!(refused(&copy), "a copy beside it would number its work like the first");
    let elsewhere = Home { key: KeyPlace::Folder(folder.path().join("other")), ..copy };
    assert!(refused(&elsewhere), "without the key it is worth nothing");
    assert_eq!(open_with(&home, |world| world).unwrap().device(), device, "the first one still opens");
}
