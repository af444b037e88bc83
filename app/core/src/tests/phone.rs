//! A phone for tests beside the code: somebody is signed in, and where a test needs them there are packs of a small town.

use std::cell::{Cell, RefCell};
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use app_bridge::ask::{Ask, Shot, Subject};
use app_bridge::told::{Answer, PhotoCard, Told};
use image::{ImageFormat, Rgb, RgbImage};
use shared::account::Role;
use shared::api::session::AccountFacts;
use shared::catalogue::CatalogueFiles;
use shared::evidence::PhotoRole;
use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, Origin, UnitGrid};
use shared::grid::ring::Ring;
use shared::ids::{AccountId, JurisdictionId, ServerId, Sha256};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::{Degree, Point};
use shared::settings::Settings;
use shared::sync::hello::{PackKind, PackRef};
use shared::task::Task;
use shared::time::Instant;
use uuid::Uuid;

use crate::core::Core;
use crate::error::Result;
use crate::native::keys::KeyPlace;
use crate::native::open::{Home, open_with};
use crate::ports::{Clock, Files, InPlace, Tray, World};
use crate::store::session::SignedIn;

/// When every test begins: a Monday morning in Xi'an.
pub const MORNING: Instant = Instant::from_ms(1_795_399_200_000);
/// Who is signed in.
pub const WANG: AccountId = AccountId(Uuid::from_u128(5));
/// The middle of the town, degrees.
pub const MIDDLE: (f64, f64) = (108.9450, 34.2650);

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

    fn keep_only(&self, name: &str) -> io::Result<()> {
        self.files.keep_only(name)
    }
}

/// A tray in which one file cannot be read.
struct Scratched {
    tray: Rc<dyn Tray>,
    file: Rc<RefCell<String>>,
}

impl Tray for Scratched {
    fn names(&self) -> io::Result<Vec<String>> {
        self.tray.names()
    }

    fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        if *self.file.borrow() == name { Err(io::Error::other("a scratch")) } else { self.tray.read(name) }
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.tray.remove(name)
    }

    fn empty(&self) -> io::Result<()> {
        self.tray.empty()
    }
}

/// Clocks that are moved by hand.
struct Hands {
    wall: Cell<Instant>,
    monotonic_ms: Cell<u64>,
    boot: RefCell<String>,
}

impl Clock for Hands {
    fn wall(&self) -> Instant {
        self.wall.get()
    }

    fn monotonic_ms(&self) -> u64 {
        self.monotonic_ms.get()
    }

    fn boot(&self) -> String {
        self.boot.borrow().clone()
    }
}

/// A phone in a folder of its own.
pub struct Phone {
    pub core: Core,
    /// How many more files can be written.
    pub left: Rc<Cell<u32>>,
    /// The name of the camera's file that cannot be read.
    pub scratched: Rc<RefCell<String>>,
    clock: Rc<Hands>,
    folder: tempfile::TempDir,
}

impl Phone {
    /// A phone on which somebody of a training city is signed in; it never had a network, so it has no packs.
    pub fn new() -> Self {
        Self::of(true)
    }

    /// The same with the packs of a town that has these settings.
    pub fn in_town(settings: &Settings) -> Self {
        let phone = Self::of(settings.training);
        phone.take_packs(settings);
        phone
    }

    fn of(training: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let left = Rc::new(Cell::new(u32::MAX));
        let clock = Rc::new(Hands {
            wall: Cell::new(MORNING),
            monotonic_ms: Cell::new(1_000_000),
            boot: RefCell::new("boot-1".to_owned()),
        });
        let scratched = Rc::default();
        let core = opened(folder.path(), &left, &scratched, &clock);
        core.store().write(|w| w.put_session(&session(training), Instant::from_ms(1))).unwrap();
        Self { core, left, scratched, clock, folder }
    }

    /// Ends the program in the middle of everything and starts it again, as a phone's system does: nothing is closed.
    pub fn killed(self) -> Self {
        let Self { core, left, scratched, clock, folder } = self;
        std::mem::forget(core);
        let core = opened(folder.path(), &left, &scratched, &clock);
        Self { core, left, scratched, clock, folder }
    }

    /// Hands the phone to another account, or back.
    pub fn hand_to(&self, account: AccountId) {
        let before = self.core.store().read(|r| r.session()).unwrap().unwrap();
        let account = AccountFacts { id: account, ..before.account.clone() };
        let session = SignedIn { account, signed_out: false, ..before };
        self.core.store().write(|w| w.put_session(&session, Instant::from_ms(1))).unwrap();
    }

