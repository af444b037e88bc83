//! Orders on a phone: shown until they are put away, said back, and a home that is erased whole wherever the power goes.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use app_bridge::ask::{Ask, ReportForm};
use app_bridge::order::OrderCard;
use app_bridge::told::{Start, Told};
use app_bridge::track::Kept;
use shared::api::orders::{OrderKind, OrderState, OrderTold, OrderWord};
use shared::evidence::PhotoRole;
use shared::evidence::times::Anchor;
use shared::ids::{AccountId, DeviceId, OrderId, Sha256};
use shared::settings::Settings;
use shared::time::Instant;
use uuid::Uuid;

use super::wipe::{self, Standing};
use crate::core::Core;
use crate::error::{Error, Result};
use crate::gate::{self, Opened};
use crate::native::keys::{KeyFile, KeyPlace};
use crate::native::open::world;
use crate::ports::{Files, KeyStore, Spare, World};
use crate::session;
use crate::store::contact::BootAnchor;
use crate::tests::phone::{MORNING, Phone, WANG, fix, picture, session as signed_in, shot};

fn id(number: u128) -> OrderId {
    OrderId(Uuid::from_u128(number))
}

fn order(number: u128, kind: OrderKind) -> OrderTold {
    OrderTold {
        id: id(number),
        kind,
        note: "快没电了".to_owned(),
        leave_unsent: false,
        author: "郑".to_owned(),
        made_at: MORNING,
        agreed: false,
    }
}

fn hear(phone: &Phone, told: &[OrderTold]) {
    phone.core.store().write(|w| w.take_orders(told, &signed_in(true), MORNING)).unwrap();
}

#[track_caller]
fn cards(phone: &Phone, ask: Ask) -> Vec<OrderCard> {
    match phone.tell(ask) {
        Told::Orders(cards) => cards,
        other => panic!("{other:?}"),
    }
}

fn words(phone: &Phone) -> Vec<(OrderId, OrderState)> {
    let words: Vec<OrderWord> = super::words(phone.core.inner()).unwrap();
    words.into_iter().map(|word| (word.order, word.word)).collect()
}

/// The server has heard what there was to say.
fn said(phone: &Phone) {
    let words = phone.core.store().read(|r| r.order_words()).unwrap();
    phone.core.store().write(|w| w.orders_told(&words)).unwrap();
}

fn standing(phone: &Phone) -> Option<Standing> {
    wipe::standing(phone.core.inner()).unwrap()
}

fn report(phone: &Phone) -> Ask {
    let taken = phone.take(shot(PhotoRole::Near, Some(fix(0.0, 0.0, phone.now()))), picture()).unwrap();
    Ask::SaveReport(ReportForm {
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(0.0, 0.0, phone.now()),
        note: "两袋".to_owned(),
        address: String::new(),
        photos: vec![taken.photo],
        draft: taken.draft,
        self_handled: false,
    })
}

#[test]
fn a_nudge_stays_until_it_is_put_away_and_each_step_is_said_once() {
    let phone = Phone::new();
    let told = [order(1, OrderKind::Charge), order(2, OrderKind::Unknown)];
    hear(&phone, &told);
    let shown = cards(&phone, Ask::Orders);
    assert_eq!(shown.iter().map(|card| card.id).collect::<Vec<_>>(), [id(2), id(1)], "the newest first");
    assert!(words(&phone).is_empty(), "nobody has seen them");
    for _ in 0..2 {
        let shown = cards(&phone, Ask::OrdersSeen { ids: vec![id(1), id(9)] });
        assert_eq!(shown.iter().map(|card| card.is_seen).collect::<Vec<_>>(), [false, true]);
    }
    assert_eq!(words(&phone), [(id(1), OrderState::Seen)]);
    said(&phone);
    assert!(words(&phone).is_empty());

    let phone = phone.killed();
    assert_eq!(cards(&phone, Ask::Orders).len(), 2, "they are still there after a start");
    assert_eq!(cards(&phone, Ask::DismissOrder { id: id(1) }).len(), 1);
    assert_eq!(words(&phone), [(id(1), OrderState::Dismissed)]);
    hear(&phone, &told);
    assert_eq!(cards(&phone, Ask::Orders).len(), 1, "what the server did not hear yet does not come back");
    hear(&phone, &told[1..]);
    assert!(words(&phone).is_empty(), "and what it tells no more is over");
    hear(&phone, &[]);
    assert!(cards(&phone, Ask::Orders).is_empty(), "so is what the desk took back");
}

