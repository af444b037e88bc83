//! The server: a folder that can lose power, the real application in it, asked in process, one request at a time.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use app_core::ports::{Cut, Method, Reply, Request};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use futures_util::stream;
use server::cases::timers;
use server::config::{Config, PasswordCost};
use server::http::router::router;
use server::world::Disk;
use server::{App, jobs, media};
use system_tests::pattern::copy;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

use crate::chance::Dice;
use crate::clocks::WallClock;
use crate::phone::SERVER;
use crate::{power, town};

/// The server of a run.
pub struct Server {
    /// Its clock.
    pub clock: Arc<WallClock>,
    /// Its disk.
    pub folder: PathBuf,
    /// It is going to die at some step.
    pub is_armed: bool,
    /// How often it was started.
    pub starts: u32,
    dice: Arc<Dice>,
    runtime: Runtime,
    running: Option<Running>,
}

struct Running {
    app: App,
    router: Router,
}

/// A data folder with a town in it, made once and copied for every run.
pub struct Template(PathBuf);

impl Template {
    /// Makes the town in a new folder.
    pub fn make(folder: &Path, clock: Arc<WallClock>) -> Result<Self> {
        let national = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/packs");
        let packs = folder.with_extension("packs");
        town::write_packs(&national, &packs)?;
        let config = Config { packs: Some(packs), ..config(folder) };
        let runtime = runtime()?;
        runtime.block_on(async {
            let app = App::with_disk(config, clock, Arc::new(Dice::of(0, "town")), Arc::new(Roomy)).await?;
            town::fill(&app).await?;
            app.db.close().await;
            anyhow::Ok(())
        })?;
        // Made by the first start of every run, so that its power may fail over that too.
        for made in ["data/media", "data/staging"] {
            fs::remove_dir_all(folder.join(made))?;
        }
        Ok(Self(folder.to_owned()))
    }
}

fn config(folder: &Path) -> Config {
    // One reader: which of two connections reads must be no part of a run.
    Config {
        password_cost: PasswordCost::CHEAP,
        connections: 1,
        desk_per_minute: u32::MAX,
        device_per_minute: u32::MAX,
        ..Config::new(folder.join("data"))
    }
}

fn runtime() -> Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().context("make a runtime")
}

impl Server {
    /// Sets a server up in a copy of the town; it is not running yet.
    pub fn new(template: &Template, folder: &Path, clock: Arc<WallClock>, dice: Dice) -> Result<Self> {
        copy(&template.0, folder)?;
        power::watch(folder)?;
        Ok(Self {
            clock,
            folder: folder.to_owned(),
            is_armed: false,
            starts: 0,
            dice: Arc::new(dice),
            runtime: runtime()?,
            running: None,
        })
    }

    /// Starts it.
    pub fn start(&mut self) -> Result<()> {
        let (clock, dice) = (Arc::clone(&self.clock), Arc::clone(&self.dice));
        let app = self.runtime.block_on(App::with_disk(config(&self.folder), clock, dice, Arc::new(Roomy)))?;
        let router = router(app.clone());
        self.running = Some(Running { app, router });
        self.starts += 1;
        Ok(())
    }

    /// Stops it, as an operator does.
    pub fn stop(&mut self) {
        if let Some(Running { app, router }) = self.running.take() {
            drop(router);
            self.runtime.block_on(app.db.close());
        }
    }

    /// Says whether it runs.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Says whether it died at some step since it was started.
    pub fn is_dead(&self) -> Result<bool> {
        Ok(self.is_armed && power::standing(&self.folder)?.is_dead)
    }

    /// Puts its disk to what is left of it.
    pub fn restore(&mut self) -> Result<()> {
        self.stop();
        self.is_armed = false;
        power::restore(&self.folder)
    }

    /// Saves everything that it has, in a folder of its own.
    pub fn back_up(&mut self, to: &Path) -> Result<()> {
        self.stop();
        if to.exists() {
            fs::remove_dir_all(to)?;
        }
        copy(&self.folder, to)?;
        self.start()
    }

    /// Begins anew from what was saved, in a new epoch.
    pub fn begin_from(&mut self, saved: &Path) -> Result<()> {
        self.stop();
        power::forget(&self.folder)?;
        fs::remove_dir_all(&self.folder)?;
        copy(saved, &self.folder)?;
        let database = rusqlite::Connection::open(self.folder.join("data/xunge.db"))?;
        database.execute(
            "update server_meta set value = cast(value as integer) + ?1 where name = 'epoch'",
            [self.starts],
        )?;
        drop(database);
        power::watch(&self.folder)?;
        self.is_armed = false;
        self.start()
    }

    /// Returns what it is.
    pub fn app(&self) -> Result<&App> {
        self.running.as_ref().map(|running| &running.app).context("the server is down")
    }

    /// Waits for work of the server's.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Does what it does by itself from time to time.
    pub fn jobs(&self) -> Result<()> {
        let app = self.app()?;
        self.wait(async {
            app.refresh().await?;
            timers::sweep(app).await?;
            timers::follow_the_calendar(app).await?;
            jobs::chain_audit(app).await?;
            media::actions::sweep(app).await?;
            anyhow::Ok(())
        })
    }

    /// Answers a request.
    pub fn answer(&self, request: &Request) -> Result<Reply, Cut> {
        self.carry(request, Body::from(request.body.clone()))
    }

    /// Answers a request of which only the first bytes arrive.
    pub fn answer_cut(&self, request: &Request, byte: usize) -> Result<Reply, Cut> {
        let arrived = request.body.get(..byte).unwrap_or(&request.body).to_vec();
        let parts = [Ok(Bytes::from(arrived)), Err(io::Error::from(io::ErrorKind::ConnectionReset))];
        self.carry(request, Body::from_stream(stream::iter(parts)))
    }

    fn carry(&self, request: &Request, body: Body) -> Result<Reply, Cut> {
        let Some(running) = &self.running else { return Err(Cut("nobody answers".to_owned())) };
        let method = match request.method {
            Method::Get => axum::http::Method::GET,
            Method::Head => axum::http::Method::HEAD,
            Method::Post => axum::http::Method::POST,
            Method::Patch => axum::http::Method::PATCH,
        };
        let path = request.url.strip_prefix(SERVER).unwrap_or(&request.url);
        let mut built = axum::http::Request::builder().method(method).uri(path);
        for (name, value) in &request.headers {
            built = built.header(*name, value);
        }
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        let asked = built.extension(ConnectInfo(address)).body(body).map_err(|error| Cut(error.to_string()))?;
        self.wait(async {
            let answer = running.router.clone().oneshot(asked).await.map_err(|error| Cut(error.to_string()))?;
            let status = answer.status().as_u16();
            let headers = answer
                .headers()
                .iter()
                .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
                .collect();
            let body = to_bytes(answer.into_body(), usize::MAX).await.map_err(|error| Cut(error.to_string()))?.to_vec();
            let count = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
            let (sent_bytes, received_bytes) = (count(request.body.len()), count(body.len()));
            Ok(Reply { status, headers, body, sent_bytes, received_bytes })
        })
    }
}

/// A disk that never fills up.
struct Roomy;

impl Disk for Roomy {
    fn free_bytes(&self, _: &Path) -> io::Result<u64> {
        Ok(1 << 40)
    }
}