    fn take_packs(&self, settings: &Settings) {
        let packs = [
            (PackKind::Catalogue, catalogue()),
            (PackKind::Calendar, read("calendar/national.json").into_bytes()),
            (PackKind::Boundaries, town().to_pack()),
            (PackKind::Settings, serde_json::to_vec(settings).unwrap()),
        ];
        let named = packs.map(|(kind, bytes)| {
            let pack = PackRef {
                kind,
                jurisdiction: ground(),
                hash: Sha256::of(&bytes),
                version: "1".to_owned(),
                size_bytes: u64::try_from(bytes.len()).unwrap(),
            };
            (pack, bytes)
        });
        let refs: Vec<PackRef> = named.iter().map(|(pack, _)| pack.clone()).collect();
        self.core
            .store()
            .write(|w| {
                for (pack, bytes) in &named {
                    w.put_pack(pack, bytes, MORNING)?;
                }
                w.use_packs(&refs).map(drop)
            })
            .unwrap();
        self.core.inner().forget_packs();
    }

    /// Lets time pass.
    pub fn wait_s(&self, seconds: i64) {
        self.clock.wall.set(self.clock.wall.get().plus_ms(seconds * 1_000));
        let passed = u64::try_from(seconds * 1_000).unwrap();
        self.clock.monotonic_ms.set(self.clock.monotonic_ms.get() + passed);
    }

    /// Sets the wall clock forward without any time passing.
    pub fn set_clock_forward_s(&self, seconds: i64) {
        self.clock.wall.set(self.clock.wall.get().plus_ms(seconds * 1_000));
    }

    /// Returns what the wall clock says.
    pub fn now(&self) -> Instant {
        self.clock.wall.get()
    }

    /// Hears of a task.
    pub fn hear(&self, task: &Task) {
        let body = serde_json::to_string(task).unwrap();
        self.core.store().write(|w| w.hear_task(task, &body, WANG, 1)).unwrap();
    }

    /// Takes a shot.
    pub fn take(&self, shot: Shot, bytes: Vec<u8>) -> Result<PhotoCard> {
        block_on(self.core.take(shot, bytes))
    }

    /// Asks, and is told.
    #[track_caller]
    pub fn tell(&self, ask: Ask) -> Told {
        match block_on(self.core.handle(ask)) {
            Answer::Told(told) => *told,
            Answer::Failed(failure) => panic!("{failure:?}"),
        }
    }

    /// Asks, and is refused.
    #[track_caller]
    pub fn refused(&self, ask: Ask) -> String {
        match block_on(self.core.handle(ask)) {
            Answer::Told(told) => panic!("told {told:?}"),
            Answer::Failed(failure) => failure.code,
        }
    }

    /// Counts the files of shots.
    pub fn files(&self) -> usize {
        let names = std::fs::read_dir(self.home().join("files")).unwrap();
        names.filter(|name| name.as_ref().unwrap().file_name() != "device").count()
    }

    /// Returns the home's folder.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }
}

fn opened(at: &Path, left: &Rc<Cell<u32>>, scratched: &Rc<RefCell<String>>, clock: &Rc<Hands>) -> Core {
    let home = Home { folder: at.join("home"), key: KeyPlace::File(at.join("key")), font: None };
    let opened = open_with(&home, |world| {
        let files = Rc::new(Room { files: Rc::clone(&world.files), left: Rc::clone(left) });
        let tray = Rc::new(Scratched { tray: Rc::clone(&world.tray), file: Rc::clone(scratched) });
        World { files, work: Rc::new(InPlace), clock: Rc::<Hands>::clone(clock), tray, ..world }
    });
    opened.unwrap()
}

/// Waits for what the core does.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn ground() -> JurisdictionId {
    "610112".parse().unwrap()
}

/// A sign-in at a server that nobody runs.
pub fn session(training: bool) -> SignedIn {
    SignedIn {
        account: AccountFacts {
            id: WANG,
            user: "wang".parse().unwrap(),
            name: "王".to_owned(),
            role: Role::Collector,
            jurisdiction: ground(),
            jurisdiction_name: "未央区".to_owned(),
            unit: None,
            training,
            zone: "Asia/Shanghai".to_owned(),
        },
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
    }
}

fn read(name: &str) -> String {
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../server/packs");
    std::fs::read_to_string(packs.join(name)).unwrap()
}

