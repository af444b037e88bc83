//! The same work given to this server and to well-kept peers, in one run on one machine, with the ratio of both.
//!
//! Records: Kinto, an offline-first record store, on PostgreSQL as this server is; each report goes as the same JSON, in
//! the same batches, over the same number of connections. Kinto keeps the record; this server checks it, keeps
//! operation, case, photos' rows, history, change and audit. Uploads: `@tus/server` with its file store, which speaks the
//! same tus and does not flush; this server hashes each file, flushes it, and receipts it after its commit.
//!
//! `cargo xtask bench` fetches both peers and names their folder in `XUNGE_PEERS`; Kinto needs `XUNGE_TEST_POSTGRES`.
//! What is not there is not measured, and said so.

#![allow(missing_docs, dead_code, unused_imports, unused_macros, reason = "the harness of the tests is larger")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a bench")]

#[path = "../tests/harness/mod.rs"]
mod harness;
mod pictures;

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use harness::World;
use harness::phone::Phone;
use pictures::working_copy;
use serde_json::{Value, json};
use shared::sync::operation::Act;
use shared::sync::push::{Envelope, OutcomeKind};

const PEOPLE: [&str; 4] = ["wang", "li", "zhao", "chen"];
const BATCH: usize = 100;
const BATCHES: usize = 5;
const PHOTO_BYTES: usize = 200 * 1024;
const LANES: usize = 16;
const PHOTOS: usize = 480;
/// Each side is measured so often, in turn; the middle one counts.
const ROUNDS: usize = 3;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let Some(peers) = std::env::var_os("XUNGE_PEERS").map(PathBuf::from) else {
        println!("peers: not measured; XUNGE_PEERS names no folder, `cargo xtask bench` makes one");
        return;
    };
    runtime.block_on(async {
        match std::env::var("XUNGE_TEST_POSTGRES") {
            Ok(url) if peers.join("kinto/bin/kinto").is_file() => records(&peers, &url).await,
            _ => println!("Kinto: not measured; it needs its folder and XUNGE_TEST_POSTGRES"),
        }
        match peers.join("tus/node_modules/@tus/server").is_dir() {
            true => uploads(&peers).await,
            false => println!("@tus/server: not measured; it needs its folder"),
        }
    });
}

/// A peer's process; ended with the bench.
struct Peer(Child);

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Peer {
    async fn start(command: &mut Command, port: u16) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let peer = Self(child);
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the peer does not come up");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        peer
    }
}

fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn middle(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

fn told(what: &str, unit: &str, ours: Vec<f64>, peer: &str, theirs: Vec<f64>) {
    let (ours, theirs) = (middle(ours), middle(theirs));
    println!("{what}: Xunge {ours:.0}, {peer} {theirs:.0} {unit} a second; ratio {:.2}", ours / theirs);
}

async fn records(peers: &Path, postgres: &str) {
    let database = own_database(postgres).await;
    let folder = tempfile::tempdir().unwrap();
    let (ini, port) = (folder.path().join("kinto.ini"), port());
    std::fs::write(&ini, kinto_ini(&database)).unwrap();
    let kinto = peers.join("kinto/bin/kinto");
    let migrated = Command::new(&kinto).arg("migrate").arg("--ini").arg(&ini).output().unwrap();
    assert!(migrated.status.success(), "{}", String::from_utf8_lossy(&migrated.stderr));
    let mut start = Command::new(&kinto);
    let _peer = Peer::start(start.arg("start").arg("--ini").arg(&ini).arg("--port").arg(port.to_string()), port).await;
    let world = World::on_postgres("peers").await.unwrap();
    let base = format!("http://127.0.0.1:{port}/v1");
    let make = |path: &str| world.http.put(format!("{base}{path}")).basic_auth("bench", Some("bench")).json(&json!({}));
    for path in ["/buckets/xian", "/buckets/xian/collections/reports"] {
        assert!(make(path).send().await.unwrap().status().is_success());
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut work = Vec::new();
        for user in PEOPLE {
            let mut phone = Phone::sign_in(&world, user).await;
            let all: Vec<Vec<Envelope>> =
                (0..BATCHES).map(|_| (0..BATCH).map(|n| sign(&mut phone, &world, n)).collect()).collect();
            work.push((phone, all));
        }
        let count = (PEOPLE.len() * BATCHES * BATCH) as f64;
        let bodies: Vec<Vec<Value>> =
            work.iter().map(|(_, all)| all.iter().map(|batch| kinto_batch(batch)).collect()).collect();
        let begun = Instant::now();
        let sending = bodies.into_iter().map(|batches| {
            let (http, base) = (reqwest::Client::builder().no_proxy().build().unwrap(), base.clone());
            async move {
                for mut body in batches {
                    // Two that write into one collection in one moment get in each other's way: "please retry", it says.
                    while !body["requests"].as_array().unwrap().is_empty() {
                        let request = http.post(format!("{base}/batch")).basic_auth("bench", Some("bench")).json(&body);
                        let answer: Value = request.send().await.unwrap().json().await.unwrap();
                        body["requests"] = again(&body["requests"], &answer["responses"]);
                    }
                }
            }
        });
        futures_util::future::join_all(sending).await;
        theirs.push(count / begun.elapsed().as_secs_f64());
        let begun = Instant::now();
        let pushing = work.into_iter().map(|(phone, all)| async move {
            for operations in all {
                let outcomes = phone.push(&operations).await;
                assert!(outcomes.iter().all(|outcome| outcome.result == OutcomeKind::Applied), "{:?}", outcomes[0]);
            }
        });
        futures_util::future::join_all(pushing).await;
        ours.push(count / begun.elapsed().as_secs_f64());
    }
    told("records on PostgreSQL, batches of 100, 4 connections", "reports", ours, "Kinto", theirs);
    world.stop().await;
}

/// Returns the requests that are to be tried once more.
fn again(requests: &Value, answers: &Value) -> Value {
    let (requests, answers) = (requests.as_array().unwrap(), answers.as_array().unwrap());
    assert_eq!(requests.len(), answers.len());
    let pairs = requests.iter().zip(answers);
    let refused = pairs.filter(|(_, answer)| answer["status"] != 201);
    refused
        .map(|(request, answer)| {
            assert!(answer["status"] == 409 || answer["status"] == 503, "{answer}");
            request.clone()
        })
        .collect()
}

fn kinto_batch(operations: &[Envelope]) -> Value {
    let record = |envelope: &Envelope| json!({"body": {"data": {"envelope": envelope}}});
    json!({
        "defaults": {"method": "POST", "path": "/v1/buckets/xian/collections/reports/records"},
        "requests": operations.iter().map(record).collect::<Vec<_>>(),
    })
}

fn kinto_ini(database: &str) -> String {
    let url = database.replacen("postgres://", "postgresql://", 1);
    format!(
        "[server:main]\nuse = egg:waitress#main\nhost = 127.0.0.1\nport = %(http_port)s\nthreads = 4\n\
         [app:main]\nuse = egg:kinto\nkinto.userid_hmac_secret = bench\nkinto.batch_max_requests = 200\n\
         multiauth.policies = basicauth\n\
         multiauth.policy.basicauth.use = kinto.core.authentication.BasicAuthAuthenticationPolicy\n\
         kinto.bucket_create_principals = system.Everyone\n\
         kinto.storage_backend = kinto.core.storage.postgresql\nkinto.storage_url = {url}\n\
         kinto.permission_backend = kinto.core.permission.postgresql\nkinto.permission_url = {url}\n\
         kinto.cache_backend = kinto.core.cache.memory\n\
         [loggers]\nkeys = root\n[handlers]\nkeys = console\n[formatters]\nkeys = plain\n\
         [logger_root]\nlevel = ERROR\nhandlers = console\n\
         [handler_console]\nclass = StreamHandler\nargs = (sys.stderr,)\nlevel = NOTSET\nformatter = plain\n\
         [formatter_plain]\nformat = %(message)s\n"
    )
}

async fn own_database(url: &str) -> String {
    let name = format!("xunge_peer_{}", std::process::id());
    sqlx::any::install_default_drivers();
    let pool = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(url).await.unwrap();
    let made = format!("create database {name} template template0 encoding 'UTF8'");
    sqlx::raw_sql(sqlx::AssertSqlSafe(made)).execute(&pool).await.unwrap();
    pool.close().await;
    format!("{}/{name}", url.rsplit_once('/').unwrap().0)
}

/// Signs one report with one photo.
fn sign(phone: &mut Phone, world: &World, n: usize) -> Envelope {
    let (east, north) = (0.1 + (n % 37) as f64 * 0.1, 0.1 + (n % 31) as f64 * 0.1);
    let (report, _) = phone.report(world, harness::city::at(east, north));
    phone.envelope(world, Act::Report(report))
}

async fn uploads(peers: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let (script, port) = (peers.join("tus/serve.mjs"), port());
    std::fs::write(&script, TUS).unwrap();
    let mut node = Command::new("node");
    let _peer = Peer::start(node.arg(&script).arg(folder.path()).arg(port.to_string()), port).await;
    let world = World::on_sqlite().await;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let pictures = |lane: usize| {
            (0..PHOTOS / LANES).map(move |n| working_copy((round * LANES + lane) * PHOTOS + n, PHOTO_BYTES))
        };
        let begun = Instant::now();
        let sending = (0..LANES).map(|lane| {
            let http = reqwest::Client::builder().no_proxy().build().unwrap();
            let files: Vec<Vec<u8>> = pictures(lane).collect();
            async move {
                for file in files {
                    put_to_tus(&http, port, file).await;
                }
            }
        });
        futures_util::future::join_all(sending).await;
        theirs.push(PHOTOS as f64 / begun.elapsed().as_secs_f64());

        let mut work = Vec::new();
        for lane in 0..LANES {
            let mut phone = Phone::sign_in(&world, PEOPLE[lane % PEOPLE.len()]).await;
            let (mut operations, mut files) = (Vec::new(), Vec::new());
            for file in pictures(lane) {
                let (mut report, _) = phone.report(&world, harness::city::at(0.5, 0.5));
                let subject = shared::evidence::manifest::Subject::Case(report.case);
                let shot = phone.shoot(&world, shared::evidence::PhotoRole::Near, subject, file);
                report.photos = vec![shot.signed];
                operations.push(phone.envelope(&world, Act::Report(report)));
                files.push(shot.working);
            }
            phone.push(&operations).await;
            work.push((phone, files));
        }
        let begun = Instant::now();
        let sending = work.into_iter().map(|(phone, files)| async move {
            for file in files {
                phone.upload(&file).await;
            }
        });
        futures_util::future::join_all(sending).await;
        ours.push(PHOTOS as f64 / begun.elapsed().as_secs_f64());
    }
    told("uploads of 200 KB, 16 connections", "photos", ours, "@tus/server", theirs);
    world.stop().await;
}

async fn put_to_tus(http: &reqwest::Client, port: u16, file: Vec<u8>) {
    let url = format!("http://127.0.0.1:{port}/files");
    let length = file.len().to_string();
    let begin = http.post(url).header("tus-resumable", "1.0.0").header("upload-length", &length);
    let made = begin.send().await.unwrap();
    assert_eq!(made.status(), 201);
    let place = made.headers()["location"].to_str().unwrap().to_owned();
    let bring = http.patch(place).header("tus-resumable", "1.0.0").header("upload-offset", "0");
    let bring = bring.header("content-type", "application/offset+octet-stream");
    let done = bring.body(file).send().await.unwrap();
    assert_eq!((done.status().as_u16(), done.headers()["upload-offset"].to_str().unwrap()), (204, length.as_str()));
}

/// The peer's server, as its own documentation sets it up.
const TUS: &str = "import { Server } from '@tus/server';
import { FileStore } from '@tus/file-store';
const [, , directory, port] = process.argv;
const server = new Server({ path: '/files', datastore: new FileStore({ directory }) });
server.listen({ host: '127.0.0.1', port: Number(port) });
";
