//! What somebody who walks a duty grid sees of the others' cases there.

use shared::case::Nearby;
use shared::sync::digest::{DigestAsk, Range, RowName};
use shared::sync::pull::{Change, NEARBY};

use crate::harness::city::{WEIYANG, at};
use crate::harness::desk::ok;
use crate::harness::{World, on_both_engines};

const DAY_MS: i64 = 24 * 3_600_000;

fn near(changes: &[Change]) -> Vec<Nearby> {
    let seen = changes.iter().filter(|change| change.entity == NEARBY).filter_map(|change| change.body.clone());
    seen.map(|body| serde_json::from_value(body).unwrap()).collect()
}

on_both_engines! {
    async fn a_neighbour_sees_what_and_where_and_no_names(world: &World) {
        let [mut wang, li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let page = li.pull("").await;
        let seen = near(&page.changes);
        assert_eq!(seen.iter().map(|one| one.id).collect::<Vec<_>>(), [case], "Li walks the same duty grid");
        assert_eq!(seen[0].at, at(0.5, 0.5));
        let text = serde_json::to_string(&page.changes).unwrap();
        let change = page.changes.iter().find(|change| change.entity == NEARBY).unwrap();
        let body = change.body.as_ref().unwrap().to_string();
        for secret in [wang.account.to_string(), wang.device.to_string(), "路边一堆垃圾".into(), "未央路".into()] {
            assert!(!body.contains(&secret), "{secret} is nobody else's business");
        }
        assert!(text.contains(NEARBY));
        assert!(near(&zhao.pull("").await.changes).is_empty(), "Zhao walks elsewhere");
        assert!(near(&wang.pull("").await.changes).is_empty(), "one's own case is no neighbour's");
    }

    async fn a_neighbour_hears_how_far_a_case_has_come(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let first = li.pull("").await;
        let before = near(&first.changes)[0].clone();
        world.desk("west").await.finish(case, 1).await;
        let second = li.pull(&first.cursor).await;
        let after = near(&second.changes)[0].clone();
        assert_ne!(after.state, before.state);
        assert!(after.version > before.version);
    }

    async fn after_thirty_days_a_case_is_no_longer_shown(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        world.clock.forward_ms(29 * DAY_MS);
        let li = crate::harness::Phone::sign_in_as(world, "li", li.device, li.key).await;
        assert_eq!(near(&li.pull("").await.changes).len(), 1);
        world.clock.forward_ms(2 * DAY_MS);
        let li = crate::harness::Phone::sign_in_as(world, "li", li.device, li.key).await;
        assert!(near(&li.pull("").await.changes).is_empty());
        assert_eq!(world.count("select count(*) from cases").await, 1, "it is still there for the desk");
    }

    async fn for_no_day_nothing_is_shown_not_even_what_came_today(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let before = wang.reports(world, at(0.5, 0.5)).await;
        assert_eq!(near(&li.pull("").await.changes).len(), 1);
        world.set(WEIYANG, |settings| settings.nearby_days = 0).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(case, 1).await;
        assert!(near(&li.pull("").await.changes).is_empty());
        let yesterday = world.app.clock.now().plus_ms(-DAY_MS);
        for near_since in [None, Some(yesterday)] {
            let names = [before, case].map(|id| RowName { entity: NEARBY.into(), id: id.to_string() });
            let range = Range { entity: NEARBY.into(), from: String::new(), to: String::new() };
            let ask = DigestAsk { near_since, fetch: names.to_vec(), lists: vec![range], ..DigestAsk::default() };
            let (reply, _) = li.digest(&ask).await;
            assert!(reply.rows.iter().all(|row| row.left && row.body.is_none()), "{reply:?}");
            assert!(reply.lists[0].rows.is_empty(), "what a phone still has it lets go of: {reply:?}");
        }
        assert_eq!(wang.pull("").await.changes.len(), 2, "one's own cases come as ever");
    }

    async fn own_and_neighbours_rows_come_in_one_order_without_a_gap(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (mut own, mut others) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for batch in 0..14 {
            let phone = if batch % 2 == 0 { &mut wang } else { &mut li };
            let mut envelopes = Vec::new();
            for _ in 0..45 {
                let (report, _) = phone.report(world, at(0.5, 0.5));
                if batch % 2 == 0 { own.insert(report.case.to_string()) } else { others.insert(report.case.to_string()) };
                envelopes.push(phone.envelope(world, shared::sync::operation::Act::Report(report)));
            }
            assert!(phone.push(&envelopes).await.iter().all(|outcome| outcome.code.is_none()));
        }
        let (mut cases, mut nearby) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        let (mut cursor, mut pages) = (String::new(), 0);
        loop {
            let page = wang.pull(&cursor).await;
            assert!(page.changes.len() <= 500);
            for change in page.changes {
                if change.entity == NEARBY { nearby.insert(change.id) } else { cases.insert(change.id) };
            }
            (cursor, pages) = (page.cursor, pages + 1);
            if !page.more {
                break;
            }
        }
        assert!(pages > 1);
        assert_eq!((cases, nearby), (own, others));
    }

    async fn knowing_a_neighbours_case_is_no_right_to_it(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        assert_eq!(near(&li.pull("").await.changes).len(), 1);
        let desk = world.desk("li").await;
        assert_eq!(desk.get(&format!("/api/v1/cases/{case}")).await.status(), 403);
        let file: shared::api::cases::CaseFile =
            ok(world.desk("boss").await.get(&format!("/api/v1/cases/{case}")).await).await;
        let photo = file.case.photos[0].working.clone();
        assert_eq!(desk.get(&format!("/api/v1/media/{photo}")).await.status(), 404);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_city_may_show_neighbours_cases_for_another_time() {
    use server::catalogue::actions as packs;
    let world = World::on_sqlite().await;
    let [mut wang, li] = world.phones(["wang", "li"]).await;
    wang.reports(&world, at(0.5, 0.5)).await;
    let area = world.app.city().jurisdiction(&"610112".parse().unwrap()).unwrap().clone();
    let settings = shared::settings::Settings { nearby_days: 3, ..area.settings.clone() };
    let mut tx = world.app.db.write().await.unwrap();
    let changed = server::catalogue::bodies::Jurisdiction { settings, ..area };
    packs::put_jurisdiction(&mut tx, &changed, world.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    world.app.refresh().await.unwrap();
    world.clock.forward_ms(5 * DAY_MS);
    let li = crate::harness::Phone::sign_in_as(&world, "li", li.device, li.key).await;
    assert!(near(&li.pull("").await.changes).is_empty());
    world.stop().await;
}
