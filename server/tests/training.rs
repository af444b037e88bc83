//! A training city is emptied before it is made again, whatever was done in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::Method;
use serde_json::json;
use server::db::tables;
use server::directory::list;
use shared::account::Actor;
use shared::sync::operation::{Act, ShiftMark};
use shared::sync::track::TrackPiece;
use shared::track::{Means, TrackPoint, pack};

use crate::harness::city::{WEIYANG, at};
use crate::harness::desk::ok;
use crate::harness::{World, on_both_engines};

/// What a new server has, and nothing else.
const BEGUN: &[&str] = &["server_meta", "jurisdictions", "packs"];

/// A day in which a bit of everything happens.
async fn a_day(world: &World) {
    let now = world.app.clock.now();
    let [mut wang] = world.phones(["wang"]).await;
    wang.hello(world).await;
    let shift = wang.envelope(world, Act::Shift(ShiftMark { begins: true, fix: None, duty_grid: None }));
    let (report, shot) = wang.report(world, at(0.5, 0.5));
    let report = wang.envelope(world, Act::Report(report));
    for outcome in wang.push(&[shift, report]).await {
        assert_eq!(outcome.code, None);
    }
    wang.upload(&shot.working).await;
    let step = TrackPoint { at: now, place: at(0.5, 0.5), accuracy_m: 5, means: Means::Satellites, is_mock: false };
    let piece = TrackPiece { shift: now, number: 1, packed: BASE64.encode(pack::pack(&[step])) };
    let taken = wang.request(Method::POST, "/api/v1/sync/track").json(&piece).send().await.unwrap();
    assert_eq!(taken.status(), 200);
    let posted = world.desk("zheng").await.post("/api/v1/announcements", &json!({"title": "x", "body": "y"})).await;
    let posted: serde_json::Value = ok(posted).await;
    let read = json!({"ids": [posted["id"]]});
    let read = wang.request(Method::POST, "/api/v1/announcements/read").json(&read).send().await.unwrap();
    assert_eq!(read.status(), 204);

    let mut tx = world.app.db.write().await.unwrap();
    let listed = list::read("unit,office_phone\n未央中心,029-0000-1000\n").unwrap();
    server::directory::actions::replace(&mut tx, &WEIYANG.parse().unwrap(), "1", &listed, now).await.unwrap();
    sqlx::query(
        "insert into base_maps (hash, jurisdiction_id, name, kind, crs, west_e7, south_e7, east_e7, north_e7, min_zoom, \
         max_zoom, size_bytes, made_at_ms, is_current) values ('00', $1, 'x', 'vector', 'wgs84', 0, 0, 1, 1, 0, 1, 1, 1, 1)",
    )
    .bind(WEIYANG)
    .execute(&mut *tx)
    .await
    .unwrap();
    let mut li = server::accounts::actions::by_user(&mut tx, "li").await.unwrap().unwrap();
    li.disabled = true;
    let by = Actor::System { rule: "test".to_owned() };
    server::accounts::actions::change(&world.app, &mut tx, &li, &by).await.unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn a_reset_leaves_what_a_new_server_has(world: &World) {
        a_day(world).await;
        server::training::reset(&world.app).await.unwrap();
        assert_eq!(world.app.city().jurisdictions().count(), 1, "the city itself");
        let mut reader = world.app.db.read().await.unwrap();
        for table in tables::all(&mut reader, world.app.db.engine()).await.unwrap() {
            let count = tables::count(&mut reader, &table).await.unwrap();
            assert_eq!(count > 0, BEGUN.contains(&table.name.as_str()), "{} has {count} rows", table.name);
        }
    }
}
