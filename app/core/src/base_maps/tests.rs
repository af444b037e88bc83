//! Base maps come in pieces over a line that is cut, and are drawn only when they are whole.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;

use app_bridge::ask::Ask;
use app_bridge::base_map::{BaseMapCard, BaseMapFetching, BaseMapWait, MapsOver};
use app_bridge::told::{Answer, Told};
use shared::api::base_maps::{BaseMap, BaseMapList};
use shared::base_map::kind::MapKind;
use shared::ids::Sha256;
use shared::place::crs::Crs;
use shared::refusal::Code;
use shared::time::Instant;

use crate::core::Core;
use crate::native::keys::KeyPlace;
use crate::native::open::{Home, open_with};
use crate::ports::{Cut, Files, InPlace, LocalFuture, Metering, Network, Reply, Request, Transport, World};
use crate::room;
use crate::sync::base_maps::{more_comes, step};
use crate::sync::plan::Why;
use crate::sync::round::Line;
use crate::tests::phone::{block_on, session};

const MEGABYTE: u64 = 1024 * 1024;
/// More than comes in a round that a person asked for, less than in any other.
const SIZE: usize = 5 * 1024 * 1024;

/// A server that hands out one map, over a line that may be cut, and a phone's surroundings.
struct Street {
    bytes: RefCell<Vec<u8>>,
    list: RefCell<BaseMapList>,
    /// So many more requests get through.
    left: Cell<u32>,
    /// Names the whole file's length wrongly, as after it was changed under its name.
    lies: Cell<bool>,
    /// The ranges that were asked for.
    asked: RefCell<Vec<String>>,
    metering: Cell<Metering>,
    free_bytes: Cell<u64>,
}

impl Transport for Street {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        Box::pin(async move {
            let Some(left) = self.left.get().checked_sub(1) else { return Err(Cut("the line was cut".to_owned())) };
            self.left.set(left);
            let Some((_, range)) = request.headers.iter().find(|(name, _)| *name == "range") else {
                let body = serde_json::to_vec(&*self.list.borrow()).unwrap();
                return Ok(Reply { status: 200, body, ..Reply::default() });
            };
            self.asked.borrow_mut().push(range.clone());
            let (first, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
            let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
            let bytes = self.bytes.borrow();
            let total = bytes.len() + usize::from(self.lies.get());
            let said = format!("bytes {first}-{last}/{total}");
            let headers = vec![("content-range".to_owned(), said)];
            Ok(Reply { status: 206, headers, body: bytes[first..=last].to_vec(), ..Reply::default() })
        })
    }
}

impl Network for Street {
    fn metering(&self) -> Metering {
        self.metering.get()
    }
}

/// The phone's files on a disk that is filled by hand.
struct Disk {
    files: Rc<dyn Files>,
    street: Rc<Street>,
}

impl Files for Disk {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.write(name, bytes)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.files.read(name)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.files.remove(name)
    }

    fn free_bytes(&self) -> Option<u64> {
        Some(self.street.free_bytes.get())
    }
}

struct Phone {
    core: Core,
    street: Rc<Street>,
    place: tempfile::TempDir,
    mark: Sha256,
    hash: Sha256,
}

fn map_of(bytes: &[u8], name: &str) -> BaseMap {
    BaseMap {
        hash: Sha256::of(bytes),
        jurisdiction: "XA".parse().unwrap(),
        name: name.to_owned(),
        name_en: String::new(),
        kind: MapKind::Raster,
        crs: Crs::Gcj02,
        bounds: [108.8, 34.1, 109.1, 34.4],
        min_zoom: 10,
        max_zoom: 12,
        size_bytes: u64::try_from(bytes.len()).unwrap(),
        attribution: "市测绘院".to_owned(),
        made_at: Instant::from_ms(1),
    }
}

