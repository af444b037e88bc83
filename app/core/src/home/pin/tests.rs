//! A PIN on a home in a folder: what opens it, what does not, and what is left where somebody pulls the battery.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use shared::ids::DeviceId;
use shared::time::Instant;

use super::{Cost, Sealed, Wait, acceptable, choose, forgo, is_set, prove, wait};
use crate::error::{Error, Result};
use crate::home::{Found, Keys, Locked, begin_again, find, unlock};
use crate::native::keys::{KeyFile, KeyPlace};
use crate::native::open::world;
use crate::ports::{Clock, Files, InPlace, KeyStore, World};
use crate::tests::phone::block_on;

const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };
const FIRST: &str = "270418";
const SECOND: &str = "995071";

/// How many more steps there are before the battery is gone.
type Steps = Rc<Cell<u32>>;

fn step(left: &Steps) -> io::Result<()> {
    match left.get().checked_sub(1) {
        Some(fewer) => {
            left.set(fewer);
            Ok(())
        }
        None => Err(io::Error::other("the battery is gone")),
    }
}

struct Dying {
    files: Rc<dyn Files>,
    left: Steps,
    is_full: Rc<Cell<bool>>,
    /// What stands ready on a full disk: without it there is room again.
    reserve: PathBuf,
    had_reserve: Rc<Cell<bool>>,
}

impl Files for Dying {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        step(&self.left)?;
        let has_given_way = self.had_reserve.get() && !self.reserve.exists();
        if self.is_full.get() && !has_given_way {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.files.write(name, bytes)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.files.read(name)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        step(&self.left)?;
        self.files.remove(name)
    }

    fn free_bytes(&self) -> Option<u64> {
        None
    }
}

struct DyingKeys {
    keys: KeyFile,
    left: Steps,
}

impl KeyStore for DyingKeys {
    fn secret(&self, device: DeviceId) -> Result<Option<[u8; 32]>> {
        self.keys.secret(device)
    }

    fn keep(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        self.keys.keep(device, secret)
    }

    fn replace(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        step(&self.left)?;
        self.keys.replace(device, secret)
    }

    fn forget(&self, device: DeviceId) -> Result<()> {
        self.keys.forget(device)
    }
}

struct Hands {
    ms: Cell<u64>,
    boot: Cell<&'static str>,
    wall_ms: Cell<i64>,
}

impl Clock for Hands {
    fn wall(&self) -> Instant {
        Instant::from_ms(self.wall_ms.get())
    }

    fn monotonic_ms(&self) -> u64 {
        self.ms.get()
    }

    fn boot(&self) -> String {
        self.boot.get().to_owned()
    }
}

struct Place {
    world: World,
    store: DyingKeys,
    left: Steps,
    is_full: Rc<Cell<bool>>,
    had_reserve: Rc<Cell<bool>>,
    clock: Rc<Hands>,
    begun: Keys,
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        std::fs::create_dir_all(&home).unwrap();
        let left: Steps = Rc::new(Cell::new(u32::MAX));
        let clock = Rc::new(Hands { ms: Cell::new(1_000_000), boot: Cell::new("one"), wall_ms: Cell::new(5_000_000) });
        let plain = world(&home, None).unwrap();
        let (is_full, had_reserve) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        let files = Rc::new(Dying {
            files: Rc::clone(&plain.files),
            left: Rc::clone(&left),
            is_full: Rc::clone(&is_full),
            reserve: home.join("reserve"),
            had_reserve: Rc::clone(&had_reserve),
        });
        let shown: Rc<dyn Clock> = Rc::<Hands>::clone(&clock);
        let world = World { files, work: Rc::new(InPlace), clock: shown, ..plain };
        let keys = KeyFile::new(KeyPlace::File(folder.path().join("key")), &home).unwrap();
        let store = DyingKeys { keys, left: Rc::clone(&left) };
        let begun = unlock(&world, &store).unwrap();
        Self { world, store, left, is_full, had_reserve, clock, begun, folder }
    }

    fn choose(&self, old: Option<&str>, new: &str) -> Result<()> {
        block_on(choose(&self.world, &self.store, self.begun.device, old, new, CHEAP))
    }

    fn forgo(&self, pin: &str) -> Result<()> {
        block_on(forgo(&self.world, &self.store, self.begun.device, pin))
    }

    fn locked(&self) -> Locked {
        match find(&self.world, &self.store).unwrap() {
            Found::Locked(locked) => locked,
            Found::Open(_) => panic!("it opens without a PIN"),
        }
    }

    fn opens_with(&self, pin: &str) -> bool {
        let locked = self.locked();
        match block_on(prove(&self.world, &locked, pin)) {
            Ok(secret) => {
                assert!(locked.keys(&secret).database == self.begun.database, "another key than the home's own");
                true
            }
            Err(error) => {
                assert_eq!(error.code(), "pin_wrong");
                false
            }
        }
    }

    fn opens_without(&self) -> bool {
        match find(&self.world, &self.store).unwrap() {
            Found::Open(keys) => {
                assert!(keys.database == self.begun.database);
                true
            }
            Found::Locked(_) => false,
        }
    }

    fn refused(&self, pin: &str) -> &'static str {
        block_on(prove(&self.world, &self.locked(), pin)).unwrap_err().code()
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("home").join("files").join(name)
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_home_without_a_pin_opens_as_ever_and_one_with_a_pin_by_it_alone() {
    let place = Place::new();
    assert!(place.opens_without() && !is_set(&place.world, &place.store).unwrap());
    place.choose(None, FIRST).unwrap();
    assert!(is_set(&place.world, &place.store).unwrap());
    assert_eq!(unlock(&place.world, &place.store).err().unwrap().code(), "pin_needed");
    assert!(!place.opens_with(SECOND) && place.opens_with(FIRST));
    assert_eq!(place.choose(Some(SECOND), SECOND).unwrap_err().code(), "pin_wrong");
    place.choose(Some(FIRST), SECOND).unwrap();
    assert!(!place.opens_with(FIRST) && place.opens_with(SECOND));
    assert_eq!(place.forgo(FIRST).unwrap_err().code(), "pin_wrong");
    place.forgo(SECOND).unwrap();
    assert!(place.opens_without());
    assert!(!place.file("lock").exists() && !place.file("lock.spare").exists());
}

