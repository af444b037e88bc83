//! Whose job it is: a unit gives a case back, nobody owns it, and a city whose districts name the unit.

use anyhow::{Context as _, Result, ensure};
use shared::account::Role;
use shared::api::cases::UnitChoice;
use shared::case::rules::Level;
use shared::case::{Action, Closing, State};
use shared::refusal::Code;
use shared::task::TaskResult;
use system_tests::world::story;

use super::{Town, refused};
use crate::people::shot;
use crate::scopes::change;

#[test]
fn a_unit_says_not_ours_and_the_dispatcher_sees_whom_to_ask_instead() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        let case = town.reported(10).await?;
        let kept = town.reported(20).await?;
        let (first, _) = town.dispatched(case).await?;
        let desk = town.unit(&first).await?;
        desk.act(case, &Action::Return { reason: "不归我们管".to_owned() }).await?;
        let back = town.file(case).await?.case;
        assert_eq!((back.state, back.returns), (State::ToDispatch, 1), "no step undoes it by itself");
        ensure!(desk.file(case).await.is_err(), "it is no longer the unit's business");
        assert_eq!(town.shown(case).await?.state, Some(State::ToDispatch));

        let dispatcher = town.desk(Role::Dispatcher).await?;
        let choice: UnitChoice = dispatcher.get(&format!("/api/v1/cases/{case}/units")).await?;
        let named = choice.candidates.first().context("the map names one")?;
        let load = named.load.context("how much it has to do")?;
        assert_eq!((&named.id, load.open, load.overdue, load.returned), (&first, 1, 0, 1));
        let unowned = dispatcher.act(case, &Action::MarkUnowned { reason: "权属不清".to_owned() }).await?.case;
        assert_eq!((unowned.state, unowned.unowned), (State::ToDispatch, true));
        let other = choice.others.first().context("another unit")?;
        let sent = dispatcher.act(case, &Action::Dispatch { unit: other.id.clone() }).await?;
        assert_eq!((sent.case.state, sent.case.unit.as_ref()), (State::Handling, Some(&other.id)));
        assert_eq!(sent.case.was_dispatched_right(), Some(false), "the first unit is not the last");
        assert_eq!(town.file(kept).await?.case.was_dispatched_right(), Some(true));

        // Wang hears of the other unit only when there is a network.
        town.wang.offline();
        ensure!(town.wang.sync().await.is_err());
        assert_eq!(town.wang.case(case).await?.state, Some(State::ToDispatch));
        town.wang.online();
        let card = town.shown(case).await?;
        assert_eq!((card.state, card.unit.as_str()), (Some(State::Handling), other.name.as_str()));
        town.unit(&other.id).await?.finish(case, &shot(30), "已清运").await?;
        let closed = town.answered(case, TaskResult::Pass).await?.case;
        assert_eq!((closed.state, closed.closing), (State::Closed, Some(Closing::Normal)));
        assert_eq!(closed.was_dispatched_right(), Some(false));
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));
        town.fits().await
    })
}

#[test]
fn the_citys_desk_sends_to_the_district_and_the_districts_desk_to_the_unit() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        town.set(|settings| {
            settings.rules.second_dispatch = true;
            settings.rules.desks.dispatch = Level::City;
            settings.automatic.dispatch = false;
        })
        .await?;
        // The training city has no dispatcher of its own: one who works for the whole city becomes it.
        let user = town.world.accounts.first(Role::Evaluator)?.user.clone();
        change(&town.world, &user, |account| account.role = Role::Dispatcher, None).await?;
        let (city, district) = (town.world.desk(&user).await?, town.desk(Role::Dispatcher).await?);

        let case = town.reported(10).await?;
        let filed = town.file(case).await?.case;
        assert_eq!((filed.state, filed.clock.due_at), (State::ToDispatch, None));
        let unit = filed.unit.context("the rule gives one unit there")?;
        let dispatch = Action::Dispatch { unit: unit.clone() };
        assert_eq!(refused(city.act(case, &dispatch).await)?, Code::SecondDispatchFirst);
        assert_eq!(refused(district.act(case, &Action::DispatchToDistrict).await)?, Code::OtherLevel);
        let there = city.act(case, &Action::DispatchToDistrict).await?;
        assert_eq!(there.case.state, State::ToSecondDispatch);
        assert_eq!(town.shown(case).await?.state, Some(State::ToSecondDispatch));
        ensure!(town.unit(&unit).await?.file(case).await.is_err(), "no unit has it yet");
        assert_eq!(refused(city.act(case, &dispatch).await)?, Code::OtherLevel, "the unit is the district's to name");

        let give_back = Action::ReturnToCity { reason: "属市级道路".to_owned() };
        assert_eq!(district.act(case, &give_back).await?.case.state, State::ToDispatch);
        city.act(case, &Action::DispatchToDistrict).await?;
        town.wang.offline();
        let sent = district.act(case, &dispatch).await?.case;
        assert_eq!((sent.state, sent.unit.as_ref()), (State::Handling, Some(&unit)));
        ensure!(sent.clock.due_at.is_some(), "the clock starts at the second of the two");
        assert_eq!(town.wang.case(case).await?.state, Some(State::ToSecondDispatch), "nothing was heard since");
        town.wang.online();
        assert_eq!(town.shown(case).await?.due, sent.clock.due_at);
        town.unit(&unit).await?.finish(case, &shot(30), "已清运").await?;
        let closed = town.answered(case, TaskResult::Pass).await?.case;
        assert_eq!((closed.state, closed.was_dispatched_right()), (State::Closed, Some(true)));
        assert_eq!(town.shown(case).await?.state, Some(State::Closed));
        town.fits().await
    })
}
