//! The month's reckoning: what a case counts as at each step, sums that are those of the pure function, and behind each
//! number exactly its cases.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use server::assessment::asked::{From, Within};
use server::assessment::facts;
use server::assessment::row::Assessed;
use shared::api::assessment::{AssessedCases, AssessmentTable, Source};
use shared::api::cases::CaseFile;
use shared::assessment::{Basis, Counter, Facts, Subject};
use shared::case::{Case, State};
use shared::ids::CaseId;
use shared::settings::Automatic;
use shared::time::Instant;

use crate::assessed::{all_cases, summed};
use crate::harness::city::{BEILIN, NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, Phone, World, on_both_engines};

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// So long that every deadline of these stories lies in it.
const DAYS: &str = "from=2026-11-01&to=2027-08-31";
const PATH: &str = "/api/v1/assessment";

pub async fn acts(world: &World, user: &str, id: CaseId, action: Value) -> Case {
    ok::<CaseFile>(world.desk(user).await.act(id, &action).await).await.case
}

pub fn because(action: &str) -> Value {
    json!({"action": action, "reason": "现场情况"})
}

/// Nothing happens by itself in Weiyang.
pub async fn by_hand(world: &World) {
    world.set(WEIYANG, |settings| settings.automatic = Automatic { send_verify: false, ..Automatic::default() }).await;
}

/// A report that the desk accepted, filed and sent to the western unit.
pub async fn sent(world: &World, wang: &mut Phone) -> CaseId {
    let id = wang.reports(world, at(0.5, 0.5)).await;
    acts(world, "sun", id, json!({"action": "accept"})).await;
    acts(world, "zhou", id, json!({"action": "file", "condition_no": 1})).await;
    acts(world, "wu", id, json!({"action": "dispatch", "unit": WEST})).await;
    id
}

/// The unit finishes it, and the desk closes it without a check.
async fn closed(world: &World, id: CaseId, picture: u8) {
    acts(world, "west", id, json!({"action": "assign"})).await;
    world.desk("west").await.finish(id, picture).await;
    acts(world, "wu", id, json!({"action": "review_pass"})).await;
    acts(world, "sun", id, because("waive_check")).await;
    let case = acts(world, "zhou", id, json!({"action": "close"})).await;
    assert_eq!(case.state, State::Closed);
}

pub async fn table(desk: &Desk, query: &str) -> AssessmentTable {
    ok(desk.get(&format!("{PATH}?{DAYS}&{query}")).await).await
}

pub async fn list(desk: &Desk, query: &str) -> AssessedCases {
    ok(desk.get(&format!("{PATH}/cases?{DAYS}&{query}")).await).await
}

pub fn number(table: &AssessmentTable, basis: Basis, counter: Counter) -> u64 {
    table.total.get(&basis).map_or(0, |sums| sums.get(counter))
}

/// What the only case counts as by a basis.
async fn counts(world: &World, basis: Basis) -> BTreeSet<Counter> {
    let table = table(&world.desk("zheng").await, "by=unit").await;
    let found = table.total.get(&basis).map(|sums| sums.counts.clone()).unwrap_or_default();
    assert!(found.values().all(|count| *count == 1), "{found:?}");
    found.into_keys().collect()
}

#[track_caller]
fn check(found: &BTreeSet<Counter>, holds: &[Counter], holds_not: &[Counter]) {
    for counter in holds {
        assert!(found.contains(counter), "{counter:?} is missing: {found:?}");
    }
    for counter in holds_not {
        assert!(!found.contains(counter), "{counter:?} is counted: {found:?}");
    }
}

/// Asks for the list behind every number of a table, those that are nought too, and holds the one against the other.
pub async fn lists_are_their_numbers(desk: &Desk, by: Subject) {
    let table = table(desk, &format!("by={}", by.as_str())).await;
    for basis in Basis::ALL {
        for counter in Counter::ALL {
            let of_all = number(&table, *basis, *counter);
            let query = format!("by={}&basis={}&counter={}", by.as_str(), basis.as_str(), counter.as_str());
            let list = list(desk, &format!("{query}&limit=200")).await;
            assert_eq!((list.total, list.cases.len() as u64), (of_all, of_all), "{query}");
            assert!(list.cases.iter().all(|case| case.counts.contains(counter)), "{query}");
            assert_eq!((list.counter, list.basis, list.at), (*counter, *basis, table.at));
        }
    }
    for row in &table.rows {
        for (basis, sums) in &row.sums {
            for (counter, count) in &sums.counts {
                let query = format!("by={}&basis={}&counter={}", by.as_str(), basis.as_str(), counter.as_str());
                let list = list(desk, &format!("{query}&key={}", row.key)).await;
                assert_eq!((list.total, list.cases.len() as u64), (*count, *count), "{query} of {}", row.key);
            }
        }
    }
}

