//! Two `serve` processes on one PostgreSQL and one place for files.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use server::db::Db;
use system_tests::accounts::Accounts;
use system_tests::collector::Collector;
use system_tests::desk::Desk;
use system_tests::programs;
use tempfile::TempDir;

use super::s3::{self, Store};
use super::turns::Turns;

/// Where the files of the servers lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Files {
    /// A folder that both mount.
    Folder,
    /// A bucket.
    Bucket,
}

/// Names the PostgreSQL server that tests may make databases on.
const POSTGRES: &str = "XUNGE_TEST_POSTGRES";

/// The servers with their city, and a proxy before them that gives each request to the other one.
pub struct Place {
    /// Who there is.
    pub accounts: Accounts,
    /// What phones know as the server.
    pub turns: Turns,
    servers: Vec<Serving>,
    program: Told,
    store: Option<Store>,
    folder: TempDir,
}

/// What a server is told at its start.
struct Told {
    program: PathBuf,
    database_url: String,
    media_url: String,
    environment: Vec<(&'static str, String)>,
}

/// One process.
struct Serving {
    child: Child,
    address: std::net::SocketAddr,
    data: PathBuf,
}

impl Place {
    /// Makes a small city in a database of its own and starts two servers on it. Where no PostgreSQL is named there is
    /// none, and it is said.
    pub async fn begin(files: Files, test: &str) -> Result<Option<Self>> {
        let Some(database_url) = database(test).await? else { return Ok(None) };
        let folder = tempfile::tempdir()?;
        let (store, media_url, environment) = match files {
            Files::Folder => (None, format!("file://{}", folder.path().join("media").display()), Vec::new()),
            Files::Bucket => {
                let store = Store::open(&folder.path().join("store")).await?;
                let environment = vec![
                    ("AWS_ENDPOINT", store.url.clone()),
                    ("AWS_ALLOW_HTTP", "true".to_owned()),
                    ("AWS_REGION", "xian".to_owned()),
                    ("AWS_ACCESS_KEY_ID", s3::ACCESS_KEY.to_owned()),
                    ("AWS_SECRET_ACCESS_KEY", s3::SECRET_KEY.to_owned()),
                ];
                (Some(store), format!("s3://{}/xunge", s3::BUCKET), environment)
            }
        };
        let program = Told { program: programs::folder()?.join("xunge-server"), database_url, media_url, environment };
        let data = folder.path().join("first");
        let made = program.command(&["training", "--scale", "small", "--json"], &data);
        let made = output(made).await?;
        let accounts: Accounts = serde_json::from_slice(&made.stdout)?;
        let mut servers = Vec::new();
        for name in ["first", "second"] {
            servers.push(Serving::start(&program, folder.path().join(name), None).await?);
        }
        let turns = Turns::before(servers.iter().map(Serving::url).collect()).await?;
        Ok(Some(Self { accounts, turns, servers, program, store, folder }))
    }

    /// Returns the address of one of the servers.
    pub fn url(&self, server: usize) -> String {
        self.servers[server].url()
    }

    /// Kills one of the servers as a power cut would, and starts it again at its address.
    pub async fn kill(&mut self, server: usize) -> Result<()> {
        let killed = self.servers.get_mut(server).context("such a server")?;
        killed.child.kill()?;
        killed.child.wait()?;
        let (data, address) = (killed.data.clone(), killed.address);
        *killed = Serving::start(&self.program, data, Some(address)).await?;
        Ok(())
    }

    /// Gives somebody a phone that knows the servers by this address, and signs them in.
    pub async fn phone(&self, user: &str, url: &str) -> Result<Collector> {
        let phone = Collector::with_phone(user, &self.folder.path().join("homes").join(user))?;
        phone.sign_in(url, &self.accounts.user(user)?.password).await?;
        Ok(phone)
    }

    /// Takes somebody's desk.
    pub async fn desk(&self, user: &str) -> Result<Desk> {
        Desk::sign_in(&self.turns.url, user, &self.accounts.user(user)?.password).await
    }

    /// Lets `check` look at every row and file.
    pub async fn check(&self) -> Result<serde_json::Value> {
        let command = self.program.command(&["check", "--media", "--json"], &self.folder.path().join("first"));
        Ok(serde_json::from_slice(&output(command).await?.stdout)?)
    }

    /// Says whether the files lie in a bucket.
    pub fn is_in_bucket(&self) -> bool {
        self.store.is_some()
    }
}

impl Told {
    fn command(&self, arguments: &[&str], data: &std::path::Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data").arg(data).args(["--media-url", &self.media_url]).stdin(Stdio::null());
        command.env("XUNGE_LOG", "warn").env("XUNGE_DATABASE_URL", &self.database_url);
        command.envs(self.environment.iter().map(|(name, value)| (*name, value.as_str())));
        command.current_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        command
    }
}

/// Runs a command beside what else happens here, the store among it.
async fn output(mut command: Command) -> Result<std::process::Output> {
    let output = tokio::task::spawn_blocking(move || command.output()).await??;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(output)
}

impl Serving {
    async fn start(program: &Told, data: PathBuf, at: Option<std::net::SocketAddr>) -> Result<Self> {
        let address = match at {
            Some(address) => address,
            None => TcpListener::bind("127.0.0.1:0")?.local_addr()?,
        };
        let child = program.command(&["serve", "--listen", &address.to_string()], &data).spawn()?;
        let serving = Self { child, address, data };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            ensure!(begun.elapsed() < Duration::from_secs(60), "the server does not come up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(serving)
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Makes a database of its own on the test server. A build server must not be able to pass by having forgotten it.
async fn database(test: &str) -> Result<Option<String>> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let Ok(url) = std::env::var(POSTGRES) else {
        ensure!(std::env::var("CI").is_err(), "{test}: {POSTGRES} is not set, and with CI=true nothing is skipped");
        let line = format!("skipped: {test}: {POSTGRES} names no PostgreSQL server; cargo xtask test starts one\n");
        std::io::stderr().write_all(line.as_bytes())?;
        return Ok(None);
    };
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let name = format!("xunge_several_{}_{number}", std::process::id());
    sqlx::any::install_default_drivers();
    let pool = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(&url).await?;
    for statement in [format!("drop database if exists {name}"), format!("create database {name}")] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&pool).await?;
    }
    pool.close().await;
    let (server, _) = url.rsplit_once('/').context("a database in the address")?;
    let own = format!("{server}/{name}");
    Db::open(&own, 2).await?.close().await;
    Ok(Some(own))
}
