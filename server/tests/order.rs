//! The order of numbers is the order of commits, whoever is slow; and nobody waits for somebody who waits for him.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use server::App;
use server::changes::{self, Change};
use shared::ids::JurisdictionId;

use crate::harness::{World, on_both_engines};

fn change(app: &App, area: &str, id: &str) -> Change {
    Change {
        area: area.parse().unwrap(),
        entity: "case",
        id: id.to_owned(),
        version: 1,
        account: None,
        duty_grid: None,
        left: false,
        at: app.clock.now(),
    }
}

async fn write(app: &App, rows: &[(&str, String)]) {
    let mut tx = app.db.write().await.unwrap();
    for (area, id) in rows {
        changes::append(&mut tx, change(app, area, id));
    }
    if let Err(error) = tx.commit().await {
        panic!("no writer is in another's way: {error}");
    }
}

/// Reads behind a cursor as a pull does: the counter first, then what has a number up to it.
async fn read(app: &App, area: &str, after: i64) -> (i64, Vec<(i64, String)>) {
    use sqlx::Row as _;
    let mut reader = app.db.read().await.unwrap();
    let area: JurisdictionId = area.parse().unwrap();
    let upto = changes::counters(&mut reader).await.unwrap().get(&area).copied().unwrap_or(0);
    let rows = sqlx::query(
        "select number, entity_id from changes where jurisdiction_id = $1 and number > $2 and number <= $3 order by number",
    )
    .bind(area.as_str())
    .bind(after)
    .bind(upto)
    .fetch_all(&mut *reader)
    .await
    .unwrap();
    (upto, rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Makes every writer of a slow row fall asleep between its number and its commit.
async fn slow_committers(world: &World) {
    if world.app.db.engine() != server::db::dialect::Engine::Postgres {
        return;
    }
    let mut tx = world.app.db.write().await.unwrap();
    for sql in [
        "create function doze() returns trigger language plpgsql as \
         $$ begin perform pg_sleep(0.15); return new; end $$",
        "create trigger doze after insert on changes for each row when (new.entity_id like 'slow%') \
         execute function doze()",
    ] {
        sqlx::raw_sql(sql).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn a_reader_never_passes_a_row_that_commits_late(world: &World) {
        slow_committers(world).await;
        let (app, done) = (world.app.clone(), Arc::new(AtomicBool::new(false)));
        let reader = tokio::spawn({
            let (app, done) = (app.clone(), done.clone());
            async move {
                let (mut cursor, mut seen, mut reads) = (0, Vec::new(), 0_u32);
                loop {
                    let last = done.load(Ordering::SeqCst);
                    let (upto, rows) = read(&app, "610112", cursor).await;
                    assert_eq!(rows.len(), usize::try_from(upto - cursor).unwrap(), "a number up to the counter was not there");
                    seen.extend(rows);
                    (cursor, reads) = (upto, reads + 1);
                    if last {
                        return (seen, reads);
                    }
                    tokio::task::yield_now().await;
                }
            }
        });
        let writers = (0..6).map(|writer| {
            let app = app.clone();
            tokio::spawn(async move {
                for n in 0..8 {
                    let word = if (writer + n) % 3 == 0 { "slow" } else { "fast" };
                    write(&app, &[("610112", format!("{word}-{writer}-{n}"))]).await;
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        done.store(true, Ordering::SeqCst);
        let (seen, reads) = reader.await.unwrap();
        assert_eq!(seen.iter().map(|(_, id)| id).collect::<BTreeSet<_>>().len(), 48, "every row was met once");
        assert!(seen.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1), "without a gap and in order");
        assert!(reads > 1);
    }

    async fn transactions_over_several_areas_never_wait_for_each_other(world: &World) {
        let app = &world.app;
        let writers = (0..8).map(|writer| {
            let app = app.clone();
            tokio::spawn(async move {
                for n in 0..12 {
                    let mut areas = ["610112", "610103", "XA"];
                    if writer % 2 == 1 {
                        areas.reverse();
                    }
                    areas.rotate_left(n % 3);
                    let rows: Vec<(&str, String)> = areas.iter().map(|area| (*area, format!("{writer}-{n}"))).collect();
                    write(&app, &rows).await;
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        for area in ["610112", "610103", "XA"] {
            let (upto, rows) = read(app, area, 0).await;
            assert_eq!((upto, rows.len()), (96, 96), "{area}");
        }
    }
}
