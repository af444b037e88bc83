//! One case, from the kerb to closed, and the ways it can leave the path.

use serde_json::{Value, json};
use shared::account::Actor;
use shared::case::{ActionKind, State};
use shared::grid::matched::Match;
use shared::sync::push::OutcomeKind;
use shared::task::{TaskKind, TaskResult, TaskState};

use crate::harness::city::{BEILIN_UNIT, NORTH, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::on_both_engines;

on_both_engines! {
    async fn wang_reports_the_unit_cleans_li_checks_and_it_is_closed(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let (west, zheng) = (world.desk("west").await, world.desk("zheng").await);

        let file = west.case(id).await;
        assert_eq!(file.case.state, State::Handling);
        assert_eq!(file.case.grid.as_ref().unwrap().as_str(), "610112001007013");
        assert_eq!(file.case.grid_match, Match::Inside);
        assert_eq!(file.case.unit.as_ref().unwrap().as_str(), WEST);
        // Four working hours from Monday 10:00: lunch is not counted.
        assert_eq!(file.case.clock.due_at.unwrap().in_zone("Asia/Shanghai"), "2026-11-23T16:00:00+08:00");
        assert!(file.case.photos[0].received_at.is_some(), "the working copy has its receipt");
        assert!(file.case.training, "a training city's case never counts");
        assert_eq!(file.names.category, "暴露垃圾");
        let rules: Vec<_> = file.flow.iter().map(|record| match &record.actor {
            Actor::System { rule } => rule.as_str(),
            Actor::Account { .. } => "wang",
        }).collect();
        assert_eq!(rules, ["wang", "automatic.accept", "automatic.file", "automatic.dispatch", "automatic.assign"]);

        world.clock.forward_ms(3_600_000);
        let file = west.finish(id, 7).await;
        assert_eq!(file.case.state, State::Checking);
        let draw = &file.draws[0];
        assert_eq!((draw.ring.as_str(), draw.drawn.as_deref()), ("grid", Some("li")), "on duty, and not who reported");
        assert_eq!(draw.excluded[0].user, "wang");

        let task = li.tasks().await.remove(0);
        assert_eq!((task.kind, task.state, task.case), (TaskKind::Check, TaskState::Open, id));
        assert_eq!((task.before.len(), task.after.len()), (1, 1), "before and after, to stand in the same place");
        for photo in task.before.iter().chain(&task.after) {
            let path = format!("/api/v1/media/{}", photo.working);
            assert_eq!(li.request(reqwest::Method::GET, &path).send().await.unwrap().status(), 200);
        }
        let (envelope, shot) = li.answer(world, &task, TaskResult::Pass);
        assert_eq!(li.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        li.upload(&shot.working).await;

        let file = zheng.case(id).await;
        assert_eq!(file.case.state, State::Closed);
        let last = file.flow.last().unwrap();
        assert_eq!((last.action, &last.actor), (ActionKind::Close, &Actor::System { rule: "automatic.close".to_owned() }));
        assert_eq!(file.flow.iter().map(|record| record.sequence).collect::<Vec<_>>(), (1..=11).collect::<Vec<_>>());
        assert_eq!(file.case.photos.len(), 3);
        assert!(file.case.photos.iter().all(|photo| photo.received_at.is_some()));
        let mine = wang.pull("").await.changes;
        assert_eq!(mine.len(), 1, "of one row only the newest version of the page");
        assert_eq!(mine[0].body.as_ref().unwrap()["state"], "closed");
    }

    async fn where_two_units_claim_the_ground_or_none_does_a_person_decides(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let overlap = wang.reports(world, at(1.5, 2.5)).await;
        let gap = wang.reports(world, at(2.5, 0.5)).await;
        let wu = world.desk("wu").await;
        for id in [overlap, gap] {
            let file = wu.case(id).await;
            assert_eq!((file.case.state, file.case.unit), (State::ToDispatch, None));
            assert!(file.may.contains(&"dispatch".to_owned()));
        }
        let unknown = wu.act(overlap, &json!({"action": "dispatch", "unit": "nobody"})).await;
        assert_eq!(refused(unknown).await, (400, "unit_required".to_owned()));
        let file: shared::api::cases::CaseFile = ok(wu.act(overlap, &json!({"action": "dispatch", "unit": NORTH})).await).await;
        assert_eq!(file.case.state, State::Handling, "what follows a person's step goes on by itself");
        let north = world.desk("north").await;
        assert_eq!(north.cases("").await.cases.len(), 1);
    }

    async fn what_a_unit_gives_back_stays_with_the_dispatcher(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let west = world.desk("west").await;
        let empty = west.act(id, &json!({"action": "return", "reason": " "})).await;
        assert_eq!(refused(empty).await, (400, "reason_required".to_owned()));
        west.act(id, &json!({"action": "return", "reason": "不归我们管"})).await;
        let file = world.desk("wu").await.case(id).await;
        assert_eq!(file.case.state, State::ToDispatch, "the server must not send it back by itself");
        assert_eq!(refused(west.get(&format!("/api/v1/cases/{id}")).await).await.0, 404, "it is not theirs any more");
    }

    async fn a_failed_check_waits_for_a_person_and_the_clock_goes_on(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let (west, sun) = (world.desk("west").await, world.desk("sun").await);
        world.clock.forward_ms(3_600_000);
        west.finish(id, 1).await;
        let task = li.tasks().await.remove(0);
        let (envelope, _) = li.answer(world, &task, TaskResult::Fail);
        li.push(&[envelope]).await;
        let passed = sun.act(id, &json!({"action": "check_pass"})).await;
        assert_eq!(refused(passed).await, (409, "check_not_passed".to_owned()));
        let file: shared::api::cases::CaseFile =
            ok(sun.act(id, &json!({"action": "check_rework", "reason": "还有垃圾"})).await).await;
        assert_eq!((file.case.state, file.case.rework_count), (State::Handling, 1), "the same unit gets it again");
        assert_eq!(file.case.clock.passes.len(), 1, "one limit over all passes");
        west.finish(id, 2).await;
        let file = world.desk("zheng").await.case(id).await;
        let open: Vec<_> = file.tasks.iter().filter(|task| task.state == TaskState::Open).collect();
        assert_eq!(open.len(), 1, "and is checked again");
        assert_ne!(open[0].assignee, Some(li.account), "by somebody else where another is at hand");
    }

    async fn an_answer_that_comes_too_late_is_kept_and_moves_nothing(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(id, 1).await;
        let task = li.tasks().await.remove(0);
        let void = json!({"action": "void", "reason": "重复"});
        ok::<Value>(world.desk("zhou").await.act(id, &void).await).await;
        let (envelope, shot) = li.answer(world, &task, TaskResult::Pass);
        let outcome = li.push(std::slice::from_ref(&envelope)).await.remove(0);
        assert_eq!(outcome.result, OutcomeKind::Superseded);
        li.upload(&shot.working).await;
        assert_eq!(li.push(&[envelope]).await[0].result, OutcomeKind::Superseded);
        let file = world.desk("zheng").await.case(id).await;
        assert_eq!(file.case.state, State::Void);
        assert!(file.flow.last().unwrap().late_evidence);
        assert_eq!(file.case.photos.len(), 3, "its photo is attached");
        assert_eq!(file.tasks[0].result, Some(TaskResult::Pass));
        assert_eq!(file.tasks[0].state, TaskState::Withdrawn);
    }

    async fn only_who_was_sent_may_answer_and_only_with_a_fitting_word(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(id, 1).await;
        let task = li.tasks().await.remove(0);
        let (foreign, _) = wang.answer(world, &task, TaskResult::Pass);
        assert_eq!(wang.push(&[foreign]).await[0].code, Some(shared::refusal::Code::NotYourTask));
        let (wrong, _) = li.answer(world, &task, TaskResult::Exists);
        assert_eq!(li.push(&[wrong]).await[0].code, Some(shared::refusal::Code::WrongAnswer));
    }

    async fn a_check_is_drawn_again_only_with_a_reason_and_never_the_same_person(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(id, 1).await;
        let sun = world.desk("sun").await;
        let task = li.tasks().await.remove(0).id;
        let path = format!("/api/v1/tasks/{task}/redraw");
        assert_eq!(refused(sun.post(&path, &json!({"reason": ""})).await).await, (400, "reason_required".to_owned()));
        assert_eq!(refused(world.desk("west").await.post(&path, &json!({"reason": "x"})).await).await.0, 403);
        world.clock.forward_ms(60_000);
        world.clock.forward_ms(1_000);
        let file: shared::api::cases::CaseFile = ok(sun.post(&path, &json!({"reason": "请假"})).await).await;
        let draw = file.draws.last().unwrap();
        assert_eq!((draw.ring.as_str(), draw.drawn.as_deref(), draw.reason.as_deref()), ("jurisdiction", Some("zhao"), Some("请假")));
        assert!(draw.excluded.iter().any(|one| one.user == "li" && one.reason == "drawn_before"));
        let again = sun.post(&path, &json!({"reason": "请假"})).await;
        assert_eq!(refused(again).await, (409, "not_from_here".to_owned()));
    }

    async fn checks_go_to_inspectors_where_there_are_any(world: &World) {
        let [mut chen] = world.phones(["chen"]).await;
        let id = chen.reports(world, at(4.5, 0.5)).await;
        let unit = world.app.city().unit(&BEILIN_UNIT.parse().unwrap()).cloned().unwrap();
        assert_eq!(unit.jurisdiction.as_str(), "610103");
        let file = {
            let boss = world.desk("boss").await;
            let mut tx = world.app.db.write().await.unwrap();
            let account = server::accounts::caller::Account {
                id: shared::ids::AccountId(uuid::Uuid::from_u128(0xbeef)),
                user: "bl-unit".parse().unwrap(),
                name: "碑林环卫".to_owned(),
                role: shared::account::Role::Unit,
                jurisdiction: "610103".parse().unwrap(),
                unit: Some(BEILIN_UNIT.parse().unwrap()),
                disabled: false,
            };
            let by = account.actor();
            server::accounts::actions::add(&world.app, &mut tx, &account, crate::harness::PASSWORD, &by).await.unwrap();
            tx.commit().await.unwrap();
            world.desk("bl-unit").await.finish(id, 3).await;
            boss.case(id).await
        };
        let draw = &file.draws[0];
        // The inspector of the neighbouring grid, not the collector who is nearer.
        assert_eq!((draw.ring.as_str(), draw.drawn.as_deref()), ("neighbours", Some("han")));
    }

    async fn a_report_across_the_border_belongs_to_who_manages_the_ground(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(4.5, 0.5)).await;
        let file = world.desk("boss").await.case(id).await;
        assert_eq!(file.case.jurisdiction.as_str(), "610103");
        assert_eq!(refused(world.desk("zheng").await.get(&format!("/api/v1/cases/{id}")).await).await.0, 404);
        assert_eq!(wang.pull("").await.changes.len(), 1, "and its reporter follows it all the same");
    }
}
