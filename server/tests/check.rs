//! The check finds what does not fit, and nothing where everything does.

use server::check::{Depth, all};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{FileFacts, Subject};
use shared::ids::{CaseId, Sha256};
use shared::sync::operation::Act;
use uuid::Uuid;

use crate::harness::city::at;
use crate::harness::clip::mp4;
use crate::harness::phone::jpeg;
use crate::harness::{World, on_both_engines};

async fn problems(world: &World) -> Vec<String> {
    all(&world.app, Depth::Media).await.unwrap().problems
}

async fn meddle(world: &World, sql: &'static str) {
    let mut tx = world.app.db.write().await.unwrap();
    // Whoever owns the database can lift what guards it: then the chain tells.
    let lifted = server::db::guards::lift(&mut tx).await.unwrap();
    let done = sqlx::query(sql).execute(&mut *tx).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql} changed nothing");
    server::db::guards::put_back(&mut tx, lifted).await.unwrap();
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
    ("update cases set desk_queue = 'file'", "it waits in another queue"),
    ("update operations set body = body || ' '", "do not fit its hash"),
    ("update operations set result = 'refused' where sequence = 1", "not what its row says"),
    ("update operations set sequence = 1", "comes twice"),
    ("update cases set state = 'closed' where state <> 'closed'", "its list says"),
    ("update photos set link = 'broken' where chain_index = 1", "its row says broken"),
    ("update photos set received_at_ms = null", "something else of its receipt"),
    ("update photos set is_blind = 1", "shows it and must not"),
    ("update photos set working_sha256 = original_sha256", "not what was signed"),
    ("update photos set role = 'reference'", "not what was signed"),
    ("update photos set original_sha256 = working_sha256", "not what was signed"),
    ("update photos set original_received_at_ms = 1", "its original has its receipt and no file"),
    ("update devices set public_key = public_key || 'x'", "is no key"),
    ("update files set size_bytes = size_bytes + 1", "are written down"),
    ("update files set size_bytes = size_bytes + 1", "its file has another size than was signed"),
    ("update files set width_px = width_px + 1", "another picture than is written down"),
    ("update files set media_type = 'image/png'", "another picture than is written down"),
    ("update files set verdict = 'clip'", "judged a clip and is none"),
    ("update files set verdict = 'photo_incomplete'", "refused by photo_incomplete and would not be now"),
    ("update files set verdict = 'fine'", "which is no judgement"),
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
    assert!(
        problems.iter().all(|problem| !problem.contains("blind")),
        "who reads this is not told of it: {problems:#?}"
    );
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

    async fn a_thumbnail_shows_its_own_picture_and_none_is_left_over(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (mut report, shot) = wang.report(world, at(0.5, 0.5));
        let bright = image::RgbImage::from_pixel(64, 48, image::Rgb([250, 250, 250]));
        let mut other = std::io::Cursor::new(Vec::new());
        bright.write_to(&mut other, image::ImageFormat::Jpeg).unwrap();
        let other = wang.shoot(world, PhotoRole::Far, Subject::Case(report.case), other.into_inner());
        report.photos.push(other.signed.clone());
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        let zheng = world.desk("zheng").await;
        let thumbs = world.app.config.data.join("media/thumbs");
        let kept = |name: &Sha256| thumbs.join(name.as_str().get(..2).unwrap()).join(name.as_str());
        let names = [&shot.working, &other.working].map(|bytes| Sha256::of(bytes));
        for (bytes, name) in [&shot.working, &other.working].into_iter().zip(&names) {
            wang.upload(bytes).await;
            assert_eq!(zheng.get(&format!("/api/v1/media/{name}?size=thumb")).await.status(), 200);
        }
        assert_eq!(problems(world).await, Vec::<String>::new());
        std::fs::copy(kept(&names[1]), kept(&names[0])).unwrap();
        tells(world, &format!("thumbnail {}: it shows something else", names[0]), "another's thumbnail").await;
        std::fs::write(kept(&names[0]), b"no picture").unwrap();
        tells(world, &format!("thumbnail {}: it shows something else", names[0]), "a damaged thumbnail").await;
        std::fs::remove_file(kept(&names[0])).unwrap();
        assert_eq!(problems(world).await, Vec::<String>::new(), "it is made again when it is asked for");
        let nobodys = Sha256::of(b"nobody's");
        std::fs::create_dir_all(kept(&nobodys).parent().unwrap()).unwrap();
        std::fs::copy(kept(&names[1]), kept(&nobodys)).unwrap();
        tells(world, &format!("thumbnail {nobodys}: its file is not written down"), "a thumbnail left over").await;
    }

    async fn an_original_has_the_size_that_was_signed(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        wang.upload(&shot.original).await;
        let found = all(&world.app, Depth::Media).await.unwrap();
        assert_eq!((found.originals, found.files, found.problems), (1, 1, Vec::new()));
        meddle(world, "update files set size_bytes = size_bytes - 1").await;
        tells(world, "its original has another size than was signed", "a shorter original").await;
    }

    async fn a_clip_is_judged_anew(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (mut report, _) = wang.report(world, at(0.5, 0.5));
        let clip = mp4(b"vide", 5_000, 1);
        let facts = FileFacts { sha256: Sha256::of(&clip), size_bytes: clip.len() as u64 };
        let shot = wang.shoot_with(world, PhotoRole::Video, Subject::Case(report.case), jpeg(3), |manifest| {
            manifest.original = facts;
            manifest.clip_ms = Some(5_000);
        });
        report.photos.push(shot.signed);
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        wang.upload(&clip).await;
        assert_eq!(problems(world).await, Vec::<String>::new());
        meddle(world, "update files set media_type = 'video/webm' where verdict = 'clip'").await;
        tells(world, "judged a clip and is none, or another", "another kind of clip").await;
        meddle(world, "update files set verdict = 'image' where verdict = 'clip'").await;
        tells(world, "judged a picture and is none", "a clip for a picture").await;
    }

    async fn a_gap_is_counted_and_a_fork_is_told(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        for _ in 0..2 {
            wang.shoot(world, PhotoRole::Near, Subject::Case(CaseId(Uuid::now_v7())), jpeg(8));
        }
        wang.reports(world, at(0.5, 0.5)).await;
        let found = all(&world.app, Depth::Rows).await.unwrap();
        assert_eq!((found.gaps, found.problems), (2, Vec::new()), "what was never handed in is no problem by itself");
        li.reports(world, at(0.5, 0.5)).await;
        let (mut report, _) = li.report(world, at(0.5, 0.5));
        let copied = li.shoot_with(world, PhotoRole::Near, Subject::Case(report.case), jpeg(9), |manifest| {
            (manifest.index, manifest.previous) = (1, None);
        });
        report.photos = vec![copied.signed];
        let envelope = li.envelope(world, Act::Report(report));
        li.push(&[envelope]).await;
        tells(world, &format!("device {}: its chain of photos forks at 1", li.device), "a copied device").await;
    }

    async fn a_case_without_its_operation_is_told(world: &World) {
        lived(world).await;
        meddle(world, "delete from operations where sequence = 1 and body like '%\"act\":\"report\"%'").await;
        tells(world, "no operation reported it", "a missing operation").await;
    }
}