#[test]
fn neither_the_key_file_nor_what_lies_in_the_home_holds_the_secret() {
    let place = Place::new();
    let before = text(&place.folder.path().join("key"));
    let secret = before.lines().next().unwrap().to_owned();
    place.choose(None, FIRST).unwrap();
    let files = [place.folder.path().join("key"), place.file("lock"), place.file("lock.spare"), place.file("device")];
    for file in files {
        let held = text(&file);
        assert!(!held.contains(&secret) && !held.contains(FIRST), "{}", file.display());
    }
    let mine = Sealed::read(&*place.world.files, &[7; 32]).unwrap();
    assert_eq!(mine, None, "with another part of the key there is nothing to try a PIN on");
}

#[test]
fn a_spoiled_file_is_told_from_a_wrong_pin_and_its_spare_opens() {
    let place = Place::new();
    place.choose(None, FIRST).unwrap();
    let spoiled = text(&place.file("lock")).replace("\"salt\":\"", "\"salt\":\"0");
    std::fs::write(place.file("lock"), spoiled).unwrap();
    assert!(place.opens_with(FIRST), "the spare is whole");
    assert_eq!(text(&place.file("lock")), text(&place.file("lock.spare")), "and there are two again");
    for name in ["lock", "lock.spare"] {
        std::fs::write(place.file(name), "{").unwrap();
    }
    assert!(matches!(find(&place.world, &place.store), Err(Error::Locked(_))), "nothing whole is left");
}

#[test]
fn a_change_that_was_cut_between_the_copies_is_made_whole_by_the_next_proof() {
    let place = Place::new();
    place.choose(None, FIRST).unwrap();
    let before = text(&place.file("lock"));
    place.choose(Some(FIRST), SECOND).unwrap();
    std::fs::write(place.file("lock.spare"), before).unwrap();
    assert!(!place.opens_with(FIRST) && place.opens_with(SECOND));
    std::fs::remove_file(place.file("lock")).unwrap();
    assert!(!place.opens_with(FIRST) && place.opens_with(SECOND), "the old PIN does not come back with the spare");
}

#[test]
fn a_file_that_somebody_changed_opens_nothing() {
    let place = Place::new();
    place.choose(None, FIRST).unwrap();
    let mut locked = place.locked();
    locked.sealed.sealed.replace_range(60..64, "0000");
    assert_eq!(locked.sealed.open(&locked.part, FIRST, &locked.check).unwrap(), None);
    locked.sealed.memory_kib = u32::MAX;
    assert!(locked.sealed.open(&locked.part, FIRST, &locked.check).is_err(), "no file may ask for all the memory");
}

#[test]
fn wherever_the_battery_goes_the_home_opens_as_before_or_as_was_asked() {
    for steps in 0..8 {
        let place = Place::new();
        place.left.set(steps);
        let done = place.choose(None, FIRST);
        place.left.set(u32::MAX);
        assert!(place.opens_without() || place.opens_with(FIRST), "a first PIN, cut after {steps} steps");
        assert!(done.is_err() || place.opens_with(FIRST));

        let place = Place::new();
        place.choose(None, FIRST).unwrap();
        place.left.set(steps);
        let done = place.choose(Some(FIRST), SECOND);
        place.left.set(u32::MAX);
        assert!(place.opens_with(SECOND) || place.opens_with(FIRST), "another PIN, cut after {steps} steps");
        assert!(done.is_err() || place.opens_with(SECOND));

        let place = Place::new();
        place.choose(None, FIRST).unwrap();
        place.left.set(steps);
        let done = place.forgo(FIRST);
        place.left.set(u32::MAX);
        assert!(place.opens_without() || place.opens_with(FIRST), "no PIN any more, cut after {steps} steps");
        assert!(done.is_err() || place.opens_without());
    }
}