#[test]
fn what_was_put_away_while_the_server_heard_that_it_was_seen_is_still_to_be_said() {
    let phone = Phone::new();
    hear(&phone, &[order(1, OrderKind::Word)]);
    cards(&phone, Ask::OrdersSeen { ids: vec![id(1)] });
    let on_its_way = phone.core.store().read(|r| r.order_words()).unwrap();
    cards(&phone, Ask::DismissOrder { id: id(1) });
    phone.core.store().write(|w| w.orders_told(&on_its_way)).unwrap();
    assert_eq!(words(&phone), [(id(1), OrderState::Dismissed)]);
}

#[test]
fn what_a_restored_server_has_forgotten_is_said_again_and_not_shown() {
    let phone = Phone::new();
    let told = [order(1, OrderKind::Word), order(2, OrderKind::Charge)];
    hear(&phone, &told);
    cards(&phone, Ask::OrdersSeen { ids: vec![id(1), id(2)] });
    cards(&phone, Ask::DismissOrder { id: id(1) });
    said(&phone);
    assert!(words(&phone).is_empty());
    // Its backup is older than what it was told.
    hear(&phone, &told);
    assert_eq!(cards(&phone, Ask::Orders).iter().map(|card| card.id).collect::<Vec<_>>(), [id(2)]);
    assert_eq!(words(&phone), [(id(1), OrderState::Dismissed)]);
}

#[test]
fn what_was_put_away_and_not_said_stays_so_while_somebody_else_has_the_phone() {
    let phone = Phone::new();
    let told = [order(1, OrderKind::Word), order(2, OrderKind::Charge)];
    hear(&phone, &told);
    cards(&phone, Ask::DismissOrder { id: id(1) });
    phone.tell(Ask::SignOut);
    phone.core.store().write(|w| w.leave_orders()).unwrap();
    let li = AccountId(Uuid::from_u128(6));
    phone.hand_to(li);
    assert!(cards(&phone, Ask::Orders).is_empty(), "neither is anything to them");
    assert_eq!(words(&phone), [(id(1), OrderState::Dismissed)], "it is said by whoever has a line");
    // An answer to a hello that said nothing of it yet.
    let mut session = signed_in(true);
    session.account.id = li;
    phone.core.store().write(|w| w.take_orders(&[], &session, MORNING)).unwrap();
    phone.hand_to(WANG);
    hear(&phone, &told);
    assert_eq!(cards(&phone, Ask::Orders).iter().map(|card| card.id).collect::<Vec<_>>(), [id(2)]);
    said(&phone);
    hear(&phone, &told[1..]);
    assert!(words(&phone).is_empty(), "and once it is heard it is over");
}

#[test]
fn what_comes_true_goes_by_itself() {
    let phone = Phone::new();
    hear(&phone, &[order(1, OrderKind::SyncNow), order(2, OrderKind::SetClock), order(3, OrderKind::Charge)]);
    let offset = |ms: i64| {
        let anchor = BootAnchor { boot: "boot-1".to_owned(), anchor: Anchor { monotonic_ms: 1, at: MORNING } };
        phone.core.store().write(|w| w.heard(MORNING, ms, &anchor)).unwrap();
        super::round_is_complete(phone.core.inner()).unwrap();
        cards(&phone, Ask::Orders).iter().map(|card| card.kind).collect::<Vec<_>>()
    };
    assert_eq!(offset(-3_600_000), [OrderKind::Charge, OrderKind::SetClock], "an hour off is not right");
    assert_eq!(offset(4_000), [OrderKind::Charge]);
    assert_eq!(words(&phone), [(id(1), OrderState::CameTrue), (id(2), OrderState::CameTrue)]);
}