on_both_engines! {
    async fn who_sees_no_cases_sees_no_numbers_and_nobody_sees_anothers(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let paths = ["", "/cases?counter=report&basis=reported", "/cases/export?counter=report&basis=reported"];
        for path in paths {
            let nobody = world.http.get(format!("{}{PATH}{path}", world.base)).send().await.unwrap();
            assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()), "{path}");
            let reply = world.desk("wang").await.get(&format!("{PATH}{path}")).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{path}");
        }
        let here = wang.reports(world, at(0.5, 0.5)).await;
        let there = chen.reports(world, at(4.5, 0.5)).await;
        for (user, ids) in [("boss", vec![here, there]), ("zheng", vec![here]), ("zhu", vec![there]), ("west", vec![here]), ("north", vec![])] {
            let desk = world.desk(user).await;
            let table = table(&desk, "by=jurisdiction").await;
            assert_eq!(number(&table, Basis::Reported, Counter::Report), ids.len() as u64, "{user}");
            let list = list(&desk, "counter=report&basis=reported").await;
            let found: BTreeSet<CaseId> = list.cases.iter().map(|case| case.id).collect();
            assert_eq!((found, list.total), (ids.iter().copied().collect(), ids.len() as u64), "{user}");
        }
        for (user, narrowed) in [("zheng", format!("area={BEILIN}")), ("zhu", format!("area={WEIYANG}")), ("west", format!("unit={NORTH}"))] {
            let reply = world.desk(user).await.get(&format!("{PATH}?{narrowed}")).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user} {narrowed}");
        }
        let boss = world.desk("boss").await;
        assert_eq!(number(&table(&boss, &format!("area={BEILIN}")).await, Basis::Reported, Counter::Report), 1);
        assert_eq!(number(&table(&boss, &format!("unit={WEST}")).await, Basis::Reported, Counter::Report), 1);
        assert_eq!(number(&table(&boss, "area=XA").await, Basis::Reported, Counter::Report), 2, "the city is all of it");
    }

    async fn what_is_no_question_is_refused_by_its_name(world: &World) {
        let zheng = world.desk("zheng").await;
        for (query, name) in [
            ("by=weather", "by"),
            ("month=2026-13", "month"),
            ("month=2026-10&from=2026-10-01", "month"),
            ("from=soon", "from"),
            ("from=2026-11-24&to=2026-11-23", "from"),
            ("from=2025-01-01&to=2026-11-23", "from"),
            ("to=9999-12-31", "from"),
            ("area=nowhere", "area"),
            ("unit=nobody", "unit"),
            ("version=1", "version"),
            ("month=2026-10&version=0", "version"),
            ("month=2026-10&version=old", "version"),
        ] {
            let reply = zheng.get(&format!("{PATH}?{query}")).await;
            assert_eq!(reply.status(), 400, "{query}");
            let problem: Value = reply.json().await.unwrap();
            assert_eq!(problem["code"], "bad_value", "{query}");
            assert!(problem["detail"].as_str().unwrap().starts_with(name), "{query}: {problem}");
        }
        for query in [
            "basis=due",
            "counter=report",
            "counter=luck&basis=due",
            "counter=report&basis=monday",
            "counter=report&basis=due&key=a",
            "counter=report&basis=due&after=nowhere",
            "counter=report&basis=due&limit=many",
            "counter=report&basis=due&by=unit&key=%00",
        ] {
            let reply = zheng.get(&format!("{PATH}/cases?{query}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{query}");
        }
        for version in ["newest", "3"] {
            let reply = zheng.get(&format!("{PATH}?month=2026-10&version={version}")).await;
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "it was not frozen");
        }
    }

    async fn a_case_counts_as_what_it_has_come_to(world: &World) {
        use Counter as C;
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let reported = [C::Report, C::PatrolReport, C::ToArchive];
        check(&counts(world, Basis::Reported).await, &reported, &[C::PublicReport, C::Operate, C::Inst, C::ValidReport]);
        acts(world, "sun", id, json!({"action": "accept"})).await;
        check(&counts(world, Basis::Reported).await, &[C::Operate, C::IntimeOperate], &[C::NotOperate, C::Inst]);
        check(&counts(world, Basis::Filed).await, &[], &[C::Report]);
        acts(world, "zhou", id, json!({"action": "file", "condition_no": 1})).await;
        let filed = [C::Inst, C::IntimeInst, C::ValidReport, C::PatrolValidReport, C::NeedDispatch];
        check(&counts(world, Basis::Filed).await, &filed, &[C::Dispatch, C::NeedDispose]);
        check(&counts(world, Basis::Due).await, &[], &[C::Report]);
        acts(world, "wu", id, json!({"action": "dispatch", "unit": WEST})).await;
        let out = [C::Dispatch, C::IntimeDispatch, C::AccurDispatch, C::NeedDispose, C::ToDispose, C::IntimeToDispose];
        let not_yet = [C::Dispose, C::NeedArchive, C::OvertimeToDispose];
        check(&counts(world, Basis::Due).await, &out, &not_yet);
        acts(world, "west", id, json!({"action": "assign"})).await;
        world.desk("west").await.finish(id, 90).await;
        let handled = [C::Dispose, C::IntimeDispose, C::NeedArchive, C::ToArchive];
        check(&counts(world, Basis::Due).await, &handled, &[C::ToDispose, C::IntimeToDispose, C::OvertimeDispose, C::Archive]);
        acts(world, "wu", id, json!({"action": "review_pass"})).await;
        acts(world, "sun", id, because("waive_check")).await;
        acts(world, "zhou", id, json!({"action": "close"})).await;
        let over = [C::Archive, C::IntimeArchive, C::NeedArchive, C::Report, C::NeedDispose];
        check(&counts(world, Basis::Due).await, &over, &[C::ToArchive, C::OvertimeArchive, C::AppealUpheld]);
        let table = table(&world.desk("zheng").await, "by=unit").await;
        let row = &table.rows[0];
        assert_eq!((table.rows.len(), row.key.as_str(), row.name.as_str()), (1, WEST, "单位 610112-HW-1"));
        assert_eq!((table.source, table.by, table.zone.as_str()), (Source::Live, Subject::Unit, "Asia/Shanghai"));
        assert!(table.training, "in a training city it is all there is");
    }

    async fn behind_every_number_are_exactly_its_cases(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        acts(world, "sun", id, because("reject")).await;
        wang.reports(world, at(0.5, 1.5)).await;
        sent(world, &mut wang).await;
        let in_time = sent(world, &mut wang).await;
        closed(world, in_time, 91).await;
        let late = sent(world, &mut wang).await;
        let slow = sent(world, &mut wang).await;
        world.clock.forward_ms(20 * DAY_MS);
        closed(world, late, 92).await;
        let zheng = world.desk("zheng").await;
        let table = table(&zheng, "by=unit").await;
        let due = |counter| number(&table, Basis::Due, counter);
        assert_eq!((due(Counter::NeedDispose), due(Counter::Dispose), due(Counter::IntimeDispose)), (4, 2, 1));
        assert_eq!((due(Counter::OvertimeDispose), due(Counter::OvertimeToDispose)), (1, 2));
        assert_eq!((due(Counter::NeedArchive), due(Counter::Archive), due(Counter::IntimeArchive)), (4, 2, 1));
        let keys: Vec<&str> = table.rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, ["", WEST], "what lies with no unit has a row of its own");
        for by in [Subject::Unit, Subject::Collector] {
            lists_are_their_numbers(&zheng, by).await;
        }
        let open = list(&zheng, "counter=overtime_to_dispose&basis=due").await;
        assert!(open.cases.iter().any(|case| case.id == slow && case.unit_name == "单位 610112-HW-1"));
        let cases = all_cases(world).await;
        let now = world.app.clock.now();
        let rows: Vec<Assessed> = cases
            .iter()
            .map(|(case, flow)| Assessed::of(case, &Facts::read(case, flow, now), None))
            .collect();
        for by in Subject::ALL {
            let table = self::table(&world.desk("boss").await, &format!("by={}", by.as_str())).await;
            let found: BTreeMap<_, _> = table.rows.into_iter().map(|row| (row.key, row.sums)).collect();
            let (begins, ends) = Instant::days(table.from, table.to, &table.zone).unwrap();
            let source = From::Live { at: now };
            let within = Within { begins, ends, source, by: *by, area: None, unit: None, training: true };
            assert_eq!(found, summed(&rows, &within, now), "{by:?}");
        }
    }

    async fn what_is_suspended_leaves_the_denominator_and_what_was_wronged_is_in_time(world: &World) {
        use Counter as C;
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let id = sent(world, &mut wang).await;
        let until = "2026-12-10T09:00:00+08:00";
        acts(world, "west", id, json!({"action": "apply_suspend", "reason": "等材料", "until": until})).await;
        acts(world, "wu", id, json!({"action": "approve_suspend"})).await;
        let table = table(&world.desk("zheng").await, "by=unit").await;
        assert_eq!(number(&table, Basis::Reported, C::Hang), 1);
        for basis in Basis::ALL {
            assert_eq!(number(&table, *basis, C::NeedDispose), 0, "{basis:?}");
        }
        acts(world, "wu", id, because("resume")).await;
        check(&counts(world, Basis::Due).await, &[C::NeedDispose, C::HisHang], &[C::Hang]);
        world.clock.forward_ms(20 * DAY_MS);
        check(&counts(world, Basis::Due).await, &[C::OvertimeToDispose, C::NeedArchive], &[C::IntimeToDispose]);
        world.desk("west").await.finish(id, 93).await;
        acts(world, "wu", id, json!({"action": "review_pass"})).await;
        acts(world, "sun", id, because("waive_check")).await;
        acts(world, "zhou", id, json!({"action": "close"})).await;
        check(&counts(world, Basis::Due).await, &[C::OvertimeDispose, C::OvertimeArchive], &[C::IntimeDispose]);
        acts(world, "west", id, because("appeal")).await;
        acts(world, "wu", id, because("forward_appeal")).await;
        acts(world, "sun", id, because("uphold_appeal")).await;
        let upheld = [C::AppealUpheld, C::IntimeDispose, C::IntimeArchive];
        check(&counts(world, Basis::Due).await, &upheld, &[C::OvertimeDispose, C::OvertimeArchive]);
    }

    async fn an_order_counts_as_answered_in_time_by_its_own_deadline(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let [early, late, unasked] =
            [sent(world, &mut wang).await, sent(world, &mut wang).await, sent(world, &mut wang).await];
        let until = world.clock_now().plus_ms(2 * HOUR_MS);
        let order = json!({"action": "supervise", "kind": "leader", "requirement": "今天清完"});
        let mut asks = order.clone();
        asks["due_at"] = json!(until);
        for (id, order) in [(early, &asks), (late, &asks), (unasked, &order)] {
            acts(world, "zheng", id, order.clone()).await;
        }
        for (id, hours) in [(early, 1), (late, 2)] {
            world.clock.forward_ms(hours * HOUR_MS);
            acts(world, "west", id, json!({"action": "reply_supervision", "number": 1, "reply": "已清"})).await;
        }
        let zheng = world.desk("zheng").await;
        let table = table(&zheng, "by=unit").await;
        let counters = [Counter::Supervise, Counter::NeedReply, Counter::IntimeReply];
        assert_eq!(counters.map(|counter| number(&table, Basis::Filed, counter)), [3, 2, 1]);
        let answered = list(&zheng, "basis=filed&counter=intime_reply").await;
        assert_eq!(answered.cases.iter().map(|case| case.id).collect::<Vec<_>>(), [early]);
    }

    async fn training_cases_and_cases_that_count_are_never_in_one_number(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        chen.reports(world, at(4.5, 0.5)).await;
        let boss = world.desk("boss").await;
        assert_eq!(number(&table(&boss, "").await, Basis::Reported, Counter::Report), 2);
        world.set(WEIYANG, |settings| settings.training = false).await;
        wang.reports(world, at(0.5, 0.5)).await;
        for (user, training, reported) in [("zheng", false, 1), ("boss", false, 1), ("zhu", true, 1)] {
            let desk = world.desk(user).await;
            let table = table(&desk, "").await;
            assert_eq!((table.training, number(&table, Basis::Reported, Counter::Report)), (training, reported), "{user}");
            assert_eq!(list(&desk, "counter=report&basis=reported").await.total, reported, "{user}");
        }
    }

    async fn a_list_has_pages_and_leaves_as_a_file_and_that_is_recorded(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        for _ in 0..5 {
            wang.reports(world, at(0.5, 0.5)).await;
        }
        let zheng = world.desk("zheng").await;
        let (mut after, mut numbers, mut pages) = (String::new(), Vec::new(), 0);
        loop {
            let page = list(&zheng, &format!("counter=report&basis=reported&limit=2&after={after}")).await;
            assert_eq!(page.total, 5);
            numbers.extend(page.cases.into_iter().map(|case| case.case_no.unwrap()));
            pages += 1;
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!((pages, numbers.len()), (3, 5));
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "in the order of their numbers, none twice");
        let whole = list(&zheng, "counter=report&basis=reported&limit=5").await;
        assert_eq!((whole.cases.len(), whole.next), (5, None), "the last page says so, also when it is full");

        let export = format!("{PATH}/cases/export?{DAYS}&counter=report&basis=reported");
        let reply = zheng.get(&format!("{export}&format=csv&lang=en")).await;
        let text = reply.text().await.unwrap();
        assert!(text.contains("Case number") && text.contains(numbers[0].as_str()), "{text}");
        assert_eq!(text.trim_end().lines().count(), 6, "as many as the number says");
        let reply = zheng.get(&export).await;
        assert!(reply.bytes().await.unwrap().starts_with(b"PK"), "a workbook where nobody says otherwise");
        assert_eq!(world.count("select count(*) from audit where action = 'assessment_export'").await, 2);
        let said = "select count(*) from audit where action = 'assessment_export' and detail like '5 rows: %counter=report%'";
        assert_eq!(world.count(said).await, 2);
        let looks = "select count(*) from looks where kind = 'export' and subject = 'export assessment'";
        assert!(world.count(looks).await >= 1);
        let reply = zheng.get(&format!("{export}&format=exe")).await;
        assert_eq!(refused(reply).await, (400, "bad_value".to_owned()));
    }

    async fn what_changed_is_read_once_whoever_asks(world: &World) {
        const DIRTY: &str = "select count(*) from cases where assessed_version = 0";
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        for _ in 0..3 {
            wang.reports(world, at(0.5, 0.5)).await;
        }
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let app = &world.app;
        let (a, b, c, d) = tokio::join!(facts::ensure(app), facts::ensure(app), facts::ensure(app), facts::ensure(app));
        for done in [a, b, c, d] {
            done.unwrap();
        }
        assert_eq!((world.count(DIRTY).await, world.count("select count(*) from assessed").await), (0, 4));
        acts(world, "sun", id, json!({"action": "accept"})).await;
        let table = table(&world.desk("zheng").await, "").await;
        assert_eq!(number(&table, Basis::Reported, Counter::Operate), 1, "who asks hears of what just happened");
        let mut tx = app.db.write().await.unwrap();
        for statement in ["delete from assessed", "update cases set assessed_version = 0"] {
            sqlx::query(statement).execute(&mut *tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        let again = self::table(&world.desk("zheng").await, "").await;
        assert_eq!((again.rows, again.total), (table.rows, table.total), "the rows are made from the histories alone");
    }

    async fn who_asks_waits_for_a_case_that_somebody_holds(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        facts::ensure(&world.app).await.unwrap();
        acts(world, "sun", id, json!({"action": "accept"})).await;
        let mut tx = world.app.db.write().await.unwrap();
        let hold = "update cases set version = version where id = $1";
        sqlx::query(hold).bind(id.to_string()).execute(&mut *tx).await.unwrap();
        let reading = facts::ensure(&world.app);
        tokio::pin!(reading);
        let early = tokio::time::timeout(Duration::from_millis(1_500), &mut reading).await;
        assert!(early.is_err(), "it says that all is read while one is not");
        tx.rollback().await.unwrap();
        reading.await.unwrap();
        assert_eq!(world.count("select count(*) from cases where assessed_version = 0").await, 0);
    }

    async fn names_of_people_are_shown_within_the_readers_reach(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let me = wang.account.to_string();
        for (user, name) in [("zheng", "wang先生"), ("boss", "wang先生"), ("west", me.as_str())] {
            let table = table(&world.desk(user).await, "by=collector").await;
            assert_eq!((table.rows[0].key.as_str(), table.rows[0].name.as_str()), (me.as_str(), name), "{user}");
        }
        let boss = world.desk("boss").await;
        let categories = table(&boss, "by=category").await;
        assert_eq!(categories.rows[0].key, "event:06010");
        assert_ne!(categories.rows[0].name, "event:06010", "the catalogue names it");
        for (by, key) in [("jurisdiction", WEIYANG), ("division", WEIYANG), ("street", "610112001"), ("community", "610112001007")] {
            let table = table(&boss, &format!("by={by}")).await;
            assert_eq!(table.rows[0].key, key);
            assert!(!table.rows[0].name.is_empty());
        }
    }
}
