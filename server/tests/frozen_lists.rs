//! How many cases are in a version of a month, and the list of exactly these.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use server::months::freeze::turn;
use shared::api::assessment::{MonthVersion, VersionCases};
use shared::assessment::Counter;
use shared::ids::CaseId;

use crate::harness::city::{WEIYANG, WEST};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, on_both_engines};
use crate::months::{CASES, NOVEMBER, November, RESTED, frozen_rows, sees, until};

async fn list(desk: &Desk, query: &str) -> VersionCases {
    ok(desk.get(&format!("{NOVEMBER}/1/cases?{query}")).await).await
}

fn ids(list: &VersionCases) -> BTreeSet<CaseId> {
    list.cases.iter().map(|case| case.id).collect()
}

on_both_engines! {
    async fn the_number_of_cases_in_a_version_opens_exactly_these(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        turn(&world.app).await.unwrap();
        let eva = world.desk("eva").await;
        let version = sees(&eva).await.remove(0);
        let rows = frozen_rows(world, 1).await;

        let nobody = world.http.get(format!("{}{NOVEMBER}/1/cases", world.base)).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        for path in ["cases", "cases/export"] {
            let reply = world.desk("wang").await.get(&format!("{NOVEMBER}/1/{path}")).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "a collector sees no assessment");
            let reply = world.desk("zheng").await.get(&format!("{NOVEMBER}/1/{path}")).await;
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "it is not published");
            for version in ["9", "0", "first"] {
                let reply = eva.get(&format!("{NOVEMBER}/{version}/{path}")).await;
                assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "{version}");
            }
            let reply = eva.get(&format!("/api/v1/assessment/months/2026-13/versions/1/{path}")).await;
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()));
        }
        for bad in ["after=soon", "limit=many"] {
            let reply = eva.get(&format!("{NOVEMBER}/1/cases?{bad}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{bad}");
        }

        let all = list(&eva, "").await;
        assert_eq!((all.total, version.cases, all.next.as_deref()), (CASES, CASES, None));
        assert_eq!((all.month.as_str(), all.version, all.published, all.at), ("2026-11", 1, false, version.at));
        assert_eq!(ids(&all), rows.keys().copied().collect());
        for case in &all.cases {
            let counted: Vec<Counter> =
                Counter::ALL.iter().copied().filter(|counter| rows[&case.id].counted.bits & counter.bit() != 0).collect();
            assert_eq!(case.counts, counted, "as it was frozen");
        }
        let (mut after, mut paged, mut pages) = (String::new(), BTreeSet::new(), 0);
        loop {
            let page = list(&eva, &format!("limit=2&after={after}")).await;
            assert_eq!(page.total, CASES);
            assert!(page.cases.iter().all(|case| paged.insert(case.id)), "none twice");
            pages += 1;
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!((pages, paged), (3, ids(&all)));
        let api: Value = ok(world.http.get(format!("{}/api/openapi.json", world.base)).send().await.unwrap()).await;
        crate::api::check(&api, "VersionCases", &ok::<Value>(eva.get(&format!("{NOVEMBER}/1/cases")).await).await);

        let text = eva.get(&format!("{NOVEMBER}/1/cases/export?format=csv&lang=en")).await.text().await.unwrap();
        assert_eq!(text.trim_end().lines().count() as u64, CASES + 1, "{text}");
        let workbook = eva.get(&format!("{NOVEMBER}/1/cases/export")).await.bytes().await.unwrap();
        assert!(workbook.starts_with(b"PK"));
        let taken = "select count(*) from audit where action = 'assessment_export' and detail like '5 rows: month=2026-11&version=1%'";
        assert_eq!(world.count(taken).await, 2);

        // Once it is published everybody sees how many of theirs are in it, and these.
        ok::<MonthVersion>(eva.post(&format!("{NOVEMBER}/1/publish"), &json!({"model": "jinniu"})).await).await;
        let of = |holds: &dyn Fn(&str, &str) -> bool| -> BTreeSet<CaseId> {
            rows.values().filter(|row| holds(&row.jurisdiction, &row.unit)).map(|row| row.case).collect()
        };
        for (user, expected) in [
            ("boss", of(&|_, _| true)),
            ("zheng", of(&|area, _| area == WEIYANG)),
            ("zhu", of(&|area, _| area != WEIYANG)),
            ("west", of(&|_, unit| unit == WEST)),
        ] {
            let desk = world.desk(user).await;
            let (told, list) = (sees(&desk).await.remove(0), list(&desk, "").await);
            assert_eq!((told.cases, list.total), (expected.len() as u64, expected.len() as u64), "{user}");
            assert_eq!(ids(&list), expected, "{user}");
        }
    }
}
