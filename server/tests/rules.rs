//! What units ask for, what stays with the desk, and who sees which task.

use serde_json::{Value, json};
use shared::api::cases::CaseFile;
use shared::case::rules::Level;
use shared::case::{ActionKind, State};
use shared::evidence::chain::Link;
use shared::refusal::Code;
use shared::sync::operation::Act;
use shared::sync::push::OutcomeKind;
use shared::task::{TaskKind, TaskResult};

use crate::harness::city::{NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::on_both_engines;

on_both_engines! {
    async fn one_request_of_a_kind_waits_at_a_time_and_only_what_was_asked_is_decided(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let (west, wu) = (world.desk("west").await, world.desk("wu").await);
        let ask = json!({"action": "apply_extend", "reason": "要等配件"});
        let grant = json!({"action": "approve_extend"});
        assert_eq!(refused(wu.act(id, &ask).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(wu.act(id, &grant).await).await, (409, "request_not_possible".to_owned()), "nobody asked");
        let past = json!({"action": "apply_suspend", "reason": "修路", "until": "2026-11-22T10:00:00+08:00"});
        assert_eq!(refused(west.act(id, &past).await).await, (400, "bad_value".to_owned()));
        let file: CaseFile = ok(west.act(id, &ask).await).await;
        assert!(!file.may.contains(&"apply_extend".to_owned()), "what is refused is not offered");
        assert_eq!(refused(west.act(id, &ask).await).await, (409, "request_not_possible".to_owned()));
        let before = file.case.clock.due_at.unwrap();
        let file: CaseFile = ok(wu.act(id, &grant).await).await;
        assert!(file.case.clock.due_at.unwrap() > before);
        world.clock.forward_ms(30 * 24 * 3_600_000);
        let west = world.desk("west").await;
        assert_eq!(refused(west.act(id, &ask).await).await, (409, "request_not_possible".to_owned()), "the limit passed");
    }

    async fn a_unit_sees_a_case_from_its_dispatch_on_and_not_by_rule_alone(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let west = world.desk("west").await;
        west.act(id, &json!({"action": "return", "reason": "不归我们管"})).await;
        let list = west.cases("").await;
        assert_eq!((list.cases.len(), list.total), (0, 0), "the list, its count and the case say the same");
        let sun = world.desk("sun").await;
        let back = json!({"action": "return_to_accept", "reason": "再核实"});
        ok::<Value>(world.desk("wu").await.act(id, &back).await).await;
        let file: CaseFile = ok(sun.act(id, &json!({"action": "accept"})).await).await;
        assert_eq!(file.case.state, State::ToDispatch, "who gave it back does not get it again by itself");
        let north = json!({"action": "dispatch", "unit": NORTH});
        ok::<Value>(world.desk("wu").await.act(id, &north).await).await;
        assert_eq!((west.cases("").await.total, world.desk("north").await.cases("").await.total), (0, 1));
    }

    async fn a_verification_is_drawn_without_a_task_in_the_request(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let (west, wu, sun) = (world.desk("west").await, world.desk("wu").await, world.desk("sun").await);
        let early = sun.act(id, &json!({"action": "send_verify"})).await;
        assert_eq!(refused(early).await, (409, "not_from_here".to_owned()));
        west.act(id, &json!({"action": "return", "reason": "找不到"})).await;
        wu.act(id, &json!({"action": "return_to_accept", "reason": "找不到"})).await;
        let file: CaseFile = ok(sun.act(id, &json!({"action": "send_verify"})).await).await;
        assert_eq!(file.case.state, State::Verifying);
        assert_eq!(file.flow.last().unwrap().receiver.as_deref(), Some("li"), "never who reported");
        let task = li.tasks().await.remove(0);
        assert_eq!(task.kind, TaskKind::Verify);
        let (envelope, _) = li.answer(world, &task, TaskResult::Exists);
        assert_eq!(li.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        let file = sun.case(id).await;
        assert_eq!(file.case.state, State::Reported, "a person decides what a verification means");
        let last = file.flow.last().unwrap();
        assert_eq!((last.action, last.opinion.as_str()), (ActionKind::VerifyResult, "看过了"));
    }

    async fn a_task_taken_back_leaves_the_phone_and_its_late_answer_is_kept(world: &World) {
        let [mut wang, mut li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(id, 1).await;
        let cursor = li.pull("").await.cursor;
        let task = li.tasks().await.remove(0);
        let path = format!("/api/v1/tasks/{}/redraw", task.id);
        let file: CaseFile = ok(world.desk("zhou").await.post(&path, &json!({"reason": "请假"})).await).await;
        assert_eq!(file.case.state, State::Checking);
        let gone = li.pull(&cursor).await.changes;
        assert!(gone.iter().any(|change| change.id == task.id.to_string() && change.left), "{gone:?}");
        let mine = |body: Value| body["tasks"].as_array().unwrap().len();
        assert_eq!(mine(ok(li.request(reqwest::Method::GET, "/api/v1/tasks").send().await.unwrap()).await), 0);
        assert_eq!(mine(ok(zhao.request(reqwest::Method::GET, "/api/v1/tasks").send().await.unwrap()).await), 1);
        assert_eq!(mine(ok(world.desk("sun").await.get("/api/v1/tasks").await).await), 2);
        assert_eq!(mine(ok(world.desk("sun").await.get("/api/v1/tasks?state=open").await).await), 1);
        let wrong = world.desk("sun").await.get("/api/v1/tasks?state=lost").await;
        assert_eq!(refused(wrong).await, (400, "bad_value".to_owned()));

        let (envelope, _) = li.answer(world, &task, TaskResult::Pass);
        assert_eq!(li.push(&[envelope]).await[0].result, OutcomeKind::Superseded);
        let file = world.desk("sun").await.case(id).await;
        assert_eq!(file.case.state, State::Checking, "it moves nothing: somebody else is out");
        let last = file.flow.last().unwrap();
        assert!(last.late_evidence && last.opinion == "pass: 看过了", "{last:?}");
    }

    async fn tasks_come_page_by_page_the_newest_first(world: &World) {
        let [mut wang, _li, _zhao] = world.phones(["wang", "li", "zhao"]).await;
        for number in 1..=3 {
            let id = wang.reports(world, at(0.5, 0.5)).await;
            world.desk("west").await.finish(id, number).await;
            world.clock.forward_ms(1_000);
        }
        for user in ["sun", "boss", "west"] {
            let desk = world.desk(user).await;
            let all: Value = ok(desk.get("/api/v1/tasks").await).await;
            let all = all["tasks"].as_array().unwrap().clone();
            assert!(all.len() >= 3, "{user} sees what was sent: {all:?}");
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let page: Value = ok(desk.get(&format!("/api/v1/tasks?limit=2&after={after}")).await).await;
                let tasks = page["tasks"].as_array().unwrap();
                assert!(tasks.len() <= 2);
                seen.extend(tasks.iter().cloned());
                match page["next"].as_str() {
                    Some(next) => next.clone_into(&mut after),
                    None => break,
                }
            }
            assert_eq!(seen, all, "{user}");
            let sent = |task: &Value| task["sent_at"].as_str().unwrap().to_owned();
            assert!(all.windows(2).all(|two| sent(&two[0]) >= sent(&two[1])), "{user}: {all:?}");
        }
        for bad in ["after=1", "limit=many"] {
            let wrong = world.desk("sun").await.get(&format!("/api/v1/tasks?{bad}")).await;
            assert_eq!(refused(wrong).await, (400, "bad_value".to_owned()), "{bad}");
        }
    }

    async fn a_task_that_the_other_level_sent_is_not_this_desks_to_take_back(world: &World) {
        let [mut wang, _li, _zhao] = world.phones(["wang", "li", "zhao"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(id, 1).await;
        let task = world.desk("sun").await.case(id).await.case.open_task.unwrap();
        world.set(WEIYANG, |settings| settings.rules.desks.check = Level::City).await;
        let path = format!("/api/v1/tasks/{task}/redraw");
        for user in ["sun", "zhou"] {
            let reply = world.desk(user).await.post(&path, &json!({"reason": "换人"})).await;
            assert_eq!(refused(reply).await, (403, "other_level".to_owned()), "{user}: they could not send anybody either");
            let file = world.desk(user).await.case(id).await;
            let said = file.cannot.iter().find(|one| one.action == ActionKind::TakeBack).map(|one| one.code);
            assert_eq!(said, Some(Code::OtherLevel), "{user}: and are told before they try");
        }
        world.set(WEIYANG, |settings| settings.rules.desks.check = Level::Either).await;
        let file = world.desk("zhou").await.case(id).await;
        assert!(file.cannot.iter().all(|one| one.action != ActionKind::TakeBack), "now it is theirs");
        assert!(!file.may.contains(&"take_back".to_owned()), "that is done to the task");
        ok::<Value>(world.desk("zhou").await.post(&path, &json!({"reason": "换人"})).await).await;
    }

    async fn where_nobody_else_can_be_drawn_it_is_the_desks_turn(world: &World) {
        let [mut wang, li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(id, 1).await;
        let sun = world.desk("sun").await;
        for _ in [&li, &zhao] {
            world.clock.forward_ms(1_000);
            let task = sun.case(id).await.case.open_task.unwrap();
            let reply = sun.post(&format!("/api/v1/tasks/{task}/redraw"), &json!({"reason": "请假"})).await;
            ok::<Value>(reply).await;
        }
        let file = sun.case(id).await;
        assert_eq!((file.case.state, file.case.open_task), (State::ToCheck, None));
        let draw = file.draws.last().unwrap();
        assert_eq!((draw.ring.as_str(), draw.drawn.as_deref()), ("desk", None), "never silently nobody");
        assert!(file.may.contains(&"send_check".to_owned()));
        assert!(!file.may.contains(&"take_back".to_owned()), "that is done to the task");
        let taken = file.flow.last().unwrap();
        assert_eq!((taken.action, taken.from, taken.to), (ActionKind::TakeBack, Some(State::Checking), State::ToCheck));
        assert_eq!(taken.opinion, "请假");
        let found = server::check::all(&world.app, server::check::Depth::Rows).await.unwrap();
        assert!(found.problems.is_empty(), "{:?}", found.problems);
    }

    async fn a_photo_that_comes_after_the_task_reaches_who_goes_there(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let id = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        world.desk("west").await.finish(id, 1).await;
        assert_eq!(li.tasks().await[0].before.len(), 0, "what is not here cannot be fetched");
        wang.upload(&shot.working).await;
        assert_eq!(li.tasks().await[0].before.len(), 1);
    }

    async fn a_case_and_a_photo_are_handed_in_once(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let again = report.clone();
        let (mut other, _) = wang.report(world, at(0.5, 0.5));
        let first = wang.envelope(world, Act::Report(report));
        let second = wang.envelope(world, Act::Report(again));
        assert_eq!(wang.push(&[first]).await[0].result, OutcomeKind::Applied);
        assert_eq!(wang.push(&[second]).await[0].code, Some(Code::OperationChanged), "the same case twice");
        let shot = other.photos[0].clone();
        other.photos.push(shot);
        let twice = wang.envelope(world, Act::Report(other));
        assert_eq!(wang.push(&[twice]).await[0].code, Some(Code::ManifestInvalid), "the same photo twice");
        assert_eq!(world.count("select count(*) from cases").await, 1);
    }

    async fn two_photos_at_one_place_of_a_chain_are_a_fork(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (first, _) = wang.report(world, at(0.5, 0.5));
        let mut copied = crate::harness::Phone::sign_in_as(world, "wang", wang.device, wang.key.clone()).await;
        let (second, _) = copied.report(world, at(0.6, 0.5));
        let ids = [first.case, second.case];
        let first = wang.envelope(world, Act::Report(first));
        let second = copied.envelope(world, Act::Report(second));
        wang.push(&[first]).await;
        copied.push(&[second]).await;
        let desk = world.desk("zheng").await;
        let links = [desk.case(ids[0]).await.evidence[0].link, desk.case(ids[1]).await.evidence[0].link];
        assert_eq!(links, [Link::Fits, Link::Broken], "a device that signs twice at one place was copied or set back");
    }

    async fn a_list_is_searched_by_several_states_and_by_what_people_say(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        wang.reports(world, at(2.5, 0.5)).await;
        let zheng = world.desk("zheng").await;
        let total = async |query: &str| zheng.cases(query).await.total;
        assert_eq!(total("?state=handling,to_dispatch").await, 2);
        assert_eq!(total("?state=handling,closed").await, 1);
        assert_eq!(total(&format!("?unit={WEST}")).await, 1);
        assert_eq!(total("?q=%E6%9C%AA%E5%A4%AE%E8%B7%AF").await, 2, "the address");
        assert_eq!(total("?q=%E6%9A%B4%E9%9C%B2").await, 2, "the category's name");
        assert_eq!(total("?q=610112001007013").await, 1, "the grid");
        assert_eq!(total("?q=reported_at").await, 0, "the names of fields are no words of a case");
        assert_eq!(total("?q=%25").await, 2);
    }
}
