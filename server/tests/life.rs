//! The turns that a case may take beside the straight way.

use serde_json::{Value, json};
use shared::api::cases::{CaseFile, Duplicates, UnitChoice};
use shared::calendar::limit::{Limit, Unit};
use shared::calendar::pack::Calendar;
use shared::case::rules::Level;
use shared::case::{ActionKind, AppealState, Closing, State};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::CaseId;
use shared::place::point::Point;
use shared::settings::Automatic;
use shared::sync::hello::PackKind;
use shared::sync::operation::{Act, ShiftMark};
use shared::sync::push::OutcomeKind;
use shared::task::{TaskKind, TaskResult};
use uuid::Uuid;

use crate::harness::city::{BEILIN, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::jpeg;
use crate::harness::{Desk, Phone, World, on_both_engines};

const MINUTE_MS: i64 = 60_000;

fn called_in(id: CaseId, place: Point) -> Value {
    json!({
        "id": id,
        "channel": "hotline",
        "category": "event:06010",
        "condition_no": 1,
        "fix": {
            "lon": f64::from(place.lon_e7) / 1e7,
            "lat": f64::from(place.lat_e7) / 1e7,
            "crs": "wgs84",
            "source": "map_pick",
            "fix_time": "2026-11-23T10:00:00+08:00",
        },
        "note": "市民说路边有垃圾",
    })
}

async fn takes_down(desk: &Desk, place: Point) -> CaseId {
    let id = CaseId(Uuid::now_v7());
    let file: CaseFile = ok(desk.post("/api/v1/cases", &called_in(id, place)).await).await;
    assert_eq!(file.case.id, id);
    id
}

async fn acts(world: &World, user: &str, id: CaseId, action: Value) -> CaseFile {
    ok(world.desk(user).await.act(id, &action).await).await
}

async fn refuses(world: &World, user: &str, id: CaseId, action: Value) -> (u16, String) {
    refused(world.desk(user).await.act(id, &action).await).await
}

/// Answers the task that is out for a case, whoever has it.
async fn answers(world: &World, phones: &mut [Phone], id: CaseId, result: TaskResult) {
    let file = world.desk("zheng").await.case(id).await;
    let task = file.tasks.iter().find(|task| Some(task.id) == file.case.open_task).unwrap().clone();
    let phone = phones.iter_mut().find(|phone| Some(phone.account) == task.assignee).unwrap();
    let (envelope, shot) = phone.answer(world, &task, result);
    let outcomes = phone.push(&[envelope]).await;
    assert_eq!(outcomes[0].result, OutcomeKind::Applied, "{outcomes:?}");
    phone.upload(&shot.working).await;
}

on_both_engines! {
    async fn what_a_citizen_says_is_verified_before_it_is_filed(world: &World) {
        let mut phones = world.phones(["wang", "li", "zhao"]).await;
        let sun = world.desk("sun").await;
        let id = takes_down(&sun, at(0.5, 0.5)).await;
        let again: CaseFile = ok(sun.post("/api/v1/cases", &called_in(id, at(0.5, 0.5))).await).await;
        assert_eq!((again.case.id, again.case.state), (id, State::Verifying), "the same request twice is one case");
        assert_eq!(again.tasks[0].kind, TaskKind::Verify);
        let other = json!({"note": "别的", "id": id, "channel": "hotline", "category": "event:06010", "condition_no": 1,
            "fix": called_in(id, at(0.5, 0.5))["fix"]});
        assert_eq!(refused(sun.post("/api/v1/cases", &other).await).await, (409, "operation_changed".to_owned()));
        answers(world, &mut phones, id, TaskResult::Exists).await;
        assert_eq!(sun.case(id).await.case.state, State::Handling, "true: accepted, filed and dispatched by itself");

        let second = takes_down(&sun, at(0.6, 0.5)).await;
        answers(world, &mut phones, second, TaskResult::Absent).await;
        assert_eq!(sun.case(second).await.case.state, State::Reported);
        assert_eq!(refuses(world, "sun", second, json!({"action": "accept"})).await, (409, "not_verified".to_owned()));
        let file = sun.case(second).await;
        assert!(!file.may.contains(&"accept".to_owned()) && file.may.contains(&"reject".to_owned()), "{:?}", file.may);
        let void = acts(world, "sun", second, json!({"action": "reject", "reason": "不属实"})).await;
        assert_eq!(void.case.state, State::Void);
    }

    async fn who_may_take_a_report_down_and_where(world: &World) {
        let id = CaseId(Uuid::now_v7());
        for user in ["zhou", "west", "zheng", "wang"] {
            let reply = world.desk(user).await.post("/api/v1/cases", &called_in(id, at(0.5, 0.5))).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user}");
        }
        let sun = world.desk("sun").await;
        let elsewhere = sun.post("/api/v1/cases", &called_in(id, at(4.5, 0.5))).await;
        assert_eq!(refused(elsewhere).await, (400, "outside_city".to_owned()), "another district's desk takes it down");
        let mut own = called_in(id, at(0.5, 0.5));
        own["channel"] = json!("collector");
        assert_eq!(refused(sun.post("/api/v1/cases", &own).await).await, (400, "bad_value".to_owned()));
        let direct = takes_down(&sun, at(0.5, 0.5)).await;
        // It was sent to verify by itself; the desk takes the task back and answers the caller.
        let task = sun.case(direct).await.case.open_task.unwrap();
        world.set(WEIYANG, |settings| settings.automatic.send_verify = false).await;
        let taken: Value = ok(sun.post(&format!("/api/v1/tasks/{task}/redraw"), &json!({"reason": "已答复"})).await).await;
        drop(taken);
        let third = takes_down(&sun, at(1.5, 0.5)).await;
        let closed = acts(world, "sun", third, json!({"action": "handle_directly", "reason": "已告知电话"})).await;
        assert_eq!((closed.case.state, closed.case.closing), (State::Closed, Some(Closing::Direct)));
    }

    async fn the_city_sends_a_case_to_the_district_and_the_district_to_the_unit(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        world.set(WEIYANG, |settings| {
            settings.rules.second_dispatch = true;
            settings.automatic = Automatic { accept: true, file: true, ..Automatic::default() };
        }).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let dispatch = json!({"action": "dispatch", "unit": WEST});
        assert_eq!(refuses(world, "wu", id, dispatch.clone()).await, (409, "second_dispatch_first".to_owned()));
        let there = acts(world, "wu", id, json!({"action": "dispatch_to_district"})).await;
        assert_eq!(there.case.state, State::ToSecondDispatch);
        assert_eq!(world.desk("west").await.cases("").await.total, 0, "no unit has it yet");
        let back = acts(world, "wu", id, json!({"action": "return_to_city", "reason": "属市级道路"})).await;
        assert_eq!(back.case.state, State::ToDispatch);
        acts(world, "wu", id, json!({"action": "dispatch_to_district"})).await;
        assert_eq!(acts(world, "wu", id, dispatch).await.case.state, State::ToHandle);
        world.set(WEIYANG, |settings| settings.rules.desks.file = Level::City).await;
        world.set(WEIYANG, |settings| settings.automatic = Automatic { accept: true, ..Automatic::default() }).await;
        let second = wang.reports(world, at(0.5, 1.5)).await;
        let file = json!({"action": "file", "condition_no": 1});
        assert_eq!(refuses(world, "zhou", second, file).await, (403, "other_level".to_owned()));
        assert!(!world.desk("zhou").await.case(second).await.may.contains(&"file".to_owned()));
    }

    async fn a_unit_is_warned_and_overdue_and_its_appeal_is_heard_twice(world: &World) {
        let mut phones = world.phones(["wang", "li", "zhao"]).await;
        let id = phones[0].reports(world, at(0.5, 0.5)).await;
        let due = world.desk("west").await.case(id).await.case.clock.due_at.unwrap();
        world.clock.forward_ms(due.since(world.app.clock.now()) - 30 * MINUTE_MS);
        server::cases::timers::sweep(&world.app).await.unwrap();
        let warned = world.desk("west").await.case(id).await;
        assert_eq!(warned.flow.last().unwrap().action, ActionKind::WarnDue);
        assert_eq!(server::cases::timers::sweep(&world.app).await.unwrap(), 0, "once");
        world.clock.forward_ms(31 * MINUTE_MS);
        server::cases::timers::sweep(&world.app).await.unwrap();
        let late = world.desk("west").await.case(id).await;
        assert_eq!((late.case.overdue_at, late.flow.last().unwrap().action), (Some(due), ActionKind::MarkOverdue));
        let order = json!({"action": "supervise", "kind": "overdue", "requirement": "今天清完"});
        assert_eq!(refuses(world, "wu", id, order.clone()).await, (403, "not_allowed".to_owned()));
        acts(world, "zheng", id, order).await;
        let reply = json!({"action": "reply_supervision", "number": 1, "reply": "已派人"});
        assert_eq!(acts(world, "west", id, reply.clone()).await.case.orders[0].reply, "已派人");
        assert_eq!(refuses(world, "west", id, reply).await, (409, "no_such_order".to_owned()));

        world.desk("west").await.finish(id, 50).await;
        answers(world, &mut phones, id, TaskResult::Pass).await;
        let closed = world.desk("west").await.case(id).await.case;
        assert_eq!((closed.state, closed.closing), (State::Closed, Some(Closing::Overdue)));
        let word = |action: &str| json!({"action": action, "reason": "围挡施工，进不去"});
        assert_eq!(refuses(world, "wu", id, word("forward_appeal")).await, (409, "appeal_not_possible".to_owned()));
        acts(world, "west", id, word("appeal")).await;
        assert_eq!(refuses(world, "west", id, word("appeal")).await, (409, "appeal_not_possible".to_owned()));
        assert_eq!(refuses(world, "sun", id, word("uphold_appeal")).await, (409, "appeal_not_possible".to_owned()));
        acts(world, "wu", id, word("forward_appeal")).await;
        let upheld = acts(world, "sun", id, word("uphold_appeal")).await.case;
        assert_eq!(upheld.appeal.as_ref().unwrap().state, AppealState::Upheld);
        let now = world.app.clock.now();
        assert!(upheld.clock.is_late(now) && !upheld.counts_as_late(now), "the raw record stays");
    }

    async fn a_suspended_case_is_resumed_on_its_day(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let until = "2026-11-25T09:00:00+08:00";
        let far = json!({"action": "apply_suspend", "reason": "季节", "until": "2028-11-25T09:00:00+08:00"});
        assert_eq!(refuses(world, "west", id, far).await, (400, "suspended_too_long".to_owned()));
        acts(world, "west", id, json!({"action": "apply_suspend", "reason": "等材料", "until": until})).await;
        let parked = acts(world, "wu", id, json!({"action": "approve_suspend"})).await.case;
        assert_eq!((parked.state, parked.suspended_until), (State::Suspended, Some(until.parse().unwrap())));
        assert_eq!(server::cases::timers::sweep(&world.app).await.unwrap(), 0);
        world.clock.forward_ms(2 * 24 * 60 * MINUTE_MS);
        assert_eq!(server::cases::timers::sweep(&world.app).await.unwrap(), 1);
        let going = world.desk("west").await.case(id).await;
        assert_eq!((going.case.state, going.flow.last().unwrap().action), (State::Handling, ActionKind::Resume));
        let again = json!({"action": "apply_suspend", "reason": "还要等", "until": "2026-11-30T09:00:00+08:00"});
        assert_eq!(refuses(world, "west", id, again).await, (409, "suspensions_used_up".to_owned()));
    }

    async fn another_calendar_moves_the_deadlines_of_open_cases_and_says_so(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        server::cases::timers::follow_the_calendar(&world.app).await.unwrap();
        let before = world.desk("west").await.case(id).await.case;
        let national = include_str!("../packs/calendar/national.json");
        let later = national.replace("\"08:00\"", "\"09:00\"").replace("\"14:00\"", "\"15:00\"");
        assert_ne!(national, later);
        Calendar::from_json(&later).unwrap();
        let city = world.app.city().city_id().cloned().unwrap();
        let mut tx = world.app.db.write().await.unwrap();
        let now = world.app.clock.now();
        server::catalogue::actions::put_pack(&mut tx, PackKind::Calendar, &city, "winter", later.as_bytes(), now).await.unwrap();
        tx.commit().await.unwrap();
        world.app.refresh().await.unwrap();
        assert_eq!(server::cases::timers::follow_the_calendar(&world.app).await.unwrap(), 1);
        assert_eq!(server::cases::timers::follow_the_calendar(&world.app).await.unwrap(), 0, "once for each calendar");
        let file = world.desk("west").await.case(id).await;
        let (step, after) = (file.flow.last().unwrap(), &file.case);
        assert_eq!((step.action, step.due_at), (ActionKind::Recount, after.clock.due_at), "and stands in the history");
        assert!(after.clock.due_at > before.clock.due_at, "{:?} {:?}", before.clock, after.clock);
        assert_ne!(after.packs.calendar, before.packs.calendar, "what it is counted by stands beside it");
        assert_eq!(world.count("select count(*) from audit where action = 'recount'").await, 1);
    }

    async fn a_jurisdiction_may_count_by_its_own_calendar_and_its_own_limits(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let before = wang.reports(world, at(0.5, 0.5)).await;
        server::cases::timers::follow_the_calendar(&world.app).await.unwrap();
        let usual = world.desk("west").await.case(before).await.case;
        let offered = |packs: &[shared::sync::hello::PackRef]| -> Vec<String> {
            let calendars = packs.iter().filter(|pack| pack.kind == PackKind::Calendar);
            calendars.map(|pack| pack.version.clone()).collect()
        };
        assert_eq!(offered(&wang.hello(world).await.packs).len(), 1);

        // Here offices open an hour later, and bags of rubbish have longer than the catalogue says.
        let national = include_str!("../packs/calendar/national.json");
        let later = national.replace("\"08:00\"", "\"09:00\"").replace("\"14:00\"", "\"15:00\"");
        let (here, now) = (WEIYANG.parse().unwrap(), world.app.clock.now());
        let mut tx = world.app.db.write().await.unwrap();
        server::catalogue::actions::put_pack(&mut tx, PackKind::Calendar, &here, "own", later.as_bytes(), now).await.unwrap();
        tx.commit().await.unwrap();
        let own = Limit::new(9, Unit::WorkDay).unwrap();
        world.set(WEIYANG, |settings| {
            let limits = std::iter::once((usual.condition_no, own)).collect();
            settings.rules.limits = std::iter::once((usual.category.clone(), limits)).collect();
        }).await;
        assert_eq!(server::cases::timers::follow_the_calendar(&world.app).await.unwrap(), 1, "open cases follow");
        let followed = world.desk("west").await.case(before).await.case;
        assert!(followed.clock.due_at > usual.clock.due_at);
        assert_eq!(followed.limit, usual.limit, "a case keeps the limit it was filed with");

        wang.sign_in_again(world, "wang").await;
        assert_eq!(offered(&wang.hello(world).await.packs), ["own"], "a phone there counts by it alone");
        let next = wang.reports(world, at(1.5, 0.5)).await;
        let next = world.desk("west").await.case(next).await.case;
        assert_eq!(next.limit, own);
        let city = world.app.city();
        let [there, whole] = [BEILIN.parse().unwrap(), city.city_id().cloned().unwrap()].map(|id| {
            city.calendar(&id).map(|named| named.hash.clone())
        });
        assert_eq!(there, whole, "the others count by the city's");
        assert_eq!((next.packs.calendar != there, next.packs.calendar == followed.packs.calendar), (true, true));
    }

    async fn two_reports_of_one_problem_become_one_case(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        world.set(WEIYANG, |settings| settings.automatic = Automatic::default()).await;
        let first = wang.reports(world, at(0.5, 0.5)).await;
        let second = li.reports(world, at(0.501, 0.5)).await;
        let far = li.reports(world, at(3.5, 3.5)).await;
        let sun = world.desk("sun").await;
        let found: Duplicates = ok(sun.get(&format!("/api/v1/cases/{second}/duplicates")).await).await;
        assert_eq!(found.cases.iter().map(|one| one.case.id).collect::<Vec<_>>(), [first], "near by, and not the far one {far}");
        let link = |into: CaseId| json!({"action": "link", "into": into});
        assert_eq!(refuses(world, "sun", second, link(second)).await, (400, "bad_value".to_owned()));
        assert_eq!(refuses(world, "sun", second, link(CaseId(Uuid::now_v7()))).await, (404, "not_found".to_owned()));
        let merged = acts(world, "sun", second, link(first)).await.case;
        assert_eq!((merged.state, merged.merged_into), (State::Merged, Some(first)));
        let main = sun.case(first).await;
        assert_eq!((main.case.merged.clone(), main.flow.last().unwrap().action), (vec![second], ActionKind::Link));
        assert_eq!(refuses(world, "sun", first, link(far)).await, (400, "bad_value".to_owned()), "it has reports of its own");
        acts(world, "sun", second, json!({"action": "unlink", "reason": "不是一处"})).await;
        assert!(sun.case(first).await.case.merged.is_empty());
    }

    async fn what_a_collector_fixed_is_looked_at_and_counts_to_nobody(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (mut report, before) = wang.report(world, at(0.5, 0.5));
        report.self_handled = true;
        let envelope = wang.envelope(world, Act::Report(report.clone()));
        assert_eq!(wang.push(&[envelope]).await[0].code.map(|code| code.as_str()), Some("photo_required"));
        let after = wang.shoot(world, PhotoRole::After, Subject::Case(report.case), jpeg(61));
        report.photos.push(after.signed.clone());
        let envelope = wang.envelope(world, Act::Report(report.clone()));
        let outcome = wang.push(&[envelope]).await.remove(0);
        assert_eq!(outcome.result, OutcomeKind::Applied, "{outcome:?}");
        wang.upload(&before.working).await;
        wang.upload(&after.working).await;
        assert_eq!(world.desk("sun").await.case(report.case).await.case.state, State::SelfReview);
        let closed = acts(world, "sun", report.case, json!({"action": "pass_self_handled"})).await.case;
        assert_eq!((closed.state, closed.closing, closed.clock.due_at), (State::Closed, Some(Closing::SelfHandled), None));
    }

    async fn a_dispatcher_sees_what_a_unit_has_to_do_and_what_it_gave_back(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let first = wang.reports(world, at(0.5, 0.5)).await;
        wang.reports(world, at(0.5, 1.5)).await;
        acts(world, "west", first, json!({"action": "return", "reason": "不归我们"})).await;
        let choice: UnitChoice = ok(world.desk("wu").await.get(&format!("/api/v1/cases/{first}/units")).await).await;
        let load = choice.candidates[0].load.unwrap();
        assert_eq!((load.open, load.overdue, load.returned), (1, 0, 1));
        let unowned = acts(world, "wu", first, json!({"action": "mark_unowned", "reason": "弃置"})).await.case;
        assert_eq!((unowned.unowned, unowned.state), (true, State::ToDispatch));
        let sent = acts(world, "wu", first, json!({"action": "dispatch", "unit": WEST})).await.case;
        assert_eq!(sent.was_dispatched_right(), Some(true));
        let special = json!({"action": "close_special", "closing": "special", "reason": "会议纪要"});
        assert_eq!(refuses(world, "wu", first, special.clone()).await, (403, "not_allowed".to_owned()));
        assert_eq!(acts(world, "zhou", first, special).await.case.closing, Some(Closing::Special));
    }

    async fn the_same_pair_does_not_meet_twice_in_a_row(world: &World) {
        let mut phones = world.phones(["wang", "li", "zhao"]).await;
        let mut last = None;
        for round in 0..6_u8 {
            let id = phones[0].reports(world, at(0.5, 0.3 + f64::from(round) * 0.1)).await;
            // Of two tasks the later one is the last.
            world.clock.forward_ms(1_000);
            world.desk("west").await.finish(id, 60 + round).await;
            let file = world.desk("zheng").await.case(id).await;
            let drawn = file.tasks[0].assignee;
            assert_ne!(drawn, last, "round {round}: {:?}", file.draws);
            last = drawn;
            answers(world, &mut phones, id, TaskResult::Pass).await;
        }
    }

    async fn whoever_is_not_on_shift_is_not_sent(world: &World) {
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        world.set(WEIYANG, |settings| settings.rules.duty_by_shift = true).await;
        let mark = |begins| Act::Shift(ShiftMark { begins, fix: None, duty_grid: None });
        for phone in [&mut li, &mut zhao] {
            let envelope = phone.envelope(world, mark(true));
            assert_eq!(phone.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        }
        world.clock.forward_ms(MINUTE_MS);
        let envelope = li.envelope(world, mark(false));
        li.push(&[envelope]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(id, 70).await;
        assert_eq!(world.desk("zheng").await.case(id).await.tasks[0].assignee, Some(zhao.account));
    }

    async fn a_part_of_the_finished_cases_passes_without_a_check(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        world.set(WEIYANG, |settings| {
            settings.rules.check_percent_of.insert(WEST.parse().unwrap(), 0);
        }).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let closed = world.desk("west").await.finish(id, 71).await;
        assert_eq!(closed.case.state, State::Closed);
        assert!(closed.flow.iter().any(|record| record.action == ActionKind::WaiveCheck), "and says so");
        assert_eq!(world.count("select count(*) from audit where action = 'sample'").await, 1);
    }

    async fn a_handler_does_not_say_done_where_the_unit_does(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        world.set(WEIYANG, |settings| settings.rules.handler_finishes = false).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let worker = world.desk("worker").await;
        let working = worker.upload(&jpeg(72)).await;
        let done = json!({"action": "finish", "photos": [{"working": working, "role": "after"}]});
        assert_eq!(refused(worker.act(id, &done).await).await, (403, "unit_finishes".to_owned()));
        assert!(!worker.case(id).await.may.contains(&"finish".to_owned()));
        world.desk("west").await.finish(id, 73).await;
    }
}
