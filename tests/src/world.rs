//! A real server in this process, on a small training city, with a clock that is moved by hand.

use std::future::Future;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result};
use server::app::App;
use server::backup::format::Media;
use server::backup::restore::{Found, Restored, restore};
use server::backup::take::{Taken, take};
use server::config::{Config, PasswordCost};
use server::db::{Db, pool};
use server::http::serve::serve;
use server::media::folder::Folder;
use server::world::{Clock, SystemRandom};
use shared::time::Instant;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::accounts::Accounts;
use crate::collector::Collector;
use crate::desk::Desk;

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// Sets the clock to an RFC 3339 time.
    pub fn at(text: &str) -> Result<Arc<Self>> {
        Ok(Arc::new(Self(AtomicI64::new(text.parse::<Instant>()?.ms()))))
    }

    /// Moves it on.
    pub fn pass_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        Instant::from_ms(self.0.load(Ordering::SeqCst))
    }
}

/// A city with a server. When it is dropped, its folder is gone.
pub struct World {
    /// Where the server answers.
    pub url: String,
    /// The server's clock.
    pub clock: Arc<HandClock>,
    /// Who there is.
    pub accounts: Accounts,
    folder: TempDir,
    data: PathBuf,
    port: u16,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<Result<()>>,
}

impl World {
    /// Makes the small training city and starts its server.
    pub async fn begin(now: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let data = folder.path().join("server");
        let clock = HandClock::at(now)?;
        let app = app(&data, &clock).await?;
        let made = server::training::make(&app, server::training::Scale::Small).await?;
        let accounts: Accounts = serde_json::from_value(serde_json::to_value(&made)?)?;
        app.db.close().await;
        let mut world = Self { url: String::new(), clock, accounts, folder, data, port: 0, running: None };
        world.start().await?;
        Ok(world)
    }

    /// Starts the server, at the address it had before.
    pub async fn start(&mut self) -> Result<()> {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).context("listen")?;
        self.port = listener.local_addr()?.port();
        self.url = format!("http://127.0.0.1:{}", self.port);
        let app = app(&self.data, &self.clock).await?;
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(serve(listener, app, async move {
            // A sender that was dropped says the same as one that sent: the story is over.
            stopped.await.unwrap_or_default();
        }));
        self.running = Some(Running { stop, task });
        Ok(())
    }

    /// Stops the server, as for a repair.
    pub async fn stop(&mut self) -> Result<()> {
        if let Some(running) = self.running.take() {
            running.stop.send(()).ok().context("the server had stopped by itself")?;
            running.task.await.context("the server's task")??;
        }
        Ok(())
    }

    /// Returns the folder of the whole world.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Takes a backup beside the running server, as the command does.
    pub async fn backup(&self, file: &Path, media: Media) -> Result<Taken> {
        let config = config(&self.data);
        let db = Db::open(&pool::embedded_url(&self.data)?, config.connections).await?;
        let storage = Folder::open(&config)?;
        let taken = take(&db, &storage, file, media, self.clock.now(), &|_| {}).await?;
        db.close().await;
        Ok(taken)
    }

    /// Stops the server and loses everything it had.
    pub async fn lose_the_disk(&mut self) -> Result<()> {
        self.stop().await?;
        std::fs::remove_dir_all(&self.data).context("lose the disk")
    }

    /// Restores a backup in the place of what was lost. The server is started after.
    pub async fn restore(&self, file: &Path) -> Result<Restored> {
        restore(&config(&self.data), file, Found::Refuse, self.clock.now(), &|_| {}).await
    }

    /// Returns what does not fit together on the server, every file read.
    pub async fn problems(&self) -> Result<Vec<String>> {
        let app = app(&self.data, &self.clock).await?;
        let problems = server::check::all(&app, server::check::Depth::Media).await?.problems;
        app.db.close().await;
        Ok(problems)
    }

    /// Gives somebody a phone and signs them in.
    pub async fn phone(&self, user: &str) -> Result<Collector> {
        let phone = Collector::with_phone(user, &self.home(user))?;
        phone.sign_in(&self.url, &self.accounts.user(user)?.password).await?;
        Ok(phone)
    }

    /// Returns the folder a person's phone keeps its things in.
    pub fn home(&self, user: &str) -> PathBuf {
        self.folder.path().join("homes").join(user)
    }

    /// Takes somebody's desk.
    pub async fn desk(&self, user: &str) -> Result<Desk> {
        Desk::sign_in(&self.url, user, &self.accounts.user(user)?.password).await
    }
}

fn config(data: &Path) -> Config {
    let mut config = Config::new(data);
    config.password_cost = PasswordCost::CHEAP;
    config.packs = Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/packs"));
    config
}

async fn app(data: &Path, clock: &Arc<HandClock>) -> Result<App> {
    App::new(config(data), clock.clone(), Arc::new(SystemRandom)).await
}

/// Tells a story: everybody in it on one thread, as a core wants it.
pub fn story<F: Future<Output = Result<()>>>(told: F) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    tokio::task::LocalSet::new().block_on(&runtime, told)
}
