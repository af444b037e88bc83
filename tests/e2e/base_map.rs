//! A city brings a base map; a collector keeps it, and it comes over a line that is cut, byte for byte.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::Ask;
use app_bridge::base_map::{BaseMapCard, BaseMapFetching, BaseMapKind, BaseMapWait, MapsOver};
use app_bridge::told::Told;
use app_core::ports::{self, Cut, LocalFuture, Metering, Reply, Request, Transport};
use server::base_maps::actions::{self, Brought};
use shared::account::Actor;
use shared::api::base_maps::BaseMap;
use shared::ids::{JurisdictionId, Sha256};
use shared::place::crs::Crs;
use system_tests::collector::Collector;
use system_tests::pmtiles::noise;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

/// A line that is cut at a base map after so many pieces of it, and carries everything else.
struct Tunnel {
    inner: Rc<dyn Transport>,
    left: Rc<Cell<u32>>,
    ranges: Rc<RefCell<Vec<String>>>,
}

impl Transport for Tunnel {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        let range = request.headers.iter().find(|(name, _)| *name == "range").map(|(_, range)| range.clone());
        if let Some(range) = range {
            self.ranges.borrow_mut().push(range);
            match self.left.get().checked_sub(1) {
                Some(left) => self.left.set(left),
                None => return Box::pin(async { Err(Cut("the line was cut in the tunnel".to_owned())) }),
            }
        }
        self.inner.send(request)
    }
}

/// A collector's phone behind a tunnel.
struct Walker {
    phone: Collector,
    left: Rc<Cell<u32>>,
    ranges: Rc<RefCell<Vec<String>>>,
}

async fn walker(world: &World, user: &str) -> Result<Walker> {
    let (left, ranges) = (Rc::new(Cell::new(u32::MAX)), Rc::new(RefCell::default()));
    let phone = behind(world, user, &left, &ranges)?;
    phone.sign_in(&world.url, &world.accounts.user(user)?.password).await?;
    Ok(Walker { phone, left, ranges })
}

fn behind(world: &World, user: &str, left: &Rc<Cell<u32>>, ranges: &Rc<RefCell<Vec<String>>>) -> Result<Collector> {
    Collector::in_world(user, &world.home(user), |world| {
        let inner = Rc::clone(&world.transport);
        let transport = Rc::new(Tunnel { inner, left: Rc::clone(left), ranges: Rc::clone(ranges) });
        ports::World { transport, ..world }
    })
}

impl Walker {
    /// Turns the phone off and on again, in the same tunnel.
    fn restarted(self, world: &World) -> Result<Self> {
        let Self { phone, left, ranges } = self;
        let user = phone.user.clone();
        drop(phone);
        Ok(Self { phone: behind(world, &user, &left, &ranges)?, left, ranges })
    }

    async fn maps(&self, ask: Ask) -> Result<Vec<BaseMapCard>> {
        match self.phone.core.tell(ask).await? {
            Told::BaseMaps(maps) => Ok(maps),
            other => bail!("asked for base maps, told {other:?}"),
        }
    }

    async fn keep(&self, hash: &Sha256, keep: bool) -> Result<Vec<BaseMapCard>> {
        self.maps(Ask::KeepBaseMap { hash: hash.clone(), keep }).await
    }

    async fn map(&self) -> Result<BaseMapCard> {
        self.maps(Ask::BaseMaps).await?.into_iter().next().context("a base map")
    }

    async fn fetching(&self, ask: Ask) -> Result<BaseMapFetching> {
        match self.phone.core.tell(ask).await? {
            Told::BaseMapFetching(fetching) => Ok(fetching),
            other => bail!("asked how base maps come, told {other:?}"),
        }
    }

    /// Rounds, as they come by themselves, until the map is here.
    async fn until_ready(&self) -> Result<BaseMapCard> {
        for _ in 0..40 {
            self.phone.sync().await?;
            let map = self.map().await?;
            if map.ready {
                return Ok(map);
            }
        }
        bail!("the map did not come within forty rounds")
    }

    fn file(&self, hash: &Sha256) -> PathBuf {
        self.phone.home().join("base-maps").join(hash.as_str())
    }
}

/// Imports a map as an operator does beside the running server.
async fn import(world: &World, of: &JurisdictionId, name: &str, bytes: &[u8]) -> Result<BaseMap> {
    let path = world.folder().join("surveyors.pmtiles");
    std::fs::write(&path, bytes)?;
    let brought = Brought {
        jurisdiction: of.clone(),
        name: name.to_owned(),
        name_en: "Streets".to_owned(),
        crs: Crs::Gcj02,
        attribution: "市测绘院".to_owned(),
    };
    let by = Actor::System { rule: "story".to_owned() };
    actions::import(world.app()?, &path, brought, &by).await
}

fn city(world: &World) -> Result<JurisdictionId> {
    world.app()?.city().city_id().cloned().context("a city")
}

