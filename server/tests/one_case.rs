//! What the page of one case asks for beside its file: its clocks and how each was computed, and who may do what.

use serde_json::{Value, json};
use shared::account::Role;
use shared::api::cases::{Cannot, CaseFile};
use shared::api::clocks::{CaseClock, CaseClocks, ClockLimit, ClockOf, LimitSource};
use shared::api::work::Surroundings;
use shared::calendar::counted::StretchKind;
use shared::case::rules::Level;
use shared::case::{ActionKind, State};
use shared::ids::CaseId;
use shared::refusal::Code;
use shared::settings::Automatic;
use shared::sync::hello::PackKind;

use crate::harness::city::{WEIYANG, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

async fn clocks(desk: &Desk, case: CaseId) -> Vec<CaseClock> {
    let clocks: CaseClocks = ok(desk.get(&format!("/api/v1/cases/{case}/clocks")).await).await;
    clocks.clocks
}

#[track_caller]
fn explained(clock: &CaseClock) {
    let count = clock.count.as_ref().unwrap();
    assert!(clock.agrees, "{clock:#?}");
    assert_eq!((count.due, count.sum), (clock.due_at, count.whole), "{clock:#?}");
}

#[track_caller]
fn cannot(file: &CaseFile, action: ActionKind) -> &Cannot {
    let found = file.cannot.iter().find(|cannot| cannot.action == action);
    found.unwrap_or_else(|| panic!("{action:?} is not among {:?}", file.cannot))
}

async fn by_hand(world: &World) {
    world.set(WEIYANG, |settings| settings.automatic = Automatic::default()).await;
}

on_both_engines! {
    async fn only_who_may_see_a_case_sees_its_clocks(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let (case, foreign) = (wang.reports(world, at(0.5, 0.5)).await, chen.reports(world, at(4.5, 0.5)).await);
        let path = |id: CaseId| format!("/api/v1/cases/{id}/clocks");
        let nobody = world.http.get(format!("{}{}", world.base, path(case))).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        assert_eq!(refused(world.desk("wang").await.get(&path(case)).await).await, (403, "not_allowed".to_owned()));
        let wu = world.desk("wu").await;
        assert_eq!(refused(wu.get(&path(foreign)).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(world.desk("north").await.get(&path(case)).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(wu.get("/api/v1/cases/none/clocks").await).await, (404, "not_found".to_owned()));
        assert_eq!(clocks(&wu, case).await, clocks(&world.desk("west").await, case).await);
    }

    async fn the_handling_clock_is_counted_again_by_the_calendar_that_it_was_counted_by(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let (west, wu) = (world.desk("west").await, world.desk("wu").await);
        let handling = clocks(&wu, case).await.remove(0);
        explained(&handling);
        let file = west.case(case).await;
        assert_eq!((handling.of, Some(handling.due_at)), (ClockOf::Handling, file.case.clock.due_at));
        let started = file.flow.iter().find(|step| step.action == ActionKind::Dispatch).unwrap();
        assert_eq!((handling.started_by, handling.started_at), (Some(started.sequence), started.at));
        let ClockLimit::Condition { source, condition_no, catalogue, .. } = &handling.limit else { panic!("{handling:?}") };
        assert_eq!((*source, *condition_no), (LimitSource::Catalogue, file.case.condition_no));
        assert_eq!(catalogue.as_ref().map(|name| &name.hash), file.case.packs.catalogue.as_ref());
        assert_eq!(handling.calendar.as_ref().map(|name| &name.hash), file.case.packs.calendar.as_ref());

        // Another calendar is in force, and the case was not counted by it yet.
        let later = include_str!("../packs/calendar/national.json").replace("\"08:00\"", "\"09:00\"");
        let city = world.app.city().city_id().cloned().unwrap();
        let mut tx = world.app.db.write().await.unwrap();
        let now = world.app.clock.now();
        server::catalogue::actions::put_pack(&mut tx, PackKind::Calendar, &city, "winter", later.as_bytes(), now).await.unwrap();
        tx.commit().await.unwrap();
        world.app.refresh().await.unwrap();
        let still = clocks(&wu, case).await.remove(0);
        explained(&still);
        assert_eq!((still.calendar, still.due_at), (handling.calendar, handling.due_at));
        server::cases::timers::follow_the_calendar(&world.app).await.unwrap();
        let followed = clocks(&wu, case).await.remove(0);
        explained(&followed);
        assert_eq!(followed.calendar.map(|name| name.hash), west.case(case).await.case.packs.calendar);
    }

    async fn a_suspension_stands_between_what_was_counted_and_an_extension_doubles_it(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let (west, wu) = (world.desk("west").await, world.desk("wu").await);
        let whole = clocks(&wu, case).await[0].count.as_ref().unwrap().whole;
        ok::<Value>(west.act(case, &json!({"action": "apply_extend", "reason": "材料未到"})).await).await;
        ok::<Value>(wu.act(case, &json!({"action": "approve_extend"})).await).await;
        world.clock.forward_ms(20 * MINUTE_MS);
        let until = world.app.clock.now().plus_ms(DAY_MS);
        ok::<Value>(west.act(case, &json!({"action": "apply_suspend", "reason": "冬季停工", "until": until})).await).await;
        ok::<Value>(wu.act(case, &json!({"action": "approve_suspend"})).await).await;
        let parked = clocks(&wu, case).await.remove(0);
        assert!(parked.stopped_at.is_some() && parked.agrees, "{parked:?}");
        world.clock.forward_ms(DAY_MS + MINUTE_MS);
        // A desk's session ends over night.
        let (west, wu) = (world.desk("west").await, world.desk("wu").await);
        server::cases::timers::sweep(&world.app).await.unwrap();
        assert_eq!(west.case(case).await.case.state, State::Handling);
        let resumed = clocks(&wu, case).await.remove(0);
        explained(&resumed);
        let count = resumed.count.unwrap();
        assert_eq!((count.whole, resumed.stopped_at), (2 * whole, None));
        assert_eq!(count.stretches.iter().filter(|stretch| stretch.kind == StretchKind::Stood).count(), 1);
    }

    async fn the_desk_and_whoever_is_sent_have_clocks_of_their_own(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let sun = world.desk("sun").await;
        world.clock.forward_ms(5 * MINUTE_MS);
        let stage = clocks(&sun, case).await.remove(0);
        explained(&stage);
        assert_eq!(stage.of, ClockOf::Stage { state: State::Reported, used_before_ms: 0 });
        assert_eq!(stage.limit, ClockLimit::Setting { minutes: 15, name: "rules.stages.accept".to_owned() });
        ok::<Value>(sun.act(case, &json!({"action": "send_verify"})).await).await;
        // The setting changed since: what was given then is read from the deadline itself.
        world.set(WEIYANG, |settings| settings.verify_minutes = 7).await;
        let task = clocks(&sun, case).await.remove(0);
        explained(&task);
        assert_eq!(task.limit, ClockLimit::Setting { minutes: 60, name: "verify_minutes".to_owned() });
        assert_eq!(task.started_by, sun.case(case).await.flow.last().map(|step| step.sequence));
    }

    async fn a_stage_that_was_left_says_whether_its_limit_was_met_and_which_step_left_it(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let (sun, zhou) = (world.desk("sun").await, world.desk("zhou").await);
        world.clock.forward_ms(5 * MINUTE_MS);
        ok::<Value>(sun.act(case, &json!({"action": "accept"})).await).await;
        world.clock.forward_ms(20 * MINUTE_MS);
        let condition_no = sun.case(case).await.case.condition_no;
        ok::<Value>(zhou.act(case, &json!({"action": "file", "condition_no": condition_no})).await).await;
        let file = sun.case(case).await;
        let number = |action| file.flow.iter().find(|step| step.action == action).map(|step| step.sequence).unwrap();
        let all = clocks(&sun, case).await;
        let past: Vec<_> = all.iter().filter(|clock| matches!(clock.of, ClockOf::PastStage { .. })).collect();
        assert_eq!(past.len(), 2, "{all:#?}");
        let (to_file, reported) = (past[0], past[1]);
        assert_eq!(to_file.of, ClockOf::PastStage { state: State::ToFile, left_by: number(ActionKind::File) });
        assert_eq!(to_file.started_by, Some(number(ActionKind::Accept)));
        assert_eq!(to_file.limit, ClockLimit::Deadline { minutes: Some(15) });
        assert_eq!(to_file.stopped_at, Some(to_file.due_at.plus_ms(5 * MINUTE_MS)), "twenty minutes of fifteen");
        assert_eq!(reported.of, ClockOf::PastStage { state: State::Reported, left_by: number(ActionKind::Accept) });
        assert_eq!(reported.stopped_at, Some(reported.due_at.plus_ms(-10 * MINUTE_MS)));
    }

    async fn a_step_out_of_a_task_says_until_when_the_task_had(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let (sun, zhou) = (world.desk("sun").await, world.desk("zhou").await);
        ok::<Value>(sun.act(case, &json!({"action": "send_verify"})).await).await;
        let task = clocks(&sun, case).await.into_iter().find(|clock| matches!(clock.of, ClockOf::Task { .. })).unwrap();
        ok::<Value>(zhou.act(case, &json!({"action": "void", "reason": "重复的试报"})).await).await;
        let file = sun.case(case).await;
        let (report, void) = (&file.flow[0], file.flow.last().unwrap());
        assert_eq!((void.action, void.stage_due, void.runs), (ActionKind::Void, Some(task.due_at), Some(false)));
        assert_eq!((report.limit, report.stage_due, report.due_at), (Some(file.case.limit), None, None));
    }

    async fn what_somebody_may_not_do_is_said_with_who_may_and_why_not_now(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let sun = world.desk("sun").await.case(case).await;
        assert_eq!(cannot(&sun, ActionKind::HandleDirectly).code, Code::NotFromHere, "a collector's report is a case");
        assert_eq!(cannot(&sun, ActionKind::CheckPass).code, Code::NotFromHere);
        let void = cannot(&sun, ActionKind::Void);
        assert_eq!((void.code, void.who.as_slice()), (Code::NotAllowed, [Role::ShiftLeader].as_slice()));
        let zhou = world.desk("zhou").await.case(case).await;
        assert_eq!(cannot(&zhou, ActionKind::Accept).who, [Role::Acceptor]);
        assert_eq!(cannot(&zhou, ActionKind::File).code, Code::NotFromHere);
        for file in [&sun, &zhou] {
            assert!(file.cannot.iter().all(|one| !file.may.contains(&one.action.as_str().to_owned())), "one or the other");
            assert!(file.cannot.iter().all(|one| !one.action.is_system_only() && !one.who.is_empty()));
        }
        world.set(WEIYANG, |settings| settings.rules.desks.accept = Level::City).await;
        let sun = world.desk("sun").await.case(case).await;
        assert_eq!(cannot(&sun, ActionKind::Accept).code, Code::OtherLevel);
        assert!(!sun.may.contains(&"accept".to_owned()));
    }

    async fn a_rule_in_the_way_is_named_with_its_setting(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        world.set(WEIYANG, |settings| settings.rules.most_extensions = 0).await;
        let west = world.desk("west").await.case(case).await;
        let extend = cannot(&west, ActionKind::ApplyExtend);
        assert_eq!(extend.code, Code::ExtensionsUsedUp);
        assert!(extend.detail.as_ref().is_some_and(|detail| detail.contains("rules.most_extensions")));
        let wu = world.desk("wu").await.case(case).await;
        assert_eq!(cannot(&wu, ActionKind::ApproveSuspend).code, Code::RequestNotPossible, "nobody asked");
        assert_eq!(cannot(&wu, ActionKind::Finish).who, [Role::Unit, Role::Handler]);
    }

    async fn the_map_tells_the_case_s_duty_grid_from_the_others(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.95, 0.5)).await;
        let path = format!("/api/v1/cases/{case}/surroundings");
        let around: Surroundings = ok(world.desk("wu").await.get(&path).await).await;
        assert!(around.grids.iter().all(|grid| grid.is_own_duty || !grid.is_own));
        assert!(around.grids.iter().any(|grid| !grid.is_own_duty), "the next column is another beat");
    }
}
