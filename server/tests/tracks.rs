//! Where people walked: taken from their own phones, shown to few, and forgotten in time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::api::tracks::DayTrack;
use shared::place::point::Point;
use shared::sync::track::{TrackPiece, TrackReceipt};
use shared::time::Instant;
use shared::track::{Means, TrackPoint, pack};

use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, Phone, World, on_both_engines};

const PATH: &str = "/api/v1/sync/track";
const DAY_MS: i64 = 24 * 3_600_000;

fn point(at: Instant, place: Point) -> TrackPoint {
    let place = Point { lon_e7: place.lon_e7 / 10 * 10, lat_e7: place.lat_e7 / 10 * 10 };
    let at = Instant::from_ms(at.ms() / 1_000 * 1_000);
    TrackPoint { at, place, accuracy_m: 5, means: Means::Satellites, is_mock: false }
}

/// A piece of a walk to the north that begins at a moment: one point each ten seconds.
fn piece(shift: Instant, number: u32, begins: Instant, steps: i32) -> TrackPiece {
    let points: Vec<TrackPoint> = (0..steps)
        .map(|step| point(begins.plus_ms(i64::from(step) * 10_000), at(0.5, 0.5 + f64::from(step) * 0.2)))
        .collect();
    TrackPiece { shift, number, packed: BASE64.encode(pack::pack(&points)) }
}

async fn sent(phone: &Phone, body: &impl serde::Serialize) -> Response {
    phone.request(Method::POST, PATH).json(body).send().await.unwrap()
}

async fn seen(desk: &Desk, account: impl std::fmt::Display, day: &str) -> Response {
    desk.get(&format!("/api/v1/tracks?account={account}&day={day}")).await
}

/// Three points from ten minutes ago on.
fn morning(world: &World) -> TrackPiece {
    let began = world.app.clock.now().plus_ms(-600_000);
    piece(began, 1, began, 3)
}

