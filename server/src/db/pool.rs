//! Connections by URL.

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use anyhow::Context as _;
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::Migrator;
use sqlx::{AnyPool, ConnectOptions as _, Connection as _, Executor as _};

use crate::db::dialect::{Engine, PRAGMAS_READ, PRAGMAS_WRITE, begin_snapshot};
use crate::db::fields::Fields as _;
use crate::db::snapshot::Snapshot;
use crate::db::tx::{Reader, Tx};
use crate::error::Result;

static SQLITE: Migrator = sqlx::migrate!("../migrations/server/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/server/postgres");

/// How long a request waits for its turn with the database before it is told to come again.
const WAIT: Duration = Duration::from_secs(30);

/// A list asks by dozens of places, most of which narrow nothing: planned for what is truly asked, PostgreSQL leaves those out
/// and counts in an index what it would otherwise open row by row, ten times as slowly. What writes is planned once.
const PLANS_READ: &str = "set plan_cache_mode = force_custom_plan";

/// A number that no migration reaches.
const NEWEST: i64 = i64::MAX;

/// The database of one server.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Engine,
    writer: AnyPool,
    reader: AnyPool,
}

/// Returns the URL of the embedded database in a data folder.
pub fn embedded_url(data: &Path) -> anyhow::Result<String> {
    let path = std::path::absolute(data.join("xunge.db")).context("find the data folder")?;
    let path = path.to_str().context("the path of the data folder is not UTF-8")?;
    let quoted = percent_encoding::utf8_percent_encode(path, PATH);
    Ok(format!("sqlite://{quoted}?mode=rwc"))
}

const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b' ').add(b'?').add(b'#').add(b'%');

impl Db {
    /// Connects and brings the tables up to date.
    pub async fn open(url: &str, connections: u32) -> anyhow::Result<Self> {
        Self::open_at(url, connections, NEWEST).await
    }

    /// Connects and brings the tables to where a migration left them. What a later one does to rows can be done only
    /// when they are there.
    pub async fn open_at(url: &str, connections: u32, version: i64) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(url)?;
        let mut options = AnyConnectOptions::from_str(url).context("read the database URL")?;
        options = options.disable_statement_logging();
        let pool = || AnyPoolOptions::new().acquire_timeout(WAIT).max_connections(connections);
        let db = match engine {
            Engine::Sqlite => {
                // One writer: with more, a transaction that began by reading could not be finished.
                let writer = pool()
                    .max_connections(1)
                    .before_acquire(|connection, _| {
                        // Out of room, SQLite takes a transaction back by itself, and the pool's own rollback then
                        // fails: the connection would believe for ever that it is inside one.
                        Box::pin(async move { Ok(!connection.is_in_transaction()) })
                    })
                    .after_connect(|connection, _| {
                        Box::pin(async move { connection.execute(PRAGMAS_WRITE).await.map(drop) })
                    })
                    .connect_with(options.clone())
                    .await
                    .context("open the database")?;
                SQLITE.run_to(version, &writer).await.context("bring the tables up to date")?;
                let reader = pool()
                    .after_connect(|connection, _| {
                        Box::pin(async move { connection.execute(PRAGMAS_READ).await.map(drop) })
                    })
                    .connect_with(options)
                    .await
                    .context("open the database for reading")?;
                Self { engine, writer, reader }
            }
            Engine::Postgres => {
                let writer = pool().connect_with(options.clone()).await.context("connect to PostgreSQL")?;
                POSTGRES.run_to(version, &writer).await.context("bring the tables up to date")?;
                let reader = pool()
                    .after_connect(|connection, _| {
                        Box::pin(async move { connection.execute(PLANS_READ).await.map(drop) })
                    })
                    .connect_with(options)
                    .await
                    .context("connect to PostgreSQL for reading")?;
                Self { engine, writer, reader }
            }
        };
        Ok(db)
    }

    /// Returns which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Begins a transaction that may write.
    pub async fn write(&self) -> Result<Tx> {
        let transaction = match self.engine {
            Engine::Sqlite => self.writer.begin_with("begin immediate").await?,
            Engine::Postgres => self.writer.begin().await?,
        };
        Ok(Tx::new(transaction, self.engine))
    }

    /// Takes a connection that only reads.
    pub async fn read(&self) -> Result<Reader> {
        Ok(Reader::new(self.reader.acquire().await?))
    }

    /// Takes a connection that sees the database as it is at this moment, whatever others write meanwhile.
    pub async fn snapshot(&self) -> Result<Snapshot> {
        Ok(Snapshot::new(self.reader.begin_with(begin_snapshot(self.engine)).await?))
    }

    /// Returns the number of the newest migration that was applied.
    pub async fn version(&self) -> Result<i64> {
        let row = sqlx::query("select coalesce(max(version), 0) as version from _sqlx_migrations where success")
            .fetch_one(&mut *self.read().await?)
            .await?;
        row.number("version")
    }

    /// Counts the connections that this process holds to the database, and of these those that are at work.
    pub fn connections(&self) -> (u32, u32) {
        let idle = |pool: &AnyPool| u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
        let open = self.reader.size().saturating_add(self.writer.size());
        let unused = idle(&self.reader).saturating_add(idle(&self.writer));
        (open, open.saturating_sub(unused))
    }

    /// Closes every connection; what is under way ends first.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}
