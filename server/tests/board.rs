//! The sync board: counted once, told live, with its history, its alarms and its sheet.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use shared::api::devices::{Alarm, AlarmKind, AlarmList, DeviceBoard, DeviceHistory, DeviceNews};
use shared::ids::Sha256;
use shared::sync::hello::{Heartbeat, Hello, HelloReply, PackKind};
use shared::sync::operation::{Act, ShiftMark};
use uuid::Uuid;

use crate::harness::city::{BEILIN, WEIYANG, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::times;
use crate::harness::{Desk, Phone, World, on_both_engines};

const EVENTS: &str = "/api/v1/devices/events";
const MINUTE_MS: i64 = 60_000;

/// A line of somebody who watches the board.
struct Line(reqwest::Response, String);

/// One word of it.
#[derive(Debug)]
struct Word {
    event: String,
    mark: String,
    data: Value,
}

impl Line {
    async fn open(desk: &Desk, after: &str) -> Self {
        let reply = desk.get(&format!("{EVENTS}?after={after}")).await;
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        Self(reply, String::new())
    }

    /// Returns the next word of the kind; none when the line ends or there is none for so long.
    async fn next(&mut self, event: &str, ms: u64) -> Option<Word> {
        let until = tokio::time::Instant::now() + Duration::from_millis(ms);
        loop {
            while let Some((text, rest)) = self.1.split_once("\n\n") {
                let field = |name: &str| {
                    text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned()
                };
                let (found, mark, data) = (field("event:"), field("id:"), field("data:"));
                let rest = rest.to_owned();
                self.1 = rest;
                if found == event {
                    return Some(Word { event: found, mark, data: serde_json::from_str(&data).unwrap() });
                }
            }
            match tokio::time::timeout_at(until, self.0.chunk()).await {
                Ok(piece) => self.1.push_str(std::str::from_utf8(&piece.unwrap()?).unwrap()),
                Err(_) => return None,
            }
        }
    }

    async fn rows(&mut self, ms: u64) -> Option<DeviceNews> {
        let word = self.next("rows", ms).await?;
        assert!(!word.mark.is_empty() && word.event == "rows");
        Some(serde_json::from_value(word.data).unwrap())
    }
}

async fn says(world: &World, phone: &Phone, heartbeat: Heartbeat) {
    let times = times(world.app.clock.now());
    let hello = Hello { protocol: 1, device: phone.device, times, heartbeat, scope_held: None, orders: Vec::new() };
    let reply = phone.request(Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap();
    ok::<HelloReply>(reply).await;
}

async fn goes_on_shift(world: &World, phone: &mut Phone, begins: bool) {
    let mark = ShiftMark { begins, duty_grid: None, fix: None };
    let envelope = phone.envelope(world, Act::Shift(mark));
    assert_eq!(phone.push(&[envelope]).await[0].code, None);
}

/// Returns whom alarms name.
fn named(list: &AlarmList) -> Vec<&str> {
    list.alarms.iter().map(|alarm| alarm.user.as_ref().map_or("", |user| user.as_str())).collect()
}

async fn board(desk: &Desk) -> DeviceBoard {
    ok(desk.get("/api/v1/devices").await).await
}

on_both_engines! {
    async fn what_a_device_handed_in_is_counted_with_it(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let zheng = world.desk("zheng").await;
        wang.reports(world, at(0.5, 0.5)).await;
        let (report, shot) = wang.report(world, at(0.5, 0.6));
        let (good, bad) = (wang.envelope(world, Act::Report(report)), {
            let (mut report, _) = wang.report(world, at(0.5, 0.5));
            report.category = "event:99999".parse().unwrap();
            wang.envelope(world, Act::Report(report))
        });
        wang.push(&[good.clone(), bad]).await;
        // The same again changes nothing.
        wang.push(&[good]).await;
        let counts = async || {
            let board = board(&zheng).await;
            let row = board.devices.into_iter().find(|row| row.device == wang.device).unwrap();
            (row.operations, row.operations_refused, row.photos_total, row.photos_received)
        };
        assert_eq!(counts().await, (3, 1, 2, 1));
        wang.upload(&shot.working).await;
        assert_eq!(counts().await, (3, 1, 2, 2));
        let counted = world.count(
            "select count(*) from devices d where \
             d.operations_total <> (select count(*) from operations o where o.device_id = d.id) or \
             d.photos_total <> (select count(*) from photos p where p.device_id = d.id) or d.photos_received <> \
             (select count(*) from photos p where p.device_id = d.id and p.received_at_ms is not null)",
        );
        assert_eq!(counted.await, 0, "what is counted is what there is");
        drop(li);
    }

    async fn who_watches_hears_what_changes_in_their_area_and_goes_on_where_they_were(world: &World) {
        let [wang, _chen] = world.phones(["wang", "chen"]).await;
        let (zheng, zhu) = (world.desk("zheng").await, world.desk("zhu").await);
        let first = board(&zheng).await;
        let mark = first.mark.unwrap();
        let (mut here, mut there) = (Line::open(&zheng, &mark).await, Line::open(&zhu, "").await);
        let nothing = here.rows(5_000).await.unwrap();
        assert!(!nothing.whole && nothing.devices.is_empty(), "the board was known");
        let all = there.rows(5_000).await.unwrap();
        assert!(all.whole);
        assert_eq!(all.devices.iter().map(|row| row.user.as_str()).collect::<Vec<_>>(), ["chen"]);
        says(world, &wang, Heartbeat { waiting_operations: 7, ..Heartbeat::default() }).await;
        let news = here.rows(5_000).await.unwrap();
        assert_eq!((news.devices.len(), news.devices[0].device), (1, wang.device));
        assert_eq!(news.devices[0].heartbeat.waiting_operations, 7);
        assert!(there.rows(1_500).await.is_none(), "another jurisdiction's phone is nobody else's business");
        let mut again = Line::open(&zheng, &mark).await;
        assert_eq!(again.rows(5_000).await.unwrap().devices.len(), 1, "from the old mark on");
        let mut strange = Line::open(&zheng, "0123456789abcdef-4").await;
        assert!(strange.rows(5_000).await.unwrap().whole, "a mark of another run leads to everything");
    }

    async fn a_line_ends_with_the_session_and_is_opened_for_nobody_else(world: &World) {
        let plain = world.http.get(format!("{}{EVENTS}", world.base)).send().await.unwrap();
        assert_eq!(refused(plain).await, (401, "not_signed_in".to_owned()));
        for user in ["wang", "west", "wu"] {
            assert_eq!(refused(world.desk(user).await.get(EVENTS).await).await, (403, "not_allowed".to_owned()));
        }
        let zheng = world.desk("zheng").await;
        let mut line = Line::open(&zheng, "").await;
        assert!(line.rows(5_000).await.unwrap().whole);
        assert_eq!(zheng.request(Method::DELETE, "/api/v1/session").send().await.unwrap().status(), 204);
        let ended = tokio::time::timeout(Duration::from_secs(12), line.next("over", 60_000)).await;
        assert!(ended.unwrap().is_some(), "it is said that the session is over");
        let ended = tokio::time::timeout(Duration::from_secs(12), line.next("rows", 60_000)).await;
        assert!(ended.unwrap().is_none(), "the line was closed");
    }

    async fn a_desk_whose_role_becomes_another_one_is_told_that_it_is_over(world: &World) {
        let zheng = world.desk("zheng").await;
        let mut line = Line::open(&zheng, "").await;
        assert!(line.rows(5_000).await.unwrap().whole);
        let boss = world.desk("boss").await;
        let session: Value = ok(zheng.get("/api/v1/session").await).await;
        let id = session["account"]["id"].as_str().unwrap().to_owned();
        let demoted = json!({"name": "zheng先生", "role": "acceptor", "jurisdiction": WEIYANG, "unit": null,
            "grids": [], "disabled": false});
        let account = boss.request(Method::PUT, &format!("/api/v1/accounts/{id}")).json(&demoted);
        ok::<Value>(account.send().await.unwrap()).await;
        assert!(line.next("over", 12_000).await.is_some());
        assert!(line.next("rows", 12_000).await.is_none(), "nothing after it");
    }

    async fn the_history_tells_contacts_gaps_and_where_it_stopped(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        for waiting in [0, 3, 3] {
            says(world, &wang, Heartbeat { waiting_photos: waiting, ..Heartbeat::default() }).await;
            world.clock.forward_ms(40 * MINUTE_MS);
        }
        let path = format!("/api/v1/devices/{}/history", wang.device);
        let plain = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
        assert_eq!(refused(plain).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(world.desk("west").await.get(&path).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(world.desk("zhu").await.get(&path).await).await, (404, "not_found".to_owned()));
        let zheng = world.desk("zheng").await;
        let unknown = format!("/api/v1/devices/{}/history", Uuid::new_v4());
        assert_eq!(refused(zheng.get(&unknown).await).await, (404, "not_found".to_owned()));
        let bad = zheng.get(&format!("{path}?hours=soon")).await;
        assert_eq!(refused(bad).await, (400, "bad_value".to_owned()));
        let history: DeviceHistory = ok(zheng.get(&path).await).await;
        assert_eq!((history.contacts, history.points.len()), (3, 3));
        assert_eq!(history.points.iter().map(|point| point.after_gap).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(history.stopped_at, Some(history.points[2].at), "there was no word since");
        assert_eq!(history.points[0].clock_skew_ms, Some(0));
        let hour: DeviceHistory = ok(zheng.get(&format!("{path}?hours=1")).await).await;
        assert_eq!(hour.contacts, 1);
    }

    async fn how_a_device_fared_elsewhere_is_not_told_to_those_whose_it_is_now(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        says(world, &wang, Heartbeat { waiting_photos: 3, ..Heartbeat::default() }).await;
        let boss = world.desk("boss").await;
        let moved = json!({"name": "wang先生", "role": "collector", "jurisdiction": BEILIN, "unit": null,
            "grids": [], "disabled": false});
        let account = boss.request(Method::PUT, &format!("/api/v1/accounts/{}", wang.account)).json(&moved);
        ok::<Value>(account.send().await.unwrap()).await;
        let path = format!("/api/v1/devices/{}/history", wang.device);
        let (zhu, zheng) = (world.desk("zhu").await, world.desk("zheng").await);
        assert_eq!(ok::<DeviceHistory>(zhu.get(&path).await).await.contacts, 0, "before it was heard of here");
        world.clock.forward_ms(MINUTE_MS);
        says(world, &wang, Heartbeat::default()).await;
        assert_eq!(ok::<DeviceHistory>(zhu.get(&path).await).await.contacts, 1);
        assert_eq!(ok::<DeviceHistory>(boss.get(&path).await).await.contacts, 2, "the city sees all of it");
        assert_eq!(refused(zheng.get(&path).await).await, (404, "not_found".to_owned()));
    }

    async fn trouble_is_an_alarm_until_it_is_over(world: &World) {
        let [mut wang, chen] = world.phones(["wang", "chen"]).await;
        let zheng = world.desk("zheng").await;
        let turn = async || server::devices::alarms::turn(&world.app).await.unwrap();
        let lasting = async |desk: &Desk| -> AlarmList { ok(desk.get("/api/v1/alarms?open=true").await).await };
        says(world, &wang, Heartbeat { battery_percent: Some(9), ..Heartbeat::default() }).await;
        says(world, &chen, Heartbeat { free_disk_bytes: Some(1_000), ..Heartbeat::default() }).await;
        goes_on_shift(world, &mut wang, true).await;
        assert_eq!((turn().await, turn().await), (2, 0), "each is noticed once");
        let list = lasting(&zheng).await;
        assert_eq!((list.alarms.len(), list.unnoted, list.alarms[0].kind), (1, 1, AlarmKind::BatteryLow));
        assert_eq!(named(&list), ["wang"]);
        assert_eq!(lasting(&world.desk("chief").await).await.alarms.len(), 2);
        world.clock.forward_ms(121 * MINUTE_MS);
        assert_eq!(turn().await, 1, "silent on shift");
        // An hour is enough for this jurisdiction's batteries to be charged: its own threshold is lower.
        world.set(WEIYANG, |settings| settings.alarms.battery_percent = 5).await;
        says(world, &wang, Heartbeat { battery_percent: Some(9), ..Heartbeat::default() }).await;
        assert_eq!(turn().await, 2, "both are over");
        assert!(lasting(&zheng).await.alarms.is_empty());
        let over: AlarmList = ok(zheng.get("/api/v1/alarms?open=false").await).await;
        assert_eq!(over.alarms.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::Silent, AlarmKind::BatteryLow]);
        assert!(over.alarms.iter().all(|alarm| alarm.ended_at.is_some()));
    }

    async fn an_alarm_goes_on_naming_who_had_the_device_then(world: &World) {
        let [mut phone] = world.phones(["wang"]).await;
        let (zheng, zhu) = (world.desk("zheng").await, world.desk("zhu").await);
        let alarms = async |desk: &Desk, open: bool| -> AlarmList { ok(desk.get(&format!("/api/v1/alarms?open={open}")).await).await };
        let empty = Heartbeat { battery_percent: Some(3), ..Heartbeat::default() };
        says(world, &phone, empty.clone()).await;
        assert_eq!(server::devices::alarms::turn(&world.app).await.unwrap(), 1);
        for (user, lasts, ended) in [("li", "li", vec!["wang"]), ("chen", "", vec!["li", "wang"])] {
            world.clock.forward_ms(MINUTE_MS);
            phone.sign_in_again(world, user).await;
            says(world, &phone, empty.clone()).await;
            assert_eq!(server::devices::alarms::turn(&world.app).await.unwrap(), 2, "it ends with one and begins with the other");
            assert_eq!(server::devices::alarms::turn(&world.app).await.unwrap(), 0);
            assert_eq!(named(&alarms(&zheng, true).await).concat(), lasts);
            assert_eq!(named(&alarms(&zheng, false).await), ended, "whoever has it now");
        }
        assert_eq!(named(&alarms(&zhu, true).await), ["chen"]);
        assert!(alarms(&zhu, false).await.alarms.is_empty(), "what was before is nothing of theirs");
        let all: AlarmList = ok(world.desk("chief").await.get("/api/v1/alarms").await).await;
        assert_eq!(named(&all), ["chen", "li", "wang"]);

        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query("update alarms set account_id = null where ended_at_ms is not null").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let old = alarms(&zheng, false).await;
        assert_eq!(named(&old), ["", ""], "from before it was written down");
        assert!(old.alarms.iter().all(|alarm| alarm.name.is_empty()));
    }

    async fn alarms_are_read_page_by_page_and_only_within_reach(world: &World) {
        let [wang, _li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        for phone in [&wang, &zhao] {
            says(world, phone, Heartbeat { battery_percent: Some(3), free_disk_bytes: Some(1), ..Heartbeat::default() }).await;
        }
        server::devices::alarms::turn(&world.app).await.unwrap();
        let plain = world.http.get(format!("{}/api/v1/alarms", world.base)).send().await.unwrap();
        assert_eq!(refused(plain).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(world.desk("west").await.get("/api/v1/alarms").await).await, (403, "not_allowed".to_owned()));
        let none: AlarmList = ok(world.desk("zhu").await.get("/api/v1/alarms").await).await;
        assert_eq!((none.alarms.len(), none.unnoted), (0, 0));
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get("/api/v1/alarms?after=x").await).await, (400, "bad_value".to_owned()));
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let page: AlarmList = ok(zheng.get(&format!("/api/v1/alarms?limit=3&after={after}")).await).await;
            seen.extend(page.alarms.iter().map(|alarm| alarm.id));
            match page.next {
                Some(next) => after = next.to_string(),
                None => break,
            }
        }
        assert_eq!(seen.len(), 4);
        assert!(seen.is_sorted_by(|one, other| one > other), "the newest first, each once");
        let own: AlarmList = ok(zheng.get(&format!("/api/v1/alarms?device={}", zhao.device)).await).await;
        assert_eq!(own.alarms.len(), 2);
    }

    async fn alarms_of_the_past_are_found_by_their_kind_and_their_device(world: &World) {
        let [wang, zhao] = world.phones(["wang", "zhao"]).await;
        for phone in [&wang, &zhao] {
            says(world, phone, Heartbeat { battery_percent: Some(3), free_disk_bytes: Some(1), ..Heartbeat::default() }).await;
        }
        server::devices::alarms::turn(&world.app).await.unwrap();
        world.clock.forward_ms(7 * MINUTE_MS);
        for phone in [&wang, &zhao] {
            says(world, phone, Heartbeat { battery_percent: Some(90), free_disk_bytes: Some(1), ..Heartbeat::default() }).await;
        }
        server::devices::alarms::turn(&world.app).await.unwrap();
        let zheng = world.desk("zheng").await;
        let found = async |query: &str| -> AlarmList { ok(zheng.get(&format!("/api/v1/alarms?{query}")).await).await };
        let over = found("open=false&kind=battery_low").await;
        assert_eq!(over.alarms.len(), 2);
        for alarm in &over.alarms {
            let lasted = alarm.ended_at.expect("it is over").since(alarm.since);
            assert_eq!((alarm.kind, lasted), (AlarmKind::BatteryLow, 7 * MINUTE_MS));
        }
        assert!(found("open=false&kind=disk_low").await.alarms.is_empty(), "that one lasts");
        let of_one = format!("kind=disk_low&device={}", zhao.device);
        for (which, count) in [("open=true&", 1), ("", 1), ("open=false&", 0)] {
            assert_eq!(found(&format!("{which}{of_one}")).await.alarms.len(), count, "{which}");
        }
        let first = found("kind=battery_low&limit=1").await;
        let second = found(&format!("kind=battery_low&limit=1&after={}", first.next.expect("another"))).await;
        assert_eq!((second.alarms.len(), second.next), (1, None));
        assert_ne!(first.alarms[0].id, second.alarms[0].id);
        assert_eq!(refused(zheng.get("/api/v1/alarms?kind=smoke").await).await, (400, "bad_value".to_owned()));
    }

    async fn taking_note_of_an_alarm_is_recorded_and_counts_once(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        says(world, &wang, Heartbeat { battery_percent: Some(3), ..Heartbeat::default() }).await;
        server::devices::alarms::turn(&world.app).await.unwrap();
        let (zheng, zhou) = (world.desk("zheng").await, world.desk("zhou").await);
        let list: AlarmList = ok(zheng.get("/api/v1/alarms").await).await;
        let path = format!("/api/v1/alarms/{}/acknowledge", list.alarms[0].id);
        let why = json!({"why": "打过电话，13812345678"});
        let plain = world.http.post(format!("{}{path}", world.base)).json(&why).send().await.unwrap();
        assert_eq!(refused(plain).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(world.desk("west").await.post(&path, &why).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(world.desk("zhu").await.post(&path, &why).await).await, (404, "not_found".to_owned()));
        let unknown = format!("/api/v1/alarms/{}/acknowledge", Uuid::new_v4());
        assert_eq!(refused(zheng.post(&unknown, &why).await).await, (404, "not_found".to_owned()));
        let long = json!({"why": "长".repeat(201)});
        assert_eq!(refused(zheng.post(&path, &long).await).await, (400, "bad_value".to_owned()));
        let alarm: Alarm = ok(zheng.post(&path, &why).await).await;
        let noted = alarm.acknowledged.clone().unwrap();
        assert_eq!((noted.by.as_str(), noted.why.as_str()), ("zheng先生", "打过电话，138****5678"));
        let again: Alarm = ok(zhou.post(&path, &json!({"why": "我也知道"})).await).await;
        assert_eq!(again, alarm, "the first counts");
        let list: AlarmList = ok(zheng.get("/api/v1/alarms?open=true").await).await;
        assert_eq!((list.alarms.len(), list.unnoted), (1, 0), "it lasts, and is noted");
        assert_eq!(world.count("select count(*) from audit where action = 'alarm_acknowledge'").await, 1);
        assert_eq!(world.count("select count(*) from audit where detail like '%12345678%'").await, 0);
    }

    async fn phones_behind_the_newest_packs_are_found_in_the_sheet(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        let zheng = world.desk("zheng").await;
        let board: DeviceBoard = ok(zheng.get("/api/v1/devices").await).await;
        let in_force = |kind: PackKind| board.packs.iter().find(|pack| pack.current && pack.kind == kind).map(|pack| pack.hash.clone());
        let (catalogue, boundaries) = (in_force(PackKind::Catalogue), in_force(PackKind::Boundaries));
        assert!(catalogue.is_some() && boundaries.is_some(), "both are published: {:?}", board.packs);
        let newest = Heartbeat { catalogue, boundaries, ..Heartbeat::default() };
        says(world, &wang, newest.clone()).await;
        says(world, &li, newest.clone()).await;
        let behind = async || {
            let text = zheng.get("/api/v1/devices/export?behind=1&lang=en").await.text().await.unwrap();
            [&wang, &li].map(|phone| text.contains(&phone.device.to_string()))
        };
        assert_eq!(behind().await, [false, false], "both have what is in force");
        let old = Some(Sha256::of(b"an older one"));
        says(world, &wang, Heartbeat { catalogue: old.clone(), ..newest.clone() }).await;
        says(world, &li, Heartbeat { boundaries: old, ..newest.clone() }).await;
        assert_eq!(behind().await, [true, true], "either pack makes a phone stand behind");
        says(world, &wang, newest).await;
        assert_eq!(behind().await, [false, true], "until it has taken the new one");
        let all = zheng.get("/api/v1/devices/export?behind=0&lang=en").await.text().await.unwrap();
        assert_eq!(all.trim_end().lines().count(), 3, "0 leaves nothing out: {all}");
    }

    async fn the_board_is_taken_away_as_a_sheet_and_that_is_recorded(world: &World) {
        let [wang, _chen] = world.phones(["wang", "chen"]).await;
        says(world, &wang, Heartbeat { app_version: "=1+1".to_owned(), last_error: Some("offline".to_owned()), ..Heartbeat::default() }).await;
        let path = "/api/v1/devices/export";
        let plain = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
        assert_eq!(refused(plain).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(world.desk("west").await.get(path).await).await, (403, "not_allowed".to_owned()));
        let zheng = world.desk("zheng").await;
        for bad in ["format=pdf", "lang=fr", "role=king", "shift=maybe", "silence=loud", "jurisdiction=%20", "behind=yes"] {
            assert_eq!(refused(zheng.get(&format!("{path}?{bad}")).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        let reply = zheng.get(path).await;
        assert_eq!(reply.headers()["content-type"], "text/csv; charset=utf-8");
        assert!(reply.headers()["content-disposition"].to_str().unwrap().contains("devices%2D2026%2D11%2D23.csv"));
        let text = reply.text().await.unwrap();
        assert!(text.starts_with('\u{feff}') || text.starts_with("姓名"), "{text}");
        assert_eq!(text.trim_end().lines().count(), 2, "wang's, and not chen's: {text}");
        assert!(text.contains("wang先生") && text.contains("\"'=1+1\""), "{text}");
        for said in ["半小时内联系过", "没有连上服务器"] {
            assert!(text.contains(said), "how long it was silent and what broke off last: {text}");
        }
        let silent = zheng.get(&format!("{path}?silence=silent")).await.text().await.unwrap();
        assert_eq!(silent.trim_end().lines().count(), 1, "wang has just called: {silent}");
        let none = zheng.get(&format!("{path}?lang=en&q=nobody")).await.text().await.unwrap();
        assert!(none.contains("Name,User,Role") && none.trim_end().lines().count() == 1, "{none}");
        let book = zheng.get(&format!("{path}?format=xlsx")).await.bytes().await.unwrap();
        assert!(book.starts_with(b"PK"), "a workbook is a zip");
        assert_eq!(world.count("select count(*) from audit where action = 'devices_export'").await, 4);
        let looks = "select count(*) from looks where kind = 'export' and subject = 'export devices'";
        assert!(world.count(looks).await > 0, "whoever looks for who looked finds it too");
        let looks = "select count(*) from looks where kind = 'export' and subject = 'export devices'";
        assert_eq!(world.count(looks).await, 2, "the same look of an hour is one");
    }
}