/// The national catalogue, in which one category asks for two photos.
fn catalogue() -> Vec<u8> {
    let texts = CatalogueFiles::NAMES.map(|name| read(&format!("catalogue/{name}")));
    let files = CatalogueFiles {
        hints: "category,hint,hint_en,photos\nevent:06010,近景看清种类,Show what it is.,1\nevent:06011,拍出堆体全貌,,2\n",
        ..CatalogueFiles::from_texts(texts.each_ref().map(String::as_str))
    };
    files.assemble().unwrap().to_json().into_bytes()
}

/// One grid of about 900 by 1,100 metres, which is a duty grid too.
fn town() -> Boundaries {
    let mut town = Boundaries::empty(
        ground(),
        "未央区".to_owned(),
        "test-1".to_owned(),
        Origin::Training,
        "2026-07-01".parse().unwrap(),
    );
    let corner = |lon: f64, lat: f64| Point::new(lon, lat).unwrap();
    let ring =
        Ring::new(vec![corner(108.94, 34.26), corner(108.95, 34.26), corner(108.95, 34.27), corner(108.94, 34.27)]);
    town.grids = vec![UnitGrid {
        code: "610112001007001".parse().unwrap(),
        fineness: Fineness::Fine,
        rings: vec![ring.unwrap()],
    }];
    town.duty_grids = vec![DutyGrid {
        id: "610112-Z0".parse().unwrap(),
        name: "第一片区".to_owned(),
        grids: vec!["610112001007001".parse().unwrap()],
    }];
    town
}

/// A position of a receiver so many metres east and north of the middle of the town, measured at that moment.
pub fn fix(east_m: f64, north_m: f64, at: Instant) -> Fix {
    let point = Point::new(MIDDLE.0, MIDDLE.1).unwrap().moved_m(east_m, north_m);
    Fix {
        lon: Degree(point.lon_e7),
        lat: Degree(point.lat_e7),
        crs: Crs::Wgs84,
        source: Source::Gnss,
        accuracy_m: Some(5.0),
        fix_time: at,
        provider: None,
        is_mock: false,
        heading_deg: None,
    }
}

/// A shot of a report with the app's own camera.
pub fn shot(role: PhotoRole, fix: Option<Fix>) -> Shot {
    Shot {
        role,
        subject: Subject::Draft { case: None },
        fix,
        address: String::new(),
        imported: false,
        pair: None,
        poster: None,
    }
}

/// A picture in which something can be told apart.
pub fn picture() -> Vec<u8> {
    drawn(64, 48)
}

/// A picture of that size.
pub fn drawn(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::new());
    let image = RgbImage::from_fn(width, height, |x, y| {
        if (x / 4 + y / 4) % 2 == 0 { Rgb([90, 140, 60]) } else { Rgb([200, 190, 180]) }
    });
    image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A spoken note: a WAV file of a hundred bytes a second.
pub fn spoken(seconds: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        [kind.as_slice(), &u32::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
    };
    let format = [&[1, 0, 1, 0][..], &50_u32.to_le_bytes(), &100_u32.to_le_bytes(), &[2, 0, 16, 0]].concat();
    let data = vec![7; usize::try_from(seconds * 100).unwrap()];
    let chunks = [b"WAVE".to_vec(), chunk(b"fmt ", &format), chunk(b"data", &data)].concat();
    chunk(b"RIFF", &chunks)
}

/// A film without a frame in it: an MP4 file that says how long it lasts.
pub fn filmed(ms: u32) -> Vec<u8> {
    let atom = |kind: &[u8; 4], body: &[u8]| {
        [u32::try_from(body.len() + 8).unwrap().to_be_bytes().as_slice(), kind, body].concat()
    };
    let words = |values: &[u32]| values.iter().flat_map(|value| value.to_be_bytes()).collect::<Vec<u8>>();
    let timed = [words(&[0, 0, 0, 1_000, ms]), vec![0; 80]].concat();
    let handler = [[0_u8; 8].as_slice(), b"vide", &[0; 13]].concat();
    let media = [atom(b"mdhd", &timed), atom(b"hdlr", &handler)].concat();
    let track = [atom(b"tkhd", &[words(&[0, 0, 0, 1]), vec![0; 68]].concat()), atom(b"mdia", &media)].concat();
    let movie = [atom(b"mvhd", &timed), atom(b"trak", &track)].concat();
    [atom(b"ftyp", b"isom\0\0\0\0"), atom(b"mdat", &[7; 40]), atom(b"moov", &movie)].concat()
}

/// Returns the codes of warnings, in order.
pub fn codes(warnings: &[app_bridge::told::Warning]) -> Vec<&str> {
    warnings.iter().map(|warning| warning.code.as_str()).collect()
}
