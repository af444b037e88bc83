//! Orders to devices: who may give them, who is told, what became of them, and that a phone that was wiped is nobody's.

use serde_json::{Value, json};
use server::accounts::caller::Account;
use server::devices::orders::store;
use shared::account::{Actor, Role};
use shared::api::devices::DeviceBoard;
use shared::api::orders::{DeviceOrder, OrderKind, OrderList, OrderOutcome, OrderTold};
use shared::ids::AccountId;
use shared::sync::hello::HelloReply;
use uuid::Uuid;

use crate::harness::city::BEILIN;
use crate::harness::desk::{ok, refused};
use crate::harness::phone::times;
use crate::harness::{Desk, PASSWORD, Phone, World, on_both_engines};

fn path(phone: &Phone, rest: &str) -> String {
    format!("/api/v1/devices/{}/{rest}", phone.device)
}

async fn nudge(world: &World, desk: &Desk, phone: &Phone, kind: &str, note: &str) -> DeviceOrder {
    world.clock.forward_ms(1);
    ok(desk.post(&path(phone, "nudge"), &json!({"kind": kind, "note": note})).await).await
}

async fn wipe(desk: &Desk, phone: &Phone, leave_unsent: bool) -> DeviceOrder {
    let body = json!({"reason": "手机丢了", "leave_unsent": leave_unsent});
    ok(desk.post(&path(phone, "wipe"), &body).await).await
}

/// Says hello with words about orders.
async fn say(world: &World, phone: &Phone, words: &Value) -> reqwest::Response {
    let hello = json!({
        "protocol": 1, "device": phone.device, "times": times(world.app.clock.now()), "heartbeat": {}, "orders": words,
    });
    phone.request(reqwest::Method::POST, "/api/v1/sync/hello").json(&hello).send().await.unwrap()
}

async fn heard_orders(world: &World, phone: &Phone, words: &Value) -> Vec<OrderTold> {
    let reply: HelloReply = ok(say(world, phone, words).await).await;
    reply.orders
}

fn word(order: &DeviceOrder, word: &str, unsent: u64) -> Value {
    json!([{"order": order.id, "word": word, "unsent": unsent}])
}

async fn listed(desk: &Desk, phone: &Phone) -> Vec<DeviceOrder> {
    let list: OrderList = ok(desk.get(&path(phone, "orders")).await).await;
    list.orders
}

