//! The nudge: to each only what concerns them, from one look at the counters for all.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use shared::task::TaskResult;

use crate::harness::city::{WEIYANG, at};
use crate::harness::{Phone, World, on_both_engines};

/// An open line of somebody.
struct Line(reqwest::Response, String);

impl Line {
    async fn open(phone: &Phone) -> Self {
        let reply = phone.request(reqwest::Method::GET, "/api/v1/sync/events").send().await.unwrap();
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        let mut line = Self(reply, String::new());
        assert_eq!(line.next(5_000).await.as_deref(), Some("changed"), "what was before was heard by nobody");
        line
    }

    /// Returns the data of the next event; none when there is none for so long.
    async fn next(&mut self, ms: u64) -> Option<String> {
        loop {
            if let Some((event, rest)) = self.1.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data: ")).map(str::to_owned);
                self.1 = rest.to_owned();
                if data.is_some() {
                    return data;
                }
                continue;
            }
            match tokio::time::timeout(Duration::from_millis(ms), self.0.chunk()).await {
                Ok(piece) => self.1.push_str(std::str::from_utf8(&piece.unwrap()?).unwrap()),
                Err(_) => return None,
            }
        }
    }

    /// Says whether the server ends it, within a few of its looks.
    async fn ends(&mut self) -> bool {
        let ended = async { while self.0.chunk().await.is_ok_and(|piece| piece.is_some()) {} };
        tokio::time::timeout(Duration::from_secs(8), ended).await.is_ok()
    }
}

