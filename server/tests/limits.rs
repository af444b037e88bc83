//! How much one account and one device may ask for in a minute.

use std::sync::Arc;

use reqwest::Method;
use shared::sync::operation::Act;

use crate::harness::city::at;
use crate::harness::desk::refused;
use crate::harness::{HandClock, World, config};

const SESSION: &str = "/api/v1/session";

async fn world() -> World {
    with(|settings| (settings.desk_per_minute, settings.device_per_minute) = (30, 30)).await
}

async fn with(change: impl FnOnce(&mut server::Config)) -> World {
    let data = tempfile::tempdir().unwrap();
    let mut settings = config(data.path(), None);
    change(&mut settings);
    let world = World::serving(settings, data, Arc::new(HandClock::new())).await;
    crate::harness::city::fill(&world.app).await;
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_that_asks_too_much_waits_and_is_told_how_long_and_nobody_else_waits() {
    let world = world().await;
    let (zheng, zhu) = (world.desk("zheng").await, world.desk("zhu").await);
    for _ in 0..30 {
        assert_eq!(zheng.get(SESSION).await.status(), 200);
    }
    let reply = zheng.get(SESSION).await;
    assert_eq!(reply.headers()["retry-after"], "3");
    assert_eq!(refused(reply).await, (429, "too_many_requests".to_owned()));
    assert_eq!(
        refused(world.desk("zheng").await.get(SESSION).await).await.1,
        "too_many_requests",
        "in another session too"
    );
    assert_eq!(zhu.get(SESSION).await.status(), 200);
    let [phone] = world.phones(["wang"]).await;
    assert_eq!(phone.request(Method::GET, SESSION).send().await.unwrap().status(), 200);
    world.clock.forward_ms(3_000);
    assert_eq!(zheng.get(SESSION).await.status(), 200);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_brings_its_work_is_never_turned_away() {
    let world = world().await;
    let [mut wang] = world.phones(["wang"]).await;
    let mut sent = 0;
    for _ in 0..40 {
        let (report, shot) = wang.report(&world, at(0.5, 0.5));
        let envelope = wang.envelope(&world, Act::Report(report));
        assert_eq!(wang.push(&[envelope]).await[0].code, None, "more pushes than requests are answered in a minute");
        wang.upload(&shot.working).await;
        sent += 1;
    }
    assert_eq!(world.count("select count(*) from cases").await, sent);
    let hello = wang.request(Method::GET, SESSION).send().await.unwrap();
    assert_eq!(refused(hello).await.1, "too_many_requests", "what was given on credit is paid back by everything else");
    let mut refused_pushes = 0;
    for _ in 0..40 {
        let (report, _) = wang.report(&world, at(0.5, 0.5));
        let envelope = wang.envelope(&world, Act::Report(report));
        refused_pushes += usize::from(wang.push_raw(&[envelope]).await.status() == 429);
    }
    assert!(refused_pushes > 0, "a phone that runs in a circle is stopped");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_at_a_desk_has_so_many_lines_and_one_that_closes_makes_room() {
    const BOARD: &str = "/api/v1/devices/events";
    let world = with(|settings| settings.lines_per_account = 2).await;
    let (zheng, zhu) = (world.desk("zheng").await, world.desk("zhu").await);
    let (board, nudges) = (zheng.get(BOARD).await, zheng.get("/api/v1/sync/events").await);
    assert_eq!((board.status().as_u16(), nudges.status().as_u16()), (200, 200));
    let again = world.desk("zheng").await;
    for path in [BOARD, "/api/v1/sync/events"] {
        let refused = refused(again.get(path).await).await;
        assert_eq!(refused, (429, "too_many_lines".to_owned()), "in another session too");
    }
    assert_eq!(again.get("/api/v1/devices").await.status(), 200, "it asks now and then instead");
    assert_eq!(zhu.get(BOARD).await.status(), 200, "somebody else's are somebody else's");
    drop(board);
    let mut is_room = false;
    for _ in 0..200 {
        is_room = again.get(BOARD).await.status() == 200;
        if is_room {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(is_room, "the server finds out that a page was closed");
    drop(nudges);
    world.stop().await;
}
