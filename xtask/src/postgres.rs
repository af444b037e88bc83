//! A PostgreSQL that lives as long as one run of the tests or benches: its own cluster, its own port, its own folder.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::install::packages;
use crate::run;

const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
const FOLDER_PREFIX: &str = "xunge-postgres-";
const START_LIMIT: Duration = Duration::from_secs(60);

/// What a cluster does for what it was told to keep.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// Nothing: the tests open many databases at once, and none of it has to outlive a power cut.
    None,
    /// What every cluster in use does: else a bench would measure something that nobody runs.
    AsInUse,
}

impl Care {
    fn settings(self) -> &'static [&'static str] {
        match self {
            // Hundreds of small databases that live for seconds: looking after each of them would be work without end.
            Self::None => &["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off"],
            Self::AsInUse => &["shared_buffers=512MB", "max_wal_size=4GB"],
        }
    }
}

/// A running throw-away cluster; dropping it stops the server and removes its files.
pub struct Postgres {
    server: Child,
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and waits until it answers.
    pub fn start(care: Care) -> Result<Self> {
        packages::ensure(packages::POSTGRES)?;
        sweep()?;
        let root = packages::is_root()?;
        // Not under the home folder: the server runs as a user of its own and may not look in there.
        let folder = env::temp_dir().join(format!("{FOLDER_PREFIX}{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("make {}", folder.display()))?;
        if root {
            run::run(run::command("chown", ["postgres:"]).arg(&folder))?;
        }
        let data = folder.join("data");
        let mut initdb = as_owner(root, "initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"]);
        run::read(initdb.arg(&data).current_dir("/"))?;

        let port = free_port()?;
        let log = fs::File::create(folder.join("log")).context("make the log of PostgreSQL")?;
        let mut server = as_owner(root, "postgres");
        server.arg("-D").arg(&data).arg("-k").arg(&folder).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        for setting in ["max_connections=400"].iter().chain(care.settings()) {
            server.args(["-c", *setting]);
        }
        server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).current_dir("/");
        let server = server.spawn().context("start PostgreSQL")?;
        let mut started = Self { server, folder, port };
        started.wait_until_ready()?;
        Ok(started)
    }

    /// Returns how a client that may do everything connects.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        let ready = Path::new(PROGRAMS).join("pg_isready");
        let port = self.port.to_string();
        while !run::succeeds(&mut run::command(&ready, ["-q", "-h", "127.0.0.1", "-p", &port])) {
            if let Some(status) = self.server.try_wait().context("look after PostgreSQL")? {
                bail!("PostgreSQL ended at once ({status}):\n{}", self.log());
            }
            if Instant::now() > deadline {
                bail!("PostgreSQL did not start in {} s:\n{}", START_LIMIT.as_secs(), self.log());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // An interrupt asks for a fast shutdown: connections are cut, nothing is left running.
        let asked = run::succeeds(&mut run::command("kill", ["-INT", &self.server.id().to_string()]));
        let ended = asked && self.server.wait().is_ok();
        if !ended || fs::remove_dir_all(&self.folder).is_err() {
            run::say(&format!("PostgreSQL left something behind in {}", self.folder.display()));
        }
    }
}

/// Describes a program of PostgreSQL, run by a user that it accepts: it refuses to run as root.
fn as_owner(root: bool, name: &str) -> Command {
    let program = Path::new(PROGRAMS).join(name);
    let mut command = Command::new("setpriv");
    if root {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.args(["--pdeathsig", "INT", "--"]).arg(program);
    command
}

/// Removes what interrupted runs left: folders whose run is over.
fn sweep() -> Result<()> {
    let temporary = env::temp_dir();
    for entry in fs::read_dir(&temporary).with_context(|| format!("read {}", temporary.display()))? {
        let folder = entry.context("read the temporary folder")?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(process) = name.strip_prefix(FOLDER_PREFIX) else { continue };
        if !Path::new("/proc").join(process).exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("remove {}", folder.display()))?;
        }
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("look for a free port")?;
    Ok(listener.local_addr().context("look for a free port")?.port())
}