on_both_engines! {
    async fn each_hears_of_what_concerns_them_and_of_nothing_else(world: &World) {
        let [mut wang, li, zhao, zheng, zhu] = world.phones(["wang", "li", "zhao", "zheng", "zhu"]).await;
        let mut lines = Vec::new();
        for phone in [&wang, &li, &zhao, &zheng, &zhu] {
            lines.push(Line::open(phone).await);
        }
        // One look has passed, so that the next one sees a difference.
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let expected = [Some("changed"), Some("near"), None, Some("changed"), None];
        for (who, (line, expected)) in ["wang", "li", "zhao", "zheng", "zhu"].iter().zip(lines.iter_mut().zip(expected)) {
            let heard = line.next(if expected.is_some() { 5_000 } else { 1_500 }).await;
            assert_eq!(heard.as_deref(), expected, "{who}");
        }
    }

    async fn a_blind_answer_wakes_whoever_gave_it_and_no_desk(world: &World) {
        world.set(WEIYANG, |settings| settings.blind_check_percent = 100).await;
        let [mut wang, mut li, mut zhao, zheng] = world.phones(["wang", "li", "zhao", "zheng"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(case, 1).await;
        let first = li.tasks().await.remove(0);
        let (envelope, shot) = li.answer(world, &first, TaskResult::Pass);
        li.push(&[envelope]).await;
        li.upload(&shot.working).await;
        let second = zhao.tasks().await.remove(0);
        let mut lines = Vec::new();
        for phone in [&zhao, &zheng, &li, &wang] {
            lines.push(Line::open(phone).await);
        }
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        let (envelope, shot) = zhao.answer(world, &second, TaskResult::Fail);
        assert_eq!(zhao.push(&[envelope]).await[0].code, None);
        zhao.upload(&shot.working).await;
        let expected = [Some("changed"), None, None, None];
        for (who, (line, expected)) in ["zhao", "zheng", "li", "wang"].iter().zip(lines.iter_mut().zip(expected)) {
            let heard = line.next(if expected.is_some() { 5_000 } else { 1_500 }).await;
            assert_eq!(heard.as_deref(), expected, "{who}");
        }
    }

    async fn a_notice_of_a_desk_wakes_those_whose_people_it_is_for(world: &World) {
        let [wang, zheng, zhu] = world.phones(["wang", "zheng", "zhu"]).await;
        let mut lines = Vec::new();
        for phone in [&wang, &zheng, &zhu] {
            lines.push(Line::open(phone).await);
        }
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        let notice = serde_json::json!({"title": "汛期", "body": "加密巡查"});
        // What is for a whole city would bring all its phones at once: they come within a minute.
        for (desk, expected) in [("zheng", [Some("near"), Some("changed"), None]), ("boss", [Some("near"); 3])] {
            let reply = world.desk(desk).await.post("/api/v1/announcements", &notice).await;
            assert_eq!(reply.status(), 200);
            for (who, (line, expected)) in ["wang", "zheng", "zhu"].iter().zip(lines.iter_mut().zip(expected)) {
                let heard = line.next(if expected.is_some() { 5_000 } else { 1_500 }).await;
                assert_eq!(heard.as_deref(), expected, "{who} of {desk}'s");
            }
        }
    }

    async fn an_order_to_a_phone_wakes_whoever_has_it_and_nobody_else(world: &World) {
        let [wang, li, zhu] = world.phones(["wang", "li", "zhu"]).await;
        let mut lines = Vec::new();
        for phone in [&wang, &li, &zhu] {
            lines.push(Line::open(phone).await);
        }
        tokio::time::sleep(Duration::from_millis(1_200)).await;
        let path = format!("/api/v1/devices/{}/nudge", wang.device);
        let reply = world.desk("zheng").await.post(&path, &serde_json::json!({"kind": "sync_now"})).await;
        assert_eq!(reply.status(), 200);
        for (who, (line, expected)) in ["wang", "li", "zhu"].iter().zip(lines.iter_mut().zip([Some("changed"), None, None])) {
            let heard = line.next(if expected.is_some() { 5_000 } else { 1_500 }).await;
            assert_eq!(heard.as_deref(), expected, "{who}");
        }
    }

    async fn the_line_of_who_is_turned_away_ends_within_seconds_and_nobody_elses(world: &World) {
        let [wang, li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (mut of_wang, mut of_li, mut of_zhao) = (Line::open(&wang).await, Line::open(&li).await, Line::open(&zhao).await);
        let boss = world.desk("boss").await;
        let withdrawn = boss.post(&format!("/api/v1/devices/{}/revoke", wang.device), &json!(null)).await;
        assert_eq!(withdrawn.status(), 204);
        assert!(of_wang.ends().await, "its device was withdrawn");
        let disabled = json!({"name": "li先生", "role": "collector", "jurisdiction": WEIYANG, "unit": null,
            "grids": [], "disabled": true});
        let account = boss.request(Method::PUT, &format!("/api/v1/accounts/{}", li.account)).json(&disabled);
        assert_eq!(account.send().await.unwrap().status(), 200);
        assert!(of_li.ends().await, "its account was disabled");
        let path = format!("/api/v1/devices/{}/nudge", zhao.device);
        assert_eq!(world.desk("zheng").await.post(&path, &json!({"kind": "sync_now"})).await.status(), 200);
        assert_eq!(of_zhao.next(5_000).await.as_deref(), Some("changed"), "the third goes on hearing");
        assert_eq!(zhao.request(Method::DELETE, "/api/v1/session").send().await.unwrap().status(), 204);
        assert!(of_zhao.ends().await, "it signed out");
        for phone in [&wang, &li, &zhao] {
            let again = phone.request(Method::GET, "/api/v1/sync/events").send().await.unwrap();
            assert!(again.status().is_client_error(), "and none of them opens another");
        }
    }

    async fn a_phone_that_opens_line_after_line_keeps_its_newest(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let (mut first, second, mut third) = (Line::open(&wang).await, Line::open(&wang).await, Line::open(&wang).await);
        assert!(first.ends().await, "the oldest is let go");
        let path = format!("/api/v1/devices/{}/nudge", wang.device);
        assert_eq!(world.desk("zheng").await.post(&path, &json!({"kind": "sync_now"})).await.status(), 200);
        assert_eq!(third.next(5_000).await.as_deref(), Some("changed"));
        drop(second);
    }

    async fn without_a_sign_in_nobody_listens(world: &World) {
        let reply = world.http.get(format!("{}/api/v1/sync/events", world.base)).send().await.unwrap();
        assert_eq!(reply.status(), 401);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_closes_every_line() {
    let world = World::on_sqlite().await;
    let [wang] = world.phones(["wang"]).await;
    let mut line = Line::open(&wang).await;
    let stopped = tokio::time::timeout(Duration::from_secs(8), world.stop());
    let (ended, heard) = tokio::join!(stopped, line.next(8_000));
    assert!(ended.is_ok(), "an open line must not keep the server from stopping");
    assert_eq!(heard, None);
}
