//! What a desk decides beside the straight way: pushing, answering at once, ending specially, looking once more.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use shared::account::Role;
use shared::api::cases::CaseFile;
use shared::case::{Action, Closing, OrderKind, State};
use shared::refusal::Code;
use shared::task::{TaskKind, TaskResult, TaskState};
use system_tests::world::story;

use super::{Town, refused, to_be_made};
use crate::people::shot;

#[test]
fn a_case_is_pushed_and_ended_by_decision_while_somebody_is_out_checking_it() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        let case = town.reported(10).await?;
        let (unit, due) = town.dispatched(case).await?;
        let push = Action::Supervise {
            kind: OrderKind::Leader,
            requirement: "今天清完".to_owned(),
            due_at: Some(town.now().plus_ms(3_600_000)),
        };
        assert_eq!(refused(town.act(Role::Dispatcher, case, &push).await)?, Code::NotAllowed);
        let pushed = town.act(Role::Supervisor, case, &push).await?.case;
        assert_eq!((pushed.state, pushed.orders.len()), (State::Handling, 1), "a push moves nothing");
        town.pass(10);
        let desk = town.unit(&unit).await?;
        let reply = Action::ReplySupervision { number: 1, reply: "已派人".to_owned() };
        let replied = desk.act(case, &reply).await?.case;
        let order = replied.orders.first().context("the order")?;
        assert_eq!((order.reply.as_str(), order.replied_at), ("已派人", Some(town.now())));
        ensure!(!order.is_late(town.now()));
        assert_eq!(refused(desk.act(case, &reply).await)?, Code::NoSuchOrder, "it was answered");
        let card = town.shown(case).await?;
        assert_eq!((card.state, card.due), (Some(State::Handling), Some(due)));

        desk.finish(case, &shot(30), "已清运").await?;
        let (first, task) = town.sent(case).await?;
        town.pass(40);
        let leader = town.desk(Role::ShiftLeader).await?;
        let redraw = format!("/api/v1/tasks/{}/redraw", task.task);
        let (status, body) = leader.post_raw(&redraw, &json!({"reason": "请假"})).await?;
        ensure!(status.is_success(), "{status}: {body}");
        let redrawn: CaseFile = serde_json::from_value(body)?;
        assert_eq!(redrawn.case.state, State::Checking);
        assert_eq!(redrawn.case.stage.waiting_ms, 0, "the time while somebody was out is not the desk's");
        first.sync().await?;
        ensure!(!first.tasks().await?.iter().any(|card| card.task == task.task), "it left the first phone");
        let (phone, task) = town.sent(case).await?;
        assert_ne!(phone.user, first.user);
        phone.offline();
        phone.answer(&task, TaskResult::Fail, &shot(60), "还没清完").await?;
        town.pass(10);
        let special = Action::CloseSpecial { closing: Closing::Special, reason: "会议纪要".to_owned() };
        assert_eq!(refused(town.act(Role::Dispatcher, case, &special).await)?, Code::NotAllowed);
        let ended = town.act(Role::ShiftLeader, case, &special).await?;
        assert_eq!((ended.case.state, ended.case.closing), (State::Closed, Some(Closing::Special)));
        assert_eq!(ended.case.open_task, None);
        ensure!(ended.tasks.iter().all(|task| task.state == TaskState::Withdrawn), "{:?}", ended.tasks);
        town.pass(10);
        phone.online();
        let round = phone.sync().await?;
        assert_eq!((round.pushed, round.left, round.differing), (1, 0, 0));
        ensure!(phone.status().await?.all_arrived && phone.status().await?.set_aside.is_empty(), "it is not refused");
        let file = town.file(case).await?;
        assert_eq!((file.case.state, file.case.closing), (State::Closed, Some(Closing::Special)));
        let late = file.flow.last().context("a step")?;
        ensure!(late.late_evidence && late.opinion.contains("还没清完"), "kept, and it moves nothing: {late:?}");
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));
        town.fits().await
    })
}

#[test]
fn a_check_that_cannot_be_done_goes_to_somebody_else_and_a_closed_case_is_looked_at_once_more() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        town.set(|settings| settings.automatic.send_verify = false).await?;
        let asked = town.called_in("市民询问清运时间").await?;
        assert_eq!(town.file(asked).await?.case.state, State::Reported);
        let answer = Action::HandleDirectly { reason: "已告知每日六点清运".to_owned() };
        let answered = town.act(Role::Acceptor, asked, &answer).await?.case;
        assert_eq!((answered.state, answered.closing), (State::Closed, Some(Closing::Direct)));
        assert_eq!((answered.clock.due_at, answered.closed_at), (None, Some(town.now())), "no unit ever had it");

        let case = town.reported(10).await?;
        let (unit, _) = town.dispatched(case).await?;
        town.unit(&unit).await?.finish(case, &shot(30), "已清运").await?;
        let (first, _) = town.sent(case).await?;
        let unable = town.answered(case, TaskResult::Unable).await?;
        assert_eq!((unable.case.state, unable.case.open_task), (State::ToCheck, None), "back at the desk");
        assert_eq!(town.shown(case).await?.state, Some(State::ToCheck));
        let passed = town.act(Role::Acceptor, case, &Action::CheckPass).await;
        assert_eq!(refused(passed)?, Code::CheckNotPassed);
        town.pass(5);
        let send = Action::SendCheck { task: to_be_made() };
        assert_eq!(town.act(Role::Acceptor, case, &send).await?.case.state, State::Checking);
        let (second, _) = town.sent(case).await?;
        ensure!(second.user != first.user && second.user != town.wang.user, "somebody else, and never the reporter");
        town.pass(5);
        let closed = town.answered(case, TaskResult::Pass).await?;
        assert_eq!((closed.case.state, closed.case.closing), (State::Closed, Some(Closing::Normal)));
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));

        town.pass(5);
        let reopen = Action::Reopen { reason: "市民反映又有垃圾".to_owned() };
        assert_eq!(refused(town.act(Role::Acceptor, case, &reopen).await)?, Code::NotAllowed);
        let open = town.act(Role::ShiftLeader, case, &reopen).await?.case;
        assert_eq!((open.state, open.closing, open.closed_at), (State::ToCheck, None, None));
        assert_eq!(town.shown(case).await?.state, Some(State::ToCheck), "the reporter hears that it is open again");
        let early = town.act(Role::Acceptor, case, &Action::CheckPass).await;
        assert_eq!(refused(early)?, Code::CheckNotPassed, "the check before the reopening does not count");
        assert_eq!(town.act(Role::Acceptor, case, &send).await?.case.state, State::Checking);
        town.pass(5);
        let again = town.answered(case, TaskResult::Pass).await?;
        assert_eq!((again.case.state, again.case.closing), (State::Closed, Some(Closing::Normal)));
        ensure!(again.tasks.len() == 3 && again.tasks.iter().all(|task| task.kind == TaskKind::Check));
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));
        town.fits().await
    })
}
