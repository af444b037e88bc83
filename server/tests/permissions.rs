//! Who may ask what: every route as nobody, as every role, as the city and as another jurisdiction, held against one table.
//!
//! A new route is one more line of [`TABLE`]; without it the test fails.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::Value;
use server::accounts::caller::Account;
use shared::account::{Actor, Role, may};
use shared::ids::AccountId;
use shared::sync::hello::{Heartbeat, Hello};
use uuid::Uuid;

use crate::harness::city::{BEILIN, BEILIN_UNIT, WEIYANG, WEST, at};
use crate::harness::desk::ok;
use crate::harness::phone::times;
use crate::harness::{Desk, PASSWORD, Phone, World, on_both_engines};
use crate::who_may::Who::{Anyone, City, CityOnly, Device, Everybody, May, MayAct, Roles};
use crate::who_may::{Row, TABLE};

#[test]
fn every_route_has_its_line() {
    let routes: BTreeSet<&str> = include_str!("routes.txt").lines().collect();
    let table: BTreeSet<&str> = TABLE.iter().map(|(route, ..)| *route).collect();
    assert_eq!(table, routes, "say in the table who may ask it");
    assert_eq!(TABLE.len(), table.len(), "a route stands there twice");
}

/// What was answered.
struct Answer {
    status: u16,
    code: String,
    text: String,
}

async fn asked(request: reqwest::RequestBuilder, body: &str) -> Answer {
    let request = if body.is_empty() {
        request
    } else {
        request.header("Content-Type", "application/json").body(body.to_owned())
    };
    let reply = request.send().await.unwrap();
    let status = reply.status().as_u16();
    let is_endless = reply.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
    let text = if is_endless { String::new() } else { String::from_utf8_lossy(&reply.bytes().await.unwrap()).into() };
    let problem: Value = serde_json::from_str(&text).unwrap_or_default();
    let code = if status < 400 { "" } else { problem["code"].as_str().unwrap_or_default() };
    assert!(status < 500, "{status} {text}");
    Answer { status, code: code.to_owned(), text }
}

/// The things of Weiyang that are asked for.
struct Things(BTreeMap<&'static str, String>);

impl Things {
    async fn make(world: &World) -> Self {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let other = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(other, 90).await;
        let boss = world.desk("boss").await;
        let task = boss.case(other).await.tasks[0].id;
        let shown = boss.case(case).await.case.photos[0].clone();
        let notice: Value = ok(world
            .desk("zheng")
            .await
            .post("/api/v1/announcements", &serde_json::json!({"title": "a", "body": "b"}))
            .await)
        .await;
        let zheng = world.desk("zheng").await;
        let view = serde_json::json!({
            "id": "0190f000-0000-7000-8000-0000000000ce", "name": "a", "query": "state=to_file", "shared": true,
        });
        let view: Value = ok(zheng.post("/api/v1/views", &view).await).await;
        let order = format!("/api/v1/devices/{}/nudge", wang.device);
        let order: Value = ok(zheng.post(&order, &serde_json::json!({"kind": "charge"})).await).await;
        let link = format!("/api/v1/accounts/{}/enrolment", wang.account);
        let server = serde_json::json!({"server": "https://desk.example.cn"});
        let link: Value = ok(boss.post(&link, &server).await).await;
        runs_low(world, &wang).await;
        server::devices::alarms::turn(&world.app).await.unwrap();
        let alarms: Value = ok(zheng.get("/api/v1/alarms").await).await;
        let pack = world.app.city().boundaries_hash(&WEIYANG.parse().unwrap()).unwrap().to_string();
        Self(BTreeMap::from([
            ("{case}", case.to_string()),
            ("{task}", task.to_string()),
            ("{photo}", shown.photo.unwrap().to_string()),
            ("{file}", shown.working.to_string()),
            ("{device}", wang.device.to_string()),
            ("{order}", named(&order)),
            ("{alarm}", named(&alarms["alarms"][0])),
            ("{notice}", named(&notice)),
            ("{account}", wang.account.to_string()),
            ("{link}", named(&link)),
            ("{view}", named(&view)),
            ("{pack}", pack),
        ]))
    }

    /// Returns the address of a line, and whether it names one of the things.
    fn address(&self, route: &str, ask: &str) -> (String, bool) {
        let path = if ask.is_empty() { route.split_once(' ').unwrap().1 } else { ask };
        let mut address = path.to_owned();
        for (name, id) in &self.0 {
            if !ask.is_empty() {
                address = address.replace(name, id);
            }
        }
        let is_named = address != path || path.contains(WEIYANG);
        (address.replace("{id}", "0").replace("{hash}", "0").replace("{sha256}", "0"), is_named)
    }
}

fn named(thing: &Value) -> String {
    thing["id"].as_str().unwrap().to_owned()
}

/// A phone says that its battery is nearly empty.
async fn runs_low(world: &World, phone: &Phone) {
    let heartbeat = Heartbeat { battery_percent: Some(3), ..Heartbeat::default() };
    let times = times(world.app.clock.now());
    let hello = Hello { protocol: 1, device: phone.device, times, heartbeat, scope_held: None, orders: Vec::new() };
    let reply = phone.request(Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap();
    assert_eq!(reply.status(), 200, "{}", reply.text().await.unwrap());
}

/// Adds an account of every role to a jurisdiction and returns their names.
pub async fn people(world: &World, area: &str, unit: &str, first: u128) -> Vec<(Role, String)> {
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    let mut names = Vec::new();
    for (number, role) in Role::ALL.iter().enumerate() {
        let user = format!("{area}.{}", role.as_str());
        let acts = matches!(role, Role::Unit | Role::Handler);
        let account = Account {
            id: AccountId(Uuid::from_u128(first + number as u128)),
            user: user.parse().unwrap(),
            name: user.clone(),
            role: *role,
            jurisdiction: area.parse().unwrap(),
            unit: acts.then(|| unit.parse().unwrap()),
            disabled: false,
        };
        server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
        names.push((*role, user));
    }
    tx.commit().await.unwrap();
    names
}

/// Everybody's desks. What is asked about sessions is asked in one of its own: it may be the last of it.
struct Desks<'a> {
    world: &'a World,
    open: BTreeMap<String, Desk>,
}

impl Desks<'_> {
    async fn ask(&mut self, user: &str, route: &str, address: &str, body: &str) -> Answer {
        let method: Method = route.split_once(' ').unwrap().0.parse().unwrap();
        if route.contains("/session") {
            let desk = self.world.desk(user).await;
            return asked(desk.request(method, address), body).await;
        }
        if !self.open.contains_key(user) {
            self.open.insert(user.to_owned(), self.world.desk(user).await);
        }
        asked(self.open[user].request(method, address), body).await
    }
}

