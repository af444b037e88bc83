//! A phone in the field: a home of its own in a temporary folder, somebody signed in, and the packs of a district of nine
//! hundred grids, made up.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use app_bridge::ask::Ask;
use app_bridge::told::{Answer, Told};
use app_core::core::Core;
use app_core::home;
use app_core::native::keys::{KeyFile, KeyPlace};
use app_core::native::open::{Home, open, world};
use app_core::store::device::Device;
use app_core::store::session::SignedIn;
use app_core::store::{Store, opening};
use shared::account::Role;
use shared::api::session::AccountFacts;
use shared::catalogue::CatalogueFiles;
use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, UnitGrid};
use shared::grid::ring::Ring;
use shared::ids::{AccountId, JurisdictionId, ServerId, Sha256};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::{Degree, Point};
use shared::settings::Settings;
use shared::sync::hello::{PackKind, PackRef};
use shared::time::Instant;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Grids along each side of the district.
const SIDE: usize = 30;
/// How long the side of a grid is, metres.
const GRID_M: f64 = 100.0;
/// Grids in each beat.
const BEAT: usize = 20;

/// A phone in a folder that goes when this does.
pub struct Field {
    folder: tempfile::TempDir,
    /// Waits for what the core does.
    pub runtime: Runtime,
}

impl Field {
    /// Begins a phone on which somebody is signed in and everything is in place; `fill` may put more into its store.
    pub fn begin(fill: impl FnOnce(&Store, &Device, &SignedIn)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let field = Self { folder, runtime };
        let (store, device) = field.store();
        let session = session();
        store.write(|w| w.put_session(&session, now())).unwrap();
        take_packs(&store);
        fill(&store, &device, &session);
        field
    }

    /// Opens the store without a core.
    pub fn store(&self) -> (Store, Device) {
        let Home { folder, key, .. } = self.home();
        fs::create_dir_all(&folder).unwrap();
        let world = world(&folder, None).unwrap();
        let keys = home::unlock(&world, &KeyFile::new(key, &folder).unwrap()).unwrap();
        opening::open(&world, &keys, &self.database()).unwrap()
    }

    /// Opens the collector.
    pub fn core(&self) -> Core {
        let _inside = self.runtime.enter();
        open(&self.home()).unwrap()
    }

    /// Asks as the page does: with the answer written as the text that goes to it.
    pub fn ask(&self, core: &Core, ask: Ask) -> Told {
        let answer = self.runtime.block_on(core.handle(ask));
        black_box(serde_json::to_vec(&answer).unwrap());
        match answer {
            Answer::Told(told) => *told,
            Answer::Failed(failure) => unreachable!("everything is in place: {failure:?}"),
        }
    }

    /// Returns its home.
    pub fn home(&self) -> Home {
        Home {
            folder: self.folder.path().join("home"),
            key: KeyPlace::File(self.folder.path().join("key")),
            font: None,
        }
    }

    /// Returns where the database lies.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("home").join("xunge.db")
    }
}

/// Returns this moment.
pub fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Instant::from_ms(i64::try_from(since.as_millis()).unwrap())
}

/// Returns a position so many metres east and north of the district's corner.
pub fn fix(east_m: f64, north_m: f64) -> Fix {
    let point = corner().moved_m(east_m, north_m);
    Fix {
        lon: Degree(point.lon_e7),
        lat: Degree(point.lat_e7),
        crs: Crs::Wgs84,
        source: Source::Gnss,
        accuracy_m: Some(6.0),
        fix_time: now(),
        provider: None,
        is_mock: false,
        heading_deg: None,
    }
}

fn corner() -> Point {
    Point::new(108.93, 34.25).unwrap()
}

/// Returns whose ground it is.
pub fn ground() -> JurisdictionId {
    "610112".parse().unwrap()
}

fn session() -> SignedIn {
    SignedIn {
        account: AccountFacts {
            id: AccountId(Uuid::from_u128(5)),
            user: "wang".parse().unwrap(),
            name: "王".to_owned(),
            role: Role::Collector,
            jurisdiction: ground(),
            jurisdiction_name: "未央区".to_owned(),
            unit: None,
            training: true,
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

fn take_packs(store: &Store) {
    let packs = [
        (PackKind::Catalogue, catalogue().into_bytes()),
        (PackKind::Calendar, read("calendar/national.json").into_bytes()),
        (PackKind::Boundaries, district().to_pack()),
        (PackKind::Settings, serde_json::to_vec(&Settings { training: true, ..Settings::default() }).unwrap()),
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
    let taken = store.write(|w| {
        for (pack, bytes) in &named {
            w.put_pack(pack, bytes, now())?;
        }
        w.use_packs(&refs)
    });
    taken.unwrap();
}

fn read(name: &str) -> String {
    // Tests of another crate begin such a phone, too.
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let packs = folders.map(|folder| folder.join("server/packs")).find(|packs| packs.is_dir()).unwrap();
    fs::read_to_string(packs.join(name)).unwrap()
}

fn catalogue() -> String {
    let texts = CatalogueFiles::NAMES.map(|name| read(&format!("catalogue/{name}")));
    CatalogueFiles::from_texts(texts.each_ref().map(String::as_str)).assemble().unwrap().to_json()
}

/// A square of grids, walked in beats, with one unit for each layer.
fn district() -> Boundaries {
    let mut district = Boundaries::empty(
        ground(),
        "未央区".to_owned(),
        "1".to_owned(),
        Origin::Training,
        "2026-07-01".parse().unwrap(),
    );
    let metres = |count: usize| f64::from(u32::try_from(count).unwrap()) * GRID_M;
    let square = |east: usize, north: usize, size: usize| {
        let at = |east: usize, north: usize| corner().moved_m(metres(east), metres(north));
        let ring = [at(east, north), at(east + size, north), at(east + size, north + size), at(east, north + size)];
        vec![Ring::new(ring.to_vec()).unwrap()]
    };
    district.grids = (0..SIDE * SIDE)
        .map(|place| UnitGrid {
            code: format!("610112001001{place:03}").parse().unwrap(),
            fineness: Fineness::Fine,
            rings: square(place % SIDE, place / SIDE, 1),
        })
        .collect();
    let beats = district.grids.chunks(BEAT).enumerate().map(|(number, grids)| DutyGrid {
        id: format!("D{number:03}").parse().unwrap(),
        name: format!("{number} 号"),
        grids: grids.iter().map(|grid| grid.code.clone()).collect(),
    });
    district.duty_grids = beats.collect();
    for code in ["sanitation", "roads", "drainage", "greening", "lighting", "order", "advertising"] {
        let layer = code.parse().unwrap();
        district.industry.push(IndustryArea {
            layer,
            unit: format!("U-{code}").parse().unwrap(),
            unit_name: format!("{code} 一所"),
            rings: square(0, 0, SIDE),
        });
        district.layers.push(Layer { code: code.parse().unwrap(), name: code.to_owned() });
    }
    district
}
