//! Notices of the desk: posted by whoever may, told to whom they are for and to nobody else, taken back, counted as read.

use serde_json::{Value, json};
use shared::api::announcements::{Announcement, AnnouncementList, Readers};

use crate::harness::city::BEILIN;
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, Phone, World, on_both_engines};

const PATH: &str = "/api/v1/announcements";
const HOUR_MS: i64 = 3_600_000;

fn notice(title: &str) -> Value {
    json!({"title": title, "body": "今晚有暴雨，积水点加密巡查。"})
}

/// Posts one, a moment behind the one before it: the newest stands first.
async fn post(world: &World, desk: &Desk, body: &Value) -> Announcement {
    world.clock.forward_ms(1);
    ok(desk.post(PATH, body).await).await
}

async fn titles(desk: &Desk, query: &str) -> Vec<String> {
    let list: AnnouncementList = ok(desk.get(&format!("{PATH}{query}")).await).await;
    list.announcements.into_iter().map(|one| one.title).collect()
}

async fn list(phone: &Phone, query: &str) -> AnnouncementList {
    ok(phone.request(reqwest::Method::GET, &format!("{PATH}{query}")).send().await.unwrap()).await
}

async fn heard(phone: &Phone) -> Vec<String> {
    list(phone, "").await.announcements.into_iter().map(|one| one.title).collect()
}

async fn say_read(phone: &Phone, ids: &[String]) {
    let reply =
        phone.request(reqwest::Method::POST, &format!("{PATH}/read")).json(&json!({"ids": ids})).send().await.unwrap();
    assert_eq!(reply.status(), 204);
}

