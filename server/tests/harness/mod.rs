//! A server in this process, a small town, people with phones and people at desks.

pub mod answers;
pub mod clip;
pub mod city;
pub mod desk;
mod pattern;
pub mod phone;
pub mod rescue;
pub mod small_disk;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use server::config::PasswordCost;
use server::db::Db;
use server::world::{Clock, Disk, SystemRandom};
use server::{App, Config};
use shared::time::Instant;
use tokio::sync::oneshot;

pub use self::answers::Answers;
pub use self::desk::Desk;
pub use self::phone::Phone;
pub use self::rescue::Rescue;
pub use self::small_disk::SmallDisk;

/// The password of everybody here.
pub const PASSWORD: &str = "correct horse";

/// A clock that is moved by hand. It begins on Monday 2026-11-23 at 10:00 in Xi'an.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    pub fn new() -> Self {
        Self(AtomicI64::new("2026-11-23T10:00:00+08:00".parse::<Instant>().unwrap().ms()))
    }

    pub fn forward_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// A disk that is filled by hand.
#[derive(Debug)]
pub struct HandDisk(AtomicU64);

impl HandDisk {
    pub fn set_free(&self, bytes: u64) {
        self.0.store(bytes, Ordering::SeqCst);
    }
}

impl Disk for HandDisk {
    fn free_bytes(&self, _: &Path) -> std::io::Result<u64> {
        Ok(self.0.load(Ordering::SeqCst))
    }

    fn total_bytes(&self, _: &Path) -> std::io::Result<Option<u64>> {
        Ok(Some(u64::MAX / 2))
    }
}

/// One server with its town.
pub struct World {
    pub app: App,
    pub clock: Arc<HandClock>,
    pub disk: Arc<HandDisk>,
    pub base: String,
    pub http: reqwest::Client,
    /// Watched until the end of the test.
    _answers: Answers,
    /// Kept so that it is removed at the end and not before.
    _data: tempfile::TempDir,
    stop: Option<oneshot::Sender<()>>,
    served: Option<tokio::task::JoinHandle<()>>,
}

impl World {
    /// A server on the embedded database.
    pub async fn on_sqlite() -> Self {
        let data = tempfile::tempdir().unwrap();
        pattern::on_sqlite(data.path()).await;
        Self::settled(config(data.path(), None), data).await
    }

    /// A server on PostgreSQL, in a database of its own. Where no server is named the test is skipped and says so; a
    /// build server must not be able to pass by having forgotten it.
    pub async fn on_postgres(test: &str) -> Option<Self> {
        let Ok(url) = std::env::var(POSTGRES) else {
            assert!(!is_ci(), "{test}: {POSTGRES} is not set, and with CI=true nothing is skipped");
            skipped(&format!("{test}: {POSTGRES} names no PostgreSQL server; cargo xtask test starts one"));
            return None;
        };
        sqlx::any::install_default_drivers();
        let data = tempfile::tempdir().unwrap();
        let own = pattern::on_postgres(&url, data.path()).await;
        Some(Self::settled(config(data.path(), Some(own)), data).await)
    }

    /// A server whose jobs have had their first turn: for a minute nothing happens by itself beside the test. Their last
    /// one writes a sample down.
    async fn settled(config: Config, data: tempfile::TempDir) -> Self {
        let world = Self::serving(config, data, Arc::new(HandClock::new())).await;
        while world.count("select count(*) from health_samples").await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        world
    }

    /// A server on what lies in a folder and a database already.
    pub async fn serving(config: Config, data: tempfile::TempDir, clock: Arc<HandClock>) -> Self {
        let disk = Arc::new(HandDisk(AtomicU64::new(u64::MAX / 2)));
        let app = App::with_disk(config, clock.clone(), Arc::new(SystemRandom), disk.clone()).await.unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let answers = Answers::default();
        let routes = answers.watched(server::http::router::router(app.clone()));
        let served = tokio::spawn({
            let app = app.clone();
            async move {
                let shutdown = async move { drop(stopped.await) };
                server::http::serve::serve_routes(listener, app, routes, shutdown).await.unwrap();
            }
        });
        choose_provider();
        // A connection that the server closed over a body it would not take must not be met again by the next request.
        let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        let base = format!("http://{address}");
        Self { app, clock, disk, base, http, _answers: answers, _data: data, stop: Some(stop), served: Some(served) }
    }

