//! Behind each number of the figures are exactly its cases: page by page as many as it says, and of nobody else's.

use std::collections::BTreeSet;

use shared::api::figures::{FigureCases, Grouping};
use shared::case::Case;
use shared::figures::Figures;
use shared::figures::figure::CaseFigure;

use crate::figures::{BOTH_DAYS, asks, key, story};
use crate::harness::city::{BEILIN, NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, on_both_engines};

const PATH: &str = "/api/v1/figures/cases";
/// So few on a page that the larger numbers have several.
const ON_A_PAGE: usize = 4;

async fn page(desk: &Desk, query: &str) -> FigureCases {
    ok(desk.get(&format!("{PATH}?{BOTH_DAYS}&{query}")).await).await
}

/// Reads the list behind a number, page by page, and holds it against the number.
async fn check(desk: &Desk, by: Grouping, of: Option<&str>, figure: CaseFigure, number: u64) {
    let row = of.map(|key| format!("&key={key}")).unwrap_or_default();
    let query = format!("by={}{row}&figure={}", by.as_str(), figure.as_str());
    let (mut after, mut found) = (String::new(), Vec::<Case>::new());
    loop {
        let page = page(desk, &format!("{query}&limit={ON_A_PAGE}&after={after}")).await;
        assert_eq!((page.list.total, page.list.total_capped), (number, false), "{query}");
        assert_eq!((page.figure, page.by, page.key.as_deref()), (figure, by, of), "{query}");
        assert!(page.list.cases.len() <= ON_A_PAGE, "{query}");
        for case in &page.list.cases {
            assert_eq!(figure.of(&Figures::of(case, page.at)), 1, "{query}: {case:?} does not count");
            assert!(of.is_none_or(|of| key(case, by) == of), "{query}: {case:?} is another row's");
            assert!(page.list.names.contains_key(&case.id), "{query}: a list asks for no more names");
        }
        found.extend(page.list.cases);
        match page.list.next {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(found.len() as u64, number, "{query}");
    let ids: BTreeSet<_> = found.iter().map(|case| case.id).collect();
    assert_eq!(ids.len(), found.len(), "{query}: none twice");
    let is_later = |pair: &[Case]| (pair[0].reported_at, pair[0].id) > (pair[1].reported_at, pair[1].id);
    assert!(found.windows(2).all(is_later), "{query}: what was reported last comes first");
}

/// Every number of a table.
async fn check_all(desk: &Desk, by: Grouping) {
    let table = asks(desk, by, BOTH_DAYS).await;
    for figure in CaseFigure::ALL {
        check(desk, by, None, *figure, figure.of(&table.total)).await;
        for row in &table.rows {
            check(desk, by, Some(row.key.as_str()), *figure, figure.of(&row.figures)).await;
        }
    }
}

on_both_engines! {
    async fn every_number_of_every_row_opens_exactly_its_cases(world: &World) {
        story(world).await;
        let boss = world.desk("boss").await;
        let total = asks(&boss, Grouping::Unit, BOTH_DAYS).await.total;
        assert!(CaseFigure::ALL.iter().all(|figure| figure.of(&total) > 0), "every figure has a case: {total:?}");
        for by in Grouping::ALL {
            check_all(&boss, *by).await;
        }
        for user in ["zheng", "zhu", "west"] {
            check_all(&world.desk(user).await, Grouping::Unit).await;
        }
        let list = page(&boss, &format!("by=unit&key={WEST}&figure=reported")).await;
        assert_eq!((list.name.as_str(), list.zone.as_str()), ("单位 610112-HW-1", "Asia/Shanghai"));
        assert_eq!((list.from.to_string(), list.to.to_string()), ("2026-11-23".to_owned(), "2026-11-24".to_owned()));
    }

    async fn a_page_that_is_full_to_the_last_case_is_the_last(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let mut ids = BTreeSet::new();
        for minute in 0..4 {
            ids.insert(wang.reports(world, at(0.5, 0.5)).await);
            // Two of each moment.
            world.clock.forward_ms(60_000 * (minute % 2));
        }
        let zheng = world.desk("zheng").await;
        let whole = page(&zheng, "figure=reported&limit=4").await.list;
        assert_eq!((whole.cases.len(), whole.next, whole.total), (4, None, 4));
        let first = page(&zheng, "figure=reported&limit=3").await.list;
        let after = first.next.unwrap();
        wang.reports(world, at(0.5, 0.5)).await;
        let second = page(&zheng, &format!("figure=reported&limit=3&after={after}")).await.list;
        assert_eq!((second.cases.len(), second.next, second.total), (1, None, 5), "what came on top moves no page");
        let seen: BTreeSet<_> = first.cases.iter().chain(&second.cases).map(|case| case.id).collect();
        assert_eq!(seen, ids);
    }

    async fn a_list_shows_no_more_than_its_number(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let here = wang.reports(world, at(0.5, 0.5)).await;
        let there = chen.reports(world, at(4.5, 0.5)).await;
        let nobody = world.http.get(format!("{}{PATH}?figure=reported", world.base)).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        for query in ["figure=reported", "figure=odd", ""] {
            let reply = world.desk("wang").await.get(&format!("{PATH}?{query}")).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{query}");
        }
        for (user, own, other) in [("zheng", here, BEILIN), ("zhu", there, WEIYANG)] {
            let desk = world.desk(user).await;
            let list = page(&desk, "figure=reported").await.list;
            assert_eq!(list.cases.iter().map(|case| case.id).collect::<Vec<_>>(), [own], "{user}");
            let list = page(&desk, &format!("by=jurisdiction&key={other}&figure=reported")).await.list;
            assert_eq!((list.total, list.cases.len()), (0, 0), "{user} of another's row");
        }
        let north = world.desk("north").await;
        for row in [String::new(), format!("&key={WEST}"), format!("&key={NORTH}"), "&key=".to_owned()] {
            let list = page(&north, &format!("by=unit{row}&figure=reported")).await.list;
            assert_eq!((list.total, list.cases.len()), (0, 0), "a unit that has nothing, {row}");
        }
        world.set(WEIYANG, |settings| settings.training = false).await;
        let zheng = world.desk("zheng").await;
        assert_eq!(page(&zheng, "figure=reported").await.list.total, 0, "it was only practised");
        let boss = world.desk("boss").await;
        let reported = asks(&boss, Grouping::Unit, BOTH_DAYS).await.total.reported;
        assert_eq!(page(&boss, "figure=reported").await.list.total, reported);
    }

    async fn what_names_no_number_is_refused(world: &World) {
        let zheng = world.desk("zheng").await;
        for query in [
            "",
            "figure=",
            "figure=closed",
            "figure=dispatch_accuracy",
            "figure=reported&by=street",
            "figure=reported&key=610112",
            "figure=reported&by=jurisdiction&key=",
            "figure=reported&by=division&key=610112-HW-1",
            "figure=reported&by=unit&key=%E4%B8%80",
            "figure=reported&by=unit&key=a%00",
            "figure=reported&after=17",
            "figure=reported&after=soon.0190f000-0000-7000-8000-0000000000aa",
            "figure=reported&limit=many",
            "figure=reported&from=2026-11-24&to=2026-11-23",
        ] {
            let reply = zheng.get(&format!("{PATH}?{query}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{query}");
        }
    }
}
