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
use server::http::serve::{Certificate, serve, serve_tls};
use server::media::place;
use server::training::Scale;
use server::world::{Clock, SystemRandom};
use shared::ids::JurisdictionId;
use shared::settings::Settings;
use shared::time::Instant;
use tempfile::TempDir;
use tokio::sync::oneshot;

use crate::accounts::Accounts;
use crate::clock::PhoneClock;
use crate::collector::Collector;
use crate::desk::Desk;
use crate::pattern;

/// Where in the folder of a world the server's data lie, and who there is.
const DATA: &str = "server";
const PEOPLE: &str = "accounts.json";

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
    certificate: Option<Certificate>,
    running: Option<Running>,
}

struct Running {
    app: App,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<Result<()>>,
}

impl World {
    /// Makes the small training city and starts its server.
    pub async fn begin(now: &str) -> Result<Self> {
        let mut world = Self::training(now).await?;
        world.start().await?;
        Ok(world)
    }

    /// Makes the small training city and starts its server behind TLS, with this certificate.
    pub async fn begin_tls(now: &str, certificate: Certificate) -> Result<Self> {
        let mut world = Self::training(now).await?;
        world.certificate = Some(certificate);
        world.start().await?;
        Ok(world)
    }

    /// Fills a new database with a city of the caller's and starts its server.
    pub async fn begin_with(now: &str, fill: impl AsyncFnOnce(&App) -> Result<Accounts>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let clock = HandClock::at(now)?;
        let accounts = found(&folder.path().join(DATA), &clock, fill).await?;
        let mut world = Self::of(folder, clock, accounts);
        world.start().await?;
        Ok(world)
    }

    /// The training city of that moment. To draw it takes longer than most stories.
    async fn training(now: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let clock = HandClock::at(now)?;
        let moment = clock.now().ms().to_string();
        pattern::copy_of(&moment, folder.path(), async |pattern| {
            let accounts =
                found(&pattern.join(DATA), &clock, async |app| training_city(app, Scale::Small).await).await?;
            Ok(std::fs::write(pattern.join(PEOPLE), serde_json::to_vec(&accounts)?)?)
        })
        .await?;
        let accounts = serde_json::from_slice(&std::fs::read(folder.path().join(PEOPLE))?)?;
        Ok(Self::of(folder, clock, accounts))
    }

    fn of(folder: TempDir, clock: Arc<HandClock>, accounts: Accounts) -> Self {
        let data = folder.path().join(DATA);
        Self { url: String::new(), clock, accounts, folder, data, port: 0, certificate: None, running: None }
    }

    /// Lets the server show another certificate when it starts next.
    pub fn present(&mut self, certificate: Certificate) {
        self.certificate = Some(certificate);
    }

    /// Starts the server, at the address it had before.
    pub async fn start(&mut self) -> Result<()> {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).context("listen")?;
        self.port = listener.local_addr()?.port();
        let scheme = if self.certificate.is_some() { "https" } else { "http" };
        self.url = format!("{scheme}://127.0.0.1:{}", self.port);
        let app = app(&self.data, &self.clock).await?;
        let (stop, stopped) = oneshot::channel::<()>();
        let told_to_stop = async move {
            // A sender that was dropped says the same as one that sent: the story is over.
            stopped.await.unwrap_or_default();
        };
        let task = match self.certificate.clone() {
            Some(certificate) => {
                let app = app.clone();
                tokio::spawn(async move { serve_tls(listener, app, &certificate, told_to_stop).await })
            }
            None => tokio::spawn(serve(listener, app.clone(), told_to_stop)),
        };
        self.running = Some(Running { app, stop, task });
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

    /// Keeps a copy of all that the server has; returns where.
    pub async fn keep_copy(&mut self) -> Result<PathBuf> {
        self.stop().await?;
        let kept = self.folder.path().join("kept");
        pattern::copy(&self.data, &kept)?;
        self.start().await?;
        Ok(kept)
    }

