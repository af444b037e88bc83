//! Bad input, one by one: each has a stable code, nobody's words are lost, and nothing is called the server's fault.

use reqwest::Method;
use serde_json::{Value, json};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::Sha256;
use shared::refusal::Code;
use shared::sync::operation::Act;
use shared::sync::push::{Envelope, OutcomeKind};

use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::phone::jpeg;
use crate::harness::{PASSWORD, Phone, World, on_both_engines};

/// A picture whose EXIF is these bytes.
fn with_exif(number: u8, tiff: &[u8]) -> Vec<u8> {
    let plain = jpeg(number);
    let mut out = plain[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(tiff);
    out.extend(&plain[2..]);
    out
}

/// EXIF that claims a place on the other side of the earth, by one directory of five entries.
fn lying() -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]);
    tiff.extend([0, 4]);
    let values_at = 26 + 2 + 4 * 12 + 4;
    let entry = |tag: u8, kind: u8, count: u8, value: [u8; 4]| {
        let mut entry = vec![0, tag, 0, kind, 0, 0, 0, count];
        entry.extend(value);
        entry
    };
    tiff.extend(entry(1, 2, 2, *b"S\0\0\0"));
    tiff.extend(entry(2, 5, 3, u32::try_from(values_at).unwrap().to_be_bytes()));
    tiff.extend(entry(3, 2, 2, *b"W\0\0\0"));
    tiff.extend(entry(4, 5, 3, u32::try_from(values_at + 24).unwrap().to_be_bytes()));
    tiff.extend([0; 4]);
    for number in [33_u32, 51, 0, 70, 40, 0] {
        tiff.extend(number.to_be_bytes());
        tiff.extend(1_u32.to_be_bytes());
    }
    tiff
}

fn bent(world: &World, phone: &mut Phone, from: &str, to: &str) -> Envelope {
    let (report, _) = phone.report(world, at(0.5, 0.5));
    let mut envelope = phone.envelope(world, Act::Report(report));
    assert!(envelope.body.contains(from), "{from} is in {}", envelope.body);
    envelope.body = envelope.body.replacen(from, to, 1);
    envelope.hash = Sha256::of(envelope.body.as_bytes());
    envelope
}

/// The value behind a field of an operation, to be replaced by another.
fn field(body: &str, name: &str) -> String {
    let start = body.find(&format!("\"{name}\":")).unwrap();
    let rest = body.get(start..).unwrap();
    rest.split([',', '}']).next().unwrap().to_owned()
}

