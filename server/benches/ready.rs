//! How long the full training city takes to be made, and how long a server on it takes until it answers.
//!
//! Budgets: the city is made in under 60 s, with its database and its accounts; the real program answers `/healthz`
//! in under 2 s after its start. `cargo bench -p server --bench ready` prints the figures.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = env!("CARGO_BIN_EXE_xunge-server");
const STARTS: usize = 9;
const MADE: Duration = Duration::from_secs(60);
const READY: Duration = Duration::from_secs(2);
/// A server that is not ready by then is not slow but broken.
const PATIENCE: Duration = Duration::from_secs(60);

fn report(what: &str, took: Duration, budget: Duration) {
    let verdict = if took <= budget { "within" } else { "OVER" };
    println!("{what:<52} {took:>12.2?}  {verdict} the budget of {budget:?}");
}

fn program(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).arg("--data").arg(data).env("XUNGE_LOG", "error").stdin(Stdio::null());
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    command
}

fn make(data: &Path) -> std::io::Result<Duration> {
    if data.exists() {
        std::fs::remove_dir_all(data)?;
    }
    let begun = Instant::now();
    let made = program(&["training", "--scale", "full", "--json"], data).output()?;
    let took = begun.elapsed();
    if !made.status.success() {
        return Err(std::io::Error::other(String::from_utf8_lossy(&made.stderr).into_owned()));
    }
    Ok(took)
}

fn is_healthy(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream
            .write_all(format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

/// Starts the program and returns how long it took until it answered.
fn start(data: &Path) -> std::io::Result<Duration> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let begun = Instant::now();
    let mut server = program(&["serve", "--listen", &address.to_string()], data).spawn()?;
    while !is_healthy(address) {
        if begun.elapsed() > PATIENCE || server.try_wait()?.is_some() {
            server.kill()?;
            return Err(std::io::Error::other("the server does not answer"));
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let took = begun.elapsed();
    stop(&mut server)?;
    Ok(took)
}

/// Asks it to end as an operator does, and waits for it: the next start must find a database that was closed.
fn stop(server: &mut Child) -> std::io::Result<()> {
    Command::new("kill").args(["-INT", &server.id().to_string()]).status()?;
    server.wait().map(drop)
}

fn main() -> std::io::Result<()> {
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("full-city");
    report("the full training city, made", make(&data)?, MADE);
    let mut times = (0..STARTS).map(|_| start(&data)).collect::<std::io::Result<Vec<_>>>()?;
    times.sort();
    let at = |place: usize| times.get(place).copied().unwrap_or_default();
    report(&format!("the server ready on it, median of {STARTS}"), at(STARTS / 2), READY);
    report("the slowest of them", at(STARTS - 1), READY);
    Ok(())
}
