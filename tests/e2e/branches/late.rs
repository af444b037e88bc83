//! The overdue that was not the unit's fault.

use anyhow::{Context as _, Result, ensure};
use shared::account::{Actor, Role};
use shared::case::{Action, ActionKind, AppealState, Closing, State};
use shared::refusal::Code;
use shared::task::TaskResult;
use system_tests::world::story;

use super::{Town, refused};
use crate::people::shot;

fn why() -> String {
    "围挡施工，进不去".to_owned()
}

#[test]
fn an_overdue_that_was_not_the_units_fault_stays_visible_and_does_not_count() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        let case = town.reported(10).await?;
        let (unit, due) = town.dispatched(case).await?;
        town.comes(due, -30).await?;
        let warned = town.file(case).await?;
        let step = warned.flow.last().context("a step")?;
        assert_eq!((step.action, warned.case.warned_at), (ActionKind::WarnDue, Some(step.at)));
        assert_eq!(step.actor, Actor::System { rule: "timer.warn".to_owned() });
        let desk = town.unit(&unit).await?;
        ensure!(!desk.file(case).await?.may.contains(&"appeal".to_owned()), "nothing is overdue yet");
        town.comes(due, 1).await?;
        let late = town.file(case).await?;
        assert_eq!((late.case.state, late.case.overdue_at), (State::Handling, Some(due)));
        assert_eq!(late.flow.last().context("a step")?.action, ActionKind::MarkOverdue);
        assert_eq!(town.shown(case).await?.due, Some(due), "the phone keeps the limit that was missed");

        town.pass(19);
        desk.finish(case, &shot(30), "围挡拆了，已清运").await?;
        let closed = town.answered(case, TaskResult::Pass).await?.case;
        assert_eq!((closed.state, closed.closing), (State::Closed, Some(Closing::Overdue)));

        let (appeal, forward) = (Action::Appeal { reason: why() }, Action::ForwardAppeal { reason: why() });
        let uphold = Action::UpholdAppeal { reason: why() };
        let early = town.act(Role::Dispatcher, case, &forward).await;
        assert_eq!(refused(early)?, Code::AppealNotPossible, "nobody appealed");
        assert_eq!(refused(town.act(Role::Dispatcher, case, &appeal).await)?, Code::NotAllowed);
        desk.act(case, &appeal).await?;
        assert_eq!(refused(desk.act(case, &appeal).await)?, Code::AppealNotPossible, "once");
        let skipped = town.act(Role::Acceptor, case, &uphold).await;
        assert_eq!(refused(skipped)?, Code::AppealNotPossible, "the dispatcher looks at it first");
        town.act(Role::Dispatcher, case, &forward).await?;
        town.pass(10);
        town.act(Role::Acceptor, case, &uphold).await?;

        // To whoever looks for it, it is closed, overdue, and not held against the unit.
        let list = town.desk(Role::Supervisor).await?.cases().await?;
        let seen = list.cases.into_iter().find(|one| one.id == case).context("it stands in the list")?;
        assert_eq!((seen.state, seen.closing, seen.overdue_at), (State::Closed, Some(Closing::Overdue), Some(due)));
        let upheld = seen.appeal.as_ref().context("its appeal")?;
        assert_eq!((upheld.state, upheld.reason.clone()), (AppealState::Upheld, why()));
        assert_eq!(upheld.decided_at, Some(town.now()));
        ensure!(seen.clock.is_late(town.now()) && !seen.counts_as_late(town.now()), "the raw record stays");
        assert_eq!(seen.closed_at, closed.closed_at, "an appeal opens nothing");
        let card = town.shown(case).await?;
        assert_eq!((card.state, card.due), (Some(State::Closed), Some(due)));
        town.fits().await
    })
}
