//! Whose a case is: what a collector missed is no report of theirs, who verified is known, and a case stays with whoever
//! dispatched it first.

use std::collections::BTreeMap;

use serde_json::json;
use server::accounts::caller::Account;
use server::months::freeze;
use shared::account::{Actor, Role};
use shared::api::assessment::MonthFaultCode;
use shared::api::cases::CaseFile;
use shared::api::posts::PostTable;
use shared::assessment::posts::Figure;
use shared::assessment::score::{Given, Line, Model};
use shared::assessment::{Basis, Counter, Subject, Sums};
use shared::evidence::Times;
use shared::ids::{AccountId, CaseId};
use shared::sync::operation::{Act, ShiftMark};
use shared::sync::push::OutcomeKind;
use shared::task::TaskResult;
use uuid::Uuid;

use crate::assessment::{acts, because, by_hand, lists_are_their_numbers, number, sent, table};
use crate::harness::city::{NORTH, WEIYANG, at};
use crate::harness::desk::ok;
use crate::harness::phone::{fix, times};
use crate::harness::{PASSWORD, Phone, World, on_both_engines};
use crate::months::{CASES, November, RESTED, checked, is_sound, meddle, runs, until};
use crate::scope::becomes;

const HOUR_MS: i64 = 3_600_000;

/// Somebody calls the hotline, and the desk takes it down.
pub async fn calls(world: &World) -> CaseId {
    let id = CaseId(Uuid::now_v7());
    let place = at(0.5, 0.5);
    let call = json!({
        "id": id, "channel": "hotline", "category": "event:06010", "condition_no": 1, "note": "市民来电",
        "fix": {
            "lon": f64::from(place.lon_e7) / 1e7, "lat": f64::from(place.lat_e7) / 1e7, "crs": "wgs84",
            "source": "map_pick", "fix_time": "2026-11-23T11:00:00+08:00",
        },
    });
    ok::<CaseFile>(world.desk("sun").await.post("/api/v1/cases", &call).await).await;
    id
}

/// Whoever was sent to look finds it; returns who that was.
pub async fn is_true(world: &World, phones: &mut [Phone], id: CaseId) -> AccountId {
    let file = world.desk("zheng").await.case(id).await;
    let task = file.tasks.iter().find(|task| Some(task.id) == file.case.open_task).unwrap().clone();
    let phone = phones.iter_mut().find(|phone| Some(phone.account) == task.assignee).unwrap();
    let (envelope, shot) = phone.answer(world, &task, TaskResult::Exists);
    assert_eq!(phone.push(&[envelope]).await[0].result, OutcomeKind::Applied);
    phone.upload(&shot.working).await;
    phone.account
}

/// Half for what was not missed, half for what was valid of their own.
fn collectors_model() -> Model {
    let model = json!({
        "code": "collectors", "name": "采集员", "name_en": "Collectors", "source": "", "subject": "collector",
        "indicators": [
            {"code": "missed", "name": "漏报", "name_en": "Missed", "basis": "reported", "full_centi": 5_000,
             "rule": {"kind": "share", "rate": "miss_report", "falling": true}},
            {"code": "valid", "name": "有效上报", "name_en": "Valid", "basis": "reported", "full_centi": 5_000,
             "rule": {"kind": "share", "rate": "valid_report"}, "when_nothing": "nothing"},
        ],
    });
    serde_json::from_value(model).unwrap()
}

