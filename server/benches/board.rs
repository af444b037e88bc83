//! Budgets of the sync board with 5,000 devices: 200 consoles that watch live cost under 10 % of one core when nothing
//! happens, and the whole board is answered in under 500 ms. The server is a process of its own; the consoles are plain
//! sockets of this one, so that only the server's side is weighed.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a bench")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use server::db::Db;
use server::db::pool::embedded_url;
use sqlx::Row as _;

const DEVICES: usize = 5_000;
const CONSOLES: usize = 200;
const BUDGET_PERCENT: f64 = 10.0;
const BUDGET_MS: u128 = 500;
/// How long the consoles watch before the server is weighed, and while it is.
const SETTLE: Duration = Duration::from_secs(10);
const WEIGHED: Duration = Duration::from_secs(60);

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
    let account = accounts.iter().find(|account| account["role"] == "admin").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(enrol(folder.path()));
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
    for turn in ["first", "second"] {
        let began = Instant::now();
        let bytes = board(&address, &token);
        let took = began.elapsed().as_millis();
        let verdict = if took <= BUDGET_MS { "within" } else { "OVER" };
        println!(
            "the board of {DEVICES} devices, {turn}: {took} ms, {bytes} bytes, {verdict} the budget of {BUDGET_MS} ms"
        );
    }
    let mut consoles: Vec<BufReader<TcpStream>> = (0..CONSOLES).map(|_| watch(&address, &token)).collect();
    // What they hear meanwhile is taken from them, as a browser does.
    std::thread::sleep(SETTLE);
    let before = worked_ms(server.0.id());
    std::thread::sleep(WEIGHED);
    let worked = worked_ms(server.0.id()).saturating_sub(before);
    let percent = worked as f64 * 100.0 / WEIGHED.as_millis() as f64;
    let verdict = if percent < BUDGET_PERCENT { "within" } else { "OVER" };
    println!(
        "{CONSOLES} consoles watch and nothing happens: {percent:.1} % of a core, {verdict} the budget of {BUDGET_PERCENT} %"
    );
    let began = Instant::now();
    runtime.block_on(one_calls(folder.path()));
    let last = consoles.last_mut().unwrap();
    let mut text = String::new();
    while !text.contains("\"battery_percent\":77") {
        text.clear();
        assert!(last.read_line(&mut text).unwrap() > 0, "the line was closed");
    }
    println!("a device's word is on a console after {} ms; looked for once a second", began.elapsed().as_millis());
}

/// Enters devices for the training city's people.
async fn enrol(data: &Path) {
    let db = Db::open(&embedded_url(data).unwrap(), 2).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let rows = sqlx::query("select id, jurisdiction_id from accounts order by id").fetch_all(&mut *tx).await.unwrap();
    let people: Vec<(String, String)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    let heartbeat = serde_json::json!({
        "app_version": "1.3.0", "platform": "android 14", "waiting_operations": 3, "waiting_photos": 2,
        "waiting_bytes": 910_000, "set_aside": 0, "battery_percent": 61, "free_disk_bytes": 9_000_000_000_u64,
    });
    for (number, (account, area)) in people.iter().cycle().take(DEVICES).enumerate() {
        sqlx::query(
            "insert into devices (id, jurisdiction_id, account_id, public_key, enrolled_at_ms, last_seen_at_ms, heartbeat) \
             values ($1, $2, $3, '', 1, $4, $5)",
        )
        .bind(uuid::Uuid::from_u128(number as u128 + 1).to_string())
        .bind(area)
        .bind(account)
        .bind(1_764_000_000_000_i64 + number as i64)
        .bind(heartbeat.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

/// One device says something.
async fn one_calls(data: &Path) {
    let db = Db::open(&embedded_url(data).unwrap(), 2).await.unwrap();
    let mut tx = db.write().await.unwrap();
    sqlx::query("update devices set heartbeat = $2, revision = revision + 1 where id = $1")
        .bind(uuid::Uuid::from_u128(7).to_string())
        .bind(r#"{"battery_percent":77}"#)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
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

/// Asks for the whole board and returns how many bytes it has.
fn board(address: &str, token: &str) -> usize {
    let mut line = TcpStream::connect(address).unwrap();
    let request = format!(
        "GET /api/v1/devices HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    line.write_all(request.as_bytes()).unwrap();
    let mut reply = Vec::new();
    line.read_to_end(&mut reply).unwrap();
    assert!(reply.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&reply[..200.min(reply.len())]));
    reply.len()
}

/// Opens a line and reads until everything is known.
fn watch(address: &str, token: &str) -> BufReader<TcpStream> {
    let mut line = TcpStream::connect(address).unwrap();
    let request =
        format!("GET /api/v1/devices/events HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n");
    line.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::new(line);
    let mut text = String::new();
    while !text.starts_with("data:") {
        text.clear();
        assert!(reader.read_line(&mut text).unwrap() > 0, "the line was closed");
    }
    reader
}

/// Returns how long the process has worked so far, as the system counts it in hundredths of a second.
fn worked_ms(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, after) = stat.rsplit_once(") ").unwrap();
    let fields: Vec<&str> = after.split(' ').collect();
    let ticks = |at: usize| fields[at].parse::<u64>().unwrap();
    // The state is the third field of all; user and system time are the 14th and 15th.
    (ticks(11) + ticks(12)) * 10
}
