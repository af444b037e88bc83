//! What waits at a desk, and one action on many cases.

use serde_json::{Value, json};
use server::catalogue::actions as packs;
use shared::account::Role;
use shared::api::cases::CaseList;
use shared::api::work::{ActedMany, QueueFacts, Surroundings, Work};
use shared::case::rules::Level;
use shared::case::{Queue, State};
use shared::grid::boundaries::Remark;
use shared::ids::CaseId;
use shared::refusal::Code;
use shared::settings::Automatic;
use uuid::Uuid;

use crate::harness::city::{NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};

const MINUTE: i64 = 60_000;

async fn work(desk: &Desk) -> Work {
    ok(desk.get("/api/v1/work").await).await
}

async fn queue(desk: &Desk, queue: Queue) -> QueueFacts {
    work(desk).await.queues.into_iter().find(|facts| facts.queue == queue).unwrap()
}

async fn listed(desk: &Desk, queue: Queue) -> Vec<CaseId> {
    let list: CaseList = ok(desk.get(&format!("/api/v1/work/{}", queue.as_str())).await).await;
    assert_eq!(list.total, list.cases.len() as u64);
    list.cases.iter().map(|case| case.id).collect()
}

/// Writes one action on cases, each as it is now.
async fn batch(desk: &Desk, cases: &[CaseId], action: &Value) -> Value {
    let mut seen = Vec::new();
    for id in cases {
        seen.push(json!({"case": id, "base": desk.case(*id).await.case.version}));
    }
    json!({"id": Uuid::new_v4(), "cases": seen, "action": action})
}

async fn act(desk: &Desk, batch: &Value) -> ActedMany {
    ok(desk.post("/api/v1/cases/actions", batch).await).await
}

fn codes(acted: &ActedMany) -> Vec<Option<Code>> {
    acted.outcomes.iter().map(|outcome| outcome.code).collect()
}

async fn by_hand(world: &World) {
    world.set(WEIYANG, |settings| settings.automatic = Automatic::default()).await;
}

