//! What a phone follows.

use server::catalogue::actions as packs;
use shared::grid::boundaries::{Boundaries, Remark};
use shared::ids::Sha256;
use shared::sync::delta;

use crate::harness::city::{WEIYANG, at};
use crate::harness::on_both_engines;

on_both_engines! {
    async fn a_cursor_goes_on_where_it_stood_and_shows_ones_own_rows_only(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let first = wang.reports(world, at(0.5, 0.5)).await;
        let page = wang.pull("").await;
        assert_eq!(page.changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>(), [first.to_string()]);
        assert!(!page.more);
        // Not where he walks: what he sees of the cases there has a test of its own.
        li.reports(world, at(3.5, 1.5)).await;
        let quiet = wang.pull(&page.cursor).await;
        assert!(quiet.changes.is_empty(), "another's case is not his business");
        let second = wang.reports(world, at(4.5, 0.5)).await;
        let next = wang.pull(&quiet.cursor).await;
        assert_eq!(next.changes[0].id, second.to_string(), "also from another area");
        let again = wang.pull(&page.cursor).await;
        assert_eq!(again.changes, next.changes, "a page can be asked for again");
        let stolen = li.pull(&next.cursor).await;
        let own = stolen.changes.iter().filter(|change| change.entity == "case").count();
        assert_eq!(own, 1, "another account's cursor begins anew");
    }

    async fn long_histories_come_in_pages_without_a_gap(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let mut made = std::collections::BTreeSet::new();
        for batch in 0..12 {
            let mut envelopes = Vec::new();
            for _ in 0..50 {
                let (report, _) = wang.report(world, at(0.5, 0.5 + f64::from(batch % 4)));
                made.insert(report.case.to_string());
                envelopes.push(wang.envelope(world, shared::sync::operation::Act::Report(report)));
            }
            assert!(wang.push(&envelopes).await.iter().all(|outcome| outcome.code.is_none()));
        }
        let (mut seen, mut cursor, mut pages) = (std::collections::BTreeSet::new(), String::new(), 0);
        loop {
            let page = wang.pull(&cursor).await;
            seen.extend(page.changes.into_iter().map(|change| change.id));
            cursor = page.cursor;
            pages += 1;
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, made);
        assert_eq!(pages, 2);
    }

    async fn a_supervisor_follows_the_whole_area(world: &World) {
        let [mut wang, mut chen, zheng] = world.phones(["wang", "chen", "zheng"]).await;
        let own = wang.reports(world, at(0.5, 0.5)).await;
        chen.reports(world, at(4.5, 0.5)).await;
        let page = zheng.pull("").await;
        assert_eq!(page.changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>(), [own.to_string()]);
    }

    async fn a_phone_that_holds_the_last_pack_gets_the_steps_to_the_next(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let hash = world.app.city().boundaries_hash(&WEIYANG.parse().unwrap()).unwrap().clone();
        let mut town = packs::boundaries(&mut world.app.db.read().await.unwrap(), &hash).await.unwrap().unwrap();
        let remark = |n: i32| Remark {
            point: at(f64::from(n % 40) / 10.0, f64::from(n % 39) / 10.0),
            layers: vec!["sanitation".parse().unwrap()],
            text: format!("第 {n} 处：以路缘石为界，{}号井盖归市政", n * 7 % 1_000),
            agreed_owner: None,
            document_ref: None,
        };
        town.remarks = (0..800).map(remark).collect();
        let first = put(world, &town).await;
        town.remarks.push(remark(2_000));
        let second = put(world, &town).await;
        let get = async |path: String| {
            let reply = wang.request(reqwest::Method::GET, &path).send().await.unwrap();
            assert_eq!(reply.status(), 200);
            let kind = reply.headers()["content-type"].to_str().unwrap().to_owned();
            (kind, reply.bytes().await.unwrap().to_vec())
        };
        let (_, old) = get(format!("/api/v1/packs/{first}")).await;
        let (_, new) = get(format!("/api/v1/packs/{second}")).await;
        for _ in 0..2 {
            let (kind, steps) = get(format!("/api/v1/packs/{second}?from={first}")).await;
            assert_eq!(kind, delta::MEDIA_TYPE);
            assert!(steps.len() * 10 < new.len(), "{} bytes of steps to a pack of {}", steps.len(), new.len());
            assert_eq!(delta::apply(&old, &steps).unwrap(), new);
        }
        let unknown = Sha256::of(b"never seen");
        let (kind, whole) = get(format!("/api/v1/packs/{second}?from={unknown}")).await;
        assert_eq!((kind.as_str(), whole), ("application/octet-stream", new), "from nothing it comes whole");
    }
}

/// Puts boundaries in force and returns their pack's hash.
async fn put(world: &crate::harness::World, town: &Boundaries) -> Sha256 {
    let mut tx = world.app.db.write().await.unwrap();
    let pack = packs::put_boundaries(&mut tx, town, world.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    world.app.refresh().await.unwrap();
    pack.hash
}
