//! The whole server in one file and back: taken under load, on either engine, with nothing twice afterwards.

use std::path::{Path, PathBuf};

use server::backup::format::{Media, verify};
use server::backup::restore::{Found, Restored, restore};
use server::backup::take::{Taken, take};
use server::check::{Depth, all};
use server::db::dialect::Engine;
use shared::case::CasePhoto;
use shared::sync::operation::Act;
use shared::sync::push::{OutcomeKind, Push, PushReply, ToldNumber};

use crate::harness::city::at;
use crate::harness::desk::ok;
use crate::harness::{Phone, World, config, database, on_both_engines};

async fn backup(world: &World, media: Media, file: &Path) -> Taken {
    let storage = server::media::place::storage(&world.app.config).unwrap();
    take(&world.app.db, &*storage, file, media, shared_now(world), &|_| {}).await.unwrap()
}

fn shared_now(world: &World) -> shared::time::Instant {
    use server::world::Clock as _;
    world.clock.now()
}

/// A second server that was restored from a file, some time later.
async fn restored(world: &World, file: &Path, url: Option<String>) -> (World, Restored) {
    let data = tempfile::tempdir().unwrap();
    let config = config(data.path(), url);
    world.clock.forward_ms(5 * 60_000);
    let told = restore(&config, file, Found::Refuse, shared_now(world), &|_| {}).await.unwrap();
    (World::serving(config, data, world.clock.clone()).await, told)
}

/// A place of the same engine, and one of the other where there is one.
async fn places(world: &World) -> Vec<Option<String>> {
    let postgres = match std::env::var("XUNGE_TEST_POSTGRES") {
        Ok(url) => vec![Some(database(&url).await)],
        Err(_) => Vec::new(),
    };
    match world.app.db.engine() {
        Engine::Sqlite => std::iter::once(None).chain(postgres).collect(),
        Engine::Postgres => postgres.into_iter().chain([None]).collect(),
    }
}

async fn problems(world: &World, depth: Depth) -> Vec<String> {
    all(&world.app, depth).await.unwrap().problems
}

fn file(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("city.xunge-backup")
}

