//! A server of our own for as long as a command runs.

use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::pages;
use crate::place::Place;
use crate::run;

const START_LIMIT: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(30);

/// A running server; dropping it ends the server in good order.
pub struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the server on a data folder and waits until it answers; what it has to say goes to a file.
    pub fn start(place: &Place, data: &Path, log: &Path) -> Result<Self> {
        Self::start_with(place, data, log, &[])
    }

    /// The same with settings of the environment.
    pub fn start_with(place: &Place, data: &Path, log: &Path, settings: &[(&str, &str)]) -> Result<Self> {
        let address = free_address()?;
        let said = File::create(log).with_context(|| format!("make {}", log.display()))?;
        let program = place.built("xunge-server");
        let mut serve = run::companion(&program, ["serve", "--listen", &address.to_string(), "--data"]);
        serve.arg(data).current_dir(&place.root).envs(settings.iter().copied());
        // Without its pages the server says in the browser that it has none.
        if pages::desk(place).exists() {
            serve.arg("--console").arg(pages::desk(place));
        }
        serve.stdin(Stdio::null()).stdout(said.try_clone().context("share the log")?).stderr(said);
        let process = serve.spawn().with_context(|| format!("start {}", program.display()))?;
        let mut started = Self { process, address };
        started.wait_until_ready(log)?;
        Ok(started)
    }

    /// Returns where it is found.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the address it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until somebody ends it.
    pub fn wait(&mut self) -> Result<()> {
        let status = self.process.wait().context("wait for the server")?;
        if !status.success() {
            bail!("the server ended: {status}");
        }
        Ok(())
    }

    fn wait_until_ready(&mut self, log: &Path) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        while !is_healthy(self.address) {
            if let Some(status) = self.process.try_wait().context("look after the server")? {
                bail!("the server ended at once ({status}); it said so in {}", log.display());
            }
            if Instant::now() > deadline {
                bail!("the server was not ready in {} s; see {}", START_LIMIT.as_secs(), log.display());
            }
            thread::sleep(POLL);
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let over = self.process.try_wait().is_ok_and(|status| status.is_some());
        let process = self.process.id().to_string();
        if !over && (!run::succeeds(&mut run::command("kill", ["-INT", &process])) || self.process.wait().is_err()) {
            run::say(&format!("could not end the server (process {process})"));
        }
    }
}

/// Takes the usual port, or another when somebody has it.
fn free_address() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:8080").or_else(|_| TcpListener::bind("127.0.0.1:0"));
    listener.and_then(|listener| listener.local_addr()).context("look for a free port")
}

fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream
            .write_all(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
