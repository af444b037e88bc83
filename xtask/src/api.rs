//! `cargo xtask fuzz api`: requests made from the description of the API, right ones and wrong ones, against a server with the
//! training city. Whatever is asked, no answer may be a fault of the server's.
//!
//! Asked by schemathesis, which reads the same description that everybody else is given: as an administrator of the city, as
//! a dispatcher, and as nobody where one signs in.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::install::{packages, pypi};
use crate::place::Place;
use crate::run;
use crate::server::Server;

/// What the target is called.
pub const NAME: &str = "api";
/// Makes the requests.
const SCHEMATHESIS: &str = "4.32.5";
/// A failure must be met again by whoever looks into it.
const SEED: &str = "20261128";
/// Requests of each kind for each operation, for each minute that was asked for; an operation takes a few seconds of them.
const EXAMPLES_A_MINUTE: u64 = 15;
/// Where one's own session is ended, and what never ends by itself.
const LEFT_OUT: &str = "^/api/v1/session|^/api/v1/sync/events$";

/// What it has to be told first: a part of a file is bytes, as any other upload is.
const HOOKS: &str = "\
import schemathesis
schemathesis.serializer.alias(\"application/offset+octet-stream\", \"application/octet-stream\")
";

/// Asks as everybody in turn; a fault of the server ends it.
pub fn ask(place: &Place, minutes: u64) -> Result<()> {
    packages::ensure(packages::NATIVE)?;
    let tool = place.tools().join("schemathesis");
    pypi::program(&tool, "schemathesis", SCHEMATHESIS)?;
    run::say("building the server");
    // With its own tests: built alone, all that it stands on would be built anew.
    run::run(place.cargo("test").args(["--no-run", "--test", "server"]))?;

    let folder = place.out().join("fuzz-api");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    fs::write(folder.join("hooks.py"), HOOKS).context("write what the tool has to be told")?;
    let data = folder.join("server");
    let city = city(place, &data)?;
    // Who asks as fast as it can would only ever hear that it asks too fast.
    let unlimited = u32::MAX.to_string();
    let settings = [
        ("XUNGE_DESK_PER_MINUTE", unlimited.as_str()),
        ("XUNGE_DEVICE_PER_MINUTE", unlimited.as_str()),
        ("XUNGE_LINES_PER_ACCOUNT", unlimited.as_str()),
    ];
    let server = Server::start_with(place, &data, &folder.join("server.log"), &settings)?;

    let asking = Asking { tool: tool.join("bin/schemathesis"), url: server.url(), folder, minutes };
    for role in ["admin", "dispatcher"] {
        let (user, password) = account(&city, role)?;
        let token = sign_in(server.address(), &user, &password)?;
        let bearer = format!("Authorization: Bearer {token}");
        asking.all(role, &["--header", &bearer, "--exclude-path-regex", LEFT_OUT])?;
    }
    asking.all("nobody", &["--include-path-regex", "^/api/v1/session"])
}

/// Everything that is the same whoever asks.
struct Asking {
    tool: PathBuf,
    url: String,
    folder: PathBuf,
    minutes: u64,
}

impl Asking {
    fn all(&self, whom: &str, more: &[&str]) -> Result<()> {
        run::say(&format!("requests as {whom}"));
        let examples = (EXAMPLES_A_MINUTE * self.minutes.max(1)).to_string();
        let mut ask = run::command(&self.tool, ["run", "--checks", "not_a_server_error", "--seed", SEED]);
        ask.args(["--max-examples", &examples, "--generation-database", "none", "--workers", "1", "--no-color"]);
        ask.args(["--request-timeout", "30", "--suppress-health-check", "all", "--continue-on-failure"]);
        ask.args(more).arg(format!("{}/api/openapi.json", self.url));
        ask.env("SCHEMATHESIS_HOOKS", self.folder.join("hooks.py"));
        // It leaves what it learns lying where it runs.
        run::run(ask.current_dir(&self.folder)).with_context(|| format!("ask as {whom}"))
    }
}

/// Makes a small training city and returns who is in it.
fn city(place: &Place, data: &Path) -> Result<Value> {
    run::say("making the training city (small)");
    let mut training = run::command(place.built("xunge-server"), ["training", "--scale", "small", "--json", "--data"]);
    let made = run::read(training.arg(data).current_dir(&place.root))?;
    serde_json::from_str(&made).context("read the accounts of the training city")
}

fn account(city: &Value, role: &str) -> Result<(String, String)> {
    let accounts = city.get("accounts").and_then(Value::as_array);
    let word = |one: &Value, name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let found = accounts.into_iter().flatten().find(|one| word(one, "role") == role);
    found
        .map(|one| (word(one, "user"), word(one, "password")))
        .with_context(|| format!("the training city has no {role}"))
}

/// Signs in and returns the token.
fn sign_in(address: SocketAddr, user: &str, password: &str) -> Result<String> {
    let body = json!({"user": user, "password": password}).to_string();
    let mut stream = TcpStream::connect(address).context("reach the server")?;
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).context("ask to sign in")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).context("read the answer to signing in")?;
    let (head, body) = answer.split_once("\r\n\r\n").context("read the answer to signing in")?;
    if !head.starts_with("HTTP/1.1 200") {
        bail!("{user} could not sign in: {body}");
    }
    let session: Value = serde_json::from_str(body).context("read the session")?;
    session.get("token").and_then(Value::as_str).map(str::to_owned).context("the session has no token")
}