fn open(place: &tempfile::TempDir, street: &Rc<Street>) -> Core {
    let home = Home { folder: place.path().join("home"), key: KeyPlace::File(place.path().join("key")), font: None };
    open_with(&home, |world| World {
        transport: Rc::clone(street) as Rc<dyn Transport>,
        network: Rc::clone(street) as Rc<dyn Network>,
        files: Rc::new(Disk { files: Rc::clone(&world.files), street: Rc::clone(street) }),
        work: Rc::new(InPlace),
        ..world
    })
    .unwrap()
}

impl Phone {
    fn new() -> Self {
        let bytes: Vec<u8> = (0..SIZE).map(|at| (at / 3 % 253) as u8).collect();
        let map = map_of(&bytes, "街道图");
        let (hash, mark) = (map.hash.clone(), Sha256::of(b"first list"));
        let street = Rc::new(Street {
            bytes: RefCell::new(bytes),
            list: RefCell::new(BaseMapList { mark: mark.clone(), maps: vec![map] }),
            left: Cell::new(u32::MAX),
            lies: Cell::new(false),
            asked: RefCell::default(),
            metering: Cell::new(Metering::Unmetered),
            free_bytes: Cell::new(64_000 * MEGABYTE),
        });
        let place = tempfile::tempdir().unwrap();
        let core = open(&place, &street);
        core.store().write(|w| w.put_session(&session(true), Instant::from_ms(1))).unwrap();
        Self { core, street, place, mark, hash }
    }

    /// The end of a round.
    fn round(&self, why: Why) {
        let core = self.core.inner();
        block_on(async { step(core, &Line::open(core)?, why, Some(&self.mark)).await }).unwrap();
    }

    /// Turns the phone off and on again.
    fn restarted(self) -> Self {
        let Self { core, street, place, mark, hash } = self;
        drop(core);
        Self { core: open(&place, &street), street, place, mark, hash }
    }

    fn told(&self, ask: Ask) -> Told {
        match block_on(self.core.handle(ask)) {
            Answer::Told(told) => *told,
            Answer::Failed(failure) => panic!("{failure:?}"),
        }
    }

    fn cards(&self) -> Vec<BaseMapCard> {
        let Told::BaseMaps(cards) = self.told(Ask::BaseMaps) else { panic!("base maps") };
        cards
    }

    fn card(&self) -> BaseMapCard {
        self.cards().remove(0)
    }

    fn keep(&self, keep: bool) -> BaseMapCard {
        let Told::BaseMaps(mut cards) = self.told(Ask::KeepBaseMap { hash: self.hash.clone(), keep }) else {
            panic!("base maps")
        };
        cards.remove(0)
    }

    fn waits_for(&self) -> BaseMapWait {
        let Told::BaseMapFetching(BaseMapFetching { waits_for, .. }) = self.told(Ask::BaseMapFetching) else {
            panic!("how base maps come")
        };
        waits_for
    }

    /// Its turn is now, as after a while.
    fn try_again(&self) {
        self.core.store().write(|w| w.put_off_base_map(&self.hash, 0, Instant::from_ms(1))).unwrap();
    }

    fn file(&self) -> std::path::PathBuf {
        self.place.path().join("home/base-maps").join(self.hash.as_str())
    }
}

#[test]
fn nothing_is_fetched_before_somebody_wants_it_and_all_of_it_afterwards() {
    let phone = Phone::new();
    assert!(phone.cards().is_empty());
    phone.round(Why::ByItself);
    let card = phone.card();
    assert_eq!((card.name.as_str(), card.wanted, card.held_bytes, card.ready), ("街道图", false, 0, false));
    assert_eq!((phone.street.asked.borrow().len(), phone.waits_for()), (0, BaseMapWait::Nothing));
    phone.round(Why::ByItself);
    assert!(!more_comes(phone.core.inner()).unwrap());

    assert!(phone.keep(true).wanted);
    assert_eq!(phone.waits_for(), BaseMapWait::Round);
    assert!(more_comes(phone.core.inner()).unwrap());
    phone.round(Why::Asked);
    let card = phone.card();
    assert!(card.held_bytes > 0 && !card.ready, "whoever asked does not wait for gigabytes");
    assert_eq!(phone.core.base_map(phone.hash.as_str()).unwrap(), None, "half a map is not drawn");
    phone.round(Why::ByItself);
    let card = phone.card();
    assert_eq!((card.held_bytes, card.ready), (card.size_bytes, true));
    let held = phone.core.base_map(phone.hash.as_str()).unwrap().unwrap();
    assert_eq!(std::fs::read(&held.path).unwrap(), *phone.street.bytes.borrow(), "byte for byte");
    assert_eq!((held.size_bytes, phone.waits_for()), (card.size_bytes, BaseMapWait::Nothing));
    assert!(!more_comes(phone.core.inner()).unwrap());
}