fn is_turned_away(answer: &Answer) -> bool {
    answer.status == 403 && answer.code == "not_allowed"
}

on_both_engines! {
    async fn everybody_gets_what_the_table_says_and_nothing_else(world: &World) {
        let things = Things::make(world).await;
        let here = people(world, WEIYANG, WEST, 0xb000).await;
        let there = people(world, BEILIN, BEILIN_UNIT, 0xc000).await;
        let mut desks = Desks { world, open: BTreeMap::new() };
        // Sessions last: what is asked there ends some.
        let (sessions, others): (Vec<&Row>, Vec<&Row>) = TABLE.iter().partition(|row| row.0.contains("/session"));
        for (route, who, ask, body) in others.into_iter().chain(sessions) {
            let (address, is_named) = things.address(route, ask);
            let method: Method = route.split_once(' ').unwrap().0.parse().unwrap();

            let nobody = asked(world.http.request(method, format!("{}{address}", world.base)), body).await;
            match who {
                Everybody => assert_ne!(nobody.code, "not_signed_in", "{route}"),
                Anyone | Device | May(_) | City(_) | CityOnly(_) | MayAct(_) | Roles(_) => {
                    assert_eq!(nobody.status, 401, "{route} as nobody: {}", nobody.text);
                    assert!(nobody.code == "not_signed_in" || route.starts_with("HEAD "), "{route}: {}", nobody.code);
                }
            }
            if matches!(who, Everybody) {
                continue;
            }

            for (role, user) in there.iter().filter(|(role, _)| who.admits(*role)) {
                let answer = desks.ask(user, route, &address, body).await;
                let as_whom = format!("{route} as {} of another jurisdiction: {} {}", role.as_str(), answer.status, answer.text);
                if is_named {
                    assert_eq!(answer.status, 404, "{as_whom}");
                }
                for thing in things.0.values() {
                    let is_asked = address.contains(thing.as_str());
                    assert!(is_asked || !answer.text.contains(thing.as_str()), "{as_whom} tells of {thing}");
                }
            }
            for (role, user) in here.iter().filter(|(role, _)| !who.admits(*role)) {
                let answer = desks.ask(user, route, &address, body).await;
                assert!(is_turned_away(&answer), "{route} as {}: {} {}", role.as_str(), answer.status, answer.text);
            }
            for (role, user) in here.iter().filter(|(role, _)| who.admits(*role)) {
                let answer = desks.ask(user, route, &address, body).await;
                let as_whom = format!("{route} as {}: {} {}", role.as_str(), answer.status, answer.text);
                assert!(!is_turned_away(&answer) && answer.code != "not_signed_in", "{as_whom}");
                if matches!(who, Device) {
                    assert_eq!(answer.code, "device_unknown", "{as_whom}");
                }
            }
            if let City(right) | CityOnly(right) = who {
                assert!(may(Role::Admin, *right), "{route}: the city's account here is an administrator");
                let answer = desks.ask("boss", route, &address, body).await;
                let as_whom = format!("{route} as the city: {} {}", answer.status, answer.text);
                assert!(!is_turned_away(&answer) && answer.code != "not_signed_in", "{as_whom}");
                assert!(answer.status < 300 || matches!(who, CityOnly(_)), "{as_whom}");
            }
        }
    }
}
