//! Two people report one problem.

use anyhow::{Result, ensure};
use shared::account::Role;
use shared::api::cases::Duplicates;
use shared::case::{Action, Closing, GoesOn, State};
use shared::ids::CaseId;
use shared::task::TaskResult;
use system_tests::collector::Collector;
use system_tests::world::story;

use super::Town;
use crate::both_sides::neighbours;
use crate::people::{here, report, shot};

/// Returns where a linked report stands on a phone after a round, and what it says of the case that goes on.
async fn heard(phone: &Collector, case: CaseId) -> Result<(Option<State>, Option<GoesOn>)> {
    assert_eq!(phone.sync().await?.differing, 0);
    let card = phone.case(case).await?;
    Ok((card.state, card.goes_on))
}

#[test]
fn two_reports_of_one_problem_are_one_case_and_both_reporters_see_its_end() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        town.set(|settings| settings.automatic.accept = false).await?;
        let users = neighbours(&town.world).await?;
        assert_eq!(users.0, town.wang.user);
        let first = town.reported(10).await?;
        let li = town.phone(&users.1).await?;
        li.sync().await?;

        // Li stands there without a network: the phone warns from what it holds, and blocks nothing.
        li.offline();
        let preview = li.preview(&here(&li).await?, "event:06010", 1).await?;
        let told: Vec<_> = preview.look_alikes.iter().map(|one| (one.case, one.own, one.state)).collect();
        assert_eq!(told, [(first, false, Some(State::Reported))]);
        ensure!(preview.warnings.iter().any(|warning| warning.code == "look_alike"), "{:?}", preview.warnings);
        let second = report(&li, 20).await?;
        li.online();
        assert_eq!(li.sync().await?.left, 0);

        let acceptor = town.desk(Role::Acceptor).await?;
        let found: Duplicates = acceptor.get(&format!("/api/v1/cases/{second}/duplicates")).await?;
        assert_eq!(found.cases.iter().map(|one| one.case.id).collect::<Vec<_>>(), [first]);
        let linked = acceptor.act(second, &Action::Link { into: first }).await?.case;
        assert_eq!((linked.state, linked.merged_into), (State::Merged, Some(first)));
        let main = acceptor.file(first).await?.case;
        assert_eq!((main.state, main.merged.clone()), (State::Reported, vec![second]));
        assert_eq!(acceptor.file(second).await?.case.photos.len(), 2, "both reports are kept with their photos");
        let (state, goes_on) = heard(&li, second).await?;
        assert_eq!(state, Some(State::Merged));
        let open = GoesOn { case_no: main.case_no.clone(), ended: None, ended_at: None };
        ensure!(open.case_no.is_some(), "a number to read to each other");
        assert_eq!(goes_on, Some(open.clone()));

        li.offline();
        let handled = acceptor.act(first, &Action::Accept).await?.case;
        assert_eq!(handled.state, State::Handling);
        let (unit, _) = town.dispatched(first).await?;
        town.pass(30);
        town.unit(&unit).await?.finish(first, &shot(30), "已清运").await?;
        let closed = town.answered(first, TaskResult::Pass).await?.case;
        assert_eq!((closed.state, closed.closing), (State::Closed, Some(Closing::Normal)));
        assert_eq!(li.case(second).await?.goes_on, Some(open.clone()), "nothing was heard since");
        li.online();
        let ended = GoesOn { ended: Some(State::Closed), ended_at: closed.closed_at, ..open.clone() };
        assert_eq!(heard(&li, second).await?, (Some(State::Merged), Some(ended.clone())));
        assert_eq!(town.shown(first).await?.state, Some(State::Closed));

        // It is opened once more and closed again: both hear of that, too.
        town.pass(5);
        town.act(Role::ShiftLeader, first, &Action::Reopen { reason: "又有垃圾".to_owned() }).await?;
        assert_eq!(heard(&li, second).await?, (Some(State::Merged), Some(open)));
        let waive = Action::WaiveCheck { reason: "视频已看清".to_owned() };
        let again = town.act(Role::Acceptor, first, &waive).await?.case;
        assert_eq!((again.state, again.closed_at), (State::Closed, Some(town.now())));
        let (_, goes_on) = heard(&li, second).await?;
        assert_eq!(goes_on, Some(GoesOn { ended_at: again.closed_at, ..ended }));
        assert_eq!(town.shown(first).await?.state, Some(State::Closed));
        let kept = town.file(second).await?.case;
        assert_eq!((kept.state, kept.merged_into), (State::Merged, Some(first)));
        ensure!(kept.photos.iter().all(|photo| photo.received_at.is_some()), "{:?}", kept.photos);
        town.fits().await
    })
}
