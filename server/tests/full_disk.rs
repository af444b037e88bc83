//! A disk that is really full: 507, and nothing lost.

use shared::refusal::Code;
use shared::sync::operation::Act;
use shared::sync::push::OutcomeKind;

use crate::harness::city::at;
use crate::harness::desk::refused;
use crate::harness::{World, on_both_engines};

async fn problems(world: &World) -> Vec<String> {
    server::check::all(&world.app, server::check::Depth::Media).await.unwrap().problems
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_database_and_a_full_media_folder_answer_507_and_lose_nothing() {
    let test = "a_full_database_and_a_full_media_folder_answer_507_and_lose_nothing";
    let Some((world, disk)) = World::on_small_disk(test, 48).await else { return };
    let [mut wang] = world.phones(["wang"]).await;
    let before = wang.reports(&world, at(0.5, 0.5)).await;
    let (report, shot) = wang.report(&world, at(1.5, 1.5));
    let case = report.case;
    let envelope = wang.envelope(&world, Act::Report(report));
    let created = wang.create(shot.working.len(), None).await;
    let place = created.headers()["location"].to_str().unwrap().to_owned();

    // The log is emptied first: what it occupies already it could write over on a full disk.
    let url = server::db::pool::embedded_url(&world.app.config.data).unwrap();
    let mut other = <sqlx::AnyConnection as sqlx::Connection>::connect(&url).await.unwrap();
    sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut other).await.unwrap();
    sqlx::Connection::close(other).await.unwrap();
    disk.fill();
    let full = (507, Code::DiskFull.as_str().to_owned());
    // The disk that tells how much is free lies: the writes themselves must say it.
    let answer = wang.push_raw(std::slice::from_ref(&envelope)).await;
    assert_eq!(refused(answer).await, full, "the database is full");
    assert_eq!(refused(wang.patch(&place, 0, &shot.working).await).await, full, "the media folder is full");

    disk.clear();
    let outcome = wang.push(std::slice::from_ref(&envelope)).await.remove(0);
    assert_eq!(outcome.result, OutcomeKind::Applied, "what did not fit is taken now");
    wang.upload(&shot.working).await;
    let desk = world.desk("zheng").await;
    for id in [before, case] {
        assert!(desk.case(id).await.case.photos[0].received_at.is_some());
    }
    assert_eq!(world.count("select count(*) from cases").await, 2);
    assert_eq!(problems(&world).await, Vec::<String>::new(), "nothing is half done");
    world.stop().await;
}

on_both_engines! {
    async fn a_disk_that_is_nearly_full_takes_no_file_and_still_takes_operations(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        world.disk.set_free(1_000);
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let case = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        assert_eq!(wang.push(&[envelope]).await[0].result, OutcomeKind::Applied, "rows go first, and on");
        let answer = refused(wang.create(shot.working.len(), None).await).await;
        assert_eq!(answer, (507, Code::DiskFull.as_str().to_owned()));
        world.disk.set_free(u64::MAX / 2);
        wang.upload(&shot.working).await;
        assert!(world.desk("zheng").await.case(case).await.case.photos[0].received_at.is_some());
    }
}