    /// A server whose data lie on a disk of so many megabytes; none, said aloud, where none can be mounted.
    pub async fn on_small_disk(test: &str, megabytes: u32) -> Option<(Self, SmallDisk)> {
        let small = match SmallDisk::mount(megabytes) {
            Ok(small) => small,
            Err(why) => {
                assert!(!is_ci(), "{test}: {why}, and with CI=true nothing is skipped");
                skipped(&format!("{test}: {why}"));
                return None;
            }
        };
        let data = tempfile::tempdir_in(small.path()).unwrap();
        let world = Self::serving(config(data.path(), None), data, Arc::new(HandClock::new())).await;
        city::fill(&world.app).await;
        Some((world, small))
    }

    /// Signs people in, each on a new phone.
    pub async fn phones<const N: usize>(&self, users: [&str; N]) -> [Phone; N] {
        let mut phones = Vec::new();
        for user in users {
            phones.push(Phone::sign_in(self, user).await);
        }
        phones.try_into().ok().unwrap()
    }

    /// Signs somebody in at a desk.
    pub async fn desk(&self, user: &str) -> Desk {
        Desk::sign_in(self, user).await
    }

    /// Changes the settings of a jurisdiction, as an import does.
    pub async fn set(&self, area: &str, change: impl FnOnce(&mut shared::settings::Settings)) {
        use server::catalogue::actions as packs;
        let mut jurisdiction = self.app.city().jurisdiction(&area.parse().unwrap()).cloned().unwrap();
        change(&mut jurisdiction.settings);
        let mut tx = self.app.db.write().await.unwrap();
        packs::put_jurisdiction(&mut tx, &jurisdiction, self.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.app.refresh().await.unwrap();
    }

    /// Returns the moment that it is in this world.
    pub fn clock_now(&self) -> Instant {
        self.clock.now()
    }

    /// Counts rows; what a reply cannot show.
    pub async fn count(&self, sql: &'static str) -> i64 {
        use sqlx::Row as _;
        let mut reader = self.app.db.read().await.unwrap();
        sqlx::query(sql).fetch_one(&mut *reader).await.unwrap().try_get(0).unwrap()
    }

    /// Stops the server and returns the folder that its data lie in.
    pub async fn stopped(mut self) -> tempfile::TempDir {
        drop(self.stop.take());
        if let Some(served) = self.served.take() {
            served.await.unwrap();
        }
        self._data
    }

    /// Stops the server as an operator does.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if let Some(served) = self.served.take() {
            served.await.unwrap();
        }
    }
}

/// Built with the app's core in one go, a client brings no provider of its own. A second choice is refused, and that it
/// is refused says that there is one.
pub fn choose_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

/// Names the PostgreSQL server that tests may make databases on.
const POSTGRES: &str = "XUNGE_TEST_POSTGRES";

fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|word| word == "true" || word == "1")
}

/// Says that a test was skipped, past what the runner holds back of a test that passes.
fn skipped(why: &str) {
    use std::io::Write as _;
    std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes()).unwrap();
}

/// The settings of every server here.
pub fn config(data: &Path, database_url: Option<String>) -> Config {
    Config {
        database_url,
        password_cost: PasswordCost::CHEAP,
        quarantine_bytes: 4 * 1024 * 1024,
        file_bytes: 2 * 1024 * 1024,
        rescue_bytes: 4 * 1024 * 1024,
        stall: std::time::Duration::from_secs(4),
        // The clock stands still here: a test has as many requests as it wants.
        desk_per_minute: u32::MAX,
        device_per_minute: u32::MAX,
        ..Config::new(data)
    }
}

/// Makes a database of its own on the test server and returns its URL.
pub async fn database(url: &str) -> String {
    let name = name_of_its_own();
    sqlx::any::install_default_drivers();
    let pool = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(url).await.unwrap();
    for statement in [format!("drop database if exists {name}"), format!("create database {name}")] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&pool).await.unwrap();
    }
    pool.close().await;
    let own = beside(url, &name);
    // Opened once here, so that a failure names the database and not the first test.
    drop(Db::open(&own, 2).await.unwrap());
    own
}

/// Returns the name of a database that no other test has.
fn name_of_its_own() -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    format!("xunge_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst))
}

/// Returns the URL of another database on the same server.
fn beside(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// Writes each test once and runs it on both engines.
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* async fn $name:ident($world:ident: &World) $body:block)*) => {$(
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports, reason = "a test may need none of its neighbours' names")]
            use super::*;

            async fn told($world: &$crate::harness::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let world = $crate::harness::World::on_sqlite().await;
                told(&world).await;
                world.stop().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let test = concat!(module_path!(), "::postgres");
                if let Some(world) = $crate::harness::World::on_postgres(test).await {
                    told(&world).await;
                    world.stop().await;
                }
            }
        }
    )*};
}
pub(crate) use on_both_engines;