on_both_engines! {
    async fn whoever_may_not_post_is_refused_and_what_is_wrong_is_said(world: &World) {
        let reply = world.http.post(format!("{}{PATH}", world.base)).json(&notice("x")).send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
        for user in ["wang", "sun", "zhou", "west", "han"] {
            let desk = world.desk(user).await;
            assert_eq!(refused(desk.post(PATH, &notice("x")).await).await, (403, "not_allowed".to_owned()), "{user}");
            assert_eq!(refused(desk.get(&format!("{PATH}?posted=true")).await).await.1, "not_allowed", "{user}");
        }
        let zheng = world.desk("zheng").await;
        let elsewhere = json!({"title": "x", "body": "y", "jurisdiction": BEILIN});
        assert_eq!(refused(zheng.post(PATH, &elsewhere).await).await, (403, "not_allowed".to_owned()), "one's own people only");
        let nowhere = json!({"title": "x", "body": "y", "jurisdiction": "610199"});
        assert_eq!(refused(world.desk("boss").await.post(PATH, &nowhere).await).await, (400, "bad_value".to_owned()));
        for (bad, code) in [
            (json!({"title": "x"}), "bad_request"),
            (json!({"title": " ", "body": "y"}), "bad_value"),
            (json!({"title": "长".repeat(81), "body": "y"}), "bad_value"),
            (json!({"title": "x", "body": "y", "until": "2026-11-23T09:00:00+08:00"}), "bad_value"),
            (json!({"title": "x", "body": "y", "roles": ["king"]}), "bad_request"),
        ] {
            assert_eq!(refused(zheng.post(PATH, &bad).await).await, (400, code.to_owned()), "{bad}");
        }
        assert_eq!(refused(zheng.get(&format!("{PATH}?after=yesterday")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(world.count("select count(*) from announcements").await, 0);
    }

    async fn one_is_told_to_whom_it_is_for_and_to_nobody_else(world: &World) {
        let zheng = world.desk("zheng").await;
        let boss = world.desk("boss").await;
        post(world, &zheng, &notice("给未央所有人")).await;
        post(world, &zheng, &json!({"title": "给采集员", "body": "b", "roles": ["collector"]})).await;
        post(world, &zheng, &json!({"title": "给值班长和督导", "body": "b", "roles": ["shift_leader", "supervisor"]})).await;
        post(world, &boss, &notice("给全市")).await;
        post(world, &boss, &json!({"title": "给碑林核查员", "body": "b", "jurisdiction": BEILIN, "roles": ["inspector"]})).await;
        let [wang, han, chen] = world.phones(["wang", "han", "chen"]).await;
        assert_eq!(heard(&wang).await, ["给全市", "给采集员", "给未央所有人"], "the newest first");
        assert_eq!(heard(&han).await, ["给碑林核查员", "给全市"]);
        assert_eq!(heard(&chen).await, ["给全市"]);
        assert_eq!(titles(&world.desk("zhou").await, "").await, ["给全市", "给值班长和督导", "给未央所有人"]);
        assert_eq!(titles(&world.desk("west").await, "").await, ["给全市", "给未央所有人"]);
        let text = wang.request(reqwest::Method::GET, PATH).send().await.unwrap().text().await.unwrap();
        assert!(!text.contains("readers"), "how many have read it is for who may post");
    }

    async fn who_may_post_sees_all_that_was_posted_within_their_reach(world: &World) {
        let (zheng, zhu) = (world.desk("zheng").await, world.desk("zhu").await);
        let boss = world.desk("boss").await;
        post(world, &zheng, &notice("未央")).await;
        post(world, &zhu, &notice("碑林")).await;
        post(world, &boss, &notice("全市")).await;
        assert_eq!(titles(&zheng, "?posted=true").await, ["未央"]);
        assert_eq!(titles(&boss, "?posted=true").await, ["全市", "碑林", "未央"]);
        let first: AnnouncementList = ok(boss.get(&format!("{PATH}?posted=true&limit=2")).await).await;
        let next = first.next.unwrap();
        assert_eq!(first.announcements.last().unwrap().id, next);
        assert_eq!(titles(&boss, &format!("?posted=true&limit=2&after={next}")).await, ["未央"], "a page goes on behind the last");
        let last: AnnouncementList = ok(boss.get(&format!("{PATH}?posted=true&limit=3")).await).await;
        assert_eq!(last.next, None);
    }

    async fn numbers_of_people_are_masked_before_it_is_kept(world: &World) {
        let zheng = world.desk("zheng").await;
        let made = post(world, &zheng, &json!({"title": "找13800001234", "body": "或身份证61010119900307108x"})).await;
        assert_eq!((made.title.as_str(), made.body.as_str()), ("找138****1234", "或身份证6101**********108X"));
        let kept = "select count(*) from announcements where title like '%00001234%' or body like '%19900307%'";
        assert_eq!(world.count(kept).await, 0);
    }

    async fn one_holds_from_and_until_its_moments(world: &World) {
        let zheng = world.desk("zheng").await;
        let body = json!({"title": "傍晚", "body": "b", "from": "2026-11-23T11:00:00+08:00", "until": "2026-11-23T12:00:00+08:00"});
        post(world, &zheng, &body).await;
        let [wang] = world.phones(["wang"]).await;
        assert!(heard(&wang).await.is_empty(), "it is ten o'clock");
        assert_eq!(wang.hello(world).await.announcements, None);
        world.clock.forward_ms(HOUR_MS);
        assert_eq!(heard(&wang).await, ["傍晚"]);
        assert!(wang.hello(world).await.announcements.is_some(), "phones hear that there is something else");
        world.clock.forward_ms(HOUR_MS);
        assert!(heard(&wang).await.is_empty());
        assert_eq!(titles(&zheng, "?posted=true").await, ["傍晚"], "whoever posts still sees it");
    }

    async fn a_list_comes_with_the_mark_that_a_hello_says_of_it(world: &World) {
        let zheng = world.desk("zheng").await;
        let [wang, chen] = world.phones(["wang", "chen"]).await;
        assert_eq!(list(&wang, "").await.mark, None, "nothing is told");
        for title in ["一", "二", "三"] {
            post(world, &zheng, &notice(title)).await;
        }
        let first = list(&wang, "?limit=2").await;
        assert_eq!(first.mark, wang.hello(world).await.announcements);
        assert!(first.mark.is_some());
        let second = list(&wang, &format!("?limit=2&after={}", first.next.unwrap())).await;
        assert_eq!((second.announcements.len(), &second.mark), (1, &first.mark), "of the whole list, whatever the page");
        post(world, &zheng, &json!({"title": "四", "body": "b", "roles": ["collector"]})).await;
        assert_ne!(list(&wang, "").await.mark, first.mark);
        assert_eq!(list(&chen, "").await.mark, chen.hello(world).await.announcements, "to each their own");
        let posted: AnnouncementList = ok(zheng.get(&format!("{PATH}?posted=true")).await).await;
        assert_eq!(posted.mark, None, "what was posted is no list that a phone holds");
    }

    async fn one_that_is_taken_back_is_told_to_nobody_any_more(world: &World) {
        let (zheng, zhu, boss) = (world.desk("zheng").await, world.desk("zhu").await, world.desk("boss").await);
        let made = post(world, &zheng, &notice("发错了")).await;
        let whole = post(world, &boss, &notice("全市")).await;
        let [wang] = world.phones(["wang"]).await;
        let before = wang.hello(world).await.announcements.unwrap();
        let way = |id: &dyn std::fmt::Display| format!("{PATH}/{id}/withdraw");
        let by_wang = wang.request(reqwest::Method::POST, &way(&made.id)).send().await.unwrap();
        assert_eq!(refused(by_wang).await, (403, "not_allowed".to_owned()));
        for (desk, id) in [(&zhu, made.id.to_string()), (&zheng, whole.id.to_string()), (&zheng, "none".to_owned())] {
            assert_eq!(refused(desk.post(&way(&id), &json!(null)).await).await, (404, "not_found".to_owned()), "{id}");
        }
        for _ in 0..2 {
            assert_eq!(zheng.post(&way(&made.id), &json!(null)).await.status(), 204, "twice does no harm");
        }
        assert_eq!(heard(&wang).await, ["全市"]);
        assert_ne!(wang.hello(world).await.announcements.unwrap(), before);
        let posted: AnnouncementList = ok(zheng.get(&format!("{PATH}?posted=true")).await).await;
        assert!(posted.announcements[0].withdrawn_at.is_some());
        assert_eq!(world.count("select count(*) from audit where action = 'announcement_withdraw'").await, 1);
        assert_eq!(world.count("select count(*) from audit where action = 'announcement_post'").await, 2);
    }

    async fn who_has_read_one_counts_once_and_only_if_it_is_for_them(world: &World) {
        let zheng = world.desk("zheng").await;
        let made = post(world, &zheng, &json!({"title": "给采集员", "body": "b", "roles": ["collector"]})).await;
        let [wang, li, chen] = world.phones(["wang", "li", "chen"]).await;
        for phone in [&wang, &wang, &li, &chen] {
            say_read(phone, &[made.id.to_string()]).await;
        }
        let sun = world.desk("sun").await;
        assert_eq!(sun.post(&format!("{PATH}/read"), &json!({"ids": [made.id]})).await.status(), 204);
        let posted: AnnouncementList = ok(zheng.get(&format!("{PATH}?posted=true")).await).await;
        assert_eq!(posted.announcements[0].readers, Some(Readers { read: 2, of: 3 }), "Wang and Li of Wang, Li and Zhao");
        let list: AnnouncementList = ok(wang.request(reqwest::Method::GET, PATH).send().await.unwrap()).await;
        assert!(list.announcements[0].read, "another phone of the same person knows");
        let devices = "select count(*) from announcement_reads where device_id <> ''";
        assert_eq!(world.count(devices).await, 2);
        let many: Vec<_> = (0..501).map(|_| made.id).collect();
        assert_eq!(refused(sun.post(&format!("{PATH}/read"), &json!({"ids": many})).await).await.1, "bad_value");
        let whole = post(world, &world.desk("boss").await, &notice("全市")).await;
        let of = |list: AnnouncementList| list.announcements.into_iter().find(|one| one.id == whole.id).unwrap().readers;
        let all = of(ok(world.desk("boss").await.get(&format!("{PATH}?posted=true")).await).await).unwrap();
        assert_eq!(i64::try_from(all.of).unwrap(), world.count("select count(*) from accounts").await, "everybody's");
    }

    async fn two_phones_of_one_person_may_say_the_same_at_once(world: &World) {
        let zheng = world.desk("zheng").await;
        let mut ids = Vec::new();
        for number in 0..60 {
            ids.push(post(world, &zheng, &notice(&number.to_string())).await.id.to_string());
        }
        let [one, other] = world.phones(["wang", "wang"]).await;
        let backwards: Vec<String> = ids.iter().rev().cloned().collect();
        tokio::join!(say_read(&one, &ids), say_read(&other, &backwards));
        assert_eq!(world.count("select count(*) from announcement_reads").await, 60);
    }

    async fn who_is_no_longer_told_does_not_count_as_having_read(world: &World) {
        let zheng = world.desk("zheng").await;
        let made = post(world, &zheng, &json!({"title": "给采集员", "body": "b", "roles": ["collector"]})).await;
        let [wang, li] = world.phones(["wang", "li"]).await;
        for phone in [&wang, &li] {
            say_read(phone, &[made.id.to_string()]).await;
        }
        let mut tx = world.app.db.write().await.unwrap();
        let mut gone = server::accounts::actions::find(&mut tx, wang.account).await.unwrap().unwrap();
        gone.disabled = true;
        let by = shared::account::Actor::System { rule: "test".to_owned() };
        server::accounts::actions::change(&world.app, &mut tx, &gone, &by).await.unwrap();
        tx.commit().await.unwrap();
        let posted: AnnouncementList = ok(zheng.get(&format!("{PATH}?posted=true")).await).await;
        let readers = posted.announcements[0].readers;
        assert_eq!(readers, Some(Readers { read: 1, of: 2 }), "Zhao has not, and it must not look as if all had");
    }

    async fn a_mark_changes_for_those_whom_it_concerns_and_not_for_others(world: &World) {
        let zheng = world.desk("zheng").await;
        let [wang, han] = world.phones(["wang", "han"]).await;
        assert_eq!(wang.hello(world).await.announcements, None, "an old app hears what it always heard");
        post(world, &zheng, &notice("未央")).await;
        assert!(wang.hello(world).await.announcements.is_some());
        assert_eq!(han.hello(world).await.announcements, None, "Han walks elsewhere");
        // Phones follow changes of cases and tasks as before: what a desk tells is none.
        let pulled = world.phones(["zhu"]).await[0].pull("").await;
        assert!(pulled.changes.is_empty(), "{:?}", pulled.changes);
        let pulled = world.phones(["zheng"]).await[0].pull("").await;
        assert!(pulled.changes.is_empty(), "{:?}", pulled.changes);
    }
}
