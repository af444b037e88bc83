//! What the unit did is looked at: sent back by a check or by the dispatcher, or passed without a check.

use anyhow::{Context as _, Result, ensure};
use shared::account::{Actor, Role};
use shared::case::{Action, ActionKind, Closing, State};
use shared::task::TaskResult;
use system_tests::world::story;

use super::Town;
use crate::people::shot;

#[test]
fn a_repair_that_failed_its_check_is_done_again_within_the_same_limit() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        let case = town.reported(10).await?;
        let (unit, due) = town.dispatched(case).await?;
        let unit = town.unit(&unit).await?;
        town.pass(30);
        unit.finish(case, &shot(30), "已清运").await?;
        town.pass(20);
        let failed = town.answered(case, TaskResult::Fail).await?;
        assert_eq!(failed.case.state, State::ToCheck, "the desk decides what a failed check means");
        let rework = Action::CheckRework { reason: "还有垃圾".to_owned() };
        let again = town.act(Role::Acceptor, case, &rework).await?;
        assert_eq!((again.case.state, again.case.rework_count), (State::Handling, 1));
        let moved = again.case.clock.due_at.context("the clock runs")?.since(due);
        assert_eq!(moved, 20 * 60_000, "the clock stood still while it was checked, and did not begin anew");
        town.pass(10);
        unit.finish(case, &shot(31), "已清理干净").await?;
        let closed = town.answered(case, TaskResult::Pass).await?;
        assert_eq!((closed.case.state, closed.case.closing), (State::Closed, Some(Closing::Normal)));
        let checkers: Vec<_> = closed.draws.iter().filter_map(|draw| draw.drawn.clone()).collect();
        ensure!(checkers.len() == 2 && checkers[0] != checkers[1], "somebody else looks the second time: {checkers:?}");
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));
        town.fits().await
    })
}

#[test]
fn a_review_sends_it_back_and_a_spot_check_lets_it_pass() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        town.set(|settings| settings.automatic.review = false).await?;
        let case = town.reported(10).await?;
        let (unit, due) = town.dispatched(case).await?;
        let unit = town.unit(&unit).await?;
        town.pass(30);
        let done = unit.finish(case, &shot(30), "已清运").await?;
        assert_eq!((done.case.state, done.tasks.len()), (State::ToReview, 0), "nobody is sent before the review");
        assert_eq!(town.shown(case).await?.state, Some(State::ToReview));
        town.pass(20);
        let rework = Action::ReviewRework { reason: "照片看不清".to_owned() };
        let back = town.act(Role::Dispatcher, case, &rework).await?;
        assert_eq!((back.case.state, back.case.rework_count), (State::Handling, 1));
        let moved = back.case.clock.due_at.context("the clock runs")?.since(due);
        assert_eq!(moved, 20 * 60_000, "the unit does not pay for the dispatcher's time");
        assert_eq!(town.shown(case).await?.due, back.case.clock.due_at, "the phone hears of the new deadline");
        town.pass(10);
        unit.finish(case, &shot(31), "补拍，已清理干净").await?;
        let passed = town.act(Role::Dispatcher, case, &Action::ReviewPass).await?;
        assert_eq!(passed.case.state, State::Checking);
        let (_, task) = town.sent(case).await?;
        assert_eq!(task.after.len(), 2, "whoever goes there sees both of the unit's photos");
        let closed = town.answered(case, TaskResult::Pass).await?.case;
        assert_eq!((closed.state, closed.closing), (State::Closed, Some(Closing::Normal)));
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));

        town.set(|settings| {
            settings.automatic.review = true;
            settings.rules.check_percent = 0;
        })
        .await?;
        let second = town.reported(20).await?;
        let (unit, _) = town.dispatched(second).await?;
        let closed = town.unit(&unit).await?.finish(second, &shot(32), "已清运").await?;
        assert_eq!((closed.case.state, closed.case.closing), (State::Closed, Some(Closing::Normal)));
        ensure!(closed.tasks.is_empty() && closed.draws.is_empty(), "nobody was sent");
        let waived = closed.flow.iter().find(|step| step.action == ActionKind::WaiveCheck).context("it says so")?;
        assert_eq!(waived.actor, Actor::System { rule: "automatic.send_check".to_owned() });
        ensure!(waived.opinion.contains("0%"), "{}", waived.opinion);
        assert_eq!(town.shown(second).await?.state, Some(State::Closed));
        town.fits().await
    })
}
