//! A unit that needs more time: until spring, or one more limit.

use anyhow::{Context as _, Result, ensure};
use shared::account::{Actor, Role};
use shared::calendar::working::working_between;
use shared::case::{Action, ActionKind, Closing, State};
use shared::refusal::Code;
use shared::task::TaskResult;
use shared::time::Instant;
use system_tests::world::story;

use super::{Town, refused};
use crate::people::shot;

/// Returns how much is worked between two moments, by the calendar that the server counts by.
fn worked_ms(town: &Town, from: Instant, to: Instant) -> Result<i64> {
    let city = town.world.app()?.city();
    let whole = city.city_id().context("a city")?;
    let calendar = city.calendar(whole).context("a calendar")?;
    Ok(working_between(from, to, &calendar.content).ms())
}

fn suspend(until: Instant) -> Action {
    Action::ApplySuspend { reason: "树木春季才能补植".to_owned(), until }
}

#[test]
fn a_tree_that_can_only_be_planted_in_spring_waits_for_spring() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        // A tree was felled: it is to be replanted within working days.
        let case = town.reported_as("event:06022", 2, "行道树被砍，需补植", 10).await?;
        let (unit, due) = town.dispatched(case).await?;
        town.pass(60);
        let (asked_at, until) = (town.now(), "2027-03-15T10:00:00+08:00".parse::<Instant>()?);
        let desk = town.unit(&unit).await?;
        let far = "2028-03-15T10:00:00+08:00".parse()?;
        assert_eq!(refused(desk.act(case, &suspend(far)).await)?, Code::SuspendedTooLong);
        let approve = town.act(Role::Dispatcher, case, &Action::ApproveSuspend).await;
        assert_eq!(refused(approve)?, Code::RequestNotPossible, "nobody asked");
        let asked = desk.act(case, &suspend(until)).await?.case;
        assert_eq!((asked.state, asked.asked_until), (State::Handling, Some(until)));
        let parked = town.act(Role::Dispatcher, case, &Action::ApproveSuspend).await?.case;
        assert_eq!((parked.state, parked.suspended_until), (State::Suspended, Some(until)));
        assert_eq!(parked.clock.running_since, None);
        assert_eq!(town.shown(case).await?.state, Some(State::Suspended));

        // Wang's phone lies in a drawer all winter. The old deadline passes and nobody is late.
        town.wang.offline();
        town.comes(until, -60).await?;
        let winter = town.file(case).await?.case;
        assert_eq!((winter.state, winter.warned_at, winter.overdue_at), (State::Suspended, None, None));
        ensure!(due < town.now() && !winter.clock.is_late(town.now()), "the clock stands still");
        town.comes(until, 0).await?;
        let spring = town.file(case).await?;
        assert_eq!(spring.case.state, State::Handling);
        let resumed = spring.flow.last().context("a step")?;
        assert_eq!((resumed.action, resumed.at), (ActionKind::Resume, until));
        assert_eq!(resumed.actor, Actor::System { rule: "timer.resume".to_owned() });
        let due_now = spring.case.clock.due_at.context("the clock runs")?;
        assert_eq!(due_now.since(due), until.since(asked_at), "Monday to Monday: moved by exactly the pause");
        assert_eq!(worked_ms(&town, until, due_now)?, worked_ms(&town, asked_at, due)?, "what was left is left");

        assert_eq!(town.wang.case(case).await?.state, Some(State::Suspended), "a drawer hears nothing");
        town.wang.online();
        let card = town.shown(case).await?;
        assert_eq!((card.state, card.due), (Some(State::Handling), Some(due_now)));
        let desk = town.unit(&unit).await?;
        let again = desk.act(case, &suspend(until.plus_ms(86_400_000))).await;
        assert_eq!(refused(again)?, Code::SuspensionsUsedUp);
        town.pass(30);
        desk.finish(case, &shot(30), "已补植").await?;
        let closed = town.answered(case, TaskResult::Pass).await?.case;
        assert_eq!((closed.state, closed.closing), (State::Closed, Some(Closing::Normal)));
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));
        town.fits().await
    })
}

#[test]
fn more_time_is_given_twice_and_never_after_the_limit() -> Result<()> {
    story(async {
        let town = Town::begin().await?;
        let (case, forgotten) = (town.reported(10).await?, town.reported(20).await?);
        let (unit, first_due) = town.dispatched(case).await?;
        let (other, forgotten_due) = town.dispatched(forgotten).await?;
        let begun = town.now();
        let limit_ms = worked_ms(&town, begun, first_due)?;
        ensure!(limit_ms > 0);
        let ask = Action::ApplyExtend { reason: "要等配件".to_owned() };
        let desk = town.unit(&unit).await?;
        assert_eq!(town.shown(case).await?.due, Some(first_due));
        town.wang.offline();
        town.pass(30);
        desk.act(case, &ask).await?;
        let decline = Action::DeclineExtend { reason: "先抢修".to_owned() };
        let declined = town.act(Role::Dispatcher, case, &decline).await?.case;
        assert_eq!((declined.clock.due_at, declined.clock.extensions), (Some(first_due), 0));
        for times in 1..=2_u16 {
            desk.act(case, &ask).await?;
            assert_eq!(refused(desk.act(case, &ask).await)?, Code::RequestNotPossible, "one waits already");
            let granted = town.act(Role::Dispatcher, case, &Action::ApproveExtend).await?.case;
            assert_eq!(granted.clock.extensions, times);
            let due = granted.clock.due_at.context("the clock runs")?;
            assert_eq!(worked_ms(&town, begun, due)?, limit_ms * i64::from(times + 1), "one original limit more");
        }
        assert_eq!(refused(desk.act(case, &ask).await)?, Code::ExtensionsUsedUp);
        ensure!(!desk.file(case).await?.may.contains(&"apply_extend".to_owned()), "what is refused is not offered");
        assert_eq!(town.wang.case(case).await?.due, Some(first_due), "a phone without a network knows the first limit");
        town.wang.online();
        let extended = town.file(case).await?.case.clock.due_at;
        assert_eq!(town.shown(case).await?.due, extended);

        town.comes(forgotten_due, 1).await?;
        let late = town.file(forgotten).await?.case;
        assert_eq!(late.overdue_at, Some(forgotten_due));
        let too_late = town.unit(&other).await?.act(forgotten, &ask).await;
        assert_eq!(refused(too_late)?, Code::RequestNotPossible, "only before the limit is over");
        assert_eq!(town.file(case).await?.case.overdue_at, None);
        assert_eq!(town.shown(forgotten).await?.due, Some(forgotten_due));
        town.fits().await
    })
}
