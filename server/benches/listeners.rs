//! Budget: 2,000 idle listeners cost the server at most 96 MB. The server is a process of its own that holds the full city,
//! whose areas weigh more than they do and are told apart; the listeners are plain sockets of this process, so that only
//! the server's side is weighed.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a bench")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const LISTENERS: usize = 2_000;
const BUDGET_MB: u64 = 96;
/// How long the listeners idle before the server is weighed: every one of them has had a sign of life.
const IDLE: Duration = Duration::from_secs(40);

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // Ours, by its own handle; a server that has ended by itself is as well.
        if self.0.kill().is_ok() {
            println!("server stopped: {:?}", self.0.wait().map(|status| status.code()));
        }
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let program = env!("CARGO_BIN_EXE_xunge-server");
    let made = Command::new(program).args(["training", "--data", &data, "--json"]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    let accounts = made["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|account| account["role"] == "collector").unwrap();
    // A free port; nobody else on this machine is handed it in the moment between.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let server = Command::new(program)
        .args(["serve", "--data", &data, "--listen", &address])
        .env("XUNGE_LOG", "warn")
        // All of them are one account's.
        .env("XUNGE_LINES_PER_ACCOUNT", "10000")
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    let server = Server(server);
    let token = sign_in(&address, &account["user"], &account["password"]);
    let before = resident_mb(server.0.id());
    let began = Instant::now();
    let lines: Vec<TcpStream> = (0..LISTENERS).map(|_| listen(&address, &token)).collect();
    println!("{} listeners open after {} ms", lines.len(), began.elapsed().as_millis());
    std::thread::sleep(IDLE);
    let after = resident_mb(server.0.id());
    let cost = after.saturating_sub(before);
    let verdict = if cost <= BUDGET_MB { "within" } else { "OVER" };
    println!("{LISTENERS} idle listeners: {cost} MB, {verdict} the budget of {BUDGET_MB} MB");
    println!("the server on the full city: {before} MB resident before them, {after} MB with them");
    drop(lines);
}

fn sign_in(address: &str, user: &serde_json::Value, password: &serde_json::Value) -> String {
    let body = serde_json::json!({"user": user, "password": password}).to_string();
    let request = format!(
        "POST /api/v1/session HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    for _ in 0..150 {
        if let Ok(mut line) = TcpStream::connect(address) {
            line.write_all(request.as_bytes()).unwrap();
            let mut reply = String::new();
            line.read_to_string(&mut reply).unwrap();
            let start = reply.find('{').unwrap_or_else(|| panic!("{reply}"));
            let end = reply.rfind('}').unwrap();
            let session: serde_json::Value = serde_json::from_str(reply.get(start..=end).unwrap()).unwrap();
            return session["token"].as_str().unwrap_or_else(|| panic!("{session}")).to_owned();
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("the server does not answer")
}

/// Opens a line and reads until the first nudge.
fn listen(address: &str, token: &str) -> TcpStream {
    let mut line = TcpStream::connect(address).unwrap();
    let request =
        format!("GET /api/v1/sync/events HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n");
    line.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::with_capacity(512, line.try_clone().unwrap());
    let mut text = String::new();
    while !text.contains("data:") {
        let read = reader.read_line(&mut text).unwrap();
        assert!(read > 0, "the line was closed: {text}");
    }
    line
}

/// Returns what the process holds in memory, as the system counts it.
fn resident_mb(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024
}