#[test]
fn a_phone_is_not_erased_while_something_is_not_sent() {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    phone.tell(report(&phone));
    hear(&phone, &[order(1, OrderKind::Wipe)]);
    assert!(cards(&phone, Ask::Orders).is_empty(), "nobody puts it away");
    assert_eq!(standing(&phone).unwrap().unsent, 2, "an operation and a photo");
    assert_eq!(words(&phone), [(id(1), OrderState::Waiting)]);
    assert!(!wipe::begin(phone.core.inner(), &Ok(())).unwrap());
    phone.tell(report(&phone));
    match phone.tell(Ask::Status) {
        Told::Status(status) => {
            let wiping = status.wiping.unwrap();
            assert_eq!((wiping.unsent, wiping.is_ending, wiping.reason.as_str()), (4, false, "快没电了"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        wipe::follow(phone.core.inner(), &Err(revoked())).map(|()| standing(&phone).unwrap().unsent).unwrap(),
        4
    );
}

fn revoked() -> Error {
    shared::refusal::Code::DeviceRevoked.into()
}

#[test]
fn a_piece_of_track_that_is_still_open_stands_against_it() {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    phone.tell(Ask::MarkShift { begins: true, fix: None });
    hear(&phone, &[order(1, OrderKind::Wipe)]);
    let before = standing(&phone).unwrap().unsent;
    let Told::Walked(walked) = phone.tell(Ask::Walked { fix: fix(0.0, 0.0, phone.now()) }) else {
        panic!("a position")
    };
    assert_eq!(walked.kept, Kept::Point);
    assert_eq!(standing(&phone).unwrap().unsent, before + 1);
}

#[test]
fn what_a_restored_server_agreed_to_takes_nothing_that_is_to_be_sent_again() {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    phone.tell(report(&phone));
    let agreed = OrderTold { agreed: true, ..order(1, OrderKind::Wipe) };
    hear(&phone, std::slice::from_ref(&agreed));
    assert!(!wipe::go_on(phone.core.inner()).unwrap());
    wipe::follow(phone.core.inner(), &Err(revoked())).unwrap();
    assert!(
        matches!(phone.tell(Ask::Cases), Told::Cases(cases) if cases.len() == 1),
        "it is all here, to be handed in"
    );
    hear(&phone, &[OrderTold { leave_unsent: true, ..agreed }]);
    assert!(wipe::go_on(phone.core.inner()).unwrap(), "but where the desk said to leave it");
}

#[test]
fn once_nothing_is_to_be_sent_nothing_new_is_saved_until_the_server_has_spoken() {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() });
    phone.tell(report(&phone));
    let told = OrderTold { leave_unsent: true, ..order(1, OrderKind::Wipe) };
    hear(&phone, std::slice::from_ref(&told));
    let core = phone.core.inner();
    assert!(!wipe::begin(core, &Err(Error::Offline("no network".to_owned()))).unwrap(), "it was not tried");
    assert!(wipe::begin(core, &Err(Error::Busy("the server fails".to_owned()))).unwrap());
    assert_eq!(words(&phone), [(id(1), OrderState::Wiping)]);
    let phone = phone.killed();
    let another = report(&phone);
    assert_eq!(phone.refused(another.clone()), "device_wiped", "also after a start");
    hear(&phone, std::slice::from_ref(&told));
    assert_eq!(words(&phone), [(id(1), OrderState::Waiting)], "the server did not agree");
    phone.tell(another);
}

#[test]
fn a_phone_that_is_erased_begins_anew_and_says_why() {
    let phone = Phone::new();
    let before = phone.core.device();
    phone.tell(Ask::ChoosePin { old: None, new: "270418".to_owned() });
    phone.take(shot(PhotoRole::Near, None), picture()).unwrap();
    hear(&phone, &[OrderTold { agreed: true, ..order(1, OrderKind::Wipe) }]);
    assert!(wipe::go_on(phone.core.inner()).unwrap());
    for ask in [Ask::Start, Ask::Status, Ask::Cases, Ask::Sync] {
        assert_eq!(phone.refused(ask), "device_wiped");
    }
    assert_eq!(phone.files(), 1, "only the mark is left");
    crate::tests::phone::block_on(phone.core.until_over());

    let phone = phone.killed();
    assert_ne!(phone.core.device(), before, "another device, without a PIN");
    let Told::Start(start) = phone.tell(Ask::Start) else { panic!("a start") };
    assert_eq!((start.account, start.server), (None, None));
    let [why] = start.notices.try_into().unwrap();
    assert!(why.code == "wiped" && why.zh.contains("快没电了"), "{why:?}");
    assert_eq!(phone.files(), 0, "the mark has gone");
    let phone = phone.killed();
    let Told::Start(start) = phone.tell(Ask::NoticesSeen) else { panic!("a start") };
    assert!(start.notices.is_empty(), "and it is told once");
}

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

struct DyingFiles(Rc<dyn Files>, Steps);

impl Files for DyingFiles {
    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        step(&self.1)?;
        self.0.write(name, bytes)
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        self.0.read(name)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        step(&self.1)?;
        self.0.remove(name)
    }

    fn free_bytes(&self) -> Option<u64> {
        None
    }

    fn keep_only(&self, name: &str) -> io::Result<()> {
        step(&self.1)?;
        self.0.keep_only(name)
    }
}

struct DyingSpare(Rc<dyn Spare>, Steps);

impl Spare for DyingSpare {
    fn is_there(&self, database: &Path) -> io::Result<bool> {
        self.0.is_there(database)
    }

    fn put_aside(&self, database: &Path) -> io::Result<Option<PathBuf>> {
        self.0.put_aside(database)
    }

    fn put_journal_aside(&self) -> io::Result<()> {
        self.0.put_journal_aside()
    }

    fn hold(&self, bytes: u64) -> io::Result<()> {
        self.0.hold(bytes)
    }

    fn give_up(&self) -> io::Result<bool> {
        self.0.give_up()
    }

    fn erase(&self, database: &Path) -> io::Result<()> {
        step(&self.1)?;
        self.0.erase(database)
    }
}

