//! How many reports and photos the server takes in a second, server and phones together on this machine.
//!
//! Budgets: 1,500 reports a second on SQLite in batches of 100, 1,200 on PostgreSQL, 400 there one by one; 250 photos of
//! 200 KB a second over 16 connections, each receipted after its file is flushed and its row is committed; the burst at
//! the end of a shift, 1,000 phones with 20 reports each, without one 5xx. What counts is the whole effect: operation,
//! case, photos' rows, history, change and audit. `cargo bench -p server --bench load` prints the figures; PostgreSQL is
//! measured where `XUNGE_TEST_POSTGRES` names a server.

#![allow(missing_docs, dead_code, unused_imports, unused_macros, reason = "the harness of the tests is larger")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a bench")]

#[path = "../tests/harness/mod.rs"]
mod harness;
mod pictures;

use std::sync::Arc;
use std::time::{Duration, Instant};

use harness::World;
use harness::phone::Phone;
use pictures::working_copy;
use shared::sync::operation::Act;
use shared::sync::push::{Envelope, OutcomeKind};

const PEOPLE: [&str; 4] = ["wang", "li", "zhao", "chen"];
const BATCH: usize = 100;
const PHOTO_BYTES: usize = 200 * 1024;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::on_sqlite().await;
        reports(&world, "SQLite, batches of 100", BATCH, 40, 1_500.0).await;
        reports(&world, "SQLite, one by one", 1, 400, 0.0).await;
        photos(&world, "SQLite", 1_000).await;
        burst(&world, "SQLite", 1_000, 20).await;
        world.stop().await;
        match World::on_postgres("load").await {
            Some(world) => {
                reports(&world, "PostgreSQL, batches of 100", BATCH, 20, 1_200.0).await;
                reports(&world, "PostgreSQL, one by one", 1, 400, 400.0).await;
                photos(&world, "PostgreSQL", 500).await;
                world.stop().await;
            }
            None => println!("PostgreSQL: not measured"),
        }
    });
}

fn told(what: &str, count: usize, took: Duration, unit: &str, budget: f64) {
    let rate = count as f64 / took.as_secs_f64();
    let verdict = match budget {
        0.0 => String::new(),
        budget if rate >= budget => format!("within the budget of {budget:.0}"),
        budget => format!("UNDER the budget of {budget:.0}"),
    };
    println!("{what:<44} {rate:>8.0} {unit} a second  {verdict}");
}

/// Signs one report with two photos.
fn sign(phone: &mut Phone, world: &World, n: usize) -> Envelope {
    let east = 0.1 + (n % 37) as f64 * 0.1;
    let north = 0.1 + (n % 31) as f64 * 0.1;
    let (mut report, near) = phone.report(world, harness::city::at(east, north));
    let subject = shared::evidence::manifest::Subject::Case(report.case);
    let far = phone.shoot(world, shared::evidence::PhotoRole::Far, subject, near.working.clone());
    report.photos.push(far.signed);
    phone.envelope(world, Act::Report(report))
}

/// Four phones push all they have at once.
async fn reports(world: &World, what: &str, batch: usize, batches: usize, budget: f64) {
    let mut work = Vec::new();
    for user in PEOPLE {
        let mut phone = Phone::sign_in(world, user).await;
        let all: Vec<Vec<Envelope>> = (0..batches / PEOPLE.len())
            .map(|b| (0..batch).map(|n| sign(&mut phone, world, b * batch + n)).collect())
            .collect();
        work.push((phone, all));
    }
    let count: usize = work.iter().flat_map(|(_, all)| all).map(Vec::len).sum();
    let begun = Instant::now();
    let pushing = work.into_iter().map(|(phone, all)| async move {
        for operations in all {
            let outcomes = phone.push(&operations).await;
            assert!(outcomes.iter().all(|outcome| outcome.result == OutcomeKind::Applied), "{:?}", outcomes[0]);
        }
    });
    futures_util::future::join_all(pushing).await;
    told(&format!("{what}: reports"), count, begun.elapsed(), "reports", budget);
}

/// Sixteen connections bring photos whose reports are there.
async fn photos(world: &World, what: &str, count: usize) {
    let lanes = 16;
    let mut work = Vec::new();
    for lane in 0..lanes {
        let mut phone = Phone::sign_in(world, PEOPLE[lane % PEOPLE.len()]).await;
        let mut files = Vec::new();
        let mut operations = Vec::new();
        for n in 0..count / lanes {
            let (mut report, _) = phone.report(world, harness::city::at(0.5, 0.5));
            let subject = shared::evidence::manifest::Subject::Case(report.case);
            let shot = phone.shoot(
                world,
                shared::evidence::PhotoRole::Near,
                subject,
                working_copy(lane * count + n, PHOTO_BYTES),
            );
            report.photos = vec![shot.signed];
            operations.push(phone.envelope(world, Act::Report(report)));
            files.push(shot.working);
        }
        for part in operations.chunks(BATCH) {
            phone.push(part).await;
        }
        work.push((phone, files));
    }
    let (begun, count) = (Instant::now(), work.iter().map(|(_, files)| files.len()).sum());
    let sending = work.into_iter().map(|(phone, files)| async move {
        for file in files {
            phone.upload(&file).await;
        }
    });
    futures_util::future::join_all(sending).await;
    told(&format!("{what}: photos of 200 KB, 16 connections"), count, begun.elapsed(), "photos", 250.0);
}

/// Every phone at once, as at the end of a shift.
async fn burst(world: &World, what: &str, phones: usize, each: usize) {
    let mut work = Vec::new();
    for n in 0..phones {
        let mut phone = Phone::sign_in(world, PEOPLE[n % PEOPLE.len()]).await;
        let operations: Vec<Envelope> = (0..each).map(|i| sign(&mut phone, world, n + i)).collect();
        work.push((phone, operations));
    }
    let failed = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let begun = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for (phone, operations) in work {
        let failed = Arc::clone(&failed);
        running.spawn(async move {
            // A connection that has idled since the sign-in may be closed just now; a phone then begins another.
            let reply = match phone.try_push(&operations).await {
                Ok(reply) => reply,
                Err(_) => phone.push_raw(&operations).await,
            };
            let status = reply.status();
            if status.as_u16() >= 500 {
                failed.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            }
            assert!(status.is_success() || status.is_server_error(), "{status}");
        });
    }
    while let Some(done) = running.join_next().await {
        done.unwrap();
    }
    let failed = failed.load(std::sync::atomic::Ordering::SeqCst);
    told(
        &format!("{what}: {phones} phones at once, {each} reports each"),
        phones * each,
        begun.elapsed(),
        "reports",
        0.0,
    );
    println!("{:<44} {failed:>8} answers of 5xx", "");
}