#[test]
fn a_line_that_is_cut_and_a_phone_that_is_turned_off_lose_nothing_that_came() {
    let phone = Phone::new();
    phone.round(Why::ByItself);
    phone.keep(true);
    phone.street.left.set(2);
    phone.round(Why::ByItself);
    let held_bytes = phone.card().held_bytes;
    assert!(held_bytes > 0 && held_bytes < phone.card().size_bytes);
    phone.street.left.set(u32::MAX);
    phone.street.asked.borrow_mut().clear();
    phone.round(Why::ByItself);
    assert!(phone.street.asked.borrow().is_empty(), "after a cut it waits for its turn");

    let phone = phone.restarted();
    phone.round(Why::Asked);
    let first = phone.street.asked.borrow().first().cloned().unwrap();
    assert!(first.starts_with(&format!("bytes={held_bytes}-")), "{first} goes on at {held_bytes}");
    phone.round(Why::ByItself);
    assert!(phone.card().ready);
    assert_eq!(std::fs::read(phone.file()).unwrap(), *phone.street.bytes.borrow());
}

#[test]
fn bytes_that_a_power_cut_left_behind_the_count_are_written_over() {
    let phone = Phone::new();
    phone.round(Why::ByItself);
    phone.keep(true);
    phone.street.left.set(1);
    phone.round(Why::ByItself);
    let held = phone.card().held_bytes;
    let mut longer = std::fs::read(phone.file()).unwrap();
    longer.extend([0; 777]);
    std::fs::write(phone.file(), &longer).unwrap();
    phone.street.left.set(u32::MAX);
    phone.try_again();
    phone.round(Why::ByItself);
    assert!(phone.card().ready && phone.card().held_bytes > held);

    // And what somebody cleared is fetched again, as far as it is missing.
    let file = std::fs::OpenOptions::new().write(true).open(phone.file()).unwrap();
    file.set_len(1_000).unwrap();
    assert_eq!(phone.core.base_map(phone.hash.as_str()).unwrap(), None);
    assert_eq!((phone.card().held_bytes, phone.card().ready), (1_000, false));
    phone.round(Why::ByItself);
    phone.round(Why::ByItself);
    assert!(phone.card().ready);
}

#[test]
fn a_file_that_changed_begins_anew_and_one_that_is_not_its_name_is_never_ready() {
    let phone = Phone::new();
    phone.round(Why::ByItself);
    phone.keep(true);
    phone.round(Why::Asked);
    assert!(phone.card().held_bytes > 0);
    phone.street.lies.set(true);
    phone.round(Why::Asked);
    assert_eq!(phone.card().held_bytes, 0, "another length: nothing of it counts");
    assert_eq!(std::fs::metadata(phone.file()).ok().map(|file| file.len()), None);

    phone.street.lies.set(false);
    phone.street.bytes.borrow_mut()[SIZE - 1] ^= 1;
    for round in 0..2 {
        assert_eq!(phone.waits_for(), BaseMapWait::Round, "{round}");
        phone.try_again();
        phone.round(Why::ByItself);
        assert_eq!((phone.card().held_bytes, phone.card().ready), (0, false), "{round}");
    }
    assert_eq!(phone.waits_for(), BaseMapWait::Repair, "it is not fetched for ever");
    phone.try_again();
    phone.street.asked.borrow_mut().clear();
    phone.round(Why::Asked);
    assert!(phone.street.asked.borrow().is_empty());

    phone.street.bytes.borrow_mut()[SIZE - 1] ^= 1;
    phone.keep(true);
    phone.round(Why::ByItself);
    assert!(phone.card().ready, "the person asked once more, and the centre had mended it");
}