#[test]
fn wrong_tries_wait_longer_and_longer_and_a_restart_forgets_none() {
    let place = Place::new();
    place.choose(None, FIRST).unwrap();
    for _ in 0..5 {
        assert_eq!(place.refused(SECOND), "pin_wrong");
    }
    let told = || wait(&*place.world.files, &*place.world.clock).unwrap();
    assert_eq!(told(), Wait { wrong: 5, ms: 30_000 });
    assert_eq!(place.refused(FIRST), "pin_wait", "not even the right one is tried");
    assert_eq!(told().wrong, 5, "what was not tried does not count");
    place.clock.ms.set(place.clock.ms.get() + 29_999);
    assert_eq!(place.refused(FIRST), "pin_wait");
    place.clock.ms.set(place.clock.ms.get() + 1);
    assert_eq!(place.refused(SECOND), "pin_wrong");
    assert_eq!(told(), Wait { wrong: 6, ms: 60_000 });
    place.clock.boot.set("two");
    place.clock.ms.set(0);
    place.clock.wall_ms.set(1);
    assert_eq!(told().ms, 60_000, "a wall clock that was set back gains nothing");
    place.clock.ms.set(60_000);
    assert_eq!(told().ms, 0, "and locks nobody out until it has caught up");
    place.clock.ms.set(0);
    place.clock.wall_ms.set(5_060_000);
    assert!(place.opens_with(FIRST));
    assert_eq!(told(), Wait::default(), "the right one wipes the slate");
}

#[test]
fn a_try_counts_before_it_is_made() {
    let place = Place::new();
    place.choose(None, FIRST).unwrap();
    let locked = place.locked();
    place.left.set(0);
    assert!(block_on(prove(&place.world, &locked, FIRST)).is_err(), "where it cannot be counted it is not made");
}

#[test]
fn a_full_disk_gives_nobody_tries_for_nothing() {
    let place = Place::new();
    place.choose(None, FIRST).unwrap();
    let told = || wait(&*place.world.files, &*place.world.clock).unwrap().wrong;
    place.is_full.set(true);
    for pin in [SECOND, FIRST] {
        assert_eq!(place.refused(pin), "device_full", "what cannot be counted is not tried");
    }
    assert_eq!(told(), 0);
    place.is_full.set(false);
    place.world.spare.hold(4_096).unwrap();
    place.had_reserve.set(true);
    place.is_full.set(true);
    assert_eq!(place.refused(SECOND), "pin_wrong", "the reserve makes room for the count");
    assert_eq!(told(), 1);
    assert!(place.opens_with(FIRST), "and nobody is kept from what is unsent");
    assert_eq!(told(), 0);
}

#[test]
fn a_device_that_begins_again_keeps_its_pin() {
    let place = Place::new();
    place.choose(None, FIRST).unwrap();
    let again = begin_again(&place.world, &place.store, &place.begun).unwrap();
    assert!(again.device != place.begun.device && again.database == place.begun.database);
    assert!(place.opens_with(FIRST));
}

#[test]
fn the_key_of_a_lost_device_opens_no_home_past_a_pin() {
    let place = Place::new();
    let keys = place.folder.path().join("keys");
    let store = KeyFile::new(KeyPlace::Folder(keys.clone()), &place.folder.path().join("home")).unwrap();
    let secret = place.store.secret(place.begun.device).unwrap().unwrap();
    store.keep(place.begun.device, &secret).unwrap();
    let again = begin_again(&place.world, &store, &place.begun).unwrap();
    block_on(choose(&place.world, &store, again.device, None, FIRST, CHEAP)).unwrap();
    let held: Vec<String> = std::fs::read_dir(&keys).unwrap().map(|file| text(&file.unwrap().path())).collect();
    assert_eq!(held.len(), 1);
    assert!(held.iter().all(|key| !key.contains(&hex::encode(secret))));
    assert!(is_set(&place.world, &store).unwrap(), "it opens by its PIN alone");
}

#[test]
fn a_pin_has_six_digits_and_is_none_of_the_first_tried() {
    for weak in ["", "12345", "27041", "111111", "123456", "987654", "27041x", "٢٧٠٤١٨", " 270418"] {
        assert_eq!(acceptable(weak).unwrap_err().code(), "pin_weak", "{weak}");
    }
    assert!(acceptable(FIRST).is_ok() && acceptable("112233").is_ok());
    assert!(acceptable(&"90".repeat(17)).is_err(), "longer than anybody types");
}
