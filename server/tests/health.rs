//! How the server is: told to the city's administrators and to nobody else, with what somebody should do something about.

use shared::api::health::{DiskUse, HealthReport, HealthSamples, Warning};

use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};

const PATH: &str = "/api/v1/health";

async fn report(desk: &Desk) -> HealthReport {
    ok(desk.get(PATH).await).await
}

async fn backed_up(world: &World) {
    let made_at = world.clock_now();
    let facts = shared::api::health::BackupFacts { made_at, with_media: true, rows: 1 };
    let mut tx = world.app.db.write().await.unwrap();
    server::health::actions::backed_up(&mut tx, &facts).await.unwrap();
    tx.commit().await.unwrap();
}

fn kinds(report: &HealthReport) -> Vec<&'static str> {
    report.warnings.iter().map(Warning::kind).collect()
}

/// Returns the number of the newest migration that the sources hold; there are fewer of them than that.
fn newest_migration() -> i64 {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations/server/sqlite");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    files.filter_map(|name| name.split_once('_')?.0.parse().ok()).max().unwrap()
}

on_both_engines! {
    async fn only_the_citys_administrators_see_it(world: &World) {
        let reply = world.http.get(format!("{}{PATH}", world.base)).send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
        for user in ["wang", "zheng", "chief", "west"] {
            let desk = world.desk(user).await;
            for way in ["", "/samples"] {
                assert_eq!(refused(desk.get(&format!("{PATH}{way}")).await).await, (403, "not_allowed".to_owned()), "{user}");
            }
        }
        let boss = world.desk("boss").await;
        assert_eq!(refused(boss.get(&format!("{PATH}/samples?hours=long")).await).await, (400, "bad_value".to_owned()));
    }

    async fn it_tells_what_the_server_is_and_what_waits(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let boss = world.desk("boss").await;
        assert_eq!(boss.get("/api/v1/cases?q=secret").await.status(), 200);
        let found = report(&boss).await;
        assert_eq!(found.version, env!("CARGO_PKG_VERSION"));
        assert_eq!(found.schema, newest_migration(), "the newest that there is was applied");
        assert!(found.database.size_bytes > 0 && !found.database.version.is_empty());
        assert!(found.database.open >= 1 && !found.packs.is_empty());
        assert_eq!(found.disks.iter().map(|disk| disk.lies).collect::<Vec<_>>(), [DiskUse::Data, DiskUse::Media]);
        assert!(found.routes.iter().any(|route| route.route == "/api/v1/sync/push" && route.requests > 0));
        assert!(found.slow.iter().any(|request| request.route == "/api/v1/cases" && request.status == 200));
        let text = serde_json::to_string(&found).unwrap();
        assert!(!text.contains("secret"), "never what was asked for");
        assert!(found.processes[0].answers && found.processes[0].is_alive);
        assert!(found.chain.waiting > 0);
    }

    async fn what_is_wrong_stands_on_top(world: &World) {
        let boss = world.desk("boss").await;
        assert_eq!(kinds(&report(&boss).await), ["no_backup"]);
        backed_up(world).await;
        assert_eq!(kinds(&report(&boss).await), Vec::<&str>::new());
        world.disk.set_free(1 << 30);
        let found = report(&boss).await;
        assert_eq!(kinds(&found), ["disk_low", "disk_low"]);
        world.disk.set_free(u64::MAX / 2);
        let job = server::health::watch::Job { name: "forget", every: std::time::Duration::from_secs(60) };
        let now = world.clock_now();
        world.app.health.ran(job, now, now, Some("no room".to_owned()));
        let found = report(&boss).await;
        assert!(matches!(&found.warnings[0], Warning::JobFailed { job, error, .. } if job == "forget" && error == "no room"));
        world.app.health.ran(job, now, now, None);
        assert_eq!(kinds(&report(&boss).await), Vec::<&str>::new());
    }

    async fn processes_hear_of_each_other(world: &World) {
        let now = world.clock_now();
        let job = server::health::watch::Job { name: "packs", every: std::time::Duration::from_secs(5) };
        world.app.health.ran(job, now, now, None);
        server::health::actions::beat(&world.app).await.unwrap();
        assert!(world.count("select count(*) from job_runs where job = 'packs'").await >= 1);
        let mut tx = world.app.db.write().await.unwrap();
        server::health::store::beat(&mut tx, "another", "0.0.9", now, now).await.unwrap();
        tx.commit().await.unwrap();
        let boss = world.desk("boss").await;
        let found = report(&boss).await;
        let other = found.processes.iter().find(|process| process.id == "another").unwrap();
        assert!(other.is_alive && !other.answers && other.version == "0.0.9");
        world.clock.forward_ms(10 * 60_000);
        let found = report(&boss).await;
        assert!(!found.processes.iter().find(|process| process.id == "another").unwrap().is_alive);
        world.clock.forward_ms(8 * 24 * 3_600_000);
        server::health::actions::beat(&world.app).await.unwrap();
        assert_eq!(world.count("select count(*) from server_processes where id = 'another'").await, 0, "and is forgotten");
    }

    async fn a_few_figures_are_kept_for_a_week(world: &World) {
        let boss = world.desk("boss").await;
        for _ in 0..5 {
            server::health::actions::beat(&world.app).await.unwrap();
            server::health::actions::beat(&world.app).await.unwrap();
            world.clock.forward_ms(5 * 60_000);
        }
        let found: HealthSamples = ok(boss.get(&format!("{PATH}/samples?hours=1")).await).await;
        assert!(found.samples.len() >= 5, "one for every five minutes");
        assert!(found.samples.windows(2).all(|two| two[0].at < two[1].at));
        assert!(found.samples.iter().all(|sample| sample.database_bytes > 0));
        world.clock.forward_ms(8 * 24 * 3_600_000);
        server::health::actions::beat(&world.app).await.unwrap();
        assert_eq!(world.count("select count(*) from health_samples").await, 1);
    }
}
