//! The server without its listener: what every request works with.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context as _;
use shared::api::session::ServerFacts;
use tokio_util::sync::CancellationToken;

use crate::accounts::attempts::Attempts;
use crate::accounts::limits::Limits;
use crate::accounts::lines::Lines;
use crate::accounts::password;
use crate::catalogue::city::City;
use crate::catalogue::deltas::Deltas;
use crate::catalogue::first;
use crate::catalogue::past::Past;
use crate::config::Config;
use crate::db::{Db, counted, marks, meta, placed, pool, waits};
use crate::devices::live::Board;
use crate::error::Result;
use crate::evidence::wake::Wake;
use crate::folders;
use crate::grids::compared::Compared;
use crate::grids::looked::Looked;
use crate::health::watch::Watch;
use crate::http::metrics::Metrics;
use crate::media::place;
use crate::media::receipts::Receipts;
use crate::media::storage::Storage;
use crate::media::uploads::Uploads;
use crate::sync::feed::Feed;
use crate::world::{Clock, Disk, Random, SystemDisk};

/// One server; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What a server is made of.
pub struct Parts {
    /// What it was told at its start.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The disks.
    pub disk: Arc<dyn Disk>,
    /// Which database this is.
    pub facts: ServerFacts,
    /// Failed sign-ins.
    pub attempts: Attempts,
    /// How much each account and device has asked for lately.
    pub limits: Limits,
    /// The lines that stand open, on which people are told what changes.
    pub lines: Lines,
    /// A password hash that fits nothing, checked where there is no account.
    pub decoy_hash: String,
    /// Finished files.
    pub storage: Arc<dyn Storage>,
    /// Base maps.
    pub base_maps: Arc<dyn Storage>,
    /// Files on their way.
    pub uploads: Uploads,
    /// Files that wait for their receipt.
    pub receipts: Receipts,
    /// Steps between packs that were asked for lately.
    pub deltas: Deltas,
    /// Catalogues of the past that were asked for lately.
    pub past: Past,
    /// Boundaries that were looked at lately.
    pub looked: Looked,
    /// Editions of boundaries that were compared lately.
    pub compared: Compared,
    /// Who listens for changes.
    pub feed: Feed,
    /// The sync board, made once for all who look at it.
    pub board: Board,
    /// Wakes whoever judges photos.
    pub evidence: Wake,
    /// Counters.
    pub metrics: Metrics,
    /// What this process knows of itself.
    pub health: Watch,
    /// The console's pages, where there are any.
    pub console: Option<PathBuf>,
    /// Ends when the server is told to stop: long answers end with it.
    pub stopping: CancellationToken,
    city: RwLock<Arc<City>>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// Opens the database, brings it up to date and loads the city.
    pub async fn new(config: Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> anyhow::Result<Self> {
        Self::with_disk(config, clock, random, Arc::new(SystemDisk)).await
    }

    /// The same with a disk of the caller's.
    pub async fn with_disk(
        config: Config,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        disk: Arc<dyn Disk>,
    ) -> anyhow::Result<Self> {
        folders::make(&config.data).with_context(|| format!("make the data folder {}", config.data.display()))?;
        let url = match &config.database_url {
            Some(url) => url.clone(),
            None => pool::embedded_url(&config.data)?,
        };
        let db = Db::open(&url, config.connections).await?;
        let now = clock.now();
        let facts = meta::ensure(&db, &*random, now).await?;
        first::ensure(&db, &config, now).await?;
        marks::ensure(&db).await?;
        counted::ensure(&db).await?;
        waits::ensure(&db).await?;
        placed::ensure(&db).await?;
        let city = City::load(&db).await?;
        let decoy = random.secret();
        let decoy_hash = password::hash(&decoy, config.password_cost, &*random).await?;
        let (storage, uploads) = (place::storage(&config)?, place::uploads(&config)?);
        let base_maps = place::base_maps(&config)?;
        let console = console(&config);
        let board = Board::new(&*random);
        let health = Watch::new(&*random, now);
        Ok(Self(Arc::new(Parts {
            config,
            db,
            clock,
            random,
            disk,
            facts,
            attempts: Attempts::default(),
            limits: Limits::default(),
            lines: Lines::default(),
            decoy_hash,
            storage,
            base_maps,
            uploads,
            receipts: Receipts::default(),
            deltas: Deltas::default(),
            past: Past::default(),
            looked: Looked::default(),
            compared: Compared::default(),
            feed: Feed::default(),
            board,
            evidence: Wake::default(),
            metrics: Metrics::default(),
            health,
            console,
            stopping: CancellationToken::new(),
            city: RwLock::new(Arc::new(city)),
        })))
    }

    /// Returns the city as it is known now. A request takes it once, so that all it computes agrees.
    pub fn city(&self) -> Arc<City> {
        self.city.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Loads the city anew when its packs, settings or names changed, also by another process.
    pub async fn refresh(&self) -> Result<()> {
        let mark = City::mark_of(&self.db).await?;
        if mark == self.city().mark {
            return Ok(());
        }
        let city = City::load(&self.db).await?;
        *self.city.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(city);
        Ok(())
    }
}

fn console(config: &Config) -> Option<PathBuf> {
    let told = config.console.clone().or_else(|| Some(config.data.join("console")));
    told.filter(|folder| folder.join("index.html").is_file())
}