on_both_engines! {
    async fn a_backup_taken_while_phones_push_fits_together_on_either_engine(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        for _ in 0..3 {
            wang.reports(world, at(0.5, 0.5)).await;
        }
        let folder = tempfile::tempdir().unwrap();
        let pushing = async {
            for _ in 0..15 {
                li.reports(world, at(1.5, 1.5)).await;
            }
        };
        let (taken, ()) = tokio::join!(backup_of(world, &folder), pushing);
        assert!(taken.unreadable.is_empty(), "{taken:?}");
        assert_eq!(world.count("select count(*) from cases").await, 18);
        let (head, end) = verify(&file(&folder)).unwrap();
        assert_eq!((head.epoch, &end), (1, &taken.end));
        for url in places(world).await {
            let (other, told) = restored(world, &file(&folder), url).await;
            assert_eq!(told.missing, 0);
            let cases = other.count("select count(*) from cases").await;
            assert!((3..=18).contains(&cases), "{cases} cases are those of one moment");
            assert_eq!(problems(&other, Depth::Media).await, Vec::<String>::new());
            assert_eq!(other.app.facts.id, world.app.facts.id, "it is the same server");
            assert!(other.app.facts.epoch > 1, "with another epoch");
            other.stop().await;
        }
    }

    async fn a_backup_goes_nowhere_but_into_an_empty_place(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let folder = tempfile::tempdir().unwrap();
        backup(world, Media::Included, &file(&folder)).await;
        let before = world.count("select count(*) from audit").await;
        let refused = restore(&world.app.config, &file(&folder), Found::Refuse, shared_now(world), &|_| {}).await;
        assert!(refused.unwrap_err().to_string().contains("already"));
        let refused = restore(&world.app.config, &file(&folder), Found::Keep, shared_now(world), &|_| {}).await;
        assert!(refused.unwrap_err().to_string().contains("holds something"));
        assert_eq!(world.count("select count(*) from audit").await, before, "the server that is there is untouched");
        assert_eq!(world.app.facts.epoch, 1);
    }

    async fn a_damaged_backup_restores_nothing(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let folder = tempfile::tempdir().unwrap();
        backup(world, Media::Included, &file(&folder)).await;
        let mut bytes = std::fs::read(file(&folder)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(file(&folder), bytes).unwrap();
        let data = tempfile::tempdir().unwrap();
        let config = config(data.path(), None);
        assert!(restore(&config, &file(&folder), Found::Refuse, shared_now(world), &|_| {}).await.is_err());
        assert!(!data.path().join("xunge.db").exists(), "not even a database was made");
    }

    async fn what_was_lost_since_the_backup_comes_back_once_and_with_its_number(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let kept = wang.reports(world, at(0.5, 0.5)).await;
        let folder = tempfile::tempdir().unwrap();
        backup(world, Media::Included, &file(&folder)).await;
        let (report, shot) = wang.report(world, at(1.5, 1.5));
        let case = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        let first = wang.push(std::slice::from_ref(&envelope)).await.remove(0);
        wang.upload(&shot.working).await;
        for url in places(world).await {
            let (after, _) = restored(world, &file(&folder), url).await;
            let mut li = Phone::sign_in(&after, "li").await;
            let other = li.reports(&after, at(0.5, 0.5)).await;
            let wang = Phone::sign_in_as(&after, "wang", wang.device, wang.key.clone()).await;
            let told = ToldNumber { operation: envelope.id, case_no: first.case_no.clone().unwrap() };
            let push = Push { device: wang.device, operations: vec![envelope.clone()], told: vec![told] };
            let send = || wang.request(reqwest::Method::POST, "/api/v1/sync/push").json(&push).send();
            let again: PushReply = ok(send().await.unwrap()).await;
            assert_eq!(again.outcomes[0].result, OutcomeKind::Applied);
            assert_eq!(again.outcomes[0].case_no, first.case_no, "people have written its number down");
            wang.upload(&shot.working).await;
            let repeated: PushReply = ok(send().await.unwrap()).await;
            assert_eq!(repeated, again);
            let boss = after.desk("boss").await;
            assert!(boss.case(case).await.case.photos[0].received_at.is_some());
            assert!(boss.case(kept).await.case.photos[0].received_at.is_some());
            let number = boss.case(other).await.case.case_no.unwrap();
            assert!(number.as_str() > first.case_no.as_ref().unwrap().as_str(), "{number} was told to nobody before");
            assert_eq!(after.count("select count(*) from cases").await, 3);
            assert_eq!(problems(&after, Depth::Media).await, Vec::<String>::new());
            after.stop().await;
        }
    }

    async fn files_that_are_gone_are_awaited_from_the_phones(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let case = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        wang.upload(&shot.working).await;
        world.desk("west").await.finish(case, 7).await;
        let folder = tempfile::tempdir().unwrap();
        backup(world, Media::Listed, &file(&folder)).await;
        for url in places(world).await {
            let (after, told) = restored(world, &file(&folder), url).await;
            assert_eq!((told.missing, told.photos_awaited), (2, 1));
            assert_eq!(problems(&after, Depth::Media).await, Vec::<String>::new());
            let boss = after.desk("boss").await;
            let waits = |photos: &[CasePhoto]| photos.iter().filter(|photo| photo.received_at.is_none()).count();
            assert_eq!(waits(&boss.case(case).await.case.photos), 2, "the case does not claim what is not here");
            let wang = Phone::sign_in_as(&after, "wang", wang.device, wang.key.clone()).await;
            wang.upload(&shot.working).await;
            assert_eq!(waits(&boss.case(case).await.case.photos), 1, "the phone's photo is back, the unit's is not");
            assert_eq!(problems(&after, Depth::Media).await, Vec::<String>::new());
            after.stop().await;
        }
    }
}

/// As if the power had failed between the rows and what goes with them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restore_that_was_cut_is_begun_again_and_no_server_starts_before() {
    let world = World::on_sqlite().await;
    let [mut wang] = world.phones(["wang"]).await;
    wang.reports(&world, at(0.5, 0.5)).await;
    let folder = tempfile::tempdir().unwrap();
    backup(&world, Media::Included, &file(&folder)).await;
    let (after, first) = restored(&world, &file(&folder), None).await;
    let mut tx = after.app.db.write().await.unwrap();
    server::db::meta::begin_restore(&mut tx, &first.end.sha256).await.unwrap();
    tx.commit().await.unwrap();
    let config = after.app.config.clone();
    let data = after.stopped().await;
    std::fs::write(data.path().join("restoring"), first.end.sha256.as_str()).unwrap();

    let clock = world.clock.clone();
    let opened = server::App::new(config.clone(), clock, std::sync::Arc::new(server::world::SystemRandom)).await;
    assert!(opened.err().unwrap().to_string().contains("restore"), "half a server answers nobody");
    world.clock.forward_ms(60_000);
    let again = restore(&config, &file(&folder), Found::Refuse, shared_now(&world), &|_| {}).await.unwrap();
    assert!(again.epoch > first.epoch, "phones notice this one too");
    let whole = World::serving(config.clone(), data, world.clock.clone()).await;
    assert_eq!(whole.count("select count(*) from cases").await, 1, "its rows did not come twice");
    assert_eq!(problems(&whole, Depth::Media).await, Vec::<String>::new());
    whole.stop().await;
}

async fn backup_of(world: &World, folder: &tempfile::TempDir) -> Taken {
    backup(world, Media::Included, &file(folder)).await
}
