//! What a desk sees and may do.

use serde_json::{Value, json};
use shared::api::cases::{UnitChoice, UnitName};
use shared::case::State;

use crate::harness::city::{NORTH, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::jpeg;
use crate::harness::{World, on_both_engines};

/// Puts copies of the only case beside it, each older than the one before.
async fn copies(world: &World, first: i64, last: i64) {
    let mut tx = world.app.db.write().await.unwrap();
    sqlx::query(
        "with recursive n (i) as (select $1 union all select i + 1 from n where i < $2) \
         insert into cases (id, jurisdiction_id, case_no, division, state, category, unit_id, grid, duty_grid, \
         received_at_ms, due_at_ms, open_due_ms, is_training, version, body, mark_a, mark_b, near_a, near_b) \
         select 'copy ' || i, jurisdiction_id, 'copy ' || i, division, state, category, unit_id, grid, duty_grid, \
         received_at_ms - i, due_at_ms, open_due_ms + i, is_training, version, body, mark_a, mark_b, near_a, near_b \
         from n cross join cases where case_no not like 'copy %'",
    )
    .bind(first)
    .bind(last)
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn each_desk_sees_its_own_cases_and_no_others(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let west = wang.reports(world, at(0.5, 0.5)).await;
        let beilin = chen.reports(world, at(4.5, 0.5)).await;
        for (user, expected) in [("boss", 2), ("zheng", 1), ("zhu", 1), ("west", 1), ("worker", 1), ("north", 0)] {
            let list = world.desk(user).await.cases("").await;
            assert_eq!((list.cases.len(), list.total), (expected, expected as u64), "{user}");
        }
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get(&format!("/api/v1/cases/{beilin}")).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(zheng.get("/api/v1/cases/not-an-id").await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(world.desk("wang").await.get("/api/v1/cases").await).await, (403, "not_allowed".to_owned()));
        assert_eq!(zheng.case(west).await.names.reporter, "wang先生");
    }

    async fn a_list_is_paged_and_searched(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let mut made = Vec::new();
        for _ in 0..5 {
            made.push(wang.reports(world, at(0.5, 0.5)).await);
            world.clock.forward_ms(1_000);
        }
        made.push(wang.reports(world, at(2.5, 0.5)).await);
        made.reverse();
        let zheng = world.desk("zheng").await;
        let (mut seen, mut before) = (Vec::new(), String::new());
        loop {
            let page = zheng.cases(&format!("?limit=4&before={before}")).await;
            assert_eq!(page.total, 6);
            seen.extend(page.cases.iter().map(|case| case.id));
            match page.next {
                Some(next) => before = next,
                None => break,
            }
        }
        assert_eq!(seen, made, "newest first, none twice, none left out");
        assert_eq!(zheng.cases("?state=to_dispatch").await.total, 1);
        assert_eq!(zheng.cases("?q=XA20261123000003").await.cases[0].case_no.as_ref().unwrap().as_str(), "XA20261123000003");
        assert_eq!(zheng.cases("?q=%E5%9E%83%E5%9C%BE").await.total, 6, "words of the note");
        assert_eq!(refused(zheng.get("/api/v1/cases?state=lost").await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(zheng.get("/api/v1/cases?limit=many").await).await, (400, "bad_value".to_owned()));
    }

    async fn a_work_list_begins_with_what_is_due_first_and_leaves_out_what_is_over(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let mut made = Vec::new();
        for _ in 0..4 {
            made.push(wang.reports(world, at(0.5, 0.5)).await);
            world.clock.forward_ms(60_000);
        }
        let waits = wang.reports(world, at(2.5, 0.5)).await;
        let (west, wu, zhou) = (world.desk("west").await, world.desk("wu").await, world.desk("zhou").await);
        assert_eq!(refused(west.get("/api/v1/cases?sort=oldest").await).await, (400, "bad_value".to_owned()));
        let newest = west.cases("?limit=1").await.next.unwrap();
        let foreign = west.get(&format!("/api/v1/cases?sort=due&before={newest}")).await;
        assert_eq!(refused(foreign).await, (400, "bad_value".to_owned()), "a place in another order is no place in this one");
        ok::<Value>(west.act(made[0], &json!({"action": "apply_extend", "reason": "材料未到"})).await).await;
        ok::<Value>(wu.act(made[0], &json!({"action": "approve_extend"})).await).await;
        ok::<Value>(zhou.act(made[2], &json!({"action": "void", "reason": "重复"})).await).await;
        let due = [made[1], made[3], made[0]];
        for (desk, expected) in [(&west, due.to_vec()), (&wu, [due.as_slice(), &[waits]].concat())] {
            let (mut seen, mut before) = (Vec::new(), String::new());
            loop {
                let page = desk.cases(&format!("?sort=due&limit=2&before={before}")).await;
                assert_eq!((page.total, page.total_capped), (expected.len() as u64, false));
                seen.extend(page.cases.iter().map(|case| case.id));
                match page.next {
                    Some(next) => before = next,
                    None => break,
                }
            }
            assert_eq!(seen, expected, "the lengthened one behind the others, and last what is with no unit yet");
        }
        let by_unit = wu.cases(&format!("?sort=due&unit={WEST}")).await;
        assert_eq!((by_unit.total, by_unit.cases[0].id), (3, made[1]));
        assert_eq!(world.desk("boss").await.cases("?sort=due").await.total, 4, "the whole city's");
        assert_eq!(wu.cases(&format!("?sort=due&unit={NORTH}")).await.total, 0);
        assert_eq!(wu.cases("?sort=due&state=to_dispatch").await.cases[0].id, waits);
        let open = wu.cases("?state=to_dispatch,handling").await;
        assert_eq!((open.total, open.cases[0].id), (4, waits), "open states, the newest first");
        assert_eq!(wu.cases("?state=handling,void").await.total, 4);
    }

    async fn a_list_counts_up_to_ten_thousand_and_then_says_that_there_are_more(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let west = world.desk("west").await;
        copies(world, 1, 9_999).await;
        for query in ["?limit=1", "?limit=1&sort=due", "?limit=1&state=handling"] {
            let list = west.cases(query).await;
            assert_eq!((list.total, list.total_capped), (10_000, false), "{query}");
        }
        copies(world, 10_000, 10_000).await;
        for user in ["west", "zheng", "boss"] {
            for query in ["?limit=1", "?limit=1&sort=due", "?limit=1&state=handling"] {
                let list = world.desk(user).await.cases(query).await;
                assert_eq!((list.total, list.total_capped), (10_000, true), "{user} {query}");
            }
        }
        assert_eq!(west.cases("?limit=1&q=XA20261123000001").await.total, 1);
    }

    async fn a_case_is_finished_only_by_its_unit_and_with_an_after_photo_of_its_own(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let (west, north, zheng) = (world.desk("west").await, world.desk("north").await, world.desk("zheng").await);
        let name = west.upload(&jpeg(50)).await;
        let finish = json!({"action": "finish", "note": "", "photos": [{"working": name, "role": "after"}]});
        assert_eq!(refused(north.act(id, &finish).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(zheng.act(id, &finish).await).await, (403, "not_allowed".to_owned()));
        let bare = json!({"action": "finish", "photos": []});
        assert_eq!(refused(west.act(id, &bare).await).await, (400, "photo_required".to_owned()));
        let foreign = json!({"action": "finish", "photos": [{"working": "a".repeat(64), "role": "after"}]});
        assert_eq!(refused(west.act(id, &foreign).await).await, (400, "photo_required".to_owned()));
        let text = west.upload(b"not a photo").await;
        let wrong = json!({"action": "finish", "photos": [{"working": text, "role": "after"}]});
        assert_eq!(refused(west.act(id, &wrong).await).await, (422, "not_a_photo".to_owned()));
        assert_eq!(zheng.case(id).await.case.state, State::Handling, "a refusal changes nothing");
        let unknown = west.act(id, &json!({"action": "explode"})).await;
        assert_eq!(refused(unknown).await, (400, "bad_request".to_owned()));
        ok::<Value>(west.act(id, &finish).await).await;
        assert_eq!(refused(west.act(id, &finish).await).await, (409, "not_from_here".to_owned()));
        let forged = json!({"action": "check_result", "task": uuid::Uuid::new_v4(), "result": "pass"});
        assert_eq!(refused(world.desk("sun").await.act(id, &forged).await).await, (403, "not_allowed".to_owned()));
    }

    async fn a_dispatcher_is_offered_the_units_of_the_place_before_the_others(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let plain = wang.reports(world, at(0.5, 0.5)).await;
        let (overlap, gap) = (wang.reports(world, at(1.5, 2.5)).await, wang.reports(world, at(2.5, 0.5)).await);
        let path = |id| format!("/api/v1/cases/{id}/units");
        let wu = world.desk("wu").await;
        assert_eq!(refused(wu.get(&path(uuid::Uuid::new_v4().to_string())).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(world.desk("zhu").await.get(&path(plain.to_string())).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(world.desk("zheng").await.get(&path(plain.to_string())).await).await, (403, "not_allowed".to_owned()));
        for (case, candidates, others) in [(plain, vec![WEST], vec![NORTH]), (overlap, vec![WEST, NORTH], vec![]), (gap, vec![], vec![WEST, NORTH])] {
            let choice: UnitChoice = ok(wu.get(&path(case.to_string())).await).await;
            let ids = |units: &[UnitName]| units.iter().map(|unit| unit.id.to_string()).collect::<Vec<_>>();
            assert_eq!((ids(&choice.candidates), ids(&choice.others)), (candidates.into_iter().map(str::to_owned).collect(), others.into_iter().map(str::to_owned).collect()), "the other town's unit is not offered");
        }
    }

    async fn the_board_shows_devices_of_ones_own_jurisdiction(world: &World) {
        let [mut wang, _chen] = world.phones(["wang", "chen"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let envelope = wang.envelope(world, shared::sync::operation::Act::Report(report));
        wang.push(&[envelope]).await;
        let board: Value = ok(world.desk("zheng").await.get("/api/v1/devices").await).await;
        let rows = board["devices"].as_array().unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((&rows[0]["user"], &rows[0]["photos_total"], &rows[0]["photos_received"]), (&json!("wang"), &json!(1), &json!(0)));
        assert_eq!(rows[0]["grids"], json!(["610112-Z0", "610112-Z1"]));
        let all: Value = ok(world.desk("chief").await.get("/api/v1/devices").await).await;
        assert_eq!(all["devices"].as_array().unwrap().len(), 2);
        assert_eq!(refused(world.desk("west").await.get("/api/v1/devices").await).await, (403, "not_allowed".to_owned()));
    }

    async fn the_audit_is_chained_and_a_changed_row_is_found(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        world.clock.forward_ms(120_000);
        server::jobs::chain_audit(&world.app).await.unwrap();
        let chained = world.count("select count(*) from audit_chain").await;
        assert_eq!(chained, world.count("select count(*) from audit").await);
        let mut reader = world.app.db.read().await.unwrap();
        assert_eq!(server::audit::verify(&mut reader).await.unwrap(), Vec::<String>::new());
        drop(reader);
        let mut tx = world.app.db.write().await.unwrap();
        let lifted = server::db::guards::lift(&mut tx).await.unwrap();
        sqlx::query("update audit set actor = 'somebody else' where action = 'report'").execute(&mut *tx).await.unwrap();
        server::db::guards::put_back(&mut tx, lifted).await.unwrap();
        tx.commit().await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        assert_eq!(server::audit::verify(&mut reader).await.unwrap().len(), 1);
    }
}