on_both_engines! {
    async fn a_desk_sees_its_own_queues_the_most_urgent_first_and_what_is_late(world: &World) {
        by_hand(world).await;
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let mut made = Vec::new();
        for _ in 0..3 {
            made.push(wang.reports(world, at(0.5, 0.5)).await);
            world.clock.forward_ms(MINUTE);
        }
        chen.reports(world, at(4.5, 0.5)).await;
        let (sun, zhou, zheng) = (world.desk("sun").await, world.desk("zhou").await, world.desk("zheng").await);
        let nobody = world.http.get(format!("{}/api/v1/work", world.base)).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(world.desk("wang").await.get("/api/v1/work").await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(zheng.get("/api/v1/work/accept").await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(sun.get("/api/v1/work/file").await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(sun.get("/api/v1/work/lost").await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(sun.get("/api/v1/work/accept?before=soon").await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(sun.get("/api/v1/work/accept?limit=many").await).await, (400, "bad_value".to_owned()));
        assert_eq!(work(&zheng).await, Work::default(), "who has no desk has no queue");
        let queues: Vec<Queue> = work(&sun).await.queues.iter().map(|facts| facts.queue).collect();
        assert_eq!(queues, Queue::of(Role::Acceptor));
        let waits = queue(&sun, Queue::Accept).await;
        assert_eq!((waits.count, waits.overdue, waits.elsewhere), (3, 0, None), "the other town's is not among them");
        assert!(waits.oldest.is_some());
        assert_eq!(listed(&sun, Queue::Accept).await, made);
        let page: CaseList = ok(sun.get("/api/v1/work/accept?limit=2").await).await;
        assert_eq!((page.cases.len(), page.total), (2, 3));
        let rest: CaseList = ok(sun.get(&format!("/api/v1/work/accept?limit=2&before={}", page.next.unwrap())).await).await;
        assert_eq!((rest.cases[0].id, rest.next), (made[2], None));
        assert_eq!(rest.names[&made[2]].reporter, "wang先生");
        world.clock.forward_ms(20 * MINUTE);
        assert_eq!(queue(&sun, Queue::Accept).await.overdue, 3, "fifteen minutes are over");
        ok::<Value>(sun.act(made[1], &json!({"action": "accept"})).await).await;
        assert_eq!(listed(&sun, Queue::Accept).await, [made[0], made[2]]);
        assert_eq!(listed(&zhou, Queue::File).await, [made[1]]);
    }

    async fn a_step_of_the_other_level_leaves_the_queue_empty_and_says_so(world: &World) {
        by_hand(world).await;
        world.set(WEIYANG, |settings| settings.rules.desks.accept = Level::City).await;
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let facts = queue(&world.desk("sun").await, Queue::Accept).await;
        assert_eq!((facts.count, facts.elsewhere), (0, Some(Level::City)));
    }

    async fn what_a_unit_asks_for_waits_with_the_dispatcher_until_it_is_decided(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let gap = wang.reports(world, at(2.5, 0.5)).await;
        let (wu, west, zhou) = (world.desk("wu").await, world.desk("west").await, world.desk("zhou").await);
        assert_eq!(listed(&wu, Queue::Dispatch).await, [gap]);
        assert_eq!(listed(&west, Queue::InHand).await, [case]);
        assert_eq!(queue(&world.desk("north").await, Queue::InHand).await.count, 0);
        ok::<Value>(west.act(case, &json!({"action": "apply_extend", "reason": "材料未到"})).await).await;
        assert_eq!(listed(&wu, Queue::Requests).await, [case]);
        assert!(queue(&wu, Queue::Requests).await.oldest.is_some());
        ok::<Value>(wu.act(case, &json!({"action": "approve_extend"})).await).await;
        assert!(listed(&wu, Queue::Requests).await.is_empty());
        ok::<Value>(west.act(case, &json!({"action": "apply_extend", "reason": "还差"})).await).await;
        ok::<Value>(zhou.act(case, &json!({"action": "supervise", "kind": "important", "requirement": "今天清完"})).await).await;
        assert_eq!(listed(&west, Queue::Orders).await, [case]);
        ok::<Value>(west.act(case, &json!({"action": "return", "reason": "不归我们管"})).await).await;
        assert_eq!((listed(&wu, Queue::Requests).await, listed(&wu, Queue::Returned).await), (vec![], vec![case]));
        assert!(listed(&west, Queue::Orders).await.is_empty());
    }

    async fn rows_from_before_get_their_queue_at_the_next_start(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query("update cases set desk_queue = '?', desk_due_ms = 0").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let sun = world.desk("sun").await;
        assert_eq!(queue(&sun, Queue::Accept).await.count, 0);
        server::db::waits::ensure(&world.app.db).await.unwrap();
        assert_eq!((listed(&sun, Queue::Accept).await, queue(&sun, Queue::Accept).await.overdue), (vec![case], 0));
    }

    async fn one_action_on_many_cases_does_what_can_be_done_and_says_why_the_rest_was_not(world: &World) {
        by_hand(world).await;
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let mut mine = Vec::new();
        for _ in 0..4 {
            mine.push(wang.reports(world, at(0.5, 0.5)).await);
        }
        let foreign = chen.reports(world, at(4.5, 0.5)).await;
        let (sun, boss) = (world.desk("sun").await, world.desk("boss").await);
        let mut accept = batch(&boss, &[mine[0], mine[1], mine[2], foreign], &json!({"action": "accept"})).await;
        let unseen = json!({"case": mine[3]});
        accept["cases"].as_array_mut().unwrap().push(unseen);
        let nobody = world.http.post(format!("{}/api/v1/cases/actions", world.base)).json(&accept).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(world.desk("zheng").await.post("/api/v1/cases/actions", &accept).await).await, (403, "not_allowed".to_owned()));
        ok::<Value>(sun.act(mine[1], &json!({"action": "reject", "reason": "重复"})).await).await;
        ok::<Value>(sun.act(mine[2], &json!({"action": "send_verify"})).await).await;
        let before = world.count("select count(*) from audit where action = 'accept'").await;
        let acted = act(&sun, &accept).await;
        let expected = [None, Some(Code::MovedOn), Some(Code::MovedOn), Some(Code::NotFound), None];
        assert_eq!(codes(&acted), expected);
        assert_eq!((acted.outcomes[0].state, acted.outcomes[1].state), (Some(State::ToFile), None));
        assert!(acted.outcomes[1].detail.is_some());
        assert_eq!(sun.case(mine[2]).await.case.state, State::Verifying, "a refusal changes nothing");
        let fresh = batch(&sun, &[mine[1], mine[2]], &json!({"action": "accept"})).await;
        assert_eq!(codes(&act(&sun, &fresh).await), [Some(Code::NotFromHere); 2], "seen as they are, the rule speaks");
        let version = sun.case(mine[0]).await.case.version;
        assert_eq!(act(&sun, &accept).await, acted, "the same again is answered the same");
        assert_eq!(sun.case(mine[0]).await.case.version, version);
        assert_eq!(world.count("select count(*) from audit where action = 'accept'").await, before + 2);
        assert_eq!(world.count("select count(*) from audit where action = 'act_many'").await, 2, "one row a request");
        let mut other = accept.clone();
        other["action"] = json!({"action": "reject", "reason": "重复"});
        assert_eq!(refused(sun.post("/api/v1/cases/actions", &other).await).await, (409, "operation_changed".to_owned()));
    }

    async fn what_was_done_and_is_not_known_any_more_is_not_done_twice(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let (first, second) = (wang.reports(world, at(0.5, 0.5)).await, wang.reports(world, at(0.5, 0.5)).await);
        let sun = world.desk("sun").await;
        let accept = batch(&sun, &[first, second], &json!({"action": "accept"})).await;
        act(&sun, &accept).await;
        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query("delete from desk_batch_cases where case_id = $1").bind(second.to_string()).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let again = act(&sun, &accept).await;
        assert_eq!(codes(&again), [None, Some(Code::MovedOn)], "judged as it is now, not done blindly");
        assert_eq!(sun.case(second).await.flow.len(), sun.case(first).await.flow.len());
    }

    async fn what_cannot_be_done_to_many_is_said_before_anything_is_done(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let (west, wu) = (world.desk("west").await, world.desk("wu").await);
        let post = async |desk: &Desk, cases: Value, action: Value| {
            let body = json!({"id": Uuid::new_v4(), "cases": cases, "action": action});
            refused(desk.post("/api/v1/cases/actions", &body).await).await
        };
        let bad = (400, "bad_value".to_owned());
        let pass = json!({"action": "review_pass"});
        assert_eq!(post(&wu, json!([]), pass.clone()).await, bad);
        assert_eq!(post(&wu, json!([{"case": case}, {"case": case}]), pass.clone()).await, bad);
        let many: Vec<Value> = (0..201).map(|_| json!({"case": Uuid::new_v4()})).collect();
        assert_eq!(post(&wu, json!(many), pass).await, bad);
        let finish = json!({"action": "finish", "photos": []});
        assert_eq!(post(&west, json!([{"case": case}]), finish).await, bad);
        assert_eq!(post(&wu, json!([{"case": case}]), json!({"action": "explode"})).await, (400, "bad_request".to_owned()));
        assert_eq!(post(&wu, json!([{"case": case}]), json!({"action": "mark_overdue"})).await, (403, "not_allowed".to_owned()));
        assert_eq!(world.count("select count(*) from desk_batches").await, 0);
    }

    async fn a_task_is_drawn_for_each_of_many(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let cases = [wang.reports(world, at(0.5, 0.5)).await, wang.reports(world, at(0.5, 0.5)).await];
        let sun = world.desk("sun").await;
        let acted = act(&sun, &batch(&sun, &cases, &json!({"action": "send_verify"})).await).await;
        assert!(acted.outcomes.iter().all(|outcome| outcome.state == Some(State::Verifying)), "{acted:?}");
        assert_ne!(sun.case(cases[0]).await.tasks[0].id, sun.case(cases[1]).await.tasks[0].id);
    }

    async fn around_a_case_lie_the_areas_of_its_layer_and_those_that_hold_it_are_candidates(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let (plain, overlap) = (wang.reports(world, at(0.5, 0.5)).await, wang.reports(world, at(1.5, 2.5)).await);
        let foreign = chen.reports(world, at(4.5, 0.5)).await;
        let wu = world.desk("wu").await;
        let path = |id: CaseId| format!("/api/v1/cases/{id}/surroundings");
        assert_eq!(refused(wu.get(&path(foreign)).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(wu.get("/api/v1/cases/none/surroundings").await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(world.desk("wang").await.get(&path(plain)).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(world.desk("north").await.get(&path(plain)).await).await, (404, "not_found".to_owned()));
        for (case, expected) in [(plain, vec![WEST]), (overlap, vec![WEST, NORTH])] {
            let around: Surroundings = ok(wu.get(&path(case)).await).await;
            let candidates: Vec<&str> =
                around.areas.iter().filter(|area| area.is_candidate).map(|area| area.unit.as_str()).collect();
            assert_eq!(candidates, expected);
            assert_eq!(around.layer_name, "环卫保洁");
            assert!(around.areas.iter().flat_map(|area| &area.rings).all(|ring| ring.len() >= 3));
            let far = |corner: &shared::place::point::Point| corner.distance_m(around.place);
            let corners = around.areas.iter().flat_map(|area| area.rings.iter().flatten());
            assert!(corners.map(far).all(|metres| metres < around.reach_m * 2.2), "cut off at what is shown");
            assert_eq!(around.grids.iter().filter(|grid| grid.is_own).count(), 1);
        }
        let own: Surroundings = ok(world.desk("west").await.get(&path(plain)).await).await;
        assert_eq!(own.areas[0].unit.as_str(), WEST);
    }

    async fn what_was_agreed_near_by_is_told_with_who_takes_it(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(1.5, 2.5)).await;
        let hash = world.app.city().boundaries_hash(&WEIYANG.parse().unwrap()).unwrap().clone();
        let mut town = packs::boundaries(&mut world.app.db.read().await.unwrap(), &hash).await.unwrap().unwrap();
        let remark = |east: f64, layer: &str, text: &str| Remark {
            point: at(east, 2.5),
            layers: vec![layer.parse().unwrap()],
            text: text.to_owned(),
            agreed_owner: Some(NORTH.parse().unwrap()),
            document_ref: Some("会议纪要 7 号".to_owned()),
        };
        let sanitation = "sanitation";
        town.remarks = vec![remark(1.6, sanitation, "以路缘石为界"), remark(1.8, "lamps", "灯杆归市政"), remark(3.9, sanitation, "太远")];
        let mut tx = world.app.db.write().await.unwrap();
        packs::put_boundaries(&mut tx, &town, world.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        world.app.refresh().await.unwrap();
        let path = format!("/api/v1/cases/{case}/surroundings");
        let around: Surroundings = ok(world.desk("wu").await.get(&path).await).await;
        let told: Vec<(&str, bool)> = around.remarks.iter().map(|remark| (remark.text.as_str(), remark.is_of_layer)).collect();
        assert_eq!(told, [("以路缘石为界", true), ("灯杆归市政", false)], "the nearest first, and none from far away");
        assert!(around.remarks[0].distance_m < around.remarks[1].distance_m && around.remark_m == 100);
        assert_eq!(around.remarks[0].agreed_unit.as_ref().unwrap().as_str(), NORTH);
        assert_eq!(around.remarks[0].agreed_name, format!("单位 {NORTH}"));
    }
}