#[test]
fn a_network_that_is_paid_by_the_byte_is_spared_unless_the_person_says_otherwise() {
    let phone = Phone::new();
    phone.street.metering.set(Metering::Metered);
    phone.round(Why::ByItself);
    phone.keep(true);
    phone.round(Why::Asked);
    assert_eq!((phone.card().held_bytes, phone.waits_for()), (0, BaseMapWait::Unmetered));
    assert!(!more_comes(phone.core.inner()).unwrap());
    let Told::BaseMapFetching(told) = phone.told(Ask::FetchBaseMapsOver { over: MapsOver::AnyNetwork }) else {
        panic!("how base maps come")
    };
    assert_eq!(told, BaseMapFetching { over: MapsOver::AnyNetwork, waits_for: BaseMapWait::Round });
    phone.round(Why::Asked);
    assert!(phone.card().held_bytes > 0);
}

#[test]
fn a_map_waits_for_room_and_is_the_first_to_go_when_there_is_none() {
    let phone = Phone::new();
    phone.street.free_bytes.set(130 * MEGABYTE);
    phone.round(Why::ByItself);
    phone.keep(true);
    phone.round(Why::ByItself);
    assert_eq!((phone.card().held_bytes, phone.waits_for()), (0, BaseMapWait::Room), "half of it would be of no use");
    phone.street.free_bytes.set(1_000 * MEGABYTE);
    phone.round(Why::ByItself);
    assert!(phone.card().ready);

    phone.street.free_bytes.set(MEGABYTE);
    assert!(room::before_the_camera(phone.core.inner()).is_err(), "this disk stays full whatever goes");
    let card = phone.card();
    assert_eq!((card.held_bytes, card.ready, card.wanted), (0, false, true));
    assert!(!phone.file().exists());
    assert_eq!(phone.waits_for(), BaseMapWait::Room, "and it does not come back before there is room");
}

#[test]
fn what_is_not_wanted_or_not_offered_any_more_is_gone() {
    let mut phone = Phone::new();
    assert_eq!(refused(&phone, phone.hash.clone()), Code::NotFound.as_str());
    phone.round(Why::ByItself);
    phone.keep(true);
    phone.round(Why::ByItself);
    assert!(phone.file().exists());
    let card = phone.keep(false);
    assert_eq!((card.wanted, card.held_bytes, card.ready), (false, 0, false));
    assert!(!phone.file().exists());

    phone.keep(true);
    phone.round(Why::ByItself);
    assert!(phone.card().ready);
    phone.mark = Sha256::of(b"second list");
    let other = map_of(b"other", "影像图");
    *phone.street.list.borrow_mut() = BaseMapList { mark: phone.mark.clone(), maps: vec![other] };
    phone.round(Why::ByItself);
    assert_eq!(phone.cards().len(), 1);
    assert_eq!((phone.card().name.as_str(), phone.card().wanted), ("影像图", false));
    assert!(!phone.file().exists());
    assert_eq!(phone.core.base_map(phone.hash.as_str()).unwrap(), None);
}

#[test]
fn a_kind_that_this_build_cannot_draw_is_not_shown() {
    let phone = Phone::new();
    phone.street.list.borrow_mut().maps[0].kind = MapKind::Unknown;
    phone.round(Why::ByItself);
    assert!(phone.cards().is_empty());
}

fn refused(phone: &Phone, hash: Sha256) -> String {
    match block_on(phone.core.handle(Ask::KeepBaseMap { hash, keep: true })) {
        Answer::Told(told) => panic!("told {told:?}"),
        Answer::Failed(failure) => failure.code,
    }
}
