//! What a phone follows.

use crate::harness::city::at;
use crate::harness::on_both_engines;

on_both_engines! {
    async fn a_cursor_goes_on_where_it_stood_and_shows_ones_own_rows_only(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let first = wang.reports(world, at(0.5, 0.5)).await;
        let page = wang.pull("").await;
        assert_eq!(page.changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>(), [first.to_string()]);
        assert!(!page.more);
        li.reports(world, at(0.5, 1.5)).await;
        let quiet = wang.pull(&page.cursor).await;
        assert!(quiet.changes.is_empty(), "another's case is not his business");
        let second = wang.reports(world, at(4.5, 0.5)).await;
        let next = wang.pull(&quiet.cursor).await;
        assert_eq!(next.changes[0].id, second.to_string(), "also from another area");
        let again = wang.pull(&page.cursor).await;
        assert_eq!(again.changes, next.changes, "a page can be asked for again");
        let stolen = li.pull(&next.cursor).await;
        assert_eq!(stolen.changes.len(), 1, "another account's cursor begins anew");
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
}