on_both_engines! {
    async fn exif_that_lies_or_is_broken_moves_nothing(world: &World) {
        let mut wang = Phone::sign_in(world, "wang").await;
        let zheng = world.desk("zheng").await;
        let broken: [&[u8]; 6] = [
            &lying(),
            b"",
            b"no tiff at all",
            b"MM\0\x2a\xff\xff\xff\xf0",
            b"II\x2a\0\x08\0\0\0\xff\xff\x12\x01\x03\0",
            b"MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08",
        ];
        for (number, tiff) in (1..).zip(broken) {
            let (mut report, _) = wang.report(world, at(0.5, 0.5));
            let bytes = with_exif(number, tiff);
            let shot = wang.shoot(world, PhotoRole::Near, Subject::Case(report.case), bytes.clone());
            report.photos = vec![shot.signed];
            let case = report.case;
            let envelope = wang.envelope(world, Act::Report(report));
            assert_eq!(wang.push(&[envelope]).await[0].code, None, "exif {number}");
            wang.upload(&bytes).await;
            let file = zheng.case(case).await;
            assert_eq!(file.case.grid.as_ref().unwrap().as_str(), "610112001007013", "the signed place counts, no other");
            assert!(file.case.photos[0].received_at.is_some());
            assert_eq!(file.case.photos[0].refused, None, "exif {number}: the picture itself is whole");
            let path = format!("/api/v1/media/{}", Sha256::of(&bytes));
            assert_eq!(zheng.get(&path).await.bytes().await.unwrap(), bytes, "kept byte for byte");
            let thumb = zheng.get(&format!("{path}?size=thumb")).await;
            assert_eq!((thumb.status().as_u16(), thumb.headers()["content-type"].to_str().unwrap()), (200, "image/jpeg"));
        }
    }

    async fn a_picture_that_only_looks_whole_is_named_when_it_is_drawn(world: &World) {
        // Markers and sizes are right, what lies between them is no picture.
        let mut hollow = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 0, 48, 0, 64];
        hollow.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0x55, 0xff, 0xd9]);
        let mut wang = Phone::sign_in(world, "wang").await;
        let (mut report, _) = wang.report(world, at(0.5, 0.5));
        let shot = wang.shoot(world, PhotoRole::Near, Subject::Case(report.case), hollow.clone());
        report.photos = vec![shot.signed];
        let envelope = wang.envelope(world, Act::Report(report));
        assert_eq!(wang.push(&[envelope]).await[0].code, None);
        wang.upload(&hollow).await;
        let zheng = world.desk("zheng").await;
        let path = format!("/api/v1/media/{}", Sha256::of(&hollow));
        assert_eq!(zheng.get(&path).await.bytes().await.unwrap(), hollow, "evidence is kept whatever it is");
        let thumb = zheng.get(&format!("{path}?size=thumb")).await;
        assert_eq!(refused(thumb).await, (422, "not_a_photo".to_owned()));
    }

    async fn a_disabled_account_is_told_so_wherever_it_knocks(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let mut tx = world.app.db.write().await.unwrap();
        let mut account = server::accounts::actions::by_user(&mut tx, "wang").await.unwrap().unwrap();
        account.disabled = true;
        let by = account.actor();
        server::accounts::actions::change(&world.app, &mut tx, &account, &by).await.unwrap();
        tx.commit().await.unwrap();
        let told = (403, "account_disabled".to_owned());
        let body = json!({"user": "wang", "password": PASSWORD});
        let post = |path: &str, body: &Value| world.http.post(format!("{}{path}", world.base)).json(body).send();
        assert_eq!(refused(post("/api/v1/session", &body).await.unwrap()).await, told);
        let pull = wang.request(Method::GET, "/api/v1/sync/pull").send().await.unwrap();
        assert_eq!(refused(pull).await, told);
        let challenge = post("/api/v1/session/challenge", &json!({"device": wang.device})).await.unwrap();
        let challenge: Value = ok(challenge).await;
        let text = challenge["challenge"].as_str().unwrap();
        let renewal = json!({"device": wang.device, "challenge": text, "signature": wang.sign(text)});
        assert_eq!(refused(post("/api/v1/session/renew", &renewal).await.unwrap()).await, told);
    }

    async fn a_character_that_no_database_keeps_is_refused_and_costs_the_others_nothing(world: &World) {
        let mut wang = Phone::sign_in(world, "wang").await;
        let bad = bent(world, &mut wang, "路边一堆垃圾", r"路边\u0000垃圾");
        let spelled = bent(world, &mut wang, "路边一堆垃圾", r"写着 \\u0000 的牌子");
        let outcomes = wang.push(&[bad.clone(), spelled]).await;
        assert_eq!((outcomes[0].code, outcomes[1].code), (Some(Code::BadValue), None));
        assert_eq!(wang.push(&[bad]).await[0], outcomes[0], "a refusal is an outcome for ever, and its words are kept");
        let case = outcomes[1].case.unwrap();
        let (zheng, west) = (world.desk("zheng").await, world.desk("west").await);
        let sign_in = world.http.post(format!("{}/api/v1/session", world.base));
        let nobody = sign_in.json(&json!({"user": "wang\0", "password": PASSWORD})).send().await.unwrap();
        assert_eq!(refused(nobody).await, (400, "bad_value".to_owned()));
        for path in ["/api/v1/cases?q=%00", "/api/v1/cases?unit=a%00b"] {
            assert_eq!(refused(zheng.get(path).await).await, (400, "bad_value".to_owned()), "{path}");
        }
        let back = west.act(case, &json!({"action": "return", "reason": "不归\0我们"})).await;
        assert_eq!(refused(back).await, (400, "bad_value".to_owned()));
        let hello = json!({
            "protocol": 1, "device": wang.device,
            "times": {"wall": "2026-11-23T10:00:07+08:00", "monotonic_ms": 1, "boot": "b", "server_offset_ms": null},
            "heartbeat": {"last_error": "\0"},
        });
        let hello = wang.request(Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap();
        assert_eq!(refused(hello).await, (400, "bad_value".to_owned()));
    }

    async fn what_a_framework_would_refuse_in_words_of_its_own_is_a_problem_too(world: &World) {
        let zheng = world.desk("zheng").await;
        for path in [
            "/api/v1/cases?limit=1&limit=2",
            "/api/v1/cases/%FF",
            "/api/v1/media/%FF?size=thumb",
            "/api/v1/sync/pull?cursor=a&cursor=b",
        ] {
            assert_eq!(refused(zheng.get(path).await).await, (400, "bad_request".to_owned()), "{path}");
        }
        let packed = |encoding: &str, body: Vec<u8>| {
            let push = zheng.request(Method::POST, "/api/v1/sync/push").header("content-encoding", encoding.to_owned());
            push.header("content-type", "application/json").body(body).send()
        };
        assert_eq!(refused(packed("zstd", b"no zstd".to_vec()).await.unwrap()).await, (400, "bad_request".to_owned()));
        assert_eq!(refused(packed("br", b"{}".to_vec()).await.unwrap()).await, (400, "bad_request".to_owned()));
        let bomb = zstd::encode_all(vec![b' '; 64 * 1024 * 1024].as_slice(), 3).unwrap();
        assert!(bomb.len() < 100_000, "small on the wire");
        assert_eq!(refused(packed("zstd", bomb).await.unwrap()).await, (413, "too_large".to_owned()));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(refused(zheng.post("/api/v1/sync/push", &Value::from(deep.as_str())).await).await.0, 400);
        let deep = zheng.request(Method::POST, "/api/v1/sync/push").body(deep).send().await.unwrap();
        assert_eq!(refused(deep).await, (400, "bad_request".to_owned()));
    }

    async fn numbers_and_times_at_the_edge_of_what_can_be_written_are_taken_or_refused(world: &World) {
        let mut wang = Phone::sign_in(world, "wang").await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let plain = wang.envelope(world, Act::Report(report)).body;
        let edges = [
            ("wall", "\"9999-12-30T22:00:00Z\""),
            ("wall", "\"-009999-01-02T02:00:00Z\""),
            ("fix_time", "\"9999-12-30T22:00:00Z\""),
            ("monotonic_ms", "18446744073709551615"),
            ("server_offset_ms", "9223372036854775807"),
            ("server_offset_ms", "-9223372036854775808"),
            ("accuracy_m", "1e308"),
            ("accuracy_m", "-1"),
            ("lon", "1e300"),
            ("lat", "-90.0000001"),
            ("condition_no", "4294967295"),
            ("sequence", "18446744073709551615"),
        ];
        for (name, edge) in edges {
            let now = field(&plain, name);
            let name_only = format!("\"{name}\":");
            let (report, _) = wang.report(world, at(0.5, 0.5));
            let mut envelope = wang.envelope(world, Act::Report(report));
            let own = if name == "sequence" { field(&envelope.body, name) } else { now };
            envelope.body = envelope.body.replacen(&own, &format!("{name_only}{edge}"), 1);
            envelope.hash = Sha256::of(envelope.body.as_bytes());
            if name == "sequence" {
                envelope.sequence = u64::MAX;
            }
            let reply = wang.push_raw(std::slice::from_ref(&envelope)).await;
            assert!(reply.status().as_u16() < 500, "{name} {edge}: {}", reply.text().await.unwrap());
            let list = world.desk("zheng").await.get("/api/v1/cases").await;
            assert_eq!(list.status(), 200, "{name} {edge}: the list cannot be read after it");
        }
        let most = json!({
            "protocol": 1, "device": wang.device,
            "times": {"wall": "9999-12-30T22:00:00Z", "monotonic_ms": u64::MAX, "boot": "b", "server_offset_ms": i64::MIN},
            "heartbeat": {
                "waiting_operations": u64::MAX, "waiting_photos": u64::MAX, "waiting_bytes": u64::MAX,
                "set_aside": u64::MAX, "free_disk_bytes": u64::MAX, "battery_percent": 255,
                "oldest_waiting": "9999-12-30T22:00:00Z",
            },
        });
        let hello = wang.request(Method::POST, "/api/v1/sync/hello").json(&most).send().await.unwrap();
        assert!(hello.status().as_u16() < 500, "{}", hello.text().await.unwrap());
        let zheng = world.desk("zheng").await;
        let list = zheng.cases("?limit=200").await;
        assert_eq!(list.total, world.count("select count(*) from cases").await as u64);
        for case in &list.cases {
            zheng.case(case.id).await;
        }
        for path in ["/api/v1/devices", "/api/v1/tasks"] {
            assert_eq!(zheng.get(path).await.status(), 200, "{path} can be read after all that");
        }
        wang.pull("").await;
    }

    async fn a_disk_that_fills_up_during_an_upload_is_said_and_the_upload_goes_on(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(5);
        let created = wang.create(bytes.len(), Some(Sha256::of(&bytes).as_str())).await;
        let place = created.headers()["location"].to_str().unwrap().to_owned();
        let staged = world.app.config.data.join("staging").join(place.rsplit('/').next().unwrap());
        std::fs::remove_file(&staged).unwrap();
        // What is written there meets a disk without room, for real.
        std::os::unix::fs::symlink("/dev/full", &staged).unwrap();
        assert_eq!(refused(wang.patch(&place, 0, &bytes).await).await, (507, "disk_full".to_owned()));
        std::fs::remove_file(&staged).unwrap();
        std::fs::write(&staged, b"").unwrap();
        assert_eq!(wang.patch(&place, 0, &bytes).await.status(), 204, "with room again it is the same upload");
        assert_eq!(world.count("select count(*) from files").await, 1);
    }
}

