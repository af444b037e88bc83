//! A training city with its server, which can go away and come back at the same address.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde::Deserialize;
use tempfile::TempDir;

use crate::needs;

const START_LIMIT: Duration = Duration::from_secs(60);

/// An account of the training city.
#[derive(Clone, Deserialize, Debug)]
pub struct Account {
    /// What it signs in as.
    pub user: String,
    /// What people call it.
    pub name: String,
    /// Its password.
    pub password: String,
    /// A code of the closed list of roles.
    pub role: String,
    /// For whom it works.
    pub jurisdiction: String,
}

#[derive(Deserialize)]
struct Made {
    accounts: Vec<Account>,
}

/// The city and its server.
pub struct City {
    folder: TempDir,
    accounts: Vec<Account>,
    address: SocketAddr,
    running: Option<Child>,
}

impl City {
    /// Makes the small training city and starts its server.
    pub fn open() -> Self {
        let folder = TempDir::new().expect("make a folder for the city");
        let mut training = Command::new(needs::server());
        training.args(["training", "--scale", "small", "--json", "--data"]).arg(folder.path().join("data"));
        let made =
            training.current_dir(needs::clone()).stdin(Stdio::null()).output().expect("start the server program");
        assert!(made.status.success(), "make the city: {}", String::from_utf8_lossy(&made.stderr));
        let made: Made = serde_json::from_slice(&made.stdout).expect("read the city's accounts");
        let mut city = Self { folder, accounts: made.accounts, address: free_address(), running: None };
        city.up();
        city
    }

    /// Returns where the server is found.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the first account of a role.
    pub fn one(&self, role: &str) -> &Account {
        self.accounts.iter().find(|account| account.role == role).unwrap_or_else(|| panic!("no {role} in the city"))
    }

    /// Returns every account of a role.
    pub fn all(&self, role: &str) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(move |account| account.role == role)
    }

    /// Returns the first account of a role that works for the same jurisdiction as somebody else.
    pub fn beside(&self, other: &Account, role: &str) -> &Account {
        let fits = |account: &&Account| account.role == role && account.jurisdiction == other.jurisdiction;
        self.accounts.iter().find(fits).unwrap_or_else(|| panic!("no {role} beside {}", other.user))
    }

    /// Returns the account with this user name.
    pub fn account(&self, user: &str) -> &Account {
        self.accounts.iter().find(|account| account.user == user).unwrap_or_else(|| panic!("no account {user}"))
    }

    /// Starts the server and waits until it answers.
    pub fn up(&mut self) {
        self.up_with(&[]);
    }

    /// The same with settings of its surroundings.
    pub fn up_with(&mut self, settings: &[(&str, &str)]) {
        let log = File::create(self.folder.path().join("server.log")).expect("make the server's log");
        let mut serve = Command::new(needs::server());
        serve.args(["serve", "--listen", &self.address.to_string(), "--data"]).arg(self.folder.path().join("data"));
        serve.arg("--console").arg(needs::console_pages()).current_dir(needs::clone());
        serve.envs(settings.iter().copied());
        serve.stdin(Stdio::null()).stdout(log.try_clone().expect("share the log")).stderr(log);
        self.running = Some(serve.spawn().expect("start the server"));
        let deadline = Instant::now() + START_LIMIT;
        while !is_healthy(self.address) {
            assert!(Instant::now() < deadline, "the server did not answer: {}", self.log());
            std::thread::yield_now();
        }
    }

    /// Stops the server in good order and waits until it is gone.
    pub fn down(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        let asked = Command::new("kill").args(["-INT", &running.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the server could not be asked to stop");
        let status = running.wait().expect("wait for the server");
        assert!(status.success(), "the server stopped badly ({status}): {}", self.log());
    }

    /// Runs a command of the server's program on this city, as its operator does, and returns what it printed.
    pub fn operate(&self, words: &[&str]) -> String {
        let mut command = Command::new(needs::server());
        command.args(words).arg("--data").arg(self.folder.path().join("data")).current_dir(needs::clone());
        let done = command.stdin(Stdio::null()).output().expect("start the server program");
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).expect("the program prints text").trim().to_owned()
    }

    /// Reaches into the database of the server that is down, to bring about what only time would, and returns how many
    /// rows that changed.
    pub fn reach_in(&self, sql: &str) -> usize {
        self.database().execute(sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Opens the database of the server that is down, for what no one statement brings about.
    pub fn database(&self) -> Connection {
        assert!(self.running.is_none(), "a server that runs is not reached into");
        Connection::open(self.folder.path().join("data/xunge.db")).expect("open the city's database")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }
}

impl Drop for City {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            // A failing test must not leave a server behind.
            drop(running.kill());
            drop(running.wait());
        }
    }
}

fn free_address() -> SocketAddr {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("find a free port");
    taken.local_addr().expect("a listener has an address")
}

fn is_healthy(address: SocketAddr) -> bool {
    let Ok(mut line) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else { return false };
    let asked = line.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut reply = String::new();
    asked.is_ok() && line.read_to_string(&mut reply).is_ok() && reply.starts_with("HTTP/1.1 200")
}