on_both_engines! {
    async fn what_another_channel_found_in_a_collectors_ground_and_shift_was_missed(world: &World) {
        let mut phones = world.phones(["wang", "li"]).await;
        let begins = ShiftMark { begins: true, fix: Some(fix(at(0.5, 0.5), world.app.clock.now())), duty_grid: None };
        let envelope = phones[0].envelope(world, Act::Shift(begins));
        assert_eq!(phones[0].push(&[envelope]).await[0].result, OutcomeKind::Applied);
        world.clock.forward_ms(HOUR_MS);
        let id = calls(world).await;
        let zheng = world.desk("zheng").await;
        assert_eq!(number(&table(&zheng, "by=collector").await, Basis::Reported, Counter::MissReport), 0, "not filed yet");
        is_true(world, &mut phones, id).await;
        let table = table(&zheng, "by=collector").await;
        let row = |key: &str| &table.rows.iter().find(|row| row.key == key).unwrap().sums;
        let counts = |key: &str| row(key)[&Basis::Reported].counts.clone();
        let me = phones[0].account.to_string();
        assert_eq!(counts(&me), BTreeMap::from([(Counter::MissReport, 1)]), "somebody else's report is none of theirs");
        let nobodys = counts("");
        for counter in [Counter::Report, Counter::PublicReport, Counter::ValidReport, Counter::PublicValidReport] {
            assert_eq!(nobodys.get(&counter), Some(&1), "{counter:?}");
        }
        assert_eq!(nobodys.get(&Counter::MissReport), None);
        lists_are_their_numbers(&zheng, Subject::Collector).await;
        // All by itself it is a miss of one, and whoever reports one besides has missed one of two.
        let score = |sums: &BTreeMap<Basis, Sums>| {
            let sums = sums.iter().map(|(basis, sums)| ((*basis, None), sums.clone())).collect();
            let score = collectors_model().score(&sums, &Given::new());
            let of = |line: &Line| line.ratio.map(|ratio| (ratio.part, ratio.whole));
            (score.lines.iter().map(of).collect::<Vec<_>>(), score.total_centi)
        };
        assert_eq!(score(row(&me)), (vec![Some((1, 1)), Some((0, 0))], 0));
        by_hand(world).await;
        let own = phones[0].reports(world, at(0.5, 0.5)).await;
        acts(world, "sun", own, json!({"action": "accept"})).await;
        acts(world, "zhou", own, json!({"action": "file", "condition_no": 1})).await;
        let table = crate::assessment::table(&zheng, "by=collector").await;
        let row = table.rows.iter().find(|row| row.key == me).unwrap();
        assert_eq!(score(&row.sums), (vec![Some((1, 2)), Some((1, 1))], 7_500), "one of one of their own was valid");
        // Whose ground it is later changes nothing of whose it was.
        let mut tx = world.app.db.write().await.unwrap();
        for statement in ["delete from account_grids", "update cases set assessed_version = 0"] {
            sqlx::query(statement).execute(&mut *tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        let again = crate::assessment::table(&zheng, "by=collector").await;
        assert_eq!((again.rows, again.total), (table.rows, table.total));
    }

    async fn who_verified_has_a_row_of_their_own(world: &World) {
        let mut phones = world.phones(["wang", "li"]).await;
        let id = calls(world).await;
        let zheng = world.desk("zheng").await;
        let waits = table(&zheng, "by=verifier").await;
        let keys: Vec<&str> = waits.rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, [""], "while it is out nobody verified it");
        let answered = is_true(world, &mut phones, id).await.to_string();
        let table = table(&zheng, "by=verifier").await;
        let row = &table.rows[0];
        assert_eq!((table.rows.len(), row.key.as_str()), (1, answered.as_str()));
        assert!(row.name.ends_with("先生"), "{}", row.name);
        let sums = &row.sums[&Basis::Reported];
        assert_eq!((sums.get(Counter::Verify), sums.get(Counter::IntimeVerify)), (1, 1));
        lists_are_their_numbers(&zheng, Subject::Verifier).await;
        let west = crate::assessment::table(&world.desk("west").await, "by=verifier").await;
        assert_eq!(west.rows[0].name, answered, "a unit is told no names");
    }

    async fn a_case_is_whose_first_dispatch_it_was(world: &World) {
        by_hand(world).await;
        let account = Account {
            id: AccountId(Uuid::now_v7()),
            user: "qian".parse().unwrap(),
            name: "qian先生".to_owned(),
            role: Role::Dispatcher,
            jurisdiction: WEIYANG.parse().unwrap(),
            unit: None,
            disabled: false,
        };
        let by = Actor::System { rule: "test".to_owned() };
        let mut tx = world.app.db.write().await.unwrap();
        server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
        tx.commit().await.unwrap();
        let [mut wang] = world.phones(["wang"]).await;
        let id = sent(world, &mut wang).await;
        acts(world, "west", id, because("return")).await;
        acts(world, "qian", id, json!({"action": "dispatch", "unit": NORTH})).await;
        let table = table(&world.desk("zheng").await, "by=dispatcher").await;
        let sums = &table.rows[0].sums[&Basis::Filed];
        assert_eq!((table.rows.len(), table.rows[0].name.as_str()), (1, "wu先生"), "whoever mends it did nothing wrong");
        let counts = [Counter::NeedDispatch, Counter::Dispatch, Counter::AccurDispatch, Counter::Return];
        assert_eq!(counts.map(|counter| sums.get(counter)), [1, 1, 0, 1]);
    }

    async fn who_becomes_an_inspector_did_as_a_collector_what_they_did_before(world: &World) {
        November::of(world).await;
        becomes(world, "wang", Role::Inspector).await;
        // Read once more, as after an update.
        runs(world, "update cases set assessed_version = 0").await.unwrap();
        let reports = async |post: &str| -> u64 {
            let reply = world.desk("zheng").await.get(&format!("/api/v1/posts?month=2026-11&post={post}")).await;
            ok::<PostTable>(reply).await.total.get(Figure::Report)
        };
        assert_eq!((reports("collector").await, reports("inspector").await), (CASES, 0));
        until(world, RESTED);
        assert_eq!(freeze::turn(&world.app).await.unwrap(), 1);
        let eva = world.desk("eva").await;
        is_sound(&checked(&eva, 1).await);
        meddle(world, "update frozen_posts set post = 'inspector' where post = 'collector'").await;
        let found = checked(&eva, 1).await;
        let fault = found.faults.iter().find(|fault| fault.code == MonthFaultCode::StepCounts).unwrap();
        let said = (fault.frozen.join(" "), fault.read.join(" "));
        assert_eq!(said, ("post=inspector".to_owned(), "post=collector".to_owned()));
    }

    async fn a_shift_of_which_a_phone_tells_later_is_counted_from_then_on(world: &World) {
        let mut phones = world.phones(["wang", "li"]).await;
        let id = calls(world).await;
        let answered = is_true(world, &mut phones, id).await;
        let zheng = world.desk("zheng").await;
        assert_eq!(number(&table(&zheng, "by=collector").await, Basis::Reported, Counter::MissReport), 0);
        // The other one had no network: its shift began six hours ago, and had ended five hours ago.
        let silent = phones.iter_mut().find(|phone| phone.account != answered).unwrap();
        let now = world.app.clock.now();
        for (begins, hours_ago, expected) in [(true, 6, 1), (false, 5, 0)] {
            let made = Times { boot: "before".to_owned(), ..times(now.plus_ms(-hours_ago * HOUR_MS)) };
            let envelope = silent.envelope_at(made, Act::Shift(ShiftMark { begins, fix: None, duty_grid: None }));
            assert_eq!(silent.push(&[envelope]).await[0].result, OutcomeKind::Applied);
            let missed = number(&table(&zheng, "by=collector").await, Basis::Reported, Counter::MissReport);
            assert_eq!(missed, expected, "begins: {begins}");
        }
    }
}