/// PostgreSQL's disk is its own affair; the embedded database can be told to be full.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_without_room_refuses_a_push_whole_and_takes_it_later_once() {
    let world = World::on_sqlite().await;
    let mut wang = Phone::sign_in(&world, "wang").await;
    let (report, _) = wang.report(&world, at(0.5, 0.5));
    let envelope = wang.envelope(&world, Act::Report(report));
    let app = world.app.clone();
    let full = async |pages: &'static str| {
        let mut tx = app.db.write().await.unwrap();
        sqlx::raw_sql(pages).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    };
    // The one writing connection keeps the limit: as many pages as there are, and not one more.
    full("pragma max_page_count = 1").await;
    let mut refusals = 0;
    for number in 0..200 {
        let mut many = vec![envelope.clone()];
        for _ in 0..20 {
            let (report, _) = wang.report(&world, at(0.5, 0.5));
            many.push(wang.envelope(&world, Act::Report(report)));
        }
        let reply = wang.push_raw(&many).await;
        if reply.status() == 507 {
            assert_eq!(refused(reply).await, (507, "disk_full".to_owned()));
            refusals += 1;
            break;
        }
        assert!(number < 199, "free pages inside the file run out at some time");
    }
    assert_eq!(refusals, 1);
    full("pragma max_page_count = 1073741823").await;
    let outcomes = wang.push(&[envelope]).await;
    assert_eq!(outcomes[0].result, OutcomeKind::Applied);
    let same = "select count(*) from operations";
    assert_eq!(world.count(same).await, world.count("select count(distinct id) from operations").await);
    world.stop().await;
}
