//! The shutter against real files and a real database.

use std::cell::Cell;
use std::io;
use std::path::Path;
use std::rc::Rc;

use app_bridge::ask::{Ask, Shot, Subject};
use app_bridge::told::{Answer, PhotoCard, Told};
use ed25519_dalek::VerifyingKey;
use image::{ImageFormat, Rgb, RgbImage};
use shared::account::Role;
use shared::api::session::AccountFacts;
use shared::evidence::PhotoRole;
use shared::evidence::chain::{Link, judge};
use shared::ids::{AccountId, ServerId, Sha256};
use shared::refusal::Code;
use shared::time::Instant;
use uuid::Uuid;

use super::{Part, read};
use crate::core::Core;
use crate::error::{Error, Result};
use crate::native::keys::KeyPlace;
use crate::native::open::{Home, open_with};
use crate::ports::{Files, InPlace, World};
use crate::store::session::SignedIn;

/// Files that refuse to be written once there is room for only so many more.
struct Room {
    files: Rc<dyn Files>,
    left: Rc<Cell<u32>>,
}

impl Files for Room {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => return Err(io::ErrorKind::StorageFull.into()),
        }
        self.files.write(name, bytes)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.files.read(name)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.files.remove(name)
    }

    fn free_bytes(&self) -> Option<u64> {
        None
    }
}

/// A phone on which somebody is signed in; it never had a network, so it has no packs.
fn phone(folder: &Path) -> (Core, Rc<Cell<u32>>) {
    let home = Home { folder: folder.join("home"), key: KeyPlace::File(folder.join("key")), font: None };
    let left = Rc::new(Cell::new(u32::MAX));
    let core = open_with(&home, |world| {
        let files = Rc::new(Room { files: Rc::clone(&world.files), left: Rc::clone(&left) });
        World { files, work: Rc::new(InPlace), ..world }
    })
    .unwrap();
    let account = AccountFacts {
        id: AccountId(Uuid::from_u128(5)),
        user: "wang".parse().unwrap(),
        name: "王".to_owned(),
        role: Role::Collector,
        jurisdiction: "610112".parse().unwrap(),
        jurisdiction_name: "未央区".to_owned(),
        unit: None,
        training: true,
        zone: "Asia/Shanghai".to_owned(),
    };
    let session = SignedIn {
        account,
        server_url: "http://127.0.0.1:1".to_owned(),
        server_id: ServerId(Uuid::from_u128(6)),
        epoch: 1,
        sealing_key: String::new(),
        token: String::new(),
        expires: Instant::from_ms(0),
        signed_out: false,
        scope_version: 1,
        cursor: String::new(),
        signing_key: String::new(),
        generation: 1,
        taking: false,
        scope_purged: 1,
        near_since: None,
    };
    core.store().write(|w| w.put_session(&session, Instant::from_ms(1))).unwrap();
    (core, left)
}

fn picture() -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::new());
    RgbImage::from_pixel(64, 48, Rgb([90, 140, 60])).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn take(core: &Core, bytes: Vec<u8>) -> Result<PhotoCard> {
    let shot = Shot {
        role: PhotoRole::Near,
        subject: Subject::Draft { case: None },
        fix: None,
        address: String::new(),
        imported: false,
        pair: None,
        poster: None,
    };
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(core.take(shot, bytes))
}

fn tell(core: &Core, ask: Ask) -> Answer {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(core.handle(ask))
}

fn files(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder.join("home/files")).unwrap();
    names.filter(|name| name.as_ref().unwrap().file_name() != "device").count()
}

#[test]
fn a_shot_is_signed_chained_and_opens_to_what_was_signed() {
    let folder = tempfile::tempdir().unwrap();
    let (core, _) = phone(folder.path());
    let original = picture();
    let cards = [take(&core, original.clone()).unwrap(), take(&core, original.clone()).unwrap()];
    let inner = core.inner();
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
    let folder = tempfile::tempdir().unwrap();
    let (core, left) = phone(folder.path());
    left.set(2);
    assert_eq!(take(&core, picture()).unwrap_err(), Error::Refused(Code::DeviceFull.into()));
    assert_eq!(files(folder.path()), 0, "no file without its row");
    assert_eq!(core.inner().store.read(|r| r.chain_end()).unwrap(), None, "the chain has no gap");
    left.set(u32::MAX);
    assert!(take(&core, picture()).is_ok(), "with room again it works");
}

#[test]
fn what_is_no_photo_is_refused_before_anything_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (core, _) = phone(folder.path());
    for (bytes, code) in [(Vec::new(), Code::PhotoIncomplete), (b"a list".to_vec(), Code::NotAPhoto)] {
        let Err(Error::Refused(refusal)) = take(&core, bytes) else { panic!("refused") };
        assert_eq!(refusal.code, code);
    }
    assert_eq!(files(folder.path()), 0);
}

#[test]
fn a_dropped_shot_leaves_its_place_in_the_chain() {
    let folder = tempfile::tempdir().unwrap();
    let (core, _) = phone(folder.path());
    let card = take(&core, picture()).unwrap();
    assert_eq!(tell(&core, Ask::DropPhoto { photo: card.photo }), Answer::Told(Box::new(Told::Dropped)));
    assert_eq!(files(folder.path()), 0);
    let next = take(&core, picture()).unwrap();
    let row = core.inner().store.read(|r| r.photo(next.photo)).unwrap().unwrap();
    let manifest = row.manifest.open(&core.inner().device.key.verifying_key()).unwrap();
    assert_eq!(manifest.index, 2, "a shot that was thrown away was still taken");
}

#[test]
fn without_packs_a_report_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (core, _) = phone(folder.path());
    let Answer::Failed(failure) = tell(&core, Ask::Categories { query: String::new() }) else { panic!("refused") };
    assert_eq!(failure.code, Code::PacksMissing.as_str());
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