/// An administrator of the other town.
async fn other_admin(world: &World) -> Desk {
    let account = Account {
        id: AccountId(Uuid::from_u128(0xb001)),
        user: "qian".parse().unwrap(),
        name: "钱先生".to_owned(),
        role: Role::Admin,
        jurisdiction: BEILIN.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    let mut tx = world.app.db.write().await.unwrap();
    let by = Actor::System { rule: "test".to_owned() };
    server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.desk("qian").await
}

on_both_engines! {
    async fn whoever_may_not_is_refused_and_what_is_wrong_is_said(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let (nudged, wiped) = (json!({"kind": "charge"}), json!({"reason": "x"}));
        for (rest, body) in [("nudge", &nudged), ("wipe", &wiped)] {
            let reply = world.http.post(format!("{}{}", world.base, path(&wang, rest))).json(body).send().await.unwrap();
            assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
        }
        let reply = world.http.get(format!("{}{}", world.base, path(&wang, "orders"))).send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
        for user in ["wang", "sun", "west", "han"] {
            let desk = world.desk(user).await;
            for reply in [
                desk.post(&path(&wang, "nudge"), &nudged).await,
                desk.post(&path(&wang, "wipe"), &wiped).await,
                desk.get(&path(&wang, "orders")).await,
                desk.post(&path(&wang, &format!("orders/{}/withdraw", Uuid::nil())), &json!(null)).await,
            ] {
                assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user}");
            }
        }
        let zheng = world.desk("zheng").await;
        let reply = zheng.post(&path(&wang, "wipe"), &wiped).await;
        assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "who may nudge may not wipe");
        for (rest, bad, code) in [
            ("nudge", json!({"note": "x"}), "bad_request"),
            ("nudge", json!({"kind": "dance"}), "bad_request"),
            ("nudge", json!({"kind": "wipe"}), "bad_request"),
            ("nudge", json!({"kind": "word"}), "bad_value"),
            ("nudge", json!({"kind": "charge", "note": "长".repeat(201)}), "bad_value"),
            ("nudge", json!({"kind": "charge", "note": "two\nlines"}), "bad_value"),
            ("wipe", json!({"leave_unsent": true}), "bad_request"),
            ("wipe", json!({"reason": " "}), "reason_required"),
            ("wipe", json!({"reason": "长".repeat(201)}), "bad_value"),
        ] {
            let reply = world.desk("boss").await.post(&path(&wang, rest), &bad).await;
            assert_eq!(refused(reply).await, (400, code.to_owned()), "{bad}");
        }
        let reply = zheng.get(&format!("{}?after=yesterday", path(&wang, "orders"))).await;
        assert_eq!(refused(reply).await, (400, "bad_value".to_owned()));
        assert_eq!(world.count("select count(*) from device_orders").await, 0);
    }

    async fn a_device_of_other_peoples_is_not_there(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let (zhu, boss) = (world.desk("zhu").await, world.desk("boss").await);
        let qian = other_admin(world).await;
        let order = nudge(world, &boss, &wang, "charge", "").await;
        for reply in [
            zhu.post(&path(&wang, "nudge"), &json!({"kind": "charge"})).await,
            zhu.get(&path(&wang, "orders")).await,
            zhu.post(&path(&wang, &format!("orders/{}/withdraw", order.id)), &json!(null)).await,
            qian.post(&path(&wang, "wipe"), &json!({"reason": "x"})).await,
            boss.post("/api/v1/devices/none/nudge", &json!({"kind": "charge"})).await,
            boss.post(&format!("/api/v1/devices/{}/wipe", Uuid::nil()), &json!({"reason": "x"})).await,
            boss.post(&path(&wang, &format!("orders/{}/withdraw", Uuid::nil())), &json!(null)).await,
        ] {
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()));
        }
        let [han] = world.phones(["han"]).await;
        let elsewhere = path(&han, &format!("orders/{}/withdraw", order.id));
        let reply = boss.post(&elsewhere, &json!(null)).await;
        assert_eq!(refused(reply).await.0, 404, "an order is one device's");
        assert_eq!(world.count("select count(*) from device_orders").await, 1);
    }

    async fn a_nudge_is_told_until_it_was_put_away(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        let (zheng, zhou) = (world.desk("zheng").await, world.desk("zhou").await);
        assert!(wang.hello(world).await.orders.is_empty());
        let order = nudge(world, &zheng, &wang, "charge", " 快没电了，打13800001234 ").await;
        assert_eq!((order.kind, order.note.as_str()), (OrderKind::Charge, "快没电了，打138****1234"));
        assert_eq!((order.author.as_str(), order.outcome), ("zheng先生", OrderOutcome::Open));
        let again = nudge(world, &zhou, &wang, "charge", "再说一次").await;
        assert_eq!(again, order, "one that is open is answered as it is");
        assert_eq!(world.count("select count(*) from audit where action = 'device_nudge'").await, 1);
        let word_too = nudge(world, &zhou, &wang, "word", "下午三点到站里开会").await;
        let heard = heard_orders(world, &wang, &json!([])).await;
        assert_eq!(heard.iter().map(|one| one.id).collect::<Vec<_>>(), [order.id, word_too.id]);
        assert!(heard_orders(world, &li, &json!([])).await.is_empty(), "Li was told nothing");

        // What Li says of Wang's is nothing.
        heard_orders(world, &li, &word(&order, "dismissed", 0)).await;
        let heard = heard_orders(world, &wang, &word(&order, "seen", 0)).await;
        assert_eq!(heard.len(), 2, "what was seen is still told: it may have to be drawn again");
        let [last, first] = listed(&zheng, &wang).await.try_into().unwrap();
        assert_eq!((last.seen_at, first.done_at), (None, None));
        let seen_at = first.seen_at.unwrap();
        world.clock.forward_ms(60_000);
        for _ in 0..2 {
            let heard = heard_orders(world, &wang, &word(&order, "dismissed", 0)).await;
            assert_eq!(heard.len(), 1);
        }
        heard_orders(world, &wang, &word(&word_too, "came_true", 0)).await;
        let [last, first] = listed(&zheng, &wang).await.try_into().unwrap();
        assert_eq!((first.outcome, first.seen_at), (OrderOutcome::Dismissed, Some(seen_at)));
        assert_eq!((last.outcome, last.seen_at), (OrderOutcome::CameTrue, last.done_at));
        world.clock.forward_ms(1);
        assert_ne!(nudge(world, &zheng, &wang, "charge", "").await.id, order.id, "one that is done is asked for anew");
    }

    async fn whoever_watches_the_board_hears_of_an_order_that_is_given_or_taken_back(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let zheng = world.desk("zheng").await;
        let open = async || {
            let board: DeviceBoard = ok(zheng.get("/api/v1/devices").await).await;
            board.devices.iter().find(|row| row.device == wang.device).unwrap().orders_open
        };
        assert_eq!(open().await, 0);
        let order = nudge(world, &zheng, &wang, "charge", "").await;
        nudge(world, &zheng, &wang, "sync_now", "").await;
        assert_eq!(open().await, 2);
        let withdraw = path(&wang, &format!("orders/{}/withdraw", order.id));
        assert_eq!(zheng.post(&withdraw, &json!(null)).await.status(), 204);
        assert_eq!(open().await, 1);
    }

    async fn words_that_mean_nothing_are_passed_over(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let order = nudge(world, &world.desk("zheng").await, &wang, "charge", "").await;
        for said in ["waiting", "wiping", "danced"] {
            assert_eq!(heard_orders(world, &wang, &word(&order, said, 3)).await.len(), 1, "{said}");
        }
        heard_orders(world, &wang, &json!([{"order": Uuid::nil(), "word": "dismissed"}])).await;
        assert_eq!(world.count("select count(*) from device_orders where seen_at_ms is null").await, 1);
        assert_eq!(world.count("select count(*) from devices where revoked_at_ms is not null").await, 0);
        let many: Vec<Value> = (0..51).map(|_| json!({"order": order.id, "word": "seen"})).collect();
        assert_eq!(refused(say(world, &wang, &json!(many)).await).await, (400, "bad_value".to_owned()));
    }

    async fn what_was_not_shown_yet_can_be_taken_back(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let (zheng, boss) = (world.desk("zheng").await, world.desk("boss").await);
        let (one, other) = (nudge(world, &zheng, &wang, "charge", "").await, nudge(world, &zheng, &wang, "call_desk", "").await);
        let way = |order: &DeviceOrder| path(&wang, &format!("orders/{}/withdraw", order.id));
        for _ in 0..2 {
            assert_eq!(zheng.post(&way(&one), &json!(null)).await.status(), 204, "twice does no harm");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'device_order_withdraw'").await, 1);
        let heard = heard_orders(world, &wang, &word(&other, "seen", 0)).await;
        assert_eq!(heard.iter().map(|told| told.id).collect::<Vec<_>>(), [other.id]);
        assert_eq!(refused(zheng.post(&way(&other), &json!(null)).await).await, (409, "order_taken".to_owned()));
        let erased = wipe(&boss, &wang, false).await;
        assert_eq!(refused(zheng.post(&way(&erased), &json!(null)).await).await, (403, "not_allowed".to_owned()));
        heard_orders(world, &wang, &word(&erased, "waiting", 2)).await;
        assert_eq!(boss.post(&way(&erased), &json!(null)).await.status(), 204, "it waits: nothing was erased yet");
        let heard = heard_orders(world, &wang, &word(&erased, "wiping", 0)).await;
        assert!(heard.iter().all(|told| told.id != erased.id), "a phone that is not told to go ahead erases nothing");
        assert_eq!(wang.hello(world).await.orders.len(), 1, "and it is still known");
    }

    async fn a_phone_erases_itself_on_the_servers_word_and_is_nobodys_then(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let order = wipe(&boss, &wang, false).await;
        assert_eq!(wipe(&boss, &wang, false).await, order, "a repeat is the same one");
        let [heard] = heard_orders(world, &wang, &word(&order, "waiting", 3)).await.try_into().unwrap();
        assert_eq!((heard.kind, heard.leave_unsent, heard.agreed), (OrderKind::Wipe, false, false));
        let [waiting] = listed(&boss, &wang).await.try_into().unwrap();
        assert_eq!((waiting.outcome, waiting.unsent), (OrderOutcome::Waiting, 3));
        // Nobody puts a wipe away.
        assert_eq!(heard_orders(world, &wang, &word(&order, "dismissed", 0)).await.len(), 1);

        let [heard] = heard_orders(world, &wang, &word(&order, "wiping", 0)).await.try_into().unwrap();
        assert!(heard.agreed);
        assert_eq!(refused(say(world, &wang, &json!([])).await).await, (401, "device_revoked".to_owned()));
        let challenge = world.http.post(format!("{}/api/v1/session/challenge", world.base));
        let reply = challenge.json(&json!({"device": wang.device})).send().await.unwrap();
        assert_eq!(refused(reply).await.1, "device_revoked", "its key opens nothing any more");
        let [done] = listed(&boss, &wang).await.try_into().unwrap();
        assert_eq!((done.outcome, done.unsent), (OrderOutcome::Wiped, 0));
        for audited in [
            "select count(*) from audit where action = 'device_wipe'",
            "select count(*) from audit where action = 'device_wiped'",
            "select count(*) from audit where action = 'device_revoke'",
        ] {
            assert_eq!(world.count(audited).await, 1, "{audited}");
        }
        for (rest, body) in [("nudge", json!({"kind": "charge"})), ("wipe", json!({"reason": "x"}))] {
            let reply = boss.post(&path(&wang, rest), &body).await;
            assert_eq!(refused(reply).await.1, "not_found", "{rest}: it never asks again");
        }
    }

    async fn a_wipe_may_be_asked_for_once_more_at_any_cost(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let order = wipe(&boss, &wang, false).await;
        let harder = wipe(&boss, &wang, true).await;
        assert_eq!((harder.id, harder.leave_unsent), (order.id, true));
        assert!(wipe(&boss, &wang, false).await.leave_unsent, "and not softened by a repeat");
        assert_eq!(world.count("select count(*) from audit where action = 'device_wipe'").await, 2);
        let [heard] = heard_orders(world, &wang, &json!([])).await.try_into().unwrap();
        assert!(heard.leave_unsent);
        heard_orders(world, &wang, &word(&order, "wiping", 2)).await;
        assert_eq!(listed(&boss, &wang).await[0].unsent, 2, "what was left behind is written down");
    }

    async fn a_word_to_one_person_is_not_told_to_the_next(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let (zheng, boss) = (world.desk("zheng").await, world.desk("boss").await);
        let asked = nudge(world, &zheng, &wang, "word", "给王").await;
        let erased = wipe(&boss, &wang, false).await;
        let li = Phone::sign_in_as(world, "li", wang.device, wang.key.clone()).await;
        let heard = heard_orders(world, &li, &json!([])).await;
        assert_eq!(heard.iter().map(|told| told.id).collect::<Vec<_>>(), [erased.id], "the phone is wiped all the same");
        let other = nudge(world, &zheng, &li, "word", "给李").await;
        assert_ne!(other.id, asked.id);
        let all = listed(&zheng, &li).await;
        assert_eq!(all.iter().find(|one| one.id == asked.id).unwrap().outcome, OrderOutcome::HandedOver);
    }

    async fn what_was_said_to_other_peoples_is_not_listed_for_the_next(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let (zheng, boss) = (world.desk("zheng").await, world.desk("boss").await);
        let said = nudge(world, &zheng, &wang, "word", "给王").await;
        let erased = wipe(&boss, &wang, false).await;
        let qian = other_admin(world).await;
        let chen = Phone::sign_in_as(world, "chen", wang.device, wang.key.clone()).await;
        let of = |orders: Vec<DeviceOrder>| orders.into_iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!(of(listed(&qian, &chen).await), [erased.id], "what goes on is told, and no word to another");
        let mut all = of(listed(&boss, &chen).await);
        all.sort();
        let mut expected = vec![said.id, erased.id];
        expected.sort();
        assert_eq!(all, expected, "the city sees both");
    }

    async fn an_order_is_taken_or_taken_back_and_never_both(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let erased = wipe(&world.desk("boss").await, &wang, false).await;
        let now = world.app.clock.now();
        let mut tx = world.app.db.write().await.unwrap();
        assert!(store::withdraw(&mut tx, erased.id, now).await.unwrap());
        assert!(!store::done(&mut tx, erased.id, OrderOutcome::Wiped, 0, now).await.unwrap(), "it was taken back");
        assert!(!store::withdraw(&mut tx, erased.id, now).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(wang.hello(world).await.orders.len(), 0, "and the phone is known as before");
    }

    async fn orders_are_listed_page_by_page(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let zheng = world.desk("zheng").await;
        let mut given = Vec::new();
        for kind in ["charge", "call_desk", "free_space"] {
            given.push(nudge(world, &zheng, &wang, kind, "").await.id);
        }
        given.reverse();
        let first: OrderList = ok(zheng.get(&format!("{}?limit=2", path(&wang, "orders"))).await).await;
        assert_eq!(first.orders.iter().map(|one| one.id).collect::<Vec<_>>(), given[..2]);
        let next = first.next.unwrap();
        let rest: OrderList = ok(zheng.get(&format!("{}?limit=2&after={next}", path(&wang, "orders"))).await).await;
        assert_eq!((rest.orders.iter().map(|one| one.id).collect::<Vec<_>>().as_slice(), rest.next), (&given[2..], None));
    }

    async fn phones_follow_their_cases_as_before(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        nudge(world, &world.desk("zheng").await, &wang, "charge", "").await;
        assert!(wang.pull("").await.changes.is_empty(), "an order only wakes the phone");
        assert_eq!(world.count("select count(*) from changes where entity = 'order'").await, 1);
    }
}