    /// Begins anew from a copy, in a new epoch: what came after it is lost.
    pub async fn begin_from(&mut self, kept: &Path) -> Result<()> {
        self.stop().await?;
        std::fs::remove_dir_all(&self.data)?;
        pattern::copy(kept, &self.data)?;
        let database = rusqlite::Connection::open(self.data.join("xunge.db"))?;
        let raised = "update server_meta set value = cast(value as integer) + 1 where name = 'epoch'";
        anyhow::ensure!(database.execute(raised, [])? == 1, "a server has an epoch");
        drop(database);
        self.start().await
    }

    /// Changes what a jurisdiction has switched on, as an operator does, while the server rests.
    pub async fn switch(&mut self, jurisdiction: &JurisdictionId, change: impl FnOnce(&mut Settings)) -> Result<()> {
        self.stop().await?;
        let app = app(&self.data, &self.clock).await?;
        let mut body = app.city().jurisdiction(jurisdiction).cloned().context("a jurisdiction")?;
        change(&mut body.settings);
        let mut tx = app.db.write().await?;
        server::catalogue::actions::put_jurisdiction(&mut tx, &body, app.clock.now()).await?;
        tx.commit().await?;
        app.db.close().await;
        self.start().await
    }

    /// Returns the server that is running, for what an operator does at its machine.
    pub fn app(&self) -> Result<&App> {
        Ok(&self.running.as_ref().context("the server is stopped")?.app)
    }

    /// Gives somebody a phone whose clocks are set by hand, and signs them in.
    pub async fn phone_with(&self, user: &str, clock: &std::rc::Rc<PhoneClock>) -> Result<Collector> {
        let phone = Collector::with_clock(user, &self.home(user), clock)?;
        phone.sign_in(&self.url, &self.accounts.user(user)?.password).await?;
        Ok(phone)
    }

    /// Returns the folder of the whole world.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Takes a backup beside the running server, as the command does.
    pub async fn backup(&self, file: &Path, media: Media) -> Result<Taken> {
        let config = config(&self.data);
        let db = Db::open(&pool::embedded_url(&self.data)?, config.connections).await?;
        let storage = place::storage(&config)?;
        let taken = take(&db, &*storage, file, media, self.clock.now(), &|_| {}).await?;
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
        self.phone_by(user, &self.url).await
    }

    /// Gives somebody a phone that knows the server by another address.
    pub async fn phone_by(&self, user: &str, url: &str) -> Result<Collector> {
        let phone = Collector::with_phone(user, &self.home(user))?;
        phone.sign_in(url, &self.accounts.user(user)?.password).await?;
        Ok(phone)
    }

    /// Makes the code of an enrolment link, as the command does while the server runs.
    pub async fn enrolment(&self, user: &str) -> Result<String> {
        let app = app(&self.data, &self.clock).await?;
        let mut tx = app.db.write().await?;
        let account = server::accounts::actions::by_user(&mut tx, user).await?;
        let account = account.with_context(|| format!("no account {user}"))?;
        let by = account.actor();
        let code = server::accounts::actions::enrolment(&app, &mut tx, &account, &by).await?;
        tx.commit().await?;
        app.db.close().await;
        Ok(code)
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

/// Fills a new database with a city and returns who is in it.
async fn found(
    data: &Path,
    clock: &Arc<HandClock>,
    fill: impl AsyncFnOnce(&App) -> Result<Accounts>,
) -> Result<Accounts> {
    let app = app(data, clock).await?;
    let accounts = fill(&app).await?;
    app.db.close().await;
    Ok(accounts)
}

/// Fills a new database with the training city and returns who is in it.
pub async fn training_city(app: &App, scale: Scale) -> Result<Accounts> {
    let made = server::training::make(app, scale).await?;
    Ok(serde_json::from_value(serde_json::to_value(&made)?)?)
}

fn config(data: &Path) -> Config {
    let mut config = Config::new(data);
    config.password_cost = PasswordCost::CHEAP;
    // The clock is moved by hand: a story has as many requests as it wants in a minute.
    config.desk_per_minute = u32::MAX;
    config.device_per_minute = u32::MAX;
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