on_both_engines! {
    async fn a_piece_is_taken_once_however_often_it_comes(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        let first = morning(world);
        let expected = TrackReceipt { shift: first.shift, number: 1, points: 3 };
        for _ in 0..3 {
            assert_eq!(ok::<TrackReceipt>(sent(&wang, &first).await).await, expected);
        }
        assert_eq!(world.count("select count(*) from track_pieces").await, 1);
        let another = piece(first.shift, 1, first.shift, 4);
        assert_eq!(refused(sent(&wang, &another).await).await, (409, "operation_changed".to_owned()));
        assert_eq!(world.count("select points from track_pieces").await, 3, "the first word stands");
        let second = piece(first.shift, 2, first.shift.plus_ms(60_000), 2);
        ok::<TrackReceipt>(sent(&wang, &second).await).await;
        ok::<TrackReceipt>(sent(&li, &first).await).await;
        assert_eq!(world.count("select count(*) from track_pieces").await, 3, "each phone counts for itself");
    }

    async fn what_is_no_track_of_now_is_refused(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let good = morning(world);
        let of = |packed: String| TrackPiece { packed, ..good.clone() };
        let now = world.app.clock.now();
        let long = [point(now, at(0.5, 0.5))];
        let cases: Vec<(TrackPiece, u16, &str)> = vec![
            (TrackPiece { number: 0, ..good.clone() }, 400, "bad_value"),
            (of("not base64!".to_owned()), 400, "bad_value"),
            (of(BASE64.encode([2, 1, 0])), 400, "bad_value"),
            (of(BASE64.encode(pack::pack(&[]))), 400, "bad_value"),
            (of(BASE64.encode([pack::pack(&long), vec![0]].concat())), 400, "bad_value"),
            (of("A".repeat(50_000)), 413, "too_large"),
            (piece(now, 1, now.plus_ms(-8 * DAY_MS), 2), 400, "bad_value"),
            (piece(now, 1, now.plus_ms(2 * 3_600_000), 2), 400, "bad_value"),
        ];
        for (bad, status, code) in cases {
            assert_eq!(refused(sent(&wang, &bad).await).await, (status, code.to_owned()), "{}", bad.packed.len());
        }
        assert_eq!(refused(sent(&wang, &json!({"shift": "soon"})).await).await, (400, "bad_request".to_owned()));
        assert_eq!(world.count("select count(*) from track_pieces").await, 0);
    }

    async fn only_a_collectors_own_phone_hands_a_track_in(world: &World) {
        let body = serde_json::to_value(morning(world)).unwrap();
        let nobody = world.http.post(format!("{}{PATH}", world.base)).json(&body).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        let desk = world.desk("wang").await;
        assert_eq!(refused(desk.post(PATH, &body).await).await, (401, "device_unknown".to_owned()), "a desk does not walk");
        let [zheng] = world.phones(["zheng"]).await;
        assert_eq!(refused(sent(&zheng, &body).await).await, (403, "not_allowed".to_owned()));
    }

    async fn a_supervisor_of_the_jurisdiction_sees_a_day_and_that_is_recorded(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let first = morning(world);
        ok::<TrackReceipt>(sent(&wang, &first).await).await;
        let nobody = world.http.get(format!("{}/api/v1/tracks?account={}", world.base, wang.account)).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        for user in ["wang", "li", "sun", "zhou", "west", "boss"] {
            let desk = world.desk(user).await;
            assert_eq!(refused(seen(&desk, wang.account, "2026-11-23").await).await, (403, "not_allowed".to_owned()), "{user}");
        }
        let elsewhere = world.desk("zhu").await;
        assert_eq!(refused(seen(&elsewhere, wang.account, "2026-11-23").await).await, (404, "not_found".to_owned()));
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get("/api/v1/tracks").await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(seen(&zheng, wang.account, "today").await).await, (400, "bad_value".to_owned()));
        let unknown = uuid::Uuid::from_u128(9);
        assert_eq!(refused(seen(&zheng, unknown, "2026-11-23").await).await, (404, "not_found".to_owned()));
        assert_eq!(world.count("select count(*) from audit where action = 'track_seen'").await, 0, "nobody has seen it");

        let day: DayTrack = ok(seen(&zheng, wang.account, "2026-11-23").await).await;
        assert_eq!((day.user.as_str(), day.day.to_string().as_str(), day.zone.as_str()), ("wang", "2026-11-23", "Asia/Shanghai"));
        assert_eq!((day.walks.len(), day.walks[0].points.len(), day.walks[0].device), (1, 3, wang.device));
        assert_eq!((day.walks[0].shift, day.walks[0].points[0].at), (first.shift, first.shift));
        assert!((43..=46).contains(&day.metres), "twice 22 metres, not {}", day.metres);
        assert_eq!(day.walks[0].points[0].means, "satellites");
        let today: DayTrack = ok(zheng.get(&format!("/api/v1/tracks?account={}", wang.account)).await).await;
        assert_eq!(today, day, "today where no day is named");
        let before: DayTrack = ok(seen(&zheng, wang.account, "2026-11-22").await).await;
        assert_eq!((before.walks.len(), before.metres), (0, 0));
        let chief: DayTrack = ok(seen(&world.desk("chief").await, wang.account, "2026-11-23").await).await;
        assert_eq!(chief.walks, day.walks);
        assert_eq!(world.count("select count(*) from audit where action = 'track_seen'").await, 4, "every look, the empty one too");
        let of_wang = world.count("select count(*) from audit where action = 'track_seen' and subject like 'account %' and detail like '2026-11-23: 3 points'");
        assert_eq!(of_wang.await, 3);
    }

    async fn points_stand_in_the_order_of_their_moments(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let first = morning(world);
        ok::<TrackReceipt>(sent(&wang, &first).await).await;
        ok::<TrackReceipt>(sent(&wang, &piece(first.shift, 2, first.shift.plus_ms(5_000), 3)).await).await;
        let day: DayTrack = ok(seen(&world.desk("zheng").await, wang.account, "2026-11-23").await).await;
        let after: Vec<i64> = day.walks[0].points.iter().map(|point| point.at.since(first.shift)).collect();
        assert_eq!(after, [0, 5_000, 10_000, 15_000, 20_000, 25_000]);
    }

    async fn a_night_shift_is_shown_on_both_its_days(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let began: Instant = "2026-11-22T23:59:40+08:00".parse().unwrap();
        ok::<TrackReceipt>(sent(&wang, &piece(began, 1, began, 5)).await).await;
        let zheng = world.desk("zheng").await;
        for (day, points) in [("2026-11-22", 2), ("2026-11-23", 3)] {
            let seen: DayTrack = ok(seen(&zheng, wang.account, day).await).await;
            assert_eq!(seen.walks[0].points.len(), points, "{day}");
        }
    }

    async fn a_track_is_kept_for_as_long_as_the_jurisdiction_says(world: &World) {
        let [wang, chen] = world.phones(["wang", "chen"]).await;
        for phone in [&wang, &chen] {
            ok::<TrackReceipt>(sent(phone, &morning(world)).await).await;
        }
        world.set("610112", |settings| settings.track_days = 2).await;
        world.clock.forward_ms(DAY_MS);
        assert_eq!(server::tracks::actions::forget(&world.app).await.unwrap(), 0);
        world.clock.forward_ms(2 * DAY_MS);
        assert_eq!(server::tracks::actions::forget(&world.app).await.unwrap(), 1);
        assert_eq!(world.count("select count(*) from track_pieces where jurisdiction_id = '610103'").await, 1);
        world.clock.forward_ms(90 * DAY_MS);
        assert_eq!(server::tracks::actions::forget(&world.app).await.unwrap(), 1);
    }

    async fn what_is_old_is_removed_a_few_at_a_time(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let began = world.app.clock.now().plus_ms(-600_000);
        // The last two end together.
        for (number, after_ms) in [(1, 0), (2, 60_000), (3, 60_000)] {
            ok::<TrackReceipt>(sent(&wang, &piece(began, number, began.plus_ms(after_ms), 2)).await).await;
        }
        let area = "610112".parse().unwrap();
        let before = world.app.clock.now();
        for expected in [1, 2, 0] {
            let mut tx = world.app.db.write().await.unwrap();
            assert_eq!(server::tracks::store::forget(&mut tx, &area, before, 1).await.unwrap(), expected);
            tx.commit().await.unwrap();
        }
    }

    async fn hello_says_which_grids_one_walks(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let grids: Vec<String> = wang.hello(world).await.duty_grids.iter().map(ToString::to_string).collect();
        assert_eq!(grids, ["610112-Z0", "610112-Z1"]);
        let supervisor = Phone::sign_in(world, "zheng").await;
        assert!(supervisor.hello(world).await.duty_grids.is_empty());
    }

    async fn what_is_answered_fits_its_description(world: &World) {
        let api: Value = world.http.get(format!("{}/api/openapi.json", world.base)).send().await.unwrap().json().await.unwrap();
        let [wang] = world.phones(["wang"]).await;
        let receipt: Value = ok(sent(&wang, &morning(world)).await).await;
        crate::api::check(&api, "TrackReceipt", &receipt);
        crate::api::check(&api, "TrackPiece", &serde_json::to_value(morning(world)).unwrap());
        let zheng = world.desk("zheng").await;
        let day: Value = ok(seen(&zheng, wang.account, "2026-11-23").await).await;
        crate::api::check(&api, "DayTrack", &day);
    }
}
