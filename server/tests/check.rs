//! The check finds what does not fit, and nothing where everything does.

use server::check::{Depth, all};

use crate::harness::city::at;
use crate::harness::{World, on_both_engines};

async fn problems(world: &World) -> Vec<String> {
    all(&world.app, Depth::Media).await.unwrap().problems
}

async fn meddle(world: &World, sql: &'static str) {
    let mut tx = world.app.db.write().await.unwrap();
    let done = sqlx::query(sql).execute(&mut *tx).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql} changed nothing");
    tx.commit().await.unwrap();
}

/// A city in which something happened.
async fn lived(world: &World) {
    let [mut wang, mut li] = world.phones(["wang", "li"]).await;
    let case = wang.reports(world, at(0.5, 0.5)).await;
    wang.reports(world, at(1.5, 1.5)).await;
    world.desk("west").await.finish(case, 3).await;
    let tasks = li.tasks().await;
    if let Some(task) = tasks.first() {
        let (envelope, shot) = li.answer(world, task, shared::task::TaskResult::Pass);
        li.push(&[envelope]).await;
        li.upload(&shot.working).await;
    }
    world.clock.forward_ms(120_000);
    server::jobs::chain_audit(&world.app).await.unwrap();
    assert_eq!(problems(world).await, Vec::<String>::new(), "nothing is wrong yet");
}

/// What is meddled with, and a word of the sentence that must be told.
const MEDDLING: &[(&str, &str)] = &[
    ("update cases set reached = 0", "the figures count it as something else"),
    ("update cases set late_after_ms = null", "the figures count it as something else"),
    ("update operations set body = body || ' '", "do not fit its hash"),
    ("update operations set result = 'refused' where sequence = 1", "not what its row says"),
    ("update operations set sequence = 1", "comes twice"),
    ("update cases set state = 'closed' where state <> 'closed'", "its list says"),
    ("update photos set link = 'broken' where chain_index = 1", "its row says broken"),
    ("update photos set received_at_ms = null", "something else of its receipt"),
    ("update photos set working_sha256 = original_sha256", "not what was signed"),
    ("update files set size_bytes = size_bytes + 1", "are written down"),
    ("update audit set detail = 'x'", "was changed after it was written"),
    ("delete from audit_chain where position = 2", "is missing"),
    ("update area_counters set value = value + 1", "its counter stands at"),
    ("update tasks set state = 'withdrawn'", "its list says withdrawn"),
    ("update cases set body = replace(body, '610112001007013', '610112001007014')", "give the grid 610112001007013"),
    (
        "update cases set body = replace(body, '\"duty_grid\":\"610112-Z0\"', '\"duty_grid\":\"610112-Z3\"')",
        "give the duty grid",
    ),
    ("update packs set hash = 'f' || substr(hash, 2) where kind = 'boundaries'", "they are not here"),
];

async fn tells(world: &World, expected: &str, sql: &str) {
    let problems = problems(world).await;
    assert!(problems.iter().any(|problem| problem.contains(expected)), "{sql}: {problems:#?}");
}

/// One world for each: what is wrong in one way must not hide what is wrong in another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_damage_is_told() {
    for (sql, expected) in MEDDLING {
        let world = World::on_sqlite().await;
        lived(&world).await;
        meddle(&world, sql).await;
        tells(&world, expected, sql).await;
        world.stop().await;
    }
}

on_both_engines! {
    async fn files_are_read_and_hashed(world: &World) {
        lived(world).await;
        let mut media = Vec::new();
        for shelf in std::fs::read_dir(world.app.config.data.join("media")).unwrap() {
            let shelf = shelf.unwrap().path();
            if shelf.file_name().is_some_and(|name| name != "thumbs") {
                media.extend(std::fs::read_dir(shelf).unwrap().map(|file| file.unwrap().path()));
            }
        }
        std::fs::write(&media[0], b"other bytes").unwrap();
        tells(world, "its bytes changed", "a changed file").await;
        std::fs::remove_file(&media[1]).unwrap();
        tells(world, "written down but not there", "a missing file").await;
        let rows = all(&world.app, Depth::Rows).await.unwrap().problems;
        assert_eq!(rows, Vec::<String>::new(), "without --media no file is read");
    }

    async fn a_case_without_its_operation_is_told(world: &World) {
        lived(world).await;
        meddle(world, "delete from operations where sequence = 1 and body like '%\"act\":\"report\"%'").await;
        tells(world, "no operation reported it", "a missing operation").await;
    }
}