struct DyingKeys(KeyFile, Steps);

impl KeyStore for DyingKeys {
    fn secret(&self, device: DeviceId) -> Result<Option<[u8; 32]>> {
        self.0.secret(device)
    }

    fn keep(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        step(&self.1)?;
        self.0.keep(device, secret)
    }

    fn forget(&self, device: DeviceId) -> Result<()> {
        self.0.forget(device)
    }

    fn erase(&self, device: DeviceId) -> Result<()> {
        step(&self.1)?;
        self.0.erase(device)
    }
}

/// A home whose battery may go at any step.
struct Home {
    folder: tempfile::TempDir,
    left: Steps,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), left: Rc::new(Cell::new(u32::MAX)) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("home").join(name)
    }

    fn open(&self) -> Result<Core> {
        let home = self.folder.path().join("home");
        let plain = world(&home, None)?;
        let world = World {
            files: Rc::new(DyingFiles(Rc::clone(&plain.files), Rc::clone(&self.left))),
            spare: Rc::new(DyingSpare(Rc::clone(&plain.spare), Rc::clone(&self.left))),
            ..plain
        };
        let keys = KeyFile::new(KeyPlace::Folder(self.folder.path().join("keys")), &home)?;
        let keys = Rc::new(DyingKeys(keys, Rc::clone(&self.left)));
        match gate::enter(world, keys, home.join("xunge.db"))? {
            Opened::Open(core) => Ok(core),
            Opened::Locked(_) => panic!("nobody chose a PIN"),
        }
    }

    fn names(&self, folder: &Path) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

/// A home with something of everything in it, whose phone the server has withdrawn.
fn ordered() -> (Home, DeviceId) {
    let home = Home::new();
    let core = home.open().unwrap();
    let told = OrderTold { agreed: true, ..order(1, OrderKind::Wipe) };
    core.store()
        .write(|w| {
            w.put_session(&signed_in(true), Instant::from_ms(1))?;
            w.take_orders(&[told], &signed_in(true), MORNING)
        })
        .unwrap();
    for name in ["a.working", "a.original", "lock.spare", ".b.part"] {
        std::fs::write(home.path("files").join(name), name).unwrap();
    }
    for folder in ["base-maps", "broken/1", "rescue", "shutter"] {
        std::fs::create_dir_all(home.path(folder)).unwrap();
    }
    std::fs::write(home.path("base-maps").join(Sha256::of(b"map").as_str()), "map").unwrap();
    std::fs::write(home.path("broken/1/xunge.db"), "broken").unwrap();
    std::fs::write(home.path("rescue/handed-out"), "sealed").unwrap();
    for name in ["shot-1.jpg", ".shot-2.jpg"] {
        std::fs::write(home.path("shutter").join(name), "as the camera left it").unwrap();
    }
    let device = core.device();
    // As a battery leaves it: nothing is closed.
    std::mem::forget(core);
    (home, device)
}

#[track_caller]
fn check_erased(home: &Home, core: &Core, before: DeviceId) {
    assert_ne!(core.device(), before);
    let start: Start = session::start(core.inner()).unwrap();
    assert_eq!(start.account, None);
    assert_eq!(start.notices.iter().map(|notice| notice.code.as_str()).collect::<Vec<_>>(), ["wiped"], "told once");
    assert_eq!(home.names(&home.path("files")), ["device"]);
    assert_eq!(home.names(&home.path("shutter")), [""; 0], "not sealed, and nobody's to find");
    assert!(home.names(&home.path("base-maps")).is_empty() && !home.path("broken").exists());
    assert_eq!(home.names(&home.path("rescue")), ["handed-out"], "sealed for the server, and not ours any more");
    let keys = home.names(&home.folder.path().join("keys"));
    // A start that died before its home named it may leave a key that opens nothing.
    assert!(!keys.contains(&format!("{before}.key")), "the key of the device that was is gone: {keys:?}");
    assert!(keys.contains(&format!("{}.key", core.device())));
}

#[test]
fn wherever_the_power_goes_the_next_start_finishes_it_before_anything_opens() {
    for steps in 0.. {
        let (home, before) = ordered();
        home.left.set(steps);
        let first = home.open();
        let is_through = first.is_ok();
        std::mem::forget(first);
        // And the start after it dies as well, at each step in its turn.
        for again in 0..=steps {
            home.left.set(again);
            let second = home.open();
            if let Ok(core) = &second {
                assert_ne!(core.device(), before, "after {steps} and {again} steps: what is to be erased was opened");
            }
            std::mem::forget(second);
        }
        home.left.set(u32::MAX);
        let core = home.open().unwrap();
        check_erased(&home, &core, before);
        if is_through {
            assert!(steps > 5, "mark, key, database, files, mark: {steps} steps");
            return;
        }
    }
}