#[test]
fn a_map_comes_in_pieces_over_a_line_that_is_cut_and_is_the_citys_byte_for_byte() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let bytes = noise(1)?;
        let brought = import(&world, &city(&world)?, "街道图", &bytes).await?;
        assert_eq!(brought.hash, Sha256::of(&bytes));
        let wang = walker(&world, &user).await?;
        let map = wang.map().await?;
        assert_eq!(
            (map.name.as_str(), map.name_en.as_str(), map.attribution.as_str()),
            ("街道图", "Streets", "市测绘院")
        );
        assert_eq!((map.kind, map.crs, map.min_zoom, map.max_zoom), (BaseMapKind::Raster, Crs::Gcj02, 12, 13));
        assert_eq!((map.size_bytes, map.held_bytes, map.wanted), (bytes.len() as u64, 0, false));
        ensure!(wang.ranges.borrow().is_empty(), "nobody chose it");

        wang.keep(&map.hash, true).await?;
        report(&wang.phone, 10).await?;
        wang.left.set(1);
        let round = wang.phone.sync().await?;
        assert_eq!((round.pushed, round.photos_sent, round.left), (1, 2, 0), "a cut at the map is no cut at the work");
        let status = wang.phone.status().await?;
        ensure!(status.all_arrived && status.last_error.is_none());
        let held = wang.map().await?.held_bytes;
        ensure!(held > 0 && held < map.size_bytes, "one piece came: {held}");
        assert_eq!(wang.phone.core.base_map(map.hash.as_str())?, None, "half a map is not drawn");

        let wang = wang.restarted(&world)?;
        assert_eq!(wang.map().await?.held_bytes, held, "what came is kept");
        wang.left.set(u32::MAX);
        wang.ranges.borrow_mut().clear();
        let ready = wang.until_ready().await?;
        let first = wang.ranges.borrow().first().cloned().context("a range")?;
        ensure!(first.starts_with(&format!("bytes={held}-")), "{first} goes on at the byte {held}");
        assert_eq!((ready.held_bytes, ready.wanted), (map.size_bytes, true));
        let here = wang.phone.core.base_map(map.hash.as_str())?.context("it is ready")?;
        ensure!(std::fs::read(here.path)? == bytes, "byte for byte");
        let requests = wang.ranges.borrow().len();
        wang.phone.sync().await?;
        assert_eq!(wang.ranges.borrow().len(), requests, "and is not fetched twice");

        wang.phone.offline();
        ensure!(wang.phone.core.base_map(map.hash.as_str())?.is_some(), "it is drawn without a network");
        ensure!(!wang.keep(&map.hash, false).await?.iter().any(|map| map.wanted || map.held_bytes > 0));
        ensure!(!wang.file(&map.hash).exists(), "and is gone when nobody wants it");
        assert_eq!(world.problems().await?, Vec::<String>::new());
        Ok(())
    })
}

#[test]
fn a_new_edition_takes_the_place_of_the_old_one_on_every_phone() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let own: JurisdictionId = world.accounts.user(&user)?.jurisdiction.parse()?;
        let old = import(&world, &own, "街道图", &noise(1)?).await?;
        let wang = walker(&world, &user).await?;
        wang.keep(&old.hash, true).await?;
        wang.until_ready().await?;

        let new = import(&world, &own, "街道图", &noise(2)?).await?;
        wang.phone.sync().await?;
        let map = wang.map().await?;
        assert_eq!((&map.hash, map.wanted, map.held_bytes), (&new.hash, false, 0));
        ensure!(!wang.file(&old.hash).exists() && wang.phone.core.base_map(old.hash.as_str())?.is_none());

        let by = Actor::System { rule: "story".to_owned() };
        ensure!(actions::remove(world.app()?, &own, "街道图", &by).await?);
        wang.phone.sync().await?;
        ensure!(wang.maps(Ask::BaseMaps).await?.is_empty(), "the city took it away");
        Ok(())
    })
}

#[test]
fn a_map_waits_for_wifi_unless_the_person_says_otherwise() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let map = import(&world, &city(&world)?, "街道图", &noise(3)?).await?;
        let wang = walker(&world, &user).await?;
        wang.phone.street.set(Metering::Metered);
        wang.keep(&map.hash, true).await?;
        wang.phone.sync().await?;
        assert_eq!(wang.map().await?.held_bytes, 0);
        assert_eq!(wang.fetching(Ask::BaseMapFetching).await?.waits_for, BaseMapWait::Unmetered);
        let told = wang.fetching(Ask::FetchBaseMapsOver { over: MapsOver::AnyNetwork }).await?;
        assert_eq!((told.over, told.waits_for), (MapsOver::AnyNetwork, BaseMapWait::Round));
        wang.phone.sync().await?;
        ensure!(wang.map().await?.held_bytes > 0);
        wang.fetching(Ask::FetchBaseMapsOver { over: MapsOver::Unmetered }).await?;
        let held = wang.map().await?.held_bytes;
        wang.phone.sync().await?;
        assert_eq!(wang.map().await?.held_bytes, held, "back on the street it waits again");
        wang.phone.street.set(Metering::Unmetered);
        wang.until_ready().await.map(drop)
    })
}
